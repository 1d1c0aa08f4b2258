//! The ways, and what each is made of.

use std::{
    collections::{BTreeMap, HashSet},
    error::Error,
    path::Path,
};

use super::{Rule, Rules, Tables, Way, guards, read, script::Scripts};
use crate::{format, lazy};

/// What ways are made from.
struct Maker<'a> {
    source: &'a lazy::Source<'a>,
    scripts: &'a Scripts,
    folder: &'a Path,
    tables: &'a mut Tables,
}

/// Every way by name, `from-to`.
pub fn all(
    source: &lazy::Source<'_>,
    scripts: &Scripts,
    folder: &Path,
    tables: &mut Tables,
) -> Result<BTreeMap<&'static str, Way>, Box<dyn Error>> {
    let mut maker = Maker { source, scripts, folder, tables };
    let singapore = maker.own("cn-sg")?;
    let macau = maker.own("hk-mo")?;
    let mut ways = BTreeMap::new();
    let spellings = maker.spellings_to_traditional("t2tw")?;
    ways.insert("hans-hant", maker.guarded(spellings, &["s2tw"], &["tw2s"]));
    ways.insert("hans-tw", maker.traditional("TWPhrases", "cn-tw", "s2tw")?);
    let hong_kong = maker.traditional("HKPhrases", "cn-hk", "s2hk")?;
    ways.insert("hans-mo", maker.then(hong_kong.clone(), &macau, &["s2hk"], &["hk2s"]));
    ways.insert("hans-hk", hong_kong);
    let spellings = maker.spellings_to_simplified()?;
    ways.insert("hant-hans", maker.guarded(spellings, &["tw2s"], &["s2tw"]));
    for [from, sg, phrases, forth, back] in [
        ["tw-cn", "tw-sg", "TWPhrasesRev", "tw2s", "s2tw"],
        ["hk-cn", "hk-sg", "HKPhrasesRev", "hk2s", "s2hk"],
    ] {
        let mainland = maker.simplified(phrases, from, forth, back)?;
        ways.insert(sg, maker.then(mainland.clone(), &singapore, &[forth], &[back]));
        ways.insert(from, mainland);
    }
    let to_hong_kong = maker.between("tw-hk", &["tw2t", "t2hk"], &["hk2t", "t2tw"])?;
    let macau_from_taiwan =
        maker.then(to_hong_kong.clone(), &macau, &["tw2t", "t2hk"], &["hk2t", "t2tw"]);
    ways.insert("tw-mo", macau_from_taiwan);
    ways.insert("tw-hk", to_hong_kong);
    ways.insert("hk-tw", maker.between("hk-tw", &["hk2t", "t2tw"], &["tw2t", "t2hk"])?);
    ways.insert("cn-sg", maker.guarded(singapore, &[], &[]));
    ways.insert("hk-mo", maker.guarded(macau, &[], &[]));
    Ok(ways)
}

impl Maker<'_> {
    fn own(&mut self, name: &str) -> Result<Way, Box<dyn Error>> {
        read::folder(self.folder, name, self.tables)
    }

    fn guarded(&mut self, mut way: Way, forth: &[&str], back: &[&str]) -> Way {
        let table = self.tables.place("guards");
        guards::add(&mut way, self.scripts, forth, back, table);
        way
    }

    /// Spellings for Traditional editions, in the glyphs that `profile` makes of the
    /// standard ones.
    fn spellings_to_traditional(&mut self, profile: &str) -> Result<Way, Box<dyn Error>> {
        let mut way = self.own("hans-hant")?;
        for rule in way.rules.values_mut() {
            rule.value = self.scripts.convert(&[profile], &rule.value);
        }
        Ok(way)
    }

    /// Spellings for Simplified editions: for each key those of Taiwan and Hong Kong.
    fn spellings_to_simplified(&mut self) -> Result<Way, Box<dyn Error>> {
        let own = self.own("hant-hans")?;
        let mut way = own.clone();
        for (key, rule) in &own.rules {
            for profile in ["t2tw", "t2hk"] {
                let regional = self.scripts.convert(&[profile], key);
                way.rules.entry(regional).or_insert_with(|| rule.clone());
            }
        }
        Ok(way)
    }

    fn traditional(
        &mut self,
        phrases: &str,
        own: &str,
        forth: &str,
    ) -> Result<Way, Box<dyn Error>> {
        let glyphs = if forth == "s2hk" { "t2hk" } else { "t2tw" };
        let back = if forth == "s2hk" { "hk2s" } else { "tw2s" };
        let mut way = self.spellings_to_traditional(glyphs)?;
        for (key, (value, domain)) in self.opencc(phrases)? {
            let source = self.scripts.convert(&["t2s"], &key);
            let returns = self.scripts.convert(&["s2t"], &source) == key;
            self.insert(&mut way, source, value, domain, phrases, returns);
        }
        let own = self.own(own)?;
        put(&mut way, &own);
        Ok(self.guarded(way, &[forth], &[back]))
    }

    fn simplified(
        &mut self,
        phrases: &str,
        own: &str,
        forth: &str,
        back: &str,
    ) -> Result<Way, Box<dyn Error>> {
        let mut way = self.spellings_to_simplified()?;
        for (key, (value, domain)) in self.opencc(phrases)? {
            let value = self.scripts.convert(&["t2s"], &value);
            self.insert(&mut way, key, value, domain, phrases, true);
        }
        let own = self.own(own)?;
        put(&mut way, &own);
        Ok(self.guarded(way, &[forth], &[back]))
    }

    fn between(&mut self, own: &str, forth: &[&str], back: &[&str]) -> Result<Way, Box<dyn Error>> {
        let way = self.own(own)?;
        Ok(self.guarded(way, forth, back))
    }

    /// `way`, and `last` on top of what it writes; `forth` and `back` convert what no
    /// rule of `way` does.
    fn then(&mut self, mut way: Way, last: &Way, forth: &[&str], back: &[&str]) -> Way {
        for rule in way.rules.values_mut().chain(way.computing.values_mut()) {
            if let Some(further) = last.rules.get(rule.first()) {
                *rule = further.clone();
            }
        }
        for (key, rule) in &last.rules {
            let source = self.scripts.convert(back, key);
            way.rules.entry(source).or_insert_with(|| rule.clone());
        }
        self.guarded(way, forth, back)
    }

    /// The entries of OpenCC's table `name`, with their domains, but for those that
    /// editions leave out.
    fn opencc(&self, name: &str) -> Result<BTreeMap<String, (String, u8)>, Box<dyn Error>> {
        let domains = read::domains(self.folder, name)?;
        let known = self.source.dictionaries.iter().find(|(known, _)| *known == name);
        let (_, entries) = known.ok_or_else(|| format!("no table {name}"))?;
        let keys: HashSet<&str> = entries.iter().map(|(key, _)| *key).collect();
        if let Some(stray) = domains.keys().find(|key| !keys.contains(key.as_str())) {
            return Err(format!("domains/{name}.txt: {stray} is no key of {name}").into());
        }
        let with_domain = |(key, value): &(&str, &str)| {
            let domain = domains.get(*key).copied().unwrap_or(Some(format::GENERAL))?;
            Some(((*key).to_owned(), ((*value).to_owned(), domain)))
        };
        Ok(entries.iter().filter_map(with_domain).collect())
    }

    /// Adds a rule of OpenCC's; of two with one key that counts which `is_better`.
    fn insert(
        &mut self,
        way: &mut Way,
        key: String,
        value: String,
        domain: u8,
        table: &str,
        is_better: bool,
    ) {
        let table = self.tables.place(table);
        let computing = domain == format::COMPUTING;
        let rules = if computing { &mut way.computing } else { &mut way.rules };
        let rule = Rule { value, domain, table };
        if is_better {
            rules.insert(key, rule);
        } else {
            rules.entry(key).or_insert(rule);
        }
    }
}

/// Puts our own rules on top: they win over OpenCC's of the same key.
fn put(way: &mut Way, own: &Way) {
    let both: [(&mut Rules, &Rules); 2] =
        [(&mut way.rules, &own.rules), (&mut way.computing, &own.computing)];
    for (rules, own) in both {
        read::add(rules, own);
    }
}
