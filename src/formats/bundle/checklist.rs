//! A checklist travels as the file that people edit, and is read by the same rules: there is one place that says what a
//! sound checklist is.

use std::cell::RefCell;
use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::json::Findings;
use crate::domain::checklist::Checklist;
use crate::domain::problem::Problem;
use crate::formats::checklist;
use crate::words::Bilingual;

/// Files that are remembered. A team reads by one list or two, and every request carries the whole of it: reading it
/// takes longer than everything else about the request.
const REMEMBERED: usize = 4;

thread_local! {
    /// Sound files that were read last, and what they say.
    static READ: RefCell<VecDeque<(String, Checklist)>> = const { RefCell::new(VecDeque::new()) };
}

/// A checklist in a body.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// The list that a short form takes its items from: a name that the digest holds. The items themselves are all in
    /// the file, so that nobody needs the other list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    from: String,
    /// TOML.
    file: String,
}

impl Body {
    pub(super) fn of(list: &Checklist) -> Body {
        // Hints are for the one who reads, by the list at hand: none travels.
        let whole = Checklist { from: String::new(), hints: Vec::new(), ..list.clone() };
        Body { from: list.from.clone(), file: checklist::to_toml(&whole) }
    }

    /// The checklist. Problems name its lines.
    pub(super) fn read(self, field: &str, findings: &mut Findings) -> Option<Checklist> {
        if !self.from.is_empty() && !checklist::is_id(&self.from) {
            let accepted = Bilingual::fixed("the id of a checklist", "l’identifiant d’une liste de contrôle");
            findings.add(format!("{field}.from"), self.from.as_str(), accepted);
        }
        match sound(self.file) {
            Ok(list) => Some(Checklist { from: self.from, hints: Vec::new(), ..list }),
            Err(problems) => {
                for problem in problems {
                    let field = format!("{field}.file {}", problem.field);
                    findings.take(Problem { field, ..problem });
                }
                None
            }
        }
    }
}

/// What a file says, or everything that is wrong with it. The same for the same file, whether it was read before or not.
fn sound(file: String) -> Result<Checklist, Vec<Problem>> {
    let known =
        READ.with_borrow(|read| read.iter().find(|(text, _)| *text == file).map(|(_, list)| list.clone()));
    if let Some(list) = known {
        return Ok(list);
    }
    let list = checklist::parse(&file, &|_| None)?;
    READ.with_borrow_mut(|read| {
        read.truncate(REMEMBERED - 1);
        read.push_front((file, list.clone()));
    });
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::checklist::SHIPPED;

    #[test]
    fn hints_stay_here() {
        let hinted = checklist::parse(SHIPPED[0].1, &|_| None).unwrap();
        assert!(!hinted.hints.is_empty());
        let plain = Checklist { hints: Vec::new(), ..hinted.clone() };
        let bytes = |list: &Checklist| serde_json::to_vec(&Body::of(list)).unwrap();
        assert_eq!(bytes(&hinted), bytes(&plain));
        // Nor are those of somebody else taken in.
        let body = Body { from: String::new(), file: checklist::to_toml(&hinted) };
        assert!(body.file.contains("[[hints]]"));
        assert_eq!(body.read("checklist", &mut Findings::default()), Some(plain));
    }
}
