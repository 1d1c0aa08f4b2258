//! What each subcommand does: from arguments to the library and back.

pub(crate) mod build;
pub(crate) mod convert;
pub(crate) mod detect;
pub(crate) mod profiles;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use hanmark::{
    SurveyOptions, Variant,
    config::{Config, FrontMatterConfig},
    document::{FieldScope, SetValue},
};

/// Where a build writes down its copies, below their root.
const LOCK: &str = ".hanmark/lock";

/// The configuration asked for, or the nearest one above `start`, with its path.
fn configuration(given: Option<&Path>, start: &Path) -> Result<(Option<PathBuf>, Config)> {
    match given {
        Some(path) => Ok((Some(path.to_owned()), Config::load(path)?)),
        None => Ok(Config::find(start)?
            .map_or((None, Config::default()), |(path, config)| (Some(path), config))),
    }
}

/// The variant of the originals: `--from`, else `source:`; `None` is to detect.
fn source_variant(from: Option<&str>, config: &Config) -> Result<Option<Variant>> {
    let (place, tag) = match (from, config.source.as_deref()) {
        (Some(tag), _) => ("--from", tag),
        (None, Some(tag)) => ("source, in hanmark.yaml", tag),
        (None, None) => return Ok(None),
    };
    if tag == "auto" { Ok(None) } else { tag.parse().map(Some).context(place) }
}

/// The posts at `path`; the root of their archive is the folder of the
/// configuration if `path` lies in it, else the folder above with a lock, else
/// `path`.
fn survey_options(path: &Path, globs: &[String], config: Option<&Path>) -> SurveyOptions {
    let mut survey = SurveyOptions::new(path).globs(globs);
    let of_config = config.and_then(|config| std::path::absolute(config).ok());
    let folder = match &of_config {
        Some(config) => config.parent().map(Path::to_owned),
        None => folder_with_lock(path),
    };
    if let Some((root, under)) = folder.and_then(|folder| root_and_under(&folder, path)) {
        survey.root = root;
        survey.under = under;
    }
    survey
}

/// The folder nearest above `path` that an earlier build left its lock in.
fn folder_with_lock(path: &Path) -> Option<PathBuf> {
    let path = fs::canonicalize(path).ok()?;
    let folder = path.ancestors().find(|folder| folder.join(LOCK).is_file())?;
    Some(folder.to_owned())
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
