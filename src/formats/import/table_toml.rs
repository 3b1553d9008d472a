//! One table of a map: what the columns of one kind of file mean.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::conversation::{Role, Status};
use crate::words::Bilingual;

use super::map::{Body, Choice, Col, Column, Condition, CsatRule, Mark, RoleRule, Table};
use super::part::Kind;
use crate::formats::toml_reader::{A_TABLE, A_TEXT, Reader, Section};

const TABLE: [&str; 25] = [
    "conversation",
    "at",
    "text",
    "html",
    "role",
    "message",
    "author",
    "macro",
    "private",
    "source",
    "channel",
    "subject",
    "agent",
    "customer",
    "opened_at",
    "closed_at",
    "closed_by",
    "transfers",
    "reopens",
    "status",
    "tags",
    "csat",
    "marks",
    "skip_when",
    "may_lack",
];
const A_COLUMN: Bilingual = Bilingual::fixed(
    "the name of a column, in quotation marks",
    "le nom d’une colonne, entre guillemets droits",
);
const A_ROLE: Bilingual =
    Bilingual::fixed("customer, agent, bot or system", "customer, agent, bot ou system");
const A_STATUS: Bilingual =
    Bilingual::fixed("open, pending, solved or closed", "open, pending, solved ou closed");
const A_NUMBER: Bilingual = Bilingual::fixed("a number", "un nombre");
const A_ROLE_RULE: Bilingual = Bilingual::fixed(
    "a column, { column = \"…\", values = { … } }, { always = \"customer\" } or { opener = \"customer\", others = \"agent\" }",
    "une colonne, { column = \"…\", values = { … } }, { always = \"customer\" } ou { opener = \"customer\", others = \"agent\" }",
);
const A_CHOICE: Bilingual = Bilingual::fixed(
    "a column, or { column = \"…\", values = { word = \"meaning\" } }",
    "une colonne, ou { column = \"…\", values = { mot = \"sens\" } }",
);
const A_CONDITION: Bilingual = Bilingual::fixed(
    "{ column = \"…\", is = \"word\" } or { column = \"…\", is = [\"word\", \"word\"] }",
    "{ column = \"…\", is = \"mot\" } ou { column = \"…\", is = [\"mot\", \"mot\"] }",
);
const A_LIST: Bilingual =
    Bilingual::fixed("a list of texts: [\"…\", \"…\"]", "une liste de textes : [\"…\", \"…\"]");
const TAGS: Bilingual = Bilingual::fixed(
    "a column, or { column = \"…\", separator = \";\" }",
    "une colonne, ou { column = \"…\", separator = \";\" }",
);
const CSAT: Bilingual = Bilingual::fixed(
    "{ column = \"…\", min = 1, max = 5 }, with `comment` and `values` where they exist",
    "{ column = \"…\", min = 1, max = 5 }, avec `comment` et `values` s’ils existent",
);
const MARKS: Bilingual = Bilingual::fixed(
    "a list: [{ column = \"…\", is = \"word\", tag = \"…\" }]",
    "une liste : [{ column = \"…\", is = \"mot\", tag = \"…\" }]",
);

/// The columns that a table has named so far.
#[derive(Default)]
struct Columns(Vec<Column>);

impl Columns {
    fn place(&mut self, name: &str) -> Col {
        self.0.iter().position(|column| column.name == name).unwrap_or_else(|| {
            self.0.push(Column { name: name.to_owned(), may_lack: false });
            self.0.len() - 1
        })
    }
}

impl<'t> Reader<'t> {
    /// Reads a table; without a source at the top of the map it needs a column for it.
    pub(super) fn table(
        &mut self,
        section: Section<'_, 't>,
        kind: Kind,
        needs_source: bool,
    ) -> Option<Table> {
        self.only(section, &TABLE);
        let mut columns = Columns::default();
        let all = &mut columns;
        let conversation = self.required(section, "conversation", all);
        let at = self.required(section, "at", all);
        let text = self.column(section, "text", all);
        let html = self.column(section, "html", all);
        let body = match (text, html) {
            (Some(column), None) => Some(Body { column, html: false }),
            (None, Some(column)) => Some(Body { column, html: true }),
            (None, None) => None,
            (Some(_), Some(column)) => {
                let accepted = Bilingual::fixed(
                    "either `text` or `html`, not both",
                    "soit `text`, soit `html`, pas les deux",
                );
                self.problem(section.span.clone(), &section.field("html"), "", accepted);
                Some(Body { column, html: true })
            }
        };
        let role = self.role(section, all);
        if section.get("text").is_none() && section.get("html").is_none() && kind != Kind::Opening {
            self.missing(section, "text", &A_COLUMN);
        }
        if section.get("role").is_none() && (body.is_some() || kind != Kind::Opening) {
            self.missing(section, "role", &A_ROLE_RULE);
        }
        let author = self.column(section, "author", all);
        if matches!(role, Some(RoleRule::Opener { .. })) && section.get("author").is_none() {
            self.missing(section, "author", &A_COLUMN);
        }
        let source = self.column(section, "source", all);
        if needs_source && section.get("source").is_none() {
            let accepted = Bilingual::fixed(
                "the map must name the help desk: source = \"…\" at its top, or a column here",
                "le plan doit nommer l’outil d’assistance : source = \"…\" en tête, ou une colonne ici",
            );
            self.problem(section.span.clone(), &section.field("source"), "", accepted);
        }
        let message = self.column(section, "message", all);
        let macro_name = self.column(section, "macro", all);
        let private = self.condition(section, "private", all, true);
        let channel = self.column(section, "channel", all);
        let subject = self.column(section, "subject", all);
        let agent = self.column(section, "agent", all);
        let customer = self.column(section, "customer", all);
        let opened_at = self.column(section, "opened_at", all);
        let closed_at = self.column(section, "closed_at", all);
        let closed_by = self.column(section, "closed_by", all);
        let transfers = self.column(section, "transfers", all);
        let reopens = self.column(section, "reopens", all);
        let status = self.status(section, all);
        let tags = self.tags(section, all);
        let csat = self.csat(section, all);
        let marks = self.marks(section, all);
        let skip_when = self.condition(section, "skip_when", all, false);
        self.may_lack(section, all);
        Some(Table {
            kind,
            conversation: conversation?,
            at: at?,
            body,
            role,
            message,
            author,
            macro_name,
            private,
            source,
            channel,
            subject,
            agent,
            customer,
            opened_at,
            closed_at,
            closed_by,
            transfers,
            reopens,
            status,
            tags,
            csat,
            marks,
            skip_when,
            columns: columns.0,
        })
    }

    fn column(&mut self, section: Section<'_, 't>, key: &str, columns: &mut Columns) -> Option<Col> {
        let value = section.get(key)?;
        match value.get_ref() {
            DeValue::String(name) if !name.trim().is_empty() => Some(columns.place(name.trim())),
            _ => {
                self.wrong(section, key, value, &A_COLUMN);
                None
            }
        }
    }

    fn required(&mut self, section: Section<'_, 't>, key: &str, columns: &mut Columns) -> Option<Col> {
        if section.get(key).is_none() {
            self.missing(section, key, &A_COLUMN);
        }
        self.column(section, key, columns)
    }

    /// The inline table under `key`, with only the known keys in it.
    fn inner<'a>(
        &mut self,
        section: Section<'a, 't>,
        key: &str,
        known: &[&str],
        accepted: &Bilingual,
    ) -> Option<&'a DeTable<'t>> {
        let value = section.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(section, key, value, accepted);
            return None;
        };
        self.only(Section { table, path: &section.field(key), span: &value.span() }, known);
        Some(table)
    }

    fn role(&mut self, section: Section<'_, 't>, columns: &mut Columns) -> Option<RoleRule> {
        let value = section.get("role")?;
        if value.get_ref().is_str() {
            let column = self.column(section, "role", columns)?;
            return Some(RoleRule::Column(Choice { column, values: roles() }));
        }
        let table =
            self.inner(section, "role", &["column", "values", "always", "opener", "others"], &A_ROLE_RULE)?;
        let inner = Section { table, path: &section.field("role"), span: &value.span() };
        let has = |key| inner.get(key).is_some();
        match (has("column"), has("always"), has("opener") && has("others")) {
            (true, false, false) => {
                self.choice(inner, columns, roles(), Role::from_word, &A_ROLE).map(RoleRule::Column)
            }
            (false, true, false) => {
                self.word(inner, "always", Role::from_word, &A_ROLE).map(RoleRule::Always)
            }
            (false, false, true) => {
                let opener = self.word(inner, "opener", Role::from_word, &A_ROLE);
                let others = self.word(inner, "others", Role::from_word, &A_ROLE);
                Some(RoleRule::Opener { opener: opener?, others: others? })
            }
            _ => {
                self.wrong(section, "role", value, &A_ROLE_RULE);
                None
            }
        }
    }

    fn status(&mut self, section: Section<'_, 't>, columns: &mut Columns) -> Option<Choice<Status>> {
        let value = section.get("status")?;
        if value.get_ref().is_str() {
            let column = self.column(section, "status", columns)?;
            return Some(Choice { column, values: statuses() });
        }
        let table = self.inner(section, "status", &["column", "values"], &A_CHOICE)?;
        let inner = Section { table, path: &section.field("status"), span: &value.span() };
        self.choice(inner, columns, statuses(), Status::from_word, &A_STATUS)
    }

    /// `column` and `values` of an inline table; without `values` the words are the format's own.
    fn choice<T>(
        &mut self,
        inner: Section<'_, 't>,
        columns: &mut Columns,
        own: Vec<(String, T)>,
        from_word: fn(&str) -> Option<T>,
        accepted: &Bilingual,
    ) -> Option<Choice<T>> {
        let values = self.values(inner, |value| value.as_str().and_then(from_word), accepted);
        let column = self.required(inner, "column", columns)?;
        Some(Choice { column, values: values.unwrap_or(own) })
    }

    fn values<T>(
        &mut self,
        inner: Section<'_, 't>,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
        accepted: &Bilingual,
    ) -> Option<Vec<(String, T)>> {
        let value = inner.get("values")?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(inner, "values", value, &A_TABLE);
            return None;
        };
        let section = Section { table, path: &inner.field("values"), span: &value.span() };
        let mut values = Vec::new();
        for (word, meaning) in table {
            match read(meaning.get_ref()) {
                Some(read) => values.push((word.get_ref().to_string(), read)),
                None => self.wrong(section, word.get_ref(), meaning, accepted),
            }
        }
        Some(values)
    }

    fn word<T>(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        from_word: fn(&str) -> Option<T>,
        accepted: &Bilingual,
    ) -> Option<T> {
        let value = section.get(key)?;
        let read = value.get_ref().as_str().and_then(from_word);
        if read.is_none() {
            self.wrong(section, key, value, accepted);
        }
        read
    }

    /// A condition; `plain` allows a yes-or-no column by its name alone.
    fn condition(
        &mut self,
        section: Section<'_, 't>,
        key: &str,
        columns: &mut Columns,
        plain: bool,
    ) -> Option<Condition> {
        let value = section.get(key)?;
        if plain && value.get_ref().is_str() {
            return Some(Condition { column: self.column(section, key, columns)?, is: Vec::new() });
        }
        let table = self.inner(section, key, &["column", "is"], &A_CONDITION)?;
        self.when(Section { table, path: &section.field(key), span: &value.span() }, columns)
    }

    fn when(&mut self, inner: Section<'_, 't>, columns: &mut Columns) -> Option<Condition> {
        let column = self.required(inner, "column", columns);
        if inner.get("is").is_none() {
            self.missing(inner, "is", &A_LIST);
        }
        let is = self.words(inner, "is", &A_LIST);
        Some(Condition { column: column?, is: is? })
    }

    fn tags(&mut self, section: Section<'_, 't>, columns: &mut Columns) -> Option<(Col, String)> {
        let value = section.get("tags")?;
        if value.get_ref().is_str() {
            return Some((self.column(section, "tags", columns)?, ",".to_owned()));
        }
        let table = self.inner(section, "tags", &["column", "separator"], &TAGS)?;
        let inner = Section { table, path: "tags", span: &value.span() };
        let column = self.required(inner, "column", columns);
        let separator = match self.text(inner, "separator") {
            Some(empty) if empty.is_empty() => {
                self.wrong(section, "tags", value, &TAGS);
                None
            }
            separator => separator,
        };
        Some((column?, separator.unwrap_or_else(|| ",".to_owned())))
    }

    fn csat(&mut self, section: Section<'_, 't>, columns: &mut Columns) -> Option<CsatRule> {
        let value = section.get("csat")?;
        let table = self.inner(section, "csat", &["column", "min", "max", "comment", "values"], &CSAT)?;
        let inner = Section { table, path: &section.field("csat"), span: &value.span() };
        let column = self.required(inner, "column", columns);
        let min = self.number(inner, "min");
        let max = self.number(inner, "max");
        let comment = self.column(inner, "comment", columns);
        let values = self.values(inner, number, &A_NUMBER).unwrap_or_default();
        let (min, max) = (min?, max?);
        if min >= max {
            self.wrong(section, "csat", value, &CSAT);
        }
        Some(CsatRule { column: column?, min, max, values, comment })
    }

    fn number(&mut self, section: Section<'_, 't>, key: &str) -> Option<f64> {
        let Some(value) = section.get(key) else {
            self.missing(section, key, &A_NUMBER);
            return None;
        };
        let read = number(value.get_ref());
        if read.is_none() {
            self.wrong(section, key, value, &A_NUMBER);
        }
        read
    }

    fn marks(&mut self, section: Section<'_, 't>, columns: &mut Columns) -> Vec<Mark> {
        let Some(value) = section.get("marks") else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(section, "marks", value, &MARKS);
            return Vec::new();
        };
        let mut marks = Vec::new();
        for mark in list {
            let DeValue::Table(table) = mark.get_ref() else {
                self.wrong(section, "marks", mark, &MARKS);
                continue;
            };
            let inner = Section { table, path: &section.field("marks"), span: &mark.span() };
            self.only(inner, &["column", "is", "tag"]);
            let when = self.when(inner, columns);
            if inner.get("tag").is_none() {
                self.missing(inner, "tag", &A_TEXT);
            }
            if let (Some(when), Some(tag)) = (when, self.text(inner, "tag")) {
                marks.push(Mark { when, tag });
            }
        }
        marks
    }

    fn may_lack(&mut self, section: Section<'_, 't>, columns: &mut Columns) {
        let Some(names) = self.words(section, "may_lack", &A_LIST) else { return };
        let required = ["conversation", "at", "text", "html"];
        let required: Vec<&str> =
            required.iter().filter_map(|key| section.get(key)?.get_ref().as_str()).map(str::trim).collect();
        for name in names {
            match columns.0.iter_mut().find(|column| column.name == name.trim()) {
                Some(column) if !required.contains(&column.name.as_str()) => column.may_lack = true,
                _ => {
                    let accepted = Bilingual::fixed(
                        "a column that this table uses for something that a conversation can do without",
                        "une colonne que cette table utilise pour une chose dont une conversation peut se passer",
                    );
                    let span = section.get("may_lack").map_or(0..0, Spanned::span);
                    self.problem(span, &section.field("may_lack"), &name, accepted);
                }
            }
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}

fn roles() -> Vec<(String, Role)> {
    [Role::Customer, Role::Agent, Role::Bot, Role::System].map(|role| (role.word().to_owned(), role)).into()
}

fn statuses() -> Vec<(String, Status)> {
    [Status::Open, Status::Pending, Status::Solved, Status::Closed].map(|s| (s.word().to_owned(), s)).into()
}
