//! M: the rules about numbers.

use super::check::Checked;
use super::record::{ChangeIs, Direction, Goal, changed};
use super::rule::Letter;
use super::unit::{Unit, plain};
use crate::both;
use crate::words::{Bilingual, Lang};

pub(super) fn check(goal: &Goal, checked: &mut Checked) {
    baseline(goal, checked);
    minimum(goal, checked);
    target(goal, checked);
    unit(goal, checked);
    direction(goal, checked);
    scale(goal, checked);
    counter(goal, checked);
    a_day(goal, checked);
}

/// What a week's count comes to on each of five days: ten more a week sound like much, two a day do not.
fn a_day(goal: &Goal, checked: &mut Checked) {
    let Some(course) = goal.course().filter(|course| course.unit == Unit::Count) else { return };
    let more = course.to > course.from;
    let each = (course.to - course.from).abs() / 5.0;
    let (en, fr) = (plain(Lang::En, each), plain(Lang::Fr, each));
    let (way, way_fr) = if more { ("more", "de plus") } else { ("fewer", "de moins") };
    checked.advise(
        Letter::Measurable,
        both!(
            "That is {en} {way} on each of five days.",
            "Cela fait {fr} {way_fr} sur chacun des cinq jours."
        ),
    );
}

fn baseline(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    if m.baseline.is_none() {
        checked.fault(
            "G08",
            "measurable.baseline",
            "",
            Bilingual::fixed(
                "Measure first: what is it today?",
                "Mesurez d’abord\u{202f}: qu’en est-il aujourd’hui\u{202f}?",
            ),
        );
    }
    if m.n.is_none() {
        checked.fault(
            "G08",
            "measurable.n",
            "",
            Bilingual::fixed(
                "Say how many answers or conversations the baseline stands on.",
                "Dites sur combien de réponses ou de conversations il repose.",
            ),
        );
    }
    match (m.first, m.last) {
        (Some(first), Some(last)) if first <= last => {}
        (Some(first), Some(last)) => checked.fault(
            "G08",
            "measurable.last",
            format!("{first} … {last}"),
            Bilingual::fixed("Turn the two dates round.", "Échangez les deux dates."),
        ),
        (first, last) => {
            let missing = [("measurable.first", first), ("measurable.last", last)];
            for (field, _) in missing.into_iter().filter(|(_, date)| date.is_none()) {
                checked.fault(
                    "G08",
                    field,
                    "",
                    Bilingual::fixed(
                        "Say from which day to which day it was measured.",
                        "Dites de quel jour à quel jour il a été mesuré.",
                    ),
                );
            }
        }
    }
}

fn minimum(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    match (m.minimum_n, m.n) {
        (None | Some(0), _) => checked.fault(
            "G09",
            "measurable.minimum_n",
            m.minimum_n.map(|n| n.to_string()).unwrap_or_default(),
            Bilingual::fixed(
                "Say below how many no value is judged; 30 is a fair start.",
                "Dites sous combien aucune valeur n’est jugée\u{202f}; 30 est un bon début.",
            ),
        ),
        (Some(least), Some(n)) if n < least => checked.fault(
            "G09",
            "measurable.n",
            n.to_string(),
            both!(
                "The baseline needs at least {least}: measure longer.",
                "Il en faut au moins {least}\u{202f}: mesurez plus longtemps."
            ),
        ),
        _ => {}
    }
}

fn target(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    match (m.target, m.change) {
        (None, None) => checked.fault(
            "G10",
            "measurable.target",
            "",
            Bilingual::fixed(
                "Say where it shall be; `aplomb goal suggest` offers a value from the last weeks.",
                "Dites où il doit arriver\u{202f}; «\u{202f}aplomb goal suggest\u{202f}» propose une valeur d’après les dernières semaines.",
            ),
        ),
        (_, Some(change)) if m.change_is.is_none() => ask(goal, change, checked),
        (Some(target), Some(change)) => {
            let (Some(from), Some(is)) = (m.baseline, m.change_is) else { return };
            let by_change = changed(from.value, change, is);
            if (by_change - target.value).abs() > 0.05 {
                checked.fault(
                    "G10",
                    "measurable.change",
                    change.to_string(),
                    both!(
                        "The change leads to {by_change}, not to the target: keep one of the two.",
                        "Ce changement mène à {by_change}, pas à la cible\u{202f}: gardez l’un des deux."
                    ),
                );
            }
        }
        _ => {}
    }
}

/// Relative or points? Both are worked out, and nobody guesses.
fn ask(goal: &Goal, change: f64, checked: &mut Checked) {
    let (found, unit) = (format!("{change:+}"), goal.unit().unwrap_or(Unit::Count));
    let Some(from) = goal.measurable.baseline else {
        checked.fault(
            "G19",
            "measurable.change_is",
            found,
            Bilingual::fixed(
                "Write change_is = \"relative\" or \"points\".",
                "Écrivez change_is = \"relative\" ou \"points\".",
            ),
        );
        return;
    };
    let (low, high) = unit.range();
    let lead = |is| {
        let to = changed(from.value, change, is);
        let shown = unit.show(to);
        let (en, fr) = (&shown.en, &shown.fr);
        if (low..=high).contains(&to) {
            shown.clone()
        } else {
            both!("{en}, beyond the scale", "{fr}, hors de l’échelle")
        }
    };
    let (relative, points) = (lead(ChangeIs::Relative), lead(ChangeIs::Points));
    let (ren, rfr, pen, pfr) = (&relative.en, &relative.fr, &points.en, &points.fr);
    checked.fault(
        "G19",
        "measurable.change_is",
        found,
        both!(
            "Relative leads to {ren}, points lead to {pen}. Write change_is = \"relative\" or \"points\".",
            "«\u{202f}relative\u{202f}» mène à {rfr}, «\u{202f}points\u{202f}» à {pfr}. Écrivez change_is = \"relative\" ou \"points\"."
        ),
    );
}

fn unit(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    let Some(unit) = goal.unit() else {
        let words = Unit::ALL.map(|(_, word)| word).join(", ");
        checked.fault(
            "G11",
            "measurable.unit",
            "",
            both!("Say what it is counted in: {words}.", "Dites en quoi il se compte\u{202f}: {words}."),
        );
        return;
    };
    for (field, amount) in [("measurable.baseline", m.baseline), ("measurable.target", m.target)] {
        if let Some(other) = amount.and_then(|amount| amount.unit).filter(|other| *other != unit) {
            let word = unit.word();
            checked.fault(
                "G11",
                field,
                other.word(),
                both!("Write it in {word} like the rest.", "Écrivez-le en {word}, comme le reste."),
            );
        }
    }
}

fn direction(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    let Some(direction) = m.direction else {
        checked.fault(
            "G12",
            "measurable.direction",
            "",
            Bilingual::fixed(
                "Say which way is better: \"up\" or \"down\".",
                "Dites quel sens est le bon\u{202f}: \"up\" (monter) ou \"down\" (baisser).",
            ),
        );
        return;
    };
    let (Some(from), Some(to)) = (m.baseline, goal.target()) else { return };
    if to == from.value || !direction.reaches(to, from.value) {
        let (word, word_fr) = match direction {
            Direction::Up => ("above", "au-dessus"),
            Direction::Down => ("below", "en dessous"),
        };
        let (from, to) = (from.value, to);
        checked.fault(
            "G12",
            "measurable.target",
            format!("{from} → {to}"),
            both!(
                "The target must lie {word} the baseline of {from}, or the direction is the other one.",
                "La cible doit être {word_fr} du point de départ, {from}\u{202f}; ou le sens est l’autre."
            ),
        );
    }
}

fn scale(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    let Some(unit) = goal.unit() else { return };
    let (low, high) = unit.range();
    let outside = |value: f64| !(low..=high).contains(&value);
    if let Some(from) = m.baseline.filter(|from| outside(from.value)) {
        let end = unit.show(if from.value < low { low } else { high });
        let (en, fr) = (&end.en, &end.fr);
        checked.fault(
            "G20",
            "measurable.baseline",
            from.value.to_string(),
            both!("The scale ends at {en}.", "L’échelle s’arrête à {fr}."),
        );
    }
    let Some(to) = goal.target().filter(|to| outside(*to)) else { return };
    let end = if to < low { low } else { high };
    let shown = unit.show(end);
    let (en, fr) = (&shown.en, &shown.fr);
    let repair = match (m.change, m.change_is, m.baseline) {
        (Some(change), Some(ChangeIs::Relative), Some(from)) if from.value > 0.0 && end > 0.0 => {
            let most = unit.show(end / (1.0 + change / 100.0));
            let (men, mfr) = (&most.en, &most.fr);
            both!(
                "The scale ends at {en}: so large a relative change needs a baseline of {men} or less. Write the target \
                 itself.",
                "L’échelle s’arrête à {fr}\u{202f}: un tel changement relatif demande un départ d’au plus {mfr}. Écrivez la \
                 cible elle-même."
            )
        }
        (Some(change), Some(ChangeIs::Points), _) => {
            let most = unit.show(end - change);
            let (men, mfr) = (&most.en, &most.fr);
            both!(
                "The scale ends at {en}: so many points need a baseline of {men} at the most. Write the target itself.",
                "L’échelle s’arrête à {fr}\u{202f}: autant de points demandent un départ d’au plus {mfr}. Écrivez la cible \
                 elle-même."
            )
        }
        _ => both!(
            "The scale ends at {en}. Was a share meant, or points? Write the value to reach.",
            "L’échelle s’arrête à {fr}. Une part, ou des points\u{202f}? Écrivez la valeur à atteindre."
        ),
    };
    let found = unit.show(to);
    checked.fault("G20", "measurable.target", found.en.into_owned(), repair);
}

fn counter(goal: &Goal, checked: &mut Checked) {
    let m = &goal.measurable;
    let metric = m.counter_metric.trim();
    if metric.is_empty() || metric == goal.specific.metric.trim() {
        checked.fault(
            "G13",
            "measurable.counter_metric",
            metric,
            Bilingual::fixed(
                "Name another metric, of the customer’s side, that must not suffer.",
                "Nommez un autre indicateur, côté client, qui ne doit pas en souffrir.",
            ),
        );
    }
    match (m.counter_floor, m.counter_ceiling) {
        (Some(_), None) | (None, Some(_)) => {}
        (None, None) => checked.fault(
            "G13",
            "measurable.counter_floor",
            "",
            Bilingual::fixed(
                "Say below what the goal pauses (counter_floor), or above what (counter_ceiling).",
                "Dites sous quoi l’objectif fait une pause (counter_floor), ou au-dessus de quoi (counter_ceiling).",
            ),
        ),
        (Some(floor), Some(ceiling)) => checked.fault(
            "G13",
            "measurable.counter_ceiling",
            format!("{floor}, {ceiling}"),
            Bilingual::fixed("Keep one of the two.", "Gardez l’un des deux."),
        ),
    }
    if goal.unit() == Some(Unit::Percent) && m.n_a_week.is_none() {
        checked.advise(
            Letter::Measurable,
            Bilingual::fixed(
                "Say how many answers a week brings (`n_a_week`): what can be told from chance depends on it.",
                "Dites combien de réponses apporte une semaine (« n_a_week »)\u{202f}: ce qui se distingue du hasard en dépend.",
            ),
        );
    }
}
