//! Editions: the engine that writes what an editor of the target's region would accept,
//! where a profile writes what OpenCC does.
//!
//! Gets text of one variant, gives segments towards another. The layers, of which each
//! counts for more than the one before:
//!
//! 1. the script, by OpenCC's profile without vocabulary ([`Lazy`]);
//! 2. the [`words`] around a Simplified character that stands for several
//!    Traditional ones (`spellings`);
//! 3. the vocabulary and the spellings of the way between the two variants: OpenCC's
//!    regional tables and ours (`tables`), with keys as they stand in the source, where
//!    no word goes over their ends.
//!
//! All match the source, and so nothing is converted twice.

mod domains;
mod format;
mod overlay;
mod scan;
mod spellings;
mod tables;
mod topic;
mod vocabulary;

pub use domains::{Domain, Domains, Topic};

use std::{borrow::Cow, ops::Range};

use self::{
    overlay::Overlay,
    spellings::Spellings,
    tables::Way,
    vocabulary::{ActiveRules, Hit},
};
use super::{
    engine::{EditSink, Engine, EngineError, Lazy, Texts},
    profile::Profile,
    segment::{Layer, Rule, RuleId, Segment},
    variant::{Script, Variant},
    words::{self, Scratch, Target},
};
use crate::edit::Edits;
pub(crate) use topic::topic;

/// Converts from a variant to an edition in another.
///
/// ```
/// use hanmark::{Domains, Engine, Regional, Topic, Variant};
///
/// let engine = Regional::new(Variant::ZhTw, Variant::ZhCn, Domains::default(), Topic::General);
/// let engine = engine.expect("these variants differ");
/// assert_eq!(engine.convert("哈薩克斯坦的軟體")?, "哈萨克斯坦的软件");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Debug)]
pub struct Regional {
    script: Lazy,
    vocabulary: ActiveRules,
    script_of_source: Script,
    /// From Simplified text alone: what its characters can become.
    spellings: Option<Spellings>,
    /// Added to the numbers of dictionaries, so that the engines of a mixed post do not
    /// share any.
    shift: u16,
}

/// The dictionaries of an engine from Traditional text are counted from here.
const TRADITIONAL: u16 = 0x2000;

impl Regional {
    /// The engine from `source` to `target`, with the words of `domains`, for text about
    /// `topic`; `None` where the text of one is the other's.
    #[must_use]
    pub fn new(source: Variant, target: Variant, domains: Domains, topic: Topic) -> Option<Self> {
        let (way, profiles) = way(source, target)?;
        let domains = domains.about(topic);
        Some(Self {
            script: Lazy::new(profiles),
            vocabulary: ActiveRules::new(Way::named(way), domains),
            script_of_source: source.script(),
            spellings: match (source.script(), target) {
                (Script::Traditional, _) => None,
                (_, Variant::ZhTw | Variant::ZhHant) => Some(Spellings::new(Target::Taiwan)),
                (_, Variant::ZhHk | Variant::ZhMo) => Some(Spellings::new(Target::HongKong)),
                _ => None,
            },
            shift: match source.script() {
                Script::Simplified => 0,
                Script::Traditional => TRADITIONAL,
            },
        })
    }

    /// The script of the text from which an engine's rule led. Other rules, as those of
    /// terms, are of both engines of a post, so that it does not matter what it says of them.
    pub(crate) fn script_of(id: RuleId) -> Script {
        if id.dictionary & TRADITIONAL == 0 { Script::Simplified } else { Script::Traditional }
    }

    /// The rules that are found in `text`, and what the words want otherwise than
    /// `edits`, in order.
    fn hits(&self, text: &str, edits: &Edits) -> Vec<Hit> {
        let mut scratch = Scratch::default();
        let mut rules = Vec::new();
        let mut accepts = |range: &Range<usize>| {
            words::crossing(text, range, self.script_of_source, &mut scratch) < words::CROSSING
        };
        self.vocabulary.find(text, &mut accepts, |hit| rules.push(hit));
        let Some(spellings) = &self.spellings else { return rules };
        let mut hits = Vec::new();
        let mut rules = rules.into_iter().peekable();
        spellings.words.corrections(text, edits, &mut scratch, |correction| {
            while let Some(hit) = rules.next_if(|hit| hit.range.end <= correction.range.start) {
                hits.push(hit);
            }
            // A rule counts for more than the words.
            if rules.peek().is_none_or(|hit| correction.range.end <= hit.range.start) {
                hits.extend(spellings.hit(text, correction));
            }
        });
        hits.extend(rules);
        hits
    }

    fn overlay(&self, text: &str, edits: &Edits, hits: &[Hit], sink: &mut impl EditSink) {
        let script = |piece: &str| {
            self.script.convert(piece).map_or_else(|_| piece.to_owned(), Cow::into_owned)
        };
        let value = |rule| self.vocabulary.value(rule);
        Overlay { text, value: &value, script: &script }.lay(edits, hits, sink);
    }
}

impl Engine for Regional {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut edits = Edits::default();
        self.script.segments(text, &mut |Segment { range, replacement, rules }| {
            edits.push(range, replacement, rules);
        })?;
        let hits = self.hits(text, &edits);
        let spellings = self.spellings.as_ref();
        let (rules, scratch) = (Vec::new(), Scratch::default());
        let mut told = Told { text, spellings, shift: self.shift, each, rules, scratch };
        self.overlay(text, &edits, &hits, &mut told);
        Ok(())
    }

    fn edits(&self, texts: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
        let mut of_script = Edits::for_text(texts.joined());
        self.script.edits(texts, &mut of_script)?;
        let hits = self.hits(texts.joined(), &of_script);
        self.overlay(texts.joined(), &of_script, &hits, edits);
        Ok(())
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let id = RuleId { dictionary: id.dictionary.checked_sub(self.shift)?, ..id };
        let of_script = || Some(Rule { layer: Layer::Script, ..self.script.rule(id)? });
        let of_words = || self.spellings.as_ref()?.rule(id);
        self.vocabulary.rule(id).or_else(of_words).or_else(of_script)
    }
}

/// Gives each edit as a segment, with rules that are numbered as those of one engine of
/// two, and a mark where nothing decides.
struct Told<'e> {
    text: &'e str,
    spellings: Option<&'e Spellings>,
    shift: u16,
    each: &'e mut dyn FnMut(Segment<'_>),
    rules: Vec<RuleId>,
    scratch: Scratch,
}

impl EditSink for Told<'_> {
    fn edit(&mut self, range: Range<usize>, replacement: &str, rules: &[RuleId]) {
        let shifted = |id: &RuleId| RuleId { dictionary: id.dictionary + self.shift, ..*id };
        self.rules.clear();
        self.rules.extend(rules.iter().map(shifted));
        let decided = rules.iter().any(|id| id.dictionary >= vocabulary::RULES);
        if let Some(spellings) = self.spellings.filter(|_| !decided) {
            let mark = spellings.uncertain(self.text, &range, replacement, &mut self.scratch);
            self.rules.extend(mark);
        }
        (self.each)(Segment { range, replacement, rules: &self.rules });
    }
}

/// The name of the way from `source` to `target` among the tables, and the profiles of
/// its script.
const fn way(source: Variant, target: Variant) -> Option<(&'static str, &'static [Profile])> {
    use Profile::{Hk2s, Hk2t, S2hk, S2tw, T2hk, T2tw, Tw2s, Tw2t};
    use Variant::{ZhCn, ZhHans, ZhHant, ZhHk, ZhMo, ZhSg, ZhTw};
    let way: (&str, &[Profile]) = match (source, target) {
        (ZhCn | ZhSg | ZhHans, ZhTw) => ("hans-tw", &[S2tw]),
        (ZhCn | ZhSg | ZhHans, ZhHk) => ("hans-hk", &[S2hk]),
        (ZhCn | ZhSg | ZhHans, ZhMo) => ("hans-mo", &[S2hk]),
        (ZhCn | ZhSg | ZhHans, ZhHant) => ("hans-hant", &[S2tw]),
        (ZhTw | ZhHant, ZhCn) => ("tw-cn", &[Tw2s]),
        (ZhTw | ZhHant, ZhSg) => ("tw-sg", &[Tw2s]),
        (ZhTw | ZhHant, ZhHans) => ("hant-hans", &[Tw2s]),
        (ZhTw | ZhHant, ZhHk) => ("tw-hk", &[Tw2t, T2hk]),
        (ZhTw | ZhHant, ZhMo) => ("tw-mo", &[Tw2t, T2hk]),
        (ZhHk | ZhMo, ZhCn) => ("hk-cn", &[Hk2s]),
        (ZhHk | ZhMo, ZhSg) => ("hk-sg", &[Hk2s]),
        (ZhHk | ZhMo, ZhHans) => ("hant-hans", &[Hk2s]),
        (ZhHk | ZhMo, ZhTw) => ("hk-tw", &[Hk2t, T2tw]),
        (ZhCn, ZhSg) => ("cn-sg", &[]),
        (ZhHk, ZhMo) => ("hk-mo", &[]),
        _ => return None,
    };
    Some(way)
}

#[cfg(test)]
mod tests;
