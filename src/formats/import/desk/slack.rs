//! Slack: the export of a workspace, as its archive or unpacked: `users.json`, `channels.json` and a list of messages for
//! each channel and day.
//!
//! A thread is a conversation. Messages outside of threads make one conversation for each channel and day, because
//! nothing in the export says which of them belong together, and because days stay the same from one export to the
//! next. Channel and day are told by the folder and the file that a message stands in: the records do not say.
//!
//! Slack does not know customers. Guests and people of other companies are taken for customers, whom the person named
//! for agents; of the rest whoever wrote first is the customer.

use super::feeder::{Feeder, Found, Words, entry, said};
use super::record::Record;
use super::{Carries, Claim, Desk, Shape};
use crate::domain::conversation::{Moment, Role};
use crate::formats::import::part::{About, Speaker};
use crate::formats::import::time::unix_number;
use crate::words::Bilingual;

/// Its reader.
pub(super) struct Slack;

impl Desk for Slack {
    fn word(&self) -> &'static str {
        "slack"
    }

    fn name(&self) -> &'static str {
        "Slack"
    }

    fn lists(&self) -> &'static [&'static str] {
        // As its API answers; an export has bare lists.
        &["messages", "members"]
    }

    fn claims(&self, shape: &Shape) -> Claim {
        let stamped = |ts: &str, kind: &str| {
            let stamp = shape.value_of(ts);
            let digits = stamp.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            stamp.contains('.') && digits && shape.value_of(kind) == "message"
        };
        if stamped("ts", "type") || stamped("messages.ts", "messages.type") {
            Claim::Surely
        } else if ["", "members"].iter().any(|at| shape.all(at, &["id", "team_id", "name", "profile"]))
            || shape.all("", &["id", "created", "members"]) && !shape.has("name")
            || shape.all("", &["id", "created", "creator", "topic.value"])
            || shape.all("", &["id", "created", "creator", "purpose.value"])
            || shape.all("", &["service_type", "change_type"])
        {
            Claim::Likely
        } else {
            Claim::No
        }
    }

    fn take(&self, record: Record<'_>, to: &mut Feeder<'_>) {
        if record.get("ts").is_some() {
            message(record, to);
        } else if record.get("profile").is_some() || record.get("team_id").is_some() {
            user(record, to);
        } else if record.get("service_type").is_some() || record.get("change_type").is_some() {
            to.beside("integration logs");
        } else if record.get("members").is_some() || record.get("created").is_some() {
            to.beside("channels");
        } else {
            to.lacks("message", "ts");
        }
    }

    fn carries(&self) -> &'static [Carries] {
        CARRIES
    }
}

static CARRIES: &[Carries] = &[
    Carries {
        notion: Bilingual::fixed("conversation", "conversation"),
        field: "thread_ts; else <channel>/<day>.json",
    },
    Carries { notion: Bilingual::fixed("message", "message"), field: "text, ts, user" },
    Carries {
        notion: Bilingual::fixed("people", "personnes"),
        field: "users.json: profile.email, real_name",
    },
    Carries {
        notion: Bilingual::fixed("programs", "programmes"),
        field: "bot_id, subtype bot_message, is_bot",
    },
];

fn user(record: Record<'_>, to: &mut Feeder<'_>) {
    let Some(id) = record.text("id") else { return to.lacks("user", "id") };
    let name = ["profile.real_name", "real_name", "profile.display_name", "name"];
    let name = name.into_iter().find_map(|path| record.text(path));
    let address = record.text("profile.email");
    let flag = |path| record.flag(path) == Some(true);
    let known = [
        Some(id.clone()),
        name.clone(),
        address.clone(),
        record.text("name"),
        record.text("profile.display_name"),
    ];
    let role = if flag("is_bot") || id == "USLACKBOT" {
        Some(Role::Bot)
    } else if known.iter().flatten().any(|who| to.agents.told(who)) {
        Some(Role::Agent)
    } else if flag("is_restricted") || flag("is_ultra_restricted") || flag("is_stranger") {
        Some(Role::Customer)
    } else {
        None
    };
    to.person(entry(id, name, address, role));
}

/// Lines that the service writes about a channel.
const OF_THE_CHANNEL: [&str; 28] = [
    "channel_join",
    "channel_leave",
    "channel_topic",
    "channel_purpose",
    "channel_name",
    "channel_archive",
    "channel_unarchive",
    "channel_convert_to_private",
    "channel_posting_permissions",
    "group_join",
    "group_leave",
    "group_topic",
    "group_purpose",
    "group_name",
    "group_archive",
    "group_unarchive",
    "bot_add",
    "bot_remove",
    "bot_enable",
    "bot_disable",
    "pinned_item",
    "unpinned_item",
    "reminder_add",
    "reminder_delete",
    "app_conversation_join",
    "huddle_thread",
    "joiner_notification",
    "sh_room_created",
];

fn message(record: Record<'_>, to: &mut Feeder<'_>) {
    let subtype = record.text("subtype").unwrap_or_default();
    let deleted = ["message_deleted", "tombstone"].contains(&subtype.as_str());
    if deleted || record.flag("hidden") == Some(true) && subtype != "message_changed" {
        return to.beside("deleted messages");
    }
    if subtype == "message_changed"
        && let Some(changed) = record.get("message").and_then(|value| Record::of("message", value))
    {
        return message(changed, to);
    }
    let Some(ts) = record.text("ts") else { return to.lacks("message", "ts") };
    let Some(at) = moment(&ts) else { return to.lacks("message", "ts") };
    let (channel, day) = place(to.file);
    let thread = record
        .text("thread_ts")
        .unwrap_or_else(|| day.map_or_else(|| at.rfc3339().chars().take(10).collect(), str::to_owned));
    let conversation = if channel.is_empty() { thread } else { format!("{channel}/{thread}") };
    let user = ["user", "comment.user", "user_id"].into_iter().find_map(|path| record.id(path));
    let program = ["bot_profile.name", "username", "bot_id"].into_iter().find_map(|path| record.text(path));
    if let (Some(id), Some(name)) = (&user, record.text("user_profile.real_name")) {
        to.person(entry(id.clone(), Some(name), None, None));
    }
    let speaker = if OF_THE_CHANNEL.contains(&subtype.as_str()) {
        Speaker::Is(Role::System)
    } else if subtype == "bot_message" || user.is_none() && program.is_some() {
        Speaker::Is(Role::Bot)
    } else if user.as_ref().is_some_and(|user| to.agents.told(user)) {
        Speaker::Is(Role::Agent)
    } else {
        Speaker::Known { opener: Role::Customer, others: Role::Agent }
    };
    let (text, mentions) = plain(&words(record));
    let mut said = said(Some(ts), at, speaker, user.or(program), Words::Text(text));
    said.mentions = mentions;
    let subject = if channel.is_empty() { String::new() } else { format!("#{channel}") };
    let about = About { channel: "chat".to_owned(), subject, ..About::default() };
    to.alone(Found { conversation, about, message: Some(said), ..Found::default() });
}

/// The channel and the day of the file that a message stands in: `…/general/2026-03-02.json`.
fn place(file: &str) -> (&str, Option<&str>) {
    let mut parts = file.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let day = name.get(..10).filter(|day| {
        let shape =
            |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
        day.bytes().enumerate().all(shape)
    });
    let folder = parts.next().filter(|_| day.is_some()).unwrap_or_default();
    (folder, day)
}

/// Seconds with microseconds; read as whole numbers, because a float does not hold both.
fn moment(ts: &str) -> Option<Moment> {
    let (seconds, micros) = ts.split_once('.').unwrap_or((ts, "0"));
    let whole = unix_number(seconds.parse().ok().filter(|seconds: &f64| *seconds < 1.0e11)?)?;
    let micros: String = format!("{micros:0<6}").chars().take(6).collect();
    Some(Moment { micros: whole.micros + micros.parse::<u32>().ok().map(i64::from)?, ..whole })
}

/// What is said: the text; for programs that send none what stands in its place; and the names of files.
fn words(record: Record<'_>) -> String {
    let mut text = record.text("text").unwrap_or_default();
    if text.trim().is_empty() {
        let of_card = |card: Record<'_>| {
            let lines = ["pretext", "title", "text"].into_iter().filter_map(|path| card.text(path));
            let lines: Vec<String> = lines.collect();
            if lines.is_empty() { card.text("fallback") } else { Some(lines.join("\n")) }
        };
        let cards: Vec<String> = record.records("attachments").filter_map(of_card).collect();
        text = cards.join("\n");
    }
    let files = record.records("files").filter_map(|file| file.text("name").or_else(|| file.text("title")));
    let old = record.text("file.name").filter(|_| record.list("files").is_empty());
    for name in files.chain(old) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[{name}]"));
    }
    text
}

/// The text without mark-up, and whom it mentions by number: `@U1` stands where a name will.
fn plain(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut mentions = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let inside = &rest[start + 1..];
        match inside.find(['>', '<', '\n']) {
            Some(end) if inside[end..].starts_with('>') => {
                out.push_str(&mark(&inside[..end], &mut mentions));
                rest = &inside[end + 1..];
            }
            _ => {
                out.push('<');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    (out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), mentions)
}

fn mark(inside: &str, mentions: &mut Vec<String>) -> String {
    let (target, label) =
        inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
    let label = label.filter(|label| !label.is_empty());
    match target.as_bytes().first() {
        Some(b'@') => match label {
            Some(label) => format!("@{}", label.trim_start_matches('@')),
            None => {
                let id = &target[1..];
                if !id.is_empty() && !mentions.iter().any(|known| known == id) {
                    mentions.push(id.to_owned());
                }
                target.to_owned()
            }
        },
        Some(b'#') => format!("#{}", label.unwrap_or(&target[1..])),
        Some(b'!') => match label {
            Some(label) => label.to_owned(),
            None => format!("@{}", target[1..].split('^').next().unwrap_or_default()),
        },
        _ => {
            let address = target.trim_start_matches("mailto:").trim_start_matches("tel:");
            match label {
                Some(label) if label != address && label != target => format!("{label} ({address})"),
                _ => address.to_owned(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_up() {
        for (text, expected) in [
            (
                "hi <@U1>, see <https://x.example/a?b=1&amp;c|the page> &lt;3",
                "hi @U1, see the page (https://x.example/a?b=1&c) <3",
            ),
            ("<@U1|tom> in <#C1|general> and <#C2>", "@tom in #general and #C2"),
            ("<!here> <!subteam^S1|@shop> <!date^1^{date}|today>", "@here @shop today"),
            ("<mailto:a@b.example|a@b.example> <https://x.example>", "a@b.example https://x.example"),
            ("a < b and <broken\nx> :smile: &amp;amp;", "a < b and <broken\nx> :smile: &amp;"),
        ] {
            assert_eq!(plain(text).0, expected);
        }
        assert_eq!(plain("<@U1> <@U2> <@U1>").1, ["U1", "U2"]);
    }

    #[test]
    fn places_and_times() {
        assert_eq!(place("x.zip/general/2026-03-02.json"), ("general", Some("2026-03-02")));
        assert_eq!(place("2026-03-02.json"), ("", Some("2026-03-02")));
        assert_eq!(place("a/messages.json"), ("", None));
        assert_eq!(moment("1772445731.000200").unwrap().rfc3339(), "2026-03-02T10:02:11.0002Z");
        assert_eq!(moment("x"), None);
        assert_eq!(moment("1772445731.x"), None);
    }

    #[test]
    fn lists_of_its_api_and_of_direct_messages() {
        use super::super::trial::{line, taken};
        use serde_json::json;
        let said = |user: &str, ts: &str, text: &str| json!({"type": "message", "user": user, "ts": ts, "thread_ts": "1772445731.000100", "text": text});
        let history = json!({"ok": true, "has_more": false, "messages": [said("U2", "1772445791.000200", "Coming"),
            said("U1", "1772445731.000100", "Where is it?")]});
        let users = json!({"ok": true, "members": [{"id": "U2", "team_id": "T1", "name": "lea",
            "profile": {"real_name": "Léa", "email": "lea@shop.example"}}]});
        let direct = json!([{"id": "D1", "created": 1_577_880_000, "members": ["U1", "U2"]}]);
        let taken = taken("slack", &[history.to_string(), users.to_string(), direct.to_string()]);
        assert_eq!(
            taken.conversations[0].messages.iter().map(line).collect::<Vec<_>>(),
            ["customer U1: Where is it?", "agent lea@shop.example: Coming"]
        );
        assert_eq!(taken.beside, ["channels"]);
    }
}
