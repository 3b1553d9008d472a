//! `aplomb doctor data`.

use serde::Serialize;

use crate::both;
use crate::cli::args::DoctorDataArgs;
use crate::cli::out::Out;
use crate::cli::page;
use crate::domain::capture::{Carried, Counts, Finding, Part};
use crate::domain::shown::Shown;
use crate::domain::verdict::Verdict;
use crate::formats::export::cell::Cells;
use crate::formats::export::manner::{Manner, rfc3339};
use crate::ops::capture::{self, Capture, Question};
use crate::ops::error::OpsError;
use crate::ops::hours;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, number};

/// Columns of the page.
const WIDE: usize = 80;
/// Columns before what belongs to a mark.
const INDENT: usize = 3;

/// Prints how far the data are complete. `false`: something needs attention.
pub fn run(out: &mut Out, session: &Session, args: &DoctorDataArgs, now: i64) -> Result<bool, OpsError> {
    let mut now = now;
    if let Some(text) = &args.as_of {
        let typed = hours::instant(text, &session.zone)?;
        if let Some(note) = &typed.note {
            out.tell(note);
        }
        now = typed.at.as_microsecond();
    }
    let question = Question { since: args.since.as_deref(), now };
    let found = capture::capture(session, question, &mut |count| {
        let (en, fr) = (number(Lang::En, count), number(Lang::Fr, count));
        out.progress(&both!("looked at {en} conversations", "{fr} conversations regardées"));
        true
    })?;
    out.end_progress();
    if out.json {
        out.json(&CaptureOut::of(&found, out.lang))?;
    } else {
        print(out, session, &found);
    }
    Ok(found.well())
}

fn print(out: &mut Out, session: &Session, found: &Capture) {
    let lang = out.lang;
    let manner = Manner { lang, zone: session.zone.clone(), cells: Cells::Guarded };
    out.say(&Bilingual::fixed(
        "# The data: is everything there?",
        "# Les données\u{202f}: tout est-il là\u{202f}?",
    ));
    let counts = &found.measured.counts;
    if counts.conversations == 0 {
        out.say(&Bilingual::fixed(
            "  No conversation here. `aplomb import FILE` takes them in; a lead adds --everyone.",
            "  Aucune conversation ici. «\u{202f}aplomb import FICHIER\u{202f}» les prend\u{202f}; un responsable ajoute --everyone.",
        ));
        return;
    }
    head(out, found, &manner);
    let of = |verdict| found.findings.iter().filter(move |finding| finding.verdict == verdict);
    for (verdict, title) in [
        (Verdict::Fine, Bilingual::fixed("## In order", "## En ordre")),
        (Verdict::Wrong, Bilingual::fixed("## Needs attention", "## À regarder")),
        (Verdict::Note, Bilingual::fixed("## Worth knowing", "## Bon à savoir")),
    ] {
        if of(verdict).next().is_some() {
            out.line("");
            out.say(&title);
        }
        for finding in of(verdict) {
            told(out, finding);
        }
    }
    for sheet in [capture::channels(found), capture::carries(&found.carried)] {
        out.line("");
        page::sheet(out, &sheet, &manner);
    }
}

fn head(out: &mut Out, found: &Capture, manner: &Manner) {
    let (lang, counts) = (manner.lang, &found.measured.counts);
    let (conversations, messages) = (number(lang, counts.conversations), number(lang, counts.messages));
    out.line(&format!("  {conversations} conversations, {messages} messages"));
    let days = found.period.map(|(first, last)| format!("{} – {} · ", date(lang, first), date(lang, last)));
    let (days, as_of) = (days.unwrap_or_default(), manner.instant(found.as_of));
    out.say(&both!("  {days}seen {as_of}", "  {days}vu le {as_of}"));
}

fn told(out: &mut Out, finding: &Finding) {
    let lang = out.lang;
    let mut mark = finding.verdict.mark();
    let next = finding.next.get(lang);
    for (text, before) in [(finding.seen.get(lang), ""), (finding.means.get(lang), ""), (next, "> ")] {
        if text.is_empty() {
            continue;
        }
        let indent = INDENT + before.len();
        for (place, line) in Shown::line(text).wrap(WIDE - indent).iter().enumerate() {
            let lead = if place == 0 { before } else { &"  "[..before.len()] };
            out.line(&format!("{mark:<INDENT$}{lead}{line}"));
            mark = "";
        }
    }
}

#[derive(Serialize)]
struct FindingOut<'a> {
    check: &'static str,
    verdict: &'static str,
    source: Option<&'a str>,
    channel: Option<&'a str>,
    hits: Option<u64>,
    n: u64,
    seen: &'a str,
    means: &'a str,
    next: &'a str,
}

#[derive(Serialize)]
struct ChannelOut<'a> {
    source: &'a str,
    channel: &'a str,
    conversations: u64,
    messages: u64,
    first: Option<String>,
    last: Option<String>,
    newest: Option<String>,
    taken_in: Option<String>,
    without_message: u64,
    without_words: u64,
    without_customer: u64,
    without_agent: u64,
    without_reply: u64,
    without_question: u64,
    agent_messages: u64,
    agent_messages_unnamed: u64,
    status_known: u64,
    rated: u64,
    transfers_known: u64,
    reopens_known: u64,
    days: Vec<(String, u64)>,
}

impl<'a> ChannelOut<'a> {
    fn of(part: &'a Part) -> ChannelOut<'a> {
        let counts: &Counts = &part.counts;
        let day = |entry: Option<(&jiff::civil::Date, &u64)>| entry.map(|(day, _)| day.to_string());
        ChannelOut {
            source: &part.source,
            channel: &part.channel,
            conversations: counts.conversations,
            messages: counts.messages,
            first: day(part.days.first_key_value()),
            last: day(part.days.last_key_value()),
            newest: part.newest.map(rfc3339),
            taken_in: part.taken_at.map(rfc3339),
            without_message: counts.empty,
            without_words: counts.wordless,
            without_customer: counts.without_customer,
            without_agent: counts.without_agent,
            without_reply: counts.conversations - counts.replied,
            without_question: counts.conversations - counts.asked,
            agent_messages: counts.by_agents,
            agent_messages_unnamed: counts.by_nobody,
            status_known: counts.status,
            rated: counts.rated,
            transfers_known: counts.transfers,
            reopens_known: counts.reopens,
            days: part.days.iter().map(|(day, count)| (day.to_string(), *count)).collect(),
        }
    }
}

#[derive(Serialize)]
struct CarriedOut {
    what: &'static str,
    known: u64,
    n: u64,
    metrics: Vec<&'static str>,
}

impl CarriedOut {
    fn of(carried: &Carried) -> CarriedOut {
        CarriedOut {
            what: carried.need.word(),
            known: carried.share.hits(),
            n: carried.share.n(),
            metrics: carried.need.metrics().iter().map(|id| id.word()).collect(),
        }
    }
}

#[derive(Serialize)]
struct CaptureOut<'a> {
    schema_version: u32,
    as_of: String,
    well: bool,
    conversations: u64,
    messages: u64,
    findings: Vec<FindingOut<'a>>,
    channels: Vec<ChannelOut<'a>>,
    carries: Vec<CarriedOut>,
}

impl<'a> CaptureOut<'a> {
    fn of(found: &'a Capture, lang: Lang) -> CaptureOut<'a> {
        let finding = |finding: &'a Finding| FindingOut {
            check: finding.check.word(),
            verdict: finding.verdict.word(),
            source: finding.source.as_deref(),
            channel: finding.channel.as_deref(),
            hits: finding.hits,
            n: finding.n,
            seen: finding.seen.get(lang),
            means: finding.means.get(lang),
            next: finding.next.get(lang),
        };
        CaptureOut {
            schema_version: 1,
            as_of: rfc3339(found.as_of),
            well: found.well(),
            conversations: found.measured.counts.conversations,
            messages: found.measured.counts.messages,
            findings: found.findings.iter().map(finding).collect(),
            channels: found.measured.parts.iter().map(ChannelOut::of).collect(),
            carries: found.carried.iter().map(CarriedOut::of).collect(),
        }
    }
}
