//! Figures as people read them.

use crate::both;
use crate::domain::interval::Interval;
use crate::domain::metric::change::{Change, Moved, Scale};
use crate::domain::metric::{Figure, Reading, Unit, say};
use crate::ops::metrics::span::Days;
use crate::words::{self, Lang, decimal, number};

/// A figure, or the words in its place.
pub fn figure(lang: Lang, unit: Unit, figure: &Figure) -> String {
    match figure {
        Ok(reading) => say::value(unit, reading.value(), reading.n(), lang),
        Err(why) => why.words().get(lang).to_owned(),
    }
}

/// `n 1,323`, or nothing.
pub fn n(lang: Lang, reading: &Reading) -> String {
    match reading {
        // A count is its own n.
        Reading::Count(_) => String::new(),
        reading => reading.n().map(|n| format!("n {}", number(lang, n))).unwrap_or_default(),
    }
}

/// `(40 to 64%)` in the figure's unit.
pub fn interval(lang: Lang, unit: Unit, (low, high): Interval, n: Option<u64>) -> String {
    let end = |value: f64| {
        let text = say::value(unit, value, n, lang);
        // Hours and minutes are told by their places, so that a line holds an interval and an n: `2 h 41`.
        if text.contains(" h ") { text.trim_end_matches(" min").to_owned() } else { text }
    };
    let (low, high) = (end(low), end(high));
    match lang {
        Lang::En => format!("({low} to {high})"),
        Lang::Fr => format!("({low} à {high})"),
    }
}

/// How a figure moved: `-16% (-30 to +1)`, `+2 points (-7 to +11)`.
pub fn change(lang: Lang, unit: Unit, change: &Change) -> String {
    let signed = |value: f64, places: usize| {
        let text = decimal(lang, value.abs(), places);
        let zero = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        format!(
            "{}{text}",
            if zero {
                ""
            } else if value < 0.0 {
                "-"
            } else {
                "+"
            }
        )
    };
    let (of, places, suffix): (fn(f64) -> f64, usize, &str) = match (change.scale, unit) {
        (Scale::Ratio, _) => {
            (|ratio| 100.0 * (ratio - 1.0), 0, if lang == Lang::Fr { "\u{202f}%" } else { "%" })
        }
        (Scale::Difference, Unit::Share) => (|points| 100.0 * points, 0, " points"),
        (Scale::Difference, _) => (|points| points, 1, ""),
    };
    let value = format!("{}{suffix}", signed(of(change.value), places));
    match change.interval {
        Ok((low, high)) => {
            let (low, high) = (signed(of(low), places), signed(of(high), places));
            match lang {
                Lang::En => format!("{value} ({low} to {high})"),
                Lang::Fr => format!("{value} ({low} à {high})"),
            }
        }
        Err(_) => value,
    }
}

/// What may be said of a change, since two periods never make a trend.
pub fn moved(lang: Lang, change: &Change) -> String {
    let both = match (change.interval.is_ok(), change.moved) {
        (_, Moved::Up | Moved::Down) => both!("more than chance", "plus que le hasard"),
        (true, Moved::NotShown) => both!("may be chance", "peut-être le hasard"),
        (false, Moved::NotShown) => return String::new(),
    };
    both.get(lang).to_owned()
}

/// `9 to 15 Nov 2026`, `3 Nov 2026`.
pub fn days(lang: Lang, days: Days) -> String {
    let last = words::date(lang, days.last);
    if days.first == days.last {
        return last;
    }
    let first = words::day(lang, days.last.year(), days.first);
    match lang {
        Lang::En => format!("{first} to {last}"),
        Lang::Fr => format!("{first} au {last}"),
    }
}
