//! What a post costs from its text to that of its copy, against the bare Markdown
//! parser, in memory and on one thread.
//!
//! ```text
//! cargo bench --bench pipeline -- [--profile NAME]… [--rounds N] [PATH…]
//! ```
//!
//! A folder stands for the Markdown files below it; without one, `posts/`. Without
//! a profile, all of them are measured. A megabyte is a million bytes of source.
//!
//! The first table has speeds and, behind each, its ratio to the bare parser:
//! `pulldown_cmark::Parser` with hanmark's options, drained with `into_offset_iter`
//! over the same bodies.
//! - `pipeline` is `convert_text` as builds call it, without a list of edits, `full` the
//!   same with every copy parsed and compared again.
//! - The last two columns leave the engine out: in its place stands one that
//!   repeats what it said before.
//!
//! The second table says where the time of `pipeline` goes, in per cent. Each stage
//! is timed on its own, over all posts; `other` is what remains of the whole. It is
//! links, and what lies between the stages; a little below zero is noise.
//!
//! All that is measured runs once in each round, one after the other, for a few posts at
//! a time, so that a busy machine slows all of it; for each such few the best of all
//! rounds counts.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::cast_precision_loss, reason = "texts are far smaller than 2^52 bytes")]

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/texts.rs"]
mod texts;

use std::{
    error::Error,
    hint::black_box,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use arguments::Arguments;
use hanmark::{
    Document, Edits, Engine, EngineError, Lazy, Profile, Prose, ProseSettings, Rule, RuleId,
    Segment, Settings, Texts, Thoroughness, convert_text, document, parser_options, verify_split,
};
use pulldown_cmark::Parser;

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { profiles, rounds, texts: posts } = Arguments::read(7)?;
    let bytes: usize = posts.iter().map(String::len).sum();
    println!("{} posts, {:.1} MB, best of {rounds} rounds", posts.len(), bytes as f64 / 1e6);
    let mut tables = Vec::new();
    println!(
        "\n{:8}{:>12}{:>12}{:>7}{:>12}{:>7}{:>14}{:>7}",
        "MB/s", "parser", "pipeline", "", "full", "", "no engine", "full"
    );
    for profile in profiles {
        let mut bench = Bench::of(profile, &posts)?;
        for _ in 0..rounds {
            bench.round()?;
        }
        let best = bench.best();
        best.print_speeds(profile, bytes);
        tables.push((profile, best));
    }
    print!("\n{:8}", "%");
    for stage in Stage::PARTS {
        print!("{:>9}", stage.name());
    }
    println!("{:>9}", "other");
    for (profile, best) in tables {
        best.print_shares(profile);
    }
    Ok(())
}

/// What is timed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Front matter found and read.
    Split,
    /// The bare parser.
    Parse,
    /// Runs of spans, the parser's work apart.
    Extract,
    /// The engine, on the text of every run.
    Engine,
    /// Edits of spans, what the engine says apart.
    LayBack,
    /// The text of the copy.
    Splice,
    /// The check with its shortcut, the splice apart.
    Verify,
    /// Han characters that stay, counted.
    LeftBehind,
    Pipeline,
    Full,
    Replay,
    ReplayFull,
    /// What the engine says, repeated to nobody.
    Repeat,
}

impl Stage {
    /// Those that make up the pipeline.
    const PARTS: [Self; 8] = [
        Self::Split,
        Self::Parse,
        Self::Extract,
        Self::Engine,
        Self::LayBack,
        Self::Splice,
        Self::Verify,
        Self::LeftBehind,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Parse => "parse",
            Self::Extract => "extract",
            Self::Engine => "engine",
            Self::LayBack => "lay back",
            Self::Splice => "splice",
            Self::Verify => "verify",
            Self::LeftBehind => "left",
            Self::Pipeline => "pipeline",
            Self::Full => "full",
            Self::Replay | Self::ReplayFull | Self::Repeat => "replay",
        }
    }
}

/// The best time of each stage.
struct Best([Duration; 13]);

impl Best {
    fn take(&mut self, stage: Stage, time: Duration) {
        let best = &mut self.0[stage as usize];
        *best = time.min(*best);
    }

    fn of(&self, stage: Stage) -> Duration {
        self.0[stage as usize]
    }

    fn ratio(&self, stage: Stage) -> f64 {
        self.of(Stage::Parse).as_secs_f64() / self.of(stage).as_secs_f64()
    }

    fn print_speeds(&self, profile: Profile, bytes: usize) {
        let speed = |stage| bytes as f64 / 1e6 / self.of(stage).as_secs_f64();
        println!(
            "{:8}{:>12.0}{:>12.0}{:>7.2}{:>12.0}{:>7.2}{:>14.2}{:>7.2}",
            profile.name(),
            speed(Stage::Parse),
            speed(Stage::Pipeline),
            self.ratio(Stage::Pipeline),
            speed(Stage::Full),
            self.ratio(Stage::Full),
            self.ratio(Stage::Replay),
            self.ratio(Stage::ReplayFull),
        );
    }

    fn print_shares(&self, profile: Profile) {
        let whole = self.of(Stage::Pipeline).as_secs_f64();
        let mut rest = 100.0;
        print!("{:8}", profile.name());
        for stage in Stage::PARTS {
            let around = match stage {
                Stage::Extract => self.of(Stage::Parse),
                Stage::LayBack => self.of(Stage::Repeat),
                Stage::Verify => self.of(Stage::Splice),
                _ => Duration::ZERO,
            };
            let own = self.of(stage).as_secs_f64() - around.as_secs_f64();
            let share = 100.0 * own / whole;
            rest -= share;
            print!("{share:>9.1}");
        }
        println!("{rest:>9.1}");
    }
}

struct Bench<'p> {
    batches: Vec<Batch<'p>>,
    prose: ProseSettings,
    engine: Arc<dyn Engine>,
    real: Settings,
    replay: Settings,
    replayed: Arc<Replay>,
}

/// A few posts.
struct Batch<'p> {
    posts: Vec<Prepared<'p>>,
    /// How many texts the engine gets before theirs.
    texts_before: usize,
    best: Best,
}

/// The size of a batch in bytes, at least but for the last one.
const BATCH: usize = 1 << 14;

/// A post with what each stage gets from the one before it.
struct Prepared<'p> {
    document: Document<'p>,
    prose: Prose,
    texts: Texts,
    edits: Edits,
}

impl<'p> Bench<'p> {
    fn of(profile: Profile, posts: &'p [String]) -> Result<Self, Box<dyn Error>> {
        let engine: Arc<dyn Engine> = Arc::new(Lazy::new(&[profile]));
        let prose = ProseSettings::default();
        let prepare = |post: &'p String| -> Result<_, Box<dyn Error>> {
            let document = Document::split(post);
            let found = document::prose(&document, &prose)?;
            let choose = &mut |_: usize, _: &str| Some(&*engine);
            let (edits, _) = document::edits_without_rules(post, &found, choose)?;
            let mut texts = Texts::default();
            for run in &found.runs {
                texts.push([&*found.text(post, run)]);
            }
            Ok(Prepared { document, prose: found, texts, edits })
        };
        // Posts that the parser or the check refuses are left out.
        let posts = posts.iter().filter_map(|post| prepare(post).ok());
        let recorder = Arc::new(Recorder { engine: engine.clone(), said: Mutex::default() });
        let recording = Settings::engine(recorder.clone()).without_edits();
        let mut batches: Vec<Batch<'_>> = Vec::new();
        let mut room = 0;
        for post in posts {
            if room == 0 {
                let texts_before = recorder.count();
                let best = Best([Duration::MAX; 13]);
                batches.push(Batch { posts: Vec::new(), texts_before, best });
                room = BATCH;
            }
            let source = post.document.source();
            room = room.saturating_sub(source.len());
            convert_text(source, &recording)?;
            batches.last_mut().ok_or("no batch")?.posts.push(post);
        }
        let replayed = Arc::new(Replay { said: recorder.take(), next: AtomicUsize::new(0) });
        Ok(Self {
            batches,
            prose,
            real: Settings::engine(engine.clone()).without_edits(),
            replay: Settings::engine(replayed.clone()).without_edits(),
            engine,
            replayed,
        })
    }

    fn round(&mut self) -> Result<(), Box<dyn Error>> {
        let Self { batches, prose, engine, real, replay, replayed } = self;
        let full =
            [&*real, &*replay].map(|settings| settings.clone().thoroughness(Thoroughness::Full));
        let contestants =
            Contestants { prose, engine: &**engine, real, replay, full: &full, replayed };
        batches.iter_mut().try_for_each(|batch| batch.round(&contestants))
    }

    fn best(&self) -> Best {
        let sum = |stage| self.batches.iter().map(|batch| batch.best.0[stage]).sum();
        Best(std::array::from_fn(sum))
    }
}

/// All that runs against one another.
struct Contestants<'b> {
    prose: &'b ProseSettings,
    engine: &'b dyn Engine,
    real: &'b Settings,
    replay: &'b Settings,
    /// The same two with the full check.
    full: &'b [Settings; 2],
    replayed: &'b Replay,
}

impl Batch<'_> {
    fn round(&mut self, contestants: &Contestants<'_>) -> Result<(), Box<dyn Error>> {
        let Contestants { prose, engine, real, replay, full, replayed } = contestants;
        let convert = |post: &Prepared<'_>, settings| {
            black_box(convert_text(post.document.source(), settings)?);
            Ok(())
        };
        self.time(Stage::Parse, replayed, |post| {
            let parser = Parser::new_ext(post.document.body(), parser_options());
            for event in parser.into_offset_iter() {
                black_box(event);
            }
            Ok(())
        })?;
        self.time(Stage::Pipeline, replayed, |post| convert(post, real))?;
        self.time(Stage::Replay, replayed, |post| convert(post, replay))?;
        self.time(Stage::ReplayFull, replayed, |post| convert(post, &full[1]))?;
        self.time(Stage::Full, replayed, |post| convert(post, &full[0]))?;
        self.time(Stage::Split, replayed, |post| {
            black_box(Document::split(post.document.source()));
            Ok(())
        })?;
        self.time(Stage::Extract, replayed, |post| {
            black_box(document::prose(&post.document, prose)?);
            Ok(())
        })?;
        self.time(Stage::Engine, replayed, |post| post.say(*engine))?;
        self.time(Stage::Repeat, replayed, |post| post.say(*replayed))?;
        self.time(Stage::LayBack, replayed, |post| {
            let choose = &mut |_: usize, _: &str| Some(*replayed as &dyn Engine);
            black_box(document::edits_without_rules(post.document.source(), &post.prose, choose)?);
            Ok(())
        })?;
        self.time(Stage::Splice, replayed, |post| {
            black_box(post.edits.splice(post.document.source()));
            Ok(())
        })?;
        self.time(Stage::Verify, replayed, |post| {
            let (none, shortcut) = (Edits::default(), Thoroughness::Shortcut);
            black_box(verify_split(&post.document, &post.edits, &none, prose, shortcut)?);
            Ok(())
        })?;
        self.time(Stage::LeftBehind, replayed, |post| {
            black_box(post.prose.left_behind(post.document.source()));
            Ok(())
        })
    }

    fn time(
        &mut self,
        stage: Stage,
        replayed: &Replay,
        work: impl Fn(&Prepared<'_>) -> Result<(), Box<dyn Error>>,
    ) -> Result<(), Box<dyn Error>> {
        replayed.next.store(self.texts_before, Ordering::Relaxed);
        let start = Instant::now();
        for post in &self.posts {
            work(black_box(post))?;
        }
        self.best.take(stage, start.elapsed());
        Ok(())
    }
}

impl Prepared<'_> {
    /// Has `engine` say what becomes of each run.
    fn say(&self, engine: &dyn Engine) -> Result<(), Box<dyn Error>> {
        let mut edits = Edits::default();
        engine.edits(&self.texts, &mut edits)?;
        black_box(edits);
        Ok(())
    }
}

/// Writes down what an engine says, text by text.
struct Recorder {
    engine: Arc<dyn Engine>,
    said: Mutex<Vec<Edits>>,
}

impl Recorder {
    fn count(&self) -> usize {
        self.said.lock().map_or(0, |said| said.len())
    }

    fn take(&self) -> Vec<Edits> {
        self.said.lock().map(|mut said| std::mem::take(&mut *said)).unwrap_or_default()
    }
}

impl Engine for Recorder {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut list = Edits::default();
        self.engine.segments(text, &mut |segment| {
            list.push(segment.range.clone(), segment.replacement, segment.rules);
            each(segment);
        })?;
        if let Ok(mut said) = self.said.lock() {
            said.push(list);
        }
        Ok(())
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        self.engine.rule(id)
    }
}

/// Repeats what was written down, for the same texts in the same order.
struct Replay {
    said: Vec<Edits>,
    next: AtomicUsize,
}

impl Engine for Replay {
    fn segments(&self, _: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        for edit in self.said.get(next).into_iter().flat_map(Edits::iter) {
            each(Segment { range: edit.range, replacement: edit.replacement, rules: edit.rules });
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}
