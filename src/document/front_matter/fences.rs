//! Finds front matter: our own rule, since no Markdown parser knows all four
//! formats, and a byte order mark or a blank line hides the fence from them.

use std::ops::Range;

use super::{
    super::{BOM, FrontMatter, FrontMatterFormat},
    json, toml,
    values::Root,
    yaml,
};

/// The front matter at the start of `source`.
pub(in crate::document) fn find(source: &str) -> Option<FrontMatter> {
    let start = first_text(source);
    let first = line_at(source, start);
    let fence = source[first.clone()].trim_end();
    let (format, closers): (_, &[&str]) = match fence {
        "---" => (FrontMatterFormat::Yaml, &["---", "..."]),
        "+++" => (FrontMatterFormat::Toml, &["+++"]),
        _ if is_semicolons(fence) => (FrontMatterFormat::HexoJson, &[fence]),
        _ if fence.starts_with('{') => return json(source, start),
        _ => return unopened(source, start, fence),
    };
    let (content, end) = close(source, first.end, closers)?;
    let values = match format {
        FrontMatterFormat::Yaml => yaml::parse(source, content.clone()),
        FrontMatterFormat::Toml => toml::parse(source, content.clone()),
        _ => json::parse_bare(source, content.clone()),
    };
    let is_mapping = format != FrontMatterFormat::Yaml
        || match &values {
            Ok(values) => values.root != Root::Other,
            Err(_) => starts_as_mapping(&source[content.clone()]),
        };
    is_mapping.then_some(FrontMatter { format, block: start..end, content, values })
}

/// Hexo closes with the line that it opened with, of three or more.
fn is_semicolons(fence: &str) -> bool {
    fence.len() >= 3 && fence.bytes().all(|byte| byte == b';')
}

/// Keys that tell front matter without a fence above it.
const TELLING_KEYS: [&str; 3] = ["title", "date", "layout"];

/// What Hexo reads up to a fence without one above it, as its own first posts
/// were: JSON, or YAML. Prose can begin so, and the line below it can make it a
/// heading: it must be valid, and YAML must have two keys, one that tells.
fn unopened(source: &str, start: usize, first: &str) -> Option<FrontMatter> {
    if first.starts_with('"') {
        let (content, end) = close(source, start, &[";;;"])?;
        let values = Ok(json::parse_bare(source, content.clone()).ok()?);
        let format = FrontMatterFormat::HexoJson;
        return Some(FrontMatter { format, block: start..end, content, values });
    }
    let key = first.split_once(':').map(|(key, _)| key)?;
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        return None;
    }
    let (content, end) = close(source, start, &["---"])?;
    let values = yaml::parse(source, content.clone()).ok()?;
    let tells = |key: &str| TELLING_KEYS.contains(&key);
    let is_meant = values.fields.len() > 1 && values.fields.iter().any(|field| tells(&field.key));
    is_meant.then_some(FrontMatter {
        format: FrontMatterFormat::Yaml,
        block: start..end,
        content,
        values: Ok(values),
    })
}

/// Where the first line that is not blank starts.
fn first_text(source: &str) -> usize {
    let mut start = if source.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    loop {
        let line = line_at(source, start);
        if line.is_empty() || !is_blank(&source[line.clone()]) {
            return start;
        }
        start = line.end;
    }
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The line that starts at `start`, with its line ending: CommonMark's and
/// YAML's, a carriage return alone included.
fn line_at(source: &str, start: usize) -> Range<usize> {
    let rest = &source.as_bytes()[start..];
    let end = memchr::memchr2(b'\n', b'\r', rest).map(|end| match &rest[end..] {
        [b'\r', b'\n', ..] => end + 2,
        _ => end + 1,
    });
    start..end.map_or(source.len(), |end| start + end)
}

/// The range before the first closing line from `start` on, and where that line ends.
fn close(source: &str, start: usize, closers: &[&str]) -> Option<(Range<usize>, usize)> {
    let mut at = start;
    while at < source.len() {
        let line = line_at(source, at);
        if closers.contains(&source[line.clone()].trim_end_matches([' ', '\t', '\r', '\n'])) {
            return Some((start..at, line.end));
        }
        at = line.end;
    }
    None
}

/// Whether text that is no valid YAML was meant as a mapping: its first line
/// that is neither blank nor a comment begins with `key:`.
fn starts_as_mapping(content: &str) -> bool {
    let mut lines = content.split(['\n', '\r']).map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    first.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && !key.trim_end().contains(char::is_whitespace)
            && (value.is_empty() || value.starts_with([' ', '\t']))
    })
}

/// A JSON object at `start`, as Hugo reads it. `{%`, `{{` and `{:` are
/// templates: the object must be empty or begin with a quoted key.
fn json(source: &str, start: usize) -> Option<FrontMatter> {
    let inner = source[start..].strip_prefix('{')?.trim_start();
    if !inner.starts_with(['"', '}']) {
        return None;
    }
    let end = start + object_end(&source.as_bytes()[start..])?;
    let line = line_at(source, end);
    is_blank(&source[line.clone()]).then(|| FrontMatter {
        format: FrontMatterFormat::Json,
        block: start..line.end,
        content: start..end,
        values: json::parse(source, start..end),
    })
}

/// How many bytes the object at the start of `bytes` takes.
fn object_end(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}
