//! Freshdesk: tickets, conversations, agents, contacts and ratings of its API 2, one by one, as bare lists or as a search;
//! tickets with their notes of API 1; a ticket together with its conversations; what its webhooks send. A ticket's
//! description is its first message; where a chat repeats it as a conversation, the conversation tells it.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Csat, Role, Status};
use crate::domain::vendor::{VendorFigure, VendorUnit};
use crate::formats::import::part::{About, Said, Speaker};

/// Freshdesk.
pub(super) struct Freshdesk;

static CARRIES: [Carries; 10] = [
    carries("conversation", "conversation", "ticket `id`; `display_id` in API 1"),
    carries(
        "messages",
        "messages",
        "ticket `description`; conversations: `body`, `created_at`, `incoming`, `category`",
    ),
    carries("private notes", "notes internes", "conversations: `private`"),
    carries("agent", "conseiller", "ticket `responder_id`"),
    carries("customer", "client", "ticket `requester_id`"),
    carries("status, end", "statut, fin", "ticket `status`; `stats.closed_at`, `stats.resolved_at`"),
    carries("tags", "étiquettes", "ticket `tags`"),
    carries("rating", "note du client", "satisfaction ratings: `ratings.default_question`, `feedback`"),
    carries("reopenings", "réouvertures", "`stats.reopened_at`: at least one"),
    carries("transfers, macro", "transferts, macro", "not in these files"),
];

/// Where a ticket may stand in a file.
const PLACES: [&str; 13] = [
    "",
    "results",
    "tickets",
    "ticket",
    "tickets.ticket",
    "helpdesk_ticket",
    "data",
    "data.ticket",
    "data.conversation",
    "conversations",
    "ticket.conversations",
    "user",
    "agent",
];
/// Fields that only this help desk has together.
const SURE: [&[&str]; 11] = [
    &["requester_id", "responder_id"],
    &["cc_emails", "fwd_emails"],
    &["body", "incoming", "private", "user_id"],
    &["body_text", "incoming", "private"],
    &["ticket_scope", "contact"],
    &["occasional", "contact"],
    &["occasional", "user"],
    &["survey_id", "ratings"],
    &["ticket_id", "time_spent", "timer_running"],
    &["unassigned_for", "escalate_to"],
    &["helpdesk_agent", "email"],
];
/// Fields of its contacts.
const CONTACT: [&[&str]; 2] = [&["unique_external_id", "email"], &["active", "email", "job_title", "mobile"]];

/// The source of notes that the help desk keeps for itself, such as who made a ticket in whose name.
const META: u32 = 4;
/// The source of mails that went on to somebody else: the customer never sees them.
const FORWARD: u32 = 8;

/// What a chat's description has before the customer's first line.
const CHAT_PREFIX: &str = "Ticket Description: ";

impl Desk for Freshdesk {
    fn word(&self) -> &'static str {
        "freshdesk"
    }

    fn name(&self) -> &'static str {
        "Freshdesk"
    }

    fn lists(&self) -> &'static [&'static str] {
        &["results", "tickets", "ticket", "conversations", "agents", "contacts", "satisfaction_ratings"]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let any = |groups: &[&[&str]]| groups.iter().any(|keys| PLACES.iter().any(|at| shape.all(at, keys)));
        if shape.has("freshdesk_webhook") || any(&SURE) {
            Claim::Surely
        } else if any(&CONTACT) {
            Claim::Likely
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        match record.list {
            "ticket" => return drop(take_ticket(record, to)),
            "conversations" => return conversation(record, record.beside("ticket"), to),
            "agents" => return agent(record, to),
            "contacts" => return contact(record, to),
            _ => {}
        }
        let inside = |key: &'static str| Record::of(key, record.get(key)?);
        if let Some(ticket) = inside("helpdesk_ticket").or_else(|| inside("ticket")) {
            if let Some(id) = take_ticket(ticket, to) {
                conversations(record, &id, to);
            }
            return people(record, to);
        }
        if let Some(event) = inside("freshdesk_webhook") {
            return automation(event, to);
        }
        if let Some(event) = inside("data").filter(|_| !record.has("id")) {
            return self.take(event, to);
        }
        if let Some(told) = inside("conversation") {
            conversation(told, None, to);
            return people(record, to);
        }
        // API 1 and account exports put each person under a name of their kind.
        if let (Some(one), 1) = (inside("agent"), record.fields.len()) {
            return agent(one, to);
        }
        if let (Some(one), 1) = (inside("user").or_else(|| inside("contact")), record.fields.len()) {
            return contact(one, to);
        }
        let has = |key| record.has(key);
        if has("time_spent") {
            to.beside("time entries");
        } else if has("ratings") || has("survey_id") {
            rating(record, to);
        } else if has("incoming") || has("ticket_id") && (has("body") || has("body_text")) {
            conversation(record, None, to);
        } else if has("responder_id") || has("requester_id") || has("subject") {
            take_ticket(record, to);
        } else if has("ticket_scope") || has("occasional") || has("contact") || has("user") {
            agent(record, to);
        } else if has("email") || has("mobile") || has("phone") {
            contact(record, to);
        } else if has("conversations") || has("agents") || has("contacts") {
            for told in record.records("conversations") {
                conversation(told, record.id("ticket_id").as_deref(), to);
            }
            people(record, to);
        } else if has("escalate_to") || has("unassigned_for") || has("agent_ids") {
            to.beside("groups");
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// People who stand beside a ticket.
fn people(record: Record<'_>, to: &mut Feeder<'_>) {
    record.records("agents").for_each(|one| agent(one, to));
    record.records("contacts").for_each(|one| contact(one, to));
    if let Some(one) = record.get("requester").and_then(|value| Record::of("requester", value)) {
        contact(one, to);
    }
}

fn agent(record: Record<'_>, to: &mut Feeder<'_>) {
    // API 1 keeps the agent's own number apart from that of the user, which tickets carry.
    let id = record.id("user_id").or_else(|| record.id("id"));
    let Some(id) = id else { return to.lacks("agents", "id") };
    let of =
        |field: &str| ["contact.", "user.", ""].iter().find_map(|at| record.text(&format!("{at}{field}")));
    to.person(entry(id, of("name"), of("email"), Some(Role::Agent)));
}

fn contact(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("contacts", "id") };
    let role = if record.flag("helpdesk_agent") == Some(true) { Role::Agent } else { Role::Customer };
    to.person(entry(id, record.text("name"), record.text("email"), Some(role)));
}

/// The ticket with what stands inside it; its number, unless it is left out.
fn take_ticket(record: Record<'_>, to: &mut Feeder<'_>) -> Option<String> {
    let Some(id) = record.id("display_id").or_else(|| record.id("id")) else {
        to.lacks("tickets", "id");
        return None;
    };
    for mark in ["deleted", "spam"] {
        if record.flag(mark) == Some(true) {
            to.beside(mark);
            return None;
        }
    }
    let status = status(record);
    let ended = matches!(status, Some(Status::Solved | Status::Closed));
    // Account exports call them by another name.
    let ends =
        ["stats.closed_at", "stats.resolved_at", "ticket_states.closed_at", "ticket_states.resolved_at"];
    let end = ends.iter().find_map(|path| record.moment(path));
    let about = About {
        channel: channel(record).to_owned(),
        subject: record.text("subject").unwrap_or_default(),
        status,
        agent: record.id("responder_id").unwrap_or_default(),
        customer: record.id("requester_id").or_else(|| record.id("requester.id")).unwrap_or_default(),
        opened_at: record.moment("created_at").map(Into::into),
        closed_at: end.filter(|_| ended).map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: record.words("tags", "name"),
        // It tells of the last one only: there was one at least.
        reopens: record.moment("stats.reopened_at").map(|_| 1),
        ..About::default()
    };
    for (number, name, role) in
        [("responder_id", "responder_name", Role::Agent), ("requester_id", "requester_name", Role::Customer)]
    {
        if let (Some(id), Some(name)) = (record.id(number), record.text(name)) {
            to.person(entry(id, Some(name), None, Some(role)));
        }
    }
    people(record, to);
    let message = description(record, &about);
    if message.is_none() && about.opened_at.is_none() && record.has("description") {
        to.lacks("tickets", "created_at");
    }
    to.opening(Found { conversation: id.clone(), about, message, ..Found::default() }, false);
    conversations(record, &id, to);
    Some(id)
}

/// What the ticket began with.
fn description(record: Record<'_>, about: &About) -> Option<Said> {
    let at = record.moment("created_at")?;
    let (html, text) = match record.text("description_html") {
        // API 1 has the text under the name that API 2 gives to the HTML.
        Some(html) => (Some(html), record.text("description")),
        None => (record.text("description"), record.text("description_text")),
    };
    let mut words = Words::of(html, text);
    if words.is_empty() {
        return None;
    }
    if about.channel == "chat" {
        let (Words::Text(text) | Words::Html(text)) = &mut words;
        *text = text.replacen(CHAT_PREFIX, "", 1);
    }
    let outbound = record.count("source") == Some(10);
    let (role, author) =
        if outbound { (Role::Agent, &about.agent) } else { (Role::Customer, &about.customer) };
    let id = Some("description".to_owned());
    let mut message = said(id, at, Speaker::Is(role), Some(author.clone()), words);
    message.provisional = matches!(about.channel.as_str(), "chat" | "whatsapp" | "social");
    Some(message)
}

fn status(record: Record<'_>) -> Option<Status> {
    let told = record.text("status").or_else(|| record.text("ticket_status"))?;
    match told.to_ascii_lowercase().as_str() {
        "2" | "open" => Some(Status::Open),
        // 6 and 7 wait for the customer and for somebody else, unless an account renamed them.
        "3" | "6" | "7" | "pending" | "waiting on customer" | "waiting on third party" => {
            Some(Status::Pending)
        }
        "4" | "resolved" => Some(Status::Solved),
        "5" | "closed" => Some(Status::Closed),
        _ => None,
    }
}

fn channel(record: Record<'_>) -> &'static str {
    match record.count("source") {
        Some(1 | 10) => "email",
        Some(2 | 9) => "web",
        Some(3) => "phone",
        Some(4) => "forum",
        Some(5 | 6) => "social",
        Some(7 | 8 | 12 | 15) => "chat",
        Some(13) => "whatsapp",
        _ => "",
    }
}

/// The conversations that stand beside or inside a ticket, under the names of API 2, API 1 and its account export.
fn conversations(record: Record<'_>, ticket: &str, to: &mut Feeder<'_>) {
    for list in ["conversations", "notes", "helpdesk_notes"] {
        for told in record.records(list) {
            let note = told.get("note").and_then(|note| Record::of(list, note));
            conversation(note.unwrap_or(told), Some(ticket), to);
        }
    }
}

fn conversation(record: Record<'_>, ticket: Option<&str>, to: &mut Feeder<'_>) {
    if record.flag("deleted") == Some(true) {
        return to.beside("deleted");
    }
    let Some(ticket) = ticket.map(str::to_owned).or_else(|| record.id("ticket_id")) else {
        return to.lacks("conversations", "ticket_id");
    };
    let Some(at) = record.moment("created_at") else { return to.lacks("conversations", "created_at") };
    let user = record.id("user_id");
    let incoming = record.flag("incoming") == Some(true);
    let source = record.count("source");
    if source == Some(META) {
        return to.beside("events");
    }
    let role = match record.count("category") {
        Some(1) => Role::Customer,
        Some(5) => Role::Bot,
        _ if incoming => Role::Customer,
        _ if user.is_none() || record.flag("auto_response") == Some(true) => Role::Bot,
        _ => Role::Agent,
    };
    let author = user.or_else(|| record.text("from_email").filter(|from| incoming && from.contains('@')));
    let (html, text) = match record.text("body_html") {
        Some(html) => (Some(html), record.text("body")),
        None => (record.text("body"), record.text("body_text").or_else(|| structured(record))),
    };
    let mut message = said(record.id("id"), at, Speaker::Is(role), author, Words::of(html, text));
    let forwarded = source == Some(FORWARD) && !incoming;
    message.private =
        record.flag("private") == Some(true) || record.count("category") == Some(2) || forwarded;
    to.piece(Found { conversation: ticket, message: Some(message), ..Found::default() });
}

/// The text of a chat's line, where it stands only in pieces.
fn structured(record: Record<'_>) -> Option<String> {
    let body = Record::of("structured_body", record.get("structured_body")?)?;
    let lines: Vec<String> =
        body.records("body_contents").filter_map(|content| content.text("data.content")).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The place of a rating among the seven that the help desk knows: its own numbers leave a gap in the middle.
fn place(rating: f64) -> Option<f64> {
    let places = [-103.0, -102.0, -101.0, 100.0, 101.0, 102.0, 103.0];
    places.iter().position(|known| *known == rating).map(|place| place as f64 + 1.0)
}

fn rating(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id") else {
        return to.lacks("satisfaction ratings", "ticket_id");
    };
    let path = "ratings.default_question";
    let Some((value, score)) = record.number(path).and_then(|value| Some((value, place(value)?))) else {
        return to.lacks("satisfaction ratings", path);
    };
    let csat = Csat { score, min: 1.0, max: 7.0, comment: record.text("feedback") };
    let figure = VendorFigure { name: path.to_owned(), value, unit: VendorUnit::Score };
    let about = About { csat: Some(csat), figures: vec![figure], ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

/// What an automation's webhook sends: words about a ticket, without times.
fn automation(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id") else {
        return to.lacks("freshdesk_webhook", "ticket_id");
    };
    let tags = record.text("ticket_tags").unwrap_or_default();
    let about = About {
        subject: record.text("ticket_subject").unwrap_or_default(),
        status: status(record),
        agent: record.text("ticket_agent_email").unwrap_or_default(),
        customer: record.text("ticket_requester_email").unwrap_or_default(),
        tags: tags.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
        ..About::default()
    };
    to.piece(Found { conversation, about, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::trial::{line, refused, taken};
    use super::*;

    fn ticket() -> serde_json::Value {
        json!({
            "id": 7, "subject": "Kettle", "description": "<p>It leaks</p>", "description_text": "It leaks",
            "status": 4, "priority": 1, "source": 1, "requester_id": 50, "responder_id": 9, "tags": ["kettle"],
            "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-03T09:00:00Z",
            "stats": {"resolved_at": "2026-03-02T18:00:00Z", "closed_at": null, "reopened_at": "2026-03-02T12:00:00Z"},
            "requester": {"id": 50, "name": "Tom", "email": "tom@home.example"}
        })
    }

    fn reply(id: u32, minute: u32, incoming: bool, private: bool, user: Option<u32>) -> serde_json::Value {
        json!({
            "id": id, "ticket_id": 7, "body": format!("<div>line {id}</div>"), "body_text": format!("line {id}"),
            "incoming": incoming, "private": private, "user_id": user, "source": 0,
            "created_at": format!("2026-03-02T10:{minute:02}:00Z"), "updated_at": "2026-03-02T11:00:00Z"
        })
    }

    #[test]
    fn tickets_conversations_people_and_ratings_in_any_order() {
        let agents = json!([{"id": 9, "ticket_scope": 1, "occasional": false,
            "contact": {"name": "Léa", "email": "lea@shop.example"}}]);
        let replies = json!([
            reply(3, 30, true, false, Some(50)),
            reply(1, 10, false, false, Some(9)),
            reply(2, 20, false, true, Some(9)),
            reply(4, 40, false, false, None),
        ]);
        let ratings = json!([{"id": 1, "survey_id": 2, "ticket_id": 7, "agent_id": 9, "feedback": "merci",
            "ratings": {"default_question": 102}, "created_at": "2026-03-04T09:00:00Z"}]);
        let files = [ratings, replies, agents, json!([ticket()])].map(|file| file.to_string());
        let forwards = taken("freshdesk", &files);
        let backwards = taken("freshdesk", &files.iter().rev().cloned().collect::<Vec<_>>());
        assert_eq!(forwards.conversations, backwards.conversations);
        let [one] = &forwards.conversations[..] else { panic!("{forwards:?}") };
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: line 1",
                "agent lea@shop.example (private): line 2",
                "customer tom@home.example: line 3",
                "bot : line 4",
            ]
        );
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
        assert_eq!((one.status, one.channel.as_str()), (Some(Status::Solved), "email"));
        assert_eq!(one.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T18:00:00Z"));
        assert_eq!((one.reopens, one.transfers), (Some(1), None));
        let csat = one.csat.as_ref().unwrap();
        assert_eq!((csat.score, csat.min, csat.max, csat.comment.as_deref()), (6.0, 1.0, 7.0, Some("merci")));
        assert_eq!(forwards.figure("7", "ratings.default_question"), Some(102.0));
        assert!(forwards.problems.is_empty(), "{:?}", forwards.problems);
    }

    #[test]
    fn every_envelope_holds_the_same_ticket() {
        let mut inline = ticket();
        inline["conversations"] = json!([reply(1, 10, false, false, Some(9))]);
        let mut bare = reply(1, 10, false, false, Some(9));
        bare.as_object_mut().unwrap().remove("ticket_id");
        for file in [
            json!({"ticket": ticket(), "conversations": [bare]}),
            json!({"total": 1, "results": [inline]}),
            json!([{"helpdesk_ticket": {"id": 77_000, "display_id": 7, "subject": "Kettle", "description": "It leaks",
                "description_html": "<p>It leaks</p>", "status": 4, "source": 1, "requester_id": 50, "responder_id": 9,
                "created_at": "2026-03-02T09:00:00+05:30", "updated_at": "2026-03-03T09:00:00+05:30",
                "notes": [{"note": {"id": 1, "body": "line 1", "body_html": "<div>line 1</div>", "incoming": false,
                    "private": false, "user_id": 9, "deleted": false, "created_at": "2026-03-02T10:10:00+05:30"}}]}}]),
            json!({"action": "onTicketUpdate", "data": {"ticket": inline}}),
        ] {
            let text = serde_json::to_string_pretty(&file).unwrap();
            for text in [file.to_string(), text] {
                let taken = taken("freshdesk", &[text]);
                let [one] = &taken.conversations[..] else { panic!("{taken:?}") };
                let told: Vec<&str> = one.messages.iter().map(|m| m.text.as_str()).collect();
                assert_eq!((one.external_id.as_str(), told), ("7", vec!["It leaks", "line 1"]));
            }
        }
    }

    #[test]
    fn a_chat_tells_its_first_line_once() {
        let mut chat = ticket();
        chat["source"] = json!(15);
        chat["description"] = json!("<div>Ticket Description: line 1</div>");
        let file = json!({"ticket": chat, "conversations": [
            {"id": 8, "structured_body": {"body_contents": [{"type": "text", "data": {"content": "Hello!"}}]},
             "incoming": false, "private": false, "category": 5, "user_id": null, "created_at": "2026-03-02T09:00:00Z"},
            reply(1, 1, true, false, Some(50)),
        ]});
        let both = taken("freshdesk", &[file.to_string()]);
        let told: Vec<String> = both.conversations[0].messages.iter().map(line).collect();
        assert_eq!(told, ["bot : Hello!", "customer tom@home.example: line 1"]);
        let alone = taken("freshdesk", &[json!([chat]).to_string()]);
        assert_eq!(alone.conversations[0].messages[0].text, "line 1");
    }

    #[test]
    fn what_is_no_conversation() {
        let mut gone = ticket();
        gone["deleted"] = json!(true);
        let mut spam = ticket();
        spam["spam"] = json!(true);
        let entries = json!([{"id": 1, "ticket_id": 7, "time_spent": "00:15", "timer_running": false}]);
        let groups = json!([{"id": 1, "name": "First line", "escalate_to": 1, "unassigned_for": "30m"}]);
        let taken = taken("freshdesk", &[json!([gone, spam]), entries, groups].map(|file| file.to_string()));
        assert_eq!(taken.beside, ["deleted", "spam", "time entries", "groups"]);
        assert!(taken.conversations.is_empty() && taken.problems.is_empty());
        let mut late = reply(1, 1, true, false, None);
        late["created_at"] = json!("soon");
        let said = refused(
            "freshdesk",
            &json!([late, {"survey_id": 1, "ratings": {"default_question": 5}, "ticket_id": 7}]).to_string(),
        );
        assert!(said[0].contains("created_at") && said[1].contains("ratings.default_question"), "{said:?}");
    }

    #[test]
    fn webhooks_of_automations() {
        let event = json!({"freshdesk_webhook": {"ticket_id": 7, "ticket_status": "Closed", "ticket_tags": "a, b",
            "ticket_agent_email": "lea@shop.example"}});
        let taken = taken("freshdesk", &[json!([ticket()]).to_string(), event.to_string()]);
        let one = &taken.conversations[0];
        assert_eq!((one.status, one.agent.as_str()), (Some(Status::Closed), "lea@shop.example"));
        assert_eq!(one.tags, ["a", "b"]);
    }

    #[test]
    fn an_account_export_with_its_users() {
        let note = |id: u32, hour: u32, user: u32, source: u32, private: bool| {
            json!({"id": id, "body": format!("line {id}"), "body_html": format!("<div>line {id}</div>"), "deleted": false,
                "incoming": user == 50, "private": private, "source": source, "user_id": user,
                "created_at": format!("2026-03-02T{hour}:00:00+01:00")})
        };
        let tickets = json!([{"helpdesk_ticket": {"id": 900, "display_id": 7, "subject": "Kettle", "status": 5, "source": 2,
            "description": "It leaks", "description_html": "<p>It leaks</p>", "requester_id": 50, "responder_id": 9,
            "created_at": "2026-03-02T10:00:00+01:00", "ticket_states": {"resolved_at": null,
            "closed_at": "2026-03-02T18:00:00+01:00"}, "helpdesk_notes": [note(1, 11, 9, 0, false),
            note(2, 12, 9, 2, true), note(3, 13, 9, 4, true), note(4, 14, 9, 8, false), note(5, 15, 50, 0, false)]}}]);
        let users = json!([{"user": {"id": 50, "name": "Tom", "email": "tom@home.example", "helpdesk_agent": false}},
            {"user": {"id": 9, "name": "Léa", "email": "lea@shop.example", "helpdesk_agent": true}}]);
        let agents = json!([{"agent": {"id": 2, "user_id": 9, "occasional": false, "ticket_permission": 1,
            "user": {"id": 9, "name": "Léa", "email": "lea@shop.example"}}}]);
        let files = [agents, users, tickets].map(|file| file.to_string());
        let taken = taken("freshdesk", &files);
        let one = &taken.conversations[0];
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: line 1",
                "agent lea@shop.example (private): line 2",
                // A forward.
                "agent lea@shop.example (private): line 4",
                "customer tom@home.example: line 5",
            ]
        );
        assert_eq!(one.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T18:00:00+01:00"));
        assert_eq!(taken.beside, ["events"]);
        assert!(taken.problems.is_empty(), "{:?}", taken.problems);
    }

    #[test]
    fn an_archive_of_everything_in_one_object() {
        let agents =
            json!([{"id": 9, "ticket_scope": 1, "contact": {"name": "Léa", "email": "lea@shop.example"}}]);
        let ratings =
            json!([{"id": 1, "survey_id": 2, "ticket_id": 7, "ratings": {"default_question": 103}}]);
        let replies = json!([reply(1, 10, false, false, Some(9)), reply(2, 20, false, true, Some(9))]);
        let all = json!({"agents": agents, "conversations": replies, "tickets": [ticket()], "satisfaction_ratings": ratings});
        let taken = taken("freshdesk", &[all.to_string()]);
        assert_eq!(
            taken.lines("7"),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: line 1",
                "agent lea@shop.example (private): line 2",
            ]
        );
        assert_eq!(taken.get("7").csat.as_ref().map(|csat| csat.score), Some(7.0));
        assert!(taken.problems.is_empty(), "{:?}", taken.problems);
    }
}
