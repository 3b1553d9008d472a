//! Rows under a map. The bytes are the map's TOML, a zero byte, and the rows; without a zero byte they are rows under
//! the maps that ship.
#![no_main]

use std::ops::ControlFlow;
use std::sync::LazyLock;

use aplomb::formats::import::{Fed, Format, Known, Map, Settled, assemble, read};
use aplomb::words::Lang;
use libfuzzer_sys::fuzz_target;

static SHIPPED: LazyLock<Vec<Map>> = LazyLock::new(|| {
    Map::SHIPPED.into_iter().filter_map(|(_, toml)| Map::parse(toml).ok()).collect()
});

fn rows(map: &Map, rows: &[u8]) {
    let settled = Settled { map: Some(map.clone()), ..Settled::default() };
    let mut parts = Vec::new();
    let ended = read(&mut &rows[..], "rows.csv", Format::Csv, &settled, &mut |fed| {
        match fed {
            Fed::Part(part) => parts.push(*part),
            Fed::Whole { .. } | Fed::Person(_) | Fed::Beside(_) => {}
            Fed::Problem(problem) | Fed::Warning(problem) => {
                let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
            }
        }
        ControlFlow::Continue(())
    });
    let _ = ended.map_err(|refusal| refusal.sentence(Lang::En));
    if !parts.is_empty() {
        let _ = assemble(parts, &Known { head: None, as_of: None, who: &|_| None });
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some(end) = bytes.iter().position(|byte| *byte == 0) else {
        SHIPPED.iter().for_each(|map| rows(map, bytes));
        return;
    };
    let Ok(text) = std::str::from_utf8(&bytes[..end]) else { return };
    match Map::parse(text) {
        Ok(map) => rows(&map, &bytes[end + 1..]),
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
            }
        }
    }
});
