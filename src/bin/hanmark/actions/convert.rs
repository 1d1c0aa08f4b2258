//! `hanmark convert`: one text to standard output or a file.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use hanmark::{
    Completion, Conversion, Document, Engine, Lazy, PostMap, Profile, Settings, SourceVariant,
    TextForm, Variant, Verdict, WithTerms, archive, convert_text,
};

use super::{
    check_style, configuration, configured_edition, configured_variant, field_scope, given_variant,
    keys_to_set, punctuation, style,
};
use crate::{
    args::{Convert, EngineName, Format, Kind},
    json,
    render::{self, Messages},
};

pub(crate) fn run(arguments: &Convert, messages: &Messages) -> Result<Completion> {
    let (name, text) = input(arguments)?;
    let settings = settings(arguments, &name, &text)?;
    let settings = match arguments.common.format {
        Format::Human => settings.without_edits(),
        Format::Json => settings,
    };
    let conversion = convert_text(&text, &settings).with_context(|| name.display().to_string())?;
    if let Some(source) = &conversion.source {
        tell_source(source, &name, messages);
    }
    messages.notes(&name, &conversion.notes());
    let content = match arguments.common.format {
        Format::Human if arguments.reformat => reformatted(&conversion.text, messages)?,
        Format::Human => conversion.text,
        Format::Json => json(&conversion),
    };
    write(arguments, &content)?;
    Ok(Completion::Done)
}

/// The text, and the name to call it by.
fn input(arguments: &Convert) -> Result<(PathBuf, String)> {
    if arguments.file != Path::new("-") {
        return Ok((arguments.file.clone(), archive::read::read(&arguments.file)?));
    }
    let name = arguments.stdin_name.clone().unwrap_or_else(|| "standard input".into());
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok((name.clone(), archive::read::decode(&name, bytes)?))
}

fn settings(arguments: &Convert, name: &Path, text: &str) -> Result<Settings> {
    let start = if arguments.file == Path::new("-") { Path::new(".") } else { name };
    let (_, config) = configuration(arguments.common.config.as_deref(), start)?;
    let settings = match (&arguments.profile, &arguments.to) {
        (Some(profile), _) => Settings::engine(engine(
            arguments.engine,
            &[profile.parse::<Profile>().context("--profile")?],
        )?),
        (None, Some(target)) => edition(arguments, text, target.parse().context("--to")?, &config)?,
        (None, None) => bail!("say what to convert to: --to VARIANT or --profile NAME"),
    };
    let form = match arguments.kind {
        Kind::Markdown => TextForm::Markdown,
        Kind::Text => TextForm::Plain,
    };
    Ok(settings
        .form(form)
        .name(name)
        .fields(field_scope(&config.front_matter))
        .switches(&config.markdown.switches())
        .thoroughness(arguments.verify.into()))
}

fn edition(
    arguments: &Convert,
    text: &str,
    target: Variant,
    config: &hanmark::config::Config,
) -> Result<Settings> {
    let tag = arguments.common.from.as_deref();
    let given = given_variant(tag)?;
    // `--from auto` is to detect, whatever the configuration says.
    let default = if tag.is_none() { configured_variant(config)? } else { None };
    if arguments.engine != EngineName::Hanmark {
        return by_other_engine(arguments, text, (given, default), target);
    }
    let set = keys_to_set(&config.front_matter)?;
    check_style(&arguments.writing, &[target])?;
    let configured = configured_edition(config, target);
    let settings = Settings::edition(target)
        .set(set)
        .punctuation(punctuation(&arguments.writing, configured)?)
        .style(style(&arguments.writing, configured, target)?);
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
    arguments: &Convert,
    text: &str,
    (given, default): (Option<Variant>, Option<Variant>),
    target: Variant,
) -> Result<Settings> {
    let map = match arguments.kind {
        Kind::Markdown => PostMap::of(&Document::split(text))?,
        Kind::Text => PostMap::default(),
    };
    let Some(from) = given.or(map.source).or(default) else {
        bail!("--engine opencc-rust with --to needs --from: it has no detection by runs");
    };
    let profiles = from.profiles_to(target);
    let engine = engine(arguments.engine, profiles)?;
    Ok(Settings::engine(match map.terms_in(target) {
        Some(terms) if !profiles.is_empty() => Arc::new(WithTerms::new(engine, Arc::new(terms))),
        _ => engine,
    }))
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

#[cfg(feature = "reformat")]
fn reformatted(text: &str, messages: &Messages) -> Result<String> {
    let reformatted = hanmark::reformat(text)?;
    for loss in &reformatted.losses {
        messages.warn(&format!("reformat: {loss}"));
    }
    Ok(reformatted.text)
}

#[cfg(not(feature = "reformat"))]
fn reformatted(_: &str, _: &Messages) -> Result<String> {
    bail!(
        "--reformat: this hanmark was built without it; \
         build it with `cargo build --release --features reformat`"
    )
}

fn json(conversion: &Conversion) -> String {
    let mut document = json::conversion(conversion).to_string();
    document.push('\n');
    document
}

fn write(arguments: &Convert, content: &str) -> Result<()> {
    let Some(output) = &arguments.output else {
        return Ok(std::io::stdout().lock().write_all(content.as_bytes())?);
    };
    if is_same_file(&arguments.file, output) {
        bail!(
            "-o {}: this is the original, and hanmark never writes to an original; \
             choose another file",
            output.display()
        );
    }
    if ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| output == Path::new(name))
    {
        return Ok(std::io::stdout().lock().write_all(content.as_bytes())?);
    }
    if is_stream(output) {
        return fs::OpenOptions::new()
            .append(true)
            .open(output)
            .and_then(|mut stream| stream.write_all(content.as_bytes()))
            .with_context(|| format!("cannot write {}", output.display()));
    }
    let output = &fs::canonicalize(output).unwrap_or_else(|_| output.clone());
    let folder = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let name = output.file_name().with_context(|| format!("{} is no file", output.display()))?;
    let source = Some(arguments.file.as_path()).filter(|file| *file != Path::new("-"));
    archive::write::write_copy(folder.unwrap_or(Path::new(".")), Path::new(name), content, source)?;
    Ok(())
}

/// Whether `path` is no plain file, as a pipe, /dev/null or /dev/stdout: it is
/// written to where it is, since renaming would take its place.
fn is_stream(path: &Path) -> bool {
    // What lies in /dev/shm are plain files, in memory.
    let is_of_system =
        path.starts_with("/dev") && !path.starts_with("/dev/shm") || path.starts_with("/proc");
    is_of_system
        || fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn is_same_file(input: &Path, output: &Path) -> bool {
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    }
}
