//! Quotation marks: which belong together, how deep they are, and what they become.

use super::context::{Block, Count, EDGE, Mark, is_latin, is_of_word};
use crate::convert::variant::Script;

/// Two marks of the block, and what they become.
pub(super) struct Becoming {
    /// Indices of marks.
    pub(super) open: usize,
    pub(super) close: usize,
    pub(super) signs: [char; 2],
}

/// The signs of a script, by depth: odd depths have the second pair.
const fn signs(script: Script) -> [[char; 2]; 2] {
    match script {
        Script::Simplified => [['“', '”'], ['‘', '’']],
        Script::Traditional => [['「', '」'], ['『', '』']],
    }
}

/// What a sign is, in either script.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    script: Script,
    level: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Close,
}

fn kind(sign: char) -> Option<(Kind, End)> {
    [Script::Simplified, Script::Traditional].into_iter().find_map(|script| {
        signs(script).iter().enumerate().find_map(|(level, pair)| {
            let end = match pair {
                [open, _] if *open == sign => End::Open,
                [_, close] if *close == sign => End::Close,
                _ => return None,
            };
            Some((Kind { script, level }, end))
        })
    })
}

/// Two marks that belong together.
#[derive(Clone)]
struct Pair {
    open: usize,
    close: usize,
    kind: Kind,
    /// The pair around it.
    around: Option<usize>,
}

/// The pairs that change their signs, and those that keep them between such.
pub(super) fn becoming(block: &Block, target: Script) -> Vec<Becoming> {
    let marks = &block.marks;
    let pairs = pairs(marks);
    // The level of each pair that counts for those in it.
    let mut levels: Vec<Option<usize>> = vec![None; pairs.len()];
    let mut is_changed = vec![false; pairs.len()];
    let mut becoming = Vec::new();
    // A pair comes behind the one around it.
    for (index, pair) in pairs.iter().enumerate() {
        // A quotation that stays as it is does not count.
        let mut around = pair.around;
        if let Some(out) = around.filter(|around| levels[*around].is_none()) {
            around = counting(&pairs, &levels, out);
        }
        let around_level = around.and_then(|around| levels[around]);
        let is_own = pair.kind.script == target;
        let stays = is_own && !around.is_some_and(|around| is_changed[around]);
        let level = if stays { pair.kind.level } else { around_level.map_or(0, |level| 1 - level) };
        if pair.kind.script == Script::Simplified && !is_chinese(marks, &pairs, pair) {
            continue;
        }
        levels[index] = Some(level);
        is_changed[index] = !stays;
        let signs = signs(target)[level];
        becoming.push(Becoming { open: pair.open, close: pair.close, signs });
    }
    becoming
}

/// The nearest pair around `out`, itself among them, that has a level: kept short, since
/// nobody quotes as deep.
fn counting(pairs: &[Pair], levels: &[Option<usize>], out: usize) -> Option<usize> {
    std::iter::successors(Some(out), |around| pairs[*around].around)
        .take(DEEPEST)
        .find(|around| levels[*around].is_some())
}

/// How many quotations around one are looked at.
const DEEPEST: usize = 8;

/// The pairs among `marks`, in the order of their opening marks. Marks without another
/// half are in none.
fn pairs(marks: &[Mark]) -> Vec<Pair> {
    let mut open: Vec<(usize, Kind)> = Vec::new();
    // How many of each kind are open.
    let mut number = [[0_usize; 2]; 2];
    let place = |kind: Kind| (usize::from(kind.script == Script::Traditional), kind.level);
    let mut closes: Vec<Option<(usize, Kind)>> = vec![None; marks.len()];
    let mut paragraph = 0;
    for (index, mark) in marks.iter().enumerate() {
        let Some((kind, end)) = kind(mark.sign) else { continue };
        if mark.paragraph != paragraph {
            paragraph = mark.paragraph;
            open.clear();
            number = [[0; 2]; 2];
        }
        let (script, level) = place(kind);
        if end == End::Open {
            number[script][level] += 1;
            open.push((index, kind));
        } else if number[script][level] > 0 && !is_apostrophe(mark) {
            // What was opened in between was never closed.
            while let Some((start, started)) = open.pop() {
                let (script, level) = place(started);
                number[script][level] -= 1;
                if started == kind {
                    closes[start] = Some((index, kind));
                    break;
                }
            }
        }
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    for (open, close) in closes.iter().enumerate() {
        let Some((close, kind)) = *close else { continue };
        while around.pop_if(|around| pairs[*around].close < open).is_some() {}
        pairs.push(Pair { open, close, kind, around: around.last().copied() });
        around.push(pairs.len() - 1);
    }
    pairs
}

/// Whether ’ is no quotation mark: `don’t`, `’90s`, `小明’s`.
fn is_apostrophe(mark: &Mark) -> bool {
    let Mark { sign, before, behind, .. } = *mark;
    let is_edge =
        |c: char| matches!(c, ' ' | EDGE | '“' | '‘' | '「' | '『') || c.is_ascii_punctuation();
    sign == '’'
        && is_of_word(behind)
        && (is_of_word(before) || is_edge(before) || (behind == 's' && !is_latin(before)))
}

/// Whether curly marks quote in a Chinese sentence, by what stands around and between
/// them: in an English one they are its own.
fn is_chinese(marks: &[Mark], pairs: &[Pair], pair: &Pair) -> bool {
    let (open, close) = (&marks[pair.open], &marks[pair.close]);
    if open.is_beside_chinese[0] || close.is_beside_chinese[1] {
        return true;
    }
    let around = pair.around.map(|around| &pairs[around]);
    let from =
        around.map_or(open.sentence[0], |around| later(open.sentence[0], marks[around.open].count));
    let to = around
        .map_or(close.sentence[1], |around| earlier(close.sentence[1], marks[around.close].count));
    let outside = |of: fn(Count) -> u32| {
        of(open.count).saturating_sub(of(from)) + of(to).saturating_sub(of(close.count))
    };
    let inside = |of: fn(Count) -> u32| of(close.count) - of(open.count);
    let (han, words) = (outside(|count| count.han), outside(|count| count.words));
    if han > 0 {
        // A name or two stand in an English sentence.
        return 2 * han >= words;
    }
    let (quoted, quoted_words) = (inside(|count| count.han), inside(|count| count.words));
    quoted > words && 2 * quoted >= quoted_words
}

fn later(one: Count, other: Count) -> Count {
    if total(one) < total(other) { other } else { one }
}

fn earlier(one: Count, other: Count) -> Count {
    if total(one) < total(other) { one } else { other }
}

fn total(count: Count) -> u32 {
    count.han + count.kana + count.words
}
