//! `hanmark build`: the editions of an archive.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use hanmark::{
    BuildError, BuildOptions, Completion, Edition, Terms, archive::layout::Layout, build_archive,
    config::Config,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    CopiesPlace, check_style, configuration, configured_edition, configured_variant, domains,
    encoding, field_scope, given_variant, glossaries::Glossaries, keys_to_set, punctuation, style,
    survey_options,
};
use crate::{
    args::{Build, Format},
    json,
    render::{self, Messages},
};

/// More threads than any machine has cores for, and fewer than a system refuses.
const MOST_JOBS: usize = 256;

pub(crate) fn run(arguments: &Build, messages: &Messages) -> Result<Completion> {
    let options = options(arguments)?;
    let bar = progress_bar(messages);
    let build = || {
        build_archive(&options, &|done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        })
    };
    let result = match arguments.jobs {
        None => build(),
        Some(0) => bail!("-j takes the number of threads, 1 or more"),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.min(MOST_JOBS))
            .build()
            .context("cannot start the threads")?
            .install(build),
    };
    bar.finish_and_clear();
    if let Err(BuildError::Collisions { collisions }) = &result {
        for collision in collisions {
            render::failure(collision);
        }
    }
    let report = result?;
    match arguments.common.format {
        Format::Human => render::build_report(&report, messages),
        Format::Json => {
            writeln!(anstream::stdout().lock(), "{}", json::build(&report))?;
        }
    }
    Ok(report.completion())
}

fn options(arguments: &Build) -> Result<BuildOptions> {
    fs::metadata(&arguments.path)
        .with_context(|| format!("no archive at {}", arguments.path.display()))?;
    let (config_path, config) = configuration(arguments.common.config.as_deref(), &arguments.path)?;
    let mut survey = survey_options(
        &arguments.path,
        &arguments.glob,
        config_path.as_deref(),
        if arguments.out.is_some() { CopiesPlace::Elsewhere } else { CopiesPlace::Archive },
    );
    let from = arguments.common.from.as_deref();
    survey.source = given_variant(from)?;
    survey.encoding = encoding(&arguments.common.encoding, &config)?;
    // `--from auto` is to detect, whatever the configuration says.
    if from.is_none() {
        survey.default_source = configured_variant(&config)?;
    }
    let is_archive = |folder: &Path| folder.as_os_str().is_empty();
    let mut out = arguments.out.clone();
    survey.skip = out.as_deref().and_then(|out| inside(&survey.root, out));
    if survey.skip.as_deref().is_some_and(is_archive) {
        (survey.skip, out) = (None, None);
    }
    let (editions, terms) = editions(arguments, &config, config_path.as_deref())?;
    Ok(BuildOptions {
        survey,
        editions,
        terms,
        out,
        fields: field_scope(&config.front_matter),
        set: keys_to_set(&config.front_matter)?,
        switches: config.markdown.switches(),
        thoroughness: arguments.verify.into(),
    })
}

/// For each edition, at its place.
type TermsOfEditions = Vec<Option<Arc<Terms>>>;

/// Where `folder` lies in `root`, if it is there already and inside; empty if it
/// is `root` itself.
fn inside(root: &Path, folder: &Path) -> Option<PathBuf> {
    let (root, folder) = (fs::canonicalize(root).ok()?, fs::canonicalize(folder).ok()?);
    folder.strip_prefix(root).ok().map(Path::to_owned)
}

fn editions(
    arguments: &Build,
    config: &Config,
    config_path: Option<&Path>,
) -> Result<(Vec<Edition>, TermsOfEditions)> {
    let given: Option<Layout> =
        arguments.layout.as_deref().map(str::parse).transpose().context("--layout")?;
    let layout_of = |name: Option<&str>| match (&given, name) {
        (Some(layout), _) => Ok(layout.clone()),
        (None, Some(name)) => name.parse(),
        (None, None) => Ok(Layout::default()),
    };
    let mut glossaries = Glossaries::new(&arguments.dictionary, config, config_path);
    let (mut editions, mut terms) = (Vec::new(), Vec::new());
    for tag in &arguments.to {
        let variant = tag.parse().context("--to")?;
        let known = configured_edition(config, variant);
        let mut edition =
            Edition::new(variant, layout_of(known.and_then(|edition| edition.layout.as_deref()))?);
        edition.domains = domains(&arguments.writing, known)?;
        edition.punctuation = punctuation(&arguments.writing, known)?;
        terms.push(glossaries.of_edition(variant, known)?);
        edition.style = style(&arguments.writing, known, variant)?;
        editions.push(edition);
    }
    if arguments.to.is_empty() {
        for known in &config.editions {
            let layout = layout_of(known.layout.as_deref())?;
            let variant = known.variant.parse()?;
            let mut edition = Edition::new(variant, layout);
            edition.domains = domains(&arguments.writing, Some(known))?;
            edition.punctuation = punctuation(&arguments.writing, Some(known))?;
            terms.push(glossaries.of_edition(variant, Some(known))?);
            edition.style = style(&arguments.writing, Some(known), edition.variant)?;
            editions.push(edition);
        }
    }
    if editions.is_empty() {
        bail!(
            "no editions to write: give --to zh-CN, or put these lines into {}:\n\n\
             editions:\n  - {{ variant: zh-CN }}\n",
            config_path.map_or_else(
                || super::shown(&arguments.path.join("hanmark.yaml")).display().to_string(),
                |path| path.display().to_string()
            )
        );
    }
    let variants: Vec<_> = editions.iter().map(|edition| edition.variant).collect();
    check_style(&arguments.writing, &variants)?;
    Ok((editions, terms))
}

/// A bar on a terminal; nothing elsewhere.
fn progress_bar(messages: &Messages) -> ProgressBar {
    let target = if messages.is_quiet() {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} copies, {eta} left");
    ProgressBar::with_draw_target(None, target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
