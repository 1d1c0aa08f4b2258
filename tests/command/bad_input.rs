//! Bad input: what is said, and what is done nevertheless.

use crate::{COPY, POST, archive::Archive};

#[test]
fn a_missing_path_is_named() {
    Archive::new([]).assert_fails(
        "build missing --to zh-CN",
        "error: no archive at missing: No such file or directory (os error 2)\n",
    );
    Archive::new([]).assert_fails(
        "detect missing",
        "error: cannot read missing: No such file or directory (os error 2)\n",
    );
}

#[test]
fn a_folder_without_posts_is_an_error() {
    let archive = Archive::new([("notes/a.txt", POST)]);
    archive.assert_fails(
        "build notes --to zh-CN",
        "error: no posts in notes: nothing ends in .md, .markdown, .mdown, .mkd or .mdx, or \
         ignore files, globs or the lock leave it out\n",
    );
    archive.assert_files([("notes/a.txt", POST)]);
}

#[test]
fn without_editions_the_lines_to_add_are_shown() {
    let lines = "\n\neditions:\n  - { variant: zh-CN }\n\n";
    let archive = Archive::new([("blog/a.md", POST)]);
    archive.assert_fails(
        "build",
        &format!("error: no editions to write: give --to zh-CN, or put these lines into hanmark.yaml:{lines}"),
    );
    archive.assert_fails(
        "build blog",
        &format!("error: no editions to write: give --to zh-CN, or put these lines into blog/hanmark.yaml:{lines}"),
    );
    archive.write("hanmark.yaml", "source: auto\n");
    archive.assert_fails(
        "build blog",
        &format!("error: no editions to write: give --to zh-CN, or put these lines into hanmark.yaml:{lines}"),
    );
}

#[test]
fn an_unknown_variant_gets_a_suggestion() {
    let known = "known are zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant";
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_fails(
        "build --to zh_CM",
        &format!("error: --to: unknown variant `zh_CM`, did you mean `zh-CN`?; {known}\n"),
    );
    archive.assert_fails(
        "build --to zh-CN --from english",
        &format!("error: --from: unknown variant `english`; {known}\n"),
    );
    archive.assert_fails(
        "convert a.md --to zh-KH",
        &format!("error: --to: unknown variant `zh-KH`, did you mean `zh-HK`?; {known}\n"),
    );
    archive.assert_files([("a.md", POST)]);
}

#[test]
fn an_unknown_profile_gets_a_suggestion() {
    Archive::new([("a.md", POST)]).assert_fails(
        "convert a.md --profile s2twq",
        "error: --profile: unknown profile `s2twq`, did you mean `s2tw`?; known are hk2s, hk2sp, \
         hk2t, jp2t, s2hk, s2hkp, s2t, s2tw, s2twp, t2hk, t2jp, t2s, t2tw, tw2s, tw2sp, tw2t\n",
    );
}

#[test]
fn an_unknown_layout_gets_a_suggestion() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_fails(
        "build --to zh-CN --layout hugoo",
        "error: --layout: unknown layout `hugoo`, did you mean `hugo`?; known are sibling, hugo, \
         jekyll, folder, mkdocs, hexo, starlight, docusaurus\n",
    );
    archive.assert_fails(
        "build --to zh-CN --layout {lang}/{path}",
        "error: --layout: unknown placeholder `{lang}` in `{lang}/{path}`; known are {dir}, \
         {stem}, {ext}, {path}, {variant}, {variant_lower}\n",
    );
    archive.assert_fails(
        "build --to zh-CN --layout vitepress",
        "error: --layout: the layout `vitepress` arrives in a later version; until then give a \
         pattern, as `{variant_lower}/{path}`\n",
    );
}

#[test]
fn a_post_that_is_not_utf8_is_placed_and_the_others_are_written() {
    let archive = Archive::new([("a.md", POST)]);
    archive.write("big5.md", b"# a\n\xa4\xa4\xa4\xe5\n");
    archive.assert_fails(
        "build --to zh-CN",
        "failed: ./big5.md: not UTF-8 at byte 4 (line 2), and neither plainly Big5 nor GBK; say \
         what it is in, as --encoding big5, or save it as UTF-8\n1 written, 1 failed\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}

#[test]
fn invalid_yaml_in_front_matter_is_a_warning_and_the_body_is_converted() {
    let front_matter = "---\ntitle: \"滑鼠\nlayout: [post\n---\n";
    let post = format!("{front_matter}{POST}");
    let archive = Archive::new([("a.md", post.as_str())]);
    archive.assert_done(
        "build --to zh-CN",
        "warning: a.md:2: front matter is not valid YAML and stays as it is: unclosed quote\n\
         1 written\nHan characters left as they are: 2 (unread front matter 2)\n",
    );
    archive.assert_files([
        ("a.md", post.as_str()),
        ("a.zh-CN.md", format!("{front_matter}{COPY}").as_str()),
    ]);
}

#[test]
fn a_post_whose_own_wishes_cannot_be_understood_is_refused_and_the_others_are_written() {
    let post = format!("---\ntitle: 門\nhanmark:\n  term: {{ 滑鼠: 鼠标 }}\n---\n{POST}");
    let archive = Archive::new([("a.md", POST), ("b.md", post.as_str())]);
    let refused = "refused: line 4: hanmark: unknown key `term`, did you mean `terms`? (known are \
                   source, terms, keep, skip, vocabulary, domains)\n";
    archive.assert_fails(
        "build --to zh-CN",
        &format!("failed: ./b.md: {refused}1 written, 1 failed\n"),
    );
    archive.assert_fails("convert b.md --to zh-CN", &format!("error: b.md: {refused}"));
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", COPY), ("b.md", post.as_str())]);
}

#[test]
fn a_post_that_makes_the_parser_panic_is_refused_and_the_others_are_written() {
    let post = format!("{POST}\n- 門\n   {{.a}}\n  ===\n");
    let archive = Archive::new([("a.md", POST), ("b.md", post.as_str())]);
    let refused = "refused: line 1: the Markdown parser failed: assertion failed: \
                   self[child_ix].item.start < end_byte_ix\n";
    archive.assert_fails(
        "build --to zh-CN",
        &format!("failed: b.md to zh-CN: {refused}1 written, 1 refused\n"),
    );
    archive.assert_fails("convert b.md --to zh-CN", &format!("error: b.md: {refused}"));
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", COPY), ("b.md", post.as_str())]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_written() {
    let archive = Archive::new([("a.md", POST)]);
    // Not even root can read a socket as a file.
    let _socket = std::os::unix::net::UnixListener::bind(archive.path("b.md")).unwrap();
    archive.assert_fails("build --to zh-CN", "failed: ./b.md is not a file\n1 written, 1 failed\n");
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", COPY)]);
}

#[test]
fn links_that_lead_nowhere_are_warned_about() {
    let archive = Archive::new([("a.md", POST)]);
    std::os::unix::fs::symlink("loop.md", archive.path("loop.md")).unwrap();
    std::os::unix::fs::symlink("gone.md", archive.path("broken.md")).unwrap();
    archive.assert_done(
        "build --to zh-CN",
        "warning: broken.md: left out, since this link leads to no file inside the archive\n\
         warning: loop.md: left out, since this link leads to no file inside the archive\n\
         1 written\n",
    );
}

#[test]
fn a_file_where_a_folder_is_needed_is_named() {
    let archive = Archive::new([("a.md", POST), ("zh-CN", "")]);
    archive.assert_fails(
        "build --to zh-CN --layout folder",
        "failed: ./zh-CN is a file, but copies need a folder there; move it, or choose another \
         layout\n0 written, 1 failed\n",
    );
    archive.assert_files([("a.md", POST), ("zh-CN", "")]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_unwritable_folder_for_copies_is_named() {
    // Not even root can make folders in /proc.
    Archive::new([("a.md", POST)]).assert_fails(
        "build --to zh-CN --out /proc/copies",
        "error: cannot make the folder /proc/copies; check the permissions of its parent: \
         No such file or directory (os error 2)\n",
    );
}

#[test]
fn no_threads_are_too_few() {
    Archive::new([("a.md", POST)]).assert_fails(
        "build --to zh-CN -j 0",
        "error: -j takes the number of threads, 1 or more\n",
    );
}

#[test]
fn a_bad_glob_is_shown() {
    Archive::new([("a.md", POST)]).assert_fails(
        "build --to zh-CN --glob {a",
        "error: bad glob `{a`: error parsing glob '{a': unclosed alternate group; missing '}' \
         (maybe escape '{' with '[{]'?)\n",
    );
}

#[test]
fn a_broken_line_of_an_ignore_file_is_a_warning() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST), (".hanmarkignore", "{x\nb.md\n")]);
    archive.assert_done(
        "build --to zh-CN",
        "warning: ./.hanmarkignore: line 1: error parsing glob '{x': unclosed alternate group; \
         missing '}' (maybe escape '{' with '[{]'?)\n1 written\n",
    );
}
