//! An agent's own note of the week, for that agent alone: strengths, one thing worth attention, where peers see it
//! otherwise, the own figures and goals.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::both;
use crate::domain::goal::Kind as Whose;
use crate::domain::interval::{Interval, Mean, mean_t};
use crate::domain::learning::Point;
use crate::domain::metric::alarm::{MirrorSide, mirror_drifting};
use crate::domain::metric::{Figure, MetricId};
use crate::ops::error::OpsError;
use crate::ops::goals::{self, GoalLine};
use crate::ops::learning::{Learnt, Verdict, claim_words, learnt};
use crate::ops::metrics::mine::{Figures, mine};
use crate::ops::mirror::{ItemLine, mirror};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang};

use super::{Alert, Fact, MOST_GOALS, OVER_DAYS, Role, local_day, shown};

/// Weeks over which peers' answers are looked at: fewer tell nothing.
const GAP_WEEKS: i64 = 12;
/// Exchanges on each side from which on a drifting mirror is looked for.
const DRIFT_FROM: usize = 5;
/// Figures on the page at most, those beside them not counted.
const MOST_FACTS: usize = 5;

/// The figures of one's own that a week is looked at by, as far as they are on the team's board.
const OWN: [MetricId; 7] = [
    MetricId::Csat,
    MetricId::OneContactRate,
    MetricId::ReopenRate,
    MetricId::ExchangesPerResolution,
    MetricId::FirstResponseTime,
    MetricId::FirstResponseTimeBusiness,
    MetricId::Solved,
];

/// The note.
#[derive(Clone, Debug)]
pub struct Note {
    /// The first and the last day.
    pub days: (Date, Date),
    /// What was known then, in microseconds.
    pub as_of: i64,
    /// Sealed reviews of drawn conversations, and of those chosen by hand.
    pub reviews: (usize, usize),
    /// Items met most often.
    pub strengths: Vec<ItemLine>,
    /// The one item most worth attention.
    pub attention: Option<ItemLine>,
    /// Where peers and I differ beyond chance, a sentence for each pillar, with its name and exchanges.
    pub gaps: Vec<(Bilingual, Bilingual, usize)>,
    /// A6: the mirror drifts.
    pub drifting: Option<Alert>,
    /// My own figures.
    pub facts: Vec<Fact>,
    /// My own goals.
    pub goals: Vec<GoalLine>,
}

/// The note since an instant in microseconds.
pub fn note(session: &Session, since: i64, now: i64) -> Result<Note, OpsError> {
    let (from, today) = (local_day(session, since), local_day(session, now));
    let mirror = mirror(session, Some(since))?;
    let learnt = learnt(session, None)?;
    let goals = own_goals(session, today, now)?;
    let nothing = mirror.drawn + mirror.chosen == 0 && learnt.figures.exchanges() == 0 && goals.is_empty();
    if nothing && session.store.conversation_count()? == 0 {
        return Err(nothing_yet());
    }
    let weeks = from.until(today).map_or(1, |span| (span.get_days() + 6) / 7).clamp(1, 520);
    let figures = mine(session, weeks.unsigned_abs(), now)?;
    Ok(Note {
        days: (from, today),
        as_of: now,
        reviews: (mirror.drawn, mirror.chosen),
        strengths: mirror.strengths,
        attention: mirror.attention,
        gaps: gaps(&learnt),
        drifting: drifting(&learnt, today),
        facts: facts(&figures),
        goals,
    })
}

fn nothing_yet() -> OpsError {
    OpsError::data(Bilingual::fixed(
        "there is nothing of yours to note yet",
        "il n’y a encore rien de vous à noter",
    ))
    .hint(Bilingual::fixed(
        "`aplomb import FILE…` takes in your conversations; then `aplomb draw`, and `aplomb score ID`",
        "«\u{202f}aplomb import FICHIER…\u{202f}» prend vos conversations\u{202f}; puis «\u{202f}aplomb draw\u{202f}», et «\u{202f}aplomb score ID\u{202f}»",
    ))
}

fn own_goals(session: &Session, today: Date, now: i64) -> Result<Vec<GoalLine>, OpsError> {
    let recent = today.saturating_sub(OVER_DAYS.days());
    let mut goals = goals::overview(session, now)?.rows;
    goals.retain(|goal| goal.kind == Some(Whose::Personal) && shown(goal, recent));
    goals.truncate(MOST_GOALS);
    Ok(goals)
}

/// Only what is beyond chance, to either side; closeness is worth a word too.
fn gaps(learnt: &Learnt) -> Vec<(Bilingual, Bilingual, usize)> {
    let worth = |verdict| matches!(verdict, Verdict::Kinder | Verdict::Stricter | Verdict::Close);
    let pillars = learnt.figures.pillars.iter().filter(|gap| worth(gap.verdict));
    pillars
        .map(|gap| {
            let says = match claim_words(gap) {
                Some(claim) if gap.verdict == Verdict::Close => {
                    let (en, claim_en) =
                        (gap.sentence().get(Lang::En).to_owned(), claim.get(Lang::En).to_owned());
                    let (fr, claim_fr) =
                        (gap.sentence().get(Lang::Fr).to_owned(), claim.get(Lang::Fr).to_owned());
                    both!("{en} {claim_en}", "{fr} {claim_fr}")
                }
                _ => gap.sentence(),
            };
            (gap.name.clone(), says, gap.common.n)
        })
        .collect()
}

/// A6 on the first pillar that shows it: these twelve weeks beside the twelve before.
fn drifting(learnt: &Learnt, today: Date) -> Option<Alert> {
    let now = today.saturating_sub(GAP_WEEKS.weeks());
    let before = now.saturating_sub(GAP_WEEKS.weeks());
    learnt.figures.pillars.iter().find_map(|gap| {
        let of = |from: Date, to: Option<Date>| -> Vec<Point> {
            let within =
                |point: &&Point| point.drawn && from <= point.date && to.is_none_or(|to| point.date < to);
            gap.points.iter().filter(within).copied().collect()
        };
        let (before, after) = (of(before, Some(now)), of(now, None));
        let own = side(&before, &after, |point| point.mine)?;
        let peers = side(&before, &after, |point| point.theirs)?;
        let gaps = (interval(&before)?, interval(&after)?);
        let mut alert = Alert::of(&mirror_drifting(own, peers, gaps)?);
        let (en, fr) = (gap.name.get(Lang::En), gap.name.get(Lang::Fr));
        alert
            .because
            .insert(0, both!("{en}, twelve weeks beside twelve", "{fr}, douze semaines à côté de douze"));
        Some(alert)
    })
}

fn side(before: &[Point], after: &[Point], of: fn(&Point) -> f64) -> Option<MirrorSide> {
    let mean = |points: &[Point]| -> Option<Mean> {
        let values: Vec<f64> = points.iter().map(of).collect();
        mean_t(&values).ok().filter(|mean| mean.n >= DRIFT_FROM)
    };
    Some(MirrorSide { before: mean(before)?, after: mean(after)? })
}

/// Where the mean gap lies. Where every conversation has the same gap, it is known exactly.
fn interval(points: &[Point]) -> Option<Interval> {
    let values: Vec<f64> = points.iter().map(Point::difference).collect();
    let mean = mean_t(&values).ok()?;
    Some(mean.interval.unwrap_or((mean.mean, mean.mean)))
}

fn facts(figures: &Figures) -> Vec<Fact> {
    let fact = |id: MetricId| -> Option<Fact> {
        let (line, row) = figures.row(id)?;
        Some(Fact::of(line, (row.figure, row.previous), row.change))
    };
    let told = |figure: &Figure| figure.is_ok();
    let mut found: Vec<Fact> = OWN.iter().filter_map(|id| fact(*id)).filter(|f| told(&f.figure)).collect();
    found.truncate(MOST_FACTS);
    // An inside figure never stands alone.
    let missing: Vec<(usize, Fact)> = found
        .iter()
        .enumerate()
        .filter(|(_, of)| of.metric.family == crate::domain::metric::Family::Activity)
        .filter_map(|(place, of)| {
            let counter = figures.row(of.metric.id)?.0.counter?;
            let beside = fact(counter).filter(|_| found.iter().all(|held| held.metric.id != counter))?;
            Some((place, Fact { role: Role::Beside(of.metric.id), ..beside }))
        })
        .collect();
    let mut known: Vec<MetricId> = Vec::new();
    for (place, beside) in missing.into_iter().rev() {
        if !known.contains(&beside.metric.id) {
            known.push(beside.metric.id);
            found.insert(place + 1, beside);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::learning::{Learning, Paired, PillarGap};
    use jiff::civil::date;

    fn learnt_of(points: Vec<Point>) -> Learnt {
        let none = Paired::of(std::iter::empty());
        let gap = PillarGap {
            pillar: "tone".into(),
            name: Bilingual::fixed("Tone", "Ton"),
            common: none,
            own_basis: none,
            chosen: none,
            points,
            verdict: Verdict::NoPairs,
        };
        Learnt { figures: Learning { pillars: vec![gap], ..Learning::default() }, ..Learnt::default() }
    }

    /// Eight exchanges in a period, the scores rising and falling by a little.
    fn eight(on: Date, mine: f64, theirs: f64) -> Vec<Point> {
        let wave = [-2.0, 1.0, 2.0, -1.0, -2.0, 2.0, 1.0, -1.0];
        (0..8)
            .map(|at| Point {
                date: on,
                conversation: at as i64,
                drawn: true,
                mine: mine + wave[at],
                theirs: theirs + wave[(at + 3) % 8],
            })
            .collect()
    }

    #[test]
    fn a_mirror_that_drifts_is_said_to_the_agent() {
        let (early, late, today) = (date(2026, 7, 20), date(2026, 11, 2), date(2026, 11, 20));
        let of = |mine: f64, theirs: f64| {
            let mut points = eight(early, 70.0, 70.0);
            points.extend(eight(late, mine, theirs));
            drifting(&learnt_of(points), today)
        };
        let alert = of(85.0, 70.0).unwrap();
        assert_eq!((alert.code, alert.because.len()), ("A6", 3));
        assert!(alert.because[0].get(Lang::Fr).starts_with("Ton"));
        assert_eq!(of(85.0, 84.0), None, "peers see it too");
        assert_eq!(of(70.0, 60.0), None, "peers ask for more; the mirror stands");
        assert_eq!(drifting(&learnt_of(eight(late, 85.0, 70.0)), today), None, "nothing before");
    }
}
