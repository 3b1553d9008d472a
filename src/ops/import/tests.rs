//! Exports in pieces: whatever order the files come in, in one call or in many, the store ends the same.

use std::io::Cursor;

use super::*;
use crate::domain::conversation::Role;

const CONVERSATION: &str = r#"{"_links":{},"_results":[{"id":"cnv_1","_links":{},"subject":"A shoe","status":"archived",
  "assignee":{"id":"tea_1"},"recipient":{"handle":"crystal@mail.example"},"created_at":1772445731,"updated_at":1772446000,
  "tags":[{"name":"return"}]}]}"#;
const MESSAGES: &str = r#"{"_links":{},"_results":[
  {"id":"msg_1","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}},"type":"email","is_inbound":true,
   "created_at":1772445731,"body":"<p>one of my shoes is missing</p>","recipients":[{"handle":"crystal@mail.example","role":"from"}]},
  {"id":"msg_2","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}},"type":"email","is_inbound":false,
   "created_at":1772445790,"text":"Hello Crystal","author":{"id":"tea_1"}}]}"#;
const NOTE: &str = r#"{"id":"com_1","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}},
  "posted_at":1772445780,"body":"ask the warehouse","author":{"id":"tea_1"}}"#;
const PEOPLE: &str = r#"{"_links":{},"_results":[{"id":"tea_1","_links":{},"email":"lea@shop.example","first_name":"Léa","last_name":"B."}]}"#;

fn order<'a>(texts: &[&str], everyone: bool, stop: &'a (dyn Fn() -> bool + Sync)) -> Order<'a> {
    let sources =
        texts.iter().map(|text| Source::Stream(Box::new(Cursor::new((*text).to_owned())))).collect();
    Order {
        sources,
        from: None,
        map: None,
        account: None,
        me: Some(Me { name: "Léa".into(), aliases: vec!["lea@shop.example".into()] }),
        zone: None,
        day_first: None,
        agents: Vec::new(),
        everyone,
        allow_erased: false,
        dry_run: false,
        now: 1,
        seed: [1; 32],
        stop,
    }
}

fn take(store: &mut Store, texts: &[&str], everyone: bool) -> Report {
    let report = run(store, order(texts, everyone, &|| false), &mut |_| {}).unwrap();
    assert_eq!(report.problems, [], "{texts:?}");
    report
}

fn only(store: &Store) -> Conversation {
    assert_eq!(store.conversation_count().unwrap(), 1);
    let id = store.newest_conversation().unwrap().unwrap();
    store.conversation(id).unwrap().unwrap()
}

fn expected(store: &Store) {
    let found = only(store);
    assert_eq!((found.source.as_str(), found.external_id.as_str()), ("front", "cnv_1"));
    assert_eq!((found.agent.as_str(), found.customer.as_str()), ("lea@shop.example", "crystal@mail.example"));
    assert_eq!((found.channel.as_str(), found.subject.as_str()), ("email", "A shoe"));
    assert_eq!(found.tags, ["return"]);
    let said: Vec<_> = found
        .messages
        .iter()
        .map(|m| (m.id.as_str(), m.role, m.author.as_str(), m.text.as_str(), m.private))
        .collect();
    assert_eq!(
        said,
        [
            ("msg_1", Role::Customer, "crystal@mail.example", "one of my shoes is missing", false),
            ("com_1", Role::Agent, "lea@shop.example", "ask the warehouse", true),
            ("msg_2", Role::Agent, "lea@shop.example", "Hello Crystal", false),
        ]
    );
    assert_eq!(store.waiting_count().unwrap(), (0, 0));
    assert_eq!(store.check().unwrap(), []);
}

fn orders() -> Vec<Vec<&'static str>> {
    let files = [CONVERSATION, MESSAGES, NOTE, PEOPLE];
    let mut orders = Vec::new();
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| *c != a && *c != b) {
                let d = 6 - a - b - c;
                orders.push([a, b, c, d].map(|place| files[place]).to_vec());
            }
        }
    }
    orders
}

#[test]
fn any_order_in_one_call() {
    for files in orders() {
        let mut store = Store::memory().unwrap();
        let report = take(&mut store, &files, false);
        assert_eq!((report.conversations.added, report.messages.added, report.waiting), (1, 3, (0, 0)));
        expected(&store);
        let again = take(&mut store, &files, false);
        assert_eq!((again.conversations.unchanged, again.messages.added), (1, 0), "{again:?}");
    }
}

#[test]
fn any_order_in_many_calls() {
    for files in orders() {
        let mut store = Store::memory().unwrap();
        for file in &files {
            take(&mut store, &[file], true);
        }
        expected(&store);
        for file in &files {
            let again = take(&mut store, &[file], true);
            let (c, m) = (again.conversations, again.messages);
            assert_eq!(
                (c.added, c.updated, m.added, m.updated, again.waiting.0),
                (0, 0, 0, 0, 0),
                "{again:?}"
            );
        }
        expected(&store);
    }
}

#[test]
fn what_waits_is_told_waits_once_and_goes_with_what_is_not_mine() {
    let mut store = Store::memory().unwrap();
    let report = take(&mut store, &[MESSAGES], true);
    assert_eq!((report.waiting, report.warnings.len()), ((2, 1), 1));
    take(&mut store, &[MESSAGES], true);
    assert_eq!(store.waiting_count().unwrap(), (2, 1));
    let others = CONVERSATION.replace("tea_1", "tea_9");
    let messages = MESSAGES.replace("tea_1", "tea_9");
    let mut store = Store::memory().unwrap();
    take(&mut store, &[&messages], true);
    let report = take(&mut store, &[&others], false);
    assert_eq!((report.conversations.skipped, report.unnamed), (1, 1));
    assert_eq!(store.waiting_count().unwrap(), (0, 0));
}

#[test]
fn an_older_file_changes_no_heading() {
    let mut store = Store::memory().unwrap();
    take(&mut store, &[CONVERSATION, MESSAGES, NOTE, PEOPLE], false);
    let older = CONVERSATION.replace("1772446000", "1772445900").replace("A shoe", "An older shoe");
    take(&mut store, &[&older], true);
    expected(&store);
    let newer = CONVERSATION.replace("1772446000", "1772446100").replace("A shoe", "Two shoes");
    take(&mut store, &[&newer], true);
    assert_eq!(only(&store).subject, "Two shoes");
    assert_eq!(only(&store).messages.len(), 3);
}

#[test]
fn whoever_is_erased_leaves_the_list_of_people_and_what_waits() {
    let mut store = Store::memory().unwrap();
    let visitor = r#"{"_links":{},"_results":[{"id":"tea_5","_links":{},"type":"visitor","email":"Crystal.Long@mail.example","first_name":"Crystal"}]}"#;
    take(&mut store, &[visitor, MESSAGES], true);
    assert_eq!(store.named("crystal.long@MAIL.example").unwrap().len(), 1);
    assert_eq!(store.waiting_about("crystal@mail.example").unwrap().len(), 2);
    let receipt = crate::storage::Receipt {
        id: [1; 16],
        at: 2,
        kind: crate::storage::Deletion::Erasure,
        told: crate::storage::Told::default(),
    };
    let who = ["crystal@mail.example".to_owned(), "Crystal.Long@mail.example".to_owned()];
    let erasing = crate::storage::Erasing { receipt: &receipt, who: &who, random: &[7; 32] };
    let (deleted, _) = store.erase(&[], &erasing, &mut crate::storage::Samples::default()).unwrap();
    assert_eq!((deleted.waiting, deleted.people), (2, 1));
    assert_eq!(store.waiting_count().unwrap(), (0, 0));
    // Neither comes back, by address or by number.
    run(&mut store, order(&[visitor, MESSAGES], true, &|| false), &mut |_| {}).unwrap();
    assert_eq!(store.named("crystal.long@mail.example").unwrap(), []);
    assert_eq!(store.named("tea_5").unwrap(), []);
    assert_eq!(store.waiting_about("crystal@mail.example").unwrap(), []);
}

const TICKET: &str = r#"{"tickets":[{"id":2,"requester_id":11,"submitter_id":11,"assignee_id":21,"via":{"channel":"email"},
  "created_at":"2026-03-02T10:02:11Z","updated_at":"2026-03-02T11:00:00Z","subject":"A shoe","description":"One **shoe** is missing",
  "status":"solved","tags":[]}]}"#;
const COMMENTS: &str = r#"{"comments":[
  {"id":501,"ticket_id":2,"author_id":11,"audit_id":1,"body":"One **shoe** is missing","html_body":"<p>One <b>shoe</b> is missing</p>",
   "public":true,"created_at":"2026-03-02T10:02:11Z"},
  {"id":502,"ticket_id":2,"author_id":21,"audit_id":2,"body":"On its way","public":true,"created_at":"2026-03-02T10:05:00Z"}]}"#;
const USERS: &str = r#"{"users":[{"id":11,"name":"Tom","email":"tom@mail.example","role":"end-user","ticket_restriction":null},
  {"id":21,"name":"Léa","email":"lea@shop.example","role":"agent","ticket_restriction":null}]}"#;

#[test]
fn a_description_and_the_first_comment_are_one_message_in_any_order() {
    let calls: [&[&[&str]]; 5] = [
        &[&[TICKET, COMMENTS, USERS]],
        &[&[COMMENTS], &[TICKET], &[USERS]],
        &[&[TICKET], &[COMMENTS], &[USERS]],
        &[&[USERS], &[TICKET], &[TICKET, COMMENTS]],
        &[&[COMMENTS, USERS], &[TICKET]],
    ];
    for files in calls {
        let mut store = Store::memory().unwrap();
        for call in files {
            take(&mut store, call, true);
        }
        for again in [TICKET, COMMENTS, USERS] {
            let report = take(&mut store, &[again], true);
            assert_eq!((report.conversations.updated, report.messages.added), (0, 0), "{files:?} {again}");
        }
        let found = only(&store);
        let said: Vec<_> = found.messages.iter().map(|m| (m.author.as_str(), m.text.as_str())).collect();
        assert_eq!(
            said,
            [("tom@mail.example", "One shoe is missing"), ("lea@shop.example", "On its way")],
            "{files:?}"
        );
        assert_eq!(store.check().unwrap(), []);
    }
}
