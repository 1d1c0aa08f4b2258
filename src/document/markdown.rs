//! Prose of the body: what the Markdown parser calls text, minus pins.
//!
//! The parser's events are pieces already; templates are looked for over the
//! source now that all code is known, and what is left goes to runs.

use std::{ops::Range, path::Path};

use pulldown_cmark::{Event, OffsetIter, Options, Parser, RefDefs, Tag, TagEnd};

use super::{
    Document,
    html::{Flow, OpenElements},
    mask, name_panics,
    pieces::{Piece, Pieces},
    pins::{self, Pins},
    prose::RunBuilder,
};

/// The dialect of a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flavour {
    /// Markdown with the usual extensions.
    #[default]
    Markdown,
    /// The same with JSX: bare `{…}` is an expression (`.mdx`).
    Mdx,
}

impl Flavour {
    /// The dialect that a file of that name is in, by its ending.
    #[must_use]
    pub fn of_name(name: &Path) -> Self {
        let extension = name.extension().and_then(|extension| extension.to_str());
        match extension {
            Some(extension) if extension.eq_ignore_ascii_case("mdx") => Self::Mdx,
            _ => Self::Markdown,
        }
    }
}

/// The parser as every stage uses it.
///
/// Smart punctuation would give text that is not in the source; wikilinks would
/// take `[[1]](/path)` for one and the path for text; metadata is ours.
pub(crate) fn events(body: &str) -> Events<'_> {
    Events(name_panics(|| Parser::new_ext(body, options()).into_offset_iter()))
}

/// The parser's events with their byte ranges in the body. Its panics are told
/// from ours.
pub(crate) struct Events<'a>(OffsetIter<'a>);

impl Events<'_> {
    /// The reference definitions of the whole body.
    pub(crate) fn definitions(&self) -> &RefDefs<'_> {
        self.0.reference_definitions()
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        name_panics(|| self.0.next())
    }
}

pub(crate) fn options() -> Options {
    let off = Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_WIKILINKS;
    // The old footnotes' bits contain the new ones'.
    Options::all().difference(off) | Options::ENABLE_FOOTNOTES
}

/// Whether math that spans `range` is prose: `$5 … $6` are prices.
pub(crate) fn is_price(body: &str, range: &Range<usize>) -> bool {
    body[range.end..].starts_with(|c: char| c.is_ascii_digit())
        // Markdown in there was not parsed.
        && !body[range.clone()].contains(['`', '<', '[', '\\', '&', '*', '_'])
}

/// Whether `tag` is a block, in contrast to inline markup.
pub(crate) fn is_block(tag: &Tag<'_>) -> bool {
    !is_inline_end(tag.to_end())
}

/// Whether `tag` is inline markup.
pub(crate) fn is_inline_end(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image)
}

/// Adds the runs of the body to `runs`.
pub(super) fn read(document: &Document<'_>, flavour: Flavour, runs: &mut RunBuilder) {
    let body = document.body();
    let pieces = Pieces::read(body);
    let masked: Vec<_> =
        mask::templates(body, &pieces.code, &[]).into_iter().map(|masked| masked.range).collect();
    let mut reader = Reader {
        body,
        base: document.body_range().start,
        pins: Pins::new(body, flavour),
        masked: masked.into_iter().peekable(),
        pinned_until: 0,
        url_open_at: None,
        elements: OpenElements::default(),
        runs,
    };
    reader.read(&pieces.list);
    let base = document.body_range().start;
    runs.set_quotes(pieces.quotes.iter().map(|quote| base + quote.start..base + quote.end));
}

struct Reader<'r> {
    body: &'r str,
    /// Where the body starts in the post.
    base: usize,
    pins: Pins<'r>,
    masked: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
    /// The end of a pin that reaches beyond the stretch that it starts in.
    pinned_until: usize,
    /// Where a bare URL goes on, if the last one reached the end of its stretch.
    url_open_at: Option<usize>,
    elements: OpenElements,
    runs: &'r mut RunBuilder,
}

impl Reader<'_> {
    fn read(&mut self, pieces: &[Piece]) {
        let mut pieces = pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(range) => {
                    // The parser cuts text at `[`, `_` and other signs.
                    let mut stretch = range.clone();
                    while let Some(Piece::Text(next)) = pieces
                        .next_if(|next| matches!(next, Piece::Text(at) if at.start == stretch.end))
                    {
                        stretch.end = next.end;
                    }
                    self.stretch(stretch);
                }
                Piece::Title(range) => {
                    self.runs.start_title();
                    self.stretch(range.clone());
                    self.runs.end_title();
                }
                Piece::Entity(range) => {
                    if self.url_open_at == Some(range.start) {
                        self.url_open_at = Some(range.end);
                    }
                    self.runs.end_run();
                }
                Piece::Tag(range) => {
                    if self.elements.step(&self.body[range.clone()]) == Flow::Ends {
                        self.runs.end_run();
                    }
                }
                Piece::Break => self.runs.end_run(),
                Piece::Block => {
                    self.elements.clear();
                    self.runs.end_run();
                }
            }
        }
    }

    /// Takes a contiguous stretch of text, without what is pinned in it.
    fn stretch(&mut self, stretch: Range<usize>) {
        if let Some(url) = self.url_open_at.take()
            && matches!(self.body.get(url..stretch.start), Some("" | "\\"))
        {
            let end = stretch.start + pins::url_end(&self.body[stretch.clone()]);
            self.pinned_until = self.pinned_until.max(end);
            self.url_open_at = (end == stretch.end).then_some(end);
        }
        let rest = self.pinned_until.clamp(stretch.start, stretch.end)..stretch.end;
        if rest.start > stretch.start {
            self.runs.end_run();
        }
        let mut pinned = Vec::new();
        self.pins.find(rest.clone(), &mut |pin| pinned.push(pin.range));
        if let Some(last) = pinned.last().filter(|last| last.end >= stretch.end) {
            self.pinned_until = last.end;
            let is_url = self.body[last.clone()].starts_with(|c: char| c.is_ascii_alphanumeric());
            self.url_open_at = is_url.then_some(last.end);
        }
        self.spans(rest, pinned);
    }

    fn spans(&mut self, rest: Range<usize>, pinned: Vec<Range<usize>>) {
        if self.elements.keep_text() {
            return self.runs.end_run();
        }
        while self.masked.next_if(|range| range.end <= rest.start).is_some() {}
        let mut cuts: Vec<_> = pinned.into_iter().map(|range| (range, Flow::Ends)).collect();
        while let Some(range) = self.masked.next_if(|range| range.start < rest.end) {
            cuts.push((range, Flow::Ends));
        }
        // The last one can reach into the next stretch.
        if let Some((range, _)) = cuts.last().filter(|(range, _)| range.end > rest.end) {
            self.pinned_until = self.pinned_until.max(range.end);
        }
        cuts.sort_by_key(|(range, _)| range.start);
        let cuts = cuts
            .into_iter()
            .map(|(range, flow)| (self.base + range.start..self.base + range.end, flow));
        self.runs.spans_between(self.base + rest.start..self.base + rest.end, cuts);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, ProseSettings, prose};
    use super::*;

    #[track_caller]
    fn assert_runs_in(flavour: Flavour, source: &str, expected: &[&[&str]]) {
        let settings = ProseSettings { flavour, ..ProseSettings::default() };
        let prose = prose(&Document::split(source), &settings).unwrap();
        let runs: Vec<Vec<&str>> = prose
            .runs
            .iter()
            .map(|run| {
                prose.spans[run.spans.clone()].iter().map(|span| &source[span.clone()]).collect()
            })
            .collect();
        assert_eq!(runs, expected, "{source:?}");
    }

    #[track_caller]
    fn assert_runs(source: &str, expected: &[&[&str]]) {
        assert_runs_in(Flavour::Markdown, source, expected);
    }

    #[test]
    fn inline_markup_does_not_end_a_run() {
        assert_runs(
            "門*書*__頁__[圖](/電)x~~車~~ ^馬^",
            &[&["門", "書", "頁", "圖", "x", "車", " ", "馬"]],
        );
        assert_runs("> 門\r\n> 書\r\n頁", &[&["門", "書", "頁"]]);
        assert_runs("- [x] 門\n  書", &[&["門", "書"]]);
        assert_runs("馬[門]!書_車", &[&["馬[門]!書_車"]]);
        assert_runs("\\*門\\*書", &[&["*門", "*書"]]);
        assert_runs("門<b>書</b><span lang=zh>頁</span>", &[&["門", "書", "頁"]]);
    }

    #[test]
    fn code_images_math_entities_and_breaks_end_a_run() {
        assert_runs("門`書`頁", &[&["門"], &["頁"]]);
        assert_runs("門![圖**電**](圖.png)頁", &[&["門"], &["圖", "電"], &["頁"]]);
        assert_runs("門$書$頁&amp;圖<https://電>車", &[&["門"], &["頁"], &["圖"], &["車"]]);
        assert_runs(
            "門  \n書\\\n頁<br>圖[^電]車\n\n[^電]: 馬",
            &[&["門"], &["書"], &["頁"], &["圖"], &["車"], &["馬"]],
        );
    }

    #[test]
    fn blocks_end_runs_and_open_elements() {
        assert_runs("門\n===\n書\n\n- 頁\n- 圖\n", &[&["門"], &["書"], &["頁"], &["圖"]]);
        assert_runs("|門|書|\n|-|-|\n|頁\\|圖|`電`|\n", &[&["門"], &["書"], &["頁", "|圖"]]);
        assert_runs("a <code>門\n\n書</code>", &[&["a "], &["書"]]);
        assert_runs("門\n: 書\n", &[&["門"], &["書"]]);
    }

    #[test]
    fn code_and_html_blocks_give_no_runs() {
        assert_runs("```門\n書\n```\n\n    頁\n\n<div>圖</div>\n\n$$\n電\n$$\n", &[]);
        assert_runs("<pre>\n門\n\n書</pre>\n\n<!-- 頁\n\n圖 -->\n", &[]);
        assert_runs("plain", &[&["plain"]]);
        assert_runs("", &[]);
    }

    #[test]
    fn labels_that_are_text_too_stay() {
        let definition = "\n\n[門]: /u";
        assert_runs(&format!("[門]書[門][]頁[圖][門]{definition}"), &[&["書"], &["頁", "圖"]]);
        assert_runs("[門]書", &[&["[門]書"]]);
        assert_runs(&format!("[![圖][門]][門]{definition}"), &[&["圖"]]);
        assert_runs(&format!("![門]書{definition}"), &[&["書"]]);
    }

    #[test]
    fn titles_are_runs_of_their_own() {
        assert_runs("門[書](/u '頁')圖", &[&["門", "書", "圖"], &["頁"]]);
        assert_runs("![門](/u \"書\")", &[&["門"], &["書"]]);
        assert_runs("[![門](/a (書))](/b '頁')", &[&["門"], &["書"], &["頁"]]);
        assert_runs(
            "[門][a]\n\n[a]:\n/u\n'書'\n\n頁\n\n> [b]: /u\n>   (圖)",
            &[&["門"], &["書"], &["頁"], &["圖"]],
        );
        assert_runs("[x](/u '門&amp;')[門]\n\n[門]: /u", &[&["x"]]);
    }

    #[test]
    fn prices_are_prose_and_math_is_not() {
        assert_runs("$5書 門$6", &[&["$5書 門$6"]]);
        assert_runs("$5`書` 門$6", &[&["6"]]);
        assert_runs("$書$ $$門$$", &[&[" "]]);
    }

    #[test]
    fn a_url_goes_on_over_signs_and_entities() {
        assert_runs("門https://a.tw/書_頁&amp;b=圖\\_電 車", &[&["門"], &[" 車"]]);
        assert_runs("[a](https://x.com/)書", &[&["a", "書"]]);
        assert_runs("[[門]]&amp;書", &[&["書"]]);
    }

    #[test]
    fn templates_stay_with_their_code() {
        assert_runs("{% note *門* %}書{% endnote %}頁", &[&["書"], &["頁"]]);
        assert_runs("{{< a\nb=\"門\"\n>}}書\n", &[&["書"]]);
        assert_runs("{% highlight %}\n門\n\n書\n{% endhighlight %}頁\n", &[&["頁"]]);
        assert_runs("`{{` 門 `}}`", &[&[" 門 "]]);
        assert_runs("門 {%", &[&["門 {%"]]);
    }

    #[test]
    fn loud_signs_hide_no_prose() {
        assert_runs("???為什麼？他說後來。", &[&["???為什麼？他說後來。"]]);
        assert_runs("**真的**!!!後來的門", &[&["真的", "!!!後來的門"]]);
        assert_runs("*x*:::後來的門", &[&["x", ":::後來的門"]]);
        assert_runs("> :::tip 門\n> 書\n", &[&[" 門", "書"]]);
    }

    #[test]
    fn bare_expressions_are_code_in_mdx_only() {
        assert_runs("門{ 書 }頁", &[&["門{ 書 }頁"]]);
        assert_runs_in(Flavour::Mdx, "門{ 書{頁} }圖", &[&["門"], &["圖"]]);
        assert_runs_in(Flavour::Mdx, "門{ 書", &[&["門{ 書"]]);
        assert_runs("<Tabs a={\n\"門\"}>書\n", &[&["書"]]);
    }

    #[test]
    fn byte_order_mark_front_matter_and_line_endings_shift_nothing() {
        assert_runs(
            "\u{feff}---\r\ntitle: 書\r\n---\r\n\r\n# 門\r\n頁",
            &[&["書"], &["門"], &["頁"]],
        );
        assert_runs("\u{feff}門", &[&["門"]]);
    }

    #[test]
    fn a_panic_of_the_parser_is_a_refusal() {
        let refused = prose(&Document::split("- 門\n   {.a}\n  ===\n"), &ProseSettings::default());
        assert!(refused.unwrap_err().reason.starts_with("the Markdown parser failed: "));
    }
}
