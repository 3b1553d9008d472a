//! Zammad: tickets, articles, users and histories of its API, plain, with `expand=true` and with side-loaded `assets`; what
//! its webhooks send; snapshots that hold a ticket with its articles. Owner 1 is nobody.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Role, Status};
use crate::domain::vendor::{VendorFigure, VendorUnit};
use crate::formats::import::html::html_to_text;
use crate::formats::import::part::{About, Change, Event, Speaker};

/// Zammad.
pub(super) struct Zammad;

static CARRIES: [Carries; 10] = [
    carries("conversation", "conversation", "ticket `id`"),
    carries("messages", "messages", "articles: `body`, `created_at`, `sender`, `type`"),
    carries("private notes", "notes internes", "articles: `internal`"),
    carries("agent", "conseiller", "ticket `owner_id`, `owner`"),
    carries("customer", "client", "ticket `customer_id`, `customer`"),
    carries("status, end", "statut, fin", "ticket `state_id`, `state`; `close_at`"),
    carries("tags", "étiquettes", "ticket `tags`"),
    carries("transfers, reopenings", "transferts, réouvertures", "history: `owner`, `state`"),
    carries(
        "vendor figures",
        "chiffres de l’outil",
        "`first_response_in_min`, `close_in_min`, `update_in_min`, …",
    ),
    carries("rating, macro", "note du client, macro", "not in these files"),
];

/// Where records stand in a file.
const PLACES: [&str; 6] = ["", "ticket", "tickets", "article", "articles", "tickets.articles"];
/// Fields that only this help desk has together.
const SURE: [&[&str]; 10] = [
    &["number", "title", "owner_id", "customer_id"],
    &["number", "title", "state_id", "group_id"],
    &["title", "state_id", "priority_id", "customer_id"],
    &["number", "title", "state", "group"],
    &["ticket_id", "sender_id", "type_id"],
    &["ticket_id", "sender", "internal", "content_type"],
    &["login", "firstname", "lastname", "role_ids"],
    &["history.o_id", "history.attribute"],
    &["number", "title", "articles"],
    &["assets.User", "assets.Ticket"],
];
/// Fields of what others make of its tickets.
const LIKELY: [&[&str]; 3] =
    [&["ticket.number", "ticket.title"], &["number", "title", "customer", "tags"], &["ticket_ids", "assets"]];

/// Figures of its service levels, in minutes.
const MINUTES: [&str; 6] = [
    "first_response_in_min",
    "first_response_diff_in_min",
    "update_in_min",
    "update_diff_in_min",
    "close_in_min",
    "close_diff_in_min",
];

/// What stands before a signature or a quoted mail.
const SIGNATURE: &str = "<span class=\"js-signatureMarker\">";

impl Desk for Zammad {
    fn word(&self) -> &'static str {
        "zammad"
    }

    fn name(&self) -> &'static str {
        "Zammad"
    }

    fn lists(&self) -> &'static [&'static str] {
        // Lists are bare; what stands in an object belongs together.
        &[]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let any = |groups: &[&[&str]]| groups.iter().any(|keys| PLACES.iter().any(|at| shape.all(at, keys)));
        if any(&SURE) {
            Claim::Surely
        } else if any(&LIKELY) {
            Claim::Likely
        } else if any(&[&["login", "firstname", "lastname"]]) {
            // So does many another program name its users.
            Claim::Maybe
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let has = |key| record.has(key);
        let inside = |key: &'static str| Record::of(key, record.get(key)?);
        if has("assets") || has("history") {
            assets(record, to);
            record.records("history").for_each(|change| happened(change, to));
        } else if let Some(told) = inside("ticket") {
            ticket(told, record.list("articles"), to);
            if let Some(said) = inside("article") {
                article(said, told.id("id").as_deref(), to);
            }
        } else if has("tickets") {
            record.records("tickets").for_each(|told| ticket(told, &[], to));
            record.records("articles").for_each(|said| article(said, None, to));
            record.records("users").for_each(|one| user(one, to));
        } else if has("title") && (has("number") || has("state_id") && has("customer_id")) {
            ticket(record, &[], to);
        } else if has("ticket_id") && (has("body") || has("body_text") || has("sender_id")) {
            article(record, None, to);
        } else if has("o_id") && has("attribute") {
            happened(record, to);
        } else if has("login") || has("firstname") || has("email") {
            user(record, to);
        } else if has("time_unit") {
            to.beside("time entries");
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// Side-loaded records, by kind and number.
fn assets(record: Record<'_>, to: &mut Feeder<'_>) {
    let of = |kind: &'static str| {
        let held = record.get("assets").and_then(|assets| assets.get(kind)).and_then(|held| held.as_object());
        held.into_iter().flat_map(|held| held.values()).filter_map(move |value| Record::of(kind, value))
    };
    of("User").for_each(|one| user(one, to));
    of("Ticket").for_each(|one| ticket(one, &[], to));
    of("TicketArticle").for_each(|one| article(one, None, to));
    // A ticket with all that belongs to it has its labels beside it.
    if let (Some(conversation), tags @ [_, ..]) = (record.id("ticket_id"), &record.words("tags", "name")[..])
    {
        to.piece(Found { conversation, tags: tags.to_vec(), ..Found::default() });
    }
}

fn user(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = person(record, to) else { return to.lacks("users", "id") };
    let names = record.words("roles", "name").into_iter().chain(record.words("role_ids", "id"));
    let roles: Vec<String> = names.collect();
    // 1, 2 and 3 are what the help desk itself calls its first roles.
    let is = |names: [&str; 2]| roles.iter().any(|role| names.contains(&role.as_str()));
    let role = if is(["Agent", "2"]) || is(["Admin", "1"]) {
        Some(Role::Agent)
    } else {
        is(["Customer", "3"]).then_some(Role::Customer)
    };
    to.person(entry(id, None, None, role));
}

/// Somebody who stands in a record, by number, else by address or login.
fn person(record: Record<'_>, to: &mut Feeder<'_>) -> Option<String> {
    let names = [record.text("firstname"), record.text("lastname")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { record.text("name").unwrap_or_default() } else { name };
    let address = record.text("email").or_else(|| record.text("login"));
    let id = named(record.id("id")).or_else(|| address.clone())?;
    to.person(entry(id.clone(), Some(name), address, None));
    Some(id)
}

/// A number, unless it is 1, the help desk itself.
fn named(id: Option<String>) -> Option<String> {
    id.filter(|id| id != "1" && id != "-")
}

/// Somebody under `key`: a number in `key_id`, a name in `key` where names are asked for, or an object.
fn who(record: Record<'_>, key: &'static str, to: &mut Feeder<'_>) -> Option<String> {
    if let Some(inner) = record.get(key).and_then(|value| Record::of(key, value)) {
        return person(inner, to);
    }
    let address = named(record.text(key));
    let Some(id) = named(record.id(&format!("{key}_id"))) else { return address };
    if address.is_some() {
        to.person(entry(id.clone(), None, address, None));
    }
    Some(id)
}

/// A state by its name, or by the number that a fresh installation gives it.
fn state(word: &str) -> Option<Status> {
    match word.to_ascii_lowercase().as_str() {
        "new" | "open" | "1" | "2" => Some(Status::Open),
        "pending reminder" | "pending close" | "3" | "7" => Some(Status::Pending),
        "closed" | "merged" | "4" | "5" => Some(Status::Closed),
        _ => None,
    }
}

fn ticket(record: Record<'_>, beside: &[serde_json::Value], to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("tickets", "id") };
    let word = ["state.name", "state", "state_id"].iter().find_map(|path| record.text(path));
    let opened = record.moment("created_at");
    let status = word.as_deref().and_then(state);
    let closed = record.moment("close_at").filter(|_| status == Some(Status::Closed));
    let figure = |name: &&str| {
        let value = record.number(name)?;
        Some(VendorFigure { name: (*name).to_owned(), value, unit: VendorUnit::Minutes })
    };
    let about = About {
        channel: record.text("create_article_type").map_or(String::new(), |kind| channel(&kind).to_owned()),
        subject: record.text("title").unwrap_or_default(),
        status,
        agent: who(record, "owner", to).or_else(|| record.text("owner_login")).unwrap_or_default(),
        customer: who(record, "customer", to).unwrap_or_default(),
        opened_at: opened.map(Into::into),
        closed_at: closed.map(Into::into),
        as_of: record.moment("updated_at").map(Into::into),
        tags: record.words("tags", "name"),
        figures: MINUTES.iter().filter_map(figure).collect(),
        ..About::default()
    };
    let inside: Vec<Record<'_>> = beside
        .iter()
        .filter_map(|value| Record::of("articles", value))
        .chain(record.records("articles"))
        .collect();
    let timed = |one: &Record<'_>| one.moment("created_at").is_some();
    if opened.is_none() && !inside.is_empty() && !inside.iter().any(timed) {
        // Nothing in it has a time, so that nothing can be put in order.
        return to.lacks("tickets", "created_at");
    }
    let found = Found { conversation: id.clone(), about, ..Found::default() };
    if opened.is_none() && inside.is_empty() {
        to.piece(found)
    } else {
        to.opening(found, false)
    }
    for said in inside {
        article(said, Some(&id), to);
    }
}

fn channel(kind: &str) -> &'static str {
    match kind.split([' ', '-']).next().unwrap_or_default() {
        "email" => "email",
        "phone" => "phone",
        "web" => "web",
        "sms" => "sms",
        "chat" => "chat",
        "telegram" => "telegram",
        "whatsapp" => "whatsapp",
        "twitter" | "facebook" => "social",
        _ => "",
    }
}

fn article(record: Record<'_>, ticket: Option<&str>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("ticket_id").or_else(|| ticket.map(str::to_owned)) else {
        return to.lacks("articles", "ticket_id");
    };
    let Some(at) = record.moment("created_at") else { return to.lacks("articles", "created_at") };
    // Names where they are asked for, else the numbers of a fresh installation.
    let sender = ["sender.name", "sender", "sender_id"].iter().find_map(|path| record.text(path));
    let sender = sender.unwrap_or_default();
    let origin = who(record, "origin_by", to);
    let author = origin.or_else(|| who(record, "created_by", to));
    let (speaker, author) = match sender.as_str() {
        "Agent" | "1" => (Speaker::Is(Role::Agent), author),
        "Customer" | "2" => (Speaker::Is(Role::Customer), author),
        "System" | "3" => (Speaker::Is(Role::System), author),
        _ => {
            let from = named(record.text("sender")).or_else(|| record.text("from"));
            (Speaker::Person { otherwise: Role::Agent }, author.or(from))
        }
    };
    let kind = ["type.name", "type"].iter().find_map(|path| record.text(path)).unwrap_or_default();
    let html = record.text("content_type").is_none_or(|kind| kind.contains("html"));
    let words = match (record.text("body_html"), record.text("body")) {
        (Some(page), _) => Words::Html(page),
        (None, Some(page)) if html => Words::Html(page),
        (None, text) => Words::Text(text.or_else(|| record.text("body_text")).unwrap_or_default()),
    };
    let mut message = said(record.id("id"), at, speaker, author, words);
    if let Some((before, _)) = message.html.as_deref().and_then(|page| page.split_once(SIGNATURE)) {
        let own = html_to_text(before);
        if !own.trim().is_empty() {
            message.text = own;
        }
    }
    message.private = record.flag("internal") == Some(true);
    let about = About { channel: channel(&kind).to_owned(), ..About::default() };
    to.piece(Found { conversation, about, message: Some(message), ..Found::default() });
}

/// A line of a ticket's history: who had it and has it, or where it stood and stands.
fn happened(record: Record<'_>, to: &mut Feeder<'_>) {
    let attribute = record.text("attribute").unwrap_or_default();
    if record.text("object").is_some_and(|object| object != "Ticket")
        || !matches!(attribute.as_str(), "owner" | "state")
    {
        return to.beside("history");
    }
    let (Some(conversation), Some(id)) = (record.id("o_id"), record.id("id")) else {
        return to.lacks("history", "o_id");
    };
    let Some(at) = record.moment("created_at") else { return to.lacks("history", "created_at") };
    let event = |(place, side): (usize, &str)| {
        let change = if attribute == "owner" {
            Some(Change::Assigned(named(record.id(&format!("id_{side}")))))
        } else {
            record.text(&format!("value_{side}")).as_deref().and_then(state).map(Change::Became)
        };
        Some(Event { id: format!("{id} {place}"), at: at.into(), change: change? })
    };
    let events: Vec<Event> = ["from", "to"].into_iter().enumerate().filter_map(event).collect();
    if events.is_empty() {
        return to.beside("history");
    }
    to.piece(Found { conversation, events, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::trial::{line, refused, taken};
    use super::*;

    fn ticket() -> Value {
        json!({"id": 20, "group_id": 1, "priority_id": 2, "state_id": 4, "owner_id": 6, "customer_id": 9, "number": "31020",
            "title": "Kettle", "first_response_in_min": 12, "close_in_min": null, "close_at": "2026-03-02T12:00:00.000Z",
            "article_count": 3, "created_at": "2026-03-02T09:00:00.000Z", "updated_at": "2026-03-02T12:00:00.000Z"})
    }

    fn article(id: u32, minute: u32, sender: &str, internal: bool, body: &str) -> Value {
        json!({"id": id, "ticket_id": 20, "type": if internal { "note" } else { "email" }, "sender": sender,
            "content_type": "text/html", "body": body, "internal": internal, "from": "x",
            "created_by_id": if sender == "Customer" { 9 } else { 6 }, "created_at": format!("2026-03-02T09:{minute:02}:00.000Z")})
    }

    fn articles() -> Value {
        json!([
            article(1, 0, "Customer", false, "<p>It leaks</p>"),
            article(
                2,
                12,
                "Agent",
                false,
                "Try again<br><span class=\"js-signatureMarker\"></span><p>Léa, the shop</p>"
            ),
            article(3, 20, "Agent", true, "ask Max"),
            article(4, 30, "System", false, "We have your mail"),
        ])
    }

    fn users() -> Value {
        json!([{"id": 6, "login": "lea", "firstname": "Léa", "lastname": "Roy", "email": "lea@shop.example", "role_ids": [2]},
            {"id": 9, "login": "tom", "firstname": "Tom", "lastname": "", "email": "tom@home.example", "role_ids": [3]}])
    }

    #[test]
    fn tickets_articles_users_and_history_in_any_order() {
        let change = |id: u32, attribute: &str, at: &str, from: Value, to: Value| {
            json!({"id": id, "o_id": 20, "object": "Ticket", "type": "updated", "attribute": attribute,
                "id_from": from["id"], "id_to": to["id"], "value_from": from["name"], "value_to": to["name"],
                "created_at": format!("2026-03-02T{at}:00.000Z"), "created_by_id": 6})
        };
        let (nobody, max, lea) =
            (json!({"id": 1, "name": "-"}), json!({"id": 5, "name": "Max"}), json!({"id": 6, "name": "Léa"}));
        let (open, closed) = (json!({"id": 2, "name": "open"}), json!({"id": 4, "name": "closed"}));
        let history = json!({"history": [
            change(1, "owner", "09:01", nobody, max.clone()),
            change(2, "owner", "09:02", max, lea),
            change(3, "state", "10:00", open.clone(), closed.clone()),
            change(4, "state", "11:00", closed.clone(), open.clone()),
            change(5, "state", "12:00", open, closed),
            {"id": 6, "o_id": 20, "object": "Ticket", "type": "created", "created_at": "2026-03-02T09:00:00Z", "attribute": null},
        ], "assets": {"User": {"6": users()[0]}}});
        let files = [history, articles(), users(), json!([ticket()])].map(|file| file.to_string());
        let forwards = taken("zammad", &files);
        let backwards = taken("zammad", &files.iter().rev().cloned().collect::<Vec<_>>());
        assert_eq!(forwards.conversations, backwards.conversations);
        let [one] = &forwards.conversations[..] else { panic!("{forwards:?}") };
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            [
                "customer tom@home.example: It leaks",
                "agent lea@shop.example: Try again",
                "agent lea@shop.example (private): ask Max",
                "system lea@shop.example: We have your mail",
            ]
        );
        assert_eq!((one.transfers, one.reopens, one.status), (Some(1), Some(1), Some(Status::Closed)));
        assert_eq!(one.closed_at.map(|at| at.rfc3339()).as_deref(), Some("2026-03-02T12:00:00Z"));
        assert_eq!(forwards.figure("20", "first_response_in_min"), Some(12.0));
        assert!(forwards.problems.is_empty(), "{:?}", forwards.problems);
    }

    #[test]
    fn names_objects_and_assets_say_the_same() {
        let mut named = ticket();
        named["owner"] = json!("lea@shop.example");
        named["customer"] = json!("tom@home.example");
        named["state"] = json!("closed");
        named["group"] = json!("Users");
        let mut hook = ticket();
        hook["owner"] = users()[0].clone();
        hook["customer"] = users()[1].clone();
        hook["state"] = json!({"id": 4, "name": "closed"});
        let assets = json!({"tickets": [20], "tickets_count": 1, "assets": {"Ticket": {"20": ticket()},
            "User": {"6": users()[0], "9": users()[1]}}});
        for file in [
            json!([named]),
            json!({"ticket": hook, "article": article(1, 0, "Customer", false, "x")}),
            assets,
        ] {
            let taken = taken("zammad", &[serde_json::to_string_pretty(&file).unwrap()]);
            let [one] = &taken.conversations[..] else { panic!("{taken:?}") };
            assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea@shop.example", "tom@home.example"));
            assert_eq!(one.status, Some(Status::Closed));
        }
    }

    #[test]
    fn snapshots_hold_their_articles() {
        let snapshot = json!({"ticket": {"id": 20, "number": "31020", "title": "Kettle", "created_at": "2026-03-02T09:00:00Z",
            "customer": {"id": 9, "login": "tom", "email": "tom@home.example", "name": "Tom"},
            "owner": {"id": null, "login": "lea", "email": null, "name": null}, "tags": ["kettle"]},
            "articles": [
                {"id": 1, "created_at": "2026-03-02T09:00:00Z", "internal": false, "sender": "tom@home.example",
                 "body_html": "<p>It leaks</p>", "body_text": "It leaks"},
                {"id": 2, "created_at": "2026-03-02T09:10:00Z", "internal": true, "sender": "lea@shop.example",
                 "body_html": "<p>ask Max</p>", "body_text": "ask Max"}]});
        let taken = taken("zammad", &[snapshot.to_string()]);
        let one = &taken.conversations[0];
        assert_eq!(
            one.messages.iter().map(line).collect::<Vec<_>>(),
            ["customer tom@home.example: It leaks", "agent lea@shop.example (private): ask Max"]
        );
        assert_eq!((one.agent.as_str(), one.customer.as_str()), ("lea", "tom@home.example"));
        assert_eq!(one.tags, ["kettle"]);
    }

    #[test]
    fn what_has_no_time_cannot_be_put_in_order() {
        let set = json!({"meta": {"name": "Shop"}, "tickets": [{"id": 20, "number": "S-20", "title": "Kettle", "group": "Shop",
            "owner_login": "lea", "customer": {"id": 9, "email": "tom@home.example"}, "tags": [],
            "articles": [{"id": 1, "body": "x", "content_type": "text/plain", "internal": false, "from": "lea"}]}]});
        let said = refused("zammad", &set.to_string());
        assert!(said.len() == 1 && said[0].contains("created_at"), "{said:?}");
        // A webhook that tells only the ticket waits for it.
        let hook = json!({"event": "ticket.updated", "ticket": {"id": 20, "number": "31020", "title": "Kettle and lid", "tags": ["lid"]}});
        let both = taken("zammad", &[hook.to_string(), json!([ticket()]).to_string()]);
        assert_eq!(both.conversations[0].tags, ["lid"]);
    }

    #[test]
    fn a_ticket_with_all_that_belongs_to_it_has_its_labels_beside_it() {
        let all = json!({"ticket_id": 20, "ticket_article_ids": [1, 2, 3], "tags": ["kettle", "leak"], "links": [],
            "assets": {"Ticket": {"20": ticket()}, "TicketArticle": {"1": articles()[0]}, "User": {}}});
        let taken = taken("zammad", &[all.to_string()]);
        assert_eq!(taken.conversations[0].tags, ["kettle", "leak"]);
        assert_eq!(taken.conversations[0].messages.len(), 1);
    }

    #[test]
    fn an_archive_of_everything_in_one_object_and_tickets_without_a_number() {
        let mut old = ticket();
        old.as_object_mut().unwrap().remove("number");
        for one in [ticket(), old] {
            let all = json!({"tickets": [one], "articles": articles(), "users": users()});
            let taken = taken("zammad", &[all.to_string()]);
            let lines = taken.lines("20");
            assert_eq!((lines.len(), lines.iter().filter(|line| line.contains("(private)")).count()), (4, 1));
            assert!(taken.problems.is_empty(), "{taken:?}");
        }
    }
}
