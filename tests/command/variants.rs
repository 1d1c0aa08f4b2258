//! What a post is written in, and what that changes.

use crate::{COPY, POST, archive::Archive};

#[test]
fn a_mixed_post_is_converted_run_by_run() {
    let three = |text: &str| [text; 3].join("\n");
    let (traditional, simplified) = (three(POST), three(COPY));
    let post = format!("{traditional}\n{simplified}\n`滑鼠`\n");
    let archive = Archive::new([("a.md", post.as_str())]);
    archive.assert_done(
        "build --to zh-CN,zh-TW",
        "2 written\nHan characters left as they are: 2 (inline code 2)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), format!("{simplified}\n{simplified}\n`滑鼠`\n"));
    assert_eq!(archive.read("a.zh-TW.md"), format!("{traditional}\n{traditional}\n`滑鼠`\n"));
}

#[test]
fn the_variant_given_counts_before_the_words() {
    let archive = Archive::new([("a.md", "軟體\n")]);
    archive.assert_done("build --to zh-CN --from zh-TW", "1 written\n");
    assert_eq!(archive.read("a.zh-CN.md"), "软件\n");
    let config = "source: zh-TW\neditions: [{ variant: zh-CN }]\n";
    let archive = Archive::new([("a.md", "軟體\n"), ("hanmark.yaml", config)]);
    archive.assert_done("build", "1 written\n");
    assert_eq!(archive.read("a.zh-CN.md"), "软件\n");
    archive.assert_prints("detect", "zh-TW       high   a.md  (configured)\n");
}

#[test]
fn the_posts_own_map_counts_before_the_configuration_and_after_what_is_given() {
    let post = "---\nhanmark: {source: zh-HK}\nlang: en\n---\n軟體\n";
    let config = "source: zh-CN\neditions: [{ variant: zh-TW }]\n";
    let archive = Archive::new([("a.md", post), ("b.md", "软件\n"), ("hanmark.yaml", config)]);
    archive.assert_prints(
        "detect",
        "zh-HK       high   a.md  (post_map)\nzh-CN       high   b.md  (configured)\n",
    );
    archive.assert_prints("convert --to zh-CN b.md", "软件\n");
    archive.assert_prints("convert --to zh-CN a.md", &copy("zh-CN"));
    archive.assert_prints("convert --to zh-CN --from zh-CN a.md", post);
}

fn copy(source: &str) -> String {
    format!("---\nhanmark: {{source: {source}}}\nlang: en\n---\n软体\n")
}

#[test]
fn posts_in_other_languages_get_no_copies() {
    let english = "---\nlang: en\n---\n滑鼠 means mouse.\n";
    let archive = Archive::new([("a.md", english), ("b.md", "Nothing to see here.\n")]);
    archive.assert_done(
        "build --to zh-CN,zh-TW -v",
        "no copy of a.md: not Chinese\nno copy of b.md: not Chinese\n0 written, 2 without a copy\n",
    );
}

#[test]
fn a_post_that_reads_as_it_is_gets_no_copy() {
    let archive = Archive::new([("a.md", COPY)]);
    archive.assert_done("build --to zh-CN", "0 written, 1 without a copy\n");
    archive.assert_files([("a.md", COPY)]);
}

#[test]
fn words_that_contradict_a_name_are_warned_about() {
    let text = [COPY; 3].join("\n");
    let archive = Archive::new([("a.zh-hk.md", text.as_str())]);
    archive.assert_done(
        "build --to zh-TW",
        "warning: a.zh-hk.md:1: its words read as zh-CN, but its path says zh-HK, from which it \
         was converted; a `lang: zh-CN` in its front matter would settle it\n1 written\n",
    );
}

#[test]
fn a_chinese_post_that_says_it_is_english_gets_no_copy_but_a_warning() {
    let post = format!("---\nlang: en\n---\n{}\n", [POST; 3].join("\n"));
    let archive = Archive::new([("a.md", post.as_str())]);
    archive.assert_done(
        "build --to zh-CN",
        "warning: no copy of a.md: its name or its front matter says so, though its words read \
         as zh-TW; change that if it is wrong\n0 written, 1 without a copy\n",
    );
}

#[test]
fn a_language_that_is_none_leaves_the_words_to_tell() {
    for lang in ["", "~", "cn", "c++", "中", "[en, zh-TW]"] {
        let post = format!("---\nlang: {lang}\n---\n{}\n", [POST; 3].join("\n"));
        let archive = Archive::new([("a.md", post.as_str())]);
        let left = "Han characters left as they are: 1 (front matter values 1)\n";
        let left = if lang == "中" { left } else { "" };
        archive.assert_done("build --to zh-CN", &format!("1 written\n{left}"));
    }
}

#[test]
fn what_a_post_says_of_itself_is_believed_with_a_warning_and_told() {
    let post = format!("---\nhanmark: {{source: zh-HK}}\n---\n{}\n", [COPY; 3].join("\n"));
    let archive = Archive::new([("a.md", post.as_str())]);
    archive.assert_done(
        "build --to zh-TW",
        "warning: a.md:1: its words read as zh-CN, but its `hanmark: source` says zh-HK, from \
         which it was converted; a `source: zh-CN` there would settle it\n1 written\n",
    );
    archive.assert_prints("detect", "zh-HK       high   a.md  (post_map)\n");
}

#[test]
fn a_post_that_asks_for_no_copies_gets_none() {
    let post = format!("---\nhanmark: {{skip: true}}\n---\n{POST}");
    let archive = Archive::new([("a.md", post.as_str()), ("b.md", POST)]);
    archive.assert_done(
        "build --to zh-CN,zh-HK -v",
        "written b.zh-CN.md (from zh-TW, 12 characters changed)\n\
         written b.zh-HK.md (from zh-TW, 0 characters changed)\n\
         no copy of a.md: it asks for none (`hanmark: skip`)\n\
         2 written, 1 without a copy\n",
    );
}
