//! Taiwanese posts to Simplified and back: what a person wrote is what should come out.

use std::error::Error;

use hanmark::{Profile, Script, Variant};

use crate::{
    arguments::Arguments,
    contender::Contender,
    shared::runs,
    tally::Tally,
    traditional::{Report, pairs},
};

const ARCHIVES: [&str; 2] = ["huli-blog", "rust-book-tw"];

/// Whole posts, so that an edition sees what it sees in a build.
pub(crate) fn score(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    println!("## 3. Round trips of Taiwanese posts, through tw2s and back\n");
    let there = Contender::opencc(Profile::Tw2s);
    let mut report = Report::new();
    let new = || [Tally::new(Script::Traditional), Tally::new(Script::Traditional)];
    for pair in pairs() {
        let mut both = new();
        for archive in ARCHIVES {
            let mut tallies = new();
            for post in arguments.shared.posts(&format!("corpora/{archive}"), Variant::ZhTw)? {
                let expected = runs(&post)?;
                let simplified = there.post(&post)?;
                for (index, contender) in pair.iter().enumerate() {
                    let got = runs(&contender.post(&simplified)?)?;
                    tallies[index].add_runs(&expected, &got);
                    both[index].add_runs(&expected, &got);
                }
            }
            report.add(&format!("{archive}, "), &pair, &tallies, arguments.show);
        }
        report.add("both, ", &pair, &both, 0);
    }
    report.print();
    Ok(())
}
