//! What a copy is made with, and how it keeps an address of its own.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    archive::{
        lock::Hash,
        plan::{Edition, PlannedCopy},
    },
    convert::detect::Verdict,
    document::{Document, Flavour, Refusal, SetValue},
    pipeline::{
        Note, NoteKind, Settings,
        build::Build,
        cache::Keys,
        survey::{Address, Surveyed},
    },
    switches::Switches,
};

/// Keys that give a page its address: a copy that repeats one fights with its
/// original for it.
const ADDRESS_KEYS: [&str; 4] = ["permalink", "slug", "url", "aliases"];

/// Which copies are made with the same settings.
#[derive(PartialEq, Eq, Hash)]
struct SettingsKey {
    edition: usize,
    verdict: Verdict,
    flavour: Flavour,
    permalink: Option<String>,
}

/// The hashes of the settings that were asked for.
#[derive(Default)]
pub(in crate::pipeline) struct SettingsHashes(Mutex<HashMap<SettingsKey, Hash>>);

impl Build<'_> {
    /// What a copy is made with.
    ///
    /// # Errors
    /// When the copy needs a `permalink` of its own and cannot have one.
    pub(in crate::pipeline) fn settings(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
    ) -> Result<Settings, Refusal> {
        let permalink = self.permalink(planned, post)?;
        Ok(self.settings_with(planned, post, permalink))
    }

    /// What the conversion of a post goes by, other files apart.
    ///
    /// # Errors
    /// As for [`Build::settings`].
    pub(in crate::pipeline) fn keys(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
    ) -> Result<Keys, Refusal> {
        let permalink = self.permalink(planned, post)?;
        let key = SettingsKey {
            edition: planned.edition,
            verdict: post.source.verdict,
            flavour: Flavour::of_name(&planned.post),
            permalink,
        };
        let mut hashes = self.settings_hashes.0.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = if let Some(hash) = hashes.get(&key) {
            *hash
        } else {
            let settings = self.settings_with(planned, post, key.permalink.clone());
            let Switches { links, .. } = self.options.switches;
            let is_apart = self.options.out.is_some();
            let goes_by = format!("{} {links:?} {is_apart}", settings.fingerprint());
            *hashes.entry(key).or_insert(Hash::of(goes_by.as_bytes()))
        };
        Ok(Keys { source: post.hash, settings, dictionaries: self.dictionaries })
    }

    /// The `permalink` that the copy is to have, beside the keys that the options set.
    fn permalink(&self, planned: &PlannedCopy, post: &Surveyed) -> Result<Option<String>, Refusal> {
        if self.options.set.iter().any(|(key, _)| key == "permalink") {
            return Ok(None);
        }
        let own = match &post.address {
            Address::Permalink(own) => Some(own.as_str()),
            Address::Site | Address::SiteForGood(_) => None,
        };
        let layout = &self.editions[planned.edition].layout;
        match (layout.copy_permalink(&planned.post, own, planned.target), &post.address) {
            (Some(permalink), Address::SiteForGood(reason)) => {
                Err(no_permalink(&permalink, reason))
            }
            (permalink, _) => Ok(permalink),
        }
    }

    fn settings_with(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        permalink: Option<String>,
    ) -> Settings {
        let Edition { layout, domains, punctuation, style, .. } = &self.editions[planned.edition];
        let mut set = self.options.set.clone();
        let permalink = permalink.map(SetValue::Text);
        set.extend(permalink.map(|permalink| ("permalink".to_owned(), permalink)));
        let settings = Settings::edition(planned.target);
        let settings = match self.options.terms.get(planned.edition) {
            Some(Some(terms)) => settings.terms(terms.clone()),
            _ => settings,
        };
        settings
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
            .set(set)
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
