//! What a figure on a board must bring along, checked all at once: a comparison, an action, a metric beside it.

use crate::both;
use crate::domain::metric::{Family, MetricId, Period, Source, say};
use crate::words::{Bilingual, Lang};

/// Active metrics from which on a board is too full to be read.
pub const MOST_ACTIVE: usize = 15;

/// What a figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparison {
    /// The period before, of equal length.
    Previous(Period),
    /// The same period of the year before.
    LastYear(Period),
    /// A target, in the metric's unit.
    Target(f64),
}

/// A metric on a board.
#[derive(Clone, Debug, PartialEq)]
pub struct Active {
    /// Which.
    pub id: MetricId,
    /// Where its figure comes from.
    pub source: Source,
    /// What it is about.
    pub period: Period,
    /// What it is compared with.
    pub comparison: Option<Comparison>,
    /// What the team does when it moves; empty is nothing.
    pub action: Bilingual,
    /// The metric beside it.
    pub counter: Option<MetricId>,
    /// The figure, where there is one.
    pub value: Option<f64>,
    /// Cases that it stands on.
    pub n: Option<u64>,
    /// Cases below which it is too few.
    pub minimum: u64,
    /// The version of the formula now and in the period compared with.
    pub versions: (u32, u32),
    /// The figure that another tool gives for the same, where there is one.
    pub imported: Option<f64>,
    /// The last event that it could see.
    pub last_event: Option<i64>,
}

/// Which check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// M01: compared with nothing.
    NoComparison,
    /// M02: more than fifteen on the board.
    TooMany,
    /// M03: nothing is done when it moves.
    NoAction,
    /// M04: an inside figure without a customer's beside it.
    NoCounter,
    /// M05: more than half of the board is activity.
    MostlyActivity,
    /// M06: periods of unequal length or weekdays.
    UnequalPeriods,
    /// M07: the formula changed in between.
    FormulaChanged,
    /// M08: another tool says something else.
    SourcesDiffer,
    /// M09: nothing new for a quarter of its period.
    Stale,
    /// M10: typed in by hand.
    Typed,
    /// M11: below its minimum.
    TooFew,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// The metric; `None` is the whole board.
    pub id: Option<MetricId>,
    /// In words.
    pub says: Bilingual,
}

impl Check {
    /// The code in exports: `M01` to `M11`.
    pub const fn code(self) -> &'static str {
        match self {
            Check::NoComparison => "M01",
            Check::TooMany => "M02",
            Check::NoAction => "M03",
            Check::NoCounter => "M04",
            Check::MostlyActivity => "M05",
            Check::UnequalPeriods => "M06",
            Check::FormulaChanged => "M07",
            Check::SourcesDiffer => "M08",
            Check::Stale => "M09",
            Check::Typed => "M10",
            Check::TooFew => "M11",
        }
    }

    /// Whether the value is hidden until it is mended.
    pub const fn hides(self) -> bool {
        matches!(self, Check::NoComparison | Check::TooFew)
    }
}

/// Everything that is worth a word about a board, by check and metric: all at once.
pub fn checks(board: &[Active], as_of: i64) -> Vec<Finding> {
    let mut found: Vec<Finding> = board.iter().flat_map(|active| of_one(active, as_of)).collect();
    found.extend(of_all(board));
    found.sort_by_key(|finding| (finding.check, finding.id));
    found
}

fn of_one(active: &Active, as_of: i64) -> Vec<Finding> {
    let metric = active.id.metric();
    let mut found = Vec::new();
    let mut add = |check, says| found.push(Finding { check, id: Some(active.id), says });
    let written = |value: f64, lang| say::value(metric.unit, value, active.n, lang);
    match &active.comparison {
        None => add(
            Check::NoComparison,
            no_comparison(active.value.map(|value| (written(value, Lang::En), written(value, Lang::Fr)))),
        ),
        Some(Comparison::Previous(other) | Comparison::LastYear(other)) if !alike(active.period, *other) => {
            add(Check::UnequalPeriods, UNEQUAL);
        }
        Some(_) => {}
    }
    if active.action.en.trim().is_empty() || active.action.fr.trim().is_empty() {
        add(Check::NoAction, NO_ACTION);
    }
    if metric.family == Family::Activity && active.counter.is_none() {
        add(Check::NoCounter, NO_COUNTER);
    }
    let (now, then) = active.versions;
    if now != then {
        add(Check::FormulaChanged, FORMULA_CHANGED);
    }
    if let (Some(value), Some(imported)) = (active.value, active.imported)
        && (value - imported).abs() > DIFFERENT * value.abs().max(imported.abs())
    {
        let [(en, fr), (other_en, other_fr)] =
            [value, imported].map(|value| (written(value, Lang::En), written(value, Lang::Fr)));
        add(
            Check::SourcesDiffer,
            Bilingual::made(
                format!(
                    "Computed here: {en}; imported: {other_en}. Two tools rarely mean the same by one name: compare the definitions."
                ),
                format!(
                    "Calculé ici\u{202f}: {fr}\u{202f}; importé\u{202f}: {other_fr}. Deux outils entendent rarement la même chose par un même nom\u{202f}: comparez les définitions."
                ),
            ),
        );
    }
    let until = as_of.min(active.period.to);
    let quarter = (active.period.to - active.period.from) / 4;
    if active.source != Source::Typed && active.last_event.is_none_or(|last| until - last > quarter) {
        add(Check::Stale, STALE);
    }
    if active.source == Source::Typed {
        add(Check::Typed, TYPED);
    }
    if let Some(n) = active.n.filter(|n| *n < active.minimum) {
        add(
            Check::TooFew,
            Bilingual::made(
                format!("Too few: {n} of the {} it takes.", active.minimum),
                format!("Trop peu\u{202f}: {n} sur les {} nécessaires.", active.minimum),
            ),
        );
    }
    found
}

fn of_all(board: &[Active]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |check, says| found.push(Finding { check, id: None, says });
    if board.len() > MOST_ACTIVE {
        let count = board.len();
        add(
            Check::TooMany,
            both!(
                "{count} metrics are more than anyone reads; about {MOST_ACTIVE} do. Which of them made you act?",
                "{count} indicateurs, c’est plus qu’on n’en lit\u{202f}; une quinzaine suffit. Lesquels vous ont fait agir\u{202f}?"
            ),
        );
    }
    let activity = board.iter().filter(|active| active.id.metric().family == Family::Activity).count();
    if 2 * activity > board.len() {
        let all = board.len();
        add(
            Check::MostlyActivity,
            Bilingual::made(
                format!(
                    "{activity} of {all} metrics count activity: this board says how busy you are, not whether it helps."
                ),
                format!(
                    "{activity} indicateurs sur {all} comptent l’activité\u{202f}: ce tableau dit si vous êtes occupés, pas si cela aide."
                ),
            ),
        );
    }
    found
}

fn no_comparison(value: Option<(String, String)>) -> Bilingual {
    match value {
        Some((en, fr)) => {
            Bilingual::made(format!("{en} compared with what?"), format!("{fr}, par rapport à quoi\u{202f}?"))
        }
        None => Bilingual::fixed("Compared with what?", "Par rapport à quoi\u{202f}?"),
    }
}

/// Of equal length and beginning on the same weekday, but for the hour that a change to daylight saving takes or gives.
fn alike(one: Period, other: Period) -> bool {
    let length = |period: Period| period.to - period.from;
    let apart = (one.from - other.from).rem_euclid(WEEK);
    (length(one) - length(other)).abs() <= HOUR && apart.min(WEEK - apart) <= HOUR
}

const HOUR: i64 = 3600;
const WEEK: i64 = 7 * 24 * HOUR;
/// Two tools that differ by more than this do not count the same.
const DIFFERENT: f64 = 0.05;

const UNEQUAL: Bilingual = Bilingual::fixed(
    "The two periods differ in length or in their weekdays: part of the change is the calendar.",
    "Les deux périodes n’ont pas la même longueur ou les mêmes jours de semaine\u{202f}: une part de l’écart vient du calendrier.",
);
const NO_ACTION: Bilingual = Bilingual::fixed(
    "Nobody has said what you do when it moves. If nothing, it can go.",
    "Personne n’a dit ce que vous faites quand il bouge. Si la réponse est rien, il peut partir.",
);
const NO_COUNTER: Bilingual = Bilingual::fixed(
    "It counts activity and stands alone: put a metric of the customer beside it.",
    "Il compte l’activité et reste seul\u{202f}: mettez à côté un indicateur du client.",
);
const FORMULA_CHANGED: Bilingual = Bilingual::fixed(
    "The formula changed between the two periods: both are worked out anew, or the line is cut there.",
    "La formule a changé entre les deux périodes\u{202f}: les deux sont recalculées, ou la ligne s’interrompt là.",
);
const STALE: Bilingual = Bilingual::fixed(
    "Nothing new for more than a quarter of its period: is the import still running?",
    "Rien de neuf depuis plus d’un quart de sa période\u{202f}: l’import fonctionne-t-il encore\u{202f}?",
);
const TYPED: Bilingual = Bilingual::fixed("Typed in by hand.", "Saisi à la main.");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::MetricId;

    fn active(id: MetricId) -> Active {
        let period = Period { from: 5 * WEEK, to: 6 * WEEK };
        Active {
            id,
            source: Source::Computed,
            period,
            comparison: Some(Comparison::Previous(Period { from: 4 * WEEK, to: 5 * WEEK })),
            action: id.metric().action,
            counter: id.metric().counter,
            value: Some(0.85),
            n: Some(100),
            minimum: 10,
            versions: (1, 1),
            imported: None,
            last_event: Some(6 * WEEK - HOUR),
        }
    }

    fn codes(board: &[Active]) -> Vec<&'static str> {
        checks(board, 7 * WEEK).iter().map(|finding| finding.check.code()).collect()
    }

    #[test]
    fn nothing_to_say() {
        assert!(codes(&[active(MetricId::Csat), active(MetricId::ResponseTime)]).is_empty());
        assert!(codes(&[]).is_empty());
    }

    #[test]
    fn all_at_once() {
        let mut bad = active(MetricId::ResponseTime);
        bad.comparison = None;
        bad.action = Bilingual::default();
        bad.counter = None;
        bad.versions = (2, 1);
        bad.imported = Some(0.95);
        bad.last_event = None;
        bad.n = Some(3);
        assert_eq!(codes(&[bad]), ["M01", "M03", "M04", "M05", "M07", "M08", "M09", "M11"]);
        let mut typed = active(MetricId::Csat);
        typed.source = Source::Typed;
        typed.last_event = None;
        typed.comparison = Some(Comparison::Previous(Period { from: 4 * WEEK, to: 5 * WEEK - 24 * HOUR }));
        assert_eq!(codes(&[typed]), ["M06", "M10"]);
    }

    #[test]
    fn compared_with_what() {
        let mut alone = active(MetricId::Csat);
        alone.comparison = None;
        let found = checks(&[alone], 7 * WEEK);
        assert_eq!(found[0].says.en, "85% compared with what?");
        assert!(found[0].check.hides());
    }

    #[test]
    fn sixteen_are_too_many() {
        let mut board: Vec<Active> =
            MetricId::ALL.iter().take(MOST_ACTIVE + 1).map(|id| active(*id)).collect();
        let found = checks(&board, 7 * WEEK);
        assert_eq!(found[0].check, Check::TooMany);
        assert!(found[0].says.en.contains("16 metrics"), "{}", found[0].says.en);
        board.pop();
        assert!(!codes(&board).contains(&"M02"));
    }

    #[test]
    fn an_hour_of_daylight_saving_is_no_other_weekday() {
        let here = Period { from: 5 * WEEK, to: 6 * WEEK };
        assert!(alike(here, Period { from: 4 * WEEK + HOUR, to: 5 * WEEK }));
        assert!(!alike(here, Period { from: 4 * WEEK + 24 * HOUR, to: 5 * WEEK + 24 * HOUR }));
        assert!(alike(here, Period { from: -47 * WEEK, to: -46 * WEEK }));
    }
}
