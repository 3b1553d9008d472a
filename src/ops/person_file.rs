//! All that is held about one person, to be handed to them: a customer, a colleague, or me. Others are in it only where
//! something cannot be understood without them, and then without their names.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::both;
use crate::domain::conversation::{Conversation, Moment, Role};
use crate::domain::directory::Entry;
use crate::domain::exchange::{Fact, Side};
use crate::domain::fold::fold;
use crate::domain::names::PersonId;
use crate::domain::review::ReviewRole;
use crate::domain::shown::Shown;
use crate::formats::bundle;
use crate::ops::desk;
use crate::ops::erase;
use crate::ops::error::OpsError;
use crate::ops::export;
use crate::ops::others;
use crate::ops::retention::day;
use crate::ops::session::Session;
use crate::ops::transcript::reference;
use crate::storage::{
    ExchangeRow, FactRow, ListOrder, PersonRow, Query, ReviewRecord, SealedFilter, Waiting,
};
use crate::words::{Bilingual, Lang};

/// A value with its stable name and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// In JSON.
    pub key: &'static str,
    /// For people.
    pub label: Bilingual,
    /// Passed the door.
    pub text: String,
}

/// One kind of things that are held.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// In JSON.
    pub name: &'static str,
    /// For people.
    pub title: Bilingual,
    /// Each thing, value by value.
    pub entries: Vec<Vec<Value>>,
}

/// Everything about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFile {
    /// As it was asked for.
    pub person: String,
    /// `me`, `colleague`, `agent`, `customer`, `named`: what they are here.
    pub is: Vec<&'static str>,
    /// When it was made, as RFC 3339 in UTC.
    pub made_at: String,
    /// What is held, kind by kind; kinds without anything are left out.
    pub parts: Vec<Part>,
    /// What is held too and cannot be shown, or must be looked through by a person.
    pub remarks: Vec<Bilingual>,
}

#[derive(Serialize)]
struct FileOut<'a> {
    schema_version: u32,
    person: &'a str,
    is: &'a [&'static str],
    made_at: &'a str,
    held: serde_json::Map<String, serde_json::Value>,
    remarks: Vec<&'a str>,
}

impl PersonFile {
    /// As JSON with stable names.
    pub fn json(&self, lang: Lang) -> Result<String, OpsError> {
        let entry = |values: &Vec<Value>| {
            let pairs = values.iter().map(|value| (value.key.to_owned(), value.text.clone().into()));
            serde_json::Value::Object(pairs.collect())
        };
        let held = self.parts.iter().map(|part| {
            (part.name.to_owned(), serde_json::Value::Array(part.entries.iter().map(entry).collect()))
        });
        let whole = FileOut {
            schema_version: 1,
            person: &self.person,
            is: &self.is,
            made_at: &self.made_at,
            held: held.collect(),
            remarks: self.remarks.iter().map(|remark| remark.get(lang)).collect(),
        };
        serde_json::to_string_pretty(&whole).map_err(|error| {
            OpsError::new(crate::ops::error::Kind::Bug, Bilingual::same(format!("JSON: {error}")))
        })
    }

    /// As Markdown, to be read.
    pub fn markdown(&self, lang: Lang) -> String {
        let head = match lang {
            Lang::En => "What is held about",
            Lang::Fr => "Ce qui est conservé sur",
        };
        let mut text = format!("# {head} {}\n\n{}\n", plain(&self.person), self.made_at);
        for part in &self.parts {
            text.push_str(&format!("\n## {} ({})\n", part.title.get(lang), part.entries.len()));
            for entry in &part.entries {
                text.push('\n');
                for value in entry {
                    let lines = plain(&value.text).replace('\n', "\n  ");
                    text.push_str(&format!("- **{}**: {lines}\n", value.label.get(lang)));
                }
            }
        }
        if !self.remarks.is_empty() {
            text.push('\n');
        }
        for remark in &self.remarks {
            text.push_str(&format!("> {}\n", remark.get(lang)));
        }
        text
    }
}

/// Characters that Markdown or HTML would act on, made harmless.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn value(key: &'static str, en: &str, fr: &str, text: impl AsRef<str>) -> Value {
    let label = Bilingual::made(en.to_owned(), fr.to_owned());
    Value { key, label, text: Shown::text(text.as_ref()).into_string() }
}

fn at(micros: i64) -> String {
    Timestamp::from_microsecond(micros).unwrap_or_default().to_string()
}

/// Gathers everything about the person that `named` is: me, a colleague, an agent, a customer, or several of these.
pub fn person_file(session: &Session, named: &str, now: i64) -> Result<PersonFile, OpsError> {
    let wanted = fold(named.trim());
    let mut file = PersonFile {
        person: Shown::short(named, 120).into_string(),
        is: Vec::new(),
        made_at: at(now),
        parts: Vec::new(),
        remarks: Vec::new(),
    };
    let me = session.me()?;
    if me.as_ref().is_some_and(|me| me.is(named)) || matches!(wanted.as_str(), "me" | "moi") {
        file.is.push("me");
        mine(session, &mut file)?;
    }
    if let Some(person) = session.store.people()?.into_iter().find(|person| fold(&person.name) == wanted) {
        file.is.push("colleague");
        colleague(session, &person, &mut file)?;
    }
    if !file.is.contains(&"me") {
        let handled = handled(session, &wanted)?;
        if !handled.is_empty() {
            file.is.push("agent");
            let title =
                Bilingual::fixed("Conversations that they handled", "Conversations qu’ils ont traitées");
            file.parts.push(Part { name: "handled", title, entries: handled });
        }
    }
    let ids = erase::conversations_of(session, named)?;
    if !ids.is_empty() {
        file.is.push("customer");
        customer(session, &ids, &mut file)?;
    }
    beside(session, named, &mut file)?;
    file.parts.retain(|part| !part.entries.is_empty());
    if file.is.is_empty() {
        let named = Shown::short(named, 60);
        return Err(OpsError::data(both!(
            "nothing is held about `{named}`",
            "rien n’est conservé sur « {named} »"
        ))
        .hint(Bilingual::fixed(
            "write the id, address or name as a conversation or a card has it; `me` is me",
            "écrivez l’identifiant, l’adresse ou le nom tel qu’une conversation ou une carte le porte ; « moi », c’est moi",
        )));
    }
    Ok(file)
}

/// What help desks' exports say of them outside of conversations.
fn beside(session: &Session, named: &str, file: &mut PersonFile) -> Result<(), OpsError> {
    let people = session.store.named(named)?;
    let waiting = session.store.waiting_about(named)?;
    if !people.is_empty() || !waiting.is_empty() {
        file.is.push("named");
    }
    let entry = |(source, one): (String, Entry)| {
        vec![
            value("source", "source", "source", source),
            value("id", "number", "numéro", one.id),
            value("name", "name", "nom", one.name),
            value("address", "address", "adresse", one.address),
        ]
    };
    file.parts.push(Part {
        name: "people",
        title: Bilingual::fixed("In help desks’ lists of people", "Dans les listes des personnes des outils"),
        entries: people.into_iter().map(entry).collect(),
    });
    let piece = |one: Waiting| {
        vec![
            value("source", "source", "source", one.source),
            value("conversation", "conversation", "conversation", one.external_id),
            value("at", "came", "arrivé le", at(one.at)),
            value("part", "what it says", "ce qu’il dit", one.part),
        ]
    };
    file.parts.push(Part {
        name: "waiting",
        title: Bilingual::fixed(
            "Pieces that wait for their conversation",
            "Éléments qui attendent leur conversation",
        ),
        entries: waiting.into_iter().map(piece).collect(),
    });
    Ok(())
}

fn customer(session: &Session, ids: &[i64], file: &mut PersonFile) -> Result<(), OpsError> {
    let (mut conversations, mut messages, mut reviews) = (Vec::new(), Vec::new(), 0);
    for id in ids {
        let Some(whole) = session.store.conversation(*id)? else { continue };
        conversations.push(heading(&whole, true));
        messages.extend(whole.messages.iter().map(|message| {
            let (en, fr) = match (message.role, message.private) {
                (Role::Customer, _) => ("customer", "client"),
                (Role::Agent, false) => ("agent", "conseiller"),
                (_, true) => ("internal note", "note interne"),
                (Role::Bot, _) => ("program", "programme"),
                (Role::System, _) => ("help desk", "outil"),
            };
            vec![
                value(
                    "conversation",
                    "conversation",
                    "conversation",
                    reference(&whole.source, &whole.external_id).as_str(),
                ),
                value("at", "at", "le", message.at.rfc3339()),
                value("from", "from", "de", if fr == en { en.to_owned() } else { format!("{en} / {fr}") }),
                value("text", "text", "texte", &message.text),
            ]
        }));
        reviews += session.store.reviews_of(*id)?.len();
    }
    let title = Bilingual::fixed("Conversations", "Conversations");
    file.parts.push(Part { name: "conversations", title, entries: conversations });
    file.parts.push(Part {
        name: "messages",
        title: Bilingual::fixed("Messages", "Messages"),
        entries: messages,
    });
    if reviews > 0 {
        file.remarks.push(both!(
            "{reviews} reviews of the agents’ work on these conversations are held; they are about the agents",
            "{reviews} évaluations du travail des conseillers sur ces conversations sont conservées ; elles portent sur les conseillers"
        ));
    }
    file.remarks.push(Bilingual::fixed(
        "Please read it before you hand it over: a text may name somebody else.",
        "Relisez avant de remettre : un texte peut citer une autre personne.",
    ));
    Ok(())
}

fn heading(whole: &Conversation, of_customer: bool) -> Vec<Value> {
    let mut values = vec![
        value("id", "id", "identifiant", reference(&whole.source, &whole.external_id).as_str()),
        value("source", "source", "source", &whole.source),
        value("channel", "channel", "canal", &whole.channel),
        value("opened", "opened", "ouverte", whole.opened_at.rfc3339()),
    ];
    if let Some(closed) = whole.closed_at.map(Moment::rfc3339) {
        values.push(value("closed", "closed", "close", closed));
    }
    if of_customer {
        values.push(value("customer", "customer", "client", &whole.customer));
        values.push(value("subject", "subject", "sujet", &whole.subject));
        values.push(value("tags", "labels", "étiquettes", whole.tags.join(", ")));
        if let Some(csat) = &whole.csat {
            let rating = format!("{} ({}–{})", csat.score, csat.min, csat.max);
            values.push(value("rating", "rating", "note", rating));
            values.push(value(
                "comment",
                "comment",
                "commentaire",
                csat.comment.as_deref().unwrap_or_default(),
            ));
        }
    }
    values.retain(|value| !value.text.is_empty());
    values
}

/// The conversations of an agent who is not me: when and where, without the customer.
fn handled(session: &Session, wanted: &str) -> Result<Vec<Vec<Value>>, OpsError> {
    let query = Query { agent: Some(wanted.to_owned()), ..Query::default() };
    let mut entries = Vec::new();
    if wanted.is_empty() {
        return Ok(entries);
    }
    for id in session.store.conversation_ids(&query, ListOrder::Oldest)? {
        if let Some(whole) =
            session.store.conversation(id)?.filter(|whole| fold(whole.agent.trim()) == wanted)
        {
            entries.push(heading(&whole, false));
        }
    }
    Ok(entries)
}

fn colleague(session: &Session, person: &PersonRow, file: &mut PersonFile) -> Result<(), OpsError> {
    let mut known = vec![
        value("name", "name", "nom", &person.name),
        value("lead", "lead", "responsable", if person.lead { "yes" } else { "no" }),
        value("added", "added", "ajouté", at(person.added_at)),
    ];
    for card in [&person.current, &person.offered].into_iter().flatten() {
        known.push(value("card", "card", "carte", card.fingerprint.short()));
    }
    let title = Bilingual::fixed("Card and name", "Carte et nom");
    file.parts.push(Part { name: "person", title, entries: vec![known] });
    let all: Vec<ExchangeRow> =
        session.store.exchanges()?.into_iter().filter(|row| row.other == person.id).collect();
    exchanges(session, &all, Some(person.id), file)
}

/// Exchanges, and what one side said in them: a person's own words are theirs, and so is what was said to them.
fn exchanges(
    session: &Session,
    rows: &[ExchangeRow],
    author: Option<PersonId>,
    file: &mut PersonFile,
) -> Result<(), OpsError> {
    let (mut entries, mut said) = (Vec::new(), Vec::new());
    for row in rows {
        let side = match row.side {
            Side::Asker => "I asked / j’ai demandé",
            Side::Reader => "they asked / on m’a demandé",
        };
        entries.push(vec![
            value("exchange", "exchange", "échange", row.id.short()),
            value("asked", "asked", "demandé", at(row.asked_at)),
            value("side", "side", "côté", side),
            value("stage", "stage", "étape", row.stage.word()),
        ]);
        for fact in session.store.facts(row.id)? {
            if author.map_or(fact.mine, |author| fact.author == author) {
                said.push(spoken(&fact));
            }
        }
    }
    let title = Bilingual::fixed("Exchanges", "Échanges");
    file.parts.push(Part { name: "exchanges", title, entries });
    let title = Bilingual::fixed("Said in exchanges", "Propos tenus dans des échanges");
    file.parts.push(Part { name: "said", title, entries: said });
    Ok(())
}

/// What somebody said; of a request only that it was made, as the rest is a customer's conversation.
fn spoken(fact: &FactRow) -> Vec<Value> {
    let mut values = vec![
        value("exchange", "exchange", "échange", fact.exchange.short()),
        value("at", "at", "le", at(fact.at)),
        value("what", "what", "quoi", &fact.word),
    ];
    let answers = |sheet: &crate::domain::review::Sheet| -> String {
        let lines = sheet.0.iter().map(|(item, answer)| match answer.comment.trim() {
            "" => format!("{item}: {}", answer.value),
            comment => format!("{item}: {} ({comment})", answer.value),
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let text = match bundle::read(&fact.word, fact.body.as_bytes()) {
        Ok(Fact::Decline(decline)) => decline.why,
        Ok(Fact::Reading(reading)) => answers(&reading.sheet),
        Ok(Fact::Reveal(reveal)) => answers(&reveal.sheet),
        Ok(Fact::Talk(talk)) => {
            let lines = talk.said.iter().map(|(item, said)| {
                let agreed = said.agreed.map(|value| format!(" = {value}")).unwrap_or_default();
                format!("{item}{agreed}: {} {}", said.remark, said.because).trim_end().to_owned()
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        Ok(Fact::Request(_)) | Err(_) => String::new(),
    };
    if !text.is_empty() {
        values.push(value("text", "text", "texte", text));
    }
    values
}

fn review(session: &Session, record: &ReviewRecord) -> Result<Vec<Value>, OpsError> {
    let report = export::report_of(session, record)?;
    let answers = report.answers.iter().filter_map(|answer| {
        let value = answer.value.as_deref()?;
        Some(match answer.comment.trim() {
            "" => format!("{}: {value}", answer.item),
            comment => format!("{}: {value} ({comment})", answer.item),
        })
    });
    Ok(vec![
        value("conversation", "conversation", "conversation", format!("c{}", record.conversation)),
        value("role", "role", "rôle", record.role.word()),
        value("state", "state", "état", record.state.word()),
        value("day", "day", "jour", day(session, record.changed_at).to_string()),
        value("answers", "answers", "réponses", answers.collect::<Vec<_>>().join("\n")),
    ])
}

fn mine(session: &Session, file: &mut PersonFile) -> Result<(), OpsError> {
    if let Some(me) = session.me()? {
        let entry = vec![
            value("name", "name", "nom", &me.name),
            value("aliases", "known as", "connu comme", me.aliases.join(", ")),
        ];
        let title = Bilingual::fixed("Name and addresses", "Nom et adresses");
        file.parts.push(Part { name: "me", title, entries: vec![entry] });
    }
    let mut handled = Vec::new();
    let query = Query { mine: Some(true), ..Query::default() };
    for id in session.store.conversation_ids(&query, ListOrder::Oldest)? {
        handled.extend(session.store.conversation(id)?.map(|whole| heading(&whole, false)));
    }
    let title = Bilingual::fixed("Conversations that I handled", "Conversations que j’ai traitées");
    file.parts.push(Part { name: "handled", title, entries: handled });
    let (mut reviews, mut theirs, mut closed) = (Vec::new(), Vec::new(), 0);
    let mut sealed = BTreeSet::new();
    session.store.each_sealed(&SealedFilter::default(), &mut |row| {
        sealed.insert(row.review);
        std::ops::ControlFlow::Continue(())
    })?;
    for id in sealed {
        let Some(record) = session.store.review(id)? else { continue };
        let all = match record.role {
            ReviewRole::Own => Vec::new(),
            _ => others::of(session, record.conversation)?,
        };
        match all.into_iter().find(|other| other.review == id) {
            None => reviews.push(review(session, &record)?),
            Some(other) => {
                let mine = desk::mine(session, record.conversation)?.map(|mine| mine.state);
                if other.is_open(mine) {
                    let Bilingual { en, fr } = &other.reviewer;
                    let by = if en == fr { en.to_string() } else { format!("{en} / {fr}") };
                    let mut entry = review(session, &record)?;
                    entry.insert(1, value("reviewer", "reviewer", "par", by));
                    theirs.push(entry);
                } else {
                    closed += 1;
                }
            }
        }
    }
    let title = Bilingual::fixed("Reviews that I sealed", "Évaluations que j’ai scellées");
    file.parts.push(Part { name: "reviews", title, entries: reviews });
    if !theirs.is_empty() {
        let title = Bilingual::fixed("Reviews that others wrote", "Évaluations que d’autres ont écrites");
        file.parts.push(Part { name: "others", title, entries: theirs });
    }
    if closed > 0 {
        file.remarks.push(both!(
            "reviews by others that are here and not in this file, because each opens when yours of the conversation is done: {closed}",
            "évaluations d’autres personnes qui sont là sans être dans ce fichier, car chacune s’ouvre quand la vôtre est faite\u{202f}: {closed}"
        ));
    }
    let submissions = session.store.submissions()?.into_iter().map(|row| {
        vec![
            value("made", "made", "faite", at(row.made_at)),
            value("until", "until", "jusqu’au", row.until.to_string()),
            value("reviews", "reviews", "évaluations", row.reviews.len().to_string()),
            value("withdrawn", "withdrawn", "reprise", row.withdrawn_at.map(at).unwrap_or_default()),
        ]
    });
    let entries = submissions.collect();
    let title = Bilingual::fixed("Submissions", "Remises");
    file.parts.push(Part { name: "submissions", title, entries });
    let all = session.store.exchanges()?;
    exchanges(session, &all, None, file)
}
