//! Edges: where a word begins that ends before a bracket.
//!
//! 現任總統托卡葉夫（…） is 托卡葉夫 by its sounds; 以用一種叫做長度擴充攻擊（…） is
//! 長度擴充攻擊 by the words that cannot be part of a term, and by how often each
//! ending stands elsewhere.

use super::{counts::Counts, names};

/// The most characters of a term without a joint.
const LONGEST_TERM: usize = 8;
/// The fewest.
const SHORTEST_TERM: usize = 2;

/// Words that end before a term: no term holds them.
#[rustfmt::skip]
const BEFORE: [&str; 168] = [
    "的", "了", "是", "和", "與", "与", "及", "或", "跟", "把", "這", "这", "那", "叫", "也",
    "就", "都", "你", "他", "她", "它", "們", "们", "我", "在", "之", "做", "講", "讲", "又稱",
    "又称", "稱為", "称为", "稱作", "所謂", "所谓", "透過", "通過", "通过", "經過", "经过",
    "例如", "比如", "像是", "使用", "利用", "一個", "一个", "一種", "一种", "一些", "一次",
    "一堆", "兩個", "两个", "三種", "多種", "多种", "很多", "所有", "任何", "各種", "各种",
    "進行", "进行", "其中", "有關", "有关", "關於", "关于", "對於", "对于", "至於", "成為",
    "成为", "作為", "作为", "具有", "擁有", "拥有", "沒有", "没有", "並且", "以及", "不同",
    "新的", "做到", "支援", "支持", "提供", "實作", "包含", "包括", "個個", "討論", "讨论",
    "建立", "產生", "产生", "定義", "定义", "屬於", "属于", "介紹", "介绍", "看看", "聊到",
    "加上", "加入", "改變", "接收", "導致", "导致", "防止", "禁止", "抵禦", "造成", "防範",
    "如何", "怎麼", "怎么", "需要", "必須", "必须", "知道", "可以", "可能", "能否", "因為",
    "因为", "所以", "然後", "然后", "不會", "不会", "還會", "还会", "類似", "类似", "例子",
    "會來", "用來", "用来", "拿來", "來說", "作出", "符合", "根據", "根据", "選擇", "前加",
    "語言", "如果", "直到", "常見", "常见", "要做", "好好", "發生", "发生", "術語", "术语",
    "指定", "稱呼為", "有許多", "有许多", "編譯成", "要好好",
];
/// Characters that may end before a term and may begin one: the counts tell.
const DOUBTFUL: &str = "用有為为會会對对以從从被到由稱称將将個个種种得要能可想看說说不其某每各向給给讓让使而但若如過过再寫写於于等時时上下中裡里內内後后前第當当並并來来去很該该還还行談谈像者些至打門门比";

/// A word with its left edge.
pub(super) struct Edge {
    /// Where it begins, in bytes of what may be the word.
    pub(super) start: usize,
    /// How its beginning is known.
    pub(super) kind: EdgeKind,
}

/// How the beginning of a word is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EdgeKind {
    /// By its sounds or its joints.
    Name,
    /// By what stands before it.
    Term,
}

/// The name that `text` ends with, which has an original in title case: its sounds, or
/// all behind the part before its first joint.
pub(super) fn name(text: &str) -> Option<Edge> {
    let last_joint = text.char_indices().find(|(_, one)| names::is_joint(*one));
    let head = last_joint.map_or(text, |(at, _)| &text[..at]);
    let sounds = head.char_indices().rev().take_while(|(_, one)| names::is_sound(*one));
    let start = sounds.last().map(|(at, _)| at);
    let start = start.map(|at| at + head[at..].find(names::is_edge).unwrap_or(0));
    let whole = |start: usize| text[start..].chars().count();
    match (start, last_joint) {
        (Some(start), Some(_)) => Some(Edge { start, kind: EdgeKind::Name }),
        (Some(start), None) if whole(start) >= 3 && has_sounds(&text[start..]) => {
            Some(Edge { start, kind: EdgeKind::Name })
        }
        _ => None,
    }
}

fn has_sounds(text: &str) -> bool {
    names::is_name(text) || text.chars().filter(|one| names::is_strong(*one)).count() >= 2
}

/// The endings of `text` that may be a term, longest first.
pub(super) fn endings(text: &str) -> impl Iterator<Item = &str> {
    let text = behind_words(text);
    let count = text.chars().count();
    text.char_indices().enumerate().filter_map(move |(index, (at, _))| {
        let len = count - index;
        (SHORTEST_TERM..=LONGEST_TERM + 1).contains(&len).then_some(&text[at..])
    })
}

/// `text` behind the last word that no term holds.
fn behind_words(text: &str) -> &str {
    let text = text.rsplit(names::is_joint).next().unwrap_or(text);
    let behind = |word: &&str| {
        let end = text.rfind(*word)? + word.len();
        // 使用者 is a word of its own.
        (!text[end..].starts_with('者')).then_some(end)
    };
    let end = BEFORE.iter().filter_map(behind).max();
    &text[end.unwrap_or(0)..]
}

/// The term that `text` ends with, by the counts of its endings.
pub(super) fn term(text: &str, counts: &Counts) -> Option<Edge> {
    let edge = |word: &str| Edge { start: text.len() - word.len(), kind: EdgeKind::Term };
    let whole = behind_words(text);
    let is_short = whole.chars().count() <= LONGEST_TERM;
    let begins_doubtfully = |word: &str| word.starts_with(|one| DOUBTFUL.contains(one));
    // Nothing stands before it that could belong to it.
    if is_short && !begins_doubtfully(whole) && whole.chars().count() >= SHORTEST_TERM {
        return Some(edge(whole));
    }
    let mut longer: Option<(&str, usize)> = None;
    for word in endings(text) {
        let count = counts.get(word);
        if let Some((before, more)) = longer {
            let cut = &before[..before.len() - word.len()];
            let is_doubtful = cut.chars().any(|one| DOUBTFUL.contains(one));
            let is_plain =
                !is_short && word.chars().count() >= 3 && count >= 5 && count >= more * 4;
            let is_cut = is_doubtful && count >= 3 && count >= more * 2 || is_plain;
            if is_cut && !begins_doubtfully(word) {
                return Some(edge(word));
            }
        }
        longer = Some((word, count));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{convert::variant::Variant, document::ProseSettings, terms::passages::Post};

    fn name_of(text: &str) -> Option<&str> {
        name(text).map(|edge| &text[edge.start..])
    }

    fn term_of<'t>(text: &'t str, archive: &str) -> Option<&'t str> {
        let settings = ProseSettings::default();
        let post = Post::read("a.md".into(), Variant::ZhTw, archive, &settings).unwrap();
        let counts = Counts::of(endings(text), &[post]);
        term(text, &counts).map(|edge| &text[edge.start..])
    }

    #[test]
    fn a_name_begins_with_its_sounds() {
        assert_eq!(name_of("現任總統托卡葉夫"), Some("托卡葉夫"));
        assert_eq!(name_of("和總理阿斯卡爾．馬明"), Some("阿斯卡爾．馬明"));
        assert_eq!(name_of("的門"), None);
        assert_eq!(name_of("這個．門"), None);
    }

    #[test]
    fn a_term_begins_behind_words_that_it_cannot_hold() {
        assert_eq!(term_of("以用一種叫做倒排索引", ""), Some("倒排索引"));
        assert_eq!(term_of("使用者介面", ""), None);
        assert_eq!(term_of("就是圖書館", ""), Some("圖書館"));
        assert_eq!(term_of("是門", ""), None);
    }

    #[test]
    fn doubtful_characters_are_cut_if_the_rest_stands_elsewhere() {
        let archive = "倒排索引和倒排索引，倒排索引。\n";
        assert_eq!(term_of("對倒排索引", archive), Some("倒排索引"));
        assert_eq!(term_of("對倒排索引", "對倒排索引\n"), None);
        assert_eq!(term_of("對倒排索引", &"對倒排索引\n".repeat(3)), None);
    }
}
