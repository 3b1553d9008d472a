//! Rows of a spreadsheet of scorecards: each becomes a card of answers, or is named with everything that is wrong in it.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use encoding_rs::{Encoding, UTF_8};
use jiff::civil::time;
use jiff::fmt::strtime::BrokenDownTime;

use super::map::{Clock, ItemColumn, Reviewer, ScorecardMap};
use crate::both;
use crate::domain::checklist::{Checklist, Scale};
use crate::domain::conversation::Moment;
use crate::domain::fold::fold;
use crate::domain::problem::Problem;
use crate::domain::review::{Answer, Value};
use crate::formats::import::Refusal;
use crate::formats::import::by_map::{LONGEST_ROW, row_refusal};
use crate::formats::import::decode::Decoding;
use crate::formats::import::desk;
use crate::formats::import::findings::Findings;
use crate::formats::import::rows::{Row, Rows, Texts};
use crate::words::Bilingual;

/// How much of the file is looked at for its delimiter.
const HEAD: u64 = 64 << 10;

/// One review of the spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The line on which the row starts.
    pub line: u64,
    /// The conversation as the row names it.
    pub conversation: String,
    /// Who reviewed; may be empty.
    pub reviewer: String,
    /// When, if the sheet says.
    pub at: Option<Moment>,
    /// Answers to items; an empty cell is none.
    pub answers: Vec<(String, Answer)>,
}

/// What a row came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Carded {
    /// A review.
    Card(Card),
    /// A row that is left out.
    Problem(Problem),
}

/// Reads a spreadsheet to its end, or until `sink` breaks.
///
/// # Errors
/// Where the file as a whole cannot be read by this map.
pub fn read(
    input: &mut dyn BufRead,
    file: &str,
    map: &ScorecardMap,
    checklist: &Checklist,
    sink: &mut dyn FnMut(Carded) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut head = Vec::new();
    (&mut *input).take(HEAD).read_to_end(&mut head).map_err(|error| Refusal::unreadable(file, &error))?;
    let (encoding, mark) = Encoding::for_bom(&head).unwrap_or((map.encoding.unwrap_or(UTF_8), 0));
    let (text, ..) = encoding.decode(&head);
    let delimiter = map.delimiter.unwrap_or_else(|| desk::header_of(&text).1);
    let bytes = io::Cursor::new(&head[mark..]).chain(input);
    let reading = Reading { file, map, checklist, encoding };
    if encoding == UTF_8 {
        reading.rows(Rows::new(bytes, delimiter, LONGEST_ROW), sink)
    } else {
        reading.rows(Rows::new(Decoding::new(bytes, encoding), delimiter, LONGEST_ROW), sink)
    }
}

struct Reading<'r> {
    file: &'r str,
    map: &'r ScorecardMap,
    checklist: &'r Checklist,
    encoding: &'static Encoding,
}

/// Where the columns of the map stand in the file.
struct Places {
    conversation: usize,
    reviewer: Option<usize>,
    at: Option<usize>,
    /// For each item its column, and that of its comment.
    items: Vec<(usize, Option<usize>)>,
}

impl Reading<'_> {
    fn rows<R: BufRead>(
        &self,
        mut rows: Rows<R>,
        sink: &mut dyn FnMut(Carded) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let refused = |error| row_refusal(self.file, self.encoding, error);
        let mut row = Row::default();
        let mut header: Option<(usize, Places)> = None;
        while rows.next(&mut row).map_err(refused)? {
            let Ok(texts) = row.texts() else {
                let accepted = Bilingual::fixed(
                    "the row is not UTF-8; name the file's encoding in the map, such as encoding = \"windows-1252\"",
                    "la ligne n’est pas en UTF-8 ; nommez l’encodage du fichier dans le plan, comme encoding = \"windows-1252\"",
                );
                return Err(Refusal::at(self.file, row.line, "", accepted));
            };
            let Some((width, places)) = &header else {
                header = Some((row.len(), self.places(&texts, row.line)?));
                continue;
            };
            if texts.blank() {
                continue;
            }
            let mut findings = Findings::new(row.line);
            if row.len() != *width {
                let accepted = both!(
                    "{width} cells, as in the first row",
                    "{width} cellules, comme dans la première ligne"
                );
                findings.add(String::new, row.len().to_string(), accepted);
            }
            let card = self.card(&texts, row.line, places, &mut findings);
            let flow = if findings.none() {
                sink(Carded::Card(card))
            } else {
                findings.into_problems(self.file).into_iter().map(Carded::Problem).try_for_each(&mut *sink)
            };
            if flow.is_break() {
                break;
            }
        }
        if header.is_none() {
            let accepted = Bilingual::fixed(
                "the file is empty: a first row with the names of the columns is needed",
                "le fichier est vide : il faut une première ligne avec les noms des colonnes",
            );
            return Err(Refusal::whole(self.file, "", accepted));
        }
        Ok(())
    }

    fn places(&self, texts: &Texts<'_>, line: u64) -> Result<Places, Refusal> {
        let header: Vec<&str> = texts.cells().map(str::trim).collect();
        let mut missing = Vec::new();
        let mut place = |name: &str| {
            let place = header.iter().position(|column| *column == name);
            if place.is_none() && !missing.contains(&name.to_owned()) {
                missing.push(name.to_owned());
            }
            place
        };
        let conversation = place(&self.map.conversation);
        let reviewer = match &self.map.reviewer {
            Reviewer::Column(name) => Some(place(name)),
            Reviewer::Always(_) => None,
        };
        let at = self.map.at.as_deref().map(&mut place);
        let mut items = Vec::new();
        for item in &self.map.items {
            items.push((place(&item.column), item.comment.as_deref().map(&mut place)));
        }
        let items =
            items.into_iter().map(|(column, comment)| column.map(|column| (column, comment.flatten())));
        match (conversation, items.collect::<Option<Vec<_>>>()) {
            (Some(conversation), Some(items)) if missing.is_empty() => {
                Ok(Places { conversation, reviewer: reviewer.flatten(), at: at.flatten(), items })
            }
            _ => {
                let missing = missing.join(", ");
                let accepted = both!(
                    "a first row with the columns that the map names; missing: {missing}",
                    "une première ligne avec les colonnes que nomme le plan ; il manque : {missing}"
                );
                Err(Refusal::at(self.file, line, header.join(", "), accepted))
            }
        }
    }

    fn card(&self, texts: &Texts<'_>, line: u64, places: &Places, findings: &mut Findings) -> Card {
        let cell = |place: usize| texts.cell(place).trim();
        let conversation = cell(places.conversation).to_owned();
        if conversation.is_empty() {
            let accepted = Bilingual::fixed("a cell that is not empty", "une cellule non vide");
            findings.add(|| self.map.conversation.clone(), "", accepted);
        }
        let reviewer = match (&self.map.reviewer, places.reviewer) {
            (Reviewer::Always(name), _) => name.clone(),
            (_, place) => place.map(cell).unwrap_or_default().to_owned(),
        };
        let at = places.at.map(cell).filter(|cell| !cell.is_empty());
        let at = at.and_then(|cell| {
            let read = self.map.times.iter().find_map(|clock| clock.read(cell));
            if read.is_none() {
                let accepted = Bilingual::fixed(
                    "a time as the map's `time` writes it",
                    "une heure comme l’écrit `time` du plan",
                );
                findings.add(|| self.map.at.clone().unwrap_or_default(), cell, accepted);
            }
            read
        });
        let mut answers = Vec::new();
        for (column, (place, comment)) in self.map.items.iter().zip(&places.items) {
            let said = cell(*place);
            if said.is_empty() {
                continue;
            }
            match self.value(column, said) {
                Some(value) => {
                    let mut answer = Answer::of(value);
                    comment.map(cell).unwrap_or_default().clone_into(&mut answer.comment);
                    answers.push((column.item.clone(), answer));
                }
                None => findings.add(|| column.column.clone(), said, self.accepted(column)),
            }
        }
        if answers.is_empty() && findings.none() {
            let accepted = Bilingual::fixed(
                "at least one answer; this row has none",
                "au moins une réponse ; cette ligne n’en a aucune",
            );
            findings.add(String::new, "", accepted);
        }
        Card { line, conversation, reviewer, at, answers }
    }

    fn value(&self, column: &ItemColumn, said: &str) -> Option<Value> {
        let folded = fold(said);
        let one_of = |words: &[String]| words.iter().any(|word| fold(word.trim()) == folded);
        let item = self.checklist.item(&column.item)?;
        let value = if one_of(&column.yes) {
            Value::Yes
        } else if one_of(&column.no) {
            Value::No
        } else if one_of(&column.na) {
            Value::Na
        } else {
            // A spreadsheet may write `4.0` where 4 is meant.
            Value::Point(said.strip_suffix(".0").unwrap_or(said).parse().ok()?)
        };
        item.takes(value).then_some(value)
    }

    fn accepted(&self, column: &ItemColumn) -> Bilingual {
        if let Some(Scale::Points { min, max }) = self.checklist.item(&column.item).map(|item| item.scale) {
            return both!("a point from {min} to {max}", "un point de {min} à {max}");
        }
        let words: Vec<&str> =
            [&column.yes, &column.no, &column.na].into_iter().flatten().map(String::as_str).collect();
        let words = words.join(", ");
        both!("one of the map's words: {words}", "un des mots du plan : {words}")
    }
}

impl Clock {
    fn read(&self, text: &str) -> Option<Moment> {
        match self {
            Clock::Time(format) => format.read(text),
            Clock::Day { pattern, zone } => {
                let date = BrokenDownTime::parse(pattern, text).ok()?.to_date().ok()?;
                let noon = zone.to_zoned(date.to_datetime(time(12, 0, 0, 0))).ok()?;
                Some(Moment::new(noon.timestamp(), noon.offset().seconds()))
            }
        }
    }
}
