//! What a whole export says before one of its messages can be read: whether days or months stand first, and who writes.

use std::collections::BTreeMap;

use super::header::{Header, Order};
use crate::words::Bilingual;

/// People of one chat; a list of more is no chat.
const MOST_PEOPLE: usize = 2_000;

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Days or months over 12, with a line of each.
    day_over: Option<u64>,
    month_over: Option<u64>,
    undecided: u64,
    /// How often time would run backwards, days first and months first.
    backwards: [u64; 2],
    last: [Option<jiff::civil::DateTime>; 2],
    differ: bool,
    /// Names, each with what may be more of it: a name can hold a colon.
    people: BTreeMap<String, (u64, Option<String>)>,
    pub(super) messages: u64,
}

/// Why days cannot be told from months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Nothing decides.
    Open,
    /// Both orders are in the file, or the person's word does not fit; at this line.
    Contradiction(u64),
}

impl Survey {
    /// Takes one header and what follows it.
    pub(super) fn take(&mut self, header: &Header, rest: &str, line: u64) {
        self.messages += 1;
        if !header.year_first && !header.day_first {
            self.undecided += 1;
            let (a, b) = header.pair();
            self.differ |= a != b;
            if a > 12 {
                self.day_over.get_or_insert(line);
            }
            if b > 12 {
                self.month_over.get_or_insert(line);
            }
            for (place, order) in [Order::Day, Order::Month].into_iter().enumerate() {
                let now = header.clock(order);
                let before = self.last[place];
                self.backwards[place] += u64::from(now.is_some() && before.is_some() && now < before);
                self.last[place] = now.or(before);
            }
        }
        let Some((name, text)) = rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, ""))) else {
            return;
        };
        if self.people.len() >= MOST_PEOPLE && !self.people.contains_key(name) {
            return;
        }
        let longer = text.split_once(": ").map(|(more, _)| format!("{name}: {more}"));
        match self.people.get_mut(name) {
            Some((count, known)) => {
                *count += 1;
                if *known != longer {
                    *known = None;
                }
            }
            None => {
                self.people.insert(name.to_owned(), (1, longer));
            }
        }
    }

    /// Whether days or months stand first.
    pub(super) fn order(&self, told: Option<Order>) -> Result<Order, Doubt> {
        match (self.day_over, self.month_over, told) {
            (Some(a), Some(b), _) => Err(Doubt::Contradiction(a.max(b))),
            (Some(line), None, Some(Order::Month)) | (None, Some(line), Some(Order::Day)) => {
                Err(Doubt::Contradiction(line))
            }
            (_, _, Some(told)) => Ok(told),
            (Some(_), None, None) => Ok(Order::Day),
            (None, Some(_), None) => Ok(Order::Month),
            (None, None, None) if self.undecided == 0 || !self.differ => Ok(Order::Day),
            (None, None, None) => match self.backwards {
                [0, back] if back > 0 => Ok(Order::Day),
                [back, 0] if back > 0 => Ok(Order::Month),
                _ => Err(Doubt::Open),
            },
        }
    }

    /// The names of those who write, sorted.
    pub(super) fn people(&self) -> Vec<String> {
        let whole = self.people.iter().map(|(name, (count, longer))| match longer {
            // Every line of that name goes on in the same way: it is the name.
            Some(longer) if *count > 1 => longer.clone(),
            _ => name.clone(),
        });
        whole.collect()
    }
}

impl Doubt {
    /// What to do.
    pub(super) fn said(self) -> Bilingual {
        match self {
            Doubt::Open => Bilingual::fixed(
                "nothing in this file tells whether days or months come first in its dates: say --day-first or --month-first",
                "rien dans ce fichier ne dit si le jour ou le mois vient en premier dans les dates : ajoutez --day-first ou --month-first",
            ),
            Doubt::Contradiction(_) => Bilingual::fixed(
                "this date does not fit the order of days and months that other lines, or --day-first or --month-first, say",
                "cette date contredit l’ordre du jour et du mois que disent d’autres lignes, ou --day-first ou --month-first",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::header;
    use super::*;

    fn survey(lines: &[&str]) -> Survey {
        let mut survey = Survey::default();
        for (place, line) in lines.iter().enumerate() {
            let (found, rest) = header(line).unwrap();
            survey.take(&found, rest, place as u64 + 1);
        }
        survey
    }

    fn order(days: &[&str]) -> Result<Order, Doubt> {
        let lines: Vec<String> = days.iter().map(|day| format!("{day}, 10:02 - Tom: hi")).collect();
        survey(&lines.iter().map(String::as_str).collect::<Vec<_>>()).order(None)
    }

    #[test]
    fn days_and_months() {
        assert_eq!(order(&["02/03/26", "13/03/26"]), Ok(Order::Day));
        assert_eq!(order(&["02/03/26", "03/13/26"]), Ok(Order::Month));
        assert_eq!(order(&["13/03/26", "03/13/26"]), Err(Doubt::Contradiction(2)));
        // 2 March, 1 April: read the other way time would run backwards.
        assert_eq!(order(&["02/03/26", "01/04/26"]), Ok(Order::Day));
        assert_eq!(order(&["03/02/26", "04/01/26"]), Ok(Order::Month));
        assert_eq!(order(&["02/03/26", "03/04/26"]), Err(Doubt::Open));
        assert_eq!(order(&["03/03/26", "04/04/26"]), Ok(Order::Day));
        assert_eq!(order(&["02.03.26", "03.04.26"]), Ok(Order::Day));
        assert_eq!(order(&["2026/03/02"]), Ok(Order::Day));
        let open = survey(&["02/03/26, 10:02 - Tom: hi", "03/04/26, 10:02 - Tom: hi"]);
        assert_eq!(open.order(Some(Order::Month)), Ok(Order::Month));
        let clear = survey(&["13/03/26, 10:02 - Tom: hi"]);
        assert_eq!(clear.order(Some(Order::Month)), Err(Doubt::Contradiction(1)));
    }

    #[test]
    fn names_with_colons() {
        let found = survey(&[
            "02/03/26, 10:02 - Dr: Who: hi",
            "02/03/26, 10:02 - Dr: Who: you",
            "02/03/26, 10:02 - Ana: note: a",
            "02/03/26, 10:02 - Ana: b",
            "02/03/26, 10:02 - Tom:",
            "02/03/26, 10:02 - You were added",
        ]);
        assert_eq!(found.people(), ["Ana", "Dr: Who", "Tom"]);
    }
}
