//! The texts to convert.

use hanmark::{Profile, Script, Verdict, detect};

/// A file as it is, and the script that it is written in.
pub(crate) struct Text {
    pub(crate) text: String,
    script: Option<Script>,
}

/// Which texts a profile is measured on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Those in the script that the profile starts from.
    Fitting,
    /// All of them.
    Every,
}

impl Text {
    pub(crate) fn of(text: String) -> Self {
        Self { script: script(&text), text }
    }
}

fn script(text: &str) -> Option<Script> {
    match detect([text]).verdict {
        Verdict::In(variant) => Some(variant.script()),
        _ => None,
    }
}

/// The texts for `profile`.
pub(crate) fn of(texts: &[Text], profile: Profile, choice: Choice) -> Vec<&str> {
    let from =
        if profile.name().starts_with('s') { Script::Simplified } else { Script::Traditional };
    let fits = |text: &&Text| choice == Choice::Every || text.script == Some(from);
    texts.iter().filter(fits).map(|text| text.text.as_str()).collect()
}
