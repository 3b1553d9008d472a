//! What Zendesk's files look like.

use super::LISTS;
use crate::formats::import::desk::shape::{Claim, Shape};

/// Where records lie: by themselves, or in an envelope's list.
fn places() -> impl Iterator<Item = &'static str> {
    ["", "data"].into_iter().chain(LISTS)
}

/// Keys below one place that nobody else writes together.
static SURE: [&[&str]; 18] = [
    &["survey_id", "subjects", "answers"],
    &["requester_id", "submitter_id", "via"],
    &["requester_id", "submitter_id", "raw_subject"],
    &["requester_id", "submitter_id", "assignee_id"],
    &["author_id", "public", "plain_body"],
    &["author_id", "public", "audit_id"],
    &["events.type", "ticket_id", "via"],
    &["child_events", "ticket_id"],
    &["ticket_id", "assignee_stations"],
    &["ticket_id", "reply_time_in_minutes"],
    &["ticket_id", "metric", "instance_id"],
    &["role", "ticket_restriction"],
    &["role", "only_private_comments"],
    &["role", "two_factor_auth_enabled", "locale_id"],
    &["title", "title_in_portal"],
    &["assigneeEmail", "comments"],
    &["assigneeEmail", "ticketFields"],
    &["reason_code", "value", "raw_value"],
];

static LIKELY: [(&str, &[&str]); 11] = [
    ("", &["author_id", "ticket_id", "public", "body"]),
    ("comments", &["author_id", "public", "body"]),
    ("comment", &["author_id", "public", "body"]),
    ("satisfaction_ratings", &["score", "ticket_id"]),
    ("satisfaction_rating", &["score", "ticket_id"]),
    ("", &["ticket_id", "requester_id", "assignee_id", "score"]),
    ("macros", &["active", "title"]),
    ("macro", &["active", "title"]),
    ("tickets", &["requester_id", "submitter_id"]),
    ("", &["requester_id", "submitter_id"]),
    ("count", &["value", "refreshed_at"]),
];

/// Whether a JSON file is Zendesk's.
pub(super) fn claims(shape: &Shape) -> Claim {
    if shape.value_of("type").starts_with("zen:event-type:") {
        return Claim::Surely;
    }
    for at in places() {
        let url = if at.is_empty() { "url".to_owned() } else { format!("{at}.url") };
        let url = shape.value_of(&url);
        if url.contains(".zendesk.com/api/v2/") || SURE.iter().any(|keys| shape.all(at, keys)) {
            return Claim::Surely;
        }
    }
    let slim = ["users.role", "user.role"].iter().any(|role| shape.value_of(role) == "end-user");
    if slim || LIKELY.iter().any(|(at, keys)| shape.all(at, keys)) {
        return Claim::Likely;
    }
    let paged = shape.has("next_page") && shape.has("previous_page") || shape.has("after_cursor");
    if paged && LISTS.iter().any(|list| *list != "results" && shape.has(list)) {
        return Claim::Maybe;
    }
    Claim::No
}

/// Tables by columns that only they have; the first that fits counts. What is beside conversations and people is known
/// too, so that a folder of tables can be taken in whole.
static TABLES: [(&str, &[&str]); 21] = [
    ("ticket", &["id", "requester_id", "submitter_id", "via_channel"]),
    ("ticket", &["id", "requester_id", "submitter_id", "status", "description"]),
    ("ticket_chat_event", &["chat_id", "chat_index", "actor_id"]),
    ("ticket_chat", &["chat_id", "ticket_id", "visitor_id"]),
    ("ticket_comment", &["id", "ticket_id", "body", "public", "user_id"]),
    ("ticket_comment", &["id", "ticket_id", "body", "public", "author_id"]),
    ("ticket_field_history", &["field_name", "ticket_id", "updated", "value"]),
    ("ticket_tag", &["tag", "ticket_id"]),
    ("satisfaction_rating", &["id", "ticket_id", "score", "requester_id", "assignee_id"]),
    ("user", &["id", "role", "ticket_restriction", "email"]),
    ("user", &["id", "role", "only_private_comments", "email"]),
    ("group", &["id", "name", "url", "created_at", "updated_at", "_fivetran_deleted"]),
    ("schedule", &["start_time_utc", "end_time_utc", "time_zone"]),
    ("ticket_schedule", &["ticket_id", "schedule_id"]),
    ("ticket_sla_policy", &["ticket_id", "sla_policy_id", "policy_applied_at"]),
    ("sla_policy_metric_history", &["sla_policy_id", "metric", "target"]),
    ("ticket_form_history", &["id", "display_name", "end_user_visible"]),
    ("audit_log", &["actor_id", "change_description", "source_label", "source_type"]),
    ("organization", &["id", "shared_tickets", "shared_comments"]),
    ("brand", &["id", "brand_url", "has_help_center"]),
    ("domain_name", &["domain_name", "organization_id"]),
];

/// The table with these columns.
pub(super) fn table(header: &[&str]) -> Option<&'static str> {
    let has = |column: &&str| header.iter().any(|known| known.eq_ignore_ascii_case(column));
    TABLES.iter().find(|(_, columns)| columns.iter().all(has)).map(|(table, _)| *table)
}
