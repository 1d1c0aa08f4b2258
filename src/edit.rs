//! Edits: what changes in a post, and the splice that applies it.
//!
//! Gets byte ranges of the original with their replacements, gives the text of
//! the copy. Every byte outside an edit is copied as it is.

use std::{borrow::Cow, ops::Range};

use crate::convert::segment::RuleId;

/// One change: the bytes of the original in `range` become `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<'a> {
    /// Byte range in the original; empty for an insertion.
    pub range: Range<usize>,
    /// The text that takes its place.
    pub replacement: &'a str,
    /// The dictionary rules behind the change, in the order they applied; none
    /// for declared edits (language key, `set`, layout keys).
    pub rules: &'a [RuleId],
}

impl Edit<'_> {
    /// Whether no dictionary rule is behind it: of edits that have their rules, the
    /// declared ones.
    pub(crate) fn has_no_rules(&self) -> bool {
        self.rules.is_empty()
    }
}

/// Edits in the order of the original, disjoint by construction.
///
/// ```
/// use hanmark::Edits;
///
/// let mut edits = Edits::default();
/// edits.push(0..6, "滑鼠", &[]);
/// assert_eq!(edits.splice("鼠标 `鼠标`\r\n"), "滑鼠 `鼠标`\r\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    // One text and one rule list for all edits: an archive has millions of
    // edits, and a String apiece costs more than converting.
    entries: Vec<Entry>,
    text: String,
    rules: Vec<RuleId>,
    /// How many bytes of the original they replace.
    replaced: usize,
}

/// Offsets are of 32 bits, since a post of 4 GiB is refused: an archive's edits
/// weigh more than its posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    start: u32,
    end: u32,
    text_end: u32,
    rules_end: u32,
}

impl Entry {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Edits {
    /// Appends an edit behind the last one.
    ///
    /// # Panics
    /// When `range` starts before the end of the last edit, or is reversed:
    /// overlapping edits are a bug of the caller. When it ends behind 4 GiB.
    #[inline]
    pub fn push(&mut self, range: Range<usize>, replacement: &str, rules: &[RuleId]) {
        let floor = self.entries.last().map_or(0, |last| last.end as usize);
        assert!(
            floor <= range.start && range.start <= range.end,
            "edit out of order: {range:?} after {floor}"
        );
        // Nearly all replace one character by one rule: a call to copy it takes longer.
        let mut chars = replacement.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => self.text.push(one),
            _ => self.text.push_str(replacement),
        }
        match rules {
            [rule] => self.rules.push(*rule),
            _ => self.rules.extend_from_slice(rules),
        }
        self.replaced += range.len();
        let ends = [range.end, self.text.len(), self.rules.len()];
        assert!(u32::try_from(ends[0] | ends[1] | ends[2]).is_ok(), "edits over 4 GiB");
        let [end, text_end, rules_end] = ends.map(|end| end as u32);
        self.entries.push(Entry { start: range.start as u32, end, text_end, rules_end });
    }

    /// [`Edits::push`] of one character, without rules.
    ///
    /// # Panics
    /// As [`Edits::push`].
    #[inline]
    pub(crate) fn push_char(&mut self, range: Range<usize>, replacement: char) {
        let floor = self.entries.last().map_or(0, |last| last.end as usize);
        assert!(
            floor <= range.start && range.start <= range.end,
            "edit out of order: {range:?} after {floor}"
        );
        self.text.push(replacement);
        self.replaced += range.len();
        let ends = [range.end, self.text.len(), self.rules.len()];
        assert!(u32::try_from(ends[0] | ends[1] | ends[2]).is_ok(), "edits over 4 GiB");
        let [end, text_end, rules_end] = ends.map(|end| end as u32);
        self.entries.push(Entry { start: range.start as u32, end, text_end, rules_end });
    }

    /// Takes the edits back that start at `offset` or behind it, but for the first `kept`.
    pub(crate) fn truncate_at(&mut self, offset: usize, kept: usize) {
        while self.entries.len() > kept
            && let Some(last) = self.entries.pop_if(|last| last.start as usize >= offset)
        {
            self.replaced -= last.range().len();
        }
        let ends = self.entries.last().map_or((0, 0), |last| (last.text_end, last.rules_end));
        self.text.truncate(ends.0 as usize);
        self.rules.truncate(ends.1 as usize);
    }

    /// Takes all edits back; the room stays.
    pub(crate) fn clear(&mut self) {
        self.truncate_at(0, 0);
    }

    /// No edits, with room for `count` of three bytes each and a rule.
    pub(crate) fn with_room_for(count: usize) -> Self {
        Self {
            entries: Vec::with_capacity(count),
            text: String::with_capacity(3 * count),
            rules: Vec::with_capacity(count),
            replaced: 0,
        }
    }

    /// No edits, with room for those of a text in Chinese.
    pub(crate) fn for_text(text: &str) -> Self {
        // Of four characters of three bytes one changes.
        Self::with_room_for(text.len() / 12)
    }

    /// The number of edits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True if nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The edit at `index`, counted from the start of the post.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Edit<'_>> {
        let entry = self.entries.get(index)?;
        let before = index.checked_sub(1).map(|before| self.entries[before]);
        let (text_start, rules_start) =
            before.map_or((0, 0), |before| (before.text_end, before.rules_end));
        Some(self.edit(*entry, text_start, rules_start))
    }

    #[inline]
    fn edit(&self, entry: Entry, text_start: u32, rules_start: u32) -> Edit<'_> {
        Edit {
            range: entry.range(),
            replacement: &self.text[text_start as usize..entry.text_end as usize],
            rules: &self.rules[rules_start as usize..entry.rules_end as usize],
        }
    }

    /// The edits in the order of the original.
    pub fn iter(&self) -> impl Iterator<Item = Edit<'_>> {
        let (mut text_start, mut rules_start) = (0, 0);
        self.entries.iter().map(move |entry| {
            let edit = self.edit(*entry, text_start, rules_start);
            (text_start, rules_start) = (entry.text_end, entry.rules_end);
            edit
        })
    }

    /// The index of the first edit that ends behind `offset` (bytes in the original).
    #[must_use]
    pub fn first_ending_after(&self, offset: usize) -> usize {
        self.entries.partition_point(|entry| entry.end as usize <= offset)
    }

    /// How many edits from `first` on end at `offset` (bytes in the original) or before.
    pub(crate) fn number_ending_by(&self, offset: usize, first: usize) -> usize {
        self.entries[first..].iter().take_while(|entry| entry.end as usize <= offset).count()
    }

    /// How many characters of `source` are others in the copy: where an edit replaces
    /// as many as it puts in their place, those that differ, else all between what both
    /// begin and end with. Characters that an edit only adds are none of `source`.
    #[must_use]
    pub fn changed_characters(&self, source: &str) -> usize {
        self.iter().map(|edit| changed_characters(&source[edit.range], edit.replacement)).sum()
    }

    /// Whether `edit` is one of these.
    #[must_use]
    pub fn holds(&self, edit: &Edit<'_>) -> bool {
        let start = edit.range.start;
        let first = self.entries.partition_point(|entry| (entry.start as usize) < start);
        (first..self.len())
            .map_while(|index| self.get(index).filter(|other| other.range.start == start))
            .any(|other| other == *edit)
    }

    /// These edits without those that `withdraw` names by index.
    #[must_use]
    pub fn without(&self, withdraw: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self::default();
        for (index, edit) in self.iter().enumerate() {
            if !withdraw(index) {
                kept.push(edit.range, edit.replacement, edit.rules);
            }
        }
        kept
    }

    /// These edits without those that touch a byte that `others` replace.
    #[must_use]
    pub fn apart_from(&self, others: &Self) -> Self {
        let is_touched = |other: Edit<'_>| {
            let next = self.first_ending_after(other.range.start);
            self.entries.get(next).is_some_and(|entry| (entry.start as usize) < other.range.end)
        };
        if !others.iter().any(is_touched) {
            return self.clone();
        }
        self.without(|index| {
            let range = self.entries[index].range();
            let next = others.first_ending_after(range.start);
            others.entries.get(next).is_some_and(|other| (other.start as usize) < range.end)
        })
    }

    /// The edits of both, in order.
    ///
    /// # Panics
    /// When an edit of one overlaps an edit of the other.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        if other.is_empty() {
            return self.clone();
        }
        let mut merged = Self::with_room_for(self.len() + other.len());
        let mut done = 0;
        for edit in other.iter() {
            let place = (edit.range.start, edit.range.end);
            let is_before = |entry: &Entry| (entry.start as usize, entry.end as usize) <= place;
            let next = done + self.entries[done..].partition_point(is_before);
            merged.append(self, done..next);
            merged.push(edit.range, edit.replacement, edit.rules);
            done = next;
        }
        merged.append(self, done..self.len());
        merged
    }

    /// Appends edits of `other` behind the last one.
    pub(crate) fn append(&mut self, other: &Self, indices: Range<usize>) {
        self.append_placed(other, indices, Some);
    }

    /// Appends edits of another text, up to the first that has no place in the original;
    /// gives how many. `place` says where the range of each lies there.
    ///
    /// # Panics
    /// As [`Edits::push`].
    pub(crate) fn append_placed(
        &mut self,
        other: &Self,
        indices: Range<usize>,
        mut place: impl FnMut(Range<usize>) -> Option<Range<usize>>,
    ) -> usize {
        let before = indices.start.checked_sub(1).map(|before| other.entries[before]);
        let [text_start, rules_start] =
            before.map_or([0, 0], |before| [before.text_end, before.rules_end]);
        let (text_at, rules_at) = (self.text.len() as u32, self.rules.len() as u32);
        let (start, number_before) = (indices.start, self.entries.len());
        let mut floor = self.entries.last().map_or(0, |last| last.end as usize);
        self.entries.extend(other.entries[indices].iter().map_while(|entry| {
            let range = place(entry.range())?;
            assert!(
                floor <= range.start && range.start <= range.end,
                "edit out of order: {range:?} after {floor}"
            );
            assert!(u32::try_from(range.end).is_ok(), "edits over 4 GiB");
            floor = range.end;
            self.replaced += range.len();
            Some(Entry {
                start: range.start as u32,
                end: range.end as u32,
                // Checked when all is there.
                text_end: (entry.text_end - text_start).wrapping_add(text_at),
                rules_end: (entry.rules_end - rules_start).wrapping_add(rules_at),
            })
        }));
        let number = self.entries.len() - number_before;
        let Some(last) = number.checked_sub(1).map(|last| &other.entries[start + last]) else {
            return 0;
        };
        self.text.push_str(&other.text[text_start as usize..last.text_end as usize]);
        self.rules.extend_from_slice(&other.rules[rules_start as usize..last.rules_end as usize]);
        assert!(u32::try_from(self.text.len() | self.rules.len()).is_ok(), "edits over 4 GiB");
        number
    }

    /// The text of the copy: `source` with every edit applied, built in one pass.
    ///
    /// # Panics
    /// When an edit lies outside `source` or cuts a character.
    #[must_use]
    pub fn splice(&self, source: &str) -> String {
        self.splice_each(source, |_| {})
    }

    /// What the copy has in the place of `range` of `source`; borrowed if nothing
    /// changes there, `None` if an edit lies across an end of `range`.
    ///
    /// # Panics
    /// As [`Edits::splice`].
    pub(crate) fn splice_range<'s>(
        &self,
        source: &'s str,
        range: Range<usize>,
    ) -> Option<Cow<'s, str>> {
        let first = self.first_ending_after(range.start);
        let edits = (first..self.len()).map_while(|index| self.get(index));
        let mut edits = edits.take_while(|edit| edit.range.start < range.end).peekable();
        if edits.peek().is_none() {
            return Some(Cow::Borrowed(&source[range]));
        }
        let mut text = String::with_capacity(2 * range.len());
        let mut done = range.start;
        for edit in edits {
            text.push_str(source.get(done..edit.range.start)?);
            text.push_str(edit.replacement);
            done = edit.range.end;
        }
        text.push_str(source.get(done..range.end)?);
        Some(Cow::Owned(text))
    }

    /// The same as [`Edits::splice`], while `each` looks at every edit.
    ///
    /// # Panics
    /// As [`Edits::splice`].
    pub(crate) fn splice_each(&self, source: &str, mut each: impl FnMut(&Edit<'_>)) -> String {
        let room = (source.len() + self.text.len()).saturating_sub(self.replaced);
        let mut copy = String::with_capacity(room);
        let mut done = 0;
        for edit in self.iter() {
            each(&edit);
            copy.push_str(&source[done..edit.range.start]);
            copy.push_str(edit.replacement);
            done = edit.range.end;
        }
        copy.push_str(&source[done..]);
        copy
    }
}

fn changed_characters(before: &str, after: &str) -> usize {
    if let ([0xe0..=0xef, _, _], [_, _, _]) = (before.as_bytes(), after.as_bytes()) {
        return usize::from(before != after);
    }
    let same = |(ours, theirs): &(char, char)| ours == theirs;
    let number = before.chars().count();
    if number == after.chars().count() {
        return number - before.chars().zip(after.chars()).filter(same).count();
    }
    let prefix = before.chars().zip(after.chars()).take_while(same).count();
    let rest = |text: &str| text.chars().rev().take(text.chars().count() - prefix).collect();
    let (ours, theirs): (String, String) = (rest(before), rest(after));
    number - prefix - ours.chars().zip(theirs.chars()).take_while(same).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(list: &[(Range<usize>, &str)]) -> Edits {
        let mut edits = Edits::default();
        for (range, replacement) in list {
            edits.push(range.clone(), replacement, &[]);
        }
        edits
    }

    #[test]
    fn splice_keeps_every_byte_outside_the_edits() {
        let source = "\u{feff}a門b\r\n書 ";
        let edits = edits(&[(4..7, "门"), (10..13, "书")]);
        assert_eq!(edits.splice(source), "\u{feff}a门b\r\n书 ");
    }

    #[test]
    fn no_edits_give_the_same_bytes() {
        assert_eq!(Edits::default().splice("門\0\r"), "門\0\r");
        assert_eq!(Edits::default().splice(""), "");
    }

    #[test]
    #[should_panic(expected = "edit out of order")]
    fn overlapping_edits_are_refused() {
        edits(&[(0..6, "x"), (3..9, "y")]);
    }

    #[test]
    fn merged_edits_keep_the_order_and_insertions_come_first() {
        let prose = edits(&[(3..6, "b"), (9..12, "d")]);
        let declared = edits(&[(3..3, "a"), (6..6, "c")]);
        let all = prose.merged(&declared);
        assert_eq!(all.splice("門書頁圖"), "門abc頁d");
    }

    #[test]
    fn changed_characters_are_those_that_differ() {
        let count = |before: &str, after: &str| {
            edits(&[(0..before.len(), after)]).changed_characters(before)
        };
        assert_eq!(count("門", "门"), 1);
        assert_eq!(count("門", "門"), 0);
        assert_eq!(count("簡體中文", "简体中文"), 2);
        assert_eq!(count("U盤", "U盘"), 1);
        assert_eq!(count("程式碼", "代码"), 3);
        assert_eq!(count("這計程車來", "这出租汽车来"), 5);
        assert_eq!(count("這計程車來", "這出租汽车來"), 3);
        assert_eq!(count("一一一", "一一"), 1);
        assert_eq!(count("", "lang: zh-TW\n"), 0);
    }

    #[test]
    fn edits_of_another_text_are_put_in_their_places() {
        let mut all = edits(&[(0..3, "门")]);
        let others = edits(&[(0..3, "书"), (4..7, "页"), (9..12, "图")]);
        let number = all.append_placed(&others, 0..3, |range| {
            let by = if range.start == 0 { 4 } else { 6 };
            (range.start < 9).then_some(range.start + by..range.end + by)
        });
        assert_eq!(number, 2);
        assert_eq!(all.splice("門 書  -頁"), "门 书  -页");
    }

    #[test]
    fn edits_are_taken_back_from_the_end() {
        let mut all = edits(&[(0..3, "门"), (3..6, "书书"), (9..12, "页")]);
        all.truncate_at(4, 3);
        assert_eq!(all.len(), 3);
        all.truncate_at(4, 0);
        assert_eq!(all, edits(&[(0..3, "门"), (3..6, "书书")]));
        all.clear();
        assert_eq!(all, Edits::default());
    }

    #[test]
    fn withdrawn_edits_leave_the_others() {
        let all = edits(&[(0..3, "a"), (3..6, "b"), (6..9, "c")]);
        assert_eq!(all.without(|index| index == 1).splice("門書頁"), "a書c");
    }
}
