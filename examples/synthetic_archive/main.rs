//! Writes an archive of Chinese Markdown of any size: `--help` tells how.
//!
//! The posts are made of the sentences of `posts/`, chosen at random but always
//! the same way, with the markup that blogs have. They say nothing, but they are
//! as long, as deep and as linked as real ones.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

mod arguments;
mod post;
mod random;
mod words;

use std::{
    error::Error,
    fmt::Write as _,
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use arguments::{Arguments, Choice, HELP, Size};
use post::{Post, Targets};
use random::Random;
use rayon::prelude::*;
use words::Words;

/// Posts in one folder.
const FOLDER: usize = 250;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("synthetic_archive: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = Arguments::read()? else {
        print!("{HELP}");
        return Ok(());
    };
    let words = match arguments.variant {
        Choice::Cn => vec![Words::zh_cn()?],
        Choice::Tw => vec![Words::zh_tw()?],
        Choice::Mixed => vec![Words::zh_cn()?, Words::zh_tw()?],
    };
    let start = Instant::now();
    let bytes = match arguments.size {
        Size::Posts(posts) => Archive { words, seed: arguments.seed, mean: arguments.mean, posts }
            .write(&arguments.out)?,
        Size::OneFile(bytes) => one_file(&words[0], arguments.seed, bytes, &arguments.out)?,
    };
    let (seconds, out) = (start.elapsed().as_secs_f64(), arguments.out.display());
    println!("{out}: {bytes} bytes in {seconds:.1} s");
    Ok(())
}

struct Archive {
    words: Vec<Words>,
    seed: u64,
    mean: usize,
    posts: usize,
}

/// What other posts know of a post without reading it.
struct Cover<'a> {
    words: &'a Words,
    heading: &'a str,
    /// The rest of its numbers.
    random: Random,
}

impl Archive {
    fn write(&self, out: &Path) -> Result<u64, Box<dyn Error>> {
        let used = out.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if used || out.is_file() {
            return Err(format!("{} is there already; give a new folder", out.display()).into());
        }
        for folder in 0..self.posts.div_ceil(FOLDER) {
            let folder = out.join(format!("{folder:04}"));
            fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        }
        let bytes: Result<u64, String> = (0..self.posts)
            .into_par_iter()
            .map(|number| {
                let path = out.join(path_of(number));
                let text = self.post(number);
                fs::write(&path, &text).map_err(|error| failed(&path, &error))?;
                Ok(text.len() as u64)
            })
            .sum();
        Ok(bytes?)
    }

    fn cover(&self, number: usize) -> Cover<'_> {
        let mut random = Random::of_post(self.seed, number);
        let words = &self.words[random.below(self.words.len())];
        let heading = &words.headings[random.below(words.headings.len())];
        Cover { words, heading, random }
    }

    fn post(&self, number: usize) -> String {
        let Cover { words, heading, mut random } = self.cover(number);
        let length = random.length(self.mean);
        let mut post = Post::new(words, random);
        post.open(number, heading);
        let targets = Others { archive: self, folder: number / FOLDER };
        while post.text.len() < length {
            post.block(&targets);
        }
        post.close();
        post.text
    }
}

/// Where post `number` lies in its archive.
fn path_of(number: usize) -> String {
    format!("{:04}/post-{number:07}.md", number / FOLDER)
}

/// The other posts of the archive, seen from one in `folder`.
struct Others<'a> {
    archive: &'a Archive,
    folder: usize,
}

impl Targets for Others<'_> {
    fn destination(&self, random: &mut Random) -> String {
        let number = random.below(self.archive.posts);
        let path = path_of(number);
        let (folder, name) = path.split_once('/').expect("a folder and a name");
        let fragment = fragment(self.archive.cover(number).heading, random);
        if number / FOLDER == self.folder {
            format!("{name}#{fragment}")
        } else {
            format!("../{folder}/{name}#{fragment}")
        }
    }
}

/// The address of a heading, in letters or in percents, as writers have both.
fn fragment(heading: &str, random: &mut Random) -> String {
    if random.chance(60) {
        return heading.to_owned();
    }
    heading.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

/// The post itself, by its first heading.
struct Itself<'a>(&'a str);

impl Targets for Itself<'_> {
    fn destination(&self, random: &mut Random) -> String {
        format!("#{}", fragment(self.0, random))
    }
}

fn one_file(words: &Words, seed: u64, bytes: u64, out: &Path) -> Result<u64, Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(out).map_err(|error| failed(out, &error))?);
    let mut random = Random::of_post(seed, 0);
    let heading = &words.headings[random.below(words.headings.len())];
    let mut post = Post::new(words, random);
    post.open(0, heading);
    let mut written = 0;
    loop {
        let done = written + post.text.len() as u64 >= bytes;
        if done {
            post.close();
        }
        file.write_all(post.text.as_bytes()).map_err(|error| failed(out, &error))?;
        written += post.text.len() as u64;
        post.text.clear();
        if done {
            file.flush().map_err(|error| failed(out, &error))?;
            return Ok(written);
        }
        post.block(&Itself(heading));
    }
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write {}: {error}", path.display())
}
