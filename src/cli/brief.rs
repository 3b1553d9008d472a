//! `aplomb team brief` and `aplomb note`.

use serde::Serialize;

use crate::cli::args::{BriefArgs, NoteArgs, PageArgs, PageFormatArg};
use crate::cli::file;
use crate::cli::out::Out;
use crate::cli::page;
use crate::domain::book::Book;
use crate::formats::export::cell::Cells;
use crate::formats::export::form::Form;
use crate::formats::export::manner::Manner;
use crate::ops::brief::{self, Alert, Brief, Fact, Note, Praise, Rhythm, Role};
use crate::ops::error::OpsError;
use crate::ops::export::{Report, Unwritten};
use crate::ops::goals::GoalLine;
use crate::ops::hours;
use crate::ops::mirror::ItemLine;
use crate::ops::period;
use crate::ops::session::Session;
use crate::words::Lang;

/// The page for a team's meeting.
pub fn team(out: &mut Out, session: &mut Session, args: &BriefArgs, now: i64) -> Result<(), OpsError> {
    let as_of = as_of(out, session, &args.page)?;
    let rhythm = if args.daily { Rhythm::Daily } else { Rhythm::Weekly };
    let found = brief::brief(session, rhythm, as_of, now)?;
    if out.json {
        return out.json(&BriefOut::of(&found, out.lang));
    }
    write(out, session, &brief::book(&found), &args.page)
}

/// The note of the week.
pub fn note(out: &mut Out, session: &Session, args: &NoteArgs, now: i64) -> Result<(), OpsError> {
    let now = as_of(out, session, &args.page)?.unwrap_or(now);
    let since = period::since(&args.since, now, &session.zone)?;
    let found = brief::note(session, since, now)?;
    if out.json {
        return out.json(&NoteOut::of(&found, out.lang));
    }
    write(out, session, &brief::note_book(&found), &args.page)
}

fn as_of(out: &mut Out, session: &Session, args: &PageArgs) -> Result<Option<i64>, OpsError> {
    let Some(text) = &args.as_of else { return Ok(None) };
    let typed = hours::instant(text, &session.zone)?;
    if let Some(note) = &typed.note {
        out.tell(note);
    }
    Ok(Some(typed.at.as_microsecond()))
}

fn write(out: &mut Out, session: &Session, book: &Book, args: &PageArgs) -> Result<(), OpsError> {
    let manner = Manner { lang: out.lang, zone: session.zone.clone(), cells: Cells::Guarded };
    let named = args.output.as_ref().map(|path| {
        let named = path.extension().and_then(|extension| Form::of_extension(extension.to_str()?));
        if named == Some(Form::Html) { Form::Html } else { Form::Markdown }
    });
    let asked = args.format.map(|format| match format {
        PageFormatArg::Markdown => Form::Markdown,
        PageFormatArg::Html => Form::Html,
    });
    let Some(form) = asked.or(named) else {
        page::print(out, book, &manner);
        return Ok(());
    };
    let mut bytes = Vec::new();
    Report::held(book.clone()).write(form, 0, &manner, &mut bytes).map_err(|error| match error {
        Unwritten::File(error) => OpsError::file(std::path::Path::new("-"), &error),
        Unwritten::Here(error) => *error,
    })?;
    match &args.output {
        Some(path) => file::write(out, path, args.force, &bytes),
        None => {
            out.text(&String::from_utf8_lossy(&bytes));
            Ok(())
        }
    }
}

#[derive(Serialize)]
struct SpanOut {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct PraiseOut {
    kind: &'static str,
    what: String,
    figure: String,
    n: u64,
}

#[derive(Serialize)]
struct FactOut {
    id: &'static str,
    value: Option<f64>,
    reason: Option<&'static str>,
    unit: &'static str,
    n: Option<u64>,
    interval: Option<[f64; 2]>,
    previous: Option<f64>,
    previous_reason: Option<&'static str>,
    change: Option<f64>,
    target: Option<f64>,
    typed: bool,
    beside: Option<&'static str>,
}

impl FactOut {
    fn of(fact: &Fact) -> FactOut {
        let reading = fact.figure.ok();
        let interval = reading.filter(|_| fact.with_interval).and_then(|reading| reading.interval());
        FactOut {
            id: fact.metric.id.word(),
            value: reading.map(|reading| reading.value()),
            reason: fact.figure.err().map(|why| why.code()),
            unit: fact.metric.unit.word(),
            n: reading.and_then(|reading| reading.n()),
            interval: interval.map(|(low, high)| [low, high]),
            previous: fact.previous.ok().map(|reading| reading.value()),
            previous_reason: fact.previous.err().map(|why| why.code()),
            change: fact.change.ok().map(|change| change.value),
            target: fact.target,
            typed: fact.typed,
            beside: match fact.role {
                Role::Lead => None,
                Role::Beside(id) => Some(id.word()),
            },
        }
    }
}

#[derive(Serialize)]
struct AlertOut {
    rule: &'static str,
    inside: Option<&'static str>,
    outside: Option<&'static str>,
    says: String,
    because: Vec<String>,
}

impl AlertOut {
    fn of(alert: &Alert, lang: Lang) -> AlertOut {
        AlertOut {
            rule: alert.code,
            inside: alert.pair.0.map(|id| id.word()),
            outside: alert.pair.1.map(|id| id.word()),
            says: alert.says.get(lang).to_owned(),
            because: alert.because.iter().map(|line| line.get(lang).to_owned()).collect(),
        }
    }
}

#[derive(Serialize)]
struct WordingOut {
    item: String,
    alike: u64,
    n: u64,
    interval: Option<[f64; 2]>,
    people: usize,
}

#[derive(Serialize)]
struct GoalOut {
    id: String,
    sentence: String,
    status: &'static str,
    n: u64,
    due: Option<String>,
    next_by: Option<String>,
    next_value: Option<f64>,
}

impl GoalOut {
    fn of(goal: &GoalLine) -> GoalOut {
        GoalOut {
            id: goal.id.to_string(),
            sentence: goal.sentence.to_string(),
            status: goal.status.code(),
            n: goal.n,
            due: goal.due.map(|due| due.to_string()),
            next_by: goal.next.as_ref().map(|(by, _)| by.to_string()),
            next_value: goal.next_value,
        }
    }
}

#[derive(Serialize)]
struct BriefOut {
    schema_version: u32,
    rhythm: &'static str,
    period: SpanOut,
    people_from: usize,
    recognition: Vec<PraiseOut>,
    facts: Vec<FactOut>,
    alerts: Vec<AlertOut>,
    wording: Option<WordingOut>,
    goals: Vec<GoalOut>,
    missing: Vec<String>,
}

impl BriefOut {
    fn of(brief: &Brief, lang: Lang) -> BriefOut {
        let praise = |praise: &Praise| PraiseOut {
            kind: praise.good.word(),
            what: praise.what.get(lang).to_owned(),
            figure: praise.figure.get(lang).to_owned(),
            n: praise.n,
        };
        BriefOut {
            schema_version: 1,
            rhythm: brief.rhythm.word(),
            period: SpanOut { from: brief.days.first.to_string(), to: brief.days.last.to_string() },
            people_from: brief.k,
            recognition: brief.praise.iter().map(praise).collect(),
            facts: brief.facts.iter().map(FactOut::of).collect(),
            alerts: brief.alerts.iter().map(|alert| AlertOut::of(alert, lang)).collect(),
            wording: brief.wording.as_ref().map(|wording| WordingOut {
                item: wording.item.clone(),
                alike: wording.alike.0,
                n: wording.alike.1,
                interval: wording.interval.map(|(low, high)| [low, high]),
                people: wording.people,
            }),
            goals: brief.goals.iter().map(GoalOut::of).collect(),
            missing: brief.missing.iter().map(|said| said.get(lang).to_owned()).collect(),
        }
    }
}

#[derive(Serialize)]
struct ItemOut {
    item: String,
    n: usize,
    met: f64,
    interval: Option<[f64; 2]>,
}

impl ItemOut {
    fn of(item: &ItemLine) -> ItemOut {
        ItemOut {
            item: item.item.clone(),
            n: item.n,
            met: item.met,
            interval: item.interval.map(|(low, high)| [low, high]),
        }
    }
}

#[derive(Serialize)]
struct PeersOut {
    pillar: String,
    says: String,
    n: usize,
}

#[derive(Serialize)]
struct NoteOut {
    schema_version: u32,
    period: SpanOut,
    drawn: usize,
    chosen: usize,
    strengths: Vec<ItemOut>,
    attention: Option<ItemOut>,
    peers: Vec<PeersOut>,
    drifting: Option<AlertOut>,
    facts: Vec<FactOut>,
    goals: Vec<GoalOut>,
}

impl NoteOut {
    fn of(note: &Note, lang: Lang) -> NoteOut {
        NoteOut {
            schema_version: 1,
            period: SpanOut { from: note.days.0.to_string(), to: note.days.1.to_string() },
            drawn: note.reviews.0,
            chosen: note.reviews.1,
            strengths: note.strengths.iter().map(ItemOut::of).collect(),
            attention: note.attention.as_ref().map(ItemOut::of),
            peers: note
                .gaps
                .iter()
                .map(|(pillar, says, n)| PeersOut {
                    pillar: pillar.get(lang).to_owned(),
                    says: says.get(lang).to_owned(),
                    n: *n,
                })
                .collect(),
            drifting: note.drifting.as_ref().map(|alert| AlertOut::of(alert, lang)),
            facts: note.facts.iter().map(FactOut::of).collect(),
            goals: note.goals.iter().map(GoalOut::of).collect(),
        }
    }
}
