use jiff::Timestamp;

use super::*;
use crate::domain::conversation::{Conversation, Message, Moment, Role};
use crate::domain::keyword::Keyword;

fn words(texts: &[&str]) -> Vec<Keyword> {
    texts.iter().map(|text| Keyword::new(text).unwrap()).collect()
}

fn vocabulary(en: &[&str], fr: &[&str]) -> Vocabulary {
    Vocabulary::new("r", words(en), words(fr), Vec::new())
}

fn rule(watch: Watch) -> Rule {
    let (found, missing) = (Some(Value::Yes), Some(Value::No));
    Rule { id: "r".into(), item: "i".into(), watch, channels: Vec::new(), found, missing }
}

/// Lines `c 5 text`: who, seconds since the line before, what was written. `s` is a saved reply, `p` a private note.
fn conversation(lines: &[&str]) -> Conversation {
    let mut now = 0;
    let message = |(place, line): (usize, &&str)| {
        let mut parts = line.splitn(3, ' ');
        let (who, seconds, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        now += seconds.parse::<i64>().unwrap();
        Message {
            id: format!("x{place}"),
            at: Moment::new(Timestamp::from_second(now).unwrap(), 0),
            role: if who == "c" { Role::Customer } else { Role::Agent },
            author: if who == "c" { "c" } else { "lea" }.to_owned(),
            text: text.replace('|', "\n"),
            html: None,
            private: who == "p",
            macro_name: (who == "s").then(|| "ask-name".to_owned()),
        }
    };
    let messages: Vec<Message> = lines.iter().enumerate().map(message).collect();
    let opened_at = messages[0].at;
    Conversation {
        source: String::new(),
        external_id: "1".to_owned(),
        channel: "chat".to_owned(),
        subject: String::new(),
        status: None,
        opened_at,
        closed_at: None,
        agent: "lea".to_owned(),
        customer: "c".to_owned(),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages,
    }
}

/// The answer, the message from 1, and the words.
fn hint(rule: &Rule, lines: &[&str]) -> Option<(Value, Option<usize>, String)> {
    let conversation = conversation(lines);
    let hints = Reader::new(std::slice::from_ref(rule)).read(&conversation);
    assert!(hints.len() < 2);
    let hint = hints.into_iter().next()?;
    let said = hint.message.map(|place| &conversation.messages[place].text);
    let quoted = hint.words.map_or_else(String::new, |at| said.unwrap()[at].to_owned());
    Some((hint.points, hint.message.map(|place| place + 1), quoted))
}

fn yes(message: usize, words: &str) -> Option<(Value, Option<usize>, String)> {
    Some((Value::Yes, Some(message), words.to_owned()))
}

fn no(message: usize, words: &str) -> Option<(Value, Option<usize>, String)> {
    Some((Value::No, Some(message), words.to_owned()))
}

fn greeting() -> Rule {
    let (words, at) = (vocabulary(&["hello", "good morning"], &["bonjour", "chère"]), At::FirstReply);
    rule(Watch::Words { words, at, within: Some(4), number: false })
}

#[test]
fn words_in_both_languages_accents_and_elisions() {
    assert_eq!(hint(&greeting(), &["c 0 hi", "a 5 Hello, how"]), yes(2, "Hello"));
    assert_eq!(hint(&greeting(), &["c 0 x", "a 5 CHERE Madame"]), yes(2, "CHERE"));
    assert_eq!(hint(&greeting(), &["c 0 Hello", "a 5 Your name?", "a 5 Hello"]), no(2, ""));
    assert_eq!(hint(&greeting(), &["c 0 x", "a 5 Please look at this, hello"]), no(2, ""));
    assert_eq!(hint(&greeting(), &["c 0 x", "a 5 Othello. Bonjournal"]), no(2, ""));
    let elided = Watch::Words {
        words: vocabulary(&[], &["n’hésitez pas"]),
        at: At::Replies,
        within: None,
        number: false,
    };
    assert_eq!(hint(&rule(elided), &["c 0 x", "a 5 N'hesitez pas à écrire"]), yes(2, "N'hesitez pas"));
}

#[test]
fn notes_quotations_and_conversations_without_us_say_nothing() {
    assert_eq!(hint(&greeting(), &["c 0 x", "p 5 hello", "a 5 Your name?"]), no(3, ""));
    assert_eq!(hint(&greeting(), &["c 0 x", "a 5 c said|> Hello Lea|See the page"]), no(2, ""));
    assert_eq!(hint(&greeting(), &["c 0 hello"]), None);
    assert_eq!(hint(&greeting(), &["c 0 x", "p 5 hello"]), None);
    let elsewhere = Rule { channels: vec!["email".into()], ..greeting() };
    assert_eq!(hint(&elsewhere, &["c 0 hi", "a 5 Hello"]), None);
    assert_eq!(
        hint(&Rule { channels: vec!["Chat".into()], ..greeting() }, &["c 0 hi", "a 5 Hello"]),
        yes(2, "Hello")
    );
}

#[test]
fn a_rule_may_point_one_way_only() {
    let found = Rule { missing: None, ..greeting() };
    assert_eq!(hint(&found, &["c 0 x", "a 5 Your name?"]), None);
    let missing = Rule { found: None, ..greeting() };
    assert_eq!(hint(&missing, &["c 0 x", "a 5 Hello"]), None);
}

#[test]
fn thanks_count_at_the_end() {
    let words = vocabulary(&["thank you"], &["merci"]);
    let rule = rule(Watch::Words { words, at: At::LastReplies, within: None, number: false });
    assert_eq!(
        hint(&rule, &["c 0 x", "a 1 thank you", "a 1 a", "a 1 b"]),
        Some((Value::No, None, String::new()))
    );
    assert_eq!(hint(&rule, &["c 0 x", "a 1 a", "a 1 Merci !", "c 1 bye", "a 1 b"]), yes(3, "Merci"));
}

#[test]
fn a_length_needs_its_number() {
    let words = vocabulary(&["minutes", "days"], &["jours"]);
    let rule = rule(Watch::Words { words, at: At::Replies, within: None, number: true });
    assert_eq!(hint(&rule, &["c 0 x", "a 1 have good days; in 5 minutes"]), yes(2, "minutes"));
    assert_eq!(hint(&rule, &["c 0 x", "a 1 sous 3\u{a0}jours"]), yes(2, "jours"));
    assert_eq!(hint(&rule, &["c 0 x", "a 1 a few days"]), no(2, ""));
}

#[test]
fn names() {
    let rule = rule(Watch::Name);
    let asked = ["c 0 hi", "a 1 May I have your name, please?", "c 1 Nadia Benali"];
    assert_eq!(hint(&rule, &[&asked[..], &["a 1 Thanks Nadia, done."]].concat()), yes(4, "Nadia"));
    assert_eq!(hint(&rule, &[&asked[..], &["a 1 Done."]].concat()), no(3, "Nadia Benali"));
    assert_eq!(hint(&rule, &["c 0 hi", "a 1 Done."]), None, "nobody knows the name");

    let other = Rule { missing: None, found: Some(Value::No), ..rule };
    let other = Rule { watch: Watch::OtherName(vocabulary(&["hello", "dear"], &["bonjour"])), ..other };
    assert_eq!(hint(&other, &[&asked[..], &["a 1 Hello Marc, done."]].concat()), no(4, "Marc"));
    for fine in ["a 1 Hello Nadia, done.", "a 1 Hello. Done", "a 1 Hello There is one", "a 1 hello"] {
        assert_eq!(hint(&other, &[&asked[..], &[fine]].concat()), None, "{fine}");
    }
}

#[test]
fn waits_run_from_the_first_question_to_the_first_reply() {
    let rule = Rule { missing: None, found: Some(Value::No), ..rule(Watch::Wait(120)) };
    let found =
        Reader::new(std::slice::from_ref(&rule)).read(&conversation(&["c 0 hi", "c 100 hi?", "a 40 yes"]));
    assert_eq!(found[0].noticed, Noticed::Wait { seconds: 140, since: 0 });
    assert_eq!(found[0].message, Some(2));
    assert_eq!(hint(&rule, &["c 0 hi", "a 120 yes", "c 0 ?", "a 9000 b"]), None);
    assert_eq!(hint(&rule, &["a 0 hello", "c 500 hi", "a 900 b"]), None, "we began");
}

#[test]
fn questions_asked_twice() {
    let any = Rule { missing: None, ..rule(Watch::AskedAgain(vocabulary(&[], &[]))) };
    let lines = [
        "c 0 x",
        "a 1 Fine. What is your account number?",
        "c 1 9",
        "a 1 Please, what is your account number?",
    ];
    assert_eq!(hint(&any, &lines), yes(4, "Please, what is your account number?"));
    assert_eq!(hint(&any, &["c 0 x", "a 1 Anything else?", "a 1 Anything else?"]), None, "too short to tell");
    let own = Rule { watch: Watch::AskedAgain(vocabulary(&["your"], &["votre"])), ..any };
    assert_eq!(hint(&own, &["c 0 x", "a 1 Can I book this for you?", "a 1 Can I book this for you?"]), None);

    let told = Rule { missing: None, ..rule(Watch::ToldAgain) };
    let lines =
        ["c 0 Please cancel order number seven.", "a 1 Which?", "c 1 I said cancel the order number seven!"];
    assert_eq!(hint(&told, &lines), yes(3, "I said cancel the order number seven!"));
}

#[test]
fn saved_replies() {
    let used = Rule { missing: None, ..rule(Watch::SavedReply) };
    assert_eq!(hint(&used, &["c 0 x", "s 1 May I have your name?"]), yes(2, ""));
    let typed = Rule { missing: None, ..rule(Watch::TypedAgain) };
    let lines = ["c 0 x", "s 1 May I have your full name?", "c 1 no", "a 1 may i have your name please"];
    assert_eq!(hint(&typed, &lines), yes(4, ""));
    assert_eq!(hint(&typed, &["c 0 x", "s 1 May I have your full name?", "a 1 Done, it is sent."]), None);
}

proptest::proptest! {
    #[test]
    fn no_conversation_breaks_it_and_every_quotation_is_in_its_message(
        texts in proptest::collection::vec("[ac] [0-9]{1,4} (.|hello|Bonjour Marc,|my name is Ada|> q\\||what is your name now\\?|é\u{301}){0,12}", 1..8),
    ) {
        let lines: Vec<&str> = texts.iter().map(String::as_str).collect();
        let conversation = conversation(&lines);
        let plain = || vocabulary(&["hello", "name"], &["bonjour"]);
        let rules: Vec<Rule> = [
            Watch::Words { words: plain(), at: At::Replies, within: None, number: false },
            Watch::Name,
            Watch::OtherName(plain()),
            Watch::Wait(1),
            Watch::AskedAgain(vocabulary(&[], &[])),
            Watch::ToldAgain,
            Watch::TypedAgain,
        ].into_iter().map(rule).collect();
        for hint in Reader::new(&rules).read(&conversation) {
            if let Some(at) = hint.words {
                let text = &conversation.messages[hint.message.unwrap()].text;
                proptest::prop_assert!(text.get(at).is_some());
            }
        }
    }
}
