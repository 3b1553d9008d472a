//! Reading values one by one, and writing down what is wrong with each.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::both;
use crate::domain::nearest::nearest;
use crate::domain::problem::{LONGEST_VALUE, Problem};
use crate::words::Bilingual;

/// More problems than this help nobody.
const MOST: usize = 100;

/// A file being read.
pub(super) struct Reading<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Begins with nothing wrong.
    pub(super) fn new(text: &'a str) -> Reading<'a> {
        Reading { text, problems: Vec::new() }
    }

    /// What is wrong, in the order of the lines.
    pub(super) fn problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.line);
        self.problems
    }

    /// The line on which a span begins, counted from 1.
    pub(super) fn line(&self, span: Range<usize>) -> u64 {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1
    }

    fn problem(&mut self, span: Range<usize>, field: &str, found: String, accepted: Bilingual) {
        if self.problems.len() < MOST {
            let problem = Problem::at(self.line(span), field, found, accepted);
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    /// The head of what stands at a span.
    fn quote(&self, span: Range<usize>) -> String {
        self.text.get(span).unwrap_or_default().chars().take(LONGEST_VALUE + 1).collect()
    }

    /// Takes the line that is no TOML out of `kept`, a copy of the text in which everything keeps its place.
    pub(super) fn leave_out(&mut self, span: Option<Range<usize>>, kept: &mut String) {
        let at = span.map_or(0, |span| span.start).min(kept.len());
        // What is missing at the end of the file is missing from the last line that says something.
        let end = kept.as_bytes()[at..].iter().position(|byte| *byte == b'\n').map_or(kept.len(), |n| at + n);
        let head = kept.as_bytes()[..end].trim_ascii_end();
        let end = head.len();
        let start = head.iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
        let line = start..end;
        let blank = " ".repeat(line.len());
        kept.replace_range(line.clone(), &blank);
        let found = self.quote(line.clone()).trim().to_owned();
        self.problem(
            line,
            "",
            found,
            Bilingual::fixed(
                "a line such as `mouse = true`, or a section such as [draw], each at most once",
                "une ligne comme `mouse = true`, ou une section comme [draw], chacune une seule fois",
            ),
        );
    }

    /// A value that is not accepted there.
    pub(super) fn wrong(&mut self, field: &str, value: &Spanned<DeValue<'_>>, accepted: Bilingual) {
        let found = self.quote(value.span());
        self.problem(value.span(), field, found, accepted);
    }

    /// A key that does not exist. `section` is where it does.
    pub(super) fn unknown(
        &mut self,
        prefix: &str,
        key: &str,
        span: Range<usize>,
        known: &[&str],
        section: Option<&str>,
    ) {
        let accepted = match (section, nearest(key, known.iter().copied())) {
            (Some(section), _) => {
                both!("this option belongs under [{section}]", "cette option se place sous [{section}]")
            }
            (None, Some(near)) => both!(
                "no such option; did you mean `{near}`?",
                "cette option n’existe pas ; vouliez-vous dire « {near} » ?"
            ),
            (None, None) => Bilingual::fixed(
                "no such option; `aplomb config default` lists them all",
                "cette option n’existe pas ; `aplomb config default` les énumère toutes",
            ),
        };
        let head: String = key.chars().take(LONGEST_VALUE + 1).collect();
        self.problem(span, &format!("{prefix}{head}"), String::new(), accepted);
    }

    /// One word of several.
    pub(super) fn choice<T: Copy>(
        &mut self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        accepted: &[(&str, T)],
        into: &mut T,
    ) {
        let words = || accepted.iter().map(|(word, _)| *word);
        let found = value.get_ref().as_str();
        if let Some((_, choice)) = accepted.iter().find(|(word, _)| Some(*word) == found) {
            *into = *choice;
            return;
        }
        let list = words().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let accepted = match found.and_then(|found| nearest(found, words())) {
            Some(near) => both!(
                "did you mean \"{near}\"? Accepted: {list}",
                "vouliez-vous dire \"{near}\" ? Valeurs acceptées : {list}"
            ),
            None => both!("accepted: {list}", "valeurs acceptées : {list}"),
        };
        self.wrong(field, value, accepted);
    }

    /// True or false.
    pub(super) fn boolean(&mut self, field: &str, value: &Spanned<DeValue<'_>>, into: &mut bool) {
        match value.get_ref().as_bool() {
            Some(on) => *into = on,
            None => self.wrong(field, value, Bilingual::same("true, false")),
        }
    }

    /// A whole number in a range.
    pub(super) fn whole(
        &mut self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        range: RangeInclusive<u64>,
        into: &mut u64,
    ) {
        let number =
            value.get_ref().as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => *into = number,
            None => {
                let (low, high) = (range.start(), range.end());
                self.wrong(
                    field,
                    value,
                    both!("a whole number from {low} to {high}", "un nombre entier de {low} à {high}"),
                );
            }
        }
    }

    /// A number from 0 to 1.
    pub(super) fn share(&mut self, field: &str, value: &Spanned<DeValue<'_>>, into: &mut f64) {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        match number.filter(|number| (0.0..=1.0).contains(number)) {
            Some(number) => *into = number,
            None => self.wrong(field, value, both!("a number from 0 to 1", "un nombre de 0 à 1")),
        }
    }

    /// A list of texts, each of which must pass a check; those that do not are left out.
    pub(super) fn texts(
        &mut self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        accepted: &Bilingual,
        check: impl Fn(&str) -> Result<(), Bilingual>,
        into: &mut Vec<String>,
    ) {
        let DeValue::Array(texts) = value.get_ref() else {
            self.wrong(field, value, accepted.clone());
            return;
        };
        for text in texts {
            let checked = text.get_ref().as_str().map(|string| (string, check(string)));
            match checked {
                Some((string, Ok(()))) => into.push(string.to_owned()),
                Some((_, Err(accepted))) => self.wrong(field, text, accepted),
                None => self.wrong(field, text, accepted.clone()),
            }
        }
    }

    /// A section.
    pub(super) fn table<'v, 'i>(
        &mut self,
        field: &str,
        value: &'v Spanned<DeValue<'i>>,
    ) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(
                field,
                value,
                both!("a section that begins with [{field}]", "une section qui commence par [{field}]"),
            );
        }
        table
    }
}
