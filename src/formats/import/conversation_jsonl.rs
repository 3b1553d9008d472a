//! Conversation JSON Lines: one conversation a line. A line with anything wrong in it is named and skipped; the rest of
//! the file is taken in. Memory holds one line, and for each conversation a hash and a line number.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::BufRead;
use std::ops::ControlFlow;

use crate::both;
use crate::domain::conversation::Conversation;
use crate::domain::problem::Problem;
use crate::words::Bilingual;

use super::findings::{Findings, UnknownKeys};
use super::json_conversation::read_conversation;
use super::lines::{Line, Lines};
use super::syntax::syntax;
use super::whole::Flaw;
use super::{Fed, Refusal};

/// The longest line that is read.
pub(super) const LONGEST_LINE: usize = 32 << 20;

/// Reads a file to its end, or until `sink` breaks.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    longest: usize,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut lines = Lines::new(input, longest);
    let mut unknown = UnknownKeys::default();
    let mut seen = Seen::default();
    loop {
        let next = lines.next().map_err(|error| Refusal::unreadable(file, &error))?;
        let Some((number, line)) = next else { break };
        let read = match line {
            Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => continue,
            Line::Bytes(bytes) => read_line(bytes, number, &mut unknown),
            Line::TooLong => Err(too_long(number, longest)),
        };
        let flow = match read {
            Ok(conversation) => {
                let mut flow = ControlFlow::Continue(());
                if let Some(first) = seen.first_line(&conversation, number) {
                    flow = sink(Fed::Warning(told_twice(&conversation, first, number).in_file(file)));
                }
                if flow.is_continue() {
                    flow = sink(Fed::Whole { conversation: Box::new(conversation), line: number });
                }
                flow
            }
            Err(findings) => feed(findings.into_problems(file), Fed::Problem, sink),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    let _ = feed(unknown.into_warnings(file), Fed::Warning, sink);
    Ok(())
}

fn feed(
    problems: Vec<Problem>,
    kind: fn(Problem) -> Fed,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> ControlFlow<()> {
    problems.into_iter().try_for_each(|problem| sink(kind(problem)))
}

fn read_line(bytes: &[u8], number: u64, unknown: &mut UnknownKeys) -> Result<Conversation, Findings> {
    let mut findings = Findings::new(number);
    let whole_line = String::new;
    let line = match std::str::from_utf8(bytes) {
        Ok(line) => line.trim_ascii(),
        Err(error) => {
            let byte = error.valid_up_to() + 1;
            let accepted = both!(
                "the line is not UTF-8 (byte {byte}); save the file as UTF-8",
                "la ligne n’est pas en UTF-8 (octet {byte}) ; enregistrez le fichier en UTF-8"
            );
            findings.add(whole_line, "", accepted);
            return Err(findings);
        }
    };
    if !line.starts_with('{') {
        let accepted = Bilingual::fixed(
            "one JSON object on each line: {\"id\": …, \"messages\": […]}",
            "un objet JSON par ligne : {\"id\": …, \"messages\": […]}",
        );
        findings.add(whole_line, line.chars().take(100).collect::<String>(), accepted);
        return Err(findings);
    }
    let draft = match read_conversation(line, number, &mut findings, unknown) {
        Ok(draft) => draft,
        Err(error) => {
            findings.add(whole_line, "", syntax(&error));
            return Err(findings);
        }
    };
    if !findings.none() {
        return Err(findings);
    }
    draft.whole().map_err(|flaw| {
        match flaw {
            Flaw::SameId { id, place } => {
                let accepted = Bilingual::fixed(
                    "an id that no other message of the conversation has (this one is a duplicate)",
                    "un identifiant qu’aucun autre message de la conversation ne porte (celui-ci est en double)",
                );
                findings.add(|| format!("messages[{place}].id"), id, accepted);
            }
            Flaw::NoTime => {
                let accepted = Bilingual::fixed(
                    "at least one message, or the time in `opened_at`",
                    "au moins un message, ou l’heure dans `opened_at`",
                );
                findings.add(|| "messages".to_owned(), "[]", accepted);
            }
        }
        findings
    })
}

fn too_long(number: u64, longest: usize) -> Findings {
    let mebibytes = longest >> 20;
    let accepted = both!(
        "the line is too long: at most {mebibytes} MiB for one conversation",
        "la ligne est trop longue : au plus {mebibytes} Mio par conversation"
    );
    let mut findings = Findings::new(number);
    findings.add(String::new, "", accepted);
    findings
}

fn told_twice(conversation: &Conversation, first: u64, number: u64) -> Problem {
    let accepted = both!(
        "this conversation is already on line {first}; the later line updates it",
        "cette conversation figure déjà à la ligne {first} ; celle-ci la met à jour"
    );
    Problem::at(number, "id", conversation.external_id.clone(), accepted)
}

/// Identities seen in the file, as keyed hashes: a million of them must not fill the memory. Two different identities
/// with one hash would cost a needless warning and nothing else.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    lines: HashMap<u64, u64>,
}

impl Seen {
    fn first_line(&mut self, conversation: &Conversation, line: u64) -> Option<u64> {
        let hash = self.hasher.hash_one((&conversation.source, &conversation.external_id));
        match self.lines.entry(hash) {
            std::collections::hash_map::Entry::Occupied(first) => Some(*first.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(line);
                None
            }
        }
    }
}
