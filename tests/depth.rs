//! Nesting without end: no text may overflow the stack, which nothing catches.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{sync::mpsc, thread, time::Duration};

use hanmark::{Settings, Variant, convert_text};

/// What rayon gives its threads.
const STACK: usize = 2 << 20;
const DEEP: usize = 100_000;

/// Converts in a thread with a small stack: an overflow ends the whole test.
#[track_caller]
fn assert_done(source: String) {
    let (done, is_done) = mpsc::channel();
    let name = source.chars().take(40).collect::<String>();
    let convert = move || {
        let settings = Settings::edition(Variant::ZhCn).from(Variant::ZhTw);
        // A refusal is as good.
        let _ = convert_text(&source, &settings);
        let _ = done.send(());
    };
    thread::Builder::new().stack_size(STACK).spawn(convert).unwrap();
    assert!(is_done.recv_timeout(Duration::from_secs(60)).is_ok(), "{name}");
}

/// As [`assert_done`], of a text between so many brackets, and without their ends.
#[track_caller]
fn assert_nested(before: &str, (open, text, close): (&str, &str, &str), after: &str) {
    let opened = format!("{before}{}{text}", open.repeat(DEEP));
    assert_done(format!("{opened}{}{after}", close.repeat(DEEP)));
    assert_done(opened + after);
}

#[test]
fn blocks_and_inlines_of_markdown_can_be_nested_without_end() {
    for nested in [
        ("> ", "門", ""),
        ("- ", "門", ""),
        ("1. ", "門", ""),
        ("[^a]: ", "門", ""),
        ("[", "門", "]"),
        ("[", "門", "](a)"),
        ("![", "門", "](a)"),
        ("*", "門", "*"),
        ("*a ", "門", " a*"),
        ("**_", "門", "_**"),
        ("~~a ", "門", " a~~"),
        ("$", "門", "$"),
        ("`", "門", "`"),
    ] {
        assert_nested("", nested, "\n");
    }
    assert_nested("[門](", ("(", "a", ")"), ")\n");
}

#[test]
fn tags_and_templates_can_be_nested_without_end() {
    for nested in [
        ("<div>", "門", "</div>"),
        ("<div>\n", "門\n", "</div>\n"),
        ("<div>\n\n", "門\n\n", "</div>\n\n"),
        ("<span>", "門", "</span>"),
        ("<svg>", "門", "</svg>"),
        ("<!--", "門", "-->"),
        ("{", "門", "}"),
        ("{{", "門", "}}"),
        ("{% a %}", "門", "{% enda %}"),
        ("{{< a >}}", "門", "{{< /a >}}"),
        ("<A b={", "門", "} />"),
        (":::a\n", "門\n", ":::\n"),
    ] {
        assert_nested("", nested, "\n");
        assert_nested("門", nested, "\n");
    }
}

#[test]
fn values_of_front_matter_can_be_nested_without_end() {
    // The post's own map is read by another parser.
    for key in ["title", "hanmark"] {
        for nested in [("[", "\"門\"", "]"), ("{\"a\": ", "\"門\"", "}")] {
            assert_nested(&format!("---\n{key}: "), nested, "\n---\n");
            assert_nested(&format!("{{\"{key}\": "), nested, "}\n");
            assert_nested(&format!(";;;\n\"{key}\": "), nested, "\n;;;\n");
        }
        for nested in [("- ", "門", ""), ("? ", "門", ""), ("!a ", "門", "")] {
            assert_nested(&format!("---\n{key}:\n  "), nested, "\n---\n");
        }
        for nested in [("[", "\"門\"", "]"), ("{a = ", "\"門\"", "}")] {
            assert_nested(&format!("+++\n{key} = "), nested, "\n+++\n");
        }
        for (open, close) in [("", " = \"門\""), ("[", "]"), ("[[", "]]")] {
            assert_nested(&format!("+++\n{open}{key}"), (".a", "", ""), &format!("{close}\n+++\n"));
        }
    }
}

#[test]
fn markup_in_values_can_be_nested_without_end() {
    for nested in [("<b>", "門", "</b>"), ("[", "門", "](a)"), ("{{", "門", "}}")] {
        assert_nested("---\ntitle: \"", nested, "\"\n---\n");
    }
}
