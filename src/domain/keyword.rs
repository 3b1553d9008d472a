//! Words that are worth counting: thanks, praise, disappointment, having to say it again. Matched on folded text at the
//! borders of words; a negation before a word of praise or disappointment takes it away. A count of words is no
//! understanding: it points to conversations worth reading.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::fold::fold;
use crate::words::Bilingual;

/// What a list tells about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// The customer is glad.
    Praise,
    /// The customer is not.
    Disappointment,
    /// The customer had to say or do it again.
    Effort,
    /// Anything else.
    Other,
}

impl Tone {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Tone::Praise => "praise",
            Tone::Disappointment => "disappointment",
            Tone::Effort => "effort",
            Tone::Other => "other",
        }
    }

    /// Whether *not* before a word turns it round.
    const fn turns(self) -> bool {
        matches!(self, Tone::Praise | Tone::Disappointment)
    }
}

/// A word, or several in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyword {
    /// As written in the list.
    pub text: String,
    /// Its words, folded.
    pub tokens: Vec<String>,
    /// Any ending of the last one counts.
    open: bool,
}

impl Keyword {
    /// Reads a keyword; `None` where it holds no letter and no digit.
    pub fn new(text: &str) -> Option<Keyword> {
        let tokens: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        let open = text.trim_end().ends_with('*');
        (!tokens.is_empty()).then(|| Keyword { text: text.trim().to_owned(), tokens, open })
    }

    /// Whether it stands at the beginning of `here`.
    fn stands(&self, here: &[Spoken]) -> bool {
        let last = self.tokens.len() - 1;
        here.len() > last
            && self.tokens.iter().zip(here).enumerate().all(|(place, (token, word))| {
                (place == 0 || !word.border)
                    && if place < last {
                        word.folded == *token
                    } else if self.open {
                        word.folded.starts_with(token.as_str())
                    } else {
                        is_form(&word.folded, token)
                    }
            })
    }
}

/// Plain endings of number and gender.
const ENDINGS: [&str; 4] = ["s", "e", "es", "x"];
/// Shorter words take no ending: *top* is not *tope*.
const ENDS_FROM: usize = 4;

fn is_form(word: &str, token: &str) -> bool {
    match word.strip_prefix(token) {
        Some("") => true,
        Some(ending) => token.len() >= ENDS_FROM && ENDINGS.contains(&ending),
        None => false,
    }
}

/// A list of keywords.
#[derive(Clone, Debug, PartialEq)]
pub struct KeywordList {
    /// Its id.
    pub id: String,
    /// What it tells about.
    pub tone: Tone,
    /// What it is called.
    pub title: Bilingual,
    /// Its words.
    pub words: Vec<Keyword>,
    /// What does not count although one of the words is in it.
    pub except: Vec<Keyword>,
}

/// A word of a text.
struct Spoken {
    folded: String,
    at: Range<usize>,
    /// Something that ends a clause stands before it.
    border: bool,
}

fn words(text: &str) -> Vec<Spoken> {
    let mut words = Vec::new();
    let (mut start, mut border) = (None, true);
    let end = |words: &mut Vec<Spoken>, start: &mut Option<usize>, at: usize, border: &mut bool| {
        if let Some(from) = start.take() {
            let folded = fold(&text[from..at]);
            if !folded.is_empty() {
                words.push(Spoken { folded, at: from..at, border: std::mem::take(border) });
            }
        }
    };
    for (at, c) in text.char_indices() {
        // A mark on a letter belongs to its word.
        if c.is_alphanumeric() || start.is_some() && unicode_normalization::char::is_combining_mark(c) {
            start.get_or_insert(at);
            continue;
        }
        end(&mut words, &mut start, at, &mut border);
        border |= matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '…' | '(' | ')' | '«' | '»' | '"');
    }
    end(&mut words, &mut start, text.len(), &mut border);
    words
}

/// Words within which a negation reaches.
const REACH: usize = 3;

/// Whether the word at `place` stands behind a negation of its clause.
fn negated(words: &[Spoken], place: usize) -> bool {
    let mut at = place;
    while at > 0 && place - at < REACH && !words[at].border {
        at -= 1;
        let before = |n: usize| at.checked_sub(n).map(|at| words[at].folded.as_str());
        match words[at].folded.as_str() {
            "not" | "never" | "no" | "nothing" | "hardly" | "without" | "neither" | "nor" | "cannot"
            | "dont" | "isnt" | "wasnt" | "didnt" | "doesnt" | "pas" | "jamais" | "aucun" | "aucune"
            | "rien" | "sans" | "ni" | "guere" | "peu" => return true,
            // isn't, don't, can't.
            "t" if before(1).is_some_and(|word| word.ends_with('n')) => return true,
            // *plus utile* is more useful; *n'est plus utile* is not.
            "plus" if [1, 2, 3].into_iter().any(|n| matches!(before(n), Some("ne" | "n"))) => return true,
            _ => {}
        }
    }
    false
}

/// A keyword found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The list's place.
    pub list: usize,
    /// The keyword's place in it.
    pub word: usize,
    /// Where in the text, in bytes.
    pub at: Range<usize>,
}

/// All lists, ready to be looked for in many texts.
pub struct Finder<'a> {
    lists: &'a [KeywordList],
    /// By the first word: its exact forms.
    first: HashMap<String, Vec<(usize, usize)>>,
    /// Of one word that takes any ending.
    open: Vec<(usize, usize)>,
}

impl<'a> Finder<'a> {
    /// For these lists.
    pub fn new(lists: &'a [KeywordList]) -> Finder<'a> {
        let (mut first, mut open) = (HashMap::<String, Vec<_>>::new(), Vec::new());
        for (place, list) in lists.iter().enumerate() {
            for (number, word) in list.words.iter().enumerate() {
                let here = (place, number);
                let Some(token) = word.tokens.first() else { continue };
                if word.open && word.tokens.len() == 1 {
                    open.push(here);
                    continue;
                }
                first.entry(token.clone()).or_default().push(here);
                if word.tokens.len() == 1 {
                    for ending in ENDINGS {
                        first.entry(format!("{token}{ending}")).or_default().push(here);
                    }
                }
            }
        }
        Finder { lists, first, open }
    }

    /// Every keyword in a text, in order; each word of a text counts once for a list, the longest match first.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let words = words(text);
        let mut hits = Vec::new();
        let mut taken: Vec<usize> = vec![0; self.lists.len()];
        for place in 0..words.len() {
            let here = &words[place..];
            let known = self.first.get(&words[place].folded).into_iter().flatten();
            let mut matching: Vec<&(usize, usize)> = known
                .chain(&self.open)
                .filter(|(list, word)| self.lists[*list].words[*word].stands(here))
                .collect();
            matching.sort_by_key(|(list, word)| {
                (*list, usize::MAX - self.lists[*list].words[*word].tokens.len())
            });
            matching.dedup_by_key(|(list, _)| *list);
            for (list, word) in matching {
                let length = self.lists[*list].words[*word].tokens.len();
                if taken[*list] > place || self.excepted(*list, &words, place, length) {
                    continue;
                }
                // A keyword that brings its own negation has said what it means.
                let own = self.lists[*list].words[*word].tokens.iter().any(|t| is_negation(t));
                if self.lists[*list].tone.turns() && !own && negated(&words, place) {
                    continue;
                }
                taken[*list] = place + length;
                let at = words[place].at.start..words[place + length - 1].at.end;
                hits.push(Hit { list: *list, word: *word, at });
            }
        }
        hits
    }

    /// Whether an exception covers the words from `place` on.
    fn excepted(&self, list: usize, words: &[Spoken], place: usize, length: usize) -> bool {
        self.lists[list].except.iter().any(|except| {
            let reach = except.tokens.len();
            (place.saturating_sub(reach)..=place)
                .any(|from| from + reach >= place + length && except.stands(&words[from..]))
        })
    }
}

fn is_negation(token: &str) -> bool {
    matches!(token, "not" | "no" | "never" | "pas" | "aucun" | "aucune" | "sans" | "rien" | "ne" | "n" | "t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Vec<KeywordList> {
        crate::formats::keywords::parse(crate::formats::keywords::SHIPPED).unwrap()
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let lists = lists();
        Finder::new(&lists)
            .find(text)
            .into_iter()
            .map(|hit| (lists[hit.list].id.clone(), text[hit.at].to_owned()))
            .collect()
    }

    fn ids(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn words_count_at_their_borders_in_any_spelling() {
        for (text, id, word) in [
            ("MERCI beaucoup !", "thanks", "MERCI"),
            ("c’était très Utile", "praise", "Utile"),
            ("des réponses utiles", "praise", "utiles"),
            ("vraiment ge\u{301}nial", "praise", "ge\u{301}nial"),
            ("Thank you so much", "thanks", "Thank you"),
            ("what a disappointment", "disappointment", "disappointment"),
            ("Je suis déçue.", "disappointment", "déçue"),
            ("I am still waiting", "waiting", "still waiting"),
            ("comme je vous l’ai dit hier", "repetition", "comme je vous l’ai dit"),
            ("je l’ai DÉJÀ DIT", "repetition", "DÉJÀ DIT"),
        ] {
            assert_eq!(found(text), [(id.to_owned(), word.to_owned())], "{text}");
        }
        for text in ["commercial", "thankless", "greatness", "merciless", "topic", "the inutility", ""] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_negation_takes_praise_away() {
        for text in [
            "not helpful",
            "It was not very helpful",
            "this isn't useful",
            "that isn’t really useful at all",
            "never helpful",
            "I found nothing useful",
            "Ce n'est pas très clair ni utile",
            "ce n'est plus utile",
            "rien d'utile",
        ] {
            assert!(!ids(text).contains(&"praise".to_owned()), "{text}");
        }
        assert_eq!(ids("not helpful"), ["disappointment"]);
        assert_eq!(ids("pas utile du tout"), ["disappointment"]);
        assert!(ids("I am not disappointed").is_empty());
        assert!(ids("je ne suis pas déçu").is_empty());
        // The end of a clause ends it, and *plus utile* is more useful.
        assert_eq!(ids("It does not work. Great answer though"), ["praise"]);
        assert_eq!(ids("No, thank you"), ["thanks"]);
        assert_eq!(ids("c'est bien plus utile ainsi"), ["praise"]);
    }

    #[test]
    fn a_polite_request_is_no_thanks() {
        assert!(ids("Merci de me rappeler").is_empty());
        assert!(ids("merci de vérifier ma commande").is_empty());
        assert!(ids("Any help would be greatly appreciated.").is_empty());
        assert_eq!(ids("merci de votre aide"), ["thanks"]);
        assert!(ids("it would be great if you could call").is_empty());
        assert!(ids("Ce serait super de recevoir une réponse").is_empty());
        assert_eq!(ids("thanks for nothing"), ["disappointment"]);
    }

    #[test]
    fn a_text_counts_each_place_once() {
        assert_eq!(ids("thanks thanks, thank you"), ["thanks", "thanks", "thanks"]);
        assert_eq!(found("as I already said"), [("repetition".to_owned(), "as I already said".to_owned())]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            for (_, word) in found(&text) {
                proptest::prop_assert!(!word.is_empty());
            }
        }
    }
}
