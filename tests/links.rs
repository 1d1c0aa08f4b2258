//! Links of whole archives: what becomes of them in the copies.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, fs, path::Path};

use hanmark::{
    Anchors, BuildOptions, Edition, Links, Outcome, SurveyOptions, Switches, Thoroughness, Variant,
    build_archive,
};

/// An archive of small files.
struct Archive(tempfile::TempDir);

impl Archive {
    fn of(files: &[(&str, &str)]) -> Self {
        let archive = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = archive.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        archive
    }

    fn options(&self, layout: &str) -> BuildOptions {
        let mut survey = SurveyOptions::new(self.0.path());
        survey.source = Some(Variant::ZhTw);
        let edition = Edition::new(Variant::ZhCn, layout.parse().unwrap());
        BuildOptions {
            thoroughness: Thoroughness::Full,
            ..BuildOptions::new(survey, vec![edition])
        }
    }

    /// Builds, and compares every copy.
    #[track_caller]
    fn assert_copies(&self, options: &BuildOptions, expected: &[(&str, &str)]) {
        let report = build_archive(options, &|_, _| {}).unwrap();
        let root = options.out.as_deref().unwrap_or(self.0.path());
        let copies: BTreeMap<String, String> = report
            .copies
            .iter()
            .map(|copy| {
                assert!(
                    matches!(copy.outcome, Outcome::Written | Outcome::Unchanged),
                    "{}: {:?}",
                    copy.copy.display(),
                    copy.outcome
                );
                (slashed(&copy.copy), fs::read_to_string(root.join(&copy.copy)).unwrap())
            })
            .collect();
        let expected: BTreeMap<String, String> =
            expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(copies, expected);
    }
}

fn slashed(path: &Path) -> String {
    path.to_str().unwrap().replace('\\', "/")
}

fn switches(anchors: Anchors, links: Option<Links>) -> Switches {
    let mut switches = Switches::default();
    switches.anchors = anchors;
    switches.links = links;
    switches
}

#[test]
fn beside_the_originals_links_lead_to_the_copies() {
    let archive = Archive::of(&[
        (
            "posts/a.md",
            "# 開門\n\n[書](b.md) [車](./b.md#買車) [x](b.md#%E8%B2%B7%E8%BB%8A \"題\") [圖](../圖.png)\n\
             [己](#開門) [己](a.md#開門) [根](/posts/b.md?q#買車) [頁](b#買車) [英](en.md) \
             [無](none.md#買車) [外](https://example.com/b.md#買車)\n",
        ),
        ("posts/b.md", "# 買車\n\n[回](<a.md#開門>)\n\n[r]: a.md#開門 '開門'\n"),
        ("posts/en.md", "---\nlang: en\n---\nEnglish alone.\n"),
        ("圖.png", ""),
    ]);
    let mut options = archive.options("sibling");
    options.survey.source = None;
    archive.assert_copies(
        &options,
        &[
            (
                "posts/a.zh-CN.md",
                "# 开门\n\n[书](b.zh-CN.md) [车](./b.zh-CN.md#买车) [x](b.zh-CN.md#%E4%B9%B0%E8%BD%A6 \"题\") [图](../圖.png)\n\
                 [己](#开门) [己](a.zh-CN.md#开门) [根](/posts/b.zh-CN.md?q#买车) [页](b#買車) [英](en.md) \
                 [无](none.md#買車) [外](https://example.com/b.md#買車)\n",
            ),
            ("posts/b.zh-CN.md", "# 买车\n\n[回](<a.zh-CN.md#开门>)\n\n[r]: a.zh-CN.md#开门 '开门'\n"),
        ],
    );
}

#[test]
fn in_a_folder_of_their_own_copies_lead_to_the_originals_that_have_no_copy() {
    let archive = Archive::of(&[
        (
            "posts/a.md",
            "# 開門\n\n[書](b.md#買車) [英](en.md) ![圖](img/%E5%9C%96%20a.png) ![圖](<../圖 b.png>) [頁](/posts/en.md)\n\n\
             <img src=\"img/圖 a.png\"> <a href=\"b.md#買車\">書</a>\n",
        ),
        ("posts/b.md", "# 買車\n"),
        ("posts/en.md", "---\nlang: en\n---\nEnglish alone.\n"),
        ("posts/img/圖 a.png", ""),
        ("圖 b.png", ""),
    ]);
    let mut options = archive.options("folder");
    options.survey.source = None;
    archive.assert_copies(
        &options,
        &[
            (
                "zh-CN/posts/a.md",
                "# 开门\n\n[书](b.md#买车) [英](../../posts/en.md) ![图](../../posts/img/%E5%9C%96%20a.png) ![图](<../../圖 b.png>) [页](/posts/en.md)\n\n\
                 <img src=\"../../posts/img/圖 a.png\"> <a href=\"b.md#买车\">书</a>\n",
            ),
            ("zh-CN/posts/b.md", "# 买车\n"),
        ],
    );
}

#[test]
fn with_hugo_links_between_posts_stay_and_fragments_follow() {
    let archive = Archive::of(&[
        (
            "content/posts/a.md",
            "## 開門\n\n## 開門\n\n[書](b.md#買車) [書](/posts/b/#買車) [己](#開門-1) ![圖](a.png)\n",
        ),
        ("content/posts/b.md", "# 買車\n"),
        ("content/posts/a.png", ""),
    ]);
    archive.assert_copies(
        &archive.options("hugo"),
        &[
            (
                "content/posts/a.zh-cn.md",
                "## 开门\n\n## 开门\n\n[书](b.md#买车) [书](/posts/b/#买车) [己](#开门-1) ![图](a.png)\n",
            ),
            ("content/posts/b.zh-cn.md", "# 买车\n"),
        ],
    );
}

#[test]
fn with_jekyll_template_tags_stay_and_images_follow() {
    let archive = Archive::of(&[
        ("_config.yml", "permalink: /:categories/:title\n"),
        (
            "_posts/2020-01-01-a.md",
            "---\ntitle: 門\n---\n## 開門？\n\n[己](#開門) [書]({% link _posts/2020-01-02-b.md %}#買車) \
             [書](2020-01-02-b.md#買車) ![圖](../a.png)\n",
        ),
        ("_posts/2020-01-02-b.md", "---\ntitle: 書\n---\n## 買車\n"),
        ("a.png", ""),
    ]);
    archive.assert_copies(
        &archive.options("jekyll"),
        &[
            (
                "zh-cn/_posts/2020-01-01-a.md",
                "---\ntitle: 门\n---\n## 开门？\n\n[己](#开门) [书]({% link _posts/2020-01-02-b.md %}#買車) \
                 [书](2020-01-02-b.md#买车) ![图](../../a.png)\n",
            ),
            ("zh-cn/_posts/2020-01-02-b.md", "---\ntitle: 书\n---\n## 买车\n"),
        ],
    );
}

#[test]
fn a_hand_made_edition_is_the_page_of_its_post() {
    let archive = Archive::of(&[
        ("a.md", "[書](b.md#買車)\n"),
        ("b.md", "# 買車\n"),
        ("b.zh-CN.md", "# 购车\n"),
    ]);
    let mut options = archive.options("sibling");
    options.survey.source = None;
    fs::write(archive.0.path().join("a.md"), format!("{TRADITIONAL}[書](b.md#買車)\n")).unwrap();
    fs::write(archive.0.path().join("b.md"), format!("# 買車\n{TRADITIONAL}")).unwrap();
    archive.assert_copies(
        &options,
        &[("a.zh-CN.md", &format!("{SIMPLIFIED}[书](b.zh-CN.md#買車)\n"))],
    );
}

const TRADITIONAL: &str = "這張桌子的後面還有一個門，請你們輕輕關上，別讓貓溜進來。\n";
const SIMPLIFIED: &str = "这张桌子的后面还有一个门，请你们轻轻关上，别让猫溜进来。\n";

#[test]
fn elsewhere_paths_stay_and_fragments_follow() {
    let archive = Archive::of(&[
        ("a.md", "[書](b.md#買車) ![圖](a.png)\n"),
        ("b.md", "# 買車\n\n[回](a.md)\n"),
        ("a.png", ""),
    ]);
    let out = tempfile::tempdir().unwrap();
    let mut options = archive.options("sibling");
    options.out = Some(out.path().to_owned());
    archive.assert_copies(
        &options,
        &[
            ("a.zh-CN.md", "[书](b.md#买车) ![图](a.png)\n"),
            ("b.zh-CN.md", "# 买车\n\n[回](a.md)\n"),
        ],
    );
    options.switches = switches(Anchors::Rewrite, Some(Links::Repair));
    archive.assert_copies(
        &options,
        &[
            ("a.zh-CN.md", "[书](b.zh-CN.md#买车) ![图](a.png)\n"),
            ("b.zh-CN.md", "# 买车\n\n[回](a.zh-CN.md)\n"),
        ],
    );
}

#[test]
fn pinned_headings_keep_the_links_to_them() {
    let files = [
        ("content/a.md", "## 開門\n\n[己](#開門) [書](b.md#買車)\n"),
        ("content/b.md", "買車\n----\n"),
    ];
    let archive = Archive::of(&files);
    let mut options = archive.options("hugo");
    options.switches = switches(Anchors::Pin, None);
    archive.assert_copies(
        &options,
        &[
            ("content/a.zh-cn.md", "## 开门 {#開門}\n\n[己](#開門) [书](b.md#買車)\n"),
            ("content/b.zh-cn.md", "买车 {#買車}\n----\n"),
        ],
    );
    let kept = Archive::of(&files);
    let mut options = kept.options("hugo");
    options.switches = switches(Anchors::Keep, Some(Links::Keep));
    kept.assert_copies(
        &options,
        &[
            ("content/a.zh-cn.md", "## 开门\n\n[己](#開門) [书](b.md#買車)\n"),
            ("content/b.zh-cn.md", "买车\n----\n"),
        ],
    );
}

#[test]
fn a_build_of_one_folder_knows_the_copies_of_the_others() {
    let archive = Archive::of(&[
        ("x/a.md", "[書](../y/b.md#買車)\n"),
        ("y/b.md", "# 買車\n\n[回](../x/a.md)\n"),
    ]);
    let mut options = archive.options("sibling");
    build_archive(&options, &|_, _| {}).unwrap();
    options.survey.under = archive.0.path().join("x");
    archive.assert_copies(&options, &[("x/a.zh-CN.md", "[书](../y/b.zh-CN.md#买车)\n")]);
}

#[test]
fn fragments_stay_where_the_link_leads_to_the_original() {
    let archive = Archive::of(&[
        ("x/a.md", "[書](b.md#買車) [頁](b#買車) [根](/x/b#買車) [己](#門)\n\n# 門\n"),
        ("x/b.md", "# 買車\n"),
    ]);
    let mut options = archive.options("sibling");
    options.switches = switches(Anchors::Rewrite, Some(Links::Keep));
    let kept = "[书](b.md#買車) [页](b#買車) [根](/x/b#買車) [己](#门)\n\n# 门\n";
    archive.assert_copies(&options, &[("x/a.zh-CN.md", kept), ("x/b.zh-CN.md", "# 买车\n")]);
    let archive = Archive::of(&[
        ("x/a.md", "[書](b.md#買車) [頁](b#買車) [根](/x/b#買車)\n"),
        ("x/b.md", "# 買車\n"),
    ]);
    let options = archive.options("folder");
    let inside = "[书](b.md#买车) [页](b#买车) [根](/x/b#買車)\n";
    archive.assert_copies(&options, &[("zh-CN/x/a.md", inside), ("zh-CN/x/b.md", "# 买车\n")]);
}

#[test]
fn a_second_build_leads_to_the_same_places() {
    let archive = Archive::of(&[
        ("a.md", "[简](zh-CN/a.md) [書](b.md#買車) [無](c.md)\n"),
        ("b.md", "# 買車\n"),
        ("c.md", "書\n"),
    ]);
    let options = archive.options("folder");
    let expected = [
        ("zh-CN/a.md", "[简](a.md) [书](b.md#买车) [无](c.md)\n"),
        ("zh-CN/b.md", "# 买车\n"),
        ("zh-CN/c.md", "书\n"),
    ];
    archive.assert_copies(&options, &expected);
    archive.assert_copies(&options, &expected);
    // A post that went with its copy is nowhere at once.
    fs::remove_file(archive.0.path().join("c.md")).unwrap();
    fs::remove_file(archive.0.path().join("zh-CN/c.md")).unwrap();
    archive.assert_copies(&options, &expected[..2]);
    archive.assert_copies(&options, &expected[..2]);
}

#[test]
fn links_lead_to_the_headings_of_an_edited_copy() {
    let archive = Archive::of(&[("x/a.md", "[書](../y/b.md#買車)\n"), ("y/b.md", "# 買車\n")]);
    let mut options = archive.options("sibling");
    build_archive(&options, &|_, _| {}).unwrap();
    fs::write(archive.0.path().join("y/b.zh-CN.md"), "# 购车\n").unwrap();
    let copy = archive.0.path().join("x/a.zh-CN.md");
    for under in ["", "x", ""] {
        options.survey.under = archive.0.path().join(under);
        build_archive(&options, &|_, _| {}).unwrap();
        assert_eq!(fs::read_to_string(&copy).unwrap(), "[书](../y/b.zh-CN.md#购车)\n", "{under}");
    }
}

#[test]
fn copies_with_links_are_adopted_when_the_lock_is_lost() {
    let files = [
        ("a.md", format!("{TRADITIONAL}[書](b.md#買車)\n")),
        ("b.md", format!("# 買車\n{TRADITIONAL}")),
    ];
    let archive = Archive::of(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    let mut options = archive.options("sibling");
    options.survey.source = None;
    let (a, b) = (format!("{SIMPLIFIED}[书](b.zh-CN.md#买车)\n"), format!("# 买车\n{SIMPLIFIED}"));
    let expected = [("a.zh-CN.md", a.as_str()), ("b.zh-CN.md", b.as_str())];
    archive.assert_copies(&options, &expected);
    fs::remove_dir_all(archive.0.path().join(".hanmark")).unwrap();
    archive.assert_copies(&options, &expected);
}
