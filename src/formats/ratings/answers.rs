//! Answers as they stand in cells. Each spelling is looked at once; after that a cell costs one look into a small table.

use std::collections::HashMap;

use crate::domain::agreement::Level;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing: this rater did not rate this unit.
    Missing,
    /// *Not applicable* where only an order or numbers count: it leaves.
    NotApplicable,
    /// Nothing that is accepted.
    Refused,
    /// The answer with this number.
    Answer(u32),
}

/// Short spellings met lately, by a hash of eight bytes.
const RECENT: usize = 1024;

/// All answers met or declared, numbered.
pub(super) struct Answers {
    level: Level,
    decimal_comma: bool,
    declared: bool,
    recent: Vec<(u64, Meaning)>,
    spellings: HashMap<Box<[u8]>, Meaning>,
    by_name: HashMap<String, u32>,
    by_number: HashMap<u64, u32>,
    /// The answers as they were first spelled, with the number that each is.
    pub(super) found: Vec<(String, Option<f64>)>,
}

impl Answers {
    /// The declared answers, or none yet.
    pub(super) fn new(level: Level, scale: Option<&[String]>, decimal_comma: bool) -> Answers {
        let mut answers = Answers {
            level,
            decimal_comma,
            declared: scale.is_some(),
            recent: vec![(0, Meaning::Missing); RECENT],
            spellings: HashMap::new(),
            by_name: HashMap::new(),
            by_number: HashMap::new(),
            found: Vec::new(),
        };
        for name in scale.unwrap_or_default() {
            // People write scales with a point even where their cells have commas.
            let number = number(name, false).or_else(|| number(name, decimal_comma));
            answers.add(name, number);
        }
        answers
    }

    /// What the cell holds.
    pub(super) fn meaning(&mut self, cell: &[u8]) -> Meaning {
        if cell.is_empty() {
            return Meaning::Missing;
        }
        let Some(key) = packed(cell) else { return self.spelled(cell) };
        let place = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize;
        if self.recent[place].0 != key {
            self.recent[place] = (key, self.spelled(cell));
        }
        self.recent[place].1
    }

    /// Whether the cell holds an answer that was met already.
    pub(super) fn knows(&self, cell: &[u8]) -> bool {
        let text = text(cell);
        let text = text.trim();
        self.by_name.contains_key(text)
            || number(text, self.decimal_comma).is_some_and(|x| self.by_number.contains_key(&x.to_bits()))
    }

    fn spelled(&mut self, cell: &[u8]) -> Meaning {
        if let Some(meaning) = self.spellings.get(cell) {
            return *meaning;
        }
        let meaning = self.looked_at(&text(cell));
        self.spellings.insert(cell.into(), meaning);
        meaning
    }

    fn looked_at(&mut self, text: &str) -> Meaning {
        let text = text.trim();
        let number = number(text, self.decimal_comma);
        if text.is_empty() {
            return Meaning::Missing;
        }
        let same = number.and_then(|x| self.by_number.get(&x.to_bits()));
        if let Some(answer) = self.by_name.get(text).or(same) {
            return Meaning::Answer(*answer);
        }
        let names = self.level == Level::Nominal;
        if !names && (text.eq_ignore_ascii_case("n/a") || text.eq_ignore_ascii_case("na")) {
            return Meaning::NotApplicable;
        }
        if self.declared || !names && number.is_none() {
            return Meaning::Refused;
        }
        Meaning::Answer(self.add(text, number))
    }

    fn add(&mut self, name: &str, number: Option<f64>) -> u32 {
        let answer = self.found.len() as u32;
        self.found.push((name.to_owned(), number));
        self.by_name.insert(name.to_owned(), answer);
        if let Some(number) = number {
            self.by_number.insert(number.to_bits(), answer);
        }
        answer
    }
}

/// Up to seven bytes and their count in one number, which is never 0.
fn packed(cell: &[u8]) -> Option<u64> {
    if cell.len() > 7 {
        return None;
    }
    Some(cell.iter().fold(cell.len() as u64, |key, byte| key << 8 | u64::from(*byte)))
}

/// Text that is no UTF-8 comes from older spreadsheets of Western Europe.
pub(super) fn text(cell: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(cell) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell).0,
    }
}

/// Reads a number as people write it into a cell.
pub(super) fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E' | ',');
    if text.is_empty() || !text.chars().all(plain) || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let read = if decimal_comma { text.replacen(',', ".", 1).parse() } else { text.parse::<f64>() };
    // Squares of larger ones have no place in a number; 0 has one sign.
    read.ok().filter(|number| number.abs() <= 1e100).map(|number| number + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one_answer() {
        let mut answers = Answers::new(Level::Interval, None, true);
        let one = answers.meaning(b"1");
        for spelling in ["1.0", "1,0", "+1", " 1 ", "01", "1.000000000"] {
            assert_eq!(answers.meaning(spelling.as_bytes()), one, "{spelling}");
        }
        assert_ne!(answers.meaning(b"1,5"), one);
        assert_eq!(answers.meaning(b"0"), answers.meaning(b"-0"));
        assert_eq!(answers.meaning(b"   "), Meaning::Missing);
        for refused in ["yes", "1,5,0", "nan", "inf", "1e999", "--", "e"] {
            assert_eq!(answers.meaning(refused.as_bytes()), Meaning::Refused, "{refused}");
        }
    }

    #[test]
    fn not_applicable_is_an_answer_among_names_only() {
        let mut names = Answers::new(Level::Nominal, None, false);
        assert!(matches!(names.meaning(b"n/a"), Meaning::Answer(_)));
        assert!(matches!(names.meaning(b"NA"), Meaning::Answer(_)));
        assert_eq!(Answers::new(Level::Ordinal, None, false).meaning(b"N/A"), Meaning::NotApplicable);
        let scale = ["bad", "n/a", "good"].map(String::from);
        let mut declared = Answers::new(Level::Ordinal, Some(&scale), false);
        assert_eq!(declared.meaning(b"n/a"), Meaning::Answer(1));
        assert_eq!(declared.meaning(b"fair"), Meaning::Refused);
    }

    #[test]
    fn every_cell_keeps_its_meaning_however_many_there_are() {
        let mut answers = Answers::new(Level::Nominal, None, false);
        let all: Vec<String> =
            (0..5000).map(|n| format!("a{n}")).chain([format!("é{}", "x".repeat(40))]).collect();
        let first: Vec<Meaning> = all.iter().map(|cell| answers.meaning(cell.as_bytes())).collect();
        let again: Vec<Meaning> = all.iter().map(|cell| answers.meaning(cell.as_bytes())).collect();
        assert_eq!(first, again);
        assert_eq!(answers.found.len(), all.len());
        assert_eq!(text(b"d\xe9j\xe0"), "déjà");
    }
}
