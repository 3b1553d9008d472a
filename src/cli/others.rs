//! `aplomb review ID --by NAME`, and what `review ID` says of reviews that others wrote.

use serde::Serialize;

use crate::both;
use crate::cli::out::Out;
use crate::cli::review;
use crate::domain::review::State;
use crate::formats::export::review::ReviewOut;
use crate::ops::error::OpsError;
use crate::ops::export;
use crate::ops::listing;
use crate::ops::others::{self, Other};
use crate::ops::session::Session;
use crate::storage::ReviewRecord;
use crate::words::{Bilingual, Lang};

/// A review, with those that others wrote of the same conversation.
#[derive(Serialize)]
struct MineOut {
    #[serde(flatten)]
    review: ReviewOut,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<OtherOut>,
}

/// That a review by somebody else is here.
#[derive(Serialize)]
struct OtherOut {
    reviewer: String,
    /// `person` or `ai`.
    reviewer_is: &'static str,
    role: &'static str,
    /// RFC 3339 in UTC.
    sealed_at: String,
    checklist: String,
    /// Whether `--by` prints it by now.
    open: bool,
}

/// Somebody else's review.
#[derive(Serialize)]
struct TheirsOut {
    #[serde(flatten)]
    review: ReviewOut,
    /// `person` or `ai`.
    reviewer_is: &'static str,
}

impl OtherOut {
    fn of(other: &Other, mine: State) -> OtherOut {
        OtherOut {
            reviewer: other.reviewer.get(Lang::En).to_owned(),
            reviewer_is: kind(other),
            role: other.role.word(),
            sealed_at: jiff::Timestamp::from_microsecond(other.sealed_at).unwrap_or_default().to_string(),
            checklist: other.checklist.clone(),
            open: other.is_open(Some(mine)),
        }
    }
}

fn kind(other: &Other) -> &'static str {
    if other.is_program { "ai" } else { "person" }
}

/// Prints the review that somebody else wrote, if mine is done.
pub fn show(out: &mut Out, session: &Session, id: &str, by: &str, why: bool) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, id)?;
    let other = others::find(session, conversation, by)?;
    let desk = others::load(session, other.review)?;
    if out.json {
        if let Some(record) = session.store.review(other.review)? {
            let reviewer = other.reviewer.get(Lang::En).to_owned();
            let review = ReviewOut { reviewer, ..export::report_of(session, &record)? };
            out.json(&TheirsOut { review, reviewer_is: kind(&other) })?;
        }
        return Ok(());
    }
    out.say(&others::reviewed_by(&other));
    if other.is_program {
        out.say(&others::NO_PERSON);
    }
    review::print(out, &desk, why);
    Ok(())
}

/// My review as JSON, with the others of the conversation.
pub fn json(out: &mut Out, session: &Session, record: &ReviewRecord) -> Result<(), OpsError> {
    let others = others::of(session, record.conversation)?;
    let others = others.iter().map(|other| OtherOut::of(other, record.state)).collect();
    out.json(&MineOut { review: export::report_of(session, record)?, others })
}

/// What `review ID` and `show ID` say of the others, below what they print.
pub fn tell(out: &mut Out, all: &[Other], mine: Option<State>, id: &str) {
    if !all.is_empty() {
        out.line("");
    }
    for (place, other) in all.iter().enumerate() {
        if other.is_open(mine) {
            let by = option(all, place, out.lang);
            let Bilingual { en, fr } = others::reviewed_by(other);
            out.say(&both!(
                "{en}: `aplomb review {id} --by {by}`",
                "{fr}\u{202f}: «\u{202f}aplomb review {id} --by {by}\u{202f}»"
            ));
        } else {
            out.say(&others::is_here(other));
        }
    }
}

/// What follows `--by`: the name, or the place in the list where the name is not enough.
fn option(others: &[Other], place: usize, lang: Lang) -> String {
    let name = |other: &Other| other.reviewer.get(lang).to_owned();
    let Some(here) = others.get(place).map(name) else { return String::new() };
    let plain = here.chars().all(|c| c.is_alphanumeric() || "-._@ ’".contains(c));
    let alone = others.iter().filter(|other| name(other) == here).count() == 1;
    match () {
        () if !plain || !alone => (place + 1).to_string(),
        () if here.contains([' ', '’']) => format!("\"{here}\""),
        () => here,
    }
}

/// The failure that there is no review of mine, with what is here of others.
pub fn beside_none(session: &Session, conversation: i64, error: OpsError) -> OpsError {
    let others = others::of(session, conversation).unwrap_or_default();
    let Some(first) = others.first() else { return error };
    let said = if first.by_me { others::reviewed_by(first) } else { others::is_here(first) };
    let hint =
        Bilingual::made(format!("{} {}", said.en, error.hint.en), format!("{} {}", said.fr, error.hint.fr));
    error.hint(hint)
}
