use super::*;

/// Declares that the first of each pair, which stands once in `source`, becomes
/// the second; `prose` is replaced everywhere else.
#[track_caller]
fn assert_declares(source: &str, declared: &[(&str, &str)], expected: &str, withdrawn: &[&str]) {
    let declared = replacing(source, declared);
    let edits = replacing(source, &[("門", "门"), ("書", "书书")]);
    let found = left(source, &edits, &declared, &ProseSettings::default());
    assert_eq!((found.0.as_str(), found.1.as_slice()), (expected, withdrawn), "{source:?}");
}

/// Inserts the second of each pair behind the first.
fn inserting(source: &str, pairs: &[(&str, &str)]) -> Edits {
    let mut edits = Edits::default();
    for (before, inserted) in pairs {
        let at = source.find(before).unwrap() + before.len();
        edits.push(at..at, inserted, &[]);
    }
    edits
}

#[test]
fn destinations_of_links_and_images_change_as_declared() {
    assert_declares(
        "門[書](#a '門')![門](<b>)[x](c)書\n",
        &[("#a", "#门"), ("b", "../d")],
        "门[书书](#门 '门')![门](<../d>)[x](c)书书\n",
        &[],
    );
    assert_declares("[![門](a)](b)", &[("a", "c"), ("b", "d")], "[![门](c)](d)", &[]);
    assert_declares("[![門](a)](b)", &[("b", "d")], "[![门](a)](d)", &[]);
    assert_declares(
        "> [門](a\n> '書') a門\n",
        &[("(a", "(c")],
        "> [门](a\n> '书书') a门\n",
        &["(a"],
    );
}

#[test]
fn destinations_of_definitions_change_for_all_their_links() {
    assert_declares(
        "[門][x] ![書][X] [x] [x][]\n\n[x]: /a '門'\n[y]: /b\n",
        &[("/a", "/c")],
        "[门][x] ![书书][X] [x] [x][]\n\n[x]: /c '门'\n[y]: /b\n",
        &[],
    );
}

#[test]
fn destinations_in_html_change_as_declared() {
    assert_declares(
        "<p>\n<a href=\"/x\" title='門'>書</a></p>\n\n門<img src=/b alt=書>\n",
        &[("/x", "/c"), ("/b", "../d")],
        "<p>\n<a href=\"/c\" title='门'>书书</a></p>\n\n门<img src=../d alt=书书>\n",
        &[],
    );
    assert_declares(
        "> <p><a href=/x>門</a>\n> <a\n> href='/y'>書</a> <a href=/d></a>\n",
        &[("/x", "/d"), ("/y", "/d")],
        "> <p><a href=/d>门</a>\n> <a\n> href='/d'>书书</a> <a href=/d></a>\n",
        &[],
    );
    assert_declares("<p\ndata-a='/a'>\n", &[("/a", "/b")], "<p\ndata-a='/a'>\n", &["/a"]);
}

#[test]
fn a_declared_destination_that_breaks_its_link_is_withdrawn_alone() {
    for broken in ["x y", ")", "(", "\\_", "&amp;", "<", "x\n\ny"] {
        assert_declares("[門](/a)書\n", &[("/a", broken)], "[门](/a)书书\n", &["/a"]);
    }
    assert_declares("[門](<a b>)\n", &[("a b", "c>")], "[门](<a b>)\n", &["a b"]);
    assert_declares("[x]\n\n[x]: /a\n\n門\n", &[("/a", "a b")], "[x]\n\n[x]: /a\n\n门\n", &["/a"]);
}

#[test]
fn declared_edits_of_what_is_no_destination_are_withdrawn() {
    for (source, text) in [
        ("a b\n", "b"),
        ("`a b`\n", "b"),
        ("[a](x 'b')\n", "b"),
        ("<https://b>\n", "b"),
        ("# a {#b}\n", "b"),
        ("```b\n```\n", "b"),
    ] {
        assert_declares(source, &[(text, "c")], source, &[text]);
    }
}

#[test]
fn headings_get_their_declared_ids() {
    let settings = ProseSettings::default();
    let pairs = [("門", "门"), ("書", "书书")];
    for (source, before, expected) in [
        ("# 門\n\n書\n", "# 門", "# 门 {#id}\n\n书书\n"),
        ("# 門", "# 門", "# 门 {#id}"),
        ("## *門*\n", "*門*", "## *门* {#id}\n"),
        ("門 `a`\n===\n", "`a`", "门 `a` {#id}\n===\n"),
        ("> # 門 ##\r\n> 書", "##", "> # 门 ## {#id}\r\n> 书书"),
        ("- # [門](a)\n", "(a)", "- # [门](a) {#id}\n"),
    ] {
        let declared = inserting(source, &[(before, " {#id}")]);
        let found = left(source, &replacing(source, &pairs), &declared, &settings);
        assert_eq!(found, (expected.to_owned(), vec![]), "{source:?}");
    }
}

#[test]
fn ids_that_are_not_read_as_such_are_withdrawn() {
    let settings = ProseSettings::default();
    for (source, before, inserted) in [
        ("門\n", "門", " {#id}"),
        ("# 門\n", "門", " {#a b}"),
        ("# 門 車\n", "門", " {#id}"),
        ("# 門\n", "門", " {#id"),
        ("# 門 {#a}\n", "{#a}", " {#id}"),
        ("# 門 `車`\n", "`車", " {#id}"),
    ] {
        let declared = inserting(source, &[(before, inserted)]);
        let found = left(source, &replacing(source, &[("門", "门")]), &declared, &settings);
        assert_eq!(found, (source.replace('門', "门"), vec![""]), "{source:?}");
    }
}

#[test]
fn front_matter_and_body_are_declared_at_once() {
    let source = "---\nlang: zh-TW\n---\n[門](/a)\n\n[書](/b)\n";
    let declared = replacing(source, &[("zh-TW", "zh-CN\nx: 1"), ("/a", "/c"), ("/b", "x y")]);
    let edits = replacing(source, &[("門", "门")]);
    let settings = ProseSettings::default();
    let verified = verify(source, &edits, &declared, &settings, Thoroughness::Shortcut).unwrap();
    assert_eq!(verified.text, "---\nlang: zh-CN\nx: 1\n---\n[门](/c)\n\n[書](/b)\n");
    let [withdrawn] = verified.withdrawn.as_slice() else { panic!("{:?}", verified.withdrawn) };
    assert_eq!((withdrawn.line, &source[withdrawn.range.clone()]), (6, "/b"));
}

#[test]
fn front_matter_that_a_post_gets_is_no_part_of_the_body() {
    let source = "[門](/a)\n";
    let mut declared = Edits::default();
    declared.push(0..0, "---\nx: 1\n---\n", &[]);
    declared.push(6..8, "/b", &[]);
    let edits = replacing(source, &[("門", "门")]);
    let (text, withdrawn) = left(source, &edits, &declared, &ProseSettings::default());
    assert_eq!((text.as_str(), withdrawn), ("---\nx: 1\n---\n[门](/b)\n", vec![]));
}
