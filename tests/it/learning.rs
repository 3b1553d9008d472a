//! *What I learn*, through real stores and real bundles: the figures are the domain's, the replay holds what was agreed
//! and settled, and nobody but me can see any of it.

use std::collections::BTreeMap;
use std::fs;

use crate::home::Home;
use aplomb::domain::exchange::{Said, Side};
use aplomb::domain::names::ExchangeId;
use aplomb::domain::redaction::Rules;
use aplomb::domain::review::{Answer, ReviewRole, Sheet, Value};
use aplomb::ops::chance::Chance;
use aplomb::ops::draw::{Wish, draw};
use aplomb::ops::exchange::{self, Asking};
use aplomb::ops::hints::Measured;
use aplomb::ops::import;
use aplomb::ops::learning::{
    CrossTable, Figure, ItemAgreed, Learnt, Opened, Wording, agreement, learn, learnt,
};
use aplomb::ops::mirror::reflection;
use aplomb::ops::session::{Session, Setting};
use aplomb::ops::shelf::Shelf;
use aplomb::ops::{cards, desk, me, submit};
use aplomb::tui::action::{Action, Availability};
use aplomb::tui::ask::Reply;
use aplomb::tui::chord::Chord;
use aplomb::tui::glyphs::{ASCII, Glyphs, UNICODE};
use aplomb::tui::screens::Context;
use aplomb::tui::screens::checklists::ChecklistsScreen;
use aplomb::tui::theme::{DARK, MONO, Theme};
use aplomb::tui::view::{self, Paint};
use aplomb::words::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use Value::{Na, No, Yes};

/// 1 April 2026, noon.
const NOW: i64 = 1_775_044_800_000_000;
const DAY: i64 = 86_400_000_000;

const LIST: &str = r#"
id = "small"
version = 1
subject = "conversation"
title = { en = "Small", fr = "Petite" }
[[pillars]]
id = "act"
name = { en = "Effectiveness", fr = "Efficacité" }
[[pillars]]
id = "tone"
name = { en = "Courtesy", fr = "Sympathie" }
[[items]]
id = "solved"
pillar = "act"
weight = 3
text = { en = "It was solved", fr = "C’est réglé" }
na = { en = "n", fr = "n" }
[[items]]
id = "steps"
pillar = "act"
when = "solved = no"
text = { en = "All was tried", fr = "Tout a été tenté" }
[[items]]
id = "greeted"
pillar = "tone"
text = { en = "Greeted by name", fr = "Salué par son nom" }
"#;

/// One person's machine.
struct Desk {
    session: Session,
    home: tempfile::TempDir,
    chance: Chance,
}

fn setting(home: &tempfile::TempDir, read_only: bool) -> Setting {
    Setting {
        store: home.path().join("store"),
        checklists: Some(home.path().join("lists")),
        zone: TimeZone::UTC,
        usual: "small".into(),
        silent_share: 0.0,
        keys: None,
        rules: Rules::standard(),
        folder: None,
        hide_names: false,
        team: aplomb::ops::session::TeamRules::default(),
        read_only,
    }
}

impl Desk {
    fn new(name: &str, dice: u8) -> Desk {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("lists")).unwrap();
        fs::write(home.path().join("lists/small.toml"), LIST).unwrap();
        let (mut session, _) = Session::open(&setting(&home, false), NOW).unwrap();
        assert!(session.shelf.problems.is_empty(), "{:?}", session.shelf.problems);
        me::change(&mut session, Some(name.into()), vec![format!("{name}@x")], &[]).unwrap();
        Desk { session, home, chance: Chance::new([dice; 32]) }
    }

    fn card(&mut self) -> Vec<u8> {
        cards::mine(&mut self.session, NOW, &mut self.chance).unwrap().bytes
    }

    fn knows(&mut self, name: &str, card: &[u8], lead: bool) {
        cards::add(&mut self.session, card, Some(name), lead, NOW).unwrap();
    }

    /// Answers and seals.
    fn read(&mut self, conversation: i64, answers: &[(&str, Value)], at: i64) {
        let mut desk = desk::open(&mut self.session, conversation, None, at, self.chance.bytes()).unwrap();
        let answers: BTreeMap<&str, String> =
            answers.iter().map(|(item, value)| (*item, value.to_string())).collect();
        let text = serde_json::json!({ "answers": answers }).to_string();
        desk::answer_from(&mut self.session, &mut desk, &text, at).unwrap();
        desk::seal(&mut self.session, desk.review, at, self.chance.bytes()).unwrap();
    }

    fn swap(&mut self, folder: &tempfile::TempDir, at: i64) {
        let (session, chance) = (&mut self.session, &mut self.chance);
        exchange::exchange_folder(session, folder.path(), at, chance).unwrap();
    }

    fn ask(&mut self, conversation: i64, name: &str, at: i64) -> ExchangeId {
        let reader = cards::find(&self.session, name).unwrap().id;
        let asking = Asking { conversation, reader, hide_name: false, role: ReviewRole::Peer, parent: None };
        exchange::ask(&mut self.session, &asking, at, &mut self.chance).unwrap()
    }

    /// Where a conversation that was sent here is.
    fn received(&self, id: ExchangeId) -> i64 {
        let row = self.session.store.exchange(id).unwrap().unwrap();
        assert_eq!(row.side, Side::Reader);
        row.conversation
    }

    fn say(&mut self, id: ExchangeId, item: &str, said: Said) {
        exchange::say(&mut self.session, id, item, said, NOW + DAY, &mut self.chance).unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.home.path().join("store")).unwrap()
    }
}

type Answers = &'static [(&'static str, Value)];

/// My answers and Marc's. The last conversation is chosen by hand.
const SCRIPT: [(Answers, Answers); 7] = [
    (&[("solved", Yes), ("greeted", Yes)], &[("solved", Yes), ("greeted", Yes)]),
    (&[("solved", Yes), ("greeted", Yes)], &[("solved", No), ("steps", Yes), ("greeted", Yes)]),
    (&[("solved", No), ("steps", Yes), ("greeted", No)], &[("solved", No), ("steps", No), ("greeted", Yes)]),
    (&[("solved", Na), ("greeted", Yes)], &[("solved", No), ("steps", Yes), ("greeted", Yes)]),
    (&[("solved", Yes), ("greeted", Yes)], &[("solved", Yes), ("greeted", No)]),
    (&[("solved", Yes), ("greeted", Yes)], &[("solved", Yes), ("greeted", Yes)]),
    (&[("solved", Yes), ("greeted", No)], &[("solved", No), ("steps", No), ("greeted", No)]),
];
/// What Inès answers on the first conversation, as a second peer.
const SECOND: Answers = &[("solved", Yes), ("greeted", No)];

fn sheet(answers: &[(&str, Value)]) -> Sheet {
    Sheet(answers.iter().map(|(item, value)| ((*item).to_owned(), Answer::of(*value))).collect())
}

struct Team {
    lea: Desk,
    marc: Desk,
    ines: Desk,
    nadia: Desk,
    between: tempfile::TempDir,
    /// Léa's conversations in the order of the script.
    mine: Vec<i64>,
    /// Her exchanges with Marc about them.
    with_marc: Vec<ExchangeId>,
}

/// Everybody has everybody's card; Léa has seven conversations, six of them drawn, all asked of Marc and opened.
fn team() -> Team {
    let (mut lea, mut marc) = (Desk::new("Léa", 1), Desk::new("Marc", 2));
    let (mut ines, mut nadia) = (Desk::new("Inès", 3), Desk::new("Nadia", 4));
    let cards = [lea.card(), marc.card(), ines.card(), nadia.card()];
    for (place, desk) in [&mut lea, &mut marc, &mut ines, &mut nadia].into_iter().enumerate() {
        for (other, name) in ["Léa", "Marc", "Inès", "Nadia"].into_iter().enumerate() {
            if other != place {
                desk.knows(name, &cards[other], name == "Nadia");
            }
        }
    }
    let lines: String = (1..=7)
        .map(|n| {
            format!(
                r#"{{"id":"{n}","source":"shop","channel":"chat","subject":"Order {n}","status":"solved","agent":"Léa@x","customer":"c{n}","messages":[{{"id":"a","at":"2026-03-0{n}T10:00:00Z","role":"customer","author":"c{n}","text":"hi"}},{{"id":"b","at":"2026-03-0{n}T10:01:00Z","role":"agent","author":"Léa@x","text":"hello"}}]}}"#
            ) + "\n"
        })
        .collect();
    take_in(&mut lea, &lines);
    let wish = Wish {
        count: 6,
        since: None,
        seed: 5,
        by_channel: false,
        silent_share: 0.0,
        dry_run: false,
        now: NOW,
    };
    let drawn = draw(&mut lea.session, &wish).unwrap().ids;
    assert_eq!(drawn.len(), 6);
    let by_hand = (1..=7).find(|id| !drawn.contains(id)).unwrap();
    let mine: Vec<i64> = drawn.into_iter().chain([by_hand]).collect();
    let between = tempfile::tempdir().unwrap();
    let mut with_marc = Vec::new();
    for (conversation, (answers, _)) in mine.iter().zip(SCRIPT) {
        lea.read(*conversation, answers, NOW);
        with_marc.push(lea.ask(*conversation, "Marc", NOW));
    }
    let with_ines = lea.ask(mine[0], "Inès", NOW + 1);
    lea.swap(&between, NOW);
    marc.swap(&between, NOW);
    ines.swap(&between, NOW);
    for (id, (_, answers)) in with_marc.iter().zip(SCRIPT) {
        let there = marc.received(*id);
        marc.read(there, answers, NOW);
    }
    let there = ines.received(with_ines);
    ines.read(there, SECOND, NOW);
    marc.swap(&between, NOW);
    ines.swap(&between, NOW);
    lea.swap(&between, NOW + DAY);
    marc.swap(&between, NOW + DAY);
    Team { lea, marc, ines, nadia, between, mine, with_marc }
}

fn take_in(desk: &mut Desk, lines: &str) {
    let file = desk.home.path().join("in.jsonl");
    fs::write(&file, lines).unwrap();
    let order = import::Order {
        sources: vec![import::Source::Path(file)],
        from: None,
        map: None,
        account: None,
        me: desk.session.me().unwrap(),
        zone: None,
        day_first: None,
        agents: Vec::new(),
        everyone: false,
        allow_erased: false,
        dry_run: false,
        now: NOW,
        seed: [1; 32],
        stop: &|| false,
    };
    let report = import::run(&mut desk.session.store, order, &mut |_| {}).unwrap();
    assert_eq!(report.conversations.added, 7);
}

fn all(desk: &Desk) -> Learnt {
    learnt(&desk.session, None).unwrap()
}

/// What the domain makes of the script, worked out beside the store.
fn expected(team: &Team, agreed: &BTreeMap<i64, BTreeMap<String, Value>>) -> aplomb::ops::learning::Learning {
    let list = team.lea.session.shelf.checklist("small").unwrap();
    let sheets: Vec<(Sheet, Sheet)> =
        SCRIPT.iter().map(|(mine, theirs)| (sheet(mine), sheet(theirs))).collect();
    let (second, nothing) = (sheet(SECOND), BTreeMap::new());
    let date = Timestamp::from_microsecond(NOW + DAY).unwrap().to_zoned(TimeZone::UTC).date();
    let opened: Vec<Opened<'_>> = team
        .mine
        .iter()
        .zip(&sheets)
        .enumerate()
        .map(|(place, (conversation, (mine, theirs)))| {
            let mut peers = vec![("Marc".to_owned(), theirs)];
            if place == 0 {
                peers.push(("Inès".to_owned(), &second));
            }
            let agreed = agreed.get(conversation).unwrap_or(&nothing);
            Opened {
                date,
                drawn: place < 6,
                conversation: *conversation,
                checklist: &list,
                mine,
                peers,
                agreed,
            }
        })
        .collect();
    learn(&opened)
}

/// One team for what only looks: making one takes a while.
#[test]
fn looking() {
    let team = team();
    the_figures_are_those_of_the_domain(&team);
    agreement_per_item_stands_behind_its_gates(&team);
    a_period_holds_what_was_opened_in_it(&team);
    looking_changes_nothing_and_a_reader_may_look_too(&team);
}

fn the_figures_are_those_of_the_domain(team: &Team) {
    let found = all(&team.lea);
    assert_eq!(found.figures, expected(team, &BTreeMap::new()));
    // And a few of them by hand. Pillar act: 0, 100, 25, 0, 0, and one in which my n/a left nothing in common.
    let act = &found.figures.pillars[0].common;
    assert_eq!((act.n, act.dropped, act.mean, act.median), (5, 1, Some(25.0), Some(0.0)));
    // Courtesy: 50 (the mean of two peers), 0, -100, 0, 100, 0.
    let tone = &found.figures.pillars[1].common;
    assert!(tone.n == 6 && (tone.mean.unwrap() - 50.0 / 6.0).abs() < 1e-9, "{tone:?}");
    assert_eq!((found.figures.drawn, found.figures.chosen), (6, 1));
    let shield = found.figures.shield.as_ref().unwrap();
    assert_eq!((shield.peer_no, shield.shielded), (3, 1));
    assert!(found.references.values().any(|reference| reference.as_str() == "#1"), "{:?}", found.references);
}

fn agreement_per_item_stands_behind_its_gates(team: &Team) {
    let found = all(&team.lea);
    let of = |item: &str| found.agreement.iter().find(|agreed| agreed.item == item).unwrap();
    let solved = of("solved");
    assert_eq!((solved.drawn.shared.n, solved.drawn.shared.alike, solved.chosen), (6, 4, (0, 1)));
    assert_eq!(solved.table.answers, [Yes, No, Na]);
    assert_eq!(solved.table.counts, [[3, 1, 0], [0, 1, 0], [0, 1, 0]]);
    assert_eq!(solved.drawn.verdict, Wording::TooFew);
    assert!(matches!(solved.drawn.raw, Figure::Value(_)), "{:?}", solved.drawn.raw);
    assert_eq!(solved.drawn.ac1, Figure::TooFew);
    let greeted = of("greeted");
    // The second peer of one conversation is no second observation.
    assert_eq!(greeted.table.counts, [[4, 1], [1, 0]]);
    let steps = of("steps");
    assert_eq!(
        (steps.drawn.shared.n, steps.drawn.raw),
        (1, Figure::CountOnly),
        "only where it applied for both"
    );
    let digest = team.lea.session.shelf.checklist("small").unwrap().digest();
    assert_eq!(agreement(&team.lea.session).unwrap()[&digest], found.agreement);
}

#[test]
fn what_was_agreed_and_settled_is_in_the_replay() {
    let mut team = team();
    let (agreed, disputed) = (team.with_marc[1], team.with_marc[4]);
    let no = Said { agreed: Some(No), ..Said::default() };
    team.lea.say(agreed, "solved", no.clone());
    team.marc.say(agreed, "solved", no);
    team.lea.say(disputed, "greeted", Said { dispute: true, ..Said::default() });
    let (session, chance) = (&mut team.lea.session, &mut team.lea.chance);
    let third = exchange::third_reader(session, disputed, NOW + DAY, chance).unwrap();
    for at in [NOW + 2 * DAY, NOW + 3 * DAY] {
        for desk in [&mut team.marc, &mut team.lea, &mut team.ines] {
            desk.swap(&team.between, at);
        }
    }
    let there = team.ines.received(third);
    team.ines.read(there, &[("solved", No), ("steps", No), ("greeted", Yes)], NOW + 3 * DAY);
    team.ines.swap(&team.between, NOW + 3 * DAY);
    team.lea.swap(&team.between, NOW + 4 * DAY);
    let outcomes = BTreeMap::from([
        (team.mine[1], BTreeMap::from([("solved".to_owned(), No)])),
        (team.mine[4], BTreeMap::from([("greeted".to_owned(), Yes)])),
    ]);
    // The third reader is no peer: nothing but the outcome has changed.
    let found = all(&team.lea).figures;
    assert_eq!(found, expected(&team, &outcomes));
    let greeted = found.replay.iter().find(|item| item.item == "greeted").unwrap();
    let settled = greeted.settled();
    assert_eq!((settled.mine, settled.theirs, settled.open), (1, 0, 2));
    assert!(greeted.moments.iter().any(|moment| moment.who == "Inès" && moment.conversation == team.mine[0]));
    // A review that I withdraw counts no more.
    let review = desk::existing(&team.lea.session, team.mine[1]).unwrap().id;
    desk::void(&mut team.lea.session, review, "the wrong conversation", NOW + 4 * DAY).unwrap();
    let found = all(&team.lea).figures;
    assert_eq!((found.drawn, found.pillars[0].common.n), (5, 4));
}

fn a_period_holds_what_was_opened_in_it(team: &Team) {
    let later = learnt(&team.lea.session, Some(NOW + 2 * DAY)).unwrap();
    assert_eq!(later, Learnt::default());
    assert_eq!(learnt(&team.lea.session, Some(NOW + DAY)).unwrap(), all(&team.lea));
}

fn looking_changes_nothing_and_a_reader_may_look_too(team: &Team) {
    let before = team.lea.bytes();
    let found = reflection(&team.lea.session, None).unwrap();
    assert_eq!(found.learning, all(&team.lea));
    assert_eq!(team.lea.bytes(), before);
    let (again, _) = Session::open(&setting(&team.lea.home, true), NOW).unwrap();
    assert_eq!(learnt(&again, None).unwrap(), found.learning);
}

#[test]
fn nobody_else_learns_any_of_it() {
    let mut team = team();
    // A reader has read for somebody else: that is not about their own work.
    assert_eq!(all(&team.marc), Learnt::default());
    for (place, id) in team.with_marc.clone().into_iter().enumerate() {
        for (desk, answers) in [(&mut team.lea, SCRIPT[place].0), (&mut team.marc, SCRIPT[place].1)] {
            let theirs = if answers == SCRIPT[place].0 { SCRIPT[place].1 } else { SCRIPT[place].0 };
            for (item, value) in answers {
                if theirs.iter().any(|(other, given)| other == item && given != value) {
                    desk.say(id, item, Said { agreed: Some(Yes), ..Said::default() });
                }
            }
        }
    }
    for at in [NOW + 2 * DAY, NOW + 3 * DAY] {
        for desk in [&mut team.marc, &mut team.lea, &mut team.ines] {
            desk.swap(&team.between, at);
        }
    }
    // What is handed over is the same whether I looked or not, and holds none of it.
    let choice = submit::Choice { since: None, only: vec![team.mine[2]], remarks: Vec::new() };
    let sent = |desk: &Desk| {
        submit::as_sent(&submit::build(&desk.session, &choice, NOW + 4 * DAY).unwrap()).unwrap()
    };
    let before = sent(&team.lea);
    assert!(all(&team.lea).figures.exchanges() > 0);
    assert_eq!(sent(&team.lea), before);
    for word in ["gap", "shield", "lean", "kinder", "stricter", "replay", "alike", "Marc", "Inès"] {
        assert!(!before.contains(word), "{word} in {before}");
    }
    // Nor is any of it among what a colleague was ever sent.
    for row in team.marc.session.store.exchanges().unwrap() {
        for fact in team.marc.session.store.facts(row.id).unwrap() {
            for word in ["gap", "shield", "lean", "kinder", "stricter", "replay"] {
                assert!(!fact.body.contains(word), "{word} in {}", fact.body);
            }
        }
    }
    let handover = submit::build(&team.lea.session, &choice, NOW + 4 * DAY).unwrap();
    let nadia = cards::find(&team.lea.session, "Nadia").unwrap();
    let file = team.between.path().join("handed.aplomb");
    let (session, chance) = (&mut team.lea.session, &mut team.lea.chance);
    let file = submit::hand_over(session, &handover, &nadia, &file, NOW + 4 * DAY, chance).unwrap();
    let (session, chance) = (&mut team.nadia.session, &mut team.nadia.chance);
    exchange::open_path(session, &file, NOW + 4 * DAY, chance).unwrap();
    assert_eq!(all(&team.nadia), Learnt::default());
    assert_eq!(agreement(&team.nadia.session).unwrap(), BTreeMap::new());
}

/// The checklists of the other screens, with 24 shared answers to the second item of the first.
fn shelf() -> Shelf {
    let shelf = crate::screens::fixtures::shelf();
    let first = &shelf.volumes[0];
    let answers = vec![Yes, No, Na];
    let pairs = |count: usize, pair: (Value, Value)| std::iter::repeat_n(pair, count);
    let given: Vec<(Value, Value)> = pairs(11, (Yes, Yes))
        .chain(pairs(6, (Yes, No)))
        .chain(pairs(4, (No, No)))
        .chain(pairs(2, (Na, No)))
        .chain(pairs(1, (No, Yes)))
        .collect();
    let count = |mine: &Value, theirs: &Value| given.iter().filter(|pair| **pair == (*mine, *theirs)).count();
    let counts =
        answers.iter().map(|mine| answers.iter().map(|theirs| count(mine, theirs)).collect()).collect();
    let agreed = ItemAgreed {
        item: "kept".into(),
        text: first.checklist.items[1].text.clone(),
        pillar: "effectiveness".into(),
        drawn: aplomb::domain::agreement::item(&answers, &given),
        chosen: (2, 3),
        table: CrossTable { answers, counts },
    };
    let measured =
        |points, n, alike| Measured { rule: "words".into(), item: "kept".into(), points, n, alike };
    let hints = BTreeMap::from([(first.digest, vec![measured(Yes, 24, 21), measured(No, 3, 3)])]);
    let agreement = BTreeMap::from([(first.digest, vec![agreed])]);
    Shelf { agreement, hints, ..shelf }
}

struct Lists {
    screen: ChecklistsScreen,
    columns: u16,
    rows: u16,
    lang: Lang,
}

impl Lists {
    fn new(shelf: Shelf, columns: u16, rows: u16, lang: Lang) -> Lists {
        let mut lists = Lists { screen: ChecklistsScreen::default(), columns, rows, lang };
        lists.with(|screen, cx| screen.reply(&Reply::Shelf(Box::new(shelf)), cx));
        lists.acts(&[Action::NextPane, Action::Down, Action::Down]);
        lists
    }

    fn with(&mut self, go: impl FnOnce(&mut ChecklistsScreen, &mut Context)) {
        let (columns, rows, lang) = (self.columns, self.rows, self.lang);
        let (effects, says) = (&mut Vec::new(), &mut Vec::new());
        go(&mut self.screen, &mut Context { lang, columns, rows, now: 0, effects, says });
    }

    fn acts(&mut self, actions: &[Action]) {
        for action in actions {
            self.with(|screen, cx| screen.act(*action, Chord::char(' '), cx));
        }
    }

    fn drawn(&self, theme: Theme, glyphs: Glyphs) -> String {
        let paint = Paint { lang: self.lang, theme, glyphs };
        let mut terminal = Terminal::new(TestBackend::new(self.columns, self.rows)).unwrap();
        terminal
            .draw(|frame| {
                view::checklists::draw(&self.screen, frame.area(), &paint, frame);
            })
            .unwrap();
        crate::stage::text(terminal.backend().buffer())
    }
}

#[test]
fn agreement_of_an_item_on_checklists() {
    for (columns, rows) in [(120, 38), (80, 22), (60, 16)] {
        for lang in [Lang::En, Lang::Fr] {
            let mut lists = Lists::new(shelf(), columns, rows, lang);
            let mut seen = lists.drawn(DARK, UNICODE);
            lists.acts(&[Action::Open]);
            for _ in 0..2 {
                let page = lists.drawn(DARK, UNICODE);
                assert!(!page.contains('…'), "something is cut:\n{page}");
                if !seen.ends_with(&page) {
                    seen.push_str("=====\n");
                    seen.push_str(&page);
                }
                lists.acts(&[Action::Last]);
            }
            insta::assert_snapshot!(format!("item_{columns}x{rows}_{}", lang.tag()), seen);
        }
    }
    let mut plain = Lists::new(shelf(), 80, 22, Lang::En);
    plain.acts(&[Action::Open]);
    insta::assert_snapshot!("item_ascii", plain.drawn(MONO, ASCII));
}

#[test]
fn an_item_that_nobody_answered_with_me_says_how() {
    let mut lists = Lists::new(crate::screens::fixtures::shelf(), 80, 22, Lang::En);
    lists.acts(&[Action::Open]);
    let said = lists.drawn(DARK, UNICODE).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("press a on a sealed review"), "{said}");
    let mut back = false;
    lists.with(|screen, cx| back = screen.back(cx));
    assert!(back && lists.drawn(DARK, UNICODE).contains("Checklists at hand"));
    // On a pillar there is nothing to open.
    lists.acts(&[Action::First]);
    assert!(matches!(lists.screen.available(Action::Open), Availability::Disabled(_)));
    for (columns, rows) in [(1, 1), (2, 3), (20, 2), (200, 60)] {
        let mut lists = Lists::new(shelf(), columns, rows, Lang::Fr);
        lists.acts(&[Action::Open, Action::PageDown, Action::Up, Action::Last]);
        lists.drawn(DARK, UNICODE);
    }
}

#[test]
fn the_mirror_command_tells_it_in_both_languages_and_as_json() {
    let (lea, marc) = (Home::empty(), Home::empty());
    let between = tempfile::tempdir().unwrap();
    let place = |name: &str| between.path().join(name).to_str().unwrap().to_owned();
    for (home, name) in [(&lea, "Léa"), (&marc, "Marc")] {
        home.run(["me", "--name", name, "--alias", &format!("{name}@x")]).code(0);
        home.run(["card", "show", "-o", &place(name)]).code(0);
    }
    lea.run(["card", "add", &place("Marc")]).code(0);
    marc.run(["card", "add", &place("Léa")]).code(0);
    let line = r#"{"id":"77","source":"shop","channel":"chat","subject":"A shoe","status":"solved","agent":"Léa@x","customer":"c","messages":[{"id":"a","at":"2026-03-02T10:00:00Z","role":"agent","author":"Léa@x","text":"hello"}]}"#;
    lea.fed(["import", "-"], line).code(0);
    lea.run(["draw", "-n", "1"]).code(0);
    let items = marc.run(["--json", "checklist", "show", "four-pillars"]).json();
    let ids: Vec<String> = items["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| !item["when"].is_string())
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    let read = |home: &Home, no: Option<&str>| {
        let id = home.run(["--json", "conversations"]).json()[0]["id"].as_str().unwrap().to_owned();
        let answers: BTreeMap<&str, serde_json::Value> = ids
            .iter()
            .map(|id| (id.as_str(), if Some(id.as_str()) == no { "no" } else { "yes" }.into()))
            .collect();
        let text = serde_json::json!({ "answers": answers }).to_string();
        home.fed(["score", &id, "--answers", "-"], &text).code(0);
        home.run(["seal", &id]).code(0);
        id
    };
    let here = read(&lea, None);
    lea.run(["ask", &here, "--peer", "Marc", "-o", &place("request")]).code(0);
    let before = lea.run(["--json", "mirror"]).json();
    assert_eq!((&before["gap"], &before["replay"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert!(lea.run(["--lang", "fr", "mirror"]).code(0).out.contains("Aucun échange n’est encore ouvert"));
    marc.run(["open", &place("request")]).code(0);
    let there = read(&marc, Some(&ids[1]));
    marc.run(["reply", &there, "-o", &place("answer")]).code(0);
    lea.run(["open", &place("answer")]).code(0);

    let told = lea.run(["--json", "mirror"]).json();
    let gap = &told["gap"][0];
    assert_eq!((&gap["pillar"], &gap["n"]), (&"effectiveness".into(), &1.into()));
    assert_eq!((&gap["reason"], &gap["interval"]), (&"one_pair".into(), &serde_json::Value::Null));
    assert!(gap["mean"].as_f64().unwrap() > 0.0, "{gap}");
    let agreement = told["agreement"].as_array().unwrap().iter().find(|item| item["item"] == ids[1]).unwrap();
    assert_eq!((&agreement["n"], &agreement["alike"]), (&1.into(), &0.into()));
    assert_eq!((&agreement["percent_agreement"], &agreement["verdict"]), (&().into(), &"too_few".into()));
    let moment = &told["replay"][0]["moments"][0];
    assert_eq!(
        (&moment["mine"], &moment["theirs"], &moment["agreed"]),
        (&"yes".into(), &"no".into(), &().into())
    );
    assert_eq!((&moment["with"], &moment["conversation"]), (&"Marc".into(), &here.as_str().into()));
    let item = told["items"].as_array().unwrap().iter().find(|item| item["item"] == ids[1]).unwrap();
    assert_eq!((&item["leaning"]["kinder"], &item["leaning"]["lean"]), (&1.into(), &"too_few".into()));
    let (en, fr) = (lea.run(["--lang", "en", "mirror"]).out, lea.run(["--lang", "fr", "mirror"]).out);
    assert!(en.contains("n 1: a first glimpse.") && en.contains("#77  you yes, Marc no, open"), "{en}");
    assert!(fr.contains("n 1\u{202f}: un premier aperçu.") && fr.contains("vous oui, Marc non"), "{fr}");
}
