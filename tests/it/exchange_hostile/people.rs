//! People with homes of their own in one process: real stores on disk, the public use cases, a clock that stands still.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use aplomb::domain::conversation::{Conversation, Message, Moment, Role};
use aplomb::domain::exchange::{Exchange, Said};
use aplomb::domain::names::{ExchangeId, PersonId};
use aplomb::domain::person::Me;
use aplomb::domain::redaction::Rules;
use aplomb::domain::review::{ReviewRole, Value};
use aplomb::ops::chance::Chance;
use aplomb::ops::error::OpsError;
use aplomb::ops::exchange::{self, Asking, Opened};
use aplomb::ops::session::{Session, Setting};
use aplomb::ops::{cards, desk, keys};
use aplomb::storage::{Resolved, Store};
use jiff::tz::TimeZone;
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;
/// 10 March 2026, 12:00 UTC.
pub const NOW: i64 = 1_773_144_000_000_000;

/// Made once: that takes a while where nothing is optimised.
static RULES: LazyLock<Rules> = LazyLock::new(Rules::standard);

pub const CHECKLIST: &str = r#"
id = "small"
version = 1
subject = "conversation"
title = { en = "Small", fr = "Petite" }
peer_reviews_before_submission = 1
[[pillars]]
id = "act"
name = { en = "Act", fr = "Acte" }
[[items]]
id = "solved"
pillar = "act"
text = { en = "It was solved", fr = "C’est réglé" }
[[items]]
id = "steps"
pillar = "act"
text = { en = "All was tried", fr = "Tout a été tenté" }
when = "solved = no"
[[items]]
id = "useful"
pillar = "act"
text = { en = "It was useful", fr = "C’était utile" }
causes = [{ id = "late", en = "Late", fr = "Tard" }]
[[items]]
id = "greeted"
pillar = "act"
text = { en = "A greeting", fr = "Un bonjour" }
"#;

pub struct Person {
    pub name: &'static str,
    pub session: Session,
    pub chance: Chance,
    pub setting: Setting,
    pub folder: TempDir,
}

impl Person {
    pub fn new(name: &'static str, seed: u8) -> Person {
        Person::under(name, seed, CHECKLIST, false)
    }

    /// With a checklist of one's own, and the team's wish about names.
    pub fn under(name: &'static str, seed: u8, checklist: &str, hide_names: bool) -> Person {
        let folder = tempfile::tempdir().unwrap();
        let lists = folder.path().join("checklists");
        fs::create_dir(&lists).unwrap();
        fs::write(lists.join("small.toml"), checklist).unwrap();
        let setting = Setting {
            store: folder.path().join("aplomb.db"),
            checklists: Some(lists),
            zone: TimeZone::UTC,
            usual: "small".into(),
            silent_share: 0.5,
            keys: Some(folder.path().join("identity.age")),
            rules: RULES.clone(),
            folder: None,
            hide_names,
            team: aplomb::ops::session::TeamRules::default(),
            read_only: false,
        };
        let (mut session, _) = Session::open(&setting, NOW).unwrap();
        session.store.set_me(&Me { name: name.into(), ..Me::default() }).unwrap();
        let mut person = Person { name, session, chance: Chance::new([seed; 32]), setting, folder };
        person.card();
        person
    }

    /// Somebody whose store is in memory, for long stories.
    pub fn light(name: &'static str, seed: u8) -> Person {
        let mut person = Person::new(name, seed);
        person.session = Session::over(Store::memory().unwrap(), &person.setting);
        person.session.store.set_me(&Me { name: name.into(), ..Me::default() }).unwrap();
        person.card();
        person
    }

    pub fn card(&mut self) -> Vec<u8> {
        cards::mine(&mut self.session, NOW, &mut self.chance).unwrap().bytes
    }

    pub fn id(&self) -> PersonId {
        self.session.store.identity().unwrap().unwrap().0
    }

    pub fn identity(&mut self) -> std::sync::Arc<aplomb::trust::Identity> {
        keys::identity(&mut self.session, NOW, &mut self.chance).unwrap()
    }

    pub fn knows(&mut self, other: &mut Person) {
        self.adds(&other.card(), other.name, false);
    }

    pub fn adds(&mut self, card: &[u8], name: &str, lead: bool) {
        cards::add(&mut self.session, card, Some(name), lead, NOW).unwrap();
    }

    /// Takes in a conversation of one's own; its number comes back.
    pub fn has(&mut self, id: &str, customer_says: &str) -> i64 {
        let message = |n: i64, role, text: &str| Message {
            id: format!("{id}-{n}"),
            at: Moment { micros: NOW - DAY + n * 60_000_000, offset: 3600 },
            role,
            author: if role == Role::Customer {
                "crystal@mail.example".into()
            } else {
                "lea@shop.example".into()
            },
            text: text.to_owned(),
            html: None,
            private: n == 3,
            macro_name: None,
        };
        let conversation = Conversation {
            source: "shop".into(),
            external_id: id.to_owned(),
            channel: "chat".into(),
            subject: "Order of Crystal Minh".into(),
            status: None,
            opened_at: Moment { micros: NOW - DAY, offset: 3600 },
            closed_at: None,
            agent: "lea@shop.example".into(),
            customer: "crystal@mail.example".into(),
            tags: vec!["vip-tag".into()],
            csat: None,
            transfers: None,
            reopens: None,
            messages: vec![
                message(1, Role::Customer, customer_says),
                message(2, Role::Agent, "Hello Crystal, thank you for telling us."),
                message(3, Role::Agent, "warehouse note: difficult person"),
                message(4, Role::Agent, "It arrives on Friday."),
            ],
        };
        self.session.store.take_in(&[conversation], NOW).unwrap();
        let named = format!("shop/{id}");
        match self.session.store.resolve(&named).unwrap() {
            Resolved::One(local) => local,
            _ => panic!("{named}"),
        }
    }

    /// Answers everything with yes but the named items, and seals.
    pub fn reads(&mut self, conversation: i64, no: &[&str], comment: &str) -> i64 {
        let mut desk = desk::open(&mut self.session, conversation, None, NOW, self.chance.bytes()).unwrap();
        let mut answers = serde_json::Map::new();
        for item in &desk.checklist.items {
            if item.when.is_some() && !no.contains(&"solved") {
                continue;
            }
            let short = item.id.strip_prefix("my.").unwrap_or(&item.id);
            let answer = match no.contains(&short) {
                true => serde_json::json!({"value": "no", "comment": comment, "evidence": ["m2"]}),
                false => serde_json::json!("yes"),
            };
            answers.insert(item.id.clone(), answer);
        }
        let json = serde_json::json!({ "answers": answers }).to_string();
        desk::answer_from(&mut self.session, &mut desk, &json, NOW).unwrap();
        desk::seal(&mut self.session, desk.review, NOW, self.chance.bytes()).unwrap();
        desk.review
    }

    pub fn asks(&mut self, conversation: i64, reader: PersonId) -> ExchangeId {
        self.tries_to_ask(conversation, reader).unwrap()
    }

    pub fn tries_to_ask(&mut self, conversation: i64, reader: PersonId) -> Result<ExchangeId, OpsError> {
        let hide_name = self.session.hide_names;
        let asking = Asking { conversation, reader, hide_name, role: ReviewRole::Peer, parent: None };
        exchange::ask(&mut self.session, &asking, NOW, &mut self.chance)
    }

    pub fn opens(&mut self, file: &[u8]) -> Result<Opened, OpsError> {
        self.opens_at(file, NOW)
    }

    pub fn opens_at(&mut self, file: &[u8], now: i64) -> Result<Opened, OpsError> {
        exchange::open(&mut self.session, file, now, &mut self.chance)
    }

    /// The sentence of a refusal; that nothing changed is made sure of, byte for byte.
    #[track_caller]
    pub fn refuses(&mut self, file: &[u8]) -> String {
        self.refuses_at(file, NOW)
    }

    #[track_caller]
    pub fn refuses_at(&mut self, file: &[u8], now: i64) -> String {
        let before = self.on_disk();
        let error = self.opens_at(file, now).expect_err("this must be refused");
        assert!(before == self.on_disk(), "a refused bundle changed the store: {error:?}");
        error.what.get(aplomb::words::Lang::En).to_owned()
    }

    pub fn on_disk(&self) -> Vec<u8> {
        fs::read(&self.setting.store).unwrap()
    }

    /// What is due becomes bundles; those that were not handed on yet come back, and count as handed on.
    pub fn sends(&mut self) -> Vec<(String, PersonId, Vec<u8>)> {
        exchange::make_due(&mut self.session, None, NOW, &mut self.chance).unwrap();
        let out = self.session.store.outgoing_unsent().unwrap();
        for one in &out {
            self.session.store.mark_sent(one.bundle.id, NOW, "handed on").unwrap();
        }
        out.into_iter().map(|one| (one.bundle.word, one.bundle.person.unwrap(), one.bytes)).collect()
    }

    /// The one bundle that waits.
    #[track_caller]
    pub fn sends_one(&mut self) -> Vec<u8> {
        let mut all = self.sends();
        assert_eq!(all.len(), 1, "{:?}", all.iter().map(|one| &one.0).collect::<Vec<_>>());
        all.remove(0).2
    }

    pub fn says(&mut self, id: ExchangeId, item: &str, agreed: Option<Value>, remark: &str, dispute: bool) {
        let said = Said { remark: remark.to_owned(), agreed, because: String::new(), dispute };
        exchange::say(&mut self.session, id, item, said, NOW, &mut self.chance).unwrap();
    }

    pub fn state(&self, id: ExchangeId) -> Option<Exchange> {
        exchange::state(&self.session.store, id).unwrap()
    }

    /// The conversation that came to be read, here.
    pub fn received(&self, id: ExchangeId) -> i64 {
        self.session.store.exchange(id).unwrap().unwrap().conversation
    }

    /// Everything that follows from what was said, without what differs from store to store.
    pub fn truth(&self) -> BTreeMap<String, String> {
        let store = &self.session.store;
        let mut truth = BTreeMap::new();
        for row in store.exchanges().unwrap() {
            let review = row.review.and_then(|review| store.review(review).unwrap()).map(|r| r.state);
            let state = self.state(row.id).unwrap();
            let talks =
                (state.asker_talk.map(|t| (t.said, t.third)), state.reader_talk.map(|t| (t.said, t.third)));
            let precedents: Vec<_> = store
                .precedents("small")
                .unwrap()
                .into_iter()
                .filter(|p| p.exchange == row.id)
                .map(|p| (p.item, p.value, p.because, p.with))
                .collect();
            truth.insert(
                String::from(row.id),
                format!(
                    "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {talks:?} {precedents:?}",
                    row.side, row.stage, row.standing, review, state.stage, state.decline, state.flags,
                ),
            );
        }
        truth
    }

    /// The same home, opened anew.
    pub fn again(self) -> Person {
        let Person { name, session, chance, setting, folder } = self;
        drop(session);
        let (session, _) = Session::open(&setting, NOW).unwrap();
        Person { name, session, chance, setting, folder }
    }
}

/// Two who know each other.
pub fn two() -> (Person, Person) {
    let (mut lea, mut marc) = (Person::new("Léa", 1), Person::new("Marc", 2));
    lea.knows(&mut marc);
    marc.knows(&mut lea);
    (lea, marc)
}

/// The bundles of one exchange so far, as they travelled.
pub struct Way {
    pub id: ExchangeId,
    pub request: Vec<u8>,
    pub reveal: Vec<u8>,
}

/// Léa asks Marc, Marc reads, Léa opens, Marc opens.
pub fn whole_way(lea: &mut Person, marc: &mut Person, id: &str) -> Way {
    let conversation = lea.has(id, "Hi, I am Crystal Minh, my number is +33 6 12 34 56 78.");
    lea.reads(conversation, &["useful"], "my secret remark about Crystal");
    let exchange = lea.asks(conversation, marc.id());
    let request = lea.sends_one();
    marc.opens(&request).unwrap();
    let there = marc.received(exchange);
    marc.reads(there, &["greeted"], "no greeting");
    let reading = marc.sends_one();
    lea.opens(&reading).unwrap();
    let reveal = lea.sends_one();
    marc.opens(&reveal).unwrap();
    Way { id: exchange, request, reveal }
}

/// The two secrets in a person's file: the seed that signs, the key that reads.
pub fn secrets(person: &Person) -> ([u8; 32], age::x25519::Identity) {
    let text = fs::read_to_string(person.folder.path().join("identity.age")).unwrap();
    let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim().to_owned();
    let hex = line("sign ");
    let seed: Vec<u8> =
        (0..32).map(|place| u8::from_str_radix(&hex[place * 2..place * 2 + 2], 16).unwrap()).collect();
    (seed.try_into().unwrap(), line("read ").parse().unwrap())
}
