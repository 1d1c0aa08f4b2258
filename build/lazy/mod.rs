//! Compiles the tables of the lazy engine: a file for each profile, and one for
//! each set of phrases, which profiles share.
//!
//! The engine converts characters alone and looks closer only where it may be
//! wrong. What is written here tells it where: see `src/convert/engine/lazy`.

mod anchors;
mod crossings;
#[path = "../../src/convert/engine/lazy/format.rs"]
mod format;
mod profile;
pub mod steps;
mod tables;

use std::{error::Error, fmt::Write as _, fs, path::Path};

use serde_json::Value;
use steps::{Dictionary, Group};

/// A dictionary's name and entries: keys with their values.
pub type Named<'a> = (&'a str, Vec<(&'a str, &'a str)>);

/// Where the text of the dictionaries and configurations is, and their names.
pub struct Source<'a> {
    pub dictionaries: Vec<Named<'a>>,
    pub configs: Vec<(String, Value)>,
}

/// Writes the files to `out`; gives the code that includes them.
pub fn write(source: &Source<'_>, out: &Path) -> Result<String, Box<dyn Error>> {
    let names: Vec<String> =
        source.dictionaries.iter().map(|(name, _)| (*name).to_owned()).collect();
    let dictionaries: Vec<_> =
        source.dictionaries.iter().map(|(_, entries)| Dictionary::new(entries)).collect();
    let mut sets: Vec<Vec<String>> = Vec::new();
    let mut code = String::from("pub(super) static PROFILES: &[(usize, &[u8], &str)] = &[\n");
    for (name, config) in &source.configs {
        let group = |dict: &Value| Group::read(dict, &names);
        let chain = config["conversion_chain"].as_array().ok_or("no chain")?;
        let chain: Result<Vec<_>, _> = chain.iter().map(|step| group(&step["dict"])).collect();
        let segmentation = &config["segmentation"]["dict"];
        let segmentation = if segmentation.is_null() { None } else { Some(group(segmentation)?) };
        let profile = profile::Profile::new(&dictionaries, segmentation.as_ref(), chain?)
            .map_err(|error| format!("{name}: {error}"))?;
        let set = sets.iter().position(|set| *set == profile.phrases).unwrap_or_else(|| {
            sets.push(profile.phrases.clone());
            sets.len() - 1
        });
        let (bytes, texts) = profile.compile().map_err(|error| format!("{name}: {error}"))?;
        let (file, texts_file) = (format!("{name}.lazy"), format!("{name}.texts"));
        fs::write(out.join(&file), bytes)?;
        fs::write(out.join(&texts_file), texts)?;
        writeln!(
            code,
            "    ({set}, {}, {}),",
            include("bytes", &file),
            include("str", &texts_file)
        )?;
    }
    code.push_str("];\npub(super) static SETS: &[&[u8]] = &[\n");
    for (number, set) in sets.iter().enumerate() {
        let file = format!("phrases-{number}.lazy");
        fs::write(out.join(&file), tables::keys(set.iter().map(|key| (key.as_str(), 0))))?;
        writeln!(code, "    {},", include("bytes", &file))?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn include(kind: &str, file: &str) -> String {
    format!("include_{kind}!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))")
}
