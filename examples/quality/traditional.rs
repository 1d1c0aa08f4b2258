//! What the tables of Traditional text have in common.

use hanmark::{Profile, Variant};

use crate::{
    classes::Class,
    contender::Contender,
    table::{Table, fewer, list, per_ten_thousand, percent},
    tally::Tally,
};

/// OpenCC and ours: the script alone, and with the words of Taiwan.
pub(crate) fn pairs() -> [[Contender; 2]; 2] {
    [
        [Contender::opencc(Profile::S2tw), Contender::ours(Variant::ZhCn, Variant::ZhHant)],
        [Contender::opencc(Profile::S2twp), Contender::ours(Variant::ZhCn, Variant::ZhTw)],
    ]
}

/// A table, and the faults below it.
pub(crate) struct Report {
    table: Table,
    faults: Vec<(String, Vec<String>)>,
}

impl Report {
    pub(crate) fn new() -> Self {
        let table = Table::new(&[
            "",
            "texts exact",
            "glyphs folded",
            "characters",
            "glyphs folded",
            "punctuation",
            "taste",
            "hard",
            "hard in 10,000 Han",
            "fewer",
            "fixed / broken",
        ]);
        Self { table, faults: Vec::new() }
    }

    /// A row for each of two contenders on `what`; the second is held against the first.
    pub(crate) fn add(
        &mut self,
        what: &str,
        pair: &[Contender; 2],
        tallies: &[Tally; 2],
        show: usize,
    ) {
        let [opencc, ours] = tallies;
        let against = format!("{} / {}", ours.fixed(opencc), opencc.fixed(ours));
        let fewer = fewer(ours.of(Class::Hard), opencc.of(Class::Hard));
        let columns = [["", ""], [&*fewer, &*against]];
        for ((contender, tally), [fewer, against]) in pair.iter().zip(tallies).zip(columns) {
            let name = format!("{what}{}", contender.name);
            let all = tally.all();
            let but_glyphs = all - tally.of(Class::Glyph);
            self.table.row(vec![
                name.clone(),
                percent(tally.exact, tally.texts),
                percent(tally.exact_but_glyphs, tally.texts),
                percent(tally.characters.saturating_sub(all), tally.characters),
                percent(tally.characters.saturating_sub(but_glyphs), tally.characters),
                tally.of(Class::Punctuation).to_string(),
                tally.of(Class::Taste).to_string(),
                tally.of(Class::Hard).to_string(),
                per_ten_thousand(tally.of(Class::Hard), tally.han),
                fewer.to_owned(),
                against.to_owned(),
            ]);
            self.faults.push((name, tally.commonest_hard(show)));
        }
    }

    pub(crate) fn print(&self) {
        self.table.print();
        for (name, lines) in &self.faults {
            list(name, lines);
        }
    }
}
