//! The C++ OpenCC as reference engine.
//!
//! It gives strings only: what changed, and by which rule, stays inside the
//! library. Conversions take turns, since the library keeps its last error in
//! one place for all threads.

use std::{
    borrow::Cow,
    env,
    path::{Path, PathBuf},
};

use opencc_rust::OpenCC;

use super::{Engine, EngineError, Granularity};
use crate::convert::{
    profile::Profile,
    segment::{Rule, RuleId, Segment},
};

const NAME: &str = "opencc-rust";
const DATA_DIR: &str = "OPENCC_DATA_DIR";

/// Converts along one or more profiles with OpenCC's own library.
///
/// There for whoever must have it, and as the measure of [`Plain`](super::Plain).
pub struct Reference {
    steps: Vec<OpenCC>,
}

impl Reference {
    /// The engine that applies `profiles` one after the other.
    ///
    /// OpenCC's configurations and dictionaries are read from `data_dir`, else
    /// from the folder that the variable `OPENCC_DATA_DIR` names, now or when
    /// hanmark was built, else from where the library looks by itself.
    ///
    /// # Errors
    /// When OpenCC cannot load a profile from there.
    pub fn new(profiles: &[Profile], data_dir: Option<&Path>) -> Result<Self, EngineError> {
        let folder = data_dir.map_or_else(default_data_dir, |folder| Some(folder.to_owned()));
        let steps = profiles.iter().map(|profile| open(*profile, folder.as_deref()));
        Ok(Self { steps: steps.collect::<Result<_, _>>()? })
    }
}

fn default_data_dir() -> Option<PathBuf> {
    let now = env::var_os(DATA_DIR).filter(|folder| !folder.is_empty());
    now.map(PathBuf::from).or_else(|| option_env!("OPENCC_DATA_DIR").map(PathBuf::from))
}

fn open(profile: Profile, folder: Option<&Path>) -> Result<OpenCC, EngineError> {
    let file = format!("{profile}.json");
    let path = folder.map_or_else(|| PathBuf::from(&file), |folder| folder.join(&file));
    OpenCC::new(&path).map_err(|error| EngineError {
        engine: NAME,
        reason: match folder {
            Some(_) => format!("cannot load {}: {error}", path.display()),
            None => format!("cannot load {file}, and {DATA_DIR} is not set: {error}"),
        },
    })
}

/// One step. OpenCC stops at a NUL, and nothing matches across one, so the
/// pieces between are converted apart.
fn convert(opencc: &OpenCC, text: &str) -> Result<String, EngineError> {
    let mut converted = String::with_capacity(text.len());
    for (index, piece) in text.split('\0').enumerate() {
        if index > 0 {
            converted.push('\0');
        }
        let piece = opencc.convert(piece);
        let piece =
            piece.map_err(|error| EngineError { engine: NAME, reason: error.to_string() })?;
        converted.push_str(&piece);
    }
    Ok(converted)
}

impl Engine for Reference {
    /// At most one segment: all from the first character that differs to the last.
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let converted = self.convert(text)?;
        if *converted == *text {
            return Ok(());
        }
        let start: usize = (text.chars().zip(converted.chars()))
            .take_while(|(before, after)| before == after)
            .map(|(before, _)| before.len_utf8())
            .sum();
        let end: usize = (text[start..].chars().rev().zip(converted[start..].chars().rev()))
            .take_while(|(before, after)| before == after)
            .map(|(before, _)| before.len_utf8())
            .sum();
        each(Segment {
            range: start..text.len() - end,
            replacement: &converted[start..converted.len() - end],
            rules: &[],
        });
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }

    fn granularity(&self) -> Granularity {
        Granularity::Strings
    }

    fn convert<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, EngineError> {
        let mut converted = Cow::Borrowed(text);
        for opencc in &self.steps {
            let next = convert(opencc, &converted)?;
            if next != *converted {
                converted = Cow::Owned(next);
            }
        }
        Ok(converted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_named() {
        let error = Reference::new(&[Profile::S2t], Some(Path::new("no/such/folder"))).err();
        let message = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(
            message.starts_with("opencc-rust: cannot load no/such/folder/s2t.json: "),
            "{message}"
        );
    }

    #[test]
    #[ignore = "needs OpenCC's data, see scripts/reference-engine"]
    fn text_is_converted_on_both_sides_of_a_nul() {
        let engine = Reference::new(&[Profile::S2twp], None).unwrap();
        assert_eq!(engine.convert("鼠标\0软件").unwrap(), "滑鼠\0軟體");
        let mut segments = Vec::new();
        let mut note = |segment: Segment<'_>| {
            segments.push((segment.range, segment.replacement.to_owned()));
        };
        engine.segments("用鼠标。", &mut note).unwrap();
        assert_eq!(segments, [(3..9, "滑鼠".to_owned())]);
    }
}
