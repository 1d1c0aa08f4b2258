//! The texts to convert.

use std::{error::Error, fs, path::Path};

use hanmark::{Profile, Script, Verdict, detect};

/// A file as it is, and the script that it is written in.
pub(crate) struct Text {
    pub(crate) text: String,
    script: Option<Script>,
}

/// Which texts a profile is measured on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Those in the script that the profile starts from.
    Fitting,
    /// All of them.
    Every,
}

/// Reads the files, and the Markdown files in the folders, in order.
pub(crate) fn read(path: &Path, texts: &mut Vec<Text>) -> Result<(), Box<dyn Error>> {
    if !path.is_dir() {
        let text = fs::read_to_string(path);
        let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
        texts.push(Text { script: script(&text), text });
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let markdown = path.extension().is_some_and(|extension| extension == "md");
        if entry.file_type()?.is_dir() || markdown {
            read(&path, texts)?;
        }
    }
    Ok(())
}

fn script(text: &str) -> Option<Script> {
    match detect([text]).verdict {
        Verdict::In(variant) => Some(variant.script()),
        _ => None,
    }
}

/// The texts for `profile`.
pub(crate) fn of(texts: &[Text], profile: Profile, choice: Choice) -> Vec<&str> {
    let from =
        if profile.name().starts_with('s') { Script::Simplified } else { Script::Traditional };
    let fits = |text: &&Text| choice == Choice::Every || text.script == Some(from);
    texts.iter().filter(fits).map(|text| text.text.as_str()).collect()
}
