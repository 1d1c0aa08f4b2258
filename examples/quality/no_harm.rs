//! Text that is in the target variant already, converted as if it were not.

use std::error::Error;

use hanmark::{Profile, Variant};

use crate::{
    arguments::Arguments,
    classes::Class,
    contender::Contender,
    shared::runs,
    table::{Table, list, per_ten_thousand},
    tally::Tally,
};

/// Where the text comes from.
#[derive(Clone, Copy)]
enum Text {
    /// The corrected side of a data set.
    Sentences(&'static str),
    /// The prose of an archive.
    Posts(&'static str),
}

/// How much changes that should not.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    println!("## 6. No harm: changes to text that is in the target variant\n");
    let head =
        ["", "Han", "in 10,000 Han", "hard in 10,000", "glyph", "taste", "punctuation", "hard"];
    let mut table = Table::new(&head);
    let mut shown = Vec::new();
    for (text, contenders) in [
        (Text::Sentences("dev_s2tw_ud_gsd.tsv"), traditional()),
        (Text::Posts("huli-blog"), traditional()),
        (Text::Sentences("dev_t2s_ud_gsd.tsv"), simplified()),
        (Text::Posts("pingcap-docs-cn"), simplified()),
    ] {
        for (name, tally) in tallies(arguments, text, &contenders)? {
            let (Text::Sentences(source) | Text::Posts(source)) = text;
            let name = format!("{source}, {name}");
            let mut row = vec![name.clone(), tally.han.to_string()];
            row.push(per_ten_thousand(tally.all(), tally.han));
            row.push(per_ten_thousand(tally.of(Class::Hard), tally.han));
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
        Contender::ours(Variant::ZhCn, Variant::ZhHant),
        Contender::opencc(Profile::S2twp),
        Contender::ours(Variant::ZhCn, Variant::ZhTw),
    ];
    (Variant::ZhTw, contenders)
}

fn simplified() -> (Variant, Vec<Contender>) {
    let contenders = vec![
        Contender::opencc(Profile::T2s),
        Contender::opencc(Profile::Tw2s),
        Contender::ours(Variant::ZhTw, Variant::ZhHans),
        Contender::opencc(Profile::Tw2sp),
        Contender::ours(Variant::ZhTw, Variant::ZhCn),
    ];
    (Variant::ZhCn, contenders)
}

/// A tally of each contender over a text.
fn tallies<'c>(
    arguments: &Arguments,
    text: Text,
    (variant, contenders): &'c (Variant, Vec<Contender>),
) -> Result<Vec<(&'c str, Tally)>, Box<dyn Error>> {
    let mut found: Vec<(&str, Tally)> =
        contenders.iter().map(|one| (&*one.name, Tally::new(variant.script()))).collect();
    match text {
        Text::Sentences(name) => {
            for [sentence] in arguments.shared.table(&format!("quality/{name}"), ["expected"])? {
                for (contender, (_, tally)) in contenders.iter().zip(&mut found) {
                    tally.add(&sentence, &contender.sentence(&sentence)?);
                }
            }
        }
        Text::Posts(name) => {
            for post in arguments.shared.posts(&format!("corpora/{name}"), *variant)? {
                let expected = runs(&post)?;
                for (contender, (_, tally)) in contenders.iter().zip(&mut found) {
                    tally.add_runs(&expected, &runs(&contender.post(&post)?)?);
                }
            }
        }
    }
    Ok(found)
}
