//! *Me* as whole screens.
use std::collections::BTreeMap;

use crate::desk_fixture;
use aplomb::domain::checklist::Item;
use aplomb::domain::review::{Answer, Sheet, Value};
use aplomb::domain::shown::Shown;
use aplomb::ops::learning::{Learnt, Opened, learn};
use aplomb::ops::mirror::{Estimate, ItemLine, Mirror, PillarLine, Reflection};
use aplomb::tui::action::{Action, Availability};
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::chord::Chord;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::message::Effect;
use aplomb::tui::screens::me::MeScreen;
use aplomb::tui::screens::{Context, Say};
use aplomb::tui::theme::{DARK, MONO, Theme};
use aplomb::tui::view::{Paint, page};
use aplomb::words::{Bilingual, Lang};
use jiff::civil::date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn item(id: &str, words: (&'static str, &'static str), n: usize, met: f64, na: usize) -> ItemLine {
    ItemLine {
        item: id.into(),
        text: Bilingual::fixed(words.0, words.1),
        pillar: id.split('-').next().unwrap().into(),
        n,
        met,
        na,
        interval: None,
        causes: Vec::new(),
    }
}

fn pillar(id: &str, words: (&'static str, &'static str), n: usize, mean: f64) -> PillarLine {
    let none = Estimate { n: 0, mean: None, interval: None };
    let enough = n >= 5;
    PillarLine {
        pillar: id.into(),
        name: Bilingual::fixed(words.0, words.1),
        own: false,
        drawn: Estimate { n, mean: Some(mean), interval: enough.then_some((mean - 8.0, mean + 8.0)) },
        chosen: none,
        weeks: vec![
            (date(2026, 10, 12), 3, mean - 10.0),
            (date(2026, 10, 19), 4, mean - 4.0),
            (date(2026, 10, 26), 5, mean + 6.0),
        ],
    }
}

fn mirror() -> Mirror {
    let mut attention = item(
        "effectiveness-2",
        ("Explanations could be acted on at once", "Les explications permettaient d’agir"),
        12,
        5.0,
        0,
    );
    attention.interval = Some((0.193, 0.68));
    attention.causes = vec![
        (Bilingual::fixed("the link was missing", "il manquait le lien"), 4),
        (Bilingual::fixed("no next step", "pas de prochaine étape"), 2),
    ];
    let solved = item("effectiveness-1", ("The problem was solved", "Le problème a été résolu"), 12, 12.0, 0);
    let named = item(
        "courtesy-1",
        ("The customer was greeted by name", "Le client a été salué par son nom"),
        11,
        11.0,
        1,
    );
    let mut courtesy = pillar("courtesy", ("Courtesy", "Sympathie"), 12, 91.0);
    courtesy.chosen = Estimate { n: 2, mean: Some(55.0), interval: None };
    Mirror {
        checklist: Bilingual::fixed("Four pillars", "Quatre piliers"),
        since: None,
        drawn: 12,
        chosen: 2,
        elsewhere: 1,
        pillars: vec![
            pillar("effectiveness", ("Effectiveness", "Efficacité"), 12, 78.0),
            pillar("efficiency", ("Efficiency", "Efficience"), 3, 66.0),
            courtesy,
        ],
        strengths: vec![solved.clone(), named.clone()],
        attention: Some(attention.clone()),
        items: vec![solved, attention, named],
    }
}

/// Twelve drawn conversations, read by Marc, and one chosen by hand, read by somebody whose name is hidden.
fn learnt() -> Learnt {
    let mut list = desk_fixture::thirty_one();
    for item in list.items.iter_mut().filter(|item| item.id == "efficiency-3") {
        item.na = Some(Bilingual::fixed("where no macro fits", "si aucune réponse type ne convient"));
    }
    let yes = |item: &Item| (item.id.clone(), Answer::of(Value::Yes));
    let all: Sheet = Sheet(list.items.iter().map(yes).collect());
    let sheets: Vec<(Sheet, Sheet)> = (0..13)
        .map(|n| {
            let (mut mine, mut theirs) = (all.clone(), all.clone());
            let put = |sheet: &mut Sheet, item: &str, value| {
                sheet.0.insert(item.to_owned(), Answer::of(value));
            };
            if n < 9 {
                put(&mut theirs, "courtesy-16", Value::No);
            }
            if n % 5 == 0 {
                put(&mut mine, "effectiveness-3", Value::No);
            }
            if n % 4 == 1 {
                put(&mut theirs, "effectiveness-2", Value::No);
            }
            if n < 8 {
                put(&mut theirs, "efficiency-3", Value::No);
                put(&mut mine, "efficiency-3", Value::Na);
            }
            (mine, theirs)
        })
        .collect();
    let (agreed, nothing) = (BTreeMap::from([("courtesy-16".to_owned(), Value::No)]), BTreeMap::new());
    let opened: Vec<Opened<'_>> = (1..)
        .zip(&sheets)
        .map(|(conversation, (mine, theirs))| Opened {
            date: date(2026, 10, i8::try_from(conversation).unwrap()),
            drawn: conversation < 13,
            conversation,
            checklist: &list,
            mine,
            peers: vec![(if conversation < 13 { "Marc".to_owned() } else { String::new() }, theirs)],
            agreed: if conversation == 9 { &agreed } else { &nothing },
        })
        .collect();
    let references = (1..14).map(|n| (n, Shown::line(&format!("#{}", 3580 + n)))).collect();
    Learnt { figures: learn(&opened), agreement: Vec::new(), references }
}

struct Stage {
    screen: MeScreen,
    effects: Vec<Effect>,
    says: Vec<Say>,
    columns: u16,
    rows: u16,
    lang: Lang,
}

impl Stage {
    fn new(mirror: Option<Mirror>, columns: u16, rows: u16, lang: Lang) -> Stage {
        let mut stage =
            Stage { screen: MeScreen::default(), effects: Vec::new(), says: Vec::new(), columns, rows, lang };
        if let Some(own) = mirror {
            let reflection = Reflection { own, learning: Learnt::default() };
            stage.with(|screen, cx| screen.reply(&Reply::Mirror(Box::new(reflection)), cx));
        }
        stage
    }

    /// On the second page.
    fn beside(learning: Learnt, columns: u16, rows: u16, lang: Lang) -> Stage {
        let mut stage = Stage::new(None, columns, rows, lang);
        let reflection = Reflection { own: mirror(), learning };
        stage.with(|screen, cx| screen.reply(&Reply::Mirror(Box::new(reflection)), cx));
        stage.act(Action::NextPane);
        stage
    }

    fn with(&mut self, go: impl FnOnce(&mut MeScreen, &mut Context)) {
        let mut cx = Context {
            lang: self.lang,
            columns: self.columns,
            rows: self.rows,
            now: 0,
            effects: &mut self.effects,
            says: &mut self.says,
        };
        go(&mut self.screen, &mut cx);
    }

    fn act(&mut self, action: Action) {
        self.with(|screen, cx| screen.act(action, Chord::char(' '), cx));
    }

    fn drawn(&self, theme: Theme, glyphs: Glyphs) -> String {
        let paint = Paint { lang: self.lang, theme, glyphs };
        let mut terminal = Terminal::new(TestBackend::new(self.columns, self.rows)).unwrap();
        terminal
            .draw(|frame| {
                page::draw(&self.screen, frame.area(), &paint, frame);
            })
            .unwrap();
        let buffer = terminal.backend().buffer().clone();
        let rows = buffer.content().chunks(usize::from(self.columns.max(1)));
        rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned() + "\n")
            .collect()
    }
}

#[test]
fn whole_screens() {
    for (columns, rows) in [(100, 26), (80, 20), (60, 14)] {
        for lang in [Lang::En, Lang::Fr] {
            let stage = Stage::new(Some(mirror()), columns, rows, lang);
            insta::assert_snapshot!(
                format!("me_{columns}x{rows}_{}", lang.tag()),
                stage.drawn(DARK, UNICODE)
            );
        }
    }
    insta::assert_snapshot!("me_ascii", Stage::new(Some(mirror()), 80, 24, Lang::En).drawn(MONO, ASCII));
    insta::assert_snapshot!(
        "me_empty",
        Stage::new(Some(Mirror::default()), 80, 12, Lang::En).drawn(DARK, UNICODE)
    );
}

#[test]
fn few_conversations_give_no_figure() {
    let drawn = Stage::new(Some(mirror()), 100, 40, Lang::En).drawn(DARK, UNICODE);
    assert!(drawn.contains("too few (3 conversations)"), "{drawn}");
    assert!(!drawn.contains("66"), "the mean of three conversations is not told:\n{drawn}");
    assert!(drawn.contains("2 chosen by hand, not averaged in"), "{drawn}");
    assert!(!drawn.contains("55"), "{drawn}");
    assert!(drawn.contains("78 (70 to 86, 12 conversations)"), "{drawn}");
}

#[test]
fn the_period_goes_round() {
    let mut stage = Stage::new(Some(mirror()), 80, 20, Lang::En);
    for _ in 0..3 {
        stage.act(Action::Period);
    }
    let days: Vec<_> = [Some(30), Some(90), None].map(|days| Effect::Ask(Ask::Mirror { days })).into();
    assert_eq!(stage.effects, days);
}

#[test]
fn scrolling_reaches_the_last_item_and_comes_back() {
    let mut stage = Stage::new(Some(mirror()), 60, 10, Lang::En);
    let first = stage.drawn(DARK, UNICODE);
    stage.act(Action::Last);
    assert!(stage.drawn(DARK, UNICODE).contains("greeted by name"));
    for _ in 0..60 {
        stage.act(Action::Up);
    }
    assert_eq!(stage.drawn(DARK, UNICODE), first);
}

#[test]
fn no_size_ends_the_program() {
    for columns in [1, 2, 7, 20, 61, 200] {
        for rows in [1, 2, 3, 9, 60] {
            for mirror in [None, Some(Mirror::default()), Some(mirror())] {
                let mut stage = Stage::new(mirror, columns, rows, Lang::Fr);
                stage.act(Action::PageDown);
                stage.drawn(DARK, UNICODE);
            }
        }
    }
}

#[test]
fn beside_my_colleagues() {
    for (columns, rows) in [(120, 38), (80, 22), (60, 16)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut stage = Stage::beside(learnt(), columns, rows, lang);
            let mut pages = stage.drawn(DARK, UNICODE);
            for _ in 0..6 {
                stage.act(Action::PageDown);
                let next = stage.drawn(DARK, UNICODE);
                if pages.ends_with(&next) {
                    break;
                }
                pages.push_str("=====\n");
                pages.push_str(&next);
            }
            assert!(!pages.contains('…'), "something is cut:\n{pages}");
            insta::assert_snapshot!(format!("beside_{columns}x{rows}_{}", lang.tag()), pages);
        }
    }
    let ascii = Stage::beside(learnt(), 80, 22, Lang::En).drawn(MONO, ASCII);
    insta::assert_snapshot!("beside_ascii", ascii);
    for lang in [Lang::En, Lang::Fr] {
        let nothing = Stage::beside(Learnt::default(), 60, 10, lang).drawn(DARK, UNICODE);
        insta::assert_snapshot!(format!("beside_nothing_{}", lang.tag()), nothing);
    }
}

#[test]
fn enter_compares_the_conversation_under_the_cursor() {
    let mut stage = Stage::beside(learnt(), 80, 22, Lang::En);
    assert!(matches!(stage.screen.available(Action::Open), Availability::Disabled(_)));
    // Row by row to the first difference, and on to the next.
    let lit = |stage: &Stage| {
        stage.drawn(DARK, UNICODE).lines().find(|line| line.starts_with('▸')).map(str::to_owned)
    };
    let mut first = None;
    for _ in 0..60 {
        stage.act(Action::Down);
        first = lit(&stage);
        if first.is_some() {
            break;
        }
    }
    let first = first.expect("the cursor reaches a difference");
    assert_eq!(stage.screen.available(Action::Open), Availability::Ready);
    stage.act(Action::Open);
    let newest = learnt().figures.replay[0].moments[0].conversation;
    assert!(
        matches!(stage.says[..], [Say::CompareOf(conversation)] if conversation == newest),
        "{:?}",
        stage.says
    );
    assert!(first.contains(&format!("#{}", 3580 + newest)), "{first}");
    stage.act(Action::Down);
    assert_ne!(lit(&stage), Some(first.clone()));
    stage.act(Action::Up);
    assert_eq!(lit(&stage), Some(first));
    // Every difference can be reached, and the first page is one step back.
    let all: Vec<i64> =
        learnt().figures.replay.iter().flat_map(|item| &item.moments).map(|one| one.conversation).collect();
    stage.act(Action::First);
    let mut reached = Vec::new();
    let mut before = None;
    for _ in 0..200 {
        stage.act(Action::Down);
        stage.says.clear();
        stage.act(Action::Open);
        let here = lit(&stage);
        if let ([Say::CompareOf(conversation)], true) = (&stage.says[..], here != before) {
            reached.push(*conversation);
        }
        before = here;
    }
    assert_eq!(reached, all);
    let mut back = false;
    stage.with(|screen, cx| back = screen.back(cx));
    assert!(back && stage.drawn(DARK, UNICODE).contains("Going well"));
    assert_eq!(stage.screen.available(Action::Open), Availability::Hidden);
}

#[test]
fn the_first_page_says_where_the_second_is() {
    let mut stage = Stage::new(None, 80, 60, Lang::En);
    let reflection = Reflection { own: mirror(), learning: learnt() };
    stage.with(|screen, cx| screen.reply(&Reply::Mirror(Box::new(reflection)), cx));
    assert!(stage.drawn(DARK, UNICODE).contains("tab shows what 13 exchanges say"));
    let none = Stage::new(Some(mirror()), 80, 60, Lang::En).drawn(DARK, UNICODE);
    let none = none.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(none.contains("press a on a sealed review"), "{none}");
}
