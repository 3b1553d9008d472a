//! A report on screen, with invented figures: nothing is lost at any width, and what is missing says so.

use aplomb::domain::book::{Book, Cell, Chart, Column, Definition, Kind, Sheet};
use aplomb::domain::interval::Undefined;
use aplomb::domain::shown::Shown;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::screens::book_page::{Hand, sheet, told};
use aplomb::tui::theme::{DARK, MONO, Theme};
use aplomb::tui::view::Paint;
use aplomb::tui::view::lines::paint_lines;
use aplomb::words::{Bilingual, Lang};
use jiff::civil::date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::stage::text;

fn column(id: &'static str, en: &'static str, fr: &'static str, kind: Kind) -> Column {
    Column { id, name: Bilingual::fixed(en, fr), kind }
}

/// Gardens, and how much of them is in flower.
fn gardens() -> Sheet {
    let row = |name: (&'static str, &'static str), n, value, (low, high), wait, day| {
        vec![
            Cell::Words(Bilingual::fixed(name.0, name.1)),
            Cell::Count(n),
            value,
            low,
            high,
            wait,
            Cell::Date(date(2026, 5, day)),
            Cell::Words(Bilingual::fixed("water the far corner first", "arroser d’abord le coin du fond")),
        ]
    };
    let number = Cell::Number;
    Sheet {
        id: "gardens",
        title: Bilingual::fixed("Gardens", "Jardins"),
        notes: vec![Bilingual::fixed(
            "Shares of beds in flower on one day in May; a bed without plants is left out of its garden.",
            "Part des parterres en fleurs un jour de mai\u{202f}; un parterre sans plantes ne compte pas.",
        )],
        columns: vec![
            column("name", "Garden", "Jardin", Kind::Text),
            column("beds", "Beds", "Parterres", Kind::Count),
            column("share", "In flower", "En fleurs", Kind::Share),
            column("low", "Low", "Bas", Kind::Share),
            column("high", "High", "Haut", Kind::Share),
            column("wait", "Time between two visits", "Temps entre deux visites", Kind::Seconds),
            column("day", "Seen on", "Vu le", Kind::Date),
            column("advice", "Advice", "Conseil", Kind::Text),
        ],
        rows: vec![
            row(
                ("The walled garden behind the old orangery", "Le jardin clos derrière l’ancienne orangerie"),
                1234,
                number(0.625),
                (number(0.52), number(0.71)),
                number(93_784.0),
                3,
            ),
            row(("Roses", "Roses"), 40, number(0.9), (number(0.77), number(0.96)), Cell::NotRecorded, 4),
            row(("Herbs", "Simples"), 3, Cell::TooFew, (Cell::TooFew, Cell::TooFew), number(600.0), 12),
            row(
                ("Pond", "Étang"),
                0,
                Cell::Undefined(Undefined::NoObservations),
                (Cell::Nothing, Cell::Nothing),
                Cell::WindowOpen,
                13,
            ),
        ],
        chart: Some(Chart::Bars {
            label: "name",
            apart: None,
            value: "share",
            interval: Some(("low", "high")),
            beside: None,
        }),
    }
}

/// A line through weeks, and a funnel of as many rows.
fn charts() -> [Sheet; 2] {
    let weeks = (0..9u32).map(|n| {
        let value = 60.0 + f64::from(n * n % 7) * 4.0;
        vec![Cell::Date(date(2026, 1, 5 + i8::try_from(n).unwrap())), Cell::Number(value), Cell::Number(70.0)]
    });
    let line = Sheet {
        id: "weeks",
        title: Bilingual::fixed("Week by week", "Semaine par semaine"),
        notes: Vec::new(),
        columns: vec![
            column("week", "Week of", "Semaine du", Kind::Date),
            column("score", "Score", "Score", Kind::Score),
            column("centre", "Centre", "Centre", Kind::Score),
        ],
        rows: weeks.collect(),
        chart: Some(Chart::Line { along: "week", value: "score", against: vec!["centre"] }),
    };
    let points = [(8, 0.5), (20, 0.62), (35, 0.7), (60, 0.55)].into_iter().map(|(n, value): (u32, f64)| {
        let room = 1.0 / f64::from(n).sqrt();
        let limit = |by: f64| Cell::Number((0.6 + by * room).clamp(0.0, 1.0));
        vec![
            Cell::Code(format!("bed-{n}")),
            Cell::Count(u64::from(n)),
            Cell::Number(value),
            limit(-1.0),
            limit(1.0),
            limit(-1.6),
            limit(1.6),
        ]
    });
    let funnel = Sheet {
        id: "funnel",
        title: Bilingual::fixed("Funnel", "Entonnoir"),
        notes: Vec::new(),
        columns: vec![
            column("bed", "Bed", "Parterre", Kind::Text),
            column("n", "n", "n", Kind::Count),
            column("share", "Share", "Part", Kind::Share),
            column("inner-low", "95% from", "95 % de", Kind::Share),
            column("inner-high", "High", "Haut", Kind::Share),
            column("outer-low", "99.8% from", "99,8 % de", Kind::Share),
            column("outer-high", "High", "Haut", Kind::Share),
        ],
        rows: points.collect(),
        chart: Some(Chart::Funnel {
            n: "n",
            value: "share",
            inner: ("inner-low", "inner-high"),
            outer: ("outer-low", "outer-high"),
        }),
    };
    [line, funnel]
}

fn drawn(page: &Sheet, columns: u16, lang: Lang, theme: Theme, glyphs: Glyphs) -> String {
    let page = sheet(page, &Hand::plain(lang, usize::from(columns)));
    let area = Rect::new(0, 0, columns, u16::try_from(page.lines.len()).unwrap());
    let mut buffer = Buffer::empty(area);
    paint_lines(&page.lines, area, &Paint { lang, theme, glyphs }, &mut buffer);
    text(&buffer)
}

#[test]
fn tables_at_three_widths_in_both_languages() {
    for columns in [120, 80, 60] {
        for lang in [Lang::En, Lang::Fr] {
            let drawn = drawn(&gardens(), columns, lang, DARK, UNICODE);
            assert!(!drawn.contains('…'), "something is cut:\n{drawn}");
            insta::assert_snapshot!(format!("book_{columns}_{}", lang.tag()), drawn);
        }
    }
    insta::assert_snapshot!("book_ascii", drawn(&gardens(), 80, Lang::En, MONO, ASCII));
}

#[test]
fn charts_out_of_marks() {
    let [line, funnel] = charts();
    for (name, sheet) in [("line", line), ("funnel", funnel)] {
        insta::assert_snapshot!(format!("book_{name}"), drawn(&sheet, 80, Lang::En, DARK, UNICODE));
        insta::assert_snapshot!(format!("book_{name}_ascii_fr"), drawn(&sheet, 60, Lang::Fr, MONO, ASCII));
    }
}

#[test]
fn every_figure_is_on_the_page_at_every_width() {
    for columns in 40..=120 {
        for lang in [Lang::En, Lang::Fr] {
            let drawn = drawn(&gardens(), columns, lang, DARK, UNICODE);
            let (share, pause) = match lang {
                Lang::En => ("62%", "1 d 2 h"),
                Lang::Fr => ("62\u{202f}%", "1 j 2 h"),
            };
            for figure in [share, pause, "1", "40"] {
                assert!(drawn.contains(figure), "{figure} at {columns}:\n{drawn}");
            }
        }
    }
}

#[test]
fn no_width_ends_the_program_and_every_row_is_a_stop() {
    for columns in [0, 1, 5, 17, 39, 300] {
        for page in charts().into_iter().chain([gardens()]) {
            let laid = sheet(&page, &Hand::plain(Lang::Fr, columns));
            assert_eq!(laid.stops.len(), page.rows.len(), "{columns}");
        }
    }
    let none = Sheet { rows: Vec::new(), ..gardens() };
    assert_eq!(sheet(&none, &Hand::plain(Lang::En, 80)).stops, []);
}

#[test]
fn a_row_tells_everything_and_what_it_means() {
    let definition = |id: &str, name, formula| Definition {
        id: id.to_owned(),
        name: Bilingual::fixed(name, name),
        formula: Bilingual::fixed(formula, formula),
    };
    let mut page = gardens();
    page.rows[3][0] = Cell::Text(Shown::line("Pond\u{1b}[2J"));
    page.rows[1][0] = Cell::Code("roses".into());
    let book = Book {
        id: "gardens",
        title: Bilingual::fixed("Gardens", "Jardins"),
        as_of: 0,
        period: None,
        notes: Vec::new(),
        sheets: vec![page.clone()],
        definitions: vec![
            definition("roses/2", "Roses", "beds with an open rose / beds"),
            definition("herbs/1", "Herbs", "beds with a leaf / beds"),
        ],
    };
    let said = |row| {
        let (_, lines) = told(&book, &page, row, &Hand::plain(Lang::En, 80)).unwrap();
        lines.iter().map(|line| line.as_str().to_owned() + "\n").collect::<String>()
    };
    assert!(said(1).contains("open rose") && !said(1).contains("leaf"), "{}", said(1));
    let pond = said(3);
    assert!(pond.contains("In flower: nothing to count"), "{pond}");
    assert!(pond.contains("Time between two visits: too early"), "{pond}");
    assert!(pond.contains("leaf") && pond.contains("open rose"), "{pond}");
    assert!(!pond.chars().any(|c| c != '\n' && aplomb::domain::shown::forbidden(c)), "{pond}");
    assert!(told(&book, &page, 4, &Hand::plain(Lang::En, 80)).is_none());
}
