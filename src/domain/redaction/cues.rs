//! Where a text itself says that a name follows: greetings, titles, introductions, labels, signatures, the heads of
//! quoted mails. What follows must look like a name and end like one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::fold::fold;
use crate::domain::redaction::common_words::never;
use crate::domain::redaction::patterns::compiled;

/// A word with a capital letter, such as *Anna*, *O'Brien*, *Le*.
const NAME: &str = r"\p{Lu}[\p{L}'\-]*\p{L}";
/// Up to four of them; an initial may stand between.
const NAMES: &str = r"\p{Lu}[\p{L}'\-]*\p{L}(?:[ \t]+(?:\p{Lu}\.|(?:de|du|van|von|der|la|le|el|ben)[ \t]+\p{Lu}[\p{L}'\-]*\p{L}|\p{Lu}[\p{L}'\-]*\p{L})){0,3}";
const TITLE: &str =
    r"(?:(?i:mr|mrs|ms|miss|mx|dr|mme|mlle|monsieur|madame|mademoiselle|maitre|sir|docteur)\.?|M\.|Me)";

/// How a name must end to count.
#[derive(Clone, Copy)]
enum Ending {
    /// Any way.
    Any,
    /// A sign, the end of the line, or a word that follows a name in a greeting.
    Sign,
    /// The end of the line.
    Line,
}

/// The cues; the first group is the name.
static CUES: LazyLock<Vec<(Regex, Ending)>> = LazyLock::new(|| {
    let cue = |pattern: String, ending| (compiled(&pattern), ending);
    vec![
        cue(
            format!(
                r"\b(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|bonjour|bonsoir|salut|coucou|ch[e]re?|thanks(?: again| so much)?|thank you(?: again| so much| very much)?|merci(?: beaucoup| bien)?|welcome|bye|goodbye|au revoir)[ \t]+(?:{TITLE}[ \t]+)?({NAMES})"
            ),
            Ending::Sign,
        ),
        cue(format!(r"\b(?i:thanks|thank you|merci|bye|goodbye|sorry|desolee?|oui|yes|ok)[ \t]*,[ \t]*({NAME})"), Ending::Line),
        cue(format!(r"\b{TITLE}[ \t]+({NAMES})"), Ending::Any),
        cue(
            format!(
                r"\b(?i:my(?: full| first| last)? name(?: is|'s)|call me|je m'appelle|mon(?: nom| prenom)(?: de famille)? (?:est|c'est)|moi c'est|au nom d[eu']|under the name(?: of)?)[ \t]*:?[ \t]*(?:{TITLE}[ \t]+)?({NAMES})"
            ),
            Ending::Any,
        ),
        cue(format!(r"\b(?i:i am|i'm|it's|this is|je suis|c'est|ici)[ \t]+(?:{TITLE}[ \t]+)?({NAMES})"), Ending::Sign),
        cue(format!(r"\b({NAMES})[ \t]+(?:here\b|speaking\b|a l'appareil\b)"), Ending::Any),
        cue(
            format!(
                r"(?m)(?:^|[,;(.>*\-])[ \t]*(?i:(?:your|my|full|first|last|family|customer|contact|billing|votre|mon|le)?[ \t]*(?:name|surname|nom(?: de famille| complet)?|prenom|nom et prenom|signed|signe|attn|de la part de|interlocut(?:eur|rice)))[ \t]*[:=][ \t]*({NAMES})"
            ),
            Ending::Any,
        ),
        cue(
            r"(?m)(?:^|[,;(])[ \t]*(?i:(?:your |my |full |first |last |votre |mon )?(?:name|surname|nom|prenom))[ \t]*[:=][ \t]*([\p{L}'\-]{2,}(?:[ \t]+[\p{L}'\-]{2,}){0,2})[ \t]*$".to_owned(),
            Ending::Line,
        ),
        cue(
            r"\b(?i:user ?name|login|user id|identifiant|pseudo|nom d'utilisateur)[ \t]*[:=][ \t]*([\p{L}0-9_]{3,})".to_owned(),
            Ending::Any,
        ),
        cue(
            format!(
                r"\b(?i:regards|wishes|cordially|sincerely|faithfully|yours(?: truly)?|cheers|thanks(?: again| in advance| a lot| so much)?|thank you(?: again| in advance| so much| very much)?|merci(?: d'avance| beaucoup| par avance| encore| bien)?|cordialement|salutations(?: distinguees)?|bien a vous|a bientot|bonne (?:journee|soiree|fin de journee)|respectueusement|amicalement|bises|best|love)[ \t]*[,.!;:\-]*\s*(?:{TITLE}[ \t]+)?({NAMES})"
            ),
            Ending::Line,
        ),
        cue(format!(r"(?:^|\n)[ \t]*(?:--|---|~)[ \t]*\n?[ \t]*({NAMES})"), Ending::Line),
        cue(format!("({NAMES})[\"']?[ \\t]*[<(\\[](?i:mailto:)?(?:[^<>()\\[\\]\\s@]+@|\\x00)"), Ending::Any),
    ]
});

/// The first cues: greetings, thanks and titles, behind which the one who is spoken to is named.
const OF_OTHERS: usize = 3;

/// The spans of a plain text that it says are names.
pub(super) fn names(plain: &str) -> Vec<Range<usize>> {
    behind(&CUES, plain)
}

/// Those of them that the writer says of themselves.
pub(super) fn own_names(plain: &str) -> Vec<Range<usize>> {
    behind(CUES.get(OF_OTHERS..).unwrap_or_default(), plain)
}

fn behind(cues: &[(Regex, Ending)], plain: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (cue, ending) in cues {
        for captures in cue.captures_iter(plain) {
            let Some(name) = captures.get(1) else { continue };
            // A greeting runs on into the sentence: what can be no name ends it.
            let length = name_length(name.as_str());
            let end = name.start() + length;
            let cut = length < name.as_str().len();
            if length > 0 && (ends(&plain[end..], *ending) || (cut && !matches!(ending, Ending::Line))) {
                found.push(name.start()..end);
            }
        }
    }
    found
}

/// How much of a row of words can be a name, from its beginning.
fn name_length(words: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in words.split([' ', '\t']) {
        let folded = fold(word);
        let particle = word.starts_with(char::is_lowercase);
        let elided = folded.split_once('\'').is_some_and(|(head, _)| never(head));
        if !particle && !word.is_empty() && (never(&folded) || elided) {
            break;
        }
        at += word.len();
        if !particle || words.starts_with(word) {
            end = at;
        }
        at += 1;
    }
    end.min(words.len())
}

fn ends(rest: &str, ending: Ending) -> bool {
    static SIGN: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"^[ \t]*(?:$|[,.!;:?)\n\r\-<]|(?i:i|and|for|from|here|how|it|please|speaking|thank|thanks|we|what|you|your|et|ici|je|j'|merci|nous|pour|vous|votre)\b)",
        )
    });
    static LINE: LazyLock<Regex> = LazyLock::new(|| compiled(r"^[ \t]*[.,!]?[ \t]*(?:$|[\n\r])"));
    match ending {
        Ending::Any => true,
        Ending::Sign => SIGN.is_match(rest),
        Ending::Line => LINE.is_match(rest),
    }
}

/// Whether a message asks for somebody's name.
pub(super) fn asks_for_name(plain: &str) -> bool {
    static ASKED: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"(?i)\b(?:your|the|full|first|last|account) names?\b[^.\n]*(?:\?|please|$)|\b(?:votre|vos|le) (?:nom|prenom|noms)\b|\bwho am i speaking (?:to|with)\b|\ba qui ai-je\b",
        )
    });
    ASKED.is_match(plain)
}

/// The name in an answer that consists of nothing else: one to four words.
pub(super) fn bare_name(plain: &str) -> Option<&str> {
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"^(?i:\s*(?:(?:yes|sure|ok|okay|oui|hi|hello|bonjour|it is|it's|this is|i am|i'm|c'est|je suis)[ \t,.!:]+)*)([\p{L}'\-]{2,}(?:[ \t]+[\p{L}'\-]{2,}){0,3})[\s.,!\\]*$",
        )
    });
    let name = BARE.captures(plain)?.get(1)?.as_str();
    (name_length(name) == name.len()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut spans = names(text);
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup();
        spans.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn names_behind_their_cues() {
        for (text, name) in [
            ("Hi Nadia,", "Nadia"),
            ("Hello Nadia Benali!\nI looked", "Nadia Benali"),
            ("Hi Nadia Thanks a lot", "Nadia"),
            ("Thanks Nadia and good luck", "Nadia"),
            ("Bonjour Mme Benali,", "Benali"),
            ("Bonjour Nadia je regarde", "Nadia"),
            ("avec M. Benali hier", "Benali"),
            ("my name is Nadia Benali and I", "Nadia Benali"),
            ("je m'appelle Nadia, et", "Nadia"),
            ("I'm Nadia.", "Nadia"),
            ("Nadia here, again", "Nadia"),
            ("Name: Nadia Benali", "Nadia Benali"),
            ("Nom : benali", "benali"),
            ("Username: nbenali77", "nbenali77"),
            ("it works.\nCordialement,\nNadia", "Nadia"),
            ("Kind regards Nadia Benali", "Nadia Benali"),
            ("thanks\n\nNadia", "Nadia"),
            ("that is all\n-- \nNadia Benali", "Nadia Benali"),
            ("On Monday, Nadia Benali <nb@x.example> wrote:", "Nadia Benali"),
            ("de la part de: Nadia", "Nadia"),
        ] {
            assert!(found(text).contains(&name), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn sentences_are_no_names() {
        for text in [
            "Hi There,",
            "Hello All!",
            "Bonjour Madame, Monsieur,",
            "Hello When I log in",
            "Bonjour Je n'arrive pas",
            "Bonjour J'ai un souci",
            "Hello Printer does not print",
            "Thanks for all",
            "Merci pour tout",
            "Dear Customer,",
            "Dear Sir or Madam",
            "I am NOT happy",
            "This is The problem",
            "File name: Report",
            "Thank you\nPrinter 3 works",
            "regards,\nThe Support Team",
            "c'est Vraiment bien",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_answer_that_is_only_a_name() {
        assert!(asks_for_name("May I have your full name, please?") && asks_for_name("Quel est votre nom ?"));
        assert_eq!(bare_name("Nadia Benali."), Some("Nadia Benali"));
        assert_eq!(bare_name("Sure, it's Nadia"), Some("Nadia"));
        assert_eq!(bare_name("why do you need that"), None);
    }
}
