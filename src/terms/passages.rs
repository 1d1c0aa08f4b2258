//! Passages: the runs of all posts, as texts in which words are looked for.

use std::path::PathBuf;

use crate::{
    convert::variant::Variant,
    document::{self, Document, ProseSettings, Refusal, catch_panics},
    terms::Place,
};

/// A post whose words are looked at.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) path: PathBuf,
    /// What its words are converted from.
    pub(super) variant: Variant,
    pub(super) passages: Vec<Passage>,
}

/// The text of one run.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) text: String,
    /// Where spans and lines start in `text`, each with its line in the post.
    lines: Vec<(usize, usize)>,
}

impl Post {
    /// # Errors
    /// When the post cannot be parsed.
    pub(super) fn read(
        path: PathBuf,
        variant: Variant,
        source: &str,
        settings: &ProseSettings,
    ) -> Result<Self, Refusal> {
        let prose = catch_panics(|| document::prose(&Document::split(source), settings))??;
        let ends: Vec<usize> = source.match_indices('\n').map(|(at, _)| at).collect();
        let passages = prose.runs.iter().map(|run| {
            let (mut text, mut lines) = (String::new(), Vec::new());
            for span in &prose.spans[run.spans.clone()] {
                let line = ends.partition_point(|end| *end < span.start) + 1;
                lines.push((text.len(), line));
                let span = &source[span.clone()];
                let ends = span.match_indices('\n').enumerate();
                lines.extend(ends.map(|(index, (at, _))| (text.len() + at + 1, line + index + 1)));
                text.push_str(span);
            }
            Passage { text, lines }
        });
        Ok(Self { path, variant, passages: passages.collect() })
    }

    /// The place of the bytes `start..end` of `passage`.
    pub(super) fn place(&self, passage: &Passage, start: usize, end: usize) -> Place {
        /// Characters that are shown before and behind a word.
        const AROUND: usize = 12;
        let text = &passage.text;
        let from = text[..start].char_indices().rev().take(AROUND).last();
        let from = from.map_or(start, |(at, _)| at);
        let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
        let context: Vec<&str> = text[from..to].split_whitespace().collect();
        let span = passage.lines.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let line = passage.lines.get(span).map_or(1, |(_, line)| *line);
        Place { path: self.path.clone(), line, context: context.join(" ") }
    }
}
