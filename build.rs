//! Compiles OpenCC's dictionaries and configurations into the binary.

#[path = "src/convert/dictionary/compile.rs"]
#[allow(dead_code, unreachable_pub)]
mod compile;

#[path = "build/lazy/mod.rs"]
#[allow(unreachable_pub, dead_code)]
mod lazy;

#[path = "build/markers.rs"]
#[allow(unreachable_pub)]
mod markers;

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

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/convert/dictionary/compile.rs");
    println!("cargo::rerun-if-changed=build/lazy");
    println!("cargo::rerun-if-changed=build/markers.rs");
    println!("cargo::rerun-if-changed=src/convert/engine/lazy/format.rs");
    println!("cargo::rerun-if-changed=src/convert/detect/class.rs");
    println!("cargo::rerun-if-changed={SOURCE}");
    println!("cargo::rerun-if-changed={REGIONS}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let tables = compile_tables(Path::new(SOURCE), &out)?;
    let mut code = tables_code(&tables);
    code.push_str(&configs_code(&Path::new(SOURCE).join("config"), &tables)?);
    fs::write(out.join("opencc.rs"), code)?;
    write_lazy(Path::new(SOURCE), &out)?;
    markers::write(Path::new(SOURCE), Path::new(REGIONS), &out)?;
    Ok(())
}

/// Writes a table per dictionary; gives the dictionaries' names, sorted.
fn compile_tables(source: &Path, out: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for path in files(source, "txt")? {
        let name = stem(&path);
        let text = fs::read_to_string(&path)?;
        let entries =
            compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(out.join(format!("{name}.table")), compile::table(&entries))?;
        names.push(name);
    }
    Ok(names)
}

/// Writes the tables of the lazy engine, and the code that includes them.
fn write_lazy(source: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut texts = Vec::new();
    for path in files(source, "txt")? {
        texts.push((stem(&path), fs::read_to_string(&path)?));
    }
    let mut dictionaries = Vec::new();
    for (name, text) in &texts {
        dictionaries.push((name.as_str(), compile::entries(text)?));
    }
    let mut configs = Vec::new();
    for path in files(&source.join("config"), "json")? {
        configs.push((stem(&path), serde_json::from_str(&fs::read_to_string(&path)?)?));
    }
    let code = lazy::write(&lazy::Source { dictionaries, configs }, out)?;
    fs::write(out.join("lazy.rs"), code)?;
    Ok(())
}

fn tables_code(names: &[String]) -> String {
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

fn configs_code(folder: &Path, tables: &[String]) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("pub(crate) static CONFIGS: &[Config] = &[\n");
    for path in files(folder, "json")? {
        let config: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let item = config_code(&stem(&path), &config, tables)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        code.push_str(&item);
    }
    code.push_str("];\n");
    Ok(code)
}

fn config_code(name: &str, config: &Value, tables: &[String]) -> Result<String, String> {
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

fn steps_code(steps: &Value, tables: &[String]) -> Result<String, String> {
    let steps = steps.as_array().map_or(&[][..], Vec::as_slice);
    let groups: Result<Vec<_>, _> =
        steps.iter().map(|step| group_code(&step["dict"], tables)).collect();
    Ok(format!("&[{}]", groups?.join(", ")))
}

/// `may_output_tofu` dictionaries count, as they do by default in OpenCC.
fn group_code(dict: &Value, tables: &[String]) -> Result<String, String> {
    match (dict["type"].as_str(), dict["match_policy"].as_str()) {
        (Some("text"), _) => {
            let file = dict["file"].as_str().ok_or("a dictionary without file")?;
            let name = file.trim_end_matches(".txt");
            let place = tables.iter().position(|table| table == name);
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
