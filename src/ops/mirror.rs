//! *Me*: what my own reviews say, to me alone.

use jiff::civil::Date;

use crate::words::Bilingual;

/// A mean over conversations with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Conversations it stands on.
    pub n: usize,
    /// `None` below one conversation.
    pub mean: Option<f64>,
    /// 95 % t interval over conversations, from 5 conversations and where the scores vary.
    pub interval: Option<(f64, f64)>,
}

/// One pillar over the period.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarLine {
    /// The pillar's id.
    pub pillar: String,
    /// Its name.
    pub name: Bilingual,
    /// The agent's own items.
    pub own: bool,
    /// Over drawn conversations.
    pub drawn: Estimate,
    /// Over conversations chosen by hand: shown, never averaged in.
    pub chosen: Estimate,
    /// Means by ISO week over drawn conversations, oldest first: week's Monday, n, mean.
    pub weeks: Vec<(Date, usize, f64)>,
}

/// One item over the period, over drawn conversations.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemLine {
    /// The item's id.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// The pillar's id.
    pub pillar: String,
    /// Answers that count (*n/a* left out).
    pub n: usize,
    /// The sum of their shares of the best answer.
    pub met: f64,
    /// Answers *n/a*.
    pub na: usize,
    /// Wilson interval of `met / n`, where all answers are yes or no.
    pub interval: Option<(f64, f64)>,
    /// Causes picked most, with their counts.
    pub causes: Vec<(Bilingual, usize)>,
}

/// Everything that *Me* shows.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Mirror {
    /// The checklist's title; the one with the most reviews in the period.
    pub checklist: Bilingual,
    /// From when, if the period has a beginning.
    pub since: Option<Date>,
    /// Sealed reviews of drawn conversations.
    pub drawn: usize,
    /// Sealed reviews of conversations chosen by hand.
    pub chosen: usize,
    /// Sealed reviews under other checklists, not counted here.
    pub elsewhere: usize,
    /// The pillars, in order.
    pub pillars: Vec<PillarLine>,
    /// Items met most often, the best first; at most three; each with at least five answers.
    pub strengths: Vec<ItemLine>,
    /// The one item most worth attention, if the counts carry it.
    pub attention: Option<ItemLine>,
    /// All items, in the checklist's order.
    pub items: Vec<ItemLine>,
}
