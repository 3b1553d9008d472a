//! The tables of the page: what each channel has, and which figures can stand on it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::book::{Cell, Column, Kind, Sheet};
use crate::domain::capture::{Carried, Counts};
use crate::domain::metric::MetricId;
use crate::domain::shown::Shown;
use crate::words::{Bilingual, Lang, date};

use super::Capture;

const fn column(id: &'static str, en: &'static str, fr: &'static str, kind: Kind) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind }
}

/// A share of conversations; of none there is none.
fn share(hits: u64, counts: &Counts) -> Cell {
    Cell::figure(counts.tally(hits).share())
}

/// The first and the last day.
fn days(days: &BTreeMap<Date, u64>) -> Cell {
    let ends = days.keys().next().zip(days.keys().next_back());
    ends.map_or(Cell::Nothing, |(first, last)| {
        let said = |lang| format!("{} – {}", date(lang, *first), date(lang, *last));
        Cell::Words(Bilingual::made(said(Lang::En), said(Lang::Fr)))
    })
}

/// Channels, each with how many of its conversations have what.
pub fn channels(capture: &Capture) -> Sheet {
    let several = capture.measured.parts.windows(2).any(|pair| pair[0].source != pair[1].source);
    let mut columns = vec![column("channel", "Channel", "Canal", Kind::Text)];
    if several {
        columns.push(column("source", "Source", "Source", Kind::Text));
    }
    columns.extend([
        column("conversations", "n", "n", Kind::Count),
        column("days", "Days", "Jours", Kind::Text),
        column("messages", "Messages", "Messages", Kind::Share),
        column("reply", "Reply", "Réponse", Kind::Share),
        column("agent", "Agent", "Conseiller", Kind::Share),
        column("rated", "Rated", "Note", Kind::Share),
    ]);
    let rows = capture.measured.parts.iter().map(|part| {
        let counts = &part.counts;
        let named = |text: &str| Cell::Text(Shown::short(text, 20));
        let mut row = vec![match part.channel.as_str() {
            "" => Cell::Words(Bilingual::fixed("(none)", "(aucun)")),
            channel => named(channel),
        }];
        if several {
            row.push(named(&part.source));
        }
        row.extend([
            Cell::Count(counts.conversations),
            days(&part.days),
            share(counts.conversations - counts.empty, counts),
            share(counts.replied, counts),
            share(counts.conversations - counts.without_agent, counts),
            share(counts.rated, counts),
        ]);
        row
    });
    Sheet {
        id: "channels",
        title: Bilingual::fixed(
            "Channel by channel: how many have",
            "Canal par canal\u{202f}: combien en ont",
        ),
        notes: Vec::new(),
        columns,
        rows: rows.collect(),
        chart: None,
    }
}

/// What share of conversations can carry which figures.
pub fn carries(carried: &[Carried]) -> Sheet {
    let names = |metrics: &[MetricId], lang: Lang| {
        metrics.iter().map(|id| id.metric().name.get(lang).to_owned()).collect::<Vec<_>>().join(", ")
    };
    let rows = carried.iter().map(|carried| {
        let (need, share) = (carried.need, carried.share);
        let said = |lang: Lang| match need.otherwise().filter(|_| share.hits() < share.n()) {
            Some(otherwise) => format!("{} ({})", names(need.metrics(), lang), otherwise.get(lang)),
            None => names(need.metrics(), lang),
        };
        vec![
            Cell::Words(need.words()),
            Cell::figure(share.share()),
            Cell::Count(share.hits()),
            Cell::Words(Bilingual::made(said(Lang::En), said(Lang::Fr))),
        ]
    });
    Sheet {
        id: "carries",
        title: Bilingual::fixed("Which figures can stand on this", "Quels chiffres peuvent s’y appuyer"),
        notes: Vec::new(),
        columns: vec![
            column("what", "Known", "Connu", Kind::Text),
            column("share", "Share", "Part", Kind::Share),
            column("n", "n", "n", Kind::Count),
            column("figures", "For", "Pour", Kind::Text),
        ],
        rows: rows.collect(),
        chart: None,
    }
}
