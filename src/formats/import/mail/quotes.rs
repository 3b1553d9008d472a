//! What somebody wrote in a mail, without what was written before it and what stands below every mail of theirs.
//!
//! Cut are: lines behind `>`, and the line that announces them; everything behind an announcement such as *On … wrote:*,
//! behind *Original Message*, or behind a block of headers; everything from the footer of a phone or from a signature's
//! mark on. Kept are a greeting and a closing (*Regards, Ana*): whoever reviews looks for them. A forwarded mail is kept,
//! because it is news to whom it was forwarded. Where nothing would be left, everything stays.

use std::sync::LazyLock;

use regex::Regex;

/// An announcement folded over more lines than this is none.
const MOST_FOLDS: usize = 4;
/// Longer announcements are none, in bytes.
const LONGEST_ANNOUNCEMENT: usize = 500;
/// Lines looked at for a block of headers.
const HEADER_LINES: usize = 14;
/// Below a bare `--` more lines than this are no signature.
const LONGEST_SIGNATURE: usize = 25;
/// The same below a dash or a line of underscores, which also part paragraphs.
const LONGEST_CARD: usize = 10;
/// The longest line of such a signature, in characters.
const WIDEST_CARD: usize = 100;

/// The text without history and signature; `None` where there is nothing to cut.
pub fn own_words(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut kept = vec![true; lines.len()];
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        if line.trim().is_empty() {
            at += 1;
        } else if FORWARDED.is_match(line) {
            break;
        } else if let Some(length) = announcement(&lines[at..]) {
            kept[at..at + length].fill(false);
            at += length;
            let next = lines[at..].iter().position(|line| !line.trim().is_empty());
            if next.is_some_and(|next| is_quoted(lines[at + next])) {
                continue;
            }
            kept[at..].fill(false);
            break;
        } else if is_quoted(line) {
            let length = quoted_lines(&lines[at..]);
            kept[at..at + length].fill(false);
            at += length;
        } else {
            let begins = at == 0 || lines[at - 1].trim().is_empty() || !kept[at - 1];
            if ORIGINAL.is_match(line)
                || headers(&lines[at..])
                || is_rule(line) && next_filled(&lines[at + 1..]).is_some_and(headers)
                || begins && is_footer(line)
                || is_signature(line, &lines[at + 1..])
            {
                kept[at..].fill(false);
                break;
            }
            at += 1;
        }
    }
    if kept.iter().all(|kept| *kept) {
        return None;
    }
    let own = joined(&lines, &kept);
    (!own.trim().is_empty()).then_some(own)
}

/// The kept lines; blank ones around a cut are made one.
fn joined(lines: &[&str], kept: &[bool]) -> String {
    let mut out = String::new();
    let (mut cut, mut blank) = (false, true);
    for (line, kept) in lines.iter().zip(kept) {
        if !kept {
            cut = true;
            continue;
        }
        let empty = line.trim().is_empty();
        if empty && cut && blank {
            continue;
        }
        if !empty {
            cut = false;
        }
        blank = empty;
        out.push_str(line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// How many lines belong to a quoted block: a line without a mark between two that have one was wrapped.
fn quoted_lines(lines: &[&str]) -> usize {
    let mut length = 0;
    while let Some(line) = lines.get(length) {
        let wrapped = !line.trim().is_empty() && lines.get(length + 1).is_some_and(|next| is_quoted(next));
        if !is_quoted(line) && !wrapped {
            break;
        }
        length += 1;
    }
    length
}

/// The lines from the first that is not blank.
fn next_filled<'l, 't>(lines: &'l [&'t str]) -> Option<&'l [&'t str]> {
    lines.iter().position(|line| !line.trim().is_empty()).map(|first| &lines[first..])
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3 && line.chars().all(|c| matches!(c, '-' | '_' | '=' | '*' | '–' | '—'))
}

/// The number of lines of an announcement of quoted text that begins here.
fn announcement(lines: &[&str]) -> Option<usize> {
    let first = lines[0].trim();
    let starts = STARTS.is_match(first) || ADDRESS.is_match(first);
    let folds = first.contains(|c: char| c.is_ascii_digit()) && !first.ends_with(['.', '!', '?']);
    if !starts || is_quoted(first) {
        return None;
    }
    let mut whole = String::new();
    for (place, line) in lines.iter().take(MOST_FOLDS).enumerate() {
        let line = line.trim();
        let odd = is_quoted(line) && !line.trim_start_matches('>').trim_start().starts_with(':');
        if line.is_empty() || odd || place > 0 && !folds || whole.len() + line.len() > LONGEST_ANNOUNCEMENT {
            return None;
        }
        whole.push_str(line);
        if announces(&whole) {
            return Some(place + 1);
        }
        whole.push(' ');
    }
    None
}

/// Whether a line says that somebody wrote what follows, and when.
fn announces(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c == '-' || c == '*' || c == '_' || c.is_whitespace());
    let ends = WROTE_LAST.is_match(line);
    if !ends && !line.ends_with([':', '：']) {
        return false;
    }
    let (dated, addressed) = (DATE.is_match(line), ADDRESS.is_match(line));
    if ends || WROTE.is_match(line) {
        return dated && STARTS.is_match(line) || addressed && (dated || ends);
    }
    addressed && dated && TIME.is_match(line) && STARTS.is_match(line)
}

/// Whether a block of mail headers begins here.
fn headers(lines: &[&str]) -> bool {
    if key(lines[0]).is_none() {
        return false;
    }
    let mut known: Vec<Header> = Vec::new();
    let (mut blank, mut odd, mut address) = (0, 0, false);
    for line in lines.iter().take(HEADER_LINES) {
        match key(line) {
            Some(header) => {
                blank = 0;
                known.push(header);
            }
            None if line.trim().is_empty() => blank += 1,
            None => odd += 1,
        }
        if blank > 1 || odd > 2 {
            break;
        }
        address |= line.contains('@');
    }
    let has = |header| known.contains(&header);
    known.len() >= 3 && has(Header::From) && (has(Header::Subject) || address)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    From,
    Subject,
    Other,
}

/// Which header a line is, in the languages of mail programs.
fn key(line: &str) -> Option<Header> {
    const FROM: &str = "|from|de|von|van|fra|från|da|od|lähettäjä|от|от кого|expéditeur|remitente|mittente|kimden|\
        feladó|odesílatel|发件人|寄件者|差出人|보낸 사람|";
    const SUBJECT: &str = "|subject|objet|sujet|betreff|onderwerp|emne|ämne|asunto|assunto|oggetto|temat|aihe|тема|\
        předmět|konu|tárgy|主题|主旨|件名|제목|";
    const OTHER: &str = "|sent|date|to|cc|bcc|reply-to|message du|envoyé|envoyé le|à|a|copie|copie à|gesendet|an|datum|\
        verzonden|aan|sendt|dato|til|skickat|till|kopia|enviado|enviado el|enviada em|enviado em|para|fecha|data|\
        inviato|wysłano|wysłane|do|dw|lähetetty|vastaanottaja|päivämäärä|отправлено|кому|дата|копия|odesláno|komu|\
        datum|gönderildi|kime|tarih|elküldve|címzett|dátum|发送时间|收件人|抄送|日期|送信日時|宛先|보낸 날짜|받는 사람|\
        importance|attachments|pièces jointes|";
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|'));
    let (name, _) = line.split_once([':', '：'])?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    if name.is_empty() || name.chars().count() > 20 || name.contains('|') {
        return None;
    }
    let name = format!("|{}|", name.to_lowercase());
    [(FROM, Header::From), (SUBJECT, Header::Subject), (OTHER, Header::Other)]
        .into_iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, header)| header)
}

/// Whether a line is what a phone or a mail program writes below a mail.
fn is_footer(line: &str) -> bool {
    let line = line.split(['<', '[', '(']).next().unwrap_or_default().trim();
    FOOTER.is_match(line) && line.split_whitespace().count() <= 9 && !line.contains(". ")
}

/// Whether a line parts a signature from the text above it.
fn is_signature(line: &str, below: &[&str]) -> bool {
    // No more are looked at than can matter: a mail may be nothing but dashes.
    let filled = || below.iter().filter(|line| !line.trim().is_empty()).take(LONGEST_SIGNATURE + 1);
    if line == "-- " {
        return true;
    }
    let mark = line.trim();
    if mark == "--" {
        return filled().count() <= LONGEST_SIGNATURE;
    }
    let dashes = mark.chars().all(|c| matches!(c, '–' | '—' | '―'));
    let underscores = mark.len() >= 2 && mark.chars().all(|c| c == '_');
    (dashes || underscores)
        && (1..=LONGEST_CARD).contains(&filled().count())
        && filled().all(|line| line.chars().count() <= WIDEST_CARD)
}

/// The pattern; all of them are tested below, and one that does not hold would match nothing.
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|_| NOTHING.clone())
}

static NOTHING: LazyLock<Regex> = LazyLock::new(|| pattern("$.^"));

/// *wrote* in the languages of mail programs.
const VERBS: &str = "wrote|writes|a [ée]crit|[ée]crivait|schrieb|schrieben|geschrieben|ha scritto|scrive|ha escrito|\
    escribi[óo]|escreveu|schreef|skrev|skreiv|kirjoitti|napisała?|napisał\\(a\\)|napisala?|pisze|napsala?|napsal\\(a\\)|\
    nap[íi]sala?|írta|yazdı|a scris|написала?|написал\\(а\\)|пишет|писала?|έγραψε|rašė|rakstīja|kirjutas|va escriure|\
    写道|寫道|님이 작성";

static WROTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)(?:^|[\s>)\]*])(?:{VERBS})(?:[\s:：*]|$)")));
static WROTE_LAST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)(?:^|[\s>)\]*])(?:{VERBS})\s*[:：]?$")));

/// How announcements begin: a word such as *On*, a day's name before a number, or a number.
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s*_\x22-]*(?:(?:on|le|am|il|el|em|op|den|dne|dňa|dnia|w dniu|in data|vào)\s|\p{L}{2,10}[.,]?\s+\d{1,2}[.,\s]|\d{1,4}[./:-]\d{1,2}|\d{4}年)",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年")
});
static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{1,2}[:.h]\d{2}"));
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[^\s<>()@]+@[^\s<>()@]+\.[\p{L}0-9-]{2,}|&lt;\S+@\S+&gt;"));

/// The line above an original, as Outlook and its kin write it.
static ORIGINAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*[-_=*–—]{2,}\s*(?:original message|message original|message d['’]origine|ursprüngliche (?:nachricht|mail|e-mail)|original-?nachricht|oprindelig (?:besked|meddelelse)|opprinnelig melding|ursprungligt meddelande|originalmeddelande|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní (?:zpráva|e-mail)|eredeti üzenet|исходное сообщение|orijinal (?:mesaj|ileti)|原始邮件|元のメッセージ|원본 메시지)\s*[-_=*–—]{2,}\s*$",
    )
});

/// The line above a forwarded mail.
static FORWARDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*[-_=*–—]*\s*(?:begin forwarded message|forwarded message|forwarded by .*|début du message (?:transféré|réexpédié)|message (?:transféré|réexpédié)|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|videresendt (?:besked|melding)|välitetty viesti|wiadomość przekazana|пересылаемое сообщение)\s*(?:[-_=*–—]+|:)\s*$",
    )
});

/// What phones and mail programs write below a mail.
static FOOTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[*_]*(?:sent (?:from|via|with|using)|get outlook for|envoyé (?:de|depuis|à partir d[eu’']|via|avec)|obtenez outlook|obtenir outlook|télécharge[rz] outlook|gesendet (?:von|mit|über)|von meinem .{2,30} gesendet|diese nachricht wurde von meinem|holen sie sich outlook|outlook für|enviado (?:desde|do|a partir|via|con)|obtener outlook|obter o outlook|inviato (?:da|dal|dall['’]|con|tramite)|scarica outlook|ottieni outlook|verzonden (?:vanaf|met|vanuit|via)|verstuurd vanaf|outlook voor|skickat från|hämta outlook|sendt fra|hent outlook|få outlook|lähetetty|hanki outlook|wysłan[eo] z|pobierz outlook|отправлено (?:с|из)\s|odesláno z|.{2,30} cihazımdan gönderildi|iphone ?から|发自我的)",
    )
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own(text: &str) -> String {
        own_words(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn every_pattern_holds() {
        let all = [&WROTE, &WROTE_LAST, &STARTS, &DATE, &TIME, &ADDRESS, &ORIGINAL, &FORWARDED, &FOOTER];
        assert!(all.iter().all(|pattern| pattern.as_str() != NOTHING.as_str()));
    }

    #[test]
    fn announcements_in_many_languages() {
        for line in [
            "On Mon, 2 Mar 2026 at 10:02, Ana Diaz <ana@shop.example> wrote:",
            "On 2/3/26 10:02 AM, Ana Diaz wrote:",
            "Le lun. 2 mars 2026 à 10:02, Ana Diaz <ana@shop.example> a écrit :",
            "Le lun. 2 mars 2026 à 10:02, Ana Diaz\n<ana@shop.example>\na écrit\u{a0}:",
            "Am Mo., 2. März 2026 um 10:02 Uhr schrieb Ana Diaz <\nana@shop.example>:",
            "Il giorno lun 2 mar 2026 alle ore 10:02 Ana Diaz <ana@shop.example> ha scritto:",
            "El lun, 2 mar 2026 a las 10:02, Ana Diaz (<ana@shop.example>) escribió:",
            "Em seg., 2 de mar. de 2026 às 10:02, Ana Diaz <ana@shop.example> escreveu:",
            "Op ma 2 mrt 2026 om 10:02 schreef Ana Diaz <ana@shop.example>:",
            "Den mån 2 mars 2026 kl 10:02 skrev Ana Diaz <ana@shop.example>:",
            "man. 2. mars 2026 kl. 10:02 skrev Ana Diaz <ana@shop.example>:",
            "ma 2. maalisk. 2026 klo 10.02 Ana Diaz (ana@shop.example) kirjoitti:",
            "pon., 2 mar 2026 o 10:02 Ana Diaz <ana@shop.example> napisał(a):",
            "po 2. 3. 2026 v 10:02 odesílatel Ana Diaz <ana@shop.example> napsal:",
            "пн, 2 мар. 2026 г. в 10:02, Ana Diaz <ana@shop.example>:",
            "2026年3月2日(月) 10:02 Ana Diaz <ana@shop.example>:",
            "Ana Diaz <ana@shop.example> writes:",
            "---- On Mon, 02 Mar 2026 10:02:00 +0100 Ana <ana@shop.example> wrote ----",
        ] {
            let text = format!("Thank you.\n\n{line}\n\nBefore.\nMore before.");
            assert_eq!(own(&text), "Thank you.", "{line}");
            let text = format!("Thank you.\n{line}\n> Before.\n\nAnd below.");
            assert_eq!(own(&text), "Thank you.\n\nAnd below.", "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for text in [
            "I saw your page, which says what Ana wrote:\nit is about on-date-someone-wrote things.",
            "On Monday I wrote to you about these:\n- shoes\n- hats",
            "On 2 March I came by. Your colleague was kind.\nThe rest was fine at 10:02 as well.",
            "From: Paris\nTo: Lyon\nDate: 2 March",
            "The dashes\n----\npart two lists.\n\n====\n\nEnd.",
            "It was sent from my phone.\nSent it twice.",
            "a -- b\n-c\n- d",
            "Times:\n2026-03-02 10:02\n02.03.2026 10:02",
        ] {
            assert_eq!(own_words(text), None, "{text}");
        }
    }

    #[test]
    fn originals_and_headers() {
        let block = "From: Ana Diaz\nSent: Monday, 2 March 2026 10:02\nTo: Tom\nSubject: Shoes\n\nBefore.";
        for text in [
            format!("Yes.\n\n-----Original Message-----\n{block}"),
            format!("Yes.\n\n{block}"),
            format!("Yes.\n________________________________\n{block}"),
            "Yes.\n\n*De :* Ana Diaz <ana@shop.example>\n*Envoyé :* lundi 2 mars 2026\n*À :* Tom\n\nAvant."
                .to_owned(),
            "Yes.\n\n-------- Message d’origine --------\nDe : Ana".to_owned(),
            "Yes.\n\nVon: Ana Diaz [mailto:ana@shop.example]\nGesendet: Montag\nAn: Tom\nBetreff: Schuhe"
                .to_owned(),
        ] {
            assert_eq!(own(&text), "Yes.", "{text}");
        }
    }

    #[test]
    fn signatures_and_footers() {
        for below in [
            "-- \nAna\nShop",
            "--\nAna\nShop",
            "—\nAna\nShop",
            "__\na mailing list\nhttps://lists.example",
            "Sent from my iPhone",
            "Envoyé de mon iPhone",
            "Von meinem iPhone gesendet",
            "Get Outlook for Android<https://aka.example/x>\n________________________________\nFrom: Ana",
        ] {
            assert_eq!(own(&format!("Yes.\n\nRegards,\nTom\n\n{below}")), "Yes.\n\nRegards,\nTom", "{below}");
        }
    }

    #[test]
    fn answers_between_quotes_are_kept_without_them() {
        let text = "On 2 March 2026, Ana <ana@shop.example> wrote:\n> One?\n\nYes.\n\n> Two?\nwrapped\n> end\n\nNo.\n";
        assert_eq!(own(text), "Yes.\n\nNo.");
    }

    #[test]
    fn a_forwarded_mail_and_mere_history_stay() {
        let forwarded = "Look:\n\n---------- Forwarded message ---------\nFrom: Ana <ana@shop.example>\nDate: x\nSubject: y\n\nHello\n> z";
        assert_eq!(own_words(forwarded), None);
        assert_eq!(own_words("> only\n> quoted"), None);
        assert_eq!(own_words("-----Original Message-----\nFrom: a"), None);
        assert_eq!(own_words(""), None);
    }

    proptest! {
        #[test]
        fn nothing_is_invented(text in "(On 2 May 2026 10:02, a <a@b.cd> wrote:|> |-- |\n|From: a@b\nTo: c\nSubject: d\n|[a-zé .:]{0,9}){0,30}") {
            if let Some(own) = own_words(&text) {
                prop_assert!(own.len() < text.len());
                let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
                for line in own.lines() {
                    prop_assert!(lines.contains(&line.trim_end()), "{line}");
                }
            }
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}") {
            let _ = own_words(&text);
        }
    }
}
