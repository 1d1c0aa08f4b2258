//! `hanmark init`: a configuration for an archive, after a look at it.

mod editions;
mod notes;
mod text;
mod yaml;

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use hanmark::{
    Completion, Variant,
    archive::layout::Layout,
    config::FILE_NAME,
    init::{Found, Site, SitePlace, look},
};

use super::shown;
use crate::{
    args::Init,
    render::{self, Messages},
};

pub(crate) fn run(arguments: &Init, messages: &Messages) -> Result<Completion> {
    let root = &arguments.path;
    let is_folder = fs::metadata(root).with_context(|| format!("no archive at {}", root.display()));
    if !is_folder?.is_dir() {
        bail!("{}: an archive is a folder", root.display());
    }
    let given: Vec<Variant> =
        arguments.to.iter().map(|tag| tag.parse()).collect::<Result<_, _>>().context("--to")?;
    let target = Target::of(arguments);
    target.refuse_to_overwrite(root)?;
    refuse_part_of_site(root)?;

    let found = look(root)?;
    for failed in &found.failed {
        render::failure(&failed.error);
    }
    let editions = editions::proposed(&found.variants, &given);
    if editions.is_empty() {
        bail!(
            "{}: nothing tells what the posts are written in; say which editions you want, as \
             --to zh-CN,zh-TW",
            root.display()
        );
    }
    let layout = layout(&found, root)?;
    let text = text::text(&found, &editions, &layout);
    target.write(&text)?;
    if let Target::File(path) = &target {
        warn_of_one_above(root, messages);
        say(path, arguments, &found, messages);
    }
    Ok(if found.failed.is_empty() { Completion::Done } else { Completion::Failures })
}

/// Where the text goes.
enum Target {
    Output,
    File(PathBuf),
}

impl Target {
    fn of(arguments: &Init) -> Self {
        match arguments.output.as_deref() {
            Some(output) if output == Path::new("-") => Self::Output,
            Some(output) => Self::File(output.to_owned()),
            None => Self::File(shown(&arguments.path.join(FILE_NAME)).to_owned()),
        }
    }

    /// # Errors
    /// When there is a file already, or one whose name was meant to be that of the
    /// configuration of `root`: that would stop each build.
    fn refuse_to_overwrite(&self, root: &Path) -> Result<()> {
        let Self::File(path) = self else { return Ok(()) };
        if path.symlink_metadata().is_ok() {
            return Err(there_already(path));
        }
        let misnamed = root.join("hanmark.yml");
        if misnamed.is_file() {
            bail!(
                "{}: this file is not read; rename it to {FILE_NAME}",
                shown(&misnamed).display()
            );
        }
        Ok(())
    }

    fn write(&self, text: &str) -> Result<()> {
        let path = match self {
            Self::Output => return Ok(std::io::stdout().lock().write_all(text.as_bytes())?),
            Self::File(path) => path,
        };
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(there_already(path)),
            opened => opened
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .with_context(|| format!("cannot write {}", path.display())),
        }
    }
}

fn there_already(path: &Path) -> anyhow::Error {
    anyhow::anyhow!(
        "{}: there is such a file, and it stays; rename it to have a new one written, or see what \
         that would be with -o -",
        path.display()
    )
}

/// # Errors
/// When only the whole site can have the layout of its generator.
fn refuse_part_of_site(root: &Path) -> Result<()> {
    match Site::find(root) {
        Some(site) if site.place == SitePlace::Above && site.layout().is_none() => bail!(
            "{} is a part of the {} site in {}, whose copies go elsewhere in the site; run \
             `hanmark init {}`",
            root.display(),
            site.generator.name(),
            shown(&site.folder).display(),
            shown(&site.folder).display()
        ),
        _ => Ok(()),
    }
}

/// The layout that fits the site, with what it needs to know of it.
fn layout(found: &Found, root: &Path) -> Result<Layout> {
    let name = found.site.as_ref().and_then(Site::layout).unwrap_or("sibling");
    let layout: Layout = name.parse()?;
    Ok(layout.for_site(root)?)
}

/// A configuration above counts no more for this archive.
fn warn_of_one_above(root: &Path, messages: &Messages) {
    let Ok(root) = fs::canonicalize(root) else { return };
    let above = root.ancestors().skip(1).map(|folder| folder.join(FILE_NAME));
    if let Some(above) = above.into_iter().find(|path| path.is_file()) {
        let here = std::env::current_dir().unwrap_or_default();
        let above = above.strip_prefix(here).unwrap_or(&above);
        messages.warn(&format!("{}: no longer counts for what is in this folder", above.display()));
    }
}

/// What was found, and what comes next.
fn say(path: &Path, arguments: &Init, found: &Found, messages: &Messages) {
    if messages.is_quiet() {
        return;
    }
    let mut next = "hanmark build".to_owned();
    if arguments.path != Path::new(".") {
        next = format!("{next} {}", arguments.path.display());
    }
    if arguments.output.is_some() {
        next = format!("{next} --config {}", path.display());
    }
    // Standard error is gone: there is nobody left to tell.
    let _ = writeln!(
        anstream::stderr(),
        "{}: written; found {}\nRead it over, then run `{next}`",
        path.display(),
        notes::what_was_found(found)
    );
}
