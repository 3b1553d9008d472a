//! A business calendar from TOML. Strict: an unknown key, a window or a date that cannot be read is a problem, and all
//! problems are told at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use crate::domain::calendar::{Calendar, Holidays, Window, holidays};
use crate::domain::problem::Problem;
use crate::formats::toml_reader::{self, A_TABLE, Reader, Section, Value};
use crate::words::Bilingual;

/// The calendars that come with the program, by name; the first is in use where a team has none of its own.
pub const SHIPPED: [(&str, &str); 2] = [
    ("office", include_str!("../../calendars/office.toml")),
    ("day-and-night", include_str!("../../calendars/day-and-night.toml")),
];

/// Years whose holidays are worked out.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

const TOP: [&str; 8] = ["id", "version", "name", "zone", "holidays", "closed", "weekly", "dates"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const WINDOWS: Bilingual = Bilingual::fixed(
    "a list of windows such as [\"09:00-12:30\", \"13:30-18:00\"]; [] is closed",
    "une liste de plages comme [\"09:00-12:30\", \"13:30-18:00\"] ; [] est fermé",
);
const WINDOW: Bilingual = Bilingual::fixed(
    "opening and closing time such as \"09:00-12:30\", up to \"24:00\"; \"22:00-06:00\" runs into the next day",
    "une ouverture et une fermeture comme \"09:00-12:30\", jusqu’à \"24:00\" ; \"22:00-06:00\" finit le lendemain",
);
const DATE: Bilingual = Bilingual::fixed("a date such as 2026-12-24", "une date comme 2026-12-24");
const DATES: Bilingual =
    Bilingual::fixed("a list of dates such as [2026-12-24]", "une liste de dates comme [2026-12-24]");
const HOLIDAYS: Bilingual = Bilingual::fixed(
    "\"france\", \"alsace-moselle\" or \"none\"",
    "\"france\", \"alsace-moselle\" ou \"none\"",
);
const ZONE: Bilingual =
    Bilingual::fixed("a time zone such as \"Europe/Paris\"", "un fuseau horaire comme \"Europe/Paris\"");
/// What a calendar's file says.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// Its short name.
    pub id: String,
    /// Raised by hand at every change.
    pub version: u32,
    /// Its name.
    pub name: Bilingual,
    /// Whose clocks are meant; `None` is the zone that the program shows times in.
    pub zone: Option<TimeZone>,
    /// Whose holidays are closed.
    pub holidays: Option<Holidays>,
    weekly: [Vec<Window>; 7],
    closed: BTreeSet<Date>,
    replaced: BTreeMap<Date, Vec<Window>>,
}

impl Timetable {
    /// The calendar; `zone` is taken where the file names none. A date with windows of its own is open although it is a
    /// holiday, and a closed one is closed in any case.
    pub fn calendar(&self, zone: &TimeZone) -> Calendar {
        let mut calendar = Calendar::new(self.zone.as_ref().unwrap_or(zone).clone());
        calendar.weekly = self.weekly.clone();
        if let Some(of) = self.holidays {
            let days = YEARS.flat_map(|year| holidays(of, year)).map(|holiday| holiday.date);
            calendar.closed.extend(days.filter(|date| !self.replaced.contains_key(date)));
        }
        calendar.closed.extend(&self.closed);
        calendar.replaced = self.replaced.clone();
        calendar
    }
}

/// Reads a calendar.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(toml: &str) -> Result<Timetable, Vec<Problem>> {
    toml_reader::document(toml, |reader, top| {
        reader.only(top, &TOP);
        let id = reader.short_name(top, "id");
        let version = reader.needed(top, "version", &Bilingual::same("1, 2, 3 …"), Reader::version);
        let name = if top.get("name").is_some() { reader.both(top, "name") } else { None };
        let zone = reader.zone(top);
        let holidays = reader.holidays(top);
        let closed = reader.closed(top);
        let weekly = reader.weekly(top);
        let replaced = reader.replaced(top);
        let id = id?;
        Some(Timetable {
            version: version?,
            name: name.unwrap_or_else(|| Bilingual::same(id.clone())),
            id,
            zone,
            holidays,
            weekly,
            closed,
            replaced,
        })
    })
}

impl<'t> Reader<'t> {
    fn zone(&mut self, top: Section<'_, 't>) -> Option<TimeZone> {
        let name = self.text(top, "zone")?;
        let zone = TimeZone::get(&name).ok();
        if let (None, Some(value)) = (&zone, top.get("zone")) {
            self.wrong(top, "zone", value, &ZONE);
        }
        zone
    }

    fn holidays(&mut self, top: Section<'_, 't>) -> Option<Holidays> {
        let Some(value) = top.get("holidays") else {
            self.missing(top, "holidays", &HOLIDAYS);
            return None;
        };
        match value.get_ref().as_str() {
            Some("france") => Some(Holidays::France),
            Some("alsace-moselle") => Some(Holidays::AlsaceMoselle),
            Some("none") => None,
            _ => {
                self.wrong(top, "holidays", value, &HOLIDAYS);
                None
            }
        }
    }

    fn closed(&mut self, top: Section<'_, 't>) -> BTreeSet<Date> {
        let Some(value) = top.get("closed") else { return BTreeSet::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(top, "closed", value, &DATES);
            return BTreeSet::new();
        };
        let mut dates = BTreeSet::new();
        for date in list.iter() {
            match a_date(date) {
                Some(date) => _ = dates.insert(date),
                None => self.wrong(top, "closed", date, &DATE),
            }
        }
        dates
    }

    fn weekly(&mut self, top: Section<'_, 't>) -> [Vec<Window>; 7] {
        let mut weekly: [Vec<Window>; 7] = Default::default();
        let Some(value) = top.get("weekly") else {
            self.missing(top, "weekly", &A_TABLE);
            return weekly;
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(top, "weekly", value, &A_TABLE);
            return weekly;
        };
        let section = Section { table, path: "weekly", span: &value.span() };
        self.only(section, &DAYS);
        for (day, windows) in DAYS.iter().zip(&mut weekly) {
            if let Some(value) = section.get(day) {
                *windows = self.windows(section, day, value);
            }
        }
        weekly
    }

    fn replaced(&mut self, top: Section<'_, 't>) -> BTreeMap<Date, Vec<Window>> {
        let mut replaced = BTreeMap::new();
        let Some(value) = top.get("dates") else { return replaced };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(top, "dates", value, &A_TABLE);
            return replaced;
        };
        let section = Section { table, path: "dates", span: &value.span() };
        for (key, value) in table.iter() {
            let name = key.get_ref();
            let windows = self.windows(section, name, value);
            match name.parse() {
                Ok(date) => _ = replaced.insert(date, windows),
                Err(_) => self.problem(key.span(), "dates", name, DATE),
            }
        }
        replaced
    }

    fn windows(&mut self, section: Section<'_, 't>, key: &str, value: Value<'_, 't>) -> Vec<Window> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(section, key, value, &WINDOWS);
            return Vec::new();
        };
        let mut windows = Vec::new();
        for part in list.iter() {
            let window = part.get_ref().as_str().and_then(|text| {
                let (from, to) = text.split_once('-')?;
                Window::parse(from.trim(), to.trim())
            });
            match window {
                Some(window) => windows.push(window),
                None => self.wrong(section, key, part, &WINDOW),
            }
        }
        windows
    }
}

/// A date of TOML, or a text that is one.
fn a_date(value: Value<'_, '_>) -> Option<Date> {
    match value.get_ref() {
        DeValue::Datetime(date) => date.to_string().parse().ok().filter(|_| date.time.is_none()),
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use jiff::Timestamp;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_ships_is_sound() {
        for (name, text) in SHIPPED {
            let table = parse(text).unwrap();
            assert_eq!(table.id, name);
        }
    }

    #[test]
    fn the_office_year() {
        let mut office = parse(SHIPPED[0].1).unwrap();
        office.weekly.iter_mut().take(5).for_each(|day| *day = vec![Window::hours(9, 17).unwrap()]);
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let year = (at("2024-01-01T00:00:00+01:00"), at("2025-01-01T00:00:00+01:00"));
        let hours = |t: &Timetable| t.calendar(&paris).spent(year.0, year.1).unwrap().business / 3600;
        assert_eq!(hours(&office), 2016);
        office.holidays = Some(Holidays::AlsaceMoselle);
        assert_eq!(hours(&office), 2016 - 16);
    }

    #[test]
    fn own_windows_open_a_holiday_and_closed_closes_in_any_case() {
        let text = "id = \"a\"\nversion = 2\nzone = \"UTC\"\nholidays = \"france\"\nclosed = [\"2026-05-08\"]\n[weekly]\n\
                    [dates]\n2026-05-01 = [\"10:00-12:00\"]\n2026-05-08 = [\"10:00-12:00\"]\n";
        let calendar = parse(text).unwrap().calendar(&TimeZone::UTC);
        assert!(calendar.is_open(at("2026-05-01T11:00:00Z")));
        assert!(!calendar.is_open(at("2026-05-08T11:00:00Z")));
        assert!(calendar.closed.contains(&date(2026, 12, 25)));
    }

    #[test]
    fn everything_wrong_at_once() {
        let text = "id = \"Büro\"\nversion = 0\nzone = \"Europe/Lutetia\"\nholidays = \"texas\"\nopen = 1\n\
                    closed = [2026-02-30, 12]\n[weekly]\nmonday = [\"9-18\", \"09:00-24:30\"]\nmoonday = []\n\
                    tuesday = \"09:00-18:00\"\n[dates]\nchristmas = []\n";
        let told: Vec<String> = parse(text)
            .unwrap_err()
            .iter()
            .map(|p| format!("{:?} {} {}", p.line, p.field, p.sentence(Lang::En).len() > 10))
            .collect();
        // The date that no calendar has is a fault of TOML, after which the rest is not read.
        assert_eq!(told.len(), 1);
        let text = text.replace("2026-02-30", "\"2026-02-30\"");
        let told: Vec<(Option<u64>, String)> =
            parse(&text).unwrap_err().into_iter().map(|p| (p.line, p.field)).collect();
        let want = [
            (1, "id"),
            (2, "version"),
            (3, "zone"),
            (4, "holidays"),
            (5, "open"),
            (6, "closed"),
            (6, "closed"),
            (8, "weekly.monday"),
            (8, "weekly.monday"),
            (9, "weekly.moonday"),
            (10, "weekly.tuesday"),
            (12, "dates"),
        ];
        assert_eq!(told, want.map(|(line, field)| (Some(line), field.to_owned())));
        assert_eq!(parse("").unwrap_err().len(), 4);
    }
}
