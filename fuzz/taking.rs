//! What the importers' targets share: everything that a file holds is read, said and put together.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use aplomb::formats::import::{Fed, Format, Known, Part, Settled, assemble, read};
use aplomb::words::Lang;

/// Reads the bytes and puts the conversations together.
pub fn take(bytes: &[u8], file: &str, format: Format, settled: &Settled) {
    let mut groups: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    let ended = read(&mut &bytes[..], file, format, settled, &mut |fed| {
        match fed {
            Fed::Part(part) => groups.entry(part.external_id.clone()).or_default().push(*part),
            Fed::Problem(problem) | Fed::Warning(problem) => {
                let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
            }
            Fed::Whole { .. } | Fed::Person(_) | Fed::Beside(_) => {}
        }
        ControlFlow::Continue(())
    });
    let _ = ended.map_err(|refusal| refusal.sentence(Lang::Fr));
    for parts in groups.into_values() {
        let _ = assemble(parts, &Known { head: None, as_of: None, who: &|_| None });
    }
}
