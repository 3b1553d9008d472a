//! A figure and its change in words, as a line of a page.

use crate::domain::interval::Interval;
use crate::domain::metric::{Change, Figure, MetricId, Reading, Scale, Unit};
use crate::words::{self, Bilingual, Lang};

/// A value in its metric's unit: `62%`, `5 h 12 min`, `1.45`; `n` decides how exactly a share is told.
pub fn value(unit: Unit, value: f64, n: Option<u64>, lang: Lang) -> String {
    match unit {
        Unit::Share => words::percent(lang, value, n.unwrap_or(0)),
        Unit::Seconds => words::duration(lang, value.round() as i64),
        Unit::Count if value < 0.0 => format!("-{}", words::number(lang, (-value).round() as u64)),
        Unit::Count => words::number(lang, value.round() as u64),
        Unit::PerCase => words::decimal(lang, value, 2),
        Unit::Score | Unit::Days => words::decimal(lang, value, 1),
    }
}

/// A reading's leading value.
pub fn reading(id: MetricId, reading: &Reading, lang: Lang) -> String {
    value(id.metric().unit, reading.value(), reading.n(), lang)
}

/// The interval of a reading: `54% to 79%`.
pub fn interval(id: MetricId, of: &Reading, lang: Lang) -> Option<String> {
    let unit = id.metric().unit;
    of.interval().map(|(low, high)| between(lang, (low, high), |end| value(unit, end, of.n(), lang)))
}

/// A change: `× 0.65 (0.54 to 0.79)`, `-11 points (-19 to -2)`.
pub fn change(id: MetricId, change: &Change, lang: Lang) -> String {
    let points = id.metric().unit == Unit::Share;
    let number = |value: f64| match change.scale {
        Scale::Ratio => words::decimal(lang, value, 2),
        Scale::Difference if points => signed(lang, value * 100.0, 0),
        Scale::Difference => signed(lang, value, 1),
    };
    let lead = match change.scale {
        Scale::Ratio => format!("× {}", number(change.value)),
        Scale::Difference if points => format!("{} points", number(change.value)),
        Scale::Difference => number(change.value),
    };
    match change.interval {
        Ok(ends) => format!("{lead} ({})", between(lang, ends, number)),
        Err(_) => lead,
    }
}

/// A figure before and after, with its change; `None` where either is absent.
pub fn line(id: MetricId, before: &Figure, after: &Figure) -> Option<Bilingual> {
    let (before, after) = (before.as_ref().ok()?, after.as_ref().ok()?);
    let moved = Change::between(&Ok(*before), &Ok(*after)).ok();
    let name = id.metric().name;
    let text = |lang: Lang| {
        let (colon, then) = match lang {
            Lang::En => (":", "then"),
            Lang::Fr => ("\u{202f}:", "puis"),
        };
        let changed = moved.map_or(String::new(), |moved| format!("; {}", change(id, &moved, lang)));
        let changed = if lang == Lang::Fr { changed.replacen(';', "\u{202f};", 1) } else { changed };
        let (before, after) = (reading(id, before, lang), reading(id, after, lang));
        format!("{}{colon} {before}, {then} {after}{changed}", name.get(lang))
    };
    Some(Bilingual::made(text(Lang::En), text(Lang::Fr)))
}

fn between(lang: Lang, (low, high): Interval, number: impl Fn(f64) -> String) -> String {
    let to = match lang {
        Lang::En => "to",
        Lang::Fr => "à",
    };
    format!("{} {to} {}", number(low), number(high))
}

fn signed(lang: Lang, value: f64, places: usize) -> String {
    let text = words::decimal(lang, value.abs(), places);
    // Nothing is not minus nothing.
    let nothing = text.chars().all(|c| matches!(c, '0' | '.' | ','));
    match value {
        _ if nothing => text,
        value if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}
