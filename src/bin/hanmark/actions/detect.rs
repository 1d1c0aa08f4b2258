//! `hanmark detect`: the variant of each post.

use std::{io::Write as _, path::Path};

use anyhow::Result;
use hanmark::{Completion, Encoding, Origin, Surveyed, survey};
use serde_json::{Value, json};

use super::{CopiesPlace, configuration, configured_variant, encoding, shown, survey_options};
use crate::{
    args::{Detect, Format},
    render::{self, Messages},
};

pub(crate) fn run(arguments: &Detect, messages: &Messages) -> Result<Completion> {
    let mut completion = Completion::Done;
    let mut rows = Vec::new();
    for path in &arguments.paths {
        let (config_path, config) = configuration(None, path)?;
        let mut options =
            survey_options(path, &arguments.glob, config_path.as_deref(), CopiesPlace::Archive);
        options.default_source = configured_variant(&config)?;
        options.encoding = encoding(&arguments.encoding, &config)?;
        let found = survey(&options)?;
        for failed in &found.failed {
            render::failure(&failed.error);
            completion = Completion::Failures;
        }
        messages.left_out(&found.links, &found.warnings);
        for post in found.posts {
            rows.push((shown(&options.root.join(&post.path)).to_owned(), post));
        }
    }
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Human => {
            for (path, post) in &rows {
                writeln!(out, "{}", line(path, post))?;
            }
        }
        Format::Json => {
            let posts: Vec<Value> = rows.iter().map(|(path, post)| object(path, post)).collect();
            writeln!(out, "{}", json!({ "schema": 1, "posts": posts }))?;
        }
    }
    Ok(completion)
}

fn line(path: &Path, post: &Surveyed) -> String {
    let source = &post.source;
    let reason = if let Origin::Detected(detection) = source.origin {
        let counts = detection.counts;
        format!(
            "{} Han, {} Latin words, {} kana; traditional {}, simplified {}; TW {}, HK {}, CN {}",
            counts.han,
            counts.latin_words,
            counts.kana,
            counts.traditional,
            counts.simplified,
            counts.tw,
            counts.hk,
            counts.cn
        )
    } else {
        render::origin_name(source).to_owned()
    };
    let (variant, path) = (render::source_name(source), path.display());
    let confidence = source.confidence().name();
    let encoding = match post.encoding {
        Encoding::Utf8 => String::new(),
        encoding => format!("{encoding}; "),
    };
    format!("{variant:<11} {confidence:<6} {path}  ({encoding}{reason})")
}

fn object(path: &Path, post: &Surveyed) -> Value {
    let source = &post.source;
    let mut object = json!({
        "path": path,
        "variant": render::source_name(source),
        "confidence": source.confidence().name(),
        "origin": render::origin_name(source),
        "encoding": post.encoding.name(),
    });
    if let Origin::Detected(detection) = source.origin {
        let counts = detection.counts;
        object["counts"] = json!({
            "han": counts.han, "latin_words": counts.latin_words, "kana": counts.kana,
            "traditional": counts.traditional, "simplified": counts.simplified,
            "tw": counts.tw, "hk": counts.hk, "cn": counts.cn,
        });
    }
    object
}
