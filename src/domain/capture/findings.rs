//! What was found: what was seen, what it means, what to do next.

use crate::domain::shown::Shown;
use crate::domain::verdict::Verdict;
use crate::words::{Bilingual, Lang, number, percent, plural};

use super::Part;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    /// Are the data as new as they usually are?
    Freshness,
    /// Are there days without anything that usually have some?
    Gaps,
    /// Do numbers that a help desk gave one after the other miss some?
    Numbers,
    /// Is anything there twice?
    Twice,
    /// Do pieces wait for their conversation?
    Orphans,
    /// Do conversations have messages, and messages words?
    Messages,
    /// Are both sides there?
    Sides,
    /// Is it known who handled them?
    Agents,
    /// Is it known who asked?
    Customers,
    /// Are status, rating and the like known?
    Outcome,
    /// Are times possible?
    Clocks,
    /// Are times exact?
    Grain,
}

impl Check {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Check::Freshness => "freshness",
            Check::Gaps => "gaps",
            Check::Numbers => "numbers",
            Check::Twice => "twice",
            Check::Orphans => "orphans",
            Check::Messages => "messages",
            Check::Sides => "sides",
            Check::Agents => "agents",
            Check::Customers => "customers",
            Check::Outcome => "outcome",
            Check::Clocks => "clocks",
            Check::Grain => "grain",
        }
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// The source; `None` is all of them. Raw.
    pub source: Option<String>,
    /// The channel; `None` is all of them. Raw.
    pub channel: Option<String>,
    /// How it came out.
    pub verdict: Verdict,
    /// So many, where it is about a number of them.
    pub hits: Option<u64>,
    /// Of how many.
    pub n: u64,
    /// What was seen.
    pub seen: Bilingual,
    /// What it means for which figure; empty where all is well.
    pub means: Bilingual,
    /// What to do next; empty where nothing is to be done.
    pub next: Bilingual,
}

impl Finding {
    /// About everything.
    pub(super) fn new(check: Check, verdict: Verdict, hits: Option<u64>, n: u64, seen: Bilingual) -> Finding {
        let (means, next) = (Bilingual::default(), Bilingual::default());
        Finding { check, source: None, channel: None, verdict, hits, n, seen, means, next }
    }

    /// About one channel of one source.
    pub(super) fn of(mut self, part: &Part) -> Finding {
        self.source = Some(part.source.clone());
        self.channel = Some(part.channel.clone());
        self
    }

    pub(super) fn means(mut self, en: &'static str, fr: &'static str) -> Finding {
        self.means = Bilingual::fixed(en, fr);
        self
    }

    pub(super) fn next(mut self, en: &'static str, fr: &'static str) -> Finding {
        self.next = Bilingual::fixed(en, fr);
        self
    }
}

/// A sentence in both languages from one recipe.
pub(super) fn said(make: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::made(make(Lang::En), make(Lang::Fr))
}

/// `12 of 340 (4%)`.
pub(super) fn of(lang: Lang, hits: u64, n: u64) -> String {
    let share = percent(lang, hits as f64 / n.max(1) as f64, n);
    let (hits, n) = (number(lang, hits), number(lang, n));
    match lang {
        Lang::En => format!("{hits} of {n} ({share})"),
        Lang::Fr => format!("{hits} sur {n} ({share})"),
    }
}

/// `12 of 340 conversations (4%)`.
pub(super) fn of_conversations(lang: Lang, hits: u64, n: u64) -> String {
    let share = percent(lang, hits as f64 / n.max(1) as f64, n);
    let (count, all) = (number(lang, hits), number(lang, n));
    match lang {
        Lang::En => format!("{count} of {all} conversations ({share})"),
        Lang::Fr => {
            format!("{count} {} sur {all} ({share})", plural(lang, hits, "conversation", "conversations"))
        }
    }
}

/// What a part is called: its channel, with its source where there are several.
pub(super) fn label(part: &Part, several: bool, lang: Lang) -> String {
    let channel = match (part.channel.as_str(), lang) {
        ("", Lang::En) => "no channel".to_owned(),
        ("", Lang::Fr) => "sans canal".to_owned(),
        (channel, _) => Shown::short(channel, 24).into_string(),
    };
    if several && !part.source.is_empty() {
        format!("{channel}, {}", Shown::short(&part.source, 24))
    } else {
        channel
    }
}
