use super::*;

fn shortcode(name: &str, parameters: &[&str]) -> Shortcode {
    let parameters = parameters.iter().map(|name| (*name).to_owned()).collect();
    Shortcode { name: name.to_owned(), parameters }
}

#[track_caller]
fn assert_masks(body: &str, expected: &[&str]) {
    let found: Vec<_> =
        templates(body, &[], &[]).into_iter().map(|masked| &body[masked.range]).collect();
    assert_eq!(found, expected, "{body:?}");
}

#[track_caller]
fn assert_reasons(body: &str, expected: &[(&str, KeptReason)]) {
    let masked = templates(body, &[], &[]);
    let found: Vec<_> =
        masked.into_iter().map(|masked| (&body[masked.range], masked.reason)).collect();
    assert_eq!(found, expected, "{body:?}");
}

/// The parameters `a`, `門`, `1` and `2` of `fn`, and `2` of `書.html`, are prose.
#[track_caller]
fn assert_parameters(body: &str, expected: &[&str]) {
    let shortcodes = [shortcode("fn", &["a", "門", "1", "2"]), shortcode("書.html", &["a", "2"])];
    let found: Vec<_> = templates(body, &[], &shortcodes)
        .into_iter()
        .flat_map(|masked| masked.parameters)
        .map(|range| &body[range])
        .collect();
    assert_eq!(found, expected, "{body:?}");
}

#[test]
fn tags_and_output_are_found() {
    assert_masks("{% note \"門\" %}書{% endnote %}", &["{% note \"門\" %}", "{% endnote %}"]);
    assert_masks("{%- a -%}{%門%}{%\n書\n\n%}", &["{%- a -%}", "{%門%}", "{%\n書\n\n%}"]);
    assert_masks("{{ a.門 | 書 }} 車 {{b}}", &["{{ a.門 | 書 }}", "{{b}}"]);
    assert_masks(
        "{{{ 門 }}}書{{{頁}} }}}{{ {a: 1} }}",
        &["{{{ 門 }}}", "{{{頁}} }}}", "{{ {a: 1} }}"],
    );
    assert_masks("{{- 門 -}}{{#if 書}}頁{{/if}}", &["{{- 門 -}}", "{{#if 書}}", "{{/if}}"]);
    assert_masks("<% 門 %>書<%= 頁 -%>", &["<% 門 %>", "<%= 頁 -%>"]);
}

#[test]
fn shortcodes_are_found() {
    assert_masks("{{< f t=\"門\" >}}書{{</ f >}}", &["{{< f t=\"門\" >}}", "{{</ f >}}"]);
    assert_masks("{{% note 書 %}}\n車\n{{% /note %}}", &["{{% note 書 %}}", "{{% /note %}}"]);
    assert_masks("{{< a\n b=\"門\"\n\n>}}書{{<頁/>}}", &["{{< a\n b=\"門\"\n\n>}}", "{{<頁/>}}"]);
    assert_masks("{{</* 門 >}} */>}}書{{%/* 頁 */%}}", &["{{</* 門 >}} */>}}", "{{%/* 頁 */%}}"]);
}

#[test]
fn strings_of_shortcodes_can_hold_anything() {
    for whole in [
        "{{< a t=\"門 >}} 書\" >}}",
        "{{< a `門 >}}\n\n {{< 書` >}}",
        "{{< a \"{{< b >}}\" >}}",
        "{{< a \"門\\\" >}} 書\" >}}",
        "{{% a \"%}}\" %}}",
    ] {
        assert_masks(&format!("{whole}頁"), &[whole]);
    }
    // Not closed in its line: no string.
    assert_masks("{{< a 5\" >}}\n書\" >}}", &["{{< a 5\" >}}"]);
    assert_masks("{{< a \"{{< b >}}\" 門", &["{{< b >}}"]);
    // Liquid and Vue read up to the first closer.
    assert_masks("{% a \"%}\" %}{{ \"}}\" }}", &["{% a \"%}", "{{ \"}}"]);
}

#[test]
fn comments_are_found_whatever_they_hold() {
    assert_masks(
        "{# {{ 門 }}\n\n{% 書 #}頁{#-  圖 -#}",
        &["{# {{ 門 }}\n\n{% 書 #}", "{#-  圖 -#}"],
    );
    assert_masks("# 門 {#書} {#-頁} #}", &[]);
    assert_masks("{{/* {{ 門 }} */}}書", &["{{/* {{ 門 }} */}}"]);
    assert_reasons("{/* {門}\n\n{{ */}", &[("{/* {門}\n\n{{ */}", KeptReason::Expression)]);
    assert_masks("<%# {{ 門 }} %>", &["<%# {{ 門 }} %>"]);
}

#[test]
fn an_opener_without_its_closer_is_text() {
    assert_masks("{{ 門 5 } 書", &[]);
    assert_masks("{% 門 }} {{ 書 %} }}", &["{{ 書 %} }}"]);
    assert_masks("{% 門 {% 書 %}", &["{% 書 %}"]);
    assert_masks("}} %} {%} {{}", &[]);
    assert_masks("{{{ 門 {{ 書 }}", &["{{ 書 }}"]);
    for opener in
        ["{%", "{{", "{{{", "{{<", "{{%", "{{</*", "{{/*", "{# ", "{/*", "{::", "{:/", "<%"]
    {
        assert_masks(opener, &[]);
        assert_masks(&format!("門{opener}書"), &[]);
    }
}

#[test]
fn output_does_not_go_on_in_another_paragraph() {
    assert_masks("{{ 門\n書 }}", &["{{ 門\n書 }}"]);
    assert_masks("{{ 門\n\n書 }}", &[]);
    assert_masks("{{ 門\r\n \r\n書 }}", &[]);
    assert_masks("> {{ 門\n>\n> 書 }}", &[]);
}

#[test]
fn the_body_of_a_code_tag_is_masked_with_it() {
    use KeptReason::{Template, TemplateCode};
    for whole in [
        "{% highlight text %}門{{ a }}\n{% endhighlight %}",
        "{%- comment -%}\n\n門{%- endcomment -%}",
        "{% mermaid %}{% a %}門{% endmermaid %}",
        "{{< highlight go >}}門{{< /highlight >}}",
        "{{% math %}}門{{%/ math %}}",
        "{::nomarkdown}門{:/}",
        "{::comment}門{:/comment}",
    ] {
        assert_reasons(&format!("{whole}書"), &[(whole, TemplateCode)]);
    }
    assert_reasons("{% highlight %}門", &[("{% highlight %}", Template)]);
    assert_masks("{{< mermaid />}}門{{< /mermaid >}}", &["{{< mermaid />}}", "{{< /mermaid >}}"]);
    assert_masks("{{< code >}}門{{% /code %}}", &["{{< code >}}", "{{% /code %}}"]);
    assert_masks("{::comment}門{{< /comment >}}", &["{::comment}", "{{< /comment >}}"]);
    assert_masks("{::options a=\"門\" /}書{:/}", &["{::options a=\"門\" /}", "{:/}"]);
    assert_masks("{::門\n書}{: .a}", &[]);
    assert_masks("{{</* code */>}}門{{</* /code */>}}", &["{{</* code */>}}", "{{</* /code */>}}"]);
}

#[test]
fn raw_quotes_tags_and_nothing_else() {
    assert_masks("{% raw %}車{{ 頁 }}{% endraw %}", &["{% raw %}", "{{ 頁 }}", "{% endraw %}"]);
    assert_masks(
        "{% raw %}{% code %}{% endraw %}門{% code %}書{% endcode %}",
        &["{% raw %}", "{% code %}", "{% endraw %}", "{% code %}書{% endcode %}"],
    );
    assert_masks(
        "{% code %}{% raw %}門{% endcode %}{% endraw %}書{% endcode %}",
        &["{% code %}{% raw %}門{% endcode %}{% endraw %}書{% endcode %}"],
    );
    assert_masks(
        "{% verbatim %}{% code %}門{% endcode %}{% endverbatim %}",
        &["{% verbatim %}", "{% code %}門{% endcode %}", "{% endverbatim %}"],
    );
}

#[test]
fn markers_in_code_are_quoted() {
    assert_eq!(templates("`{{` 門 `}}`", &[0..4, 9..13], &[]), []);
    let body = "{% 門 `%}` 書 %}`{# `{# 頁`#}`#}";
    let found: Vec<_> = templates(body, &[7..11, 18..23, 29..33], &[])
        .into_iter()
        .map(|masked| &body[masked.range])
        .collect();
    assert_eq!(found, ["{% 門 `%}` 書 %}", "{# 頁`#}`#}"]);
}

#[test]
fn named_parameters_are_prose() {
    assert_parameters("{{< fn a=\"門 書\" b=\"頁\" >}}", &["門 書"]);
    assert_parameters("{{< fn b=頁 a='門' 門=`書` />}}", &["門", "書"]);
    assert_parameters("{% fn a=門, b: \"頁\", 門: '書' %}", &["門", "書"]);
    assert_parameters("{% fn a = \"門\" -%}{%- fn a='書'%}", &["門", "書"]);
    assert_parameters("{{ fn(b=\"頁\", a=\"門\") }}", &["門"]);
    assert_parameters("{{< fn a=\"\" 門= >}}{{< gn a=\"門\" >}}{{< fnx a=\"門\" >}}", &[]);
    assert_parameters("{{</* fn a=\"門\" */>}}{{< /fn a=\"門\" >}}", &[]);
    assert_parameters("{{< fn a=\"門\\\"書\\\\\" 門='頁' >}}", &["門", "書", "頁"]);
    assert_parameters("{{< fn a=\"門 >}}", &["\"門"]);
}

#[test]
fn parameters_without_a_name_are_numbered() {
    assert_parameters("{{< fn \"門 書\" 頁 圖 >}}", &["門 書", "頁"]);
    assert_parameters("{% fn \"門\"\n'書' '頁' %}", &["門", "書"]);
    assert_parameters("{% fn 門, 書, 頁 %}", &["門", "書"]);
}

#[test]
fn an_include_has_the_name_of_its_file() {
    assert_parameters("{% include 書.html a=\"門\" b=\"頁\" %}", &["門"]);
    assert_parameters("{% render '書.html', a: \"門\" %}", &["門"]);
    assert_parameters("{% include 頁.html a=\"門\" %}{% 書 a=\"門\" %}", &[]);
    assert_parameters("{% include_cached 書.html x 門 %}", &["門"]);
    let shortcodes = [shortcode("include 頁.html", &["b"]), shortcode("include", &["a"])];
    let body = "{% include 頁.html a='門' b='書' %}{% include 圖.html a='電' %}";
    let found: Vec<_> = templates(body, &[], &shortcodes)
        .into_iter()
        .flat_map(|masked| masked.parameters)
        .map(|range| &body[range])
        .collect();
    assert_eq!(found, ["書", "電"]);
}

#[test]
fn parameters_of_a_code_tag_are_prose_too() {
    let body = "{% code t='門' %}書{% endcode %}";
    let masked = templates(body, &[], &[shortcode("code", &["t"])]);
    assert_eq!(
        masked[0].parameters.iter().map(|range| &body[range.clone()]).collect::<Vec<_>>(),
        ["門"]
    );
    assert_masks(body, &[body]);
}

#[test]
fn many_openers_take_linear_time() {
    let shortcodes = [shortcode("a", &["b"])];
    for dialect in dialects::DIALECTS {
        let opener = dialect.opener;
        for behind in ["", " ", " a ", " \"", " \\\"", "`", "\"`\\", "\n", " a \"b\" ", "{", "<"] {
            let openers = format!("{opener}{behind}").repeat(10_000);
            assert_eq!(templates(&openers, &[], &shortcodes).len(), 0, "{opener:?} {behind:?}");
            templates(&format!("{openers}{}", dialect.closer), &[], &shortcodes);
            templates(
                &format!("{opener} a \"{}\" >}}", "\\\" b=' ".repeat(10_000)),
                &[],
                &shortcodes,
            );
        }
    }
    assert_eq!(templates(&"{{ {% ".repeat(200_000), &[], &[]), []);
    assert_eq!(templates(&"{% code %}".repeat(10_000), &[], &[]).len(), 10_000);
}
