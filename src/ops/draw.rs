//! Drawing a sample: from my own conversations that have no review of mine yet.

use serde::Serialize;

use crate::domain::sampling::{self, Candidate, Rule};
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::ops::transcript::reference;
use crate::storage;
use crate::words::Bilingual;
use crate::{both, domain::shown::Shown};

/// What is wished.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// How many.
    pub count: usize,
    /// Only conversations opened since, in microseconds.
    pub since: Option<i64>,
    /// The seed.
    pub seed: u64,
    /// One stratum for each channel.
    pub by_channel: bool,
    /// Share for the silent ones.
    pub silent_share: f64,
    /// Keep nothing.
    pub dry_run: bool,
    /// Microseconds since 1970.
    pub now: i64,
}

/// One stratum of a draw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumOut {
    /// The channel; empty where the draw has one stratum.
    pub stratum: String,
    /// Drawn from it.
    pub drawn: usize,
    /// In it.
    pub of: usize,
    /// Drawn silent ones.
    pub silent_drawn: usize,
    /// Silent ones in it.
    pub silent_of: usize,
}

/// One conversation of a draw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnOut {
    /// The short id.
    pub id: String,
    /// The source.
    pub source: String,
    /// The id in the source.
    pub external_id: String,
    /// The stratum.
    pub stratum: String,
    /// The probability with which it was drawn.
    pub share: f64,
}

/// What was drawn, from how many, and why others were not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// Grows when a field changes its meaning or goes.
    pub schema_version: u32,
    /// The seed: with it anyone draws the same again.
    pub seed: u64,
    /// Conversations that could be drawn.
    pub of: usize,
    /// Left out: reviewed already.
    pub reviewed: usize,
    /// Share for the silent ones.
    pub silent_share: f64,
    /// The strata.
    pub strata: Vec<StratumOut>,
    /// In drawn order.
    pub conversations: Vec<DrawnOut>,
    /// The store's ids, in drawn order.
    #[serde(skip)]
    pub ids: Vec<i64>,
}

impl Drawn {
    /// What happened, in one sentence.
    pub fn summary(&self) -> Bilingual {
        let (n, of, seed) = (self.conversations.len(), self.of, self.seed);
        let silent: usize = self.strata.iter().map(|s| s.silent_drawn).sum();
        both!(
            "{n} drawn from {of} of mine without a review; {silent} of them from customers who neither rated nor complained; seed {seed}",
            "{n} tirées parmi {of} des miennes sans évaluation ; dont {silent} de clients qui n’ont ni noté ni réclamé ; graine {seed}"
        )
    }
}

/// Draws, and keeps the draw.
pub fn draw(session: &mut Session, wish: &Wish) -> Result<Drawn, OpsError> {
    let me = session.me()?.ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "I draw from your own conversations, and do not know yet who you are",
            "je tire parmi vos propres conversations, et ne sais pas encore qui vous êtes",
        ))
        .hint(Bilingual::fixed(
            "`aplomb me --name NAME --alias ADDRESS`",
            "« aplomb me --name NOM --alias ADRESSE »",
        ))
    })?;
    if !(0.0..=1.0).contains(&wish.silent_share) {
        return Err(OpsError::new(
            crate::ops::error::Kind::Usage,
            Bilingual::fixed(
                "the share of silent customers is a number from 0 to 1",
                "la part des clients silencieux est un nombre de 0 à 1",
            ),
        ));
    }
    let mut pool = Vec::new();
    let mut reviewed = 0;
    for candidate in session.store.candidates(wish.since, &|agent| me.is(agent))? {
        if candidate.reviewed {
            reviewed += 1;
        } else {
            pool.push(Candidate {
                id: candidate.id,
                silent: !candidate.rated() && !candidate.complaint,
                source: candidate.source,
                external_id: candidate.external_id,
                channel: candidate.channel,
            });
        }
    }
    if pool.is_empty() {
        let what = if reviewed == 0 {
            Bilingual::fixed(
                "there are no conversations of mine to draw from",
                "il n’y a aucune conversation à moi parmi lesquelles tirer",
            )
        } else {
            both!(
                "nothing left to draw: all {reviewed} are reviewed already",
                "plus rien à tirer : les {reviewed} sont déjà évaluées"
            )
        };
        return Err(OpsError::data(what).hint(Bilingual::fixed(
            "a longer period with --since, or import more",
            "une période plus longue avec --since, ou importez-en d’autres",
        )));
    }
    let rule = Rule {
        count: wish.count,
        seed: wish.seed,
        by_channel: wish.by_channel,
        silent_share: wish.silent_share,
    };
    let drawn = sampling::draw(&pool, &rule);
    if !wish.dry_run {
        keep(session, &drawn, &rule, wish.since, wish.now)?;
    }
    let by_id = |id: i64| pool.iter().find(|c| c.id == id);
    Ok(Drawn {
        schema_version: 1,
        seed: wish.seed,
        of: pool.len(),
        reviewed,
        silent_share: wish.silent_share,
        strata: drawn
            .strata
            .iter()
            .map(|s| StratumOut {
                stratum: s.name.clone(),
                drawn: s.drawn,
                of: s.of,
                silent_drawn: s.silent_drawn,
                silent_of: s.silent_of,
            })
            .collect(),
        ids: drawn.chosen.iter().map(|c| c.id).collect(),
        conversations: drawn
            .chosen
            .iter()
            .filter_map(|chosen| {
                by_id(chosen.id).map(|c| DrawnOut {
                    id: format!("c{}", c.id),
                    source: c.source.clone(),
                    external_id: c.external_id.clone(),
                    stratum: chosen.stratum.clone(),
                    share: chosen.share,
                })
            })
            .collect(),
    })
}

/// Keeps a draw with everything that is needed to do it again. The same draw twice is kept once.
pub fn keep(
    session: &mut Session,
    drawn: &sampling::Drawn,
    rule: &Rule,
    since: Option<i64>,
    now: i64,
) -> Result<(), OpsError> {
    let strata: Vec<storage::Stratum> = drawn
        .strata
        .iter()
        .map(|s| storage::Stratum { name: s.name.clone(), drawn: s.drawn as u64, of: s.of as u64 })
        .collect();
    let picks = drawn
        .chosen
        .iter()
        .map(|c| storage::Pick {
            conversation: c.id,
            stratum: strata.iter().position(|s| s.name == c.stratum).unwrap_or(0),
            share: c.share,
        })
        .collect();
    let since = since.map_or("all".to_owned(), |since| since.to_string());
    let draw = storage::Draw {
        id: 0,
        at: now,
        seed: rule.seed,
        rule: format!(
            "chacha8 count={} by_channel={} silent_share={} since={since}",
            rule.count, rule.by_channel, rule.silent_share
        ),
        pool: drawn.pool as u64,
        strata,
        picks,
    };
    let before = session.store.latest_draw()?;
    let same = |b: &storage::Draw| b.seed == draw.seed && b.rule == draw.rule && b.picks == draw.picks;
    if !before.as_ref().is_some_and(same) {
        session.store.keep_draw(&draw)?;
    }
    Ok(())
}

/// A drawn conversation as people read it.
pub fn shown_reference(drawn: &DrawnOut) -> Shown {
    reference(&drawn.source, &drawn.external_id)
}
