//! The guard: one build at a time writes to a folder of copies.
//!
//! The system's lock on the folder decides, which no dead process holds. A file names
//! the holder for others to read, and decides where the system has no such locks.

use std::{
    fmt,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::STATE_FOLDER;
use crate::archive::{ArchiveError, write};

/// Holds the folder of the copies until it is dropped. The system lets go of it
/// when the process dies, however that happens.
#[derive(Debug)]
pub struct Guard {
    root: PathBuf,
    /// `None` where folders cannot be locked.
    folder: Option<File>,
    is_claimed: bool,
}

/// How the build before went that claimed the same copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It ended, or there was none.
    Clean,
    /// It died at work: what it left lying about is to be swept.
    AfterDeath,
}

/// Who holds a folder, as the file in it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    process: u32,
    /// Empty where the machine has no name.
    machine: String,
}

impl Guard {
    /// The guard over `root`, which is made if it is not there. Where it cannot be
    /// opened, whatever is wrong with it, reading or writing will say.
    ///
    /// # Errors
    /// When another build holds it.
    pub fn over(root: &Path) -> Result<Self, ArchiveError> {
        let guard = |folder| Self { root: root.to_owned(), folder, is_claimed: false };
        let Ok(folder) = fs::create_dir_all(root).and_then(|()| File::open(root)) else {
            return Ok(guard(None));
        };
        match folder.try_lock() {
            Ok(()) => Ok(guard(Some(folder))),
            Err(TryLockError::WouldBlock) => Err(busy(root, Holder::of(root))),
            Err(TryLockError::Error(_)) => Ok(guard(None)),
        }
    }

    /// Writes down who holds the folder, before the first file is written there.
    ///
    /// # Errors
    /// When it cannot be written, or where the system's lock could not tell and a
    /// build that is alive holds the folder.
    pub fn claim(&mut self) -> Result<Claim, ArchiveError> {
        let path = holder_path(&self.root);
        let before = Holder::of(&self.root);
        let was_there = path.symlink_metadata().is_ok();
        if self.folder.is_none() && was_there && before.as_ref().is_none_or(Holder::may_live) {
            return Err(busy(&self.root, before));
        }
        write::make_folder(&self.root, Path::new(STATE_FOLDER))?;
        write::check_place(&path)?;
        let holder = Holder::here().to_string();
        // Also of half a file: it would keep others away where folders cannot be locked.
        self.is_claimed = true;
        fs::write(&path, holder).map_err(|source| ArchiveError::Write { path, source })?;
        Ok(if was_there { Claim::AfterDeath } else { Claim::Clean })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.is_claimed {
            // If it stays, the next build looks for what this one left.
            let _ = fs::remove_file(holder_path(&self.root));
        }
        // Not only by closing it: a process just forked may hold a copy of it.
        if let Some(folder) = &self.folder {
            let _ = folder.unlock();
        }
    }
}

impl Holder {
    fn here() -> Self {
        Self { process: std::process::id(), machine: machine() }
    }

    /// What the file in `root` says; `None` if it is not there, or says nothing.
    fn of(root: &Path) -> Option<Self> {
        let text = fs::read_to_string(holder_path(root)).ok()?;
        let (process, machine) = text.trim_end().split_once(' ')?;
        Some(Self { process: process.parse().ok()?, machine: machine.to_owned() })
    }

    /// Whether that process may still be alive: on other machines nobody knows.
    fn may_live(&self) -> bool {
        self.machine != machine() || is_alive(self.process)
    }
}

impl fmt::Display for Holder {
    /// The content of the file: the process and the machine.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} {}", self.process, self.machine)
    }
}

fn holder_path(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("holder")
}

fn busy(root: &Path, holder: Option<Holder>) -> ArchiveError {
    let holder = match holder {
        Some(Holder { process, machine }) if machine.is_empty() => format!("process {process}"),
        Some(Holder { process, machine }) => format!("process {process} on {machine}"),
        None => "another process".to_owned(),
    };
    ArchiveError::Busy { path: root.to_owned(), holder, file: holder_path(root) }
}

#[cfg(unix)]
fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    let Some(id) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) else {
        return false;
    };
    // A process of somebody else is alive, too.
    !matches!(rustix::process::test_kill_process(id), Err(error) if error.kind() == io::ErrorKind::NotFound || error == rustix::io::Errno::SRCH)
}

#[cfg(not(unix))]
fn machine() -> String {
    String::new()
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_until_the_guard_is_dropped() {
        let root = tempfile::tempdir().unwrap();
        let mut guard = Guard::over(root.path()).unwrap();
        let busy = |who: &str| {
            format!(
                "another build is writing to {} ({who}); build again when it is done, or delete \
                 {} if there is none",
                root.path().display(),
                holder_path(root.path()).display()
            )
        };
        let refused = || Guard::over(root.path()).unwrap_err().to_string();
        assert_eq!(refused(), busy("another process"));
        assert_eq!(guard.claim().unwrap(), Claim::Clean);
        let here = Holder::here();
        assert_eq!(refused(), busy(&format!("process {} on {}", here.process, here.machine)));
        drop(guard);
        assert!(!holder_path(root.path()).exists());
        assert_eq!(Guard::over(root.path()).unwrap().claim().unwrap(), Claim::Clean);
    }

    #[test]
    fn the_folder_of_a_dead_holder_is_taken_over() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(STATE_FOLDER)).unwrap();
        let dead = Holder { process: i32::MAX as u32, machine: machine() };
        fs::write(holder_path(root.path()), dead.to_string()).unwrap();
        assert_eq!(Guard::over(root.path()).unwrap().claim().unwrap(), Claim::AfterDeath);
    }

    #[test]
    fn where_folders_cannot_be_locked_the_file_decides() {
        let root = tempfile::tempdir().unwrap();
        let unlocked = || Guard { root: root.path().to_owned(), folder: None, is_claimed: false };
        let mut guard = unlocked();
        assert_eq!(guard.claim().unwrap(), Claim::Clean);
        assert!(unlocked().claim().is_err());
        let dead = Holder { process: i32::MAX as u32, machine: machine() };
        fs::write(holder_path(root.path()), dead.to_string()).unwrap();
        assert_eq!(unlocked().claim().unwrap(), Claim::AfterDeath);
        fs::write(holder_path(root.path()), "1 elsewhere\n").unwrap();
        assert!(unlocked().claim().is_err());
    }
}
