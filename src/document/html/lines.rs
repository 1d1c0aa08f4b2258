//! Lines of one block or tag, joined to one text without what stands before them
//! in the post: marks of quotes, indentation of lists.

use std::ops::Range;

/// A text made of ranges of the body.
#[derive(Debug, Default)]
pub(in crate::document) struct Lines {
    text: String,
    /// Where each range starts: in the text and in the body.
    starts: Vec<(usize, usize)>,
}

impl Lines {
    /// The lines of `body[range]` as `said` gives them, without what the body has
    /// before them; nothing if they do not fit.
    pub(in crate::document) fn of(body: &str, range: &Range<usize>, said: &str) -> Option<Self> {
        let mut lines = Self::default();
        let raw = &body[range.clone()];
        if raw == said {
            lines.push(body, range.clone());
            return Some(lines);
        }
        let mut said = said.split_inclusive('\n');
        let mut at = range.start;
        for raw in raw.split_inclusive('\n') {
            at += raw.len();
            let end_of_line = |line: &str| line.trim_end_matches(['\n', '\r']).len();
            let said = said.next()?;
            let said = &said[..end_of_line(said)];
            let ending = raw.len() - end_of_line(raw);
            raw[..raw.len() - ending].strip_suffix(said)?;
            lines.push(body, at - ending - said.len()..at);
        }
        said.next().is_none().then_some(lines)
    }

    /// Appends a range of the body.
    pub(in crate::document) fn push(&mut self, body: &str, range: Range<usize>) {
        let touches = self
            .starts
            .last()
            .is_some_and(|(start, in_body)| in_body + (self.text.len() - start) == range.start);
        if !touches {
            self.starts.push((self.text.len(), range.start));
        }
        self.text.push_str(&body[range]);
    }

    pub(in crate::document) fn clear(&mut self) {
        self.text.clear();
        self.starts.clear();
    }

    pub(in crate::document) fn text(&self) -> &str {
        &self.text
    }

    /// The range of the body that `range` of the text stands for, with what lies
    /// between its lines.
    pub(in crate::document) fn in_body(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        // The end can be the start of another range.
        let end = if range.is_empty() { start } else { self.place(range.end - 1) + 1 };
        start..end
    }

    fn place(&self, at: usize) -> usize {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        match next.checked_sub(1).map(|index| self.starts[index]) {
            Some((start, in_body)) => in_body + (at - start),
            None => at,
        }
    }

    /// Calls `each` with the parts of `range` that each lie in one line, without
    /// indentation and line ends, as ranges of the text.
    pub(in crate::document) fn parts(
        &self,
        range: &Range<usize>,
        mut each: impl FnMut(Range<usize>),
    ) {
        const LINE_ENDS: [char; 2] = ['\n', '\r'];
        let mut at = range.start;
        for line in self.text[range.clone()].split_inclusive(LINE_ENDS) {
            let end = at + line.len();
            let mut part = line;
            if at == 0 || self.text[..at].ends_with(LINE_ENDS) {
                part = part.trim_start_matches([' ', '\t']);
            }
            let start = end - part.len();
            if part.ends_with(LINE_ENDS) {
                part = part.trim_end_matches([' ', '\t', '\n', '\r']);
            }
            if !part.is_empty() {
                each(start..start + part.len());
            }
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_behind_the_marks_before_them() {
        let body = "> a <b title=\"門\r\n> 書\">車";
        let range = 4..body.len() - 3;
        let lines = Lines::of(body, &range, "<b title=\"門\n書\">").unwrap();
        assert_eq!(lines.text(), "<b title=\"門\r\n書\">");
        let mut parts = Vec::new();
        lines.parts(&(10..18), |part| parts.push(&body[lines.in_body(&part)]));
        assert_eq!(parts, ["門", "書"]);
        assert_eq!(lines.in_body(&(0..lines.text().len())), range);
        assert!(Lines::of(body, &range, "<b title=\"門\n").is_none());
        assert!(Lines::of(body, &range, "<b title=\"書\n書\">").is_none());
    }

    #[test]
    fn indentation_and_line_ends_are_no_parts() {
        let mut lines = Lines::default();
        lines.push("  門 \n\t書 <", 0..13);
        let mut parts = Vec::new();
        lines.parts(&(0..11), |part| parts.push(&lines.text()[part]));
        assert_eq!(parts, ["門", "書"]);
        lines.parts(&(7..12), |part| parts.push(&lines.text()[part]));
        assert_eq!(parts, ["門", "書", "書 "]);
    }
}
