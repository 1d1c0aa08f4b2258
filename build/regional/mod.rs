//! Compiles the regional tables of editions: for each way from one variant to another,
//! the rules of OpenCC and ours, with keys as they stand in the source.
//!
//! OpenCC converts in steps, so that what one step wrote the next one can convert again
//! (哈薩克 to 哈薩克斯坦 to 哈薩克斯坦斯坦). Here both ends of a rule are brought to where
//! the text starts and ends, once, and a text is matched once.

mod guards;
mod read;
mod script;
mod ways;

use std::{collections::BTreeMap, error::Error, fmt::Write as _, fs, path::Path};

use crate::{compile, format, lazy};
use script::Scripts;

/// Rules by key.
pub type Rules = BTreeMap<String, Rule>;

/// What a key becomes, and why.
#[derive(Clone)]
pub struct Rule {
    /// Alternatives by spaces.
    pub value: String,
    pub domain: u8,
    /// The table that it is from, by its place in [`Tables`].
    pub table: u8,
}

impl Rule {
    /// The value that is taken.
    pub fn first(&self) -> &str {
        self.value.split(' ').next().unwrap_or_default()
    }
}

/// The names of tables.
#[derive(Default)]
pub struct Tables(Vec<String>);

impl Tables {
    pub fn place(&mut self, name: &str) -> u8 {
        let place = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        u8::try_from(place).expect("there are some twenty tables")
    }
}

/// A way from a variant to another.
#[derive(Clone, Default)]
pub struct Way {
    pub rules: Rules,
    /// Those that win where a text is about computing.
    pub computing: Rules,
}

/// Writes the tables of all ways to `out`; gives the code that includes them.
pub fn write(
    source: &lazy::Source<'_>,
    folder: &Path,
    out: &Path,
) -> Result<String, Box<dyn Error>> {
    let mut tables = Tables::default();
    let scripts = Scripts::new(source)?;
    let ways = ways::all(source, &scripts, folder, &mut tables)?;
    let mut code = format!(
        "pub(super) static TABLES: &[&str] = &{:?};\npub(super) static WAYS: &[Way] = &[\n",
        tables.0
    );
    for (name, way) in &ways {
        let rules = write_rules(&format!("{name}.rules"), &way.rules, out)?;
        let computing = write_rules(&format!("{name}.computing"), &way.computing, out)?;
        let keys: Vec<&str> =
            way.rules.keys().chain(way.computing.keys()).map(String::as_str).collect();
        let file = format!("{name}.starts");
        fs::write(out.join(&file), starts(&keys)?)?;
        let both = include(&file);
        writeln!(
            code,
            "    Way {{ name: {name:?}, rules: {rules}, computing: {computing}, starts: {both} }},"
        )?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn write_rules(name: &str, rules: &Rules, out: &Path) -> Result<String, Box<dyn Error>> {
    let mut keys: Vec<&str> = rules.keys().map(String::as_str).collect();
    // Numbered as `compile::table` does.
    keys.sort_by(|a, b| a.chars().cmp(b.chars()));
    let pairs: Vec<_> = keys.iter().map(|key| (*key, rules[*key].value.as_str())).collect();
    fs::write(out.join(format!("{name}.table")), compile::table(&pairs))?;
    let kinds: Vec<u8> =
        keys.iter().flat_map(|key| [rules[*key].domain, rules[*key].table]).collect();
    fs::write(out.join(format!("{name}.kinds")), kinds)?;
    fs::write(out.join(format!("{name}.starts")), starts(&keys)?)?;
    let include = |end| include(&format!("{name}.{end}"));
    Ok(format!(
        "Rules {{ table: {}, kinds: {}, starts: {} }}",
        include("table"),
        include("kinds"),
        include("starts")
    ))
}

fn include(file: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))")
}

/// The filter that tells where a key may start; see `format`.
///
/// # Errors
/// When a key begins with so much ASCII that a scan would not find it.
fn starts(keys: &[&str]) -> Result<Vec<u8>, String> {
    let mut bits = vec![0_u8; format::STARTS_BYTES];
    let mut set = |bit: usize| bits[bit / 8] |= 1 << (bit % 8);
    for key in keys {
        let wide = key.bytes().position(|byte| !byte.is_ascii());
        if wide.is_none_or(|wide| wide > format::LONGEST_ASCII) {
            return Err(format!("{key} begins with more ASCII than is looked back for"));
        }
        let mut characters = key.chars();
        let Some(first) = characters.next() else { continue };
        set(format::first_bit(first));
        match characters.next() {
            Some(second) => set(format::pair_bit(first, second)),
            None => set(format::alone_bit(first)),
        }
    }
    Ok(bits)
}
