//! What was measured, as tables of Markdown: ratios first.

use std::{fmt, time::Duration};

use hanmark::Profile;

use crate::{first::First, peers::Peer};

/// One profile. The lists go with the peers.
pub(crate) struct Row {
    pub(crate) profile: Profile,
    pub(crate) posts: usize,
    pub(crate) bytes: usize,
    pub(crate) characters: usize,
    pub(crate) times: Vec<Option<Duration>>,
    pub(crate) differing: Vec<Option<usize>>,
    pub(crate) starts: Vec<Option<First>>,
}

pub(crate) struct Tables<'a> {
    pub(crate) peers: &'a [Peer],
    pub(crate) rows: &'a [Row],
    /// The process that converts nothing; `None` if starts were not measured.
    pub(crate) nobody: Option<First>,
}

impl fmt::Display for Tables<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Speed, as a ratio to zhconv (MB/s of source):\n")?;
        self.header(f, "posts | MB")?;
        for row in self.rows {
            write!(f, "| {} | {} | {:.2} |", row.profile, row.posts, millions(row.bytes))?;
            self.cells(f, |index| self.speed(row, index))?;
        }
        let opencc = if cfg!(feature = "reference") { "OpenCC" } else { "hanmark's plain engine" };
        writeln!(f, "\nCharacters that differ from {opencc}:\n")?;
        self.header(f, "posts | characters")?;
        for row in self.rows {
            write!(f, "| {} | {} | {} |", row.profile, row.posts, row.characters)?;
            self.cells(f, |index| row.differing[index].map(|differing| differing.to_string()))?;
        }
        let Some(nobody) = self.nobody else { return Ok(()) };
        writeln!(f, "\nOne sentence as a whole process (ms, MiB at the peak):\n")?;
        self.header(f, "nothing converted")?;
        for row in self.rows {
            write!(f, "| {} | {} |", row.profile, start(nobody))?;
            self.cells(f, |index| row.starts[index].map(start))?;
        }
        Ok(())
    }
}

impl Tables<'_> {
    fn header(&self, f: &mut fmt::Formatter<'_>, first: &str) -> fmt::Result {
        let names: Vec<&str> = self.peers.iter().map(|peer| peer.name()).collect();
        writeln!(f, "| profile | {first} | {} |", names.join(" | "))?;
        let columns = first.split('|').count() + self.peers.len();
        writeln!(f, "|:--|{}", "--:|".repeat(columns))
    }

    fn cells(
        &self,
        f: &mut fmt::Formatter<'_>,
        cell: impl Fn(usize) -> Option<String>,
    ) -> fmt::Result {
        for index in 0..self.peers.len() {
            write!(f, " {} |", cell(index).unwrap_or_else(|| "–".to_owned()))?;
        }
        writeln!(f)
    }

    fn speed(&self, row: &Row, index: usize) -> Option<String> {
        let seconds = row.times[index]?.as_secs_f64();
        let speed = millions(row.bytes) / seconds;
        let zhconv = self.peers.iter().position(|peer| *peer == Peer::Zhconv);
        let zhconv = zhconv.and_then(|zhconv| row.times[zhconv]);
        Some(match zhconv {
            Some(zhconv) => format!("{:.2} ({speed:.0})", zhconv.as_secs_f64() / seconds),
            None => format!("({speed:.0})"),
        })
    }
}

fn start(first: First) -> String {
    format!("{:.1}, {:.1}", first.wall.as_secs_f64() * 1e3, first.peak as f64 / 1024.0)
}

fn millions(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
