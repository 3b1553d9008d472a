//! A goal as TOML: the file that people fill in. Every mistake of form is told at once, with its line; what the goal
//! itself lacks is [`domain::goal::check`](crate::domain::goal::check())'s to say.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::both;
use crate::domain::goal::{
    Amount, Capacity, ChangeIs, Direction, Every, Goal, Kind, Means, Reach, Shape, Step, Unit,
};
use crate::domain::problem::Problem;
use crate::words::{Bilingual, Lang};

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 64 * 1024;
/// The longest text of one field, in characters.
const LONGEST_TEXT: usize = 2_000;
/// Steps and weeks of one goal.
const MOST: usize = 400;

const TEXT: Bilingual = Bilingual::fixed("a text in quotation marks", "un texte entre guillemets droits");
const NUMBER: Bilingual = Bilingual::fixed("a number", "un nombre");
const WHOLE: Bilingual = Bilingual::fixed("a whole number from 0 on", "un nombre entier à partir de 0");
const AMOUNT: Bilingual = Bilingual::fixed(
    "a number, or a number with its unit in quotation marks: 72 or \"8 h\"",
    "un nombre, ou un nombre et son unité entre guillemets droits\u{202f}: 72 ou \"8 h\"",
);
const DAY: Bilingual = Bilingual::fixed("a date: 2026-11-30", "une date\u{202f}: 2026-11-30");
const YES_NO: Bilingual = Bilingual::fixed("yes or no: true or false", "oui ou non\u{202f}: true ou false");
const NUMBERS: Bilingual =
    Bilingual::fixed("a list of numbers: [62, 58, 66]", "une liste de nombres\u{202f}: [62, 58, 66]");
const STEPS: Bilingual = Bilingual::fixed(
    "a list of steps: [{ by = 2026-11-30, value = 90 }]",
    "une liste d’étapes\u{202f}: [{ by = 2026-11-30, value = 90 }]",
);
const TABLE: Bilingual = Bilingual::fixed("a table of keys and values", "une table de clés et de valeurs");

/// A file to start from, with a remark beside every key.
pub fn template(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!("goal/template.en.toml"),
        Lang::Fr => include_str!("goal/template.fr.toml"),
    }
}

/// Reads a goal, or lists every mistake of form.
pub fn parse(text: &str) -> Result<Goal, Vec<Problem>> {
    if text.len() > LARGEST_FILE {
        let found = text.len().to_string();
        let accepted = both!("at most {LARGEST_FILE} bytes", "au plus {LARGEST_FILE} octets");
        return Err(vec![Problem::at(None, "", found, accepted)]);
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let accepted = Bilingual::fixed(
                "this is no TOML: keys are written key = \"text\"",
                "ce n’est pas du TOML\u{202f}: les clés s’écrivent clé = \"texte\"",
            );
            return Err(vec![Problem::at(line(text, at), "", error.message(), accepted)]);
        }
    };
    let mut reading = Reading { text, problems: Vec::new() };
    let goal = reading.goal(Part { table, path: String::new() });
    if reading.problems.is_empty() { Ok(goal) } else { Err(reading.problems) }
}

/// A goal as TOML, as [`parse`] reads it.
pub fn to_toml(goal: &Goal) -> String {
    toml::to_string(goal).unwrap_or_default()
}

/// The same text with one value set: `path` is `measurable.target`, `value` as it would stand in the file, or a text
/// without quotation marks.
pub fn set(text: &str, path: &str, value: &str) -> Result<String, Problem> {
    let wrong = |accepted| Problem::at(None, path, value, accepted);
    let mut whole: toml::Table = toml::from_str(text).map_err(|_| {
        wrong(Bilingual::fixed("the file itself must be TOML", "le fichier lui-même doit être du TOML"))
    })?;
    let value = toml::from_str::<toml::Table>(&format!("v = {value}"))
        .ok()
        .filter(|table| table.len() == 1)
        .and_then(|mut table| table.remove("v"))
        .unwrap_or_else(|| toml::Value::String(value.to_owned()));
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop().unwrap_or_default();
    let mut table = &mut whole;
    for key in keys {
        let next = table.entry(key).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        table = match next.as_table_mut() {
            Some(table) => table,
            None => {
                return Err(wrong(Bilingual::fixed(
                    "a key of the goal’s file, such as measurable.target",
                    "une clé du fichier, comme measurable.target",
                )));
            }
        };
    }
    // A target is said once: a new one takes the place of the change that led to the old one, and the other way round.
    match path {
        "measurable.target" => {
            table.remove("change");
            table.remove("change_is");
        }
        "measurable.change" => {
            table.remove("target");
        }
        _ => {}
    }
    table.insert(last.to_owned(), value);
    Ok(toml::to_string(&whole).unwrap_or_default())
}

fn line(text: &str, at: usize) -> u64 {
    let before = text.get(..at).unwrap_or(text);
    before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1
}

/// A table whose keys are taken out one by one; what is left is unknown.
struct Part<'t> {
    table: DeTable<'t>,
    path: String,
}

impl<'t> Part<'t> {
    fn take(&mut self, key: &str) -> Option<Spanned<DeValue<'t>>> {
        self.table.remove(key)
    }

    fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

struct Reading<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reading<'t> {
    fn goal(&mut self, mut part: Part<'t>) -> Goal {
        let mut goal = Goal {
            id: self.id(&mut part),
            kind: self.word(&mut part, "kind", &[("personal", Kind::Personal), ("team", Kind::Team)]),
            reach: self.word(
                &mut part,
                "reach",
                &[("collective", Reach::Collective), ("individual", Reach::Individual)],
            ),
            promise: self.string(&mut part, "promise"),
            ..Goal::default()
        };
        if let Some(mut part) = self.inner(&mut part, "specific") {
            let s = &mut goal.specific;
            s.sentence = self.string(&mut part, "sentence");
            s.metric = self.metric(&mut part);
            s.scope = self.string(&mut part, "scope");
            s.owner = self.string(&mut part, "owner");
            s.why = self.string(&mut part, "why");
            self.nothing_else(part, &["sentence", "metric", "scope", "owner", "why"]);
        }
        if let Some(part) = self.inner(&mut part, "measurable") {
            self.measurable(part, &mut goal);
        }
        if let Some(part) = self.inner(&mut part, "attainable") {
            self.attainable(part, &mut goal);
        }
        if let Some(mut part) = self.inner(&mut part, "realistic") {
            let r = &mut goal.realistic;
            r.complaint = self.string(&mut part, "complaint");
            r.wish = self.string(&mut part, "wish");
            r.aim = self.string(&mut part, "aim");
            r.satisfaction = self.take(&mut part, "satisfaction", &YES_NO, yes_no);
            self.nothing_else(part, &["complaint", "wish", "aim", "satisfaction"]);
        }
        if let Some(part) = self.inner(&mut part, "time") {
            self.time(part, &mut goal);
        }
        let known =
            ["id", "kind", "reach", "promise", "specific", "measurable", "attainable", "realistic", "time"];
        self.nothing_else(part, &known);
        goal
    }

    fn measurable(&mut self, mut part: Part<'t>, goal: &mut Goal) {
        let m = &mut goal.measurable;
        m.baseline = self.take(&mut part, "baseline", &AMOUNT, amount);
        m.n = self.take(&mut part, "n", &WHOLE, whole);
        m.first = self.take(&mut part, "first", &DAY, day);
        m.last = self.take(&mut part, "last", &DAY, day);
        m.weeks = self.take(&mut part, "weeks", &NUMBERS, numbers).unwrap_or_default();
        m.target = self.take(&mut part, "target", &AMOUNT, amount);
        m.change = self.take(&mut part, "change", &NUMBER, number);
        m.change_is = self.word(&mut part, "change_is", &CHANGES);
        m.unit = self.word(&mut part, "unit", &Unit::ALL.map(|(unit, word)| (word, unit)));
        m.direction = self.word(&mut part, "direction", &[("up", Direction::Up), ("down", Direction::Down)]);
        m.minimum_n = self.take(&mut part, "minimum_n", &WHOLE, whole);
        m.n_a_week = self.take(&mut part, "n_a_week", &WHOLE, whole);
        m.counter_metric = self.string(&mut part, "counter_metric");
        m.counter_unit = self.word(&mut part, "counter_unit", &Unit::ALL.map(|(unit, word)| (word, unit)));
        m.counter_floor = self.take(&mut part, "counter_floor", &NUMBER, number);
        m.counter_ceiling = self.take(&mut part, "counter_ceiling", &NUMBER, number);
        let known = [
            "baseline",
            "n",
            "first",
            "last",
            "weeks",
            "target",
            "change",
            "change_is",
            "unit",
            "direction",
            "minimum_n",
            "n_a_week",
            "counter_metric",
            "counter_unit",
            "counter_floor",
            "counter_ceiling",
        ];
        self.nothing_else(part, &known);
    }

    fn attainable(&mut self, mut part: Part<'t>, goal: &mut Goal) {
        let a = &mut goal.attainable;
        a.staff = self.means(&mut part, "staff");
        a.budget = self.means(&mut part, "budget");
        a.expertise = self.means(&mut part, "expertise");
        a.control = self.take(&mut part, "control", &YES_NO, yes_no);
        a.what_changes = self.string(&mut part, "what_changes");
        a.causes = self.string(&mut part, "causes");
        a.read_by = self.string(&mut part, "read_by");
        if let Some(inner) = self.inner(&mut part, "capacity") {
            a.capacity = self.capacity(inner);
        }
        let known =
            ["staff", "budget", "expertise", "control", "what_changes", "causes", "read_by", "capacity"];
        self.nothing_else(part, &known);
    }

    /// `staff = true`, or `staff = { enough = false, plan = "…" }`.
    fn means(&mut self, part: &mut Part<'t>, key: &str) -> Means {
        let accepted = Bilingual::fixed(
            "true, or { enough = false, plan = \"…\" }",
            "true, ou { enough = false, plan = \"…\" }",
        );
        match part.table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Table(_)) => {
                let Some(mut inner) = self.inner(part, key) else { return Means::default() };
                let enough = self.take(&mut inner, "enough", &YES_NO, yes_no);
                let plan = self.string(&mut inner, "plan");
                self.nothing_else(inner, &["enough", "plan"]);
                Means { enough, plan }
            }
            _ => Means { enough: self.take(part, key, &accepted, yes_no), plan: String::new() },
        }
    }

    fn capacity(&mut self, mut part: Part<'t>) -> Option<Capacity> {
        let mut figure = |reading: &mut Self, key, otherwise: Option<f64>| {
            if part.table.contains_key(key) {
                return reading.take(&mut part, key, &NUMBER, number);
            }
            if otherwise.is_none() {
                let field = part.field(key);
                let accepted = Bilingual::fixed(
                    "this key is missing; it takes a number",
                    "cette clé manque\u{202f}; elle reçoit un nombre",
                );
                reading.problems.push(Problem::at(None, field, "", accepted));
            }
            otherwise
        };
        let contacts_a_day = figure(self, "contacts_a_day", None);
        let handling_minutes = figure(self, "handling_minutes", None);
        let agents = figure(self, "agents", None);
        let hours_a_day = figure(self, "hours_a_day", None);
        let occupancy = figure(self, "occupancy", None);
        let concurrency = figure(self, "concurrency", Some(1.0));
        let open_hours = self.take(&mut part, "open_hours", &NUMBER, number);
        let plan = self.string(&mut part, "plan");
        let known = [
            "contacts_a_day",
            "handling_minutes",
            "agents",
            "hours_a_day",
            "occupancy",
            "concurrency",
            "open_hours",
            "plan",
        ];
        self.nothing_else(part, &known);
        Some(Capacity {
            contacts_a_day: contacts_a_day?,
            handling_minutes: handling_minutes?,
            agents: agents?,
            hours_a_day: hours_a_day?,
            occupancy: occupancy?,
            concurrency: concurrency?,
            open_hours,
            plan,
        })
    }

    fn time(&mut self, mut part: Part<'t>, goal: &mut Goal) {
        const RHYTHMS: [(&str, Every); 4] = [
            ("week", Every::Week),
            ("fortnight", Every::Fortnight),
            ("month", Every::Month),
            ("quarter", Every::Quarter),
        ];
        let t = &mut goal.time;
        t.start = self.take(&mut part, "start", &DAY, day);
        t.due = self.take(&mut part, "due", &DAY, day);
        t.review = self.word(&mut part, "review", &RHYTHMS);
        t.every = self.word(&mut part, "every", &RHYTHMS);
        t.path = self.word(
            &mut part,
            "path",
            &[("linear", Shape::Linear), ("compound", Shape::Compound), ("log-odds", Shape::LogOdds)],
        );
        t.step_change = self.take(&mut part, "step_change", &NUMBER, number);
        t.step_is = self.word(&mut part, "step_is", &CHANGES);
        t.steps = self.take(&mut part, "steps", &STEPS, steps).unwrap_or_default();
        let known = ["start", "due", "review", "every", "path", "step_change", "step_is", "steps"];
        self.nothing_else(part, &known);
    }

    fn id(&mut self, part: &mut Part<'t>) -> String {
        let accepted = Bilingual::fixed(
            "small letters, digits and hyphens, at most 64: csat-2026",
            "des minuscules, des chiffres et des traits d’union, au plus 64\u{202f}: csat-2026",
        );
        let sound = |value: &DeValue<'_>| {
            let id = value.as_str()?;
            let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            (!id.is_empty() && id.len() <= 64 && id.chars().all(known)).then(|| id.to_owned())
        };
        self.take(part, "id", &accepted, sound).unwrap_or_default()
    }

    /// Two metrics may be written as a list: the check says what it thinks of that.
    fn metric(&mut self, part: &mut Part<'t>) -> String {
        let accepted = Bilingual::fixed("the id of one metric", "l’identifiant d’un indicateur");
        self.take(part, "metric", &accepted, |value| match value {
            DeValue::Array(list) => {
                let names: Option<Vec<&str>> = list.iter().map(|name| name.get_ref().as_str()).collect();
                names.map(|names| names.join(", ")).filter(|text| short(text))
            }
            value => text(value),
        })
        .unwrap_or_default()
    }

    fn string(&mut self, part: &mut Part<'t>, key: &str) -> String {
        self.take(part, key, &TEXT, text).unwrap_or_default()
    }

    fn word<T: Copy>(&mut self, part: &mut Part<'t>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let accepted = both!("one of: {known}", "un de ces mots\u{202f}: {known}");
        self.take(part, key, &accepted, |value| {
            let value = value.as_str()?;
            words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning)
        })
    }

    fn take<T>(
        &mut self,
        part: &mut Part<'t>,
        key: &str,
        accepted: &Bilingual,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = part.take(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            self.problem(value.span(), part.field(key), found(value.get_ref()), accepted.clone());
        }
        read
    }

    fn inner(&mut self, part: &mut Part<'t>, key: &str) -> Option<Part<'t>> {
        let value = part.take(key)?;
        let path = part.field(key);
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(Part { table, path }),
            other => {
                self.problem(span, path, found(&other), TABLE);
                None
            }
        }
    }

    fn nothing_else(&mut self, part: Part<'t>, known: &[&str]) {
        let known = known.join(", ");
        for key in part.table.keys() {
            let accepted = both!(
                "unknown key; known here: {known}",
                "clé inconnue\u{202f}; clés connues ici\u{202f}: {known}"
            );
            self.problem(key.span(), part.field(key.get_ref()), String::new(), accepted);
        }
    }

    fn problem(&mut self, span: Range<usize>, field: String, found: String, accepted: Bilingual) {
        self.problems.push(Problem::at(line(self.text, span.start), field, found, accepted));
    }
}

const CHANGES: [(&str, ChangeIs); 2] = [("relative", ChangeIs::Relative), ("points", ChangeIs::Points)];

fn short(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT
}

fn text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().filter(|text| short(text)).map(str::to_owned)
}

fn yes_no(value: &DeValue<'_>) -> Option<bool> {
    value.as_bool()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok()? as f64,
        DeValue::Float(number) => number.as_str().parse().ok()?,
        _ => return None,
    };
    // Beyond this no percentage, count or time is meant, and sums of such numbers would lose their digits.
    (f64::abs(number) <= 1e12).then_some(number)
}

fn whole(value: &DeValue<'_>) -> Option<u64> {
    number(value).filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64)
}

fn amount(value: &DeValue<'_>) -> Option<Amount> {
    match value.as_str() {
        Some(text) => Amount::parse(text).filter(|amount| amount.value.abs() <= 1e12),
        None => number(value).map(Amount::bare),
    }
}

fn day(value: &DeValue<'_>) -> Option<Date> {
    match value {
        DeValue::Datetime(time) if time.time.is_none() => time.to_string().parse().ok(),
        DeValue::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn numbers(value: &DeValue<'_>) -> Option<Vec<f64>> {
    let list = value.as_array().filter(|list| list.len() <= MOST)?;
    list.iter().map(|item| number(item.get_ref())).collect()
}

fn steps(value: &DeValue<'_>) -> Option<Vec<Step>> {
    let list = value.as_array().filter(|list| list.len() <= MOST)?;
    let step = |item: &Spanned<DeValue<'_>>| {
        let table = item.get_ref().as_table().filter(|table| table.len() == 2)?;
        Some(Step { by: day(table.get("by")?.get_ref())?, value: number(table.get("value")?.get_ref())? })
    };
    list.iter().map(step).collect()
}

fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::check;

    #[test]
    fn templates_are_sound_in_both_languages() {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| parse(template(lang)).unwrap());
        for goal in [&en, &fr] {
            assert_eq!(check(goal).faults, []);
        }
        assert_eq!((en.measurable, en.time), (fr.measurable, fr.time));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let goal = parse(template(Lang::En)).unwrap();
        let text = to_toml(&goal);
        assert_eq!(parse(&text).unwrap(), goal, "{text}");
        let json = serde_json::to_string(&goal).unwrap();
        assert_eq!(serde_json::from_str::<Goal>(&json).unwrap(), goal);
    }

    #[test]
    fn every_mistake_at_once() {
        let problems = parse(
            "kind = \"mine\"\ncolour = 1\n[specific]\nsentence = 5\nmetric = [\"csat\", \"nps\"]\n[measurable]\nbaseline = \"8 \
             apples\"\nn = -1\nfirst = 2026-13-01x\n",
        )
        .unwrap_err();
        assert_eq!(problems.len(), 1, "no TOML at all: {problems:?}");
        let problems = parse(
            "kind = \"mine\"\ncolour = 1\n[specific]\nsentence = 5\nmetric = [\"csat\", \"nps\"]\n[measurable]\nbaseline = \"8 \
             apples\"\nn = -1\nfirst = \"soon\"\nweeks = [1, \"two\"]\n[attainable]\nstaff = \"no\"\ncapacity = { agents = 5 }\n\
             [time]\nsteps = [{ by = 2026-11-30 }]\n",
        )
        .unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        for field in [
            "kind",
            "colour",
            "specific.sentence",
            "measurable.baseline",
            "measurable.n",
            "measurable.first",
            "measurable.weeks",
            "attainable.staff",
            "attainable.capacity.contacts_a_day",
            "time.steps",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        assert_eq!(problems.iter().find(|problem| problem.field == "colour").unwrap().line, Some(2));
    }

    #[test]
    fn one_value_set() {
        let text = set("", "measurable.target", "90").unwrap();
        let text = set(&text, "specific.owner", "Marc").unwrap();
        let text = set(&text, "time.due", "2026-11-30").unwrap();
        let text = set(&text, "attainable.staff", "true").unwrap();
        let goal = parse(&text).unwrap();
        assert_eq!(goal.measurable.target, Some(Amount::bare(90.0)));
        assert_eq!(goal.specific.owner, "Marc");
        assert_eq!(goal.time.due, Some(jiff::civil::date(2026, 11, 30)));
        assert_eq!(goal.attainable.staff.enough, Some(true));
        let text = set(&text, "measurable.change", "25").unwrap();
        assert_eq!(parse(&text).unwrap().measurable.target, None, "the target is said once");
        let text = set(&text, "measurable.target", "85").unwrap();
        assert_eq!(parse(&text).unwrap().measurable.change, None);
        assert!(set(&text, "specific.owner.name", "x").is_err(), "a text holds no keys");
        assert!(set("[", "a", "b").is_err());
        let sly = set("", "specific.why", "1\nkind = \"team\"").unwrap();
        assert_eq!(parse(&sly).unwrap().kind, None, "a value brings no key with it");
    }

    #[test]
    fn two_metrics_reach_the_check() {
        let goal = parse("[specific]\nmetric = [\"csat\", \"nps\"]\n").unwrap();
        assert!(check(&goal).faults.iter().any(|fault| fault.code == "G03" && fault.found == "csat, nps"));
    }
}
