//! A review as others read it, put together from the store's pieces.

use crate::domain::checklist::Checklist;
use crate::domain::review::{ReviewRole, Sheet, State};
use crate::domain::score::score;
use crate::formats::export::review::{AnswerOut, ChecklistRef, PillarOut, ReviewOut, SCHEMA_VERSION};

/// What a report is made of.
pub struct Parts<'a> {
    /// Where the conversation comes from.
    pub source: &'a str,
    /// Its id there.
    pub conversation: &'a str,
    /// The checklist, own items included.
    pub checklist: &'a Checklist,
    /// Its digest, hexadecimal.
    pub digest: &'a str,
    /// The answers.
    pub sheet: &'a Sheet,
    /// Who reviewed.
    pub reviewer: &'a str,
    /// Whose eyes.
    pub role: ReviewRole,
    /// Where it stands.
    pub state: State,
    /// Whether the conversation was drawn.
    pub drawn: bool,
    /// Microseconds since 1970, where it was sealed.
    pub sealed_at: Option<i64>,
}

/// The report.
pub fn report(parts: &Parts) -> ReviewOut {
    let checklist = parts.checklist;
    let scored = score(checklist, parts.sheet);
    let answers = parts
        .sheet
        .applicable(checklist)
        .map(|item| {
            let answer = parts.sheet.answer(&item.id);
            let cause = answer.and_then(|a| a.cause.clone());
            AnswerOut {
                item: item.id.clone(),
                pillar: item.pillar.clone(),
                value: answer.map(|a| a.value.to_string()),
                cause_text: cause
                    .as_ref()
                    .and_then(|id| item.causes.iter().find(|c| c.id == *id))
                    .map(|c| c.text.clone()),
                cause,
                comment: answer.map(|a| a.comment.clone()).unwrap_or_default(),
                evidence: answer.map(|a| a.evidence.clone()).unwrap_or_default(),
                weight: item.weight,
                text: item.text.clone(),
            }
        })
        .collect();
    let pillars = scored
        .pillars
        .iter()
        .map(|p| PillarOut {
            pillar: p.pillar.clone(),
            score_raw: p.raw,
            score_final: p.final_score,
            answered: p.answered,
            applicable: p.applicable,
            n: p.n(),
            name: checklist
                .pillars
                .iter()
                .find(|pillar| pillar.id == p.pillar)
                .map(|pillar| pillar.name.clone())
                .unwrap_or_default(),
        })
        .collect();
    ReviewOut {
        schema_version: SCHEMA_VERSION,
        conversation: parts.conversation.to_owned(),
        source: parts.source.to_owned(),
        reviewer: parts.reviewer.to_owned(),
        role: parts.role.word().to_owned(),
        state: parts.state.word().to_owned(),
        drawn: parts.drawn,
        sealed_at: parts
            .sealed_at
            .and_then(|at| jiff::Timestamp::from_microsecond(at).ok())
            .map(|at| at.to_string()),
        checklist: ChecklistRef {
            id: checklist.id.clone(),
            version: checklist.version,
            digest: parts.digest.to_owned(),
        },
        answers,
        pillars,
        index: scored.index,
        outcome: scored.outcome.word().to_owned(),
    }
}
