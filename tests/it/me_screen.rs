//! *Me* as whole screens.
use aplomb::ops::learning::Learnt;
use aplomb::ops::mirror::{Estimate, ItemLine, Mirror, PillarLine, Reflection};
use aplomb::tui::action::Action;
use aplomb::tui::ask::{Ask, Reply};
use aplomb::tui::chord::Chord;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::message::Effect;
use aplomb::tui::screens::Context;
use aplomb::tui::screens::me::MeScreen;
use aplomb::tui::theme::{DARK, MONO, Theme};
use aplomb::tui::view::{Paint, me};
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

struct Stage {
    screen: MeScreen,
    effects: Vec<Effect>,
    columns: u16,
    rows: u16,
    lang: Lang,
}

impl Stage {
    fn new(mirror: Option<Mirror>, columns: u16, rows: u16, lang: Lang) -> Stage {
        let mut stage = Stage { screen: MeScreen::default(), effects: Vec::new(), columns, rows, lang };
        if let Some(own) = mirror {
            let reflection = Reflection { own, learning: Learnt::default() };
            stage.with(|screen, cx| screen.reply(&Reply::Mirror(Box::new(reflection)), cx));
        }
        stage
    }

    fn with(&mut self, go: impl FnOnce(&mut MeScreen, &mut Context)) {
        let mut cx = Context {
            lang: self.lang,
            columns: self.columns,
            rows: self.rows,
            now: 0,
            effects: &mut self.effects,
            says: &mut Vec::new(),
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
            .draw(|frame| assert!(me::draw(&self.screen, frame.area(), &paint, frame).is_none()))
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
