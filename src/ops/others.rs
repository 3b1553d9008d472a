//! Reviews of a conversation that somebody else wrote. They open when my own is done and never before: whoever has read
//! another's answers no longer gives their own.

use jiff::civil::Date;

use crate::both;
use crate::domain::conversation::Moment;
use crate::domain::fold::fold;
use crate::domain::review::{ReviewRole, State};
use crate::domain::reviewer::Reviewer;
use crate::domain::shown::Shown;
use crate::formats::import::HelpDesk;
use crate::ops::desk::{self, Desk};
use crate::ops::diagnostic::TEAM;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::storage::ReviewRecord;
use crate::words::{Bilingual, Lang, date};

/// Characters of a reviewer's name.
const NAME: usize = 60;

/// A sealed review by somebody else: that it is here, not what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The store's number of the review.
    pub review: i64,
    /// Who wrote it, clean.
    pub reviewer: Bilingual,
    /// A program did, and no person.
    pub is_program: bool,
    /// Whose eyes.
    pub role: ReviewRole,
    /// The day it was sealed, here.
    pub on: Date,
    /// When, in microseconds since 1970.
    pub sealed_at: i64,
    /// The id of its checklist.
    pub checklist: String,
    /// I wrote it myself, elsewhere.
    pub by_me: bool,
}

impl Other {
    /// Whether it may be read by somebody whose own review of the conversation stands here; `None` is no review.
    pub fn is_open(&self, mine: Option<State>) -> bool {
        self.by_me || mine.is_some_and(|state| !matches!(state, State::Draft | State::Voided))
    }
}

/// The reviews of a conversation that others wrote, in the order in which they came.
pub fn of(session: &Session, conversation: i64) -> Result<Vec<Other>, OpsError> {
    let mut others = Vec::new();
    let mut reviews = session.store.reviews_of(conversation)?;
    reviews.retain(|record| {
        record.role != ReviewRole::Own && !matches!(record.state, State::Draft | State::Voided)
    });
    if reviews.is_empty() || session.store.source_of(conversation)?.as_deref() == Some(TEAM) {
        return Ok(others);
    }
    let my_reading = session.store.reading(conversation)?.and_then(|row| row.review);
    for record in reviews.into_iter().filter(|record| Some(record.id) != my_reading) {
        others.extend(other(session, &record)?);
    }
    Ok(others)
}

fn other(session: &Session, record: &ReviewRecord) -> Result<Option<Other>, OpsError> {
    let Some(sealed) = session.store.sealed(record.id)? else { return Ok(None) };
    let reviewer = Reviewer::of(&record.reviewer);
    let mut names = vec![record.reviewer.clone()];
    if let Reviewer::Numbered { source, number } = &reviewer {
        names = vec![number.clone()];
        names.extend(
            session.store.who(source, number)?.map(|entry| [entry.name, entry.address]).into_iter().flatten(),
        );
    }
    let me = session.me()?.filter(|_| !reviewer.is_program());
    let at = jiff::Timestamp::from_microsecond(sealed.at).unwrap_or_default();
    Ok(Some(Other {
        review: record.id,
        reviewer: called(session, &reviewer)?,
        is_program: reviewer.is_program(),
        role: record.role,
        on: Moment::new(at, 0).local(&session.zone).date(),
        sealed_at: sealed.at,
        checklist: session.store.checklist(record.checklist)?.map(|list| list.id).unwrap_or_default(),
        by_me: me.is_some_and(|me| names.iter().any(|name| me.is(name))),
    }))
}

/// How somebody who wrote a review is called; a program is called one.
fn called(session: &Session, reviewer: &Reviewer) -> Result<Bilingual, OpsError> {
    let desk = |source: &str| {
        let word = source.split(':').next().unwrap_or_default();
        Shown::short(HelpDesk::name_of(word), NAME)
    };
    let clean = |name: &str| Bilingual::same(Shown::short(name, NAME).into_string());
    Ok(match reviewer {
        Reviewer::Named(name) if name.trim().is_empty() => {
            Bilingual::fixed("somebody without a name", "quelqu’un sans nom")
        }
        Reviewer::Named(name) => clean(name),
        Reviewer::Program { source } => {
            let desk = desk(source);
            let fr = de(&desk);
            both!("{desk}’s AI", "l’IA {fr}")
        }
        Reviewer::Numbered { source, number } if number.is_empty() => {
            let desk = desk(source);
            both!("somebody unnamed ({desk})", "quelqu’un sans nom ({desk})")
        }
        Reviewer::Numbered { source, number } => match session.store.who(source, number)? {
            Some(entry) if !entry.name.is_empty() => clean(&entry.name),
            Some(entry) => clean(entry.who()),
            None => {
                let (desk, number) = (desk(source), Shown::short(number, NAME));
                both!("no. {number} ({desk})", "n° {number} ({desk})")
            }
        },
    })
}

/// Somebody else's review, to be read only.
///
/// # Errors
/// While my own review of the conversation is not done.
pub fn load(session: &Session, review: i64) -> Result<Desk, OpsError> {
    let gone = || {
        OpsError::data(Bilingual::fixed("this review is no longer there", "cette évaluation n’existe plus"))
    };
    let record = session.store.review(review)?.ok_or_else(gone)?;
    let others = of(session, record.conversation)?;
    let other = others.into_iter().find(|other| other.review == review).ok_or_else(gone)?;
    let mine = desk::mine(session, record.conversation)?.map(|mine| mine.state);
    if !other.is_open(mine) {
        return Err(OpsError::data(is_here(&other)).hint(Bilingual::fixed(
            "`aplomb score ID` answers the checklist and `aplomb seal ID` seals the answers; then it can be read",
            "« aplomb score ID » répond à la liste et « aplomb seal ID » scelle les réponses\u{202f}; ensuite elle se lit",
        )));
    }
    desk::load(session, review)
}

/// *Reviewed by Dana (lead), 3 Mar 2024*.
pub fn reviewed_by(other: &Other) -> Bilingual {
    let (name, role) = (&other.reviewer, other.role.called());
    Bilingual::made(
        format!("Reviewed by {} ({}), {}", name.en, role.en, date(Lang::En, other.on)),
        format!("Évaluée par {} ({}), {}", name.fr, role.fr, date(Lang::Fr, other.on)),
    )
}

/// That a program is no person.
pub const NO_PERSON: Bilingual =
    Bilingual::fixed("A program wrote this, not a person.", "Un programme a écrit ceci, pas une personne.");

/// That a review is here, and that it waits.
pub fn is_here(other: &Other) -> Bilingual {
    let (en, fr) = (other.reviewer.get(Lang::En), de(other.reviewer.get(Lang::Fr)));
    both!(
        "A review by {en} is here. It opens when yours is done.",
        "Une évaluation {fr} est là. Elle s’ouvre quand la vôtre est faite."
    )
}

/// *de* before a name: `de Dana`, `d’Anna`.
fn de(name: &str) -> String {
    let vowel = fold(name).chars().next().is_some_and(|first| "aeiouy".contains(first));
    if vowel { format!("d’{name}") } else { format!("de {name}") }
}

/// The review that somebody means by a reviewer's name, or by its place in the list, from 1.
pub fn find(session: &Session, conversation: i64, by: &str) -> Result<Other, OpsError> {
    let others = of(session, conversation)?;
    let wanted = fold(by.trim());
    let mut named = Vec::new();
    for (place, other) in others.iter().enumerate() {
        let kept = session.store.review(other.review)?.map(|record| record.reviewer).unwrap_or_default();
        let names = [other.reviewer.get(Lang::En), other.reviewer.get(Lang::Fr), &kept];
        if names.iter().any(|name| fold(name) == wanted) {
            named.push((place + 1, other));
        }
    }
    let by_place = || by.trim().parse::<usize>().ok().and_then(|place| others.get(place.checked_sub(1)?));
    match named.as_slice() {
        [(_, one)] => Ok((*one).clone()),
        [] => by_place().cloned().ok_or_else(|| nobody(&others, by)),
        several => {
            let by = Shown::short(by, NAME);
            let places: Vec<String> = several
                .iter()
                .map(|(place, other)| format!("--by {place} ({}, {})", other.role.word(), other.checklist))
                .collect();
            let places = places.join(", ");
            Err(OpsError::data(both!(
                "{by} wrote several reviews of this conversation",
                "{by} a écrit plusieurs évaluations de cette conversation"
            ))
            .hint(both!("choose one: {places}", "choisissez\u{202f}: {places}")))
        }
    }
}

fn nobody(others: &[Other], by: &str) -> OpsError {
    let by = Shown::short(by, NAME);
    let error = OpsError::data(both!(
        "there is no review of this conversation by {by}",
        "il n’y a pas d’évaluation de cette conversation par {by}"
    ));
    let names = |lang: Lang| {
        let names: Vec<&str> = others.iter().map(|other| other.reviewer.get(lang)).collect();
        names.join(", ")
    };
    let (en, fr) = (names(Lang::En), names(Lang::Fr));
    if others.is_empty() {
        return error.hint(Bilingual::fixed(
            "nobody else’s is here; `aplomb import reviews` takes a team’s old scorecards in",
            "aucune autre n’est ici ; « aplomb import reviews » prend les anciennes grilles d’une équipe",
        ));
    }
    error.hint(both!("reviews here are by: {en}", "les évaluations présentes\u{202f}: {fr}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(by_me: bool) -> Other {
        Other {
            review: 1,
            reviewer: Bilingual::same("Anna"),
            is_program: false,
            role: ReviewRole::Lead,
            on: jiff::civil::date(2024, 3, 3),
            sealed_at: 0,
            checklist: "four-pillars".into(),
            by_me,
        }
    }

    #[test]
    fn it_opens_after_mine_and_mine_alone_was_never_shut() {
        let closed = [None, Some(State::Draft), Some(State::Voided)];
        let open = [
            State::Sealed,
            State::Revealed,
            State::Discussed,
            State::Agreed,
            State::Disputed,
            State::Submitted,
        ];
        assert!(closed.into_iter().all(|mine| !other(false).is_open(mine)));
        assert!(open.into_iter().all(|mine| other(false).is_open(Some(mine))));
        assert!(closed.into_iter().all(|mine| other(true).is_open(mine)));
    }

    #[test]
    fn names_in_sentences() {
        assert_eq!(
            is_here(&other(false)).fr,
            "Une évaluation d’Anna est là. Elle s’ouvre quand la vôtre est faite."
        );
        assert_eq!(
            [de("Dana"), de("Élodie"), de("l’IA d’Intercom"), de("")],
            ["de Dana", "d’Élodie", "de l’IA d’Intercom", "de "]
        );
        assert_eq!(reviewed_by(&other(false)).en, "Reviewed by Anna (lead), 3 Mar 2024");
    }
}
