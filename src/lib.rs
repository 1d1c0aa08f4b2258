//! Regional editions of an archive of Chinese Markdown.
//!
//! hanmark converts the prose of Markdown posts between the regional variants
//! of Chinese and leaves every other byte as it is. This is the flow, module by
//! module:
//!
//! ```text
//! path -walk-> posts -read-> text -document-> front matter + body -extract-> runs of spans
//!      -convert-> segments -edits-> splice -> text -verify-> accepted -write-> copy
//! ```
//!
//! The library never prints, exits or keeps globals; the command does the talking.

pub mod archive;
pub mod config;
pub mod convert;
pub mod document;
mod edit;
pub mod init;
mod links;
pub mod merge;
mod pipeline;
mod post_map;
#[cfg(feature = "reformat")]
mod reformat;
mod switches;
pub mod terms;
mod verify;

pub use archive::encoding::{DeclaredEncoding, Encoding};
#[cfg(feature = "opencc-rust")]
pub use convert::engine::Reference;
pub use convert::{
    detect::{Confidence, Counts, Detection, Verdict, detect},
    dictionary::{Dictionary, Found, compile::LineError},
    engine::{Engine, EngineError, Granularity, Lazy, Plain, Terms, Texts, WithTerms},
    profile::Profile,
    regional::{Domain, Domains, Regional, Topic},
    segment::{Layer, Rule, RuleId, Segment},
    style::{Preset, Style},
    variant::{Script, UnknownName, Variant},
};
#[doc(hidden)]
pub use document::markdown::options as parser_options;
pub use document::{
    Document, FieldScope, Flavour, Kept, KeptReason, LeftBehind, Prose, ProseSettings, Refusal,
    SetValue, SplitPhrase, Warning,
};
pub use edit::{Edit, Edits};
pub use links::slugs::SlugRule;
pub use pipeline::{
    BuildError, BuildOptions, BuildReport, Cancel, Cause, Completion, Conflict, Conversion,
    ConvertError, CopyReport, Diffs, Edition, EditionScope, Failed, Hand, HandEdits, Mode, Note,
    NoteKind, Origin, Orphan, OrphanOutcome, OrphanReason, Orphans, Outcome, Progress, Settings,
    SkipReason, Skipped, SourceVariant, Survey, SurveyOptions, Surveyed, TextForm, build_archive,
    convert_text, survey,
};
pub use post_map::{PostMap, Skip};
#[cfg(feature = "reformat")]
pub use reformat::{ReformatError, Reformatted, reformat};
pub use switches::{
    Anchors, CodeBlocks, DomainState, InlineCode, Links, Punctuation, Shortcode, Switches,
    Vocabulary,
};
pub use verify::{Thoroughness, Verified, Withdrawn, verify};
#[doc(hidden)]
pub use verify::{shortcut_accepts, verify_split};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
