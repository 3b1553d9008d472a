//! The goal in one sentence, put together from its parts: metric, amount, period, programme, owner.

use super::record::{ChangeIs, Goal};
use super::unit::{Unit, plain};
use crate::both;
use crate::domain::shown::Shown;
use crate::words::{Bilingual, Lang, date};

/// The longest part of the sentence that comes from the file, in characters.
const LONGEST_PART: usize = 160;

/// `first-response-time (phone) from 12 min to 6 min (-50%) …`; parts that are missing are left out.
pub fn sentence(goal: &Goal) -> Bilingual {
    let part = |text: &str| Shown::short(text.trim(), LONGEST_PART);
    let (metric, scope) = (part(&goal.specific.metric), part(&goal.specific.scope));
    let mut en = format!("{metric} ({scope})");
    let mut fr = en.clone();
    if let Some(course) = goal.course() {
        let (from, to, change) =
            (course.unit.show(course.from), course.unit.show(course.to), change_words(goal));
        en.push_str(&format!(
            " from {} to {}{}, {} to {}",
            from.en,
            to.en,
            change.en,
            date(Lang::En, course.start()),
            date(Lang::En, course.due())
        ));
        fr.push_str(&format!(
            " de {} à {}{}, du {} au {}",
            from.fr,
            to.fr,
            change.fr,
            date(Lang::Fr, course.start()),
            date(Lang::Fr, course.due())
        ));
    }
    let (how, owner) = (part(&goal.attainable.what_changes), part(&goal.specific.owner));
    if !how.is_empty() {
        en.push_str(&format!("; how: {how}"));
        fr.push_str(&format!("\u{202f}; comment\u{202f}: {how}"));
    }
    both!("{en}; looked after by {owner}.", "{fr}\u{202f}; suivi par {owner}.")
}

/// The change in brackets, as it was meant: ` (+18 points)` or ` (-50%)`; of a rate always both. Empty where nothing is known.
pub fn change_words(goal: &Goal) -> Bilingual {
    let Some(course) = goal.course() else { return Bilingual::default() };
    let (points, share) = (course.to - course.from, 100.0 * (course.to - course.from) / course.from);
    let signed = |lang, value: f64| {
        let sign = if value < 0.0 { "−" } else { "+" };
        format!("{sign}{}", plain(lang, value.abs()))
    };
    let [p, fp] = [Lang::En, Lang::Fr].map(|lang| signed(lang, points));
    let [s, fs] = [Lang::En, Lang::Fr].map(|lang| signed(lang, share));
    match course.unit {
        Unit::Percent | Unit::Score if goal.measurable.change_is == Some(ChangeIs::Relative) => {
            both!(" ({s}%, {p} points)", " ({fs}\u{202f}%, {fp} points)")
        }
        Unit::Percent | Unit::Score | Unit::Nps => both!(" ({p} points)", " ({fp} points)"),
        _ if share.is_finite() => both!(" ({s}%)", " ({fs}\u{202f}%)"),
        _ => Bilingual::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Attainable, Measurable, Specific, Time};
    use super::super::unit::Amount;
    use super::*;
    use jiff::civil::date as d;

    #[test]
    fn half_the_wait_in_six_weeks() {
        let goal = Goal {
            specific: Specific {
                metric: "first-response-time".to_owned(),
                scope: "phone".to_owned(),
                owner: "Marc".to_owned(),
                ..Specific::default()
            },
            measurable: Measurable {
                baseline: Amount::parse("12 min"),
                change: Some(-50.0),
                change_is: Some(ChangeIs::Relative),
                ..Measurable::default()
            },
            attainable: Attainable { what_changes: "a call-back list".to_owned(), ..Attainable::default() },
            time: Time { start: Some(d(2026, 11, 2)), due: Some(d(2026, 12, 14)), ..Time::default() },
            ..Goal::default()
        };
        let said = sentence(&goal);
        assert_eq!(
            said.get(Lang::En),
            "first-response-time (phone) from 12 min to 6 min (−50%), 2 Nov 2026 to 14 Dec 2026; how: a call-back list; \
             looked after by Marc."
        );
        assert!(
            said.get(Lang::Fr).contains("de 12\u{202f}min à 6\u{202f}min (−50\u{202f}%)"),
            "{}",
            said.get(Lang::Fr)
        );
    }

    #[test]
    fn a_hostile_owner_is_tamed() {
        let mut goal = Goal::default();
        goal.specific.owner = "\u{1b}[2JMarc\n".to_owned();
        assert!(!sentence(&goal).get(Lang::En).contains(['\u{1b}', '\n']));
    }
}
