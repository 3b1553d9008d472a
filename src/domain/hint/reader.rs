//! Reads a conversation with the rules of a checklist.

use std::borrow::Cow;
use std::ops::Range;
use std::slice;

use super::person::{Person, capitalised};
use super::{At, Hint, Noticed, Rule, Watch, again};
use crate::domain::conversation::{Conversation, Message, Role};
use crate::domain::keyword::Finder;
use crate::domain::review::Value;

/// Our last messages, of which one may bring the close.
const LAST: usize = 2;
/// Sentences that a new one is held against, the newest: a conversation of a hundred thousand messages is read in time
/// that grows with its length.
const LOOK_BACK: usize = 60;

/// The rules of a checklist, ready for many conversations.
pub struct Reader<'a> {
    rules: &'a [Rule],
    /// For each rule that has words.
    finders: Vec<Option<Finder<'a>>>,
}

/// A message that is read, with its place in the conversation and what is its author's own.
struct Said<'c> {
    place: usize,
    message: &'c Message,
    text: Cow<'c, str>,
}

/// What a rule found.
struct Found {
    message: usize,
    words: Option<Range<usize>>,
    noticed: Noticed,
}

impl<'a> Reader<'a> {
    /// For these rules.
    pub fn new(rules: &'a [Rule]) -> Reader<'a> {
        let finders = rules
            .iter()
            .map(|rule| {
                let words = rule.watch.words().filter(|words| !words.list.words.is_empty())?;
                Some(Finder::new(slice::from_ref(&words.list)))
            })
            .collect();
        Reader { rules, finders }
    }

    /// What the rules notice, in their order. A conversation without a message of ours says nothing.
    pub fn read(&self, conversation: &Conversation) -> Vec<Hint> {
        let all: Vec<Said<'_>> = conversation
            .messages
            .iter()
            .enumerate()
            .filter(|(_, message)| !message.private && matches!(message.role, Role::Agent | Role::Customer))
            .map(|(place, message)| Said { place, message, text: own(&message.text) })
            .collect();
        if !all.iter().any(|said| said.message.role == Role::Agent) {
            return Vec::new();
        }
        let person = Person::of(conversation);
        let fits = |rule: &Rule| {
            rule.channels.is_empty()
                || rule.channels.iter().any(|channel| channel.eq_ignore_ascii_case(&conversation.channel))
        };
        let rules = self.rules.iter().zip(&self.finders).enumerate();
        rules
            .filter(|(_, (rule, _))| fits(rule))
            .filter_map(|(place, (rule, finder))| hint(place, rule, finder.as_ref(), &all, &person))
            .collect()
    }
}

fn hint(
    place: usize,
    rule: &Rule,
    finder: Option<&Finder<'_>>,
    all: &[Said<'_>],
    person: &Person,
) -> Option<Hint> {
    let made = |points: Value, message, words, noticed| Hint { rule: place, points, message, words, noticed };
    if let Some(found) = look(rule, finder, all, person) {
        return Some(made(rule.found?, Some(found.message), found.words, found.noticed));
    }
    let points = rule.missing?;
    match &rule.watch {
        Watch::Words { at, .. } => {
            let read: Vec<&Said<'_>> = read(all, *at);
            let first = read.first()?.place;
            let one = matches!(at, At::FirstReply) || read.len() == 1;
            Some(made(points, one.then_some(first), None, Noticed::NoWords))
        }
        Watch::Name => {
            let given = person.first_given()?;
            Some(made(points, Some(given.message), Some(given.at.clone()), Noticed::NameUnused))
        }
        _ => None,
    }
}

/// The messages that a rule reads.
fn read<'s, 'c>(all: &'s [Said<'c>], at: At) -> Vec<&'s Said<'c>> {
    let role = if at == At::Customer { Role::Customer } else { Role::Agent };
    let mut read: Vec<&Said<'_>> = all.iter().filter(|said| said.message.role == role).collect();
    match at {
        At::FirstReply => read.truncate(1),
        At::LastReplies => drop(read.drain(..read.len().saturating_sub(LAST))),
        At::Replies | At::Customer => {}
    }
    read
}

fn look(rule: &Rule, finder: Option<&Finder<'_>>, all: &[Said<'_>], person: &Person) -> Option<Found> {
    let ours = || read(all, At::Replies);
    match &rule.watch {
        Watch::Words { at, within, number, .. } => {
            let finder = finder?;
            read(all, *at).into_iter().find_map(|said| {
                let fits = |at: &Range<usize>| {
                    let before = said.text.get(..at.start).unwrap_or_default();
                    within.is_none_or(|most| words_in(before) < most) && (!number || ends_in_number(before))
                };
                let hit = finder.find(&said.text).into_iter().find(|hit| fits(&hit.at))?;
                Some(Found { message: said.place, words: Some(hit.at), noticed: Noticed::Words })
            })
        }
        Watch::Name => ours().into_iter().find_map(|said| {
            let words = person.find(&said.text)?;
            Some(Found { message: said.place, words: Some(words), noticed: Noticed::Name })
        }),
        Watch::OtherName(_) => {
            let finder = finder?;
            person.first_given()?;
            ours().into_iter().find_map(|said| {
                let hits = finder.find(&said.text);
                let words = hits.iter().find_map(|hit| other_name(&said.text, hit.at.end, person))?;
                Some(Found { message: said.place, words: Some(words), noticed: Noticed::OtherName })
            })
        }
        Watch::Wait(over) => {
            let reply = all.iter().position(|said| said.message.role == Role::Agent)?;
            let since = all[..reply].first().filter(|said| said.message.role == Role::Customer)?;
            let reply = &all[reply];
            let seconds = (reply.message.at.micros - since.message.at.micros) / 1_000_000;
            let noticed = Noticed::Wait { seconds, since: since.place };
            (seconds > *over).then_some(Found { message: reply.place, words: None, noticed })
        }
        Watch::AskedAgain(_) => repeated(&ours(), again::questions, again::same_question, &|text| {
            finder.is_none_or(|finder| !finder.find(text).is_empty())
        }),
        Watch::ToldAgain => repeated(&read(all, At::Customer), again::wishes, again::same_wish, &|_| true),
        Watch::SavedReply => ours().into_iter().find_map(|said| {
            let name = said.message.macro_name.clone().filter(|name| !name.trim().is_empty())?;
            Some(Found { message: said.place, words: None, noticed: Noticed::SavedReply(name) })
        }),
        Watch::TypedAgain => {
            let (saved, typed): (Vec<&Said<'_>>, Vec<&Said<'_>>) =
                ours().into_iter().partition(|said| said.message.macro_name.is_some());
            typed.into_iter().find_map(|said| {
                let like =
                    saved.iter().take(LOOK_BACK).find(|saved| again::same_reply(&said.text, &saved.text))?;
                Some(Found { message: said.place, words: None, noticed: Noticed::Again(like.place) })
            })
        }
    }
}

/// The first sentence of a message that stood in an earlier one.
fn repeated(
    read: &[&Said<'_>],
    sentences: impl Fn(&str) -> Vec<again::Sentence>,
    same: impl Fn(&again::Sentence, &again::Sentence) -> bool,
    counts: &dyn Fn(&str) -> bool,
) -> Option<Found> {
    let mut before: Vec<(usize, again::Sentence)> = Vec::new();
    for said in read {
        let here = sentences(&said.text);
        for sentence in &here {
            let recent = before.get(before.len().saturating_sub(LOOK_BACK)..).unwrap_or_default();
            if let Some((first, _)) = recent.iter().find(|(_, old)| same(old, sentence))
                && counts(&said.text[sentence.at.clone()])
            {
                let (words, noticed) = (Some(sentence.at.clone()), Noticed::Again(*first));
                return Some(Found { message: said.place, words, noticed });
            }
        }
        before.extend(here.into_iter().map(|sentence| (said.place, sentence)));
    }
    None
}

/// A name right behind a greeting that is not the customer's.
fn other_name(text: &str, from: usize, person: &Person) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let at = capitalised(rest).next()?;
    // Two capitals in a row are no sentence that begins: *Hello Mark*, not *Hello. May I*.
    if at.start != gap || gap == 0 {
        return None;
    }
    let word = rest.get(at.clone())?;
    let ends = rest.get(at.end..)?.trim_start_matches(' ');
    let is_name = ends.is_empty() || ends.starts_with([',', '!', '.', '\n', ':', ';']);
    (is_name && !person.is(word)).then(|| from + at.start..from + at.end)
}

fn words_in(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

fn ends_in_number(text: &str) -> bool {
    let word = text.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text with the lines that it quotes blanked out: those are somebody else's words. Places stay what they are.
fn own(text: &str) -> Cow<'_, str> {
    let quoted = |line: &str| line.trim_start().starts_with('>');
    if !text.lines().any(quoted) {
        return Cow::Borrowed(text);
    }
    let mut own = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if quoted(line) {
            own.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            own.push_str(line);
        }
    }
    Cow::Owned(own)
}
