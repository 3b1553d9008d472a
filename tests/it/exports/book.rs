//! A report with a cell of every kind, a picture of every kind, and texts that mean harm.

use aplomb::domain::book::{Book, Cell, Chart, Column, Definition, Kind, Sheet};
use aplomb::domain::interval::Undefined;
use aplomb::domain::shown::Shown;
use aplomb::words::Bilingual;
use jiff::civil::date;

/// Texts that a spreadsheet, a page, a terminal or a reader of tables might trip over.
pub fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "=1+1",
        "=HYPERLINK(\"http://evil.example\",\"x\")",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "  =1+1",
        "＝1+1",
        "\t=1+1",
        "\u{1b}[31mred\u{1b}]0;title\u{7}",
        "\u{202e}txet sdrawkcab",
        "a\0b\u{feff}c",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"quoted\", 'and', ; | ` _x0041_ ]]>",
        "two\r\nlines",
        "http://example.invalid/?a=1&b=2",
        "1,5",
        "00123",
        "1e5",
        "2026-03-02",
        "TRUE",
        "'already",
        "👩‍👩‍👧 é",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("long ".repeat(8_000));
    texts
}

fn column(id: &'static str, en: &'static str, fr: &'static str, kind: Kind) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind }
}

fn share(value: f64) -> Cell {
    Cell::Number(value)
}

/// The report.
pub fn report() -> Book {
    Book {
        id: "demo",
        title: Bilingual::fixed("How the team is doing", "Comment va l’équipe"),
        as_of: 1_793_610_000_123_456,
        period: Some((date(2026, 10, 1), date(2026, 10, 31))),
        notes: vec![
            Bilingual::fixed(
                "Twelve of fourteen agents handed something over. Every figure stands beside the number of cases that it rests on.",
                "Douze conseillers sur quatorze ont remis quelque chose. Chaque chiffre est à côté du nombre de cas sur lequel il repose.",
            ),
            Bilingual::fixed(
                "Where fewer than five people stand behind a figure, it says too few.",
                "Quand moins de cinq personnes sont derrière un chiffre, il est écrit trop peu.",
            ),
        ],
        sheets: vec![pillars(), weeks(), funnel(), kinds(), texts(), empty()],
        definitions: vec![
            Definition {
                id: "pillar-mean/1".into(),
                name: Bilingual::fixed("Mean of a pillar", "Moyenne d’un pilier"),
                formula: Bilingual::fixed(
                    "Mean over agents of each agent’s mean score, with a t interval at 95 %. Conversations chosen by hand are left out.",
                    "Moyenne, sur les conseillers, de la moyenne de chacun, avec un intervalle t à 95 %. Les conversations choisies à la main ne comptent pas.",
                ),
            },
            Definition {
                id: "first-response-time/1".into(),
                name: Bilingual::fixed("Time to the first reply", "Délai de première réponse"),
                formula: Bilingual::fixed(
                    "From the customer’s first message to the first public one of somebody else, on the elapsed clock; the median.",
                    "Du premier message du client au premier message public d’une autre personne, en temps écoulé ; la médiane.",
                ),
            },
        ],
    }
}

fn pillars() -> Sheet {
    let row = |en, fr, n, value: Cell, ends: Option<(f64, f64)>, before: Cell| {
        let (low, high) = match ends {
            Some((low, high)) => (Cell::Number(low), Cell::Number(high)),
            None => (value.clone(), value.clone()),
        };
        vec![Cell::Words(Bilingual::fixed(en, fr)), Cell::Count(n), value, low, high, before]
    };
    Sheet {
        id: "pillars",
        title: Bilingual::fixed("The pillars", "Les piliers"),
        notes: vec![Bilingual::fixed(
            "Means of agents’ means. The line across a bar is where the true mean lies, 19 times out of 20.",
            "Moyennes des moyennes des conseillers. Le trait sur une barre dit où se trouve la vraie moyenne, 19 fois sur 20.",
        )],
        columns: vec![
            column("pillar", "Pillar", "Pilier", Kind::Text),
            column("n", "n", "n", Kind::Count),
            column("mean", "Mean", "Moyenne", Kind::Score),
            column("low", "95% from", "95 % de", Kind::Score),
            column("high", "95% to", "95 % à", Kind::Score),
            column("before", "September", "Septembre", Kind::Score),
        ],
        rows: vec![
            row("Courtesy", "Sympathie", 412, Cell::Number(91.2), Some((88.9, 93.5)), Cell::Number(90.1)),
            row(
                "Effectiveness",
                "Efficacité",
                398,
                Cell::Number(84.0),
                Some((79.5, 88.5)),
                Cell::Number(78.2),
            ),
            row("Efficiency", "Efficience", 401, Cell::Number(71.4), Some((64.2, 78.6)), Cell::Number(72.0)),
            row("Night shift", "Équipe de nuit", 3, Cell::TooFew, None, Cell::NotRecorded),
        ],
        chart: Some(Chart::Bars {
            label: "pillar",
            apart: None,
            value: "mean",
            interval: Some(("low", "high")),
            beside: Some("before"),
        }),
    }
}

fn weeks() -> Sheet {
    let minutes = [190.9, 182.0, 201.5, 176.3, 0.0, 168.2, 171.9, 160.4, 158.8, 149.0, 163.1, 151.7];
    let rows = (0..12).map(|week| {
        let monday = date(2026, 8, 10).saturating_add(jiff::Span::new().weeks(week));
        let minutes = minutes[week as usize];
        vec![
            Cell::Date(monday),
            Cell::Count(if minutes > 0.0 { 120 + week as u64 } else { 0 }),
            if minutes > 0.0 {
                Cell::Number(minutes * 60.0)
            } else {
                Cell::Undefined(Undefined::NoObservations)
            },
            Cell::Number(170.0 * 60.0),
            Cell::Number(150.0 * 60.0),
        ]
    });
    Sheet {
        id: "first-reply",
        title: Bilingual::fixed("Time to the first reply", "Délai de première réponse"),
        notes: vec![],
        columns: vec![
            column("week", "Week of", "Semaine du", Kind::Date),
            column("n", "n", "n", Kind::Count),
            column("median", "Median", "Médiane", Kind::Seconds),
            column("centre", "Centre line", "Ligne centrale", Kind::Seconds),
            column("target", "Target", "Cible", Kind::Seconds),
        ],
        rows: rows.collect(),
        chart: Some(Chart::Line { along: "week", value: "median", against: vec!["centre", "target"] }),
    }
}

fn funnel() -> Sheet {
    let people = [
        (18, 0.78),
        (24, 0.91),
        (31, 0.70),
        (40, 0.86),
        (44, 0.80),
        (52, 0.83),
        (60, 0.77),
        (75, 0.85),
        (90, 0.58),
        (110, 0.82),
    ];
    let rows = people.map(|(n, value)| {
        let spread = (0.81f64 * 0.19 / f64::from(n)).sqrt();
        let limit = |z: f64| Cell::Number((0.81 + z * spread).clamp(0.0, 1.0));
        vec![Cell::Count(n as u64), share(value), limit(-1.96), limit(1.96), limit(-3.09), limit(3.09)]
    });
    Sheet {
        id: "solved",
        title: Bilingual::fixed("Solved at the first contact", "Résolu au premier contact"),
        notes: vec![Bilingual::fixed(
            "One point for each person. Between the limits, people differ by no more than chance.",
            "Un point par personne. Entre les limites, les personnes ne diffèrent pas plus que le hasard.",
        )],
        columns: vec![
            column("n", "Conversations", "Conversations", Kind::Count),
            column("share", "Solved", "Résolues", Kind::Share),
            column("low_95", "95% from", "95 % de", Kind::Share),
            column("high_95", "95% to", "95 % à", Kind::Share),
            column("low_998", "99.8% from", "99,8 % de", Kind::Share),
            column("high_998", "99.8% to", "99,8 % à", Kind::Share),
        ],
        rows: rows.to_vec(),
        chart: Some(Chart::Funnel {
            n: "n",
            value: "share",
            inner: ("low_95", "high_95"),
            outer: ("low_998", "high_998"),
        }),
    }
}

/// Every kind of cell in every kind of column of figures.
fn kinds() -> Sheet {
    let reasons = [
        Cell::TooFew,
        Cell::NotRecorded,
        Cell::WindowOpen,
        Cell::NoScore,
        Cell::Undefined(Undefined::FewerThanSix),
        Cell::Number(f64::NAN),
        Cell::Nothing,
    ];
    let mut rows = vec![
        vec![
            Cell::Code("plain".into()),
            Cell::Code("k-1".into()),
            Cell::Count(1_234_567),
            Cell::Number(1234.5678),
            share(0.825),
            Cell::Number(83.333_333_333),
            Cell::Number(100_000.0),
            Cell::Date(date(2026, 10, 31)),
            Cell::Instant(1_793_610_000_123_456),
        ],
        vec![
            Cell::Code("below nothing".into()),
            Cell::Code("k-2".into()),
            Cell::Count(0),
            Cell::Number(-0.5),
            share(-0.031),
            Cell::Number(0.0),
            Cell::Number(-90.0),
            Cell::Date(date(1899, 1, 1)),
            Cell::Instant(0),
        ],
    ];
    for reason in reasons {
        let name = reason.reason().unwrap_or("nothing").to_owned();
        rows.push(
            [Cell::Code(name.clone()), Cell::Code(name)]
                .into_iter()
                .chain(std::iter::repeat_n(reason, 7))
                .collect(),
        );
    }
    Sheet {
        id: "kinds",
        title: Bilingual::fixed("Every kind of cell", "Chaque sorte de cellule"),
        notes: vec![],
        columns: vec![
            column("what", "What", "Quoi", Kind::Text),
            column("key", "Key", "Clé", Kind::Key),
            column("count", "Count", "Nombre", Kind::Count),
            column("number", "Number", "Valeur", Kind::Number(2)),
            column("share", "Share", "Part", Kind::Share),
            column("score", "Score", "Score", Kind::Score),
            column("length", "Length", "Durée", Kind::Seconds),
            column("day", "Day", "Jour", Kind::Date),
            column("at", "At", "À", Kind::Instant),
        ],
        rows,
        chart: None,
    }
}

fn texts() -> Sheet {
    Sheet {
        id: "texts",
        title: Bilingual::fixed(
            "Texts: [a/b]* 'c' that is far too long for a tab",
            "Textes : [a/b]* 'c' bien trop long pour un onglet",
        ),
        notes: vec![],
        columns: vec![
            column("text", "Text", "Texte", Kind::Text),
            column("comment", "Comment", "Commentaire", Kind::Text),
        ],
        rows: hostile()
            .iter()
            .map(|text| vec![Cell::Text(Shown::text(text)), Cell::Code(text.clone())])
            .collect(),
        chart: None,
    }
}

fn empty() -> Sheet {
    Sheet {
        id: "empty",
        title: Bilingual::fixed("Nothing yet", "Rien encore"),
        notes: vec![],
        columns: vec![column("what", "What", "Quoi", Kind::Text), column("n", "n", "n", Kind::Count)],
        rows: vec![],
        chart: Some(Chart::Bars { label: "what", apart: None, value: "n", interval: None, beside: None }),
    }
}
