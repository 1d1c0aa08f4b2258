//! Aligning two texts, so that faults can be counted character by character.

/// One character position where two texts do not agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which character of the expected text, from 0; what is too much stands before it.
    pub(crate) at: usize,
    /// What should be there; `None` for what is too much.
    pub(crate) expected: Option<char>,
    /// What is there; `None` for what is missing.
    pub(crate) got: Option<char>,
}

impl Place {
    /// The first character of the expected text behind it.
    pub(crate) fn end(&self) -> usize {
        self.at + usize::from(self.expected.is_some())
    }
}

/// The places where `got` differs from `expected`, in order: the fewest that explain
/// it, each a character replaced, missing or too much. Characters that `fold` makes
/// equal are set against each other, and are places if they differ without it.
pub(crate) fn places(expected: &[char], got: &[char], fold: impl Fn(char) -> char) -> Vec<Place> {
    let same = |one: &char, other: &char| one == other || fold(*one) == fold(*other);
    let start = expected.iter().zip(got).take_while(|(one, other)| same(one, other)).count();
    let (left, right) = (&expected[start..], &got[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (left, right) = (&left[..left.len() - end], &right[..right.len() - end]);

    let replaced = |(offset, (expected, got)): (usize, (&char, &char))| Place {
        at: offset,
        expected: Some(*expected),
        got: Some(*got),
    };
    let mut places: Vec<Place> =
        expected.iter().zip(got).take(start).enumerate().map(replaced).collect();
    let middle = middle(&fold_all(left, &fold), &fold_all(right, &fold));
    places.extend(middle.into_iter().map(|(one, other)| Place {
        at: start + one.0,
        expected: one.1.then(|| left[one.0]),
        got: other.1.then(|| right[other.0]),
    }));
    let (tail, got_tail) = (expected.len() - end, got.len() - end);
    let behind = expected[tail..].iter().zip(&got[got_tail..]).enumerate().map(replaced);
    places.extend(behind.map(|place| Place { at: tail + place.at, ..place }));
    places.retain(|place| place.expected != place.got);
    places
}

fn fold_all(text: &[char], fold: impl Fn(char) -> char) -> Vec<char> {
    text.iter().map(|character| fold(*character)).collect()
}

/// An index into a text, and whether the character there takes part in the step.
type Side = (usize, bool);

/// The steps from `expected` to `got`, by edit distance in a band that is widened
/// until the way found cannot leave it.
fn middle(expected: &[char], got: &[char]) -> Vec<(Side, Side)> {
    let mut width = expected.len().abs_diff(got.len()) + 8;
    loop {
        let band = Band::fill(expected, got, width);
        if band.distance() as usize <= width {
            return band.steps(expected, got);
        }
        width *= 2;
    }
}

/// Edit distances of the beginnings of two texts whose lengths differ by `width` at most.
struct Band {
    width: usize,
    rows: usize,
    columns: usize,
    costs: Vec<u32>,
}

/// More than any distance, and far from overflow.
const FAR: u32 = u32::MAX / 2;

impl Band {
    fn fill(expected: &[char], got: &[char], width: usize) -> Self {
        let (rows, columns) = (expected.len() + 1, got.len() + 1);
        let mut band = Self { width, rows, columns, costs: vec![FAR; rows * (2 * width + 1)] };
        for row in 0..rows {
            for column in row.saturating_sub(width)..columns.min(row + width + 1) {
                let cost = if row == 0 && column == 0 {
                    0
                } else {
                    let replace = match (row.checked_sub(1), column.checked_sub(1)) {
                        (Some(up), Some(left)) => {
                            band.cost(up, left) + u32::from(expected[up] != got[left])
                        }
                        _ => FAR,
                    };
                    let missing = row.checked_sub(1).map_or(FAR, |up| band.cost(up, column) + 1);
                    let extra = column.checked_sub(1).map_or(FAR, |left| band.cost(row, left) + 1);
                    replace.min(missing).min(extra)
                };
                let index = band.index(row, column);
                band.costs[index] = cost;
            }
        }
        band
    }

    fn index(&self, row: usize, column: usize) -> usize {
        row * (2 * self.width + 1) + column + self.width - row
    }

    fn cost(&self, row: usize, column: usize) -> u32 {
        if row.abs_diff(column) > self.width { FAR } else { self.costs[self.index(row, column)] }
    }

    fn distance(&self) -> u32 {
        self.cost(self.rows - 1, self.columns - 1)
    }

    /// The way back from the end, turned round; of equal ones, that which replaces.
    fn steps(&self, expected: &[char], got: &[char]) -> Vec<(Side, Side)> {
        let (mut row, mut column) = (self.rows - 1, self.columns - 1);
        let mut steps = Vec::new();
        while row > 0 || column > 0 {
            let cost = self.cost(row, column);
            let replaces = row > 0
                && column > 0
                && cost
                    == self.cost(row - 1, column - 1)
                        + u32::from(expected[row - 1] != got[column - 1]);
            let is_missing = !replaces && row > 0 && cost == self.cost(row - 1, column) + 1;
            let (uses_row, uses_column) = (replaces || is_missing, replaces || !is_missing);
            row -= usize::from(uses_row);
            column -= usize::from(uses_column);
            steps.push(((row, uses_row), (column, uses_column)));
        }
        steps.reverse();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_places(expected: &str, got: &str, places: &[(usize, &str, &str)]) {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let found = super::places(&letters(expected), &letters(got), |character| character);
        let found: Vec<(usize, String, String)> = found
            .iter()
            .map(|place| {
                let text = |one: Option<char>| one.map(String::from).unwrap_or_default();
                (place.at, text(place.expected), text(place.got))
            })
            .collect();
        let places: Vec<(usize, String, String)> =
            places.iter().map(|(at, one, other)| (*at, (*one).into(), (*other).into())).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn equal_texts_have_no_places() {
        assert_places("", "", &[]);
        assert_places("天地玄黃", "天地玄黃", &[]);
    }

    #[test]
    fn characters_are_replaced_one_by_one() {
        assert_places("天地玄黃", "天池玄荒", &[(1, "地", "池"), (3, "黃", "荒")]);
    }

    #[test]
    fn what_is_missing_or_too_much_shifts_nothing_behind_it() {
        assert_places("一二三四五", "一三四五", &[(1, "二", "")]);
        assert_places("一三四五", "一二三四五", &[(1, "", "二")]);
        assert_places("一二", "一二三", &[(2, "", "三")]);
        assert_places("", "一", &[(0, "", "一")]);
        assert_places("一", "", &[(0, "一", "")]);
    }

    #[test]
    fn a_longer_word_counts_its_longest_side() {
        assert_places("用參數呼叫", "用引數組呼叫", &[(1, "參", "引"), (3, "", "組")]);
    }

    #[test]
    fn far_apart_texts_widen_the_band() {
        let one = "甲".repeat(100);
        let other = "乙".repeat(140);
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let found = super::places(&letters(&one), &letters(&other), |character| character);
        assert_eq!(found.len(), 140);
    }

    #[test]
    fn folded_characters_are_set_against_each_other() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let fold = |character| if character == '著' { '着' } else { character };
        let found = super::places(&letters("看着書"), &letters("看書著書"), fold);
        let expected = [
            Place { at: 1, expected: None, got: Some('書') },
            Place { at: 1, expected: Some('着'), got: Some('著') },
        ];
        assert_eq!(found, expected);
    }
}
