//! The figures of a period beside those that they are compared with.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::both;
use crate::domain::calendar::OpenTime;
use crate::domain::metric::alarm::{Alarm, Pair, Rule, Watch, alarms};
use crate::domain::metric::change::Change;
use crate::domain::metric::checks::{Active, Comparison, Finding, checks};
use crate::domain::metric::completeness::Completeness;
use crate::domain::metric::{
    Absent, Ask, Figure, Figures, Log, Metric, MetricId, Part, Period, Reading, Source,
};
use crate::domain::shown::Shown;
use crate::formats::metrics_toml::{self, Board, Compare, OnBoard};
use crate::ops::error::OpsError;
use crate::ops::hours::{self, InUse};
use crate::ops::metrics::asker::{Asker, Found, printable};
use crate::ops::metrics::askings::{Answers, OwnBefore, Wanted, answers};
use crate::ops::metrics::behind::Behind;
use crate::ops::metrics::kept::{self, Kept, Split};
use crate::ops::metrics::log::Events;
use crate::ops::metrics::occupancy::occupancy;
use crate::ops::metrics::people::People;
use crate::ops::metrics::span::{self, Days, Wish};
use crate::ops::metrics::topics;
use crate::ops::session::Session;
use crate::words::Bilingual;

/// The team's own board, in the folder of the settings.
pub const FILE: &str = "metrics.toml";

/// The longest file of metrics.
const LARGEST: u64 = 256 * 1024;

/// Conversations that ended longer before the periods than this are not read: one that comes back later than that is
/// another request.
pub(super) const READ_BACK: i64 = 60 * 86_400;

/// What is counted beside the figures: how many conversations there should be.
pub const EXPECTED: &str = "expected-conversations";

/// What to split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who handled it.
    Agent,
    /// The channel.
    Channel,
    /// Asked in or out of hours.
    Shift,
    /// How hard it was.
    Difficulty,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// About which days.
    pub days: Wish<'a>,
    /// What was known then, in seconds.
    pub as_of: i64,
    /// Split by.
    pub by: Option<By>,
    /// A calendar by file or name; the team's without it.
    pub calendar: Option<&'a str>,
    /// Every metric that has a figure, not only the board's.
    pub all: bool,
}

/// One metric of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is.
    pub metric: Metric,
    /// Its figure as it may be printed.
    pub figure: Figure,
    /// The figure that it is compared with, as it may be printed.
    pub previous: Figure,
    /// How it compares.
    pub change: Result<Change, Absent>,
    /// With which time it is compared.
    pub compare: Option<Compare>,
    /// Its target.
    pub target: Option<f64>,
    /// Where it comes from.
    pub source: Source,
    /// Who looks after it; may be empty.
    pub owner: Shown,
    /// What is done when it moves.
    pub action: Bilingual,
    /// The metric to read beside it.
    pub counter: Option<MetricId>,
    /// Conversations stand for themselves, since the source does not say which belong together.
    pub by_conversation: bool,
    /// The figure that somebody typed in for the same, where conversations hold it too.
    pub beside: Option<f64>,
    /// Its interval may be printed: enough of what happened was recorded.
    pub with_interval: bool,
}

/// A part of the conversations and its figures, in the order of the report's lines.
#[derive(Clone, Debug, PartialEq)]
pub struct PartOf {
    /// Which part.
    pub name: Bilingual,
    /// Its word in JSON; a name from outside has passed the door.
    pub word: String,
    /// The figures as they may be printed.
    pub figures: Vec<Figure>,
}

/// Everything that *metrics* shows.
#[derive(Clone, Debug)]
pub struct Report {
    /// The days.
    pub days: Days,
    /// The days before them.
    pub before: Days,
    /// The same in seconds.
    pub period: Period,
    /// The same in seconds.
    pub previous: Period,
    /// What was known then, in seconds.
    pub as_of: i64,
    /// The calendar.
    pub calendar: InUse,
    /// Where the board comes from.
    pub board_says: Bilingual,
    /// Its version; 0 where all metrics were asked for.
    pub board_version: u32,
    /// The metrics.
    pub lines: Vec<Line>,
    /// Alarms that sound.
    pub alarms: Vec<Alarm>,
    /// What is wrong with the board.
    pub findings: Vec<Finding>,
    /// How complete the log is; under `None` the whole of it, then channel by channel.
    pub completeness: Vec<(Option<Shown>, Completeness)>,
    /// What happened, without the conversations themselves.
    pub events: Events,
    /// Requests that could still come back.
    pub window_open: u64,
    /// Open requests by age.
    pub backlog_ages: [u64; 4],
    /// Ratings given and asked for.
    pub ratings: Option<(u64, u64)>,
    /// What the figures were split by, and the parts.
    pub parts: Option<(By, Vec<PartOf>)>,
    /// By agent, for whoever may see it.
    pub people: Option<People>,
    /// How many others than whoever reads stand behind the figures.
    pub others: usize,
    /// How many it takes.
    pub k: usize,
    /// Whether figures about work may be told, of this period and of the one before.
    pub may: [bool; 2],
    /// Days on which conversations of the store were opened, where the period has none.
    pub elsewhere: Option<Days>,
    /// The days of the period and of the one before by whether their conversations are here or only kept figures.
    pub remains: (Split, Split),
}

impl Report {
    /// Whether a figure of this period is one to about 1 %, since conversations of it are deleted.
    pub fn is_rough(&self, id: MetricId) -> bool {
        id.is_kept_roughly() && !self.remains.0.weeks.is_empty()
    }

    /// Why figures about work are not told, where they are not.
    pub fn too_few(&self) -> Option<Bilingual> {
        let (people, k) = (self.others, self.k);
        (!self.may[0]).then(|| {
            both!(
                "Figures about work: too few. People behind them: {people}; it takes {k}, none with more than half. What waits is nobody’s work, and is told.",
                "Chiffres sur le travail\u{202f}: trop peu. Personnes derrière eux\u{202f}: {people}\u{202f}; il en faut {k}, aucune avec plus de la moitié. Ce qui attend n’est le travail de personne, et se dit."
            )
        })
    }

    /// What there is to know about kept figures.
    pub fn kept_notes(&self) -> Vec<Bilingual> {
        let parts = self.people.is_some() || self.parts.as_ref().is_some_and(|(by, _)| *by != By::Channel);
        kept::notes(&self.remains.0, &self.remains.1, parts)
    }
}

/// The calendar and the board in use.
pub(super) struct Surroundings {
    pub(super) calendar: InUse,
    pub(super) board: Board,
    board_says: Bilingual,
}

impl Surroundings {
    pub(super) fn of(session: &Session, calendar: Option<&str>) -> Result<Surroundings, OpsError> {
        let calendar = match calendar {
            Some(name) => hours::named(name, &session.zone)?,
            None => hours::in_use(&session.zone, session.team.folder.as_deref())?,
        };
        let (board, board_says) = board(session.team.folder.as_deref())?;
        Ok(Surroundings { calendar, board, board_says })
    }

    pub(super) fn zone(&self) -> &TimeZone {
        &self.calendar.calendar.zone
    }

    /// Asks a log that holds what happened from an instant on.
    pub(super) fn asker<'a>(
        &'a self,
        log: &'a Log<'a>,
        (kept, behind): (Kept, Behind),
        from: i64,
        as_of: i64,
    ) -> Asker<'a> {
        let from = log.first().map_or(from, |first| first.max(from));
        Asker {
            log,
            board: &self.board,
            calendar: &self.calendar,
            open_time: OpenTime::of(&self.calendar.calendar, from, as_of.max(from)),
            kept,
            behind,
            as_of,
        }
    }
}

/// The board in use.
pub fn board(folder: Option<&Path>) -> Result<(Board, Bilingual), OpsError> {
    let own = folder.map(|folder| folder.join(FILE)).filter(|path| path.exists());
    match own {
        Some(path) => {
            let name = Shown::line(&path.to_string_lossy());
            let says = both!("The metrics of {name}.", "Les indicateurs de {name}.");
            Ok((read_board(&path)?, says))
        }
        None => {
            let board =
                metrics_toml::parse(metrics_toml::SHIPPED).map_err(|problems| faulty(problems, FILE))?;
            let says = Bilingual::fixed(
                "The metrics that come with the program.",
                "Les indicateurs fournis avec le programme.",
            );
            Ok((board, says))
        }
    }
}

/// The board of a file.
pub fn read_board(path: &Path) -> Result<Board, OpsError> {
    let size = std::fs::metadata(path).map_err(|e| OpsError::file(path, &e))?;
    if size.len() > LARGEST {
        let what = Bilingual::fixed(
            "a file of metrics has at most 256 KiB",
            "un fichier d’indicateurs a au plus 256 Kio",
        );
        return Err(OpsError::data(what));
    }
    let text = std::fs::read_to_string(path).map_err(|e| OpsError::file(path, &e))?;
    metrics_toml::parse(&text).map_err(|problems| faulty(problems, &path.to_string_lossy()))
}

fn faulty(problems: Vec<crate::domain::problem::Problem>, name: &str) -> OpsError {
    let what = Bilingual::fixed("the metrics cannot be used", "les indicateurs ne sont pas utilisables");
    OpsError::data(what).with(problems.into_iter().map(|problem| problem.in_file(name)).collect())
}

/// Every metric, compared with the period before.
fn every_metric(board: &Board) -> Board {
    let known = |id: MetricId| board.metrics.iter().find(|on| on.id == id).cloned();
    let bare = |id| OnBoard {
        id,
        compare: Some(Compare::Previous),
        target: None,
        owner: String::new(),
        action: None,
        counter: None,
        minimum: None,
    };
    let metrics = MetricId::ALL.iter().map(|id| known(*id).unwrap_or_else(|| bare(*id))).collect();
    Board { metrics, ..board.clone() }
}

/// The figures of a period.
pub fn report(session: &Session, question: &Question<'_>) -> Result<Report, OpsError> {
    Ok(asked(session, question, false)?.0)
}

/// The figures of a period by agent; and where whoever asks answered anything in the period before, their own figures of
/// it, as a report of that period has them. Both are of one reading.
pub(super) fn report_beside_own(
    session: &Session,
    question: &Question<'_>,
) -> Result<(Report, Option<Vec<Figure>>), OpsError> {
    asked(session, question, true)
}

fn asked(
    session: &Session,
    question: &Question<'_>,
    beside_own: bool,
) -> Result<(Report, Option<Vec<Figure>>), OpsError> {
    let mut surroundings = Surroundings::of(session, question.calendar)?;
    if question.all {
        surroundings.board = every_metric(&surroundings.board);
    }
    let Surroundings { calendar, board, board_says } = &surroundings;
    let zone = &calendar.calendar.zone;
    let days = span::days(question.days, question.as_of, zone)?;
    let back = |days: Days| days.before().ok_or_else(|| span::wrong(&days.first.to_string()));
    let year_before = |days: Days| days.last_year().ok_or_else(|| span::wrong(&days.first.to_string()));
    let before = back(days)?;
    let (long_before, last_year) = (back(before)?, year_before(days)?);
    let (period, previous) = (days.period(zone)?, before.period(zone)?);
    let year_ago = last_year.period(zone)?;
    let wants_year = board.metrics.iter().any(|on| on.compare == Some(Compare::LastYear));
    // What is read for days goes back behind all that they are compared with.
    let from = |days: Days| -> Result<i64, OpsError> {
        let (earlier, year_ago) = (back(back(days)?)?.period(zone)?, year_before(days)?.period(zone)?);
        let first = if wants_year { earlier.from.min(year_ago.from) } else { earlier.from };
        Ok(first - READ_BACK)
    };
    let me = session.store.me()?;
    let until = question.as_of.saturating_add(1);
    let first = from(days)?;
    let (mut events, earlier) = if beside_own {
        let wanted = [(first, period), (from(before)?, previous)];
        let [events, earlier] = Events::read_each(&session.store, me.as_ref(), until, wanted)?;
        (events, Some(earlier))
    } else {
        (Events::read(&session.store, me.as_ref(), first, until, period)?, None)
    };
    let contacts = std::mem::take(&mut events.contacts);
    let log = Log::new(&contacts, None);
    let behind = Behind::of(me.as_ref(), &events, session.team.people);
    let asker = surroundings.asker(&log, (Kept::read(&session.store)?, behind), first, question.as_of);
    let remains = (asker.kept.split(days), asker.kept.split(before));
    let ask = asker.ask(period, question.as_of);
    // Of weeks that are kept nothing is known by agent: the last days whose conversations are here stand for the period.
    let here = |split: &Split, period: Period| -> Result<Option<Ask<'_>>, OpsError> {
        let Some(last) = split.here.last() else { return Ok(None) };
        let period = if split.is_whole() { period } else { last.period(zone)? };
        Ok(Some(Ask { period, ..ask }))
    };
    let by_agent = question.by == Some(By::Agent);
    let typed = session.store.typed()?;
    let own_before = match (&earlier, here(&remains.1, previous)?) {
        (Some(earlier), Some(ask)) => {
            let behind = Behind::of(me.as_ref(), earlier, session.team.people);
            Some(OwnBefore { contacts: &earlier.contacts, ask, behind })
        }
        _ => None,
    };
    let wanted = Wanted {
        days,
        before,
        long_before,
        last_year: wants_year.then_some(last_year),
        by_agent: if by_agent { here(&remains.0, period)? } else { None },
        own_before,
    };
    let Answers { now, then, long_ago, of_last_year, completeness, people, own_before } =
        answers(&asker, &typed, &wanted, session.team.people)?;
    let may = [now.may, then.may];
    let with_interval = completeness.first().is_none_or(|(_, whole)| whole.allows_intervals());
    let lines: Vec<Line> = board
        .metrics
        .iter()
        .map(|on| {
            let compared = match on.compare {
                Some(Compare::LastYear) => of_last_year.as_ref().unwrap_or(&then),
                _ => &then,
            };
            line(on, &now, compared, with_interval)
        })
        .filter(|line| !question.all || line.figure != Err(Absent::NotRecorded))
        .collect();
    let findings = if question.all {
        Vec::new()
    } else {
        let last_event = log.last_known(question.as_of);
        let active = |line: &Line| active(line, period, previous, year_ago, last_event);
        checks(&lines.iter().map(active).collect::<Vec<_>>(), question.as_of)
    };
    let watch = Watch {
        latest: Pair { before: &then.figures, after: &now.figures },
        earlier: Some(Pair { before: &long_ago.figures, after: &then.figures }),
        occupancy: &occupancy(&typed, days),
        ceiling: session.team.occupancy_ceiling,
    };
    // An alarm tells what two figures tell.
    let mut alarms = if may == [true; 2] { alarms(&watch) } else { Vec::new() };
    if remains.0.is_whole() && remains.1.is_whole() {
        for alarm in alarms.iter_mut().filter(|alarm| alarm.rule == Rule::LessEffective) {
            let rose = |id| topics::rose(&asker, &events.topics, id, [previous, period]);
            alarm.because.extend(alarm.outside.and_then(rose));
        }
    }
    let printed = |own: &Figures| lines.iter().map(|line| printable(line, own)).collect::<Vec<Figure>>();
    let by_people =
        people.map(|(people, own)| people.with_own(own.as_ref().map(printed).unwrap_or_default()));
    let own_before = own_before.as_ref().map(printed);
    let parts = match question.by {
        Some(by) if !by_agent => Some((by, asker.parts(by, &lines, (&typed, days))?)),
        _ => None,
    };
    let nothing = remains.0.weeks.is_empty() && !log.anything(&ask);
    let elsewhere = if nothing { opened(session, zone)? } else { None };
    let report = Report {
        days,
        before,
        period,
        previous,
        as_of: question.as_of,
        board_says: board_says.clone(),
        board_version: if question.all { 0 } else { board.version },
        lines,
        alarms,
        findings,
        completeness,
        window_open: now.figures.window_open,
        backlog_ages: now.figures.backlog_ages,
        ratings: now.figures.ratings.map(|ratings| (ratings.answers, ratings.asked)),
        events,
        calendar: calendar.clone(),
        parts,
        people: if by_agent { Some(by_people.unwrap_or(People::Kept)) } else { None },
        others: behind.others(&log, &ask, &Part::All).len(),
        k: session.team.people,
        may,
        elsewhere,
        remains,
    };
    Ok((report, own_before))
}

fn opened(session: &Session, zone: &TimeZone) -> Result<Option<Days>, OpsError> {
    let date = |micros: i64| Timestamp::from_microsecond(micros).ok().map(|at| zone.to_datetime(at).date());
    let span = session.store.opened_span()?;
    Ok(span.and_then(|(first, last)| Some(Days { first: date(first)?, last: date(last)? })))
}

fn line(on: &OnBoard, now: &Found, then: &Found, with_interval: bool) -> Line {
    let mut metric = on.id.metric();
    metric.minimum = on.minimum.unwrap_or(metric.minimum);
    let (figure, previous) = (now.figures.get(on.id), then.figures.get(on.id));
    // A typed figure is told as it was typed, whatever it stands on.
    let source = if now.typed.contains(&on.id) { Source::Typed } else { Source::Computed };
    let shown = |figure: Figure| match figure {
        Ok(Reading::Typed { .. }) => figure,
        figure => metric.printable(figure),
    };
    let (figure, previous) = (shown(figure), shown(previous));
    let change = match (&figure, &previous) {
        (Ok(_), Ok(_)) if on.compare.is_some() => Change::between(&previous, &figure),
        (Ok(_), Err(why)) | (Err(why), _) => Err(*why),
        _ => Err(Absent::NotRecorded),
    };
    Line {
        figure,
        previous,
        change,
        compare: on.compare,
        target: on.target,
        source,
        owner: Shown::short(&on.owner, 60),
        action: on.action.clone().unwrap_or_else(|| metric.action.clone()),
        counter: on.counter.or(metric.counter),
        by_conversation: now.figures.by_conversation && on.id.follows_up(),
        beside: now.beside.get(&on.id).copied(),
        with_interval,
        metric,
    }
}

fn active(
    line: &Line,
    period: Period,
    previous: Period,
    year_ago: Period,
    last_event: Option<i64>,
) -> Active {
    let reading = line.figure.ok();
    let compared = line.compare.map(|compare| match compare {
        Compare::Previous => Comparison::Previous(previous),
        Compare::LastYear => Comparison::LastYear(year_ago),
    });
    Active {
        id: line.metric.id,
        source: line.source,
        period,
        comparison: compared.or(line.target.map(Comparison::Target)),
        action: line.action.clone(),
        counter: line.counter,
        value: reading.map(|reading| reading.value()),
        n: reading.and_then(|reading| reading.n()),
        minimum: line.metric.minimum,
        versions: (line.metric.version, line.metric.version),
        imported: line.beside,
        last_event: if line.source == Source::Typed { None } else { last_event },
    }
}
