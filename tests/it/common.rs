//! What the tests of behaviour share.

use std::path::{Path, PathBuf};

/// The folder of shared data: `APLOMB_SHARED`, or `../shared` beside the project. `None`, with a word about it, where
/// it is absent: what reads it skips.
pub fn shared(part: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("APLOMB_SHARED") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}
