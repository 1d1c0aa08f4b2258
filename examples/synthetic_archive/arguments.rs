//! The command line.

use std::{env, error::Error, path::PathBuf};

pub(crate) const HELP: &str = "\
Writes an archive of Chinese Markdown of any size, made of the sentences of posts/.

    cargo run --release --example synthetic_archive -- [OPTION]… OUT
    cargo run --release --example synthetic_archive -- --one-file --bytes N OUT.md

OUT is a folder that does not exist yet or is empty; the posts lie in folders of it, 250
in each. The same options write the same bytes.

    --posts N        how many posts (1000); 100000 are about 1 GB
    --mean BYTES     how long a post is on average (10000); most are shorter, some far longer
    --variant NAME   zh-CN (default), zh-TW, or mixed: each post is one or the other
    --seed N         another archive of the same kind (1)
    --one-file       a single post at OUT, which is replaced
    --bytes N        how long that post is (1000000000)
    --help           this text
";

/// What the posts are written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Cn,
    Tw,
    Mixed,
}

/// What to write.
pub(crate) enum Size {
    /// An archive of so many posts.
    Posts(usize),
    /// One post of so many bytes.
    OneFile(u64),
}

pub(crate) struct Arguments {
    pub(crate) size: Size,
    pub(crate) mean: usize,
    pub(crate) variant: Choice,
    pub(crate) seed: u64,
    pub(crate) out: PathBuf,
}

impl Arguments {
    /// The arguments of this process; `None` if only help is wanted.
    pub(crate) fn read() -> Result<Option<Self>, Box<dyn Error>> {
        let (mut posts, mut mean, mut bytes, mut one_file) = (None, 10_000, None, false);
        let (mut variant, mut seed, mut out) = (Choice::Cn, 1, None);
        let mut arguments = env::args_os().skip(1);
        while let Some(argument) = arguments.next() {
            let name = argument.to_str().unwrap_or_default().to_owned();
            let mut value = || {
                let value = arguments.next().and_then(|value| value.into_string().ok());
                value.ok_or(format!("{name} without its value"))
            };
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--posts" => posts = Some(number(&name, &value()?)?),
                "--mean" => mean = number(&name, &value()?)?,
                "--bytes" => bytes = Some(number(&name, &value()?)? as u64),
                "--seed" => seed = number(&name, &value()?)? as u64,
                "--one-file" => one_file = true,
                "--variant" => variant = choice(&value()?)?,
                _ if name.starts_with('-') => {
                    return Err(format!("no option {name}; see --help").into());
                }
                _ if out.is_some() => return Err("more than one OUT; see --help".into()),
                _ => out = Some(PathBuf::from(argument)),
            }
        }
        let out = out.ok_or("where to? Give a folder that does not exist yet; see --help")?;
        let size = match (one_file, posts, bytes) {
            (false, posts, None) => Size::Posts(posts.unwrap_or(1_000)),
            (true, None, bytes) => Size::OneFile(bytes.unwrap_or(1_000_000_000)),
            (false, _, Some(_)) => return Err("--bytes goes with --one-file".into()),
            (true, Some(_), _) => return Err("either --posts or --one-file".into()),
        };
        if one_file && variant == Choice::Mixed {
            return Err("one post is zh-CN or zh-TW, not mixed".into());
        }
        Ok(Some(Self { size, mean, variant, seed, out }))
    }
}

fn number(name: &str, value: &str) -> Result<usize, String> {
    let number = value.replace('_', "").parse();
    number.map_err(|error| format!("{name} {value}: {error}"))
}

fn choice(value: &str) -> Result<Choice, String> {
    match value.to_lowercase().as_str() {
        "zh-cn" => Ok(Choice::Cn),
        "zh-tw" => Ok(Choice::Tw),
        "mixed" => Ok(Choice::Mixed),
        _ => Err(format!("no variant {value}; known are zh-CN, zh-TW and mixed")),
    }
}
