//! The board: which metrics a team looks at, with what each is compared, who owns it and what is done when it moves.
//! Strict: all problems are told at once.

use std::collections::BTreeSet;

use toml::de::DeValue;

use crate::both;
use crate::domain::metric::ask::{WINDOW_DAYS, WITHIN_SECONDS};
use crate::domain::metric::{MetricId, Unit};
use crate::domain::problem::Problem;
use crate::formats::toml_reader::{self, Reader, Section, Value};
use crate::words::Bilingual;

/// The board that comes with the program.
pub const SHIPPED: &str = include_str!("../../metrics/metrics.toml");

const TOP: [&str; 4] = ["version", "window_days", "within", "metrics"];
const KEYS: [&str; 7] = ["id", "compare", "target", "owner", "action", "counter", "minimum"];

const A_LIST: Bilingual = Bilingual::fixed("[[metrics]] tables", "des tables [[metrics]]");
const COMPARE: Bilingual = Bilingual::fixed("\"previous\" or \"last-year\"", "\"previous\" ou \"last-year\"");
const A_NAME: Bilingual = Bilingual::fixed("who looks after it", "qui en prend soin");
const DAYS: Bilingual = Bilingual::fixed("1 to 60 days", "1 à 60 jours");
const A_COUNT: Bilingual =
    Bilingual::fixed("a whole number from 1 to 100000", "un nombre entier de 1 à 100000");
const A_LENGTH: Bilingual = Bilingual::fixed(
    "a length of time such as \"45m\", \"4h\" or \"2d\"",
    "une durée comme \"45m\", \"4h\" ou \"2d\"",
);
const A_SHARE: Bilingual = Bilingual::fixed("a share such as \"85%\"", "une part comme \"85%\"");
const A_NUMBER: Bilingual = Bilingual::fixed("a number", "un nombre");

/// What a team looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Raised by hand at every change.
    pub version: u32,
    /// How long a solved request may come back, in days.
    pub window_days: u32,
    /// Within how many seconds a question is to be answered.
    pub within_seconds: u32,
    /// The metrics in their order.
    pub metrics: Vec<OnBoard>,
}

/// A metric on the board.
#[derive(Clone, Debug, PartialEq)]
pub struct OnBoard {
    /// Which.
    pub id: MetricId,
    /// What it is compared with, beside a target.
    pub compare: Option<Compare>,
    /// Its target in the metric's unit.
    pub target: Option<f64>,
    /// Who looks after it; may be empty.
    pub owner: String,
    /// What is done when it moves; `None` is what the catalogue says.
    pub action: Option<Bilingual>,
    /// The metric to read beside it; `None` is what the catalogue says.
    pub counter: Option<MetricId>,
    /// Cases below which it is too few; `None` is what the catalogue says.
    pub minimum: Option<u64>,
}

/// With which time a figure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// The period before.
    Previous,
    /// The same weeks of the year before.
    LastYear,
}

/// Reads a board.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(toml: &str) -> Result<Board, Vec<Problem>> {
    toml_reader::document(toml, |reader, top| {
        reader.only(top, &TOP);
        let version = reader.needed(top, "version", &Bilingual::same("1, 2, 3 …"), Reader::version);
        let window_days = reader.whole(top, "window_days", 1..=60, &DAYS).unwrap_or(u64::from(WINDOW_DAYS));
        let within_seconds = reader.within(top).unwrap_or(WITHIN_SECONDS);
        let metrics = reader.board(top);
        Some(Board {
            version: version?,
            window_days: u32::try_from(window_days).unwrap_or(WINDOW_DAYS),
            within_seconds,
            metrics,
        })
    })
}

/// A figure as people write it, in a metric's unit: `85%`, `4h`, `12.5`. `None` is none of this unit.
pub fn amount(text: &str, unit: Unit) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    match unit {
        Unit::Share => {
            let value = match text.strip_suffix('%') {
                Some(percent) => number(percent)? / 100.0,
                None => number(&text)?,
            };
            (0.0..=1.0).contains(&value).then_some(value)
        }
        Unit::Seconds => match number(&text) {
            Some(seconds) => Some(seconds).filter(|seconds| *seconds >= 0.0),
            None => {
                let unit = text.chars().last()?;
                let seconds = match unit {
                    's' => 1.0,
                    'm' => 60.0,
                    'h' => 3600.0,
                    'd' | 'j' => 86_400.0,
                    _ => return None,
                };
                Some(number(text.strip_suffix(unit)?)? * seconds).filter(|seconds| *seconds >= 0.0)
            }
        },
        Unit::Count | Unit::PerCase | Unit::Days => number(&text).filter(|value| *value >= 0.0),
        Unit::Score => number(&text),
    }
}

/// What such a figure looks like.
pub fn accepted(unit: Unit) -> Bilingual {
    match unit {
        Unit::Share => A_SHARE,
        Unit::Seconds => A_LENGTH,
        Unit::Count | Unit::PerCase | Unit::Days | Unit::Score => A_NUMBER,
    }
}

impl<'t> Reader<'t> {
    fn whole(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        range: std::ops::RangeInclusive<u64>,
        accepted: &Bilingual,
    ) -> Option<u64> {
        let value = section.get(key)?;
        let number = value.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong(section, key, value, accepted);
        }
        number
    }

    fn within(&mut self, top: Section<'_, 't>) -> Option<u32> {
        let seconds = self.quantity(top, "within", Unit::Seconds)?;
        (seconds <= f64::from(u32::MAX)).then_some(seconds as u32)
    }

    fn quantity(&mut self, section: Section<'_, 't>, key: &str, unit: Unit) -> Option<f64> {
        let value = section.get(key)?;
        let amount = match value.get_ref() {
            DeValue::String(text) => amount(text, unit),
            DeValue::Integer(number) => amount(number.as_str(), unit),
            DeValue::Float(number) => amount(number.as_str(), unit),
            _ => None,
        };
        if amount.is_none() {
            self.wrong(section, key, value, &accepted(unit));
        }
        amount
    }

    fn board(&mut self, top: Section<'_, 't>) -> Vec<OnBoard> {
        let Some(value) = top.get("metrics") else {
            self.missing(top, "metrics", &A_LIST);
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(top, "metrics", value, &A_LIST);
            return Vec::new();
        };
        let (mut metrics, mut seen) = (Vec::new(), BTreeSet::new());
        for (place, entry) in list.iter().enumerate() {
            let path = format!("metrics[{}]", place + 1);
            let Some(table) = entry.get_ref().as_table() else {
                self.wrong(top, "metrics", entry, &A_LIST);
                continue;
            };
            let section = Section { table, path: &path, span: &entry.span() };
            if let Some(metric) = self.on_board(section) {
                if !seen.insert(metric.id) {
                    let accepted = Bilingual::fixed("each metric once", "chaque indicateur une fois");
                    self.problem(entry.span(), &section.field("id"), metric.id.word(), accepted);
                }
                metrics.push(metric);
            }
        }
        metrics
    }

    fn on_board(&mut self, section: Section<'_, 't>) -> Option<OnBoard> {
        self.only(section, &KEYS);
        let a_metric = Bilingual::fixed("the id of a metric", "l’identifiant d’un indicateur");
        let id = self.needed(section, "id", &a_metric, |reader, section, key| reader.metric(section, key));
        let compare = self.compare(section);
        let unit = id.map(|id| id.metric().unit);
        let target = unit.and_then(|unit| self.quantity(section, "target", unit));
        let owner = self.needed(section, "owner", &A_NAME, Reader::text).unwrap_or_default();
        let action = if section.get("action").is_some() { self.both(section, "action") } else { None };
        let counter = if section.get("counter").is_some() { self.metric(section, "counter") } else { None };
        let minimum = self.whole(section, "minimum", 1..=100_000, &A_COUNT);
        Some(OnBoard { id: id?, compare, target, owner, action, counter, minimum })
    }

    fn metric(&mut self, section: Section<'_, 't>, key: &str) -> Option<MetricId> {
        let value = section.get(key)?;
        let id = value.get_ref().as_str().and_then(MetricId::from_word);
        if id.is_none() {
            let near = value.get_ref().as_str().map(nearest).unwrap_or_default();
            let accepted = if near.is_empty() {
                both!(
                    "the id of a metric; `aplomb metrics list` names them",
                    "l’identifiant d’un indicateur ; « aplomb metrics list » les nomme"
                )
            } else {
                both!("the id of a metric, such as {near}", "l’identifiant d’un indicateur, comme {near}")
            };
            self.wrong(section, key, value, &accepted);
        }
        id
    }

    fn compare(&mut self, section: Section<'_, 't>) -> Option<Compare> {
        let value: Value<'_, 't> = section.get("compare")?;
        match value.get_ref().as_str() {
            Some("previous") => Some(Compare::Previous),
            Some("last-year") => Some(Compare::LastYear),
            _ => {
                self.wrong(section, "compare", value, &COMPARE);
                None
            }
        }
    }
}

/// Ids that share a word with what was written.
fn nearest(written: &str) -> String {
    let written = written.to_lowercase();
    let parts: Vec<&str> = written.split(['-', '_', ' ']).filter(|part| part.len() > 2).collect();
    let near =
        MetricId::ALL.iter().map(|id| id.word()).filter(|id| parts.iter().any(|part| id.contains(part)));
    near.take(4).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_their_units() {
        assert_eq!(amount("85%", Unit::Share), Some(0.85));
        assert_eq!(amount("85,5 %", Unit::Share), Some(0.855));
        assert_eq!(amount("0.85", Unit::Share), Some(0.85));
        assert_eq!(amount("85", Unit::Share), None);
        assert_eq!(amount("4h", Unit::Seconds), Some(14_400.0));
        assert_eq!(amount("1.5d", Unit::Seconds), Some(129_600.0));
        assert_eq!(amount("90", Unit::Seconds), Some(90.0));
        assert_eq!(amount("-1h", Unit::Seconds), None);
        assert_eq!(amount("inf", Unit::Count), None);
        assert_eq!(amount("-12", Unit::Score), Some(-12.0));
    }

    #[test]
    fn everything_wrong_at_once() {
        let text = "version = 0\nwindow_days = 90\nwithin = \"soon\"\ncolour = 1\n[[metrics]]\nid = \"csatt\"\n\
                    compare = \"tomorrow\"\n[[metrics]]\nid = \"csat\"\nowner = \"Zoé\"\ncounter = \"x\"\nminimum = 0\n\
                    action = \"call\"\n[[metrics]]\nid = \"csat\"\nowner = \"Zoé\"\n";
        let told: Vec<String> = parse(text).unwrap_err().into_iter().map(|problem| problem.field).collect();
        let want = [
            "version",
            "window_days",
            "within",
            "colour",
            "metrics[1].owner",
            "metrics[1].id",
            "metrics[1].compare",
            "metrics[2].counter",
            "metrics[2].minimum",
            "metrics[2].action",
            "metrics[3].id",
        ];
        assert_eq!(told, want);
    }

    #[test]
    fn the_shipped_board_is_sound() {
        let board = parse(SHIPPED).unwrap();
        assert!((12..=15).contains(&board.metrics.len()));
        for metric in &board.metrics {
            let id = metric.id;
            assert!(metric.compare.is_some() && !metric.owner.is_empty(), "{id}");
            assert!(metric.action.is_some() && metric.counter.is_some_and(|counter| counter != id), "{id}");
        }
    }
}
