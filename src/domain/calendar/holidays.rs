//! Public holidays of France, worked out: no list to keep, no network. They are a beginning that the team edits.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::words::Bilingual;

/// Whose holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holidays {
    /// France (Code du travail, L3133-1).
    France,
    /// The same and two more in Bas-Rhin, Haut-Rhin and Moselle (L3134-13).
    AlsaceMoselle,
}

/// One holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// When.
    pub date: Date,
    /// What it is called.
    pub name: Bilingual,
}

const FIXED: [(i8, i8, &str, &str); 8] = [
    (1, 1, "New Year's Day", "Jour de l'an"),
    (5, 1, "Labour Day", "Fête du Travail"),
    (5, 8, "Victory Day", "Victoire 1945"),
    (7, 14, "National Day", "Fête nationale"),
    (8, 15, "Assumption Day", "Assomption"),
    (11, 1, "All Saints' Day", "Toussaint"),
    (11, 11, "Armistice Day", "Armistice 1918"),
    (12, 25, "Christmas Day", "Noël"),
];
const FIXED_EAST: [(i8, i8, &str, &str); 1] = [(12, 26, "Saint Stephen's Day", "Saint-Étienne")];
/// Days after Easter Sunday.
const MOVING: [(i64, &str, &str); 3] = [
    (1, "Easter Monday", "Lundi de Pâques"),
    (39, "Ascension Day", "Ascension"),
    (50, "Whit Monday", "Lundi de Pentecôte"),
];
const MOVING_EAST: [(i64, &str, &str); 1] = [(-2, "Good Friday", "Vendredi saint")];

/// The holidays of a year, by date. Two may fall on the same day.
pub fn holidays(of: Holidays, year: i16) -> Vec<Holiday> {
    let east = of == Holidays::AlsaceMoselle;
    let fixed = FIXED.iter().chain(FIXED_EAST.iter().filter(|_| east)).filter_map(|(month, day, en, fr)| {
        Some(Holiday { date: Date::new(year, *month, *day).ok()?, name: Bilingual::fixed(en, fr) })
    });
    let moving = MOVING.iter().chain(MOVING_EAST.iter().filter(|_| east)).filter_map(|(after, en, fr)| {
        Some(Holiday { date: easter(year)?.checked_add(after.days()).ok()?, name: Bilingual::fixed(en, fr) })
    });
    let mut all: Vec<Holiday> = fixed.chain(moving).collect();
    all.sort_by_key(|holiday| holiday.date);
    all
}

/// Easter Sunday of a year from 1583 on (the anonymous Gregorian algorithm, Nature 1876).
pub fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (golden, century, rest) = (y % 19, y / 100, y % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    #[test]
    fn easters() {
        for (year, month, day) in [(1818, 3, 22), (2000, 4, 23), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
        assert_eq!(easter(1582), None);
    }

    #[test]
    fn alsace_has_two_more() {
        let (france, alsace) = (holidays(Holidays::France, 2026), holidays(Holidays::AlsaceMoselle, 2026));
        assert_eq!((france.len(), alsace.len()), (11, 13));
        let more: Vec<Date> =
            alsace.iter().filter(|day| !france.contains(day)).map(|holiday| holiday.date).collect();
        assert_eq!(more, [date(2026, 4, 3), date(2026, 12, 26)]);
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_in_spring(year in 1583i16..=9999) {
            let easter = easter(year).unwrap();
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            prop_assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25));
        }
    }
}
