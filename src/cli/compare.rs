//! `aplomb compare`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::both;
use crate::cli::args::CompareArgs;
use crate::cli::out::Out;
use crate::cli::review::answer_word;
use crate::domain::exchange::{Outcome, Side, Stage, Standing};
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::chance::Chance;
use crate::ops::compare::{self, Compare, Given, Line};
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::ops::{cards, exchange, listing};
use crate::words::{Bilingual, Lang, score as whole};

#[derive(Serialize)]
struct ItemOut<'a> {
    item: &'a str,
    pillar: &'a str,
    answers: BTreeMap<String, Option<Value>>,
    alike: Option<bool>,
    outcome: Option<&'static str>,
    agreed: Option<Value>,
}

#[derive(Serialize)]
struct ScoreOut {
    score_raw: Option<f64>,
    n: usize,
}

#[derive(Serialize)]
struct PillarOut<'a> {
    pillar: &'a str,
    scores: BTreeMap<String, ScoreOut>,
}

#[derive(Serialize)]
struct AgreementOut {
    alike: usize,
    n: usize,
}

#[derive(Serialize)]
struct CompareOut<'a> {
    schema_version: u32,
    conversation: String,
    exchange: String,
    stage: &'static str,
    ended: bool,
    standing: &'static str,
    reviewers: [String; 2],
    items: Vec<ItemOut<'a>>,
    pillars: Vec<PillarOut<'a>>,
    agreement: AgreementOut,
    flags: Vec<String>,
}

/// Prints an exchange, or says something about a difference.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &CompareArgs,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    let conversation = listing::resolve(session, &args.id)?;
    let mut shown = match &args.with {
        None => compare::of_conversation(session, conversation)?,
        Some(name) => {
            let other = cards::find(session, name)?.id;
            let rows = session.store.exchanges_of(conversation)?;
            let row = rows.into_iter().find(|row| row.other == other).ok_or_else(exchange::gone)?;
            compare::of_exchange(session, row.id)?
        }
    };
    if let Some(item) = &args.item {
        let said = match args.unsay {
            true => crate::domain::exchange::Said::default(),
            false => said(session, &shown, item, args)?,
        };
        let replaced = exchange::say(session, shown.exchange, item, said, now, chance)?;
        tell_replaced(out, replaced);
        shown = compare::of_exchange(session, shown.exchange)?;
    }
    compare::look(session, shown.exchange, now)?;
    match out.json {
        true => json(out, session, &shown),
        false => {
            print(out, &shown);
            Ok(())
        }
    }
}

/// Says that words of one's own were changed before they leave.
pub(super) fn tell_replaced(out: &mut Out, places: usize) {
    if places > 0 {
        out.tell(&both!(
            "replaced in {places} places what must not leave: names, addresses or numbers",
            "remplacé à {places} endroits ce qui ne doit pas sortir\u{202f}: noms, adresses ou numéros"
        ));
    }
}

/// What I said about the item before, with what is said now.
fn said(
    session: &Session,
    shown: &Compare,
    item: &str,
    args: &CompareArgs,
) -> Result<crate::domain::exchange::Said, OpsError> {
    if args.agree.is_none() && args.because.is_none() && args.remark.is_none() && !args.dispute {
        return Err(OpsError::new(
            Kind::Usage,
            Bilingual::fixed("what about this item?", "que dire de ce point\u{202f}?"),
        )
        .hint(Bilingual::fixed(
            "--agree ANSWER, --because TEXT, --remark TEXT, --dispute or --unsay",
            "--agree RÉPONSE, --because TEXTE, --remark TEXTE, --dispute ou --unsay",
        )));
    }
    let mut said = exchange::said_so_far(session, shown.exchange, item)?;
    if let Some(word) = &args.agree {
        let value = answer(word).ok_or_else(|| {
            OpsError::new(
                Kind::Usage,
                Bilingual::fixed(
                    "an answer is yes, no, n/a or a number",
                    "une réponse est oui, non, s.o. ou un nombre",
                ),
            )
        })?;
        said.agreed = Some(value);
        said.dispute = false;
    }
    if args.dispute {
        said.dispute = true;
        said.agreed = None;
    }
    if let Some(text) = &args.because {
        said.because = text.trim().to_owned();
    }
    if let Some(text) = &args.remark {
        said.remark = text.trim().to_owned();
    }
    Ok(said)
}

/// An answer, in the words that either language prints.
fn answer(word: &str) -> Option<Value> {
    match word.trim().to_lowercase().as_str() {
        "oui" => Some(Value::Yes),
        "non" => Some(Value::No),
        "s.o." | "so" => Some(Value::Na),
        other => Value::parse(other),
    }
}

fn print(out: &mut Out, c: &Compare) {
    let lang = out.lang;
    let other = name(c, lang);
    let you = Bilingual::fixed("you", "vous");
    let you = you.get(lang);
    out.line(&format!("{}  {}", c.transcript.reference, c.transcript.subject));
    if c.stage != Stage::Open {
        match c.ended {
            true => out.say(&exchange::ended_words()),
            false => out.say(&closed(c, &other)),
        }
        return;
    }
    for pillar in &c.pillars {
        let figure = |score: &Option<crate::domain::score::PillarScore>| match score {
            Some(score) => {
                let n = score.terms.len();
                format!("{} ({n})", score.raw.map_or("–".to_owned(), whole))
            }
            None => "–".into(),
        };
        out.line(&format!(
            "  {:<16} {you} {:>9}   {other} {:>9}",
            pillar.name.get(lang),
            figure(&pillar.first),
            figure(&pillar.second)
        ));
    }
    let (alike, shared) = (c.alike, c.shared);
    out.line("");
    out.say(&both!("Alike on {alike} of {shared}", "D’accord\u{202f}: {alike} sur {shared}"));
    for line in c.lines.iter().filter(|line| line.differs()) {
        out.line("");
        difference(out, line, you, &other);
    }
    let only: Vec<&Line> = c.lines.iter().filter(|l| l.mine.is_some() != l.theirs.is_some()).collect();
    if !only.is_empty() {
        out.line("");
        out.say(&Bilingual::fixed("Answered by one only", "Répondu par un seul"));
        for line in only {
            let who = if line.mine.is_some() { you } else { &other };
            let value = line.mine.as_ref().or(line.theirs.as_ref()).map(|given| given.value);
            out.line(&format!("  {}  [{}]", line.text.get(lang), line.item));
            let value = answer_word(value, lang);
            out.say(&both!("    {who}: {value}", "    {who}\u{202f}: {value}"));
        }
    }
    out.line("");
    match c.ended {
        true => out.say(&exchange::ended_words()),
        false => out.say(&standing_words(c)),
    }
    for flag in &c.flags {
        out.say(&exchange::flag_words(*flag, &Bilingual::same(other.clone())));
    }
    if c.to_send > 0 {
        let (n, conversation) = (c.to_send, c.conversation);
        out.tell(&both!(
            "{n} to send: `aplomb reply c{conversation}` or `aplomb exchange DIR`",
            "{n} à envoyer : « aplomb reply c{conversation} » ou « aplomb exchange DOSSIER »"
        ));
    }
}

fn difference(out: &mut Out, line: &Line, you: &str, other: &str) {
    let lang = out.lang;
    out.line(&format!("  {}  [{}]", line.text.get(lang), line.item));
    for (who, given) in [(you, &line.mine), (other, &line.theirs)] {
        if let Some(given) = given {
            let words = given_words(given, lang);
            out.say(&both!("    {who}: {words}", "    {who}\u{202f}: {words}"));
        }
    }
    for (who, word) in [(you, &line.my_word), (other, &line.their_word)] {
        let mut parts = Vec::new();
        if let Some(value) = word.agreed {
            let value = answer_word(Some(value), lang);
            parts.push(both!("agrees to {value}", "se range à {value}").get(lang).to_owned());
        }
        if word.dispute {
            parts.push(
                Bilingual::fixed("asks for a third reader", "demande un troisième lecteur")
                    .get(lang)
                    .to_owned(),
            );
        }
        for text in [&word.because, &word.remark] {
            if !text.trim().is_empty() {
                parts.push(quoted(text, lang));
            }
        }
        if !parts.is_empty() {
            let parts = parts.join(" · ");
            out.say(&both!("    {who}: {parts}", "    {who}\u{202f}: {parts}"));
        }
    }
    if let Some(value) = line.third {
        let value = answer_word(Some(value), lang);
        out.say(&both!("    third reader: {value}", "    troisième lecteur : {value}"));
    }
    match line.outcome {
        Some(Outcome::Agreed(value) | Outcome::Settled(value)) => {
            let value = answer_word(Some(value), lang);
            out.say(&both!("    agreed: {value}", "    convenu : {value}"));
        }
        Some(Outcome::Disputed) => {
            out.say(&Bilingual::fixed("    waits for a third reader", "    attend un troisième lecteur"))
        }
        _ => {}
    }
}

fn given_words(given: &Given, lang: Lang) -> String {
    let mut words = vec![answer_word(Some(given.value), lang)];
    if let Some(cause) = &given.cause {
        words.push(cause.get(lang).to_owned());
    }
    if !given.comment.trim().is_empty() {
        words.push(quoted(&given.comment, lang));
    }
    words.extend(given.evidence.iter().map(|number| format!("m{number}")));
    words.join(" · ")
}

fn quoted(text: &str, lang: Lang) -> String {
    let text = Shown::line(text.trim());
    match lang {
        Lang::En => format!("“{text}”"),
        Lang::Fr => format!("«\u{202f}{text}\u{202f}»"),
    }
}

fn name(c: &Compare, lang: Lang) -> String {
    match c.other.is_empty() {
        true => Bilingual::fixed("a colleague", "un collègue").get(lang).to_owned(),
        false => c.other.to_string(),
    }
}

/// What there is to say before both sides are open.
fn closed(c: &Compare, other: &str) -> Bilingual {
    let reference = format!("c{}", c.conversation);
    match (c.stage, c.side) {
        (Stage::Declined, Side::Asker) => {
            let why = &c.declined;
            both!("{other} will not read it: {why}", "{other} ne la lira pas : {why}")
        }
        (Stage::Declined, Side::Reader) => {
            Bilingual::fixed("you declined to read it", "vous avez décliné cette lecture")
        }
        (Stage::Asked, Side::Asker) => both!(
            "{other} was asked and has not answered yet; both sides open at the same moment",
            "{other} a reçu la demande et n’a pas encore répondu ; les deux côtés s’ouvrent au même moment"
        ),
        (Stage::Asked, Side::Reader) => both!(
            "read it first: `aplomb score {reference}`",
            "lisez-la d’abord : « aplomb score {reference} »"
        ),
        _ => both!("sealed, not opened by {other} yet", "scellé, pas encore révélé par {other}"),
    }
}

fn standing_words(c: &Compare) -> Bilingual {
    let reference = format!("c{}", c.conversation);
    match (c.standing, &c.third, c.side) {
        (Standing::Untouched, ..) => Bilingual::fixed(
            "Talk the differences over: --item ITEM --agree ANSWER --because TEXT",
            "Parlez des différences\u{202f}: --item POINT --agree RÉPONSE --because TEXTE",
        ),
        (Standing::Talking, ..) => {
            Bilingual::fixed("Some differences are still open", "Des différences restent ouvertes")
        }
        (Standing::Agreed, ..) => Bilingual::fixed("Agreed", "D’accord"),
        (Standing::Disputed, Some(name), _) => both!(
            "{name} was drawn by lot as third reader, and has not answered yet",
            "{name}, tiré au sort comme troisième lecteur, n’a pas encore répondu"
        ),
        (Standing::Disputed, None, Side::Asker) => both!(
            "A third reader is needed: `aplomb ask {reference} --third`",
            "Il faut un troisième lecteur\u{202f}: «\u{202f}aplomb ask {reference} --third\u{202f}»"
        ),
        (Standing::Disputed, None, Side::Reader) => Bilingual::fixed(
            "A third reader is needed: the lot is drawn on the other side",
            "Il faut un troisième lecteur\u{202f}: le tirage se fait de l’autre côté",
        ),
    }
}

fn json(out: &mut Out, session: &Session, c: &Compare) -> Result<(), OpsError> {
    let me = session.me()?.map(|me| me.name).unwrap_or_default();
    let other = name(c, out.lang);
    let pair = |mine: Option<Value>, theirs: Option<Value>| {
        BTreeMap::from([(me.clone(), mine), (other.clone(), theirs)])
    };
    let items = c
        .lines
        .iter()
        .map(|line| {
            let (mine, theirs) = (line.mine.as_ref().map(|g| g.value), line.theirs.as_ref().map(|g| g.value));
            let (outcome, agreed) = match line.outcome {
                None => (None, None),
                Some(Outcome::Open) => (Some("open"), None),
                Some(Outcome::Disputed) => (Some("disputed"), None),
                Some(Outcome::Agreed(value)) => (Some("agreed"), Some(value)),
                Some(Outcome::Settled(value)) => (Some("settled"), Some(value)),
            };
            ItemOut {
                item: &line.item,
                pillar: &line.pillar,
                answers: pair(mine, theirs),
                alike: (mine.is_some() && theirs.is_some()).then_some(mine == theirs),
                outcome,
                agreed,
            }
        })
        .collect();
    let figure = |score: &Option<crate::domain::score::PillarScore>| ScoreOut {
        score_raw: score.as_ref().and_then(|score| score.raw),
        n: score.as_ref().map_or(0, |score| score.terms.len()),
    };
    let pillars = c
        .pillars
        .iter()
        .map(|pillar| PillarOut {
            pillar: &pillar.pillar,
            scores: BTreeMap::from([
                (me.clone(), figure(&pillar.first)),
                (other.clone(), figure(&pillar.second)),
            ]),
        })
        .collect();
    let lang = out.lang;
    let flags = c
        .flags
        .iter()
        .map(|flag| exchange::flag_words(*flag, &Bilingual::same(other.clone())).get(lang).to_owned())
        .collect();
    let report = CompareOut {
        schema_version: 1,
        conversation: format!("c{}", c.conversation),
        exchange: c.exchange.to_string(),
        stage: c.stage.word(),
        ended: c.ended,
        standing: c.standing.word(),
        reviewers: [me.clone(), other.clone()],
        items,
        pillars,
        agreement: AgreementOut { alike: c.alike, n: c.shared },
        flags,
    };
    out.json(&report)
}
