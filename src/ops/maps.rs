//! How to read a CSV file: a map by the name of a shipped one, or from a file.

use crate::both;
use crate::formats::import::Map;
use crate::ops::error::OpsError;
use crate::words::Bilingual;

/// The longest map file.
const LARGEST_MAP: u64 = 256 * 1024;

/// A map by the name of a shipped one, or from a file.
pub fn named(named: &str) -> Result<Map, OpsError> {
    let path = std::path::Path::new(named);
    let (text, name) = match Map::shipped(named) {
        Some(text) if !path.exists() => (text.to_owned(), named.to_owned()),
        _ => {
            let size = std::fs::metadata(path).map_err(|e| {
                let known = Map::SHIPPED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                OpsError::file(path, &e).hint(both!("shipped maps: {known}", "plans fournis : {known}"))
            })?;
            if size.len() > LARGEST_MAP {
                return Err(OpsError::data(Bilingual::fixed(
                    "a map has at most 256 KiB",
                    "un plan a au plus 256 Kio",
                )));
            }
            (std::fs::read_to_string(path).map_err(|e| OpsError::file(path, &e))?, named.to_owned())
        }
    };
    Map::parse(&text).map_err(|problems| {
        OpsError::data(Bilingual::fixed("the map cannot be used", "le plan n’est pas utilisable"))
            .with(problems.into_iter().map(|problem| problem.in_file(&name)).collect())
    })
}
