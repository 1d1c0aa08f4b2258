//! Directives: comments in which the author says what stays.
//!
//! `<!-- hanmark:off -->` keeps all up to `<!-- hanmark:on -->`, and
//! `<!-- hanmark:next-line -->` the next line that is not blank. They work by
//! place, whatever blocks lie between, and in MDX as `{/* hanmark:off */}` too.

use std::ops::Range;

use memchr::memmem;

/// A comment that speaks to hanmark.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// Byte range of the comment in the body.
    pub(super) range: Range<usize>,
    /// What stands behind `hanmark:`.
    pub(super) word: String,
}

impl Directive {
    /// The directive in a comment of HTML, if it is one; it lies at `range` in
    /// the body.
    pub(super) fn in_comment(comment: &str, range: Range<usize>) -> Option<Self> {
        Self::in_text(comment.strip_prefix("<!--")?.strip_suffix("-->")?, range)
    }

    fn in_text(text: &str, range: Range<usize>) -> Option<Self> {
        let word = text.trim().strip_prefix("hanmark:")?.trim().to_owned();
        Some(Self { range, word })
    }
}

/// Appends the directives in comments of MDX, which are text to the parser. `code`
/// lists the code of the body in order: directives in there are quoted.
pub(super) fn add_mdx(body: &str, code: &[Range<usize>], directives: &mut Vec<Directive>) {
    let mut code = code.iter().peekable();
    let mut done = 0;
    for start in memmem::find_iter(body.as_bytes(), "{/*") {
        while code.next_if(|range| range.end <= start).is_some() {}
        if start < done || code.peek().is_some_and(|range| range.start <= start) {
            continue;
        }
        let inner = start + 3;
        let Some(length) = memmem::find(&body.as_bytes()[inner..], b"*/}") else { break };
        done = inner + length + 3;
        directives.extend(Directive::in_text(&body[inner..inner + length], start..done));
    }
    directives.sort_by_key(|directive| directive.range.start);
}

/// What directives, in order, say of a body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Byte ranges of the body that stay, in order of their start.
    pub(super) kept: Vec<Range<usize>>,
    /// What looks wrong: a byte offset in the body, and a message.
    pub(super) warnings: Vec<(usize, String)>,
}

impl Said {
    pub(super) fn by(directives: &[Directive], body: &str) -> Self {
        let mut said = Self::default();
        let mut off: Option<usize> = None;
        // Where the line of the last `next-line` ends.
        let mut line_end = 0;
        for Directive { range, word } in directives {
            match word.as_str() {
                "off" => off = off.or(Some(range.start)),
                "on" => match off.take() {
                    Some(start) => said.kept.push(start..range.end),
                    None => said.warn(range.start, "`hanmark:on` without `hanmark:off`"),
                },
                "next-line" if range.end > line_end => {
                    line_end = end_of_line(body, range.end);
                    said.kept.extend(next_line(body, line_end));
                }
                "next-line" => {}
                _ => {
                    let known = "known are off, on and next-line";
                    said.warn(range.start, format!("unknown directive `hanmark:{word}`; {known}"));
                }
            }
        }
        if let Some(start) = off {
            said.warn(start, "`hanmark:off` without `hanmark:on`: all below stays as it is");
            said.kept.push(start..body.len());
        }
        said.kept.sort_by_key(|range| range.start);
        said.warnings.sort_by_key(|(at, _)| *at);
        said
    }

    fn warn(&mut self, at: usize, message: impl Into<String>) {
        self.warnings.push((at, message.into()));
    }
}

fn end_of_line(body: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &body.as_bytes()[at..]).map_or(body.len(), |length| at + length)
}

/// The first line behind `at`, an end of a line, that is not blank, but for marks
/// of quotes.
fn next_line(body: &str, at: usize) -> Option<Range<usize>> {
    let blank = |c: char| c.is_ascii_whitespace() || c == '>';
    let text = body[at..].find(|c| !blank(c))? + at;
    let start = body[at..text].rfind(['\n', '\r']).map_or(at, |line| at + line + 1);
    Some(start..end_of_line(body, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directives(body: &str) -> Vec<Directive> {
        let mut found = Vec::new();
        for (start, _) in body.match_indices("<!--") {
            let end = start + body[start..].find("-->").unwrap() + 3;
            found.extend(Directive::in_comment(&body[start..end], start..end));
        }
        found
    }

    #[track_caller]
    fn assert_says(body: &str, kept: &[&str], warnings: &[(usize, &str)]) {
        let said = Said::by(&directives(body), body);
        let texts: Vec<&str> = said.kept.into_iter().map(|range| &body[range]).collect();
        assert_eq!(texts, kept, "{body:?}");
        let warnings: Vec<_> = warnings.iter().map(|(at, said)| (*at, (*said).into())).collect();
        assert_eq!(said.warnings, warnings, "{body:?}");
    }

    #[test]
    fn off_reaches_to_on() {
        let kept = "<!-- hanmark:off -->門<!-- hanmark:off -->\n\n<!--hanmark: on-->";
        assert_says(&format!("書{kept}頁"), &[kept], &[]);
        assert_says(
            "書<!-- hanmark:off -->頁",
            &["<!-- hanmark:off -->頁"],
            &[(3, "`hanmark:off` without `hanmark:on`: all below stays as it is")],
        );
        assert_says("<!-- hanmark:on -->頁", &[], &[(0, "`hanmark:on` without `hanmark:off`")]);
    }

    #[test]
    fn the_next_line_is_the_next_that_is_not_blank() {
        let mark = "<!-- hanmark:next-line -->";
        assert_says(&format!("門{mark} 書\n頁 圖\n電"), &["頁 圖"], &[]);
        assert_says(&format!("> {mark}\r\n>\r\n> - 頁\r\n> 電"), &["> - 頁"], &[]);
        assert_says(&format!("{mark}\n\n{mark}\n門"), &[mark, "門"], &[]);
        assert_says(&format!("{mark}{mark}\n門"), &["門"], &[]);
        assert_says(&format!("{mark}\n\n"), &[], &[]);
    }

    #[test]
    fn other_comments_say_nothing_and_other_words_are_unknown() {
        assert_says("<!-- 門 --><!-- hanmark -->", &[], &[]);
        let unknown = "unknown directive `hanmark:of`; known are off, on and next-line";
        assert_says("<!-- hanmark:of -->", &[], &[(0, unknown)]);
    }

    #[test]
    fn comments_of_mdx_speak_too() {
        let body = "`{/* hanmark:on */}` {/* hanmark:off */} {/* 門 */} {/*";
        let mut found = Vec::new();
        add_mdx(body, std::slice::from_ref(&(0..20)), &mut found);
        assert_eq!(found, [Directive { range: 21..40, word: "off".into() }]);
    }

    #[test]
    fn many_directives_take_linear_time() {
        let body = "<!-- hanmark:next-line -->".repeat(40_000) + "\n門";
        assert_eq!(Said::by(&directives(&body), &body).kept.len(), 1);
        let mut found = Vec::new();
        add_mdx(&"{/*".repeat(400_000), &[], &mut found);
        assert_eq!(found, []);
    }
}
