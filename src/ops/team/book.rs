//! The team's figures as a report: no name, no figure about one person; what is hidden says `too few` in its cell.

use crate::both;
use crate::domain::book::{Book, Cell, Chart, Column, Definition, Kind, Sheet};
use crate::domain::interval::Interval;
use crate::domain::shown::Shown;
use crate::domain::team::{Cover, Figure, Shift, StratumName, Told, day};
use crate::words::Bilingual;

use super::agreement::Accord;
use super::summary::Summary;

/// The report. Whoever writes it notes first what it tells, with [`tell`](super::tell).
pub fn book(summary: &Summary, accord: Option<&Accord>) -> Book {
    let k = summary.k;
    let mut sheets =
        vec![pillars(summary), gaps(summary), distribution(summary), items(summary), weeks(summary)];
    if !summary.team.strata.is_empty() {
        sheets.push(strata(summary));
    }
    sheets.extend(accord.map(agreement));
    Book {
        id: "team",
        title: Bilingual::fixed("What the team submitted", "Ce que l’équipe a remis"),
        as_of: summary.as_of,
        period: summary.days,
        notes: vec![
            measured_note(),
            both!(
                "Fewer than {k} people behind a figure, or one with more than half of it: too few.",
                "Moins de {k} personnes derrière un chiffre, ou une avec plus de la moitié\u{202f}: trop peu."
            ),
        ],
        sheets,
        definitions: definitions(),
    }
}

/// What is the measurement, and what the mirror.
pub fn measured_note() -> Bilingual {
    Bilingual::fixed(
        "Colleagues’ answers and those that were agreed are the measurement; agents’ own answers are a mirror.",
        "Les réponses des collègues et celles convenues sont la mesure\u{202f}; les réponses propres sont un miroir.",
    )
}

fn definitions() -> Vec<Definition> {
    let one = |id: &str, name, formula| Definition { id: id.to_owned(), name, formula };
    vec![
        one(
            "team-pillar/1",
            Bilingual::fixed("Pillar", "Pilier"),
            Bilingual::fixed(
                "mean of the agents’ means of their conversations’ scores, over drawn conversations; 95 % t interval over agents",
                "moyenne des moyennes des conseillers sur leurs conversations tirées\u{202f}; intervalle t à 95 % sur les conseillers",
            ),
        ),
        one(
            "team-gap/1",
            Bilingual::fixed("Own minus colleagues", "Propre moins collègues"),
            Bilingual::fixed(
                "mean of the agents’ mean differences between their own score and the colleagues’ of the same conversation; 95 % t interval over agents",
                "moyenne des écarts moyens des conseillers entre leur propre score et celui des collègues sur la même conversation\u{202f}; intervalle t à 95 % sur les conseillers",
            ),
        ),
        one(
            "team-item/1",
            Bilingual::fixed("Item", "Point"),
            Bilingual::fixed(
                "share of conversations in which it was met, n/a left out; Wilson’s 95 % interval over conversations",
                "part des conversations où il est respecté, sans objet exclu\u{202f}; intervalle de Wilson à 95 %",
            ),
        ),
        one(
            "team-worst-case/1",
            Bilingual::fixed("Worst case", "Pire cas"),
            Bilingual::fixed(
                "below 80 % submitted: where the mean of all drawn would lie if what is missing scored 0, or 100; below 60 % nothing is told",
                "sous 80 % de remises\u{202f}: où serait la moyenne du tirage si ce qui manque valait 0, ou 100\u{202f}; sous 60 %, rien n’est dit",
            ),
        ),
    ]
}

fn column(id: &'static str, en: &'static str, fr: &'static str, kind: Kind) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind }
}

/// The columns of a figure.
fn figure_columns() -> Vec<Column> {
    vec![
        column("n", "Conversations", "Conversations", Kind::Count),
        column("people", "Agents", "Conseillers", Kind::Count),
        column("mean", "Mean", "Moyenne", Kind::Score),
        column("low", "From", "De", Kind::Score),
        column("high", "To", "À", Kind::Score),
        column("worst_low", "Worst case from", "Pire cas de", Kind::Score),
        column("worst_high", "Worst case to", "Pire cas à", Kind::Score),
        column("submitted", "Submitted", "Remises", Kind::Count),
        column("drawn", "Drawn", "Tirées", Kind::Count),
    ]
}

fn figure(told: &Told<Figure>, cover: Cover) -> Vec<Cell> {
    let mut cells = match told {
        Err(_) => vec![Cell::TooFew; 7],
        Ok(figure) => {
            let interval = |end: fn(&Interval) -> f64| {
                Cell::figure(figure.interval.as_ref().map(end).map_err(|why| *why))
            };
            let worst = |end: fn(&Interval) -> f64| {
                figure.worst_case.as_ref().map_or(Cell::Nothing, |bounds| Cell::Number(end(bounds)))
            };
            vec![
                Cell::Count(figure.n),
                Cell::Count(figure.people as u64),
                Cell::Number(figure.mean),
                interval(|(low, _)| *low),
                interval(|(_, high)| *high),
                worst(|(low, _)| *low),
                worst(|(_, high)| *high),
            ]
        }
    };
    cells.extend([Cell::Count(cover.n), Cell::Count(cover.drawn)]);
    cells
}

fn names(summary: &Summary) -> Vec<Bilingual> {
    summary.checklist.scored_pillars().map(|pillar| pillar.name.clone()).collect()
}

fn pillars(summary: &Summary) -> Sheet {
    let mut columns = vec![
        column("pillar", "Pillar", "Pilier", Kind::Text),
        column("eyes", "Whose answers", "Réponses de", Kind::Text),
    ];
    columns.extend(figure_columns());
    let peers = Bilingual::fixed("colleagues and agreement", "collègues et accord");
    let own = Bilingual::fixed("own (mirror)", "propres (miroir)");
    let mut rows = Vec::new();
    for (name, pillar) in names(summary).iter().zip(&summary.team.pillars) {
        for (eyes, told, cover) in
            [(&peers, &pillar.measured, summary.team.read), (&own, &pillar.own, summary.team.submitted)]
        {
            let mut row = vec![Cell::Words(name.clone()), Cell::Words(eyes.clone())];
            row.extend(figure(told, cover));
            rows.push(row);
        }
    }
    Sheet {
        id: "pillars",
        title: Bilingual::fixed("Pillars", "Piliers"),
        notes: vec![measured_note()],
        columns,
        rows,
        chart: Some(Chart::Bars {
            label: "pillar",
            apart: Some("eyes"),
            value: "mean",
            interval: Some(("low", "high")),
            beside: None,
        }),
    }
}

fn gaps(summary: &Summary) -> Sheet {
    let rows = names(summary).into_iter().zip(&summary.team.pillars).map(|(name, pillar)| {
        let mut row = vec![Cell::Words(name)];
        row.extend(figure(&pillar.gap, summary.team.read));
        row
    });
    let mut columns = vec![column("pillar", "Pillar", "Pilier", Kind::Text)];
    // A difference of scores is no score: its sign is told.
    columns.extend(figure_columns().into_iter().map(|column| match column.kind {
        Kind::Score => Column { kind: Kind::Number(1), ..column },
        _ => column,
    }));
    let kept = |place: usize| !columns[place].id.starts_with("worst");
    let keep: Vec<usize> = (0..columns.len()).filter(|place| kept(*place)).collect();
    let rows = rows
        .map(|row: Vec<Cell>| keep.iter().filter_map(|place| row.get(*place).cloned()).collect())
        .collect();
    Sheet {
        id: "gaps",
        title: Bilingual::fixed("Own minus colleagues", "Propre moins collègues"),
        notes: Vec::new(),
        columns: columns.into_iter().filter(|column| !column.id.starts_with("worst")).collect(),
        rows,
        chart: None,
    }
}

fn distribution(summary: &Summary) -> Sheet {
    let mut rows = Vec::new();
    for (name, pillar) in names(summary).iter().zip(&summary.team.pillars) {
        let mut row = vec![Cell::Words(name.clone())];
        row.extend(pillar.bins.iter().map(|bin| bin.map_or(Cell::TooFew, Cell::Count)));
        rows.push(row);
    }
    Sheet {
        id: "distribution",
        title: Bilingual::fixed("Conversations by score", "Conversations par score"),
        notes: Vec::new(),
        columns: vec![
            column("pillar", "Pillar", "Pilier", Kind::Text),
            column("from_0", "0 to 20", "0 à 20", Kind::Count),
            column("from_20", "20 to 40", "20 à 40", Kind::Count),
            column("from_40", "40 to 60", "40 à 60", Kind::Count),
            column("from_60", "60 to 80", "60 à 80", Kind::Count),
            column("from_80", "80 to 100", "80 à 100", Kind::Count),
        ],
        rows,
        chart: None,
    }
}

fn items(summary: &Summary) -> Sheet {
    let mut rows = Vec::new();
    for (item, told) in summary.checklist.items.iter().zip(&summary.team.items) {
        let mut row = vec![Cell::Code(item.id.clone()), Cell::Words(item.text.clone())];
        row.extend(match told {
            Err(_) => vec![Cell::TooFew; 5],
            Ok(figure) => vec![
                Cell::Count(figure.met.n()),
                Cell::Count(figure.people as u64),
                Cell::figure(figure.met.share()),
                Cell::Number(figure.interval.0),
                Cell::Number(figure.interval.1),
            ],
        });
        row.extend([Cell::Count(summary.team.read.n), Cell::Count(summary.team.read.drawn)]);
        rows.push(row);
    }
    Sheet {
        id: "items",
        title: Bilingual::fixed("Items", "Points"),
        notes: Vec::new(),
        columns: vec![
            column("item", "Id", "Identifiant", Kind::Text),
            column("text", "Item", "Point", Kind::Text),
            column("n", "Conversations", "Conversations", Kind::Count),
            column("people", "Agents", "Conseillers", Kind::Count),
            column("met", "Met", "Respecté", Kind::Share),
            column("low", "From", "De", Kind::Share),
            column("high", "To", "À", Kind::Share),
            column("submitted", "Submitted", "Remises", Kind::Count),
            column("drawn", "Drawn", "Tirées", Kind::Count),
        ],
        rows,
        chart: Some(Chart::Bars {
            label: "text",
            apart: None,
            value: "met",
            interval: Some(("low", "high")),
            beside: None,
        }),
    }
}

fn weeks(summary: &Summary) -> Sheet {
    let mut columns = vec![
        column("pillar", "Pillar", "Pilier", Kind::Text),
        column("week", "Week of", "Semaine du", Kind::Date),
    ];
    columns.extend(figure_columns());
    let mut rows = Vec::new();
    for (name, pillar) in names(summary).iter().zip(&summary.team.pillars) {
        for week in &pillar.trend.weeks {
            let mut row = vec![Cell::Words(name.clone()), Cell::Date(day(week.monday))];
            row.extend(figure(&week.figure, summary.team.read));
            rows.push(row);
        }
    }
    Sheet {
        id: "weeks",
        title: Bilingual::fixed("By week", "Par semaine"),
        notes: Vec::new(),
        columns,
        rows,
        chart: None,
    }
}

fn strata(summary: &Summary) -> Sheet {
    let mut columns =
        vec![column("stratum", "Where", "Où", Kind::Text), column("pillar", "Pillar", "Pilier", Kind::Text)];
    columns.extend(figure_columns());
    let mut rows = Vec::new();
    for stratum in &summary.team.strata {
        for (name, told) in names(summary).iter().zip(&stratum.pillars) {
            let mut row = vec![stratum_cell(&stratum.name), Cell::Words(name.clone())];
            row.extend(figure(told, summary.team.read));
            rows.push(row);
        }
    }
    Sheet {
        id: "strata",
        title: Bilingual::fixed("By channel or shift", "Par canal ou horaire"),
        notes: Vec::new(),
        columns,
        rows,
        chart: None,
    }
}

fn stratum_cell(name: &StratumName) -> Cell {
    match name {
        StratumName::Channel(channel) => Cell::Text(Shown::short(channel, 40)),
        StratumName::Shift(shift) => Cell::Words(shift_words(*shift)),
    }
}

/// In or out of hours, in words.
pub fn shift_words(shift: Shift) -> Bilingual {
    match shift {
        Shift::InHours => Bilingual::fixed("asked in hours", "demandé en heures ouvrées"),
        Shift::OutOfHours => Bilingual::fixed("asked out of hours", "demandé hors heures"),
    }
}

fn agreement(accord: &Accord) -> Sheet {
    let mut rows = Vec::new();
    for told in &accord.agreement.items {
        let Ok(shared) = told else { continue };
        let Some(item) = accord.checklist.items.get(shared.item) else { continue };
        let raw = shared.agreement.raw.estimate();
        let ends = raw.and_then(|raw| raw.interval);
        let cell = |value: Option<f64>| value.map_or(Cell::TooFew, Cell::Number);
        rows.push(vec![
            Cell::Code(item.id.clone()),
            Cell::Words(item.text.clone()),
            Cell::Count(shared.agreement.shared.n as u64),
            Cell::Count(shared.people as u64),
            cell(raw.map(|raw| raw.value)),
            cell(ends.map(|(low, _)| low)),
            cell(ends.map(|(_, high)| high)),
            cell(shared.agreement.on_no.estimate().map(|no| no.value)),
            Cell::Words(shared.agreement.verdict.words()),
        ]);
    }
    Sheet {
        id: "agreement",
        title: Bilingual::fixed("Agreement on items", "Accord sur les points"),
        notes: vec![Bilingual::fixed(
            "Low agreement speaks of the item’s wording first.",
            "Un accord faible parle d’abord de la formulation du point.",
        )],
        columns: vec![
            column("item", "Id", "Identifiant", Kind::Text),
            column("text", "Item", "Point", Kind::Text),
            column("n", "Conversations", "Conversations", Kind::Count),
            column("people", "Agents", "Conseillers", Kind::Count),
            column("alike", "Alike", "D’accord", Kind::Share),
            column("low", "From", "De", Kind::Share),
            column("high", "To", "À", Kind::Share),
            column("on_no", "Agreement on no", "Accord sur non", Kind::Share),
            column("verdict", "Verdict", "Verdict", Kind::Text),
        ],
        rows,
        chart: None,
    }
}
