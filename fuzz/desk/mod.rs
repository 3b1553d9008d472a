//! One help desk's reader: whatever stands in a file, what was read can be put together, and a file that is read twice
//! says what it says once.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use aplomb::domain::conversation::Conversation;
use aplomb::domain::directory::Directory;
use aplomb::formats::import::{Fed, Format, HelpDesk, Known, Part, Settled, assemble, read, recognise};
use aplomb::words::Lang;

/// Reads `bytes` as a file of `desk`.
pub fn try_out(desk: HelpDesk, bytes: &[u8]) {
    let _ = recognise(bytes, "1.json").map_err(|refusal| refusal.sentence(Lang::Fr));
    let once = conversations(desk, bytes, 1);
    let twice = conversations(desk, bytes, 2);
    assert_eq!(once, twice);
}

fn conversations(desk: HelpDesk, bytes: &[u8], times: usize) -> Vec<Conversation> {
    let mut directory = Directory::default();
    let mut parts: BTreeMap<(String, String), Vec<Part>> = BTreeMap::new();
    for file in 1..=times {
        let name = format!("{file}.json");
        let ended = read(&mut &bytes[..], &name, Format::Desk(desk), &Settled::default(), &mut |fed| {
            match fed {
                Fed::Whole { .. } | Fed::Beside(_) => {}
                Fed::Part(part) => {
                    let key = (part.source.clone(), part.external_id.clone());
                    parts.entry(key).or_default().push(*part);
                }
                Fed::Person(named) => {
                    directory.add(&named.source, named.entry);
                }
                Fed::Problem(problem) | Fed::Warning(problem) => {
                    let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
                }
            }
            ControlFlow::Continue(())
        });
        let _ = ended.map_err(|refusal| refusal.sentence(Lang::En));
    }
    let mut whole = Vec::new();
    for ((source, _), parts) in parts {
        let who = |id: &str| directory.find(&source, id).cloned();
        match assemble(parts, &Known { head: None, as_of: None, who: &who }) {
            Ok(assembled) => whole.push(assembled.conversation),
            Err(problems) => problems.iter().for_each(|problem| drop(problem.sentence(Lang::Fr))),
        }
    }
    whole
}
