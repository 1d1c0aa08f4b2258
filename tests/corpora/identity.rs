//! An engine that changes nothing gives back the same bytes.

use std::sync::Arc;

use hanmark::{Conversion, Engine, Settings};

use crate::{
    engines::{Echo, Silent},
    shared::{self, Post},
    tally::{Places, Tally},
};

#[test]
#[ignore = "needs the corpora"]
fn posts_come_back_as_they_are() {
    assert_come_back("corpora", &shared::posts());
}

#[test]
#[ignore = "needs the specifications"]
fn examples_of_the_specifications_come_back_as_they_are() {
    assert_come_back("specifications", &shared::examples());
}

#[track_caller]
fn assert_come_back(what: &str, texts: &[Post]) {
    let engines: [(&str, Arc<dyn Engine>); 2] =
        [("no segments", Arc::new(Silent)), ("each character by itself", Arc::new(Echo))];
    for (name, engine) in engines {
        let tally = Tally::of(texts, &Settings::engine(engine), changed);
        tally.print(&format!("identity, {what}, {name}"), Places::Shown);
        tally.assert_sound(what);
    }
}

fn changed(post: &Post, conversion: &Conversion) -> Option<String> {
    if conversion.text != post.text {
        return Some("other bytes".to_owned());
    }
    (!conversion.edits.is_empty() || !conversion.withdrawn.is_empty())
        .then(|| "edits were made".to_owned())
}
