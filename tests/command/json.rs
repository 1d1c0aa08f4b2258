//! `--format json`: one document on standard output, nothing else.

use serde_json::json;

use crate::{COPY, POST, archive::Archive};

#[test]
fn a_build_as_json() {
    let archive = Archive::new([("a.md", POST), ("b.md", "A quiet place to read.\n")]);
    archive.assert_json(
        "build --to zh-CN --format json",
        &json!({
            "schema": 2,
            "mode": "write",
            "cancelled": false,
            "copies": [{
                "source": "a.md",
                "copy": "a.zh-CN.md",
                "from": "zh-TW",
                "confidence": "medium",
                "encoding": "utf-8",
                "to": "zh-CN",
                "outcome": "written",
                "error": null,
                "causes": ["new"],
                "hand_edits": "none",
                "conflicts": null,
                "diff": null,
                "changed_characters": 12,
                "left_behind": {},
                "notes": [],
            }],
            "skipped": [{ "source": "b.md", "to": null, "reason": "not_chinese", "file": null }],
            "left_behind": {},
            "orphans": [],
            "links": [],
            "warnings": [],
            "failed": [],
        }),
    );
}

#[test]
fn a_detection_as_json() {
    let archive = Archive::new([("a.md", POST), ("b.zh-hk.md", POST)]);
    archive.assert_json(
        "detect --format json",
        &json!({
            "schema": 1,
            "posts": [
                {
                    "path": "a.md",
                    "variant": "zh-TW",
                    "confidence": "medium",
                    "origin": "detected",
                    "encoding": "utf-8",
                    "counts": {
                        "han": 26, "latin_words": 0, "kana": 0, "traditional": 10,
                        "simplified": 0, "tw": 0, "hk": 0, "cn": 0,
                    },
                },
                {
                    "path": "b.zh-hk.md",
                    "variant": "zh-HK",
                    "confidence": "high",
                    "origin": "named",
                    "encoding": "utf-8",
                },
            ],
        }),
    );
}

#[test]
fn a_conversion_as_json() {
    let archive = Archive::new([("a.md", "---\nlang: zh-TW\n---\n`滑鼠` 滑鼠\n")]);
    archive.assert_json(
        "convert a.md --to zh-CN --format json",
        &json!({
            "schema": 1,
            "text": "---\nlang: zh-CN\n---\n`滑鼠` 鼠标\n",
            "from": "zh-TW",
            "edits": [
                { "start": 10, "end": 15, "replacement": "zh-CN", "rules": [] },
                {
                    "start": 29, "end": 35, "replacement": "鼠标",
                    "rules": [{
                        "layer": "vocabulary", "table": "TWPhrasesRev",
                        "key": "滑鼠", "value": "鼠标", "alternatives": "鼠标",
                    }],
                },
            ],
            "left_behind": { "inline_code": 2 },
            "notes": [],
        }),
    );
}

#[test]
fn the_profiles_as_json() {
    let archive = Archive::new([]);
    let list: Vec<_> = hanmark::Profile::ALL
        .iter()
        .map(|profile| json!({ "name": profile.name(), "description": profile.description() }))
        .collect();
    archive.assert_json("profiles --format json", &json!({ "schema": 1, "profiles": list }));
}

#[test]
fn detection_in_lines() {
    let archive = Archive::new([("blog/a.md", POST), ("blog/zh-cn/b.md", COPY)]);
    archive.assert_prints(
        "detect blog",
        "zh-TW       medium blog/a.md  (26 Han, 0 Latin words, 0 kana; traditional 10, \
         simplified 0; TW 0, HK 0, CN 0)\n\
         zh-CN       high   blog/zh-cn/b.md  (named)\n",
    );
    archive
        .assert_prints("detect blog/zh-cn/b.md", "zh-CN       high   blog/zh-cn/b.md  (named)\n");
}
