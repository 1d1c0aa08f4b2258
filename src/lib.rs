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

pub mod config;
pub mod archive;
pub mod convert;
pub mod document;
mod edit;
mod verify;

#[cfg(feature = "opencc-rust")]
pub use convert::engine::Reference;
pub use convert::{
    detect::{Confidence, Counts, Detection, Verdict, detect},
    dictionary::{Dictionary, Found, compile::LineError},
    engine::{Engine, EngineError, Granularity, Plain},
    profile::Profile,
    segment::{Rule, RuleId, Segment},
    variant::{Script, UnknownName, Variant},
};
pub use document::{
    Declared, Document, FieldScope, Flavour, Prose, ProseSettings, Refusal, SplitPhrase,
};
pub use edit::{Edit, Edits};
pub use verify::{Verified, Withdrawn, verify};
