//! The entry `markdown` of a configuration: switches by their names.

use std::{collections::BTreeMap, str::FromStr};

use serde::Deserialize;

use crate::{
    convert::variant::UnknownName,
    switches::{Anchors, CodeBlocks, InlineCode, Links, Shortcode, Switches},
};

/// The entry `markdown`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct MarkdownConfig {
    /// `rewrite`, `pin` or `keep`.
    pub anchors: Option<String>,
    /// `keep`, `prose` or `all`.
    pub inline_code: Option<String>,
    /// `keep`, `comments` or `all`.
    pub code_blocks: Option<String>,
    /// `repair` or `keep`.
    pub links: Option<String>,
    /// By the names of template tags: their parameters that are prose.
    pub shortcodes: BTreeMap<String, Vec<ParameterName>>,
}

/// A parameter of a template tag.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ParameterName {
    /// Its place, from 1, if it has no name.
    Place(u8),
    /// Its name.
    Name(String),
}

impl MarkdownConfig {
    /// The switches, as they are by default where the configuration is silent.
    #[must_use]
    pub fn switches(&self) -> Switches {
        let parameter = |parameter: &ParameterName| match parameter {
            ParameterName::Place(place) => place.to_string(),
            ParameterName::Name(name) => name.clone(),
        };
        let shortcode = |(name, parameters): (&String, &Vec<ParameterName>)| Shortcode {
            name: name.clone(),
            parameters: parameters.iter().map(parameter).collect(),
        };
        Switches {
            anchors: value(self.anchors.as_deref()).unwrap_or_default(),
            links: value(self.links.as_deref()),
            inline_code: value(self.inline_code.as_deref()).unwrap_or_default(),
            code_blocks: value(self.code_blocks.as_deref()).unwrap_or_default(),
            shortcodes: self.shortcodes.iter().map(shortcode).collect(),
        }
    }

    /// The first value that no switch has: its key, itself, and what is wrong.
    pub(super) fn check(&self) -> Result<(), (&'static str, &str, UnknownName)> {
        check::<Anchors>("anchors", self.anchors.as_deref())?;
        check::<Links>("links", self.links.as_deref())?;
        check::<InlineCode>("inline_code", self.inline_code.as_deref())?;
        check::<CodeBlocks>("code_blocks", self.code_blocks.as_deref())
    }

    /// The first template tag with a parameter that no tag has: its name, and what
    /// is wrong.
    pub(super) fn check_shortcodes(&self) -> Result<(), (&str, String)> {
        for (name, parameters) in &self.shortcodes {
            if name.trim().is_empty() {
                return Err((name, "shortcodes: a name is empty".to_owned()));
            }
            for parameter in parameters {
                let fault = match parameter {
                    ParameterName::Place(0) => "0 is no place; the first parameter has place 1",
                    ParameterName::Name(parameter) if parameter.trim().is_empty() => {
                        "the name of a parameter is empty"
                    }
                    _ => continue,
                };
                return Err((name, format!("shortcodes: {name}: {fault}")));
            }
        }
        Ok(())
    }
}

fn check<'v, T: FromStr<Err = UnknownName>>(
    key: &'static str,
    name: Option<&'v str>,
) -> Result<(), (&'static str, &'v str, UnknownName)> {
    let name = name.unwrap_or_default();
    if name.is_empty() {
        return Ok(());
    }
    name.parse::<T>().map(drop).map_err(|error| (key, name, error))
}

/// The switch that is named; names were checked when the configuration was read.
fn value<T: FromStr>(name: Option<&str>) -> Option<T> {
    name?.parse().ok()
}
