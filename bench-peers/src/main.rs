//! hanmark and other converters of Chinese on the same texts, in one run.
//!
//! Speed, start, memory, and how far each is from OpenCC: `--help` tells how.

mod difference;
#[path = "../../benches/shared/texts.rs"]
mod files;
mod first;
mod peers;
mod speed;
mod tables;
mod texts;

use std::{
    env,
    error::Error,
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};

use difference::differing_characters;
use first::{NOBODY, first};
use hanmark::Profile;
use peers::{Convert, Peer};
use speed::{Patience, best_times};
use tables::{Row, Tables};
use texts::{Choice, Text};

const HELP: &str = "\
Measures hanmark and other converters of Chinese on the same texts, one thread each.

    scripts/bench-peers [OPTION]… PATH…
    cargo run --release --manifest-path bench-peers/Cargo.toml -- [OPTION]… PATH…

A PATH is a file, or a folder of Markdown. Each profile gets the posts that are written in
the script it starts from. The first command has OpenCC's own C++ library too, which is then
what the outputs are compared with; the second compares them with hanmark's plain engine,
whose tests say that it equals OpenCC.

    --profile NAME   only this profile; repeats (all 16)
    --peer NAME      only this converter, beside hanmark and zhconv; repeats (all)
    --every          every post for every profile, whatever it is written in
    --rounds N       at most so many rounds (20)
    --seconds N      a converter that has used this up after two rounds is done (2)
    --starts N       processes for the time of the first sentence (20; 0: not measured)
    --help           this text
";

/// The order in which profiles are shown: by where they start from.
const PROFILES: [Profile; 16] = [
    Profile::S2t,
    Profile::S2tw,
    Profile::S2twp,
    Profile::S2hk,
    Profile::S2hkp,
    Profile::T2s,
    Profile::Tw2s,
    Profile::Tw2sp,
    Profile::Hk2s,
    Profile::Hk2sp,
    Profile::T2tw,
    Profile::T2hk,
    Profile::Tw2t,
    Profile::Hk2t,
    Profile::T2jp,
    Profile::Jp2t,
];

struct Settings {
    profiles: Vec<Profile>,
    peers: Vec<Peer>,
    choice: Choice,
    patience: Patience,
    starts: u32,
    texts: Vec<Text>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-peers: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [command, peer, profile] = arguments.as_slice()
        && command == "first"
    {
        return first::child(peer, profile);
    }
    let Some(settings) = settings(arguments)? else {
        print!("{HELP}");
        return Ok(());
    };
    let mut rows = Vec::new();
    for profile in &settings.profiles {
        eprintln!("{profile} …");
        rows.extend(row(*profile, &settings)?);
    }
    if rows.is_empty() {
        return Err("no posts in the script that the profiles start from; try --every".into());
    }
    let nobody = match settings.starts {
        0 => None,
        starts => Some(first(NOBODY, Profile::S2t, starts)?),
    };
    println!("{}\n", machine());
    print!("{}", Tables { peers: &settings.peers, rows: &rows, nobody });
    Ok(())
}

/// Measures one profile; `None` if there is no text for it.
fn row(profile: Profile, settings: &Settings) -> Result<Option<Row>, Box<dyn Error>> {
    let texts = texts::of(&settings.texts, profile, settings.choice);
    if texts.is_empty() {
        return Ok(None);
    }
    let converters: Vec<Option<Convert>> =
        settings.peers.iter().map(|peer| peer.converter(profile)).collect();
    let wanted = Peer::OpenCc.converter(profile).unwrap_or_else(|| peers::plain_converter(profile));
    let wanted: Vec<String> = texts.iter().map(|text| wanted(text)).collect();
    let differing = converters.iter().map(|convert| {
        let convert = convert.as_ref()?;
        let outputs = texts.iter().map(|text| convert(text));
        Some(outputs.zip(&wanted).map(|(text, wanted)| differing_characters(wanted, &text)).sum())
    });
    let differing = differing.collect();
    let times = best_times(&converters, &texts, settings.patience);
    let mut starts = Vec::new();
    for (peer, converter) in settings.peers.iter().zip(&converters) {
        let measured = converter.is_some() && settings.starts > 0;
        starts.push(measured.then(|| first(peer.name(), profile, settings.starts)).transpose()?);
    }
    Ok(Some(Row {
        profile,
        posts: texts.len(),
        bytes: texts.iter().map(|text| text.len()).sum(),
        characters: texts.iter().map(|text| text.chars().count()).sum(),
        times,
        differing,
        starts,
    }))
}

/// `None` if only help is wanted.
fn settings(arguments: Vec<String>) -> Result<Option<Settings>, Box<dyn Error>> {
    let (mut profiles, mut peers) = (Vec::new(), vec![Peer::Hanmark, Peer::Zhconv]);
    let mut patience = Patience { rounds: 20, each: Duration::from_secs(2) };
    let (mut choice, mut starts, mut texts) = (Choice::Fitting, 20, Vec::new());
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} without its value"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--profile" => profiles.push(value()?.parse()?),
            "--peer" => peers.push(peer(&value()?)?),
            "--every" => choice = Choice::Every,
            "--rounds" => patience.rounds = value()?.parse::<u32>()?.max(1),
            "--seconds" => patience.each = Duration::from_secs(value()?.parse()?),
            "--starts" => starts = value()?.parse()?,
            option if option.starts_with('-') => {
                return Err(format!("no option {option}; see --help").into());
            }
            path => files::read(Path::new(path), &mut texts)?,
        }
    }
    if texts.is_empty() {
        return Err("no texts; give files or folders of Markdown, see --help".into());
    }
    if profiles.is_empty() {
        profiles = PROFILES.to_vec();
    }
    let all = peers.len() == 2;
    let peers =
        Peer::ALL.into_iter().filter(|peer| (all || peers.contains(peer)) && peer.is_built());
    let peers = peers.collect();
    let texts = texts.into_iter().map(Text::of).collect();
    Ok(Some(Settings { profiles, peers, choice, patience, starts, texts }))
}

fn peer(name: &str) -> Result<Peer, String> {
    let peer = Peer::named(name).ok_or_else(|| {
        format!("no converter {name}; known are {}", Peer::ALL.map(Peer::name).join(", "))
    })?;
    if !peer.is_built() {
        return Err(format!("{name} is not built in; scripts/bench-peers sets it up"));
    }
    Ok(peer)
}

/// What it was measured on, as far as the system tells.
fn machine() -> String {
    let information = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = information.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown CPU", |model| model.trim_start_matches([':', ' ', '\t']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc").arg("-V").output();
    let rustc = rustc.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    format!("{model}, {cores} cores, {rustc}; {}", versions())
}

/// The measured versions, out of the lockfile.
fn versions() -> String {
    let lock = include_str!("../Cargo.lock");
    let version = |peer: Peer| {
        let entry = lock.split_once(&format!("name = \"{}\"\nversion = \"", peer.name()))?;
        let (version, _) = entry.1.split_once('"')?;
        Some(format!("{} {version}", peer.name()))
    };
    Peer::ALL.into_iter().filter_map(version).collect::<Vec<_>>().join(", ")
}
