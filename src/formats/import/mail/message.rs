//! One mail makes one part of its conversation.

use std::sync::LazyLock;

use mail_parser::{Address, DateTime, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use regex::Regex;

use super::WORD;
use super::mbox::{Raw, from_line_time};
use super::quotes::own_words;
use super::threads::{Place, Threads};
use crate::domain::conversation::{Moment, Role};
use crate::domain::problem::Problem;
use crate::formats::import::Fed;
use crate::formats::import::html::html_to_text;
use crate::formats::import::part::{About, Kind, OfDesk, Part, Said, Speaker};
use crate::formats::import::people::Agents;
use crate::words::Bilingual;

/// A mail that says it was written later than this after it arrived was written by a wrong clock; in seconds.
const LATE: i64 = 24 * 3600;
/// The same for a mail that took longer than this.
const EARLY: i64 = 14 * 24 * 3600;
/// Attachments named of one mail.
const MOST_NAMES: usize = 20;

/// Words before a subject that mean *answer* or *forward*, in the languages of mail programs.
static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "re|r|aw|antw|sv|vs|réf|ref|rif|res|odp|ynt|fwd?|tr|wg|i|enc|rv|vb|vl|fs|doorst|pd|ilt|回复|回覆|答复|返信|转发|轉寄";
    Regex::new(&format!(r"(?i)^\s*(?P<word>{words})\s*(?:\[\d+\]|\(\d+\))?\s*[:：]")).ok()
});

/// Those of them that mean *forward*.
const FORWARDS: [&str; 14] =
    ["fw", "fwd", "tr", "wg", "i", "enc", "rv", "vb", "vl", "fs", "doorst", "pd", "转发", "轉寄"];

/// Reads mails of one file.
pub(super) struct Reader<'f> {
    file: &'f str,
    source: &'f str,
    agents: Agents,
    threads: Threads,
    parser: MessageParser,
}

impl<'f> Reader<'f> {
    pub(super) fn new(file: &'f str, source: &'f str, agents: Agents) -> Reader<'f> {
        Reader { file, source, agents, threads: Threads::default(), parser: MessageParser::default() }
    }

    /// Takes one mail.
    pub(super) fn take(&mut self, raw: &Raw, fed: &mut Vec<Fed>) {
        let problem =
            |field: &str, said: Bilingual| Problem::at(raw.line, field, "", said).in_file(self.file);
        let Some(mail) = self.parser.parse(&raw.bytes) else {
            fed.push(Fed::Problem(problem("", NO_MAIL)));
            return;
        };
        let (at, doubted) = time(&mail, raw);
        let Some(at) = at else {
            fed.push(Fed::Problem(problem("Date", NO_TIME)));
            return;
        };
        if doubted {
            fed.push(Fed::Warning(problem("Date", OTHER_TIME)));
        }
        let Subject { text: subject, answers, forwards } = Subject::of(mail.subject().unwrap_or_default());
        let from = mail.from().or_else(|| mail.sender());
        let (author, name) = from.and_then(person).or_else(|| return_path(&mail)).unwrap_or_default();
        let addressees: Vec<String> = mail
            .all_to()
            .flat_map(Address::iter)
            .filter_map(|to| to.address())
            .map(str::to_lowercase)
            .collect();
        let place = Place {
            id: bare(mail.message_id().unwrap_or_default()),
            before: before(&mail),
            of_mailbox: header(&mail, "X-GM-THRID"),
            people: [author.clone(), addressees.first().cloned().unwrap_or_default()],
            subject,
            answers,
        };
        let (text, html) = body(&mail, forwards);
        let external_id = self.threads.of(&place);
        let message = Said {
            id: place.id,
            at: at.into(),
            speaker: self.speaker(&mail, &author, &name, &addressees),
            author,
            text,
            html,
            private: false,
            macro_name: None,
            provisional: false,
            mentions: Vec::new(),
        };
        // A robot's answer does not name what people write about.
        let robot =
            matches!(message.speaker, Speaker::Is(Role::Bot | Role::System)) && !place.before.is_empty();
        let subject = if robot { String::new() } else { place.subject };
        let about = About { channel: "email".to_owned(), subject, ..About::default() };
        fed.push(Fed::Part(Box::new(Part {
            source: self.source.to_owned(),
            external_id,
            file: self.file.to_owned(),
            line: raw.line,
            kind: Kind::Message,
            about,
            message: Some(message),
            marks: Vec::new(),
            events: Vec::new(),
            desk: Some(OfDesk { name: WORD.to_owned(), whole: false }),
            reviews: Vec::new(),
        })));
    }

    fn speaker(&self, mail: &Message<'_>, author: &str, name: &str, addressees: &[String]) -> Speaker {
        if is_report(mail) {
            return Speaker::Is(Role::System);
        }
        if is_automatic(mail) {
            return Speaker::Is(Role::Bot);
        }
        if self.agents.colleague(author) || self.agents.told(name) {
            return Speaker::Is(Role::Agent);
        }
        // Mail to an agent comes from a customer, where colleagues cannot be told by their company.
        if self.agents.company() || addressees.iter().any(|to| self.agents.told(to)) {
            return Speaker::Is(Role::Customer);
        }
        Speaker::Compared { opener: Role::Customer, others: Role::Agent }
    }
}

const NO_MAIL: Bilingual = Bilingual::fixed(
    "no mail can be made out here; it is left out",
    "aucun courrier ne peut être reconnu ici ; il est laissé de côté",
);
const NO_TIME: Bilingual = Bilingual::fixed(
    "nothing says when this mail was written: neither `Date` nor `Received` nor a `From ` line; it is left out",
    "rien ne dit quand ce courrier a été écrit : ni « Date », ni « Received », ni une ligne « From » ; il est laissé de côté",
);
const OTHER_TIME: Bilingual = Bilingual::fixed(
    "missing or by a wrong clock; the time of arrival is taken",
    "absente ou d’une horloge fausse ; l’heure d’arrivée est prise",
);

/// When it was written, and whether the mail's own date was not believed.
fn time(mail: &Message<'_>, raw: &Raw) -> (Option<Moment>, bool) {
    let written = mail.date().and_then(moment);
    let arrived = mail.received_all().filter_map(|received| received.date()).find_map(|at| moment(&at));
    let arrived = arrived.or_else(|| from_line_time(raw.envelope.as_deref()?));
    match (written, arrived) {
        (Some(written), Some(arrived)) => {
            let took = (arrived.micros - written.micros) / 1_000_000;
            if (-LATE..=EARLY).contains(&took) { (Some(written), false) } else { (Some(arrived), true) }
        }
        (Some(written), None) => (Some(written), false),
        (None, arrived) => (arrived, arrived.is_some()),
    }
}

/// A date that can be one: mail is not older than 1970.
fn moment(at: &DateTime) -> Option<Moment> {
    let seconds = at.to_timestamp();
    let sound = at.is_valid() && (1971..2200).contains(&at.year);
    let offset =
        (i32::from(at.tz_hour) * 3600 + i32::from(at.tz_minute) * 60) * if at.tz_before_gmt { -1 } else { 1 };
    sound.then(|| Moment { micros: seconds * 1_000_000, offset })
}

/// Address in small letters, or the name where there is none; and the name.
fn person(address: &Address<'_>) -> Option<(String, String)> {
    let first = address.iter().find(|one| one.address().is_some() || one.name().is_some())?;
    let name = first.name().unwrap_or_default().trim().to_owned();
    let address = first.address().map_or_else(|| name.clone(), |address| address.trim().to_lowercase());
    (!address.is_empty()).then_some((address, name))
}

fn return_path(mail: &Message<'_>) -> Option<(String, String)> {
    let address = mail.return_address()?.trim().to_lowercase();
    (!address.is_empty()).then_some((address, String::new()))
}

/// An id without brackets and white space.
fn bare(id: &str) -> String {
    id.chars().filter(|c| !c.is_whitespace() && !matches!(c, '<' | '>')).collect()
}

/// The ids of the mails before this one, the first one first.
fn before(mail: &Message<'_>) -> Vec<String> {
    let ids = |value: &HeaderValue<'_>| -> Vec<String> {
        let listed: Vec<String> = match value {
            HeaderValue::Text(id) => vec![bare(id)],
            HeaderValue::TextList(ids) => ids.iter().map(|id| bare(id)).collect(),
            _ => Vec::new(),
        };
        listed.into_iter().filter(|id| !id.is_empty()).collect()
    };
    let mut all = ids(mail.references());
    for id in ids(mail.in_reply_to()) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

/// A header as it stands; empty where there is none.
fn header(mail: &Message<'_>, name: &str) -> String {
    let mut all = mail.headers_raw();
    let found = all.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
    found.map_or(String::new(), |(_, value)| value.trim().to_owned())
}

/// Whether a program wrote it: an absence note, a receipt. Lists set `Precedence` on what people write, too.
fn is_automatic(mail: &Message<'_>) -> bool {
    let word = |name| header(mail, name).to_ascii_lowercase();
    let submitted = word("Auto-Submitted");
    if !submitted.is_empty() && !submitted.starts_with("no") {
        return true;
    }
    let autoreply = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autogenerated"].map(word);
    if autoreply.iter().any(|value| !value.is_empty() && value != "no") {
        return true;
    }
    let listed = mail.headers().iter().any(|header| header.name().to_ascii_lowercase().starts_with("list-"));
    match word("Precedence").as_str() {
        "auto_reply" | "auto-reply" => true,
        "bulk" | "junk" => !listed,
        _ => false,
    }
}

/// Whether it tells what became of another mail.
fn is_report(mail: &Message<'_>) -> bool {
    mail.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report"))
    })
}

/// A subject without the words before it.
struct Subject {
    text: String,
    answers: bool,
    forwards: bool,
}

impl Subject {
    fn of(subject: &str) -> Subject {
        let mut rest = subject.trim();
        let (mut answers, mut forwards) = (false, false);
        while let Some(found) = PREFIX.as_ref().and_then(|prefix| prefix.captures(rest)) {
            let word = found.name("word").map_or(String::new(), |word| word.as_str().to_lowercase());
            let forward = FORWARDS.contains(&word.as_str());
            // What stands first was done last.
            forwards |= forward && !answers;
            answers |= !forward;
            rest = rest.get(found.get(0).map_or(0, |all| all.end())..).unwrap_or_default().trim_start();
        }
        Subject { text: rest.to_owned(), answers, forwards }
    }
}

/// What was written, and the original with mark-up where the text is made from it or something was cut out.
///
/// What is cut out of the text is not lost: the message's `html` then holds all of it.
fn body(mail: &Message<'_>, forwards: bool) -> (String, Option<String>) {
    let (plain, html) = texts(mail);
    let whole = match &html {
        Some(html) if plain.trim().is_empty() => html_to_text(html),
        _ => plain.clone(),
    };
    let from_html = plain.trim().is_empty();
    let own = if forwards { None } else { own_words(&whole) };
    let original = match (&own, html) {
        (Some(_), None) => Some(format!("<pre>{}</pre>", escaped(&whole))),
        (Some(_), html) => html,
        (None, html) => html.filter(|_| from_html),
    };
    let mut text = own.unwrap_or(whole).trim_end().to_owned();
    let names = attachments(mail);
    if text.trim().is_empty()
        && let Some(nested) = mail.attachments().find_map(|part| part.message())
    {
        text = texts(nested).0.trim_end().to_owned();
    }
    for name in names {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[{name}]"));
    }
    (text, original)
}

/// The plain text, empty where there is none, and the HTML.
fn texts(mail: &Message<'_>) -> (String, Option<String>) {
    let mut plain = String::new();
    let mut html = String::new();
    for part in mail.text_bodies() {
        if let PartType::Text(text) = &part.body {
            if !plain.is_empty() {
                plain.push('\n');
            }
            plain.push_str(&text.replace("\r\n", "\n"));
        }
    }
    for part in mail.html_bodies() {
        if let PartType::Html(text) = &part.body {
            html.push_str(text);
        }
    }
    (plain, (!html.trim().is_empty()).then_some(html))
}

/// The names of files and mails that came along.
fn attachments(mail: &Message<'_>) -> Vec<String> {
    let named = mail.attachments().filter_map(|part| {
        let nested = part.message().and_then(|nested| nested.subject());
        part.attachment_name().or(nested).map(|name| name.trim().to_owned())
    });
    named.filter(|name| !name.is_empty()).take(MOST_NAMES).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str, agents: &[&str]) -> (Vec<Part>, Vec<Problem>) {
        let agents: Vec<String> = agents.iter().map(|agent| (*agent).to_owned()).collect();
        let mut reader = Reader::new("a.eml", "mail", Agents::of(&agents));
        let mut fed = Vec::new();
        let raw = Raw { bytes: raw.as_bytes().to_vec(), line: 1, ..Raw::default() };
        reader.take(&raw, &mut fed);
        let (mut parts, mut problems) = (Vec::new(), Vec::new());
        for fed in fed {
            match fed {
                Fed::Part(part) => parts.push(*part),
                Fed::Problem(problem) | Fed::Warning(problem) => problems.push(problem),
                other => panic!("{other:?}"),
            }
        }
        (parts, problems)
    }

    fn said(raw: &str) -> Said {
        parts(raw, &[]).0.remove(0).message.unwrap()
    }

    const HEAD: &str =
        "From: Tom <Tom@Home.example>\nTo: help@shop.example\nDate: Mon, 2 Mar 2026 10:02:11 +0100\n";

    #[test]
    fn a_plain_mail() {
        let raw = format!(
            "{HEAD}Message-ID: <m\n @x>\nSubject: Re: AW: Shoes\nReferences:\nIn-Reply-To: <a@x>\n\nHi\n\n-- \nTom\n"
        );
        let part = parts(&raw, &[]).0.remove(0);
        assert_eq!((part.external_id.as_str(), part.about.subject.as_str()), ("a@x", "Shoes"));
        let said = part.message.unwrap();
        assert_eq!(
            (said.id.as_str(), said.author.as_str(), said.text.as_str()),
            ("m@x", "tom@home.example", "Hi")
        );
        assert_eq!(Moment::from(said.at).rfc3339(), "2026-03-02T10:02:11+01:00");
        assert_eq!(said.html.as_deref(), Some("<pre>Hi\n\n-- \nTom\n</pre>"));
    }

    #[test]
    fn charsets_and_encodings() {
        for (kind, body, text) in [
            (
                "text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
                "d=E9j=E0 =\nvu",
                "déjà vu",
            ),
            (
                "text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: 7bit",
                "\u{1b}$B%F%9%H\u{1b}(B",
                "テスト",
            ),
            ("text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "w6l0w6k=", "été"),
            ("text/plain; charset=x-unheard-of", "plain", "plain"),
            ("text/html; charset=utf-8", "<p>a<br>b</p>", "a\nb"),
        ] {
            let said = said(&format!("{HEAD}Content-Type: {kind}\n\n{body}"));
            assert_eq!(said.text, text, "{kind}");
        }
    }

    #[test]
    fn parts_of_a_mail() {
        let raw = format!(
            "{HEAD}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n\
            --c\nContent-Type: text/plain\n\nplain\n\n--c\nContent-Type: text/html\n\n<b>rich</b>\n\n--c--\n\
            --b\nContent-Type: application/pdf; name=bill.pdf\nContent-Disposition: attachment; filename=bill.pdf\n\nxx\n\
            --b\nContent-Type: message/rfc822\n\nFrom: z@z.example\nSubject: inner\n\nnested\n--b--\n"
        );
        let said = said(&raw);
        assert_eq!((said.text.as_str(), said.html), ("plain\n[bill.pdf]\n[inner]", None));
    }

    #[test]
    fn who_speaks() {
        let mail = |more: &str| format!("{HEAD}{more}\n\nx");
        let speaker = |raw: &str, agents: &[&str]| parts(raw, agents).0.remove(0).message.unwrap().speaker;
        let plain = mail("Subject: x");
        assert_eq!(speaker(&plain, &[]), Speaker::Compared { opener: Role::Customer, others: Role::Agent });
        assert_eq!(speaker(&plain, &["ana@shop.example"]), Speaker::Is(Role::Customer));
        assert_eq!(speaker(&plain, &["max@home.example"]), Speaker::Is(Role::Agent));
        assert_eq!(speaker(&plain, &["tom"]), Speaker::Is(Role::Agent));
        for more in ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: bulk"] {
            assert_eq!(speaker(&mail(more), &["tom"]), Speaker::Is(Role::Bot), "{more}");
        }
        assert_eq!(speaker(&mail("Auto-Submitted: no"), &["tom"]), Speaker::Is(Role::Agent));
        assert_eq!(speaker(&mail("Precedence: bulk\nList-Id: <l>"), &["tom"]), Speaker::Is(Role::Agent));
        let report = mail("Content-Type: multipart/report; boundary=b\n\n--b\n\nno such user\n--b--");
        assert_eq!(speaker(&report, &["tom"]), Speaker::Is(Role::System));
    }

    #[test]
    fn times_that_are_missing_or_wrong() {
        let received = "Received: from a by b; Mon, 2 Mar 2026 11:00:00 +0000\nReceived: from c by a; Mon, 2 Mar 2026 10:59:00 +0000\n";
        let at = |date: &str| {
            let (parts, problems) = parts(&format!("{received}From: a@b.example\n{date}\n\nx"), &[]);
            (Moment::from(parts[0].message.as_ref().unwrap().at).rfc3339(), problems.len())
        };
        let arrived = "2026-03-02T11:00:00Z".to_owned();
        assert_eq!(at("Date: Mon, 2 Mar 2026 10:58:00 +0000"), ("2026-03-02T10:58:00Z".to_owned(), 0));
        for date in [
            "Date: Thu, 1 Jan 1970 00:00:00 +0000",
            "Date: Mon, 2 Mar 2037 10:00:00 +0000",
            "Date: soon",
            "X-None: x",
        ] {
            assert_eq!(at(date), (arrived.clone(), 1), "{date}");
        }
        let (none, problems) = parts("From: a@b.example\n\nx", &[]);
        assert_eq!((none.len(), problems[0].field.as_str()), (0, "Date"));
    }

    #[test]
    fn subjects() {
        for (subject, text, answers, forwards) in [
            ("Re: Shoes", "Shoes", true, false),
            ("RE: RE[2]: Fwd: Shoes", "Shoes", true, false),
            ("TR : Réf : chaussures", "chaussures", true, true),
            ("Fwd: Re: Shoes", "Shoes", true, true),
            ("Return: Shoes", "Return: Shoes", false, false),
            ("Re:", "", true, false),
        ] {
            let found = Subject::of(subject);
            assert_eq!(
                (found.text.as_str(), found.answers, found.forwards),
                (text, answers, forwards),
                "{subject}"
            );
        }
    }
}
