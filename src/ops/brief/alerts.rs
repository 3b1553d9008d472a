//! Questions to ask: alarms on pairs of figures, checks of the board, and what is past its time to be kept.

use jiff::civil::Date;

use crate::both;
use crate::domain::metric::MetricId;
use crate::domain::metric::alarm::{Alarm, Rule};
use crate::domain::metric::checks::{Check, Finding};
use crate::ops::error::OpsError;
use crate::ops::metrics::report::Report;
use crate::ops::retention::{self, Wish};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date};

/// Checks of the board that are told at most.
const MOST_CHECKS: usize = 2;

/// Metrics that one check names at most.
const MOST_NAMES: usize = 3;

/// A question to ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// `A1` to `A8`, `M01` to `M10`, or `retention`.
    pub code: &'static str,
    /// The pair of figures: inside, and the customer's.
    pub pair: (Option<MetricId>, Option<MetricId>),
    /// The question.
    pub says: Bilingual,
    /// What it rests on.
    pub because: Vec<Bilingual>,
}

impl Alert {
    /// An alarm.
    pub fn of(alarm: &Alarm) -> Alert {
        Alert {
            code: alarm.rule.code(),
            pair: (alarm.inside, alarm.outside),
            says: alarm.says.clone(),
            because: alarm.because.clone(),
        }
    }

    /// What a check found, once for all metrics that it found it on.
    fn check(finding: &Finding, all: &[Finding]) -> Alert {
        let of = all.iter().filter(|other| other.check == finding.check).filter_map(|other| other.id);
        let ids: Vec<MetricId> = of.collect();
        let names = |lang: Lang| {
            let names = ids.iter().take(MOST_NAMES).map(|id| id.metric().name.get(lang).to_owned());
            let more = (ids.len() > MOST_NAMES).then(|| "…".to_owned());
            names.chain(more).collect::<Vec<String>>().join(" · ")
        };
        Alert {
            code: finding.check.code(),
            pair: (finding.id, None),
            says: finding.says.clone(),
            because: vec![Bilingual::made(names(Lang::En), names(Lang::Fr))],
        }
    }
}

/// The latest week of which everything that was solved had its time to come back, where that is not the last one.
pub(super) fn closed_week(week: &Report, window_days: u32) -> Option<(String, String)> {
    let window = i64::from(window_days) * 86_400;
    let open = week.period.to + window - week.as_of;
    if open <= 0 {
        return None;
    }
    let mut days = week.days;
    for _ in 0..open.div_euclid(7 * 86_400) + i64::from(open.rem_euclid(7 * 86_400) > 0) {
        days = days.before()?;
    }
    Some((days.first.to_string(), days.last.to_string()))
}

/// A1 to A5 and A8: those that wait for nothing in the last whole week, the others in the latest one that is complete.
pub(super) fn of_metrics(week: &Report, closed: Option<&Report>) -> Vec<Alert> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut alerts = Vec::new();
    for report in [Some(week), closed].into_iter().flatten() {
        for alarm in &report.alarms {
            if !rules.contains(&alarm.rule) {
                rules.push(alarm.rule);
                alerts.push(Alert { because: about(alarm, report), ..Alert::of(alarm) });
            }
        }
    }
    alerts.sort_by_key(|alert| alert.code);
    alerts
}

/// What an alarm rests on, with the weeks that it compares.
fn about(alarm: &Alarm, report: &Report) -> Vec<Bilingual> {
    let span =
        |lang: Lang, (first, last): (Date, Date)| format!("{} – {}", date(lang, first), date(lang, last));
    let (now, before) = ((report.days.first, report.days.last), (report.before.first, report.before.last));
    let (en, fr) = (span(Lang::En, now), span(Lang::Fr, now));
    let (was_en, was_fr) = (span(Lang::En, before), span(Lang::Fr, before));
    let mut lines = alarm.because.clone();
    lines.push(both!("{en} beside {was_en}", "{fr} à côté de {was_fr}"));
    lines
}

/// What is wrong with the board, as far as a meeting can mend it. Figures that are few or typed in say so themselves.
pub(super) fn of_board(week: &Report) -> Vec<Alert> {
    let worth = |finding: &&Finding| {
        matches!(
            finding.check,
            Check::NoComparison
                | Check::TooMany
                | Check::NoAction
                | Check::NoCounter
                | Check::MostlyActivity
                | Check::FormulaChanged
                | Check::SourcesDiffer
                | Check::Stale
        )
    };
    // Without conversations every figure would be stale.
    if week.elsewhere.is_some() || week.others == 0 {
        return Vec::new();
    }
    let mut told: Vec<&Finding> = Vec::new();
    for finding in week.findings.iter().filter(worth) {
        if !told.iter().any(|known| known.check == finding.check) {
            told.push(finding);
        }
    }
    told.into_iter().take(MOST_CHECKS).map(|finding| Alert::check(finding, &week.findings)).collect()
}

/// What is older than it may be.
pub(super) fn of_clocks(session: &mut Session, now: i64) -> Result<Option<Alert>, OpsError> {
    let wish = Wish { dry_run: true, backups: false, clock_is_right: false, now, random: [0; 16] };
    let purged = retention::purge(session, &wish, &mut |_, _| Ok(Vec::new()), &mut |_, _| ())?;
    let due = |word: &str| purged.due.get(word).copied().unwrap_or_default();
    let (conversations, reviews) = (due("conversations"), due("reviews") + due("submissions"));
    if conversations + reviews == 0 {
        return Ok(None);
    }
    let (days, review_days) = (purged.conversations_clock.0, purged.reviews_clock.0);
    Ok(Some(Alert {
        code: "retention",
        pair: (None, None),
        says: Bilingual::fixed(
            "Some things are past the time that they are kept. Who runs `aplomb purge`?",
            "Certaines choses ont dépassé leur durée de conservation. Qui lance «\u{202f}aplomb purge\u{202f}»\u{202f}?",
        ),
        because: vec![both!(
            "Conversations older than {days} days: {conversations}; reviews and submissions older than {review_days}: {reviews}",
            "Conversations de plus de {days} jours\u{202f}: {conversations}\u{202f}; évaluations et remises de plus de {review_days}\u{202f}: {reviews}"
        )],
    }))
}
