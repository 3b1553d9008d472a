//! The checklists at hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::problem::Problem;
use crate::formats::checklist;
use crate::ops::error::OpsError;
use crate::ops::hints::Measured;
use crate::ops::learning::ItemAgreed;
use crate::ops::session::Session;
use crate::words::Bilingual;

/// Where a checklist comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Shipped with the program.
    Shipped,
    /// A file in the checklists folder of the settings.
    File(String),
    /// Kept in the store with a review; the file is gone or has changed.
    Kept,
}

/// One checklist at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// The checklist.
    pub checklist: Arc<Checklist>,
    /// Its digest.
    pub digest: Digest,
    /// Where it comes from.
    pub origin: Origin,
    /// Reviews that name this version.
    pub reviews: u64,
}

/// All checklists at hand, and what is wrong with the files that could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// By id; the agent's files win over shipped ones of the same id.
    pub volumes: Vec<Volume>,
    /// The agent's own items, where `my-items.toml` exists.
    pub own: Option<Arc<Checklist>>,
    /// Files that were left out, with every problem.
    pub problems: Vec<Problem>,
    /// How far colleagues and I answer each item alike, by the digest of the checklist; filled in by who asked for it.
    pub agreement: BTreeMap<Digest, Vec<ItemAgreed>>,
    /// How often each rule for hints pointed where people's answers went, by the digest of the checklist; filled in by
    /// who asked for it.
    pub hints: BTreeMap<Digest, Vec<Measured>>,
}

/// The file of the agent's own items, in the checklists folder or beside it.
pub const OWN_ITEMS: &str = "my-items.toml";
/// The largest checklist file.
const LARGEST: u64 = 2 * 1024 * 1024;

/// The checklists that ship with the program and those in `folder`, which win over shipped ones of the same id.
pub fn load(folder: Option<&Path>) -> Shelf {
    let mut shelf = Shelf::default();
    for (_, toml) in checklist::SHIPPED {
        match checklist::parse(toml, &|id| find(&shelf.volumes, id)) {
            Ok(list) => shelf.put(list, Origin::Shipped),
            Err(problems) => shelf.problems.extend(problems),
        }
    }
    let Some(folder) = folder else { return shelf };
    let mut waiting: Vec<(String, String)> = Vec::new();
    for path in toml_files(folder) {
        let name = path.to_string_lossy().into_owned();
        match read_text(&path) {
            Ok(text) => waiting.push((name, text)),
            Err(problem) => shelf.problems.push(problem.in_file(&name)),
        }
    }
    // A short form may come before the list that it takes its items from: a second pass finds it.
    for last in [false, true] {
        for (name, text) in std::mem::take(&mut waiting) {
            match checklist::parse(&text, &|id| find(&shelf.volumes, id)) {
                Ok(list) if Path::new(&name).file_name().is_some_and(|n| n == OWN_ITEMS) => {
                    shelf.own = Some(Arc::new(list));
                }
                Ok(list) => shelf.put(list, Origin::File(name)),
                Err(problems) if last => {
                    shelf.problems.extend(problems.into_iter().map(|problem| problem.in_file(&name)));
                }
                Err(_) => waiting.push((name, text)),
            }
        }
    }
    shelf.volumes.sort_by(|a, b| a.checklist.id.cmp(&b.checklist.id));
    shelf
}

/// Reads a checklist file that a person names.
pub fn read_file(path: &Path, shelf: &Shelf) -> Result<Checklist, Vec<Problem>> {
    let name = path.to_string_lossy().into_owned();
    let text = read_text(path).map_err(|problem| vec![problem.in_file(&name)])?;
    checklist::parse(&text, &|id| find(&shelf.volumes, id))
        .map_err(|problems| problems.into_iter().map(|problem| problem.in_file(&name)).collect())
}

impl Shelf {
    /// The checklist with this id.
    pub fn checklist(&self, id: &str) -> Option<Arc<Checklist>> {
        find(&self.volumes, id)
    }

    /// The other form of a checklist: a short form of it, or the list that it is a short form of.
    pub fn other_form(&self, checklist: &Checklist) -> Option<String> {
        if !checklist.from.is_empty() {
            return self.checklist(&checklist.from).map(|list| list.id.clone());
        }
        self.volumes.iter().find(|v| v.checklist.from == checklist.id).map(|v| v.checklist.id.clone())
    }

    fn put(&mut self, list: Checklist, origin: Origin) {
        let digest = list.digest();
        self.volumes.retain(|volume| volume.checklist.id != list.id);
        self.volumes.push(Volume { checklist: Arc::new(list), digest, origin, reviews: 0 });
    }
}

fn find(volumes: &[Volume], id: &str) -> Option<Arc<Checklist>> {
    volumes.iter().find(|volume| volume.checklist.id == id).map(|volume| volume.checklist.clone())
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml") && path.is_file())
        .collect();
    files.sort();
    files
}

fn read_text(path: &Path) -> Result<String, Problem> {
    let told = |found: String, accepted: Bilingual| Problem::at(None, "", found, accepted);
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if size > LARGEST {
        return Err(told(
            format!("{size}"),
            Bilingual::fixed("a checklist file has at most 2 MiB", "un fichier de liste a au plus 2 Mio"),
        ));
    }
    let bytes = std::fs::read(path).map_err(|e| {
        told(e.to_string(), Bilingual::fixed("the file could not be read", "le fichier n’a pas pu être lu"))
    })?;
    String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Problem::at(
            line as u64,
            "",
            "",
            Bilingual::fixed(
                "this is not UTF-8 text: save the file as UTF-8",
                "ce n’est pas du texte UTF-8 : enregistrez le fichier en UTF-8",
            ),
        )
    })
}

/// The shelf with the reviews that name each version, and the versions that only reviews still hold.
pub fn counted(session: &Session) -> Result<Shelf, OpsError> {
    let mut shelf = session.shelf.clone();
    for kept in session.store.kept_checklists()? {
        let own = shelf.own.as_ref().is_some_and(|own| own.id == kept.checklist.id);
        match shelf.volumes.iter_mut().find(|volume| volume.digest == kept.digest) {
            Some(volume) => volume.reviews = kept.reviews,
            None if own || kept.reviews == 0 => {}
            None => shelf.volumes.push(Volume {
                checklist: Arc::new(kept.checklist),
                digest: kept.digest,
                origin: Origin::Kept,
                reviews: kept.reviews,
            }),
        }
    }
    Ok(shelf)
}
