//! How far one output is from another, in characters.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The characters in which `text` differs from `wanted`.
///
/// Lines are compared with lines, since no converter changes line breaks, and
/// within two lines the shortest edit script over characters counts (Myers):
/// of a replaced stretch the longer side, else what is added or missing.
pub(crate) fn differing_characters(wanted: &str, text: &str) -> usize {
    if wanted == text {
        return 0;
    }
    let (mut wanted, mut text) = (wanted.split('\n'), text.split('\n'));
    let mut differing = 0;
    loop {
        match (wanted.next(), text.next()) {
            (None, None) => return differing,
            (wanted, text) => {
                differing += in_line(wanted.unwrap_or_default(), text.unwrap_or_default());
            }
        }
    }
}

fn in_line(wanted: &str, text: &str) -> usize {
    if wanted == text {
        return 0;
    }
    let wanted: Vec<char> = wanted.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let operations = capture_diff_slices(Algorithm::Myers, &wanted, &text);
    operations.iter().map(changed).sum()
}

fn changed(operation: &DiffOp) -> usize {
    match *operation {
        DiffOp::Equal { .. } => 0,
        DiffOp::Delete { old_len, .. } => old_len,
        DiffOp::Insert { new_len, .. } => new_len,
        DiffOp::Replace { old_len, new_len, .. } => old_len.max(new_len),
    }
}

#[cfg(test)]
mod tests {
    use super::differing_characters;

    #[test]
    fn a_replaced_word_counts_by_its_longer_side() {
        assert_eq!(differing_characters("甲滑鼠乙\n丙", "甲鼠標器乙\n丙丁"), 4);
    }
}
