//! Verification: the copy must read as the original does.
//!
//! Gets a post and its edits, splices them, and parses both texts in full. What
//! changes the structure is withdrawn and listed; a post that still differs is
//! refused, and nothing is written for it.

mod difference;
mod fields;
mod offsets;
mod structure;

use std::ops::Range;

use difference::{BODY, Difference};
use offsets::Offsets;
use structure::Structure;

use crate::{
    document::{Document, Lines, ProseSettings, Refusal},
    edit::Edits,
};

/// How many copies of one post are parsed to withdraw as little as can be: at
/// least, and as many as make up so many bytes.
const LEAST_PARSES: usize = 48;
const MOST_BYTES: usize = 1 << 24;

/// How many single edits are tried for one difference.
const MOST_SINGLES: usize = 8;

/// How many times all blocks that differ are withdrawn before a post is refused.
const MOST_ROUNDS: usize = 8;

const MANY_DIFFERENCES: &str = "its block would change, as too many of this post would";

/// A copy that reads as its original does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The text of the copy.
    pub text: String,
    /// The edits that made it, declared ones included.
    pub edits: Edits,
    /// What was withdrawn.
    pub withdrawn: Vec<Withdrawn>,
}

/// Edits that were not made, since the copy would have read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Byte range in the original.
    pub range: Range<usize>,
    /// The line of the original, from 1.
    pub line: usize,
    /// What would have happened.
    pub reason: String,
}

/// Splices `edits` (of prose) and `declared` edits (of front matter), and checks
/// that nothing else changed. Where both change a place, the declared edit wins.
///
/// Both texts are parsed and compared event by event: kinds, ranges,
/// destinations, titles, labels, ids, code and HTML; front matter keys, types
/// and other values. On a difference the smallest group of touching edits that
/// explains it is withdrawn, else all edits at that place, else those of its
/// block; with very many differences, those of every block that differs.
///
/// # Errors
/// When the copy still differs, the declared edits break the front matter, or
/// the Markdown parser fails on the original.
pub fn verify(
    source: &str,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
) -> Result<Verified, Refusal> {
    let base = declared.splice(source);
    if !declared.is_empty() {
        fields::check_declared(source, declared, &base)?;
    }
    let offsets = Offsets::new(declared);
    let places: Vec<_> = edits.iter().map(|edit| edit.range).collect();
    let edits = edits.without(|index| offsets.touch(&places[index]));
    if edits.is_empty() {
        let edits = declared.clone();
        return Ok(Verified { text: base, edits, withdrawn: Vec::new() });
    }
    let moved = moved(&edits, &offsets);
    let document = Document::split(&base);
    let mut check = Check {
        original: Structure::parse(&document)?,
        document,
        groups: groups(&moved),
        edits: moved,
        settings,
        withdrawn: vec![None; edits.len()],
        parses_left: (MOST_BYTES / base.len().max(1 << 16)).max(LEAST_PARSES),
        rounds_left: MOST_ROUNDS,
    };
    check.settle().map_err(|refusal| Refusal {
        line: refusal.line.saturating_sub(added_lines(declared, source)).max(1),
        ..refusal
    })?;
    Ok(check.accept(source, &edits, declared))
}

/// `edits` at their places in a text that `offsets` leads to.
fn moved(edits: &Edits, offsets: &Offsets) -> Edits {
    let mut moved = Edits::default();
    for edit in edits.iter() {
        moved.push(offsets.in_copy(&edit.range), edit.replacement, edit.rules);
    }
    moved
}

/// How many lines `declared` adds to the front matter.
fn added_lines(declared: &Edits, source: &str) -> usize {
    let count = |text: &str| text.matches('\n').count();
    let added: usize = declared.iter().map(|edit| count(edit.replacement)).sum();
    let removed: usize = declared.iter().map(|edit| count(&source[edit.range])).sum();
    added.saturating_sub(removed)
}

/// Index ranges of edits that touch: a word is withdrawn whole.
fn groups(edits: &Edits) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut end = None;
    for (index, edit) in edits.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if end == Some(edit.range.start) => group.end = index + 1,
            _ => groups.push(index..index + 1),
        }
        end = Some(edit.range.end);
    }
    groups
}

struct Check<'a> {
    document: Document<'a>,
    original: Structure<'a>,
    edits: Edits,
    groups: Vec<Range<usize>>,
    settings: &'a ProseSettings,
    /// For each edit, why it was withdrawn.
    withdrawn: Vec<Option<String>>,
    parses_left: usize,
    rounds_left: usize,
}

impl Check<'_> {
    /// Withdraws edits until the copy reads as the original.
    fn settle(&mut self) -> Result<(), Refusal> {
        let mut found = self.difference();
        while let Some(difference) = found {
            found = self.explain(&difference)?;
        }
        Ok(())
    }

    /// Withdraws what explains `difference`; gives the next difference.
    fn explain(&mut self, difference: &Difference) -> Result<Option<Difference>, Refusal> {
        let around = self.place(difference);
        for withdrawal in self.withdrawals(difference, &around) {
            if self.parses_left == 0 {
                return self.withdraw_blocks(difference);
            }
            let before = self.withdrawn.clone();
            for index in withdrawal {
                self.withdrawn[index].get_or_insert_with(|| difference.reason.clone());
            }
            let next = self.difference();
            if next.as_ref().is_none_or(|next| next.order > difference.order) {
                return Ok(next);
            }
            self.withdrawn = before;
        }
        Err(self.refusal(&around, difference))
    }

    fn refusal(&self, around: &Range<usize>, difference: &Difference) -> Refusal {
        Refusal { line: self.document.line(around.start), reason: difference.reason.clone() }
    }

    /// Withdraws every edit of the blocks that differ, now that there are too
    /// many to look at each; gives the next difference.
    fn withdraw_blocks(&mut self, difference: &Difference) -> Result<Option<Difference>, Refusal> {
        let around = self.place(difference);
        let mut blocks = vec![around.clone()];
        let (text, offsets) = self.copy();
        if let Ok(copy) = Structure::parse(&Document::split(&text)) {
            blocks.extend(self.original.blocks_that_differ(&copy, &offsets));
        }
        let groups: Vec<_> = blocks.iter().flat_map(|block| self.groups_in(block)).collect();
        if groups.is_empty() || self.rounds_left == 0 {
            return Err(self.refusal(&around, difference));
        }
        self.rounds_left -= 1;
        for index in groups.into_iter().flatten() {
            self.withdrawn[index].get_or_insert_with(|| MANY_DIFFERENCES.to_owned());
        }
        Ok(self.difference())
    }

    /// The copy as it stands.
    fn copy(&self) -> (String, Offsets) {
        let edits = self.edits.without(|index| self.withdrawn[index].is_some());
        (edits.splice(self.document.source()), Offsets::new(&edits))
    }

    /// The block, or the front matter, that a difference lies in.
    fn place(&self, difference: &Difference) -> Range<usize> {
        let at = &difference.at;
        match self.document.front_matter() {
            Some(front_matter) if difference.order.0 < BODY => front_matter.content.clone(),
            _ => self.original.blocks_around(at).unwrap_or_else(|| at.clone()),
        }
    }

    /// What to try, from little to much: lists of indices of edits.
    fn withdrawals(&self, difference: &Difference, around: &Range<usize>) -> Vec<Vec<usize>> {
        let mut singles: Vec<Vec<usize>> = Vec::new();
        let mut together: Vec<Vec<usize>> = Vec::new();
        for suspect in difference.suspects.iter().chain([around]) {
            let groups = self.groups_in(suspect);
            let all: Vec<usize> = groups.iter().cloned().flatten().collect();
            for group in groups {
                let group: Vec<usize> = group.collect();
                if !singles.contains(&group) && singles.len() < MOST_SINGLES {
                    singles.push(group);
                }
            }
            if !all.is_empty() && !together.contains(&all) {
                together.push(all);
            }
        }
        singles.into_iter().chain(together).collect()
    }

    /// The groups of edits in `range` or at its edges that still stand.
    fn groups_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let start = |group: &Range<usize>| self.edits.get(group.start).map(|edit| edit.range.start);
        let end = |group: &Range<usize>| self.edits.get(group.end - 1).map(|edit| edit.range.end);
        let first = self.groups.partition_point(|group| end(group) < Some(range.start));
        let groups =
            self.groups[first..].iter().take_while(|group| start(group) <= Some(range.end));
        groups.filter(|group| self.withdrawn[group.start].is_none()).cloned().collect()
    }

    /// The first difference between the original and the copy as it stands.
    fn difference(&mut self) -> Option<Difference> {
        self.parses_left = self.parses_left.saturating_sub(1);
        if self.withdrawn.iter().all(Option::is_some) {
            return None;
        }
        let (text, offsets) = self.copy();
        let copy = Document::split(&text);
        fields::difference(&self.document, &copy, &offsets, &self.settings.fields).or_else(|| {
            match Structure::parse(&copy) {
                Ok(copy) => self.original.difference(&copy, &offsets),
                Err(refusal) => Some(Difference {
                    order: (BODY, 0),
                    at: self.document.body_range(),
                    suspects: Vec::new(),
                    reason: refusal.reason,
                }),
            }
        })
    }

    fn accept(self, source: &str, edits: &Edits, declared: &Edits) -> Verified {
        let kept = edits.without(|index| self.withdrawn[index].is_some()).merged(declared);
        let mut lines = Lines::of(source);
        let withdrawn = self.groups.iter().filter_map(|group| {
            let reason = self.withdrawn[group.start].clone()?;
            let start = edits.get(group.start)?.range.start;
            let range = start..edits.get(group.end - 1)?.range.end;
            Some(Withdrawn { line: lines.line(start), range, reason })
        });
        Verified { withdrawn: withdrawn.collect(), text: kept.splice(source), edits: kept }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        convert::{engine::Engine, variant::Variant},
        document::{SetValue, declared_edits, edits, fake_engine::Phrases, prose},
    };

    fn convert(source: &str, engine: &Phrases) -> Result<Verified, Refusal> {
        let settings = ProseSettings::default();
        let prose = prose(&Document::split(source), &settings)?;
        let (edits, _) =
            edits(source, &prose, &mut |_, _| Some(engine as &dyn Engine)).expect("never fails");
        verify(source, &edits, &Edits::default(), &settings)
    }

    #[track_caller]
    fn assert_withdraws(
        pairs: &[(&str, &str)],
        source: &str,
        expected: &str,
        withdrawn: &[(&str, usize, &str)],
    ) {
        let verified = convert(source, &Phrases::new(pairs)).unwrap();
        assert_eq!(verified.text, expected);
        assert_eq!(verified.edits.splice(source), expected);
        let found: Vec<_> = verified
            .withdrawn
            .iter()
            .map(|edit| (&source[edit.range.clone()], edit.line, edit.reason.as_str()))
            .collect();
        assert_eq!(found, withdrawn);
    }

    #[test]
    fn nothing_changes_without_edits() {
        let nothing = Phrases::new(&[]);
        for source in
            ["", "門", "\u{feff}---\r\ntitle: 書\r\n---\r\n門\r\n\r\n", "# 門\n\n\n", "\0"]
        {
            let verified = convert(source, &nothing).unwrap();
            assert_eq!((verified.text.as_str(), verified.edits.len()), (source, 0));
        }
    }

    #[test]
    fn letters_are_accepted_everywhere() {
        let source = "\u{feff}---\r\ntitle: '書''門'\r\ntags: [書]\r\n---\r\n\
            # 門 {#書}\r\n\r\n> 書*門*  \r\n- `門` [書](/書)[^書]\r\n\r\n[^書]: 車";
        let expected = "\u{feff}---\r\ntitle: '书''门'\r\ntags: [書]\r\n---\r\n\
            # 门 {#書}\r\n\r\n> 书*门*  \r\n- `門` [书](/書)[^書]\r\n\r\n[^書]: 车";
        let verified = convert(source, &Phrases::characters()).unwrap();
        assert_eq!((verified.text.as_str(), verified.withdrawn), (expected, vec![]));
    }

    #[test]
    fn an_edit_that_makes_markup_is_withdrawn_and_the_others_stand() {
        let pairs = [("門", "门"), ("甲", "*甲*"), ("乙", "`")];
        assert_withdraws(
            &pairs,
            "門\n\n門 甲 門\n",
            "门\n\n门 甲 门\n",
            &[("甲", 3, "text would become emphasis")],
        );
        // One backtick alone is text.
        assert_withdraws(&pairs, "門 乙", "门 `", &[]);
        assert_withdraws(
            &pairs,
            "門 乙 門 乙 門",
            "门 乙 门 ` 门",
            &[("乙", 1, "text would become code")],
        );
    }

    #[test]
    fn an_edit_that_makes_a_block_is_withdrawn() {
        let pairs = [("門", "门"), ("甲", "# 甲"), ("乙", "\n\n乙"), ("丙", "```")];
        assert_withdraws(
            &pairs,
            "甲 門",
            "甲 门",
            &[("甲", 1, "a paragraph would become a heading")],
        );
        assert_withdraws(&pairs, "門 乙 門", "门 乙 门", &[("乙", 1, "a paragraph would change")]);
        assert_withdraws(
            &pairs,
            "丙\n\n門\n",
            "丙\n\n门\n",
            &[("丙", 1, "a paragraph would become a code block")],
        );
    }

    #[test]
    fn titles_change_and_destinations_do_not() {
        let source = "[書](/書 \"門\")![書](/書 '門')[書][門]\n\n[門]: /書 (門)\n";
        let expected = "[书](/書 \"门\")![书](/書 '门')[书][門]\n\n[門]: /書 (门)\n";
        let verified = convert(source, &Phrases::characters()).unwrap();
        assert_eq!((verified.text.as_str(), verified.withdrawn), (expected, vec![]));
        assert_withdraws(
            &[("門", "'")],
            "[a](/u '門')",
            "[a](/u '門')",
            &[("門", 1, "a link would become text")],
        );
        let definition = "[a]\n\n[a]: /u (門)\n";
        assert_withdraws(
            &[("門", ")")],
            definition,
            definition,
            &[("門", 3, "a link would become text")],
        );
    }

    #[test]
    fn a_label_that_would_resolve_is_withdrawn_whole() {
        let source = "[門書] 車\n\n[门书]: /u\n";
        let verified = convert(source, &Phrases::characters()).unwrap();
        assert_eq!(verified.text, "[門書] 车\n\n[门书]: /u\n");
    }

    #[test]
    fn emphasis_next_to_punctuation_keeps_its_shape() {
        assert_withdraws(&[("。", "."), ("門", "门")], "**門 。**後", "**门 .**後", &[]);
        assert_withdraws(
            &[("「", "x")],
            "a**「門**",
            "a**「門**",
            &[("「", 1, "text would become emphasis")],
        );
        assert_withdraws(
            &[("後", " ")],
            "**門。**後",
            "**門。**後",
            &[("後", 1, "text would become emphasis")],
        );
    }

    #[test]
    fn front_matter_that_would_change_is_withdrawn() {
        let pairs = [("門", "门"), ("甲", "'"), ("乙", ": "), ("丙", "12"), ("丁", " #")];
        let reason = "the front matter would be invalid YAML";
        assert_withdraws(
            &pairs,
            "---\ntitle: '門 甲'\nalt: 門 乙 門\n---\n門\n",
            "---\ntitle: '门 甲'\nalt: 门 乙 门\n---\n门\n",
            &[("甲", 2, reason), ("乙", 3, reason)],
        );
        let reason = "a front matter value would change";
        assert_withdraws(
            &pairs,
            "---\ntitle: 丙\n---\n",
            "---\ntitle: 丙\n---\n",
            &[("丙", 2, reason)],
        );
        assert_withdraws(
            &pairs,
            "---\ntitle: 門 丁\n---\n",
            "---\ntitle: 门 丁\n---\n",
            &[("丁", 2, reason)],
        );
    }

    #[test]
    fn edits_of_what_is_no_prose_are_withdrawn() {
        let settings = ProseSettings::default();
        for source in ["`門`", "[a](/門)", "    門\n", "<i>\n門", "[門]\n\n[門]: /u", "&#38272;門"]
        {
            let mut edits = Edits::default();
            let at = source.find('門').unwrap();
            edits.push(at..at + 3, "门", &[]);
            let verified = verify(source, &edits, &Edits::default(), &settings).unwrap();
            let expected = if source.starts_with('&') { "&#38272;门" } else { source };
            assert_eq!(verified.text, expected);
        }
        let source = "---\nid: 門\n門: 1\n---\n";
        for at in [8, 12] {
            let mut edits = Edits::default();
            edits.push(at..at + 3, "门", &[]);
            let verified = verify(source, &edits, &Edits::default(), &settings).unwrap();
            assert_eq!(verified.text, source);
        }
    }

    #[test]
    fn a_post_that_changes_far_from_its_edits_is_refused() {
        let source = "a\n\nx[^1]\n\n甲1]: y\n";
        let refused = convert(source, &Phrases::new(&[("甲", "[^")])).unwrap_err();
        let reason = "text would become a footnote".to_owned();
        assert_eq!(refused, Refusal { line: 3, reason });
    }

    #[test]
    fn of_a_post_with_many_differences_whole_blocks_are_withdrawn() {
        let pairs = [("甲", "# 甲"), ("門", "门")];
        let source = "門\n\n> 甲 門\n\n".repeat(400) + "---\n\n- 門\n";
        let verified = convert(&source, &Phrases::new(&pairs)).unwrap();
        let (single, whole) = ("门\n\n> 甲 门\n\n", "门\n\n> 甲 門\n\n");
        let singles = verified.text.matches(single).count();
        let expected = single.repeat(singles) + &whole.repeat(400 - singles) + "---\n\n- 门\n";
        assert_eq!(verified.text, expected);
        assert!(singles > 48, "{singles}");
        let withdrawn = verified.withdrawn;
        assert_eq!(withdrawn.len(), singles + 2 * (400 - singles));
        assert_eq!(withdrawn[0].reason, "a paragraph would become a heading");
        assert_eq!(withdrawn[singles].reason, MANY_DIFFERENCES);
    }

    #[test]
    fn declared_edits_are_expected_and_checked() {
        let settings = ProseSettings::default();
        let source = "---\nlang: zh-TW\ntitle: 門\n---\n甲 門\n";
        let prose_of = prose(&Document::split(source), &settings).unwrap();
        let engine = Phrases::new(&[("門", "门"), ("甲", "# 甲")]);
        let (edits, _) =
            edits(source, &prose_of, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
        let declare = |replacement| {
            let mut declared = Edits::default();
            declared.push(10..15, replacement, &[]);
            verify(source, &edits, &declared, &settings)
        };
        let verified = declare("zh-CN\nx: 1").unwrap();
        assert_eq!(verified.text, "---\nlang: zh-CN\nx: 1\ntitle: 门\n---\n甲 门\n");
        assert_eq!(verified.withdrawn[0].line, 5);
        let refused = declare("zh: CN: x").unwrap_err();
        let reason = "the keys to set would break the front matter".to_owned();
        assert_eq!(refused, Refusal { line: 2, reason });
    }

    #[test]
    fn a_declared_value_wins_over_its_conversion() {
        let source = "---\ntitle: 門\n---\n門\n";
        let set = [("title".to_owned(), SetValue::Text("書".to_owned()))];
        let document = Document::split(source);
        let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set).edits;
        let mut edits = Edits::default();
        edits.push(11..14, "门", &[]);
        edits.push(19..22, "门", &[]);
        let verified = verify(source, &edits, &declared, &ProseSettings::default()).unwrap();
        assert_eq!(verified.text, "---\ntitle: 書\n---\n门\n");
    }

    #[test]
    fn a_panic_of_the_parser_is_a_refusal() {
        let refused = convert("門\n\n- 門\n   {.a}\n  ===\n", &Phrases::characters());
        assert!(refused.unwrap_err().reason.starts_with("the Markdown parser failed: "));
    }
}
