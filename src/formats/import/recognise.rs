//! What a file is, told from its first bytes and never from its name. What cannot be read is called by its name, with
//! what to do instead.

use encoding_rs::Encoding;

use crate::both;
use crate::domain::problem::LONGEST_VALUE;
use crate::domain::shown::Shown;
use crate::words::Bilingual;

use super::desk::{self, Claim, Shape};
use super::mail;
use super::map::Map;
use super::rows::{Row, Rows};
use super::whatsapp;
use super::{Format, Refusal};

/// How many bytes from the start of a file [`recognise`] makes good use of.
pub const HEAD: usize = 64 << 10;

/// First bytes of files that are no text, with what they are called.
const MAGIC: [(&[u8], &str, &str); 17] = [
    (b"PK\x03\x04", "a ZIP archive", "une archive ZIP"),
    (b"PK\x05\x06", "an empty ZIP archive", "une archive ZIP vide"),
    (b"\x1f\x8b", "a gzip file", "un fichier gzip"),
    (b"%PDF-", "a PDF document", "un document PDF"),
    (b"SQLite format 3\0", "an SQLite database", "une base de données SQLite"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Office document (xls, doc, msg)",
        "un ancien document Office (xls, doc, msg)",
    ),
    (b"!BDN", "an Outlook mailbox (pst)", "une boîte Outlook (pst)"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "un fichier Zstandard"),
    (b"BZh", "a bzip2 file", "un fichier bzip2"),
    (b"\xfd7zXZ\0", "an xz file", "un fichier xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "une archive 7-Zip"),
    (b"Rar!", "a RAR archive", "une archive RAR"),
    (b"PAR1", "a Parquet file", "un fichier Parquet"),
    (b"\x89PNG", "a picture", "une image"),
    (b"\xff\xd8\xff", "a picture", "une image"),
    (b"GIF8", "a picture", "une image"),
    (b"\x7fELF", "a program", "un programme"),
];

/// Tells a file's format from its head (its first [`HEAD`] bytes, or all of it if it is shorter). `name` is for messages.
pub fn recognise(head: &[u8], name: &str) -> Result<Format, Refusal> {
    let refuse = |en: &str, fr: &str| {
        let looks_like = Bilingual::made(en.to_owned(), fr.to_owned());
        Err(Refusal::foreign(name, looks_like, not_supported(en, fr)))
    };
    if head.trim_ascii().is_empty() {
        return Err(Refusal::whole(name, "", Bilingual::fixed("the file is empty", "le fichier est vide")));
    }
    if let Some((_, en, fr)) = MAGIC.into_iter().find(|(magic, ..)| head.starts_with(magic)) {
        if head.starts_with(b"PK") && has(head, b"xl/") {
            return refuse(
                "an Excel workbook: save the sheet as CSV UTF-8",
                "un classeur Excel : enregistrez la feuille en CSV UTF-8",
            );
        }
        return refuse(en, fr);
    }
    let (text, ..) =
        Encoding::for_bom(head).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding).decode(head);
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace());
    if text.starts_with("age-encryption.org/") || text.starts_with("-----BEGIN AGE") {
        return refuse("an encrypted bundle: use `aplomb open`", "un pli chiffré : utilisez `aplomb open`");
    }
    if mail::is_mail(text) {
        return Ok(Format::Mail);
    }
    if whatsapp::is_signal(text) {
        return Ok(Format::Signal);
    }
    if whatsapp::is_export(text) {
        return Ok(Format::Whatsapp);
    }
    if is_chat_log(text) {
        return refuse(
            "a log of live chat (IRC): it does not say which of its lines belong together",
            "un journal de discussion en direct (IRC) : il ne dit pas quelles lignes vont ensemble",
        );
    }
    // Behind a bracket, only a line that is complete in itself tells JSON Lines from a list.
    let list = text.starts_with('[');
    let bare_bracket = text.lines().next().is_some_and(|line| line.trim() == "[");
    let complete = |line: &str| line.trim_end().ends_with('}');
    if (list || text.starts_with('{'))
        && let Some((en, fr)) = by_name(&Shape::of(text))
    {
        return refuse(en, fr);
    }
    // Help desks have ids and messages as well: what is likely theirs is theirs.
    let claimed = if list || text.starts_with('{') { desk::of_shape(&Shape::of(text)) } else { None };
    if let Some((Claim::Likely | Claim::Surely, desk)) = claimed {
        return Ok(Format::Desk(desk));
    }
    if !bare_bracket && text.lines().any(|line| is_conversation_line(line) && (!list || complete(line))) {
        return Ok(Format::ConversationJsonl);
    }
    if text.contains('\0') || mostly_control(text) {
        return refuse("a binary file", "un fichier binaire");
    }
    if let Some((_, desk)) = claimed {
        return Ok(Format::Desk(desk));
    }
    if list {
        return refuse(
            "a JSON list: write each conversation as one object on a line of its own",
            "une liste JSON : écrivez chaque conversation comme un objet sur sa propre ligne",
        );
    }
    if text.starts_with('{') {
        return Err(other_json(text, name));
    }
    if text.starts_with('<') {
        return refuse("a web page or XML", "une page web ou du XML");
    }
    let (header, _) = desk::header_of(text);
    let columns: Vec<&str> = header.iter().map(String::as_str).collect();
    if columns.len() > 1 {
        return Ok(desk::of_header(&columns).map_or(Format::Csv, Format::Desk));
    }
    refuse("plain text", "du texte brut")
}

/// The one shipped map that fits a CSV file with this head, and its name; or why there is none.
pub(super) fn shipped_map(head: &[u8], file: &str) -> Result<(&'static str, Map), Refusal> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}');
    let headers: Vec<Vec<String>> =
        [b',', b';', b'\t'].into_iter().filter_map(|cut| header(text, cut)).collect();
    let fits = |map: &Map| {
        headers.iter().any(|header| {
            let header: Vec<&str> = header.iter().map(String::as_str).collect();
            map.table_for(&header).is_some()
        })
    };
    let all = Map::SHIPPED.iter().filter_map(|(name, toml)| Some((*name, Map::parse(toml).ok()?)));
    let mut fitting: Vec<(&str, Map)> = all.filter(|(_, map)| fits(map)).collect();
    match (fitting.pop(), fitting.len()) {
        (Some(one), 0) => Ok(one),
        _ => {
            let names: Vec<&str> = Map::SHIPPED.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            let accepted = both!(
                "a CSV file needs a map that says what its columns mean: --map my-map.toml, made from a shipped one ({names})",
                "un fichier CSV demande un plan qui dit ce que signifient ses colonnes : --map mon-plan.toml, fait à partir d’un plan fourni ({names})"
            );
            Err(Refusal::whole(file, "", accepted))
        }
    }
}

fn not_supported(en: &str, fr: &str) -> Bilingual {
    let formats: Vec<&str> =
        Format::all().filter(|format| *format != Format::Csv).map(Format::name).collect();
    let formats = formats.join(", ");
    both!(
        "this looks like {en}; supported are {formats}, and CSV with a map (--map); --from names the format if this guess is wrong",
        "cela ressemble à {fr} ; sont pris en charge les conversations en JSON Lines, et le CSV avec un plan (--map) ; --from nomme le format si ce jugement est faux"
    )
}

/// Whether a line, possibly broken or cut off by the end of the head, is meant as a conversation.
fn is_conversation_line(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_ascii_whitespace());
    let inside = line.strip_prefix('{').unwrap_or_default().trim_ascii_start();
    // In a CSV cell quotes are doubled; in a JSON list objects end with a comma.
    if !inside.starts_with('"') || inside.starts_with("\"\"") || line.ends_with("},") {
        return false;
    }
    line.contains("\"messages\"") || line.contains("\"id\"") && !line.ends_with('}')
}

/// Whether lines are a time in brackets and a nick name in angle brackets.
fn is_chat_log(text: &str) -> bool {
    let timed = |line: &str| {
        line.split_once("] <").is_some_and(|(before, after)| {
            let clock = before.rsplit('[').next().unwrap_or_default();
            let numbers =
                clock.contains(':') && clock.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
            numbers && after.split_once('>').is_some_and(|(nick, _)| !nick.is_empty() && !nick.contains(' '))
        })
    };
    text.lines().take(20).filter(|line| timed(line)).count() >= 3
}

/// JSON that has a name, and what keeps it from being taken in.
fn by_name(shape: &Shape) -> Option<(&'static str, &'static str)> {
    const KNOWN: [(&[&str], &str, &str); 3] = [
        (
            &["convo_id"],
            "chats of the ABCD data set: they hold no times, and nothing can be measured without",
            "des discussions du jeu de données ABCD : elles n’ont pas d’heures, et rien ne se mesure sans elles",
        ),
        (
            &["DialogueID", "Events"],
            "a dialogue of the STAR data set: its events have no names of people and mix what was said with what was only suggested or looked up",
            "un dialogue du jeu de données STAR : ses événements n’ont pas de noms de personnes et mêlent ce qui fut dit à ce qui fut seulement proposé ou consulté",
        ),
        (
            &["guild", "channel", "messages"],
            "a chat exported from Discord",
            "une discussion exportée de Discord",
        ),
    ];
    if shape.all("", &["messages.role", "messages.content"]) && !shape.all("", &["messages.at"]) {
        return Some((
            "conversations with a language model: they hold no times, and nothing can be measured without",
            "des conversations avec un modèle de langage : elles n’ont pas d’heures, et rien ne se mesure sans elles",
        ));
    }
    KNOWN.iter().find(|(paths, ..)| shape.all("", paths)).map(|(_, en, fr)| (*en, *fr))
}

fn other_json(text: &str, name: &str) -> Refusal {
    let first = text.lines().next().unwrap_or_default();
    if !first.trim_end().ends_with('}') && text.contains("\"messages\"") {
        let accepted = not_supported(
            "JSON spread over several lines: write each conversation on one line",
            "du JSON réparti sur plusieurs lignes : écrivez chaque conversation sur une seule ligne",
        );
        return Refusal::whole(name, "", accepted);
    }
    let keys: Vec<&str> = text.split('"').skip(1).step_by(2).take(1).collect();
    let key = Shown::short(&keys.concat(), LONGEST_VALUE);
    let accepted = not_supported(
        &format!(
            "JSON of another kind (it begins with the key `{key}`, and no line has `id` and `messages`)"
        ),
        &format!(
            "du JSON d’une autre sorte (il commence par la clé « {key} », et aucune ligne n’a `id` et `messages`)"
        ),
    );
    Refusal::whole(name, "", accepted)
}

/// The cells of the first row.
fn header(text: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut row = Row::default();
    let more = Rows::new(text.as_bytes(), delimiter, HEAD).next(&mut row).ok()?;
    let texts = row.texts().ok().filter(|_| more)?;
    Some(texts.cells().map(|cell| cell.trim().to_owned()).collect())
}

fn mostly_control(text: &str) -> bool {
    let odd = |c: &char| *c == '\u{fffd}' || c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1b}');
    let sample = text.chars().take(4096);
    sample.clone().filter(odd).count() * 4 > sample.count()
}

fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
