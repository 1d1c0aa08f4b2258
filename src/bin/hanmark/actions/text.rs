//! One text: where it comes from, what is asked, what is said of it.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use hanmark::{
    Conversion, Document, Encoding, Engine, Lazy, PostMap, Profile, Settings, SourceVariant, Terms,
    TextForm, Variant, Verdict, WithTerms, archive, config::Config,
};

use super::{
    check_style, configuration, configured_edition, configured_variant, domains, encoding,
    field_scope, given_variant, glossaries::Glossaries, keys_to_set, punctuation, style,
};
use crate::{
    args::{EngineName, Kind, Text},
    render::{self, Messages},
};

/// The text, the name to call it by, and the configuration for it.
pub(super) struct Input {
    pub(super) name: PathBuf,
    pub(super) text: String,
    /// With its path, if there is one.
    config: (Option<PathBuf>, Config),
}

/// Reads the text that is asked for.
pub(super) fn input(arguments: &Text, messages: &Messages) -> Result<Input> {
    let is_file = arguments.file != Path::new("-");
    let start = if is_file { &arguments.file } else { Path::new(".") };
    let config = configuration(arguments.common.config.as_deref(), start)?;
    let encoding = encoding(&arguments.common.encoding, &config.1)?;
    let (name, decoded) = if is_file {
        (arguments.file.clone(), archive::read::read_post(&arguments.file, encoding)?)
    } else {
        let name = arguments.stdin_name.clone().unwrap_or_else(|| "standard input".into());
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let decoded = archive::encoding::decode(&name, bytes, encoding)?;
        (name, decoded)
    };
    if decoded.encoding != Encoding::Utf8 {
        messages.detail(&format!("{}: {}", name.display(), decoded.encoding));
    }
    Ok(Input { name, text: decoded.text, config })
}

/// What is asked of the conversion of `input`.
pub(super) fn settings(
    arguments: &Text,
    engine_name: EngineName,
    input: &Input,
) -> Result<Settings> {
    let (config_path, config) = &input.config;
    let settings = match (&arguments.profile, &arguments.to) {
        (Some(profile), _) => Settings::engine(engine(
            engine_name,
            &[profile.parse::<Profile>().context("--profile")?],
        )?),
        (None, Some(target)) => {
            let target = target.parse().context("--to")?;
            let terms = Glossaries::new(&arguments.dictionary, config, config_path.as_deref())
                .of_variant(target)?;
            edition(arguments, engine_name, &input.text, target, (config, terms))?
        }
        (None, None) => bail!("say what to convert to: --to VARIANT or --profile NAME"),
    };
    let form = match arguments.kind {
        Kind::Markdown => TextForm::Markdown,
        Kind::Text => TextForm::Plain,
    };
    Ok(settings
        .form(form)
        .name(&input.name)
        .fields(field_scope(&config.front_matter))
        .switches(&config.markdown.switches())
        .thoroughness(arguments.verify.into()))
}

fn edition(
    arguments: &Text,
    engine_name: EngineName,
    text: &str,
    target: Variant,
    (config, terms): (&Config, Option<Arc<Terms>>),
) -> Result<Settings> {
    let tag = arguments.common.from.as_deref();
    let given = given_variant(tag)?;
    // `--from auto` is to detect, whatever the configuration says.
    let default = if tag.is_none() { configured_variant(config)? } else { None };
    if engine_name != EngineName::Hanmark {
        return by_other_engine(arguments, engine_name, text, (given, default), (target, terms));
    }
    let set = keys_to_set(&config.front_matter)?;
    check_style(&arguments.writing, &[target])?;
    let configured = configured_edition(config, target);
    let settings = Settings::edition(target)
        .set(set)
        .domains(domains(&arguments.writing, configured)?)
        .punctuation(punctuation(&arguments.writing, configured)?)
        .style(style(&arguments.writing, configured, target)?);
    let settings = match terms {
        Some(terms) => settings.terms(terms),
        None => settings,
    };
    let settings = match given {
        Some(given) => settings.from(given),
        None => settings,
    };
    Ok(match default {
        Some(default) => settings.default_source(default),
        None => settings,
    })
}

/// Another engine knows nothing of posts: what the post's own map says is looked
/// up here.
fn by_other_engine(
    arguments: &Text,
    engine_name: EngineName,
    text: &str,
    (given, default): (Option<Variant>, Option<Variant>),
    (target, terms): (Variant, Option<Arc<Terms>>),
) -> Result<Settings> {
    let map = match arguments.kind {
        Kind::Markdown => PostMap::of(&Document::split(text))?,
        Kind::Text => PostMap::default(),
    };
    let Some(from) = given.or(map.source).or(default) else {
        bail!("--engine opencc-rust with --to needs --from: it has no detection by runs");
    };
    let profiles = from.profiles_to(target);
    let engine = engine(engine_name, profiles)?;
    let own = map.terms_in(target).map(Arc::new);
    let terms = [terms, own].into_iter().flatten().filter(|_| !profiles.is_empty());
    let with = |engine, terms| -> Arc<dyn Engine> { Arc::new(WithTerms::new(engine, terms)) };
    Ok(Settings::engine(terms.fold(engine, with)))
}

fn engine(name: EngineName, profiles: &[Profile]) -> Result<Arc<dyn Engine>> {
    match name {
        EngineName::Hanmark => Ok(Arc::new(Lazy::new(profiles))),
        #[cfg(feature = "opencc-rust")]
        EngineName::OpenccRust => Ok(Arc::new(hanmark::Reference::new(profiles, None)?)),
        #[cfg(not(feature = "opencc-rust"))]
        EngineName::OpenccRust => {
            bail!(
                "--engine opencc-rust: this hanmark was built without OpenCC's C++ library; \
                 the README tells how to build with it"
            )
        }
    }
}

fn tell_source(source: &SourceVariant, name: &Path, messages: &Messages) {
    let name = name.display();
    match source.verdict {
        Verdict::NotChinese => messages.warn(&format!("{name}: not Chinese, left as it is")),
        Verdict::Japanese => messages.warn(&format!("{name}: Japanese, left as it is")),
        Verdict::Undecided => messages.warn(&format!(
            "{name}: too little Chinese to tell its variant; say it with --from if this is wrong"
        )),
        _ => messages.detail(&format!("{name}: {}", render::source_name(source))),
    }
}

/// Says what the text is written in, and what is to be said of its conversion.
pub(super) fn tell(conversion: &Conversion, name: &Path, messages: &Messages) {
    if let Some(source) = &conversion.source {
        tell_source(source, name, messages);
    }
    messages.notes(name, &conversion.notes());
}
