//! What a post is written in: given, declared, in its name, or detected.

use std::sync::Arc;

use super::settings::Settings;
use crate::{
    archive::carried::carried_variant,
    convert::{
        detect::{Confidence, Counts, Detection, Verdict},
        engine::{Engine, Plain},
        variant::{Script, Variant},
    },
    document::{Document, Prose},
};

/// What a post is written in, and who says so.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SourceVariant {
    /// The variant, or what stands in its place.
    pub verdict: Verdict,
    /// Who says so.
    pub origin: Origin,
}

/// Who says what a post is written in.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Origin {
    /// The caller: `--from`, or `source:` of the configuration.
    Given,
    /// The post's own `lang`, `language` or `locale`.
    Declared,
    /// The name of the file, of a folder, or of the archive.
    Named,
    /// Its words.
    Detected(Detection),
}

impl SourceVariant {
    pub(crate) fn given(variant: Variant) -> Self {
        Self { verdict: Verdict::In(variant), origin: Origin::Given }
    }

    /// The variant of a post: the first of given, declared, named, detected.
    /// Its prose is looked at only if nothing else tells.
    pub(super) fn of(document: &Document<'_>, prose: &Prose, settings: &Settings) -> Self {
        if let Some(given) = settings.source {
            return given;
        }
        if let Some(verdict) = declared(document) {
            return Self { verdict, origin: Origin::Declared };
        }
        let named = settings
            .name
            .as_deref()
            .and_then(|name| carried_variant(name, settings.root_name.as_deref()));
        if let Some(carried) = named {
            return Self { verdict: Verdict::In(carried.variant), origin: Origin::Named };
        }
        Self::detected(document, prose)
    }

    /// What the words of a post tell.
    pub(crate) fn detected(document: &Document<'_>, prose: &Prose) -> Self {
        let mut counts = Counts::default();
        for run in &prose.runs {
            let text = prose.text(document.source(), run);
            if prose.is_quoted(run) {
                counts.add_quotation(&text);
            } else {
                counts.add(&text);
            }
        }
        let detection = Detection::of(counts);
        Self { verdict: detection.verdict, origin: Origin::Detected(detection) }
    }

    /// How sure this is.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        match self.origin {
            Origin::Detected(detection) => detection.confidence,
            Origin::Given | Origin::Declared | Origin::Named => Confidence::High,
        }
    }
}

/// What the post's own language key says. A region or script decides; `zh`
/// alone does not; any other language is not Chinese.
fn declared(document: &Document<'_>) -> Option<Verdict> {
    let tag = ["lang", "language", "locale"]
        .into_iter()
        .find_map(|key| document.front_matter_string(key))?;
    if let Some(variant) = Variant::from_tag(tag) {
        return Some(Verdict::In(variant));
    }
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "" | "zh" | "yue" | "cmn" | "lzh" => None,
        "ja" => Some(Verdict::Japanese),
        // `lang: chinese` and the like are no language tags.
        _ if primary.len() > 3 => None,
        _ => Some(Verdict::NotChinese),
    }
}

/// The engines that one post needs for an edition.
pub(super) enum Engines {
    /// There is nothing to convert.
    None,
    /// One for every run.
    One(Arc<dyn Engine>),
    /// One for each script, chosen run by run.
    ByRun {
        simplified: Option<Arc<dyn Engine>>,
        traditional: Option<Arc<dyn Engine>>,
        /// The script of runs before the first one that tells.
        first: Script,
    },
}

impl Engines {
    pub(super) fn to_edition(source: &SourceVariant, target: Variant) -> Self {
        if let Some(variant) = source.verdict.variant_for(target) {
            return engine(variant, target).map_or(Self::None, Self::One);
        }
        let Origin::Detected(detection) = source.origin else { return Self::None };
        if source.verdict != Verdict::Mixed {
            return Self::None;
        }
        let of = |script| engine(detection.counts.variant_in(script), target);
        Self::ByRun {
            simplified: of(Script::Simplified),
            traditional: of(Script::Traditional),
            first: detection.counts.script().unwrap_or(Script::Traditional),
        }
    }

    /// The engine for the run `text`; a run that tells no script follows the one
    /// before it, whose script is in `last`.
    pub(super) fn choose(&self, text: &str, last: &mut Option<Script>) -> Option<&dyn Engine> {
        match self {
            Self::None => None,
            Self::One(engine) => Some(&**engine),
            Self::ByRun { simplified, traditional, first } => {
                let script = Counts::of(text).script().or(*last).unwrap_or(*first);
                *last = Some(script);
                match script {
                    Script::Simplified => simplified.as_deref(),
                    Script::Traditional => traditional.as_deref(),
                }
            }
        }
    }
}

fn engine(source: Variant, target: Variant) -> Option<Arc<dyn Engine>> {
    match source.profiles_to(target) {
        [] => None,
        profiles => Some(Arc::new(Plain::new(profiles))),
    }
}
