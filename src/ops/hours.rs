//! The calendar in use, and the business time between two instants with its steps.

use std::path::Path;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::both;
use crate::domain::calendar::Calendar;
use crate::domain::shown::Shown;
use crate::formats::calendar::{self as format, Timetable};
use crate::ops::error::{Kind, OpsError};
use crate::words::Bilingual;

/// The team's own calendar, in the folder of the settings.
pub const FILE: &str = "calendar.toml";

/// The longest calendar file.
const LARGEST: u64 = 256 * 1024;

/// The longest stretch that is told day by day.
const MOST_DAYS: i64 = 36_600;

/// A calendar with where it comes from.
#[derive(Clone, Debug)]
pub struct InUse {
    /// The calendar.
    pub calendar: Calendar,
    /// Its short name.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub name: Bilingual,
    /// The zone's name, as people write it.
    pub zone: String,
    /// Where it comes from, in a sentence.
    pub says: Bilingual,
}

/// The calendar of the team; without one, the office hours that ship.
pub fn in_use(zone: &TimeZone, folder: Option<&Path>) -> Result<InUse, OpsError> {
    let own = folder.map(|folder| folder.join(FILE)).filter(|path| path.exists());
    match own {
        Some(path) => named(&path.to_string_lossy(), zone),
        None => {
            let (name, text) = format::SHIPPED[0];
            let mut shipped = over(read(text, name)?, zone, Bilingual::default());
            let hint = folder.map(|folder| folder.join(FILE)).unwrap_or_else(|| FILE.into());
            let hint = Shown::line(&hint.to_string_lossy());
            shipped.says = both!(
                "The office hours that come with the program, Monday to Friday 9 to 18 h, French holidays closed. {hint} says when your team is there.",
                "Les heures de bureau fournies avec le programme : du lundi au vendredi, de 9 à 18 h, fermé les jours fériés français. {hint} dit quand votre équipe est là."
            );
            Ok(shipped)
        }
    }
}

/// A calendar from a file, or a shipped one by its name.
pub fn named(name: &str, zone: &TimeZone) -> Result<InUse, OpsError> {
    let path = Path::new(name);
    let shown = Shown::line(name);
    let shipped = format::SHIPPED.iter().find(|(known, _)| *known == name);
    if let (Some((name, text)), false) = (shipped, path.exists()) {
        let says = both!(
            "The calendar {name} that comes with the program.",
            "Le calendrier {name} fourni avec le programme."
        );
        return Ok(over(read(text, name)?, zone, says));
    }
    let size = std::fs::metadata(path).map_err(|e| {
        let known = format::SHIPPED.map(|(name, _)| name).join(", ");
        OpsError::file(path, &e).hint(both!("shipped calendars: {known}", "calendriers fournis : {known}"))
    })?;
    if size.len() > LARGEST {
        let what = Bilingual::fixed("a calendar has at most 256 KiB", "un calendrier a au plus 256 Kio");
        return Err(OpsError::data(what));
    }
    let text = std::fs::read_to_string(path).map_err(|e| OpsError::file(path, &e))?;
    let says = both!("The calendar of {shown}.", "Le calendrier de {shown}.");
    Ok(over(read(&text, name)?, zone, says))
}

fn read(text: &str, name: &str) -> Result<Timetable, OpsError> {
    format::parse(text).map_err(|problems| {
        let what = Bilingual::fixed("the calendar cannot be used", "le calendrier n’est pas utilisable");
        OpsError::data(what).with(problems.into_iter().map(|problem| problem.in_file(name)).collect())
    })
}

fn over(table: Timetable, zone: &TimeZone, says: Bilingual) -> InUse {
    let calendar = table.calendar(zone);
    let zone = calendar.zone.iana_name().map_or_else(|| format!("{:?}", calendar.zone), str::to_owned);
    InUse { calendar, id: table.id, version: table.version, name: table.name, zone, says }
}

/// An instant as somebody typed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The instant.
    pub at: Timestamp,
    /// What had to be decided about it: a time that occurs twice, or never.
    pub note: Option<Bilingual>,
}

/// Reads `2026-11-17T02:00:00+01:00`, or a local `2026-11-17 02:00` or `2026-11-17` in `zone`. A local time that occurs
/// twice is its first; one that never occurs is moved forward; both are told.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Typed, OpsError> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Typed { at, note: None });
    }
    let wrong = || {
        let found = Shown::short(text, 60);
        OpsError::new(
            Kind::Usage,
            both!(
                "`{found}` is no instant: write 2026-11-17T02:00:00+01:00, or a local 2026-11-17T02:00",
                "« {found} » n’est pas un instant : écrivez 2026-11-17T02:00:00+01:00, ou, en heure locale, 2026-11-17T02:00"
            ),
        )
    };
    // A zone in brackets or a lone offset would be dropped by a lenient reader: only what is local may be read as local.
    let local = text.len() <= 32 && !text.contains(['[', '+']) && !text.ends_with(['Z', 'z']);
    let local: DateTime = text.parse().ok().filter(|_| local).ok_or_else(wrong)?;
    let choice = zone.to_ambiguous_timestamp(local);
    let offset = choice.offset();
    let at = choice.compatible().map_err(|_| wrong())?;
    let shown = local.strftime("%Y-%m-%d %H:%M:%S");
    let note = match offset {
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => None,
        jiff::tz::AmbiguousOffset::Fold { .. } => Some(both!(
            "{shown} occurs twice that day: its first time is taken",
            "{shown} se produit deux fois ce jour-là : la première est prise"
        )),
        jiff::tz::AmbiguousOffset::Gap { .. } => Some(both!(
            "{shown} does not occur that day, clocks were put forward: the time after the change is taken",
            "{shown} n’existe pas ce jour-là, l’heure a avancé : l’heure d’après le changement est prise"
        )),
    };
    Ok(Typed { at, note })
}

/// A length of time as people type it: seconds, or `45m`, `4h`, `1h30m`.
pub fn length(text: &str) -> Result<u32, OpsError> {
    let wrong = || {
        let found = Shown::short(text, 40);
        OpsError::new(
            Kind::Usage,
            both!(
                "`{found}` is no length of time: write seconds, or 45m, 4h, 1h30m",
                "« {found} » n’est pas une durée : écrivez des secondes, ou 45m, 4h, 1h30m"
            ),
        )
    };
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let (mut total, mut number, mut last) = (0u32, String::new(), u32::MAX);
    for c in text.trim().chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let unit = match c {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return Err(wrong()),
        };
        let count: u32 = number.parse().map_err(|_| wrong())?;
        let part = count.checked_mul(unit).filter(|_| unit < last).ok_or_else(wrong)?;
        total = total.checked_add(part).ok_or_else(wrong)?;
        (number, last) = (String::new(), unit);
    }
    if number.is_empty() && last < u32::MAX { Ok(total) } else { Err(wrong()) }
}

/// The part of one date that was open.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The date in the calendar's zone.
    pub date: Date,
    /// When it is open, in seconds of the wall clock since its midnight.
    pub open: Vec<(i64, i64)>,
    /// Seconds open between the two instants.
    pub seconds: i64,
}

/// The business time between two instants.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// From.
    pub from: Timestamp,
    /// To, not included.
    pub to: Timestamp,
    /// Seconds while open.
    pub business: i64,
    /// Seconds by the wall clock.
    pub wall: i64,
    /// Each date that the two lie on or between.
    pub days: Vec<Day>,
}

/// The business time from one instant to another, with its steps.
pub fn between(calendar: &Calendar, from: Timestamp, to: Timestamp) -> Result<Hours, OpsError> {
    let wrong_order = || {
        OpsError::data(Bilingual::fixed("the end lies before the start", "la fin précède le début"))
            .hint(Bilingual::fixed("aplomb hours FROM TO", "aplomb hours DE À"))
    };
    let spent = calendar.spent(from, to).map_err(|_| wrong_order())?;
    let too_long = || {
        let what = Bilingual::fixed("more than a hundred years lie between", "plus de cent ans les séparent");
        OpsError::new(Kind::Usage, what)
    };
    if spent.elapsed > MOST_DAYS * 86_400 {
        return Err(too_long());
    }
    let mut days = Vec::new();
    let mut date = calendar.zone.to_datetime(from).date();
    let mut start = from;
    loop {
        let tomorrow = date.checked_add(Span::new().days(1)).map_err(|_| too_long())?;
        let midnight = tomorrow.to_datetime(Time::midnight());
        let next = calendar.zone.to_ambiguous_timestamp(midnight).compatible().map_err(|_| too_long())?;
        let end = next.min(to);
        if start < end || days.is_empty() {
            let seconds = calendar.spent(start, end.max(start)).map_err(|_| wrong_order())?.business;
            days.push(Day { date, open: calendar.open_parts(date), seconds });
        }
        if next >= to {
            break;
        }
        (start, date) = (next, tomorrow);
    }
    Ok(Hours { from, to, business: spent.business, wall: spent.elapsed, days })
}

/// When `seconds` of business time have passed; `None` is never.
pub fn due(calendar: &Calendar, from: Timestamp, seconds: u32) -> Option<Timestamp> {
    calendar.due(from, seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn typed_lengths() {
        let known = [("90", 90), ("45m", 2700), ("4h", 14_400), ("1h30m", 5400), ("1h30m5s", 5405)];
        for (text, seconds) in known {
            assert_eq!(length(text).unwrap(), seconds, "{text}");
        }
        for text in ["", "h", "4d", "1h30", "30m1h", "4h4h", "-5", "5000000000", "2000000h"] {
            assert!(length(text).is_err(), "{text}");
        }
    }

    #[test]
    fn typed_instants() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = |text: &str| instant(text, &paris).map(|t| (t.at.to_string(), t.note.is_some()));
        assert_eq!(at("2026-11-17T02:00:00+01:00").unwrap(), ("2026-11-17T01:00:00Z".into(), false));
        assert_eq!(at("2026-11-17T02:00").unwrap(), ("2026-11-17T01:00:00Z".into(), false));
        assert_eq!(at("2026-11-17 02:00").unwrap(), ("2026-11-17T01:00:00Z".into(), false));
        assert_eq!(at("2026-11-17").unwrap(), ("2026-11-16T23:00:00Z".into(), false));
        assert_eq!(at("2026-10-25T02:30").unwrap(), ("2026-10-25T00:30:00Z".into(), true));
        assert_eq!(at("2026-03-29T02:30").unwrap(), ("2026-03-29T01:30:00Z".into(), true));
        for wrong in ["", "yesterday", "2026-02-30", "2026-11-17T25:00", "2026-11-17T02:00[Asia/Tokyo]"] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_steps_add_up() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let office = in_use(&paris, None).unwrap();
        assert!(office.says.get(Lang::En).contains("office hours"));
        let from = "2026-03-27T16:00:00+01:00".parse().unwrap();
        let to = "2026-03-30T10:30:00+02:00".parse().unwrap();
        let hours = between(&office.calendar, from, to).unwrap();
        assert_eq!((hours.business, hours.wall), (2 * 3600 + 5400, 65 * 3600 + 1800));
        assert_eq!(hours.days.iter().map(|day| day.seconds).collect::<Vec<_>>(), [7200, 0, 0, 5400]);
        assert!(between(&office.calendar, to, from).is_err());
        assert_eq!(between(&office.calendar, to, to).unwrap().days.len(), 1);
    }
}
