use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::conversation::{Conversation, Message, Moment, Role};
use crate::words::Lang;

fn people(names: &[&str]) -> People {
    let mut people = People::new();
    for name in names {
        people.hide(name);
    }
    people
}

fn redacted(text: &str) -> String {
    Redactor::new(&Rules::standard(), people(&["Nadia Benali"])).text(Place::Comment(1), text)
}

/// Texts and what becomes of them.
#[test]
fn what_is_replaced() {
    for (text, out) in [
        ("write to nadia.b@mail.example today", "write to [email 1] today"),
        ("<nadia.b@mail.example>, mailto:x@y.example.", "<[email 1]>, mailto:[email 2]."),
        ("A@mail.example and a@mail.example", "[email 1] and [email 1b]"),
        ("hélène@maison-bleue.example", "[email 1]"),
        ("jo (at) mail (dot) example", "[email 1]"),
        ("jo [arobase] mail [point] example, merci", "[email 1], merci"),
        ("jo at mail dot example", "[email 1]"),
        ("jo @ mail.example", "[email 1]"),
        ("jo\u{200b}e＠ma\u{ad}il．example", "[email 1]"),
        ("mon numéro : 06 12 34 56 78", "mon numéro : [phone 1]"),
        ("０６１２３４５６７８", "[phone 1]"),
        ("06.12.34.56.78 ou 0612345678", "[phone 1] ou [phone 1b]"),
        ("4111 1111 1111 1111 12/29 123", "[card 1] 12/29 123"),
        ("carte 4111-1111-1111-1111.", "carte [card 1]."),
        ("FR76 3000 6000 0112 3456 7890 189 merci", "[iban 1] merci"),
        ("my account gb82west12345698765432", "my account [iban 1]"),
        ("n° 1 85 05 78 006 084 91", "n° [ssn 1]"),
        ("ssn 219-09-9999", "ssn [ssn 1]"),
        ("my social security number is 219099999.", "my social security number is [ssn 1]."),
        ("from 192.0.2.17 and 2001:db8::42:1", "from [ip 1] and [ip 2]"),
        (
            "https://jo:secret@shop.example/a/b?token=x1&y=2#top.",
            "https://[link 1]@shop.example/a/b?[link 2].",
        ),
        ("(see www.shop.example/r#jo)", "(see www.shop.example/r#[link 1])"),
        ("https://shop.example/u/jo%40mail.example/edit", "https://shop.example/u/[email 1]/edit"),
        ("NADIA and Nadia’s, d’nadia", "[name 1] and [name 1b]’s, d’[name 1c]"),
        ("Hi Ousmane,\nOUSMANE and ousmane", "Hi [name 1],\n[name 1b] and ousmane"),
        ("ça marche.\nCordialement,\nOdile Rivoire", "ça marche.\nCordialement,\n[name 1] [name 2]"),
        ("[email 1] wrote jo@mail.example", "[email 1] wrote [email 2]"),
        ("[phone 0612345678]", "[phone [phone 1]]"),
    ] {
        assert_eq!(redacted(text), out, "{text}");
    }
}

#[test]
fn what_stays() {
    for text in [
        "meet @ 10.30 today",
        "look at the file dot",
        "version 10.0.0.1 of 2024-01-31 14:05:06",
        "v1.2.3.4 and 115.13.0",
        "12 345,00 € on 31/01/2024 at 10:30",
        "order 3348917502, item 12345678901",
        "4111 1111 1111 1112",
        "https://shop.example/help/returns.",
        "std::fmt a::b 10:30:45",
        "Nadiane and benalix",
        "à 12 h 30, le 1er janvier 2024, 75011 Paris",
        "Is it 50% off? Size 38-40, 3x 19.99",
        "is 20 people who have been waiting here since then",
        "[email 7] [name 2b] [phone]",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn orders_and_words_come_from_the_settings() {
    let rules =
        Rules::new(&[r"#\d{4,}".into(), r"cmd-\d+".into()], &["Acme".into(), "Café  Bleu".into()]).unwrap();
    let mut redactor = Redactor::new(&rules, People::new());
    assert_eq!(
        redactor.text(Place::Subject, "#35921 and CMD-77 at ACME, Acmes, cafe bleu"),
        "[order 1] and [order 2] at [word 1], Acmes, [word 2]"
    );
}

#[test]
fn one_numbering_over_all_texts() {
    let rules = Rules::standard();
    let mut redactor = Redactor::new(&rules, People::new());
    redactor.foresee("the customer typed [email 1]");
    assert_eq!(redactor.text(Place::Subject, "a@b.example"), "[email 2]");
    assert_eq!(redactor.text(Place::Message(1), "c@d.example, a@b.example"), "[email 3], [email 2]");
    assert_eq!(redactor.text(Place::Comment(1), "[email 3] was not answered"), "[email 3] was not answered");
    assert_eq!(
        restore("[email 3], [email 1], [email 4]", redactor.map()),
        "c@d.example, [email 1], [email 4]"
    );
    let groups = preview(redactor.replacements());
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].sort, groups[0].places, groups[0].lines.len()), (Sort::Email, 3, 2));
    assert_eq!(groups[0].lines[0], Line { found: "a@b.example".into(), mark: "[email 2]".into(), places: 2 });
}

fn moment(minute: i64) -> Moment {
    Moment { micros: minute * 60_000_000, offset: 0 }
}

fn message(id: &str, role: Role, author: &str, text: &str) -> Message {
    Message {
        id: id.into(),
        at: moment(0),
        role,
        author: author.into(),
        text: text.into(),
        html: Some(format!("<p>{text}</p>")),
        private: false,
        macro_name: None,
    }
}

fn example() -> Conversation {
    let mut note = message("n", Role::Agent, "Marc Durand", "Nadia calls daily");
    note.private = true;
    let mut reply =
        message("b", Role::Agent, "Marc Durand", "Hello Nadia, Ines will call 06 12 34 56 78. Marc");
    reply.macro_name = Some("Reply to Nadia".into());
    Conversation {
        source: "desk".into(),
        external_id: "4711".into(),
        channel: "email".into(),
        subject: "Refund for NADIA".into(),
        status: None,
        opened_at: moment(0),
        closed_at: None,
        agent: "Marc Durand".into(),
        customer: "nadia.benali@mail.example".into(),
        tags: vec!["vip".into()],
        csat: None,
        transfers: Some(1),
        reopens: None,
        messages: vec![
            message("a", Role::Customer, "Nadia Benali", "my mail is nadia.benali@mail.example"),
            note,
            reply,
            message("c", Role::Agent, "Ines Roca", "May I have the name on the card?"),
            message("d", Role::Customer, "Nadia Benali", "Tobias Kern"),
            message("e", Role::Customer, "kern", "Tobias here"),
            message("f", Role::Bot, "Robo", "closed"),
        ],
    }
}

#[test]
fn a_conversation_as_it_may_leave() {
    let rules = Rules::standard();
    let redacted = conversation(&example(), &rules, false);
    let c = &redacted.conversation;
    assert_eq!((c.source.as_str(), c.external_id.as_str(), c.channel.as_str()), ("exchange", "", "email"));
    assert_eq!((c.agent.as_str(), c.customer.as_str()), ("Marc Durand", "[customer]"));
    assert_eq!(c.subject, "Refund for [name 1]");
    assert!(c.tags.is_empty() && c.csat.is_none());
    assert!(c.messages.iter().all(|message| message.html.is_none() && !message.private));
    let lines: Vec<_> = c.messages.iter().map(|m| format!("{} {}: {}", m.id, m.author, m.text)).collect();
    assert_eq!(
        lines,
        [
            "m1 [customer]: my mail is [email 1]",
            "m2 Marc Durand: Hello [name 1b], [name 2] will call [phone 1]. Marc",
            "m3 [colleague 1]: May I have the name on the card?",
            "m4 [customer]: [name 3] [name 4]",
            "m5 [customer 2]: [name 3] here",
            "m6 [bot]: closed",
        ]
    );
    assert_eq!(c.messages[1].macro_name.as_deref(), Some("Reply to [name 1b]"));
    assert_eq!(redacted.notes_left_out, 1);
    assert_eq!(redacted.ids.get("b").map(String::as_str), Some("m2"));
    assert!(!redacted.ids.contains_key("n"));
    for replacement in redacted.replacements() {
        assert_eq!(redacted.map()[&replacement.mark], replacement.found);
    }
}

#[test]
fn an_agent_who_is_hidden_is_nowhere() {
    for rules in [Rules::standard(), Rules::off()] {
        let redacted = conversation(&example(), &rules, true);
        let all = format!("{:?}", redacted.conversation);
        assert!(!all.contains("Marc") && !all.contains("Durand"), "{all}");
    }
    let off = Rules::off();
    let open = conversation(&example(), &off, false);
    assert_eq!(open.conversation.messages[0].text, "my mail is nadia.benali@mail.example");
    assert!(open.replacements().is_empty());
}

#[test]
fn every_sort_and_place_has_its_words() {
    for sort in Sort::ALL {
        assert_eq!(Sort::from_word(sort.word()), Some(sort));
        assert_ne!(sort.says().get(Lang::En), sort.says().get(Lang::Fr));
    }
    assert_eq!(Place::Comment(2).says().get(Lang::Fr), "commentaire 2");
}

/// What nobody else may read, with something around it.
fn planted() -> impl Strategy<Value = (String, &'static str)> {
    let secrets = prop::sample::select(vec![
        "zoe.lind@post.example",
        "06 12 34 56 78",
        "+44 20 7946 0958",
        "4111 1111 1111 1111",
        "FR76 3000 6000 0112 3456 7890 189",
        "219-09-9999",
        "203.0.113.9",
        "Benali",
    ]);
    let around = "[a-zé ,.!?\n\u{200b}(]{0,12}";
    (around, secrets, around)
        .prop_map(|(before, secret, after)| (format!("{before} {secret} {after}"), secret))
}

/// Texts in which a lot could be found.
fn tempting() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "jo@mail.example",
            "[email 1]",
            "[name 1b]",
            "06 12",
            "34 56 78",
            "4111",
            "1111 ",
            "Hi ",
            "Nadia",
            "Benali,",
            "https://",
            "x.example/",
            "?a=b",
            "#",
            "@",
            "FR76",
            "3000 6000",
            "call ",
            "+33",
            " at ",
            "mail",
            " dot ",
            "name: ",
            "regards\n",
            "192.0.2.1",
            "::1",
            "\u{200b}",
            "ﬁ",
            "e\u{301}",
            "１２",
            "½",
            "[",
            "]",
            "\0",
            "Ｎａｄｉａ",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[0-9 .-]{1,8}",
        " |\n",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn rules_for_anything() -> Rules {
    Rules::new(&[r"\d{3}\W".into(), "[^a]".repeat(9)], &["mail".into(), "é".into()]).unwrap()
}

proptest! {
    #[test]
    fn nothing_planted_is_left((text, secret) in planted()) {
        let out = redacted(&text);
        prop_assert!(!out.contains(secret), "{text:?} -> {out:?}");
    }

    #[test]
    fn redacting_again_changes_nothing_and_restoring_gives_it_back(text in tempting()) {
        for rules in [Rules::standard(), rules_for_anything()] {
            let mut redactor = Redactor::new(&rules, people(&["Nadia Benali"]));
            let once = redactor.text(Place::Message(1), &text);
            prop_assert_eq!(&restore(&once, redactor.map()), &text);
            for replacement in redactor.replacements() {
                prop_assert_eq!(text.get(replacement.at.clone()), Some(replacement.found.as_str()));
            }
            let mut again = Redactor::new(&rules, people(&["Nadia Benali"]));
            prop_assert_eq!(again.text(Place::Message(1), &once), once.clone());
            prop_assert_eq!(redactor.text(Place::Message(1), &once), once);
        }
    }

    #[test]
    fn any_text_is_given_back(text in any::<String>()) {
        let rules = Rules::standard();
        let mut redactor = Redactor::new(&rules, people(&["Nadia Benali"]));
        let out = redactor.text(Place::Message(1), &text);
        prop_assert_eq!(restore(&out, redactor.map()), text);
    }

    #[test]
    fn an_unknown_map_restores_nothing(text in any::<String>()) {
        prop_assert_eq!(restore(&text, &BTreeMap::new()), text);
    }
}
