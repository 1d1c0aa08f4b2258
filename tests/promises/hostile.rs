//! Texts that take long to read where something in them is looked for again
//! and again.

/// A shape of text, and what gives one of about so many bytes.
pub type Shape = (&'static str, fn(usize) -> String);

/// All shapes.
pub const SHAPES: &[Shape] = &[
    // Nesting.
    ("quotes", |n| nested(n, "> ", "門\n", "")),
    ("quotes on one line", |n| repeated(n, ">") + "門\n"),
    ("lists", |n| lines_deeper(n, "- 門")),
    ("lists on one line", |n| repeated(n, "- ") + "門\n"),
    ("ordered lists", |n| lines_deeper(n, "1. 門")),
    ("definition lists", |n| repeated(n, "門\n: 書\n\n")),
    ("emphasis", |n| nested(n, "*門", "書", "*")),
    ("strong emphasis", |n| nested(n, "**門 ", "書", "** ")),
    ("links in images", |n| nested(n, "![門", "書", "](u)")),
    ("links", |n| nested(n, "[門", "書", "](u)")),
    ("elements", |n| nested(n, "<b>門", "書", "</b>")),
    ("blocks", |n| nested(n, "<div>門\n", "書", "</div>\n")),
    ("braces", |n| nested(n, "{ 門", "書", "}")),
    ("wikilinks", |n| nested(n, "[[門|", "書", "]]")),
    // Openers of every kind, never closed.
    ("[", |n| repeated(n, "[")),
    ("[門", |n| repeated(n, "[門")),
    ("![", |n| repeated(n, "![")),
    ("[^", |n| repeated(n, "[^")),
    ("[[", |n| repeated(n, "[[門|")),
    ("[門](", |n| repeated(n, "[門](")),
    ("[門](<", |n| repeated(n, "[門](<a \"")),
    ("]", |n| repeated(n, "]")),
    ("[門][", |n| repeated(n, "[門][")),
    ("*門 ", |n| repeated(n, "*門 ")),
    ("**門_ ", |n| repeated(n, "**門_ 書~")),
    ("*_", |n| repeated(n, "*門_書")),
    ("~", |n| repeated(n, "~門~~書^")),
    ("$", |n| repeated(n, "$門 $$")),
    ("prices", |n| repeated(n, "$5 門 ")),
    ("growing backticks", growing_backticks),
    ("`", |n| repeated(n, "`門\n\n")),
    ("\\", |n| repeated(n, "\\門\\*")),
    ("&", |n| repeated(n, "&門")),
    ("&amp;", |n| repeated(n, "&amp;門")),
    ("<", |n| repeated(n, "<")),
    ("<a ", |n| repeated(n, "門<a 書=")),
    ("</", |n| repeated(n, "</門")),
    ("<!--", |n| repeated(n, "門<!--")),
    ("<!-- --", |n| repeated(n, "<!-- 門 --")),
    ("<?", |n| repeated(n, "門<?")),
    ("<![CDATA[", |n| repeated(n, "門<![CDATA[")),
    ("<!X", |n| repeated(n, "門<!X")),
    ("<b \"", |n| repeated(n, "門<b a=\"")),
    ("<b a={", |n| repeated(n, "門<b a={")),
    ("{", |n| repeated(n, "{門")),
    ("{#", |n| repeated(n, "{#門 ")),
    ("{.", |n| repeated(n, "門{.a")),
    ("{:", |n| repeated(n, "\n{: 門")),
    ("heading attributes", |n| repeated(n, "\n# 門 {#")),
    (":::", |n| repeated(n, ":::門 \n")),
    (": : :", |n| repeated(n, ":")),
    ("!!!", |n| repeated(n, "!!! 門 \"\n")),
    ("://", |n| repeated(n, "a://門")),
    ("://://", |n| repeated(n, "://")),
    ("www.", |n| repeated(n, "www.a")),
    ("schemes", |n| repeated(n, "a") + "://門"),
    ("@", |n| repeated(n, "a@門.")),
    // Templates.
    ("{{<", |n| repeated(n, "{{< 門 ")),
    ("{{%", |n| repeated(n, "{{% 門 ")),
    ("{{", |n| repeated(n, "{{ 門 ")),
    ("{%", |n| repeated(n, "{% 門 ")),
    ("{% highlight %}", |n| repeated(n, "{% highlight %}門")),
    ("{{< highlight >}}", |n| repeated(n, "{{< highlight >}}門\n")),
    ("{% raw %}", |n| repeated(n, "{% raw %}門")),
    ("{% note %}", |n| repeated(n, "{% note 門 %}書{% endnote %}\n")),
    ("{% note \"", |n| repeated(n, "{% note \"門")),
    ("closers", |n| repeated(n, "門 %} }} >}} ")),
    ("{% end %}", |n| repeated(n, "{% endhighlight %}門")),
    ("{#", |n| repeated(n, "{# 門 ")),
    // Directives.
    ("hanmark:off", |n| repeated(n, "<!-- hanmark:off -->\n門\n\n")),
    ("hanmark:next-line", |n| repeated(n, "<!-- hanmark:next-line -->\n門\n\n")),
    ("hanmark:on", |n| repeated(n, "門 <!-- hanmark:on -->")),
    // Length.
    ("one long line", |n| repeated(n, "門書頁圖")),
    ("letters", |n| repeated(n, "a")),
    ("spaces", |n| format!("門{}書", repeated(n, " "))),
    ("tabs", |n| format!("門{}書", repeated(n, "\t"))),
    ("blank lines", |n| format!("門{}書", repeated(n, "\n"))),
    ("carriage returns", |n| repeated(n, "門\r")),
    ("short lines", |n| repeated(n, "門\n")),
    ("paragraphs", |n| repeated(n, "門\n\n")),
    ("breaks", |n| repeated(n, "門  \n書\\\n")),
    ("zeros", |n| repeated(n, "門\0")),
    ("rules", |n| repeated(n, "***\n")),
    ("equals signs", |n| format!("門\n{}", repeated(n, "="))),
    ("dashes", |n| repeated(n, "-")),
    ("number signs", |n| repeated(n, "#")),
    ("indented code", |n| repeated(n, "    門\n\n")),
    ("fences", |n| repeated(n, "```門\n書\n```\n")),
    ("fences that differ", |n| repeated(n, "```\n~~~~\n")),
    ("code", |n| repeated(n, "`門` ")),
    ("comments of code", |n| format!("```js\n{}```\n", repeated(n, "// 門 /* \"\n"))),
    ("titles", |n| repeated(n, "[門](u '書')")),
    ("spaced titles", |n| repeated(n, "[門](u '書") + "')"),
    ("images", |n| repeated(n, "![門](u \"書\")\n")),
    ("alerts", |n| repeated(n, "> [!NOTE] 門\n> 書\n\n")),
    ("tasks", |n| repeated(n, "- [ ] 門\n")),
    ("elements in a row", |n| repeated(n, "<b>門</b>")),
    ("elements never closed", |n| repeated(n, "<i>門")),
    ("many unlike elements", |n| numbered(n, |i| format!("<a{i}>門"))),
    ("closing tags", |n| repeated(n, "<i>門") + &repeated(n, "</b>書")),
    ("attributes", |n| format!("<p{}>門", repeated(n, " alt='書'"))),
    ("attributes of a block", |n| format!("<div{}>門</div>", repeated(n, "\ntitle=\"書\""))),
    ("blocks of HTML", |n| repeated(n, "<p>門</p>\n\n")),
    ("one block of HTML", |n| repeated(n, "<p title='門'>書</p>\n")),
    ("<div>", |n| repeated(n, "<div>\n")),
    ("<div> in quotes", |n| repeated(n, "> <div>門\n")),
    ("<pre>", |n| repeated(n, "<pre>門\n\n")),
    ("<script>", |n| repeated(n, "<script>門</scrip\n")),
    ("<textarea>", |n| repeated(n, "門<textarea>")),
    ("lang", |n| repeated(n, "<span lang=en>門<span lang=zh>")),
    ("table rows", |n| format!("|門|書|\n|-|-|\n{}", repeated(n, "|頁|圖|\n"))),
    ("table columns", |n| format!("|{}\n|{}\n", repeated(n / 2, "門|"), repeated(n / 3, "-|"))),
    ("wide tables", wide_table),
    ("pipes", |n| repeated(n, "|")),
    ("escaped pipes", |n| format!("|門|\n|-|\n|{}|\n", repeated(n, "門\\|"))),
    ("tables that are none", |n| repeated(n, "|門\n")),
    // Labels.
    ("definitions", |n| numbered(n, |i| format!("[{i}]: /u '門'\n"))),
    ("one definition many times", |n| repeated(n, "[門]: /u\n")),
    ("labels", |n| numbered(n, |i| format!("[門{i}] [門{i}]: /u\n\n[門{i}]: /u '書'\n\n"))),
    ("references", |n| format!("[門]: /u\n\n{}", repeated(n, "[門] [書][門] "))),
    ("long titles", |n| format!("[a]: /u '{}'\n\n[a]", repeated(n, "門\n"))),
    ("definitions never closed", |n| repeated(n, "[a]: /u '門\n")),
    ("long labels", |n| format!("[{}]", repeated(n, "門"))),
    ("footnotes", |n| numbered(n, |i| format!("門[^{i}]\n\n[^{i}]: 書\n\n"))),
    ("one footnote many times", |n| repeated(n, "門[^門]\n\n[^門]: 書\n\n")),
    ("footnote definitions", |n| repeated(n, "[^門]: ")),
    // Headings and links to them.
    ("equal headings", |n| repeated(n, "# 門\n\n[書](#門)\n\n")),
    ("headings", |n| numbered(n, |i| format!("# 門{i}\n\n[書](#門{i})\n\n"))),
    ("fragments", |n| format!("# 門\n\n{}", repeated(n, "[書](#門) "))),
    ("encoded fragments", |n| format!("# 門\n\n{}", repeated(n, "[書](#%E9%96%80) "))),
    ("headings that count", |n| numbered(n, |i| format!("# 門\n\n# 門-{i}\n\n"))),
    // Front matter.
    ("keys", |n| yaml(&numbered(n, |i| format!("key{i}: 門\n")))),
    ("equal keys", |n| yaml(&repeated(n, "title: 門\n"))),
    ("nested keys", |n| yaml(&nested_keys(n))),
    ("flow", |n| yaml(&format!("title: {}門{}\n", "[".repeat(n / 8), "]".repeat(n / 8)))),
    ("mappings in braces", |n| {
        yaml(&format!("a: {}门{}\n", "{a: ".repeat(n / 8), "}".repeat(n / 8)))
    }),
    ("aliases", |n| yaml(&aliases(n))),
    ("aliases of one", |n| yaml(&format!("a: &a 門\ntags: [{}]\n", repeated(n, "*a, ")))),
    ("a list", |n| yaml(&format!("title:\n{}", repeated(n, "- 門 書\n")))),
    ("a long value", |n| yaml(&format!("title: {}\n", repeated(n, "門")))),
    ("a folded value", |n| yaml(&format!("title: >\n{}", repeated(n, "  門\n\n")))),
    ("a literal value", |n| yaml(&format!("title: |\n{}", repeated(n, "  門\n")))),
    ("escapes", |n| yaml(&format!("title: \"{}\"\n", repeated(n, "門\\\"\\u9580")))),
    ("quotes in a value", |n| yaml(&format!("title: '{}'\n", repeated(n, "門''")))),
    ("tags in a value", |n| yaml(&format!("title: '{}'\n", repeated(n, "<b>門")))),
    ("openers in a value", |n| yaml(&format!("title: '{}'\n", repeated(n, "<門 ](&{{")))),
    ("comments", |n| yaml(&repeated(n, "# 門\n"))),
    ("indented comments", |n| yaml(&format!("a:\n{}", repeated(n, "  b: c # 門\n")))),
    ("tabs in front matter", |n| yaml(&repeated(n, "\ta: 門\n"))),
    ("front matter that is none", |n| format!("---\n{}", repeated(n, "title: 門\n"))),
    ("invalid front matter", |n| yaml(&format!("title: 門: 書\n{}", repeated(n, "a: [\n")))),
    ("documents", |n| yaml(&repeated(n, "... \n--- a\n"))),
    ("TOML", |n| format!("+++\n{}+++\n", numbered(n, |i| format!("key{i} = '門'\n")))),
    ("tables of TOML", |n| format!("+++\n{}+++\n", repeated(n, "[[a]]\ntitle = '門'\n"))),
    ("nested TOML", |n| format!("+++\na = {}1{}\n+++\n", "[".repeat(n / 8), "]".repeat(n / 8))),
    ("dotted TOML", |n| format!("+++\n{} = '門'\n+++\n", repeated(n, "a.") + "b")),
    ("lines of TOML", |n| format!("+++\ntitle = '''{}'''\n+++\n", repeated(n, "門\n"))),
    ("JSON", |n| format!("{{{}\"z\": 1}}\n", numbered(n, |i| format!("\"key{i}\": \"門\",\n")))),
    ("nested JSON", |n| format!("{{\"a\": {}1{}}}\n", "[".repeat(n / 8), "]".repeat(n / 8))),
    ("open JSON", |n| repeated(n, "{\"a\": ")),
    ("Hexo's JSON", |n| format!(";;;\n{};;;\n", repeated(n, "\"title\": \"門\",\n"))),
    ("module lines", |n| repeated(n, "import 門 from '書'\n")),
];

fn repeated(bytes: usize, piece: &str) -> String {
    piece.repeat(bytes / piece.len() + 1)
}

fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

fn nested(bytes: usize, open: &str, inner: &str, close: &str) -> String {
    let depth = bytes / (open.len() + close.len()).max(1);
    open.repeat(depth) + inner + &close.repeat(depth)
}

/// Each line is indented further than the one before: the depth is the root of
/// the size.
fn lines_deeper(bytes: usize, item: &str) -> String {
    let mut text = String::new();
    for depth in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&"   ".repeat(depth));
        text.push_str(item);
        text.push('\n');
    }
    text
}

fn growing_backticks(bytes: usize) -> String {
    numbered(bytes, |count| "`".repeat(count + 1) + "門")
}

fn wide_table(bytes: usize) -> String {
    let columns = bytes.isqrt() / 2;
    let row = "門|".repeat(columns) + "\n";
    row.clone() + &"-|".repeat(columns) + "\n" + &repeated(bytes, &row)
}

fn yaml(content: &str) -> String {
    format!("---\n{content}---\n門\n")
}

fn nested_keys(bytes: usize) -> String {
    let mut text = String::new();
    for depth in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&" ".repeat(depth));
        text.push_str("a:\n");
    }
    text
}

/// Each list has the one before it ten times.
fn aliases(bytes: usize) -> String {
    let first = "a0: &a0 [門, 書]\n".to_owned();
    first
        + &numbered(bytes, |number| {
            let before = format!("*a{number}, ").repeat(10);
            format!("a{}: &a{} [{before}]\n", number + 1, number + 1)
        })
}
