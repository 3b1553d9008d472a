use proptest::prelude::*;
use serde_json::{Value, json};

use crate::domain::conversation::Status;
use crate::formats::import::desk::HelpDesk;
use crate::formats::import::desk::trial::{Trial, json_of, read_in_every_way};

fn of(files: &[(&str, &str)]) -> Trial {
    Trial::of(HelpDesk::Zendesk, files)
}

fn ticket(id: u64) -> Value {
    json!({
        "url": format!("https://shop.zendesk.com/api/v2/tickets/{id}.json"), "id": id,
        "via": {"channel": "email", "source": {"from": {"address": "tom@mail.example", "name": "Tom"}}},
        "created_at": "2026-03-02T10:02:11Z", "updated_at": "2026-03-03T08:00:00Z", "subject": "Shoe",
        "description": "One **shoe** is missing.", "status": "solved", "requester_id": 11, "submitter_id": 11,
        "assignee_id": 21, "tags": ["parcel"], "satisfaction_rating": {"score": "good", "comment": "Merci !"}
    })
}

fn comments() -> Value {
    json!([
        {"id": 501, "type": "Comment", "author_id": 11, "body": "One **shoe** is missing.",
            "html_body": "<div class=\"zd-comment\">One <b>shoe</b> is missing.</div>", "plain_body": "",
            "public": true, "created_at": "2026-03-02T10:02:11Z"},
        {"id": 502, "type": "Comment", "author_id": 21, "body": "On its way.", "html_body": "", "public": true,
            "created_at": "2026-03-02T10:05:00Z"},
        {"id": 503, "type": "Comment", "author_id": 22, "body": "Box torn.", "public": false,
            "created_at": "2026-03-02T10:06:00Z"},
        {"id": 504, "type": "Comment", "author_id": -1, "body": "Merged.", "public": true,
            "created_at": "2026-03-02T10:07:00Z"}
    ])
}

const USERS: &str = r#"{"users":[
 {"id":11,"name":"Tom","email":"tom@mail.example","role":"end-user","ticket_restriction":"requested"},
 {"id":21,"name":"Léa","email":"lea@shop.example","role":"agent","ticket_restriction":null},
 {"id":22.0,"name":"Marc","email":null,"role":"admin"}],"next_page":null,"previous_page":null,"count":3}"#;

const SAID: [&str; 4] = [
    "customer tom@mail.example: One shoe is missing.",
    "agent lea@shop.example: On its way.",
    "agent Marc (private): Box torn.",
    "system : Merged.",
];

#[test]
fn resources_of_one_account_find_each_other_in_any_order() {
    let tickets = json!({"tickets": [ticket(2)], "next_page": null, "count": 1}).to_string();
    let comments = json!({"comments": comments(), "meta": {"has_more": false}}).to_string();
    let files = [("t.json", tickets.as_str()), ("x/tickets/2/comments.json", &comments), ("u.json", USERS)];
    let backwards: Vec<(&str, &str)> = files.iter().rev().copied().collect();
    for files in [files.to_vec(), backwards] {
        let trial = of(&files);
        assert_eq!(trial.lines("2"), SAID);
        let c = trial.get("2");
        assert_eq!(
            (c.channel.as_str(), c.subject.as_str(), c.status),
            ("email", "Shoe", Some(Status::Solved))
        );
        assert_eq!((c.agent.as_str(), c.customer.as_str()), ("lea@shop.example", "tom@mail.example"));
        assert_eq!(c.tags, ["parcel"]);
        let csat = c.csat.as_ref().unwrap();
        assert_eq!(
            (csat.score, csat.min, csat.max, csat.comment.as_deref()),
            (1.0, 0.0, 1.0, Some("Merci !"))
        );
        assert_eq!((c.transfers, c.reopens), (None, None));
        assert!(trial.problems.is_empty() && trial.whole.is_empty());
    }
    let alone = of(&files[..1]);
    assert_eq!(alone.lines("2"), ["customer tom@mail.example: One **shoe** is missing."]);
}

#[test]
fn comments_of_no_ticket_say_what_to_do() {
    let listed = json!({"comments": comments(), "count": 4}).to_string();
    let trial = of(&[("comments.json", &listed)]);
    assert_eq!(trial.problems.len(), 4);
    assert!(trial.problems[0].contains("tickets/2/comments.json") && trial.problems[0].contains("501"));
    assert!(trial.conversations.is_empty());
    let beside = json!({"comments": comments(), "ticket": ticket(2), "users": []}).to_string();
    assert_eq!(of(&[("x.json", &beside), ("u.json", USERS)]).lines("2"), SAID);
    // A path may name a ticket that is not there: they wait for it.
    let waiting = of(&[("2.json", &listed)]);
    assert!(waiting.problems.iter().all(|problem| problem.contains("opening is in none of the files")));
}

#[test]
fn audits_tell_comments_macros_and_what_happened() {
    let audits = json!({"audits": [
        {"id": 900, "ticket_id": 2, "created_at": "2026-03-02T10:02:11Z", "author_id": 11, "via": {"channel": "web"},
            "events": [
                {"id": 501, "type": "Comment", "author_id": 11, "body": "One **shoe** is missing.", "public": true},
                {"id": 601, "type": "Create", "field_name": "status", "value": "new"},
                {"id": 602, "type": "Create", "field_name": "assignee_id", "value": null}]},
        {"id": 901, "ticket_id": 2, "created_at": "2026-03-02T10:05:00Z", "author_id": 21, "via": {"channel": "web"},
            "events": [
                {"id": 502, "type": "Comment", "body": "On its way.", "public": true},
                {"id": 603, "type": "AgentMacroReference", "macro_id": "7", "macro_title": "Parcel on its way"},
                {"id": 604, "type": "Change", "field_name": "assignee_id", "value": "21", "previous_value": null},
                {"id": 605, "type": "Change", "field_name": "status", "value": "solved", "previous_value": "new"},
                {"id": 606, "type": "Change", "field_name": "tags", "value": ["a"], "previous_value": []}]},
        {"id": 902, "ticket_id": 2, "created_at": "2026-03-02T12:00:00Z", "author_id": -1, "via": {"channel": "rule"},
            "events": [
                {"id": 607, "type": "Change", "field_name": "status", "value": "open", "previous_value": "solved"},
                {"id": 608, "type": "Change", "field_name": "assignee_id", "value": "22", "previous_value": "21"},
                {"id": 609, "type": "Notification", "body": "not a message", "recipients": [11]}]}
    ], "next_page": null, "previous_page": null, "count": 3}).to_string();
    let tickets = json!({"ticket": ticket(2)}).to_string();
    let listed = json!({"comments": comments()}).to_string();
    let files = [
        ("a.json", audits.as_str()),
        ("t.json", &tickets),
        ("tickets/2/comments.json", &listed),
        ("u", USERS),
    ];
    let trial = of(&files);
    assert_eq!(trial.lines("2"), SAID);
    let c = trial.get("2");
    assert_eq!((c.transfers, c.reopens), (Some(1), Some(1)));
    assert_eq!(c.messages[1].macro_name.as_deref(), Some("Parcel on its way"));
    // The last audit alone knows what was before it.
    let last = json!({"audits": [serde_json::from_str::<Value>(&audits).unwrap()["audits"][2]]}).to_string();
    let trial = of(&[("a.json", &last), ("t.json", &tickets)]);
    assert_eq!((trial.get("2").transfers, trial.get("2").reopens), (Some(1), Some(1)));
}

#[test]
fn the_export_of_ticket_events() {
    let events = json!({"ticket_events": [
        {"id": 900, "ticket_id": 2, "timestamp": 1_772_445_900, "updater_id": 21, "via": "Web form", "event_type": "Audit",
            "created_at": "2026-03-02T10:05:00Z", "child_events": [
                {"id": 502, "event_type": "Comment", "type": "Comment", "author_id": 21, "body": "On its way.",
                    "html_body": "<p>On its way.</p>", "public": true, "via": "Web form"},
                {"id": 604, "event_type": "Change", "assignee_id": 21, "previous_value": 22},
                {"id": 605, "event_type": "Change", "status": "solved", "previous_value": "open"}]}
    ], "next_page": "x", "count": 1, "end_time": 1_772_445_901, "end_of_stream": true}).to_string();
    let tickets = json!({"tickets": [ticket(2)], "after_cursor": "x", "end_of_stream": true}).to_string();
    let trial = of(&[("e.json", &events), ("t.json", &tickets), ("u.json", USERS)]);
    assert_eq!(trial.lines("2").len(), 2);
    assert_eq!(trial.lines("2")[1], SAID[1]);
    assert_eq!(trial.get("2").transfers, Some(1));
    assert_eq!(trial.get("2").closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T10:05:00Z"));
}

#[test]
fn exports_with_comments_inside_and_people_beside() {
    let mut inside = ticket(2);
    inside["comments"] = comments();
    inside["requester"] = json!({"id": 11, "name": "Tom", "email": "tom@mail.example", "role": "end-user"});
    inside["assignee"] = json!({"id": 21, "name": "Léa", "email": "lea@shop.example", "role": "agent"});
    let mut bare = ticket(3);
    bare["status"] = json!("deleted");
    let lines = format!("{inside}\n{bare}}}\n{bare}\n{}\n", ticket(4));
    let trial = of(&[("export.json", &lines)]);
    assert_eq!(trial.lines("2")[..2], SAID[..2]);
    assert_eq!(trial.lines("2")[2], "agent 22 (private): Box torn.");
    assert_eq!(trial.whole, ["2"]);
    assert_eq!(trial.problems.len(), 1);
    assert!(trial.problems[0].contains('2'));
    assert_eq!(trial.count("deleted"), 1);
    let listed = serde_json::to_string_pretty(&json!([inside])).unwrap();
    assert_eq!(of(&[("export.json", &listed)]).lines("2").len(), 4);
}

#[test]
fn wrappers_of_connectors() {
    let mut comment = comments()[1].clone();
    comment["ticket_id"] = json!(2.0);
    let rows = [
        ("tickets", ticket(2)),
        ("ticket_comments", comment),
        ("ticket_fields", json!({"id": 1, "title": "x"})),
    ];
    let wrapped = |wrap: &dyn Fn(&str, &Value) -> Value| {
        rows.iter().map(|(stream, row)| format!("{}\n", wrap(stream, row))).collect::<String>()
    };
    let plain = wrapped(&|stream, row| json!({"stream": stream, "data": row, "emitted_at": 1}));
    let deeper = wrapped(
        &|stream, row| json!({"type": "RECORD", "record": {"stream": stream, "data": row, "emitted_at": 1}}),
    );
    let taps = wrapped(&|stream, row| json!({"type": "RECORD", "stream": stream, "record": row}));
    for lines in
        [plain, deeper, format!("{}\n{taps}", json!({"type": "SCHEMA", "stream": "tickets", "schema": {}}))]
    {
        let trial = of(&[("lines.jsonl", &lines), ("u.json", USERS)]);
        assert_eq!(trial.lines("2").len(), 2);
        assert_eq!(trial.lines("2")[1], SAID[1]);
        assert_eq!(trial.count("ticket_fields"), 1);
    }
}

#[test]
fn figures_stay_the_vendors_and_absent_is_unknown() {
    let metrics = json!({"id": 9, "ticket_id": 2, "group_stations": 1, "assignee_stations": 3, "reopens": 2, "replies": 0,
        "solved_at": "2026-03-02T11:00:00Z", "reply_time_in_minutes": {"calendar": 3, "business": null},
        "reply_time_in_seconds": {"calendar": 175}, "full_resolution_time_in_minutes": {"calendar": null, "business": null}});
    let lists = json!({"ticket_metrics": [metrics], "next_page": null}).to_string();
    let mut side = ticket(2);
    side["metric_set"] = metrics.clone();
    for files in [
        vec![("t.json", json!({"tickets": [ticket(2)]}).to_string()), ("m.json", lists)],
        vec![("t.json", json!({"tickets": [side], "metric_sets": []}).to_string())],
    ] {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let trial = of(&files);
        let c = trial.get("2");
        assert_eq!((c.reopens, c.transfers), (Some(2), None));
        assert_eq!(c.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T11:00:00Z"));
        assert_eq!(trial.figure("2", "assignee_stations"), Some(3.0));
        assert_eq!(trial.figure("2", "replies"), Some(0.0));
        assert_eq!(trial.figure("2", "reply_time_in_minutes.calendar"), Some(3.0));
        assert_eq!(trial.figure("2", "reply_time_in_seconds.calendar"), Some(175.0));
        assert_eq!(trial.figure("2", "reply_time_in_minutes.business"), None);
        assert_eq!(trial.vendors["2"].figures.len(), 6);
    }
}

#[test]
fn ratings_that_were_only_offered_are_none() {
    let mut plain = ticket(2);
    plain["satisfaction_rating"] = json!({"score": "offered"});
    let tickets = json!({"tickets": [plain]}).to_string();
    let rating =
        |score: &str| json!({"id": 1, "ticket_id": 2, "requester_id": 11, "assignee_id": 21, "score": score});
    let with = |scores: &[&str]| {
        let ratings: Vec<Value> = scores.iter().map(|score| rating(score)).collect();
        let ratings = json!({"satisfaction_ratings": ratings, "count": 1}).to_string();
        of(&[("r.json", &ratings), ("t.json", &tickets)])
    };
    assert_eq!(with(&["offered", "unoffered"]).get("2").csat, None);
    assert_eq!(with(&["bad"]).get("2").csat.as_ref().map(|csat| csat.score), Some(0.0));
}

#[test]
fn one_ticket_searches_side_loads_and_an_older_state() {
    let one =
        json!({"ticket": ticket(2), "users": [{"id": 21, "name": "Léa", "role": "agent"}], "groups": []})
            .to_string();
    let trial = of(&[("one.json", &one)]);
    assert_eq!(trial.get("2").agent, "Léa");
    let results =
        json!({"results": [ticket(2), {"id": 11, "result_type": "user", "role": "end-user", "name": "Tom"},
        {"id": 1, "result_type": "organization", "name": "Shop"}], "facets": null, "count": 3})
        .to_string();
    let trial = of(&[("found.json", &results)]);
    assert_eq!((trial.conversations.len(), trial.count("organization")), (1, 1));
    let mut older = ticket(2);
    older["updated_at"] = json!("2026-03-02T10:30:00Z");
    older["status"] = json!("open");
    older["subject"] = json!("Older");
    let list = json!({"tickets": [ticket(2), older], "end_of_stream": true, "end_time": 5}).to_string();
    let trial = of(&[("list.json", &list)]);
    assert_eq!((trial.get("2").status, trial.get("2").subject.as_str()), (Some(Status::Solved), "Shoe"));
}

#[test]
fn spoken_words_and_webhooks() {
    let voice = json!({"comments": [{"id": 505, "type": "VoiceComment", "ticket_id": 2, "author_id": 21, "public": false,
        "audit_id": 1, "body": "Call from +33 1", "created_at": "2026-03-02T10:09:00Z",
        "data": {"from": "+331", "call_duration": 60, "transcription_text": "hello is it me"}}]}).to_string();
    let hook = json!({"type": "zen:event-type:ticket.comment_added", "id": "e1", "time": "2026-03-02T10:10:00.5Z",
        "detail": {"id": "2", "status": "OPEN", "requester_id": "11", "submitter_id": "11", "assignee_id": "21",
            "created_at": "2026-03-02T10:02:11Z", "updated_at": "2026-03-02T10:10:00Z", "subject": "Shoe",
            "via": {"channel": "web_service"}, "description": "One **shoe** is missing."},
        "event": {"comment": {"id": "506", "body": "Thanks", "is_public": true,
            "author": {"id": "11", "is_staff": false, "name": "Tom"}}}}).to_string();
    let trial = of(&[("v.json", &voice), ("hook.json", &hook)]);
    assert_eq!(
        trial.lines("2"),
        [
            "customer Tom: One **shoe** is missing.",
            "agent 21 (private): Call from +33 1\n\nhello is it me",
            "customer Tom: Thanks"
        ]
    );
    assert_eq!(trial.get("2").status, Some(Status::Open));
}

#[test]
fn chats_in_audits() {
    let line = |place: u64, who: &str, kind: &str, text: &str| {
        json!({"chat_index": place, "type": kind, "timestamp": 1_772_445_740_000_u64 + place * 1_000, "actor_id": "21",
            "actor_type": who, "actor_name": "Léa", "message": text})
    };
    let audits = json!({"audits": [{"id": 1, "ticket_id": 2, "created_at": "2026-03-02T10:02:11Z", "author_id": -1,
        "via": {"channel": "chat"}, "events": [{"id": 5, "type": "ChatEndedEvent", "value": {"chat_id": "c.1", "history": [
            line(0, "agent", "ChatJoin", ""), line(1, "agent", "ChatMessage", "Hello"), line(2, "system", "ChatMessage", "left")
        ]}}]}]}).to_string();
    let trial = of(&[("a.json", &audits), ("t.json", &json!({"tickets": [ticket(2)]}).to_string())]);
    assert_eq!(trial.lines("2")[1..], ["agent Léa: Hello", "system : left"]);
}

#[test]
fn tables_of_a_warehouse() {
    let trial = of(&[
        (
            "ticket.csv",
            "id,requester_id,submitter_id,assignee_id,via_channel,created_at,updated_at,description,status,subject\n\
            2,11,11,21,email,2026-03-02 10:02:11,2026-03-03 08:00:00,One shoe,closed,Shoe\n\
            3,11,11,,web,2026-03-02 10:02:11,2026-03-03 08:00:00,Gone,deleted,Shoe\n",
        ),
        (
            "comment.csv",
            "id,_fivetran_synced,body,created,public,ticket_id,user_id,voice_comment\n\
            501,x,One shoe,2026-03-02 10:02:12,TRUE,2,11,FALSE\n502,x,\"On its, way\",2026-03-02 10:05:00,TRUE,2,21,FALSE\n\
            503,x,Torn,2026-03-02 10:06:00,FALSE,2,22,FALSE\n504,x,Lost,2026-03-02 10:06:00,TRUE,99,22,FALSE\n",
        ),
        (
            "history.csv",
            "field_name,ticket_id,updated,_fivetran_synced,user_id,value\n\
            assignee_id,2,2026-03-02 10:03:00,x,,21\nassignee_id,2,2026-03-02 10:04:00,x,,22\npriority,2,2026-03-02 10:04:00,x,,low\n\
            status,2,2026-03-02 10:07:00,x,,solved\nstatus,2,2026-03-02 10:08:00,x,,open\nstatus,2,2026-03-02 10:09:00,x,,closed\n",
        ),
        ("tag.csv", "tag,ticket_id,_fivetran_synced\nvip,2,x\nvip,2,x\n"),
        (
            "user.csv",
            "id,email,name,role,ticket_restriction\n11,tom@mail.example,Tom,end-user,requested\n21,lea@shop.example,Léa,agent,\n22,,Marc,agent,\n",
        ),
        ("group.csv", "id,_fivetran_deleted,created_at,name,updated_at,url\n1,FALSE,x,Support,x,y\n"),
    ]);
    assert_eq!(
        trial.lines("2"),
        [
            "customer tom@mail.example: One shoe",
            "agent lea@shop.example: On its, way",
            "agent Marc (private): Torn"
        ]
    );
    let c = trial.get("2");
    assert_eq!((c.transfers, c.reopens, c.status), (Some(1), Some(1), Some(Status::Closed)));
    assert_eq!(c.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T10:09:00Z"));
    assert_eq!(c.tags, ["vip"]);
    assert_eq!((trial.conversations.len(), trial.problems.len()), (1, 1));
    assert_eq!(trial.beside.len(), 3);
}

#[test]
fn chats_of_a_warehouse_are_conversations_of_their_own() {
    let original =
        r#""{""content"":{""text"":{""text"":""How can I help?""}},""source"":{""type"":""zd:answerBot""}}""#;
    let events = format!(
        "chat_id,created_at,actor_id,chat_index,message,original_message,type,filename\n\
         c.1,2026-03-02 10:02:00,agent:77,0,,{original},ChatMessage,\n\
         c.1,2026-03-02 10:02:10,11,1,My shoe,,ChatMessage,\nc.1,2026-03-02 10:02:20,agent:21,2,Hello Tom,,ChatMessage,\n\
         c.1,2026-03-02 10:02:21,agent:21,3,,,ChatJoin,\nc.1,2026-03-02 10:02:30,__trigger,4,Still there?,,ChatMessage,\n\
         c.1,2026-03-02 10:02:40,11,5,,,ChatFileAttachment,shoe.jpg\nc.1,2026-03-02 10:02:50,agent:,6,,broken {{,ChatMessage,\n"
    );
    let chats = "chat_id,channel,ticket_id,user_id,visitor_id\nc.1,chat,2,11,v\n";
    let trial = of(&[("chat.csv", chats), ("event.csv", &events), ("u.json", USERS)]);
    assert_eq!(
        trial.lines("c.1"),
        [
            "bot : How can I help?",
            "customer tom@mail.example: My shoe",
            "agent lea@shop.example: Hello Tom",
            "bot : Still there?",
            "customer tom@mail.example: shoe.jpg"
        ]
    );
    assert_eq!(trial.count("chat events"), 2);
}

#[test]
fn conversations_pushed_into_quality_assurance() {
    let one = json!({"id": "q-1", "subject": "Shoe", "description": "One shoe", "created": "2026-03-02T10:02:11",
        "updated": "2026-03-02T11:00:00", "assigneeEmail": "lea@shop.example", "assigneeName": "Léa",
        "ticketFields": [], "comments": [
            {"id": "a", "authorEmail": "tom@mail.example", "authorIsNotClient": false, "authorName": "Tom",
                "comment": "One shoe", "created": "2026-03-02T10:02:11"},
            {"id": "b", "authorEmail": "lea@shop.example", "authorIsNotClient": true, "comment": "<p>On its way.</p>",
                "created": "2026-03-02T10:05:00"},
            {"id": "c", "authorEmail": "lea@shop.example", "comment": "Sent.", "created": "2026-03-02T10:06:00"},
            {"id": "d", "comment": "no time"}]});
    for text in [json!({"data": [one]}).to_string(), one.to_string(), json!([one]).to_string()] {
        let trial = of(&[("push.json", &text)]);
        assert_eq!(
            trial.lines("q-1"),
            [
                "customer tom@mail.example: One shoe",
                "agent lea@shop.example: On its way.",
                "agent lea@shop.example: Sent."
            ]
        );
        assert_eq!((trial.get("q-1").agent.as_str(), trial.problems.len()), ("lea@shop.example", 1));
    }
}

#[test]
fn heads_that_are_cut_anywhere_and_other_peoples_files() {
    use crate::formats::import::{Format, recognise};
    let list = json!({"count": 1, "next_page": null, "tickets": [ticket(2), ticket(3)]}).to_string();
    for end in (400..list.len()).filter(|end| list.is_char_boundary(*end)) {
        let known = recognise(&list.as_bytes()[..end], "t.json").ok();
        assert_eq!(known, Some(Format::Desk(HelpDesk::Zendesk)), "{}", &list[..end]);
    }
    for other in [
        r#"[{"id":1,"requester_id":5,"responder_id":7,"subject":"x","status":2,"source":1}]"#,
        r#"{"users":[{"id":"U1","name":"lea","profile":{"email":"x"}}]}"#,
        r#"{"id":"1","messages":[{"at":"2026-03-02T10:02:11Z","role":"customer","text":"hi"}]}"#,
        r#"{"comments":[{"id":1,"text":"x"}]}"#,
    ] {
        assert_ne!(recognise(other.as_bytes(), "x").ok(), Some(Format::Desk(HelpDesk::Zendesk)), "{other}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let keys = vec![
        "id",
        "ticket_id",
        "events",
        "child_events",
        "type",
        "event_type",
        "comments",
        "created_at",
        "author_id",
        "body",
        "public",
        "via",
        "channel",
        "score",
        "metric_set",
        "requester_id",
        "submitter_id",
        "status",
        "description",
        "value",
        "history",
        "field_name",
        "previous_value",
        "satisfaction_rating",
        "data",
        "stream",
        "record",
        "detail",
        "event",
        "comment",
        "assigneeEmail",
        "created",
        "reply_time_in_minutes",
        "reopens",
        "tags",
        "requester",
        "timestamp",
        "chat_id",
        "type",
    ];
    let words = vec![
        "",
        "0",
        "-1",
        "Comment",
        "Change",
        "status",
        "assignee_id",
        "good",
        "2026-03-02T10:02:11Z",
        "9999-99-99",
        "ChatEndedEvent",
        "ChatMessage",
        "zen:event-type:ticket.x",
        "\u{202e}\u{1b}[2J",
        "9007199254740993",
        "1e400",
    ];
    json_of(keys, words)
}

proptest! {
    #[test]
    fn no_value_breaks_it(value in any_json(), list in prop::sample::select(vec!["tickets", "comments", "audits", "ticket_metrics", "users", "data"])) {
        read_in_every_way(HelpDesk::Zendesk, "tickets/2/comments.json", list, &value);
    }
}

#[test]
fn answers_to_surveys_are_ratings() {
    let answer = |id: &str, ticket: u64, category: &str, rating: u32| {
        json!({"id": id, "survey_id": "01H", "survey_version": 1, "responder_id": 11, "expires_at": null,
            "subjects": [{"type": "user", "id": "11"}, {"type": "ticket", "id": ticket, "zrn": format!("zen:ticket:{ticket}")}],
            "answers": [{"type": "rating_scale", "rating": rating, "rating_category": category, "created_at": "2026-03-04T08:00:00Z"},
                {"type": "open_ended", "value": "too slow", "created_at": "2026-03-04T08:00:00Z"}]})
    };
    let tickets = json!({"tickets": [ticket(2), ticket(3)]}).to_string();
    let one = json!({"survey_response": answer("a", 2, "bad", 1)}).to_string();
    let more =
        json!({"survey_responses": [answer("b", 3, "neutral", 3)], "meta": {}, "links": {}}).to_string();
    let trial = of(&[("t.json", &tickets), ("a.json", &one), ("b.json", &more)]);
    let csat = trial.get("2").csat.clone().unwrap();
    assert_eq!((csat.score, csat.max, csat.comment.as_deref()), (0.0, 1.0, Some("too slow")));
    assert_eq!(trial.figure("2", "survey_response.rating"), Some(1.0));
    // Neither good nor bad: what the ticket says stays.
    assert_eq!(trial.get("3").csat.as_ref().map(|csat| csat.score), Some(1.0));
    assert!(trial.problems.is_empty(), "{:?}", trial.problems);
}
