//! Known faults of OpenCC, and what an editor expects.

use std::error::Error;

use hanmark::{Profile, Variant};

use crate::{
    arguments::Arguments,
    contender::Contender,
    table::{Table, list},
};

/// How many rows each gets right.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let rows =
        arguments.shared.table("quality/regressions.tsv", ["source", "expected", "profile"])?;
    let (mut opencc_right, mut ours_right, mut wrong) = (0, 0, Vec::new());
    for [source, expected, name] in &rows {
        let profile: Profile = name.parse()?;
        let [opencc, ours] = pair(profile)?;
        let opencc = opencc.sentence(source)?;
        let ours = ours.sentence(source)?;
        opencc_right += usize::from(opencc == *expected);
        ours_right += usize::from(ours == *expected);
        if ours != *expected {
            wrong.push(format!(
                "{name:6} {source} should be {expected}, is {ours} (OpenCC: {opencc})"
            ));
        }
    }
    println!("## 4. Known faults of OpenCC ({})\n", rows.len());
    let mut table = Table::new(&["", "right", "wrong"]);
    for (name, right) in [("OpenCC", opencc_right), ("ours", ours_right)] {
        table.row(vec![name.to_owned(), right.to_string(), (rows.len() - right).to_string()]);
    }
    table.print();
    wrong.truncate(arguments.show);
    list("ours", &wrong);
    Ok(())
}

/// A profile, and the edition that is to be better.
fn pair(profile: Profile) -> Result<[Contender; 2], Box<dyn Error>> {
    let (from, to) = match profile {
        Profile::Tw2sp | Profile::Tw2s | Profile::T2s => (Variant::ZhTw, Variant::ZhCn),
        Profile::S2twp | Profile::S2tw | Profile::S2t => (Variant::ZhCn, Variant::ZhTw),
        _ => return Err(format!("regressions.tsv: no edition is like {profile}").into()),
    };
    Ok([Contender::opencc(profile), Contender::ours(from, to)])
}
