//! Where the store lies: whose it is, who else may read it, and whether the disk under it can be trusted.

use std::fs::{self, Metadata, OpenOptions};
use std::path::{Component, Path, PathBuf};

use super::StoreError;

/// Folder names of programs that copy files between machines behind our back.
const SYNCED: &[&str] = &[
    "dropbox",
    "onedrive",
    "nextcloud",
    "owncloud",
    "google drive",
    "googledrive",
    "icloud drive",
    "mobile documents",
    "syncthing",
    "pclouddrive",
    "mega",
];

/// What such programs leave in a folder that they copy, whatever it is called.
const MARKS: &[&str] = &[".stfolder", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log"];

/// File systems whose locks live on another machine, or nowhere.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "ncpfs",
    "davfs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse",
    "vboxsf",
];

/// Creates the folder with mode 0700 if it is missing, and refuses one that is a link or somebody else's.
pub(super) fn folder(folder: &Path) -> Result<(), StoreError> {
    let wrong = |error| StoreError::from(error).at(Some(folder));
    match fs::symlink_metadata(folder) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => Err(StoreError::Link(folder.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder).map_err(wrong)
        }
        Err(error) => Err(wrong(error)),
    }
}

/// Creates an empty file with mode 0600. Refuses when anything stands there, a dangling link included.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| StoreError::from(error).at(Some(path)))
}

/// Takes the rights of group and world away. Returns whether there were any.
#[cfg(unix)]
pub(super) fn make_private(path: &Path, meta: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = meta.permissions().mode();
    mode & 0o077 != 0 && fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)).is_ok()
}

/// Elsewhere the folder's own rights decide.
#[cfg(not(unix))]
pub(super) fn make_private(_: &Path, _: &Metadata) -> bool {
    false
}

/// Whether the file belongs to another person. Only Linux tells who we are without a call into the C library.
#[cfg(target_os = "linux")]
pub(super) fn anothers(meta: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() != meta.uid())
}

/// Elsewhere the system's own refusals have to do.
#[cfg(not(target_os = "linux"))]
pub(super) fn anothers(_: &Metadata) -> bool {
    false
}

/// Whether the system, or a mode without any right to write, keeps us from writing. The mode counts even where the
/// system would let us through, as it does for root: whoever took the right away meant it.
pub(super) fn write_protected(path: &Path, meta: &Metadata) -> bool {
    let folder = path.parent().map(fs::metadata);
    meta.permissions().readonly()
        || matches!(folder, Some(Ok(folder)) if folder.permissions().readonly() && cfg!(unix))
        || OpenOptions::new().write(true).open(path).is_err()
}

/// The folder above that a program copies to other machines, known by its name or by what the program left in it.
pub(super) fn synced(path: &Path) -> Option<String> {
    named(path).or_else(|| {
        let mut above = path.ancestors().skip(1);
        let marked =
            above.find(|folder| MARKS.iter().any(|mark| folder.join(mark).symlink_metadata().is_ok()))?;
        Some(marked.file_name()?.to_string_lossy().into_owned())
    })
}

fn named(path: &Path) -> Option<String> {
    path.components().find_map(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            let lower = name.to_lowercase();
            let known = SYNCED.iter().any(|known| {
                lower.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']))
            });
            known.then(|| name.into_owned())
        }
        _ => None,
    })
}

/// The kind of network file system that the path lies on, as the kernel calls it.
pub(super) fn network(path: &Path) -> Option<String> {
    let table = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = mounted(&table, path)?;
    (NETWORK.contains(&kind.as_str()) || kind.starts_with("fuse.")).then_some(kind)
}

/// The type of the file system with the longest mount point above `path`.
fn mounted(table: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in table.lines() {
        // 36 35 98:0 /root /mount/point rw,noatime master:1 - ext4 /dev/root rw
        let Some((left, right)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (left.split(' ').nth(4), right.split(' ').next()) else { continue };
        let point = PathBuf::from(point.replace("\\040", " "));
        // The last of equal mount points lies on top.
        if path.starts_with(&point) && best.is_none_or(|(length, _)| point.as_os_str().len() >= length) {
            best = Some((point.as_os_str().len(), kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_counts() {
        let table = "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n\
                     2 1 0:5 / /home rw shared:1 - nfs4 host:/home rw\n\
                     3 2 0:6 / /home/lea/with\\040space rw - tmpfs tmpfs rw\n";
        assert_eq!(mounted(table, Path::new("/srv/x")).as_deref(), Some("ext4"));
        assert_eq!(mounted(table, Path::new("/home/lea/a")).as_deref(), Some("nfs4"));
        assert_eq!(mounted(table, Path::new("/home/lea/with space/a")).as_deref(), Some("tmpfs"));
        assert_eq!(mounted(table, Path::new("/homes/a")).as_deref(), Some("ext4"));
    }

    #[test]
    fn synced_folders_are_known_by_name() {
        assert!(synced(Path::new("/home/lea/Dropbox/aplomb/aplomb.db")).is_some());
        assert!(synced(Path::new("/home/lea/OneDrive - Example/aplomb.db")).is_some());
        assert!(synced(Path::new("/home/lea/megaphone/aplomb.db")).is_none());
    }

    #[test]
    fn synced_folders_are_known_by_what_lies_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let above = folder.path().join("Sync");
        fs::create_dir_all(above.join("deep/data")).unwrap();
        let store = above.join("deep/data/aplomb.db");
        assert_eq!(synced(&store), None);
        fs::create_dir(above.join(".stfolder")).unwrap();
        assert_eq!(synced(&store).as_deref(), Some("Sync"));
    }
}
