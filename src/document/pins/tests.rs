use super::*;

#[track_caller]
fn assert_pins_in(flavour: Flavour, source: &str, expected: &[(&str, KeptReason)]) {
    let mut found = Vec::new();
    let mut pins = Pins::new(source, flavour);
    pins.find(0..source.len(), &mut |pin| found.push((&source[pin.range], pin.reason)));
    assert_eq!(found, expected, "{source:?}");
}

/// All pins have the same reason.
#[track_caller]
fn assert_pins(source: &str, reason: KeptReason, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|text| (*text, reason)).collect();
    assert_pins_in(Flavour::Markdown, source, &expected);
}

#[track_caller]
fn assert_no_pins(source: &str) {
    assert_pins_in(Flavour::Markdown, source, &[]);
}

#[track_caller]
fn assert_parameters(source: &str, expected: &[&str]) {
    let mut found = Vec::new();
    Pins::new(source, Flavour::Markdown).find(0..source.len(), &mut |pin| {
        found.extend(pin.parameters.into_iter().map(|range| &source[range]));
    });
    assert_eq!(found, expected, "{source:?}");
}

/// Whether the marker that `source` ends with is pinned.
fn is_pinned_at_end(source: &str, marker: &str) -> bool {
    let mut found = Vec::new();
    let stretch = source.len() - marker.len()..source.len();
    Pins::new(source, Flavour::Markdown).find(stretch, &mut |pin| found.push(pin));
    !found.is_empty()
}

use KeptReason::{AttributeList, ContainerName, Expression, HtmlTag, Url, Wikilink};

#[test]
fn bare_urls_end_at_white_space_and_cjk_punctuation() {
    assert_pins(
        "見https://a.tw/臺灣門 門，www.門.tw/書。車",
        Url,
        &["https://a.tw/臺灣門", "www.門.tw/書"],
    );
    assert_pins("ssh+git://x/門（書）", Url, &["ssh+git://x/門"]);
    assert_no_pins("門://書 awww.門 寄到a@b.tw吧 門@例.tw");
}

#[test]
fn wikilinks_keep_their_target() {
    assert_pins("[[門]] [[門|書]] [[門#題\\|書]]", Wikilink, &["[[門]]", "[[門|", "[[門#題\\|"]);
    assert_no_pins("[[書]](/門) [[書]][a] [[書]: [[門");
    assert_pins("![[圖.png|說明]]", Wikilink, &["[[圖.png|"]);
}

#[test]
fn attribute_lists_stay() {
    assert_pins("{: .頁 t=\"書\"}", AttributeList, &["{: .頁 t=\"書\"}"]);
    assert_pins("門{:toc}{.頁}{ 書 }{: 門\n}", AttributeList, &["{:toc}", "{.頁}"]);
    assert_pins("門{ .a }{:.no_toc}{ #書 }", AttributeList, &["{ .a }", "{:.no_toc}", "{ #書 }"]);
    assert_pins("[門]{書=頁} ){a='門' b}", AttributeList, &["{書=頁}", "{a='門' b}"]);
    assert_no_pins("[門]{書} [門]{書, a=b. \"頁\"} 門{a=書}");
    assert_parameters("{: title=\"門\"}[a]{title=\"書\"}", &[]);
}

#[test]
fn names_of_containers_stay() {
    assert_pins(":::tip 門", ContainerName, &[":::tip"]);
    assert_pins("::: tip門", ContainerName, &["::: tip"]);
    assert_pins("::: 頁[門]", ContainerName, &[":::"]);
    assert_pins(":::", ContainerName, &[":::"]);
    assert_pins("::: tip[門]", ContainerName, &["::: tip"]);
    assert_pins("!!! note \"門\"", ContainerName, &["!!! note"]);
    assert_pins("!!! note inline \"門\"", ContainerName, &["!!! note"]);
    assert_pins("[!頁] 門", ContainerName, &["[!頁]"]);
    assert_pins("[!note]- 門", ContainerName, &["[!note]"]);
    assert_no_pins("=== \"門\"");
}

#[test]
fn titles_of_directives_are_prose() {
    let source = ":::note{title=\"門\" a=\"書\"}";
    assert_pins_in(
        Flavour::Markdown,
        source,
        &[(":::note", ContainerName), ("{title=\"門\" a=\"書\"}", AttributeList)],
    );
    assert_parameters(source, &["門"]);
    assert_parameters("::: {.note title=\"門\"}", &["門"]);
    assert_parameters(":::note[書]{#a title='門' b=書}", &["門"]);
    assert_parameters(
        "::圖{alt=\"門\"} ::img{alt=\"書\"} :abbr[頁]{title=\"圖\" alt=\"\"}",
        &["書", "圖"],
    );
    assert_parameters("門{title=\"書\"} a:{title=\"書\"} :note{title=\"門}", &[]);
}

#[test]
fn markers_stand_at_the_start_of_a_line_and_have_a_name() {
    for prose in
        ["???為什麼會這樣？他說後來。", "!!!後來發生", "!!! 後來", "!!!note", "!!! ", "???+"]
    {
        assert_no_pins(prose);
    }
    assert_pins("???+ note \"門\"", ContainerName, &["???+ note"]);
    for before in ["", "門\n", "門\r", "\n    ", "> ", ">", "\n- 1. > * "] {
        for marker in [":::tip", "!!! note", "[!頁]"] {
            assert!(is_pinned_at_end(&format!("{before}{marker}"), marker), "{before:?} {marker}");
        }
    }
    for before in ["**真的**", "*", "門 ", "1.", "2 門 - ", "\\"] {
        for marker in [":::tip", "!!! note", "[!頁]"] {
            assert!(!is_pinned_at_end(&format!("{before}{marker}"), marker), "{before:?} {marker}");
        }
    }
}

#[test]
fn jsx_and_vue_tags_stay() {
    assert_no_pins("<Tabs title={\"門\"} 頁>");
    assert_pins(
        "<Tabs title={\"門\"} label=\"頁\">書",
        HtmlTag,
        &["<Tabs title={\"門\"} label=\"頁\">"],
    );
    assert_pins("<b @click='說' />書</A.B>", HtmlTag, &["<b @click='說' />", "</A.B>"]);
    assert_pins(
        "<T #a v-b:[c].d=\"門\" {...書} >頁",
        HtmlTag,
        &["<T #a v-b:[c].d=\"門\" {...書} >"],
    );
    assert_pins(
        "<T\n  a={[\n  '門}',\n\n  `${書}`]}\n>頁",
        HtmlTag,
        &["<T\n  a={[\n  '門}',\n\n  `${書}`]}\n>"],
    );
    let long = format!("<T a={{\"{}\"}}>", "門".repeat(5_000));
    assert_pins(&long, HtmlTag, &[&long]);
    // What is looked for again is looked for in the next lines alone.
    assert_no_pins(&format!("<a b='門 {long} {long}\n"));
    assert_no_pins("a < b 書 > c <書> <a b=\"門\n\n書\"> <a\n\nb>");
}

#[test]
fn plain_attributes_of_jsx_tags_can_be_prose() {
    assert_parameters("<A b={c} title=\"門\" label=\"書\" alt='頁' summary=\"\" />", &["門", "頁"]);
    assert_parameters("<A b={c} aria-label='門' placeholder=\"書\">", &["門", "書"]);
    assert_parameters("<A :title=\"門\" v-bind:alt=\"書\" title={\"頁\"} title=圖 @alt='電'>", &[]);
    assert_parameters("<A title=\"門\" b={", &[]);
}

#[test]
fn imports_and_exports_stay() {
    for whole in [
        "import 門 from './書.md'",
        "import './門.css';",
        "import {\n  門,\n} from '書'",
        "export default 門",
        "export default App;",
        "export const a = '門'",
        "export const a = {\n\n  b: '門',\n}",
        "export function A() {\n  return <b>門</b>\n}",
        "export { a as 門 }",
    ] {
        let expected = if whole.contains("default 門") { vec![] } else { vec![whole] };
        assert_pins(&format!("{whole}\n書"), Expression, &expected);
        assert_pins_in(Flavour::Mdx, &format!("{whole}\n\n書"), &[(whole, Expression)]);
    }
    for prose in
        ["import 門", "export default 是門", "export const 門 是書", "exports 門", "important 門"]
    {
        assert_no_pins(prose);
    }
    assert_no_pins("門 export const a = '書'");
}

#[test]
fn imports_of_mdx_go_up_to_a_blank_line() {
    let block = "import a from 'b'\nexport const c = [\n  '門'\n]";
    assert_pins_in(Flavour::Mdx, &format!("\n{block}\r\n \r\n書"), &[]);
    for before in ["", "\n", "門\n\n", "門\r\n \r\n"] {
        let source = format!("{before}{block}\n\n書");
        let mut found = Vec::new();
        Pins::new(&source, Flavour::Mdx)
            .find(before.len()..source.len(), &mut |pin| found.push(&source[pin.range]));
        assert_eq!(found, [block]);
    }
    let source = "門\nimport 書\nimport 'a'";
    let mut pins = Pins::new(source, Flavour::Mdx);
    let mut found = Vec::new();
    pins.find(4..14, &mut |pin| found.push(&source[pin.range]));
    pins.find(15..25, &mut |pin| found.push(&source[pin.range]));
    assert_eq!(found, ["import 'a'"]);
}

#[test]
fn expressions_stay_in_mdx() {
    for whole in [
        "{ 書 }",
        "{a.b({門: '}'})}",
        "{`}${ {a: '`'} }門`}",
        "{/* } */ 門}",
        "{\"\\\"}\" + 門}",
        "{a ? 'don' : \"don't }\"}",
        "{\n  // } 門\n}",
        "{\n\n門\n}",
    ] {
        assert_pins_in(Flavour::Mdx, &format!("{whole}書"), &[(whole, Expression)]);
        assert_no_pins(&format!("{whole}書"));
    }
    assert_pins_in(Flavour::Mdx, "{'http://門'}書", &[("{'http://門'}", Expression)]);
    assert_pins_in(Flavour::Mdx, "門{ 書", &[]);
    assert_pins_in(Flavour::Mdx, "門{ 書\n\n頁 }", &[]);
    assert_pins_in(Flavour::Mdx, "門{ 書 {a} ", &[("{a}", Expression)]);
    assert_pins_in(Flavour::Mdx, "{don't 門} '", &[("{don't 門}", Expression)]);
}

#[test]
fn what_is_escaped_is_text() {
    for source in ["\\{門}", "\\[[門]]", "\\<A b={門}>", "\\:::tip", "\\\\\\{.a}"] {
        let start = source.rfind('\\').unwrap() + 1;
        let mut found = Vec::new();
        Pins::new(source, Flavour::Mdx)
            .find(start..source.len(), &mut |pin| found.push(&source[pin.range]));
        let expected: &[&str] = if source.contains('<') { &["{門}"] } else { &[] };
        assert_eq!(found, expected, "{source}");
    }
    let mut found = Vec::new();
    let source = "\\\\{.a}";
    Pins::new(source, Flavour::Mdx).find(1..6, &mut |pin| found.push(&source[pin.range]));
    assert_eq!(found, ["{.a}"]);
}

#[test]
fn what_is_left_open_takes_linear_time() {
    for opener in [
        "<a b={",
        "{",
        "{a`",
        "{`${",
        "{'",
        "{\"\\",
        "{/*",
        "<a b='",
        "<a b=\"'",
        "<a b=\"\\'",
        "[[",
        "{:",
        "{.a ",
        "]{",
        "]{a=\"",
        "::a{b=",
        ":::",
        "!!! ",
        "import {\n",
        "export {",
        "\nimport a",
        "<a <",
        "://",
        "a://",
        "www.",
        "{a}\n\n{",
        "<a b c d",
        "<a\n",
    ] {
        let source = opener.repeat(20_000);
        for flavour in [Flavour::Markdown, Flavour::Mdx] {
            let mut pins = Pins::new(&source, flavour);
            for start in (0..source.len()).step_by(1_000) {
                pins.find(start..source.len().min(start + 1_000), &mut |pin| drop(pin));
            }
        }
    }
}
