//! Starts: lines that begin a block of their own wherever no leaf is open.

/// The byte offsets in `body`, in order, of lines behind a blank line that begin
/// with a word or with the mark of a heading, without a space before it. Such a line ends
/// every container, and every leaf but fences and some HTML.
pub(super) fn starts(body: &str) -> impl Iterator<Item = usize> + '_ {
    let mut line = 0;
    memchr::memchr_iter(b'\n', body.as_bytes()).filter_map(move |end| {
        let is_blank = body.as_bytes()[line..end].iter().all(|byte| b" \t\r".contains(byte));
        line = end + 1;
        (is_blank && begins_block(&body[line..])).then_some(line)
    })
}

/// Whether `rest` begins with what opens no container, and goes on with nothing before
/// it.
pub(crate) fn begins_block(rest: &str) -> bool {
    match rest.chars().next() {
        Some('#') => {
            let behind = rest.trim_start_matches('#');
            rest.len() - behind.len() <= 6 && behind.starts_with([' ', '\t'])
        }
        Some('\u{3001}'..='\u{301f}' | '\u{2018}'..='\u{201d}' | '\u{ff01}'..='\u{ff5e}') => true,
        Some(first) => first.is_alphabetic(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_plain_and_behind_a_blank_line() {
        let body = "門\n\n書\n頁\n \t\r\n## 圖\n\n- 電\n\n  車\n\n1. 馬\n\n> 龍\n\n#國\n\n「學」\n\n“學”\n\n\u{3000}語\n\n";
        let found: Vec<_> = starts(body).map(|at| body[at..].lines().next().unwrap()).collect();
        assert_eq!(found, ["書", "## 圖", "「學」", "“學”"]);
    }
}
