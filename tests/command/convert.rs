//! `hanmark convert`.

use crate::{COPY, POST, archive::Archive};

#[test]
fn a_file_is_converted_to_standard_output() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_prints("convert a.md --to zh-CN", COPY);
    archive.assert_prints("convert --profile tw2sp a.md", COPY);
    archive.assert_files([("a.md", POST)]);
}

#[test]
fn standard_input_is_converted_too() {
    let archive = Archive::new([]);
    archive.assert_pipes("convert --to zh-CN", POST, COPY);
    archive.assert_pipes("convert - --profile tw2sp", POST, COPY);
}

#[test]
fn the_result_goes_to_a_file_that_is_not_the_original() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("convert a.md --to zh-CN -o new/b.md", "");
    archive.assert_fails(
        "convert a.md --to zh-CN -o ./a.md",
        "error: -o ./a.md: this is the original, and hanmark never writes to an original; choose \
         another file\n",
    );
    archive.assert_files([("a.md", POST), ("new/b.md", COPY)]);
}

#[test]
fn plain_text_has_no_markup() {
    let text = "`滑鼠` [軟體](軟體.md)\n";
    let archive = Archive::new([("a.md", text)]);
    archive.assert_prints("convert a.md --profile tw2sp", "`滑鼠` [软件](軟體.md)\n");
    archive.assert_prints("convert a.md --profile tw2sp --as text", "`鼠标` [软件](软件.md)\n");
}

#[test]
fn the_name_of_standard_input_tells_variant_and_kind() {
    let archive = Archive::new([]);
    archive.assert_pipes("convert --to zh-CN --stdin-name a.zh-tw.md", "滑鼠\n", "鼠标\n");
    archive.assert_pipes("convert --to zh-CN --stdin-name /b/zh-tw/a.md", "滑鼠\n", "鼠标\n");
    let mdx = "<Tabs>\n\n滑鼠 {滑鼠}\n\n</Tabs>\n";
    let converted = "<Tabs>\n\n鼠标 {滑鼠}\n\n</Tabs>\n";
    archive.assert_pipes("convert --to zh-CN --stdin-name ./a.zh-tw.mdx", mdx, converted);
}

#[test]
fn what_is_not_chinese_comes_back_with_a_message() {
    let archive = Archive::new([]);
    archive.assert_pipes_and_says(
        "convert --to zh-CN",
        "A quiet place to read.\n",
        "A quiet place to read.\n",
        "warning: standard input: not Chinese, left as it is\n",
    );
    archive.assert_pipes_and_says(
        "convert --to zh-CN --stdin-name a.md",
        "しずかな へやで ほんを よむのが すきです。\n",
        "しずかな へやで ほんを よむのが すきです。\n",
        "warning: a.md: Japanese, left as it is\n",
    );
}

#[test]
fn too_little_chinese_is_converted_with_a_message() {
    Archive::new([]).assert_pipes_and_says(
        "convert --to zh-CN",
        "軟體\n",
        "软件\n",
        "warning: standard input: too little Chinese to tell its variant; say it with --from if \
         this is wrong\n",
    );
    Archive::new([]).assert_pipes("convert --to zh-CN --from zh-HK", "的士\n", "出租车\n");
}

#[test]
fn a_text_in_the_variant_asked_for_comes_back() {
    let archive = Archive::new([("a.md", POST), ("b.md", COPY)]);
    archive.assert_prints("convert a.md --to zh-TW", POST);
    archive.assert_prints("convert b.md --to zh-CN", COPY);
    archive.assert_prints("convert b.md --to zh-SG", COPY);
}

#[test]
fn a_target_is_needed_and_one_is_enough() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_fails(
        "convert a.md",
        "error: the following required arguments were not provided:\n  \
         <--to <VARIANT>|--profile <NAME>>\n\n\
         Usage: hanmark convert <--to <VARIANT>|--profile <NAME>> <FILE>\n\n\
         For more information, try '--help'.\n",
    );
    archive.assert_fails(
        "convert a.md --to zh-CN --profile tw2sp",
        "error: the argument '--to <VARIANT>' cannot be used with '--profile <NAME>'\n\n\
         Usage: hanmark convert <--to <VARIANT>|--profile <NAME>> <FILE>\n\n\
         For more information, try '--help'.\n",
    );
}

#[test]
fn a_missing_file_and_a_folder_are_named() {
    let archive = Archive::new([("blog/a.md", POST)]);
    archive.assert_fails(
        "convert b.md --to zh-CN",
        "error: cannot read b.md: No such file or directory (os error 2)\n",
    );
    archive.assert_fails("convert blog --to zh-CN", "error: blog is not a file\n");
}

#[cfg(not(feature = "opencc-rust"))]
#[test]
fn the_reference_engine_has_to_be_built_in() {
    Archive::new([("a.md", POST)]).assert_fails(
        "convert a.md --profile tw2sp --engine opencc-rust",
        "error: --engine opencc-rust: this hanmark was built without OpenCC's C++ library; the \
         README tells how to build with it\n",
    );
}

#[cfg(not(feature = "reformat"))]
#[test]
fn reformatting_has_to_be_built_in() {
    Archive::new([("a.md", POST)]).assert_fails(
        "convert a.md --profile tw2sp --reformat",
        "error: --reformat: this hanmark was built without it; build it with `cargo build \
         --release --features reformat`\n",
    );
}

#[test]
fn line_endings_byte_order_mark_and_a_missing_line_end_stay() {
    let archive = Archive::new([]);
    archive.assert_pipes(
        "convert --profile tw2sp",
        "\u{feff}---\r\ntitle : \"滑鼠\"\r\n---\r\n\r\n* 滑\r\n  鼠  \r\n\r\n\t`軟體`\r\n\r\n軟體",
        "\u{feff}---\r\ntitle : \"鼠标\"\r\n---\r\n\r\n* 鼠\r\n  标  \r\n\r\n\t`軟體`\r\n\r\n软件",
    );
    archive.assert_pipes("convert --profile tw2sp", "", "");
}

#[test]
fn the_configuration_names_keys_to_convert() {
    let config = "front_matter: { convert: [lede], keep: [title] }\n";
    let archive =
        Archive::new([("hanmark.yaml", config), ("a.md", "---\ntitle: 軟體\nlede: 軟體\n---\n")]);
    archive.assert_prints("convert a.md --profile tw2sp", "---\ntitle: 軟體\nlede: 软件\n---\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_named_by_o_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;

    let archive = Archive::new([("a.md", POST)]);
    let pipe = archive.path("pipe");
    std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::read_to_string(pipe).unwrap())
    };
    archive.assert_done("convert a.md --to zh-CN -o pipe", "");
    assert_eq!(reader.join().unwrap(), COPY);
    assert!(std::fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_in_shared_memory_is_a_file() {
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    let archive = Archive::new([("a.md", POST)]);
    let copy = folder.path().join("b.md");
    // The second time it is replaced, and not written behind.
    for _ in 0..2 {
        archive.assert_done(&format!("convert a.md --to zh-CN -o {}", copy.display()), "");
        assert_eq!(std::fs::read_to_string(&copy).unwrap(), COPY);
    }
}

#[test]
fn a_diff_shows_what_changes() {
    let archive = Archive::new([("a.md", POST), ("b.md", "A quiet place to read.\n")]);
    let diff = format!("--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-{POST}+{COPY}");
    archive.assert_says("convert a.md --to zh-CN --diff", 1, &diff, "");
    archive.assert_done(
        "convert b.md --to zh-CN --diff",
        "warning: b.md: not Chinese, left as it is\n",
    );
}
