//! A review as others read it: the JSON shape that scripts build on, CSV with a row for each answer, and Markdown.

use serde::Serialize;

use crate::domain::shown::Shown;
use crate::formats::export::cell::{Cells, cell};
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

/// The header of the CSV form.
const COLUMNS: [&str; 20] = [
    "source",
    "conversation",
    "reviewer",
    "role",
    "state",
    "drawn",
    "sealed_at",
    "checklist",
    "checklist_version",
    "checklist_digest",
    "pillar",
    "item",
    "text",
    "value",
    "weight",
    "cause",
    "comment",
    "evidence",
    "pillar_score",
    "pillar_n",
];

/// CSV with a row for each answer. Scores are given to four decimals, `no score` where there is none.
pub fn csv(reviews: &[ReviewOut], lang: Lang, cells: Cells) -> Result<String, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for review in reviews {
        for answer in &review.answers {
            let pillar = review.pillars.iter().find(|p| p.pillar == answer.pillar);
            let score =
                pillar.and_then(|p| p.score_final).map_or("no score".to_owned(), |s| format!("{s:.4}"));
            let row = [
                review.source.as_str(),
                &review.conversation,
                &review.reviewer,
                &review.role,
                &review.state,
                if review.drawn { "yes" } else { "no" },
                review.sealed_at.as_deref().unwrap_or_default(),
                &review.checklist.id,
                &review.checklist.version.to_string(),
                &review.checklist.digest,
                &answer.pillar,
                &answer.item,
                answer.text.get(lang),
                answer.value.as_deref().unwrap_or_default(),
                &answer.weight.to_string(),
                answer.cause.as_deref().unwrap_or_default(),
                &answer.comment,
                &answer.evidence.join(" "),
                &score,
                &pillar.map_or(0, |p| p.n).to_string(),
            ]
            .map(|text| cell(text, cells));
            out.write_record(&row)?;
        }
    }
    let bytes = out.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Markdown for people: a section for each review.
pub fn markdown(reviews: &[ReviewOut], lang: Lang) -> String {
    let mut out = String::new();
    let title = Bilingual::fixed("Reviews", "Évaluations");
    out.push_str(&format!("# {}\n", title.get(lang)));
    for review in reviews {
        section(review, lang, &mut out);
    }
    out
}

fn section(review: &ReviewOut, lang: Lang, out: &mut String) {
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

/// Text inside a Markdown line: cleaned, and nothing in it is markup.
fn inline(raw: &str) -> String {
    let mut out = String::new();
    for c in Shown::line(raw).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
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
    fn csv_cells_are_guarded() {
        let text = csv(&[review()], Lang::En, Cells::Guarded).unwrap();
        assert_eq!(text.lines().next().unwrap(), COLUMNS.join(","));
        assert!(text.contains("shop,'=1+1,Léa,self,sealed,yes"), "{text}");
        assert!(text.contains("\"<b>no link</b>\nsecond\""), "{text}");
    }

    #[test]
    fn markdown_holds_no_markup_from_outside() {
        let text = markdown(&[review()], Lang::Fr);
        assert!(
            text.contains("- **non** Utile (Lien absent) [m7]\n  > &lt;b&gt;no link&lt;/b&gt;\n  > second\n"),
            "{text}"
        );
    }
}
