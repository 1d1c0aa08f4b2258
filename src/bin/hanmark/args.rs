//! The command line: what can be asked, in the words of `--help`.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use hanmark::Thoroughness;

/// Regional editions of an archive of Chinese Markdown.
///
/// hanmark writes copies of Markdown posts for readers elsewhere: from Taiwan's
/// Chinese to the mainland's, Hong Kong's to Taiwan's, and so on. Only the prose
/// changes: links, code, markup and the keys of the front matter keep every byte.
///
/// Variants: zh-CN, zh-SG, zh-TW, zh-HK, zh-MO, or the scripts zh-Hans (Simplified)
/// and zh-Hant (Traditional).
#[derive(Debug, Parser)]
#[command(
    name = "hanmark",
    version,
    max_term_width = 100,
    after_help = "Exit status: 0 if all is done, warnings or not; 1 if you have something to look \
                  at, as a copy whose edits contradict what is new, or anything that check or \
                  --diff finds; 2 if something failed, which is named: one bad post never stops \
                  the others; 130 if it was interrupted."
)]
pub(crate) struct Command {
    #[command(subcommand)]
    pub(crate) action: Action,

    /// Say nothing but failures
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 100)]
    pub(crate) quiet: bool,

    /// Say more: name every copy, and every post without one
    #[arg(short, long, global = true, display_order = 101)]
    pub(crate) verbose: bool,

    /// Colour the messages
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 102)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Write the editions of an archive
    ///
    /// Copies go where the layout says; originals are never written to. The file
    /// `.hanmark/lock` lists the copies, and only those are ever replaced: keep it
    /// with the archive. Only what changed is written. A copy that you edit keeps your
    /// edits; where what is new contradicts them, it stays as you left it, and is named.
    Build(Build),
    /// Say whether the copies are up to date; write nothing
    ///
    /// Names every copy that is stale, missing, edited since the last build, in conflict
    /// with what is new, orphaned, or unreadable. Exit status 1 if there is one.
    Check(Check),
    /// Convert one text, to standard output or a file
    Convert(Convert),
    /// Say which rule is behind each change of a text
    ///
    /// A line for each change: where it is, what became what, and the rules behind it
    /// with their layer and table. Nothing is written.
    Explain(Explain),
    /// Tell what each post is written in
    Detect(Detect),
    /// List names and terms of an archive that are worth a glossary
    ///
    /// A file to edit, in the format of glossaries: words that stand before their
    /// original in brackets, as 托卡葉夫（Kassym-Jomart Tokayev）, frequent transliterations,
    /// and spellings that differ. What a table or a glossary has already is left out.
    Terms(Terms),
    /// List OpenCC's profiles
    Profiles(Profiles),
    /// Write a hanmark.yaml for an archive, after a look at it
    ///
    /// Finds the site's generator, what the posts are written in, front matter keys with Chinese,
    /// and Chinese in code. What it proposes works as it is; options that are worth a thought
    /// are there behind a #. A configuration that is there already is never replaced.
    Init(Init),
    /// Print what completes hanmark's commands and options in a shell
    ///
    /// For bash: `hanmark completions bash > ~/.local/share/bash-completion/completions/hanmark`.
    Completions(Completions),
    /// Print the manual page, or write all of them
    Man(Man),
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) archive: Archive,

    /// Show what would change in each copy, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write copies anew even where you edited them: your edits are lost
    #[arg(long)]
    pub(crate) force: bool,

    /// Take copies that you edited as they are: they count as up to date. For those in
    /// conflict, once you have mended them
    #[arg(long, conflicts_with = "force")]
    pub(crate) accept: bool,

    /// Remove copies whose post is gone, or has no such copy any more; not those that
    /// you edited
    #[arg(long)]
    pub(crate) prune: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) archive: Archive,

    /// Show what a build would change in each copy
    #[arg(long)]
    pub(crate) diff: bool,
}

/// An archive, and the editions that it is to have.
#[derive(Debug, Args)]
pub(crate) struct Archive {
    /// The archive, or a folder, post or copy inside it to build only that. The archive
    /// is the folder with the nearest hanmark.yaml above, else the one with the lock of an earlier
    /// build, else PATH itself
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,

    /// The editions to write, as `zh-CN,zh-HK`; those of hanmark.yaml if left out
    #[arg(long, value_name = "VARIANT", value_delimiter = ',')]
    pub(crate) to: Vec<String>,

    /// Where copies go: sibling (a.zh-CN.md beside a.md, the default), folder
    /// (zh-CN/a.md), hugo, jekyll, mkdocs, hexo, starlight, docusaurus, or a pattern
    /// such as `{variant}/{path}` or `{dir}/{stem}.{variant_lower}.{ext}`
    #[arg(long, value_name = "LAYOUT")]
    pub(crate) layout: Option<String>,

    /// Write the copies into this folder, and nothing into the archive
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Only posts that match; `!GLOB` leaves posts out. May be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// A glossary for every edition: words and what they become, one `key<TAB>value` on
    /// a line. May be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// How much of each copy is parsed again before it is written: shortcut (nothing
    /// where only letters change) or full
    #[arg(long, value_name = "KIND", default_value = "shortcut")]
    pub(crate) verify: Verify,

    /// Threads; one for each core if left out
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) jobs: Option<usize>,

    /// Lines for people, JSON on standard output, or annotations for GitHub's checks
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    pub(crate) text: Text,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Show what changes, as a unified diff, instead of the text; exit status 1 if
    /// anything does
    #[arg(long, conflicts_with_all = ["output", "reformat"])]
    pub(crate) diff: bool,

    /// The engine: hanmark's own, or OpenCC's C++ library (if built with the
    /// feature `opencc-rust`), which misses phrases that markup interrupts
    #[arg(long, value_name = "ENGINE", default_value = "hanmark")]
    pub(crate) engine: EngineName,

    /// Print the Markdown anew in a uniform style instead of keeping its bytes (if
    /// built with the feature `reformat`); what that loses is told
    #[arg(long)]
    pub(crate) reformat: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) text: Text,

    /// Only changes with a rule of one of these layers: profile, script, words,
    /// uncertain (nothing tells which character is right), spelling, vocabulary, terms,
    /// punctuation, style
    #[arg(long, value_name = "LAYER", value_delimiter = ',')]
    pub(crate) layer: Vec<String>,
}

/// One text, and what to convert it to.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").args(["to", "profile"]).required(true))]
pub(crate) struct Text {
    /// The file to convert; standard input if `-` or left out
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,

    /// The variant to convert to, as `zh-CN`; what the text is written in is found
    /// out. A text in that variant, or not Chinese, comes back as it is
    #[arg(long, value_name = "VARIANT")]
    pub(crate) to: Option<String>,

    /// Convert exactly as this OpenCC profile does, whatever the text is written
    /// in; `hanmark profiles` lists them
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "vocabulary", "domains", "punctuation", "style"])]
    pub(crate) profile: Option<String>,

    /// A glossary: words and what they become, one `key<TAB>value` on a line. Counts for
    /// more than any other but the post's own words. May be repeated
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Read the input as Markdown, or as plain text
    #[arg(long = "as", value_name = "KIND", default_value = "markdown")]
    pub(crate) kind: Kind,

    /// How much of the result is parsed again: shortcut (nothing where only letters
    /// change) or full
    #[arg(long, value_name = "KIND", default_value = "shortcut")]
    pub(crate) verify: Verify,

    /// What standard input would be called, as `a.zh-tw.mdx`: its ending and the
    /// variant in it count, and messages use it
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_name: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) writing: Writing,

    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) content: Content,
}

#[derive(Debug, Args)]
pub(crate) struct Detect {
    /// Posts, or folders of posts
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Only posts that match; `!GLOB` leaves posts out. May be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    #[command(flatten)]
    pub(crate) encoding: Encoding,

    /// Lines for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// The archive, or a folder or post inside it
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,

    /// The edition that the glossary is for, as `zh-CN`; that of hanmark.yaml if left out
    #[arg(long, value_name = "VARIANT")]
    pub(crate) to: Option<String>,

    /// How often a word must stand in the posts; one with its original in brackets is
    /// taken from the first
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) min: usize,

    /// Only posts that match; `!GLOB` leaves posts out. May be repeated
    #[arg(long, value_name = "GLOB")]
    pub(crate) glob: Vec<String>,

    /// A glossary whose words are left out. May be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Write to this new file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) content: Content,
}

#[derive(Debug, Args)]
pub(crate) struct Profiles {
    /// Lines for people, or one JSON document
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

/// How an edition is to be written, whatever the configuration says.
#[derive(Debug, Args)]
pub(crate) struct Writing {
    /// The words of the copies: regional (those of the variant) or script (the
    /// original's: only the script changes)
    #[arg(long, value_name = "KIND")]
    pub(crate) vocabulary: Option<String>,

    /// Fields whose words are taken over or not, as `computing=on,names=off`: general, it,
    /// computing (by default where a post is about it), names, places, science, medicine
    #[arg(long, value_name = "DOMAIN=STATE", value_delimiter = ',')]
    pub(crate) domains: Vec<String>,

    /// The punctuation of the copies: target (quotation marks, and dots in names, become
    /// those of the variant) or keep
    #[arg(long, value_name = "KIND")]
    pub(crate) punctuation: Option<String>,

    /// Spellings of taste: a preset (taiwan, moe, hongkong, keep), single ones as `臺` or
    /// `計劃`, or both, as `taiwan,臺`; those of the variant if left out. For Traditional editions
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) style: Vec<String>,
}

/// What bytes the originals are in.
#[derive(Debug, Args)]
pub(crate) struct Encoding {
    /// What originals are in that are neither UTF-8 nor have a byte order mark, as big5,
    /// gbk or gb18030; found out for each if `auto` or left out. What is written is UTF-8
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Common {
    /// What the original is written in, as `zh-TW`; found out post by post if left out
    #[arg(long, value_name = "VARIANT")]
    pub(crate) from: Option<String>,

    #[command(flatten)]
    pub(crate) encoding: Encoding,

    /// The configuration; the nearest hanmark.yaml, in the folder or above, if left out
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Content {
    /// Lines for people, or one JSON document on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

/// How builds and checks report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Human,
    Json,
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Markdown,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verify {
    Shortcut,
    Full,
}

impl From<Verify> for Thoroughness {
    fn from(verify: Verify) -> Self {
        match verify {
            Verify::Shortcut => Self::Shortcut,
            Verify::Full => Self::Full,
        }
    }
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

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The archive; the site's folder, if it is a site's
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) path: PathBuf,

    /// The editions to write, as `zh-CN,zh-HK`; by what the posts are written in if left out
    #[arg(long, value_name = "VARIANT", value_delimiter = ',')]
    pub(crate) to: Vec<String>,

    /// Write to this new file instead of hanmark.yaml in the archive; standard output if `-`
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write the page of hanmark and one for each command into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}
