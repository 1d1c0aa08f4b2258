//! The command line: what can be asked, in the words of `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Regional editions of an archive of Chinese Markdown.
///
/// hanmark writes Simplified, Taiwan, Hong Kong … copies of Markdown posts. Only
/// the prose changes: front matter keys, links, code and markup keep every byte.
#[derive(Debug, Parser)]
#[command(
    name = "hanmark",
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 done (warnings included), 1 findings (copies that a person edited), \
                  2 a failure; the summary lists it and everything else is done."
)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) action: Action,

    /// Say less: only failures
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more: every copy and every post left out
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    /// Colour the messages
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Write the editions of an archive
    ///
    /// Copies go where the layout says; originals are never written to. Which
    /// files are copies stands in `.hanmark/lock`: keep it with the archive.
    Build(Build),
    /// Convert one text to standard output
    Convert(Convert),
    /// Tell the variant of each post
    Detect(Detect),
    /// List OpenCC's profiles
    Profiles(Profiles),
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// The archive: a folder of posts, or a folder or post inside one
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,

    /// The editions to write, as `zh-CN,zh-HK`; else those of hanmark.yaml
    #[arg(long, value_name = "VARIANT", value_delimiter = ',')]
    pub(crate) to: Vec<String>,

    /// Where copies go: sibling, hugo, jekyll, folder … or a pattern such as
    /// `{variant}/{path}` or `{dir}/{stem}.{variant_lower}.{ext}`
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) layout: Option<String>,

    /// Write the copies into this folder instead of the archive
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Only posts that match; `!GLOB` leaves posts out. May be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// Threads; one for each core if left out
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) jobs: Option<usize>,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// The text; `-` or nothing for standard input
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,

    /// The variant to convert to
    #[arg(long, value_name = "VARIANT", required_unless_present = "profile")]
    pub(crate) to: Option<String>,

    /// Convert exactly as this OpenCC profile does, whatever the text's variant
    #[arg(long, value_name = "NAME", conflicts_with_all = ["to", "from"])]
    pub(crate) profile: Option<String>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Read the input as Markdown, or as plain text
    #[arg(long = "as", value_name = "KIND", default_value = "markdown")]
    pub(crate) kind: Kind,

    /// The name that standard input would have: its ending and the variant in
    /// it count
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_name: Option<PathBuf>,

    /// The engine: hanmark's own, or the C++ OpenCC (feature `opencc-rust`),
    /// which gives strings only, so that phrases across markup are not seen
    #[arg(long, value_name = "ENGINE", default_value = "hanmark")]
    pub(crate) engine: EngineName,

    /// Print normalised Markdown from the parse, not the original's bytes
    /// (feature `reformat`); what that loses is told
    #[arg(long)]
    pub(crate) reformat: bool,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Detect {
    /// Posts, or folders of posts
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only posts that match; `!GLOB` leaves posts out. May be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// How the findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Profiles {
    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The variant of the originals; else it is detected, post by post
    #[arg(long, value_name = "VARIANT")]
    pub(crate) from: Option<String>,

    /// The configuration; else the nearest hanmark.yaml above the path
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Sentences on standard error
    Human,
    /// One JSON document on standard output
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Markdown,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    Hanmark,
    OpenccRust,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}
