//! `hanmark terms`: candidates for a glossary.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::{ErrorKind, Write as _},
    path::Path,
};

use anyhow::{Context, Result, bail};
use hanmark::{
    Completion, ProseSettings, Variant,
    config::Config,
    terms::{Candidate, Mined, Mining, mine},
};
use serde_json::{Value, json};

use super::{
    CopiesPlace, configuration, configured_variant, encoding, field_scope, given_variant,
    glossaries::Glossaries, shown, survey_options,
};
use crate::{
    args::{Format, Terms},
    render::{self, Messages},
};

pub(crate) fn run(arguments: &Terms, messages: &Messages) -> Result<Completion> {
    let (config_path, config) = configuration(arguments.common.config.as_deref(), &arguments.path)?;
    let target = target(arguments, &config)?;
    let (path, glob) = (&arguments.path, &arguments.glob);
    let mut survey = survey_options(path, glob, config_path.as_deref(), CopiesPlace::Archive);
    let from = arguments.common.from.as_deref();
    survey.source = given_variant(from)?;
    survey.encoding = encoding(&arguments.common.encoding, &config)?;
    if from.is_none() {
        survey.default_source = configured_variant(&config)?;
    }
    let switches = config.markdown.switches();
    let mining = Mining {
        survey,
        target,
        least: arguments.min,
        terms: Glossaries::new(&arguments.dictionary, &config, config_path.as_deref())
            .of_variant(target)?,
        prose: ProseSettings {
            fields: field_scope(&config.front_matter),
            inline_code: switches.inline_code,
            code_blocks: switches.code_blocks,
            shortcodes: switches.shortcodes,
            ..ProseSettings::default()
        },
    };
    let mined = mine(&mining)?;
    for failed in &mined.failed {
        render::failure(&failed.error);
    }
    if mined.posts == 0 {
        messages.warn(&format!("{}: no post leads to {target}", arguments.path.display()));
    }
    let content = match arguments.content.format {
        Format::Human => glossary(&mined, &mining),
        Format::Json => format!("{}\n", document(&mined, &mining)),
    };
    write(arguments.output.as_deref(), &content)?;
    Ok(if mined.failed.is_empty() { Completion::Done } else { Completion::Failures })
}

/// The edition that the glossary is for.
fn target(arguments: &Terms, config: &Config) -> Result<Variant> {
    if let Some(tag) = &arguments.to {
        return tag.parse().context("--to");
    }
    let mut tags: Vec<&str> = config.editions.iter().map(|one| one.variant.as_str()).collect();
    tags.dedup();
    match tags[..] {
        [tag] => Ok(tag.parse()?),
        [] => bail!("say which edition the glossary is for, as --to zh-CN"),
        _ => bail!("a glossary is for one edition; say which: --to {}", tags.join(" or --to ")),
    }
}

fn write(output: Option<&Path>, content: &str) -> Result<()> {
    let Some(output) = output else {
        return Ok(std::io::stdout().lock().write_all(content.as_bytes())?);
    };
    match OpenOptions::new().write(true).create_new(true).open(output) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("-o {}: there is such a file; choose another name", output.display())
        }
        opened => opened
            .and_then(|mut file| file.write_all(content.as_bytes()))
            .with_context(|| format!("cannot write {}", output.display())),
    }
}

/// The candidates as a file to edit.
fn glossary(mined: &Mined, mining: &Mining) -> String {
    let target = mining.target;
    let mut text = format!(
        "# Names and terms for {target}: the word as it stands in the posts, a tab, and what\n\
         # hanmark writes now. Correct the right side, delete what is no term, and name this\n\
         # file in hanmark.yaml:\n\
         # editions: [{{ variant: {target}, dictionaries: [terms.txt] }}]\n"
    );
    for candidate in &mined.candidates {
        let _ = writeln!(text, "\n# {}", said(candidate));
        for place in &candidate.places {
            let path = mining.survey.root.join(&place.path);
            let _ =
                writeln!(text, "#   {}:{}: {}", shown(&path).display(), place.line, place.context);
        }
        let _ = writeln!(text, "{}\t{}", candidate.word, candidate.value);
    }
    text
}

/// What is known of a candidate, in one line.
fn said(candidate: &Candidate) -> String {
    let mut said = match candidate.count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    if !candidate.originals.is_empty() {
        let _ = write!(said, ", {}", candidate.originals.join(", "));
    }
    if !candidate.spellings.is_empty() {
        let _ = write!(said, "; the same as {}?", candidate.spellings.join(", "));
    }
    said
}

fn document(mined: &Mined, mining: &Mining) -> Value {
    let candidates: Vec<Value> = mined
        .candidates
        .iter()
        .map(|candidate| {
            let places: Vec<Value> = candidate
                .places
                .iter()
                .map(|place| {
                    json!({ "path": place.path, "line": place.line, "context": place.context })
                })
                .collect();
            json!({
                "word": candidate.word,
                "value": candidate.value,
                "count": candidate.count,
                "originals": candidate.originals,
                "spellings": candidate.spellings,
                "places": places,
            })
        })
        .collect();
    let to = mining.target.tag();
    json!({ "schema": 1, "to": to, "posts": mined.posts, "candidates": candidates })
}
