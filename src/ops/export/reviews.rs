//! My sealed reviews: as each is read by others, and as tables: one line for a review, for a pillar of it, for an answer
//! in it. The last is the long form that warehouses want.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::book::{Book, Cell, Column, Definition, Kind, Sheet};
use crate::domain::checklist::Checklist;
use crate::domain::history::History;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::formats::export::review::{AnswerOut, PillarOut, ReviewOut};
use crate::formats::export::rows::{Failed, Take};
use crate::ops::desk::{composed, composed_of, is_drawn};
use crate::ops::error::OpsError;
use crate::ops::export::report::{Report, Source, Stopped};
use crate::ops::report::{Parts, report};
use crate::ops::session::Session;
use crate::storage::{Answered, ReviewRecord};
use crate::words::Bilingual;

/// One review as others read it.
pub fn report_of(session: &Session, record: &ReviewRecord) -> Result<ReviewOut, OpsError> {
    let checklist = composed(session, record)?;
    let sealed = session.store.sealed(record.id)?;
    let sealed_at = sealed.as_ref().map(|sealed| sealed.at);
    let sheet = match sealed {
        Some(sealed) => sealed.sheet,
        None => History::replay(session.store.history(record.id)?).sheet().clone(),
    };
    let (conversation, _) = session
        .store
        .heading(record.conversation)?
        .ok_or_else(|| OpsError::no_such_conversation(&format!("c{}", record.conversation)))?;
    Ok(report(&Parts {
        source: &conversation.source,
        conversation: &conversation.external_id,
        checklist: &checklist,
        digest: &checklist.digest().hex(),
        sheet: &sheet,
        reviewer: &record.reviewer,
        role: record.role,
        state: record.state,
        drawn: is_drawn(session, record)?,
        sealed_at,
    }))
}

/// A checklist of the pass, with its digest.
type Known = (Arc<Checklist>, String);

/// Hands over my sealed reviews, oldest first, of the conversations named or of all, in one pass; `take` returns whether
/// to go on.
pub fn each_review(
    session: &Session,
    conversations: Option<&[i64]>,
    take: &mut dyn FnMut(ReviewOut) -> Result<ControlFlow<()>, OpsError>,
) -> Result<(), OpsError> {
    let wanted: Option<HashSet<i64>> = conversations.map(|ids| ids.iter().copied().collect());
    let mut known: HashMap<(i64, Option<i64>), Known> = HashMap::new();
    let mut done = Ok(());
    session.store.each_answered(ReviewRole::Own, wanted.as_ref(), &mut |row| {
        let next = out(session, &row, &mut known).and_then(&mut *take);
        next.unwrap_or_else(|error| {
            done = Err(error);
            ControlFlow::Break(())
        })
    })?;
    done
}

fn out(
    session: &Session,
    row: &Answered<'_>,
    known: &mut HashMap<(i64, Option<i64>), Known>,
) -> Result<ReviewOut, OpsError> {
    let (checklist, digest) = match known.entry((row.checklist, row.own)) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => {
            let checklist = composed_of(session, row.checklist, row.own)?;
            let digest = checklist.digest().hex();
            new.insert((checklist, digest))
        }
    };
    Ok(report(&Parts {
        source: row.source,
        conversation: row.external_id,
        checklist,
        digest,
        sheet: &row.sheet()?,
        reviewer: row.reviewer,
        role: ReviewRole::Own,
        state: row.state,
        drawn: row.drawn,
        sealed_at: Some(row.at),
    }))
}

/// The tables of my sealed reviews, of the conversations named or of all.
pub fn reviews_report<'s>(
    session: &'s Session,
    conversations: Option<&[i64]>,
    now: i64,
) -> Result<Report<'s>, OpsError> {
    let source = Rows { session, conversations: conversations.map(<[i64]>::to_vec) };
    Ok(Report::from(book(now), source))
}

struct Rows<'s> {
    session: &'s Session,
    conversations: Option<Vec<i64>>,
}

impl Source for Rows<'_> {
    fn each(&self, sheet: &Sheet, take: &mut Take<'_>) -> Result<(), Stopped> {
        let mut stopped = Ok(());
        each_review(self.session, self.conversations.as_deref(), &mut |review| {
            stopped = rows(&review, sheet.id, take);
            Ok(if stopped.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(stopped?)
    }
}

/// The rows of one review in a table.
fn rows(review: &ReviewOut, sheet: &str, take: &mut Take<'_>) -> Result<(), Failed> {
    let mut row = head(review);
    let common = row.len();
    match sheet {
        PILLARS => review.pillars.iter().try_for_each(|pillar| {
            row.truncate(common);
            row.extend(pillar_cells(pillar));
            take(&row)
        }),
        ANSWERS => review.answers.iter().try_for_each(|answer| {
            row.truncate(common);
            row.extend(answer_cells(review, answer));
            take(&row)
        }),
        _ => {
            row.extend(review_cells(review));
            take(&row)
        }
    }
}

/// A line for a review.
const REVIEWS: &str = "reviews";
/// A line for a pillar.
const PILLARS: &str = "pillars";
/// A line for an answer.
pub const ANSWERS: &str = "answers";

fn review_cells(review: &ReviewOut) -> [Cell; 3] {
    [
        Cell::Count(review.answers.iter().filter(|answer| answer.value.is_some()).count() as u64),
        Cell::Code(review.outcome.clone()),
        review.index.map_or(Cell::Nothing, Cell::Number),
    ]
}

fn pillar_cells(pillar: &PillarOut) -> [Cell; 7] {
    [
        Cell::Code(pillar.pillar.clone()),
        Cell::Words(pillar.name.clone()),
        score(pillar.score_final),
        score(pillar.score_raw),
        Cell::Count(pillar.n as u64),
        Cell::Count(pillar.answered as u64),
        Cell::Count(pillar.applicable as u64),
    ]
}

fn answer_cells(review: &ReviewOut, answer: &AnswerOut) -> [Cell; 10] {
    let pillar = review.pillars.iter().find(|pillar| pillar.pillar == answer.pillar);
    [
        Cell::Code(answer.pillar.clone()),
        Cell::Code(answer.item.clone()),
        Cell::Words(answer.text.clone()),
        answer.value.clone().map_or(Cell::Nothing, Cell::Code),
        Cell::Number(answer.weight),
        answer.cause.clone().map_or(Cell::Nothing, Cell::Code),
        text(&answer.comment),
        text(&answer.evidence.join(" ")),
        score(pillar.and_then(|pillar| pillar.score_final)),
        Cell::Count(pillar.map_or(0, |pillar| pillar.n) as u64),
    ]
}

/// What every table begins with.
fn head(review: &ReviewOut) -> Vec<Cell> {
    let sealed_at = review.sealed_at.as_ref().and_then(|at| at.parse::<jiff::Timestamp>().ok());
    vec![
        text(&review.source),
        text(&review.conversation),
        text(&review.reviewer),
        Cell::Code(review.role.clone()),
        Cell::Code(review.state.clone()),
        Cell::Code(if review.drawn { "yes" } else { "no" }.to_owned()),
        sealed_at.map_or(Cell::Nothing, |at| Cell::Instant(at.as_microsecond())),
        Cell::Code(review.checklist.id.clone()),
        Cell::Count(review.checklist.version.into()),
        Cell::Code(review.checklist.digest.clone()),
    ]
}

fn score(score: Option<f64>) -> Cell {
    score.map_or(Cell::NoScore, Cell::Number)
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Nothing } else { Cell::Text(Shown::text(text)) }
}

fn book(now: i64) -> Book {
    let column = |id, en, fr, kind| Column { id, name: Bilingual::fixed(en, fr), kind };
    let sheet = |id, title, more: Vec<Column>| Sheet {
        id,
        title,
        notes: vec![],
        columns: vec![
            column("source", "Source", "Source", Kind::Key),
            column("conversation", "Conversation", "Conversation", Kind::Text),
            column("reviewer", "Reviewer", "Évaluateur", Kind::Text),
            column("role", "Role", "Rôle", Kind::Key),
            column("state", "State", "État", Kind::Key),
            column("drawn", "Drawn", "Tirée au sort", Kind::Text),
            column("sealed_at", "Sealed", "Scellée", Kind::Instant),
            column("checklist", "Checklist", "Liste de contrôle", Kind::Text),
            column("checklist_version", "Version", "Version", Kind::Count),
            column("checklist_digest", "Digest of the checklist", "Empreinte de la liste", Kind::Key),
        ]
        .into_iter()
        .chain(more)
        .collect(),
        rows: vec![],
        chart: None,
    };
    let reviews = sheet(
        REVIEWS,
        Bilingual::fixed("Reviews", "Évaluations"),
        vec![
            column("answered", "Items answered", "Points répondus", Kind::Count),
            column("outcome", "Critical items", "Points critiques", Kind::Text),
            column("index", "Index", "Indice", Kind::Score),
        ],
    );
    let pillars = sheet(
        PILLARS,
        Bilingual::fixed("Pillars", "Piliers"),
        vec![
            column("pillar", "Pillar’s id", "Identifiant du pilier", Kind::Key),
            column("name", "Pillar", "Pilier", Kind::Text),
            column("score", "Score", "Score", Kind::Score),
            column("score_raw", "Before critical items", "Avant les points critiques", Kind::Score),
            column("n", "n", "n", Kind::Count),
            column("answered", "Answered", "Répondus", Kind::Count),
            column("applicable", "Applicable", "Applicables", Kind::Count),
        ],
    );
    let answers = sheet(
        ANSWERS,
        Bilingual::fixed("Answers", "Réponses"),
        vec![
            column("pillar", "Pillar", "Pilier", Kind::Text),
            column("item", "Item’s id", "Identifiant du point", Kind::Key),
            column("text", "Item", "Point", Kind::Text),
            column("value", "Answer", "Réponse", Kind::Text),
            column("weight", "Weight", "Poids", Kind::Number(2)),
            column("cause", "Cause", "Cause", Kind::Text),
            column("comment", "Comment", "Commentaire", Kind::Text),
            column("evidence", "Evidence", "Preuves", Kind::Text),
            column("pillar_score", "Pillar’s score", "Score du pilier", Kind::Score),
            column("pillar_n", "Pillar’s n", "n du pilier", Kind::Count),
        ],
    );
    Book {
        id: "reviews",
        title: Bilingual::fixed("Reviews", "Évaluations"),
        as_of: now,
        period: None,
        notes: vec![Bilingual::fixed(
            "A conversation that was chosen by hand (drawn: no) is never averaged in with those that were drawn.",
            "Une conversation choisie à la main (tirée au sort : no) n’entre jamais dans la moyenne de celles qui ont été tirées.",
        )],
        sheets: vec![reviews, pillars, answers],
        definitions: definitions(),
    }
}

fn definitions() -> Vec<Definition> {
    let define = |id: &str, name, formula| Definition { id: id.to_owned(), name, formula };
    vec![
        define(
            "score/1",
            Bilingual::fixed("Score of a pillar", "Score d’un pilier"),
            Bilingual::fixed(
                "100 × sum of weight × value / sum of weight, over the items that apply and have an answer; yes is 1, no is \
                 0, a point of a scale its share of the way. Items answered n/a are left out, unless the checklist says \
                 otherwise. Critical items come last. Nothing to count gives no score, never 0.",
                "100 × somme de poids × valeur / somme des poids, sur les points applicables qui ont une réponse ; oui vaut \
                 1, non vaut 0, un point d’une échelle sa part du chemin. Les points sans objet ne comptent pas, sauf si la \
                 liste en décide autrement. Les points critiques viennent en dernier. Rien à compter : pas de score, jamais 0.",
            ),
        ),
        define(
            "n/1",
            Bilingual::fixed("n of a pillar", "n d’un pilier"),
            Bilingual::fixed(
                "The items that its score stands on.",
                "Les points sur lesquels repose son score.",
            ),
        ),
    ]
}
