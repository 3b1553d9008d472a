//! `aplomb review`, `seal`, `void`.

use jiff::Timestamp;

use crate::both;
use crate::cli::hints;
use crate::cli::others;
use crate::cli::out::Out;
use crate::domain::checklist::Checklist;
use crate::domain::conversation::Moment;
use crate::domain::review::{State, Value};
use crate::domain::score::Outcome;
use crate::domain::shown::Shown;
use crate::ops::desk::{self, Desk};
use crate::ops::error::OpsError;
use crate::ops::export;
use crate::ops::listing;
use crate::ops::session::Session;
use crate::words::{self, Bilingual, Lang, decimal, score as whole};

/// What is printed beside the answers.
#[derive(Clone, Copy)]
pub struct Parts {
    /// Every term of every score.
    pub why: bool,
    /// Every answer that was ever given.
    pub history: bool,
    /// What text rules noticed.
    pub hints: bool,
}

/// Prints a review.
pub fn show(out: &mut Out, session: &Session, id: &str, parts: Parts) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, id)?;
    let record = desk::existing(session, conversation)
        .map_err(|error| others::beside_none(session, conversation, error))?;
    if parts.hints {
        return hints::of_review(out, &desk::load(session, record.id)?);
    }
    if out.json {
        return others::json(out, session, &record);
    }
    let desk = desk::load(session, record.id)?;
    print(out, &desk, parts.why);
    if parts.history {
        print_history(out, session, record.id, &desk)?;
    }
    others::tell(out, &desk.others, Some(desk.state), id);
    Ok(())
}

/// Commits to a review.
pub fn seal(
    out: &mut Out,
    session: &mut Session,
    id: &str,
    now: i64,
    nonce: [u8; 32],
) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, id)?;
    let record = desk::existing(session, conversation)?;
    desk::seal(session, record.id, now, nonce)?;
    if out.json {
        let record = desk::existing(session, conversation)?;
        return out.json(&export::report_of(session, &record)?);
    }
    let desk = desk::load(session, record.id)?;
    let reference = &desk.transcript.reference;
    out.say(&both!(
        "sealed {reference}; it is never edited again",
        "{reference} scellée ; elle ne change plus jamais"
    ));
    scores(out, &desk);
    Ok(())
}

/// Withdraws a review.
pub fn void(out: &mut Out, session: &mut Session, id: &str, why: &str, now: i64) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, id)?;
    let record = desk::existing(session, conversation)?;
    desk::void(session, record.id, why, now)?;
    let reference = Shown::short(id, 80);
    out.say(&both!("withdrew the review of {reference}", "évaluation de {reference} retirée"));
    Ok(())
}

/// The words for an answer.
pub fn answer_word(value: Option<Value>, lang: Lang) -> String {
    match (value, lang) {
        (None, _) => "·".into(),
        (Some(Value::Yes), Lang::Fr) => "oui".into(),
        (Some(Value::No), Lang::Fr) => "non".into(),
        (Some(Value::Na), Lang::Fr) => "s.o.".into(),
        (Some(value), _) => value.to_string(),
    }
}

/// The words for a state.
pub fn state_word(state: State) -> Bilingual {
    let fr = match state {
        State::Draft => "brouillon",
        State::Sealed => "scellée",
        State::Revealed => "révélée",
        State::Discussed => "discutée",
        State::Agreed => "d’accord",
        State::Disputed => "en désaccord",
        State::Submitted => "remise",
        State::Voided => "retirée",
    };
    Bilingual::fixed(state.word(), fr)
}

/// A review as lines: scores first, then the answers by pillar.
pub fn print(out: &mut Out, desk: &Desk, why: bool) {
    let lang = out.lang;
    let t = &desk.transcript;
    let drawn = match (desk.drawn, lang) {
        (true, Lang::En) => "drawn",
        (true, Lang::Fr) => "tirée au sort",
        (false, Lang::En) => "chosen by hand",
        (false, Lang::Fr) => "choisie à la main",
    };
    out.line(&format!("{}  {}", t.reference, t.subject));
    out.line(&format!(
        "{} · {drawn} · {} v{} ({})",
        state_word(desk.state).get(lang),
        desk.checklist.id,
        desk.checklist.version,
        desk.checklist.digest().short()
    ));
    out.line("");
    scores(out, desk);
    for pillar in desk.checklist.scored_pillars() {
        out.line("");
        out.line(pillar.name.get(lang));
        for item in desk.checklist.items_of(&pillar.id) {
            if !desk.history.sheet().applies(&desk.checklist, item) {
                continue;
            }
            let answer = desk.history.sheet().answer(&item.id);
            let mut line =
                format!("  {:<5} {}", answer_word(answer.map(|a| a.value), lang), item.text.get(lang));
            if let Some(cause) = answer.and_then(|a| a.cause.as_ref())
                && let Some(cause) = item.causes.iter().find(|c| c.id == *cause)
            {
                line.push_str(&format!("  ({})", cause.text.get(lang)));
            }
            let pins: Vec<String> =
                answer.map(|a| a.evidence.iter().map(|id| pin(desk, id)).collect()).unwrap_or_default();
            if !pins.is_empty() {
                line.push_str(&format!("  [{}]", pins.join(", ")));
            }
            out.line(&line);
            for comment in answer.map(|a| a.comment.lines()).into_iter().flatten() {
                out.line(&format!("        {}", Shown::line(comment)));
            }
        }
    }
    if why {
        terms(out, desk);
    }
}

fn pin(desk: &Desk, id: &str) -> String {
    match desk.transcript.turns.iter().find(|turn| turn.id == id) {
        Some(turn) => format!("m{}", turn.number),
        None => Shown::short(id, 20).into_string(),
    }
}

/// The scores, a line for each pillar.
pub fn scores(out: &mut Out, desk: &Desk) {
    let lang = out.lang;
    let scored = desk.score();
    for p in &scored.pillars {
        let name = pillar_name(&desk.checklist, &p.pillar, lang);
        let value = match (p.final_score, lang) {
            (Some(value), _) => whole(value),
            (None, Lang::En) => "no score".into(),
            (None, Lang::Fr) => "pas de score".into(),
        };
        let n = p.n();
        let items = match lang {
            Lang::En => words::plural(lang, n as u64, "item", "items"),
            Lang::Fr => words::plural(lang, n as u64, "point", "points"),
        };
        let of = match lang {
            Lang::En => format!("{} of {} answered", p.answered, p.applicable),
            Lang::Fr => format!("{} sur {} répondus", p.answered, p.applicable),
        };
        let raw = match p.raw {
            Some(raw) if p.raw != p.final_score => match lang {
                Lang::En => format!(", {} before critical items", whole(raw)),
                Lang::Fr => format!(", {} avant les points critiques", whole(raw)),
            },
            _ => String::new(),
        };
        out.line(&format!("{name:<16} {value:>8}   ({n} {items}; {of}{raw})"));
    }
    if let Some(index) = scored.index {
        let index = whole(index);
        out.say(&both!(
            "index {index}: the mean of the pillars by their weights",
            "indice {index} : la moyenne des piliers selon leurs poids"
        ));
    }
    match scored.outcome {
        Outcome::Clear => {}
        Outcome::Flagged | Outcome::Failed => {
            let texts: Vec<&str> = scored
                .missed_critical
                .iter()
                .filter_map(|id| desk.checklist.item(id).map(|item| item.text.get(lang)))
                .collect();
            let list = texts.join("; ");
            out.say(&both!("critical: {list}", "critique : {list}"));
        }
    }
}

fn pillar_name<'a>(checklist: &'a Checklist, id: &'a str, lang: Lang) -> &'a str {
    checklist.pillars.iter().find(|p| p.id == id).map_or(id, |p| p.name.get(lang))
}

/// Every term of every score.
fn terms(out: &mut Out, desk: &Desk) {
    let lang = out.lang;
    for p in &desk.score().pillars {
        out.line("");
        let name = pillar_name(&desk.checklist, &p.pillar, lang);
        let sum: f64 = p.terms.iter().map(|t| t.weight).sum();
        let met: f64 = p.terms.iter().map(|t| t.weight * t.share).sum();
        let Some(raw) = p.raw else {
            out.say(&both!(
                "{name}: nothing applicable answered, so no score",
                "{name} : aucun point applicable répondu, donc pas de score"
            ));
            continue;
        };
        let (met, sum, raw) = (decimal(lang, met, 2), decimal(lang, sum, 2), decimal(lang, raw, 2));
        out.line(&format!("{name} = 100 x {met} / {sum} = {raw}"));
        for t in &p.terms {
            let text = desk.checklist.item(&t.item).map_or(t.item.as_str(), |item| item.text.get(lang));
            let product = format!("{} x {}", decimal(lang, t.weight, 2), decimal(lang, t.share, 2));
            out.line(&format!("  {product:>13}  {:<5} {text}", answer_word(Some(t.value), lang)));
        }
        if p.na > 0 {
            let na = p.na;
            out.say(&both!(
                "  {na} n/a, left out of the score or counted as the checklist says",
                "  {na} sans objet, hors du score ou compté selon la liste"
            ));
        }
        if let Some(t) = p.largest_gain() {
            let text = desk.checklist.item(&t.item).map_or(t.item.as_str(), |item| item.text.get(lang));
            let gain = decimal(lang, t.to_gain, 1);
            out.say(&both!(
                "  would move it most: {text} (+{gain})",
                "  la ferait le plus bouger : {text} (+{gain})"
            ));
        }
    }
}

fn print_history(out: &mut Out, session: &Session, review: i64, desk: &Desk) -> Result<(), OpsError> {
    let lang = out.lang;
    let log = crate::domain::history::History::replay(session.store.history(review)?);
    out.line("");
    for item in &desk.checklist.items {
        for (at, answer) in log.of_item(&item.id) {
            let at = Timestamp::from_microsecond(at).unwrap_or_default();
            let at = words::date_time(lang, Moment::new(at, 0).local(&session.zone));
            out.line(&format!(
                "{at}  {:<5} {}",
                answer_word(answer.map(|a| a.value), lang),
                item.text.get(lang)
            ));
        }
    }
    Ok(())
}
