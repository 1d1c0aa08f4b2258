//! Writing copies: a text and a path in, a file in its place.
//!
//! A copy is written to a temporary file in its folder and renamed, so that a
//! reader sees the old copy or the new one and never half of it. Nothing is
//! written through symbolic links that lead out of the root.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::archive::{ArchiveError, parts};

/// A copy that is written, but not in its place yet. Dropping it removes it.
#[derive(Debug)]
pub struct StagedCopy {
    file: NamedTempFile,
    place: PathBuf,
}

impl StagedCopy {
    /// Renames the copy into its place. Journal its entry first.
    ///
    /// # Errors
    /// When that fails; the temporary file is removed.
    pub fn commit(self) -> Result<(), ArchiveError> {
        let Self { file, place } = self;
        match file.persist(&place) {
            Ok(_) => Ok(()),
            Err(error) => Err(ArchiveError::Write { path: place, source: error.error }),
        }
    }
}

/// Writes `text` beside the place of the copy at `relative` in `root`, for
/// [`StagedCopy::commit`] to put there. Folders are made as needed; `root` too.
///
/// The copy gets the permissions of `permissions_from` (the post), else the usual
/// ones of new files.
///
/// # Errors
/// When `relative` leads out of `root`, by itself or by a link; when a file lies
/// where a folder is needed, or a folder or link where the copy belongs; when
/// reading the permissions or writing fails.
pub fn stage_copy(
    root: &Path,
    relative: &Path,
    text: &str,
    permissions_from: Option<&Path>,
) -> Result<StagedCopy, ArchiveError> {
    stage_bytes(root, relative, text.as_bytes(), permissions_from)
}

/// [`stage_copy`] of what is no text.
pub(crate) fn stage_bytes(
    root: &Path,
    relative: &Path,
    bytes: &[u8],
    permissions_from: Option<&Path>,
) -> Result<StagedCopy, ArchiveError> {
    if parts(relative).is_none() {
        let (path, root) = (relative.to_owned(), root.to_owned());
        return Err(ArchiveError::OutsideRoot { path, root });
    }
    let folder = make_folder(root, relative.parent().unwrap_or(Path::new("")))?;
    let place = root.join(relative);
    check_place(&place)?;
    let failed = |source| ArchiveError::Write { path: place.clone(), source };
    let mut file = temporary_file(&folder).map_err(failed)?;
    // The file itself: errors of the other one name it, and nobody knows that name.
    file.as_file_mut().write_all(bytes).map_err(failed)?;
    if let Some(post) = permissions_from {
        copy_permissions(post, &file)?;
    }
    Ok(StagedCopy { file, place })
}

/// [`stage_copy`] and [`StagedCopy::commit`] in one.
///
/// # Errors
/// Those of both.
pub fn write_copy(
    root: &Path,
    relative: &Path,
    text: &str,
    permissions_from: Option<&Path>,
) -> Result<(), ArchiveError> {
    stage_copy(root, relative, text, permissions_from)?.commit()
}

/// Removes the copy at `relative` in `root`; nothing is done if it is gone.
///
/// # Errors
/// When `relative` leads out of `root`, by itself or by a link, or removing fails.
pub(crate) fn remove_copy(root: &Path, relative: &Path) -> Result<(), ArchiveError> {
    if parts(relative).is_none() {
        let (path, root) = (relative.to_owned(), root.to_owned());
        return Err(ArchiveError::OutsideRoot { path, root });
    }
    let mut folder = root.to_owned();
    for part in relative.parent().unwrap_or(Path::new("")) {
        folder.push(part);
        if folder.is_symlink() {
            check_link(&folder, root)?;
        }
    }
    let path = root.join(relative);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ArchiveError::Remove { path, source })
        }
        _ => Ok(()),
    }
}

/// Removes the temporary files that a killed build left in `root` and the folders below.
/// Links are not followed. What cannot be looked at or removed stays.
pub(crate) fn sweep(root: &Path) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let is_temporary = name
                .to_str()
                .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && is_temporary {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

const PREFIX: &str = ".hanmark-";
const SUFFIX: &str = ".tmp";

/// Makes `relative` and its parents in `root`, and gives its whole path.
pub(crate) fn make_folder(root: &Path, relative: &Path) -> Result<PathBuf, ArchiveError> {
    make(root)?;
    let mut folder = root.to_owned();
    for part in relative {
        folder.push(part);
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if metadata.is_symlink() => check_link(&folder, root)?,
            Ok(metadata) if metadata.is_dir() => {}
            _ => make(&folder)?,
        }
    }
    Ok(folder)
}

fn make(folder: &Path) -> Result<(), ArchiveError> {
    if folder.is_dir() {
        return Ok(());
    }
    match fs::create_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(_) if folder.is_file() => Err(ArchiveError::NotAFolder { path: folder.to_owned() }),
        Err(source) => Err(ArchiveError::CreateFolder { path: folder.to_owned(), source }),
    }
}

/// A link to a folder inside the root is as good as a folder.
fn check_link(link: &Path, root: &Path) -> Result<(), ArchiveError> {
    let inside = match (fs::canonicalize(link), fs::canonicalize(root)) {
        (Ok(target), Ok(root)) => target.starts_with(root) && target.is_dir(),
        _ => false,
    };
    if inside {
        return Ok(());
    }
    Err(ArchiveError::LeadsOutside { path: link.to_owned(), root: root.to_owned() })
}

/// Refuses a link or folder where a file of ours belongs.
pub(crate) fn check_place(place: &Path) -> Result<(), ArchiveError> {
    let path = || place.to_owned();
    match fs::symlink_metadata(place) {
        Ok(metadata) if metadata.is_symlink() => Err(ArchiveError::CopyIsLink { path: path() }),
        Ok(metadata) if metadata.is_dir() => Err(ArchiveError::CopyIsFolder { path: path() }),
        // Renaming would replace a device such as /dev/null by a plain file.
        Ok(metadata) if !metadata.is_file() => Err(ArchiveError::NotAFile { path: path() }),
        // A missing file is the usual case, and whatever else is wrong with the
        // place, writing will say.
        _ => Ok(()),
    }
}

/// Hidden, and with a name of its own, in case a build is killed and a person
/// finds it.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Opened here: by default temporary files are for their owner alone, and errors name
    // the temporary file.
    let open = |path: &Path| fs::OpenOptions::new().write(true).create_new(true).open(path);
    builder.prefix(PREFIX).suffix(SUFFIX).make_in(folder, open)
}

#[cfg(unix)]
fn copy_permissions(post: &Path, file: &NamedTempFile) -> Result<(), ArchiveError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(post)
        .map_err(|source| ArchiveError::Read { path: post.to_owned(), source })?;
    // The rights, without set-user-ID and its like.
    let rights = fs::Permissions::from_mode(metadata.permissions().mode() & 0o777);
    let set = file.as_file().set_permissions(rights);
    set.map_err(|source| ArchiveError::Write { path: file.path().to_owned(), source })
}

/// Elsewhere the only right is "read-only", which would make the next build fail.
#[cfg(not(unix))]
fn copy_permissions(_: &Path, _: &NamedTempFile) -> Result<(), ArchiveError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_refused(root: &Path, relative: &str, expected: &str) {
        let error = write_copy(root, Path::new(relative), "new", None).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    fn files_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn folders_are_made_and_the_text_is_written_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("out");
        write_copy(&root, Path::new("zh-CN/b/a.md"), "\u{feff}门\r\n", None).unwrap();
        write_copy(&root, Path::new("zh-CN/b/a.md"), "门", None).unwrap();
        assert_eq!(fs::read_to_string(root.join("zh-CN/b/a.md")).unwrap(), "门");
        assert_eq!(files_in(&root.join("zh-CN/b")), ["a.md"]);
    }

    #[test]
    fn a_staged_copy_that_is_dropped_leaves_the_old_one() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "old").unwrap();
        drop(stage_copy(root.path(), Path::new("a.md"), "new", None).unwrap());
        assert_eq!(fs::read_to_string(root.path().join("a.md")).unwrap(), "old");
        assert_eq!(files_in(root.path()), ["a.md"]);
    }

    #[test]
    fn paths_out_of_the_root_are_refused() {
        let root = tempfile::tempdir().unwrap();
        for relative in ["../a.md", "/a.md", ""] {
            let expected = format!("{relative} is not inside {}", root.path().display());
            assert_refused(root.path(), relative, &expected);
        }
    }

    #[test]
    fn a_file_in_place_of_a_folder_and_a_folder_in_place_of_a_file_are_refused() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("zh-CN"), "").unwrap();
        fs::create_dir(root.path().join("a.md")).unwrap();
        let at = |name: &str| root.path().join(name).display().to_string();
        assert_refused(
            root.path(),
            "zh-CN/a.md",
            &format!(
                "{} is a file, but copies need a folder there; move it, or choose another layout",
                at("zh-CN")
            ),
        );
        assert_refused(
            root.path(),
            "a.md",
            &format!(
                "{} is a folder, but a copy belongs there; move it, or choose another layout",
                at("a.md")
            ),
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_unwritable_target_is_an_error_with_its_path() {
        // Not even root can make files in /proc.
        assert_refused(
            Path::new("/proc"),
            "a.md",
            "cannot write /proc/a.md; check its permissions and the space on the disk",
        );
        assert_refused(
            Path::new("/proc"),
            "zh-CN/a.md",
            "cannot make the folder /proc/zh-CN; check the permissions of its parent",
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_has_the_permissions_of_its_post() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let post = root.path().join("a.md");
        fs::write(&post, "a").unwrap();
        let mode = |name: &str| {
            fs::metadata(root.path().join(name)).unwrap().permissions().mode() & 0o7777
        };
        for wanted in [0o644, 0o600, 0o755, 0o444] {
            fs::set_permissions(&post, fs::Permissions::from_mode(wanted)).unwrap();
            write_copy(root.path(), Path::new("b.md"), "b", Some(&post)).unwrap();
            assert_eq!(mode("b.md"), wanted);
        }
        fs::write(root.path().join("usual.md"), "").unwrap();
        write_copy(root.path(), Path::new("c.md"), "c", None).unwrap();
        assert_eq!(mode("c.md"), mode("usual.md"));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_links_that_lead_out() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("inside")).unwrap();
        fs::create_dir(folder.path().join("outside")).unwrap();
        symlink("../outside", root.join("zh-CN")).unwrap();
        symlink("inside", root.join("zh-TW")).unwrap();
        symlink("nowhere", root.join("zh-HK")).unwrap();
        symlink("inside/a.md", root.join("a.md")).unwrap();
        for name in ["zh-CN", "zh-HK"] {
            let expected = format!(
                "{} is a symbolic link that does not lead to a folder inside {}; replace it by a \
                 folder",
                root.join(name).display(),
                root.display()
            );
            assert_refused(&root, &format!("{name}/a.md"), &expected);
        }
        let expected = format!(
            "{} is a symbolic link, and copies are never written through one; remove it",
            root.join("a.md").display()
        );
        assert_refused(&root, "a.md", &expected);
        write_copy(&root, Path::new("zh-TW/b.md"), "b", None).unwrap();
        assert_eq!(files_in(&root.join("inside")), ["b.md"]);
        assert_eq!(files_in(&folder.path().join("outside")), [""; 0]);
    }
}
