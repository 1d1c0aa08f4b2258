//! Who is compared: a profile of OpenCC, and an edition of ours.

use std::error::Error;

use hanmark::{Domains, Profile, Settings, TextForm, Variant, convert_text};

/// A way to convert, with the name that the tables give it.
pub(crate) struct Contender {
    pub(crate) name: String,
    settings: Settings,
}

impl Contender {
    /// What OpenCC does.
    pub(crate) fn opencc(profile: Profile) -> Self {
        Self { name: format!("OpenCC {profile}"), settings: Settings::profile(profile) }
    }

    /// What `--from … --to …` does; nothing is detected.
    pub(crate) fn ours(from: Variant, to: Variant) -> Self {
        let settings = Settings::edition(to).from(from);
        Self { name: format!("ours   --to {to}"), settings }
    }

    /// The same with `vocabulary: script`.
    pub(crate) fn script_of(from: Variant, to: Variant) -> Self {
        let ours = Self::ours(from, to);
        let settings = ours.settings.domains(Domains::none());
        Self { name: format!("{}, script", ours.name), settings }
    }

    /// A text that is all prose, and stands alone.
    pub(crate) fn sentence(&self, text: &str) -> Result<String, Box<dyn Error>> {
        let settings = self.settings.clone().form(TextForm::Plain);
        Ok(convert_text(text, &settings)?.text)
    }

    /// A whole post.
    pub(crate) fn post(&self, post: &str) -> Result<String, Box<dyn Error>> {
        Ok(convert_text(post, &self.settings.clone().without_edits())?.text)
    }
}
