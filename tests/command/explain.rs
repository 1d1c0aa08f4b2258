//! `hanmark explain`.

use serde_json::json;

use crate::archive::Archive;

const POST: &str = "---\nlang: zh-TW\ntitle: 滑鼠\n---\n\n哈薩克斯坦的**軟**體在後面。\n";

#[test]
fn each_change_is_a_line_with_its_rules() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_prints(
        "explain a.md --to zh-CN",
        "a.md:2:7: zh-TW → zh-CN  (set)\n\
         a.md:3:8: 滑鼠 → 鼠标  (vocabulary, TWPhrasesRev)\n\
         a.md:6:1: 哈薩克斯坦 → 哈萨克斯坦  (vocabulary, tw-cn/places)\n\
         a.md:6:9: 軟 → 软  (vocabulary, TWPhrasesRev: 軟體 → 软件)\n\
         a.md:6:12: 體 → 件  (vocabulary, TWPhrasesRev: 軟體 → 软件)\n\
         a.md:6:14: 後 → 后  (script, TSCharacters)\n",
    );
    archive.assert_files([("a.md", POST)]);
}

#[test]
fn a_profile_shows_its_steps() {
    let archive = Archive::new([("a.md", "滑鼠\n")]);
    archive.assert_prints(
        "explain a.md --profile tw2sp",
        "a.md:1:1: 滑鼠 → 鼠标  (profile, TWPhrasesRev: 滑鼠 → 鼠標; profile, TSCharacters: 標 → 标)\n",
    );
}

#[test]
fn layers_are_chosen_by_name() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_prints(
        "explain a.md --to zh-CN --layer script,terms",
        "a.md:6:14: 後 → 后  (script, TSCharacters)\n",
    );
    archive.assert_fails(
        "explain a.md --to zh-CN --layer skript",
        "error: --layer: unknown layer `skript`, did you mean `script`?; known are profile, script, \
         words, uncertain, spelling, vocabulary, terms, punctuation, style\n",
    );
}

#[test]
fn an_explanation_as_json() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_json(
        "explain a.md --to zh-CN --layer script --format json",
        &json!({
            "schema": 1,
            "from": "zh-TW",
            "edits": [{
                "start": 66, "end": 69, "source": "後", "replacement": "后",
                "rules": [{
                    "layer": "script", "table": "TSCharacters",
                    "key": "後", "value": "后", "alternatives": "后",
                }],
            }],
        }),
    );
}

#[test]
fn what_nothing_decides_is_marked() {
    let archive = Archive::new([("a.md", "签 a\n")]);
    archive.assert_prints(
        "explain a.md --from zh-CN --to zh-TW",
        "a.md:1:1: 签 → 籤  (script, STCharacters, or 簽; uncertain, words, or 簽)\n",
    );
}
