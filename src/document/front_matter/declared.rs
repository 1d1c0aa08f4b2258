//! Declared edits: what the user asks of the front matter of a copy.
//!
//! The language key follows the edition, and `set` adds or replaces keys.

use std::ops::Range;

use super::{
    super::{Document, FrontMatter, FrontMatterFormat, Lines, Warning},
    values::{Field, Node, Root, Style, Values},
    written::Notation,
};
use crate::{convert::variant::Variant, edit::Edits};

/// Keys whose value can name the variant of the post; the last one is in its own map.
const LANGUAGE_KEYS: [&str; 4] = ["lang", "language", "locale", "hanmark.source"];

/// A value that the user sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetValue {
    /// A string: quoted where the format wants it, or YAML would read it as
    /// anything else.
    Text(String),
    /// A number or a boolean, written as it is.
    Plain(String),
}

/// The edits, and what could not be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// In the order of the post, without rules.
    pub edits: Edits,
    /// Keys that could not be set.
    pub warnings: Vec<Warning>,
}

/// The edits that make the front matter of a copy in `to` from that of a post
/// in `from`; without `from`, the language keys stay.
///
/// A top-level `lang`, `language` or `locale`, or the `source` of the post's own
/// `hanmark` map, that names `from` becomes `to` in the same style: `zh_tw` to
/// `zh_cn`, `zh-Hant-TW` to `zh-Hans-CN`. Each key of
/// `set` gets its value: in place; else in a line before the closing fence (YAML),
/// in a line above the first table (TOML), or behind the last member (between
/// braces, and JSON). A post without front matter gets one in YAML. A string is
/// written plain if YAML 1.1 and 1.2 read it back as that string, else, and in
/// TOML and JSON, in double quotes.
#[must_use]
pub fn declared_edits(
    document: &Document<'_>,
    from: Option<Variant>,
    to: Variant,
    set: &[(String, SetValue)],
) -> Declared {
    let mut declared = Declared::default();
    let Some(front_matter) = document.front_matter() else {
        if !set.is_empty() {
            let eol = line_ending(document.source());
            let start = document.body_range().start;
            let lines = lines(Notation::YamlBlock, set.iter(), "", eol);
            declared.edits.push(start..start, &format!("---{eol}{lines}---{eol}"), &[]);
        }
        return declared;
    };
    let Ok(values) = &front_matter.values else {
        if !set.is_empty() {
            let message = "the keys of `set` are not written: the front matter cannot be read";
            declared.warn(document.line(front_matter.content.start), message);
        }
        return declared;
    };
    let notation = match (front_matter.format, &values.root) {
        (FrontMatterFormat::Yaml, Root::Braces(_)) => Notation::YamlBraces,
        (format, _) => Notation::of(format),
    };
    let place = Place { document, front_matter, values, notation };
    let mut changes = place.replacements(set, &mut declared);
    if let Some(from) = from {
        changes.extend(place.language((from, to), set));
    }
    changes.sort_by_key(|(range, _)| range.start);
    let missing: Vec<_> = set.iter().filter(|(key, _)| !place.has(key)).collect();
    if !missing.is_empty() {
        let added = place.added(&missing);
        let next = changes.partition_point(|(range, _)| range.start <= added.0.start);
        changes.insert(next, added);
    }
    for (range, replacement) in changes {
        declared.edits.push(range, &replacement, &[]);
    }
    declared
}

impl Declared {
    fn warn(&mut self, line: usize, message: impl Into<String>) {
        self.warnings.push(Warning { line, message: message.into() });
    }
}

/// Whether a tag in the front matter means the post's variant: it is that, or
/// one of the two leaves the region open.
fn names(named: Variant, from: Variant) -> bool {
    let open = |variant| matches!(variant, Variant::ZhHans | Variant::ZhHant);
    named == from || named.script() == from.script() && (open(named) || open(from))
}

/// Where the tag is written, if it is written as it reads.
fn tag_range(source: &str, scalar: &Node) -> Option<Range<usize>> {
    let Range { start, end } = scalar.range;
    let range = match scalar.style {
        Style::Plain => start..end,
        Style::SingleQuoted
        | Style::DoubleQuoted
        | Style::Basic
        | Style::Verbatim
        | Style::Json => start + 1..end - 1,
        _ => return None,
    };
    (source[range.clone()] == *scalar.text).then_some(range)
}

/// A range, and what takes its place.
type Change = (Range<usize>, String);

/// The front matter that is to change.
struct Place<'a> {
    document: &'a Document<'a>,
    front_matter: &'a FrontMatter,
    values: &'a Values,
    notation: Notation,
}

impl Place<'_> {
    fn has(&self, key: &str) -> bool {
        self.values.fields.iter().any(|field| field.key == key)
    }

    fn language(&self, (from, to): (Variant, Variant), set: &[(String, SetValue)]) -> Vec<Change> {
        let is_set = |path: &str| {
            let key = path.split('.').next().unwrap_or(path);
            set.iter().any(|(name, _)| name == key)
        };
        self.values
            .scalars()
            .filter(|scalar| LANGUAGE_KEYS.contains(&&*scalar.path) && !is_set(&scalar.path))
            .filter(|scalar| {
                Variant::from_tag(&scalar.text).is_some_and(|named| names(named, from))
            })
            .filter_map(|scalar| Some((tag_range(self.document.source(), scalar)?, scalar)))
            .map(|(range, scalar)| (range, to.tag_like(&scalar.text)))
            .collect()
    }

    fn replacements(&self, set: &[(String, SetValue)], declared: &mut Declared) -> Vec<Change> {
        let source = self.document.source();
        let mut replaced = Vec::new();
        for (key, value) in set {
            let written = self.notation.value(value);
            let mut lines = Lines::of(source);
            for field in self.values.fields.iter().filter(|field| field.key == *key) {
                let Some((range, space)) = self.value_place(field) else {
                    let reason = match field.value_range {
                        None => "it is a table",
                        Some(_) => "where its value stands is unclear",
                    };
                    let line = lines.line(field.key_range.start);
                    declared.warn(line, format!("the key `{key}` is not set: {reason}"));
                    continue;
                };
                // What stands there already is an edit too: no other may touch it.
                let space = if source[range.clone()] == written { "" } else { space };
                replaced.push((range, format!("{space}{written}")));
            }
        }
        replaced
    }

    /// The range that a new value replaces, and the blank that it needs before it.
    fn value_place(&self, field: &Field) -> Option<(Range<usize>, &'static str)> {
        let source = self.document.source();
        let key_end = field.key_range.end;
        let value_end = field.value_range.as_ref()?.end;
        let Some(behind) = self.behind_sign(key_end) else {
            // A key alone, as in `{key}`.
            let at = value_end.max(key_end);
            let is_alone = source[key_end..at].bytes().all(|byte| matches!(byte, b' ' | b'\t'));
            let has_room = is_alone && self.notation == Notation::YamlBraces;
            return has_room.then_some((at..at, ": "));
        };
        let end = value_end.max(behind);
        let value = source[behind..end].trim_end();
        let blank = value.len() - value.trim_start_matches([' ', '\t']).len();
        let inline = !value[blank..].starts_with(['\r', '\n']);
        let start = if inline { behind + blank } else { behind };
        let is_yaml = matches!(self.notation, Notation::YamlBlock | Notation::YamlBraces);
        let space = if is_yaml && !(inline && blank > 0) { " " } else { "" };
        Some((start..behind + value.len(), space))
    }

    /// The place behind the `:` or `=` that follows a key which ends at `key_end`:
    /// only blanks, and behind `? key` of YAML comments and line ends, stand before it.
    fn behind_sign(&self, key_end: usize) -> Option<usize> {
        let source = self.document.source();
        let sign = if self.notation == Notation::Toml { '=' } else { ':' };
        let mut at = key_end;
        loop {
            let rest = &source[at..];
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                return trimmed.starts_with(sign).then_some(at + 1);
            }
            at += trimmed.find(['\r', '\n']).unwrap_or(trimmed.len());
        }
    }

    /// Where keys that are not there yet go, and how.
    fn added(&self, missing: &[&(String, SetValue)]) -> Change {
        let (source, notation) = (self.document.source(), self.notation);
        let content = &self.front_matter.content;
        let eol = line_ending(&source[self.front_matter.block.clone()]);
        let missing = missing.iter().copied();
        match &self.values.root {
            Root::Braces(inner) => self.members(inner.clone(), missing, eol),
            Root::Bare => self.members(content.clone(), missing, eol),
            Root::Lines(end) if *end > content.start => {
                let line_end =
                    source[*end..content.end].find('\n').map_or(content.end, |at| end + at + 1);
                (line_end..line_end, lines(notation, missing, "", eol))
            }
            Root::Lines(_) => (content.start..content.start, lines(notation, missing, "", eol)),
            Root::Block(start) => {
                let line = source[..*start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
                let indent = &source[line..*start];
                (content.end..content.end, lines(notation, missing, indent, eol))
            }
            Root::Absent | Root::Other => {
                (content.end..content.end, lines(notation, missing, "", eol))
            }
        }
    }

    /// Members behind the last one between braces: on lines of their own if that
    /// one has a line of its own.
    fn members<'s>(
        &self,
        inner: Range<usize>,
        missing: impl Iterator<Item = &'s (String, SetValue)>,
        eol: &str,
    ) -> Change {
        let source = self.document.source();
        let entries = missing.map(|(key, value)| self.notation.entry(key, value));
        let entries: Vec<_> = entries.collect();
        let Some(last) = self.values.fields.last() else {
            // Hexo's fence must have a line of its own.
            let end = if self.values.root == Root::Bare { eol } else { "" };
            return (inner.start..inner.start, entries.join(", ") + end);
        };
        let end = self.value_place(last).map_or(inner.end, |(range, _)| range.end);
        let before = &source[..last.key_range.start];
        let indent = &before[before.trim_end_matches([' ', '\t']).len()..];
        let has_line = before.len() == indent.len()
            || before[..before.len() - indent.len()].ends_with(['\n', '\r']);
        let between = if has_line { format!(",{eol}{indent}") } else { ", ".to_owned() };
        (end..end, between.clone() + &entries.join(&between))
    }
}

fn lines<'s>(
    notation: Notation,
    set: impl Iterator<Item = &'s (String, SetValue)>,
    indent: &str,
    eol: &str,
) -> String {
    let line =
        |(key, value): &(String, SetValue)| [indent, &notation.entry(key, value), eol].concat();
    set.map(line).collect()
}

fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        None if text.contains('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::ProseSettings,
        verify::{Thoroughness, verify},
    };

    fn text(text: &str) -> SetValue {
        SetValue::Text(text.to_owned())
    }

    /// As [`assert_declares`], and verified.
    #[track_caller]
    fn assert_written(source: &str, set: &[(&str, &str)], expected: &str) {
        assert_declares(source, set, expected);
        let set: Vec<_> = set.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
        let document = Document::split(source);
        let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set).edits;
        let settings = ProseSettings::default();
        let verified =
            verify(source, &Edits::default(), &declared, &settings, Thoroughness::Full).unwrap();
        assert_eq!(verified.text, expected);
    }

    #[track_caller]
    fn assert_declares(source: &str, set: &[(&str, &str)], expected: &str) {
        let set: Vec<_> = set.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
        let document = Document::split(source);
        let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set);
        assert_eq!(declared.warnings, [], "{source:?}");
        assert_eq!(declared.edits.splice(source), expected, "{source:?}");
    }

    #[test]
    fn the_language_key_follows_the_edition_in_its_own_style() {
        for (from, to) in [
            ("lang: zh_tw", "lang: zh_cn"),
            ("lang: zh-TW # 註", "lang: zh-CN # 註"),
            ("language: \"zh-Hant-TW\"", "language: \"zh-Hans-CN\""),
            ("locale: 'ZH_TW'", "locale: 'ZH_CN'"),
            ("lang: zh-Hant", "lang: zh-CN"),
            ("lang: zh-HK", "lang: zh-HK"),
            ("lang: en", "lang: en"),
            ("a: {lang: zh-TW}", "a: {lang: zh-TW}"),
        ] {
            assert_declares(&format!("---\n{from}\n---\n"), &[], &format!("---\n{to}\n---\n"));
        }
    }

    #[test]
    fn the_source_of_the_posts_own_map_follows_the_edition() {
        assert_written(
            "---\nhanmark: # 註\n  terms: {source: zh-TW}\n  source: zh-TW # 註\nsource: zh-TW\n---\n",
            &[],
            "---\nhanmark: # 註\n  terms: {source: zh-TW}\n  source: zh-CN # 註\nsource: zh-TW\n---\n",
        );
        assert_written(
            "---\nhanmark: {source: en}\n---\n",
            &[],
            "---\nhanmark: {source: en}\n---\n",
        );
        for (from, to) in [
            ("[hanmark]\nsource = 'zh_tw'\n", "[hanmark]\nsource = 'zh_cn'\n"),
            ("hanmark.source = \"zh-TW\"\n", "hanmark.source = \"zh-CN\"\n"),
            ("hanmark = { source = \"zh-TW\" }\n", "hanmark = { source = \"zh-CN\" }\n"),
        ] {
            assert_written(&format!("+++\n{from}+++\n"), &[], &format!("+++\n{to}+++\n"));
        }
        assert_written(
            "{\"hanmark\": {\"source\": \"zh-TW\"}}\n",
            &[],
            "{\"hanmark\": {\"source\": \"zh-CN\"}}\n",
        );
        let set = [("hanmark", "x")];
        assert_written("---\nhanmark: {source: zh-TW}\n---\n", &set, "---\nhanmark: x\n---\n");
    }

    #[test]
    fn a_value_that_stands_there_already_is_declared_too() {
        for source in [
            "---\ntitle: 門\n---\n",
            "---\n{title: 門}\n---\n",
            "---\n{\"title\":門}\n---\n",
            "+++\ntitle=\"門\"\n+++\n",
            "{\"title\":\"門\"}\n",
            ";;;\n\"title\":\"門\"\n;;;\n",
        ] {
            let document = Document::split(source);
            let set = [("title".to_owned(), text("門"))];
            let declared = declared_edits(&document, None, Variant::ZhCn, &set).edits;
            assert_eq!((declared.len(), &*declared.splice(source)), (1, source));
        }
    }

    #[test]
    fn the_sign_behind_a_key_is_not_one_in_a_comment_or_a_later_key() {
        let set = [("k", "x")];
        assert_written(
            "---\n? k # a: b\n# c: d\n: v\ne: f\n---\n",
            &set,
            "---\n? k # a: b\n# c: d\n: x\ne: f\n---\n",
        );
        assert_written("---\n{k}\n---\n", &set, "---\n{k: x}\n---\n");
        assert_written("---\n{k , a: b}\n---\n", &set, "---\n{k : x, a: b}\n---\n");
        assert_written("---\n{a: b, c: }\n---\n", &set, "---\n{a: b, c:, k: x }\n---\n");
        assert_written("---\n{a: b, c , }\n---\n", &set, "---\n{a: b, c , k: x, }\n---\n");
        assert_written("---\n{[a]: b}\n---\n", &set, "---\n{[a]: b, k: x}\n---\n");
        assert_written("+++\n\"k\" = 1 # a = b\n+++\n", &set, "+++\n\"k\" = \"x\" # a = b\n+++\n");
        let source = "---\n? k\n? a\n: v\n---\n";
        let set = [("k".to_owned(), text("x"))];
        let declared = declared_edits(&Document::split(source), None, Variant::ZhCn, &set);
        let message = "the key `k` is not set: where its value stands is unclear".to_owned();
        assert_eq!(
            (declared.edits.len(), declared.warnings),
            (0, vec![Warning { line: 2, message }])
        );
    }

    #[test]
    fn keys_that_are_repeated_without_end_take_linear_time() {
        let source = format!("---\n{}---\n", "lang: zh-TW\nk:\n".repeat(30_000));
        let expected = format!("---\n{}---\n", "lang: zh-CN\nk: v\n".repeat(30_000));
        assert_written(&source, &[("k", "v")], &expected);
    }

    #[test]
    fn set_replaces_values_in_place() {
        let set = [("lang", "zh-CN"), ("note", "a: \"b\"")];
        assert_declares(
            "---\r\nlang :  zh-TW # 註\r\nnote:\r\nx: 1\r\n---\r\n",
            &set,
            "---\r\nlang :  zh-CN # 註\r\nnote: \"a: \\\"b\\\"\"\r\nx: 1\r\n---\r\n",
        );
        assert_declares(
            "---\nlang:\n  - zh-TW\n  - en\n\nnote: |\n  a\n\n---\n",
            &set,
            "---\nlang: zh-CN\n\nnote: \"a: \\\"b\\\"\"\n\n---\n",
        );
    }

    #[test]
    fn set_fills_keys_without_a_value() {
        for (from, to) in [
            ("my:\nz: 1\n", "my: v\nz: 1\n"),
            ("my: # c\n", "my: v # c\n"),
            ("\"my\" :\n\n# c\n", "\"my\" : v\n\n# c\n"),
            ("a:\r\nmy:\r\n", "a:\r\nmy: v\r\n"),
            ("my: &a\nz:\n", "my: v\nz:\n"),
            ("{my: , z: 1}\n", "{my: v , z: 1}\n"),
        ] {
            let source = format!("---\n{from}---\n");
            assert_written(&source, &[("my", "v")], &format!("---\n{to}---\n"));
        }
    }

    #[test]
    fn set_adds_missing_keys_before_the_closing_fence() {
        let set = [("lang", "zh-CN"), ("draft", "書")];
        assert_declares(
            "\u{feff}---\r\ntitle: 書\r\n---\r\n門",
            &set,
            "\u{feff}---\r\ntitle: 書\r\nlang: zh-CN\r\ndraft: 書\r\n---\r\n門",
        );
        assert_declares("---\n  a: 1\n---\n", &set[..1], "---\n  a: 1\n  lang: zh-CN\n---\n");
        assert_declares("---\n---\n", &set[..1], "---\nlang: zh-CN\n---\n");
        assert_declares("\u{feff}門\r\n", &set[..1], "\u{feff}---\r\nlang: zh-CN\r\n---\r\n門\r\n");
        assert_declares("", &set[..1], "---\nlang: zh-CN\n---\n");
        assert_declares("門", &[], "門");
    }

    #[test]
    fn set_and_the_language_key_are_written_into_toml() {
        let set = [("note", "a \"書\""), ("a.b", "x")];
        assert_written(
            "+++\r\nlang = 'zh_TW' # 註\r\nnote=1\r\n[seo]\r\nlang = \"zh-TW\"\r\n+++\r\n門",
            &set,
            "+++\r\nlang = 'zh_CN' # 註\r\nnote=\"a \\\"書\\\"\"\r\n\"a.b\" = \"x\"\r\n\
             [seo]\r\nlang = \"zh-TW\"\r\n+++\r\n門",
        );
        let a = [("a", "x")];
        assert_written("+++\n+++\n", &a, "+++\na = \"x\"\n+++\n");
        assert_written("+++\n# c\n[b]\n+++\n", &a, "+++\na = \"x\"\n# c\n[b]\n+++\n");
        assert_written(
            "+++\nb.c = 1\nd = [\n1] # c\n# e\n[f]\n+++\n",
            &a,
            "+++\nb.c = 1\nd = [\n1] # c\na = \"x\"\n# e\n[f]\n+++\n",
        );
        assert_written("+++\na = { b = 1 }\n+++\n", &a, "+++\na = \"x\"\n+++\n");
    }

    #[test]
    fn set_and_the_language_key_are_written_into_json() {
        let set = [("a", "x"), ("b", "\"")];
        assert_written(
            "{\r\n\t\"lang\": \"zh-TW\",\r\n\t\"b\":{\"c\": [1]}\r\n}\r\n門",
            &set,
            "{\r\n\t\"lang\": \"zh-CN\",\r\n\t\"b\":\"\\\"\",\r\n\t\"a\": \"x\"\r\n}\r\n門",
        );
        assert_written("{\"c\": 1}\n", &set, "{\"c\": 1, \"a\": \"x\", \"b\": \"\\\"\"}\n");
        assert_written("{ }\n", &set[..1], "{\"a\": \"x\" }\n");
        let hexo = ";;;\n\"c\": [\n1\n],\n\"d\": 2\n;;;\n";
        let expected = ";;;\n\"c\": [\n1\n],\n\"d\": 2,\n\"a\": \"x\"\n;;;\n";
        assert_written(hexo, &set[..1], expected);
        assert_written(";;;\n;;;\n", &set[..1], ";;;\n\"a\": \"x\"\n;;;\n");
        let unopened = "\"lang\": \"zh-TW\"\n;;;\n門";
        assert_written(unopened, &[], "\"lang\": \"zh-CN\"\n;;;\n門");
        assert_written(unopened, &[("lang", "x")], "\"lang\": \"x\"\n;;;\n門");
    }

    #[test]
    fn set_is_written_between_braces_of_yaml() {
        let set = [("a", "x, y"), ("b", "z")];
        assert_written("---\n{b: 1}\n---\n", &set, "---\n{b: z, a: \"x, y\"}\n---\n");
        assert_written("---\n{b: , }\n---\n", &set, "---\n{b: z, a: \"x, y\" , }\n---\n");
        assert_written("---\n{}\n---\n", &set, "---\n{a: \"x, y\", b: z}\n---\n");
        assert_written(
            "---\n{\n  b: 1, # c\n}\n---\n",
            &set,
            "---\n{\n  b: z,\n  a: \"x, y\", # c\n}\n---\n",
        );
    }

    #[test]
    fn keys_that_cannot_be_set_are_named() {
        let set = [("lang".to_owned(), text("zh-CN"))];
        for source in [
            "---\na: b: c\n---\n",
            "+++\na\n+++\n",
            "{\"a\": 1,}\n",
            ";;;\n{}\n;;;\n",
            "+++\n[lang]\n+++\n",
            "+++\nlang.a = 1\n+++\n",
            "+++\n[[lang]]\n+++\n",
        ] {
            let document = Document::split(source);
            let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set);
            assert_eq!((declared.edits.len(), declared.warnings.len()), (0, 1), "{source:?}");
        }
    }
}
