//! Conversations go by one at a time, in any order, and leave counts behind.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::part::{Clocks, Counts, NEVER_SET, Part};
use super::seen::{Seen, print};
use super::sequence::{self, Sequence};
use super::twins::Twins;
use crate::domain::conversation::Role;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
/// Channels of sources that are told apart; the rest goes into one.
const MOST_PARTS: usize = 200;
/// So many conversations that begin at one second are many.
const MANY: usize = 10;

/// What is counted while conversations go by.
#[derive(Debug)]
pub struct Survey {
    now: i64,
    zone: TimeZone,
    parts: Vec<Part>,
    /// The places of parts by source and channel.
    places: HashMap<(String, String), usize>,
    /// When conversations of a part began, in seconds.
    begun: Vec<Vec<i64>>,
    sources: BTreeMap<String, Source>,
    same_words: Twins,
    asked_again: Twins,
    same_id: Twins,
}

#[derive(Debug, Default)]
struct Source {
    numbers: Vec<(u64, i64)>,
    conversations: u64,
    imports: BTreeSet<i64>,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// By source and channel.
    pub parts: Vec<Part>,
    /// All of them together.
    pub counts: Counts,
    /// All clocks together.
    pub clocks: Clocks,
    /// What is there twice.
    pub twice: Twice,
    /// Sources whose ids are numbers given one after the other.
    pub sequences: Vec<(String, Sequence)>,
    /// Days, in UTC, on which something new was taken in, by source: the distance of the last from the one before, as the
    /// median of all such distances; with four imports or more.
    pub rhythms: BTreeMap<String, i64>,
    /// Conversations that begin at a second at which ten or more of their channel do, by part.
    pub crowded: Vec<u64>,
}

/// What is there twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Twice {
    /// Conversations with words of a customer that another has, too, written at the same instant.
    pub same_words: u64,
    /// Conversations that the same customer began on the same channel with the same words as another within the hour.
    pub asked_again: u64,
    /// Ids that two sources have.
    pub same_id: u64,
    /// Ids that two sources have for conversations that began on the same day.
    pub same_id_and_day: u64,
    /// One in how many messages was looked at.
    pub one_in: u64,
}

impl Survey {
    /// Begins; `now` is in microseconds, days are those of `zone`.
    pub fn new(now: i64, zone: TimeZone) -> Survey {
        Survey {
            now,
            zone,
            parts: Vec::new(),
            places: HashMap::new(),
            begun: Vec::new(),
            sources: BTreeMap::new(),
            same_words: Twins::default(),
            asked_again: Twins::default(),
            same_id: Twins::default(),
        }
    }

    /// Looks at a conversation.
    pub fn see(&mut self, seen: &Seen<'_>) {
        let place = self.place(seen);
        let date = Timestamp::from_microsecond(seen.opened_at).map(|at| self.zone.to_datetime(at).date());
        let (part, now) = (&mut self.parts[place], self.now);
        part.counts.see(seen);
        part.clocks.see(seen, now);
        let sound = |at: &i64| (NEVER_SET..=now).contains(at);
        if let Ok(date) = date
            && sound(&seen.opened_at)
        {
            *part.days.entry(date).or_default() += 1;
        }
        let times = std::iter::once(seen.opened_at).chain(seen.said.iter().map(|said| said.at));
        part.newest = part.newest.max(times.filter(sound).max());
        part.taken_at = part.taken_at.max(Some(seen.taken_at));
        self.begun[place].push(seen.opened_at.div_euclid(SECOND));
        self.see_source(seen);
        self.see_twins(seen);
    }

    fn place(&mut self, seen: &Seen<'_>) -> usize {
        let mut key = (seen.source.trim().to_owned(), seen.channel.trim().to_lowercase());
        if self.parts.len() >= MOST_PARTS && !self.places.contains_key(&key) {
            key = ("…".to_owned(), "…".to_owned());
        }
        let (parts, begun) = (&mut self.parts, &mut self.begun);
        *self.places.entry(key).or_insert_with_key(|(source, channel)| {
            parts.push(Part { source: source.clone(), channel: channel.clone(), ..Part::default() });
            begun.push(Vec::new());
            parts.len() - 1
        })
    }

    fn see_source(&mut self, seen: &Seen<'_>) {
        let name = seen.source.trim();
        let known = self.sources.contains_key(name) || self.sources.len() < MOST_PARTS;
        let source = self.sources.entry(if known { name } else { "…" }.to_owned()).or_default();
        source.conversations += 1;
        source.imports.insert(seen.taken_at.div_euclid(DAY));
        source.numbers.extend(sequence::number(seen.external_id).map(|number| (number, seen.opened_at)));
    }

    /// Only customers' words: an agent answers many with the same ones, and at one instant where a program sends them.
    fn see_twins(&mut self, seen: &Seen<'_>) {
        let asked = || seen.said.iter().filter(|said| said.role == Role::Customer && !said.private);
        for said in asked() {
            if let Some(words) = said.words {
                self.same_words.add(print((words, said.at)), said.at, seen.number);
            }
        }
        let customer = seen.customer.trim();
        if let (Some((words, at)), false) =
            (asked().find_map(|said| Some((said.words?, said.at))), customer.is_empty())
        {
            let channel = seen.channel.trim().to_lowercase();
            self.asked_again.add(print((customer.to_lowercase(), channel, words)), at, seen.number);
        }
        // Whose an id is: its source.
        let source = print(seen.source.trim()).cast_signed();
        self.same_id.add(print(seen.external_id), seen.opened_at, source);
    }

    /// What was measured.
    pub fn finish(mut self) -> Measured {
        let mut measured = Measured { twice: self.twice(), ..Measured::default() };
        for part in &self.parts {
            measured.counts.add(&part.counts);
            measured.clocks.add(&part.clocks);
        }
        for (name, source) in self.sources {
            if let Some(rhythm) = rhythm(&source.imports) {
                measured.rhythms.insert(name.clone(), rhythm);
            }
            if let Some(sequence) = sequence::sequence(source.numbers, source.conversations) {
                measured.sequences.push((name, sequence));
            }
        }
        let mut parts: Vec<(Part, u64)> =
            self.parts.into_iter().zip(self.begun).map(|(part, begun)| (part, crowded(begun))).collect();
        parts.sort_by(|(one, _), (other, _)| {
            (&one.channel, &one.source).cmp(&(&other.channel, &other.source))
        });
        (measured.parts, measured.crowded) = parts.into_iter().unzip();
        measured
    }

    fn twice(&mut self) -> Twice {
        let mut twice = Twice { one_in: self.same_words.one_in(), ..Twice::default() };
        let mut whose = BTreeSet::new();
        self.same_words.pairs(|(_, one), (_, other)| {
            whose.insert(one.max(other));
        });
        twice.same_words = whose.len() as u64;
        let mut again = BTreeSet::new();
        self.asked_again.pairs(|(at, one), (later, other)| {
            // At the same instant it is one conversation taken in twice.
            if later > at && later - at <= HOUR {
                again.insert(one.max(other));
            }
        });
        twice.asked_again = again.len() as u64;
        self.same_id.pairs(|(at, _), (later, _)| {
            twice.same_id += 1;
            twice.same_id_and_day += u64::from(later - at <= DAY);
        });
        twice
    }
}

fn crowded(mut begun: Vec<i64>) -> u64 {
    begun.sort_unstable();
    let groups = begun.chunk_by(|one, other| one == other);
    groups.map(<[i64]>::len).filter(|count| *count >= MANY).sum::<usize>() as u64
}

/// Days between two imports, as the median.
fn rhythm(imports: &BTreeSet<i64>) -> Option<i64> {
    let days: Vec<i64> = imports.iter().copied().collect();
    let mut between: Vec<i64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
    between.sort_unstable();
    if between.len() < 3 { None } else { between.get(between.len() / 2).copied() }
}

#[cfg(test)]
mod tests {
    use super::super::seen::{Said, words_of};
    use super::*;

    const NOW: i64 = 1_800_000_000 * SECOND;

    fn said(at: i64, role: Role, text: &str) -> Said {
        Said {
            at: at * SECOND,
            role,
            private: false,
            named: true,
            blank: text.is_empty(),
            words: words_of(text),
        }
    }

    fn seen<'a>(number: i64, id: &'a str, at: i64, said: &'a [Said]) -> Seen<'a> {
        Seen {
            number,
            source: "shop",
            external_id: id,
            channel: "Chat",
            customer: "carl",
            agent: "lea",
            status: None,
            opened_at: at * SECOND,
            offset: 0,
            closed_at: None,
            rated: false,
            transfers: false,
            reopens: false,
            taken_at: NOW,
            said,
        }
    }

    fn measured(all: &[Seen<'_>]) -> Measured {
        let mut survey = Survey::new(NOW, TimeZone::UTC);
        all.iter().for_each(|seen| survey.see(seen));
        survey.finish()
    }

    #[test]
    fn once_and_twice() {
        const AT: i64 = 1_790_000_000;
        let first = [
            said(AT, Role::Customer, "Where is my parcel?"),
            said(AT + 9, Role::Agent, "On its way to you."),
        ];
        let again = [said(AT + 600, Role::Customer, " Where is my parcel? ")];
        let other = [
            said(AT, Role::Customer, "Where is my invoice?"),
            said(AT + 9, Role::Agent, "On its way to you."),
        ];
        let one = seen(1, "a", AT, &first);
        let all = [
            one,
            Seen { number: 2, external_id: "b", ..one },
            seen(3, "c", AT + 600, &again),
            Seen { customer: "dan", ..seen(4, "d", AT, &other) },
            Seen { source: "shop 2", ..seen(5, "d", AT + 7, &[]) },
        ];
        let twice = measured(&all).twice;
        assert_eq!((twice.same_words, twice.asked_again), (1, 1));
        assert_eq!((twice.same_id, twice.same_id_and_day, twice.one_in), (1, 1, 1));
    }

    #[test]
    fn what_is_there_and_what_is_not() {
        const AT: i64 = 1_790_000_000;
        let talk = [said(AT, Role::Customer, "Hello there, you"), said(AT + 9, Role::Agent, "")];
        let note = [Said { private: true, named: false, ..said(AT, Role::Agent, "a note") }];
        let full =
            Seen { status: Some(crate::domain::conversation::Status::Solved), ..seen(1, "1", AT, &talk) };
        let measured =
            measured(&[full, Seen { agent: " ", ..seen(2, "2", AT, &note) }, seen(3, "3", AT, &[])]);
        let counts = measured.counts;
        assert_eq!(measured.parts.len(), 1);
        assert_eq!(measured.parts[0].channel, "chat");
        assert_eq!((counts.conversations, counts.messages, counts.empty), (3, 3, 1));
        assert_eq!((counts.asked, counts.replied, counts.answered), (1, 1, 1), "a note is no reply");
        assert_eq!((counts.without_agent, counts.by_nobody, counts.by_agents), (1, 1, 2));
        assert_eq!((counts.ended, counts.ended_at, counts.status), (1, 0, 1));
        assert_eq!(measured.parts[0].newest, Some((AT + 9) * SECOND));
    }

    #[test]
    fn clocks_that_cannot_be() {
        const AT: i64 = 1_790_000_000;
        let early = [said(AT - 500, Role::Customer, "?"), said(AT + 500, Role::Agent, "!")];
        let rough = [0, 3600, 7200].map(|at| said(1_789_999_200 + at, Role::Customer, "?"));
        let once = [0, 0, 0].map(|at| said(AT + at, Role::Customer, "?"));
        let clocks = measured(&[
            Seen { closed_at: Some((AT + 60) * SECOND), ..seen(1, "1", AT, &early) },
            seen(2, "2", 1_789_999_200, &rough),
            Seen { closed_at: Some(0), ..seen(3, "3", AT, &once) },
            seen(4, "4", NOW / SECOND + 7200, &[]),
        ])
        .clocks;
        assert_eq!((clocks.before_opening, clocks.after_closing, clocks.closing), (1, 1, 2));
        assert_eq!((clocks.on_hour, clocks.timed), (3, 8));
        assert_eq!((clocks.at_once, clocks.several, clocks.backwards), (1, 2, 1));
        assert_eq!((clocks.future, clocks.never_set), (1, 1));
    }

    #[test]
    fn the_rhythm_of_imports() {
        assert_eq!(rhythm(&BTreeSet::from([1, 8, 15])), None);
        assert_eq!(rhythm(&BTreeSet::from([1, 8, 15, 22])), Some(7));
        assert_eq!(crowded([vec![5; 10], vec![6; 9]].concat()), 10);
    }
}
