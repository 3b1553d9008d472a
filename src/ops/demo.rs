//! Invented data for the demo: a shop, three agents, two months, several sealed reviews. In memory only.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde::Deserialize;

use crate::both;
use crate::domain::history::{Act, Change, Entry};
use crate::domain::person::Me;
use crate::domain::review::{Answer, Sheet, Value};
use crate::domain::sampling::{Candidate, Rule};
use crate::domain::{sampling, shown::Shown};
use crate::formats::import::{self, Fed, Format};
use crate::ops::error::{Kind, OpsError};
use crate::ops::listing::resolve;
use crate::ops::session::Session;
use crate::ops::{desk, draw};
use crate::words::Bilingual;

/// The invented conversations.
const CONVERSATIONS: &str = include_str!("../demo/conversations.jsonl");
/// The invented reviews.
const REVIEWS: &str = include_str!("../demo/reviews.toml");

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

/// Who the demo's user is.
pub fn me() -> Me {
    Me { name: "Léa".into(), aliases: vec!["lea@aubrac.example".into()] }
}

/// Fills an empty session. The instant that the demo plays at comes back: the newest message's, so that every period
/// on screen has something in it whatever the day.
pub fn fill(session: &mut Session) -> Result<i64, OpsError> {
    session.store.set_me(&me())?;
    let mut batch = Vec::new();
    let read =
        import::read(&mut Cursor::new(CONVERSATIONS), "demo", Format::ConversationJsonl, None, &mut |fed| {
            if let Fed::Whole { conversation, .. } = fed {
                batch.push(*conversation);
            }
            ControlFlow::Continue(())
        });
    if read.is_err() {
        return Err(broken("conversations"));
    }
    let newest = batch.iter().flat_map(|c| &c.messages).map(|m| m.at.micros).max().unwrap_or(0);
    session.store.take_in(&batch, newest)?;
    while session.store.index_some(10_000)? {}
    let file: File = toml::from_str(REVIEWS).map_err(|e| broken(&e.to_string()))?;
    keep_draws(session, &file.reviews, newest)?;
    for (place, review) in file.reviews.iter().enumerate() {
        let conversation = resolve(session, &review.conversation)?;
        write(session, review, conversation, place, newest)?;
    }
    Ok(newest + HOUR)
}

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
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
        Some(text) => text.parse::<Timestamp>().map_err(|_| broken(text))?.as_microsecond(),
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

fn broken(what: &str) -> OpsError {
    let what = Shown::short(what, 200);
    OpsError::new(
        Kind::Bug,
        both!("the demo's data is broken: {what}", "les données de démonstration sont abîmées : {what}"),
    )
    .hint(Bilingual::fixed("please report this", "merci de le signaler"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::State;
    use crate::ops::session::Setting;
    use crate::ops::{mirror, today};
    use crate::storage::Store;

    #[test]
    fn the_demo_is_sound_and_has_something_to_show() {
        use crate::domain::redaction::Rules;
        let setting = Setting {
            store: "".into(),
            checklists: None,
            zone: jiff::tz::TimeZone::UTC,
            usual: "four-pillars".into(),
            silent_share: 0.5,
            keys: None,
            rules: Rules::standard(),
            folder: None,
            hide_names: false,
            read_only: false,
        };
        let mut session = Session::over(Store::memory().unwrap(), &setting);
        assert_eq!(session.shelf.problems, []);
        let now = fill(&mut session).unwrap();
        let today = today::today(&session, now).unwrap();
        assert_eq!(today.conversations, 40);
        let sample = today.sample.unwrap();
        assert_eq!((sample.sealed, sample.drawn), (6, 10));
        assert_eq!(today.drafts.len(), 1);
        assert!(
            matches!(today.drafts[0].review, Some((State::Draft, Some((11, _))))),
            "{:?}",
            today.drafts[0].review
        );
        let mirror = mirror::mirror(&session, None).unwrap();
        assert_eq!((mirror.drawn, mirror.chosen), (12, 2));
        assert_eq!(mirror.attention.unwrap().item, "waiting-told");
        assert_eq!(mirror.strengths.len(), 3);
        assert_eq!(session.store.check().unwrap().len(), 0);
    }
}
