//! `hanmark convert`: one text to standard output or a file.

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context, Result, bail};
use hanmark::{Completion, Conversion, archive, convert_text, merge};

use super::text;
use crate::{
    args::{Convert, Format},
    json,
    render::{self, Messages},
};

pub(crate) fn run(arguments: &Convert, messages: &Messages) -> Result<Completion> {
    let format = arguments.text.content.format;
    let input = text::input(&arguments.text, messages)?;
    let (name, text) = (&input.name, &input.text);
    let settings = text::settings(&arguments.text, arguments.engine, &input)?;
    let settings = match format {
        Format::Human => settings.without_edits(),
        Format::Json => settings,
    };
    let conversion = convert_text(text, &settings).with_context(|| name.display().to_string())?;
    text::tell(&conversion, name, messages);
    if arguments.diff {
        if format == Format::Json {
            bail!("--diff is for people; leave it out with --format json, which has every edit");
        }
        return diff(name, text, &conversion.text);
    }
    let content = match format {
        Format::Human if arguments.reformat => reformatted(&conversion.text, messages)?,
        Format::Human => conversion.text,
        Format::Json => json(&conversion),
    };
    write(arguments, &content)?;
    Ok(Completion::Done)
}

fn diff(name: &Path, text: &str, converted: &str) -> Result<Completion> {
    let name = name.display();
    let (old, new) = (format!("a/{name}"), format!("b/{name}"));
    let diff = merge::unified(text, converted, &old, &new, 3).to_string();
    render::diff(&diff)?;
    Ok(if diff.is_empty() { Completion::Done } else { Completion::Findings })
}

#[cfg(feature = "reformat")]
fn reformatted(text: &str, messages: &Messages) -> Result<String> {
    let reformatted = hanmark::reformat(text)?;
    for loss in &reformatted.losses {
        messages.warn(&format!("reformat: {loss}"));
    }
    Ok(reformatted.text)
}

#[cfg(not(feature = "reformat"))]
fn reformatted(_: &str, _: &Messages) -> Result<String> {
    bail!(
        "--reformat: this hanmark was built without it; \
         build it with `cargo build --release --features reformat`"
    )
}

fn json(conversion: &Conversion) -> String {
    let mut document = json::conversion(conversion).to_string();
    document.push('\n');
    document
}

fn write(arguments: &Convert, content: &str) -> Result<()> {
    let Some(output) = &arguments.output else {
        return Ok(std::io::stdout().lock().write_all(content.as_bytes())?);
    };
    if is_same_file(&arguments.text.file, output) {
        bail!(
            "-o {}: this is the original, and hanmark never writes to an original; \
             choose another file",
            output.display()
        );
    }
    if ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| output == Path::new(name))
    {
        return Ok(std::io::stdout().lock().write_all(content.as_bytes())?);
    }
    if is_stream(output) {
        return fs::OpenOptions::new()
            .append(true)
            .open(output)
            .and_then(|mut stream| stream.write_all(content.as_bytes()))
            .with_context(|| format!("cannot write {}", output.display()));
    }
    let output = &fs::canonicalize(output).unwrap_or_else(|_| output.clone());
    let folder = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let name = output.file_name().with_context(|| format!("{} is no file", output.display()))?;
    let source = Some(arguments.text.file.as_path()).filter(|file| *file != Path::new("-"));
    archive::write::write_copy(folder.unwrap_or(Path::new(".")), Path::new(name), content, source)?;
    Ok(())
}

/// Whether `path` is no plain file, as a pipe, /dev/null or /dev/stdout: it is
/// written to where it is, since renaming would take its place.
fn is_stream(path: &Path) -> bool {
    // What lies in /dev/shm are plain files, in memory.
    let is_of_system =
        path.starts_with("/dev") && !path.starts_with("/dev/shm") || path.starts_with("/proc");
    is_of_system
        || fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn is_same_file(input: &Path, output: &Path) -> bool {
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    }
}
