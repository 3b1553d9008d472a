//! What customers' words say in passing: thanks, praise, disappointment, having to say it again, counted per period.
//! Survey comments and mystery contacts are kinds of their own: what somebody writes into a form, and what a tester says,
//! is not what a customer says in a conversation. What agents wrote is counted apart.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

use crate::both;
use crate::domain::conversation::{Conversation, Role};
use crate::domain::fold::fold;
use crate::domain::interval::{Difference, Interval, newcombe, wilson};
use crate::domain::keyword::{Finder, Hit, KeywordList};
use crate::domain::shown::Shown;
use crate::domain::team;
use crate::formats::keywords;
use crate::ops::error::{Kind as Failure, OpsError};
use crate::ops::period;
use crate::ops::retention::day;
use crate::ops::session::Session;
use crate::ops::transcript::{RECEIVED, reference};
use crate::storage::{ListOrder, Query};
use crate::words::Bilingual;

/// The file in the folder of the settings that takes the place of what ships.
pub const FILE: &str = "keywords.toml";
/// The longest such file.
const LARGEST: u64 = 256 * 1024;
/// The period where none is named, in days.
const USUAL: i64 = 28;
/// Examples of a list that are shown at most.
const EXAMPLES: usize = 3;
/// Letters before and after the word in an example.
const BEFORE: usize = 40;
const LONGEST: usize = 110;

/// Where words were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// By customers in conversations.
    Conversation,
    /// By customers in a survey.
    Survey,
    /// By testers, in conversations that bear the label `mystery`.
    Mystery,
    /// By agents, in answers that customers see.
    Agent,
}

impl Kind {
    /// In the order in which they are told.
    pub const ALL: [Kind; 4] = [Kind::Conversation, Kind::Survey, Kind::Mystery, Kind::Agent];

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Conversation => "conversation",
            Kind::Survey => "survey",
            Kind::Mystery => "mystery",
            Kind::Agent => "agent",
        }
    }
}

/// From a day, included, to another, not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: Date,
    /// The first day after it.
    pub to: Date,
}

impl Days {
    /// As many days, right before.
    fn before(self) -> Option<Days> {
        let length: Span = self.from.until(self.to).ok()?;
        Some(Days { from: self.from.checked_sub(length).ok()?, to: self.from })
    }
}

/// How many conversations have a word of a list, out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// With it.
    pub hits: u64,
    /// In all.
    pub n: u64,
}

impl Count {
    /// The share's interval at 95 %; `None` where there is nothing.
    pub fn interval(self) -> Option<Interval> {
        wilson(self.hits, self.n).ok()
    }
}

/// A place where a word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The store's number of the conversation.
    pub conversation: i64,
    /// What people call it.
    pub reference: Shown,
    /// The word, as the list writes it.
    pub word: String,
    /// What was written around it.
    pub text: Shown,
}

/// Other people's figure beside mine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Team {
    /// Nobody else is here.
    Nobody,
    /// Somebody is, but fewer than it takes to hide each of them.
    TooFew,
    /// The mean of their shares, and how many they are.
    Mean {
        /// 0 to 1.
        share: f64,
        /// How many people.
        people: usize,
    },
}

/// What became of one list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The list.
    pub list: KeywordList,
    /// In the period; `None` where too few people are behind it.
    pub now: Option<Count>,
    /// In the period before.
    pub before: Option<Count>,
    /// The difference of the two shares, where both exist.
    pub difference: Option<Difference>,
    /// The others.
    pub team: Team,
    /// Conversations with each word, the most frequent first; without those that nobody wrote.
    pub words: Vec<(String, u64)>,
    /// The newest ones.
    pub examples: Vec<Example>,
}

/// One kind of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Which.
    pub kind: Kind,
    /// Conversations with any such text, in the period and before it.
    pub n: (u64, u64),
    /// A line for each list.
    pub lines: Vec<Line>,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The period.
    pub period: Days,
    /// The one before.
    pub before: Option<Days>,
    /// Whether these are my own conversations, and not everybody's.
    pub mine: bool,
    /// People whose conversations are counted.
    pub people: usize,
    /// The kinds that there are texts of.
    pub sections: Vec<Section>,
}

/// The lists in force.
pub fn lists(folder: Option<&Path>) -> Result<Vec<KeywordList>, OpsError> {
    let path = folder.map(|folder| folder.join(FILE)).filter(|path| path.exists());
    let (text, name) = match &path {
        None => (keywords::SHIPPED.to_owned(), FILE.to_owned()),
        Some(path) => {
            let size = std::fs::metadata(path).map_err(|error| OpsError::file(path, &error))?.len();
            if size > LARGEST {
                return Err(OpsError::data(Bilingual::fixed(
                    "a file of keywords has at most 256 KiB",
                    "un fichier de mots-clés a au plus 256 Kio",
                )));
            }
            let text = std::fs::read_to_string(path).map_err(|error| OpsError::file(path, &error))?;
            (text, path.to_string_lossy().into_owned())
        }
    };
    keywords::parse(&text).map_err(|problems| {
        OpsError::data(Bilingual::fixed(
            "the keywords cannot be used",
            "les mots-clés ne sont pas utilisables",
        ))
        .with(problems.into_iter().map(|problem| problem.in_file(&name)).collect())
    })
}

/// A period as it is typed: `2026-10` is a month, `2026-10-01..2026-10-15` two days and what is between.
pub fn days(since: Option<&str>, named: Option<&str>, now: i64, zone: &TimeZone) -> Result<Days, OpsError> {
    let today = zone.to_datetime(jiff::Timestamp::from_microsecond(now).unwrap_or_default()).date();
    let tomorrow = today.tomorrow().unwrap_or(today);
    let Some(text) = named.map(str::trim) else {
        let from = match since {
            Some(text) => {
                let at = period::since(text, now, zone)?;
                zone.to_datetime(jiff::Timestamp::from_microsecond(at).unwrap_or_default()).date()
            }
            None => tomorrow.checked_sub(USUAL.days()).unwrap_or(today),
        };
        return Ok(Days { from: from.min(today), to: tomorrow });
    };
    let wrong = || {
        let found = Shown::short(text, 40);
        OpsError::new(
            Failure::Usage,
            both!(
                "`{found}` is no period: write a month such as 2026-10, or 2026-10-01..2026-10-15",
                "« {found} » n’est pas une période : écrivez un mois comme 2026-10, ou 2026-10-01..2026-10-15"
            ),
        )
    };
    let day = |text: &str| text.trim().parse::<Date>().map_err(|_| wrong());
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (day(from)?, day(to)?.tomorrow().map_err(|_| wrong())?),
        None => {
            let first = day(&format!("{text}-01"))?;
            (first, first.checked_add(1.month()).map_err(|_| wrong())?)
        }
    };
    if from >= to {
        return Err(wrong());
    }
    Ok(Days { from, to })
}

/// Me, among people; an agent never has this name.
const ME: &str = "";

/// One person's counts in one kind: by list, in the period and before.
#[derive(Default)]
struct Tally {
    n: [u64; 2],
    hits: Vec<[u64; 2]>,
}

/// What one pass gathers for one kind.
#[derive(Default)]
struct Gathered {
    people: BTreeMap<String, Tally>,
    /// By list and word, in the period, of those who are counted.
    words: BTreeMap<(usize, usize), u64>,
    examples: BTreeMap<usize, Vec<Example>>,
}

/// Counts the lists, or the one that is named, over the conversations that began in the period.
pub fn count(session: &Session, period: Days, only: Option<&str>) -> Result<Counted, OpsError> {
    let lists = chosen(session, only)?;
    let finder = Finder::new(&lists);
    let before = period.before();
    let start =
        |date: Date| date.to_zoned(session.zone.clone()).ok().map(|at| at.timestamp().as_microsecond());
    let query = Query {
        since: start(before.map_or(period.from, |before| before.from)),
        until: start(period.to),
        ..Query::default()
    };
    let ids = session.store.conversation_ids(&query, ListOrder::Newest)?;
    let own = query_mine(session, &query)?;
    let mine = !own.is_empty();
    let mut gathered: BTreeMap<Kind, Gathered> = BTreeMap::new();
    session.store.each_conversation(Some(&ids), &mut |id, conversation| {
        let earlier = usize::from(day(session, conversation.opened_at.micros) < period.from);
        // What a colleague sent to be read is their work, and nobody's figure here.
        if conversation.source == RECEIVED {
            return ControlFlow::Continue(());
        }
        let person = match own.contains(&id) {
            true => ME.to_owned(),
            false => format!("agent {}", fold(conversation.agent.trim())),
        };
        let counts = !mine || person == ME;
        for (kind, texts) in texts(&conversation) {
            let here = gathered.entry(kind).or_default();
            let found = found(&finder, &texts);
            let tally = here.people.entry(person.clone()).or_default();
            tally.hits.resize(lists.len(), [0; 2]);
            tally.n[earlier] += 1;
            let hit: BTreeSet<usize> = found.iter().map(|(_, hit)| hit.list).collect();
            for list in hit {
                tally.hits[list][earlier] += 1;
            }
            if counts && earlier == 0 {
                here.note(id, &conversation, &lists, &found);
            }
        }
        ControlFlow::Continue(())
    })?;
    let people: BTreeSet<&String> = gathered.values().flat_map(|one| one.people.keys()).collect();
    let others = people.iter().filter(|person| person.as_str() != ME).count();
    let people = if mine { 1 } else { others };
    let sections = gathered
        .into_iter()
        .map(|(kind, one)| one.section(kind, &lists, mine, session.team.people))
        .collect();
    Ok(Counted { period, before, mine, people, sections })
}

fn chosen(session: &Session, only: Option<&str>) -> Result<Vec<KeywordList>, OpsError> {
    let lists = lists(session.team.folder.as_deref())?;
    let Some(named) = only else { return Ok(lists) };
    let known = lists.iter().map(|list| list.id.as_str()).collect::<Vec<_>>().join(", ");
    let found: Vec<KeywordList> =
        lists.into_iter().filter(|list| fold(&list.id) == fold(named.trim())).collect();
    if found.is_empty() {
        let named = Shown::short(named, 40);
        return Err(OpsError::data(both!(
            "there is no list of keywords `{named}`",
            "il n’y a pas de liste de mots-clés « {named} »"
        ))
        .hint(both!("known: {known}", "connues : {known}")));
    }
    Ok(found)
}

/// My own conversations of the two periods; none where nobody said who I am.
fn query_mine(session: &Session, query: &Query) -> Result<BTreeSet<i64>, OpsError> {
    if session.me()?.is_none() {
        return Ok(BTreeSet::new());
    }
    let query = Query { mine: Some(true), ..query.clone() };
    Ok(session.store.conversation_ids(&query, ListOrder::Newest)?.into_iter().collect())
}

/// The texts of a conversation, by kind.
fn texts(conversation: &Conversation) -> BTreeMap<Kind, Vec<&str>> {
    let mystery =
        conversation.tags.iter().any(|tag| matches!(fold(tag.trim()).as_str(), "mystery" | "mystere"));
    let survey = fold(conversation.channel.trim()) == "survey";
    let mut texts: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    for message in conversation.messages.iter().filter(|message| !message.private) {
        let kind = match message.role {
            Role::Customer if mystery => Kind::Mystery,
            Role::Customer if survey => Kind::Survey,
            Role::Customer => Kind::Conversation,
            Role::Agent => Kind::Agent,
            Role::Bot | Role::System => continue,
        };
        texts.entry(kind).or_default().push(&message.text);
    }
    let comment = conversation.csat.as_ref().and_then(|csat| csat.comment.as_deref());
    if let Some(comment) = comment.filter(|comment| !comment.trim().is_empty()) {
        let kind = if mystery { Kind::Mystery } else { Kind::Survey };
        texts.entry(kind).or_default().push(comment);
    }
    texts
}

fn found<'t>(finder: &Finder<'_>, texts: &[&'t str]) -> Vec<(&'t str, Hit)> {
    let mut found = Vec::new();
    for text in texts {
        found.extend(finder.find(text).into_iter().filter(|hit| !quoted(text, hit)).map(|hit| (*text, hit)));
    }
    found
}

/// Whether a word stands in a line that quotes what somebody else wrote before.
fn quoted(text: &str, hit: &Hit) -> bool {
    let line = text[..hit.at.start].rfind('\n').map_or(0, |at| at + 1);
    text[line..].trim_start().starts_with('>')
}

impl Gathered {
    /// Notes the words and examples of one conversation that counts.
    fn note(&mut self, id: i64, conversation: &Conversation, lists: &[KeywordList], found: &[(&str, Hit)]) {
        let words: BTreeSet<(usize, usize)> = found.iter().map(|(_, hit)| (hit.list, hit.word)).collect();
        for word in words {
            *self.words.entry(word).or_default() += 1;
        }
        let mut seen = BTreeSet::new();
        for (text, hit) in found {
            let examples = self.examples.entry(hit.list).or_default();
            // The newest conversations come first, each once.
            if examples.len() < EXAMPLES && seen.insert(hit.list) {
                examples.push(Example {
                    conversation: id,
                    reference: reference(&conversation.source, &conversation.external_id),
                    word: lists[hit.list].words[hit.word].text.clone(),
                    text: around(text, hit),
                });
            }
        }
    }

    fn section(mut self, kind: Kind, lists: &[KeywordList], mine: bool, fewest: usize) -> Section {
        let counted = |person: &str| !mine || person == ME;
        // My own figures are mine to see; those of a few others, or mostly of one, would name them.
        let shown = [0, 1].map(|when| {
            let people = self.people.iter().filter(|(person, _)| counted(person));
            let parts =
                people.map(|(person, tally)| team::Part { person: person.as_str(), n: tally.n[when] });
            let behind: Vec<team::Part<&str>> = parts.filter(|part| part.n > 0).collect();
            mine || behind.is_empty() || team::enough(&behind, fewest)
        });
        let others: Vec<&Tally> =
            self.people.iter().filter(|(person, _)| !counted(person)).map(|(_, tally)| tally).collect();
        let sum = |list: usize, when: usize| {
            let tallies = self.people.iter().filter(|(person, _)| counted(person)).map(|(_, tally)| tally);
            tallies.fold(Count::default(), |sum, tally| Count {
                hits: sum.hits + tally.hits[list][when],
                n: sum.n + tally.n[when],
            })
        };
        let mut lines = Vec::new();
        for (place, list) in lists.iter().enumerate() {
            let (now, before) = (sum(place, 0), sum(place, 1));
            let mut words: Vec<(String, u64)> = self
                .words
                .iter()
                .filter(|((list, _), _)| *list == place)
                .map(|((_, word), n)| (list.words[*word].text.clone(), *n))
                .collect();
            words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            lines.push(Line {
                list: list.clone(),
                now: shown[0].then_some(now),
                before: shown[1].then_some(before),
                difference: newcombe(now.hits, now.n, before.hits, before.n)
                    .ok()
                    .filter(|_| shown == [true; 2]),
                team: beside(&others, place, fewest),
                words: if shown[0] { words } else { Vec::new() },
                examples: if shown[0] {
                    self.examples.remove(&place).unwrap_or_default()
                } else {
                    Vec::new()
                },
            });
        }
        let n = |when: usize| {
            let tallies = self.people.iter().filter(|(person, _)| counted(person));
            tallies.map(|(_, tally)| tally.n[when]).sum()
        };
        Section { kind, n: (n(0), n(1)), lines }
    }
}

/// Each person's share counts alike, whoever has more conversations.
fn beside(others: &[&Tally], list: usize, fewest: usize) -> Team {
    let shares: Vec<f64> = others
        .iter()
        .filter(|tally| tally.n[0] > 0)
        .map(|tally| tally.hits[list][0] as f64 / tally.n[0] as f64)
        .collect();
    match shares.len() {
        0 => Team::Nobody,
        few if few < fewest => Team::TooFew,
        people => Team::Mean { share: shares.iter().sum::<f64>() / people as f64, people },
    }
}

/// The text around a word, shortened, with an ellipsis where something is missing.
fn around(text: &str, hit: &Hit) -> Shown {
    let head: Vec<(usize, char)> = text[..hit.at.start].char_indices().collect();
    let from = head.len().checked_sub(BEFORE).map_or(0, |place| head[place].0);
    let cut = if from > 0 { "…" } else { "" };
    Shown::short(&format!("{cut}{}", text[from..].trim_start()), LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> i64 {
        "2026-11-13T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond()
    }

    #[test]
    fn periods() {
        let at = |since, named| {
            days(since, named, now(), &TimeZone::UTC).map(|days| format!("{}..{}", days.from, days.to)).ok()
        };
        assert_eq!(at(None, None).as_deref(), Some("2026-10-17..2026-11-14"));
        assert_eq!(at(Some("7d"), None).as_deref(), Some("2026-11-06..2026-11-14"));
        assert_eq!(at(None, Some("2026-10")).as_deref(), Some("2026-10-01..2026-11-01"));
        assert_eq!(at(None, Some("2026-10-01..2026-10-15")).as_deref(), Some("2026-10-01..2026-10-16"));
        for wrong in ["", "october", "2026-13", "2026-10-15..2026-10-01", ".."] {
            assert_eq!(at(None, Some(wrong)), None, "{wrong}");
        }
        let october = days(None, Some("2026-10"), now(), &TimeZone::UTC).unwrap();
        assert_eq!(october.before().unwrap().to, october.from);
    }

    #[test]
    fn what_was_quoted_counts_for_nobody() {
        let lists = keywords::parse(keywords::SHIPPED).unwrap();
        let finder = Finder::new(&lists);
        let hits = |text: &str| found(&finder, &[text]).len();
        assert_eq!(hits("> thanks\nYou are welcome"), 0);
        assert_eq!(hits("Hello\n > merci\nthanks"), 1);
        assert_eq!(hits("a > b, thanks"), 1);
    }

    #[test]
    fn an_example_is_cut_around_its_word() {
        let text = format!("{} merci {}", "é".repeat(100), "x".repeat(300));
        let start = text.find("merci").unwrap();
        let shown = around(&text, &Hit { list: 0, word: 0, at: start..start + 5 });
        assert!(shown.starts_with('…') && shown.contains("merci") && shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() <= LONGEST);
    }
}
