//! Layouts that the command meets with more than a path.

use crate::{COPY, POST, archive::Archive};

#[test]
fn a_jekyll_copy_gets_a_permalink_where_the_site_would_overwrite_its_original() {
    let post = format!("---\ntitle: 滑鼠\n---\n{POST}");
    let copy = format!("---\ntitle: 鼠标\npermalink: /zh-cn/:title/\n---\n{COPY}");
    let config = "permalink: /:title/\n";
    let archive =
        Archive::new([("_config.yml", config), ("_posts/2023-05-01-a.md", post.as_str())]);
    archive.assert_done("build --to zh-CN --layout jekyll", "1 written\n");
    archive.assert_files([
        ("_config.yml", config),
        ("_posts/2023-05-01-a.md", post.as_str()),
        ("zh-cn/_posts/2023-05-01-a.md", copy.as_str()),
    ]);
}

#[test]
fn a_jekyll_copy_keeps_its_bytes_where_categories_tell_it_apart() {
    let post = format!("---\ntitle: 滑鼠\n---\n{POST}");
    let copy = format!("---\ntitle: 鼠标\n---\n{COPY}");
    let config = "collections:\n  essays:\n    output: true\n    permalink: /:collection/:path/\n";
    let archive = Archive::new([
        ("_config.yml", config),
        ("_essays/b.md", post.as_str()),
        ("_posts/2023-05-01-a.md", post.as_str()),
    ]);
    archive.assert_done("build --to zh-CN --layout jekyll", "2 written\n");
    archive.assert_files([
        ("_config.yml", config),
        ("_essays/b.md", post.as_str()),
        ("_essays/zh-cn/b.md", copy.as_str()),
        ("_posts/2023-05-01-a.md", post.as_str()),
        ("zh-cn/_posts/2023-05-01-a.md", copy.as_str()),
    ]);
}

#[test]
fn a_pattern_puts_copies_where_it_says() {
    let archive = Archive::new([("b/a.md", POST)]);
    archive.assert_done(
        "build --to zh-CN,zh-HK --layout {dir}/{variant_lower}/{stem}.{ext}",
        "2 written\n",
    );
    archive.assert_files([("b/a.md", POST), ("b/zh-cn/a.md", COPY), ("b/zh-hk/a.md", POST)]);
}

#[test]
fn a_jekyll_copy_that_cannot_have_its_own_address_is_refused() {
    let toml = format!("+++\n+++\n{POST}");
    let behind_mark = format!("\u{feff}---\nlayout: post\n---\n{POST}");
    let config =
        "permalink: /:title.html\ncollections: { essays: { output: true, permalink: /:title/ } }\n";
    let archive = Archive::new([
        ("_posts/2024-01-02-a.md", toml.as_str()),
        ("_posts/2024-01-02-b.md", behind_mark.as_str()),
        ("_essays/c.md", behind_mark.as_str()),
        ("_config.yml", config),
    ]);
    archive.assert_fails(
        "build --to zh-CN --layout jekyll",
        "failed: _essays/c.md to zh-CN: refused: line 1: its copy needs `permalink: \
         /zh-cn/:title/`, or it would overwrite the original's page; Jekyll does not see its front \
         matter, since a byte order mark stands before it\n\
         failed: _posts/2024-01-02-a.md to zh-CN: refused: line 1: its copy needs `permalink: \
         /zh-cn/:title.html`, or it would overwrite the original's page; that can only be written \
         into YAML front matter\n\
         1 written, 2 refused\n",
    );
}
