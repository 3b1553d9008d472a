//! What a metric is counted in, and how its values are written.

use serde::{Deserialize, Serialize};

use crate::both;
use crate::domain::fold::fold;
use crate::words::{Bilingual, Lang, decimal, number};

/// What a goal's metric is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A rate, 0 to 100.
    Percent,
    /// A score, 0 to 100.
    Score,
    /// A net promoter score, -100 to 100.
    Nps,
    /// So many a week.
    Count,
    /// So many for each request: exchanges, transfers.
    Ratio,
    /// A time in seconds.
    Seconds,
    /// A time in minutes.
    Minutes,
    /// A time in hours.
    Hours,
}

impl Unit {
    /// Every unit with its word in files and flags.
    pub const ALL: [(Unit, &'static str); 8] = [
        (Unit::Percent, "percent"),
        (Unit::Score, "score"),
        (Unit::Nps, "nps"),
        (Unit::Count, "count"),
        (Unit::Ratio, "ratio"),
        (Unit::Seconds, "seconds"),
        (Unit::Minutes, "minutes"),
        (Unit::Hours, "hours"),
    ];

    /// The word in files and flags.
    pub fn word(self) -> &'static str {
        Unit::ALL.iter().find(|(unit, _)| *unit == self).map_or("", |(_, word)| word)
    }

    /// Reads a word or a sign: `percent`, `%`, `min`, `h`.
    pub fn parse(text: &str) -> Option<Unit> {
        let text = fold(text.trim());
        match text.as_str() {
            "%" => Some(Unit::Percent),
            "a week" | "par semaine" => Some(Unit::Count),
            "s" | "second" | "seconde" | "secondes" => Some(Unit::Seconds),
            "min" | "minute" => Some(Unit::Minutes),
            "h" | "hour" | "heure" | "heures" => Some(Unit::Hours),
            word => Unit::ALL.iter().find(|(_, known)| *known == word).map(|(unit, _)| *unit),
        }
    }

    /// The smallest and the largest value that there can be.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Unit::Percent | Unit::Score => (0.0, 100.0),
            Unit::Nps => (-100.0, 100.0),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// Whether it is a length of time.
    pub const fn is_time(self) -> bool {
        matches!(self, Unit::Seconds | Unit::Minutes | Unit::Hours)
    }

    /// A measured value with its unit: a rate of fewer than 200 has no decimals.
    pub fn show_measured(self, value: f64, n: u64) -> Bilingual {
        let few = self == Unit::Percent && n < 200;
        self.show(if few { value.round() } else { value })
    }

    /// A value with its unit, for people: rounded to one decimal, which is dropped where it says nothing.
    pub fn show(self, value: f64) -> Bilingual {
        let (en, fr) = (plain(Lang::En, value), plain(Lang::Fr, value));
        match self {
            Unit::Percent => both!("{en}%", "{fr}\u{202f}%"),
            Unit::Score | Unit::Nps | Unit::Ratio => both!("{en}", "{fr}"),
            Unit::Count => both!("{en} a week", "{fr} par semaine"),
            Unit::Seconds => both!("{en} s", "{fr}\u{202f}s"),
            Unit::Minutes => both!("{en} min", "{fr}\u{202f}min"),
            Unit::Hours => both!("{en} h", "{fr}\u{202f}h"),
        }
    }
}

/// A number with at most one decimal.
pub(super) fn plain(lang: Lang, value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    if tenths.fract() != 0.0 {
        return decimal(lang, tenths, 1);
    }
    let sign = if tenths < 0.0 { "-" } else { "" };
    format!("{sign}{}", number(lang, tenths.abs() as u64))
}

/// A value as it was written, with the unit beside it where there was one: `72`, `8 h`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// The unit written beside it.
    pub unit: Option<Unit>,
}

impl Amount {
    /// A bare number.
    pub const fn bare(value: f64) -> Amount {
        Amount { value, unit: None }
    }

    /// Reads `72`, `72 %`, `7,5 min`, `8 h`.
    pub fn parse(text: &str) -> Option<Amount> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || "+-.,".contains(c))).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        let value: f64 = digits.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())?;
        let unit = if rest.trim().is_empty() { None } else { Some(Unit::parse(rest)?) };
        Some(Amount { value, unit })
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Number(f64),
    Text(String),
}

impl TryFrom<Written> for Amount {
    type Error = String;
    fn try_from(written: Written) -> Result<Amount, String> {
        match written {
            Written::Number(value) => Ok(Amount::bare(value)),
            Written::Text(text) => Amount::parse(&text).ok_or(text),
        }
    }
}

impl From<Amount> for Written {
    fn from(amount: Amount) -> Written {
        match amount.unit {
            None => Written::Number(amount.value),
            Some(unit) => Written::Text(format!("{} {}", amount.value, unit.word())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(Amount::parse("72"), Some(Amount::bare(72.0)));
        assert_eq!(Amount::parse("72 %"), Some(Amount { value: 72.0, unit: Some(Unit::Percent) }));
        assert_eq!(Amount::parse("7,5 min"), Some(Amount { value: 7.5, unit: Some(Unit::Minutes) }));
        assert_eq!(Amount::parse("-12"), Some(Amount::bare(-12.0)));
        for wrong in ["", "%", "8 apples", "1.2.3", "--1", "NaN", "1e999"] {
            assert_eq!(Amount::parse(wrong), None, "{wrong}");
        }
        let json = serde_json::to_string(&Amount::parse("8 h")).unwrap();
        assert_eq!(json, "\"8 hours\"");
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), Amount::parse("8 h").unwrap());
    }

    #[test]
    fn shown() {
        assert_eq!(Unit::Percent.show(73.44).get(Lang::En), "73.4%");
        assert_eq!(Unit::Percent.show(90.0).get(Lang::Fr), "90\u{202f}%");
        assert_eq!(Unit::Count.show(1200.0).get(Lang::En), "1,200 a week");
        assert_eq!(Unit::Nps.show(-3.04).get(Lang::En), "-3");
        assert_eq!(Unit::Minutes.show(10.69).get(Lang::Fr), "10,7\u{202f}min");
        assert_eq!(Unit::Nps.show(-0.01).get(Lang::En), "0");
    }
}
