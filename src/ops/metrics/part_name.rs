//! What a part of the conversations is called.

use crate::domain::metric::{Part, Shift};
use crate::domain::shown::Shown;
use crate::words::Bilingual;

/// For people, and in JSON.
pub(super) fn part_name(part: &Part) -> (Bilingual, String) {
    let unknown = || (Bilingual::fixed("not said", "non précisé"), String::new());
    match part {
        Part::Channel(name) | Part::Difficulty(Some(name)) if !name.is_empty() => {
            let name = Shown::short(name, 40);
            (Bilingual::same(name.as_str()), name.into_string())
        }
        Part::Shift(Shift::InHours) => (
            Bilingual::fixed("asked in hours", "demandé pendant l’ouverture"),
            Shift::InHours.word().to_owned(),
        ),
        Part::Shift(Shift::OutOfHours) => (
            Bilingual::fixed("asked out of hours", "demandé hors ouverture"),
            Shift::OutOfHours.word().to_owned(),
        ),
        Part::All | Part::Agent(_) | Part::Channel(_) | Part::Difficulty(_) => unknown(),
    }
}
