//! A review as others read it: the JSON shape that scripts build on, and Markdown.

use serde::Serialize;

use crate::formats::export::markdown::inline;
use crate::words::{self, Bilingual, Lang};

/// Grows when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The checklist that a review names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChecklistRef {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The digest over its content, hexadecimal.
    pub digest: String,
}

/// One answer. An item that applies and has none has the value `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerOut {
    /// The item's id.
    pub item: String,
    /// The pillar's id.
    pub pillar: String,
    /// `yes`, `no`, `n/a` or a point.
    pub value: Option<String>,
    /// The id of the cause.
    pub cause: Option<String>,
    /// Free words; may be empty.
    pub comment: String,
    /// Message ids.
    pub evidence: Vec<String>,
    /// The item's weight, so that the scores can be computed again.
    pub weight: f64,
    /// The item's text and the cause's, for people.
    #[serde(skip)]
    pub text: Bilingual,
    /// The cause's text.
    #[serde(skip)]
    pub cause_text: Option<Bilingual>,
}

/// One pillar's score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PillarOut {
    /// The pillar's id.
    pub pillar: String,
    /// 0 to 100 before critical items; `null` where nothing applicable was answered.
    pub score_raw: Option<f64>,
    /// After critical items.
    pub score_final: Option<f64>,
    /// Applicable items with an answer, n/a included.
    pub answered: usize,
    /// Items whose condition holds.
    pub applicable: usize,
    /// Items that the score stands on.
    pub n: usize,
    /// The pillar's name, for people.
    #[serde(skip)]
    pub name: Bilingual,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewOut {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The conversation's id in its source.
    pub conversation: String,
    /// The conversation's source.
    pub source: String,
    /// Who reviewed.
    pub reviewer: String,
    /// `self`, `peer`, `third`, `lead`.
    pub role: String,
    /// `draft`, `sealed`, …
    pub state: String,
    /// Whether the conversation came from a draw; one chosen by hand is never averaged in.
    pub drawn: bool,
    /// RFC 3339 in UTC.
    pub sealed_at: Option<String>,
    /// The checklist that it names.
    pub checklist: ChecklistRef,
    /// In the checklist's order; items that do not apply are left out.
    pub answers: Vec<AnswerOut>,
    /// In the checklist's order.
    pub pillars: Vec<PillarOut>,
    /// `null` unless the checklist asks for one.
    pub index: Option<f64>,
    /// `clear`, `flagged` or `failed`, from critical items.
    pub outcome: String,
}

/// The heading of reviews in Markdown.
pub fn heading(lang: Lang) -> String {
    format!("# {}\n", Bilingual::fixed("Reviews", "Évaluations").get(lang))
}

/// Markdown for people: the section of one review.
pub fn section(review: &ReviewOut, lang: Lang, out: &mut String) {
    out.push_str(&format!("\n## {}\n\n", inline(&format!("#{}", review.conversation))));
    let sealed = review.sealed_at.as_deref().map(|at| format!(" {at}")).unwrap_or_default();
    let chosen = match (review.drawn, lang) {
        (true, Lang::En) => "drawn",
        (true, Lang::Fr) => "tirée au sort",
        (false, Lang::En) => "chosen by hand",
        (false, Lang::Fr) => "choisie à la main",
    };
    out.push_str(&format!(
        "{} · {} · {}{sealed} · {chosen} · {} v{}\n\n",
        inline(&review.reviewer),
        review.role,
        review.state,
        inline(&review.checklist.id),
        review.checklist.version
    ));
    let (pillar, score) = match lang {
        Lang::En => ("Pillar", "Score"),
        Lang::Fr => ("Pilier", "Score"),
    };
    out.push_str(&format!("| {pillar} | {score} | n |\n| --- | ---: | ---: |\n"));
    for p in &review.pillars {
        let value = match (p.score_final, lang) {
            (Some(value), _) => words::score(value),
            (None, Lang::En) => "no score".to_owned(),
            (None, Lang::Fr) => "pas de score".to_owned(),
        };
        out.push_str(&format!("| {} | {value} | {} |\n", inline(p.name.get(lang)), p.n));
    }
    out.push('\n');
    for answer in &review.answers {
        let value = match (answer.value.as_deref(), lang) {
            (None, Lang::En) => "unanswered",
            (None, Lang::Fr) => "sans réponse",
            (Some("yes"), Lang::Fr) => "oui",
            (Some("no"), Lang::Fr) => "non",
            (Some("n/a"), Lang::Fr) => "sans objet",
            (Some(value), _) => value,
        };
        out.push_str(&format!("- **{value}** {}", inline(answer.text.get(lang))));
        if let Some(cause) = &answer.cause_text {
            out.push_str(&format!(" ({})", inline(cause.get(lang))));
        }
        if !answer.evidence.is_empty() {
            out.push_str(&format!(" [{}]", inline(&answer.evidence.join(", "))));
        }
        out.push('\n');
        for line in answer.comment.lines() {
            out.push_str(&format!("  > {}\n", inline(line)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review() -> ReviewOut {
        ReviewOut {
            schema_version: SCHEMA_VERSION,
            conversation: "=1+1".into(),
            source: "shop".into(),
            reviewer: "Léa".into(),
            role: "self".into(),
            state: "sealed".into(),
            drawn: true,
            sealed_at: Some("2026-10-02T14:10:00Z".into()),
            checklist: ChecklistRef { id: "four-pillars".into(), version: 1, digest: "ab".into() },
            answers: vec![AnswerOut {
                item: "useful".into(),
                pillar: "effectiveness".into(),
                value: Some("no".into()),
                cause: Some("link".into()),
                comment: "<b>no link</b>\nsecond".into(),
                evidence: vec!["m7".into()],
                weight: 2.0,
                text: Bilingual::fixed("Useful", "Utile"),
                cause_text: Some(Bilingual::fixed("Link missing", "Lien absent")),
            }],
            pillars: vec![PillarOut {
                pillar: "effectiveness".into(),
                score_raw: Some(0.0),
                score_final: Some(0.0),
                answered: 1,
                applicable: 1,
                n: 1,
                name: Bilingual::fixed("Effectiveness", "Efficacité"),
            }],
            index: None,
            outcome: "clear".into(),
        }
    }

    #[test]
    fn markdown_holds_no_markup_from_outside() {
        let mut text = heading(Lang::Fr);
        section(&review(), Lang::Fr, &mut text);
        assert!(
            text.contains("- **non** Utile (Lien absent) [m7]\n  > &lt;b&gt;no link&lt;/b&gt;\n  > second\n"),
            "{text}"
        );
    }
}
