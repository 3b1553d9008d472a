//! Files of which nothing came at all: they are the wrong ones, and each says what it holds instead.

use super::report::Report;
use super::seen::FileSeen;
use crate::both;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// Records that are left out of files of the right kind, as their help desk marks them. A file with nothing else is what an
/// export of a quiet day looks like.
const LEFT_OUT: [&str; 18] = [
    "audits",
    "chat events",
    "connector",
    "deleted",
    "deleted messages",
    "drafts",
    "earlier versions",
    "empty files",
    "events",
    "hidden",
    "history",
    "pages without records",
    "ratings not given",
    "review",
    "service messages",
    "spam",
    "ticket_field_history",
    "underreview",
];

impl Report {
    /// What was left out, where that is all there was.
    pub(super) fn quiet(&self) -> Option<Bilingual> {
        let held = counted(self.beside.iter());
        (self.refused == 0 && self.came_to_nothing() && !held.is_empty())
            .then(|| both!("nothing in it to take in: {held}", "rien à y prendre : {held}"))
    }

    /// Refuses what was read where no file gave a conversation, a message, a person or anything about one. One that did
    /// makes the others its company: lists of groups and macros lie beside tickets.
    pub(super) fn judge(&mut self) {
        if !self.came_to_nothing() {
            return;
        }
        let refusals: Vec<Problem> = self.seen.iter().filter_map(refusal).collect();
        self.refused += refusals.len() as u64;
        if self.refused == 0 && !self.seen.is_empty() && self.seen.iter().all(|seen| seen.is_foreign()) {
            self.refused = self.files;
            self.problem(Problem::at(None, "", "", nothing_known()));
        }
        refusals.into_iter().for_each(|problem| self.problem(problem));
    }
}

/// Kinds of records, each with how many there are.
fn counted<'k>(kinds: impl Iterator<Item = (&'k String, &'k u64)>) -> String {
    let each: Vec<String> = kinds.map(|(kind, n)| format!("{n} × {}", Shown::short(kind, 30))).collect();
    each.join(", ")
}

/// Files in a folder are passed by one by one where they are no exports; here none of them was one.
fn nothing_known() -> Bilingual {
    Bilingual::fixed(
        "none of these files is an export that can be taken in; `aplomb import --help` names what is",
        "aucun de ces fichiers n’est un export qui peut être pris ; « aplomb import --help » nomme ceux qui le sont",
    )
}

fn refusal(seen: &FileSeen) -> Option<Problem> {
    let format = seen.format.filter(|_| !seen.refused)?;
    let other = counted(seen.beside.iter().filter(|(kind, _)| !LEFT_OUT.contains(&kind.as_str())));
    if other.is_empty() && seen.problems == 0 {
        return None;
    }
    let name = format.name();
    let accepted = if other.is_empty() {
        both!(
            "this looks like {name}, but none of its records can be used",
            "cela ressemble à {name}, mais aucun de ses enregistrements n’est utilisable"
        )
    } else {
        both!(
            "this looks like {name}, but holds only what is not read ({other}): no conversation, message or person; `aplomb import --explain FILE` says what is read of {name}",
            "cela ressemble à {name}, mais ne contient que ce qui n’est pas lu ({other}) : ni conversation, ni message, ni personne ; « aplomb import --explain FICHIER » dit ce qui est lu de {name}"
        )
    };
    Some(Problem::at(None, "", "", accepted).in_file(&seen.file))
}
