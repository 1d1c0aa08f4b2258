//! Text that is in the target variant already, converted as if it were not.

use std::error::Error;

use hanmark::{Counts, Profile, Script, Variant};

use crate::{
    arguments::Arguments,
    classes::Class,
    contender::Contender,
    shared::runs,
    table::{Table, list, per_ten_thousand},
    tally::Tally,
};

/// How much changes that should not.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    println!("## 6. No harm: changes to text that is in the target variant\n");
    let head = ["", "Han", "in 10,000 Han", "glyph", "taste", "punctuation", "hard"];
    let mut table = Table::new(&head);
    let mut shown = Vec::new();
    for (text, contenders) in [
        ("quality/dev_s2tw_ud_gsd.tsv", traditional()),
        ("corpora/huli-blog", traditional()),
        ("quality/dev_t2s_ud_gsd.tsv", simplified()),
        ("corpora/pingcap-docs-cn", simplified()),
    ] {
        for (name, tally) in tallies(arguments, text, &contenders)? {
            let name = format!("{}, {name}", text.rsplit('/').next().unwrap_or(text));
            let mut row = vec![name.clone(), tally.han.to_string()];
            row.push(per_ten_thousand(tally.all(), tally.han));
            row.extend(Class::ALL.map(|class| tally.of(class).to_string()));
            table.row(row);
            shown.push((name, tally.commonest(arguments.show)));
        }
    }
    table.print();
    for (name, lines) in shown {
        list(&name, &lines);
    }
    Ok(())
}

fn traditional() -> (Variant, Vec<Contender>) {
    let contenders = vec![
        Contender::opencc(Profile::S2tw),
        Contender::opencc(Profile::S2twp),
        Contender::ours(Variant::ZhCn, Variant::ZhTw),
    ];
    (Variant::ZhTw, contenders)
}

fn simplified() -> (Variant, Vec<Contender>) {
    let contenders = vec![
        Contender::opencc(Profile::T2s),
        Contender::opencc(Profile::Tw2s),
        Contender::opencc(Profile::Tw2sp),
        Contender::ours(Variant::ZhTw, Variant::ZhCn),
    ];
    (Variant::ZhCn, contenders)
}

/// A tally of each contender over a data set or an archive.
fn tallies<'c>(
    arguments: &Arguments,
    name: &str,
    (variant, contenders): &'c (Variant, Vec<Contender>),
) -> Result<Vec<(&'c str, Tally)>, Box<dyn Error>> {
    let mut found: Vec<(&str, Tally)> =
        contenders.iter().map(|one| (&*one.name, Tally::new(variant.script()))).collect();
    if name.ends_with(".tsv") {
        for [sentence] in arguments.shared.table(name, ["expected"])? {
            for (contender, (_, tally)) in contenders.iter().zip(&mut found) {
                tally.add(&sentence, &contender.sentence(&sentence)?);
            }
        }
        return Ok(found);
    }
    for post in arguments.shared.posts(name, *variant)? {
        let expected = runs(&post)?;
        for (contender, (_, tally)) in contenders.iter().zip(&mut found) {
            add_runs(tally, variant.script(), &expected, &runs(&contender.post(&post)?)?);
        }
    }
    Ok(found)
}

/// Counts the runs of a post against those of its copy, which has as many: what a
/// conversion may not change is checked when it is made. Runs in the other script are
/// quotations, and are left out.
pub(crate) fn add_runs(
    tally: &mut Tally,
    script: Script,
    expected: &[Option<String>],
    got: &[Option<String>],
) {
    assert_eq!(expected.len(), got.len(), "a copy has the runs of its post");
    for (expected, got) in expected.iter().zip(got) {
        if let (Some(expected), Some(got)) = (expected, got)
            && Counts::of(expected).script().is_none_or(|own| own == script)
        {
            tally.add(expected, got);
        }
    }
}
