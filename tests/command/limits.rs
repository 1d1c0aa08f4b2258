//! Resource limits: posts made to exhaust time, memory or the stack. The others are written.

use std::{fmt::Write as _, time::Instant};

use crate::{COPY, POST, archive::Archive};

/// Builds `post` beside one that is as usual, and gives the exit code and what was said.
#[track_caller]
fn built_beside(post: &str) -> (i32, String) {
    let archive = Archive::new([("a.md", POST), ("hard.md", post)]);
    let begin = Instant::now();
    let said = archive.run("", "build --to zh-CN --from zh-TW", b"");
    let name: String = post.chars().take(24).collect();
    println!("{:>7.2} s, {} bytes: {name:?}", begin.elapsed().as_secs_f64(), post.len());
    assert_eq!(archive.read("a.zh-CN.md"), COPY, "{said:?}");
    (said.exit.unwrap(), said.stderr)
}

#[test]
fn aliases_of_yaml_are_never_multiplied() {
    let mut post = "---\na0: &a0 [門, 門, 門, 門, 門, 門, 門, 門, 門]\n".to_owned();
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(post, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    write!(post, "title: *a39\nhanmark: *a39\n---\n{POST}").unwrap();
    println!("{:?}", built_beside(&post));
}

#[test]
fn a_megabyte_of_nesting_ends() {
    for opening in ["> ", "- ", "[", "*a ", "<div>"] {
        let post = opening.repeat(1_000_000 / opening.len()) + "滑鼠\n";
        println!("{:?}", built_beside(&post));
    }
    for opening in ["---\ntitle: ", "+++\ntitle = ", "{\"title\": "] {
        let post = format!("{opening}{}\n---\n{POST}", "[".repeat(1_000_000));
        println!("{:?}", built_beside(&post));
    }
}

#[test]
fn twenty_megabytes_in_one_line_are_converted() {
    let line = POST.trim_end().repeat(20_000_000 / POST.len());
    assert_eq!(built_beside(&line), (0, "2 written\n".to_owned()));
}

#[test]
fn a_front_matter_of_megabytes_is_read() {
    let mut post = "---\n".to_owned();
    for key in 0..100_000 {
        writeln!(post, "k{key}: 滑鼠和軟體").unwrap();
    }
    println!("{:?}", built_beside(&format!("{post}---\n{POST}")));
}

#[test]
fn very_many_headings_and_links_are_read() {
    let headings = "# 滑鼠\n\n".repeat(100_000);
    let links = "[滑鼠](a.md#b) ".repeat(100_000);
    for post in [headings, links] {
        println!("{:?}", built_beside(&post));
    }
}

#[test]
#[ignore = "a gigabyte"]
fn a_gigabyte_in_one_line_is_converted() {
    let line = POST.trim_end().repeat(1_000_000_000 / POST.len());
    assert_eq!(built_beside(&line), (0, "2 written\n".to_owned()));
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
