//! Taiwanese posts to Simplified and back: what a person wrote is what should come out.

use std::error::Error;

use hanmark::{Profile, Script, Variant};

use crate::{
    arguments::Arguments,
    contender::Contender,
    no_harm::add_runs,
    shared::runs,
    tally::Tally,
    traditional::{Report, pairs},
};

/// Whole posts, so that an edition sees what it sees in a build.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    println!("## 3. Round trips of Taiwanese posts, through tw2s and back\n");
    let simplifier = Contender::opencc(Profile::Tw2s);
    let mut report = Report::new();
    for archive in ["huli-blog", "rust-book-tw"] {
        let posts = arguments.shared.posts(&format!("corpora/{archive}"), Variant::ZhTw)?;
        for pair in pairs() {
            let mut tallies = [Tally::new(Script::Traditional), Tally::new(Script::Traditional)];
            for post in &posts {
                let expected = runs(post)?;
                let simplified = simplifier.post(post)?;
                for (contender, tally) in pair.iter().zip(&mut tallies) {
                    let got = runs(&contender.post(&simplified)?)?;
                    add_runs(tally, Script::Traditional, &expected, &got);
                }
            }
            report.add(&format!("{archive}, "), &pair, &tallies, arguments.show);
        }
    }
    report.print();
    Ok(())
}
