//! Zendesk Support: tickets, comments, audits, metrics, ratings and users of its API in every envelope, account exports,
//! connectors' lines, warehouse tables; and what is pushed into Zendesk QA. Tickets, comments and people are separate
//! resources that name each other by number.

mod audit;
mod chat;
mod comment;
mod look;
mod pushed;
mod ticket;

use super::Desk;
use super::feeder::{Feeder, entry};
use super::record::Record;
use super::shape::{Carries, Claim, Shape, carries};
use crate::domain::conversation::{Role, Status};

/// Zendesk.
pub(super) struct Zendesk;

static CARRIES: [Carries; 11] = [
    carries("conversation", "conversation", "ticket `id`"),
    carries(
        "messages",
        "messages",
        "comments: `html_body` or `body`, `created_at`, `author_id`; `ticket_id`, else the file’s path (tickets/2/comments.json)",
    ),
    carries("private notes", "notes internes", "comments: `public` false"),
    carries("agent", "conseiller", "ticket `assignee_id`; users: `role` agent or admin"),
    carries("customer", "client", "ticket `requester_id`; users: `role` end-user"),
    carries("status", "statut", "ticket `status`"),
    carries("tags", "étiquettes", "ticket `tags`"),
    carries(
        "rating",
        "note du client",
        "`satisfaction_rating.score`, survey responses: `rating_category`; good is 1, bad is 0",
    ),
    carries(
        "transfers, reopenings",
        "transferts, réouvertures",
        "audits: changes of `assignee_id`, `status`; metrics: `reopens`",
    ),
    carries("macro", "macro", "audits: `AgentMacroReference`"),
    carries(
        "the help desk’s own figures",
        "chiffres du logiciel",
        "`metric_set`, ticket metrics: minutes by calendar and business hours",
    ),
];

/// Lists of envelopes, and single objects under a name.
static LISTS: [&str; 30] = [
    "tickets",
    "ticket",
    "results",
    "comments",
    "comment",
    "audits",
    "audit",
    "ticket_events",
    "ticket_metrics",
    "ticket_metric",
    "metric_sets",
    "ticket_metric_events",
    "satisfaction_ratings",
    "satisfaction_rating",
    "satisfaction_reasons",
    "survey_responses",
    "survey_response",
    "users",
    "user",
    "groups",
    "group",
    "macros",
    "macro",
    "organizations",
    "organization",
    "ticket_fields",
    "ticket_forms",
    "brands",
    "deleted_tickets",
    "suspended_tickets",
];

impl Desk for Zendesk {
    fn word(&self) -> &'static str {
        "zendesk"
    }

    fn name(&self) -> &'static str {
        "Zendesk"
    }

    fn lists(&self) -> &'static [&'static str] {
        &LISTS
    }

    fn claims(&self, shape: &Shape) -> Claim {
        look::claims(shape)
    }

    fn table(&self, header: &[&str]) -> Option<&'static str> {
        look::table(header)
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        let kind = record.text("type").unwrap_or_default();
        if let Some(event) = kind.strip_prefix("zen:event-type:") {
            return comment::webhook(event, record, to);
        }
        if !record.has("id") && !record.list("data").is_empty() {
            return record.records("data").for_each(|record| take_one(record, to));
        }
        take_one(record, to);
    }

    fn carries(&self) -> &'static [Carries] {
        &CARRIES
    }
}

/// What a record is, by its list, else by its fields.
fn take_one(record: Record<'_>, to: &mut Feeder<'_>) {
    match record.list {
        "tickets" | "ticket" => ticket::take(record, to),
        "comments" | "comment" | "ticket_comments" | "ticket_comment" => comment::take(record, to),
        "audits" | "audit" | "ticket_audits" | "ticket_events" => audit::take(record, to),
        "ticket_metrics" | "ticket_metric" | "metric_sets" => ticket::metrics(record, to),
        "satisfaction_ratings" | "satisfaction_rating" => ticket::rating(record, to),
        "survey_responses" | "survey_response" => ticket::survey(record, to),
        "users" | "user" => user(record, to),
        "ticket_field_history" => audit::field_history(record, to),
        "ticket_tag" => ticket::tag(record, to),
        "ticket_chat" => chat::opened(record, to),
        "ticket_chat_event" => chat::event(record, to),
        "" | "results" | "data" => by_fields(record, to),
        list => to.beside(list),
    }
}

fn by_fields(record: Record<'_>, to: &mut Feeder<'_>) {
    let has = |keys: &[&str]| keys.iter().any(|key| record.has(key));
    match record.text("result_type").as_deref() {
        None | Some("ticket" | "user") => {}
        Some(other) => return to.beside(other),
    }
    if has(&["assigneeEmail", "assigneeName"]) {
        pushed::take(record, to);
    } else if has(&["events", "child_events"]) && has(&["ticket_id"]) {
        audit::take(record, to);
    } else if has(&["subjects"]) && has(&["answers"]) {
        ticket::survey(record, to);
    } else if has(&["score"]) && has(&["ticket_id"]) {
        ticket::rating(record, to);
    } else if has(&["assignee_stations", "reply_time_in_minutes", "reply_time_in_seconds"]) {
        ticket::metrics(record, to);
    } else if has(&["instance_id"]) && has(&["metric"]) {
        to.beside("ticket_metric_events");
    } else if has(&["requester_id", "submitter_id"]) {
        ticket::take(record, to);
    } else if has(&["author_id"]) && has(&["body", "html_body", "plain_body"]) {
        comment::take(record, to);
    } else if has(&["role"]) && has(&["email", "name"]) {
        user(record, to);
    } else if has(&["actions"]) {
        to.beside("macros");
    } else if has(&["count"]) {
        to.beside("count");
    } else if has(&["id"]) {
        to.beside("zendesk");
    } else if let Some(list) = record.fields.iter().find(|(_, value)| value.is_array()).map(|(key, _)| key) {
        // An envelope of a resource that is none of ours, such as `views`.
        to.beside(list);
    } else {
        to.lacks("", "id");
    }
}

fn user(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.id("id") else { return to.lacks("users", "id") };
    let role = match record.text("role").as_deref() {
        Some("end-user" | "end_user") => Some(Role::Customer),
        Some("agent" | "admin" | "owner") => Some(Role::Agent),
        _ => None,
    };
    to.person(entry(id, record.text("name"), record.text("email"), role));
}

/// A status; `None` for words that are none, such as `deleted`. On hold waits for a third party: not for the agent.
fn status(word: &str) -> Option<Status> {
    match word.trim().to_ascii_lowercase().as_str() {
        "new" | "open" => Some(Status::Open),
        "pending" | "hold" | "on-hold" | "on_hold" => Some(Status::Pending),
        "solved" => Some(Status::Solved),
        "closed" => Some(Status::Closed),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
