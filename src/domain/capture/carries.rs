//! Which figures can stand on what was taken in: the share of conversations that have what a figure is made of.

use super::Counts;
use crate::domain::metric::MetricId;
use crate::domain::tally::Tally;
use crate::words::Bilingual;

/// What figures are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// A customer's question and an agent's reply to see.
    Reply,
    /// That it is over.
    End,
    /// When it was over.
    EndTime,
    /// The customer's rating.
    Rating,
    /// How often it was opened again.
    Reopens,
    /// How often it was handed on.
    Transfers,
    /// Who handled it.
    Agent,
    /// Who asked.
    Customer,
}

/// How many conversations have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// What.
    pub need: Need,
    /// So many of all.
    pub share: Tally,
}

impl Need {
    /// All of them, in the order of the page.
    pub const ALL: [Need; 8] = [
        Need::Reply,
        Need::End,
        Need::EndTime,
        Need::Rating,
        Need::Reopens,
        Need::Transfers,
        Need::Agent,
        Need::Customer,
    ];

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Need::Reply => "reply",
            Need::End => "end",
            Need::EndTime => "end_time",
            Need::Rating => "rating",
            Need::Reopens => "reopens",
            Need::Transfers => "transfers",
            Need::Agent => "agent",
            Need::Customer => "customer",
        }
    }

    /// What it is, for people.
    pub const fn words(self) -> Bilingual {
        match self {
            Need::Reply => Bilingual::fixed("question and reply", "question et réponse"),
            Need::End => Bilingual::fixed("known to be solved", "résolution connue"),
            Need::EndTime => Bilingual::fixed("time of the end", "heure de fin"),
            Need::Rating => Bilingual::fixed("rating", "note du client"),
            Need::Reopens => Bilingual::fixed("reopenings", "réouvertures"),
            Need::Transfers => Bilingual::fixed("transfers", "transferts"),
            Need::Agent => Bilingual::fixed("agent", "conseiller"),
            Need::Customer => Bilingual::fixed("customer", "client"),
        }
    }

    /// The figures that stand on it.
    pub const fn metrics(self) -> &'static [MetricId] {
        match self {
            Need::Reply => &[MetricId::FirstResponseTime, MetricId::AnsweredWithin, MetricId::ResponseTime],
            Need::End => &[MetricId::Solved, MetricId::Backlog],
            Need::EndTime => &[MetricId::ResolutionTime],
            Need::Rating => &[MetricId::Csat],
            Need::Reopens => &[MetricId::ReopenRate, MetricId::OneContactRate],
            Need::Transfers => &[MetricId::Transfers, MetricId::TransferredShare],
            Need::Agent => &[MetricId::Interactions, MetricId::OwnResponseTime],
            Need::Customer => &[MetricId::ContactsPerResolution],
        }
    }

    /// Where the figure stands on something else, when it is missing.
    pub const fn otherwise(self) -> Option<Bilingual> {
        match self {
            Need::EndTime => Some(Bilingual::fixed(
                "the last reply of a solved one counts as its end",
                "la dernière réponse d’une conversation résolue compte comme fin",
            )),
            Need::Transfers => Some(Bilingual::fixed("seen from who replies", "déduits de qui répond")),
            Need::Reopens => Some(Bilingual::fixed(
                "known where labels join conversations",
                "connues si des étiquettes relient les conversations",
            )),
            _ => None,
        }
    }

    fn hits(self, counts: &Counts) -> u64 {
        match self {
            Need::Reply => counts.answered,
            Need::End => counts.ended,
            Need::EndTime => counts.ended_at,
            Need::Rating => counts.rated,
            Need::Reopens => counts.reopens,
            Need::Transfers => counts.transfers,
            Need::Agent => counts.conversations - counts.without_agent,
            Need::Customer => counts.conversations - counts.without_customer,
        }
    }
}

/// What share of conversations can carry which figures.
pub fn carried(counts: &Counts) -> Vec<Carried> {
    Need::ALL.map(|need| Carried { need, share: counts.tally(need.hits(counts)) }).to_vec()
}
