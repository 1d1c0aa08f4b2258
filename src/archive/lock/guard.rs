//! The guard: one build at a time writes to a folder of copies.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use crate::archive::ArchiveError;

/// Holds the folder of the copies until it is dropped. The system lets go of it
/// when the process dies, however that happens, and nothing is left on disk.
#[derive(Debug)]
pub struct Guard {
    _folder: File,
}

impl Guard {
    /// The guard over `root`, which is made if it is not there; `None` where the
    /// system cannot lock folders, or `root` cannot be opened: whatever is wrong
    /// with it, reading or writing will say.
    ///
    /// # Errors
    /// When another build holds it.
    pub fn over(root: &Path) -> Result<Option<Self>, ArchiveError> {
        let Ok(folder) = fs::create_dir_all(root).and_then(|()| File::open(root)) else {
            return Ok(None);
        };
        match folder.try_lock() {
            Ok(()) => Ok(Some(Self { _folder: folder })),
            Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy { path: root.to_owned() }),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_until_the_guard_is_dropped() {
        let root = tempfile::tempdir().unwrap();
        let guard = Guard::over(root.path()).unwrap();
        assert!(guard.is_some());
        let busy = Guard::over(root.path()).unwrap_err().to_string();
        assert_eq!(
            busy,
            format!(
                "another build is writing to {}; build again when it is done",
                root.path().display()
            )
        );
        drop(guard);
        assert!(Guard::over(root.path()).unwrap().is_some());
    }
}
