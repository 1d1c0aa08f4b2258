//! Compiles OpenCC's dictionaries and configurations, and ours, into the binary.

#[path = "src/convert/dictionary/compile.rs"]
#[allow(dead_code, unreachable_pub)]
mod compile;

#[path = "build/lazy/mod.rs"]
#[allow(unreachable_pub, dead_code)]
mod lazy;

#[path = "src/convert/regional/format.rs"]
#[allow(dead_code)]
mod format;

#[path = "build/regional/mod.rs"]
#[allow(unreachable_pub)]
mod regional;

#[path = "build/markers.rs"]
#[allow(unreachable_pub)]
mod markers;

#[path = "build/words/mod.rs"]
#[allow(unreachable_pub)]
mod words;

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

const SOURCE: &str = "dictionaries/opencc";
const REGIONS: &str = "dictionaries/regions.txt";
const REGIONAL: &str = "dictionaries/regional";
const WORDS: &str = "dictionaries/words";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/convert/dictionary/compile.rs");
    println!("cargo::rerun-if-changed=build/lazy");
    println!("cargo::rerun-if-changed=build/markers.rs");
    println!("cargo::rerun-if-changed=build/regional");
    println!("cargo::rerun-if-changed=src/convert/regional/format.rs");
    println!("cargo::rerun-if-changed={REGIONAL}");
    println!("cargo::rerun-if-changed=src/convert/engine/lazy/format.rs");
    println!("cargo::rerun-if-changed=src/convert/detect/class.rs");
    println!("cargo::rerun-if-changed={SOURCE}");
    println!("cargo::rerun-if-changed={REGIONS}");
    println!("cargo::rerun-if-changed=build/words");
    println!("cargo::rerun-if-changed=src/convert/words/format.rs");
    println!("cargo::rerun-if-changed={WORDS}");
    println!("cargo::rerun-if-changed=dictionaries");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("dictionaries.hash"), fingerprint(Path::new("dictionaries"))?)?;
    let folder = Path::new(SOURCE);
    let texts = texts(folder)?;
    let source = lazy::Source { dictionaries: dictionaries(&texts)?, configs: configs(folder)? };
    write_tables(&source, &out)?;
    fs::write(out.join("lazy.rs"), lazy::write(&source, &out)?)?;
    fs::write(out.join("regional.rs"), regional::write(&source, Path::new(REGIONAL), &out)?)?;
    markers::write(folder, Path::new(REGIONS), &out)?;
    words::write(Path::new(WORDS), folder, &out)?;
    Ok(())
}

/// The dictionaries' names and texts, sorted by name.
/// A hash of every file in `folder` and below, however its lines end: copies that were
/// made with other tables are made anew.
fn fingerprint(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut hasher = blake3::Hasher::new();
    let mut paths = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(path)? {
                paths.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    for file in files {
        hasher.update(file.to_string_lossy().replace('\\', "/").as_bytes());
        let content = fs::read(&file)?;
        for part in content.split(|byte| *byte == b'\r') {
            hasher.update(part);
        }
    }
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

fn texts(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let read = |path: PathBuf| Ok((stem(&path), fs::read_to_string(&path)?));
    files(folder, "txt")?.into_iter().map(read).collect()
}

/// Their names and entries.
fn dictionaries(texts: &[(String, String)]) -> Result<Vec<lazy::Named<'_>>, String> {
    let mut dictionaries = Vec::new();
    for (name, text) in texts {
        let entries = compile::entries(text).map_err(|error| format!("{name}.txt: {error}"))?;
        dictionaries.push((name.as_str(), entries));
    }
    Ok(dictionaries)
}

/// The configurations' names and contents, sorted by name.
fn configs(folder: &Path) -> Result<Vec<(String, Value)>, Box<dyn Error>> {
    let mut configs = Vec::new();
    for path in files(&folder.join("config"), "json")? {
        configs.push((stem(&path), serde_json::from_str(&fs::read_to_string(&path)?)?));
    }
    Ok(configs)
}

/// Writes a table per dictionary, and the code that includes them.
fn write_tables(source: &lazy::Source<'_>, out: &Path) -> Result<(), Box<dyn Error>> {
    for (name, entries) in &source.dictionaries {
        fs::write(out.join(format!("{name}.table")), compile::table(entries))?;
    }
    let names: Vec<&str> = source.dictionaries.iter().map(|(name, _)| *name).collect();
    let code = tables_code(&names) + &configs_code(&source.configs, &names)?;
    fs::write(out.join("opencc.rs"), code)?;
    Ok(())
}

fn tables_code(names: &[&str]) -> String {
    let mut code = String::from("pub(crate) static TABLES: &[(&str, &[u8])] = &[\n");
    for name in names {
        let _ = writeln!(
            code,
            "    ({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.table\"))),"
        );
    }
    code.push_str("];\n");
    code
}

fn configs_code(configs: &[(String, Value)], tables: &[&str]) -> Result<String, String> {
    let mut code = String::from("pub(crate) static CONFIGS: &[Config] = &[\n");
    for (name, config) in configs {
        let item = config_code(name, config, tables);
        code.push_str(&item.map_err(|error| format!("{name}.json: {error}"))?);
    }
    code.push_str("];\n");
    Ok(code)
}

fn config_code(name: &str, config: &Value, tables: &[&str]) -> Result<String, String> {
    let description = config["name"].as_str().ok_or("no name")?;
    let segmentation = match &config["segmentation"] {
        Value::Null => "None".to_owned(),
        segmentation if segmentation["type"] == "mmseg" => {
            format!("Some({})", group_code(&segmentation["dict"], tables)?)
        }
        other => return Err(format!("unknown segmentation {other}")),
    };
    Ok(format!(
        "    Config {{ name: {name:?}, description: {description:?}, normalization: {}, \
         segmentation: {segmentation}, chain: {} }},\n",
        steps_code(&config["normalization"], tables)?,
        steps_code(&config["conversion_chain"], tables)?,
    ))
}

fn steps_code(steps: &Value, tables: &[&str]) -> Result<String, String> {
    let steps = steps.as_array().map_or(&[][..], Vec::as_slice);
    let groups: Result<Vec<_>, _> =
        steps.iter().map(|step| group_code(&step["dict"], tables)).collect();
    Ok(format!("&[{}]", groups?.join(", ")))
}

/// `may_output_tofu` dictionaries count, as they do by default in OpenCC.
fn group_code(dict: &Value, tables: &[&str]) -> Result<String, String> {
    match (dict["type"].as_str(), dict["match_policy"].as_str()) {
        (Some("text"), _) => {
            let file = dict["file"].as_str().ok_or("a dictionary without file")?;
            let name = file.trim_end_matches(".txt");
            let place = tables.iter().position(|table| *table == name);
            Ok(format!("Group::Table({})", place.ok_or(format!("no dictionary {file}"))?))
        }
        (Some("group"), Some(policy)) => {
            let kind = match policy {
                "short_circuit" => "ShortCircuit",
                "union" => "Union",
                _ => return Err(format!("unknown match_policy {policy}")),
            };
            let members = dict["dicts"].as_array().ok_or("a group without dicts")?;
            let members: Result<Vec<_>, _> =
                members.iter().map(|member| group_code(member, tables)).collect();
            Ok(format!("Group::{kind}(&[{}])", members?.join(", ")))
        }
        _ => Err(format!("unknown dictionary {dict}")),
    }
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
