//! The sentences that people corrected, in both directions.

use std::error::Error;

use hanmark::{Profile, Script, Variant};

use crate::{
    arguments::Arguments,
    classes::fold_quotes,
    contender::Contender,
    table::{Table, list, percent},
    tally::Tally,
    traditional::{Report, pairs},
};

/// To Simplified: marks are a matter of their own, so each figure is given with
/// quotation marks as they came out and with those of the mainland.
pub(crate) fn to_simplified(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let rows = arguments.shared.table("quality/dev_t2s_ud_gsd.tsv", ["source", "expected"])?;
    let contenders = [
        Contender::opencc(Profile::T2s),
        Contender::opencc(Profile::Tw2s),
        Contender::ours(Variant::ZhTw, Variant::ZhHans),
        Contender::script_of(Variant::ZhTw, Variant::ZhCn),
        Contender::opencc(Profile::Tw2sp),
        Contender::ours(Variant::ZhTw, Variant::ZhCn),
    ];
    println!("## 1. Corrected sentences to Simplified ({})\n", rows.len());
    let mut table = Table::new(&[
        "",
        "sentences",
        "characters",
        "sentences, quotes folded",
        "characters, quotes folded",
        "faults left",
    ]);
    let mut shown = Vec::new();
    for contender in &contenders {
        let (mut strict, mut folded) =
            (Tally::new(Script::Simplified), Tally::new(Script::Simplified));
        for [source, expected] in &rows {
            let got = contender.sentence(source)?;
            strict.add(expected, &got);
            folded.add(expected, &fold_quotes(&got));
        }
        let characters = |tally: &Tally| percent(tally.characters - tally.all(), tally.characters);
        table.row(vec![
            contender.name.clone(),
            percent(strict.exact, strict.texts),
            characters(&strict),
            percent(folded.exact, folded.texts),
            characters(&folded),
            folded.all().to_string(),
        ]);
        shown.push((&contender.name, folded.commonest(arguments.show)));
    }
    table.print();
    for (name, lines) in shown {
        list(name, &lines);
    }
    Ok(())
}

/// To Traditional: shapes of characters are folded, and faults of taste kept apart.
pub(crate) fn to_traditional(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let rows = arguments.shared.table("quality/dev_s2tw_ud_gsd.tsv", ["source", "expected"])?;
    println!("## 2. Corrected sentences to Traditional ({})\n", rows.len());
    let mut report = Report::new();
    for pair in pairs() {
        let mut tallies = [Tally::new(Script::Traditional), Tally::new(Script::Traditional)];
        for [source, expected] in &rows {
            for (contender, tally) in pair.iter().zip(&mut tallies) {
                tally.add(expected, &contender.sentence(source)?);
            }
        }
        report.add("", &pair, &tallies, arguments.show);
    }
    report.print();
    Ok(())
}
