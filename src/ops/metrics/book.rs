//! The report as a book, for the exports.

use crate::both;
use crate::domain::book::{Book, Cell, Column, Definition, Kind, Sheet};
use crate::domain::checklist::Better;
use crate::domain::metric::change::Scale;
use crate::domain::metric::{Change, Figure, MetricId, Reading, Unit};
use crate::domain::tally::Tally;
use crate::ops::metrics::amounts;
use crate::ops::metrics::report::{Line, Report};
use crate::words::{Bilingual, Lang};

const fn column(id: &'static str, en: &'static str, fr: &'static str, kind: Kind) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind }
}

/// A figure's column has no one unit: each row says its own.
const FIGURE: Kind = Kind::Number(4);

/// The report of a period, with what every figure means.
pub fn book(report: &Report) -> Book {
    let calendar = (&report.calendar.name, report.calendar.version, &report.calendar.zone);
    let (Bilingual { en, fr }, version, zone) = calendar;
    let mut notes = vec![
        both!(
            "By the team's hours: {en}, version {version}, {zone}.",
            "Heures de l’équipe : {fr}, version {version}, {zone}."
        ),
        report.board_says.clone(),
    ];
    let left_out = report.events.left_out.total();
    if left_out > 0 {
        notes.push(both!(
            "{left_out} conversations are in no figure: merged, spam, tests, deleted, mystery contacts, surveys.",
            "{left_out} conversations ne sont dans aucun chiffre : fusionnées, spam, essais, supprimées, contacts mystères, enquêtes."
        ));
    }
    notes.extend(report.too_few());
    notes.extend(report.kept_notes());
    notes.extend(report.findings.iter().map(|finding| {
        let (code, Bilingual { en, fr }) = (finding.check.code(), &finding.says);
        both!("{code}: {en}", "{code} : {fr}")
    }));
    let mut sheets = vec![metrics(report), purposes(report)];
    if !report.alarms.is_empty() {
        sheets.push(alarms(report));
    }
    sheets.push(completeness(report));
    Book {
        id: "metrics",
        title: Bilingual::fixed("Metrics", "Indicateurs"),
        as_of: report.as_of.saturating_mul(1_000_000),
        period: Some((report.days.first, report.days.last)),
        notes,
        sheets,
        definitions: report.lines.iter().map(definition).collect(),
    }
}

fn definition(line: &Line) -> Definition {
    Definition {
        id: line.metric.formula_id(),
        name: line.metric.name.clone(),
        formula: line.metric.formula.clone(),
    }
}

/// The unit of a metric as a report has it.
const fn kind(unit: Unit) -> Kind {
    match unit {
        Unit::Share => Kind::Share,
        Unit::Seconds => Kind::Seconds,
        Unit::Count => Kind::Number(0),
        Unit::PerCase => Kind::Number(2),
        Unit::Score | Unit::Days => Kind::Number(1),
    }
}

fn measured(line: &Line, value: f64) -> Cell {
    Cell::Measured(value, kind(line.metric.unit))
}

fn value(line: &Line, figure: &Figure) -> Cell {
    match figure {
        Ok(reading) => measured(line, reading.value()),
        Err(why) => why.cell(),
    }
}

fn n(figure: &Figure) -> Cell {
    figure.ok().and_then(|reading| reading.n()).map_or(Cell::Nothing, Cell::Count)
}

fn ends(interval: Option<(f64, f64)>, cell: impl Fn(f64) -> Cell) -> [Cell; 2] {
    interval.map_or([Cell::Nothing, Cell::Nothing], |(low, high)| [cell(low), cell(high)])
}

fn interval(line: &Line, figure: &Figure) -> [Cell; 2] {
    let interval = figure.ok().filter(|_| line.with_interval).and_then(|reading: Reading| reading.interval());
    ends(interval, |end| measured(line, end))
}

fn code(text: &str) -> Cell {
    Cell::Code(text.to_owned())
}

/// The figures. What programs want of a change stands in columns of its own; people read it in words.
fn metrics(report: &Report) -> Sheet {
    let columns = vec![
        column("metric", "Id", "Identifiant", Kind::Key),
        column("name", "Metric", "Indicateur", Kind::Text),
        column("value", "Value", "Valeur", FIGURE),
        column("unit", "Unit", "Unité", Kind::Key),
        column("n", "n", "n", Kind::Count),
        column("low", "From (95%)", "De (95\u{202f}%)", FIGURE),
        column("high", "To (95%)", "À (95\u{202f}%)", FIGURE),
        column("target", "Target", "Cible", FIGURE),
        column("previous", "Before", "Avant", FIGURE),
        column("previous_n", "n before", "n avant", Kind::Count),
        column("moved", "Change", "Évolution", Kind::Text),
        column("change", "Change", "Évolution", Kind::Key),
        column("change_scale", "Change is a", "L’évolution est", Kind::Key),
        column("change_low", "Change from", "Évolution de", Kind::Key),
        column("change_high", "Change to", "Évolution à", Kind::Key),
    ];
    Sheet {
        id: "metrics",
        title: Bilingual::fixed("Metrics", "Indicateurs"),
        notes: Vec::new(),
        columns,
        rows: report.lines.iter().map(row).collect(),
        chart: None,
    }
}

fn row(line: &Line) -> Vec<Cell> {
    let change = line.change.ok();
    let [low, high] = interval(line, &line.figure);
    let [change_low, change_high] = ends(change.and_then(|change| change.interval.ok()), Cell::Number);
    vec![
        code(line.metric.id.word()),
        Cell::Words(line.metric.name.clone()),
        value(line, &line.figure),
        code(line.metric.unit.word()),
        n(&line.figure),
        low,
        high,
        line.target.map_or(Cell::Nothing, |target| measured(line, target)),
        value(line, &line.previous),
        n(&line.previous),
        change.map_or(Cell::Nothing, |change| Cell::Words(in_words(line, &change))),
        change.map_or(Cell::Nothing, |change| Cell::Number(change.value)),
        change.map_or(Cell::Nothing, |change| {
            code(match change.scale {
                Scale::Ratio => "ratio",
                Scale::Difference => "difference",
            })
        }),
        change_low,
        change_high,
    ]
}

/// `-16% (-30 to +1), may be chance`.
fn in_words(line: &Line, change: &Change) -> Bilingual {
    let said = |lang: Lang| {
        let moved = amounts::moved(lang, change);
        let change = amounts::change(lang, line.metric.unit, change);
        if moved.is_empty() { change } else { format!("{change}, {moved}") }
    };
    Bilingual::made(said(Lang::En), said(Lang::Fr))
}

/// What each metric is for: a figure without an action is not worth its place.
fn purposes(report: &Report) -> Sheet {
    let named = |id: MetricId| Cell::Words(id.metric().name);
    let rows = report.lines.iter().map(|line| {
        vec![
            code(line.metric.id.word()),
            Cell::Words(line.metric.name.clone()),
            Cell::Words(match line.metric.better {
                Better::Higher => Bilingual::fixed("higher", "plus haut"),
                Better::Lower => Bilingual::fixed("lower", "plus bas"),
                Better::Neither => Bilingual::fixed("neither", "ni l’un ni l’autre"),
            }),
            Cell::Words(line.action.clone()),
            line.counter.map_or(Cell::Nothing, named),
            Cell::Text(line.owner.clone()),
            code(line.source.word()),
        ]
    });
    Sheet {
        id: "purposes",
        title: Bilingual::fixed("What each of them is for", "À quoi sert chacun"),
        notes: Vec::new(),
        columns: vec![
            column("metric", "Id", "Identifiant", Kind::Key),
            column("name", "Metric", "Indicateur", Kind::Text),
            column("direction", "Better is", "Le mieux est", Kind::Text),
            column("action", "If it moves, we", "S’il bouge, nous", Kind::Text),
            column("counter", "Read it beside", "À lire avec", Kind::Text),
            column("owner", "Owner", "Responsable", Kind::Text),
            column("source", "Source", "Source", Kind::Key),
        ],
        rows: rows.collect(),
        chart: None,
    }
}

fn alarms(report: &Report) -> Sheet {
    let rows = report.alarms.iter().map(|alarm| {
        let metric = |id: Option<MetricId>| id.map_or(Cell::Nothing, |id| code(id.word()));
        vec![
            code(alarm.rule.code()),
            Cell::Words(alarm.says.clone()),
            metric(alarm.inside),
            metric(alarm.outside),
        ]
    });
    Sheet {
        id: "alarms",
        title: Bilingual::fixed("Questions to ask", "Questions à se poser"),
        notes: Vec::new(),
        columns: vec![
            column("rule", "Rule", "Règle", Kind::Text),
            column("says", "Question", "Question", Kind::Text),
            column("inside", "Inside", "Dedans", Kind::Text),
            column("outside", "Customer's side", "Côté client", Kind::Text),
        ],
        rows: rows.collect(),
        chart: None,
    }
}

fn completeness(report: &Report) -> Sheet {
    let rows = report.completeness.iter().map(|(channel, of)| {
        let share = |tally: Tally| Cell::figure(tally.share());
        vec![
            channel.clone().map_or_else(|| Cell::Words(Bilingual::fixed("all", "tous")), Cell::Text),
            Cell::Count(of.recorded),
            of.expected.map_or(Cell::NotRecorded, Cell::Count),
            of.share().map_or(Cell::NotRecorded, Cell::Number),
            share(of.solved),
            share(of.owned),
            share(of.untimed),
        ]
    });
    Sheet {
        id: "completeness",
        title: Bilingual::fixed("How much was recorded", "Ce qui a été enregistré"),
        notes: Vec::new(),
        columns: vec![
            column("channel", "Channel", "Canal", Kind::Text),
            column("recorded", "Recorded", "Enregistrées", Kind::Count),
            column("expected", "Expected", "Attendues", Kind::Count),
            column("share", "Recorded of expected", "Part enregistrée", Kind::Share),
            column("solved", "With a solution", "Avec résolution", Kind::Share),
            column("owned", "With an owner", "Avec responsable", Kind::Share),
            column("untimed", "Without a usable time", "Sans heure utilisable", Kind::Share),
        ],
        rows: rows.collect(),
        chart: None,
    }
}
