//! Glossaries: `terms`, `keep` and `dictionaries` in `hanmark.yaml`, `--dictionary`.

use crate::{COPY, POST, archive::Archive};

const LINE: &str = "的士司機用滑鼠打開了檔案，再把軟體交給托卡葉夫總統和記者們閱讀。\n";

const CONFIG: &str = "editions:\n  - { variant: zh-CN, dictionaries: [words/names.txt] }\n\
                      terms: { 的士: 出租车, 軟體: 软体, zh-HK: { 軟體: 軟件 } }\nkeep: [總統]\n";

const NAMES: &str = "# of the edition\n托卡葉夫\t托卡耶夫\n軟體\t程序 软件\n";

fn files<'a>(post: &'a str, names: &'a str) -> [(&'a str, &'a str); 3] {
    [("a.zh-TW.md", post), ("hanmark.yaml", CONFIG), ("words/names.txt", names)]
}

#[test]
fn words_of_the_archive_and_of_an_edition_are_final() {
    let archive = Archive::new(files(LINE, NAMES));
    archive.assert_done("build", "1 written\n");
    let copy = "出租车司机用鼠标打开了文件，再把程序交给托卡耶夫總統和记者们阅读。\n";
    assert_eq!(archive.read("a.zh-CN.md"), copy);
    archive.assert_prints("convert a.zh-TW.md --to zh-CN", copy);
}

#[test]
fn a_dictionary_of_the_command_counts_for_more_and_the_words_of_the_post_for_most() {
    let post = format!("---\nhanmark: {{ terms: {{ 滑鼠: 老鼠 }} }}\n---\n{LINE}");
    let archive = Archive::new(files(&post, NAMES));
    archive.write("mine.txt", "軟體\t軟件包\n滑鼠\tx\n總統\t总统\n");
    let copy = "---\nhanmark: { terms: { 滑鼠: 老鼠 } }\n---\n出租车司机用老鼠打开了文件，再把軟件包交给托卡耶夫总统和记者们阅读。\n";
    archive.assert_prints("convert a.zh-TW.md --to zh-CN --dictionary mine.txt", copy);
    archive.assert_done(
        "build --dictionary mine.txt",
        "1 written\nHan characters left as they are: 4 (front matter keys 2, front matter values 2)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), copy);
}

#[test]
fn explain_names_the_file_of_each_word() {
    let archive = Archive::new(files(
        "---\nhanmark: { terms: { 滑鼠: 老鼠 } }\n---\n的士、滑鼠、軟體。\n",
        NAMES,
    ));
    archive.assert_prints(
        "explain a.zh-TW.md --to zh-CN --layer terms",
        "a.zh-TW.md:4:1: 的士 → 出租车  (terms, hanmark.yaml)\n\
         a.zh-TW.md:4:4: 滑鼠 → 老鼠  (terms, post)\n\
         a.zh-TW.md:4:7: 軟體 → 程序  (terms, names.txt, or 软件)\n",
    );
}

#[test]
fn copies_follow_a_glossary_and_the_lock_tells_its_change() {
    let archive = Archive::new(files(LINE, NAMES));
    archive.assert_done("build", "1 written\n");
    let lock = archive.read(".hanmark/lock");
    archive.write("words/names.txt", "# of the edition\n\n軟體\t程序 软件\n托卡葉夫\t托卡耶夫\n");
    archive.assert_done("build", "0 written, 1 unchanged\n");
    assert_eq!(archive.read(".hanmark/lock"), lock);
    archive.write("words/names.txt", "托卡葉夫\t托卡耶夫\n没有\t没有\n軟體\t程序\n");
    archive.assert_done("build", "0 written, 1 unchanged\n");
    assert_ne!(archive.read(".hanmark/lock"), lock);
    archive.write("words/names.txt", "軟體\t软件\n");
    archive.assert_done("build", "1 written\nmade anew since settings or a glossary changed (1)\n");
    assert!(archive.read("a.zh-CN.md").contains("把软件交给"));
}

#[test]
fn a_glossary_that_cannot_be_used_is_named_with_line_and_remedy() {
    let archive = Archive::new(files(POST, "托卡葉夫\t托卡耶夫\n軟體 软件\n"));
    archive.assert_fails(
        "build",
        "error: dictionaries, in hanmark.yaml (paths start at its folder): words/names.txt:2: no \
         tab between key and value; write the word, a tab and what it becomes, or # in front of a \
         comment\n",
    );
    archive.write("words/names.txt", "軟體\t软件\n軟體\t程序\n");
    archive.assert_fails(
        "convert a.zh-TW.md --to zh-CN",
        "error: dictionaries, in hanmark.yaml (paths start at its folder): words/names.txt:2: the \
         key stands on line 1 already; drop one of them\n",
    );
    archive.assert_fails(
        "build --to zh-HK --dictionary none.txt",
        "error: --dictionary: cannot read none.txt: No such file or directory (os error 2)\n",
    );
    archive.assert_prints("convert a.zh-TW.md --profile tw2sp", COPY);
}

#[test]
fn bad_words_of_the_configuration_are_refused() {
    let refused = |config: &str, message: &str| {
        let archive = Archive::new([("a.md", POST), ("hanmark.yaml", config)]);
        archive.assert_fails("build", &format!("error: {message}\n"));
    };
    refused(
        "editions: [{ variant: zh-CN }]\nterms: { 的士: 出租车 }\nkeep: [門, 的士]\n",
        "hanmark.yaml:3: `的士` is in `terms` and in `keep`; drop one",
    );
    refused(
        "editions: [{ variant: zh-CN }]\nterms:\n  zh-XX: { 的士: 出租车 }\n",
        "hanmark.yaml:3: terms: unknown variant `zh-XX`, did you mean `zh-CN`?; known are zh-CN, \
         zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
    );
    refused(
        "editions: [{ variant: zh-CN }]\nkeep: { 的士: 出租车 }\n",
        "hanmark.yaml:2: keep: invalid type: map, expected a list of words, as `keep: [松鼠]`",
    );
}
