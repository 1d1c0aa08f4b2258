//! What a killed build left, put together by hand.

use std::fs;

use crate::folder::Folder;

const POST: &str = "# 標題\n\n這張桌子的後面有一隻滑鼠。\n\n請先把這本書讀完。\n";
const COPY: &str = "# 标题\n\n这张桌子的后面有一只鼠标。\n\n请先把这本书读完。\n";

/// Two builds, of which the second was killed before it saved the lock: its copy is there.
fn killed_after_the_copy_was_written() -> Folder {
    let folder = Folder::new();
    folder.write("a.md", POST);
    folder.run("build --to zh-CN");
    let before = folder.files();
    folder.write("a.md", &POST.replace("一隻", "三隻"));
    folder.run("build --to zh-CN");
    let journal = folder.read(".hanmark/lock").unwrap();
    let entries: String = journal.split_inclusive('\n').skip(2).collect();
    for (path, bytes) in before.iter().filter(|(path, _)| path.starts_with(".hanmark")) {
        let path = folder.path(path.to_str().unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder.write(".hanmark/journal", &entries);
    folder
}

#[test]
fn an_edit_of_the_newer_copy_is_no_edit_of_the_older_one() {
    let folder = killed_after_the_copy_was_written();
    folder.write("a.zh-CN.md", &COPY.replace("一只", "三只").replace("读完", "慢慢读完"));
    folder.write("a.md", POST);
    folder.run("build --to zh-CN");
    assert_eq!(folder.read("a.zh-CN.md"), Some(COPY.replace("读完", "慢慢读完")));
    folder.run("check --to zh-CN");
}

#[test]
fn an_edit_of_the_older_copy_gets_what_is_new() {
    let folder = killed_after_the_copy_was_written();
    folder.write("a.zh-CN.md", &COPY.replace("读完", "慢慢读完"));
    folder.run("build --to zh-CN");
    let expected = COPY.replace("一只", "三只").replace("读完", "慢慢读完");
    assert_eq!(folder.read("a.zh-CN.md"), Some(expected));
    folder.run("check --to zh-CN");
}
