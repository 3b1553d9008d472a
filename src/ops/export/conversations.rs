//! Conversations as a table: what is known about each, and none of what was said in it.

use crate::domain::book::{Book, Cell, Column, Definition, Kind, Sheet};
use crate::domain::conversation::{Conversation, Moment, Status};
use crate::domain::shown::Shown;
use crate::formats::export::rows::Take;
use crate::ops::error::OpsError;
use crate::ops::export::report::{Report, Source, Stopped};
use crate::ops::session::Session;
use crate::words::Bilingual;

/// A table of these conversations or of all, oldest first.
pub fn conversations_report<'s>(
    session: &'s Session,
    ids: Option<Vec<i64>>,
    now: i64,
) -> Result<Report<'s>, OpsError> {
    let ids = match ids {
        Some(ids) => ids,
        None => session.store.all_conversations()?,
    };
    Ok(Report::from(book(now), Rows { session, ids }))
}

struct Rows<'s> {
    session: &'s Session,
    ids: Vec<i64>,
}

impl Source for Rows<'_> {
    fn each(&self, _: &Sheet, take: &mut Take<'_>) -> Result<(), Stopped> {
        for id in &self.ids {
            if let Some((conversation, messages)) = self.session.store.heading(*id)? {
                take(&row(&conversation, messages))?;
            }
        }
        Ok(())
    }
}

fn row(c: &Conversation, messages: u32) -> Vec<Cell> {
    let text = |text: &str| if text.is_empty() { Cell::Nothing } else { Cell::Text(Shown::line(text)) };
    let known = |count: Option<u32>| count.map_or(Cell::NotRecorded, |count| Cell::Count(count.into()));
    let at = |at: Moment| Cell::Instant(at.micros);
    let rating = |part: fn(&crate::domain::conversation::Csat) -> f64| {
        c.csat.as_ref().map_or(Cell::NotRecorded, |csat| Cell::Number(part(csat)))
    };
    vec![
        text(&c.source),
        text(&c.external_id),
        text(&c.channel),
        c.status.map(Status::word).map_or(Cell::NotRecorded, |word| Cell::Code(word.to_owned())),
        at(c.opened_at),
        c.closed_at.map_or(Cell::NotRecorded, at),
        text(&c.agent),
        Cell::Count(messages.into()),
        known(c.transfers),
        known(c.reopens),
        rating(|csat| csat.score),
        rating(|csat| csat.min),
        rating(|csat| csat.max),
        text(&c.tags.join(", ")),
    ]
}

fn book(now: i64) -> Book {
    let column = |id, en, fr, kind| Column { id, name: Bilingual::fixed(en, fr), kind };
    Book {
        id: "conversations",
        title: Bilingual::fixed("Conversations", "Conversations"),
        as_of: now,
        period: None,
        notes: vec![Bilingual::fixed(
            "What is known about each conversation, without what was said in it: no subject, no message, no customer.",
            "Ce que l’on sait de chaque conversation, sans ce qui y a été dit : ni objet, ni message, ni client.",
        )],
        sheets: vec![Sheet {
            id: "conversations",
            title: Bilingual::fixed("Conversations", "Conversations"),
            notes: vec![],
            columns: vec![
                column("source", "Source", "Source", Kind::Text),
                column("conversation", "Conversation", "Conversation", Kind::Text),
                column("channel", "Channel", "Canal", Kind::Text),
                column("status", "Status", "Statut", Kind::Text),
                column("opened_at", "Opened", "Ouverte", Kind::Instant),
                column("closed_at", "Closed", "Fermée", Kind::Instant),
                column("agent", "Agent", "Conseiller", Kind::Text),
                column("messages", "Messages", "Messages", Kind::Count),
                column("transfers", "Transfers", "Transferts", Kind::Count),
                column("reopens", "Times opened again", "Réouvertures", Kind::Count),
                column("csat", "Rating", "Note du client", Kind::Number(2)),
                column("csat_min", "Lowest rating", "Note minimale", Kind::Number(2)),
                column("csat_max", "Highest rating", "Note maximale", Kind::Number(2)),
                column("tags", "Tags", "Étiquettes", Kind::Text),
            ],
            rows: vec![],
            chart: None,
        }],
        definitions: vec![
            Definition {
                id: "messages/1".to_owned(),
                name: Bilingual::fixed("Messages", "Messages"),
                formula: Bilingual::fixed(
                    "Messages of the conversation by everyone, private notes included.",
                    "Messages de la conversation, de tout le monde, notes privées comprises.",
                ),
            },
            Definition {
                id: "csat/1".to_owned(),
                name: Bilingual::fixed("Rating", "Note du client"),
                formula: Bilingual::fixed(
                    "What the customer gave, between the lowest and the highest rating of the survey.",
                    "Ce que le client a donné, entre la note minimale et la note maximale de l’enquête.",
                ),
            },
        ],
    }
}
