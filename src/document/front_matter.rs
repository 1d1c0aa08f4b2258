//! Prose of the front matter: which values are taken, and their spans.
//!
//! A value is written in one of YAML's five scalar styles. Its spans leave out
//! quotes, indentation, escapes, and what is pinned as in the body: HTML tags,
//! URLs, destinations of links.

use std::{collections::HashSet, ops::Range};

use granit_parser::ScalarStyle;

use super::{
    Document, Flavour, FrontMatterFormat,
    html::{Flow, OpenElements},
    mask,
    pins::Pins,
    prose::RunBuilder,
    yaml::{Scalar, Yaml},
};

/// Keys of the root mapping whose values are prose.
const PROSE_KEYS: [&str; 8] =
    ["title", "subtitle", "description", "summary", "excerpt", "abstract", "headline", "lead"];

/// Endings of such keys; `caption` and `alt` alone are keys too.
const PROSE_ENDINGS: [&str; 4] = ["_caption", "-caption", "_alt", "-alt"];

/// Which front matter values are prose: the usual keys of the root mapping,
/// more, or fewer. Keys are compared without regard to ASCII case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldScope {
    /// More keys; nested ones with dots, as `seo.title`.
    pub convert: Vec<String>,
    /// Keys that stay although they are among the usual ones.
    pub keep: Vec<String>,
}

impl FieldScope {
    /// Whether the value under `path` (keys joined by dots) is prose.
    #[must_use]
    pub fn converts(&self, path: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name.eq_ignore_ascii_case(path));
        !names(&self.keep) && (names(&self.convert) || is_prose_key(path))
    }
}

fn is_prose_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    !key.contains('.')
        && (PROSE_KEYS.contains(&key.as_str())
            || matches!(key.as_str(), "caption" | "alt")
            || PROSE_ENDINGS.iter().any(|ending| key.ends_with(ending)))
}

/// Adds a run for each value (or line of a literal block) that `scope` names.
pub(super) fn read(document: &Document<'_>, scope: &FieldScope, runs: &mut RunBuilder) {
    let Some(front_matter) = document.front_matter() else { return };
    let line = document.line(front_matter.content.start);
    match &front_matter.yaml {
        None => {
            let name = match front_matter.format {
                FrontMatterFormat::Toml => "TOML",
                _ => "JSON",
            };
            runs.warn(line, format!("front matter in {name} stays as it is"));
        }
        Some(Err(error)) => runs.warn(
            document.line(error.offset),
            format!("front matter is not valid YAML and stays as it is: {}", error.reason),
        ),
        Some(Ok(yaml)) => {
            warn_of_duplicates(document, yaml, runs);
            for scalar in yaml.scalars.iter().filter(|scalar| scope.converts(&scalar.path)) {
                read_scalar(document, scalar, runs);
            }
        }
    }
}

fn warn_of_duplicates(document: &Document<'_>, yaml: &Yaml, runs: &mut RunBuilder) {
    let mut keys = HashSet::new();
    for field in &yaml.fields {
        if !keys.insert(&field.key) {
            let line = document.line(field.key_range.start);
            runs.warn(line, format!("the key `{}` is repeated in the front matter", field.key));
        }
    }
}

fn read_scalar(document: &Document<'_>, scalar: &Scalar, runs: &mut RunBuilder) {
    let source = document.source();
    let Some(inner) = inner(source, scalar) else {
        if !scalar.decoded.is_ascii() {
            let line = document.line(scalar.range.start);
            runs.warn(line, format!("the value of `{}` stays as it is", scalar.path));
        }
        return;
    };
    let mut start = inner.start;
    for line in source[inner].split_inclusive('\n') {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let text = line.trim_start_matches(blank);
        let text_start = start + line.len() - text.len();
        let text_end = text_start + text.trim_end_matches(blank).len();
        start += line.len();
        if text.is_empty() || scalar.style == ScalarStyle::Literal {
            runs.end_run();
        }
        read_line(source, text_start..text_end, scalar.style, runs);
    }
    runs.end_run();
}

/// The scalar without its quotes; nothing if the range is not what the parser
/// says that the value is.
fn inner(source: &str, scalar: &Scalar) -> Option<Range<usize>> {
    let range = scalar.range.clone();
    let raw = &source[range.clone()];
    match scalar.style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let quote = if scalar.style == ScalarStyle::SingleQuoted { '\'' } else { '"' };
            let inner = raw.strip_prefix(quote)?.strip_suffix(quote)?;
            Some(range.start + 1..range.start + 1 + inner.len())
        }
        _ => {
            // Folding only changes white space.
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            (letters(raw) == letters(&scalar.decoded)).then_some(range)
        }
    }
}

fn read_line(source: &str, line: Range<usize>, style: ScalarStyle, runs: &mut RunBuilder) {
    let text = &source[line.clone()];
    let mut cuts = Vec::new();
    match style {
        ScalarStyle::SingleQuoted => {
            cuts.extend(text.match_indices("''").map(|(at, _)| (at..at + 1, Flow::GoesOn)));
        }
        ScalarStyle::DoubleQuoted => escapes(text, &mut cuts),
        _ => {}
    }
    tags(text, &mut cuts);
    entities(text, &mut cuts);
    cuts.extend(text.match_indices("](").filter_map(|(at, _)| {
        let end = at + 2 + text[at + 2..].find([')', '(', ' '])?;
        text[end..].starts_with(')').then_some((at..end + 1, Flow::GoesOn))
    }));
    let masked = mask::templates(text, &[], &[]).into_iter();
    cuts.extend(masked.map(|masked| (masked.range, Flow::Ends)));
    Pins::new(text, Flavour::Markdown).find(0..text.len(), &mut |pin| {
        if !text[pin.range.clone()].starts_with('<') {
            cuts.push((pin.range, Flow::Ends));
        }
    });
    cuts.sort_by_key(|(range, _)| range.start);
    let cuts = cuts
        .into_iter()
        .map(|(range, flow)| (line.start + range.start..line.start + range.end, flow));
    runs.spans_between(line.clone(), cuts);
}

type Cuts = Vec<(Range<usize>, Flow)>;

/// Escapes of a double quoted scalar: `\"` stands for a character that is
/// written behind the backslash, all others stand for something else.
fn escapes(text: &str, cuts: &mut Cuts) {
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let start = at + found;
        let Some(escaped) = text[start + 1..].chars().next() else {
            // A line continuation.
            cuts.push((start..start + 1, Flow::GoesOn));
            return;
        };
        let (width, flow) = match escaped {
            '"' | '\\' | '/' => (1, Flow::GoesOn),
            'x' => (4, Flow::Ends),
            'u' => (6, Flow::Ends),
            'U' => (10, Flow::Ends),
            other => (1 + other.len_utf8(), Flow::Ends),
        };
        let end = text.len().min(start + width);
        cuts.push((start..end, flow));
        at = text.len().min(start + width.max(2));
    }
}

fn tags(text: &str, cuts: &mut Cuts) {
    let mut elements = OpenElements::default();
    let mut kept_from = None;
    let mut done = 0;
    for (start, _) in text.match_indices('<') {
        if start < done
            || !text[start + 1..]
                .starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        {
            continue;
        }
        let Some(length) = text[start..].find('>') else { break };
        let end = start + length + 1;
        done = end;
        let flow = elements.step(&text[start..end]);
        cuts.push((start..end, flow));
        match (elements.keep_text(), kept_from) {
            (true, None) => kept_from = Some(start),
            (false, Some(from)) => {
                cuts.push((from..end, Flow::Ends));
                kept_from = None;
            }
            _ => {}
        }
    }
    if let Some(from) = kept_from {
        cuts.push((from..text.len(), Flow::Ends));
    }
}

fn entities(text: &str, cuts: &mut Cuts) {
    for (start, _) in text.match_indices('&') {
        let name = &text[start + 1..];
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        if let Some(length) = length.filter(|length| *length > 0)
            && name[length..].starts_with(';')
        {
            cuts.push((start..start + length + 2, Flow::Ends));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Prose, ProseSettings, prose};
    use super::*;

    fn runs(source: &str, fields: FieldScope) -> (Vec<Vec<&str>>, Prose) {
        let settings = ProseSettings { fields, ..ProseSettings::default() };
        let prose = prose(&Document::split(source), &settings).unwrap();
        let texts = prose.runs.iter().map(|run| {
            prose.spans[run.spans.clone()].iter().map(|span| &source[span.clone()]).collect()
        });
        (texts.collect(), prose)
    }

    #[track_caller]
    fn assert_runs(yaml: &str, expected: &[&[&str]]) {
        let source = format!("---\n{yaml}\n---\n");
        let (found, prose) = runs(&source, FieldScope::default());
        assert_eq!(found, expected, "{yaml}");
        assert_eq!(prose.warnings, [], "{yaml}");
    }

    #[test]
    fn every_scalar_style_leaves_out_what_is_not_text() {
        assert_runs("title: 書 門 # 題", &[&["書 門"]]);
        assert_runs("title: &書 門", &[&["門"]]);
        assert_runs("title: !!str 東\n  國", &[&["東", "國"]]);
        assert_runs("title: '電''車'", &[&["電", "'車"]]);
        assert_runs(
            "title: \"門\\u9580\\\"車\\\"\\n馬\\\\\"",
            &[&["門"], &["\"車", "\""], &["馬", "\\"]],
        );
        assert_runs("title: \"門\\\n  車\"", &[&["門", "車"]]);
        assert_runs("title: >-\n  書\n  門 # 非\n\n  頁\nid: 1", &[&["書", "門 # 非"], &["頁"]]);
        assert_runs("title: |2\n    書\n   門\n", &[&["書"], &["門"]]);
        assert_runs("title: [書, \"門\"]\nalt:\n- 頁\n- {a: 圖}", &[&["書"], &["門"], &["頁"]]);
    }

    #[test]
    fn the_usual_keys_are_taken_at_the_top_only() {
        assert_runs(
            "image_caption: 書\nAlt: 門\ndefault: 頁\nseo: {title: 圖}",
            &[&["書"], &["門"]],
        );
        let source = "---\ntitle: 書\nseo:\n  title: 圖\ntags: [電]\n---\n";
        let convert = vec!["seo.title".to_owned(), "tags".to_owned()];
        let keep = vec!["title".to_owned()];
        let (found, _) = runs(source, FieldScope { convert, keep });
        assert_eq!(found, [["圖"], ["電"]]);
    }

    #[test]
    fn markup_and_urls_in_values_stay() {
        assert_runs(
            "title: '書<br>門<b class=\"頁\">車</b>馬 https://a.tw/圖'",
            &[&["書"], &["門", "車", "馬 "]],
        );
        assert_runs("title: <code>書</code>門&nbsp;[頁](/圖)", &[&["門"], &["[頁"]]);
        assert_runs("title: '{{ 書 }}門'", &[&["門"]]);
    }

    #[test]
    fn invalid_yaml_and_repeated_keys_give_warnings() {
        let warnings = |source| runs(source, FieldScope::default()).1.warnings;
        let invalid = warnings("---\ntitle: 門: 車\n---\n書\n");
        let message = "front matter is not valid YAML and stays as it is: \
                       mapping values are not allowed in this context";
        assert_eq!(invalid, [super::super::Warning { line: 2, message: message.to_owned() }]);
        let repeated = warnings("---\ntitle: 書\ntitle: 門\n---\n");
        let message = "the key `title` is repeated in the front matter".to_owned();
        assert_eq!(repeated, [super::super::Warning { line: 3, message }]);
    }
}
