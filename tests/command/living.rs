//! Archives that live on: edits by hand, what changed and what did not, checks, diffs.

use std::fs;

use serde_json::Value;

use crate::{COPY, POST, archive::Archive};

/// Three paragraphs, so that edits can lie apart.
const LONG: &str = "# 軟體\n\n這張桌子的後面有一隻滑鼠。\n\n請先把這本書讀完，別著急。\n";
const LONG_COPY: &str = "# 软件\n\n这张桌子的后面有一只鼠标。\n\n请先把这本书读完，别着急。\n";

fn built() -> Archive {
    let archive = Archive::new([("a.md", LONG), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY);
    archive
}

#[test]
fn a_build_with_nothing_to_do_changes_no_file() {
    let archive = built();
    let modified = |path: &str| fs::metadata(archive.path(path)).unwrap().modified().unwrap();
    let files = ["a.zh-CN.md", "b.zh-CN.md", ".hanmark/lock", ".hanmark/cache"];
    let before = files.map(modified);
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    assert_eq!(files.map(modified), before);
    assert_eq!(archive.read(".hanmark/.gitignore"), "cache\nholder\njournal\n*.tmp\n");
    assert!(!archive.path(".hanmark/holder").exists());
    assert!(!archive.path(".hanmark/journal").exists());
}

#[test]
fn without_the_cache_the_same_comes_out() {
    let archive = built();
    let cache = archive.read(".hanmark/cache");
    for damage in [None, Some("?"), Some("{\"hanmark_cache\":1,\"made_by\":\"\"}\n")] {
        fs::remove_file(archive.path(".hanmark/cache")).unwrap();
        if let Some(damage) = damage {
            archive.write(".hanmark/cache", damage);
        }
        archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
        assert_eq!(archive.read(".hanmark/cache"), cache);
    }
}

#[test]
fn warnings_are_said_at_every_build() {
    let post = format!("---\ntitle: 門\ntitle: 門\n---\n\n{POST}");
    let archive = Archive::new([("a.md", post.as_str())]);
    let warning = "warning: a.md:3: `title` is there twice, as at line 2";
    for _ in 0..2 {
        let said = archive.run("", "build --to zh-CN", b"").stderr;
        assert!(said.starts_with(warning.split('`').next().unwrap()), "{said}");
    }
}

#[test]
fn an_edit_and_what_is_new_come_together() {
    let archive = built();
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    archive.assert_says(
        "check --to zh-CN",
        1,
        "stale      a.zh-CN.md: its post changed\n",
        "2 copies: 1 stale; `hanmark build` brings them up to date\n",
    );
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
    let merged = "# 软件\n\n这张桌子的后面有一只猫。\n\n请先把这本书读完，慢慢来。\n";
    assert_eq!(archive.read("a.zh-CN.md"), merged);
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged, 1 with your edits, kept\n");
    archive.assert_says("check --to zh-CN", 0, "", "2 copies, all up to date\n");
    // The edit stays an edit: it survives what comes next.
    archive.write("a.md", LONG.replace("滑鼠", "狗"));
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), merged.replace('猫', "狗"));
}

#[test]
fn an_edit_that_what_is_new_contradicts_stays_until_a_person_decides() {
    let archive = built();
    let edited = LONG_COPY.replace("有一只鼠标", "有两只鼠标");
    archive.write("a.zh-CN.md", &edited);
    archive.write("a.md", LONG.replace("有一隻滑鼠", "有三隻滑鼠"));
    let conflict = "warning: a.zh-CN.md:3: your edit and what is new (its post changed) change \
                    the same words; the copy stays as it is\n  \
                    before  这张桌子的后面有一只鼠标。\n   \
                    yours  这张桌子的后面有两只鼠标。\n     \
                    new  这张桌子的后面有三只鼠标。\n  \
                    edit a.zh-CN.md so that it says what it should; then `hanmark build --accept \
                    a.zh-CN.md` takes it as it is, `--force a.zh-CN.md` writes it anew without your edits\n";
    for _ in 0..2 {
        archive.assert_finds(
            "build --to zh-CN",
            &format!("{conflict}0 written, 1 unchanged, 1 in conflict with your edits\n"),
        );
        assert_eq!(archive.read("a.zh-CN.md"), edited);
    }
    archive.assert_says(
        "check --to zh-CN",
        1,
        "conflict   a.zh-CN.md:3: your edit and what is new change the same words\n",
        "2 copies: 1 conflict\n",
    );
    let mended = LONG_COPY.replace("有一只鼠标", "有五只鼠标");
    archive.write("a.zh-CN.md", &mended);
    archive.assert_done(
        "build --to zh-CN --accept",
        "a.zh-CN.md: edited since the last build, kept\n\
         0 written, 1 unchanged, 1 with your edits, kept\n",
    );
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged, 1 with your edits, kept\n");
    assert_eq!(archive.read("a.zh-CN.md"), mended);
    archive.assert_done(
        "build --to zh-CN --force",
        "1 written, 1 unchanged\nmade anew since your edits are written over (1)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY.replace("有一只鼠标", "有三只鼠标"));
}

#[test]
fn a_key_that_both_added_is_a_conflict() {
    let post = "---\ntitle: 門\nlayout: post\ntags: []\n---\n\n這張桌子的後面有一隻滑鼠，請你們輕輕關上門，別讓貓溜進來。\n";
    let archive = Archive::new([("a.md", post)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    let edited = archive.read("a.zh-CN.md").replace("门\n", "门\ndescription: 我的\n");
    archive.write("a.zh-CN.md", &edited);
    archive.write("a.md", post.replace("[]\n", "[]\ndescription: 滑鼠\n"));
    let said = archive.run("", "build --to zh-CN", b"");
    assert_eq!(said.exit, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("1 in conflict with your edits"), "{}", said.stderr);
    assert_eq!(archive.read("a.zh-CN.md"), edited);
}

#[test]
fn a_copy_can_be_named_for_its_post() {
    let archive = built();
    archive.write("a.zh-CN.md", LONG_COPY.replace("有一只", "有两只"));
    archive.write("a.md", LONG.replace("有一隻", "有三隻"));
    archive.write("b.md", format!("{POST}\n{POST}"));
    archive.assert_done(
        "build a.zh-CN.md --to zh-CN --accept",
        "a.zh-CN.md: edited since the last build, kept\n0 written, 1 with your edits, kept\n",
    );
    assert_eq!(archive.read("b.zh-CN.md"), COPY);
}

#[test]
fn without_the_text_that_was_edited_the_copy_is_kept() {
    let archive = built();
    let edited = LONG_COPY.replace("别着急", "慢慢来");
    archive.write("a.zh-CN.md", &edited);
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    fs::remove_dir_all(archive.path(".hanmark/base")).unwrap();
    archive.assert_finds(
        "build --to zh-CN",
        "warning: a.zh-CN.md: you edited it, and the text that you edited is not in \
         .hanmark/base, so that what is new cannot be put together with it; `hanmark build \
         --accept a.zh-CN.md` takes it as it is, `--force a.zh-CN.md` writes it anew without your \
         edits\n\
         0 written, 1 unchanged, 1 in conflict with your edits\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), edited);
}

#[test]
fn an_edit_is_known_after_a_build() {
    let archive = built();
    archive.write("b.zh-CN.md", format!("{COPY}\n译者按。\n"));
    archive.assert_says(
        "check --to zh-CN",
        1,
        "edited     b.zh-CN.md: since the last build; build to keep the edits on record\n",
        "2 copies: 1 edited; `hanmark build` brings them up to date\n",
    );
    archive.assert_done(
        "build --to zh-CN",
        "b.zh-CN.md: edited since the last build, kept\n\
         0 written, 1 unchanged, 1 with your edits, kept\n",
    );
    archive.assert_says("check --to zh-CN", 0, "", "2 copies, all up to date\n");
}

#[test]
fn an_edit_that_becomes_what_is_new_is_none_any_more() {
    let archive = built();
    let post = LONG.replace("滑鼠", "貓");
    archive.write("a.md", &post);
    archive.write("a.zh-CN.md", LONG_COPY.replace("鼠标", "猫"));
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    archive.write("a.md", LONG);
    archive.assert_done("build --to zh-CN", "1 written, 1 unchanged\n");
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY);
}

#[test]
fn a_check_names_every_kind_of_finding_and_writes_nothing() {
    let archive = built();
    archive.write("c.md", POST);
    archive.write("d.md", b"\xff\xfe\x00\xd8\x00");
    archive.write("e.md", format!("---\nhanmark: {{ skip: zh-XX }}\n---\n{POST}"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    fs::remove_file(archive.path("b.md")).unwrap();
    let said = archive.run("", "check --to zh-CN --format json", b"");
    let lines: Vec<Value> =
        said.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["unreadable", "unreadable", "stale", "missing", "orphaned", "summary"],
        "{}",
        said.stdout
    );
    assert_eq!((said.exit, said.stderr.as_str()), (Some(2), ""));
    assert!(!archive.path("c.zh-CN.md").exists());
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY);
}

#[test]
fn github_gets_annotations() {
    let archive = built();
    archive.write("a.zh-CN.md", LONG_COPY.replace("有一只", "有两只"));
    archive.write("a.md", LONG.replace("有一隻", "有三隻"));
    archive.write("b, c: d.md", POST);
    archive.assert_says(
        "check --to zh-CN --format github",
        1,
        "::error file=a.zh-CN.md,line=3,title=hanmark%3A conflict::a.zh-CN.md: your edit and what \
         is new change the same words\n\
         ::error file=b%2C c%3A d.md,line=1,title=hanmark%3A missing::b, c: d.zh-CN.md: not \
         written yet\n",
        "",
    );
}

#[test]
fn a_diff_shows_what_a_build_would_do() {
    let archive = built();
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    let diff = "--- a/a.zh-CN.md\n+++ b/a.zh-CN.md\n@@ -1,5 +1,5 @@\n # 软件\n \n\
                -这张桌子的后面有一只鼠标。\n+这张桌子的后面有一只猫。\n \n 请先把这本书读完，别着急。\n";
    archive.assert_says(
        "build --to zh-CN --diff",
        1,
        diff,
        "a.zh-CN.md: its post changed\n1 to be written, 1 unchanged\n",
    );
    archive.assert_says(
        "build --to zh-CN --dry-run",
        0,
        "",
        "a.zh-CN.md: its post changed\n1 to be written, 1 unchanged\n",
    );
    archive.assert_says(
        "check --to zh-CN --diff",
        1,
        &format!("{diff}stale      a.zh-CN.md: its post changed\n"),
        "2 copies: 1 stale; `hanmark build` brings them up to date\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY);
    archive.assert_done("build --to zh-CN", "1 written, 1 unchanged\n");
    archive.assert_says("build --to zh-CN --diff", 0, "", "0 to be written, 2 unchanged\n");
}

#[test]
fn a_check_of_an_archive_that_was_never_built_writes_nothing() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_says(
        "check --to zh-CN",
        1,
        "missing    a.zh-CN.md: not written yet\n",
        "1 copy: 1 missing; `hanmark build` brings them up to date\n",
    );
    archive.assert_files([("a.md", POST)]);
    assert!(!archive.path(".hanmark").exists());
}

#[test]
fn orphans_are_removed_when_that_is_asked_for_and_not_with_edits() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST), ("c.md", POST), ("d.md", POST)]);
    archive.write("hanmark.yaml", "editions: [{ variant: zh-CN }, { variant: zh-HK }]\n");
    archive.assert_done("build", "8 written\n");
    for post in ["a.md", "b.md"] {
        fs::remove_file(archive.path(post)).unwrap();
    }
    archive.write("b.zh-CN.md", "我的。\n");
    archive.write("c.md", format!("---\nhanmark: {{ skip: [zh-CN] }}\n---\n{POST}"));
    archive.write("hanmark.yaml", "editions: [{ variant: zh-CN }]\n");
    archive.assert_done(
        "build --prune",
        "a.zh-CN.md: its post, a.md, is gone; removed\n\
         a.zh-HK.md: its post, a.md, is gone; removed\n\
         warning: b.zh-CN.md: its post, b.md, is gone; kept, since you edited it; delete it \
         yourself\n\
         b.zh-HK.md: its post, b.md, is gone; removed\n\
         c.zh-CN.md: c.md has no such copy any more; removed\n\
         c.zh-HK.md: the archive has no such edition any more; removed\n\
         d.zh-HK.md: the archive has no such edition any more; removed\n\
         0 written, 1 unchanged, 6 removed, 1 without a copy\n",
    );
    assert_eq!(archive.read("b.zh-CN.md"), "我的。\n");
    let lock = archive.read(".hanmark/lock");
    let copies: Vec<&str> = lock.lines().skip(2).filter_map(|l| l.split('\t').next()).collect();
    assert_eq!(copies, ["b.zh-CN.md", "d.zh-CN.md"]);
}

#[test]
fn copies_of_other_editions_are_left_alone_when_some_are_named() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN,zh-HK", "2 written\n");
    archive.assert_done("build --to zh-CN --prune", "0 written, 1 unchanged\n");
    assert!(archive.path("a.zh-HK.md").exists());
}

#[test]
fn a_copy_follows_the_posts_that_it_leads_to() {
    let archive = Archive::new([
        (
            "a.md",
            "請見[另一篇](b.md#滑鼠)，這張桌子的後面有一個門，請你們輕輕關上，滑鼠和軟體都在那裡。\n",
        ),
        ("b.md", "## 滑鼠\n\n這張桌子的後面有一個門，請你們輕輕關上，滑鼠和軟體都在那裡。\n"),
    ]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    assert!(archive.read("a.zh-CN.md").contains("(b.zh-CN.md#鼠标)"));
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    // The id of its heading is no other in the copy any more.
    archive.write(
        "b.md",
        "## 門 {#滑鼠}\n\n這張桌子的後面有一個門，請你們輕輕關上，滑鼠和軟體都在那裡。\n",
    );
    archive.assert_done(
        "build --to zh-CN",
        "2 written\nmade anew since its post changed (1), posts that it has links to changed (1)\n\
         Han characters left as they are: 4 (destinations 2, attribute lists 2)\n",
    );
    assert!(archive.read("a.zh-CN.md").contains("(b.zh-CN.md#滑鼠)"));
    fs::remove_file(archive.path("b.md")).unwrap();
    fs::remove_file(archive.path("b.zh-CN.md")).unwrap();
    archive.assert_done(
        "build --to zh-CN",
        "1 written\nmade anew since posts that it has links to changed (1)\n\
         Han characters left as they are: 2 (destinations 2)\n",
    );
    assert!(archive.read("a.zh-CN.md").contains("(b.md#滑鼠)"));
}

#[test]
fn a_lock_of_the_first_format_is_read_and_replaced() {
    let archive = built();
    let lock = archive.read(".hanmark/lock");
    archive.write(".hanmark/lock", lock.replacen("hanmark lock 2", "hanmark lock 1", 1));
    for name in ["cache", ".gitignore"] {
        fs::remove_file(archive.path(&format!(".hanmark/{name}"))).unwrap();
    }
    fs::remove_dir_all(archive.path(".hanmark/base")).unwrap();
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    assert_eq!(archive.read(".hanmark/lock"), lock);
    // The texts for merges are there again.
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
}

#[test]
fn what_is_said_of_one_copy_is_not_said_of_others() {
    let archive = Archive::new([("a.md", LONG)]);
    archive.assert_done("build --to zh-CN,zh-HK", "2 written\n");
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    let of_hong_kong = archive.read("a.zh-HK.md").replace("別着急", "慢慢來");
    archive.write("a.zh-HK.md", &of_hong_kong);
    archive.assert_done(
        "build --force a.zh-CN.md --to zh-CN,zh-HK",
        "a.zh-HK.md: edited since the last build, kept\n1 written, 1 with your edits, kept\n\
         made anew since your edits are written over (1)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), LONG_COPY);
    assert_eq!(archive.read("a.zh-HK.md"), of_hong_kong);
}

#[test]
fn edits_that_can_be_merged_are_when_others_are_accepted() {
    let archive = built();
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    archive.assert_done(
        "build --to zh-CN --accept",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
}

#[test]
fn a_post_that_was_renamed_keeps_its_copy() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    fs::rename(archive.path("a.md"), archive.path("a.zh-TW.md")).unwrap();
    archive.assert_done("build --to zh-CN --prune", "0 written, 1 unchanged\n");
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
    archive.assert_says("check --to zh-CN", 0, "", "1 copy, all up to date\n");
}

#[test]
fn nothing_outside_is_removed_whatever_the_lock_says() {
    let archive = Archive::new([("site/a.md", POST), ("victim.md", POST)]);
    archive.assert_done("build site --to zh-CN", "1 written\n");
    fs::remove_file(archive.path("site/a.md")).unwrap();
    archive.write("site/b.md", POST);
    let lock = archive.read("site/.hanmark/lock");
    archive.write("victim.md", COPY);
    archive.write("site/.hanmark/lock", lock.replace("a.zh-CN.md", "../victim.md"));
    archive.assert_fails(
        "build site --to zh-CN --prune",
        "failed: ../victim.md is not inside site\n1 written, 1 failed, 1 without a copy\n",
    );
    assert_eq!(archive.read("victim.md"), COPY);
}

#[test]
fn a_part_of_an_archive_prunes_that_part() {
    let archive = Archive::new([("x/a.md", POST), ("y/b.md", POST), ("y/c.md", POST)]);
    archive.assert_done("build --to zh-CN", "3 written\n");
    fs::remove_file(archive.path("x/a.md")).unwrap();
    fs::remove_file(archive.path("y/b.md")).unwrap();
    archive.assert_done(
        "build y --to zh-CN --prune",
        "y/b.zh-CN.md: its post, y/b.md, is gone; removed\n0 written, 1 unchanged, 1 removed\n",
    );
    assert!(archive.path("x/a.zh-CN.md").exists());
}

#[test]
fn copies_of_an_archive_without_posts_are_orphans() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    fs::remove_file(archive.path("a.md")).unwrap();
    archive.assert_says(
        "check --to zh-CN",
        1,
        "orphaned   a.zh-CN.md: its post, a.md, is gone; `hanmark build --prune` removes it\n",
        "0 copies: 1 orphaned\n",
    );
}

#[test]
fn editions_in_one_variant_are_built_together_when_it_is_named() {
    let config = "editions:\n  - { variant: zh-CN }\n  - { variant: zh-CN, layout: folder }\n";
    let archive = Archive::new([("a.md", POST), ("hanmark.yaml", config)]);
    archive.assert_done("build", "2 written\n");
    archive.assert_says("check --to zh-CN", 0, "", "2 copies, all up to date\n");
}

#[test]
fn base_texts_that_were_deleted_are_there_again_after_a_build() {
    let archive = built();
    fs::remove_dir_all(archive.path(".hanmark/base")).unwrap();
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
}

#[test]
fn an_edit_of_the_old_text_gets_the_new_one_after_a_killed_build() {
    let archive = built();
    archive.write("a.zh-CN.md", LONG_COPY.replace("别着急", "慢慢来"));
    // What a build that was killed before it replaced the copy has left.
    let old = archive.read(".hanmark/lock");
    let other = Archive::new([("a.md", LONG.replace("滑鼠", "貓").as_str()), ("b.md", POST)]);
    other.assert_done("build --to zh-CN", "2 written\n");
    let new = other.read(".hanmark/lock");
    let line = new.lines().find(|line| line.starts_with("a.zh-CN.md")).unwrap();
    let hash = line.split('\t').nth(6).unwrap();
    let base = format!(".hanmark/base/{}/{}", &hash[..2], &hash[2..]);
    archive.write(&base, fs::read(other.path(&base)).unwrap());
    archive.write(".hanmark/journal", format!("{line}\n"));
    archive.write("a.md", LONG.replace("滑鼠", "貓"));
    assert!(!old.contains(hash));
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: your edits and what is new, together\n\
         0 written, 1 merged with your edits, 1 unchanged\n",
    );
    assert!(archive.read("a.zh-CN.md").contains("猫"));
    assert!(archive.read("a.zh-CN.md").contains("慢慢来"));
}
