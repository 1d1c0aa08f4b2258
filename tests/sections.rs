//! Texts that are converted in sections: the same bytes, and the same said about
//! them, as of the whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod promises;

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use hanmark::{Flavour, Profile, Settings, Thoroughness, Variant};
use promises::{engines::Change, whole::assert_sections_are_the_whole};

/// The Markdown files below a folder, sorted.
fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "md" || extension == "mdx")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The texts of the cases, then the posts.
fn texts() -> Vec<String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["tests/cases", "posts"]
        .into_iter()
        .flat_map(|folder| markdown_files(&project.join(folder)));
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// Every engine that writes no markup, with every flavour.
fn all_settings() -> Vec<Settings> {
    let mut all = Vec::new();
    for change in [Change::Letters, Change::Few, Change::Lengths] {
        for name in ["a.md", "a.mdx"] {
            all.push(Settings::engine(Arc::new(change)).name(Path::new(name)));
        }
    }
    assert_eq!(Flavour::of_name(Path::new("a.mdx")), Flavour::Mdx);
    all
}

#[test]
fn each_case_and_post_is_the_same_in_sections() {
    for text in texts() {
        for settings in all_settings() {
            assert_sections_are_the_whole(&text, &settings, 1);
        }
        // As on Windows.
        let text = text.replace('\n', "\r\n");
        assert_sections_are_the_whole(&text, &all_settings()[0], 1);
    }
}

#[test]
fn all_cases_and_posts_in_one_text_are_the_same_in_sections() {
    // A case can leave open what joins all behind it.
    for texts in texts().chunks(10) {
        let text = texts.join("\n\n");
        for settings in all_settings() {
            for size in [1, 300, 2000] {
                assert_sections_are_the_whole(&text, &settings, size);
            }
        }
    }
}

#[test]
fn editions_are_the_same_in_sections() {
    let text = texts().join("\n\n");
    for target in [Variant::ZhCn, Variant::ZhTw] {
        for thoroughness in [Thoroughness::Shortcut, Thoroughness::Full] {
            let settings = Settings::edition(target).thoroughness(thoroughness);
            assert_sections_are_the_whole(&text, &settings, 300);
        }
    }
}

const TRADITIONAL: &str = "這張桌子的後面還有一個門，請你們輕輕關上，別讓貓溜進來。";
const SIMPLIFIED: &str = "这张桌子的后面还有一个门，请你们轻轻关上，别让猫溜进来。";

#[test]
fn runs_of_a_mixed_text_follow_those_of_the_section_before() {
    let text = format!(
        "后面\n\n{TRADITIONAL}\n\n后面\n\n{SIMPLIFIED}\n\n后面\n\n{TRADITIONAL}\n\n{SIMPLIFIED}\n\n后面\n\n"
    );
    for target in [Variant::ZhCn, Variant::ZhTw] {
        let settings = Settings::edition(target);
        let conversion = assert_sections_are_the_whole(&text, &settings, 1).unwrap();
        assert_eq!(conversion.source.map(|source| source.verdict), Some(hanmark::Verdict::Mixed));
    }
}

#[test]
fn labels_mean_the_first_definition_of_the_whole_text() {
    let settings = Settings::engine(Arc::new(Change::Letters));
    for text in [
        "[門][a] [書] ![頁][A] [^1] [^圖]\n\n電\n\n[a]: /u \"車\"\n\n馬\n\n[a]: /v \"龍\"\n\n[^1]: 國\n\n[書]: /u\n\n[^圖]: 學\n",
        // The neighbour of a text is a label elsewhere.
        "[門] [閁] [閂]\n\n電\n\n[門]: /u\n\n馬\n\n[閂]: /u '龍'\n\n[開]: /u\n\n[長]\n",
        "[a]: <門>\n\n[a]: /u '書'\n\n頁\n\n> [圖][a\n> b]\n\n電\n\n> [a\n> b]: /u\n\n車\n\n| [馬][a\\|b] |\n|-|\n\n龍\n\n[a|b]: /v\n",
    ] {
        assert_sections_are_the_whole(text, &settings, 1);
    }
}

#[test]
fn links_follow_headings_of_other_sections() {
    let settings = Settings::engine(Arc::new(Change::Lengths));
    let text = "[a](#門) [b](#門-1) [c](#書 \"頁\")\n\n## 門\n\n圖\n\n[d]: #電\n\n## 門\n\n<a href='#書'>車</a>\n\n# 書\n\n馬\n\n## 電 {#e}\n\n[f](b.md#門)\n\n電\n==\n";
    for size in [1, 20, 60] {
        assert_sections_are_the_whole(text, &settings, size);
    }
}

/// So many references that the parser takes the last ones for text.
#[test]
fn what_the_parser_copies_to_references_ends_where_it_does_in_the_whole() {
    let text = format!("{}[a]: /{}\n", "[門][a]\n\n書\n\n".repeat(3000), "x".repeat(100));
    assert_sections_are_the_whole(&text, &Settings::engine(Arc::new(Change::Letters)), 1000);
}

#[test]
fn a_brace_that_is_left_open_says_nothing_of_a_tag_in_another_section() {
    let settings = Settings::engine(Arc::new(Change::Letters));
    for name in ["a.md", "a.mdx"] {
        assert_sections_are_the_whole(
            "{`\n\n车<m{題}>",
            &settings.clone().name(Path::new(name)),
            1,
        );
    }
}

/// A colon and a space in place of a section's first letter would make the paragraph
/// before it a term.
#[test]
fn a_section_whose_first_sign_becomes_markup_is_converted_with_the_others() {
    let settings = Settings::engine(Arc::new(Change::Markup));
    assert_sections_are_the_whole("a\n\n乓a\n", &settings, 1);
}

fn corpora() -> Vec<String> {
    let shared = env::var_os("HANMARK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let files = markdown_files(&shared.join("corpora"));
    assert!(!files.is_empty(), "set HANMARK_SHARED");
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

#[test]
#[ignore = "needs the corpora"]
fn posts_of_the_corpora_are_the_same_in_sections() {
    let all = [
        Settings::profile(Profile::S2twp),
        Settings::profile(Profile::Tw2sp),
        Settings::engine(Arc::new(Change::Lengths)),
        Settings::engine(Arc::new(Change::Letters)).name(Path::new("a.mdx")),
        Settings::engine(Arc::new(Change::Few)).thoroughness(Thoroughness::Full),
    ];
    for (index, text) in corpora().iter().enumerate() {
        assert_sections_are_the_whole(text, &all[index % all.len()], 300);
        assert_sections_are_the_whole(text, &all[(index + 1) % all.len()], 1);
    }
}

#[test]
#[ignore = "needs the corpora"]
fn the_corpora_in_one_text_are_the_same_in_sections() {
    let posts = corpora();
    for posts in posts.chunks(200) {
        let text = posts.join("\n\n");
        let settings = Settings::profile(Profile::S2twp);
        assert_sections_are_the_whole(&text, &settings, 20_000);
    }
}
