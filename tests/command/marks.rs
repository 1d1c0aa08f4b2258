//! Punctuation and style, by flags and by the configuration.

use crate::archive::Archive;

const POST: &str = "这张“桌子”的后面，是电视台这个月的计划，请你们了解。\n";

#[test]
fn flags_choose_punctuation_and_style() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_prints(
        "convert a.md --to zh-TW",
        "這張「桌子」的後面，是電視台這個月的計畫，請你們了解。\n",
    );
    archive.assert_prints(
        "convert a.md --to zh-TW --punctuation keep --style moe,計劃",
        "這張“桌子”的後面，是電視臺這個月的計劃，請你們了解。\n",
    );
    archive.assert_prints(
        "convert a.md --to zh-TW --style keep",
        "這張「桌子」的後面，是電視臺這個月的計劃，請你們瞭解。\n",
    );
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_fails(
        "convert a.md --to zh-TW --punctuation targt",
        "error: --punctuation: unknown value of punctuation `targt`, did you mean `target`?; known \
         are target, keep\n",
    );
    archive.assert_fails(
        "convert a.md --to zh-TW --style tai=檯",
        "error: --style: unknown spelling `檯`, did you mean `台`?; known are 台, 臺\n",
    );
    let simplified = "error: --style: all spellings are Traditional; say it with zh-TW, zh-HK, \
                      zh-MO or zh-Hant\n";
    archive.assert_fails("convert a.md --to zh-CN --style 臺", simplified);
    archive.assert_fails("build --to zh-CN,zh-SG --style 臺", simplified);
}

#[test]
fn editions_have_their_own_and_flags_come_first() {
    let config = "editions:\n  - { variant: zh-TW, punctuation: keep, style: { 台: 臺 } }\n  \
                  - { variant: zh-Hant }\n";
    let archive = Archive::new([("a.md", POST), ("hanmark.yaml", config)]);
    archive.assert_done("build", "2 written\n");
    let of_config = [
        "這張“桌子”的後面，是電視臺這個月的計畫，請你們了解。\n",
        "這張「桌子」的後面，是電視臺這個月的計劃，請你們瞭解。\n",
    ];
    assert_eq!([archive.read("a.zh-TW.md"), archive.read("a.zh-Hant.md")], of_config);
    archive.assert_prints("convert a.md --to zh-TW", of_config[0]);
    // Other settings make other copies.
    archive.assert_done(
        "build --to zh-TW --punctuation target --style 計劃",
        "1 written\nmade anew since settings or a glossary changed (1)\n",
    );
    let of_flags = "這張「桌子」的後面，是電視臺這個月的計劃，請你們了解。\n";
    assert_eq!(archive.read("a.zh-TW.md"), of_flags);
}
