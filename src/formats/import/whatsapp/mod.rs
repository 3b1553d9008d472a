//! WhatsApp: a chat exported as text, from any phone in any language; and chats of Signal, whose text looks alike.
//!
//! One chat is one conversation, named by those in it who are no agents; an export taken later goes on with it, and what
//! both hold is taken in once. The file has no zone: the person's is taken, and said. It is read twice, because only the
//! whole of it tells days from months.

mod header;
mod survey;

use std::io::{BufRead, BufReader, Seek};
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tempfile::SpooledTempFile;

use self::header::{Header, Order, header, is_mark};
use self::survey::{Doubt, Survey};
use super::lines::{Line, Lines};
use super::part::{About, Kind, OfDesk, Part, Said, Speaker};
use super::people::Agents;
use super::spool::spool;
use super::{Carries, Fed, Refusal, Settled};
use crate::both;
use crate::domain::conversation::{Moment, Role};
use crate::domain::digest::Digest;
use crate::domain::problem::Problem;
use crate::words::Bilingual;

/// The word in flags, and the source of its conversations.
pub(super) const WORD: &str = "whatsapp";
/// The same for Signal.
pub(super) const SIGNAL: &str = "signal";

/// What of a line carries which notion.
pub(super) static CARRIES: &[Carries] = &[
    Carries { notion: Bilingual::fixed("conversation", "conversation"), field: "the chat, by who is in it" },
    Carries { notion: Bilingual::fixed("time", "heure"), field: "the line's date and time, in your zone" },
    Carries { notion: Bilingual::fixed("author", "auteur"), field: "the name before the colon" },
];

/// The longest file, in bytes: phones stop at 40 000 messages.
const LONGEST: u64 = 1 << 30;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 1 << 20;
/// The longest message, in bytes.
const LONGEST_TEXT: usize = 4 << 20;

/// Whether a file that begins like this is an export, or one of Signal that looks alike.
pub(super) fn is_export(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim_matches(is_mark).trim().is_empty());
    lines.next().is_some_and(|line| header(line).is_some())
}

/// Whether it is a chat of Signal: a day with the year first, in brackets, to the minute.
pub(super) fn is_signal(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let bytes = line.as_bytes();
    is_export(text)
        && bytes.first() == Some(&b'[')
        && bytes.get(5) == Some(&b'-')
        && bytes.get(18) == Some(&b']')
}

/// Reads a file of `app`, one of the words, to its end, or until `sink` breaks.
pub(super) fn read(
    input: &mut dyn BufRead,
    file: &str,
    app: &'static str,
    source: &str,
    settled: &Settled,
    sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    let unreadable = |error: std::io::Error| Refusal::unreadable(file, &error);
    let Some(mut kept) = spool(input, LONGEST).map_err(unreadable)? else {
        let most = LONGEST >> 30;
        return Err(Refusal::whole(
            file,
            "",
            both!("a chat of at most {most} GiB", "une discussion d’au plus {most} Gio"),
        ));
    };
    let survey = look(&mut kept, file)?;
    if survey.messages == 0 {
        let accepted = Bilingual::fixed(
            "no line begins with a date and a time, as those of a WhatsApp export do",
            "aucune ligne ne commence par une date et une heure, comme dans un export WhatsApp",
        );
        return Err(Refusal::whole(file, "", accepted));
    }
    let told = settled.day_first.map(|day| if day { Order::Day } else { Order::Month });
    let order = survey.order(told).map_err(|doubt| match doubt {
        Doubt::Open => Refusal::whole(file, "", doubt.said()),
        Doubt::Contradiction(line) => Refusal::at(file, line, "", doubt.said()),
    })?;
    let Some(zone) = settled.zone.clone() else {
        let accepted = Bilingual::fixed(
            "the time zone of the phone, which the file does not say: --zone Europe/Paris",
            "le fuseau horaire du téléphone, que le fichier ne dit pas : --zone Europe/Paris",
        );
        return Err(Refusal::whole(file, "", accepted));
    };
    kept.rewind().map_err(unreadable)?;
    let people = survey.people();
    let agents = Agents::of(&settled.agents);
    let mut chat = Chat::new(file, app, source, order, zone, people, agents);
    if chat.begin(sink).is_break() {
        return Ok(());
    }
    let mut reader = BufReader::new(kept);
    let mut lines = Lines::new(&mut reader, LONGEST_LINE);
    while let Some((number, line)) = lines.next().map_err(unreadable)? {
        let flow = match line {
            Line::Bytes(bytes) => chat.line(number, &String::from_utf8_lossy(bytes), sink),
            Line::TooLong => {
                let accepted = Bilingual::fixed("a line of at most 1 MiB", "une ligne d’au plus 1 Mio");
                sink(Fed::Problem(Problem::at(number, "", "", accepted).in_file(file)))
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    let _ = chat.end(sink);
    Ok(())
}

/// The first reading.
fn look(kept: &mut SpooledTempFile, file: &str) -> Result<Survey, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::unreadable(file, &error);
    let mut survey = Survey::default();
    let mut reader = BufReader::new(kept);
    let mut lines = Lines::new(&mut reader, LONGEST_LINE);
    while let Some((number, line)) = lines.next().map_err(unreadable)? {
        let Line::Bytes(bytes) = line else { continue };
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let accepted = Bilingual::fixed("a line in UTF-8", "une ligne en UTF-8");
            Refusal::at(file, number, "", accepted)
        })?;
        if let Some((header, rest)) = header(text) {
            survey.take(&header, rest, number);
        }
    }
    Ok(survey)
}

/// A message whose last line may be still to come.
struct Open {
    line: u64,
    at: Moment,
    author: String,
    text: String,
}

/// The chat under the second reading.
struct Chat<'c> {
    file: &'c str,
    app: &'static str,
    source: &'c str,
    order: Order,
    zone: TimeZone,
    people: Vec<String>,
    agents: Agents,
    /// Whether one of the people was named as an agent.
    told: bool,
    id: String,
    last: Timestamp,
    open: Option<Open>,
}

impl<'c> Chat<'c> {
    fn new(
        file: &'c str,
        app: &'static str,
        source: &'c str,
        order: Order,
        zone: TimeZone,
        people: Vec<String>,
        agents: Agents,
    ) -> Chat<'c> {
        let told = people.iter().any(|name| agents.told(bare(name)));
        let id = name_of(&people, &agents);
        Chat { file, app, source, order, zone, people, agents, told, id, last: Timestamp::MIN, open: None }
    }

    /// What a person should know of the whole.
    fn begin(&self, sink: &mut dyn FnMut(Fed) -> ControlFlow<()>) -> ControlFlow<()> {
        let zone = self.zone.iana_name().unwrap_or("UTC");
        let said = both!(
            "the file has no time zone; its times are read as those of {zone} (--zone names another)",
            "le fichier n’a pas de fuseau horaire ; ses heures sont lues comme celles de {zone} (--zone en nomme un autre)"
        );
        sink(Fed::Warning(Problem::at(1, "", "", said).in_file(self.file)))?;
        if !self.told && self.people.len() > 1 {
            let said = Bilingual::fixed(
                "none of these people was named as an agent, so whoever wrote first is taken for the customer; --agent NAME names one",
                "aucune de ces personnes n’est connue comme conseiller ; qui a écrit en premier est donc pris pour le client ; --agent NOM en nomme un",
            );
            let names = self.people.join(", ");
            sink(Fed::Warning(Problem::at(1, "", names, said).in_file(self.file)))?;
        }
        ControlFlow::Continue(())
    }

    fn line(
        &mut self,
        number: u64,
        line: &str,
        sink: &mut dyn FnMut(Fed) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some((header, rest)) = header(line) else {
            match &mut self.open {
                Some(open) if open.text.len() + line.len() < LONGEST_TEXT => {
                    open.text.push('\n');
                    open.text.push_str(line);
                }
                Some(_) => {
                    let said = Bilingual::fixed("a message of at most 4 MiB", "un message d’au plus 4 Mio");
                    return sink(Fed::Problem(Problem::at(number, "", "", said).in_file(self.file)));
                }
                None if line.trim().is_empty() => {}
                None => {
                    let said = Bilingual::fixed(
                        "a date and a time before the first line of a message",
                        "une date et une heure avant la première ligne d’un message",
                    );
                    return sink(Fed::Problem(Problem::at(number, "", line, said).in_file(self.file)));
                }
            }
            return ControlFlow::Continue(());
        };
        self.end(sink)?;
        let Some(at) = header.clock(self.order).and_then(|clock| self.moment(clock)) else {
            return sink(Fed::Problem(Problem::at(number, "", line, no_date(&header)).in_file(self.file)));
        };
        let (author, text) = self.author(rest);
        self.open = Some(Open { line: number, at, author: author.to_owned(), text: text.to_owned() });
        ControlFlow::Continue(())
    }

    /// The instant of a wall clock. In the hour that comes twice in autumn, time goes on.
    fn moment(&mut self, clock: DateTime) -> Option<Moment> {
        let ambiguous = self.zone.to_ambiguous_timestamp(clock);
        let mut at = ambiguous.compatible().ok()?;
        if at < self.last
            && let Ok(later) = ambiguous.later()
            && later >= self.last
        {
            at = later;
        }
        self.last = at;
        Some(Moment::new(at, self.zone.to_offset(at).seconds()))
    }

    /// Who writes, and what; nobody for lines of the service.
    fn author<'r>(&self, rest: &'r str) -> (&'r str, &'r str) {
        let known = self
            .people
            .iter()
            .filter(|name| rest.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(':')));
        match known.max_by_key(|name| name.len()) {
            Some(name) => {
                let text = &rest[name.len() + 1..];
                (bare(&rest[..name.len()]), text.strip_prefix(' ').unwrap_or(text))
            }
            None => ("", rest),
        }
    }

    /// Hands over the message that is complete now.
    fn end(&mut self, sink: &mut dyn FnMut(Fed) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(Open { line, at, author, text }) = self.open.take() else {
            return ControlFlow::Continue(());
        };
        if is_deleted(&text) {
            return sink(Fed::Beside("deleted messages".to_owned()));
        }
        let speaker = if author.is_empty() || is_of_the_service(&text) {
            Speaker::Is(Role::System)
        } else {
            Speaker::in_a_chat(self.agents.told(&author), self.told)
        };
        let said = Said {
            id: String::new(),
            at: at.into(),
            speaker,
            author,
            text: without_mark(&text).to_owned(),
            html: None,
            private: false,
            macro_name: None,
            provisional: false,
            mentions: Vec::new(),
        };
        sink(Fed::Part(Box::new(Part {
            source: self.source.to_owned(),
            external_id: self.id.clone(),
            file: self.file.to_owned(),
            line,
            kind: Kind::Message,
            about: About { channel: self.app.to_owned(), ..About::default() },
            message: Some(said),
            marks: Vec::new(),
            events: Vec::new(),
            desk: Some(OfDesk { name: self.app.to_owned(), whole: false }),
            reviews: Vec::new(),
        })))
    }
}

fn no_date(header: &Header) -> Bilingual {
    let (a, b) = header.pair();
    both!("a date that exists, not {a} and {b}", "une date qui existe, pas {a} et {b}")
}

/// A name without the marks that phones put around it, and without the sign for people who are no contacts.
fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| is_mark(c) || c.is_whitespace())
        .trim_start_matches("~")
        .trim_start_matches(|c: char| is_mark(c) || c.is_whitespace())
}

/// The chat's name: those in it who are no agents.
fn name_of(people: &[String], agents: &Agents) -> String {
    let names = |others: bool| -> Vec<&str> {
        people.iter().map(|name| bare(name)).filter(|name| !others || !agents.told(name)).collect()
    };
    let mut here = names(true);
    if here.is_empty() {
        here = names(false);
    }
    match here.len() {
        0 => "chat".to_owned(),
        1..=3 => here.join(" & "),
        many => {
            let parts: Vec<&[u8]> = here.iter().map(|name| name.as_bytes()).collect();
            let digest = Digest::of("aplomb/whatsapp-chat/v1", &parts).hex();
            format!("{} & {} + {} ({})", here[0], here[1], many - 2, &digest[..8])
        }
    }
}

/// Words for a message that was taken back, in languages of phones.
fn is_deleted(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "this message was deleted",
        "you deleted this message",
        "ce message a été supprimé",
        "vous avez supprimé ce message",
        "diese nachricht wurde gelöscht",
        "du hast diese nachricht gelöscht",
        "se eliminó este mensaje",
        "eliminaste este mensaje",
        "este mensaje fue eliminado",
        "questo messaggio è stato eliminato",
        "hai eliminato questo messaggio",
        "mensagem apagada",
        "essa mensagem foi apagada",
        "você apagou esta mensagem",
        "dit bericht is verwijderd",
        "je hebt dit bericht verwijderd",
        "detta meddelande raderades",
        "ta wiadomość została usunięta",
    ];
    let text = text.trim_matches(|c: char| is_mark(c) || c.is_whitespace() || c == '.').to_lowercase();
    WORDS.contains(&text.as_str())
}

/// The notice about encryption, which some phones put under a person's name.
fn is_of_the_service(text: &str) -> bool {
    const WORDS: [&str; 6] = [
        "messages and calls are end-to-end encrypted",
        "les messages et les appels sont chiffrés de bout en bout",
        "nachrichten und anrufe sind ende-zu-ende-verschlüsselt",
        "los mensajes y las llamadas están cifrados",
        "i messaggi e le chiamate sono crittografati",
        "as mensagens e as chamadas são protegidas",
    ];
    let text = text.trim_start_matches(is_mark).to_lowercase();
    WORDS.iter().any(|words| text.starts_with(words))
}

/// A text without the mark of an edited message at its end: a direction mark and words in angle brackets.
fn without_mark(text: &str) -> &str {
    const WORDS: [&str; 4] = [
        "<this message was edited>",
        "<ce message a été modifié>",
        "<diese nachricht wurde bearbeitet.>",
        "<este mensaje fue editado>",
    ];
    let trimmed = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let Some(start) = trimmed.rfind('<').filter(|_| trimmed.ends_with('>')) else { return text };
    let before = &trimmed[..start];
    let marked = before.ends_with('\u{200e}')
        && !before.trim_matches(|c: char| is_mark(c) || c.is_whitespace()).is_empty();
    let edited = WORDS.contains(&trimmed[start..].to_lowercase().as_str());
    // A file's name stands in such brackets as well.
    if edited || marked && !trimmed[start..].contains(':') {
        before.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace())
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(agents: &[&str]) -> Settled {
        Settled {
            agents: agents.iter().map(|agent| (*agent).to_owned()).collect(),
            zone: Some(TimeZone::get("Europe/Paris").unwrap()),
            ..Settled::default()
        }
    }

    fn feeds(text: &str, settled: &Settled) -> Result<Vec<Fed>, Refusal> {
        let mut found = Vec::new();
        read(&mut text.as_bytes(), "_chat.txt", WORD, WORD, settled, &mut |fed| {
            found.push(fed);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn said(text: &str, agents: &[&str]) -> Vec<(String, Said)> {
        let feeds = feeds(text, &settled(agents)).unwrap();
        let part = |fed| match fed {
            Fed::Part(part) => {
                let part = *part;
                Some((part.external_id, part.message?))
            }
            _ => None,
        };
        feeds.into_iter().filter_map(part).collect()
    }

    #[test]
    fn a_chat() {
        let text = "\u{feff}13/03/26, 10:02 - Messages and calls are end-to-end encrypted.\n\
            13/03/26, 10:02 - Tom \u{1f642}: hi: there\nand 14/03/26 works\n\n13/03/26, 10:03 - Ana Diaz: yes \u{200e}<This message was edited>\n\
            13/03/26, 10:04 - Tom \u{1f642}:\n13/03/26, 10:04 - Tom \u{1f642}: <Media omitted>\n13/03/26, 10:05 - Ana Diaz: This message was deleted\n\
            13/03/26, 10:06 - Tom \u{1f642}:.\n";
        let found = said(text, &["ana diaz"]);
        let lines: Vec<_> =
            found.iter().map(|(_, said)| (said.author.as_str(), said.text.as_str(), said.speaker)).collect();
        assert_eq!(
            lines,
            [
                ("", "Messages and calls are end-to-end encrypted.", Speaker::Is(Role::System)),
                ("Tom \u{1f642}", "hi: there\nand 14/03/26 works\n", Speaker::Is(Role::Customer)),
                ("Ana Diaz", "yes", Speaker::Is(Role::Agent)),
                ("Tom \u{1f642}", "", Speaker::Is(Role::Customer)),
                ("Tom \u{1f642}", "<Media omitted>", Speaker::Is(Role::Customer)),
                ("Tom \u{1f642}", ".", Speaker::Is(Role::Customer)),
            ]
        );
        assert!(found.iter().all(|(id, _)| id == "Tom \u{1f642}"));
        assert_eq!(Moment::from(found[1].1.at).rfc3339(), "2026-03-13T10:02:00+01:00");
    }

    #[test]
    fn the_hour_that_comes_twice() {
        let text = "25/10/26, 02:50 - Tom: a\n25/10/26, 02:10 - Tom: b\n25/10/26, 03:10 - Tom: c\n";
        let times: Vec<String> =
            said(text, &[]).iter().map(|(_, said)| Moment::from(said.at).rfc3339()).collect();
        assert_eq!(
            times,
            ["2026-10-25T02:50:00+02:00", "2026-10-25T02:10:00+01:00", "2026-10-25T03:10:00+01:00"]
        );
    }

    #[test]
    fn what_the_file_does_not_say_is_asked() {
        let open = "02/03/26, 10:02 - Tom: hi\n03/04/26, 10:02 - Ana: hi\n";
        let said = feeds(open, &settled(&[])).unwrap_err().to_string();
        assert!(said.contains("--day-first") && said.contains("--month-first"), "{said}");
        let first = |day| feeds(open, &Settled { day_first: Some(day), ..settled(&[]) }).unwrap();
        assert_ne!(first(true), first(false));
        let no_zone = Settled { zone: None, ..settled(&[]) };
        let said = feeds("13/03/26, 10:02 - Tom: hi\n", &no_zone).unwrap_err().to_string();
        assert!(said.contains("--zone"), "{said}");
        assert!(feeds("hello\n", &settled(&[])).is_err());
    }

    #[test]
    fn recognised_by_its_first_line() {
        assert!(
            is_export("\u{feff}\n[13/03/26, 10:02:11] Tom: hi\n")
                && !is_export("hello\n13/03/26, 10:02 - Tom: hi")
        );
        assert!(is_signal("[2026-03-13, 10:02] Tom: hi") && !is_signal("[13/03/26, 10:02:11] Tom: hi"));
    }
}
