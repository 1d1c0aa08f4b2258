//! `hanmark.yaml`.

use crate::{COPY, POST, archive::Archive};

#[track_caller]
fn assert_refused(config: &str, message: &str) {
    let files = [("a.md", POST), ("hanmark.yaml", config)];
    let archive = Archive::new(files);
    archive.assert_fails("build", &format!("error: {message}\n"));
    archive.assert_files(files);
}

#[test]
fn an_unknown_key_is_refused_with_line_and_suggestion() {
    assert_refused(
        "editions:\n  - variant: zh-CN\n    layot: hugo\n",
        "hanmark.yaml:3: editions[0]: unknown key `layot`, did you mean `layout`? (known are \
         variant, layout, vocabulary, domains, punctuation, style, \
         dictionaries)",
    );
}

#[test]
fn an_unknown_variant_is_refused_with_line_and_suggestion() {
    assert_refused(
        "editions:\n  - variant: zh-CN\n  - variant: zh-TM\n",
        "hanmark.yaml:3: unknown variant `zh-TM`, did you mean `zh-TW`?; known are zh-CN, zh-SG, \
         zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
    );
    assert_refused(
        "source: taiwan\neditions: [{ variant: zh-CN }]\n",
        "hanmark.yaml:1: unknown variant `taiwan`; known are zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, \
         zh-MO, zh-Hant, or auto",
    );
}

#[test]
fn an_unknown_layout_is_refused_with_line_and_suggestion() {
    assert_refused(
        "editions:\n  - { variant: zh-CN, layout: jekyl }\n",
        "hanmark.yaml:2: unknown layout `jekyl`, did you mean `jekyll`?; known are sibling, hugo, \
         jekyll, folder, mkdocs, hexo, starlight, docusaurus",
    );
}

#[test]
fn a_value_of_a_later_version_is_refused() {
    assert_refused(
        "editions:\n  - { variant: zh-CN }\n  - { variant: zh-HK, vocabulary: skript }\n",
        "hanmark.yaml:3: unknown value of vocabulary `skript`, did you mean `script`?; known are \
         regional, script",
    );
}

#[test]
fn switches_of_markdown_are_obeyed_and_unknown_values_refused() {
    assert_refused(
        "editions:\n  - { variant: zh-CN }\nmarkdown:\n  inline_code: text\n",
        "hanmark.yaml:4: unknown value of inline_code `text`; known are keep, prose, all",
    );
    let config = "editions: [{ variant: zh-CN }]\nmarkdown: { inline_code: prose, shortcodes: { \
                  figure: [caption], note: [1] } }\n";
    let post = "`滑鼠，` `滑鼠.exe` {{< figure caption=\"滑鼠\" src=\"滑鼠\" >}}{% note 滑鼠 %}\n";
    let archive = Archive::new([("a.zh-tw.md", post), ("hanmark.yaml", config)]);
    archive.assert_done(
        "build --verify full",
        "1 written\nHan characters left as they are: 4 (inline code 2, template tags 2)\n",
    );
    assert_eq!(
        archive.read("a.zh-cn.md"),
        "`鼠标，` `滑鼠.exe` {{< figure caption=\"鼠标\" src=\"滑鼠\" >}}{% note 鼠标 %}\n"
    );
}

#[test]
fn invalid_yaml_is_refused_with_its_line() {
    assert_refused("editions: [\n", "hanmark.yaml:2: did not find expected node content");
}

#[test]
fn a_missing_configuration_is_named() {
    Archive::new([("a.md", POST)]).assert_fails(
        "build --config other.yaml",
        "error: cannot read other.yaml: No such file or directory (os error 2)\n",
    );
}

#[test]
fn only_plain_values_can_be_set() {
    assert_refused(
        "editions: [{ variant: zh-CN }]\nfront_matter: { set: { tags: [a] } }\n",
        "front_matter: set, in hanmark.yaml: only strings, numbers and booleans can be set",
    );
}

#[test]
fn keys_are_set_and_the_language_key_follows() {
    let config = "editions: [{ variant: zh-CN }]\nfront_matter:\n  convert: [lede]\n  keep: \
                  [description]\n  set: { edition: \"{variant_lower}\", draft: false }\n";
    let post = format!(
        "---\ntitle : '滑鼠'\nlang: zh_tw\nlede: 軟體\ndescription: 軟體\ndraft: true # 草稿\n---\n{POST}"
    );
    let copy = format!(
        "---\ntitle : '鼠标'\nlang: zh_cn\nlede: 软件\ndescription: 軟體\ndraft: false # 草稿\n\
         edition: zh-cn\n---\n{COPY}"
    );
    let archive = Archive::new([("a.md", post.as_str()), ("hanmark.yaml", config)]);
    archive.assert_done(
        "build",
        "1 written\nHan characters left as they are: 4 (front matter values 2, front matter \
         comments 2)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), copy);
}

#[test]
fn a_path_below_the_root_limits_the_build() {
    let config = "editions: [{ variant: zh-CN, layout: folder }]\n";
    let files =
        [("blog/a.md", POST), ("blog/b.md", POST), ("c.md", POST), ("hanmark.yaml", config)];
    let written = |archive: &Archive, copies: &[&'static str]| {
        let mut expected: Vec<_> = files.to_vec();
        expected.extend(copies.iter().map(|copy| (*copy, COPY)));
        archive.assert_files(expected);
        assert!(archive.path(".hanmark/lock").is_file());
        assert!(!archive.path("blog/.hanmark").exists());
    };
    let archive = Archive::new(files);
    archive.assert_done("build blog/a.md", "1 written\n");
    written(&archive, &["zh-CN/blog/a.md"]);
    archive.assert_done("build blog", "1 written, 1 unchanged\n");
    written(&archive, &["zh-CN/blog/a.md", "zh-CN/blog/b.md"]);

    for (folder, command) in
        [("blog", "build"), ("blog", "build ."), ("", "build ./blog"), ("blog", "build ../blog")]
    {
        let archive = Archive::new(files);
        archive.assert_done_in(folder, command, "2 written\n");
        written(&archive, &["zh-CN/blog/a.md", "zh-CN/blog/b.md"]);
    }
    let archive = Archive::new(files);
    archive.assert_done_in("blog", "build b.md", "1 written\n");
    written(&archive, &["zh-CN/blog/b.md"]);
    archive.assert_done("build c.md", "1 written\n");
    written(&archive, &["zh-CN/blog/b.md", "zh-CN/c.md"]);
}

#[test]
fn a_key_is_added_behind_a_last_one_without_a_value() {
    let config = "editions: [{ variant: zh-CN }]\nfront_matter: { set: { lang: \"{variant}\" } }\n";
    for eol in ["\n", "\r\n", "\r"] {
        let post = ["---", "title: x", "tags:", "---", POST].join(eol);
        let copy = ["---", "title: x", "tags:", "lang: zh-CN", "---", COPY].join(eol);
        let archive = Archive::new([("a.md", post.as_str()), ("hanmark.yaml", config)]);
        archive.assert_done("build", "1 written\n");
        assert_eq!(archive.read("a.zh-CN.md"), copy);
    }
}
