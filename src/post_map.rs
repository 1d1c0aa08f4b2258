//! A post's own wishes: the `hanmark:` map of its front matter.
//!
//! Gets a [`Document`], gives its [`PostMap`]. A map that cannot be understood
//! refuses the post: nothing is converted against its author's wish.

mod raw;

use raw::FrontMatterKeys;
pub use raw::{TermLists, Words};
use serde::{Deserialize, Serialize};

use crate::{
    config,
    convert::{
        dictionary::Dictionary,
        engine::Terms,
        regional::{Domain, Domains},
        variant::Variant,
    },
    document::{Document, FrontMatterFormat, Refusal},
    switches::{DomainState, Vocabulary},
};

/// The key of the map.
const KEY: &str = "hanmark";
/// How deep front matter may be for the map to be found: libyaml takes time by
/// the square of the depth, and serde stops soon behind this.
const DEEPEST: usize = 100;

/// What a post wishes for itself.
///
/// ```
/// use hanmark::{Document, PostMap, Skip, Variant};
///
/// let post = "---\nhanmark:\n  source: zh-HK\n  terms: { 的士: 出租车 }\n  skip: zh-TW\n---\n";
/// let map = PostMap::of(&Document::split(post))?;
/// assert_eq!(map.source, Some(Variant::ZhHk));
/// assert_eq!(map.skip, Skip::Editions(vec![Variant::ZhTw]));
/// # Ok::<(), hanmark::Refusal>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostMap {
    /// What the post is written in.
    pub source: Option<Variant>,
    /// What words of the post become, in every edition.
    pub terms: Vec<(String, String)>,
    /// The same in one edition alone, where it wins over `terms` and `keep`.
    pub edition_terms: Vec<(Variant, Vec<(String, String)>)>,
    /// Words that stay as they are.
    pub keep: Vec<String>,
    /// The editions that get no copy of the post.
    pub skip: Skip,
    /// Whose words its editions have, if it says so.
    pub vocabulary: Option<Vocabulary>,
    /// The domains whose words they take over or not, whatever the edition says.
    pub domains: Vec<(Domain, DomainState)>,
}

/// The editions that a post is left out of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skip {
    /// None: it gets its copies.
    #[default]
    Nothing,
    /// All of them.
    All,
    /// Those in these variants.
    Editions(Vec<Variant>),
}

impl Skip {
    /// Whether the edition in `target` gets no copy.
    #[must_use]
    pub fn covers(&self, target: Variant) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Editions(variants) => variants.contains(&target),
        }
    }
}

impl PostMap {
    /// The map of a post; the empty one if it has none.
    ///
    /// # Errors
    /// When the post has a map that cannot be read, with its line and what is
    /// wrong with it.
    pub fn of(document: &Document<'_>) -> Result<Self, Refusal> {
        let Some(front_matter) = document.front_matter() else { return Ok(Self::default()) };
        let content = &document.source()[front_matter.content.clone()];
        if !content.contains(KEY) {
            return Ok(Self::default());
        }
        let read = match front_matter.format {
            FrontMatterFormat::Toml => from_toml(content),
            _ if is_deep(content) => Err((None, format!("it is more than {DEEPEST} levels deep"))),
            FrontMatterFormat::Yaml => config::from_yaml(&untabbed(content)),
            FrontMatterFormat::Json => config::from_yaml(content),
            // The braces are left out; they must not add a line.
            FrontMatterFormat::HexoJson => config::from_yaml(&format!("{{{content}}}")),
        };
        let refusal = |(line, reason): Fault| Refusal {
            line: document.line(front_matter.content.start) + line.map_or(0, |line| line - 1),
            reason,
        };
        match read {
            Ok(FrontMatterKeys { hanmark: None }) => Ok(Self::default()),
            Ok(FrontMatterKeys { hanmark: Some(raw) }) => raw.checked().map_err(|word| {
                let reason = format!("hanmark: `{word}` is in `terms` and in `keep`; drop one");
                refusal((line_with(content, &word), reason))
            }),
            // Broken front matter without a map is no concern of this module.
            Err(_) if !has_map(content) => Ok(Self::default()),
            Err((line, reason)) => Err(refusal((line, of_map(&reason)))),
        }
    }

    /// The domains whose words are taken over in an edition that has those of `edition`.
    #[must_use]
    pub fn domains_over(&self, edition: Domains) -> Domains {
        let domains = self.vocabulary.map_or(edition, Domains::of);
        self.domains.iter().fold(domains, |domains, (domain, state)| domains.set(*domain, *state))
    }

    /// What is matched before any dictionary, in the edition in `target`; `None`
    /// if the post wishes nothing there.
    #[must_use]
    pub fn terms_in(&self, target: Variant) -> Option<Terms> {
        let own = dictionary("post", target, &self.edition_terms, &self.terms, &self.keep);
        own.map(|own| Terms::new(vec![own]))
    }
}

/// What words become in the edition in `target`: by its own list, else by that of all
/// editions, else they stay; `None` if there are none.
pub(crate) fn dictionary(
    name: &'static str,
    target: Variant,
    editions: &[(Variant, Vec<(String, String)>)],
    everywhere: &[(String, String)],
    keep: &[String],
) -> Option<Dictionary> {
    let of_edition = editions.iter().filter(|(variant, _)| *variant == target);
    // The first of two equal keys counts.
    let pairs: Vec<(&str, &str)> = of_edition
        .flat_map(|(_, terms)| terms)
        .chain(everywhere)
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .chain(keep.iter().map(|word| (word.as_str(), word.as_str())))
        .collect();
    (!pairs.is_empty()).then(|| Dictionary::from_pairs(name, &pairs))
}

/// The line in the front matter, from 1, and what is wrong there.
type Fault = (Option<usize>, String);

fn from_toml(content: &str) -> Result<FrontMatterKeys, Fault> {
    let line = |error: &toml_edit::de::Error| {
        Some(content[..error.span()?.start].matches('\n').count() + 1)
    };
    let parsed = toml_edit::de::Deserializer::parse(content)
        .map_err(|error| (line(&error), error.message().to_owned()))?;
    FrontMatterKeys::deserialize(parsed)
        .map_err(|error| (line(&error), format!("{KEY}: {}", config::reason(error.message()))))
}

/// YAML forbids tabs as indentation, but Hexo reads them, and so does the reader
/// of front matter here.
fn untabbed(content: &str) -> String {
    let lines = content.split_inclusive('\n').map(|line| {
        let rest = line.trim_start_matches('\t');
        " ".repeat(line.len() - rest.len()) + rest
    });
    lines.collect()
}

/// Whether so many brackets are open at once; those in strings count too.
fn is_deep(content: &str) -> bool {
    let mut depth = 0_usize;
    content.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// Whether front matter that cannot be read was meant to have a map: the key
/// stands there as one.
fn has_map(content: &str) -> bool {
    content.match_indices(KEY).any(|(at, _)| {
        let quotes = ['"', '\'', ' ', '\t'];
        let before = content[..at].trim_end_matches(quotes);
        let after = content[at + KEY.len()..].trim_start_matches(quotes);
        (before.is_empty() || before.ends_with(['\n', '\r', '[', '{', ',']))
            && after.starts_with([':', '=', ']', '.'])
    })
}

/// The line of a word of the map.
fn line_with(content: &str, word: &str) -> Option<usize> {
    let map = content.find(KEY)?;
    let at = map + content[map..].find(word)?;
    Some(content[..at].matches('\n').count() + 1)
}

/// The reason, if it names the map; else one that says why it matters here.
fn of_map(reason: &str) -> String {
    if reason.starts_with(KEY) {
        return reason.to_owned();
    }
    let reason = reason.split(" at line ").next().unwrap_or_default();
    format!("front matter cannot be read, and with it the post's `{KEY}` map: {reason}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::convert::engine::{Engine as _, Plain, WithTerms};

    fn map(post: &str) -> Result<PostMap, String> {
        PostMap::of(&Document::split(post)).map_err(|refusal| refusal.to_string())
    }

    #[track_caller]
    fn assert_refuse<const N: usize>(posts: [&str; N], reasons: [&str; N]) {
        assert_eq!(posts.map(|post| map(post).unwrap_err()), reasons);
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn whole() -> PostMap {
        PostMap {
            source: Some(Variant::ZhHk),
            terms: pairs(&[("滑鼠", "鼠标")]),
            edition_terms: vec![(Variant::ZhTw, pairs(&[("软件", "軟體")]))],
            keep: vec!["松鼠".to_owned(), "門".to_owned()],
            skip: Skip::Editions(vec![Variant::ZhMo]),
            ..PostMap::default()
        }
    }

    #[test]
    fn a_post_chooses_vocabulary_and_domains() {
        let domains = |map: &str| {
            let post = format!("---\nhanmark: {{ {map} }}\n---\n");
            let map = PostMap::of(&Document::split(&post)).map_err(|refusal| refusal.to_string());
            map.map(|map| map.domains_over(Domains::default().without(Domain::It)))
        };
        let edition = Domains::default().without(Domain::It);
        assert_eq!(domains("skip: false"), Ok(edition));
        assert_eq!(domains("vocabulary: script"), Ok(Domains::none()));
        assert_eq!(
            domains("domains: { computing: on, names: false }"),
            Ok(edition.with(Domain::Computing).without(Domain::Names))
        );
        assert_eq!(
            domains("domains: { computing: yes }").unwrap_err(),
            "line 2: hanmark.domains: unknown state of a domain `yes`; known are on, off, auto"
        );
    }

    #[test]
    fn a_map_is_read_from_every_kind_of_front_matter() {
        let json = "\"hanmark\": {\n \"source\":\"zh-HK\",\n\t\"terms\": {\"滑鼠\": \"鼠标\", \
                    \"zh-TW\": {\"软件\": \"軟體\"}},\n\"keep\": [\"松鼠\", \"門\"], \"skip\": [\"zh-MO\"]\n}";
        for post in [
            "---\ntitle: 書\nhanmark:\n  source: zh-HK\n  terms:\n    滑鼠: 鼠标 # 註\n    \
             zh-TW: { 软件: 軟體 }\n  keep: [松鼠, 門]\n  skip: zh-MO\n---\n",
            "---\n{title: 書, hanmark: {source: zh_hk, terms: {滑鼠: 鼠标, zh-TW: {软件: 軟體}},\n\
             keep: [松鼠, 門], skip: [zh-MO]}}\n---\n",
            "---\ntitle: 書\ntitle: 門\nhanmark:\n\tsource: zh-HK\n\tterms:\n\t\t滑鼠: 鼠标\n\t\tzh-TW: \
             {软件: 軟體}\n\tkeep:\n\t- 松鼠\n\t- 門\n\tskip: [zh-MO]\n---\n",
            "+++\ntitle = '書'\ndate = 2024-05-01T10:00:00Z\n[hanmark]\nsource = 'zh-HK'\nkeep = \
             ['松鼠', '門']\nskip = 'zh-MO'\n[hanmark.terms]\n'滑鼠' = '鼠标'\n[hanmark.terms.zh-TW]\n\
             '软件' = '軟體'\n+++\n",
            "+++\nhanmark.source = 'zh-HK'\nhanmark.terms = { '滑鼠' = '鼠标', zh-TW.'软件' = '軟體' }\n\
             hanmark.keep = ['松鼠', '門']\nhanmark.skip = ['zh-MO']\n+++\n",
            "+++\nhanmark = { source = 'zh-HK', terms = { '滑鼠' = '鼠标', zh-TW = { '软件' = \
             '軟體' } }, keep = ['松鼠', '門'], skip = ['zh-MO'] }\n+++\n",
            &format!("{{\n\"title\":\"書\",\n{json}\n}}\n門"),
            &format!(";;;\n\"title\":\"書\",\n{json}\n;;;\n門"),
        ] {
            assert_eq!(map(post), Ok(whole()), "{post}");
        }
    }

    #[test]
    fn a_post_without_a_map_wishes_nothing() {
        for post in [
            "",
            "hanmark: 門\n",
            "---\ntitle: hanmark\n---\n",
            "---\n# hanmark: {sorce: zh-HK}\n---\n",
            "---\ntitle: 門: 車, see hanmark: 書\n---\n",
            "---\nhanmark:\n---\n",
            "---\nhanmark: {}\n---\n",
            "---\nhanmark: {source: , terms: , keep: , skip: false}\n---\n",
            "---\na: {hanmark: true}\n---\n",
            "+++\n[a]\nhanmark = true\n+++\n",
        ] {
            assert_eq!(map(post), Ok(PostMap::default()), "{post}");
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_known_one() {
        let reason = "hanmark: unknown key `sorce`, did you mean `source`? \
                      (known are source, terms, keep, skip, vocabulary, domains)";
        for (post, line) in [
            ("---\r\ntitle: 書\r\nhanmark:\r\n  skip: true\r\n  sorce: zh-HK\r\n---\r\n", 5),
            ("+++\ntitle = '書'\n[hanmark]\nsorce = 'zh-HK'\n+++\n", 4),
            ("{\n\"hanmark\": {\n\"sorce\": \"zh-HK\"}\n}\n", 3),
        ] {
            assert_eq!(map(post), Err(format!("line {line}: {reason}")), "{post}");
        }
    }

    #[test]
    fn what_is_no_mapping_is_told_what_is_expected() {
        assert_refuse(
            [
                "---\nhanmark: true\n---\n",
                "---\nhanmark: [a]\n---\n",
                "---\nhanmark: {terms: [滑鼠]}\n---\n",
                "---\nhanmark:\n  terms:\n    滑鼠: 1\n---\n",
                "---\nhanmark: {keep: {滑鼠: 鼠标}}\n---\n",
                "---\nhanmark: {keep: [[1]]}\n---\n",
                "---\nhanmark: {skip: 1}\n---\n",
                "+++\nhanmark = true\n+++\n",
                "+++\n[hanmark]\nterms = ['滑鼠']\n+++\n",
                "{\"hanmark\": 1}\n",
            ],
            [
                "line 2: hanmark: invalid type: boolean `true`, expected a mapping with `source`, \
                 `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`",
                "line 2: hanmark: invalid type: sequence, expected a mapping with `source`, \
                 `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`",
                "line 2: hanmark.terms: invalid type: sequence, expected a mapping of words, as \
                 `terms: { 滑鼠: 鼠标 }`",
                "line 4: hanmark.terms.滑鼠: invalid type: integer `1`, expected a word (numbers \
                 in quotes), or under a variant a mapping of words, as `zh-TW: { 软件: 軟體 }`",
                "line 2: hanmark.keep: invalid type: map, expected a list of words, as \
                 `keep: [松鼠]`",
                "line 2: hanmark.keep[0]: invalid type: sequence, expected a string",
                "line 2: hanmark.skip: invalid type: integer `1`, expected `true`, or a list of \
                 variants, as `skip: [zh-HK]`",
                "line 2: hanmark: invalid type: boolean `true`, expected a mapping with `source`, \
                 `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`",
                "line 3: hanmark: invalid type: sequence, expected a mapping of words, as \
                 `terms: { 滑鼠: 鼠标 }`",
                "line 1: hanmark: invalid type: integer `1`, expected a mapping with `source`, \
                 `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`",
            ],
        );
    }

    #[test]
    fn words_and_variants_that_make_no_sense_are_named() {
        let long = format!("---\nhanmark:\n  keep: [{}]\n---\n", "門".repeat(1_001));
        assert_refuse(
            [
                "---\nhanmark:\n  source: zh-KH\n---\n",
                "---\nhanmark:\n  skip: [zh-KH]\n---\n",
                "---\nhanmark:\n  terms:\n    zh-KH: {a: b}\n---\n",
                "---\nhanmark:\n  terms:\n    滑鼠:\n    門: 门\n---\n",
                "---\nhanmark:\n  terms:\n    滑鼠: ''\n---\n",
                "---\nhanmark:\n  terms:\n    '': 鼠标\n---\n",
                "---\nhanmark:\n  keep: [' ']\n---\n",
                "---\nhanmark:\n  keep: [\"a\\nb\"]\n---\n",
                &long,
                "---\nhanmark:\n  terms:\n    門: 门\n    門: 户\n---\n",
                "---\nhanmark:\n  terms:\n    zh-TW: {門: 门, 門: 户}\n---\n",
                "---\nhanmark:\n  terms: {門: 门}\n  keep: [門]\n---\n",
                "+++\n[hanmark]\nsource = 'zh-KH'\n+++\n",
                "+++\n[hanmark]\nkeep = ['']\n+++\n",
            ],
            [
                "line 3: hanmark: unknown variant `zh-KH`, did you mean `zh-HK`?; known are \
                 zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
                "line 3: hanmark.skip: unknown variant `zh-KH`, did you mean `zh-HK`?; known are \
                 zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
                "line 4: hanmark.terms: unknown variant `zh-KH`, did you mean `zh-HK`?; known are \
                 zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
                "line 4: hanmark.terms.滑鼠: invalid type: unit value, expected a word (numbers in \
                 quotes), or under a variant a mapping of words, as `zh-TW: { 软件: 軟體 }`",
                "line 4: hanmark.terms.滑鼠: a word is empty; write one, or drop the line",
                "line 4: hanmark.terms: a word is empty; write one, or drop the line",
                "line 3: hanmark.keep: a word is empty; write one, or drop the line",
                "line 3: hanmark.keep: the word `a b` holds a line break",
                "line 3: hanmark.keep: a word of 1001 characters; at most 1000 are matched",
                "line 4: hanmark.terms: `門` is there twice",
                "line 4: hanmark.terms.zh-TW: `門` is there twice",
                "line 3: hanmark: `門` is in `terms` and in `keep`; drop one",
                "line 3: hanmark: unknown variant `zh-KH`, did you mean `zh-HK`?; known are \
                 zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant",
                "line 3: hanmark: a word is empty; write one, or drop the line",
            ],
        );
    }

    #[test]
    fn a_map_in_broken_front_matter_is_refused() {
        assert_refuse(
            [
                "---\ntitle: 門: 車\nhanmark: {skip: true}\n---\n",
                "---\ntitle: 門\nhanmark: {skip: true\n---\n",
                "---\nhanmark: {}\nhanmark: {skip: true}\n---\n",
                "+++\ntitle = \n[hanmark]\n+++\n",
                "+++\ntitle = 書\nhanmark.skip = true\n+++\n",
                "{\"title\": [, \"hanmark\": {}}\n",
            ],
            [
                "line 2: front matter cannot be read, and with it the post's `hanmark` map: \
                 mapping values are not allowed in this context",
                "line 4: front matter cannot be read, and with it the post's `hanmark` map: \
                 did not find expected ',' or '}'",
                "line 2: front matter cannot be read, and with it the post's `hanmark` map: \
                 duplicate field `hanmark`",
                "line 2: front matter cannot be read, and with it the post's `hanmark` map: \
                 string values must be quoted, expected literal string",
                "line 2: front matter cannot be read, and with it the post's `hanmark` map: \
                 string values must be quoted, expected literal string",
                "line 1: front matter cannot be read, and with it the post's `hanmark` map: \
                 did not find expected node content",
            ],
        );
    }

    #[test]
    fn a_map_in_deep_front_matter_is_refused() {
        let deep = format!("{}{}", "[".repeat(101), "]".repeat(101));
        let reason = "line 2: front matter cannot be read, and with it the post's `hanmark` map: it is \
                      more than 100 levels deep";
        let post = format!("---\na: {deep}\nhanmark: {{}}\n---\n");
        assert_eq!(map(&post), Err(reason.to_owned()));
        assert_eq!(map(&post.replace("hanmark:", "a: hanmark")), Ok(PostMap::default()));
    }

    #[test]
    fn terms_of_an_edition_win_over_those_of_all() {
        let mut map = whole();
        map.edition_terms = vec![(Variant::ZhTw, pairs(&[("滑鼠", "老鼠"), ("門", "户")]))];
        let converted = |target| {
            let terms = Arc::new(map.terms_in(target).unwrap());
            let engine = WithTerms::new(Arc::new(Plain::new(&[])), terms);
            engine.convert("滑鼠、門、松鼠").unwrap().into_owned()
        };
        assert_eq!(converted(Variant::ZhCn), "鼠标、門、松鼠");
        assert_eq!(converted(Variant::ZhTw), "老鼠、户、松鼠");
        assert!(PostMap::default().terms_in(Variant::ZhCn).is_none());
    }
}
