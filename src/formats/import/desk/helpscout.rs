//! Help Scout: conversations with their threads as its API 1 (`item`, `items`) and API 2 (`_embedded`) give them, pages of
//! threads, ratings, users and customers. Threads come newest first; line items are changes, not messages.

use super::Desk;
use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::both;
use crate::domain::conversation::{Csat, Role, Status};
use crate::domain::vendor::{VendorFigure, VendorUnit};
use crate::formats::import::part::{About, Change, Event, Speaker};

/// Help Scout.
pub(super) struct HelpScout;

static CARRIES: [Carries; 10] = [
    carries("conversation", "conversation", "conversation `id`"),
    carries("messages", "messages", "threads: `type`, `body`, `createdAt`, `createdBy`"),
    carries("private notes", "notes internes", "threads: `type` note, forwardparent, forwardchild"),
    carries("agent", "conseiller", "`owner` or `assignee`"),
    carries("customer", "client", "`customer` or `primaryCustomer`"),
    carries("status, end", "statut, fin", "`status`, `closedAt`"),
    carries("tags", "étiquettes", "`tags`"),
    carries("transfers, reopenings", "transferts, réouvertures", "threads: `assignedTo`, `status`"),
    carries("rating", "note du client", "threads and ratings: `rating`, `comments`"),
    carries("macro", "macro", "threads: `savedReplyId`"),
];

/// Where conversations stand in a file.
const PLACES: [&str; 6] = ["", "item", "items", "_embedded.conversations", "conversation", "conversations"];
/// Fields that only this help desk's conversations have together.
const SURE: [&[&str]; 4] = [
    &["number", "mailbox", "threadCount"],
    &["mailboxId", "number"],
    &["folderId", "number"],
    &["threadId", "rating", "comments"],
];
/// Fields of its pages, people and older lists.
const LIKELY: [&[&str]; 5] = [
    &["firstName", "lastName", "photoUrl"],
    &["page.totalElements", "_embedded"],
    &["page.totalElements", "_links"],
    &["results.ratingId", "results.threadid"],
    &["_embedded.threads", "_links"],
];

impl Desk for HelpScout {
    fn word(&self) -> &'static str {
        "helpscout"
    }

    fn name(&self) -> &'static str {
        "Help Scout"
    }

    fn lists(&self) -> &'static [&'static str] {
        // A page of threads names its conversation in its own links, so it is one record.
        &[
            "item",
            "items",
            "conversations",
            "_embedded.conversations",
            "_embedded.customers",
            "_embedded.users",
            "results",
        ]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let any = |groups: &[&[&str]]| groups.iter().any(|keys| PLACES.iter().any(|at| shape.all(at, keys)));
        let thread = shape.all("_embedded.threads", &["type", "createdBy"]);
        if thread || any(&SURE) {
            Claim::Surely
        } else if any(&LIKELY) {
            Claim::Likely
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let has = |key| record.has(key);
        if has("rating") && (has("threadId") || has("conversationId") || has("ticketId")) {
            rating(record, to);
        } else if has("ratingId") && has("threadid") {
            reported(record, to);
        } else if has("id") && (has("subject") || has("number") || has("threadCount") || has("mailboxId")) {
            conversation(record, to);
        } else if has("id") && has("body") && has("createdBy") {
            thread(record, None, to);
        } else if has("id") && (has("firstName") || has("lastName") || has("emails")) {
            person(record, None, to);
        } else if let Some(told) = record.get("conversation").and_then(|value| Record::of("", value)) {
            conversation(told, to);
            let id = told.id("id");
            record.records("threads").for_each(|said| thread(said, id.as_deref(), to));
        } else if has("_embedded") || has("page") {
            page(record, to);
        } else {
            to.beside("other records");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// A page of threads, or one that holds nothing.
fn page(record: Record<'_>, to: &mut Feeder<'_>) {
    let link = record.text("_links.self.href").unwrap_or_default();
    let conversation = link.split("/conversations/").nth(1).and_then(|rest| rest.split(['/', '?']).next());
    let mut any = false;
    for told in record.records("_embedded.threads") {
        any = true;
        thread(told, conversation, to);
    }
    if any {
        return;
    }
    let embedded = record.get("_embedded").and_then(|lists| lists.as_object());
    let other = embedded.and_then(|lists| {
        lists.iter().find(|(_, list)| list.as_array().is_some_and(|list| !list.is_empty()))
    });
    to.beside(other.map_or("pages without records", |(list, _)| list));
}

/// The key of somebody in a record. Customers and users are numbered apart, so a customer's number says so.
fn person(record: Record<'_>, customer: Option<bool>, to: &mut Feeder<'_>) -> Option<String> {
    let id = record.id("id")?;
    // The people of lists do not say what they are; only users have a role in the company.
    let customer = match record.text("type").as_deref() {
        Some("customer") => true,
        Some("user" | "team") => false,
        _ => customer.unwrap_or_else(|| !record.has("role")),
    };
    let first = record.text("firstName").or_else(|| record.text("first"));
    let last = record.text("lastName").or_else(|| record.text("last"));
    let name = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let listed = || {
        let emails = ["emails", "_embedded.emails"].into_iter().flat_map(|path| record.words(path, "value"));
        emails.into_iter().next()
    };
    let address = record.text("email").or_else(listed);
    let (key, role) = if customer { (format!("customer {id}"), Role::Customer) } else { (id, Role::Agent) };
    to.person(entry(key.clone(), Some(name), address, Some(role)));
    Some(key)
}

fn person_at(
    record: Record<'_>,
    paths: &[&'static str],
    customer: Option<bool>,
    to: &mut Feeder<'_>,
) -> Option<String> {
    let inner = paths.iter().find_map(|path| Record::of(path, record.get(path)?))?;
    person(inner, customer, to)
}

fn status(record: Record<'_>) -> Option<Status> {
    match record.text("status").as_deref() {
        Some("active" | "open") => Some(Status::Open),
        Some("pending") => Some(Status::Pending),
        Some("closed") => Some(Status::Closed),
        _ => None,
    }
}

fn conversation(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("conversations", "id") };
    if record.text("status").as_deref() == Some("spam") {
        return to.beside("spam");
    }
    let state = record.text("state");
    if record.flag("isDraft") == Some(true) || state.as_deref() == Some("draft") {
        return to.beside("drafts");
    }
    if state.as_deref() == Some("deleted") {
        return to.beside("deleted");
    }
    let threads: Vec<Record<'_>> =
        record.records("threads").chain(record.records("_embedded.threads")).collect();
    // API 2 counts threads where API 1 lists them.
    let counted = record.count("threads");
    let inline = !record.list("threads").is_empty() || !record.list("_embedded.threads").is_empty();
    let missing = counted.map_or(0, |counted| (counted as usize).saturating_sub(threads.len()));
    let whole = inline && missing == 0;
    if inline && missing > 0 {
        let said = both!(
            "{missing} of the threads that it counts are not in this file; its page of threads has them",
            "{missing} des fils qu’elle compte ne sont pas dans ce fichier ; sa page de fils les contient"
        );
        to.warning("threads", &id, said);
    }
    let counts = [
        ("threads", counted.or_else(|| u32::try_from(threads.len()).ok().filter(|_| inline))),
        ("threadCount", record.count("threadCount")),
    ];
    let figure = |(name, count): (&str, Option<u32>)| {
        Some(VendorFigure { name: name.to_owned(), value: f64::from(count?), unit: VendorUnit::Count })
    };
    let as_of = ["modifiedAt", "userModifiedAt", "updatedAt", "userUpdatedAt"];
    let about = About {
        channel: record.text("type").unwrap_or_default(),
        subject: record.text("subject").unwrap_or_default(),
        status: status(record),
        agent: person_at(record, &["assignee", "owner"], Some(false), to).unwrap_or_default(),
        customer: person_at(record, &["primaryCustomer", "customer"], Some(true), to).unwrap_or_default(),
        opened_at: record.moment("createdAt").map(Into::into),
        closed_at: record.moment("closedAt").map(Into::into),
        as_of: as_of.iter().find_map(|path| record.moment(path)).map(Into::into),
        tags: record.words("tags", "tag"),
        figures: counts.into_iter().filter_map(figure).collect(),
        ..About::default()
    };
    person_at(record, &["createdBy"], None, to);
    to.opening(Found { conversation: id.clone(), about, ..Found::default() }, whole);
    for told in threads {
        thread(told, Some(&id), to);
    }
}

fn thread(record: Record<'_>, conversation: Option<&str>, to: &mut Feeder<'_>) {
    let named = record.id("conversationId").or_else(|| record.id("conversation.id"));
    let Some(conversation) = conversation.map(str::to_owned).or(named) else {
        return to.lacks("threads", "conversation");
    };
    let Some(id) = record.id("id") else { return to.lacks("threads", "id") };
    let kind = record.text("type").unwrap_or_default();
    match record.text("state").as_deref() {
        Some("draft") => return to.beside("drafts"),
        Some(state @ ("hidden" | "underreview" | "review")) => return to.beside(state),
        _ => {}
    }
    // Who made a thread is told with when, in some of its own examples.
    let at = record.moment("createdAt").or_else(|| record.moment("createdBy.createdAt"));
    let Some(at) = at else { return to.lacks("threads", "createdAt") };
    let mut found = Found { conversation, ..Found::default() };
    let mut change = |what: &str, change: Change| {
        found.events.push(Event { id: format!("{id} {what}"), at: at.into(), change });
    };
    if let Some(status) = status(record) {
        change("status", Change::Became(status));
    }
    match person_at(record, &["assignedTo"], Some(false), to) {
        Some(agent) => change("assigned", Change::Assigned(Some(agent))),
        // A line item that changes no status changes who has it.
        None if kind == "lineitem" && record.text("status").as_deref() == Some("nochange") => {
            change("assigned", Change::Assigned(None));
        }
        None => {}
    }
    if kind == "lineitem" {
        return to.piece(found);
    }
    let by_customer = match record.text("createdBy.type").as_deref() {
        Some(word) => Some(word == "customer"),
        None => record.flag("createdByCustomer"),
    };
    let creator = person_at(record, &["createdBy"], by_customer, to);
    let customer = person_at(record, &["customer"], Some(true), to);
    let (role, private) = match kind.as_str() {
        "customer" => (Role::Customer, false),
        "message" => (Role::Agent, false),
        // Forwards go to somebody else: the customer never sees them.
        "note" | "forwardparent" | "forwardchild" => (Role::Agent, true),
        _ if by_customer == Some(true) => (Role::Customer, false),
        _ => (Role::Agent, false),
    };
    let author =
        if role == Role::Customer && by_customer != Some(true) { customer.or(creator) } else { creator };
    let words = Words::of(record.text("body"), None);
    let mut message = said(Some(id), at, Speaker::Is(role), author, words);
    message.private = private;
    message.macro_name = record.id("savedReplyId");
    found.message = Some(message);
    found.about.csat = rated(record, "rating").or_else(|| rated(record, "rating.rating"));
    to.piece(found);
}

/// The rating at a path: a word, with the comment beside it.
fn rated(record: Record<'_>, path: &str) -> Option<Csat> {
    // Its API, its webhooks and its reports each spell them their own way.
    let word = record.text(path)?.to_ascii_lowercase().replace(['_', '-', ' '], "");
    let score = match word.as_str() {
        "great" => 3.0,
        "okay" | "ok" => 2.0,
        "notgood" | "bad" => 1.0,
        _ => return None,
    };
    let before = path.rsplit_once('.').map_or(String::new(), |(before, _)| format!("{before}."));
    let comment = ["comments", "comment"].iter().find_map(|key| record.text(&format!("{before}{key}")));
    Some(Csat { score, min: 1.0, max: 3.0, comment })
}

fn rating(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("conversationId").or_else(|| record.id("ticketId")) else {
        return to.lacks("ratings", "conversationId");
    };
    person_at(record, &["user"], Some(false), to);
    person_at(record, &["customer"], Some(true), to);
    let Some(csat) = rated(record, "rating") else {
        return if record.text("rating").as_deref() == Some("unknown") {
            to.beside("ratings not given")
        } else {
            to.lacks("ratings", "rating")
        };
    };
    let about = About { csat: Some(csat), ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

/// A row of the happiness report: 1 is great, 3 is not good.
fn reported(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(conversation) = record.id("id") else { return to.lacks("ratings", "id") };
    let score = record.number("ratingId").filter(|number| [1.0, 2.0, 3.0].contains(number));
    let Some(number) = score else { return to.lacks("ratings", "ratingId") };
    let comment = record.text("ratingComments");
    let csat = Csat { score: 4.0 - number, min: 1.0, max: 3.0, comment };
    let about = About { csat: Some(csat), ..About::default() };
    to.piece(Found { conversation, about, ..Found::default() });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::trial::{line, refused, taken};
    use super::*;

    fn user(id: u32, first: &str) -> Value {
        json!({"id": id, "firstName": first, "lastName": "Roy", "email": format!("{first}@shop.example"), "type": "user"})
    }

    fn thread(id: u32, kind: &str, hour: u32, status: &str, assigned: Value, body: &str) -> Value {
        let by = if kind == "customer" {
            json!({"id": 12, "firstName": "Tom", "email": "tom@home.example", "type": "customer"})
        } else {
            user(12, "lea")
        };
        let body = if body.is_empty() { Value::Null } else { json!(body) };
        json!({"id": id, "type": kind, "status": status, "createdAt": format!("2026-03-02T{hour:02}:00:00Z"),
            "assignedTo": assigned, "createdBy": by, "state": if kind == "lineitem" { Value::Null } else { json!("published") },
            "body": body, "savedReplyId": if kind == "message" { json!(41) } else { json!(0) }})
    }

    fn item(threads: &[Value], modified: &str) -> String {
        json!({"item": {"id": 5, "number": 1, "type": "email", "isDraft": false, "status": "active", "subject": "Kettle",
            "mailbox": {"id": 2, "name": "Support"}, "owner": user(13, "max"), "threadCount": 2, "tags": ["green"],
            "customer": {"id": 12, "firstName": "Tom", "email": "tom@home.example", "type": "customer"},
            "createdAt": "2026-03-02T08:00:00Z", "modifiedAt": modified, "closedAt": null, "threads": threads}})
        .to_string()
    }

    #[test]
    fn two_snapshots_are_one_conversation() {
        let all = [
            thread(9, "note", 15, "active", Value::Null, "<p>ask Max</p>"),
            thread(8, "lineitem", 14, "active", Value::Null, ""),
            thread(7, "lineitem", 13, "closed", Value::Null, ""),
            thread(6, "lineitem", 12, "nochange", user(13, "max"), ""),
            thread(5, "lineitem", 11, "nochange", Value::Null, ""),
            thread(4, "message", 10, "pending", user(12, "lea"), "<p>Try again</p>"),
            thread(3, "customer", 8, "active", Value::Null, "It leaks"),
        ];
        let old = item(&all[2..], "2026-03-02T14:00:00Z");
        let new = item(&all, "2026-03-02T16:00:00Z");
        for files in [[old.clone(), new.clone()], [new, old]] {
            let taken = taken("helpscout", &files);
            let [one] = &taken.conversations[..] else { panic!("{taken:?}") };
            assert_eq!(
                one.messages.iter().map(line).collect::<Vec<_>>(),
                [
                    "customer tom@home.example: It leaks",
                    "agent lea@shop.example: Try again",
                    "agent lea@shop.example (private): ask Max",
                ]
            );
            assert_eq!((one.transfers, one.reopens), (Some(1), Some(1)));
            assert_eq!((one.agent.as_str(), one.status), ("max@shop.example", Some(Status::Open)));
            assert_eq!(
                (one.messages[1].macro_name.as_deref(), &one.messages[0].macro_name),
                (Some("41"), &None)
            );
            assert_eq!(taken.figure(&one.external_id, "threads"), Some(7.0));
            assert!(taken.problems.is_empty(), "{:?}", taken.problems);
        }
    }

    fn second(threads: Value) -> Value {
        json!({"id": 5, "number": 1, "threads": 2, "type": "email", "status": "closed", "state": "published",
            "subject": "Kettle", "mailboxId": 85, "assignee": {"id": 12, "first": "Léa", "last": "Roy", "email": "lea@shop.example"},
            "createdAt": "2026-03-02T08:00:00Z", "closedAt": "2026-03-02T12:00:00Z", "userUpdatedAt": "2026-03-02T12:00:00Z",
            "tags": [{"id": 1, "color": "#fff", "tag": "vip"}], "primaryCustomer": {"id": 12}, "_embedded": {"threads": threads}})
    }

    #[test]
    fn api_2_in_one_page_and_in_two() {
        let threads = json!([
            thread(4, "message", 10, "closed", Value::Null, "<p>Try again</p>"),
            thread(3, "customer", 8, "active", Value::Null, "It leaks"),
        ]);
        let envelope = |one: Value| {
            json!({"_embedded": {"conversations": [one]}, "page": {"size": 25, "totalElements": 1},
            "_links": {"self": {"href": "https://api.helpscout.net/v2/conversations"}}})
        };
        let together = taken("helpscout", &[envelope(second(threads.clone())).to_string()]);
        let mut bare = second(Value::Null);
        bare.as_object_mut().unwrap().remove("_embedded");
        let page = json!({"_embedded": {"threads": threads}, "page": {"size": 25, "totalElements": 2},
            "_links": {"self": {"href": "https://api.helpscout.net/v2/conversations/5/threads?page=1"}}});
        let apart = taken("helpscout", &[page.to_string(), envelope(bare).to_string()]);
        assert_eq!(together.conversations, apart.conversations);
        let [one] = &apart.conversations[..] else { panic!("{apart:?}") };
        // The customer and the agent have the same number, and are two people.
        let told: Vec<String> = one.messages.iter().map(line).collect();
        assert_eq!(told, ["customer tom@home.example: It leaks", "agent lea@shop.example: Try again"]);
        assert_eq!((one.customer.as_str(), &one.tags[..]), ("tom@home.example", &["vip".to_owned()][..]));
        let empty = json!({"page": {"size": 25, "totalElements": 0}, "_links": {"self": {"href": "x"}}});
        let taken = taken("helpscout", &[empty.to_string()]);
        assert!(taken.conversations.is_empty() && taken.problems.is_empty());
    }

    #[test]
    fn drafts_and_hidden_threads_are_no_messages() {
        let mut draft = thread(4, "message", 10, "active", Value::Null, "not yet");
        draft["state"] = json!("draft");
        let mut hidden = thread(5, "customer", 11, "active", Value::Null, "no");
        hidden["state"] = json!("hidden");
        let file = item(
            &[hidden, draft, thread(3, "customer", 8, "active", Value::Null, "It leaks")],
            "2026-03-02T14:00:00Z",
        );
        let taken = taken("helpscout", &[file]);
        assert_eq!(
            (taken.conversations[0].messages.len(), &taken.beside[..]),
            (1, &["hidden".to_owned(), "drafts".to_owned()][..])
        );
    }

    #[test]
    fn ratings_come_three_ways() {
        let mut rated = thread(4, "message", 10, "closed", Value::Null, "Try again");
        rated["rating"] = json!({"rating": "okay", "comments": "slow"});
        let csat = |files: &[String]| taken("helpscout", files).conversations[0].csat.clone().unwrap();
        let inside = csat(&[item(&[rated], "2026-03-02T14:00:00Z")]);
        assert_eq!(
            (inside.score, inside.min, inside.max, inside.comment.as_deref()),
            (2.0, 1.0, 3.0, Some("slow"))
        );
        let plain =
            item(&[thread(3, "customer", 8, "active", Value::Null, "It leaks")], "2026-03-02T14:00:00Z");
        let hook = json!({"id": 1, "conversationId": 5, "threadId": 3, "rating": "Not-Good", "comments": "", "mailboxId": 1});
        assert_eq!(csat(&[hook.to_string(), plain.clone()]).score, 1.0);
        let report = json!({"page": 1, "pages": 1, "count": 1, "results": [{"number": 1, "threadid": 3, "id": 5, "type": "email",
            "ratingId": 1, "ratingComments": "merci"}]});
        let told = csat(&[report.to_string(), plain]);
        assert_eq!((told.score, told.comment.as_deref()), (3.0, Some("merci")));
    }

    #[test]
    fn pages_of_what_is_not_read_say_what_it_is() {
        let page = |embedded: Value| {
            json!({"_embedded": embedded, "page": {"totalElements": 1}, "_links": {}}).to_string()
        };
        let files = [page(json!({"mailboxes": [{"id": 1, "name": "Help"}]})), page(json!({"threads": []}))];
        assert_eq!(taken("helpscout", &files).beside, ["mailboxes", "pages without records"]);
    }

    #[test]
    fn threads_without_a_conversation_are_named() {
        let page = json!({"_embedded": {"threads": [thread(3, "customer", 8, "active", Value::Null, "It leaks")]},
            "page": {"totalElements": 1}});
        let said = refused("helpscout", &page.to_string());
        assert!(said[0].contains("conversation"), "{said:?}");
    }

    #[test]
    fn threads_beside_their_conversation() {
        let whole = second(json!([thread(3, "customer", 8, "active", Value::Null, "It leaks")]));
        let mut bare = whole.clone();
        bare["_embedded"] = json!({});
        let beside = json!({"conversation": bare, "threads": whole["_embedded"]["threads"]});
        for file in [json!({"conversations": [whole]}), beside] {
            assert_eq!(taken("helpscout", &[file.to_string()]).lines("5").len(), 1, "{file}");
        }
    }
}
