//! Comments in code: one scanner for all languages of the table.

use std::ops::Range;

use memchr::memmem;

use super::languages::{Extent, Place, Quote, SYNTAXES, Syntax};

/// Byte ranges of the text of comments in `code`, in order: one per line, without
/// marks and white space around it. `language` is what stands behind the fence; of
/// an unknown one no comments are known.
///
/// A string or comment that is not closed is none. Each byte is looked at a bounded
/// number of times.
pub(in crate::document) fn comments(code: &str, language: &str) -> Vec<Range<usize>> {
    let name = language_name(language);
    let Some(syntax) = SYNTAXES.iter().find(|row| row.languages.contains(&name.as_str())) else {
        return Vec::new();
    };
    Scanner { code, syntax, hopeless: [0; MARKS], found: Vec::new() }.scan()
}

/// The name in what stands behind a fence: `js{1,3} title="…"`, `{.python}`,
/// `rust,ignore`, `ts:line-numbers`, `language-c`.
fn language_name(info: &str) -> String {
    let info = info.trim_start().trim_start_matches(['{', '.', ' ']).to_ascii_lowercase();
    let info =
        info.strip_prefix("language-").or_else(|| info.strip_prefix("lang-")).unwrap_or(&info);
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    info[..info.find(|c| !is_sign(c)).unwrap_or(info.len())].to_owned()
}

/// No row has more block comments and strings than this.
const MARKS: usize = 8;

struct Scanner<'c> {
    code: &'c str,
    syntax: &'static Syntax,
    /// For each block and string of the row: up to where no closer is known to come.
    hopeless: [usize; MARKS],
    found: Vec<Range<usize>>,
}

impl Scanner<'_> {
    fn scan(mut self) -> Vec<Range<usize>> {
        let mut at = 0;
        while at < self.code.len() {
            at = self
                .block(at)
                .or_else(|| self.line(at))
                .or_else(|| self.string(at))
                .unwrap_or(at + 1);
        }
        self.found
    }

    fn bytes(&self, at: usize) -> &[u8] {
        &self.code.as_bytes()[at..]
    }

    /// Where the comment that starts at `at` and has a closer ends.
    fn block(&mut self, at: usize) -> Option<usize> {
        for (slot, (opener, closer)) in self.syntax.blocks.iter().enumerate() {
            if self.bytes(at).starts_with(opener.as_bytes()) && self.hopeless[slot] <= at {
                let text = at + opener.len();
                let Some(length) = memmem::find(self.bytes(text), closer.as_bytes()) else {
                    self.hopeless[slot] = self.code.len();
                    continue;
                };
                self.take_lines(text..text + length);
                return Some(text + length + closer.len());
            }
        }
        None
    }

    fn line(&mut self, at: usize) -> Option<usize> {
        let mark = self.syntax.lines.iter().find_map(|(mark, place)| {
            let stands = self.bytes(at).starts_with(mark.as_bytes()) && self.stands(at, *place);
            stands.then_some(mark)
        })?;
        let end = self.line_end(at);
        self.take_line(at + mark.len()..end);
        Some(end)
    }

    fn stands(&self, at: usize, place: Place) -> bool {
        let before = &self.code.as_bytes()[..at];
        match place {
            Place::NotAfter(signs) => before.last().is_none_or(|last| !signs.contains(last)),
            Place::WordStart => before.last().is_none_or(u8::is_ascii_whitespace),
            Place::LineStart => {
                let blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
                let last = before.iter().rev().find(|byte| !blank(byte));
                last.is_none_or(|last| matches!(last, b'\n' | b'\r'))
            }
        }
    }

    fn line_end(&self, at: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', self.bytes(at)).map_or(self.code.len(), |length| at + length)
    }

    /// Where the string that starts at `at` ends.
    fn string(&mut self, at: usize) -> Option<usize> {
        let first_slot = self.syntax.blocks.len();
        for (slot, quote) in self.syntax.strings.iter().enumerate() {
            let slot = first_slot + slot;
            if self.bytes(at).starts_with(quote.mark.as_bytes()) && self.hopeless[slot] <= at {
                match self.string_end(at + quote.mark.len(), *quote) {
                    Ok(end) => return Some(end),
                    Err(seen) => self.hopeless[slot] = seen,
                }
            }
        }
        None
    }

    /// Where the string whose text starts at `at` ends, or up to where it does not.
    fn string_end(&self, mut at: usize, quote: Quote) -> Result<usize, usize> {
        let start = at;
        while let Some(byte) = self.bytes(at).first() {
            let too_long = quote.extent == Extent::Character && at > start + 12;
            match byte {
                b'\n' | b'\r' if quote.extent != Extent::Lines => return Err(at),
                _ if too_long => return Err(start),
                b'\\' => at += 2,
                _ if self.bytes(at).starts_with(quote.mark.as_bytes()) => {
                    let is_one = || self.is_character(start..at);
                    let is_string = quote.extent != Extent::Character || is_one();
                    return if is_string { Ok(at + quote.mark.len()) } else { Err(start) };
                }
                _ => at += 1,
            }
            if at > self.code.len() {
                break;
            }
        }
        Err(self.code.len())
    }

    fn is_character(&self, range: Range<usize>) -> bool {
        let text = self.code.get(range).unwrap_or_default();
        text.starts_with('\\') || text.chars().count() == 1
    }

    fn take_lines(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.code.as_bytes()[at..range.end];
            let end = memchr::memchr2(b'\n', b'\r', rest).map_or(range.end, |length| at + length);
            self.take_line(at..end);
            at = end + 1;
        }
    }

    /// Takes the text of a line, without the stars of a box and further marks.
    fn take_line(&mut self, line: Range<usize>) {
        let text = &self.code[line.clone()];
        let is_mark =
            |c: char| c.is_whitespace() || matches!(c, '*' | '/' | '!' | '#' | ';' | '-' | '%');
        let start = line.start + text.len() - text.trim_start_matches(is_mark).len();
        let end = start + self.code[start..line.end].trim_end().len();
        if start < end {
            self.found.push(start..end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_comments(language: &str, code: &str, expected: &[&str]) {
        let found: Vec<_> =
            comments(code, language).into_iter().map(|range| &code[range]).collect();
        assert_eq!(found, expected, "{language} {code:?}");
    }

    #[test]
    fn every_row_is_named_once_and_fits() {
        let mut names: Vec<_> = SYNTAXES.iter().flat_map(|row| row.languages).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for row in SYNTAXES {
            assert!(row.blocks.len() + row.strings.len() <= MARKS, "{}", row.languages[0]);
        }
    }

    #[test]
    fn comments_of_the_c_family() {
        for language in
            ["c", "cpp", "java", "js", "ts", "tsx", "go", "rust", "swift", "kotlin", "php", "scss"]
        {
            assert_comments(
                language,
                "a(); // 門 書\n/* 頁\n * 圖 */ b /** 電 */",
                &["門 書", "頁", "圖", "電"],
            );
            assert_comments(language, "x = \"http://門 /* 書 */\"; // 頁", &["頁"]);
            assert_comments(language, "x = \"\\\"// 門\"\r\n//! 書\r\ny", &["書"]);
        }
        assert_comments("css", "a { /* 門 */ } // 書", &["門"]);
        assert_comments("js", "`// 門\n// 書` + '// 頁' // 圖", &["圖"]);
        assert_comments("js", "見 http://門 /\\//.x '門'", &[]);
    }

    #[test]
    fn a_lifetime_opens_no_string() {
        assert_comments("rust", "fn a<'a>(b: &'a str) // don't 門", &["don't 門"]);
        assert_comments("rust", "'\"' // 門\n'\\'' // 書\n'門' // 頁", &["門", "書", "頁"]);
        assert_comments("rust", "\"門\n// 書\" // 頁", &["頁"]);
    }

    #[test]
    fn comments_behind_a_hash() {
        for language in
            ["python", "ruby", "sh", "yaml", "toml", "r", "perl", "makefile", "dockerfile"]
        {
            assert_comments(
                language,
                "# 門\na: \"# 書\" # 頁\nb#圖 '# 電'\n## 車",
                &["門", "頁", "車"],
            );
        }
        assert_comments("python", "\"\"\"\n# 門\n\"\"\" # 書", &["書"]);
        assert_comments("bash", "echo $# ${a#門} https://x/#書 # don't 頁", &["don't 頁"]);
        assert_comments("php", "a; # 門\n", &["門"]);
        assert_comments("powershell", "<# 門\n書 #> a # 頁", &["門", "書", "頁"]);
    }

    #[test]
    fn comments_of_other_families() {
        assert_comments("sql", "SELECT '-- 門' -- 書\n/* 頁 */\n# 圖", &["書", "頁", "圖"]);
        assert_comments("mysql", "SELECT 1; # 門\na #> '{書}'", &["門"]);
        assert_comments("json", "{\"a\": \"http://門\", // 書\n\"# 頁\": 1 # 圖", &["書", "圖"]);
        assert_comments("lua", "x --門\n--[[ 書\n頁 ]] y", &["門", "書", "頁"]);
        assert_comments("haskell", "x -- 門\n{- 書 -}", &["門", "書"]);
        assert_comments("html", "<!-- 門 -->\n<a href=\"//書\">\n// 頁\nhttp://圖", &["門", "頁"]);
        assert_comments("vue", "<!-- 門\n書 --> /* 頁 */", &["門", "書", "頁"]);
        assert_comments("ini", "; 門\n  # 書\na = b ; 頁", &["門", "書"]);
        assert_comments("lisp", "(a \"; 門\") ;; 書", &["書"]);
        assert_comments("clojure", "; 門", &["門"]);
        assert_comments("tex", "\\% 門 % 書", &["書"]);
        assert_comments("matlab", "a' % 門\n%{\n書\n%}", &["門", "書"]);
        assert_comments("vim", "\" 門\nlet a = \"書\"", &["門"]);
        assert_comments("ocaml", "(* 門 *)", &["門"]);
        assert_comments("bat", ":: 門\nREM 書", &["門", "書"]);
        assert_comments("vb", "a ' 門", &["門"]);
        assert_comments("asm", "mov ; 門", &["門"]);
        assert_comments("ada", "x -- 門", &["門"]);
        assert_comments("fortran", "x ! 門", &["門"]);
        assert_comments("md", "門 <!-- 書 -->", &["書"]);
    }

    #[test]
    fn more_can_stand_behind_a_fence() {
        for info in [
            "js{1,3} title=\"門\"",
            "{.js}",
            "{.js .a}",
            "js,ignore",
            "JS",
            " js:line-numbers",
            "language-js",
            "js [門.js]",
            "{js, echo=FALSE}",
        ] {
            assert_comments(info, "// 門", &["門"]);
        }
        for info in ["", "text", "門", "console", "csv", "jsq", "{}"] {
            assert_comments(info, "// 門\n# 書", &[]);
        }
    }

    #[test]
    fn what_is_not_closed_is_no_comment_and_takes_linear_time() {
        assert_comments("js", "/* 門", &[]);
        assert_comments("js", "'門 // 書\n`頁 // 圖", &["書", "圖"]);
        for hostile in [
            "/*", "'\\", "\\\"", "`\\", "'''\\", "<!--", "\"\"\"", " '", "'a", "{-", "\t#", "/*a*/",
        ] {
            let code = hostile.repeat(20_000);
            for language in ["js", "rust", "python", "ini", "html", "haskell", "lua"] {
                comments(&code, language);
            }
        }
    }
}
