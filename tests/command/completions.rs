//! `hanmark completions` and `hanmark man`.

use std::process::{Command, Stdio};

use crate::archive::Archive;

/// Whether `program` takes `input`; `None` if it is not there.
fn takes(program: &str, arguments: &[&str], input: &str) -> Option<bool> {
    use std::io::Write as _;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    Some(child.wait().unwrap().success())
}

#[test]
fn scripts_of_all_shells_parse_and_complete_known_values() {
    let archive = Archive::new([]);
    for (shell, arguments) in [
        ("bash", &["-n"][..]),
        ("zsh", &["-n"]),
        ("fish", &["--no-execute"]),
        ("powershell", &[]),
        ("elvish", &["-compileonly", "/dev/stdin"]),
    ] {
        let script = archive.output(&format!("completions {shell}"));
        // What is generated for the other shells knows no values.
        let values = ["zh-HK", "docusaurus", "s2twp", "regional", "computing", "vocabulary"];
        let values = if matches!(shell, "bash" | "zsh" | "fish") { &values[..] } else { &[] };
        for word in ["init", "--layout"].iter().chain(values) {
            assert!(script.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
        if shell != "powershell" {
            assert_ne!(takes(shell, arguments, &script), Some(false), "{shell}");
        }
    }
}

#[test]
fn values_that_complete_still_have_our_errors() {
    Archive::new([]).assert_fails(
        "build --to zh-TM",
        "error: --to: unknown variant `zh-TM`, did you mean `zh-TW`?; known are zh-CN, zh-SG, \
         zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant\n",
    );
}

#[test]
fn a_manual_page_for_each_command_is_written() {
    let archive = Archive::new([]);
    let page = archive.output("man");
    archive.assert_done("man --out share/man1", "");
    assert_eq!(archive.read("share/man1/hanmark.1"), page);
    for name in ["build", "convert", "detect", "init", "completions", "man", "terms"] {
        let page = archive.read(&format!("share/man1/hanmark-{name}.1"));
        assert!(page.contains(&format!(".TH hanmark-{name} 1")), "{name}: {page}");
        // As `man` does, which is not everywhere.
        assert_ne!(takes("groff", &["-man", "-Tutf8", "-ww"], &page), Some(false), "{name}");
    }
    archive.write("file", "");
    archive.assert_fails(
        "man --out file",
        "error: cannot write the manual pages into file: File exists (os error 17)\n",
    );
}
