//! Mail: a mailbox (mbox) or one mail (eml). A thread is a conversation.
//!
//! Mail has no status, no tags and no ratings, and does not say who works where: an agent is whom the person named by
//! address or name, and whoever writes from the same company; otherwise whoever wrote first is the customer.

mod mbox;
mod message;
mod quotes;
mod threads;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::people::Agents;
use super::{Carries, Fed, Refusal, Settled};
use crate::both;
use crate::domain::problem::Problem;
use crate::words::Bilingual;
use mbox::{LONGEST_MAIL, Mails};
use message::Reader;
pub use quotes::own_words;

/// The word in flags, and the source of its conversations.
pub(super) const WORD: &str = "mail";

/// Which headers carry which notion.
pub(super) static CARRIES: &[Carries] = &[
    Carries {
        notion: Bilingual::fixed("conversation", "conversation"),
        field: "References, In-Reply-To, Message-ID; else Subject, From and To",
    },
    Carries { notion: Bilingual::fixed("time", "heure"), field: "Date; else Received, the From line" },
    Carries { notion: Bilingual::fixed("author", "auteur"), field: "From" },
    Carries {
        notion: Bilingual::fixed("programs", "programmes"),
        field: "Auto-Submitted, X-Autoreply, Precedence",
    },
];

/// Whether a file that begins like this is mail: a mailbox's first line, or headers of mail.
pub(super) fn is_mail(text: &str) -> bool {
    const KNOWN: [&str; 10] = [
        "from",
        "to",
        "date",
        "subject",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "dkim-signature",
    ];
    let mut lines = text.lines();
    if text.starts_with("From ") {
        let first = lines.next().unwrap_or_default();
        let header = lines.next().is_some_and(|line| mbox::is_header(line.as_bytes()));
        return header && (mbox::is_from_line(first.as_bytes()) || first.split_whitespace().count() <= 3);
    }
    let mut known = 0;
    for (place, line) in lines.take(80).take_while(|line| !line.trim().is_empty()).enumerate() {
        let folded = place > 0 && line.starts_with([' ', '\t']);
        if !folded && !mbox::is_header(line.as_bytes()) {
            return false;
        }
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        known += usize::from(KNOWN.contains(&name.as_str()));
    }
    known >= 2
}

/// Reads a file to its end, or until `sink` breaks.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    source: &str,
    settled: &Settled,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let mut mails = Mails::new(input);
    let mut reader = Reader::new(file, source, Agents::of(&settled.agents));
    while let Some(raw) = mails.next().map_err(|error| Refusal::unreadable(file, &error))? {
        let mut fed = Vec::new();
        if raw.cut {
            let most = LONGEST_MAIL >> 20;
            let said = both!(
                "the mail is longer than {most} MiB; what lies beyond was not read",
                "le courrier dépasse {most} Mio ; la suite n’a pas été lue"
            );
            fed.push(Fed::Warning(Problem::at(raw.line, "", "", said).in_file(file)));
        }
        reader.take(&raw, &mut fed);
        if fed.into_iter().try_for_each(&mut *sink).is_break() {
            break;
        }
    }
    Ok(())
}
