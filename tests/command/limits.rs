//! Resource limits: posts made to exhaust time, memory or the stack. The others are written.

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use crate::{
    COPY, POST,
    archive::{Archive, Said},
};

const WRITTEN: &str = "2 written\n";
/// Far more than any of them takes, and far less than squares of their sizes would.
const SECONDS: u64 = 60;

/// Builds `post` beside one that is as usual, which must be written.
#[track_caller]
fn assert_beside(post: &str, exit: i32, stderr: &str) {
    let archive = Archive::new([("a.md", POST), ("hard.md", post)]);
    let begin = Instant::now();
    let said = archive.run("", "build --to zh-CN --from zh-TW", b"");
    let taken = begin.elapsed();
    let expected = Said { exit: Some(exit), stdout: String::new(), stderr: stderr.to_owned() };
    let name: String = post.chars().take(24).collect();
    assert_eq!(said, expected, "{name}");
    assert_eq!(archive.read("a.zh-CN.md"), COPY, "{name}");
    println!("{:>7.2} s, {} bytes: {name:?}", taken.as_secs_f64(), post.len());
    assert!(taken < Duration::from_secs(SECONDS), "{name}: {taken:?}");
}

#[test]
fn aliases_of_yaml_are_never_multiplied() {
    const LEFT: &str = "2 written\nHan characters left as they are: 9 (front matter values 9)\n";
    let mut aliases = "a0: &a0 [門, 門, 門, 門, 門, 門, 門, 門, 門]\n".to_owned();
    for level in 1..40 {
        let list = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(aliases, "a{level}: &a{level} [{list}]").unwrap();
    }
    assert_beside(&format!("---\n{aliases}title: *a39\n---\n{POST}"), 0, LEFT);
    assert_beside(
        &format!("---\n{aliases}hanmark: *a39\n---\n{POST}"),
        2,
        "failed: ./hard.md: refused: line 41: hanmark: invalid type: sequence, expected a mapping \
         with `source`, `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`\n\
         1 written, 1 failed\n",
    );
    assert_beside(
        &format!("---\n{aliases}hanmark: {{ terms: *a39 }}\n---\n{POST}"),
        2,
        "failed: ./hard.md: refused: line 41: hanmark.terms: invalid type: sequence, expected a \
         mapping of words, as `terms: { 滑鼠: 鼠标 }`\n1 written, 1 failed\n",
    );
}

#[test]
fn a_megabyte_of_nesting_ends() {
    for opening in ["> ", "- ", "[", "*a ", "<div>"] {
        assert_beside(&(opening.repeat(1_000_000 / opening.len()) + "滑鼠\n"), 0, WRITTEN);
    }
    let nested = "[".repeat(1_000_000);
    assert_beside(
        &format!("---\ntitle: {nested}\n---\n{POST}"),
        0,
        "warning: hard.md:2: front matter is not valid YAML and stays as it is: recursion limit \
         exceeded\n2 written\n",
    );
    assert_beside(
        &format!("+++\ntitle = {nested}\n+++\n{POST}"),
        0,
        "warning: hard.md:2: front matter is not valid TOML and stays as it is: cannot recurse \
         further; max recursion depth met\n2 written\n",
    );
    assert_beside(&format!("{{\"title\": {nested}\n\n{POST}"), 0, WRITTEN);
}

#[test]
fn twenty_megabytes_in_one_line_are_converted() {
    let line = POST.trim_end().repeat(20_000_000 / POST.len());
    assert_beside(&line, 0, WRITTEN);
}

#[test]
fn a_front_matter_of_megabytes_is_read() {
    let mut post = "---\n".to_owned();
    for key in 0..100_000 {
        writeln!(post, "k{key}: 滑鼠和軟體").unwrap();
    }
    assert_beside(
        &format!("{post}---\n{POST}"),
        0,
        "2 written\nHan characters left as they are: 500000 (front matter values 500000)\n",
    );
}

#[test]
fn very_many_headings_and_links_are_read() {
    let headings = "# 滑鼠\n\n".repeat(100_000);
    let links = "[滑鼠](a.md#b) ".repeat(100_000);
    for post in [headings, links] {
        assert_beside(&post, 0, WRITTEN);
    }
}

#[test]
#[ignore = "a gigabyte"]
fn a_gigabyte_in_one_line_is_converted() {
    let line = POST.trim_end().repeat(1_000_000_000 / POST.len());
    assert_beside(&line, 0, WRITTEN);
}

#[test]
#[ignore = "120,000 files"]
fn the_time_for_one_folder_grows_with_its_files() {
    let time = |count: usize| {
        let archive = Archive::new([]);
        for number in 0..count {
            archive.write(&format!("{number:06}.md"), POST);
        }
        let begin = Instant::now();
        archive.assert_done("build --to zh-CN", &format!("{count} written\n"));
        let seconds = begin.elapsed().as_secs_f64();
        println!("{count} files: {seconds:.1} s");
        seconds
    };
    let (few, many) = (time(20_000), time(100_000));
    assert!(many < few * 5.0 * 2.0, "{few} s for 20,000, {many} s for 100,000");
}
