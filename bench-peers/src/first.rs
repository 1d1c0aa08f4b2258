//! From nothing to the first sentence, as a process of its own.

use std::{
    error::Error,
    fs,
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use hanmark::Profile;

use crate::peers::Peer;

const SENTENCE: &str = "鼠标和软件，滑鼠和軟體。";

/// What the process costs that converts nothing.
pub(crate) const NOBODY: &str = "nobody";

/// What a whole process took.
#[derive(Clone, Copy)]
pub(crate) struct First {
    pub(crate) wall: Duration,
    /// The most memory that was ever in use, in KiB; 0 where /proc does not tell.
    pub(crate) peak: u64,
}

/// The child's part: converts one sentence, and prints its own peak memory.
///
/// The parent cannot ask for it: what it would be told includes its own size.
pub(crate) fn child(peer: &str, profile: &str) -> Result<(), Box<dyn Error>> {
    if let Some(peer) = Peer::named(peer) {
        let convert = peer.converter(profile.parse()?).ok_or("no such converter")?;
        black_box(convert(SENTENCE));
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.map_or("0", |peak| peak.trim().trim_end_matches(" kB")));
    Ok(())
}

/// The parent's part: the best of `rounds` processes.
pub(crate) fn first(peer: &str, profile: Profile, rounds: u32) -> Result<First, Box<dyn Error>> {
    let mut best = First { wall: Duration::MAX, peak: u64::MAX };
    let program = std::env::current_exe()?;
    for _ in 0..rounds {
        let start = Instant::now();
        let output = Command::new(&program).args(["first", peer, profile.name()]).output()?;
        best.wall = best.wall.min(start.elapsed());
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{peer} {profile}: {said}").into());
        }
        best.peak = best.peak.min(String::from_utf8(output.stdout)?.trim().parse()?);
    }
    Ok(best)
}
