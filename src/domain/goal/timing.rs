//! T: the rules about dates and steps.

use super::chance::{Unshown, answers_a_week, unshown};
use super::check::{Checked, day};
use super::path::{Course, after, dates, days};
use super::record::{ChangeIs, Every, Goal};
use super::rule::Letter;
use super::unit::{Unit, plain};
use crate::both;
use crate::domain::power::answers_needed;
use crate::words::{Bilingual, Lang, decimal, number};

/// The longest goal without quarters.
const LONGEST: i32 = 366;
/// The longest gap between steps that still counts as a quarter.
const LONGEST_QUARTER: i32 = 93;
/// The share of the way by which steps may miss the target: they are written with two decimals.
const SLACK: f64 = 0.01;

pub(super) fn check(goal: &Goal, checked: &mut Checked) {
    let t = &goal.time;
    for (field, date) in [("time.start", t.start), ("time.due", t.due)] {
        if date.is_none() {
            checked.fault(
                "G23",
                field,
                "",
                Bilingual::fixed("Write a date, such as 2026-11-30.", "Écrivez une date, comme 2026-11-30."),
            );
        }
    }
    if let (Some(start), Some(due)) = (t.start, t.due)
        && due <= start
    {
        checked.fault(
            "G23",
            "time.due",
            due.to_string(),
            both!("Choose a day after {start}.", "Choisissez un jour après le {start}."),
        );
    }
    review(goal, checked);
    steps(goal, checked);
    let Some(course) = goal.course() else { return };
    quarters(&course, checked);
    sums(goal, &course, checked);
    shown(goal, &course, checked);
}

fn review(goal: &Goal, checked: &mut Checked) {
    let t = &goal.time;
    let Some(every) = t.review else {
        checked.fault(
            "G27",
            "time.review",
            "",
            Bilingual::fixed(
                "Say how often you look at it: week, fortnight, month.",
                "Dites à quel rythme le suivre\u{202f}: week (semaine), fortnight (quinzaine), month (mois).",
            ),
        );
        return;
    };
    if let (Some(start), Some(due)) = (t.start, t.due)
        && due > start
        && after(start, every, 1).is_none_or(|first| first > due)
    {
        checked.fault(
            "G27",
            "time.review",
            day(after(start, every, 1)),
            both!(
                "The first review would come after the due day, {due}: look more often.",
                "Le premier suivi viendrait après l’échéance, le {due}\u{202f}: regardez plus souvent."
            ),
        );
    }
}

fn steps(goal: &Goal, checked: &mut Checked) {
    let steps = &goal.time.steps;
    let ordered = steps.windows(2).all(|pair| pair[0].by < pair[1].by);
    let (start, due) = (goal.time.start, goal.time.due);
    let within = steps
        .iter()
        .all(|step| start.is_none_or(|start| step.by > start) && due.is_none_or(|due| step.by <= due));
    if !ordered || !within {
        let found = steps.iter().map(|step| step.by.to_string()).collect::<Vec<_>>().join(", ");
        checked.fault(
            "G25",
            "time.steps",
            found,
            Bilingual::fixed(
                "Put each step after the one before, the first after the start, the last by the due day.",
                "Mettez chaque étape après la précédente, la première après le début, la dernière à l’échéance au plus tard.",
            ),
        );
    }
    if let (Some(last), Some(target)) = (steps.last(), goal.target())
        && (last.value - target).abs() > 1e-9
    {
        checked.fault(
            "G26",
            "time.steps",
            last.value.to_string(),
            both!("Make the last step {target}.", "Faites de la dernière étape {target}."),
        );
    }
}

fn quarters(course: &Course, checked: &mut Checked) {
    let length = days(course.start(), course.due());
    let gap = course.knots.windows(2).map(|pair| days(pair[0].date, pair[1].date)).max();
    if length > LONGEST && gap.is_some_and(|gap| gap > LONGEST_QUARTER) {
        checked.fault(
            "G24",
            "time.steps",
            length.to_string(),
            Bilingual::fixed(
                "Add a step for every quarter, or write every = \"quarter\".",
                "Ajoutez une étape par trimestre, ou écrivez every = \"quarter\".",
            ),
        );
    }
}

/// Steps of the same size: where do they lead?
fn sums(goal: &Goal, course: &Course, checked: &mut Checked) {
    let (Some(step), Some(every)) = (goal.time.step_change, goal.time.every) else {
        if goal.time.step_change.is_some() {
            checked.fault(
                "G21",
                "time.every",
                "",
                Bilingual::fixed(
                    "Say how often that step is made: week, month, quarter.",
                    "Dites à quel rythme cette étape revient\u{202f}: week (semaine), month (mois), quarter (trimestre).",
                ),
            );
        }
        return;
    };
    let Some(is) = goal.time.step_is else {
        checked.fault(
            "G19",
            "time.step_is",
            format!("{step:+}"),
            Bilingual::fixed(
                "Write step_is = \"relative\" (of the step before) or \"points\".",
                "Écrivez step_is = \"relative\" (de l’étape précédente) ou \"points\".",
            ),
        );
        return;
    };
    let count = dates(course.start(), course.due(), every).len() as f64;
    let (from, to) = (course.from, course.to);
    let reached = match is {
        ChangeIs::Relative => from * (1.0 + step / 100.0).powf(count),
        ChangeIs::Points => from + step * count,
    };
    let short = (to - reached) / (to - from);
    if short.abs() <= SLACK || !short.is_finite() {
        return;
    }
    if short < 0.0 {
        let at = course.unit.show(reached);
        let (en, fr) = (&at.en, &at.fr);
        checked.fault(
            "G26",
            "time.step_change",
            format!("{step:+}"),
            both!(
                "These steps lead beyond the target, to {en}.",
                "Ces étapes mènent au-delà de la cible, à {fr}."
            ),
        );
        return;
    }
    let repair = repairs(course, step, is, every, count, reached);
    checked.fault("G21", "time.step_change", format!("{step:+}"), repair);
}

/// Where the steps lead, and both ways to mend them.
fn repairs(course: &Course, step: f64, is: ChangeIs, every: Every, count: f64, reached: f64) -> Bilingual {
    let (from, to) = (course.from, course.to);
    let needed = 100.0 * ((to / from).powf(1.0 / count) - 1.0);
    let of_start = 100.0 * (to - from) / from / count;
    let amount = (to - from) / count;
    let period = match every {
        Every::Week => Bilingual::fixed("week", "semaine"),
        Every::Fortnight => Bilingual::fixed("fortnight", "quinzaine"),
        Every::Month => Bilingual::fixed("month", "mois"),
        Every::Quarter => Bilingual::fixed("quarter", "trimestre"),
    };
    let say = |lang: Lang| {
        let signed = |value: f64, places| {
            let sign = if value < 0.0 { "−" } else { "+" };
            format!("{sign}{}", decimal(lang, value.abs(), places))
        };
        let total = 100.0 * (reached - from) / from;
        let longer = match is {
            ChangeIs::Relative => (to / from).ln() / (1.0 + step / 100.0).ln(),
            ChangeIs::Points => (to - from) / step,
        };
        (
            signed(total, 0),
            signed(needed, 2),
            decimal(lang, of_start.abs(), 2),
            plain(lang, longer),
            plain(lang, amount.abs()),
        )
    };
    let ((total, need, points, longer, each), (ftotal, fneed, fpoints, flonger, feach)) =
        (say(Lang::En), say(Lang::Fr));
    let (en, fr) = (&period.en, &period.fr);
    let later = |text: String| if longer_is_known(step, to - from) { text } else { String::new() };
    let (len, lfr) = (
        later(format!(" (the target after {longer} {en}s)")),
        later(format!(" (la cible après {flonger} {fr}{})", if fr.ends_with('s') { "" } else { "s" })),
    );
    let unit = match course.unit {
        Unit::Percent | Unit::Score | Unit::Nps => {
            both!("{each} points", "{feach} points")
        }
        _ => both!(
            "{points} points of the start, {each}, each {en}",
            "{fpoints} points du départ, soit {feach}, par {fr}"
        ),
    };
    let (uen, ufr) = (&unit.en, &unit.fr);
    both!(
        "They add up to {total}%{len}. Make each {need}% of the step before, or {uen}.",
        "Elles font {ftotal}\u{202f}% en tout{lfr}. Mettez {fneed}\u{202f}% de l’étape précédente à chaque fois, ou {ufr}."
    )
}

/// Steps that go the wrong way never arrive.
fn longer_is_known(step: f64, way: f64) -> bool {
    step != 0.0 && (step > 0.0) == (way > 0.0)
}

fn shown(goal: &Goal, course: &Course, checked: &mut Checked) {
    let promised = !goal.promise.trim().is_empty();
    let Some(why) = unshown(goal, course) else {
        steps_are_paths(goal, course, checked);
        return;
    };
    let (found, says) = match why {
        Unshown::Chance((low, high)) => {
            let [low, high, from] = [low, high, course.from].map(|value| value.round() as u64);
            (
                format!("{low}..{high}"),
                both!(
                    "A week’s count of {from} ranges over {low} to {high} by chance alone.",
                    "Un compte de {from} par semaine varie de {low} à {high} par le seul hasard."
                ),
            )
        }
        Unshown::Answers { needed, have } => (
            have.to_string(),
            both!(
                "Start against end needs {needed} answers on each side; there would be {have}.",
                "Comparer début et fin demande {needed} réponses de chaque côté\u{202f}; il y en aurait {have}."
            ),
        ),
    };
    let (en, fr) = (&says.en, &says.fr);
    if promised {
        checked.advise(
            Letter::TimeBound,
            both!(
                "{en} So it is kept as an activity promise: done or not done, week by week.",
                "{fr} Il est donc gardé comme promesse d’activité\u{202f}: tenue ou non, semaine par semaine."
            ),
        );
    } else {
        checked.fault(
            "G30",
            "time.due",
            found,
            both!(
                "{en} Take longer, aim further, or write the activity under `promise`.",
                "{fr} Prenez plus de temps, visez plus loin, ou écrivez l’activité sous «\u{202f}promise\u{202f}»."
            ),
        );
    }
}

/// Start against end can be told apart; single steps seldom can.
fn steps_are_paths(goal: &Goal, course: &Course, checked: &mut Checked) {
    let (Unit::Percent, Some(first), Some(a_week)) =
        (course.unit, course.steps().first().copied(), answers_a_week(goal))
    else {
        return;
    };
    let (Ok(whole), Ok(step)) = (
        answers_needed(course.from / 100.0, course.to / 100.0),
        answers_needed(course.from / 100.0, first.value / 100.0),
    ) else {
        return;
    };
    if a_week < step as f64 {
        let say = |lang| (number(lang, whole), number(lang, hundreds(step)));
        let ((whole, step), (fwhole, fstep)) = (say(Lang::En), say(Lang::Fr));
        checked.advise(
            Letter::TimeBound,
            both!(
                "Start against end needs {whole} answers on each side; the first step alone would need about {step}. Steps \
                 are a path to read along, only start against end is judged.",
                "Comparer début et fin demande {fwhole} réponses de chaque côté\u{202f}; la première étape seule en demanderait \
                 environ {fstep}. Les étapes sont un chemin à suivre, seuls début et fin sont jugés."
            ),
        );
    }
}

/// Nobody collects 15,893 answers.
fn hundreds(n: u64) -> u64 {
    if n < 1_000 { n } else { (n + 50) / 100 * 100 }
}
