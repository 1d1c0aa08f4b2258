use std::{collections::HashSet, sync::Arc};

use super::*;
use crate::{
    convert::{
        dictionary::Dictionary,
        engine::{Engine, Lazy, Terms, Texts, WithTerms},
        segment::RuleId,
    },
    edit::Edits,
};

/// What `style` makes of what `pairs` make of `text`, in both ways that there are, and the
/// rules of the first one.
#[track_caller]
fn styled(pairs: &[(&str, &str)], style: &Style, text: &str) -> (String, Vec<Vec<RuleId>>) {
    let words = Terms::new(vec![Dictionary::from_pairs("words", pairs)]);
    let inner = WithTerms::new(Arc::new(Lazy::new(&[])), Arc::new(words));
    let engine = Styled::new(Arc::new(inner), style);
    let (mut edits, mut rules) = (Edits::default(), Vec::new());
    engine
        .segments(text, &mut |segment| {
            assert_ne!(&text[segment.range.clone()], segment.replacement);
            edits.push(segment.range, segment.replacement, segment.rules);
            rules.push(segment.rules.to_vec());
        })
        .unwrap();
    let mut texts = Texts::default();
    texts.push([text]);
    let mut together = Edits::default();
    engine.edits(&texts, &mut together).unwrap();
    let converted = edits.splice(text);
    assert_eq!(together.splice(texts.joined()), format!("{converted}\n"));
    (converted, rules)
}

#[track_caller]
fn assert_writes(names: &[&str], text: &str, expected: &str) {
    let style =
        names.iter().fold(Style::preset(Preset::Keep), |style, name| style.with(name).unwrap());
    assert_eq!(styled(&[], &style, text).0, expected, "{names:?}");
}

#[test]
fn each_spelling_is_written_and_stays() {
    let keep = Style::preset(Preset::Keep);
    for section in table::sections() {
        let style = keep.with(section.spelling).unwrap();
        for table::Entry { key, value, .. } in section.entries() {
            assert_eq!(styled(&[], &style, key).0, value, "{}", section.group);
            assert_eq!(styled(&[], &style, value).0, value, "{}", section.group);
        }
    }
}

#[test]
fn what_one_spelling_writes_another_of_the_group_undoes() {
    let keep = Style::preset(Preset::Keep);
    for section in table::sections() {
        let changed = section.entries().filter(|entry| entry.key != entry.value);
        let others: Vec<_> =
            table::sections().filter(|other| other.group == section.group).collect();
        assert!(others.len() > 1, "{} has one spelling", section.group);
        for table::Entry { key, value, .. } in changed {
            let undoes = |other: &table::Section| {
                let style = keep.with(other.spelling).unwrap();
                styled(&[], &style, value).0 == key
            };
            // 排洩 and 汚 are wrong or old in every house.
            let is_mended = matches!(key, "排洩" | "水洩不通" | "汚");
            // A character of several words goes back in these alone.
            let goes_back_in_words = key.chars().count() == 1
                && others
                    .iter()
                    .flat_map(table::Section::entries)
                    .any(|other| other.key.contains(value) && other.value.contains(key));
            let is_mended = is_mended || goes_back_in_words;
            assert!(is_mended || others.iter().any(undoes), "{key} {value}");
        }
    }
}

#[test]
fn the_tables_are_sorted_without_duplicates_and_have_reasons() {
    let mut spellings = HashSet::new();
    for section in table::sections() {
        assert!(spellings.insert(section.spelling), "{} is in two groups", section.spelling);
        assert!(section.group.bytes().all(|byte| byte.is_ascii_lowercase()));
        let keys: Vec<_> = section.entries().map(|entry| entry.key).collect();
        assert!(keys.iter().flat_map(|key| key.chars()).all(|c| c.len_utf8() == 3), "{keys:?}");
        assert!(!keys.is_empty() && keys.is_sorted_by(|one, next| one < next), "{keys:?}");
        for entry in section.entries() {
            let id = RuleId { dictionary: TABLE, entry: entry.number };
            assert_eq!(super::entry(id), Some((entry.key, entry.value)));
        }
    }
    let texts = [
        include_str!("../../../dictionaries/style/characters.txt"),
        include_str!("../../../dictionaries/style/words.txt"),
    ];
    for text in texts {
        let heads = text.lines().filter(|line| line.starts_with("# [")).inspect(|head| {
            assert!(head.ends_with('.') && head.contains(": "), "{head}");
        });
        let blocks = text.split("\n\n").skip(1);
        assert_eq!(heads.count(), blocks.count());
        let entries = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        assert!(entries.clone().all(|line| line.split('\t').count() == 2));
    }
    for preset in Preset::ALL {
        let groups: Vec<_> = preset
            .spellings()
            .iter()
            .map(|name| Group::find(name).unwrap().sections().next())
            .collect();
        let names: HashSet<_> = groups.iter().flatten().map(|section| section.group).collect();
        assert_eq!(names.len(), preset.spellings().len(), "{preset:?}");
    }
}

#[test]
fn words_that_only_look_alike_stay() {
    assert_writes(&["瞭解"], "為了解決問題，了解原因", "為了解決問題，瞭解原因");
    assert_writes(&["佈"], "公布瀑布辦公布置", "公佈瀑布辦公布置");
    assert_writes(&["佔"], "占卜占領占星", "占卜佔領占星");
    assert_writes(&["週"], "周末在周圍，周先生，每周圍著", "週末在周圍，周先生，每周圍著");
    assert_writes(&["着"], "看著土著的著作", "看着土著的著作");
    assert_writes(&["臺"], "台灣的兄台", "臺灣的兄台");
    assert_writes(&["台"], "臺灣的臺靜農", "台灣的臺靜農");
    assert_writes(&["註"], "注釋注意", "註釋注意");
    assert_writes(&["洩"], "泄漏、排泄、排洩", "洩漏、排泄、排泄");
}

#[test]
fn presets_write_what_their_region_does() {
    assert_writes(&["taiwan"], "臺灣計劃瞭解汙染溼氣公佈發佈", "台灣計畫了解污染濕氣公布發佈");
    assert_writes(&["moe"], "台灣計劃瞭解污染濕氣公佈發佈", "臺灣計畫了解汙染溼氣公布發布");
    assert_writes(&["hongkong"], "啓動羣組牀山峯説", "啟動群組床山峰説");
    assert_writes(&["keep"], "臺灣啓動", "臺灣啓動");
    let of = [Variant::ZhTw, Variant::ZhMo, Variant::ZhHant, Variant::ZhCn].map(Preset::of);
    assert_eq!(of, [Preset::Taiwan, Preset::HongKong, Preset::Keep, Preset::Keep]);
}

#[test]
fn spellings_win_over_presets_in_any_order() {
    assert_writes(&["taiwan", "臺"], "台灣計劃", "臺灣計畫");
    assert_writes(&["臺", "taiwan", "計劃"], "台灣計劃", "臺灣計劃");
    assert_writes(&["臺", "台"], "臺灣", "台灣");
    let style = Style::new(Variant::ZhTw).pick("tai", "臺").unwrap().with("計畫=計劃").unwrap();
    assert_eq!(style.to_string(), "taiwan, 計劃, 臺");
    assert_eq!(style, Style::new(Variant::ZhTw).with("計劃").unwrap().with("臺").unwrap());
}

#[test]
fn unknown_names_are_refused_with_the_known_ones() {
    let style = Style::preset(Preset::Keep);
    let refused = |result: Result<Style, UnknownName>| result.unwrap_err().to_string();
    assert!(
        refused(style.with("taiwna")).contains("did you mean `taiwan`?; known are keep, taiwan")
    );
    assert_eq!(
        refused(style.pick("台", "壹")),
        "unknown spelling `壹`, did you mean `台`?; known are 台, 臺"
    );
    assert!(refused(style.pick("x", "台")).starts_with("unknown group of style `x`"));
}

#[test]
fn edits_and_spellings_that_overlap_are_one_edit() {
    let style = Style::preset(Preset::Taiwan);
    let pairs =
        [("台", "臺"), ("计", "計"), ("划", "劃"), ("程序", "計劃案"), ("汚了", "瞭"), ("刪", "")];
    let made = |text: &str| {
        let (converted, rules) = styled(&pairs, &style, text);
        (converted, rules.iter().map(Vec::len).collect::<Vec<_>>())
    };
    // 台 became 臺 becomes 台: no edit.
    assert_eq!(made("台"), ("台".to_owned(), vec![]));
    assert_eq!(made("计划"), ("計畫".to_owned(), vec![1, 2]));
    assert_eq!(made("程序"), ("計畫案".to_owned(), vec![2]));
    assert_eq!(made("臺计臺"), ("台計台".to_owned(), vec![1, 1, 1]));
    assert_eq!(made("汚了解"), ("了解".to_owned(), vec![2]));
    assert_eq!(made("刪臺刪汙刪"), ("台污".to_owned(), vec![1, 1, 1, 1, 1]));
    assert_eq!(made("瞭刪解"), ("了解".to_owned(), vec![1, 1]));
}
