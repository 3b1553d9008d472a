//! What text rules noticed, beside a review; and the rules of a checklist with how often they agreed with people.

use serde::Serialize;

use crate::both;
use crate::cli::checklist::no_such;
use crate::cli::out::Out;
use crate::cli::review::answer_word;
use crate::ops::desk::Desk;
use crate::ops::error::OpsError;
use crate::ops::hints::{Measured, Told, measured};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang};

#[derive(Serialize)]
struct ReviewHints<'a> {
    schema_version: u32,
    conversation: &'a str,
    /// `null` before the first pass.
    hints: Option<Vec<HintOut<'a>>>,
}

#[derive(Serialize)]
struct HintOut<'a> {
    rule: &'a str,
    item: &'a str,
    points_to: String,
    message: Option<String>,
    words: Option<&'a str>,
    says: &'a str,
}

impl<'a> HintOut<'a> {
    fn of(told: &'a Told, lang: Lang) -> HintOut<'a> {
        HintOut {
            rule: &told.rule,
            item: &told.item,
            points_to: told.points.to_string(),
            message: told.message.map(|place| format!("m{}", place + 1)),
            words: told.quote.as_ref().map(|quote| quote.as_str()),
            says: told.says.get(lang),
        }
    }
}

/// Prints the hints of a review, once the first pass is done.
pub fn of_review(out: &mut Out, desk: &Desk) -> Result<(), OpsError> {
    let lang = out.lang;
    let hints = desk.hints();
    if out.json {
        let hints = hints.map(|hints| hints.iter().map(|told| HintOut::of(told, lang)).collect());
        let conversation = desk.transcript.reference.as_str();
        return out.json(&ReviewHints { schema_version: 1, conversation, hints });
    }
    let Some(hints) = hints else {
        out.say(&Bilingual::fixed(
            "hints come after your own answers: some items have none yet",
            "les indices viennent après vos réponses\u{202f}: certains points n’en ont pas encore",
        ));
        return Ok(());
    };
    if hints.is_empty() {
        out.say(&Bilingual::fixed("no rule noticed anything", "aucune règle n’a rien remarqué"));
    }
    for told in hints {
        let Some(item) = desk.checklist.item(&told.item) else { continue };
        let answer = answer_word(desk.history.sheet().value(&told.item), lang);
        out.line(&format!("{answer:<5} {}", item.text.get(lang)));
        let (points, says) = (answer_word(Some(told.points), lang), told.says.get(lang));
        let line = match lang {
            Lang::En => format!("      hint, {points}? {says}"),
            Lang::Fr => format!("      indice, {points}\u{202f}? {says}"),
        };
        out.line(&line);
    }
    Ok(())
}

#[derive(Serialize)]
struct RulesOut {
    schema_version: u32,
    checklist: String,
    version: u32,
    rules: Vec<RuleOut>,
}

#[derive(Serialize)]
struct RuleOut {
    rule: String,
    item: String,
    points_to: String,
    n: u64,
    alike: u64,
    share: Option<f64>,
    interval: Option<[f64; 2]>,
}

impl RuleOut {
    fn of(row: &Measured) -> RuleOut {
        let share = row.share();
        RuleOut {
            rule: row.rule.clone(),
            item: row.item.clone(),
            points_to: row.points.to_string(),
            n: row.n,
            alike: row.alike,
            share: share.map(|(share, _)| share),
            interval: share.map(|(_, (low, high))| [low, high]),
        }
    }
}

/// Prints the rules of a checklist, each with how often it agreed with people's sealed answers.
pub fn of_checklist(out: &mut Out, session: &Session, id: &str) -> Result<(), OpsError> {
    let list = session.shelf.checklist(id).ok_or_else(|| no_such(id, &session.shelf))?;
    let rows = measured(session, &list)?;
    if out.json {
        let rules = rows.iter().map(RuleOut::of).collect();
        return out.json(&RulesOut {
            schema_version: 1,
            checklist: list.id.clone(),
            version: list.version,
            rules,
        });
    }
    if rows.is_empty() {
        let id = &list.id;
        out.say(&both!("`{id}` has no rule for hints", "«\u{202f}{id}\u{202f}» n’a pas de règle d’indices"));
    }
    let lang = out.lang;
    let mut before = "";
    for row in &rows {
        if before != row.item
            && let Some(item) = list.item(&row.item)
        {
            out.line(item.text.get(lang));
        }
        before = &row.item;
        let points = answer_word(Some(row.points), lang);
        out.line(&format!("  {:<20} {points:<4} {}", row.rule, row.words().get(lang)));
    }
    Ok(())
}
