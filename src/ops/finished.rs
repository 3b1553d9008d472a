//! A review that somebody finished elsewhere, on a spreadsheet or in a help desk, becomes a sealed review here: once,
//! however often it is taken in.

use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::history::{Entry, History};
use crate::domain::review::{ReviewRole, Sheet, State};
use crate::formats::import::scorecard::Card;
use crate::ops::chance::Chance;
use crate::ops::desk;
use crate::ops::error::OpsError;
use crate::storage::{NewReview, Store};
use crate::words::{Lang, date};

/// What was finished.
pub(super) struct Finished<'f> {
    /// The store's number of the conversation.
    pub(super) conversation: i64,
    /// Whose eyes.
    pub(super) role: ReviewRole,
    /// The checklist that the answers are about.
    pub(super) checklist: &'f Checklist,
    /// The answers, by whom and when.
    pub(super) card: &'f Card,
    /// One that was looked at later takes the place of the earlier: where the source itself says when it looked.
    pub(super) renews: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is new.
    Added,
    /// It takes the place of an earlier one, which stays, withdrawn.
    Renewed,
    /// It was here already, or a later one is.
    Unchanged,
    /// The same one's review is here with other answers, and nothing says which is later.
    Differs,
}

/// Keeps a review sealed. `dry_run`: only says what would become of it.
pub(super) fn keep(
    store: &mut Store,
    finished: &Finished<'_>,
    now: i64,
    dry_run: bool,
    chance: &mut Chance,
) -> Result<Kept, OpsError> {
    let Finished { conversation, role, checklist, card, .. } = *finished;
    let sheet = Sheet(card.answers.iter().cloned().collect()).settled(checklist);
    let at = card.at.map(|at| at.micros.min(now));
    let mut earlier = None;
    for before in store.reviews_of(conversation)? {
        let same = before.role == role && before.reviewer == card.reviewer;
        if !same || matches!(before.state, State::Draft | State::Voided) {
            continue;
        }
        let list = store.checklist(before.checklist)?;
        let Some(sealed) =
            store.sealed(before.id)?.filter(|_| list.is_some_and(|list| list.id == checklist.id))
        else {
            continue;
        };
        if sealed.sheet == sheet {
            return Ok(Kept::Unchanged);
        }
        match at.filter(|_| finished.renews) {
            Some(at) if at > sealed.at => earlier = Some(before.id),
            Some(at) if at < sealed.at => return Ok(Kept::Unchanged),
            _ => return Ok(Kept::Differs),
        }
    }
    let kept = if earlier.is_some() { Kept::Renewed } else { Kept::Added };
    if dry_run {
        return Ok(kept);
    }
    let at = at.unwrap_or(now);
    store.in_one(|store| {
        if let Some(earlier) = earlier {
            let day = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
            let day = day.to_zoned(jiff::tz::TimeZone::UTC).date();
            let (on, le) = (date(Lang::En, day), date(Lang::Fr, day));
            let why = both!("reviewed again there, {on}", "réévaluée là-bas, {le}");
            store.void(earlier, &format!("{} / {}", why.en, why.fr), now)?;
        }
        let new = NewReview {
            conversation,
            role,
            reviewer: card.reviewer.clone(),
            checklist: store.keep_checklist(checklist)?,
            own: None,
            at,
            random: chance.bytes(),
        };
        let review = store.begin_review(&new)?;
        let answers = sheet.0.iter().map(|(item, answer)| (item.clone(), Some(answer.clone())));
        if let Some(act) = History::default().step_to(answers) {
            store.append(review, 0, &Entry { at, act })?;
        }
        desk::commit(store, review, checklist, &sheet, at, chance.bytes())
    })?;
    Ok(kept)
}
