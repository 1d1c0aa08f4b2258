//! What each subcommand does: from arguments to the library and back.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod detect;
pub(crate) mod explain;
mod glossaries;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod profiles;
pub(crate) mod terms;
mod text;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use hanmark::{
    DeclaredEncoding, Domain, Domains, Punctuation, Script, Style, SurveyOptions, Variant,
    archive::lock::{Lock, STATE_FOLDER},
    config::{Config, EditionConfig, FrontMatterConfig},
    document::{FieldScope, SetValue},
};

use crate::args::{Encoding, Writing};

/// The configuration asked for, or the nearest one above `start`, with its path.
fn configuration(given: Option<&Path>, start: &Path) -> Result<(Option<PathBuf>, Config)> {
    match given {
        Some(path) => Ok((Some(path.to_owned()), Config::load(path)?)),
        None => Ok(Config::find(start)?
            .map_or((None, Config::default()), |(path, config)| (Some(path), config))),
    }
}

/// The variant of the originals by `--from`, whatever they say.
fn given_variant(from: Option<&str>) -> Result<Option<Variant>> {
    variant(from, "--from")
}

/// The variant of the originals by `source:`, where their own maps say none.
fn configured_variant(config: &Config) -> Result<Option<Variant>> {
    variant(config.source.as_deref(), "source, in hanmark.yaml")
}

/// `None` is to detect.
fn variant(tag: Option<&str>, place: &'static str) -> Result<Option<Variant>> {
    match tag {
        None | Some("auto") => Ok(None),
        Some(tag) => tag.parse().map(Some).context(place),
    }
}

/// What originals are in: by `--encoding`, else as configured.
fn encoding(given: &Encoding, config: &Config) -> Result<DeclaredEncoding> {
    match (&given.encoding, &config.encoding) {
        (Some(name), _) => name.parse().context("--encoding"),
        (None, Some(name)) => name.parse().context("encoding, in hanmark.yaml"),
        (None, None) => Ok(DeclaredEncoding::default()),
    }
}

/// The posts at `path`; the root of their archive is the folder of the
/// configuration if `path` lies in it, else the folder above where an earlier
/// build left its lock, else `path`.
fn survey_options(
    path: &Path,
    globs: &[String],
    config: Option<&Path>,
    place: CopiesPlace,
) -> SurveyOptions {
    let mut survey = SurveyOptions::new(path).globs(globs);
    let of_config = config.and_then(|config| std::path::absolute(config).ok());
    let root_of = |folder: PathBuf| root_and_under(&folder, path);
    let found = of_config.and_then(|config| root_of(config.parent()?.to_owned())).or_else(|| {
        // With --out the lock lies there, and says nothing of the archive's root.
        (place == CopiesPlace::Archive).then(|| folder_with_lock(path).and_then(root_of))?
    });
    if let Some((root, under)) = found {
        survey.root = root;
        survey.under = under;
    }
    survey
}

/// Where the copies of a build go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CopiesPlace {
    Archive,
    Elsewhere,
}

/// The highest folder above `path` with a lock that lists copies of posts which
/// are there: copies of one post are not to stand in two locks.
fn folder_with_lock(path: &Path) -> Option<PathBuf> {
    let path = fs::canonicalize(path).ok()?;
    let is_of_archive = |folder: &&Path| {
        folder.join(STATE_FOLDER).is_dir()
            && Lock::load(folder)
                .is_ok_and(|lock| lock.entries().any(|entry| folder.join(&entry.source).is_file()))
    };
    let folders: Vec<&Path> = path.ancestors().collect();
    folders.into_iter().rev().find(is_of_archive).map(Path::to_owned)
}

/// `folder` and `path` below it, both written as `path` is, so that messages name
/// files as the user does. The second starts with the first.
fn root_and_under(folder: &Path, path: &Path) -> Option<(PathBuf, PathBuf)> {
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    let folder = canonical(folder)?;
    let absolute = canonical(path)?;
    let below = absolute.strip_prefix(&folder).ok()?;
    let depth = below.components().count();
    let root = match path.ancestors().nth(depth) {
        Some(root) if !root.as_os_str().is_empty() => root.to_owned(),
        Some(_) if path != Path::new(".") => PathBuf::from("."),
        // The current folder, somewhere inside the archive.
        _ => std::iter::repeat_n("..", depth).collect(),
    };
    if canonical(&root)? != folder {
        // A link on the way: there is no short name to be had.
        return Some((folder.clone(), absolute));
    }
    let under = if depth == 0 { root.clone() } else { root.join(below) };
    Some((root, under))
}

/// Whose punctuation an edition has: by `--punctuation`, else as configured.
fn punctuation(writing: &Writing, config: Option<&EditionConfig>) -> Result<Punctuation> {
    match writing.punctuation.as_deref() {
        Some(name) => name.parse().context("--punctuation"),
        None => Ok(config.map_or_else(Punctuation::default, EditionConfig::punctuation)),
    }
}

/// The domains whose words an edition takes over: as configured, and on top of that by
/// `--vocabulary` and `--domains`.
fn domains(writing: &Writing, config: Option<&EditionConfig>) -> Result<Domains> {
    let domains = match writing.vocabulary.as_deref() {
        Some(name) => Domains::of(name.parse().context("--vocabulary")?),
        None => config.map_or_else(Domains::default, EditionConfig::domains),
    };
    writing.domains.iter().try_fold(domains, |domains, one| {
        let (domain, state) = one.split_once('=').unwrap_or((one, "on"));
        let domain: Domain = domain.trim().parse().context("--domains")?;
        Ok(domains.set(domain, state.trim().parse().context("--domains")?))
    })
}

/// The spellings of an edition in `variant`: by `--style`, over those configured; they are
/// Traditional.
fn style(writing: &Writing, config: Option<&EditionConfig>, variant: Variant) -> Result<Style> {
    if variant.script() == Script::Simplified {
        return Ok(Style::new(variant));
    }
    let configured = match config {
        Some(config) => config.style(variant)?,
        None => Style::new(variant),
    };
    let with = |style: Style, name: &String| style.with(name);
    writing.style.iter().try_fold(configured, with).context("--style")
}

/// # Errors
/// When `--style` is given and none of the editions can have it.
fn check_style(writing: &Writing, variants: &[Variant]) -> Result<()> {
    if !writing.style.is_empty() && variants.iter().all(|to| to.script() == Script::Simplified) {
        bail!("--style: all spellings are Traditional; say it with zh-TW, zh-HK, zh-MO or zh-Hant");
    }
    Ok(())
}

/// The configured edition in a variant.
fn configured_edition(config: &Config, variant: Variant) -> Option<&EditionConfig> {
    config.editions.iter().find(|edition| edition.variant.parse() == Ok(variant))
}

/// `path` without a leading `./`.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn field_scope(config: &FrontMatterConfig) -> FieldScope {
    FieldScope { convert: config.convert.clone(), keep: config.keep.clone() }
}

/// The keys that copies get; values are scalars, in which `{variant}` stands for
/// the edition's tag.
fn keys_to_set(config: &FrontMatterConfig) -> Result<Vec<(String, SetValue)>> {
    let value_of = |value: &serde_yaml::Value| match value {
        serde_yaml::Value::String(text) => Some(SetValue::Text(text.clone())),
        serde_yaml::Value::Bool(value) => Some(SetValue::Plain(value.to_string())),
        serde_yaml::Value::Number(number) => Some(SetValue::Plain(number.to_string())),
        _ => None,
    };
    let mut keys: Vec<(String, SetValue)> = Vec::new();
    for (key, value) in &config.set {
        let (Some(SetValue::Text(key) | SetValue::Plain(key)), Some(value)) =
            (value_of(key), value_of(value))
        else {
            bail!(
                "front_matter: set, in hanmark.yaml: only strings, numbers and booleans can be set"
            );
        };
        if keys.iter().any(|(known, _)| *known == key) {
            bail!("front_matter: set, in hanmark.yaml: the key `{key}` is there twice");
        }
        keys.push((key, value));
    }
    Ok(keys)
}
