//! `aplomb import --explain`: what the files are, which fields are read, and what is missing for which figure.

use serde::Serialize;

use crate::cli::out::Out;
use crate::cli::page;
use crate::domain::capture::carried;
use crate::domain::shown::Shown;
use crate::formats::export::cell::Cells;
use crate::formats::export::manner::Manner;
use crate::formats::import::Format;
use crate::ops::capture;
use crate::ops::import::{FileSeen, Report};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, number, plural};

/// The names of files and fields stand in columns no wider than this.
const WIDEST: usize = 40;

/// What was explained, as scripts read it.
#[derive(Serialize)]
pub struct Explained {
    files: Vec<FileOut>,
    fields: Vec<FieldOut>,
    carried: Vec<CarriedOut>,
}

#[derive(Serialize)]
struct FileOut {
    file: String,
    format: Option<&'static str>,
    conversations: u64,
    messages: u64,
    private_notes: u64,
    pieces: u64,
    reviews: u64,
    people: u64,
    beside: std::collections::BTreeMap<String, u64>,
    problems: u64,
    refused: bool,
}

#[derive(Serialize)]
struct FieldOut {
    format: &'static str,
    notion: String,
    field: &'static str,
}

#[derive(Serialize)]
struct CarriedOut {
    what: &'static str,
    conversations: u64,
    of: u64,
    metrics: Vec<&'static str>,
}

impl Explained {
    /// What a dry run saw.
    pub fn of(report: &Report, lang: Lang) -> Explained {
        let file = |seen: &FileSeen| FileOut {
            file: Shown::line(&seen.file).into_string(),
            format: seen.format.map(Format::word),
            conversations: seen.conversations,
            messages: seen.messages,
            private_notes: seen.private,
            pieces: seen.pieces,
            reviews: seen.reviews,
            people: seen.people,
            beside: seen.beside.iter().map(|(kind, n)| (Shown::line(kind).into_string(), *n)).collect(),
            problems: seen.problems,
            refused: seen.refused,
        };
        let fields = formats(report).into_iter().flat_map(|format| {
            format.carries().iter().map(move |carries| FieldOut {
                format: format.word(),
                notion: carries.notion.get(lang).to_owned(),
                field: carries.field,
            })
        });
        let shares = carried(&report.counts).into_iter().map(|carried| CarriedOut {
            what: carried.need.word(),
            conversations: carried.share.hits(),
            of: carried.share.n(),
            metrics: carried.need.metrics().iter().map(|id| id.word()).collect(),
        });
        Explained {
            files: report.seen.iter().map(file).collect(),
            fields: fields.collect(),
            carried: shares.collect(),
        }
    }
}

/// The formats that were met, each once.
fn formats(report: &Report) -> Vec<Format> {
    let mut formats: Vec<Format> = Vec::new();
    for format in report.seen.iter().filter_map(|seen| seen.format) {
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats
}

/// Prints it.
pub fn print(out: &mut Out, session: &Session, report: &Report) {
    let lang = out.lang;
    out.say(&Bilingual::fixed(
        "# What these files are. Nothing is written.",
        "# Ce que sont ces fichiers. Rien n’est écrit.",
    ));
    let name = |seen: &FileSeen| tail(&Shown::line(&seen.file));
    let width = report.seen.iter().map(|seen| name(seen).chars().count()).max().unwrap_or(0);
    for seen in &report.seen {
        let format = match seen.format {
            Some(format) => format.name().to_owned(),
            None => Bilingual::fixed("not readable", "illisible").get(lang).to_owned(),
        };
        out.line(&format!("  {:width$}  {format} · {}", name(seen), held(seen, lang)));
    }
    for format in formats(report) {
        let carries = format.carries();
        if carries.is_empty() {
            continue;
        }
        out.line("");
        out.line(&match lang {
            Lang::En => format!("## {}: which fields are read", format.name()),
            Lang::Fr => format!("## {} : quels champs sont lus", format.name()),
        });
        let notion = |place: usize| carries[place].notion.get(lang);
        let width = (0..carries.len()).map(|place| notion(place).chars().count()).max().unwrap_or(0);
        for (place, one) in carries.iter().enumerate() {
            out.line(&format!("  {:width$}  {}", notion(place), one.field));
        }
    }
    if report.counts.conversations > 0 {
        let manner = Manner { lang, zone: session.zone.clone(), cells: Cells::Guarded };
        out.line("");
        page::sheet(out, &capture::carries(&carried(&report.counts)), &manner);
    }
    out.line("");
}

/// The end of a path, which tells files apart.
fn tail(path: &str) -> String {
    let length = path.chars().count();
    if length <= WIDEST {
        return path.to_owned();
    }
    std::iter::once('…').chain(path.chars().skip(length + 1 - WIDEST)).collect()
}

/// What a file held, in words.
fn held(seen: &FileSeen, lang: Lang) -> String {
    let mut parts = Vec::new();
    let mut tell = |n: u64, en: [&str; 2], fr: [&str; 2]| {
        if n > 0 {
            let [one, many] = if lang == Lang::En { en } else { fr };
            parts.push(format!("{} {}", number(lang, n), plural(lang, n, one, many)));
        }
    };
    tell(seen.conversations, ["conversation", "conversations"], ["conversation", "conversations"]);
    tell(seen.messages, ["message", "messages"], ["message", "messages"]);
    tell(seen.private, ["of them private", "of them private"], ["dont interne", "dont internes"]);
    tell(seen.pieces, ["other piece", "other pieces"], ["autre élément", "autres éléments"]);
    tell(
        seen.reviews,
        ["review by others", "reviews by others"],
        ["évaluation par d’autres", "évaluations par d’autres"],
    );
    tell(seen.people, ["person", "people"], ["personne", "personnes"]);
    tell(seen.problems, ["problem", "problems"], ["problème", "problèmes"]);
    for (kind, n) in &seen.beside {
        let kind = Shown::short(kind, 30);
        parts.push(match lang {
            Lang::En => format!("{} × {kind}, not needed", number(lang, *n)),
            Lang::Fr => format!("{} × {kind}, sans usage", number(lang, *n)),
        });
    }
    if seen.refused {
        parts.push(Bilingual::fixed("left out whole", "laissé de côté en entier").get(lang).to_owned());
    }
    if parts.is_empty() {
        parts.push(Bilingual::fixed("nothing in it", "rien dedans").get(lang).to_owned());
    }
    parts.join(", ")
}
