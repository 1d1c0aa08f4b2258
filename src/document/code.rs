//! Code as prose: which inline code reads as Chinese text, and where comments lie
//! in a code block.

mod comments;
mod languages;

pub(super) use comments::comments;

/// How many Han characters read as text although no Chinese punctuation stands by:
/// idioms and phrases have four, names in code mostly two or three.
const MANY: usize = 4;

/// Whether inline code is a quotation of Chinese text in the place of quotation
/// marks, rather than code with Chinese in it.
///
/// To take code for prose changes what a reader would type, so each doubt says code:
/// - It has Han characters, no fewer than Latin words, and no sign of code.
/// - With Chinese punctuation outside of ASCII quotes it is text: `他說：「好。」`.
/// - Without, it must begin with Han, have four or more of them, and have no word
///   in mixed case: `變數名`, `cd 我的文件夾` and `門` can be names.
///
/// Signs of code are brackets, quotes, operators, calls, flags, paths, and a point
/// or colon with something right behind it. What text uses as well is allowed where
/// text has it: `10%`, `12:30`, `don't`, `他/她`, `系統(電腦)`, `e-mail`.
pub(super) fn is_prose(code: &str) -> bool {
    let punctuated = is_punctuated(code);
    let han = code.chars().filter(|c| is_han(*c)).count();
    han > 0
        && latin_words(code).count() <= han
        && !has_code_sign(code, punctuated)
        && (punctuated
            || han >= MANY
                && code.trim_start().starts_with(is_han)
                && !latin_words(code).any(is_mixed_case))
}

/// Whether Chinese punctuation stands outside of ASCII quotes: in there, the text
/// of a program ends its sentences too.
fn is_punctuated(code: &str) -> bool {
    let mut in_quote = None;
    for c in code.chars() {
        match in_quote {
            Some(quote) if c == quote => in_quote = None,
            None if matches!(c, '"' | '\'') => in_quote = Some(c),
            None if is_chinese_punctuation(c) => return true,
            _ => {}
        }
    }
    false
}

fn has_code_sign(code: &str, punctuated: bool) -> bool {
    let mut before = None;
    let mut chars = code.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c.is_ascii_punctuation() && !is_sign_of_text(before, c, next, punctuated) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// Whether text has the ASCII sign `c` between these two characters.
fn is_sign_of_text(before: Option<char>, c: char, next: Option<char>, punctuated: bool) -> bool {
    let ends = next.is_none_or(|next| next.is_whitespace() || is_chinese_punctuation(next));
    let between = |is: fn(char) -> bool| before.is_some_and(is) && next.is_some_and(is);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_latin = |c: char| c.is_ascii_alphabetic();
    match c {
        ',' => true,
        ')' => before != Some('('),
        '(' => !before.is_some_and(|before| before.is_ascii_alphanumeric()),
        '!' | '?' => {
            before.is_some() && (ends || next.is_some_and(|c| is_han(c) || "!?".contains(c)))
        }
        '.' => ends || next == Some('.') || before == Some('.') || between(is_digit),
        ':' => ends || between(is_digit),
        '%' => before.is_some_and(is_digit) && (ends || next.is_some_and(is_han)),
        '-' => between(|c| c.is_ascii_alphanumeric()) || punctuated && ends,
        '~' => between(is_digit),
        '\'' => between(is_latin) || punctuated,
        '"' => punctuated,
        '/' => punctuated && (between(is_han) || between(is_digit)),
        _ => false,
    }
}

fn latin_words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
}

/// `getName`, `TiDB`: a capital letter behind a small one.
fn is_mixed_case(word: &str) -> bool {
    word.as_bytes().windows(2).any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_chinese_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}'
            | '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}'
            | '\u{ff01}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff1a}' | '\u{ff1b}'
            | '\u{ff1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_prose(expected: bool, codes: &[&str]) {
        for code in codes {
            assert_eq!(is_prose(code), expected, "{code:?}");
        }
    }

    #[test]
    fn chinese_punctuation_makes_text() {
        assert_prose(true, &["他說：「好。」", "門、書", "《書》", "（門）", "再一次！", "門……"]);
        assert_prose(true, &["x 的門：6", "Imperative（門書）", "iPhone 的門，很好"]);
        assert_prose(true, &["他說\"好\"，然後走了。", "他/她，12:30，10%。", "門 - 書，don't 走"]);
        assert_prose(true, &["門，第 1/2 頁 (電腦)... e-mail!"]);
    }

    #[test]
    fn many_han_characters_make_text() {
        assert_prose(
            true,
            &["山明水秀", "猜測數字要小於 100", "系統(電腦)的門", "大家說 OK 沒問題", " 一二三四 "],
        );
        assert_prose(true, &["數字不能被 4, 3 整除"]);
        assert_prose(false, &["門", "變數名", "長度N", "程式 a", "", " ", "abc", "。", "、"]);
    }

    #[test]
    fn identifiers_calls_and_strings_are_code() {
        assert_prose(
            false,
            &["print(\"門\")", "print(\"好。\")", "x = \"好，門\"", "執行()", "客戶端.查詢(門)"],
        );
        assert_prose(
            false,
            &["\"他說：好。\"", "'一二三四'", "[一二, 三四]", "{\"一二三\": 5}", "<一二三四>"],
        );
        assert_prose(
            false,
            &["資料_一二三", "取得 getName 的門書", "一二三四;", "--一二三四", "// 一二三四。"],
        );
        assert_prose(
            false,
            &["一二 = 三四", "一二三 * 四五", "@一二三四", "# 一二三四", "$一二三四", "!一二三四"],
        );
    }

    #[test]
    fn commands_flags_and_paths_are_code() {
        assert_prose(
            false,
            &["cd 我的文件夾", "ln -s 目標檔案 捷徑名稱", "執行命令 -f 檔案", "檔案 --名稱，門"],
        );
        assert_prose(
            false,
            &[
                "/文件/一二三",
                "一二/三四",
                "src/一二三四，門",
                "./一二三四",
                "一二三四.md",
                "C:\\一二三四",
            ],
        );
        assert_prose(false, &["https://x.tw/一二三四", "主機:一二三四", "一二三四@x.tw"]);
    }

    #[test]
    fn more_latin_words_than_han_characters_are_code() {
        assert_prose(false, &["a b c：門", "select all from 門，書"]);
        assert_prose(true, &["a b：門書"]);
    }
}
