//! Engines for tests: a table of phrases, longest first, so that no test
//! depends on a dictionary.

use crate::convert::{
    engine::{Engine, EngineError, Granularity},
    segment::{Rule, RuleId, Segment},
};

pub(crate) struct Phrases {
    pairs: Vec<(String, String)>,
    granularity: Granularity,
}

impl Phrases {
    pub(crate) fn new(pairs: &[(&str, &str)]) -> Self {
        let mut pairs: Vec<_> =
            pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        pairs.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        Self { pairs, granularity: Granularity::Segments }
    }

    /// One character to one.
    pub(crate) fn characters() -> Self {
        Self::new(&[
            ("門", "门"),
            ("書", "书"),
            ("頁", "页"),
            ("圖", "图"),
            ("電", "电"),
            ("東", "东"),
            ("車", "车"),
            ("馬", "马"),
            ("國", "国"),
            ("體", "体"),
            ("題", "题"),
        ])
    }

    pub(crate) fn strings_only(self) -> Self {
        Self { granularity: Granularity::Strings, ..self }
    }
}

impl Engine for Phrases {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            match self.pairs.iter().position(|(from, _)| text[at..].starts_with(from)) {
                Some(entry) => {
                    let (from, to) = &self.pairs[entry];
                    let rules = [RuleId { dictionary: 0, entry: entry as u32 }];
                    each(Segment { range: at..at + from.len(), replacement: to, rules: &rules });
                    at += from.len();
                }
                None => at += next.len_utf8(),
            }
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }

    fn granularity(&self) -> Granularity {
        self.granularity
    }
}
