//! The plain engine, for what the tables do not tell.

use std::{borrow::Cow, sync::OnceLock};

use crate::convert::{
    engine::{Engine, Plain},
    profile::Profile,
    segment::{Rule, RuleId, Segment},
};

/// The plain engine of the same profiles, made when it is first needed.
#[derive(Debug)]
pub(super) struct Fallback {
    profiles: Vec<Profile>,
    plain: OnceLock<Plain>,
}

impl Fallback {
    pub(super) fn new(profiles: &[Profile]) -> Self {
        Self { profiles: profiles.to_vec(), plain: OnceLock::new() }
    }

    fn plain(&self) -> &Plain {
        self.plain.get_or_init(|| Plain::new(&self.profiles))
    }

    pub(super) fn convert<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.plain().convert(text).expect("the plain engine never fails")
    }

    pub(super) fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) {
        self.plain().segments(text, each).expect("the plain engine never fails");
    }

    pub(super) fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        self.plain().rule(id)
    }
}
