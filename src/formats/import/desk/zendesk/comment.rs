//! Comments: of lists, inside tickets, in warehouse tables, in webhooks.

use super::ticket;
use crate::domain::conversation::{Moment, Role};
use crate::domain::shown::Shown;
use crate::formats::import::desk::feeder::{Feeder, Found, Words, entry, said};
use crate::formats::import::desk::record::Record;
use crate::formats::import::part::{Said, Speaker};
use crate::words::Bilingual;

/// A comment of a list. The API's lists do not say whose comments they are.
pub(super) fn take(record: Record<'_>, to: &mut Feeder<'_>) {
    let beside = record.beside("ticket").map(str::to_owned);
    match record.id("ticket_id").or(beside).or_else(|| ticket_of_path(to.file)) {
        Some(ticket) => of_ticket(&ticket, record, to),
        None => {
            let found = record.id("id").unwrap_or_default();
            to.problem("ticket_id", &Shown::short(&found, 40).into_string(), UNPLACED);
        }
    }
}

const UNPLACED: Bilingual = Bilingual::fixed(
    "nothing says which ticket this comment belongs to: name the file after its ticket (tickets/2/comments.json, ticket_2_comments.json or 2.json), or export ticket events with include=comment_events",
    "rien ne dit à quel ticket appartient ce commentaire : donnez au fichier le nom de son ticket (tickets/2/comments.json, ticket_2_comments.json ou 2.json), ou exportez les événements avec include=comment_events",
);

/// A comment of a ticket that is known.
pub(super) fn of_ticket(ticket: &str, record: Record<'_>, to: &mut Feeder<'_>) {
    let at = record.moment("created_at").or_else(|| record.moment("created"));
    let at = at.or_else(|| record.moment("timestamp"));
    let Some(at) = at else { return to.lacks("comments", "created_at") };
    let author = record.id("author_id").or_else(|| record.id("user_id"));
    let author = author.or_else(|| {
        let author = Record::of("author", record.get("author")?)?;
        let id = author.id("id")?;
        super::user(author, to);
        Some(id)
    });
    let message = message(record, at, author, record.text("via.channel"));
    to.piece(Found { conversation: ticket.to_owned(), message: Some(message), ..Found::default() });
}

/// What a comment says, wherever it stands. Zendesk itself, and its rules, write in nobody's name.
pub(super) fn message(record: Record<'_>, at: Moment, author: Option<String>, via: Option<String>) -> Said {
    let via = via.unwrap_or_default().to_ascii_lowercase();
    let by_rule = matches!(via.as_str(), "rule" | "system");
    let speaker = match author {
        Some(_) if !by_rule => Speaker::Person { otherwise: Role::Agent },
        _ => Speaker::Is(Role::System),
    };
    let plain = record.text("body").or_else(|| record.text("plain_body"));
    let words = Words::of(record.text("html_body"), plain);
    let mut message = said(record.id("id"), at, speaker, author, words);
    message.private = record.flag("public").or_else(|| record.flag("is_public")) == Some(false);
    if let Some(spoken) = record.text("data.transcription_text")
        && !message.text.contains(spoken.trim())
    {
        message.text = format!("{}\n\n{}", message.text, spoken.trim()).trim().to_owned();
        message.html = None;
    }
    message
}

/// A webhook of Zendesk's event kind: the ticket as it stands, and a comment where one was added.
pub(super) fn webhook(event: &str, record: Record<'_>, to: &mut Feeder<'_>) {
    let detail = record.get("detail").and_then(|detail| Record::of("ticket", detail));
    let (Some(detail), true) = (detail, event.starts_with("ticket.")) else {
        return to.beside("webhook");
    };
    ticket::take(detail, to);
    let comment = record.get("event.comment").and_then(|comment| Record::of("comment", comment));
    let (Some(conversation), Some(comment)) = (detail.id("id"), comment) else { return };
    let Some(at) = record.moment("time").or_else(|| detail.moment("updated_at")) else {
        return to.lacks("webhook", "time");
    };
    let author = comment.id("author.id");
    if let Some(id) = &author {
        let staff = comment.flag("author.is_staff");
        let role = staff.map(|staff| if staff { Role::Agent } else { Role::Customer });
        to.person(entry(id.clone(), comment.text("author.name"), None, role));
    }
    let message = message(comment, at, author, None);
    to.piece(Found { conversation, message: Some(message), ..Found::default() });
}

/// The ticket that a path names: `tickets/2/comments.json`, `ticket_2_comments.json`, `2_comments.json`, `2.json`. A number
/// that may be a page or a date names none.
fn ticket_of_path(path: &str) -> Option<String> {
    let mut folders = path.split(['/', '\\']).rev();
    let file = folders.next()?.to_lowercase();
    let stem = words(file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem));
    let stem: Vec<&str> = stem.iter().map(String::as_str).collect();
    let about_comments = |word: &&str| word.starts_with("comment");
    let named = match stem.as_slice() {
        [number] if !is_date(number) => Some(number),
        ["ticket" | "tickets", number] if *number != "tickets" => Some(number),
        [number, second, ..] | ["ticket" | "tickets", number, second, ..]
            if about_comments(second) && stem.iter().filter(|word| is_number(word)).count() == 1 =>
        {
            Some(number)
        }
        ["comment" | "comments", "ticket", number]
        | ["comment" | "comments", "of" | "for", "ticket", number] => Some(number),
        ["comment" | "comments", number] if is_no_page(number) => Some(number),
        _ => None,
    };
    if let Some(number) = named.filter(|number| is_number(number)) {
        return Some((*number).to_owned());
    }
    let folder = words(&folders.next()?.to_lowercase());
    match folder.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [number] | ["ticket", number]
            if is_number(number) && !is_date(number) && stem.first().is_some_and(about_comments) =>
        {
            Some((*number).to_owned())
        }
        _ => None,
    }
}

/// Runs of letters, and runs of digits.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        if kind.is_some() {
            match words.last_mut().filter(|_| before == kind) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
        }
        before = kind;
    }
    words
}

fn is_number(word: &str) -> bool {
    word.len() <= 18 && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.starts_with('0')
}

/// Nobody has so many pages; years and months have fewer digits or begin with a century.
fn is_no_page(word: &str) -> bool {
    word.len() >= 5 && !word.starts_with("19") && !word.starts_with("20")
}

fn is_date(word: &str) -> bool {
    word.len() >= 8 && (word.starts_with("19") || word.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_name_a_ticket_and_paths_that_do_not() {
        for path in [
            "tickets/2/comments.json",
            "zd\\tickets\\2\\comments.json",
            "/x/ticket_2_comments.json",
            "ticket-2-comments.page1.json",
            "tickets_2_comments.json",
            "comments-ticket-2.json",
            "comments_for_ticket_2.ndjson",
            "2_comments.json",
            "2.json",
            "Ticket2.json",
            "ticket_2/comments.json",
            "tickets/2/comments_1.json",
        ] {
            let pages = path.contains("page1");
            assert_eq!(ticket_of_path(path).as_deref(), (!pages).then_some("2"), "{path}");
        }
        assert_eq!(ticket_of_path("comments_35436.json").as_deref(), Some("35436"));
        for path in [
            "comments.json",
            "ticket_comments.json",
            "comments_2.json",
            "comments-page-2.json",
            "comments_2024.json",
            "comments_202405.json",
            "2024-05-01.json",
            "20240501.json",
            "export/2/tickets.json",
            "2024/05/comments.json",
            "0.json",
            "-",
            "",
            "2/3/",
            "é２.json",
        ] {
            assert_eq!(ticket_of_path(path), None, "{path}");
        }
    }
}
