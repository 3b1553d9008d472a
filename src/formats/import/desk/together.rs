//! Reads a text as the file of a help desk, from recognition to whole conversations, as an import does.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::ops::ControlFlow;

use super::HelpDesk;
use crate::domain::conversation::{Conversation, Role};
use crate::domain::directory::Directory;
use crate::domain::vendor::Vendor;
use crate::formats::import::gathering::{Known, assemble};
use crate::formats::import::scorecard::Scored;
use crate::formats::import::{Fed, Format, Settled, read, recognise};
use crate::words::Lang;

/// What files gave.
#[derive(Debug, Default)]
pub(super) struct Trial {
    pub(super) conversations: BTreeMap<String, Conversation>,
    pub(super) vendors: BTreeMap<String, Vendor>,
    pub(super) reviews: Vec<Scored>,
    /// Conversations all of whose messages are there.
    pub(super) whole: Vec<String>,
    pub(super) people: Directory,
    pub(super) beside: BTreeMap<String, u64>,
    /// Problems of records, and parts that find no opening.
    pub(super) problems: Vec<String>,
    pub(super) warnings: Vec<String>,
}

impl Trial {
    /// Reads files together; each must be recognised as this help desk's.
    pub(super) fn of(desk: HelpDesk, files: &[(&str, &str)]) -> Trial {
        let mut trial = Trial::default();
        let mut parts = BTreeMap::<(String, String), Vec<_>>::new();
        for (name, text) in files {
            let head = &text.as_bytes()[..text.len().min(64 << 10)];
            assert_eq!(
                recognise(head, name).map_err(|r| r.sentence(Lang::En)),
                Ok(Format::Desk(desk)),
                "{name}"
            );
            let mut input = BufReader::with_capacity(64 << 10, text.as_bytes());
            let ended = read(&mut input, name, Format::Desk(desk), &Settled::default(), &mut |fed| {
                match fed {
                    Fed::Part(part) => {
                        parts.entry((part.source.clone(), part.external_id.clone())).or_default().push(*part)
                    }
                    Fed::Person(named) => {
                        trial.people.add(&named.source, named.entry);
                    }
                    Fed::Beside(kind) => *trial.beside.entry(kind).or_default() += 1,
                    Fed::Problem(problem) => trial.problems.push(problem.sentence(Lang::En).into_string()),
                    Fed::Warning(problem) => trial.warnings.push(problem.sentence(Lang::En).into_string()),
                    Fed::Whole { .. } => panic!("no help desk gives these"),
                }
                ControlFlow::Continue(())
            });
            assert!(ended.is_ok(), "{ended:?}");
        }
        for ((source, id), parts) in parts {
            let who = |id: &str| trial.people.find(&source, id).cloned();
            match assemble(parts, &Known { head: None, as_of: None, who: &who }) {
                Ok(assembled) => {
                    if assembled.extent == crate::domain::conversation::Extent::Whole {
                        trial.whole.push(id.clone());
                    }
                    trial.reviews.extend(assembled.reviews);
                    trial.vendors.extend(assembled.vendor.map(|vendor| (id.clone(), vendor)));
                    trial.conversations.insert(id, assembled.conversation);
                }
                Err(problems) => trial
                    .problems
                    .extend(problems.into_iter().map(|problem| problem.sentence(Lang::En).into_string())),
            }
        }
        trial
    }

    /// One conversation.
    pub(super) fn get(&self, id: &str) -> &Conversation {
        self.conversations.get(id).unwrap_or_else(|| panic!("{id} is not in {self:?}"))
    }

    /// Its messages: role, author, text; `!` marks private ones.
    pub(super) fn lines(&self, id: &str) -> Vec<String> {
        let line = |message: &crate::domain::conversation::Message| {
            let mark = if message.private { "!" } else { "" };
            let role = match message.role {
                Role::Customer => "customer",
                Role::Agent => "agent",
                Role::Bot => "bot",
                Role::System => "system",
            };
            format!("{mark}{role} {}: {}", message.author, message.text)
        };
        self.get(id).messages.iter().map(line).collect()
    }

    /// A figure of the vendor's.
    pub(super) fn figure(&self, id: &str, name: &str) -> Option<f64> {
        self.vendors[id].figures.iter().find(|figure| figure.name == name).map(|figure| figure.value)
    }
}
