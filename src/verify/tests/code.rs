use super::*;
use crate::switches::{CodeBlocks, InlineCode, Shortcode};

fn with_code() -> ProseSettings {
    ProseSettings {
        inline_code: InlineCode::All,
        code_blocks: CodeBlocks::All,
        ..ProseSettings::default()
    }
}

#[track_caller]
fn assert_left(source: &str, pairs: &[(&str, &str)], expected: &str, withdrawn: &[&str]) {
    let edits = replacing(source, pairs);
    let found = left(source, &edits, &Edits::default(), &with_code());
    assert_eq!((found.0.as_str(), found.1.as_slice()), (expected, withdrawn), "{source:?}");
}

#[test]
fn code_changes_where_the_switches_say_so() {
    let pairs = [("門", "门")];
    let source = "`門` `` ` 門 ``\n\n> `車\n> 門`\n\n|`a\\|門`|\n|-|\n\n```\n門\n```\n\n    門\n";
    assert_left(source, &pairs, &source.replace('門', "门"), &[]);
    let edits = replacing(source, &pairs);
    let (text, _) = left(source, &edits, &Edits::default(), &ProseSettings::default());
    assert_eq!(text, source);
}

#[test]
fn code_keeps_its_bounds() {
    assert_left("`門a書`", &[("門", "`"), ("書", "书")], "`門a书`", &["門"]);
    // No single edit explains that the spaces at both ends go.
    assert_left("`門a書a門`", &[("門", " "), ("書", "书")], "`門a書a門`", &["門", "書", "門"]);
    assert_left(
        "```\n門\n書\n```\n",
        &[("門", "```"), ("書", "书")],
        "```\n門\n书\n```\n",
        &["門"],
    );
    assert_left("```門\n書\n```\n", &[("門", "门"), ("書", "书")], "```門\n书\n```\n", &["門"]);
    assert_left("    門\n    書\n", &[("門", "\n\na"), ("書", "书")], "    門\n    书\n", &["門"]);
}

#[test]
fn code_that_holds_prose_of_a_template_changes() {
    let shortcode = Shortcode { name: "figure".to_owned(), parameters: vec!["alt".to_owned()] };
    let settings = ProseSettings { shortcodes: vec![shortcode], ..ProseSettings::default() };
    let source = "{{< figure alt=`門` >}} `門`";
    let found = left(source, &replacing(source, &[("門", "门")]), &Edits::default(), &settings);
    assert_eq!(found, ("{{< figure alt=`门` >}} `門`".to_owned(), vec!["門"]));
    let found = left(source, &replacing(source, &[("門", "`")]), &Edits::default(), &settings);
    assert_eq!(found.0, source);
}
