//! `hanmark terms`.

use serde_json::json;

use crate::archive::Archive;

const POST: &str = "---\ntitle: 閱讀托爾卡夫的信\n---\n\n\
    校長卡里姆．馬明（Karim Mamin）和圖書館長托爾卡夫（Tokayev）在門口等著，\n\
    托爾卡夫說這個做法叫做倒排索引（inverted index）。\n\n\
    於是我們讀完了倒排索引的書，`托爾卡夫` 又讓大家休息；滑鼠（Mouse）壞了。\n\n\
    莫洛扎諾夫、莫洛扎諾夫、莫洛札諾夫都寄來書，莫洛扎諾夫和莫洛札諾夫、莫洛札諾夫寫了信。\n";

const GLOSSARY: &str = "\
# Names and terms for zh-CN: the word as it stands in the posts, a tab, and what
# hanmark writes now. Correct the right side, delete what is no term, and name this
# file in hanmark.yaml:
# editions: [{ variant: zh-CN, dictionaries: [terms.txt] }]

# 3 times, Tokayev
#   a.md:5: Mamin）和圖書館長托爾卡夫（Tokayev）在門口
#   a.md:2: 閱讀托爾卡夫的信
托爾卡夫\t托尔卡夫

# 3 times; the same as 莫洛札諾夫?
#   a.md:10: 莫洛扎諾夫、莫洛扎諾夫、莫洛札諾夫
莫洛扎諾夫\t莫洛扎诺夫

# 3 times; the same as 莫洛扎諾夫?
#   a.md:10: 莫洛扎諾夫、莫洛扎諾夫、莫洛札諾夫都寄來書，莫洛扎諾夫和莫
莫洛札諾夫\t莫洛札诺夫

# 2 times, inverted index
#   a.md:6: ，托爾卡夫說這個做法叫做倒排索引（inverted in
倒排索引\t倒排索引

# once, Karim Mamin
#   a.md:5: 校長卡里姆．馬明（Karim Mamin
卡里姆．馬明\t卡里姆．马明
";

#[test]
fn names_originals_and_spellings_are_a_glossary_to_edit() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_prints("terms --to zh-CN", GLOSSARY);
    archive.assert_done("terms --to zh-CN -o terms.txt", "");
    archive.assert_fails(
        "terms --to zh-CN -o terms.txt",
        "error: -o terms.txt: there is such a file; choose another name\n",
    );
    archive.assert_files([("a.md", POST), ("terms.txt", GLOSSARY)]);
    let nothing: String = GLOSSARY.split_inclusive('\n').take(4).collect();
    archive.assert_prints("terms --to zh-CN --dictionary terms.txt", &nothing);
}

#[test]
fn the_glossary_is_for_the_edition_of_the_configuration() {
    let config = "editions: [{ variant: zh-CN, dictionaries: [names.txt] }]\nkeep: [莫洛札諾夫]\n\
                  terms: { 卡里姆．馬明: 卡里姆·马明 }\n";
    let names = "托爾卡夫\t托卡耶夫\n莫洛扎諾夫\t莫洛扎诺夫\n";
    let archive = Archive::new([("p/a.md", POST), ("hanmark.yaml", config), ("names.txt", names)]);
    let context = "，托爾卡夫說這個做法叫做倒排索引（inverted in";
    archive.assert_json(
        "terms --format json",
        &json!({ "schema": 1, "to": "zh-CN", "posts": 1, "candidates": [{
            "word": "倒排索引", "value": "倒排索引", "count": 2, "originals": ["inverted index"],
            "spellings": [], "places": [{ "path": "p/a.md", "line": 6, "context": context }],
        }]}),
    );
    archive.write("hanmark.yaml", "editions: [{ variant: zh-CN }, { variant: zh-HK }]\n");
    archive.assert_fails(
        "terms",
        "error: a glossary is for one edition; say which: --to zh-CN or --to zh-HK\n",
    );
    archive.assert_fails(
        "terms --config other.yaml",
        "error: cannot read other.yaml: No such file or directory (os error 2)\n",
    );
}

#[test]
fn posts_that_lead_to_no_copy_are_not_looked_at() {
    let archive = Archive::new([(
        "a.zh-CN.md",
        "这个做法叫倒排索引（Inverted Index），请大家读完这本书。\n",
    )]);
    let nothing: String = GLOSSARY.split_inclusive('\n').take(4).collect();
    archive.assert_says("terms --to zh-CN", 0, &nothing, "warning: .: no post leads to zh-CN\n");
    archive.assert_fails("terms", "error: say which edition the glossary is for, as --to zh-CN\n");
}
