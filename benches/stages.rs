//! Each stage of the flow by itself, in memory and on one thread, in bytes of
//! source per second.
//!
//! ```text
//! cargo bench --bench stages                                  # all, on posts/
//! HANMARK_BENCH_PATH=blog cargo bench --bench stages          # on the Markdown below blog
//! cargo bench --bench stages -- convert                       # the stages with that name
//! ```
//!
//! How the stages stand to each other is in the column `fastest`: what else the
//! machine does can only slow them. `benches/pipeline.rs` has the whole flow
//! against the bare parser, with rounds that alternate.
//!
//! Of divan and criterion, divan is here because it is lighter: it brings five crates
//! to the build of the tests, criterion 0.8 over a dozen and a C compiler.
#![allow(clippy::panic, reason = "a bench that cannot read its posts has nothing to say")]

#[path = "shared/texts.rs"]
mod texts;

use std::{env, hint::black_box, path::Path, str, sync::LazyLock};

use divan::{Bencher, counter::BytesCount};
use hanmark::{
    Document, Edits, Engine, Lazy, Profile, ProseSettings, Script, Thoroughness, Verdict,
    archive::write::write_copy, detect, document, parser_options, verify,
};
use pulldown_cmark::Parser;

fn main() {
    divan::main();
}

/// A post and what the stages before the measured one make of it.
struct Post {
    source: String,
    edits: Edits,
    copy: String,
}

static POSTS: LazyLock<Vec<Post>> = LazyLock::new(|| {
    let path = env::var_os("HANMARK_BENCH_PATH");
    let path = path.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/posts").into());
    let mut sources = Vec::new();
    texts::read(Path::new(&path), &mut sources).unwrap_or_else(|error| panic!("{error}"));
    assert!(!sources.is_empty(), "no Markdown in {}", path.display());
    let (to_taiwan, to_mainland) = (Lazy::new(&[Profile::S2twp]), Lazy::new(&[Profile::Tw2sp]));
    let posts = sources.into_iter().map(|source| {
        let simplified = matches!(detect([source.as_str()]).verdict,
            Verdict::In(variant) if variant.script() == Script::Simplified);
        Post::new(source, if simplified { &to_taiwan } else { &to_mainland })
    });
    posts.collect()
});

impl Post {
    fn new(source: String, engine: &dyn Engine) -> Self {
        let edits = edits(&source, engine);
        Self { copy: edits.splice(&source), edits, source }
    }
}

fn edits(source: &str, engine: &dyn Engine) -> Edits {
    let document = Document::split(source);
    let prose = document::prose(&document, &ProseSettings::default()).expect("posts can be read");
    let laid = document::edits(source, &prose, &mut |_, _| Some(engine));
    laid.expect("hanmark converts any text").0
}

fn bytes() -> usize {
    POSTS.iter().map(|post| post.source.len()).sum()
}

/// Measures `stage` over all posts.
fn over_posts<T>(bencher: Bencher<'_, '_>, stage: impl Fn(&Post) -> T) {
    bencher.counter(BytesCount::new(bytes())).bench_local(|| {
        for post in POSTS.iter() {
            black_box(stage(black_box(post)));
        }
    });
}

#[divan::bench(max_time = 1)]
fn a_validate_std(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| str::from_utf8(post.source.as_bytes()).is_ok());
}

#[divan::bench(max_time = 1)]
fn a_validate_simdutf8(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| simdutf8::basic::from_utf8(post.source.as_bytes()).is_ok());
}

#[divan::bench(max_time = 1)]
fn b_parse(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| {
        let body = Document::split(&post.source).body_range();
        Parser::new_ext(&post.source[body], parser_options()).into_offset_iter().count()
    });
}

#[divan::bench(max_time = 1)]
fn c_front_matter(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| Document::split(&post.source).body_range());
}

#[divan::bench(max_time = 1)]
fn d_extract(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| {
        document::prose(&Document::split(&post.source), &ProseSettings::default())
    });
}

/// The engine alone, on whole posts, from text to text.
#[divan::bench(max_time = 1, args = Profile::ALL.map(Profile::name))]
fn e_convert(bencher: Bencher<'_, '_>, profile: &str) {
    let engine = Lazy::new(&[profile.parse().expect("a profile")]);
    over_posts(bencher, |post| {
        let converted = engine.convert(&post.source).expect("hanmark converts any text");
        converted.len()
    });
}

/// The engine alone, as documents use it: every change with its rules.
#[divan::bench(max_time = 1, args = Profile::ALL.map(Profile::name))]
fn f_segments(bencher: Bencher<'_, '_>, profile: &str) {
    let engine = Lazy::new(&[profile.parse().expect("a profile")]);
    over_posts(bencher, |post| {
        engine.segments(&post.source, &mut |segment| {
            black_box(segment);
        })
    });
}

#[divan::bench(max_time = 1)]
fn g_splice(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| post.edits.splice(&post.source));
}

/// A copy whose edits are letters is not parsed again, and spliced on the way.
#[divan::bench(max_time = 1)]
fn h_verify_shortcut(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| verified(post, Thoroughness::Shortcut));
}

#[divan::bench(max_time = 1)]
fn i_verify_full(bencher: Bencher<'_, '_>) {
    over_posts(bencher, |post| verified(post, Thoroughness::Full));
}

fn verified(post: &Post, thoroughness: Thoroughness) -> usize {
    let settings = ProseSettings::default();
    let verified = verify(&post.source, &post.edits, &Edits::default(), &settings, thoroughness);
    verified.map_or(0, |verified| verified.text.len())
}

/// Into a new folder each time: a temporary file, then its name. To replace copies
/// costs more, since file systems then write them out first.
#[divan::bench(max_time = 1)]
fn j_write(bencher: Bencher<'_, '_>) {
    let folder = || tempfile::tempdir().expect("a temporary folder can be made");
    bencher.counter(BytesCount::new(bytes())).with_inputs(folder).bench_local_values(|folder| {
        for (index, post) in POSTS.iter().enumerate() {
            let place = format!("zh-TW/{index}.md");
            let copy = write_copy(folder.path(), Path::new(&place), &post.copy, None);
            copy.expect("a temporary folder can be written to");
        }
        // It is removed when the time is taken.
        folder
    });
}
