//! The report as scripts read it: names here never change.

use serde::Serialize;

use crate::domain::checklist::Better;
use crate::domain::metric::change::{Change, Moved, Scale};
use crate::domain::metric::completeness::Completeness;
use crate::domain::metric::fair::AgentLine;
use crate::domain::metric::{Figure, Reading};
use crate::domain::shown::Shown;
use crate::ops::metrics::people::{Mine, People};
use crate::ops::metrics::report::{By, Line, Report};
use crate::ops::metrics::span::Days;
use crate::words::Lang;

#[derive(Serialize)]
pub struct ReportOut {
    schema_version: u32,
    as_of: String,
    period: DaysOut,
    previous: DaysOut,
    calendar: CalendarOut,
    metrics_version: u32,
    metrics: Vec<MetricOut>,
    alarms: Vec<AlarmOut>,
    checks: Vec<CheckOut>,
    completeness: Vec<CompleteOut>,
    left_out: serde_json::Map<String, serde_json::Value>,
    window_open: u64,
    backlog_by_age: [u64; 4],
    solved_by_last_reply: u64,
    solved_at_unknown_time: u64,
    kept_weeks: Vec<String>,
    left_out_days: Vec<DaysOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<ByOut>,
}

#[derive(Serialize)]
struct DaysOut {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct CalendarOut {
    id: String,
    version: u32,
    zone: String,
}

#[derive(Serialize)]
struct FigureOut {
    value: Option<f64>,
    n: Option<u64>,
    interval: Option<[f64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hits: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p90: Option<f64>,
}

#[derive(Serialize)]
struct MetricOut {
    id: &'static str,
    formula: String,
    name: String,
    question: String,
    unit: &'static str,
    #[serde(flatten)]
    figure: FigureOut,
    previous: Option<f64>,
    previous_n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_reason: Option<&'static str>,
    change: Option<f64>,
    change_scale: Option<&'static str>,
    change_interval: Option<[f64; 2]>,
    moved: Option<&'static str>,
    target: Option<f64>,
    source: &'static str,
    direction: &'static str,
    family: &'static str,
    owner: String,
    action: String,
    counter: Option<&'static str>,
    by_conversation: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    typed_beside: Option<f64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    approximate: bool,
}

#[derive(Serialize)]
struct AlarmOut {
    rule: &'static str,
    inside: Option<&'static str>,
    outside: Option<&'static str>,
    stronger: bool,
    says: String,
    because: Vec<String>,
}

#[derive(Serialize)]
struct CheckOut {
    code: &'static str,
    metric: Option<&'static str>,
    says: String,
}

#[derive(Serialize)]
struct CompleteOut {
    channel: Option<String>,
    recorded: u64,
    expected: Option<u64>,
    share: Option<f64>,
    solved: [u64; 2],
    owned: [u64; 2],
    untimed: [u64; 2],
    silent_days: Vec<String>,
}

#[derive(Serialize)]
struct ByOut {
    stratum: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<BesideOut>,
    parts: Vec<PartOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    me: Option<MeOut>,
}

/// People beside each other; `beyond_chance` is null where too few can be placed.
#[derive(Serialize)]
struct BesideOut {
    answered: usize,
    placed: usize,
    centre: Option<f64>,
    beyond_chance: Option<usize>,
}

#[derive(Serialize)]
struct PartOut {
    part: String,
    metrics: Vec<PartMetricOut>,
}

#[derive(Serialize)]
struct PartMetricOut {
    id: &'static str,
    #[serde(flatten)]
    figure: FigureOut,
}

/// Me beside the team, for me alone.
#[derive(Serialize)]
struct MeOut {
    within: Option<f64>,
    n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    chance: Option<[f64; 2]>,
    asked_out_of_hours: usize,
    first_reply: Option<FairOut>,
    first_reply_own_clock: Option<FairOut>,
}

#[derive(Serialize)]
struct FairOut {
    n: usize,
    mean_seconds: f64,
    standardised_seconds: Option<f64>,
    observed_over_expected: Option<f64>,
    interval: Option<[f64; 2]>,
}

impl FairOut {
    fn of(line: &AgentLine) -> FairOut {
        FairOut {
            n: line.crude.n,
            mean_seconds: line.crude.mean,
            standardised_seconds: line.standardised,
            observed_over_expected: line.observed_over_expected.ok(),
            interval: line.interval.ok().map(|(low, high)| [low, high]),
        }
    }
}

impl FigureOut {
    fn of(figure: &Figure, with_interval: bool) -> FigureOut {
        let reading = figure.ok();
        let times = reading.and_then(|reading| match reading {
            Reading::Times(times) | Reading::MeanTime(times) => Some(times),
            _ => None,
        });
        FigureOut {
            value: reading.map(|reading| reading.value()),
            n: reading.and_then(|reading| reading.n()),
            interval: reading
                .and_then(|reading| reading.interval())
                .filter(|_| with_interval)
                .map(|(low, high)| [low, high]),
            reason: figure.err().map(|why| why.code()),
            hits: reading.and_then(|reading| match reading {
                Reading::Rate(tally) => Some(tally.hits()),
                Reading::PerCase(cases) => Some(cases.total),
                _ => None,
            }),
            mean: times.map(|times| times.mean.mean),
            median: times.map(|times| times.median),
            p90: times.map(|times| times.p90),
        }
    }
}

fn days(days: Days) -> DaysOut {
    DaysOut { from: days.first.to_string(), to: days.last.to_string() }
}

fn metric(report: &Report, line: &Line, lang: Lang) -> MetricOut {
    let change: Option<Change> = line.change.ok();
    MetricOut {
        id: line.metric.id.word(),
        formula: line.metric.formula_id(),
        name: line.metric.name.get(lang).to_owned(),
        question: line.metric.question.get(lang).to_owned(),
        unit: line.metric.unit.word(),
        figure: FigureOut::of(&line.figure, line.with_interval),
        previous: line.previous.ok().map(|reading| reading.value()),
        previous_n: line.previous.ok().and_then(|reading| reading.n()),
        previous_reason: line.previous.err().map(|why| why.code()),
        change: change.map(|change| change.value),
        change_scale: change.map(|change| match change.scale {
            Scale::Ratio => "ratio",
            Scale::Difference => "difference",
        }),
        change_interval: change.and_then(|change| change.interval.ok()).map(|(low, high)| [low, high]),
        moved: change.map(|change| match change.moved {
            Moved::Up => "up",
            Moved::Down => "down",
            Moved::NotShown => "not_shown",
        }),
        target: line.target,
        source: line.source.word(),
        direction: match line.metric.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "neither",
        },
        family: line.metric.family.word(),
        owner: line.owner.as_str().to_owned(),
        action: line.action.get(lang).to_owned(),
        counter: line.counter.map(|id| id.word()),
        by_conversation: line.by_conversation,
        typed_beside: line.beside,
        approximate: line.figure.is_ok() && report.is_rough(line.metric.id),
    }
}

fn complete(channel: Option<&Shown>, of: &Completeness) -> CompleteOut {
    let pair = |tally: crate::domain::tally::Tally| [tally.hits(), tally.n()];
    CompleteOut {
        channel: channel.map(|channel| channel.as_str().to_owned()),
        recorded: of.recorded,
        expected: of.expected,
        share: of.share(),
        solved: pair(of.solved),
        owned: pair(of.owned),
        untimed: pair(of.untimed),
        silent_days: of.silent_days.iter().map(|day| day.to_string()).collect(),
    }
}

fn me(mine: &Mine) -> MeOut {
    MeOut {
        within: mine.within.ok().and_then(|tally| tally.share().ok()),
        n: mine.within.ok().map(|tally| tally.n()),
        reason: mine.within.err().map(|why| why.code()),
        chance: mine.limits.map(|limits| [limits.within998.0, limits.within998.1]),
        asked_out_of_hours: mine.out_of_hours,
        first_reply: mine.waited.as_ref().map(FairOut::of),
        first_reply_own_clock: mine.own.as_ref().map(FairOut::of),
    }
}

impl ReportOut {
    /// The report, its words in `lang`.
    pub fn of(report: &Report, lang: Lang) -> ReportOut {
        let at = jiff::Timestamp::from_second(report.as_of).unwrap_or_default();
        let zone = &report.calendar.calendar.zone;
        ReportOut {
            schema_version: 1,
            as_of: at.display_with_offset(zone.to_offset(at)).to_string(),
            period: days(report.days),
            previous: days(report.before),
            calendar: CalendarOut {
                id: report.calendar.id.clone(),
                version: report.calendar.version,
                zone: report.calendar.zone.clone(),
            },
            metrics_version: report.board_version,
            metrics: report.lines.iter().map(|line| metric(report, line, lang)).collect(),
            alarms: report
                .alarms
                .iter()
                .map(|alarm| AlarmOut {
                    rule: alarm.rule.code(),
                    inside: alarm.inside.map(|id| id.word()),
                    outside: alarm.outside.map(|id| id.word()),
                    stronger: alarm.stronger,
                    says: alarm.says.get(lang).to_owned(),
                    because: alarm.because.iter().map(|why| why.get(lang).to_owned()).collect(),
                })
                .collect(),
            checks: report
                .findings
                .iter()
                .map(|finding| CheckOut {
                    code: finding.check.code(),
                    metric: finding.id.map(|id| id.word()),
                    says: finding.says.get(lang).to_owned(),
                })
                .collect(),
            completeness: report
                .completeness
                .iter()
                .map(|(channel, of)| complete(channel.as_ref(), of))
                .collect(),
            left_out: report
                .events
                .left_out
                .counts()
                .into_iter()
                .map(|(word, count)| (word.to_owned(), count.into()))
                .collect(),
            window_open: report.window_open,
            backlog_by_age: report.backlog_ages,
            solved_by_last_reply: report.events.solved_by_reply,
            solved_at_unknown_time: report.events.solved_untimed,
            kept_weeks: report.remains.0.weeks.iter().map(|week| week.to_string()).collect(),
            left_out_days: report.remains.0.left_out.iter().map(|left| days(*left)).collect(),
            by: by(report),
        }
    }
}

fn by(report: &Report) -> Option<ByOut> {
    let figures = |figures: &[Figure]| -> Vec<PartMetricOut> {
        let lines = report.lines.iter().zip(figures);
        lines
            .map(|(line, figure)| PartMetricOut {
                id: line.metric.id.word(),
                figure: FigureOut::of(figure, line.with_interval),
            })
            .collect()
    };
    let mine = |own: &[Figure]| vec![PartOut { part: "me".to_owned(), metrics: figures(own) }];
    let empty =
        |reason| ByOut { stratum: "agent", view: None, reason, people: None, parts: Vec::new(), me: None };
    if let Some((by, parts)) = &report.parts {
        let parts = parts
            .iter()
            .map(|part| PartOut { part: part.word.clone(), metrics: figures(&part.figures) })
            .collect();
        let stratum = match by {
            By::Agent => "agent",
            By::Channel => "channel",
            By::Shift => "shift",
            By::Difficulty => "difficulty",
        };
        return Some(ByOut { stratum, parts, ..empty(None) });
    }
    Some(match report.people.as_ref()? {
        People::Mine(own) => ByOut { parts: mine(own), view: Some("mine"), ..empty(None) },
        People::NotMine => empty(Some("no_observations")),
        People::Kept => empty(Some("not_kept")),
        People::TooFew { .. } => empty(Some("too_few_people")),
        People::Team(team) => ByOut {
            view: Some("team"),
            people: Some(BesideOut {
                answered: team.people,
                placed: team.placed,
                centre: team.centre,
                beyond_chance: team.beyond,
            }),
            parts: team.mine.as_ref().map(|own| mine(&own.figures)).unwrap_or_default(),
            me: team.mine.as_ref().map(me),
            ..empty(None)
        },
    })
}
