//! What Intercom's files look like.

use crate::formats::import::desk::shape::{Claim, Shape};

/// Where records lie.
static PLACES: [&str; 6] = ["", "conversations", "tickets", "data", "data.item", "scorecards"];

/// Keys below one place that nobody else writes together.
static SURE: [&[&str]; 12] = [
    &["scorecard_id", "scorecard_version_id"],
    &["ticket_attributes", "ticket_state"],
    &["ticket_attributes", "ticket_parts"],
    &["source.delivered_as"],
    &["source.author", "contacts", "statistics"],
    &["source.author", "admin_assignee_id"],
    &["conversation_message.author"],
    &["conversation_parts.conversation_parts"],
    &["conversation_parts.total_count", "source"],
    &["admin_assignee_id", "team_assignee_id"],
    &["workspace_id", "unsubscribed_from_emails"],
    &["away_mode_enabled", "has_inbox_seat"],
];

/// The kinds of lists that Intercom names.
static LISTS: [&str; 12] = [
    "conversation.list",
    "ticket.list",
    "conversation_part.list",
    "admin.list",
    "contact.list",
    "user.list",
    "lead.list",
    "tag.list",
    "team.list",
    "segment.list",
    "company.list",
    "notification_event",
];

/// Whether a JSON file is Intercom's.
pub(super) fn claims(shape: &Shape) -> Claim {
    if LISTS.contains(&shape.value_of("type")) {
        return Claim::Surely;
    }
    for at in PLACES {
        let kind = if at.is_empty() { "type".to_owned() } else { format!("{at}.type") };
        let kind = shape.value_of(&kind);
        if SURE.iter().any(|keys| shape.all(at, keys))
            || kind == "conversation"
                && ["source", "conversation_parts"].iter().any(|key| shape.all(at, &[key]))
            || kind == "conversation_part" && shape.all(at, &["part_type"])
        {
            return Claim::Surely;
        }
        let person = matches!(kind, "contact" | "user" | "lead" | "visitor");
        if person
            && ["app_id", "workspace_id", "user_id", "external_id"].iter().any(|key| shape.all(at, &[key]))
        {
            return Claim::Likely;
        }
        if kind == "admin" && shape.all(at, &["email"]) {
            return Claim::Likely;
        }
    }
    Claim::No
}

/// Tables by columns that only they have; the first that fits counts.
static TABLES: [(&str, &[&str]); 10] = [
    ("conversation_history", &["id", "source_author_id", "source_delivered_as", "state"]),
    ("conversation_history", &["id", "source_body", "source_type", "state"]),
    ("conversation_part_history", &["id", "conversation_id", "part_type", "author_id"]),
    ("conversation_contact_history", &["contact_id", "conversation_id", "conversation_updated_at"]),
    ("conversation_tag_history", &["tag_id", "conversation_id", "conversation_updated_at"]),
    ("contact_history", &["id", "role", "unsubscribed_from_emails", "workspace_id"]),
    ("contact_history", &["id", "role", "unsubscribed_from_emails", "has_hard_bounced"]),
    ("company_history", &["company_id", "monthly_spend", "session_count"]),
    ("admin", &["id", "email", "name", "job_title", "_fivetran_synced"]),
    ("team_admin", &["admin_id", "team_id"]),
];

/// The table with these columns. Those of tags and teams are alike, and beside everything.
pub(super) fn table(header: &[&str]) -> Option<&'static str> {
    let has = |column: &&str| header.iter().any(|known| known.eq_ignore_ascii_case(column));
    let names = ["id", "name", "_fivetran_deleted", "_fivetran_synced"];
    let known = TABLES.iter().find(|(_, columns)| columns.iter().all(has)).map(|(table, _)| *table);
    known.or_else(|| (header.len() == names.len() && names.iter().all(has)).then_some("names"))
}
