//! `hanmark.yaml`: what an archive wants, found upward from the path given.
//!
//! Gives typed settings or an error that names file, line and remedy. It alone
//! knows `serde_yaml`, which is deprecated: should it be replaced, this module is
//! the only one to change.

mod edition;
mod markdown;

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    archive::{encoding::DeclaredEncoding, layout::Layout, read},
    convert::{
        dictionary::Dictionary,
        regional::Domain,
        variant::{Script, Variant, nearest},
    },
    post_map,
    switches::{Punctuation, Vocabulary},
};

pub use crate::post_map::{TermLists, Words};
pub use edition::{EditionConfig, StateName, StyleConfig};
pub use markdown::{MarkdownConfig, ParameterName};

/// The name of the configuration file.
pub const FILE_NAME: &str = "hanmark.yaml";
/// The name that it is given by mistake.
const MISNAMED: &str = "hanmark.yml";

/// The content of a `hanmark.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// The variant of every post, or `auto`.
    pub source: Option<String>,
    /// What posts are in that do not plainly say it, as `big5`, or `auto`.
    pub encoding: Option<String>,
    /// The editions to write.
    pub editions: Vec<EditionConfig>,
    /// Which front matter values are prose, and which keys are set.
    pub front_matter: FrontMatterConfig,
    /// Switches for the Markdown dialect.
    pub markdown: MarkdownConfig,
    /// What words of all posts become.
    pub terms: Option<TermLists>,
    /// Words that stay as they are in all posts.
    pub keep: Option<Words>,
}

/// The entry `front_matter`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct FrontMatterConfig {
    /// Keys converted beside the default ones; nested ones as `seo.title`.
    pub convert: Vec<String>,
    /// Keys of the default ones that stay as they are.
    pub keep: Vec<String>,
    /// Keys that every copy gets; `{variant}` and `{variant_lower}` are replaced.
    pub set: serde_yaml::Mapping,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no YAML, or has a value of the wrong kind.
    #[error("{}{}: {reason}", path.display(), place(*line))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, where it is known.
        line: Option<usize>,
        /// What is wrong, and what would be right.
        reason: String,
    },
}

fn place(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(":{line}"))
}

impl Config {
    /// The configuration nearest to `start`: in its folder or one above. Its path
    /// is relative to the current folder if it lies there or below.
    ///
    /// # Errors
    /// When the one found cannot be read or used.
    pub fn find(start: &Path) -> Result<Option<(PathBuf, Self)>, ConfigError> {
        // `..` has to be resolved, or the folder that it leaves would count as above.
        let leads_up = start.components().any(|part| part == Component::ParentDir);
        let absolute = if leads_up { fs::canonicalize(start) } else { std::path::absolute(start) };
        let absolute =
            absolute.map_err(|source| ConfigError::Read { path: start.to_owned(), source })?;
        let here = std::env::current_dir().unwrap_or_default();
        for folder in absolute.ancestors() {
            let path = folder.join(FILE_NAME);
            let misnamed = folder.join(MISNAMED);
            if misnamed.is_file() && !path.is_file() {
                let reason = format!("this file is not read; rename it to {FILE_NAME}");
                return Err(ConfigError::Invalid { path: misnamed, line: None, reason });
            }
            if path.is_file() {
                let path = path.strip_prefix(&here).map_or(path.clone(), Path::to_owned);
                let config = Self::load(&path)?;
                return Ok(Some((path, config)));
            }
        }
        Ok(None)
    }

    /// The configuration in that file.
    ///
    /// # Errors
    /// When it cannot be read, is no YAML, has an unknown key, or asks for
    /// something that this version does not do.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let bytes =
            fs::read(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let (offset, line) = read::place_of_no_utf8(error.as_bytes());
            let reason = format!("not UTF-8 at byte {offset}; save it as UTF-8");
            ConfigError::Invalid { path: path.to_owned(), line: Some(line), reason }
        })?;
        Self::parse(&text, path)
    }

    /// What `terms` and `keep` say in the edition in `target`; `None` if nothing.
    #[must_use]
    pub fn terms_in(&self, target: Variant) -> Option<Dictionary> {
        let none = TermLists::default();
        let TermLists { everywhere, editions } = self.terms.as_ref().unwrap_or(&none);
        let keep = self.keep.as_ref().map_or(&[][..], |words| &words.0);
        post_map::dictionary(FILE_NAME, target, editions, everywhere, keep)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            return Ok(Self::default());
        }
        let config: Self = from_yaml(text).map_err(|(line, reason)| ConfigError::Invalid {
            path: path.to_owned(),
            line,
            reason,
        })?;
        config.refuse_unknown_names(text, path)?;
        Ok(config)
    }

    fn refuse_unknown_names(&self, text: &str, path: &Path) -> Result<(), ConfigError> {
        let refuse = |key, value: &str, reason: String| {
            let found = find_line(text, |line| has_key(line, key) && line.contains(value));
            ConfigError::Invalid { path: path.to_owned(), line: found, reason }
        };
        if let Some(source) = self.source.as_deref().filter(|source| *source != "auto") {
            let parsed = source.parse::<Variant>();
            parsed.map_err(|error| refuse("source", source, format!("{error}, or auto")))?;
        }
        if let Some(encoding) = self.encoding.as_deref() {
            let parsed = encoding.parse::<DeclaredEncoding>();
            parsed.map_err(|error| refuse("encoding", encoding, error.to_string()))?;
        }
        for edition in &self.editions {
            let variant = edition.variant.as_str();
            let parsed = variant.parse::<Variant>();
            let variant = parsed.map_err(|error| refuse("variant", variant, error.to_string()))?;
            if edition.style.is_some() && variant.script() == Script::Simplified {
                let reason =
                    format!("style: all spellings are Traditional; remove it from {variant}");
                return Err(refuse("style", "", reason));
            }
            if let Some(Err((name, error))) = edition.style.as_ref().map(|s| s.style(variant)) {
                return Err(refuse("style", &name, error.to_string()));
            }
            if let Some(layout) = edition.layout.as_deref() {
                let parsed = layout.parse::<Layout>();
                parsed.map_err(|error| refuse("layout", layout, error.to_string()))?;
            }
            if let Some(name) = edition.vocabulary.as_deref() {
                let parsed = name.parse::<Vocabulary>();
                parsed.map_err(|error| refuse("vocabulary", name, error.to_string()))?;
            }
            for (name, state) in edition.domains.iter().flatten() {
                let parsed = name.parse::<Domain>().and_then(|_| state.state());
                parsed.map_err(|error| refuse("domains", name, error.to_string()))?;
            }
            if let Some(name) = edition.punctuation.as_deref() {
                let parsed = name.parse::<Punctuation>();
                parsed.map_err(|error| refuse("punctuation", name, error.to_string()))?;
            }
        }
        if let (Some(terms), Some(keep)) = (&self.terms, &self.keep)
            && let Some(word) = terms.also_kept(&keep.0)
        {
            let reason = format!("`{word}` is in `terms` and in `keep`; drop one");
            let line = find_line(text, |line| line.starts_with("keep"));
            return Err(ConfigError::Invalid { path: path.to_owned(), line, reason });
        }
        self.markdown
            .check()
            .map_err(|(key, value, error)| refuse(key, value, error.to_string()))?;
        self.markdown.check_shortcodes().map_err(|(name, reason)| {
            let line = line_of_shortcode(text, name);
            ConfigError::Invalid { path: path.to_owned(), line, reason }
        })
    }
}

/// The first line, counted from 1, for which `is_it` holds.
fn find_line(text: &str, is_it: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().position(is_it).map(|index| index + 1)
}

/// The line of a template tag behind `shortcodes:`; without a name, of that key.
fn line_of_shortcode(text: &str, name: &str) -> Option<usize> {
    let key = find_line(text, |line| has_key(line, "shortcodes"))?;
    let is_named = |line: &str| {
        line.split([' ', '{', ',', ':', '"', '\'']).any(|word| !word.is_empty() && word == name)
    };
    let found = text.lines().skip(key - 1).position(is_named);
    Some(key + found.unwrap_or(0))
}

fn has_key(line: &str, key: &str) -> bool {
    let code = line.split('#').next().unwrap_or_default();
    code.split([' ', '{', ',', '-']).any(|word| word.trim_end_matches(':') == key)
}

/// The value that `text` writes in YAML, or in JSON, which is YAML too.
///
/// # Errors
/// The line in `text`, counted from 1, where it is known, and the reason.
pub(crate) fn from_yaml<T: DeserializeOwned>(text: &str) -> Result<T, (Option<usize>, String)> {
    serde_yaml::from_str(text).map_err(|error| {
        (error.location().map(|location| location.line()), reason(&error.to_string()))
    })
}

/// serde's message, with a suggestion in place of the list where a key is
/// unknown, and without the place, which the error itself names.
pub(crate) fn reason(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(before, _)| before);
    let Some((before, after)) = message.split_once("unknown field `") else {
        return message.to_owned();
    };
    let mut quoted = after.split('`');
    let unknown = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.skip(1).step_by(2).collect();
    let meant = nearest(unknown, &known)
        .map_or_else(String::new, |name| format!(", did you mean `{name}`?"));
    format!("{before}unknown key `{unknown}`{meant} (known are {})", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::regional::Domains;
    use crate::switches::{Anchors, InlineCode, Shortcode, Switches};

    fn error(text: &str) -> String {
        Config::parse(text, Path::new("hanmark.yaml")).unwrap_err().to_string()
    }

    #[test]
    fn the_example_of_the_readme_is_read() {
        let text = "source: auto\neditions:\n  - { variant: zh-CN, layout: jekyll }\n  \
                    - variant: zh-HK\nfront_matter: { convert: [lede], set: { lang: \"{variant}\" } }\n";
        let config = Config::parse(text, Path::new("hanmark.yaml")).unwrap();
        assert_eq!(config.editions.len(), 2);
        assert_eq!(config.editions[1].variant, "zh-HK");
        assert_eq!(config.front_matter.convert, ["lede"]);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(Config::parse("# later\n", Path::new("x")).unwrap(), Config::default());
    }

    #[test]
    fn an_unknown_key_is_refused_with_line_and_suggestion() {
        assert_eq!(
            error("source: auto\neditons:\n  - { variant: zh-CN }\n"),
            "hanmark.yaml:2: unknown key `editons`, did you mean `editions`? \
             (known are source, encoding, editions, front_matter, markdown, terms, keep)"
        );
        assert_eq!(
            error("editions:\n  - variant: zh-CN\n    layot: hugo\n"),
            "hanmark.yaml:3: editions[0]: unknown key `layot`, did you mean `layout`? \
             (known are variant, layout, vocabulary, domains, punctuation, style, dictionaries)"
        );
    }

    #[test]
    fn unknown_names_are_refused_with_the_line_that_has_them() {
        assert_eq!(
            error(
                "editions:\n  - { variant: zh-CN, layout: hugo }\n  - { variant: zh-HK, layout: hogu }\n"
            ),
            "hanmark.yaml:3: unknown layout `hogu`, did you mean `hugo`?; known are sibling, hugo, \
             jekyll, folder, mkdocs, hexo, starlight, docusaurus"
        );
        assert_eq!(
            error("# zh-KH\neditions:\n  - variant: zh-HK\n  - variant: zh-KH # Hong Kong\n"),
            "hanmark.yaml:4: unknown variant `zh-KH`, did you mean `zh-HK`?; known are zh-CN, zh-SG, \
             zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant"
        );
    }

    #[test]
    fn an_unknown_encoding_is_refused_with_its_line() {
        assert_eq!(
            error("source: auto\nencoding: gb10830\n"),
            "hanmark.yaml:2: unknown encoding `gb10830`, did you mean `gb18030`?; known are auto, \
             utf-8, utf-16, utf-16le, utf-16be, gbk, gb18030, big5"
        );
        let config = Config::parse("encoding: Big5-HKSCS\n", Path::new("x")).unwrap();
        assert_eq!(config.encoding.as_deref(), Some("Big5-HKSCS"));
    }

    #[test]
    fn domains_are_on_off_or_as_by_default() {
        let domains = |edition: &str| {
            let text = format!("editions:\n  - {{ variant: zh-CN, {edition} }}\n");
            let config = Config::parse(&text, Path::new("hanmark.yaml")).map_err(|e| e.to_string());
            config.map(|config| config.editions[0].domains())
        };
        let default = Domains::default();
        assert_eq!(domains("vocabulary: regional"), Ok(default));
        assert_eq!(domains("vocabulary: script"), Ok(Domains::none()));
        assert_eq!(
            domains("domains: { computing: on, names: false, places: auto }"),
            Ok(default.with(Domain::Computing).without(Domain::Names))
        );
        assert_eq!(
            domains("domains: { nams: off }").unwrap_err(),
            "hanmark.yaml:2: unknown domain `nams`, did you mean `names`?; known are general, it, \
             computing, names, places, science, medicine"
        );
    }

    #[test]
    fn punctuation_is_the_targets_or_kept() {
        let text = "editions:\n  - { variant: zh-CN }\n  - { variant: zh-SG, punctuation: keep }\n";
        let config = Config::parse(text, Path::new("hanmark.yaml")).unwrap();
        let punctuation: Vec<_> = config.editions.iter().map(EditionConfig::punctuation).collect();
        assert_eq!(punctuation, [Punctuation::Target, Punctuation::Keep]);
        assert_eq!(
            error("editions:\n  - { variant: zh-CN, punctuation: traget }\n"),
            "hanmark.yaml:2: unknown value of punctuation `traget`, did you mean `target`?; \
             known are target, keep"
        );
    }

    #[test]
    fn a_style_is_a_preset_or_spellings() {
        let style = |style: &str| {
            let text = format!("editions:\n  - variant: zh-TW\n    style: {style}\n");
            let config = Config::parse(&text, Path::new("hanmark.yaml"));
            let found = config.map(|config| config.editions[0].style(Variant::ZhTw).unwrap());
            found.map(|style| style.to_string()).map_err(|error| error.to_string())
        };
        assert_eq!(style("moe").unwrap(), "moe");
        assert_eq!(style("臺").unwrap(), "taiwan, 臺");
        assert_eq!(style("[keep, 臺, jihua=計劃]").unwrap(), "keep, 計劃, 臺");
        assert_eq!(style("{ 台: 臺, preset: moe, zhou: 周 }").unwrap(), "moe, 臺, 周");
        assert_eq!(
            style("{ preset: mo, 台: 臺 }").unwrap_err(),
            "hanmark.yaml:3: unknown preset of style `mo`, did you mean `moe`?; known are keep, \
             taiwan, moe, hongkong"
        );
        assert_eq!(
            style("{ 台: 檯 }").unwrap_err(),
            "hanmark.yaml:3: unknown spelling `檯`, did you mean `台`?; known are 台, 臺"
        );
        assert_eq!(
            error("editions:\n  - { variant: zh-CN, style: 臺 }\n"),
            "hanmark.yaml:2: style: all spellings are Traditional; remove it from zh-CN"
        );
        assert!(style("{ a: 臺 }").unwrap_err().starts_with("hanmark.yaml:3: unknown group"));
        assert!(style("3.5").unwrap_err().contains("give a preset, as `taiwan`"));
    }

    #[test]
    fn switches_are_read_by_name() {
        let text = "markdown:\n  anchors: pin\n  inline_code: prose\n  \
                    shortcodes: { figure: [caption], note: [1] }\n";
        let config = Config::parse(text, Path::new("hanmark.yaml")).unwrap();
        let parameters = |name: &str, parameter: &str| Shortcode {
            name: name.to_owned(),
            parameters: vec![parameter.to_owned()],
        };
        let expected = Switches {
            anchors: Anchors::Pin,
            inline_code: InlineCode::Prose,
            shortcodes: vec![parameters("figure", "caption"), parameters("note", "1")],
            ..Switches::default()
        };
        assert_eq!(config.markdown.switches(), expected);
    }

    #[test]
    fn template_tags_with_parameters_that_none_has_are_refused() {
        assert_eq!(
            error("markdown:\n  shortcodes:\n    figure: [1]\n    note-box: [caption, 0]\n"),
            "hanmark.yaml:4: shortcodes: note-box: 0 is no place; the first parameter has place 1"
        );
        assert_eq!(
            error("markdown: { shortcodes: { note: [\" \"] } }\n"),
            "hanmark.yaml:1: shortcodes: note: the name of a parameter is empty"
        );
        assert_eq!(
            error("markdown:\n  shortcodes: { \"\": [a] }\n"),
            "hanmark.yaml:2: shortcodes: a name is empty"
        );
    }

    #[test]
    fn what_is_not_there_yet_is_refused() {
        assert_eq!(
            error("editions:\n  - { variant: zh-CN, vocabulary: skript }\n"),
            "hanmark.yaml:2: unknown value of vocabulary `skript`, did you mean `script`?; \
             known are regional, script"
        );
    }

    #[test]
    fn broken_yaml_is_named_with_its_line() {
        assert_eq!(error("editions: [\n"), "hanmark.yaml:2: did not find expected node content");
    }
}
