//! One row and a map's table make one [`Part`].

use crate::both;
use crate::domain::conversation::{Csat, Moment};
use crate::domain::problem::Problem;
use crate::words::Bilingual;

use super::findings::Findings;
use super::html::html_to_text;
use super::map::{Body, Col, Map, RoleRule, Table};
use super::part::{About, Kind, Part, Said, Speaker};
use super::rows::Texts;

const NOT_EMPTY: Bilingual = Bilingual::fixed("a cell that is not empty", "une cellule non vide");

/// A table of a map, bound to the columns of one file.
pub(super) struct RowReader<'m> {
    map: &'m Map,
    table: &'m Table,
    /// For each column of the table its place in the file.
    places: Vec<Option<usize>>,
}

impl<'m> RowReader<'m> {
    /// Binds `table` to the header of a file.
    pub(super) fn new(map: &'m Map, table: &'m Table, header: &[&str]) -> RowReader<'m> {
        let place = |name: &str| header.iter().position(|known| *known == name);
        let places = table.columns.iter().map(|column| place(&column.name)).collect();
        RowReader { map, table, places }
    }

    /// Whether the map wants the row left out.
    pub(super) fn skips(&self, texts: &Texts<'_>) -> bool {
        let condition = self.table.skip_when.as_ref();
        condition.is_some_and(|when| when.met(self.raw(texts, when.column)) == Some(true))
    }

    /// The part, with a warning where something is odd but nothing is lost; `None` if anything is in `findings`.
    pub(super) fn part(
        &self,
        texts: &Texts<'_>,
        file: &str,
        line: u64,
        findings: &mut Findings,
    ) -> Option<(Part, Option<Problem>)> {
        let table = self.table;
        let mut row = Cells { reader: self, texts, findings };
        let external_id = row.needed(table.conversation).to_owned();
        let at = row.time(table.at, true);
        let author = row.optional(table.author).to_owned();
        let message = match table.body {
            Some(body) => row.said(body, at, &author),
            None => None,
        };
        let about = row.about(at, &author);
        let source = match row.optional(table.source) {
            "" => self.map.source.clone(),
            source => source.to_owned(),
        };
        if source.is_empty()
            && let Some(column) = table.source
        {
            row.problem(column, NOT_EMPTY);
        }
        let marks =
            table.marks.iter().filter(|mark| mark.when.met(self.raw(texts, mark.when.column)) == Some(true));
        let marks = marks.map(|mark| mark.tag.clone()).collect();
        if !row.findings.none() {
            return None;
        }
        let warning = match (&message, table.body) {
            (Some(said), Some(body)) if said.text.is_empty() => {
                let accepted = Bilingual::fixed(
                    "no text here; taken in as an empty message",
                    "aucun texte ici ; repris comme un message vide",
                );
                Some(Problem::at(line, self.name(body.column), "", accepted).in_file(file))
            }
            _ => None,
        };
        let file = file.to_owned();
        let kind = table.kind;
        let (events, desk) = (Vec::new(), None);
        Some((
            Part {
                source,
                external_id,
                file,
                line,
                kind,
                about,
                message,
                marks,
                events,
                desk,
                reviews: Vec::new(),
            },
            warning,
        ))
    }

    /// A cell as it stands; empty where the file lacks the column.
    fn raw<'t>(&self, texts: &Texts<'t>, column: Col) -> &'t str {
        self.places[column].map(|place| texts.cell(place)).unwrap_or_default()
    }

    fn name(&self, column: Col) -> &'m str {
        &self.table.columns[column].name
    }
}

/// The cells of one row under reading.
struct Cells<'r, 't> {
    reader: &'r RowReader<'r>,
    texts: &'r Texts<'t>,
    findings: &'r mut Findings,
}

impl<'t> Cells<'_, 't> {
    fn cell(&self, column: Col) -> &'t str {
        self.reader.raw(self.texts, column).trim()
    }

    fn optional(&self, column: Option<Col>) -> &'t str {
        column.map(|column| self.cell(column)).unwrap_or_default()
    }

    fn problem(&mut self, column: Col, accepted: Bilingual) {
        let (name, found) = (self.reader.name(column), self.cell(column));
        self.findings.add(|| name.to_owned(), found, accepted);
    }

    fn needed(&mut self, column: Col) -> &'t str {
        let cell = self.cell(column);
        if cell.is_empty() {
            self.problem(column, NOT_EMPTY);
        }
        cell
    }

    fn time(&mut self, column: Col, needed: bool) -> Option<Moment> {
        let cell = self.cell(column);
        if cell.is_empty() && !needed {
            return None;
        }
        let times = &self.reader.map.times;
        let read = times.iter().find_map(|format| format.read(cell));
        if read.is_none() {
            let examples: Vec<String> = times.iter().map(|format| format.example()).collect();
            let (en, fr) = (examples.join(" or "), examples.join(" ou "));
            let accepted = both!("a time such as {en}", "une heure comme {fr}");
            self.problem(column, accepted);
        }
        read
    }

    fn count(&mut self, column: Option<Col>) -> Option<u32> {
        let column = column.filter(|column| !self.cell(*column).is_empty())?;
        let read = self.cell(column).parse().ok();
        if read.is_none() {
            self.problem(column, Bilingual::fixed("a whole number from 0", "un nombre entier à partir de 0"));
        }
        read
    }

    fn said(&mut self, body: Body, at: Option<Moment>, author: &str) -> Option<Said> {
        let table = self.reader.table;
        let speaker = self.speaker(author);
        let private = match &table.private {
            None => false,
            Some(condition) => condition.met(self.cell(condition.column)).unwrap_or_else(|| {
                self.problem(condition.column, Bilingual::fixed("true or false", "true ou false"));
                false
            }),
        };
        let raw = self.reader.raw(self.texts, body.column);
        let (text, html) =
            if body.html { (html_to_text(raw), Some(raw.to_owned())) } else { (raw.to_owned(), None) };
        let macro_name = Some(self.optional(table.macro_name)).filter(|name| !name.is_empty());
        Some(Said {
            id: self.optional(table.message).to_owned(),
            at: at?.into(),
            speaker: speaker?,
            author: author.to_owned(),
            text,
            html,
            private,
            macro_name: macro_name.map(str::to_owned),
            provisional: false,
            mentions: Vec::new(),
        })
    }

    fn speaker(&mut self, author: &str) -> Option<Speaker> {
        match self.reader.table.role.as_ref()? {
            RoleRule::Always(role) => Some(Speaker::Is(*role)),
            RoleRule::Column(choice) => {
                let role = choice.meaning(self.cell(choice.column));
                if role.is_none() {
                    let words = choice.words();
                    self.problem(choice.column, both!("a role: {words}", "un rôle : {words}"));
                }
                role.map(Speaker::Is)
            }
            RoleRule::Opener { opener, others } => {
                if let (true, Some(column)) = (author.is_empty(), self.reader.table.author) {
                    self.problem(column, NOT_EMPTY);
                }
                Some(Speaker::Compared { opener: *opener, others: *others })
            }
        }
    }

    fn about(&mut self, at: Option<Moment>, author: &str) -> About {
        let table = self.reader.table;
        let opening = table.kind == Kind::Opening;
        let opened_at = match table.opened_at.and_then(|column| self.time(column, false)) {
            None if opening => at,
            told => told,
        };
        let closed_at = table.closed_at.and_then(|column| self.time(column, false));
        let status = table.status.as_ref().filter(|choice| !self.cell(choice.column).is_empty());
        let status = status.and_then(|choice| {
            let status = choice.meaning(self.cell(choice.column));
            if status.is_none() {
                let words = choice.words();
                self.problem(choice.column, both!("a status: {words}", "un statut : {words}"));
            }
            status
        });
        let channel = match self.optional(table.channel) {
            "" => self.reader.map.channel.clone(),
            channel => channel.to_owned(),
        };
        let tags = table.tags.iter().flat_map(|(column, separator)| self.cell(*column).split(separator));
        About {
            channel,
            subject: table
                .subject
                .map(|column| self.reader.raw(self.texts, column))
                .unwrap_or_default()
                .to_owned(),
            agent: self.optional(table.agent).to_owned(),
            customer: self.optional(table.customer).to_owned(),
            opener: if opening { author.to_owned() } else { String::new() },
            closed_by: self.optional(table.closed_by).to_owned(),
            status,
            opened_at: opened_at.map(Into::into),
            closed_at: closed_at.map(Into::into),
            tags: tags.map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            csat: self.csat(),
            transfers: self.count(table.transfers),
            reopens: self.count(table.reopens),
            as_of: None,
            figures: Vec::new(),
        }
    }

    fn csat(&mut self) -> Option<Csat> {
        let rule = self.reader.table.csat.as_ref()?;
        let cell = self.cell(rule.column);
        if cell.is_empty() {
            return None;
        }
        let Some(score) = rule.score(cell) else {
            let (min, max) = (rule.min, rule.max);
            let words: Vec<&str> = rule.values.iter().map(|(word, _)| word.as_str()).collect();
            let words = words.join(", ");
            let accepted = if words.is_empty() {
                both!("a rating from {min} to {max}", "une note de {min} à {max}")
            } else {
                both!("a rating: {words}", "une note : {words}")
            };
            self.problem(rule.column, accepted);
            return None;
        };
        let comment = Some(self.optional(rule.comment)).filter(|comment| !comment.is_empty());
        Some(Csat { score, min: rule.min, max: rule.max, comment: comment.map(str::to_owned) })
    }
}
