//! `hanmark build`: the editions of an archive.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result, bail};
use hanmark::{
    BuildError, BuildOptions, BuildReport, Completion, Diffs, Edition, EditionScope, HandEdits,
    Mode, Orphans, Terms, Variant,
    archive::{layout::Layout, lock::Lock},
    build_archive,
    config::{Config, EditionConfig},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    CopiesPlace, check_style, configuration, configured_variant, domains, encoding, field_scope,
    given_variant, glossaries::Glossaries, keys_to_set, punctuation, style, survey_options,
};
use crate::{
    args::{Archive, Build, ReportFormat},
    github::{self, Roots},
    json,
    render::{self, Messages},
    report,
};

/// More threads than any machine has cores for, and fewer than a system refuses.
const MOST_JOBS: usize = 256;

pub(crate) fn run(arguments: &Build, messages: &Messages) -> Result<Completion> {
    let archive = &arguments.archive;
    let mut options = options(archive)?;
    if arguments.dry_run || arguments.diff {
        options.mode = Mode::DryRun;
    }
    if arguments.diff {
        options.diffs = Diffs::Unified;
    }
    options.hand_edits = match (arguments.force, arguments.accept) {
        (true, _) => HandEdits::Overwrite,
        (_, true) => HandEdits::Accept,
        _ => HandEdits::Merge,
    };
    if arguments.prune {
        options.orphans = Orphans::Prune;
    }
    let report = build_with(archive, &options, messages)?;
    show_diffs(&report, archive.format)?;
    match archive.format {
        ReportFormat::Human => report::build(&report, messages),
        ReportFormat::Json => writeln!(anstream::stdout().lock(), "{}", json::build(&report))?,
        ReportFormat::Github => github::annotations(&report, &roots(&options))?,
    }
    let differs = arguments.diff && report.copies.iter().any(|copy| !copy.diff.is_empty());
    let of_diff = if differs { Completion::Findings } else { Completion::Done };
    Ok(report.completion().max(of_diff))
}

/// Runs a build, with a bar on a terminal; an interrupt ends it in order.
pub(super) fn build_with(
    arguments: &Archive,
    options: &BuildOptions,
    messages: &Messages,
) -> Result<BuildReport> {
    let cancel = options.cancel.clone();
    // Where there is no such handler, the system ends the run at once: the next build
    // mends what that leaves.
    let _ = ctrlc::set_handler(move || cancel.cancel());
    let bar = progress_bar(messages);
    let build = || {
        build_archive(options, &|done, total| {
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
    Ok(result?)
}

/// The diffs of a report on standard output, unless they are in the report itself.
pub(super) fn show_diffs(report: &BuildReport, format: ReportFormat) -> Result<()> {
    if format == ReportFormat::Human {
        for copy in &report.copies {
            render::diff(&copy.diff)?;
        }
    }
    Ok(())
}

pub(super) fn roots(options: &BuildOptions) -> Roots<'_> {
    let posts = options.survey.root.as_path();
    Roots { posts, copies: options.out.as_deref().unwrap_or(posts) }
}

pub(super) fn options(arguments: &Archive) -> Result<BuildOptions> {
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
    let mut copy = None;
    if arguments.out.is_none()
        && let Some(post) = post_of_copy(&survey.root, &survey.under)
    {
        copy = survey.under.strip_prefix(&survey.root).ok().map(Path::to_owned);
        survey.under = post;
    }
    let is_archive = |folder: &Path| folder.as_os_str().is_empty();
    let mut out = arguments.out.clone();
    survey.skip = out.as_deref().and_then(|out| inside(&survey.root, out));
    if survey.skip.as_deref().is_some_and(is_archive) {
        (survey.skip, out) = (None, None);
    }
    let (editions, terms) = editions(arguments, &config, config_path.as_deref())?;
    let mut options = BuildOptions::new(survey, editions);
    if arguments.to.is_empty() {
        options.scope = EditionScope::All;
    }
    options.hand_edits_of = copy;
    options.terms = terms;
    options.out = out;
    options.fields = field_scope(&config.front_matter);
    options.set = keys_to_set(&config.front_matter)?;
    options.switches = config.markdown.switches();
    options.thoroughness = arguments.verify.into();
    Ok(options)
}

/// The post of the copy at `path`; `None` if that is no copy. A copy stands for its post,
/// so that messages that name a copy can be followed with its name.
fn post_of_copy(root: &Path, path: &Path) -> Option<PathBuf> {
    if !path.is_file() {
        return None;
    }
    let lock = Lock::load(root).ok()?;
    let post = lock.entries_of(path.strip_prefix(root).ok()?).last()?;
    Some(root.join(&post.source))
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
    arguments: &Archive,
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
    let mut asked: Vec<(Variant, Option<&EditionConfig>)> = Vec::new();
    for tag in &arguments.to {
        let variant: Variant = tag.parse().context("--to")?;
        let known = config.editions.iter().filter(|known| known.variant.parse() == Ok(variant));
        let known: Vec<_> = known.map(|known| (variant, Some(known))).collect();
        if known.is_empty() { asked.push((variant, None)) } else { asked.extend(known) }
    }
    if arguments.to.is_empty() {
        for known in &config.editions {
            asked.push((known.variant.parse()?, Some(known)));
        }
    }
    for (variant, known) in asked {
        let layout = layout_of(known.and_then(|edition| edition.layout.as_deref()))?;
        let mut edition = Edition::new(variant, layout);
        edition.domains = domains(&arguments.writing, known)?;
        edition.punctuation = punctuation(&arguments.writing, known)?;
        edition.style = style(&arguments.writing, known, variant)?;
        terms.push(glossaries.of_edition(variant, known)?);
        editions.push(edition);
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
