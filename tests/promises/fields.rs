//! Promises about front matter, seen through parsers that hanmark's own splicing
//! does not use.

use hanmark::{
    Document, FieldScope, ProseSettings, SetValue, Thoroughness, Variant,
    document::{self, FrontMatterFormat},
    verify,
};
use serde_yaml::{Mapping, Value};

use super::{engines::Change, structure::structure, unless_parser_fails};

/// Keys, types and values that are no prose are the same in `copy`.
///
/// # Panics
/// When they are not.
pub fn assert_values_stay(text: &str, copy: &str, settings: &ProseSettings) {
    let (ours, theirs) = (Document::split(text), Document::split(copy));
    let format = |document: &Document<'_>| document.front_matter().map(|found| found.format);
    assert_eq!(format(&ours), format(&theirs));
    let Some(ours) = mapping(&ours) else { return };
    let theirs = mapping(&theirs).expect("the copy's front matter is invalid");
    assert_same(&Value::Mapping(ours), &Value::Mapping(theirs), "", &settings.fields);
}

/// The front matter as a mapping, if `serde_yaml` can read it.
fn mapping(document: &Document<'_>) -> Option<Mapping> {
    let found = document.front_matter()?;
    let content = &document.source()[found.content.clone()];
    match found.format {
        // JSON is YAML.
        FrontMatterFormat::Yaml | FrontMatterFormat::Json => serde_yaml::from_str(content).ok(),
        FrontMatterFormat::HexoJson => serde_yaml::from_str(&format!("{{{content}}}")).ok(),
        FrontMatterFormat::Toml => None,
    }
}

fn assert_same(ours: &Value, theirs: &Value, path: &str, scope: &FieldScope) {
    match (ours, theirs) {
        (Value::String(our), Value::String(their)) => {
            assert!(our == their || scope.converts(path), "{path}: {our:?} became {their:?}");
        }
        (Value::Sequence(our), Value::Sequence(their)) if our.len() == their.len() => {
            our.iter().zip(their).for_each(|(our, their)| assert_same(our, their, path, scope));
        }
        (Value::Mapping(our), Value::Mapping(their)) => {
            let keys = |mapping: &Mapping| mapping.keys().cloned().collect::<Vec<_>>();
            assert_eq!(keys(our), keys(their), "{path}: keys");
            for ((key, our), their) in our.iter().zip(their.values()) {
                let key = key.as_str().unwrap_or("?");
                let dot = if path.is_empty() { "" } else { "." };
                assert_same(our, their, &format!("{path}{dot}{key}"), scope);
            }
        }
        _ => assert_eq!(ours, theirs, "{path}"),
    }
}

/// A copy has the keys that were set, the language key follows, and every other
/// key is as it was.
///
/// # Panics
/// When one is broken.
pub fn declared(
    text: &str,
    set: &[(String, SetValue)],
    settings: &ProseSettings,
    change: Change,
    thoroughness: Thoroughness,
) {
    let document = Document::split(text);
    let found = document::prose(&document, settings).map_err(Into::into);
    let Some(prose) = unless_parser_fails(found) else { return };
    let declared = document::declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, set);
    let laid = document::edits(text, &prose, &mut |_, _| Some(&change));
    let edits = laid.expect("the engine never fails").0.apart_from(&declared.edits);
    // Front matter can be written so that a key cannot be set.
    let Ok(verified) = verify(text, &edits, &declared.edits, settings, thoroughness) else {
        return;
    };
    let copy = Document::split(&verified.text);
    assert_eq!(structure(&verified.text, settings), structure(text, settings), "the body changed");
    if declared.warnings.is_empty() {
        assert_set(&copy, set);
    }
    let Some(mut ours) = mapping(&document) else { return };
    let mut theirs = mapping(&copy).expect("the copy's front matter is invalid");
    let of_edition = ["lang", "language", "locale"];
    for key in set.iter().map(|(key, _)| key.as_str()).chain(of_edition) {
        ours.shift_remove(key);
        theirs.shift_remove(key);
    }
    remove_declared_source(&mut ours);
    remove_declared_source(&mut theirs);
    assert_same(&Value::Mapping(ours), &Value::Mapping(theirs), "", &settings.fields);
}

/// `hanmark.source` says the variant as `lang` does, so that it follows in a copy.
fn remove_declared_source(fields: &mut Mapping) {
    if let Some(Value::Mapping(post)) = fields.get_mut("hanmark") {
        post.shift_remove("source");
    }
}

fn assert_set(copy: &Document<'_>, set: &[(String, SetValue)]) {
    for (key, value) in set {
        if let SetValue::Text(text) = value
            && !text.is_empty()
            && !text.contains("{variant")
        {
            assert_eq!(copy.front_matter_string(key), Some(text.as_str()), "{key}");
        }
    }
}

/// Keys and values to set, chosen by the bits of `choices`; 0 sets none.
pub fn keys_to_set(choices: u8) -> Vec<(String, SetValue)> {
    const KEYS: [&str; 6] = ["lang", "title", "a", "題", "seo", "a: b"];
    const TEXTS: [&str; 8] =
        ["{variant}", "門", "yes", "", "a: \"b\" # c", "- x", "門\n書\u{7}\u{85}", "'\\"];
    if choices == 0 {
        return Vec::new();
    }
    let number = usize::from(choices);
    let first = SetValue::Text(TEXTS[number % 8].to_owned());
    let second = match number % 3 {
        0 => SetValue::Plain("12".to_owned()),
        _ => SetValue::Text(TEXTS[(number / 8 + 3) % 8].to_owned()),
    };
    let key = |number: usize| KEYS[number % 6].to_owned();
    let mut set = vec![(key(number / 8), first), (key(number / 48 + 1), second)];
    set.dedup_by(|second, first| second.0 == first.0);
    set
}
