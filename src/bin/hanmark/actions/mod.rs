//! What each subcommand does: from arguments to the library and back.

pub(crate) mod build;
pub(crate) mod convert;
pub(crate) mod detect;
pub(crate) mod profiles;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use hanmark::{
    Variant,
    config::{Config, FrontMatterConfig},
    document::FieldScope,
};

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
    match from.or(config.source.as_deref()) {
        None | Some("auto") => Ok(None),
        Some(tag) => tag.parse().map(Some).context("the variant of the originals"),
    }
}

fn field_scope(config: &FrontMatterConfig) -> FieldScope {
    FieldScope { convert: config.convert.clone(), keep: config.keep.clone() }
}

/// The keys that copies get; values are scalars, in which `{variant}` stands for
/// the edition's tag.
fn keys_to_set(config: &FrontMatterConfig) -> Result<Vec<(String, String)>> {
    let scalar = |value: &serde_yaml::Value| match value {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Bool(value) => Some(value.to_string()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut keys = Vec::new();
    for (key, value) in &config.set {
        match (scalar(key), scalar(value)) {
            (Some(key), Some(value)) => keys.push((key, value)),
            _ => bail!("front_matter: set: only strings, numbers and booleans can be set"),
        }
    }
    Ok(keys)
}
