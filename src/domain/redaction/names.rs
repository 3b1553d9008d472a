//! The people of a conversation: which words are their names, and where those stand in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::domain::conversation::Conversation;
use crate::domain::fold::fold;
use crate::domain::redaction::common_words::{never, sometimes};
use crate::domain::redaction::cues;
use crate::domain::redaction::shadow::Shadow;

/// A number is an id, and not a count, from so many digits on.
const SHORTEST_ID: usize = 6;

/// How a word must be written to be the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// In any way.
    Anyhow,
    /// Not with a small letter first.
    Capital,
}

/// Whose names are looked for, as folded words.
#[derive(Clone, Debug, Default)]
pub struct People {
    hidden: HashMap<String, Written>,
    kept: HashSet<String>,
}

impl People {
    /// Nobody yet.
    pub fn new() -> People {
        People::default()
    }

    /// Everybody whom a conversation names outside its texts. The agent's own name stays readable unless `hide_agent`;
    /// a word that a customer shares with the agent is hidden.
    pub fn of(conversation: &Conversation, hide_agent: bool) -> People {
        let mut people = People::new();
        people.hide(&conversation.customer);
        let agent = own_author(conversation);
        for message in &conversation.messages {
            if !agent.is(message) {
                people.hide(&message.author);
            }
        }
        for own in [conversation.agent.as_str(), agent.name] {
            if hide_agent {
                people.hide(own);
            } else {
                people.keep(own);
            }
        }
        people
    }

    /// Hides a person, given by name, address or id.
    pub fn hide(&mut self, person: &str) {
        for word in words_of(person) {
            let short = word.chars().count() < 3;
            let written = if short || sometimes(&word) { Written::Capital } else { Written::Anyhow };
            self.hidden.insert(word, written);
        }
    }

    /// Leaves a person readable, unless somebody hidden before shares the word.
    pub fn keep(&mut self, person: &str) {
        let words = words_of(person).into_iter().filter(|word| !self.hidden.contains_key(word));
        self.kept.extend(words.collect::<Vec<_>>());
    }

    /// Hides the words that a text itself calls names: behind a greeting, a title or *my name is*, in a signature.
    pub(super) fn learn(&mut self, plain: &str) {
        for span in cues::names(plain) {
            self.learn_words(&plain[span]);
        }
    }

    /// Hides words that are said to be a name, where they begin with a capital letter. A text may be wrong about it.
    pub(super) fn learn_words(&mut self, name: &str) {
        for word in words_of(name) {
            if !self.kept.contains(&word) {
                self.hidden.entry(word).or_insert(Written::Capital);
            }
        }
    }

    /// Where names stand in a plain text.
    pub(super) fn find(&self, shadow: &Shadow, original: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.hidden.is_empty() {
            return found;
        }
        for word in tokens(&shadow.text, |c| c.is_alphanumeric() || c == '_') {
            if self.is_name(&word, shadow, original) {
                found.push(word);
                continue;
            }
            // `Ada_Byron` and `ada42` contain the name as well.
            let parts = tokens(&shadow.text[word.clone()], char::is_alphabetic);
            let parts = parts.into_iter().map(|part| word.start + part.start..word.start + part.end);
            found.extend(parts.filter(|part| *part != word && self.is_name(part, shadow, original)));
        }
        found
    }

    fn is_name(&self, span: &Range<usize>, shadow: &Shadow, original: &str) -> bool {
        match self.hidden.get(&fold(&shadow.text[span.clone()])) {
            Some(Written::Anyhow) => true,
            Some(Written::Capital) => {
                let first = original[shadow.original(span)].chars().next();
                !first.is_some_and(char::is_lowercase)
            }
            None => false,
        }
    }
}

/// The author under whom the conversation's agent writes.
pub(super) struct OwnAuthor<'c> {
    pub(super) name: &'c str,
}

impl OwnAuthor<'_> {
    /// Whether the agent wrote the message.
    pub(super) fn is(&self, message: &crate::domain::conversation::Message) -> bool {
        message.role == crate::domain::conversation::Role::Agent && message.author.trim() == self.name
    }
}

/// Help desks give the agent's id in one place and the display name in another: where no author is the conversation's
/// agent, an author who is the only one among agents must be.
pub(super) fn own_author(conversation: &Conversation) -> OwnAuthor<'_> {
    let mut authors = conversation
        .messages
        .iter()
        .filter(|message| message.role == crate::domain::conversation::Role::Agent && !message.private)
        .map(|message| message.author.trim());
    let own = conversation.agent.trim();
    if authors.clone().any(|author| author == own) {
        return OwnAuthor { name: own };
    }
    let first = authors.next().unwrap_or(own);
    OwnAuthor { name: if authors.all(|author| author == first) { first } else { own } }
}

/// The folded words under which a person can be named in a text: those of the display name, of the part of an address
/// before its sign, and these parts as a whole.
pub(super) fn words_of(person: &str) -> Vec<String> {
    let plain = Shadow::new(person).text;
    let mut words = Vec::new();
    for piece in
        plain.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | ',' | ';'))
    {
        let name = piece.split('@').next().unwrap_or_default();
        for token in tokens(name, |c| c.is_alphanumeric() || c == '_') {
            let token = &name[token];
            let letters = tokens(token, char::is_alphabetic);
            words
                .extend(letters.iter().map(|part| &token[part.clone()]).filter(|part| tells(part)).map(fold));
            if tells(token) {
                words.push(fold(token));
            }
        }
    }
    words.retain(|word| !never(word));
    words.sort();
    words.dedup();
    words
}

/// Whether a word is long enough to point at somebody.
fn tells(word: &str) -> bool {
    let length = word.chars().count();
    if word.contains(char::is_alphabetic) { length > 1 } else { length >= SHORTEST_ID }
}

/// The maximal runs of characters that belong.
fn tokens(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (belongs(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(people: &People, text: &str) -> Vec<String> {
        let shadow = Shadow::new(text);
        people.find(&shadow, text).iter().map(|span| text[shadow.original(span)].to_owned()).collect()
    }

    #[test]
    fn names_and_addresses_give_words() {
        assert_eq!(words_of("Ada Lovelace-King"), ["ada", "king", "lovelace"]);
        assert_eq!(words_of("\"Byron, A.\" <ada.byron42@mail.example>"), ["ada", "byron", "byron42"]);
        assert_eq!(words_of("andy_from_ireland"), ["andy", "andy_from_ireland", "ireland"]);
        assert_eq!(words_of("support@shop.example"), [""; 0]);
        assert_eq!(words_of("12345"), [""; 0]);
        assert_eq!(words_of("403918320"), ["403918320"]);
    }

    #[test]
    fn whole_words_in_any_case_and_accent() {
        let mut people = People::new();
        people.hide("Hélène Dupont");
        assert_eq!(
            found(&people, "d’Hélène, HELENE's, dupont! Duponts hélènes He\u{301}le\u{300}ne_D"),
            ["Hélène", "HELENE", "dupont", "He\u{301}le\u{300}ne"]
        );
    }

    #[test]
    fn names_that_are_words_need_a_capital() {
        let mut people = People::new();
        people.hide("Will Rose");
        people.hide("Jo");
        assert_eq!(
            found(&people, "it will work, Will; a rose for Rose; jo and Jo, JO"),
            ["Will", "Rose", "Jo", "JO"]
        );
    }

    #[test]
    fn who_is_kept_stays_unless_shared() {
        let mut people = People::new();
        people.hide("Marc Petit");
        people.keep("Marc Durand");
        people.learn("Bonjour Durand,");
        assert_eq!(found(&people, "Marc Durand and Marc Petit"), ["Marc", "Marc", "Petit"]);
    }
}
