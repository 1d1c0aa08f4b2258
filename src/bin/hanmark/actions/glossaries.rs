//! Glossaries: which words are decided on for an edition.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use hanmark::{
    Dictionary, Terms, Variant,
    config::{Config, EditionConfig},
    terms::read_dictionary,
};

/// The files of the command line and of the configuration, each read once.
pub(super) struct Glossaries<'a> {
    given: &'a [PathBuf],
    config: &'a Config,
    folder: &'a Path,
    read: HashMap<PathBuf, Dictionary>,
}

impl<'a> Glossaries<'a> {
    pub(super) fn new(
        given: &'a [PathBuf],
        config: &'a Config,
        config_path: Option<&'a Path>,
    ) -> Self {
        let folder = config_path.and_then(Path::parent).unwrap_or(Path::new(""));
        Self { given, config, folder, read: HashMap::new() }
    }

    /// The words for the first edition in `target`, if the configuration has one.
    ///
    /// # Errors
    /// As [`Glossaries::of_edition`].
    pub(super) fn of_variant(&mut self, target: Variant) -> Result<Option<Arc<Terms>>> {
        let mut editions = self.config.editions.iter();
        let edition = editions.find(|edition| edition.variant.parse() == Ok(target));
        self.of_edition(target, edition)
    }

    /// The words for an edition: those of the command line count for most, those of
    /// the whole archive for least.
    ///
    /// # Errors
    /// When a file cannot be read or has a bad line.
    pub(super) fn of_edition(
        &mut self,
        target: Variant,
        edition: Option<&EditionConfig>,
    ) -> Result<Option<Arc<Terms>>> {
        let mut dictionaries = Vec::new();
        for path in self.given {
            dictionaries.push(self.read(path.clone()).context("--dictionary")?);
        }
        for path in edition.and_then(|edition| edition.dictionaries.as_deref()).unwrap_or_default()
        {
            let place = "dictionaries, in hanmark.yaml (paths start at its folder)";
            dictionaries.push(self.read(self.folder.join(path)).context(place)?);
        }
        dictionaries.extend(self.config.terms_in(target));
        Ok((!dictionaries.is_empty()).then(|| Arc::new(Terms::new(dictionaries))))
    }

    fn read(&mut self, path: PathBuf) -> Result<Dictionary> {
        if let Some(known) = self.read.get(&path) {
            return Ok(known.clone());
        }
        let dictionary = read_dictionary(&path)?;
        self.read.insert(path, dictionary.clone());
        Ok(dictionary)
    }
}
