//! Every profile of OpenCC over every post, with full verification.

use std::time::Instant;

use hanmark::{Conversion, Profile, Settings};

use crate::{
    by_hand,
    shared::{self, Post},
    tally::{Places, Tally},
};

#[test]
#[ignore = "needs the corpora"]
fn every_profile_converts_every_post() {
    let posts = shared::posts();
    let mut refused = Vec::new();
    for profile in Profile::ALL {
        let start = Instant::now();
        let tally = Tally::of(&posts, &Settings::profile(profile), fault);
        tally.print(&format!("{profile} ({:.1} s)", start.elapsed().as_secs_f64()), Places::Shown);
        refused.extend(tally.refused.into_iter().chain(tally.unreadable).chain(tally.wrong));
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

fn fault(post: &Post, conversion: &Conversion) -> Option<String> {
    by_hand::bytes_fault(&post.text, &conversion.text, &conversion.edits)
}
