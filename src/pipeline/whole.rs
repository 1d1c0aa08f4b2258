//! The flow of a text as a whole: parsed, converted, verified.

use std::cell::OnceCell;

use super::{
    Conversion, ConvertError, Parsed, Settings, TextForm, large,
    settings::EditsKept,
    steps::{declared_edits, direction, laid_edits},
};
use crate::{
    document::{Document, LeftBehind, Prose, Refusal, Warning, catch_panics},
    edit::{Edit, Edits},
    links::{self, Elsewhere, Followed, Following, Reading},
    verify::{Verified, verify_read},
};

/// [`convert_text`] for a post with other files around it.
pub(super) fn convert_post(
    source: &str,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    convert_shared(source, &OnceCell::new(), settings, elsewhere)
}

/// [`convert_post`] for one of several conversions of a post: the first that needs
/// it parses the post, and leaves what it found in `parsed` (see [`Parsed::read`]).
pub(super) fn convert_shared<'s>(
    source: &'s str,
    parsed: &OnceCell<Parsed<'s>>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let converted = catch_panics(|| match settings.form {
        TextForm::Markdown => match large::convert(source, settings, elsewhere)? {
            Some(conversion) => Ok(conversion),
            None => convert_markdown(source, parsed, settings, elsewhere),
        },
        TextForm::Plain => convert_plain(source, settings),
    });
    let mut converted = converted.unwrap_or_else(|refusal| Err(refusal.into()))?;
    if settings.edits == EditsKept::Number {
        converted.edits = Edits::default();
    }
    Ok(converted)
}

fn convert_markdown<'s>(
    source: &'s str,
    parsed: &OnceCell<Parsed<'s>>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let parsed = if let Some(parsed) = parsed.get() {
        parsed
    } else {
        let read = Parsed::read(source, settings, elsewhere)?;
        parsed.get_or_init(|| read)
    };
    convert_parsed(parsed, settings, elsewhere)
}

/// Converts a post that was parsed for conversions like this one.
fn convert_parsed(
    parsed: &Parsed<'_>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let Parsed { document, prose, structure, .. } = parsed;
    let source = document.source();
    let (engines, written) = direction(document, prose, settings)?;

    let declared = declared_edits(document, written.as_ref(), settings);
    let following = settings.following(elsewhere);
    let (structure, thoroughness) = (structure.as_ref(), settings.thoroughness);
    let attempt = |kept: EditsKept| -> Result<_, ConvertError> {
        let (mut edits, split_phrases) = laid_edits(source, prose, &engines, kept)?;
        if !declared.edits.is_empty() {
            edits = edits.apart_from(&declared.edits);
        }
        // Links follow the headings as they will be if no edit is withdrawn.
        let links = match &parsed.reading {
            Some(reading) => links::follow_edited(document, reading, &edits, &following)?,
            None => Followed::default(),
        };
        let all_declared = declared.edits.merged(&links.edits);
        let verified =
            verify_read(document, structure, edits, &all_declared, &settings.prose, thoroughness);
        Ok((verified, all_declared, links.warnings, split_phrases))
    };
    let is_clean = |verified: &Result<Verified, Refusal>| {
        verified.as_ref().is_ok_and(|verified| verified.withdrawn.is_empty())
    };
    let mut attempted = attempt(settings.edits)?;
    // What is withdrawn are whole segments, whether or not the edits are kept.
    if settings.edits == EditsKept::Number && !is_clean(&attempted.0) {
        attempted = attempt(EditsKept::All)?;
    }
    let (verified, all_declared, link_warnings, split_phrases) = attempted;

    let mut warnings = prose.warnings.clone();
    warnings.extend(declared.warnings);
    let mut left_behind = prose.left_behind(source);
    let Verified { text, edits, withdrawn } = match (verified, &parsed.reading) {
        (Ok(verified), _) if verified.withdrawn.is_empty() => {
            warnings.extend(link_warnings);
            left_behind = left_behind.without(source, prose, all_declared.iter());
            verified
        }
        (verified, reading) => {
            let verified = match reading {
                None => verified?,
                Some(reading) => {
                    let (edits, _) = laid_edits(source, prose, &engines, EditsKept::All)?;
                    let declared = &declared.edits;
                    let stepwise = Stepwise { document, reading, declared, settings };
                    stepwise.verify(&edits.apart_from(declared), &following, &mut warnings)?
                }
            };
            let declared = verified.edits.iter().filter(Edit::is_declared);
            left_behind = left_behind.without(source, prose, declared);
            verified
        }
    };
    Ok(Conversion {
        text,
        changed: edits.changed_characters(source),
        edits,
        source: written,
        withdrawn,
        split_phrases,
        warnings,
        left_behind,
    })
}

/// A post with edits that cannot all stay: the prose is settled first, then links
/// follow what became of its headings.
struct Stepwise<'s> {
    document: &'s Document<'s>,
    reading: &'s Reading,
    declared: &'s Edits,
    settings: &'s Settings,
}

impl Stepwise<'_> {
    fn verify(
        &self,
        edits: &Edits,
        following: &Following<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Verified, Refusal> {
        let Self { document, reading, declared, settings } = self;
        let (prose, thoroughness) = (&settings.prose, settings.thoroughness);
        let verified = verify_read(document, None, edits.clone(), declared, prose, thoroughness)?;
        let copy = || Reading::of(Document::split(&verified.text).body());
        let links = links::follow(document, reading, &copy, following)?;
        warnings.extend(links.warnings);
        if links.edits.is_empty() {
            return Ok(verified);
        }
        let declared = declared.merged(&links.edits);
        Ok(verify_again(document, verified, &declared, settings, warnings))
    }
}

/// Verifies a copy again, now that links follow what became of its headings.
/// Only posts with such links come here.
pub(super) fn verify_again(
    document: &Document<'_>,
    verified: Verified,
    declared: &Edits,
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Verified {
    // Those that were declared come anew.
    let edits = verified
        .edits
        .without(|index| verified.edits.get(index).is_some_and(|edit| declared.holds(&edit)));
    let (prose, thoroughness) = (&settings.prose, settings.thoroughness);
    match verify_read(document, None, edits, declared, prose, thoroughness) {
        Ok(mut again) => {
            again.withdrawn.extend(verified.withdrawn);
            again.withdrawn.sort_by_key(|withdrawn| withdrawn.range.start);
            again
        }
        Err(Refusal { line, reason }) => {
            let message = format!("links to headings stay as they are: {reason}");
            warnings.push(Warning { line, message });
            verified
        }
    }
}

/// Plain text is one run, and has no structure to verify.
fn convert_plain(source: &str, settings: &Settings) -> Result<Conversion, ConvertError> {
    let document = Document::plain(source);
    let prose = Prose::whole(source);
    let (engines, written) = direction(&document, &prose, settings)?;
    let (edits, _) = laid_edits(source, &prose, &engines, settings.edits)?;
    let text = edits.splice(source);
    Ok(Conversion {
        text,
        changed: edits.changed_characters(source),
        edits,
        source: written,
        withdrawn: Vec::new(),
        split_phrases: Vec::new(),
        warnings: Vec::new(),
        left_behind: LeftBehind::default(),
    })
}
