//! Settings: what is asked of a conversion.

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{engines::EngineCache, source::SourceVariant};
use crate::{
    convert::{
        engine::{Engine, Lazy, Terms},
        profile::Profile,
        regional::Domains,
        style::{Preset, Style},
        variant::Variant,
    },
    document::{FieldScope, Flavour, ProseSettings, SetValue, sections::Work},
    links::slugs::SlugRule,
    switches::{Anchors, Punctuation, Switches},
    verify::Thoroughness,
};

/// How a text is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextForm {
    /// As Markdown with front matter: only its prose is converted.
    #[default]
    Markdown,
    /// As plain text: everything is.
    Plain,
}

/// Where a conversion leads.
#[derive(Clone)]
pub(super) enum Direction {
    /// Through one engine, whatever the text's variant.
    Engine(Arc<dyn Engine>),
    /// To an edition, from what the text turns out to be.
    Edition(Variant),
}

/// What is asked of a conversion.
///
/// ```
/// use hanmark::{Profile, Settings, Variant};
///
/// // Exactly what OpenCC's profile does, whatever the text's variant.
/// let exact = Settings::profile(Profile::Tw2sp);
/// // An edition: the variant of the text is detected.
/// let edition = Settings::edition(Variant::ZhCn);
/// # let _ = (exact, edition);
/// ```
#[derive(Clone)]
pub struct Settings {
    pub(super) direction: Direction,
    pub(super) source: Option<SourceVariant>,
    pub(super) default_source: Option<Variant>,
    pub(super) domains: Domains,
    pub(super) made: EngineCache,
    pub(super) terms: Option<Arc<Terms>>,
    pub(super) form: TextForm,
    pub(super) prose: ProseSettings,
    pub(super) set: Vec<(String, SetValue)>,
    pub(super) punctuation: Punctuation,
    pub(super) style: Style,
    pub(super) anchors: Anchors,
    pub(super) slugs: Vec<SlugRule>,
    pub(super) thoroughness: Thoroughness,
    pub(super) name: Option<PathBuf>,
    pub(super) root_name: Option<String>,
    pub(super) sections: SectionSizes,
    pub(super) work: Work,
    pub(super) edits: EditsKept,
}

/// Which texts are converted section by section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SectionSizes {
    /// Longer ones, in bytes.
    pub(super) above: usize,
    /// The least size of a section, in bytes.
    pub(super) size: usize,
}

/// What a conversion keeps of its edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EditsKept {
    All,
    None,
}

impl Settings {
    /// Converts exactly as one of OpenCC's profiles does.
    #[must_use]
    pub fn profile(profile: Profile) -> Self {
        Self::engine(Arc::new(Lazy::new(&[profile])))
    }

    /// Converts through an engine of your own.
    #[must_use]
    pub fn engine(engine: Arc<dyn Engine>) -> Self {
        Self::towards(Direction::Engine(engine))
    }

    /// Converts to a variant, from the one that the text declares in its front
    /// matter or name, or that is detected.
    #[must_use]
    pub fn edition(target: Variant) -> Self {
        Self { style: Style::new(target), ..Self::towards(Direction::Edition(target)) }
    }

    fn towards(direction: Direction) -> Self {
        Self {
            direction,
            source: None,
            default_source: None,
            domains: Domains::default(),
            made: EngineCache::default(),
            terms: None,
            form: TextForm::default(),
            prose: ProseSettings::default(),
            set: Vec::new(),
            punctuation: Punctuation::default(),
            style: Style::preset(Preset::Keep),
            anchors: Anchors::default(),
            slugs: vec![SlugRule::default()],
            thoroughness: Thoroughness::default(),
            name: None,
            root_name: None,
            sections: SectionSizes { above: 8 << 20, size: 1 << 20 },
            work: Work::InParallel,
            edits: EditsKept::All,
        }
    }

    /// The variant of the text, given: nothing is detected. Without effect
    /// where an engine or a profile was chosen.
    #[must_use]
    pub fn from(self, source: Variant) -> Self {
        self.source_variant(SourceVariant::given(source))
    }

    /// The variant of a text whose own `hanmark:` map says none; of all else that
    /// could tell nothing is asked. Without effect where [`Settings::from`] has one,
    /// or where an engine or a profile was chosen.
    #[must_use]
    pub fn default_source(mut self, source: Variant) -> Self {
        self.default_source = Some(source);
        self
    }

    /// The fields whose words an edition takes over; [`Domains::none`] for the script
    /// alone. Without effect where an engine or a profile was chosen.
    #[must_use]
    pub fn domains(mut self, domains: Domains) -> Self {
        self.domains = domains;
        self
    }

    /// Words that are decided on for every text: matched before the engine sees it, and
    /// behind those of the text's own `hanmark:` map. Without effect where an engine or
    /// a profile was chosen: see [`WithTerms`](crate::WithTerms) for that.
    #[must_use]
    pub fn terms(mut self, terms: Arc<Terms>) -> Self {
        self.terms = Some(terms);
        self
    }

    /// Shares the engines that others made.
    pub(super) fn made(mut self, made: &EngineCache) -> Self {
        self.made = made.clone();
        self
    }

    pub(super) fn source_variant(mut self, source: SourceVariant) -> Self {
        self.source = Some(source);
        self
    }

    /// How the text is read.
    #[must_use]
    pub fn form(mut self, form: TextForm) -> Self {
        self.form = form;
        self
    }

    /// The file name or path of the text: its ending tells MDX, and a variant in
    /// it or in a folder of it (`a.zh-tw.md`, `/srv/zh-tw/a.md`) is the text's.
    #[must_use]
    pub fn name(mut self, name: &Path) -> Self {
        self.prose.flavour = Flavour::of_name(name);
        let is_name = |part: &Component<'_>| matches!(part, Component::Normal(_));
        self.name = Some(name.components().filter(is_name).collect());
        self
    }

    pub(super) fn root_name(mut self, name: Option<String>) -> Self {
        self.root_name = name;
        self
    }

    /// Which front matter values are prose.
    #[must_use]
    pub fn fields(mut self, fields: FieldScope) -> Self {
        self.prose.fields = fields;
        self
    }

    /// What the archive chooses about its Markdown. Links to other files concern
    /// builds alone.
    #[must_use]
    pub fn switches(mut self, switches: &Switches) -> Self {
        self.anchors = switches.anchors;
        self.prose.inline_code = switches.inline_code;
        self.prose.code_blocks = switches.code_blocks;
        self.prose.shortcodes.clone_from(&switches.shortcodes);
        self
    }

    /// How the site makes ids of headings; of several rules, the first one that
    /// makes the id that a link has.
    #[must_use]
    pub fn slugs(mut self, rules: &[SlugRule]) -> Self {
        rules.clone_into(&mut self.slugs);
        self
    }

    /// Whose punctuation an edition has. Without effect where an engine or a profile was
    /// chosen.
    #[must_use]
    pub fn punctuation(mut self, punctuation: Punctuation) -> Self {
        self.punctuation = punctuation;
        self
    }

    /// The spellings that an edition has. Without effect where an engine or a profile was
    /// chosen.
    #[must_use]
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// What becomes of links to headings.
    #[must_use]
    pub fn anchors(mut self, anchors: Anchors) -> Self {
        self.anchors = anchors;
        self
    }

    /// How much of the copy is parsed again to verify it.
    #[must_use]
    pub fn thoroughness(mut self, thoroughness: Thoroughness) -> Self {
        self.thoroughness = thoroughness;
        self
    }

    /// The conversion tells how many characters changed, and lists no edits: that is
    /// faster, and those of a text of hundreds of megabytes take more memory than the
    /// text.
    #[must_use]
    pub fn without_edits(mut self) -> Self {
        self.edits = EditsKept::None;
        self
    }

    /// Texts above `above` bytes are converted in sections of `size` bytes or more;
    /// the result is the same. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn sections(mut self, above: usize, size: usize) -> Self {
        self.sections = SectionSizes { above, size };
        self
    }

    /// The sections are worked on one after the other, by the thread that asks.
    pub(super) fn in_turn(mut self) -> Self {
        self.work = Work::InTurn;
        self
    }

    /// A text that differs whenever the settings would give another result.
    pub(super) fn fingerprint(&self) -> String {
        let direction = match &self.direction {
            Direction::Engine(_) => "engine".to_owned(),
            Direction::Edition(target) => target.tag().to_owned(),
        };
        let source = self.source.map(|source| source.verdict);
        let source = match self.default_source {
            Some(default) => format!("{source:?} {default:?}"),
            None => format!("{source:?}"),
        };
        let terms =
            self.terms.as_ref().map_or(String::new(), |terms| format!(" {}", terms.fingerprint()));
        format!(
            "{direction} {source} {:?} {:?} {:?} {:?} {} {:?} {} {}{terms}",
            self.domains,
            self.form,
            self.prose,
            self.set,
            self.anchors,
            self.slugs,
            self.punctuation,
            self.style
        )
    }

    /// Front matter keys that the result gets, with their values, in which
    /// `{variant}` and `{variant_lower}` stand for the edition's tag; only
    /// editions have them. The last of two values for one key counts.
    #[must_use]
    pub fn set(mut self, keys: Vec<(String, SetValue)>) -> Self {
        self.set.clear();
        for (key, value) in keys {
            match self.set.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => *known = value,
                None => self.set.push((key, value)),
            }
        }
        self
    }
}
