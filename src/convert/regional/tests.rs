use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::convert::regional::tables::RuleSet;

const WAYS: [(Variant, Variant); 15] = {
    use Variant::{ZhCn, ZhHans, ZhHant, ZhHk, ZhMo, ZhSg, ZhTw};
    [
        (ZhCn, ZhTw),
        (ZhCn, ZhHk),
        (ZhCn, ZhMo),
        (ZhCn, ZhHant),
        (ZhCn, ZhSg),
        (ZhTw, ZhCn),
        (ZhTw, ZhSg),
        (ZhTw, ZhHans),
        (ZhTw, ZhHk),
        (ZhTw, ZhMo),
        (ZhHk, ZhCn),
        (ZhHk, ZhSg),
        (ZhHk, ZhHans),
        (ZhHk, ZhTw),
        (ZhHk, ZhMo),
    ]
};

fn engine(source: Variant, target: Variant, topic: Topic) -> Regional {
    Regional::new(source, target, Domains::default(), topic).unwrap()
}

fn to(source: Variant, target: Variant, text: &str) -> String {
    engine(source, target, Topic::General).convert(text).unwrap().into_owned()
}

fn rule_sets(source: Variant, target: Variant) -> [RuleSet; 2] {
    let (way, _) = way(source, target).unwrap();
    [Way::named(way).rules(), Way::named(way).computing()]
}

#[test]
fn what_a_rule_writes_is_not_converted_again() {
    let mut faults = BTreeSet::new();
    for (source, target) in WAYS {
        for topic in [Topic::General, Topic::Computing] {
            let engine = engine(source, target, topic);
            let [rules, computing] = rule_sets(source, target);
            for rule in rules.dictionary().rules().chain(computing.dictionary().rules()) {
                let again = engine.convert(rule.value).unwrap();
                // In computing the source has it in another sense: 文件 is a document in
                // Taiwan, a file on the mainland.
                let is_of_both = topic == Topic::Computing && rule.value == "文件";
                if again != rule.value && !is_of_both {
                    faults.insert(format!("{source} {target}: {} {again}", rule.value));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn there_is_an_engine_where_a_variant_leads_to_another() {
    for source in Variant::ALL {
        for target in Variant::ALL {
            let engine = Regional::new(source, target, Domains::default(), Topic::General);
            assert_eq!(engine.is_some(), source.leads_to(target), "{source} {target}");
        }
    }
}

#[test]
fn every_rule_writes_its_value() {
    for (source, target) in WAYS {
        let [rules, computing] = rule_sets(source, target);
        let about_computing = engine(source, target, Topic::Computing);
        let general = engine(source, target, Topic::General);
        let on = |rule: &Rule<'_>| {
            computing
                .dictionary()
                .longest_prefix(rule.key)
                .is_none_or(|key| key.len < rule.key.len())
        };
        for rule in rules.dictionary().rules() {
            assert_eq!(general.convert(rule.key).unwrap(), rule.value, "{source} {target}");
            if on(&rule) {
                assert_eq!(about_computing.convert(rule.key).unwrap(), rule.value);
            }
        }
        for rule in computing.dictionary().rules() {
            assert_eq!(about_computing.convert(rule.key).unwrap(), rule.value, "{source} {target}");
        }
    }
}

#[test]
fn a_name_that_holds_a_shorter_one_is_not_doubled() {
    use Variant::{ZhCn, ZhTw};
    for (source, expected) in [
        ("哈薩克斯坦", "哈萨克斯坦"),
        ("厄瓜多爾", "厄瓜多尔"),
        ("尼日爾", "尼日尔"),
        ("以太網路由器", "以太网路由器"),
        ("歐萊雅集團", "欧莱雅集团"),
    ] {
        assert_eq!(to(ZhTw, ZhCn, source), expected);
    }
    for kept in ["史他汀類", "運算子", "真實模式", "登錄檔"] {
        assert_eq!(to(ZhCn, ZhTw, kept), kept);
    }
}

#[test]
fn segments_and_edits_are_one() {
    let text = "哈薩克斯坦的軟體與滑鼠，資料結構\n在後面。";
    for (source, target) in WAYS {
        for topic in [Topic::General, Topic::Computing] {
            let engine = engine(source, target, topic);
            let mut texts = Texts::default();
            texts.push([text]);
            texts.push([]);
            texts.push([text]);
            let mut edits = Edits::default();
            engine.edits(&texts, &mut edits).unwrap();
            let converted = engine.convert(text).unwrap();
            assert_eq!(edits.splice(texts.joined()), format!("{converted}\n\n{converted}\n"));
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_the_text_is_one(
        words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..24),
        way in 0..WAYS.len(),
        computing in any::<bool>(),
    ) {
        let (source, target) = WAYS[way];
        let topic = if computing { Topic::Computing } else { Topic::General };
        let engine = engine(source, target, topic);
        let text = words.concat();
        let mut of_segments = Edits::default();
        engine
            .segments(&text, &mut |segment| {
                assert_ne!(segment.replacement, &text[segment.range.clone()]);
                assert!(segment.rules.iter().all(|id| engine.rule(*id).is_some()));
                of_segments.push(segment.range, segment.replacement, segment.rules);
            })
            .unwrap();
        let mut texts = Texts::default();
        texts.push([text.as_str()]);
        let mut edits = Edits::default();
        engine.edits(&texts, &mut edits).unwrap();
        let converted = of_segments.splice(&text);
        prop_assert_eq!(edits.splice(texts.joined()), format!("{converted}\n"));
        prop_assert_eq!(engine.convert(&text).unwrap(), converted);
    }
}

/// Pieces of keys, which together make others.
const WORDS: [&str; 28] = [
    "哈薩克",
    "斯坦",
    "軟體",
    "動物",
    "後",
    "面",
    "發",
    "滑鼠",
    "鼠标",
    "软件",
    "的",
    "士",
    "兵",
    "里",
    "只",
    "數",
    "组",
    "织",
    "文件",
    "程序",
    "員",
    "a",
    "U",
    "盘",
    "。",
    "\u{20000}",
    "é",
    "⿰",
];

#[test]
fn rules_have_names() {
    let engine = engine(Variant::ZhTw, Variant::ZhCn, Topic::Computing);
    let mut list = Vec::new();
    engine
        .segments("哈薩克斯坦的後門和滑鼠", &mut |segment| {
            for id in segment.rules {
                let rule = engine.rule(*id).unwrap();
                list.push(format!(
                    "{} {} {} {}",
                    rule.layer.name(),
                    rule.dictionary,
                    rule.key,
                    rule.value
                ));
            }
        })
        .unwrap();
    assert_eq!(
        list,
        [
            "vocabulary tw-cn/places 哈薩克斯坦 哈萨克斯坦",
            "script TSCharacters 後 后",
            "script TSCharacters 門 门",
            "vocabulary TWPhrasesRev 滑鼠 鼠标",
        ]
    );
    assert_eq!(engine.rule(RuleId { dictionary: 0x3000, entry: u32::MAX }), None);
    assert_eq!(engine.rule(RuleId { dictionary: 0, entry: 0 }), None);
}

#[test]
fn words_choose_between_characters_or_mark_what_they_leave() {
    let engine = engine(Variant::ZhCn, Variant::ZhTw, Topic::General);
    let layers = |text: &str| {
        let mut list = Vec::new();
        engine
            .segments(text, &mut |segment| {
                let rules = segment.rules.iter().map(|id| engine.rule(*id).unwrap());
                list.extend(rules.map(|rule| (rule.layer, rule.alternatives.to_owned())));
            })
            .unwrap();
        (engine.convert(text).unwrap().into_owned(), list)
    };
    let of = |layer, alternatives: &str| (layer, alternatives.to_owned());
    assert_eq!(layers("被发"), ("被發".to_owned(), vec![of(Layer::Words, "發 髮")]));
    assert_eq!(
        layers("签"),
        ("籤".to_owned(), vec![of(Layer::Script, "籤 簽"), of(Layer::Uncertain, "籤 簽")])
    );
}

/// A line of one of our tables, and the comment above its section.
struct Line {
    file: String,
    key: String,
    reason: bool,
}

fn own_lines() -> (Vec<Line>, Vec<String>) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/regional");
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for folder in std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path()) {
        let Ok(files) = std::fs::read_dir(&folder) else { continue };
        for file in files.map(|file| file.unwrap().path()) {
            let name = format!(
                "{}/{}",
                folder.file_name().unwrap().to_string_lossy(),
                file.file_name().unwrap().to_string_lossy()
            );
            let mut reason = false;
            let mut last = String::new();
            for line in std::fs::read_to_string(&file).unwrap().lines() {
                if line.is_empty() {
                    (reason, last) = (false, String::new());
                } else if line.starts_with('#') {
                    if !last.is_empty() {
                        faults.push(format!("{name}: a comment inside a section, at {last}"));
                    }
                    reason = true;
                } else {
                    let key = line.split('\t').next().unwrap().to_owned();
                    if key <= last {
                        faults.push(format!("{name}: {key} is not sorted"));
                    }
                    lines.push(Line { file: name.clone(), key: key.clone(), reason });
                    last = key;
                }
            }
        }
    }
    (lines, faults)
}

#[test]
fn tables_of_ours_are_sorted_without_duplicates_and_have_reasons() {
    let (lines, mut faults) = own_lines();
    let mut places: BTreeMap<(String, &str), Vec<&str>> = BTreeMap::new();
    for line in &lines {
        if !line.reason {
            faults.push(format!("{}: {} has no reason", line.file, line.key));
        }
        let (folder, file) = line.file.split_once('/').unwrap();
        let folder = if folder == "domains" { line.file.clone() } else { folder.to_owned() };
        if file != "computing.txt" {
            places.entry((folder, &line.key)).or_default().push(&line.file);
        }
    }
    for ((_, key), files) in places.iter().filter(|(_, files)| files.len() > 1) {
        faults.push(format!("{key} stands more than once: {files:?}"));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
