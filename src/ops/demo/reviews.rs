//! Léa's own reviews, and the two samples that they were drawn in.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{DAY, broken, instant, me};
use crate::domain::history::{Act, Change, Entry};
use crate::domain::review::{Answer, Sheet, Value};
use crate::domain::sampling::{self, Candidate, Rule};
use crate::ops::error::OpsError;
use crate::ops::listing::resolve;
use crate::ops::session::Session;
use crate::ops::{desk, draw};

/// The invented reviews.
const REVIEWS: &str = include_str!("../../demo/reviews.toml");

/// Draws the samples and writes the reviews.
pub(super) fn fill(session: &mut Session, newest: i64) -> Result<(), OpsError> {
    let file: File = toml::from_str(REVIEWS).map_err(|e| broken(&e.to_string()))?;
    keep_draws(session, &file.reviews, newest)?;
    for (place, review) in file.reviews.iter().enumerate() {
        let conversation = resolve(session, &review.conversation)?;
        write(session, review, conversation, place, newest)?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reviews: Vec<Review>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    conversation: String,
    #[serde(default)]
    drawn: bool,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    sealed_at: Option<String>,
    #[serde(default)]
    yes: Option<Vec<String>>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    na: Vec<String>,
    #[serde(default)]
    notes: BTreeMap<String, Note>,
}

impl Review {
    fn is_draft(&self) -> bool {
        self.state.as_deref() == Some("draft")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    #[serde(default)]
    cause: Option<String>,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    evidence: Vec<String>,
}

/// Conversations of the newest sample that still wait.
const WAITING: usize = 4;

/// Two draws: one that is reviewed, and one that is half done, with some that wait. They stand before the
/// reviews, as in life: whether a conversation was drawn is settled when its review is sealed.
fn keep_draws(session: &mut Session, reviews: &[Review], newest: i64) -> Result<(), OpsError> {
    let mut reviewed = Vec::new();
    let mut sealed = Vec::new();
    let mut drafts = Vec::new();
    for review in reviews {
        let id = resolve(session, &review.conversation)?;
        reviewed.push(id);
        match (review.is_draft(), review.drawn) {
            (true, true) => drafts.push(id),
            (false, true) => sealed.push(id),
            (_, false) => {}
        }
    }
    let me = me();
    let mine = session.store.candidates(None, &|agent| me.is(agent))?;
    let (older, newer) = sealed.split_at(sealed.len() / 2);
    let waiting = mine.iter().map(|c| c.id).filter(|id| !reviewed.contains(id)).take(WAITING);
    let fresh: Vec<i64> = newer.iter().chain(&drafts).copied().chain(waiting).collect();
    for (ids, at, seed) in [(older, newest - 43 * DAY, 417), (&fresh, newest - 15 * DAY, 1848)] {
        let pool: Vec<Candidate> = mine
            .iter()
            .filter(|c| ids.contains(&c.id))
            .map(|c| Candidate {
                id: c.id,
                source: c.source.clone(),
                external_id: c.external_id.clone(),
                channel: c.channel.clone(),
                silent: !c.rated() && !c.complaint,
            })
            .collect();
        let rule = Rule { count: pool.len(), seed, by_channel: false, silent_share: 0.5 };
        // Told as what it plays: drawn from everything of mine.
        let drawn = sampling::Drawn { pool: mine.len(), ..sampling::draw(&pool, &rule) };
        draw::keep(session, &drawn, &rule, None, at)?;
    }
    Ok(())
}

fn write(
    session: &mut Session,
    review: &Review,
    conversation: i64,
    place: usize,
    newest: i64,
) -> Result<(), OpsError> {
    let at = match &review.sealed_at {
        Some(text) => instant(text)?,
        None => newest,
    };
    let mut entropy = [0; 10];
    entropy[..8].copy_from_slice(&(place as u64).to_le_bytes());
    let opened = desk::open(session, conversation, None, at, entropy)?;
    let mut sheet = Sheet::default();
    let checklist = opened.checklist.clone();
    for item in &checklist.items {
        let given = if review.no.contains(&item.id) {
            Value::No
        } else if review.na.contains(&item.id) {
            Value::Na
        } else if review.yes.as_ref().is_none_or(|yes| yes.contains(&item.id)) {
            Value::Yes
        } else {
            continue;
        };
        let mut answer = Answer::of(given);
        if let Some(note) = review.notes.get(&item.id) {
            answer.cause.clone_from(&note.cause);
            answer.comment.clone_from(&note.comment);
            answer.evidence.clone_from(&note.evidence);
        }
        sheet.0.insert(item.id.clone(), answer);
    }
    let sheet = sheet.settled(&checklist);
    // A draft is told answer by answer, so that its history and its undo look lived in.
    for (step, (item, answer)) in sheet.0.into_iter().enumerate() {
        let act = Act::Step(vec![Change { item, before: None, after: Some(answer) }]);
        let entry = Entry { at: at - 600_000_000 + step as i64 * 9_000_000, act };
        desk::save(session, opened.review, step, &entry)?;
    }
    if !review.is_draft() {
        let mut nonce = [0; 32];
        nonce[..8].copy_from_slice(&(place as u64).to_le_bytes());
        desk::seal(session, opened.review, at, nonce)?;
    }
    Ok(())
}
