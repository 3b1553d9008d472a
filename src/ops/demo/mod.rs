//! Invented data for the demo: a shop, its agents and their lead, two months, reviews, what colleagues say to each other
//! about them, and what they hand in: Léa stands in for her lead. In memory only, and all of it through the doors that real data takes.

mod colleague;
mod exchanges;
mod reviews;
mod team;

use std::io::Cursor;
use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::both;
use crate::domain::conversation::Conversation;
use crate::domain::person::Me;
use crate::domain::redaction::Rules;
use crate::domain::shown::Shown;
use crate::formats::import::{self, Fed, Format, Settled};
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::keys::Keys;
use crate::ops::session::Session;
use crate::words::Bilingual;

/// The invented conversations.
const CONVERSATIONS: &str = include_str!("../../demo/conversations.jsonl");

/// The checklist that the invented reviews are written by.
const USUAL: &str = "four-pillars";

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// Who the demo's user is.
pub fn me() -> Me {
    Me { name: "Léa".into(), aliases: vec!["lea@aubrac.example".into()] }
}

/// Fills an empty session. The instant that the demo plays at comes back: the newest message's, so that every period
/// on screen has something in it whatever the day.
pub fn fill(session: &mut Session) -> Result<i64, OpsError> {
    // The same for everybody, whatever their settings: invented people must not meet the real keys, nor leave anything
    // in the folder that is shared with colleagues.
    session.keys = Keys::at(None);
    session.folder = None;
    session.hide_names = false;
    session.rules = Rules::standard();
    session.usual = USUAL.to_owned();
    session.reread_shelf(None);
    session.store.set_me(&me())?;
    let batch = read(CONVERSATIONS)?;
    let newest = batch.iter().flat_map(|c| &c.messages).map(|m| m.at.micros).max().unwrap_or(0);
    session.store.take_in(&batch, newest)?;
    reviews::fill(session, newest)?;
    let (mut colleagues, me) = exchanges::fill(session, newest, &mut Chance::new([4; 32]))?;
    team::fill(session, &mut colleagues, &me, newest, &mut Chance::new([5; 32]))?;
    while session.store.index_some(10_000)? {}
    Ok(newest + HOUR)
}

/// Conversations in the demo's own files.
fn read(lines: &str) -> Result<Vec<Conversation>, OpsError> {
    let mut batch = Vec::new();
    let read = import::read(
        &mut Cursor::new(lines),
        "demo",
        Format::ConversationJsonl,
        &Settled::default(),
        &mut |fed| {
            if let Fed::Whole { conversation, .. } = fed {
                batch.push(*conversation);
            }
            ControlFlow::Continue(())
        },
    );
    match read {
        Ok(_) => Ok(batch),
        Err(_) => Err(broken("conversations")),
    }
}

fn instant(text: &str) -> Result<i64, OpsError> {
    Ok(text.parse::<Timestamp>().map_err(|_| broken(text))?.as_microsecond())
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
    use crate::domain::exchange::{Stage, Standing};
    use crate::domain::review::State;
    use crate::ops::listing::resolve;
    use crate::ops::session::Setting;
    use crate::ops::today::ErrandKind;
    use crate::ops::{compare, desk, mirror, today};
    use crate::storage::Store;

    /// A session with nothing in it, and settings that the demo must not follow.
    fn session() -> Session {
        let setting = Setting {
            store: "".into(),
            checklists: None,
            zone: jiff::tz::TimeZone::UTC,
            usual: "four-pillars-express".into(),
            silent_share: 0.5,
            keys: Some("/nowhere/identity".into()),
            rules: Rules::standard(),
            folder: Some("/nowhere/shared".into()),
            hide_names: true,
            team: crate::ops::session::TeamRules::default(),
            read_only: false,
        };
        Session::over(Store::memory().unwrap(), &setting)
    }

    fn filled() -> (Session, i64) {
        let mut session = session();
        assert_eq!(session.shelf.problems, []);
        let now = fill(&mut session).unwrap();
        (session, now)
    }

    #[test]
    fn the_demo_is_sound_and_has_something_to_show() {
        let (session, now) = filled();
        let today = today::today(&session, now).unwrap();
        assert_eq!(today.conversations, 41);
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

    #[test]
    fn every_side_of_an_exchange_can_be_seen() {
        let (session, now) = filled();
        let told: Vec<(ErrandKind, String, String)> = today::today(&session, now)
            .unwrap()
            .exchanges
            .into_iter()
            .map(|errand| (errand.kind, errand.other.into_string(), errand.subject.into_string()))
            .collect();
        let told: Vec<(ErrandKind, &str, &str)> =
            told.iter().map(|(kind, other, subject)| (*kind, other.as_str(), subject.as_str())).collect();
        assert_eq!(
            told,
            [
                (ErrandKind::ToRead, "Inès", "Belt ordered a size too long"),
                (ErrandKind::ResultToOpen, "Marc", "Gift card refused at checkout"),
                (ErrandKind::ToTalkOver, "Marc", "Sac Aumont vert sapin, pour un cadeau"),
                (ErrandKind::ToSend, "Inès", "Ajouter un paquet cadeau"),
                (ErrandKind::Declined, "Marc", "Repair of my Nasbinals bag: any news?"),
                (ErrandKind::Waiting, "Inès", "Différence entre Lozère et Causse"),
            ]
        );
    }

    #[test]
    fn the_result_that_just_arrived_is_open_and_has_differences_with_reasons() {
        let (session, _) = filled();
        let fresh = compare::of_conversation(&session, resolve(&session, "A-1052").unwrap()).unwrap();
        assert_eq!((fresh.stage, fresh.standing), (Stage::Open, Standing::Untouched));
        assert_eq!(fresh.flags, []);
        let differing: Vec<_> = fresh.lines.iter().filter(|line| line.differs()).collect();
        assert_eq!(differing.len(), 4);
        for line in &differing {
            let theirs = line.theirs.as_ref().unwrap();
            assert!(!theirs.comment.is_empty() && !theirs.evidence.is_empty(), "{}", line.item);
        }
        assert_eq!(differing.iter().filter(|l| l.theirs.as_ref().unwrap().cause.is_some()).count(), 3);
    }

    #[test]
    fn what_was_agreed_is_told_at_the_next_review() {
        let (session, _) = filled();
        let rows = session.store.exchanges().unwrap();
        let settled = rows.iter().filter(|row| row.standing == Some(Standing::Agreed)).count();
        let open = rows.iter().filter(|row| row.stage == Stage::Open).count();
        assert_eq!((settled, open, rows.len()), (9, 12, 15));
        // Under the same list, of another conversation: the draft's.
        let draft = desk::existing(&session, resolve(&session, "A-1073").unwrap()).unwrap();
        let told = desk::load(&session, draft.id).unwrap().last_time;
        let precedents: Vec<&str> = told
            .values()
            .filter(|t| matches!(t.said, desk::Said::Agreed { .. }))
            .map(|t| t.text.as_str())
            .collect();
        assert!(precedents.len() >= 8, "{precedents:?}");
        assert!(precedents.iter().all(|because| !because.is_empty()));
    }

    #[test]
    fn the_request_holds_nothing_that_must_not_travel() {
        let (session, now) = filled();
        let errands = today::today(&session, now).unwrap().exchanges;
        let about = errands.iter().find(|errand| errand.kind == ErrandKind::ToRead).unwrap().conversation;
        let seen = format!("{:?}", session.store.conversation(about).unwrap().unwrap());
        for secret in ["Harriet", "Lund", "mail.example", "7700", "Last brown"] {
            assert!(!seen.contains(secret), "{secret} in {seen}");
        }
    }

    #[test]
    fn nothing_is_on_disk_and_the_persons_own_folders_are_left_alone() {
        let (session, _) = filled();
        assert_eq!((session.keys.file(), &session.folder), (None, &None));
        assert_eq!(session.usual, USUAL);
        assert!(!session.hide_names);
    }
}
