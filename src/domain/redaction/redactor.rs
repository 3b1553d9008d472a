//! One numbering over many texts: the same address is always `[email 1]`.
//!
//! Every spelling has its own mark, so that putting back is exact: *Nadia* is `[name 1]`, *NADIA* is `[name 1b]`; the
//! number says that they are one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::fold::fold;
use crate::domain::redaction::names::People;
use crate::domain::redaction::patterns::{FINDERS, compiled, without_overlaps};
use crate::domain::redaction::rules::Rules;
use crate::domain::redaction::shadow::{BARRIER, Shadow};
use crate::domain::redaction::sort::Sort;
use crate::domain::redaction::{Place, Replacement};

/// What is taken away can bring something else to light, hardly ever twice.
const MOST_ROUNDS: usize = 16;

/// Redacts the texts of one conversation.
#[derive(Clone, Debug)]
pub struct Redactor<'a> {
    rules: &'a Rules,
    people: People,
    /// The number and the spellings of everything found, by its plain form.
    known: HashMap<(Sort, String), (usize, Vec<String>)>,
    last: HashMap<Sort, usize>,
    /// Numbers that a text used by itself.
    taken: HashSet<(Sort, usize)>,
    replacements: Vec<Replacement>,
    map: BTreeMap<String, String>,
}

/// Something to replace: where in the original, and its plain form.
struct Claim {
    at: Range<usize>,
    sort: Sort,
    plain: String,
}

impl<'a> Redactor<'a> {
    /// Begins a numbering.
    pub fn new(rules: &'a Rules, people: People) -> Redactor<'a> {
        Redactor {
            rules,
            people,
            known: HashMap::new(),
            last: HashMap::new(),
            taken: HashSet::new(),
            replacements: Vec::new(),
            map: BTreeMap::new(),
        }
    }

    /// Looks at a text before any is redacted: names that it tells are hidden in all of them, and marks that a
    /// customer typed by hand are given to nothing else.
    pub fn foresee(&mut self, text: &str) {
        let shadow = Shadow::new(text);
        self.reserve(&shadow);
        if self.rules.patterns {
            self.people.learn(&shadow.text);
        }
    }

    /// Hides words that a text says are a name.
    pub(super) fn learn(&mut self, name: &str) {
        self.people.learn_words(name);
    }

    /// The text with marks for what must not leave. A mark that was issued before, such as one that a reviewer quotes,
    /// stays and keeps its meaning.
    pub fn text(&mut self, place: Place, text: &str) -> String {
        let mut shadow = Shadow::new(text);
        let marks = self.reserve(&shadow);
        shadow.mask(&marks);
        let mut claims = Vec::new();
        for _ in 0..MOST_ROUNDS {
            if !self.round(text, &mut shadow, &mut claims) {
                break;
            }
        }
        claims.sort_by_key(|claim| claim.at.start);
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for claim in claims {
            let found = text[claim.at.clone()].to_owned();
            let mark = self.mark(claim.sort, &claim.plain, &found);
            out.push_str(&text[from..claim.at.start]);
            out.push_str(&mark);
            from = claim.at.end;
            self.replacements.push(Replacement { sort: claim.sort, found, mark, place, at: claim.at });
        }
        out.push_str(&text[from..]);
        out
    }

    /// Every replacement so far, in the order of the texts.
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }

    /// What each mark stands for. It stays on this machine.
    pub fn map(&self) -> &BTreeMap<String, String> {
        &self.map
    }

    /// Marks that stand in a text already; their numbers are given to nothing else.
    fn reserve(&mut self, shadow: &Shadow) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for found in MARK.captures_iter(&shadow.text) {
            let part = |group| found.get(group).map_or("", |part| part.as_str());
            if let (Some(sort), Ok(number)) = (Sort::from_word(part(1)), part(2).parse()) {
                self.taken.insert((sort, number));
                spans.extend(found.get(0).map(|mark| mark.range()));
            }
        }
        spans
    }

    /// Every finder once, each on what those before it left. Whether any found something.
    fn round(&mut self, text: &str, shadow: &mut Shadow, claims: &mut Vec<Claim>) -> bool {
        let before = claims.len();
        if self.rules.patterns {
            self.people.learn(&shadow.text);
            let words = self.rules.words.iter().flat_map(|words| words.find_iter(&shadow.text));
            let words = words.map(|word| word.range()).collect();
            claim(Sort::Word, words, text, shadow, claims);
            for (sort, find) in FINDERS {
                claim(sort, find(&shadow.text), text, shadow, claims);
                if sort == Sort::Card {
                    // What the team describes is known better than the forms of telephone numbers.
                    claim(Sort::Order, self.orders(&shadow.text), text, shadow, claims);
                }
            }
        }
        let names = self.people.find(shadow, text);
        claim(Sort::Name, names, text, shadow, claims);
        claims.len() > before
    }

    /// A pattern of the settings may match anything, so it sees only what lies between barriers.
    fn orders(&self, plain: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for piece in plain.split(BARRIER) {
            let all = self.rules.orders.iter().flat_map(|order| order.find_iter(piece));
            found.extend(all.map(|order| start + order.start()..start + order.end()));
            start += piece.len() + BARRIER.len_utf8();
        }
        found.retain(|span| !span.is_empty());
        without_overlaps(found)
    }

    fn mark(&mut self, sort: Sort, plain: &str, found: &str) -> String {
        let key = (sort, key(sort, plain));
        if !self.known.contains_key(&key) {
            let last = self.last.entry(sort).or_default();
            *last += 1;
            while self.taken.contains(&(sort, *last)) {
                *last += 1;
            }
            self.known.insert(key.clone(), (*last, Vec::new()));
        }
        let Some((number, spellings)) = self.known.get_mut(&key) else { return String::new() };
        let place = spellings.iter().position(|spelling| spelling == found).unwrap_or_else(|| {
            spellings.push(found.to_owned());
            spellings.len() - 1
        });
        let mark = format!("[{} {number}{}]", sort.word(), letters(place));
        self.map.entry(mark.clone()).or_insert_with(|| found.to_owned());
        mark
    }
}

/// Puts the originals back, for the owner. Marks that the map does not know stay.
pub fn restore(text: &str, map: &BTreeMap<String, String>) -> String {
    MARK.replace_all(text, |found: &regex::Captures<'_>| {
        let mark = found.get(0).map_or("", |mark| mark.as_str());
        map.get(mark).map_or(mark, String::as_str).to_owned()
    })
    .into_owned()
}

/// Anything that reads as a mark. The number is short, so that nobody hides a telephone number in one.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let words: Vec<&str> = Sort::ALL.iter().map(|sort| sort.word()).collect();
    compiled(&format!(r"\[({}) ([1-9][0-9]{{0,5}})[a-z]{{0,3}}\]", words.join("|")))
});

/// Takes spans of the plain text for a sort and hides them from what comes after.
fn claim(sort: Sort, spans: Vec<Range<usize>>, text: &str, shadow: &mut Shadow, claims: &mut Vec<Claim>) {
    let mut end = 0;
    let mut masked = Vec::with_capacity(spans.len());
    for span in spans {
        let at = shadow.original(&span);
        let plain = &shadow.text[span.clone()];
        // A letter such as ﬁ can belong to two spans: the first has it.
        if plain.contains(BARRIER) || at.start < end || text.get(at.clone()).is_none_or(str::is_empty) {
            continue;
        }
        end = at.end;
        claims.push(Claim { at, sort, plain: plain.to_owned() });
        masked.push(span);
    }
    shadow.mask(&masked);
}

/// What two spellings of one thing share.
fn key(sort: Sort, plain: &str) -> String {
    match sort {
        Sort::Phone => plain.chars().filter(char::is_ascii_digit).collect(),
        Sort::Card | Sort::Iban | Sort::SocialSecurity => {
            fold(plain).chars().filter(char::is_ascii_alphanumeric).collect()
        }
        // Tokens in links tell capitals from small letters.
        Sort::Link => plain.to_owned(),
        _ => fold(plain),
    }
}

/// Nothing for the first spelling, then b, c, … z, ba, bb, …
fn letters(place: usize) -> String {
    let mut out = Vec::new();
    let mut rest = place;
    while rest > 0 {
        out.push(b'a' + (rest % 26) as u8);
        rest /= 26;
    }
    out.iter().rev().map(|letter| char::from(*letter)).collect()
}
