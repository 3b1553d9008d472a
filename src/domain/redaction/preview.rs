//! Every replacement before the file is made, few lines for many places.

use crate::domain::redaction::{Replacement, Sort};

/// One text that is replaced: *Nadia* becomes `[name 1]` in 5 places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text as it stands, raw.
    pub found: String,
    /// What stands instead.
    pub mark: String,
    /// In how many places.
    pub places: usize,
}

/// The replacements of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which sort.
    pub sort: Sort,
    /// In how many places.
    pub places: usize,
    /// The distinct texts, in the order in which they were found.
    pub lines: Vec<Line>,
}

/// Replacements by sort and by text. Sorts of which nothing was found are left out.
pub fn preview(replacements: &[Replacement]) -> Vec<Group> {
    let group = |sort: Sort| {
        let mut lines: Vec<Line> = Vec::new();
        let mut at = std::collections::HashMap::new();
        let mut places = 0;
        for replacement in replacements.iter().filter(|replacement| replacement.sort == sort) {
            places += 1;
            let next = lines.len();
            let line = *at.entry(replacement.mark.as_str()).or_insert(next);
            match lines.get_mut(line) {
                Some(line) => line.places += 1,
                None => lines.push(Line {
                    found: replacement.found.clone(),
                    mark: replacement.mark.clone(),
                    places: 1,
                }),
            }
        }
        Group { sort, places, lines }
    };
    Sort::ALL.into_iter().map(group).filter(|group| group.places > 0).collect()
}
