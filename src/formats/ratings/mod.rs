//! Tables of ratings as spreadsheets write them: a header, a column for each rater, a row for each unit, empty where
//! somebody did not rate. Separators are `,`, `;` or tabs; numbers may have a decimal comma where commas do not separate.
//! Read in one pass: what is kept are counts.

mod answers;
mod columns;
mod guess;
mod row;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Cursor, Read};

use crate::both;
use crate::domain::agreement::{Counting, Level, Table};
use crate::domain::problem::Problem;
use crate::words::Bilingual;

use answers::{Answers, Meaning};
use columns::{Columns, Role};
use guess::{Guess, Row};
use row::{Broken, Rows};

pub use columns::NamesAsk;

/// Problems kept; further ones are counted.
const MOST_PROBLEMS: usize = 100;
/// Raters that a table may have.
const MOST_RATERS: usize = 10_000;
/// Answers that are named in a message.
const MOST_NAMED: usize = 12;

/// How a table is to be read.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What the answers are to each other.
    pub level: Level,
    /// Where the names of units stand.
    pub names: NamesAsk,
    /// The heading of a column that names items: each gets a table of its own.
    pub item: Option<String>,
    /// The answers in order, where they are declared.
    pub scale: Option<Vec<String>>,
}

/// How the column of names was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesAre {
    /// It was asked for.
    Asked,
    /// Its heading says it.
    ByHeading,
    /// Its cells say it: all differ, and no rater gave any of them.
    ByContent,
}

/// A table, or one for each item.
#[derive(Debug)]
pub struct Ratings {
    /// The headings of the raters' columns, raw.
    pub raters: Vec<String>,
    /// The heading of the column of names, raw, and how it was found.
    pub names: Option<(String, NamesAre)>,
    /// The answers in the order of the scale, raw.
    pub answers: Vec<String>,
    /// Whether the answers are numbers in rising order.
    pub numeric: bool,
    /// The items by first appearance; one without name where none were asked for.
    pub items: Vec<Item>,
    /// Cells *not applicable* that left because only an order or numbers count.
    pub not_applicable: u64,
    /// Rows whose unit was named before, in the same item.
    pub repeated_names: u64,
}

/// The ratings of one item.
#[derive(Debug)]
pub struct Item {
    /// Its name, raw; empty where none were asked for.
    pub name: String,
    /// Its ratings.
    pub table: Table,
    /// For each unit the number of its conversation; empty without names.
    pub conversations: Vec<usize>,
}

/// Why a table could not be read.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for does not fit the file.
    Asked(Bilingual),
    /// Its problems, and how many more there are.
    Problems(Vec<Problem>, u64),
    /// The file could not be read.
    Unreadable(io::Error),
}

/// Whether an answer is a number.
pub fn is_number(answer: &str) -> bool {
    answers::number(answer, false).or_else(|| answers::number(answer, true)).is_some()
}

/// Reads a table.
///
/// # Errors
/// All cells that are not accepted, or what keeps the table from being read at all.
pub fn read(input: impl Read, ask: &Ask) -> Result<Ratings, Refusal> {
    let mut input = BufReader::with_capacity(256 << 10, input);
    let head = input.fill_buf().map_err(Refusal::Unreadable)?;
    let wide = match head {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let Some(encoding) = wide else { return read_rows(Rows::new(input), ask) };
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(Refusal::Unreadable)?;
    let text = encoding.decode(&bytes).0.into_owned();
    read_rows(Rows::new(Cursor::new(text)), ask)
}

fn read_rows<R: BufRead>(mut rows: Rows<R>, ask: &Ask) -> Result<Ratings, Refusal> {
    if !rows.header().map_err(refused)? {
        return Err(single(None, "", no_table()));
    }
    let mut heads = vec![String::new(); rows.width];
    for (place, cell) in rows.filled() {
        answers::text(cell).trim().clone_into(&mut heads[place]);
    }
    let columns = Columns::of(heads, ask)?;
    if columns.raters > MOST_RATERS {
        let found = columns.raters.to_string();
        return Err(single(
            Some(1),
            &found,
            both!("at most {MOST_RATERS} columns of raters", "au plus {MOST_RATERS} colonnes d’évaluateurs"),
        ));
    }
    let mut reading = Reading::new(columns, ask, rows.separator);
    while rows.next().map_err(refused)? {
        reading.row(&rows);
    }
    reading.finish(ask)
}

fn no_table() -> Bilingual {
    Bilingual::fixed(
        "a header with a column for each rater, then a row for each unit",
        "un en-tête avec une colonne par évaluateur, puis une ligne par unité",
    )
}

fn single(line: Option<u64>, found: &str, accepted: Bilingual) -> Refusal {
    Refusal::Problems(vec![Problem::at(line, "", found, accepted)], 0)
}

fn refused(broken: Broken) -> Refusal {
    match broken {
        Broken::Unreadable(error) => Refusal::Unreadable(error),
        Broken::Quote(line) => single(
            Some(line),
            "\"",
            Bilingual::fixed(
                "a quote that opens a cell closes it too",
                "un guillemet qui ouvre une cellule la ferme aussi",
            ),
        ),
        Broken::Long(line) => single(Some(line), "", no_table()),
    }
}

/// What has been read so far.
struct Reading {
    columns: Columns,
    answers: Answers,
    guess: Option<Guess>,
    items: Vec<ItemSoFar>,
    /// Whether no column names items.
    alone: bool,
    item_places: HashMap<Box<[u8]>, usize>,
    conversations: HashMap<u64, usize>,
    hasher: RandomState,
    /// The last item in which each conversation stood.
    seen_in: Vec<usize>,
    problems: Vec<Problem>,
    more_problems: u64,
    not_applicable: u64,
    repeated: u64,
    accepted: Bilingual,
    /// The present row.
    now: Row,
}

struct ItemSoFar {
    name: String,
    counting: Counting,
    conversations: Vec<usize>,
}

impl Reading {
    fn new(columns: Columns, ask: &Ask, separator: u8) -> Reading {
        let answers = Answers::new(ask.level, ask.scale.as_deref(), separator != b',');
        Reading {
            guess: columns.roles.contains(&Role::Open).then(Guess::default),
            alone: !columns.roles.contains(&Role::Item),
            columns,
            answers,
            items: Vec::new(),
            item_places: HashMap::new(),
            conversations: HashMap::new(),
            hasher: RandomState::new(),
            seen_in: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            not_applicable: 0,
            repeated: 0,
            accepted: accepted(ask),
            now: Row::default(),
        }
    }

    fn row<R: BufRead>(&mut self, rows: &Rows<R>) {
        let mut now = std::mem::take(&mut self.now);
        now.begin(rows.line);
        for (place, cell) in rows.filled() {
            match self.columns.roles.get(place) {
                Some(Role::Rater(rater)) => self.rate(&mut now, place, *rater, cell),
                Some(Role::Open | Role::Names) => now.name.extend_from_slice(cell.trim_ascii()),
                Some(Role::Item) => now.item.extend_from_slice(cell.trim_ascii()),
                None if cell.trim_ascii().is_empty() => {}
                None => {
                    let columns = self.columns.roles.len();
                    let accepted = both!(
                        "no more cells than the header has: {columns}",
                        "pas plus de cellules que l’en-tête\u{202f}: {columns}"
                    );
                    self.problem(Problem::at(now.line, "", answers::text(cell), accepted));
                }
            }
        }
        match &mut self.guess {
            None => self.count(&now),
            Some(guess) => {
                let rater = guess.tells_a_rater(&now, &self.answers);
                guess.rows.push(now.clone());
                if rater {
                    self.settle(false);
                } else if guess.has_seen_enough() {
                    self.settle_by_content();
                }
            }
        }
        self.now = now;
    }

    fn rate(&mut self, now: &mut Row, place: usize, rater: usize, cell: &[u8]) {
        match self.answers.meaning(cell) {
            Meaning::Missing => {}
            Meaning::Answer(answer) => now.ratings.push((rater as u32, answer)),
            Meaning::NotApplicable => self.not_applicable += 1,
            Meaning::Refused => {
                let problem = Problem::at(
                    now.line,
                    self.columns.heads[place].as_str(),
                    answers::text(cell).trim(),
                    self.accepted.clone(),
                );
                self.problem(problem);
            }
        }
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }

    /// Counts a row whose columns are settled.
    fn count(&mut self, row: &Row) {
        let place = self.place_of(&row.item);
        let item = &mut self.items[place];
        if self.columns.names.is_some() {
            let new = self.seen_in.len();
            let conversation = *self.conversations.entry(self.hasher.hash_one(&row.name)).or_insert(new);
            if conversation == new {
                self.seen_in.push(place);
            } else {
                // Names of units that come again in the same item: two rows for one unit.
                self.repeated += u64::from(self.seen_in[conversation] == place);
                self.seen_in[conversation] = place;
            }
            item.conversations.push(conversation);
        }
        item.counting.unit(&row.ratings);
    }

    /// The item's place; the first row of an item makes one.
    fn place_of(&mut self, name: &[u8]) -> usize {
        if self.alone && !self.items.is_empty() {
            return 0;
        }
        if let Some(place) = self.item_places.get(name) {
            return *place;
        }
        let place = self.items.len();
        self.item_places.insert(name.into(), place);
        self.items.push(ItemSoFar {
            name: answers::text(name).into_owned(),
            counting: Counting::new(self.columns.raters),
            conversations: Vec::new(),
        });
        place
    }

    fn settle_by_content(&mut self) {
        let found = self.answers.found.len();
        let names = self.guess.as_ref().is_some_and(|guess| guess.tells_names(&self.answers, found));
        self.settle(names);
    }

    /// Settles the open column and counts the rows that waited for it.
    fn settle(&mut self, names: bool) {
        let Some(guess) = self.guess.take() else { return };
        let place = self.columns.roles.iter().position(|role| *role == Role::Open).unwrap_or(0);
        self.columns.settle(names);
        for mut row in guess.rows {
            if names {
                for (rater, _) in &mut row.ratings {
                    *rater -= 1;
                }
            } else {
                let cell = std::mem::take(&mut row.name);
                self.rate(&mut row, place, 0, &cell);
            }
            self.count(&row);
        }
    }

    fn finish(mut self, ask: &Ask) -> Result<Ratings, Refusal> {
        self.settle_by_content();
        if !self.problems.is_empty() {
            self.problems.sort_by_key(|problem| problem.line);
            return Err(Refusal::Problems(self.problems, self.more_problems));
        }
        if self.items.is_empty() {
            return Err(single(None, "", no_table()));
        }
        let scale = Scale::of(&self.answers.found, ask);
        let numbers = || scale.numbers.clone();
        let table = |item: ItemSoFar| Item {
            name: item.name,
            table: item.counting.finish(&scale.order, scale.names.len(), numbers()),
            conversations: item.conversations,
        };
        let heads = self.columns.roles.iter().zip(&self.columns.heads);
        Ok(Ratings {
            raters: heads
                .filter(|(role, _)| matches!(role, Role::Rater(_)))
                .map(|(_, head)| head.clone())
                .collect(),
            names: self.columns.names.map(|how| (self.columns.names_heading().to_owned(), how)),
            items: self.items.into_iter().map(table).collect(),
            numeric: scale.numbers.is_some(),
            answers: scale.names,
            not_applicable: self.not_applicable,
            repeated_names: self.repeated,
        })
    }
}

fn accepted(ask: &Ask) -> Bilingual {
    let Some(scale) = &ask.scale else {
        return Bilingual::fixed(
            "a number or an empty cell is accepted (`--scale` declares answers that are words)",
            "un nombre ou une cellule vide («\u{202f}--scale\u{202f}» déclare des réponses en toutes lettres)",
        );
    };
    let mut names: Vec<&str> = scale.iter().take(MOST_NAMED).map(String::as_str).collect();
    if scale.len() > MOST_NAMED {
        names.push("…");
    }
    let names = names.join(", ");
    both!("one of {names}, or an empty cell", "une réponse parmi {names}, ou une cellule vide")
}

/// The answers in order.
struct Scale {
    names: Vec<String>,
    /// Rising, where all answers are numbers and their order is theirs.
    numbers: Option<Vec<f64>>,
    /// The place of each answer as it was found.
    order: Vec<u32>,
}

impl Scale {
    fn of(found: &[(String, Option<f64>)], ask: &Ask) -> Scale {
        let numbers: Option<Vec<f64>> = found.iter().map(|(_, number)| *number).collect();
        let mut places: Vec<usize> = (0..found.len()).collect();
        let rises = |numbers: &[f64]| numbers.is_sorted() || numbers.iter().rev().is_sorted();
        // A scale declared in an order of its own keeps it, unless the numbers themselves are asked for.
        let by_number = numbers
            .as_ref()
            .filter(|numbers| ask.scale.is_none() || ask.level == Level::Interval || rises(numbers));
        match by_number {
            Some(numbers) => places.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b])),
            None if ask.scale.is_none() => places.sort_by(|a, b| found[*a].0.cmp(&found[*b].0)),
            None => {}
        }
        let mut order = vec![0; found.len()];
        for (place, answer) in places.iter().enumerate() {
            order[*answer] = place as u32;
        }
        Scale {
            names: places.iter().map(|answer| found[*answer].0.clone()).collect(),
            numbers: by_number.map(|numbers| places.iter().map(|answer| numbers[*answer]).collect()),
            order,
        }
    }
}

#[cfg(test)]
mod tests;
