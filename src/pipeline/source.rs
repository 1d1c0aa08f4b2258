//! What a post is written in: given, declared, in its name, or detected.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{engines::EngineCache, settings::Settings};
use crate::{
    archive::carried::carried_variant,
    convert::{
        detect::{Confidence, Counts, Detection, Verdict, script_of_run},
        engine::{Engine, Lazy, Terms, WithTerms},
        regional::{Domains, Regional},
        segment::{Rule, RuleId},
        style::{Style, Styled},
        variant::{Script, Variant},
    },
    document::{Document, Prose},
    post_map::PostMap,
};

/// What a post is written in, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceVariant {
    /// The variant, or what stands in its place.
    pub verdict: Verdict,
    /// Who says so.
    pub origin: Origin,
}

/// Who says what a post is written in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Origin {
    /// The caller: `--from`.
    Given,
    /// The post's own `hanmark:` map.
    PostMap,
    /// `source:` of the configuration.
    Configured,
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

    /// The variant of a post by anything but its words: the first of given, wished in
    /// its `map`, configured, declared, named. Its prose is to be looked at only if
    /// none tells.
    pub(super) fn stated(
        document: &Document<'_>,
        map: &PostMap,
        settings: &Settings,
    ) -> Option<Self> {
        let in_variant = |variant, origin| Self { verdict: Verdict::In(variant), origin };
        let named = || {
            let name = settings.name.as_deref()?;
            Some(carried_variant(name, settings.root_name.as_deref())?.variant)
        };
        settings
            .source
            .or_else(|| Some(in_variant(map.source?, Origin::PostMap)))
            .or_else(|| Some(in_variant(settings.default_source?, Origin::Configured)))
            .or_else(|| Some(Self { verdict: declared(document)?, origin: Origin::Declared }))
            .or_else(|| Some(in_variant(named()?, Origin::Named)))
    }

    /// What the words of a post tell.
    pub(crate) fn detected(document: &Document<'_>, prose: &Prose) -> Self {
        Self::counted(counts(document.source(), prose))
    }

    /// What words that were counted tell.
    pub(super) fn counted(counts: Counts) -> Self {
        let detection = Detection::of(counts);
        Self { verdict: detection.verdict, origin: Origin::Detected(detection) }
    }

    /// What was counted, if its words were asked.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        match self.origin {
            Origin::Detected(detection) => Some(detection.counts),
            _ => None,
        }
    }

    /// How sure this is.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        match self.origin {
            Origin::Detected(detection) => detection.confidence,
            _ => Confidence::High,
        }
    }
}

/// Counts the words of `prose`.
pub(super) fn counts(source: &str, prose: &Prose) -> Counts {
    let mut counts = Counts::default();
    for run in &prose.runs {
        let text = prose.text(source, run);
        if prose.is_quoted(run) {
            counts.add_quotation(&text);
        } else {
            counts.add(&text);
        }
    }
    counts
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
        // Chinese without a region, and regions, which are meant as it.
        "zh" | "yue" | "cmn" | "lzh" | "cn" | "tw" | "hk" | "sg" | "mo" => None,
        "ja" => Some(Verdict::Japanese),
        _ if matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase()) => {
            Some(Verdict::NotChinese)
        }
        // `lang: chinese` and the like are no language tags.
        _ => None,
    }
}

/// The engines that one post needs for an edition.
#[derive(Clone, Default)]
pub(super) enum Engines {
    /// There is nothing to convert.
    #[default]
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

impl fmt::Debug for Engines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "None",
            Self::One(_) => "One",
            Self::ByRun { .. } => "ByRun",
        })
    }
}

impl Engines {
    /// Whether the engine of a run depends on those before it.
    pub(super) fn choose_by_run(&self) -> bool {
        matches!(self, Self::ByRun { .. })
    }

    /// The engines from `source` to an edition in `target` of the post `text`.
    ///
    /// Where the scripts differ, a run in the target's own script stays as it is, also
    /// of a post that was given as written in the other: it may quote.
    pub(super) fn to_edition(
        source: &SourceVariant,
        target: Variant,
        domains: Domains,
        text: &str,
        made: &EngineCache,
    ) -> Self {
        let of = |variant| made.engine(variant, target, domains, text);
        if let Some(variant) = source.verdict.variant_for(target) {
            return match (of(variant), variant.script()) {
                (None, _) => Self::None,
                (Some(engine), script) if script == target.script() => Self::One(engine),
                (engine, first @ Script::Simplified) => {
                    Self::ByRun { simplified: engine, traditional: None, first }
                }
                (engine, first @ Script::Traditional) => {
                    Self::ByRun { simplified: None, traditional: engine, first }
                }
            };
        }
        let Origin::Detected(detection) = source.origin else { return Self::None };
        if source.verdict != Verdict::Mixed {
            return Self::None;
        }
        let of = |script| of(detection.counts.variant_in(script));
        Self::ByRun {
            simplified: of(Script::Simplified),
            traditional: of(Script::Traditional),
            first: detection.counts.script().unwrap_or(Script::Traditional),
        }
    }

    /// Spells out a rule behind an edit of theirs.
    pub(super) fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        match self {
            Self::None => None,
            Self::One(engine) => engine.rule(id),
            Self::ByRun { simplified, traditional, .. } => {
                let both = match Regional::script_of(id) {
                    Script::Simplified => [simplified, traditional],
                    Script::Traditional => [traditional, simplified],
                };
                both.into_iter().flatten().find_map(|engine| engine.rule(id))
            }
        }
    }

    /// These engines, which write in `style`; runs that stay do not get it.
    pub(super) fn in_style(self, style: &Style) -> Self {
        let wrap = |engine: Arc<dyn Engine>| -> Arc<dyn Engine> {
            if style.is_empty() { engine } else { Arc::new(Styled::new(engine, style)) }
        };
        match self {
            Self::None => Self::None,
            Self::One(engine) => Self::One(wrap(engine)),
            Self::ByRun { simplified, traditional, first } => Self::ByRun {
                simplified: simplified.map(wrap),
                traditional: traditional.map(wrap),
                first,
            },
        }
    }

    /// These engines, with `terms` matched before them; where there is nothing to
    /// convert, there are no terms either.
    pub(super) fn with_terms(self, terms: &Arc<Terms>) -> Self {
        let wrap = |engine: Arc<dyn Engine>| -> Arc<dyn Engine> {
            Arc::new(WithTerms::new(engine, terms.clone()))
        };
        // Runs of a mixed post that are in the edition's script have terms too.
        let wrap_any = |engine: Option<Arc<dyn Engine>>| {
            Some(wrap(engine.unwrap_or_else(|| Arc::new(Lazy::new(&[])))))
        };
        match self {
            Self::None => Self::None,
            Self::One(engine) => Self::One(wrap(engine)),
            Self::ByRun { simplified, traditional, first } => Self::ByRun {
                simplified: wrap_any(simplified),
                traditional: wrap_any(traditional),
                first,
            },
        }
    }

    /// The engine for the run `text`; a run that tells no script follows the one
    /// before it, whose script is in `last`.
    pub(super) fn choose(&self, text: &str, last: &mut Option<Script>) -> Option<&dyn Engine> {
        match self {
            Self::None => None,
            Self::One(engine) => Some(&**engine),
            Self::ByRun { simplified, traditional, first } => {
                let script = script_of_run(text).or(*last).unwrap_or(*first);
                *last = Some(script);
                match script {
                    Script::Simplified => simplified.as_deref(),
                    Script::Traditional => traditional.as_deref(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        convert_text,
        document::{self, ProseSettings},
    };

    const TRADITIONAL: &str = "這張桌子的後面還有一個門，請你們輕輕關上，別讓貓溜進來。";
    const SIMPLIFIED: &str = "这张桌子的后面还有一个门，请你们轻轻关上，别让猫溜进来。";

    fn source(post: &str, settings: &Settings) -> SourceVariant {
        let document = Document::split(post);
        let prose = document::prose(&document, &ProseSettings::default()).unwrap();
        SourceVariant::stated(&document, &PostMap::of(&document).unwrap(), settings)
            .unwrap_or_else(|| SourceVariant::detected(&document, &prose))
    }

    fn at(path: &str, root: Option<&str>) -> Settings {
        Settings::edition(Variant::ZhCn).name(Path::new(path)).root_name(root.map(str::to_owned))
    }

    #[track_caller]
    fn assert_declares(lang: &str, expected: Option<Verdict>) {
        let post = format!("---\n{lang}\n---\n\n{TRADITIONAL}\n");
        let declared = declared(&Document::split(&post));
        assert_eq!(declared, expected, "{lang}");
    }

    #[test]
    fn given_counts_before_wished_configured_declared_path_and_words() {
        let declaring = format!("---\nlang: zh-HK\n---\n\n{SIMPLIFIED}\n");
        let wishing = declaring.replace("---\n\n", "hanmark: {source: zh-Hans}\n---\n\n");
        let named = at("zh-mo/a.zh-tw.md", Some("zh-sg"));
        let found = |post: &str, settings: &Settings| source(post, settings).verdict;
        assert_eq!(
            found(&wishing, &named.clone().from(Variant::ZhHant)),
            Verdict::In(Variant::ZhHant)
        );
        assert_eq!(found(&wishing, &named), Verdict::In(Variant::ZhHans));
        let configured = named.clone().default_source(Variant::ZhMo);
        assert_eq!(found(&wishing, &configured), Verdict::In(Variant::ZhHans));
        assert_eq!(found(&declaring, &configured), Verdict::In(Variant::ZhMo));
        assert_eq!(
            found(&declaring, &configured.from(Variant::ZhHant)),
            Verdict::In(Variant::ZhHant)
        );
        assert_eq!(found(&declaring, &named), Verdict::In(Variant::ZhHk));
        assert_eq!(found(SIMPLIFIED, &named), Verdict::In(Variant::ZhTw));
        assert_eq!(found(SIMPLIFIED, &at("zh-mo/a.md", Some("zh-sg"))), Verdict::In(Variant::ZhMo));
        assert_eq!(found(SIMPLIFIED, &at("b/a.md", Some("zh-sg"))), Verdict::In(Variant::ZhSg));
        assert_eq!(found(SIMPLIFIED, &at("b/a.md", Some("blog"))), Verdict::In(Variant::ZhCn));
    }

    #[test]
    fn a_name_counts_however_its_path_is_written() {
        for path in ["a.zh-tw.md", "./a.zh-tw.md", "../b/a.zh-tw.md", "/srv/zh-tw/a.md"] {
            let source = source(SIMPLIFIED, &at(path, None));
            assert_eq!(
                (source.verdict, source.origin),
                (Verdict::In(Variant::ZhTw), Origin::Named)
            );
        }
    }

    #[test]
    fn a_language_key_declares_a_variant_or_another_language_or_nothing() {
        assert_declares("lang: zh-Hant-TW", Some(Verdict::In(Variant::ZhTw)));
        assert_declares("language: zh_cn", Some(Verdict::In(Variant::ZhCn)));
        assert_declares("locale: zh-Hans", Some(Verdict::In(Variant::ZhHans)));
        assert_declares("lang: en", Some(Verdict::NotChinese));
        assert_declares("lang: en-US", Some(Verdict::NotChinese));
        assert_declares("lang: ja", Some(Verdict::Japanese));
        assert_declares("lang: zh", None);
        assert_declares("lang: chinese", None);
        assert_declares("title: lang", None);
    }

    #[test]
    fn a_post_that_says_it_is_english_stays_as_it_is() {
        let post = format!("---\nlang: en\n---\n\n{TRADITIONAL}\n");
        let conversion = convert_text(&post, &Settings::edition(Variant::ZhCn)).unwrap();
        assert_eq!(conversion.text, post);
        assert_eq!(conversion.source.map(|source| source.verdict), Some(Verdict::NotChinese));
    }

    #[test]
    fn a_mixed_post_is_converted_run_by_run() {
        // `后面` may be either script's: it follows the run before it.
        let post = format!(
            "{TRADITIONAL}\n\n后面\n\n{SIMPLIFIED}\n\n后面\n\n{TRADITIONAL}\n\n{SIMPLIFIED}\n"
        );
        let expected = format!(
            "{TRADITIONAL}\n\n后面\n\n{TRADITIONAL}\n\n後面\n\n{TRADITIONAL}\n\n{TRADITIONAL}\n"
        );
        let conversion = convert_text(&post, &Settings::edition(Variant::ZhTw)).unwrap();
        assert_eq!(conversion.source.map(|source| source.verdict), Some(Verdict::Mixed));
        assert_eq!(conversion.text, expected);
    }

    #[test]
    fn runs_in_the_targets_script_stay_whatever_the_post_is_said_to_be() {
        let converted = |post: &str, from, to| {
            convert_text(post, &Settings::edition(to).from(from)).unwrap().text
        };
        let (tw, cn) = (Variant::ZhTw, Variant::ZhCn);
        assert_eq!(converted(TRADITIONAL, cn, tw), TRADITIONAL);
        assert_eq!(converted(SIMPLIFIED, tw, cn), SIMPLIFIED);
        let quoting = format!("{SIMPLIFIED}\n\n> {TRADITIONAL}后面\n\n后面\n");
        let expected = format!("{TRADITIONAL}\n\n> {TRADITIONAL}后面\n\n后面\n");
        assert_eq!(converted(&quoting, cn, tw), expected);
    }

    #[test]
    fn runs_before_the_first_that_tells_are_in_the_script_of_most() {
        let mixed = |first: &str| format!("后面\n\n{first}\n\n{TRADITIONAL}\n\n{SIMPLIFIED}\n");
        let settings = Settings::edition(Variant::ZhTw);
        let first_line = |post: &str| {
            let text = convert_text(post, &settings).unwrap().text;
            text.lines().next().map(str::to_owned)
        };
        assert_eq!(first_line(&mixed(SIMPLIFIED)).as_deref(), Some("後面"));
        assert_eq!(first_line(&mixed(TRADITIONAL)).as_deref(), Some("后面"));
    }
}
