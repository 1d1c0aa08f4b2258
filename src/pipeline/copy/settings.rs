//! What a copy is made with, and how it keeps an address of its own.

use crate::{
    archive::plan::{Edition, PlannedCopy},
    document::{Document, Refusal, SetValue},
    pipeline::{
        Note, NoteKind, Settings,
        build::Build,
        survey::{Address, Surveyed},
    },
};

/// Keys that give a page its address: a copy that repeats one fights with its
/// original for it.
const ADDRESS_KEYS: [&str; 4] = ["permalink", "slug", "url", "aliases"];

impl Build<'_> {
    /// # Errors
    /// When the copy needs a `permalink` of its own and cannot have one.
    pub(in crate::pipeline) fn settings(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
    ) -> Result<Settings, Refusal> {
        let target = planned.target;
        let mut set = self.options.set.clone();
        let Edition { layout, domains, punctuation, style, .. } = &self.editions[planned.edition];
        let own = match &post.address {
            Address::Permalink(own) => Some(own.as_str()),
            Address::Site | Address::SiteForGood(_) => None,
        };
        if !set.iter().any(|(key, _)| key == "permalink")
            && let Some(permalink) = layout.copy_permalink(&planned.post, own, target)
        {
            if let Address::SiteForGood(reason) = &post.address {
                return Err(no_permalink(&permalink, reason));
            }
            set.push(("permalink".to_owned(), SetValue::Text(permalink)));
        }
        let settings = Settings::edition(target);
        let settings = match self.options.terms.get(planned.edition) {
            Some(Some(terms)) => settings.terms(terms.clone()),
            _ => settings,
        };
        Ok(settings
            .source_variant(post.source)
            .name(&planned.post)
            .fields(self.options.fields.clone())
            .switches(&self.options.switches)
            .slugs(layout.slug_rules())
            .domains(*domains)
            .made(&self.made)
            .punctuation(*punctuation)
            .style(style.clone())
            .thoroughness(self.options.thoroughness)
            .without_edits()
            .set(set))
    }

    /// Warnings about keys that would give copy and original one address; with
    /// `--out` the copies are a site of their own.
    pub(super) fn repeated_addresses(&self, source: &str, settings: &Settings) -> Vec<Note> {
        if self.options.out.is_some() {
            return Vec::new();
        }
        let document = Document::split(source);
        let repeated = |key: &&str| !settings.set.iter().any(|(set, _)| set == key);
        ADDRESS_KEYS
            .iter()
            .copied()
            .filter(repeated)
            .filter_map(|key| {
                Some(Note {
                    kind: NoteKind::Warning,
                    line: document.front_matter_line(key)?,
                    message: format!("the copy repeats `{key}`, so that it has the original's address; say another with front_matter: set"),
                })
            })
            .collect()
    }
}

/// The copy would take the place of the original's page.
fn no_permalink(permalink: &str, why: &str) -> Refusal {
    Refusal {
        line: 1,
        reason: format!(
            "its copy needs `permalink: {permalink}`, or it would overwrite the original's page; \
             {why}"
        ),
    }
}
