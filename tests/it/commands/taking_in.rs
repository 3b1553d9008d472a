//! `me` and `import`.

use std::fs;

use crate::home::{EXPORT, Home, everything_in, fields, sorted};

const CSV: &str = "conversation_id,message_id,at,role,author,text\n\
    c1,m1,2026-03-02T10:00:00Z,customer,ann,Hello\n\
    c1,m2,2026-03-02T10:01:00Z,agent,lea@shop.example,\"Good morning,\n\"\"Ann\"\"\"\n";

#[test]
fn who_i_am_is_said_once_and_kept() {
    let home = Home::empty();
    home.run(["me"]).code(0).prints("I do not know you yet");
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example", "--alias", "7"]).code(0);
    let me = home.run(["me"]).code(0);
    assert_eq!(me.out, "name     Léa\nknown as lea@shop.example\nknown as 7\n");
    let me = home.run(["me", "--forget", "7", "--json"]).json();
    assert_eq!(me, serde_json::json!({"schema_version": 1, "name": "Léa", "aliases": ["lea@shop.example"]}));
}

#[test]
fn only_my_own_conversations_are_taken_in() {
    let home = Home::empty();
    let file = home.file("export.jsonl", EXPORT);
    home.run(["import", &file]).code(1).says("I do not know yet whose conversations are mine");
    home.run(["me", "--name", "Léa", "--alias", "lea@shop.example"]).code(0);
    let first = home.run(["import", &file]).code(0);
    assert_eq!(
        first.out,
        "5 conversations added, 0 updated, 0 unchanged, 1 of others left out; 11 messages added\n"
    );
    let again = home.run(["import", &file, "--json"]).code(0);
    assert!(
        ["schema_version", "format", "conversations", "messages", "problems"].iter().all(|field| fields(
            &again.out,
            &[]
        )
        .contains(&(*field).to_owned()))
    );
    assert_eq!(fields(&again.out, &["conversations"]), sorted(&["added", "updated", "unchanged", "skipped"]));
    assert_eq!(fields(&again.out, &["messages"]), sorted(&["added", "updated", "unchanged"]));
    let again = again.json();
    assert_eq!(again["format"], "conversation-jsonl");
    assert_eq!(
        again["conversations"],
        serde_json::json!({"added": 0, "updated": 0, "unchanged": 5, "skipped": 1})
    );
    assert_eq!(again["messages"], serde_json::json!({"added": 0, "updated": 0, "unchanged": 11}));
    let all = home.run(["import", &file, "--everyone", "--json"]).json();
    assert_eq!(all["conversations"]["added"], 1);
}

#[test]
fn anothers_conversations_on_request_and_a_hint_where_none_is_mine() {
    let home = Home::empty();
    let file = home.file("export.jsonl", EXPORT);
    home.run(["me", "--name", "Zoé", "--alias", "zoe@shop.example"]).code(0);
    let none = home.run(["import", &file]).code(0);
    assert!(none.err.contains("lea@shop.example") && none.err.contains("marc@shop.example"), "{}", none.err);
    let marc = home.run(["import", &file, "--agent", "marc@shop.example", "--json"]).json();
    assert_eq!(marc["conversations"]["added"], 1);
    assert_eq!(marc["conversations"]["skipped"], 5);
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = Home::of_lea();
    let before = fs::read(home.store()).unwrap();
    let file = home.file("more.jsonl", EXPORT.replace("\"shop\"", "\"other\""));
    let dry = home.run(["import", &file, "--dry-run", "--json"]).json();
    assert_eq!((&dry["dry_run"], &dry["conversations"]["added"]), (&true.into(), &5.into()));
    assert_eq!(fs::read(home.store()).unwrap(), before);
}

#[test]
fn csv_by_a_shipped_map_and_by_one_of_my_own() {
    let home = Home::empty();
    let file = home.file("export.csv", CSV);
    home.run(["import", &file, "--everyone", "--dry-run"]).code(0).says("one-row-per-message");
    let by_name = home.run(["import", &file, "--everyone", "--map", "one-row-per-message", "--json"]).json();
    assert_eq!(by_name["format"], "csv");
    assert_eq!(by_name["messages"]["added"], 2);
    home.run(["show", "c1"]).code(0).prints("  | Good morning,\n  | \"Ann\"\n");

    let map = home.file(
        "mine.toml",
        "source = \"mine\"\nzone = \"Europe/Paris\"\ntime = \"%d/%m/%Y %H:%M\"\n[messages]\nconversation = \"ticket\"\n\
         at = \"when\"\ntext = \"words\"\nauthor = \"who\"\n\
         role = { column = \"kind\", values = { client = \"customer\", conseil = \"agent\" } }\n",
    );
    let file = home.file(
        "mine.csv",
        "\u{feff}ticket;when;kind;who;words\r\n9;02/03/2026 11:00;client;ann;Bonjour\r\n9;02/03/2026 11:05;conseil;lea;Bonjour Ann\r\n",
    );
    home.run(["import", &file, "--everyone", "--map", &map]).code(0).prints("1 conversation");
    let shown = home.run(["show", "mine/9", "--json"]).json();
    assert_eq!(shown["messages"][0]["at"], "2026-03-02T11:00:00+01:00");

    home.file("mine.toml", "source = \"mine\"\n[messages]\nconversation = \"ticket\"\nroll = \"kind\"\n");
    let bad = home.run(["import", &file, "--everyone", "--map", &map]).code(1);
    assert!(bad.err.contains("mine.toml:4") && bad.err.contains("roll"), "{}", bad.err);
    home.run(["import", &file, "--map", "no-such-map"]).code(1).says("one-row-per-message");
}

#[test]
fn standard_input_folders_and_a_format_settled_by_hand() {
    let home = Home::empty();
    home.fed(["import", "-", "--everyone"], EXPORT).code(0).prints("6 conversations added");
    home.file("exports/one.jsonl", EXPORT.replace("\"shop\"", "\"one\""));
    home.file("exports/deeper/two.jsonl", EXPORT.replace("\"shop\"", "\"two\""));
    home.file("exports/readme.txt", "not an export");
    let folder = home.path("exports");
    let folder = folder.to_str().unwrap();
    let taken = home.run(["import", folder, "--everyone", "--json"]).json();
    assert_eq!((&taken["files"], &taken["conversations"]["added"]), (&3.into(), &12.into()));
    let odd = home.file("export.txt", CSV);
    home.run(["import", &odd, "--from", "csv", "--map", "one-row-per-message", "--everyone"]).code(0);
}

#[test]
fn a_bad_line_is_named_and_the_rest_taken_in() {
    let home = Home::empty();
    let mut lines: Vec<&str> = EXPORT.lines().collect();
    lines.insert(1, r#"{"id":"x","messages":[{"at":"yesterday","role":"customer","text":"a"}]}"#);
    lines.insert(3, r#"{"id":"y","#);
    let file = home.file("export.jsonl", lines.join("\n"));
    let said = home.run(["import", &file, "--everyone"]).code(0).prints("6 conversations added");
    assert!(said.err.contains("export.jsonl:2") && said.err.contains("export.jsonl:4"), "{}", said.err);
    let json = home.run(["import", &file, "--everyone", "--json"]).json();
    assert_eq!(json["problems"].as_array().unwrap().len(), 2);
    let text = json.to_string();
    assert_eq!(fields(&text, &["problems", "0"]), sorted(&["file", "line", "field", "found", "accepted"]));
    assert_eq!(json["problems"][0]["line"], 2);
}

#[test]
fn a_refused_file_changes_nothing() {
    let home = Home::of_lea();
    let before = fs::read(home.store()).unwrap();
    let strange = home.file("strange.json", "{\"tickets\": []}");
    let said = home.run(["import", &strange]).code(1);
    assert!(said.err.contains("strange.json"), "{}", said.err);
    home.run(["import", home.path("missing.jsonl").to_str().unwrap()]).code(1).says("missing.jsonl");
    assert_eq!(fs::read(home.store()).unwrap(), before);
    // One refused file beside a sound one: the sound one is taken in, and the exit code tells of the other.
    let sound = home.file("sound.jsonl", EXPORT.replace("\"shop\"", "\"sound\""));
    let both = home.run(["import", &strange, &sound, "--json"]).code(1);
    assert!(both.out.contains("\"files_refused\": 1") && both.out.contains("\"added\": 5"), "{}", both.out);
}

#[test]
fn reviews_survive_a_newer_export() {
    let home = Home::of_lea();
    home.answer_all("2", &[("accurate", "no")]);
    home.run(["seal", "2"]).code(0);
    let before = home.run(["review", "2", "--json"]).code(0).out;
    let newer = EXPORT.replace("41.\"", "41, they run small.\"").replace("Which size", "Which size?");
    home.fed(["import", "-"], &newer).code(0).prints("1 updated, 4 unchanged");
    assert_eq!(home.run(["review", "2", "--json"]).code(0).out, before);
    home.run(["show", "2"]).code(0).prints("they run small");
}

#[test]
fn the_same_file_twice_leaves_the_store_as_it_was() {
    let home = Home::of_lea();
    let before = everything_in(&home.data());
    home.fed(["import", "-"], EXPORT).code(0).prints("0 conversations added");
    assert_eq!(everything_in(&home.data()), before);
}

#[test]
fn what_holds_nothing_that_is_read_is_refused_with_what_it_is() {
    let home = Home::of_lea();
    let before = fs::read(home.store()).unwrap();
    let url = |of: &str| format!("https://shop.zendesk.com/api/v2/{of}/25.json");
    let macros = format!(
        r#"{{"macros":[{{"id":25,"title":"Close","active":true,"actions":[],"url":"{}"}}],"count":1}}"#,
        url("macros")
    );
    let macros = home.file("export/macros.json", macros);
    home.run(["import", &macros])
        .code(1)
        .says("this looks like Zendesk")
        .says("1 × macros")
        .says("--explain");
    let french = home.run(["import", &macros, "--lang", "fr"]).code(1);
    assert!(french.err.contains("cela ressemble à Zendesk"), "{}", french.err);
    let broken = home.file("broken.jsonl", "{\"id\":\"x\",\"messages\":7}\n");
    home.run(["import", &broken]).code(1).says("broken.jsonl:1").says("none of its records can be used");
    assert_eq!(fs::read(home.store()).unwrap(), before);
    // Beside tickets it is what belongs there; and so are files with nothing in them, as exports write them.
    let ticket = format!(
        r#"{{"tickets":[{{"id":2,"url":"{}","subject":"Kettle","description":"It leaks","status":"open","requester_id":5,
        "submitter_id":5,"assignee_id":7,"created_at":"2026-03-02T09:00:00Z","via":{{"channel":"web"}}}}]}}"#,
        url("tickets")
    );
    home.file("export/tickets.json", ticket);
    home.file("export/canvases.json", "[]\n");
    let folder = home.path("export");
    home.run(["import", folder.to_str().unwrap(), "--everyone"]).code(0).prints("1 conversation added");
    // A day on which everything was deleted is no wrong file.
    let deleted = format!(r#"{{"tickets":[{{"id":3,"url":"{}","status":"deleted"}}]}}"#, url("tickets"));
    let deleted = home.file("deleted.json", deleted);
    home.run(["import", &deleted, "--everyone"]).code(0).says("nothing in it to take in: 1 × deleted");
}

#[test]
fn a_folder_in_which_nothing_is_an_export_is_refused() {
    let home = Home::empty();
    home.file("letters/a.txt", "Dear diary\n");
    home.file("letters/b.txt", "Dear all\n");
    let folder = home.path("letters");
    let folder = folder.to_str().unwrap();
    let said = home.run(["import", folder, "--everyone"]).code(1);
    assert!(
        said.err.contains("passed by: plain text") && said.err.contains("none of these files"),
        "{}",
        said.err
    );
    assert!(!home.store().exists() || home.run(["conversations", "--json"]).json() == serde_json::json!([]));
}

#[test]
fn questions_and_answers_find_each_other_in_any_order() {
    const QUESTIONS: &str = "id,created,updated,title,content,tags,product,topic,locale,answers,creator\n\
        q1,2026-03-02 09:00:00 +0000,,Lost,<p>Where is it?</p>,,tb,x,en-US,,tom\n";
    const ANSWERS: &str = "id,question_id,created,updated,content,creator,is_spam,num_helpful,num_unhelpful\n\
        a1,q1,2026-03-02 10:00:00 +0000,,<p>Here</p>,lea,False,0,0\n\
        a2,q1,2026-03-02 11:00:00 +0000,,<p>Thanks</p>,tom,False,0,0\n";
    let exported = |home: &Home| home.run(["export", "conversations"]).code(0).out;
    let together = Home::empty();
    let [questions, answers] = [together.file("q.csv", QUESTIONS), together.file("a.csv", ANSWERS)];
    together.run(["import", &questions, &answers, "--everyone"]).code(0).prints("3 messages added");

    let answers_first = Home::empty();
    let said = answers_first.run(["import", &answers, "--everyone"]).code(0);
    assert!(said.err.contains("q1") && said.out.contains("0 conversations added"), "{}", said.err);
    answers_first.run(["import", &questions, "--everyone"]).code(0).prints("3 messages added");

    let questions_first = Home::empty();
    questions_first.run(["import", &questions, "--everyone"]).code(0).prints("1 message added");
    questions_first
        .run(["import", &answers, "--everyone"])
        .code(0)
        .prints("1 updated")
        .prints("2 messages added");

    for apart in [answers_first, questions_first] {
        assert_eq!(exported(&apart), exported(&together));
        // Once to learn the order of all of them in their files, which a part does not tell.
        apart.run(["import", &questions, &answers, "--everyone"]).code(0).prints("0 messages added");
        assert_eq!(exported(&apart), exported(&together));
        for files in [vec![&questions, &answers], vec![&answers]] {
            let order = ["import", "--everyone"].into_iter().chain(files.into_iter().map(String::as_str));
            apart.run(order).code(0).prints("0 conversations added, 0 updated, 1 unchanged");
        }
    }
}

#[test]
fn the_end_of_a_conversation_may_stand_in_a_file_that_is_still_to_come() {
    const HEADER: &str = "id,created,updated,updated_by,title,content,tags,product,topic,locale,is_solved,solution,solved_by,\
        is_spam,last_answer,involved,is_archived,is_locked,is_taken,metadata,num_answers,num_votes,num_votes_past_week,\
        taken_until,taken_by,answers,creator\n";
    let questions = format!(
        "{HEADER}q1,2026-03-02 09:00:00 +0000,,,Lost,<p>Where?</p>,,tb,x,en-US,True,a1,lea,False,,,False,False,False,,2,0,0,,,,tom\n"
    );
    const ANSWERS: &str = "id,question_id,created,updated,content,creator,is_spam,num_helpful,num_unhelpful\n\
        a1,q1,2026-03-02 10:00:00 +0000,,<p>Here</p>,lea,False,0,0\n\
        a2,q1,2026-03-02 11:00:00 +0000,,<p>Thanks</p>,tom,False,0,0\n";
    let home = Home::empty();
    let [questions, answers] = [home.file("q.csv", questions), home.file("a.csv", ANSWERS)];
    let closed = || home.run(["conversations", "--json"]).json()[0]["closed_at"].clone();
    home.run(["import", &questions, "--everyone"]).code(0);
    assert_eq!(closed(), serde_json::Value::Null);
    home.run(["import", &answers, "--everyone"]).code(0);
    assert_eq!(closed(), serde_json::Value::Null, "which answer it was is not told here");
    home.run(["import", &questions, &answers, "--everyone"]).code(0).prints("1 updated");
    assert_eq!(closed(), "2026-03-02T10:00:00Z");
}
