//! `hanmark init`: the configuration that it writes, and what builds make of it.

use crate::{COPY, POST, archive::Archive};

/// A post in the mainland's Chinese.
const SIMPLIFIED: &str = "鼠标在这张桌子的后面；请读者先读完这本书，再决定要不要买。\n";

/// A post with all that a configuration decides on.
const RICH: &str = "---\ntitle: 滑鼠\nlede: 這裡的軟體\nseo: { title: 滑鼠 }\ntags: [軟體]\nlang: zh-TW\n\
                    hanmark: { keep: [滑鼠] }\n---\n\n\
                    這張桌子的後面有 `滑鼠，還有鍵盤` 和 `設定.json`。\n\n```sh\n# 讀設定\ncat 設定\n```\n\n\
                    {{< figure src=\"圖.png\" caption=\"後面的門\" >}}\n";

const RICH_CONFIG: &str = r#"# Settings for `hanmark build`, proposed by `hanmark init`. A line with # right before a word is
# an option that is off: take the # away to have it.
#
# Found: Hexo (_config.yml); 5 posts: 3 zh-TW, 1 too short to tell, 1 not Chinese.
# 1 post lies in out/, which looks like a program's output or others' files. A line `/out/` in a
# file .hanmarkignore leaves the folder out.

# What the posts are written in. auto: by front matter, name or folder, or words, post by post;
# `hanmark detect` lists them.
source: auto # or one variant for all posts, as zh-TW

editions:
  - variant: zh-CN # for 4 posts
    layout: hexo # source/_posts/zh-CN/a.md for source/_posts/a.md
    #vocabulary: script # only the script changes, no word does
    #punctuation: keep # quotation marks stay as the original has them
    #domains: { computing: on } # words of computing in all posts, not only in those about it
  #- { variant: zh-HK, layout: hexo } # for 4 posts

front_matter:
  # Keys whose values are converted. title, description and the like always are; others only if
  # they stand here.
  convert:
    - title # 1 post
    - seo.title # 1 post, as “滑鼠”
    #- lede # 1 post, as “這裡的軟體”
    # Sites find and gather posts by these: converted, copies are found elsewhere.
    #- tags # 1 post, as “軟體”
  #keep: [title] # keys that stay as they are
  # Copies say their own edition where posts say `lang: zh-TW` (1 post).
  #set: { lang: "{variant}" } # every copy gets this key

markdown:
  # Inline code: 2 pieces with Chinese, as “滑鼠，還有鍵盤”; prose: what reads as text, 6 characters;
  # all: all of it.
  inline_code: keep
  # Code blocks: 5 characters in Chinese; comments: those in comments, 3; all: all of them.
  code_blocks: keep
  anchors: rewrite # links to headings follow the converted heading; pin: its address stays; keep
  # Template tags: 1 parameter with Chinese, as “後面的門”. Leave in this line what readers see.
  #shortcodes: { figure: [caption] }

# Words of your own come before all dictionaries. `hanmark terms --to zh-CN -o names.txt` drafts
# a list of names; `dictionaries: [names.txt]` in an edition uses it.
#keep: [門外漢] # words that stay as they are
#terms: { 計程車: 出租车 } # what words become
"#;

/// The configuration with the `#` taken from the options for which `wanted` says so.
fn switched_on(config: &str, wanted: impl Fn(usize) -> bool) -> String {
    let mut text = String::new();
    for (index, line) in config.lines().enumerate() {
        let option = line.trim_start().strip_prefix('#').filter(|rest| is_option(rest));
        match option {
            Some(option) if wanted(index) => {
                text.push_str(&line[..line.len() - option.len() - 1]);
                text.push_str(option);
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

fn is_option(rest: &str) -> bool {
    !rest.is_empty() && !rest.starts_with(' ')
}

/// Each option by itself, and all of them, make a configuration that builds.
#[track_caller]
fn assert_options_work(archive: &Archive) {
    let config = archive.read("hanmark.yaml");
    let lines: Vec<&str> = config.lines().collect();
    let is_off =
        |index: &usize| lines[*index].trim_start().strip_prefix('#').is_some_and(is_option);
    let options: Vec<usize> = (0..lines.len()).filter(is_off).collect();
    assert!(options.len() > 5, "{config}");
    for option in &options {
        archive.write("hanmark.yaml", switched_on(&config, |index| index == *option));
        archive.assert_exits("build --verify full", 0);
    }
    archive.write("hanmark.yaml", switched_on(&config, |_| true));
    archive.assert_exits("build --verify full", 0);
}

/// A site of that file and one post: what is found, and where the copy lies.
#[track_caller]
fn assert_site(sign: Option<(&str, &str)>, post: &str, found: &str, layout: &str, copy: &str) {
    let archive = Archive::new(sign.into_iter().chain([(post, POST)]));
    archive.assert_done(
        "init",
        &format!(
            "hanmark.yaml: written; found {found}; 1 post: 1 zh-TW\n\
             Read it over, then run `hanmark build`\n"
        ),
    );
    let config = archive.read("hanmark.yaml");
    let line = config.lines().find_map(|line| line.strip_prefix("    layout: ")).unwrap();
    assert_eq!(line, format!("{layout} # {copy} for {post}"));
    archive.assert_done("build", "1 written\n");
    let mut expected: Vec<(&str, &str)> = sign.into_iter().collect();
    expected.extend([(post, POST), (copy, COPY), ("hanmark.yaml", &config)]);
    expected.sort_unstable();
    archive.assert_files(expected);
    assert_options_work(&archive);
}

#[test]
fn all_that_was_found_stands_in_the_file_and_every_option_works() {
    let archive = Archive::new([
        ("_config.yml", "title: x\n"),
        ("source/_posts/a.md", RICH),
        ("source/_posts/b.md", POST),
        ("source/_posts/c.md", "Nothing of this is Chinese.\n"),
        ("source/_posts/d.md", "後面\n"),
        ("out/e.md", POST),
    ]);
    archive.assert_done(
        "init .",
        "hanmark.yaml: written; found Hexo (_config.yml); 5 posts: 3 zh-TW, 1 too short to tell, \
         1 not Chinese\nRead it over, then run `hanmark build`\n",
    );
    assert_eq!(archive.read("hanmark.yaml"), RICH_CONFIG);
    archive.assert_done(
        "build",
        "4 written, 1 without a copy, 1 of uncertain variant\nHan characters left as they are: 27 (front matter values 9, inline code 8, code blocks 5, \
         template tags 5)\n",
    );
    assert_options_work(&archive);
}

#[test]
fn hugo_is_told_by_its_configuration() {
    assert_site(
        Some(("hugo.toml", "")),
        "content/a.md",
        "Hugo (hugo.toml)",
        "hugo",
        "content/a.zh-cn.md",
    );
    assert_site(
        Some(("hugo.yaml", "")),
        "content/a.md",
        "Hugo (hugo.yaml)",
        "hugo",
        "content/a.zh-cn.md",
    );
    assert_site(
        Some(("hugo.json", "")),
        "content/a.md",
        "Hugo (hugo.json)",
        "hugo",
        "content/a.zh-cn.md",
    );
    assert_site(
        Some(("config.toml", "baseURL = 1\n")),
        "content/a.md",
        "Hugo (config.toml)",
        "hugo",
        "content/a.zh-cn.md",
    );
}

#[test]
fn jekyll_and_hexo_are_told_by_their_folders() {
    assert_site(
        Some(("_config.yml", "")),
        "_posts/2024-01-02-a.md",
        "Jekyll (_config.yml)",
        "jekyll",
        "zh-cn/_posts/2024-01-02-a.md",
    );
    assert_site(
        Some(("_config.yml", "theme: jekyll-theme-minimal\n")),
        "a.md",
        "Jekyll (_config.yml)",
        "jekyll",
        "zh-cn/a.md",
    );
    assert_site(
        Some(("_config.yml", "")),
        "source/_posts/a.md",
        "Hexo (_config.yml)",
        "hexo",
        "source/_posts/zh-CN/a.md",
    );
}

#[test]
fn generators_of_documentation_have_their_layouts() {
    assert_site(
        Some(("mkdocs.yml", "")),
        "docs/a.md",
        "MkDocs (mkdocs.yml)",
        "mkdocs",
        "docs/a.zh-CN.md",
    );
    assert_site(
        Some(("docusaurus.config.ts", "")),
        "docs/a.md",
        "Docusaurus (docusaurus.config.ts)",
        "docusaurus",
        "i18n/zh-CN/docusaurus-plugin-content-docs/current/a.md",
    );
    assert_site(
        Some(("astro.config.mjs", "import starlight from 1\n")),
        "src/content/docs/a.md",
        "Starlight (astro.config.mjs)",
        "starlight",
        "src/content/docs/zh-cn/a.md",
    );
}

#[test]
fn generators_without_a_layout_yet_get_a_pattern_that_makes_pages() {
    assert_site(
        Some(("astro.config.mjs", "")),
        "src/content/blog/a.md",
        "Astro (astro.config.mjs)",
        "sibling",
        "src/content/blog/a.zh-CN.md",
    );
    assert_site(
        Some(("book.toml", "")),
        "src/a.md",
        "mdBook (book.toml)",
        "\"{variant_lower}/{path}\"",
        "zh-cn/src/a.md",
    );
    assert_site(
        Some((".vitepress/config.ts", "")),
        "guide/a.md",
        "VitePress (.vitepress)",
        "\"{variant_lower}/{path}\"",
        "zh-cn/guide/a.md",
    );
    assert_site(
        Some(("eleventy.config.js", "")),
        "a.md",
        "Eleventy (eleventy.config.js)",
        "sibling",
        "a.zh-CN.md",
    );
    assert_site(
        Some(("pelicanconf.py", "")),
        "content/a.md",
        "Pelican (pelicanconf.py)",
        "sibling",
        "content/a.zh-CN.md",
    );
}

#[test]
fn a_folder_of_no_generator_gets_copies_beside_the_originals() {
    assert_site(None, "a.md", "no site generator", "sibling", "a.zh-CN.md");
    assert_site(
        Some(("config.toml", "base_url = 1\n")),
        "content/a.md",
        "no site generator",
        "sibling",
        "content/a.zh-CN.md",
    );
    assert_site(
        Some(("_config.yml", "name: x\n")),
        "a.md",
        "no site generator",
        "sibling",
        "a.zh-CN.md",
    );
}

#[test]
fn editions_are_those_that_readers_of_the_other_script_need() {
    let editions = |files: &[(&str, &str)], arguments: &str| -> Vec<String> {
        let archive = Archive::new(files.iter().copied());
        archive.assert_exits(&format!("init -q {arguments}"), 0);
        let config = archive.read("hanmark.yaml");
        let variants = config.lines().filter_map(|line| line.split_once("variant: "));
        let tag = |text: &str| text.split([' ', ',']).next().unwrap_or_default().to_owned();
        let sign = |before: &str| if before.contains('#') { "#" } else { "" };
        variants.map(|(before, rest)| format!("{}{}", sign(before), tag(rest))).collect()
    };
    let taiwan: &[(&str, &str)] = &[("a.md", POST)];
    let hong_kong: &[(&str, &str)] = &[("a.zh-HK.md", POST)];
    let mainland: &[(&str, &str)] = &[("a.md", SIMPLIFIED)];
    let both: &[(&str, &str)] = &[("a.md", POST), ("b.md", SIMPLIFIED)];
    assert_eq!(editions(taiwan, ""), ["zh-CN", "#zh-HK"]);
    assert_eq!(editions(hong_kong, ""), ["zh-CN", "#zh-TW"]);
    assert_eq!(editions(mainland, ""), ["zh-TW", "#zh-HK"]);
    assert_eq!(editions(both, ""), ["zh-CN", "zh-TW", "#zh-HK"]);
    assert_eq!(editions(taiwan, "--to zh-HK,zh-SG"), ["zh-HK", "zh-SG", "#zh-CN"]);
    assert_eq!(editions(&[], "--to zh-CN"), ["zh-CN"]);
}

#[test]
fn posts_that_have_an_edition_made_by_hand_are_not_counted() {
    let archive = Archive::new([
        ("zh-cn/a.md", SIMPLIFIED),
        ("zh-cn/b.md", SIMPLIFIED),
        ("zh-tw/a.md", POST),
        ("zh-tw/c.md", POST),
    ]);
    archive.assert_exits("init", 0);
    let config = archive.read("hanmark.yaml");
    let editions: Vec<&str> = config.lines().filter(|line| line.contains("variant: ")).collect();
    assert_eq!(
        editions,
        [
            "  - variant: zh-CN # for 1 post",
            "  - variant: zh-TW # for 1 post",
            "  #- { variant: zh-HK, layout: sibling } # for 3 posts",
        ]
    );
    archive.assert_done("build", "2 written, 6 without a copy\n");
}

#[test]
fn a_file_that_is_there_is_never_replaced() {
    let files = [("a.md", POST), ("hanmark.yaml", "# mine\n")];
    let archive = Archive::new(files);
    archive.assert_fails(
        "init",
        "error: hanmark.yaml: there is such a file, and it stays; rename it to have a new one \
         written, or see what that would be with -o -\n",
    );
    archive.assert_fails(
        "init -o a.md",
        "error: a.md: there is such a file, and it stays; rename it to have a new one written, or \
         see what that would be with -o -\n",
    );
    archive.assert_files(files);
    let misnamed = Archive::new([("a.md", POST), ("hanmark.yml", "")]);
    misnamed.assert_fails(
        "init",
        "error: hanmark.yml: this file is not read; rename it to hanmark.yaml\n",
    );
}

#[test]
fn it_can_be_printed_or_written_elsewhere() {
    let archive = Archive::new([("blog/a.md", POST)]);
    archive.assert_done(
        "init blog",
        "blog/hanmark.yaml: written; found no site generator; 1 post: 1 zh-TW\n\
         Read it over, then run `hanmark build blog`\n",
    );
    let config = archive.read("blog/hanmark.yaml");
    archive.assert_prints("init blog -o -", &config);
    archive.assert_done(
        "init blog -o new.yaml",
        "new.yaml: written; found no site generator; 1 post: 1 zh-TW\n\
         Read it over, then run `hanmark build blog --config new.yaml`\n",
    );
    assert_eq!(archive.read("new.yaml"), config);
    archive.assert_done("build blog --config new.yaml", "1 written\n");
}

#[test]
fn what_cannot_be_looked_at_is_named() {
    let archive = Archive::new([("a.md", "Nothing of this is Chinese.\n")]);
    archive.assert_fails(
        "init",
        "error: .: nothing tells what the posts are written in; say which editions you want, as \
         --to zh-CN,zh-TW\n",
    );
    archive.assert_fails(
        "init nowhere",
        "error: no archive at nowhere: No such file or directory (os error 2)\n",
    );
    archive.assert_fails("init a.md", "error: a.md: an archive is a folder\n");
    archive.assert_fails(
        "init --to zh-TM",
        "error: --to: unknown variant `zh-TM`, did you mean `zh-TW`?; known are zh-CN, zh-SG, \
         zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant\n",
    );
    archive.write("b.md", POST);
    archive.write("c.md", "---\nhanmark: { skip: [zh-TM] }\n---\n");
    archive.assert_fails(
        "init",
        "failed: ./c.md: refused: line 2: hanmark.skip: unknown variant `zh-TM`, did you mean \
         `zh-TW`?; known are zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant\nhanmark.yaml: written; found no site generator; \
         2 posts: 1 zh-TW, 1 not Chinese\nRead it over, then run `hanmark build`\n",
    );
}

#[test]
fn a_part_of_a_site_that_needs_the_whole_is_refused() {
    let archive = Archive::new([("site/_config.yml", ""), ("site/_posts/2024-01-02-a.md", POST)]);
    archive.assert_fails(
        "init site/_posts",
        "error: site/_posts is a part of the Jekyll site in site, whose copies go elsewhere in the \
         site; run `hanmark init site`\n",
    );
    archive.assert_done(
        "init",
        "hanmark.yaml: written; found Jekyll (site/_config.yml); 1 post: 1 zh-TW\n\
         Read it over, then run `hanmark build`\n",
    );
    archive.assert_done(
        "init site",
        "warning: hanmark.yaml: no longer counts for what is in this folder\n\
         site/hanmark.yaml: written; found Jekyll (_config.yml); 1 post: 1 zh-TW\n\
         Read it over, then run `hanmark build site`\n",
    );
    archive.assert_done("build site", "1 written\n");
}

#[test]
fn a_folder_of_a_site_has_its_layout_where_that_works() {
    let archive = Archive::new([("content/a.md", POST), ("hugo.toml", "")]);
    archive.assert_done(
        "init content",
        "content/hanmark.yaml: written; found Hugo (hugo.toml); 1 post: 1 zh-TW\n\
         Read it over, then run `hanmark build content`\n",
    );
    archive.assert_done("build content", "1 written\n");
    assert_eq!(archive.read("content/a.zh-cn.md"), COPY);
}

#[test]
fn odd_keys_and_values_leave_the_file_valid() {
    let post = "---\n\"a: b # c\": 滑鼠\n\"null\": 滑鼠\n\"- x\": 滑鼠\n\"it's \\\"so\\\"\": 滑鼠\n\
                標題: \"滑鼠\\n---\\u2028a: [\\u0007\"\n\"a\\u2028b\\tc\": 滑鼠\nx.y: { on: 滑鼠, \"12\": 滑鼠 }\n\
                tags: \"# 滑鼠: {\"\nlang: zh_TW\n---\n\n\
                這張桌子的後面 `滑鼠\u{2028}鍵盤` 讀完書{% 註 滑鼠 x:滑鼠 %}{{< null true=\"滑鼠\" >}}。\n";
    let archive = Archive::new([("a.md", post), ("輸/out/b.md", POST)]);
    archive.assert_exits("init", 0);
    archive.assert_exits("build", 0);
    assert_options_work(&archive);
}
