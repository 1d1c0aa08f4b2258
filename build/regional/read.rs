//! Reads the tables of a folder: a file for each domain.

use std::{collections::HashMap, error::Error, fs, path::Path};

use super::{Rule, Rules, Tables, Way};
use crate::{compile, format};

/// The rules of the folder `name`; none if it is not there.
pub fn folder(root: &Path, name: &str, tables: &mut Tables) -> Result<Way, Box<dyn Error>> {
    let mut way = Way::default();
    for (domain, domain_name) in (0..).zip(format::DOMAINS) {
        let path = root.join(name).join(format!("{domain_name}.txt"));
        if !path.exists() {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let table = tables.place(&format!("{name}/{domain_name}"));
        let entries =
            compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let rules = if domain == format::COMPUTING { &mut way.computing } else { &mut way.rules };
        for (key, value) in entries {
            let rule = Rule { value: value.to_owned(), domain, table };
            if rules.insert(key.to_owned(), rule).is_some() {
                return Err(format!("{}: {key} stands in two files", path.display()).into());
            }
        }
    }
    Ok(way)
}

/// The domain of each key of OpenCC's table `name`; `None` for those that editions
/// leave out.
pub fn domains(root: &Path, name: &str) -> Result<HashMap<String, Option<u8>>, Box<dyn Error>> {
    let path = root.join("domains").join(format!("{name}.txt"));
    if !path.exists() {
        return Ok(HashMap::new());
    }
    let text = fs::read_to_string(&path)?;
    let mut domains = HashMap::new();
    for (key, domain) in
        compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?
    {
        let number = format::DOMAINS.iter().position(|known| *known == domain);
        if number.is_none() && domain != "none" {
            return Err(format!("{}: {key} has the unknown domain {domain}", path.display()).into());
        }
        domains.insert(key.to_owned(), number.map(|number| number as u8));
    }
    Ok(domains)
}

/// Adds `own` on top of `rules`.
pub fn add(rules: &mut Rules, own: &Rules) {
    for (key, rule) in own {
        rules.insert(key.clone(), rule.clone());
    }
}
