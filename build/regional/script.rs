//! Scripts: what OpenCC's profiles make of a key or a value.

use crate::lazy::{
    Source,
    steps::{self, Dictionary, Group},
};

/// Converts words along profiles.
pub struct Scripts {
    dictionaries: Vec<Dictionary>,
    chains: Vec<(String, Vec<Group>)>,
}

impl Scripts {
    pub fn new(source: &Source<'_>) -> Result<Self, String> {
        let names: Vec<String> =
            source.dictionaries.iter().map(|(name, _)| (*name).to_owned()).collect();
        let dictionaries =
            source.dictionaries.iter().map(|(_, entries)| Dictionary::new(entries)).collect();
        let mut chains = Vec::new();
        for (name, config) in &source.configs {
            let steps = config["conversion_chain"].as_array().ok_or("no chain")?;
            let chain: Result<Vec<_>, _> =
                steps.iter().map(|step| Group::read(&step["dict"], &names)).collect();
            chains.push((name.clone(), chain?));
        }
        Ok(Self { dictionaries, chains })
    }

    /// `text` along `profiles`, one after the other; alternatives by spaces each.
    pub fn convert(&self, profiles: &[&str], text: &str) -> String {
        let one = |word: &str| {
            profiles.iter().fold(word.to_owned(), |word, profile| {
                let known = self.chains.iter().find(|(name, _)| name == profile);
                let (_, chain) = known.expect("the profile is OpenCC's");
                steps::output(&steps::apply(&self.dictionaries, chain, &word))
            })
        };
        text.split(' ').map(one).collect::<Vec<_>>().join(" ")
    }
}
