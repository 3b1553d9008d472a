//! How to read a CSV file: a map by the name of a shipped one, or from a file.

use crate::both;
use crate::domain::problem::Problem;
use crate::formats::import::Map;
use crate::formats::import::scorecard::ScorecardMap;
use crate::ops::error::OpsError;
use crate::words::Bilingual;

/// The longest map file.
const LARGEST_MAP: u64 = 256 * 1024;

/// A map by the name of a shipped one, or from a file.
pub fn named(named: &str) -> Result<Map, OpsError> {
    let text = text(named, Map::shipped(named), &Map::SHIPPED.map(|(name, _)| name))?;
    Map::parse(&text).map_err(|problems| unusable(named, problems))
}

/// A map of scorecards: the shipped example by its name, or from a file.
pub fn scorecards(named: &str) -> Result<ScorecardMap, OpsError> {
    let (name, shipped) = ScorecardMap::SHIPPED;
    let text = text(named, (named == name).then_some(shipped), &[name])?;
    ScorecardMap::parse(&text).map_err(|problems| unusable(named, problems))
}

fn text(named: &str, shipped: Option<&str>, known: &[&str]) -> Result<String, OpsError> {
    let path = std::path::Path::new(named);
    if let Some(text) = shipped
        && !path.exists()
    {
        return Ok(text.to_owned());
    }
    let size = std::fs::metadata(path).map_err(|e| {
        let known = known.join(", ");
        OpsError::file(path, &e).hint(both!("shipped maps: {known}", "plans fournis : {known}"))
    })?;
    if size.len() > LARGEST_MAP {
        return Err(OpsError::data(Bilingual::fixed(
            "a map has at most 256 KiB",
            "un plan a au plus 256 Kio",
        )));
    }
    std::fs::read_to_string(path).map_err(|e| OpsError::file(path, &e))
}

fn unusable(named: &str, problems: Vec<Problem>) -> OpsError {
    OpsError::data(Bilingual::fixed("the map cannot be used", "le plan n’est pas utilisable"))
        .with(problems.into_iter().map(|problem| problem.in_file(named)).collect())
}
