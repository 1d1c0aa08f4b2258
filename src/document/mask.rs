//! Templates: finds Liquid, Jinja and Hugo constructs in the source of a body.
//!
//! A construct is looked for over the source, since its parameters can look
//! like Markdown. Each byte is looked at once: an opener that is not closed
//! before the next opener of any kind is ordinary text.

use std::{collections::HashMap, ops::Range};

/// Tags whose body is code, in each of the three syntaxes that pair tags.
const CODE_TAGS: [&str; 7] =
    ["highlight", "codeblock", "code", "comment", "mermaid", "math", "katex"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// `{% … %}` of Liquid, Jinja and Nunjucks.
    Tag,
    /// `{{ … }}`.
    Output,
    /// `{{< … >}}` of Hugo.
    Shortcode,
    /// `{{% … %}}` of Hugo.
    MarkdownShortcode,
}

struct Construct {
    range: Range<usize>,
    syntax: Syntax,
}

/// Byte ranges of `body` that belong to templates, in order and disjoint:
/// constructs, and whole code-like elements. `code` lists the code in `body`,
/// in order: markers in there are quoted, not meant.
pub(super) fn templates(body: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut constructs = constructs(body, code);
    let ends = code_ends(body, &constructs);
    let mut masked: Vec<Range<usize>> = Vec::with_capacity(constructs.len());
    for (construct, end) in constructs.drain(..).zip(ends) {
        let end = end.unwrap_or(construct.range.end);
        if masked.last().is_none_or(|last| last.end <= construct.range.start) {
            masked.push(construct.range.start..end);
        }
    }
    masked
}

fn constructs(body: &str, code: &[Range<usize>]) -> Vec<Construct> {
    let bytes = body.as_bytes();
    let mut found = Vec::new();
    let mut open: Option<(usize, Syntax)> = None;
    let mut code = code.iter().peekable();
    let mut done = 0;
    for at in memchr::memchr2_iter(b'{', b'}', bytes) {
        while code.next_if(|range| range.end <= at).is_some() {}
        if at < done || code.peek().is_some_and(|range| range.start <= at) {
            continue;
        }
        if let Some(syntax) = opener(&bytes[at..]) {
            open = Some((at, syntax));
            done = at + 2;
        } else if let Some((start, syntax)) = open
            && let Some(end) = closes(bytes, start, at, syntax)
        {
            found.push(Construct { range: start..end, syntax });
            open = None;
            done = end;
        }
    }
    found
}

fn opener(bytes: &[u8]) -> Option<Syntax> {
    match bytes {
        [b'{', b'{', b'<', ..] => Some(Syntax::Shortcode),
        [b'{', b'{', b'%', ..] => Some(Syntax::MarkdownShortcode),
        [b'{', b'{', ..] => Some(Syntax::Output),
        [b'{', b'%', ..] => Some(Syntax::Tag),
        _ => None,
    }
}

/// Where the construct ends, if the brace at `at` is part of its closer.
fn closes(bytes: &[u8], start: usize, at: usize, syntax: Syntax) -> Option<usize> {
    let (closer, first): (&[u8], usize) = match syntax {
        Syntax::Tag => (b"%}", at.checked_sub(1)?),
        Syntax::Output => (b"}}", at),
        Syntax::Shortcode => (b">}}", at.checked_sub(1)?),
        Syntax::MarkdownShortcode => (b"%}}", at.checked_sub(1)?),
    };
    let behind_opener = start + if closer.len() == 3 { 3 } else { 2 };
    (first >= behind_opener && bytes[first..].starts_with(closer)).then(|| first + closer.len())
}

/// For each construct that opens a code tag: where its closing tag ends.
fn code_ends(body: &str, constructs: &[Construct]) -> Vec<Option<usize>> {
    let mut next_end: HashMap<(&str, u8), usize> = HashMap::new();
    let mut ends = vec![None; constructs.len()];
    for (end, construct) in ends.iter_mut().zip(constructs).rev() {
        let name = name(body, construct);
        let syntax = construct.syntax as u8;
        if let Some(closed) = name.strip_prefix("end").or_else(|| name.strip_prefix('/')) {
            next_end.insert((closed, syntax), construct.range.end);
        } else if CODE_TAGS.contains(&name) {
            *end = next_end.get(&(name, syntax)).copied();
        }
    }
    ends
}

/// The word behind the opener, with a `/` that closes: `highlight`, `/note`.
fn name<'a>(body: &'a str, construct: &Construct) -> &'a str {
    let inner = body[construct.range.clone()].trim_start_matches(['{', '%', '<', '-']).trim_start();
    let slash = inner.len() - inner.trim_start_matches('/').len();
    if slash > 0 {
        // `{{< / highlight >}}` is allowed, and rare enough to give up on.
        let word = &inner[slash..];
        return &inner[..slash + word_len(word)];
    }
    &inner[..word_len(inner)]
}

fn word_len(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_masks(body: &str, expected: &[&str]) {
        let found: Vec<_> = templates(body, &[]).into_iter().map(|range| &body[range]).collect();
        assert_eq!(found, expected, "{body:?}");
    }

    #[test]
    fn constructs_of_every_syntax_are_found() {
        assert_masks("{% note \"門\" %}書{% endnote %}", &["{% note \"門\" %}", "{% endnote %}"]);
        assert_masks("{{ a.門 | 書 }} 車 {{b}}", &["{{ a.門 | 書 }}", "{{b}}"]);
        assert_masks("{{< f t=\"門\" >}}書{{</ f >}}", &["{{< f t=\"門\" >}}", "{{</ f >}}"]);
        assert_masks("{{% note 書 %}}\n車\n{{% /note %}}", &["{{% note 書 %}}", "{{% /note %}}"]);
        assert_masks("{{< a\n b=\"門\"\n>}}", &["{{< a\n b=\"門\"\n>}}"]);
    }

    #[test]
    fn an_opener_without_its_closer_is_text() {
        assert_masks("{{ 門 5 } 書", &[]);
        assert_masks("{% 門 }} {{ 書 %} }}", &["{{ 書 %} }}"]);
        assert_masks("{% 門 {% 書 %}", &["{% 書 %}"]);
        assert_masks("}} %} {%} {{}", &[]);
        assert_masks("{%", &[]);
    }

    #[test]
    fn the_body_of_a_code_tag_is_masked_with_it() {
        let highlight = "{% highlight text %}門{{ a }}\n{% endhighlight %}";
        assert_masks(&format!("{highlight}書"), &[highlight]);
        let hugo = "{{< highlight go >}}門{{< /highlight >}}";
        assert_masks(&format!("{hugo}書"), &[hugo]);
        assert_masks("{% highlight %}門", &["{% highlight %}"]);
        assert_masks("{% raw %}車{% endraw %}", &["{% raw %}", "{% endraw %}"]);
    }

    #[test]
    fn markers_in_code_are_quoted() {
        assert_eq!(templates("`{{` 門 `}}`", &[0..4, 9..13]), Vec::<Range<usize>>::new());
    }

    #[test]
    fn many_openers_take_linear_time() {
        assert_eq!(templates(&"{{ {% ".repeat(200_000), &[]), Vec::<Range<usize>>::new());
    }
}
