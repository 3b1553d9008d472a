//! What the fuzzers in `fuzz/` start from: small sound samples of our own. `fuzz/run.sh` asks for them with
//! `APLOMB_SEEDS`; without it nothing is written.

use std::fs;
use std::path::Path;

use aplomb::formats::checklist::{SHIPPED, template};
use aplomb::formats::import::Map;
use aplomb::words::Lang;

use crate::bundle_samples::SAMPLES;

/// A checklist with everything that one can have.
const LIST: &str = r#"id = "list"
version = 2
subject = "conversation"
title = { en = "List", fr = "Liste" }
na_policy = "full"
index = true
[[pillars]]
id = "p"
name = { en = "P", fr = "P" }
weight = 2
[[items]]
id = "a"
pillar = "p"
row = "S1.1"
text = { en = "A", fr = "A" }
critical = "zero-pillar"
causes = [{ id = "late", en = "Late", fr = "Tard" }]
comment_on = ["no"]
[[items]]
id = "b"
pillar = "p"
text = { en = "B", fr = "B" }
answer = "1-5"
na = { en = "n", fr = "n" }
when = "a = no"
[[metrics]]
id = "m"
pillar = "p"
name = { en = "M", fr = "M" }
better = "lower"
"#;

const LINES: &str = concat!(
    r#"{"id":"1","source":"s","channel":"chat","subject":"é","status":"solved","opened_at":"2026-03-02T10:02:11Z","#,
    r#""agent":"a","customer":"c","tags":["t"],"csat":{"score":4,"min":1,"max":5,"comment":"ok"},"transfers":1,"#,
    r#""reopens":0,"messages":[{"id":"x","at":"2026-03-02T10:02:11+01:00","role":"customer","text":"hi\u001b"},"#,
    r#"{"at":"2026-03-02T10:03:11.5Z","role":"agent","html":"<p>a<br>&eacute;</p>","private":true,"macro":"m"}]}"#,
    "\n{\"id\":\"2\",\"opened_at\":\"2026-03-02T10:02:11Z\",\"messages\":[]}\nno json\n",
);

/// A record or two of each help desk.
const DESKS: [(&str, &str); 6] = [
    (
        "chatwoot",
        concat!(
            r#"{"data":{"payload":[{"id":1,"account_id":1,"inbox_id":2,"status":"open","labels":["a"],"created_at":1772442000,"#,
            r#""meta":{"sender":{"id":7,"name":"T"},"assignee":{"id":7,"name":"L"},"channel":"Channel::Api"},"messages":["#,
            r#"{"id":1,"content":"x","message_type":3,"content_type":"input_csat","created_at":1772442001,"private":false,"#,
            r#""content_attributes":{"submitted_values":{"csat_survey_response":{"rating":4}}}}],"event":"x","#,
            r#""changed_attributes":[{"assignee_id":{"previous_value":1,"current_value":2}}],"updated_at":1772442009}]}}"#
        ),
    ),
    (
        "freshdesk",
        concat!(
            r#"{"ticket":{"id":1,"subject":"s","description":"<p>x</p>","status":4,"source":7,"requester_id":5,"responder_id":6,"#,
            r#""created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z","stats":{"reopened_at":"2026-03-02T09:30:00Z"}},"#,
            r#""conversations":[{"id":2,"body":"<p>x</p>","incoming":true,"private":false,"user_id":5,"category":1,"#,
            r#""created_at":"2026-03-02T09:00:01Z"}],"agents":[{"id":6,"contact":{"name":"L","email":"l@s.example"}}]}"#
        ),
    ),
    (
        "front",
        concat!(
            r#"{"_pagination":{"next":null},"_links":{},"_results":[{"id":"cnv_1","_links":{},"status":"archived","#,
            r#""recipient":{"handle":"t@h.example","role":"from"},"created_at":1772442000.5,"tags":[{"name":"a"}],"last_message":"#,
            r#"{"id":"msg_1","is_inbound":true,"body":"<p>x</p>","created_at":1772442000.5,"recipients":[]}},{"id":"evt_1","#,
            r#""type":"assign","emitted_at":1772442001,"conversation":{"id":"cnv_1"},"target":{"data":{"id":"tea_1"}}}]}"#
        ),
    ),
    (
        "gorgias",
        concat!(
            r#"{"data":[{"id":1,"status":"closed","channel":"email","customer":{"id":8,"email":"t@h.example"},"messages_count":1,"#,
            r#""created_datetime":"2026-03-02T09:00:00+00:00","closed_datetime":"2026-03-02T10:00:00+00:00","messages":[{"id":1,"#,
            r#""ticket_id":1,"public":true,"from_agent":false,"sender":{"id":8},"body_html":"<p>x</p>","stripped_text":"x","#,
            r#""created_datetime":"2026-03-02T09:00:00+00:00"}],"satisfaction_survey":{"score":4}}]}"#
        ),
    ),
    (
        "helpscout",
        concat!(
            r#"{"item":{"id":1,"number":1,"type":"email","status":"active","mailbox":{"id":2},"threadCount":1,"owner":{"id":3},"#,
            r#""customer":{"id":4,"email":"t@h.example"},"createdAt":"2026-03-02T08:00:00Z","modifiedAt":"2026-03-02T09:00:00Z","#,
            r#""threads":[{"id":6,"type":"lineitem","status":"closed","assignedTo":{"id":3},"createdAt":"2026-03-02T09:00:00Z"},"#,
            r#"{"id":5,"type":"customer","state":"published","body":"x","createdBy":{"id":4,"type":"customer"},"rating":"great","#,
            r#""createdAt":"2026-03-02T08:00:00Z"}]}}"#
        ),
    ),
    (
        "zammad",
        concat!(
            r#"{"ticket":{"id":1,"number":"31001","title":"s","state":"closed","owner":{"id":6,"login":"l"},"customer_id":9,"#,
            r#""created_at":"2026-03-02T09:00:00Z","close_in_min":5},"article":{"id":1,"ticket_id":1,"sender":"Customer","#,
            r#""type":"email","internal":false,"content_type":"text/html","created_by_id":9,"created_at":"2026-03-02T09:00:00Z","#,
            r#""body":"x<span class=\"js-signatureMarker\"></span>y"},"history":[{"id":1,"o_id":1,"attribute":"owner","#,
            r#""id_from":1,"id_to":6,"created_at":"2026-03-02T09:00:00Z"}]}"#
        ),
    ),
];
const TICKETS: &str = r#"{"tickets":[{"id":2,"url":"https://x.zendesk.com/api/v2/tickets/2.json","via":{"channel":"email"},
 "created_at":"2026-03-02T10:02:11Z","subject":"é","description":"a","status":"solved","requester_id":1,"submitter_id":1,
 "assignee_id":3,"tags":["t"],"satisfaction_rating":{"score":"good"},"metric_set":{"reopens":1,"reply_time_in_minutes":
 {"calendar":1,"business":null}},"comments":[{"id":4,"author_id":1,"body":"a","html_body":"<p>a","public":false,
 "created_at":"2026-03-02T10:02:11Z","data":{"transcription_text":"t"}}]}],"users":[{"id":1,"name":"n","role":"agent"}]}"#;

const AUDITS: &str = r#"{"audits":[{"id":1,"ticket_id":2,"created_at":"2026-03-02T10:02:11Z","author_id":3,"via":{"channel":"web"},
 "events":[{"id":5,"type":"Comment","body":"a","public":true},{"id":6,"type":"AgentMacroReference","macro_title":"m"},
 {"id":7,"type":"Change","field_name":"status","value":"open","previous_value":"solved"},{"type":"ChatEndedEvent","value":
 {"chat_id":"c","history":[{"chat_index":0,"type":"ChatMessage","timestamp":1772445731000,"actor_type":"agent","message":"x"}]}}]}]}
"#;

const PARTS: &str = r#"{"type":"conversation","id":"1","created_at":1772445731,"state":"closed","source":{"id":"5","type":"email",
 "delivered_as":"customer_initiated","subject":"<p>s","body":"<p>a","author":{"type":"lead","id":"9","email":"a@b.example"}},
 "admin_assignee_id":3,"statistics":{"count_reopens":1,"time_to_admin_reply":5},"conversation_rating":{"rating":4},
 "contacts":{"contacts":[{"id":"9"}]},"tags":{"tags":[{"name":"t"}]},"conversation_parts":{"total_count":2,"conversation_parts":[
 {"id":1,"part_type":"note","body":"n","created_at":1772445732,"author":{"type":"admin","id":3,"name":"n"}},
 {"id":2,"part_type":"assignment","body":null,"created_at":1772445733,"assigned_to":{"type":"admin","id":4}}]}}"#;

#[test]
#[ignore = "writes the seeds of the fuzzers; fuzz/run.sh asks for it"]
fn fuzz_seeds_are_written() {
    let Some(folder) = std::env::var_os("APLOMB_SEEDS") else {
        return println!("skipped: APLOMB_SEEDS is not set");
    };
    let folder = Path::new(&folder);
    let put = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(folder.join(target)).expect("a folder");
        fs::write(folder.join(target).join(name), bytes).expect("a seed");
    };
    for (place, (word, body)) in SAMPLES.iter().enumerate() {
        // The first byte chooses the kind.
        put("bundle_body", word, &[&[place as u8], body.as_bytes()].concat());
    }
    put("checklist", "small", LIST.as_bytes());
    put("checklist", "template", template(Lang::En).as_bytes());
    put("checklist", "shipped", SHIPPED[2].1.as_bytes());
    put("conversations", "lines", LINES.as_bytes());
    for (desk, file) in DESKS {
        put(desk, "one", file.as_bytes());
    }
    put("zendesk", "tickets", TICKETS.as_bytes());
    put("zendesk", "audits", AUDITS.as_bytes());
    put("zendesk", "history", b"field_name,ticket_id,updated,value\nstatus,2,2026-03-02 10:02:11,open\n");
    put("zendesk", "chats", b"chat_id,created_at,actor_id,chat_index,message,original_message,type\nc,2026-03-02 10:02:11,agent:3,0,,\"{\"\"content\"\":{}}\",ChatMessage\n");
    put("intercom", "parts", PARTS.as_bytes());
    put("intercom", "lines", format!("{0}\n{0}\n", PARTS.replace('\n', "")).as_bytes());
    put("intercom", "rows", b"id,conversation_id,part_type,author_id,author_type,created_at,body,_fivetran_active\n1,2,note,3,admin,2026-03-02 10:02:11,a,true\n");
    for (name, toml) in Map::SHIPPED {
        put("csv_map", name, &[toml.as_bytes(), b"\0id,text\r\n1,\"a\"\"b\"\r\n"].concat());
    }
    let mailbox = "From a@b.example Mon Mar  2 10:02:11 2026\nFrom: Tom <t@b.example>\nTo: ana@shop.example\nDate: Mon, 2 Mar 2026 10:02:11 +0100\n\
        Message-ID: <a@b>\nReferences: <z@b> <y@b>\nSubject: Re: =?utf-8?B?w6k=?=\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\
        Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nd=E9j=E0\n\nOn 2 Mar 2026, Ana <a@b.example> wrote:\n> hi\n-- \nTom\n\
        --c\nContent-Type: text/html\n\n<p>d&eacute;j&agrave;</p>\n--c--\n\nFrom x Tue Mar 03 10:02:11 2026\nFrom: ana@shop.example\nAuto-Submitted: auto-replied\n\nx\n";
    put("mail", "mailbox", mailbox.as_bytes());
    let day = br#"[{"type":"message","user":"U1","text":"<@U2> <http://x|y> &amp;","ts":"1772445731.000200","thread_ts":"1772445731.000200"},
        {"type":"message","subtype":"bot_message","bot_id":"B","attachments":[{"text":"t"}],"ts":"1772445732.0"}]"#;
    put("slack", "day", day);
    put(
        "slack",
        "users",
        br#"[{"id":"U1","team_id":"T","name":"a","profile":{"email":"a@b.example"},"is_bot":false}]"#,
    );
    put("whatsapp", "android", "13/03/26, 10:02 - Tom: hi\nyou\n13/03/26, 10:03 - Ana joined\n".as_bytes());
    put(
        "whatsapp",
        "ios",
        "\u{200e}[13/03/2026, 10:02:11\u{202f}PM] Ana: \u{200e}image omitted\n".as_bytes(),
    );
    put(
        "telegram",
        "chat",
        br#"{"name":"T","type":"personal_chat","id":7,"messages":[{"id":1,"type":"message","date_unixtime":"1772445731","from":"T","from_id":"user7","text":["a",{"type":"bold","text":"b"}]}]}"#,
    );
    put(
        "meta",
        "chat",
        br#"{"participants":[{"name":"T"},{"name":"S"}],"title":"T","thread_path":"inbox/t_1","messages":[{"sender_name":"T","timestamp_ms":1772445731000,"content":"\u00c3\u00a9","photos":[{"uri":"a/b.jpg"}]}]}"#,
    );
    put("archive", "small", &zipped());
    put(
        "csv_map",
        "rows",
        include_str!("../../src/demo/conversations.jsonl").lines().next().unwrap_or("").as_bytes(),
    );
}

/// An archive of two files.
fn zipped() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a.json", "b/c.txt"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        std::io::Write::write_all(&mut writer, b"[{\"ts\":\"1.0\"}] and more and more and more")
            .expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}
