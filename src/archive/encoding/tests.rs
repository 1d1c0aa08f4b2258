use super::*;

const TRADITIONAL: &str = "滑鼠在這張桌子的後面；請讀者先讀完這本書，再決定要不要買。\n";
const SIMPLIFIED: &str = "鼠标在这张桌子的后面；请读者先读完这本书，再决定要不要买。\n";

fn encoded(encoding: Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, is_missing) = encoding.codec().encode(text);
    assert!(!is_missing, "{text}");
    bytes.into_owned()
}

fn utf16(text: &str, bytes_of: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

/// The text and the encoding of `bytes`, or the message.
fn decoded(bytes: &[u8], declared: &str) -> Result<(String, Encoding), String> {
    decode(Path::new("a.md"), bytes.to_vec(), declared.parse().unwrap())
        .map(|decoded| (decoded.text, decoded.encoding))
        .map_err(|error| error.to_string())
}

#[track_caller]
fn assert_decodes(bytes: &[u8], declared: &str, text: &str, encoding: Encoding) {
    assert_eq!(decoded(bytes, declared), Ok((text.to_owned(), encoding)));
}

#[track_caller]
fn assert_fails(bytes: &[u8], declared: &str, message: &str) {
    assert_eq!(decoded(bytes, declared), Err(format!("a.md: {message}")));
}

const UNCLEAR: &str = ", and neither plainly Big5 nor GBK; say what it is in, as --encoding big5, \
                       or save it as UTF-8";
const MEND: &str = "; mend it, or say with --encoding if the post is in another encoding";

#[test]
fn an_encoding_has_the_names_that_people_give_it() {
    for encoding in Encoding::ALL {
        assert_eq!(encoding.name().parse(), Ok(DeclaredEncoding::Of(encoding)));
    }
    for name in ["BIG5", "big5-hkscs", "Big5_HKSCS", "cp950", "x-x-big5"] {
        assert_eq!(name.parse(), Ok(DeclaredEncoding::Of(Encoding::Big5)), "{name}");
    }
    for name in ["GB2312", "gb_2312-80", "x-gbk", "CP936"] {
        assert_eq!(name.parse(), Ok(DeclaredEncoding::Of(Encoding::Gbk)), "{name}");
    }
    assert_eq!("UTF16".parse(), Ok(DeclaredEncoding::Utf16));
    assert_eq!("utf8".parse(), Ok(DeclaredEncoding::Of(Encoding::Utf8)));
    assert_eq!(
        "shift_jis".parse::<DeclaredEncoding>().unwrap_err().to_string(),
        "unknown encoding `shift_jis`; known are auto, utf-8, utf-16, utf-16le, utf-16be, gbk, \
         gb18030, big5"
    );
}

#[test]
fn utf8_is_kept_as_it_is() {
    for text in ["", "A quiet place.\n", "\u{feff}門\r\n", "\u{fffd} \u{e000}", "a\0b"] {
        assert_decodes(text.as_bytes(), "auto", text, Encoding::Utf8);
        assert_decodes(text.as_bytes(), "utf-8", text, Encoding::Utf8);
    }
}

#[test]
fn a_byte_order_mark_tells_utf16_and_is_no_part_of_the_text() {
    let text = format!("{TRADITIONAL}😀\n");
    let marked = format!("\u{feff}{text}");
    for declared in ["auto", "utf-16", "utf-16le", "utf-16be", "big5"] {
        assert_decodes(&utf16(&marked, u16::to_le_bytes), declared, &text, Encoding::Utf16Le);
        assert_decodes(&utf16(&marked, u16::to_be_bytes), declared, &text, Encoding::Utf16Be);
    }
    assert_decodes(b"\xff\xfe", "auto", "", Encoding::Utf16Le);
}

#[test]
fn utf16_without_a_byte_order_mark_is_to_be_declared() {
    let bytes = utf16(TRADITIONAL, u16::to_le_bytes);
    assert_fails(&bytes, "auto", &format!("not UTF-8 at byte 0 (line 1){UNCLEAR}"));
    assert_fails(&bytes, "utf-16", "UTF-16 without a byte order mark; say utf-16le or utf-16be");
    assert_decodes(&bytes, "utf-16le", TRADITIONAL, Encoding::Utf16Le);
    assert_decodes(&utf16("a\n", u16::to_be_bytes), "utf-16be", "a\n", Encoding::Utf16Be);
    assert_decodes(b"plain\n", "utf-16le", "plain\n", Encoding::Utf8);
}

#[test]
fn a_torn_unit_of_utf16_is_placed_in_the_file() {
    let mut bytes = utf16("\u{feff}門\n後", u16::to_be_bytes);
    bytes.push(0x4e);
    assert_fails(&bytes, "auto", &format!("no character of UTF-16BE at byte 8 (line 2){MEND}"));
}

#[test]
fn big5_and_gbk_are_told_apart() {
    assert_decodes(&encoded(Encoding::Big5, TRADITIONAL), "auto", TRADITIONAL, Encoding::Big5);
    assert_decodes(&encoded(Encoding::Gbk, TRADITIONAL), "auto", TRADITIONAL, Encoding::Gbk);
    assert_decodes(&encoded(Encoding::Gbk, SIMPLIFIED), "auto", SIMPLIFIED, Encoding::Gbk);
    let emoji = format!("{SIMPLIFIED}😀\n");
    assert_decodes(&encoded(Encoding::Gb18030, &emoji), "auto", &emoji, Encoding::Gb18030);
}

#[test]
fn a_few_words_in_plain_ascii_are_told_apart() {
    let rest = "Plain words of English, again and again.\n".repeat(500);
    let text = format!("{rest}這是我們的書。\n{rest}");
    assert_decodes(&encoded(Encoding::Big5, &text), "auto", &text, Encoding::Big5);
    assert_decodes(&encoded(Encoding::Gbk, &text), "auto", &text, Encoding::Gbk);
}

#[test]
fn words_that_are_words_in_both_are_to_be_declared() {
    // 測試 in Big5 is 代刚 in GBK.
    let bytes = encoded(Encoding::Big5, "測試\n");
    assert_fails(&bytes, "auto", &format!("not UTF-8 at byte 0 (line 1){UNCLEAR}"));
    assert_decodes(&bytes, "big5", "測試\n", Encoding::Big5);
    assert_decodes(&bytes, "gbk", "代刚\n", Encoding::Gbk);
}

#[test]
fn bytes_of_one_word_can_be_utf8_in_part() {
    let bytes = encoded(Encoding::Gbk, "如海\n");
    for declared in ["auto", "gbk"] {
        assert_decodes(&bytes, declared, "如海\n", Encoding::Gbk);
    }
}

#[test]
fn other_encodings_are_refused() {
    let japanese = "桜の花が咲く春に、学校の前で友達と会った。本を読んで、日本の歴史の話をした。\n";
    for codec in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP] {
        let bytes = codec.encode(japanese).0;
        assert_fails(&bytes, "auto", &format!("not UTF-8 at byte 0 (line 1){UNCLEAR}"));
    }
    let korean = "한국어로 쓴 짧은 글이다. 책을 읽고 나서 친구와 학교 앞에서 만났다.\n";
    let bytes = encoding_rs::EUC_KR.encode(korean).0;
    assert_fails(&bytes, "auto", &format!("not UTF-8 at byte 0 (line 1){UNCLEAR}"));
    let french = encoding_rs::WINDOWS_1252.encode("Un été à la plage, déjà passé.\n").0;
    assert_fails(&french, "auto", &format!("not UTF-8 at byte 3 (line 1){UNCLEAR}"));
}

#[test]
fn characters_of_hong_kong_are_in_big5() {
    let (cantonese, bytes) =
        ("佢哋喺嗰度食咗嘢", b"\xca\x5c\x92\x5d\x9d\xf6\x9d\xf5\xab\xd7\xad\xb9\x9d\xf7\x9d\xcf");
    let mut post = encoded(Encoding::Big5, TRADITIONAL);
    post.extend(bytes);
    assert_decodes(&post, "auto", &format!("{TRADITIONAL}{cantonese}"), Encoding::Big5);
    assert_decodes(bytes, "auto", cantonese, Encoding::Big5);
}

#[test]
fn bytes_that_are_no_character_are_placed() {
    let mut bytes = encoded(Encoding::Big5, TRADITIONAL);
    let at = bytes.len();
    bytes.extend(b"a\xa4\n");
    let message = format!("no character of Big5 at byte {} (line 2){MEND}", at + 1);
    assert_fails(&bytes, "auto", &message);
    assert_fails(&bytes, "big5", &message);
    // At the end, and behind more text than is decoded at a time.
    let mut bytes = encoded(Encoding::Gbk, &SIMPLIFIED.repeat(500));
    let at = bytes.len();
    bytes.push(0xb0);
    assert_fails(&bytes, "auto", &format!("no character of GBK at byte {at} (line 501){MEND}"));
}

#[test]
fn characters_that_each_user_defines_are_no_characters() {
    let mut bytes = encoded(Encoding::Gbk, SIMPLIFIED);
    let at = bytes.len();
    bytes.extend(b"\xaa\xa1\n");
    assert_fails(&bytes, "auto", &format!("no character of GBK at byte {at} (line 2){MEND}"));
    // An icon of a font that is in Unicode's own area of such, in four bytes.
    let icon = format!("{SIMPLIFIED}\u{f015}\n");
    assert_decodes(&encoded(Encoding::Gb18030, &icon), "auto", &icon, Encoding::Gb18030);
}

#[test]
fn a_line_of_utf8_in_another_encoding_is_an_error() {
    for (encoding, text) in [(Encoding::Gbk, SIMPLIFIED), (Encoding::Big5, TRADITIONAL)] {
        let mut bytes = encoded(encoding, &text.repeat(3));
        bytes.extend("後來加的一行\n".as_bytes());
        let message =
            format!("in {encoding}, but for line 4, which is UTF-8; save all of it as UTF-8");
        assert_fails(&bytes, encoding.name(), &message);
    }
}

#[test]
fn the_euro_of_windows_is_read() {
    let mut bytes = encoded(Encoding::Gbk, SIMPLIFIED);
    bytes.extend(b"\x80 100\n");
    assert_decodes(&bytes, "auto", &format!("{SIMPLIFIED}€ 100\n"), Encoding::Gbk);
}

#[test]
fn a_replacement_character_that_is_written_stays() {
    let text = format!("{SIMPLIFIED}\u{fffd}\n");
    assert_decodes(&encoded(Encoding::Gb18030, &text), "auto", &text, Encoding::Gb18030);
}

#[test]
fn a_wrong_declaration_is_an_error() {
    let gbk = encoded(Encoding::Gbk, SIMPLIFIED);
    let message = "said to be in Big5, but plainly in GBK; say --encoding auto, or gbk";
    assert_fails(&gbk, "big5", message);
    let big5 = encoded(Encoding::Big5, TRADITIONAL);
    let message = "said to be in GB18030, but plainly in Big5; say --encoding auto, or big5";
    assert_fails(&big5, "gb18030", message);
    assert_fails(&big5, "utf-8", "not UTF-8 at byte 0 (line 1); save it as UTF-8");
}

#[test]
fn utf8_with_one_byte_that_is_none_is_broken_utf8() {
    for at in [0, 3, 30] {
        let mut bytes = TRADITIONAL.as_bytes().to_vec();
        bytes.insert(at, 0xa4);
        let message = format!("not UTF-8 at byte {at} (line 1); save it as UTF-8");
        for declared in ["auto", "utf-8", "big5", "gbk"] {
            assert_fails(&bytes, declared, &message);
        }
    }
}

#[test]
fn what_is_plainly_utf8_is_that_whatever_is_declared() {
    for declared in ["gbk", "big5", "utf-16", "utf-16be"] {
        assert_decodes(TRADITIONAL.as_bytes(), declared, TRADITIONAL, Encoding::Utf8);
        assert_decodes("it’s\n".as_bytes(), declared, "it’s\n", Encoding::Utf8);
    }
    // 目录 in GBK is UTF-8 too.
    let contents = encoded(Encoding::Gbk, "目录\n");
    assert_decodes(&contents, "auto", "Ŀ¼\n", Encoding::Utf8);
    assert_decodes(&contents, "gbk", "目录\n", Encoding::Gbk);
}

#[test]
fn no_bytes_make_it_panic() {
    let mut state = 1_u32;
    for round in 0..20_000 {
        let mut bytes: Vec<u8> = Vec::new();
        for _ in 0..round % 24 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let byte = (state >> 24) as u8;
            // ASCII is rarer in posts than in noise.
            bytes.push(if state & 0x700 == 0 { byte & 0x3f } else { byte | 0x80 });
        }
        for name in NAMES {
            let _ = decoded(&bytes, name);
        }
    }
}
