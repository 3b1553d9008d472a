//! Days without anything, channels that ended, and how old the newest is: all by the same rule.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::super::findings::{Check, Finding, label, said};
use super::super::{Measured, Part};
use super::Ground;
use crate::domain::shown::Shown;
use crate::domain::silence::{Day, Silence, Silences, silences};
use crate::domain::verdict::Verdict;
use crate::words::{Lang, date, number, plural};

/// The longest stretch of days that is looked at: ten years.
const LONGEST: i64 = 3660;
/// Days after the newest that are enough to tell that nothing came.
const AFTER: i64 = 60;
/// Gaps of a channel that are named.
const NAMED: usize = 4;
/// Without a usual to go by, this old is worth a word.
const OLD_DAYS: i64 = 14;
/// Where the rhythm of imports is not known yet, so many days are nobody’s fault.
const A_WEEK: i64 = 7;

/// The day of an instant, for people.
pub(super) fn day(ground: &Ground<'_>, at: i64, lang: Lang) -> String {
    date(lang, local(ground, at))
}

fn local(ground: &Ground<'_>, at: i64) -> Date {
    ground.calendar.zone.to_datetime(Timestamp::from_microsecond(at).unwrap_or_default()).date()
}

/// Days from the first to `end`, closed ones marked.
fn days(counts: &BTreeMap<Date, u64>, end: Date, ground: &Ground<'_>) -> Vec<Day> {
    let Some((first, _)) = counts.first_key_value() else { return Vec::new() };
    let first = (*first).max(end.saturating_sub(LONGEST.days()));
    first
        .series(1.day())
        .take_while(|date| *date <= end)
        .map(|date| Day {
            date,
            expected: !ground.calendar.closed.contains(&date),
            count: counts.get(&date).copied().unwrap_or_default(),
        })
        .collect()
}

/// The last day of each source that can be judged: the newest is seldom whole.
fn horizons(measured: &Measured) -> BTreeMap<&str, Date> {
    let mut horizons: BTreeMap<&str, Date> = BTreeMap::new();
    for part in &measured.parts {
        if let Some((last, _)) = part.days.last_key_value() {
            let horizon = horizons.entry(&part.source).or_insert(*last);
            *horizon = (*horizon).max(*last);
        }
    }
    horizons.values_mut().for_each(|last| *last = last.yesterday().unwrap_or(*last));
    horizons
}

/// Gaps and ends of channels.
pub(super) fn gaps(measured: &Measured, ground: &Ground<'_>, several: bool) -> Vec<Finding> {
    let horizons = horizons(measured);
    let (mut found, mut judged, mut too_short) = (Vec::new(), 0, Vec::new());
    for part in &measured.parts {
        let Some(end) = horizons.get(part.source.as_str()) else { continue };
        let silences = silences(&days(&part.days, *end, ground));
        if silences.days > 0 && silences.found.is_empty() && silences.unjudged > 0 {
            too_short.push(part);
        }
        judged += silences.days;
        found.extend(of_part(part, &silences, several));
    }
    if !too_short.is_empty() {
        let named = |lang| {
            too_short.iter().take(6).map(|part| label(part, several, lang)).collect::<Vec<_>>().join("; ")
        };
        let seen = said(|lang| match (named(lang), lang) {
            (named, Lang::En) => format!("Too few weeks to say of every day whether none is usual: {named}."),
            (named, Lang::Fr) => format!(
                "Trop peu de semaines pour dire de chaque jour si l’absence est habituelle\u{202f}: {named}."
            ),
        });
        found.push(Finding::new(Check::Gaps, Verdict::Note, None, judged, seen).means(
            "Nothing is said of days that have fewer than three others of their weekday.",
            "Rien n’est dit des jours qui ont moins de trois autres du même jour de semaine.",
        ));
    }
    if found.is_empty() && judged > 0 {
        let seen = said(|lang| match (number(lang, judged), lang) {
            (n, Lang::En) => {
                format!("No gap: no channel is silent for longer than chance would have it (n = {n} days).")
            }
            (n, Lang::Fr) => format!(
                "Aucun trou\u{202f}: aucun canal ne se tait plus longtemps que par hasard (n = {n} jours)."
            ),
        });
        found.push(Finding::new(Check::Gaps, Verdict::Fine, Some(0), judged, seen));
    }
    found
}

fn of_part(part: &Part, silences: &Silences, several: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let (ended, within): (Vec<&Silence>, Vec<&Silence>) =
        silences.found.iter().partition(|silence| silence.last);
    if !within.is_empty() {
        let lost: usize = within.iter().map(|silence| silence.days.len()).sum();
        let usual: f64 = within.iter().map(|silence| silence.usual).sum();
        let mut largest = within.clone();
        largest.sort_by(|one, other| other.usual.total_cmp(&one.usual));
        let more = largest.len().saturating_sub(NAMED);
        largest.truncate(NAMED);
        largest.sort_by_key(|silence| silence.days.first().copied());
        let seen = said(|lang| {
            let (label, n) = (label(part, several, lang), number(lang, lost as u64));
            let about = number(lang, usual.round() as u64);
            let mut named =
                largest.iter().map(|silence| stretch(silence, lang)).collect::<Vec<_>>().join("; ");
            if more > 0 {
                named.push_str(&match lang {
                    Lang::En => format!("; and {more} more"),
                    Lang::Fr => format!("\u{202f}; et {more} de plus"),
                });
            }
            let word = match lang {
                Lang::En => plural(lang, lost as u64, "day", "days"),
                Lang::Fr => plural(lang, lost as u64, "jour", "jours"),
            };
            match lang {
                Lang::En => format!(
                    "{label}: none on {n} {word} that usually have some: {named}. As usual there would have been about {about}."
                ),
                Lang::Fr => format!(
                    "{label}\u{202f}: aucune sur {n} {word} où il y en a d’habitude\u{202f}: {named}. D’habitude il y en aurait eu environ {about}."
                ),
            }
        });
        found.push(
            Finding::new(Check::Gaps, Verdict::Wrong, Some(lost as u64), silences.days, seen)
                .of(part)
                .means("Chance leaves such a gap less than once in a thousand: arrivals and solved of these days are too low.", "Le hasard laisse un tel trou moins d’une fois sur mille\u{202f}: arrivées et résolues de ces jours sont trop basses.")
                .next("Export these days again and import the file: what is here stays as it is. Was the team closed? Then say so in calendar.toml.", "Exportez de nouveau ces jours et importez le fichier\u{202f}: ce qui est là ne change pas. L’équipe était fermée\u{202f}? Dites-le dans calendar.toml."),
        );
    }
    for silence in ended {
        let Some(first) = silence.days.first() else { continue };
        let seen = said(|lang| {
            let (label, since) = (label(part, several, lang), date(lang, *first));
            let about = number(lang, silence.usual.round() as u64);
            match lang {
                Lang::En => format!(
                    "{label}: nothing since {since}, while the source goes on. As usual there would have been about {about}."
                ),
                Lang::Fr => format!(
                    "{label}\u{202f}: plus rien depuis le {since}, alors que la source continue. D’habitude il y en aurait eu environ {about}."
                ),
            }
        });
        found.push(
            Finding::new(Check::Gaps, Verdict::Wrong, Some(silence.days.len() as u64), silences.days, seen)
                .of(part)
                .means("Figures over all channels compare weeks with it to weeks without it.", "Les chiffres tous canaux confondus comparent des semaines avec et des semaines sans lui.")
                .next("Is the channel closed? Then read the others alone: `aplomb metrics --by channel`. If not, is it still part of the export?", "Le canal est-il fermé\u{202f}? Lisez alors les autres seuls\u{202f}: «\u{202f}aplomb metrics --by channel\u{202f}». Sinon, est-il encore dans l’export\u{202f}?"),
        );
    }
    found
}

fn stretch(silence: &Silence, lang: Lang) -> String {
    match silence.days.as_slice() {
        [first, .., last] => format!("{} – {}", date(lang, *first), date(lang, *last)),
        [only] => date(lang, *only),
        [] => String::new(),
    }
}

/// How old the newest of each source is, against what is usual.
pub(super) fn freshness(measured: &Measured, ground: &Ground<'_>) -> Vec<Finding> {
    let sources: BTreeSet<&str> = measured.parts.iter().map(|part| part.source.as_str()).collect();
    let several = sources.len() > 1;
    sources.into_iter().filter_map(|source| of_source(source, measured, ground, several)).collect()
}

fn of_source(source: &str, measured: &Measured, ground: &Ground<'_>, several: bool) -> Option<Finding> {
    let parts = || measured.parts.iter().filter(|part| part.source == source);
    let taken = parts().filter_map(|part| part.taken_at).max().map(|at| local(ground, at))?;
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    for (date, count) in parts().flat_map(|part| &part.days) {
        *counts.entry(*date).or_default() += count;
    }
    let newest = *counts.last_key_value()?.0;
    let last_word = parts().filter_map(|part| part.newest).max().map(|at| local(ground, at));
    let n = parts().map(|part| part.counts.conversations).sum();
    let today = local(ground, ground.now);
    let age = i64::from(newest.until(today).map_or(0, |span| span.get_days()));
    let end = today.yesterday().unwrap_or(today).min(newest.saturating_add(AFTER.days()));
    let silences = silences(&days(&counts, end, ground));
    let stale = silences.found.iter().find(|silence| silence.last);
    let since_import = i64::from(taken.until(today).map_or(0, |span| span.get_days()));
    let rhythm = measured.rhythms.get(source);
    let allowed = rhythm.map_or(A_WEEK, |rhythm| 2 * rhythm + 1);
    let late = rhythm.filter(|_| since_import > allowed);
    let verdict = match stale {
        Some(_) if age > allowed => Verdict::Wrong,
        Some(_) if rhythm.is_none() => Verdict::Note,
        _ if late.is_some() || (stale.is_none() && age >= OLD_DAYS) => Verdict::Note,
        _ => Verdict::Fine,
    };
    let seen = said(|lang| {
        let name = if several && !source.is_empty() {
            format!("{}{}", Shown::short(source, 24), if lang == Lang::En { ": " } else { "\u{202f}: " })
        } else {
            String::new()
        };
        let (last, taken) = (date(lang, newest), date(lang, taken));
        let [days, passed] = [age, since_import].map(|days| ago(lang, days));
        let mut text = match lang {
            Lang::En => format!(
                "{name}the newest conversation is of {last}, {days}; something new was last taken in on {taken}, {passed}."
            ),
            Lang::Fr => format!(
                "{name}la conversation la plus récente est du {last}, {days}\u{202f}; du nouveau a été importé le {taken} pour la dernière fois, {passed}."
            ),
        };
        if let Some(word) = last_word.filter(|word| *word > newest) {
            let word = date(lang, word);
            text.push_str(&match lang {
                Lang::En => format!(" The last message is of {word}."),
                Lang::Fr => format!(" Le dernier message est du {word}."),
            });
        }
        if let Some(rhythm) = late {
            text.push_str(&match lang {
                Lang::En => format!(" Usually that is every {rhythm} days."),
                Lang::Fr => format!(" D’habitude c’est tous les {rhythm} jours."),
            });
        }
        capitalised(&text)
    });
    let finding = Finding::new(Check::Freshness, verdict, None, n, seen);
    let mut finding = match verdict {
        Verdict::Fine => finding,
        _ if stale.is_some() => finding.means(
            "As usual, conversations would have come since: they are in no figure.",
            "D’habitude, des conversations seraient venues depuis\u{202f}: elles ne sont dans aucun chiffre.",
        ),
        _ if late.is_some() => finding.means(
            "What is new since is in no figure.",
            "Ce qui est arrivé depuis n’est dans aucun chiffre.",
        ),
        _ => finding.means(
            "Too little is known of what is usual to say whether that is late.",
            "On sait trop peu de l’habituel pour dire si c’est tard.",
        ),
    };
    if verdict != Verdict::Fine {
        finding = finding.next("Export what is new and `aplomb import` it; if this is an old export on purpose, `--as-of` looks from its own time.", "Exportez le nouveau et «\u{202f}aplomb import\u{202f}»\u{202f}; si c’est un ancien export voulu, «\u{202f}--as-of\u{202f}» regarde depuis son époque.");
    }
    finding.source = Some(source.to_owned());
    Some(finding)
}

/// `today`, `yesterday`, `12 days ago`.
fn ago(lang: Lang, days: i64) -> String {
    match (days, lang) {
        (..=0, Lang::En) => "today".to_owned(),
        (..=0, Lang::Fr) => "aujourd’hui".to_owned(),
        (1, Lang::En) => "yesterday".to_owned(),
        (1, Lang::Fr) => "hier".to_owned(),
        (days, Lang::En) => format!("{} days ago", number(lang, days.unsigned_abs())),
        (days, Lang::Fr) => format!("il y a {} jours", number(lang, days.unsigned_abs())),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
