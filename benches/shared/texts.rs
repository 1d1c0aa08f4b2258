//! The texts that are measured.

use std::{error::Error, fs, path::Path};

/// Appends the file at `path`, or the Markdown files in the folder, in order.
///
/// # Errors
/// When one cannot be read or is not UTF-8, with its path.
pub(crate) fn read(path: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    if !path.is_dir() {
        let text = fs::read_to_string(path);
        texts.push(text.map_err(|error| format!("{}: {error}", path.display()))?);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let is_markdown = path.extension().is_some_and(|extension| extension == "md");
        if entry.file_type()?.is_dir() || is_markdown {
            read(&path, texts)?;
        }
    }
    Ok(())
}
