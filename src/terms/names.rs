//! Names: the characters that write foreign sounds, and runs of them.
//!
//! The set is of those that the tables of transliteration of Xinhua and of Taiwan's
//! academy use. Many of them stand in common words as well (科, 特, 西), so that a run
//! counts as a name by those that hardly do. 於 and 的 write no sound.

use std::ops::Range;

/// Characters that seldom write anything but sounds, in both scripts.
const STRONG: &str = "爾尔斯薩萨烏乌茲兹羅罗諾诺魯鲁盧卢姆耶娃涅萊莱菲凱凯喬乔奧奥戈妮瑪玛莎黛蒂埃俄弗穆喀茨赫\
                      彼岑迪倫伦蘭兰頓顿尼澤泽札扎汗罕洛瓦丘琳娜翰夫托卡莫維维納纳";
/// Characters that write sounds and stand in common words too.
const COMMON: &str = "克馬马亞亚里拉德達达金巴林利阿文安多米西比加丁丹基科普布圖图庫库哈默泰伊吉雅絲丝貝贝賓宾費费\
                      蓋盖歐欧溫温蘇苏韋韦賽赛傑杰恩恰捷朗路曼門门希伯沙桑塔坦土森松勒葛葉叶謝谢柯霍胡查波帕皮佩切\
                      賈贾杜奇齊齐根古格蓬蕾雷蒙敏摩努派珀柏瑞塞史施舒司湯汤威沃夏辛休揚扬楊杨約约朱登凡范芬福甘岡冈\
                      豪亨察肯詹麥麦茱芙黎厄靈灵萬万";
/// Characters that write sounds inside of names only.
const INNER: &str = "特別别什";

/// What joins the parts of a name.
pub(super) fn is_joint(character: char) -> bool {
    matches!(character, '·' | '．' | '‧' | '・' | '•')
}

/// Whether `character` seldom writes anything but sounds.
pub(super) fn is_strong(character: char) -> bool {
    STRONG.contains(character)
}

/// Whether `character` can write a sound at the edge of a name.
pub(super) fn is_edge(character: char) -> bool {
    is_strong(character) || COMMON.contains(character)
}

/// Whether `character` can write a sound.
pub(super) fn is_sound(character: char) -> bool {
    is_edge(character) || INNER.contains(character)
}

/// The most characters of a name: a longer run is none.
const LONGEST: usize = 30;

/// Whether `text`, of characters that can write sounds, is a name by those of them
/// that seldom do anything else: at least two, and a half of all.
pub(super) fn is_name(text: &str) -> bool {
    let characters = || text.chars().filter(|one| !is_joint(*one));
    let count = characters().count();
    let strong = characters().filter(|one| is_strong(*one)).count();
    let first = characters().next();
    // 哈哈哈, 卡卡卡: laughter and the like.
    let is_one = characters().all(|one| Some(one) == first);
    (3..=LONGEST).contains(&count) && strong >= 2 && strong * 2 >= count && !is_one
}

/// The names in `text`: runs of three or more characters, joints between them.
pub(super) fn names(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut done = 0;
    std::iter::from_fn(move || {
        loop {
            let start = done + text[done..].find(is_sound)?;
            let len = text[start..].find(|one| !is_sound(one) && !is_joint(one));
            done = len.map_or(text.len(), |len| start + len);
            let run = text[start..done].trim_matches(|one| !is_edge(one));
            if is_name(run) {
                let start = start + text[start..done].find(run).unwrap_or(0);
                return Some(start..start + run.len());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        names(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn runs_of_sounds_are_names_with_their_joints() {
        assert_eq!(
            found("於是努爾蘇丹．納扎爾巴耶夫說，托卡葉夫和费多尔·卢基亚诺夫的門"),
            ["努爾蘇丹．納扎爾巴耶夫", "托卡葉夫", "费多尔·卢基亚诺夫"]
        );
    }

    #[test]
    fn common_words_and_laughter_are_no_names() {
        assert_eq!(found("哈哈哈哈，特別多的西瓜，科普文，基本上瓦斯爐，卡卡卡"), [""; 0]);
    }

    #[test]
    fn a_run_without_end_is_no_name() {
        assert_eq!(found(&"托卡".repeat(15)).len(), 1);
        assert_eq!(found(&"托卡".repeat(16)), [""; 0]);
    }

    #[test]
    fn inner_sounds_stand_at_no_edge() {
        assert_eq!(found("特納扎爾巴耶夫特別，克里姆別托夫"), ["納扎爾巴耶夫", "克里姆別托夫"]);
    }
}
