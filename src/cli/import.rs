//! `aplomb import`.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::both;
use crate::cli::args::ImportArgs;
use crate::cli::explain::{self, Explained};
use crate::cli::out::Out;
use crate::cli::shop;
use crate::domain::problem::Problem;
use crate::domain::shown::Shown;
use crate::ops::error::{Kind, OpsError};
use crate::ops::import::{
    ConversationCounts, MessageCounts, Order, Progress, Report, ReviewCounts, Source, run as take_in,
};
use crate::ops::maps;
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, bytes, number};

#[derive(Serialize)]
struct ImportOut {
    schema_version: u32,
    format: String,
    conversations: ConversationCounts,
    messages: MessageCounts,
    reviews: ReviewCounts,
    problems: Vec<ProblemOut>,
    warnings: Vec<ProblemOut>,
    files: u64,
    files_refused: u64,
    messages_kept: u64,
    conversations_erased: u64,
    times_moved: Vec<TimesMoved>,
    people: u64,
    waiting: Waiting,
    beside: BTreeMap<String, u64>,
    interrupted: bool,
    dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Explained>,
}

/// Pieces that wait for their conversation, and for how many.
#[derive(Serialize)]
struct Waiting {
    pieces: u64,
    conversations: u64,
}

#[derive(Serialize)]
struct TimesMoved {
    seconds: i64,
    conversations: u64,
}

/// A problem as scripts read it.
#[derive(Serialize)]
pub struct ProblemOut {
    file: String,
    line: Option<u64>,
    field: String,
    found: String,
    accepted: String,
}

impl ProblemOut {
    /// The problem in `lang`.
    pub fn of(problem: &Problem, lang: Lang) -> ProblemOut {
        ProblemOut {
            file: problem.file.clone(),
            line: problem.line,
            field: problem.field.clone(),
            found: Shown::short(&problem.found, crate::domain::problem::LONGEST_VALUE).into_string(),
            accepted: problem.accepted.get(lang).to_owned(),
        }
    }
}

/// Takes in conversations. The exit code is 1 where a file was refused whole, or nothing at all came of them.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: ImportArgs,
    now: i64,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<bool, OpsError> {
    let map = args.map.as_deref().map(maps::named).transpose()?;
    let mut sources = Vec::new();
    for path in args.paths {
        if path.as_os_str() == "-" {
            if io::stdin().is_terminal() {
                out.tell(&Bilingual::fixed(
                    "reading standard input; ctrl-d ends it",
                    "lecture de l’entrée standard ; ctrl-d la termine",
                ));
            }
            sources.push(Source::Stream(Box::new(io::stdin())));
        } else {
            sources.push(Source::Path(path));
        }
    }
    let me = session.me()?;
    let nobody = me.is_none() && args.agents.is_empty();
    let order = Order {
        sources,
        from: args.from,
        map,
        account: args.account,
        me,
        zone: Some(args.zone.unwrap_or_else(|| session.zone.clone())),
        day_first: if args.day_first { Some(true) } else { args.month_first.then_some(false) },
        agents: args.agents,
        // Files can be explained before anybody said who they are.
        everyone: args.everyone || args.explain && nobody,
        allow_erased: args.allow_erased,
        dry_run: args.dry_run || args.explain,
        now,
        seed: shop::random()?,
        stop,
    };
    let started = Instant::now();
    let mut told = started;
    let report = take_in(&mut session.store, order, &mut |progress| {
        // Nothing under 300 ms, then at most four times a second.
        if started.elapsed() > Duration::from_millis(300) && told.elapsed() > Duration::from_millis(250) {
            told = Instant::now();
            out.progress(&words(progress, out.lang));
        }
    })?;
    out.end_progress();
    let explained = args.explain.then_some(&report);
    if let (Some(report), false) = (explained, out.json) {
        explain::print(out, session, report);
    }
    tell(out, &report, explained.map(|report| Explained::of(report, out.lang)))?;
    if report.interrupted {
        return Err(OpsError::new(Kind::Interrupted, Bilingual::fixed("interrupted", "interrompu")));
    }
    Ok(!report.needs_attention())
}

fn words(progress: Progress, lang: Lang) -> Bilingual {
    if progress.indexing {
        return Bilingual::fixed("preparing the search", "préparation de la recherche");
    }
    let n = number(lang, progress.conversations);
    match progress.of {
        Some(of) if of > 0 => {
            let (read, of) = (bytes(lang, progress.bytes.min(of)), bytes(lang, of));
            both!(
                "importing: {n} conversations, {read} of {of}",
                "import : {n} conversations, {read} sur {of}"
            )
        }
        _ => both!("importing: {n} conversations", "import : {n} conversations"),
    }
}

fn tell(out: &mut Out, report: &Report, explained: Option<Explained>) -> Result<(), OpsError> {
    if out.json {
        let lang = out.lang;
        let all = |problems: &[Problem]| problems.iter().map(|p| ProblemOut::of(p, lang)).collect();
        return out.json(&ImportOut {
            schema_version: 1,
            format: report.format.clone(),
            conversations: report.conversations,
            messages: report.messages,
            reviews: report.reviews,
            problems: all(&report.problems),
            warnings: all(&report.warnings),
            files: report.files,
            files_refused: report.refused,
            messages_kept: report.kept,
            conversations_erased: report.erased,
            times_moved: report
                .times_moved
                .iter()
                .map(|(seconds, conversations)| TimesMoved {
                    seconds: *seconds,
                    conversations: *conversations,
                })
                .collect(),
            people: report.people,
            waiting: Waiting { pieces: report.waiting.0, conversations: report.waiting.1 },
            beside: report.beside.clone(),
            interrupted: report.interrupted,
            dry_run: report.dry_run,
            explained,
        });
    }
    let mut all = report.problems.clone();
    all.extend(report.warnings.iter().cloned());
    out.problems(&all);
    if report.more_problems > 0 {
        let more = report.more_problems;
        out.tell(&both!("and {more} more problems", "et {more} problèmes de plus"));
    }
    out.say(&report.summary());
    for remark in report.remarks() {
        out.tell(&remark);
    }
    Ok(())
}
