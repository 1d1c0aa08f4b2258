//! Posts in Big5, GBK, GB18030 and UTF-16.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use hanmark::Encoding;

use crate::{COPY, POST, archive::Archive, transcode::Transcoder};

fn in_encoding(encoding: Encoding, text: &str) -> Vec<u8> {
    let (bytes, missing) = Transcoder::new(encoding).bytes(text);
    assert_eq!(missing, "");
    bytes
}

/// The posts of this project, by path.
fn posts() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("posts");
    let mut posts = BTreeMap::new();
    for folder in ["_essays", "_posts"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            // A run by hand leaves copies there.
            let name_in_lower_case = name.to_lowercase();
            if [".zh-cn.", ".zh-tw."].iter().all(|of_copy| !name_in_lower_case.contains(of_copy)) {
                posts.insert(format!("{folder}/{name}"), fs::read_to_string(&path).unwrap());
            }
        }
    }
    posts
}

/// Both editions of an archive, beside its posts and in a folder of their own.
#[track_caller]
fn copies(archive: &Archive, posts: &BTreeMap<String, String>) -> Vec<(String, String)> {
    archive.assert_succeeds("build --to zh-CN,zh-TW");
    archive.assert_succeeds("build --to zh-CN,zh-TW --layout folder --out site");
    archive.files().into_iter().filter(|(path, _)| !posts.contains_key(path)).collect()
}

/// The copies of posts in `encoding` are those of the same posts in UTF-8.
///
/// Characters that it does not have are left out of a post, in both; posts with more than
/// three of these, which are `others`, are in GB18030.
#[track_caller]
fn assert_copies_are_the_same(encoding: Encoding, others: &[&str]) {
    let posts = posts();
    let (expected, archive) = (Archive::new([]), Archive::new([]));
    let transcoder = Transcoder::new(encoding);
    let mut found = Vec::new();
    for (path, text) in &posts {
        let (bytes, missing) = transcoder.bytes(text);
        let missing: BTreeSet<char> = missing.chars().collect();
        if missing.len() > 3 {
            expected.write(path, text);
            archive.write(path, in_encoding(Encoding::Gb18030, text));
            found.push(path.as_str());
        } else {
            expected.write(path, text.replace(|character| missing.contains(&character), ""));
            archive.write(path, bytes);
        }
    }
    assert_eq!(found, others);
    let expected = copies(&expected, &posts);
    assert_eq!(expected.len(), 34);
    assert_eq!(copies(&archive, &posts), expected);
}

#[test]
fn copies_of_posts_in_big5_are_those_of_utf8() {
    let simplified = [
        "_essays/four-moons.md",
        "_essays/one-to-many.md",
        "_posts/2023-08-20-oil-splashed-noodles.md",
        "_posts/2024-05-25-votes-to-seats.md",
    ];
    assert_copies_are_the_same(Encoding::Big5, &simplified);
}

#[test]
fn copies_of_posts_in_gbk_are_those_of_utf8() {
    assert_copies_are_the_same(Encoding::Gbk, &[]);
}

#[test]
fn copies_of_posts_in_gb18030_are_those_of_utf8() {
    assert_copies_are_the_same(Encoding::Gb18030, &[]);
}

#[test]
fn copies_of_posts_in_utf16_are_those_of_utf8() {
    assert_copies_are_the_same(Encoding::Utf16Le, &[]);
    assert_copies_are_the_same(Encoding::Utf16Be, &[]);
}

#[test]
fn the_encoding_is_told() {
    let archive = Archive::new([("c.md", POST)]);
    archive.write("a.md", in_encoding(Encoding::Big5, POST));
    archive.write("b.md", in_encoding(Encoding::Gbk, COPY));
    archive.assert_prints(
        "detect",
        "zh-TW       medium a.md  (Big5; 26 Han, 0 Latin words, 0 kana; traditional 10, \
         simplified 0; TW 0, HK 0, CN 0)\n\
         zh-CN       high   b.md  (GBK; 26 Han, 0 Latin words, 0 kana; traditional 0, \
         simplified 10; TW 0, HK 0, CN 1)\n\
         zh-TW       medium c.md  (26 Han, 0 Latin words, 0 kana; traditional 10, \
         simplified 0; TW 0, HK 0, CN 0)\n",
    );
    archive.assert_says("convert a.md --to zh-CN -v", 0, COPY, "a.md: Big5\na.md: zh-TW\n");
    archive.assert_done(
        "build --to zh-CN -v",
        "written a.zh-CN.md (from zh-TW in Big5, 12 characters changed)\n\
         written c.zh-CN.md (from zh-TW, 12 characters changed)\n\
         no copy of b.md to zh-CN: reads as it is\n2 written, 1 without a copy\n",
    );
}

#[test]
fn standard_input_is_in_any_encoding_and_the_output_is_utf8() {
    let archive = Archive::new([]);
    for encoding in Encoding::ALL {
        archive.assert_pipes("convert --to zh-CN", in_encoding(encoding, POST), COPY);
    }
    archive.assert_pipes(
        "explain --to zh-CN --layer vocabulary",
        in_encoding(Encoding::Big5, POST),
        "standard input:1:1: 滑鼠 → 鼠标  (vocabulary, TWPhrasesRev)\n",
    );
    let utf16 = &in_encoding(Encoding::Utf16Le, POST)[2..];
    archive.assert_pipes("convert --to zh-CN --encoding utf-16le", utf16, COPY);
}

#[test]
fn a_byte_order_mark_stays_where_it_is_a_character() {
    let archive = Archive::new([]);
    let (post, copy) = (format!("\u{feff}{POST}"), format!("\u{feff}{COPY}"));
    archive.assert_pipes("convert --to zh-CN", &post, &copy);
    archive.assert_pipes("convert --to zh-CN", in_encoding(Encoding::Gb18030, &post), &copy);
}

#[test]
fn glossaries_are_made_of_posts_in_any_encoding() {
    let text = "總統托卡葉夫（Kassym-Jomart Tokayev）在這張桌子的後面，請讀者先讀完這本書。\n";
    let (utf8, big5) = (Archive::new([("a.md", text)]), Archive::new([]));
    big5.write("a.md", in_encoding(Encoding::Big5, text));
    let [expected, found] = [utf8, big5].map(|archive| {
        archive.assert_done("terms --to zh-CN -o terms.txt", "");
        archive.read("terms.txt")
    });
    assert_eq!(found, expected);
}

#[test]
fn bytes_that_are_no_character_are_placed_and_the_others_are_written() {
    let archive = Archive::new([("b.md", POST)]);
    let mut torn = in_encoding(Encoding::Big5, &format!("{POST}{POST}"));
    let second_line = 1 + torn.iter().position(|byte| *byte == b'\n').unwrap();
    torn.insert(second_line + 2, 0xff);
    archive.write("a.md", torn);
    archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "failed: ./a.md: no character of Big5 at byte {} (line 2); mend it, or say with \
             --encoding if the post is in another encoding\n1 written, 1 failed\n",
            second_line + 2
        ),
    );
    assert_eq!(archive.read("b.zh-CN.md"), COPY);
}

#[test]
fn characters_that_each_user_defines_are_none() {
    let archive = Archive::new([]);
    let mut gbk = in_encoding(Encoding::Gbk, COPY);
    gbk.extend(b"\xaa\xa1\n");
    archive.write("a.md", &gbk);
    let at = gbk.len() - 3;
    archive.assert_fails(
        "convert a.md --to zh-TW",
        &format!(
            "error: a.md: no character of GBK at byte {at} (line 2); mend it, or say with \
             --encoding if the post is in another encoding\n"
        ),
    );
}

#[test]
fn half_a_character_of_utf16_is_placed() {
    let archive = Archive::new([]);
    let mut bytes = in_encoding(Encoding::Utf16Le, POST);
    let at = bytes.len();
    bytes.extend(b"\x00\xd8\n\0");
    archive.write("a.md", bytes);
    archive.assert_fails(
        "convert a.md --to zh-CN",
        &format!(
            "error: a.md: no character of UTF-16LE at byte {at} (line 2); mend it, or say with \
             --encoding if the post is in another encoding\n"
        ),
    );
}

#[test]
fn a_wrong_declaration_is_an_error() {
    let archive = Archive::new([]);
    archive.write("a.md", in_encoding(Encoding::Gbk, COPY));
    archive.assert_fails(
        "convert a.md --to zh-TW --encoding big5",
        "error: a.md: said to be in Big5, but plainly in GBK; say --encoding auto, or gbk\n",
    );
    archive.assert_fails(
        "convert a.md --to zh-TW --encoding utf-8",
        "error: a.md: not UTF-8 at byte 0 (line 1); save it as UTF-8\n",
    );
    archive.assert_fails(
        "convert a.md --to zh-TW --encoding utf-16",
        "error: a.md: UTF-16 without a byte order mark; say utf-16le or utf-16be\n",
    );
    archive.assert_fails("convert a.md --to zh-TW --encoding bgi5", "error: --encoding: unknown encoding `bgi5`, did you mean `big5`?; known are auto, utf-8, utf-16, utf-16le, utf-16be, gbk, gb18030, big5\n");
}

#[test]
fn a_declaration_is_for_posts_that_do_not_say_themselves() {
    let short = "測試\n";
    let archive = Archive::new([("utf8.md", POST), ("english.md", "A quiet place.\n")]);
    archive.write("big5.md", in_encoding(Encoding::Big5, short));
    archive.write("utf16.md", in_encoding(Encoding::Utf16Be, POST));
    archive.assert_fails("build --to zh-CN", "failed: ./big5.md: not UTF-8 at byte 0 (line 1), and neither plainly Big5 nor GBK; say what it is in, as --encoding big5, or save it as UTF-8\n2 written, 1 failed, 1 without a copy\n");
    archive.write("hanmark.yaml", "encoding: Big5\nsource: zh-TW\n");
    archive.assert_done("build --to zh-CN", "2 written, 2 unchanged\n");
    let copies = ["utf8", "big5", "utf16"].map(|name| archive.read(&format!("{name}.zh-CN.md")));
    assert_eq!(copies, [COPY, "测试\n", COPY]);
}

#[test]
fn a_hand_made_edition_in_an_older_encoding_is_kept() {
    let archive = Archive::new([("a.md", POST)]);
    let by_hand = in_encoding(Encoding::Gbk, COPY);
    archive.write("a.zh-CN.md", &by_hand);
    archive.assert_done(
        "build --to zh-CN",
        "no copy of a.md to zh-CN: a hand-made edition exists, a.zh-CN.md\n\
         0 written, 2 without a copy\n",
    );
    assert_eq!(fs::read(archive.path("a.zh-CN.md")).unwrap(), by_hand);
}

#[test]
fn links_lead_into_posts_in_an_older_encoding() {
    let archive = Archive::new([("a.md", &*format!("[後門](b.md#後門)\n\n{POST}"))]);
    archive.write("b.md", in_encoding(Encoding::Big5, &format!("# 後門\n\n{POST}")));
    archive.assert_done("build --to zh-CN", "2 written\n");
    assert_eq!(archive.read("a.zh-CN.md"), format!("[后门](b.zh-CN.md#后门)\n\n{COPY}"));
}

#[test]
fn broken_utf8_is_not_taken_for_an_older_encoding() {
    let archive = Archive::new([]);
    let mut bytes = POST.as_bytes().to_vec();
    bytes.insert(30, 0xa4);
    archive.write("a.md", bytes);
    archive.assert_fails(
        "convert a.md --to zh-CN",
        "error: a.md: not UTF-8 at byte 30 (line 1); save it as UTF-8\n",
    );
}

#[test]
fn a_configuration_and_a_glossary_are_utf8() {
    let archive = Archive::new([("a.md", POST)]);
    archive.write("terms.txt", in_encoding(Encoding::Big5, "滑鼠\t鼠標\n"));
    archive.assert_fails(
        "build --to zh-CN --dictionary terms.txt",
        "error: --dictionary: terms.txt: not UTF-8 at byte 0 (line 1); save it as UTF-8\n",
    );
    archive.write("hanmark.yaml", in_encoding(Encoding::Big5, "# 設定\nsource: auto\n"));
    archive.assert_fails(
        "build --to zh-CN",
        "error: hanmark.yaml:1: not UTF-8 at byte 2; save it as UTF-8\n",
    );
}

#[test]
fn init_looks_at_posts_in_an_older_encoding() {
    let archive = Archive::new([]);
    archive.write("a.md", in_encoding(Encoding::Big5, POST));
    archive.assert_succeeds("init");
    archive.assert_succeeds("build");
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}
