//! The map of a spreadsheet of scorecards. Strict: all problems are told at once.

use encoding_rs::Encoding;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use crate::both;
use crate::domain::checklist::{Checklist, Scale};
use crate::domain::problem::Problem;
use crate::domain::review::ReviewRole;
use crate::formats::import::time::TimeFormat;
use crate::formats::toml_reader::{self, A_TABLE, A_TEXT, Reader, Section};
use crate::words::Bilingual;

const TOP: [&str; 12] = [
    "source",
    "checklist",
    "role",
    "conversation",
    "reviewer",
    "reviewer_is",
    "at",
    "time",
    "zone",
    "encoding",
    "delimiter",
    "items",
];
const ITEM: [&str; 5] = ["column", "yes", "no", "na", "comment"];
const ROLES: Bilingual = Bilingual::fixed(
    "\"lead\", \"third\", \"peer\", or \"self\" for my own",
    "\"lead\", \"third\", \"peer\", ou \"self\" pour les miennes",
);
const WORDS: Bilingual =
    Bilingual::fixed("a list of texts: [\"…\", \"…\"]", "une liste de textes : [\"…\", \"…\"]");
const A_COLUMN: Bilingual = Bilingual::fixed("the name of a column", "le nom d’une colonne");

/// A map that was read and is sound.
#[derive(Clone, Debug)]
pub struct ScorecardMap {
    /// The source of the conversations that the rows name; empty where any will do.
    pub source: String,
    /// The checklist whose items the columns answer.
    pub checklist: String,
    /// Whose eyes.
    pub role: ReviewRole,
    pub(super) conversation: String,
    pub(super) reviewer: Reviewer,
    pub(super) at: Option<String>,
    pub(super) times: Vec<Clock>,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) delimiter: Option<u8>,
    pub(super) items: Vec<ItemColumn>,
}

/// Who reviewed.
#[derive(Clone, Debug)]
pub(super) enum Reviewer {
    Column(String),
    Always(String),
}

/// How a column writes its times; a spreadsheet often has days alone.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    Time(TimeFormat),
    /// A day: its noon there.
    Day {
        pattern: String,
        zone: TimeZone,
    },
}

/// The column that answers one item.
#[derive(Clone, Debug)]
pub(super) struct ItemColumn {
    pub(super) item: String,
    pub(super) column: String,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
    pub(super) na: Vec<String>,
    pub(super) comment: Option<String>,
    line: Option<u64>,
}

impl ScorecardMap {
    /// The example that comes with the program: its name and text.
    pub const SHIPPED: (&str, &str) = ("scorecards", include_str!("../../../../maps/scorecards.toml"));

    /// Reads a map; all problems at once.
    pub fn parse(toml: &str) -> Result<ScorecardMap, Vec<Problem>> {
        toml_reader::document(toml, |reader, top| reader.scorecard(top))
    }

    /// What the map says of items that the checklist does not have, or that its words cannot answer.
    pub fn against(&self, checklist: &Checklist) -> Vec<Problem> {
        let mut problems = Vec::new();
        for column in &self.items {
            let field = format!("items.{}", column.item);
            let accepted = match checklist.item(&column.item) {
                None => {
                    let known: Vec<&str> = checklist.items.iter().map(|item| item.id.as_str()).collect();
                    let (id, known) = (&checklist.id, known.join(", "));
                    both!("an item of {id}: {known}", "un point de {id} : {known}")
                }
                Some(item) if item.na.is_none() && !column.na.is_empty() => {
                    both!("this item takes no n/a", "ce point n’accepte pas « sans objet »")
                }
                Some(item)
                    if item.scale == Scale::YesNo && (column.yes.is_empty() || column.no.is_empty()) =>
                {
                    both!("the words for `yes` and for `no`", "les mots pour `yes` et pour `no`")
                }
                Some(_) => continue,
            };
            problems.push(Problem::at(column.line, field, column.item.clone(), accepted));
        }
        problems
    }
}

impl<'t> Reader<'t> {
    fn scorecard(&mut self, top: Section<'_, 't>) -> Option<ScorecardMap> {
        self.only(top, &TOP);
        let source = self.text(top, "source").unwrap_or_default();
        let checklist = self.needed(top, "checklist", &A_TEXT, Reader::text);
        let role = self.needed(top, "role", &ROLES, |reader, top, key| {
            let word = reader.text(top, key)?;
            let role = ReviewRole::from_word(&word);
            if let (None, Some(value)) = (role, top.get(key)) {
                reader.wrong(top, key, value, &ROLES);
            }
            role
        });
        let conversation = self.needed(top, "conversation", &A_COLUMN, Reader::text);
        let reviewer = match (self.text(top, "reviewer"), self.text(top, "reviewer_is")) {
            (Some(column), None) => Some(Reviewer::Column(column)),
            (None, Some(name)) => Some(Reviewer::Always(name)),
            _ => {
                let accepted = Bilingual::fixed(
                    "either `reviewer`, a column, or `reviewer_is`, a name",
                    "soit `reviewer`, une colonne, soit `reviewer_is`, un nom",
                );
                self.problem(0..0, "reviewer", "", accepted);
                None
            }
        };
        let at = self.text(top, "at");
        let times = self.clocks(top);
        let (encoding, delimiter) = (self.encoding(top), self.delimiter(top));
        let items = match top.get("items") {
            None => {
                self.missing(top, "items", &A_TABLE);
                None
            }
            Some(value) => match value.get_ref() {
                DeValue::Table(table) => {
                    let section = Section { table, path: "items", span: &value.span() };
                    Some(self.items(section))
                }
                _ => {
                    self.wrong(top, "items", value, &A_TABLE);
                    None
                }
            },
        };
        Some(ScorecardMap {
            source,
            checklist: checklist?,
            role: role?,
            conversation: conversation?,
            reviewer: reviewer?,
            at,
            times: times?,
            encoding,
            delimiter,
            items: items?,
        })
    }

    fn items(&mut self, section: Section<'_, 't>) -> Vec<ItemColumn> {
        let mut columns = Vec::new();
        for (key, value) in section.table {
            let item = key.get_ref().to_string();
            let DeValue::Table(table) = value.get_ref() else {
                self.wrong(section, &item, value, &A_TABLE);
                continue;
            };
            let path = format!("items.{item}");
            let inner = Section { table, path: &path, span: &value.span() };
            self.only(inner, &ITEM);
            let words = |reader: &mut Self, key: &str| match inner.get(key) {
                Some(_) => reader.words(inner, key, &WORDS).unwrap_or_default(),
                None => Vec::new(),
            };
            let (yes, no, na) = (words(self, "yes"), words(self, "no"), words(self, "na"));
            let Some(column) = self.needed(inner, "column", &A_COLUMN, Reader::text) else { continue };
            let comment = self.text(inner, "comment");
            let before = self.toml.get(..key.span().start).unwrap_or_default();
            let line = Some(before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1);
            columns.push(ItemColumn { item, column, yes, no, na, comment, line });
        }
        if columns.is_empty() {
            let accepted = Bilingual::fixed(
                "at least one item: [items.resolved] with its column and words",
                "au moins un point : [items.resolved] avec sa colonne et ses mots",
            );
            self.problem(section.span.clone(), "items", "", accepted);
        }
        columns
    }

    fn clocks(&mut self, top: Section<'_, 't>) -> Option<Vec<Clock>> {
        // A pattern without hours is a day; everything else is read as a map of conversations reads it.
        let day = match top.get("time").map(|value| value.get_ref()) {
            Some(DeValue::String(pattern)) if pattern.contains('%') && !has_hours(pattern) => {
                Some(pattern.to_string())
            }
            _ => None,
        };
        let Some(pattern) = day else {
            return Some(self.times(top)?.into_iter().map(Clock::Time).collect());
        };
        let zone = self.zone_named(top).ok()?.unwrap_or(TimeZone::UTC);
        Some(vec![Clock::Day { pattern, zone }])
    }
}

fn has_hours(pattern: &str) -> bool {
    ["%H", "%I", "%k", "%l", "%T", "%R", "%c", "%s"].into_iter().any(|hours| pattern.contains(hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_example_is_sound() {
        let map = ScorecardMap::parse(ScorecardMap::SHIPPED.1).unwrap();
        assert_eq!((map.checklist.as_str(), map.role), ("four-pillars", ReviewRole::Lead));
        assert!(map.items.len() >= 3);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = "role = \"boss\"\nreviewer = \"By\"\nreviewer_is = \"Nadia\"\nmood = 1\n[items.resolved]\nyes = []\n[items.x]\ncolumn = 3\n";
        let problems = ScorecardMap::parse(wrong).unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        for field in [
            "role",
            "checklist",
            "conversation",
            "reviewer",
            "mood",
            "items.resolved.yes",
            "items.resolved.column",
            "items.x.column",
        ] {
            assert!(fields.contains(&field), "{field}: {fields:?}");
        }
    }
}
