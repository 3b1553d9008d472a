//! *What I learn*: my answers beside my colleagues', to me alone. Nothing here is stored, sent or handed to anybody: the
//! figures are worked out from my opened exchanges whenever I look.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::both;
pub use crate::domain::agreement::{Figure, ItemAgreement, Verdict as Wording};
use crate::domain::agreement::{Shared, item as agreement_of};
use crate::domain::checklist::{Checklist, Item, Scale};
use crate::domain::conversation::Moment;
use crate::domain::digest::Digest;
use crate::domain::exchange::{Outcome, Side, Stage};
use crate::domain::learning::pairs;
pub use crate::domain::learning::{
    ItemLean, Lean, Learning, Moment as Difference, NoInterval, Opened, Paired, PillarGap, Plan, Replayed,
    Shield, Verdict, learn,
};
use crate::domain::review::{ReviewRole, Sheet, Value};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::ops::{desk, exchange, listing};
use crate::storage::{ExchangeRow, ReviewRecord, SealedFilter};
use crate::words::{Bilingual, Lang, plural, score};

/// Items that are named as worth reading together.
const MOST_LEANINGS: usize = 3;

/// What my opened exchanges say, with what it takes to show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learnt {
    /// The figures.
    pub figures: Learning,
    /// Agreement on each item of the same checklist that was answered by both sides, in its order.
    pub agreement: Vec<ItemAgreed>,
    /// How people call the conversations of the replay.
    pub references: BTreeMap<i64, Shown>,
}

/// How far a colleague and I answer one item alike.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemAgreed {
    /// The item's id.
    pub item: String,
    /// Its text.
    pub text: Bilingual,
    /// The id of its pillar.
    pub pillar: String,
    /// Over drawn conversations: the figures.
    pub drawn: ItemAgreement,
    /// Over conversations chosen by hand: alike on how many of how many, and no figure.
    pub chosen: (usize, usize),
    /// The drawn ones, counted by both answers.
    pub table: CrossTable,
}

/// My answers against a colleague's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossTable {
    /// The answers that the item takes, *n/a* last.
    pub answers: Vec<Value>,
    /// A row for each of my answers, in it a count for each of theirs.
    pub counts: Vec<Vec<usize>>,
}

impl CrossTable {
    fn of(answers: Vec<Value>, pairs: &[(Value, Value)]) -> CrossTable {
        let count =
            |mine: &Value, theirs: &Value| pairs.iter().filter(|pair| **pair == (*mine, *theirs)).count();
        let counts =
            answers.iter().map(|mine| answers.iter().map(|theirs| count(mine, theirs)).collect()).collect();
        CrossTable { answers, counts }
    }
}

impl Learnt {
    /// Items on which I lean to one side beyond chance: the clearest first, three at most.
    pub fn leanings(&self) -> Vec<&ItemLean> {
        let mut leaning: Vec<&ItemLean> = self
            .figures
            .items
            .iter()
            .filter(|item| matches!(item.lean, Lean::Kinder | Lean::Stricter))
            .collect();
        let far = |item: &ItemLean| item.bias().unwrap_or(0.0).abs();
        leaning.sort_by(|one, other| far(other).total_cmp(&far(one)));
        leaning.truncate(MOST_LEANINGS);
        leaning
    }

    /// What it takes to see more: the longest of the pillars' plans.
    pub fn plan(&self) -> Option<Plan> {
        self.figures.pillars.iter().filter_map(PillarGap::plan).max_by_key(|plan| plan.more)
    }
}

/// What my exchanges that were opened since an instant in microseconds say, or all of them.
pub fn learnt(session: &Session, since: Option<i64>) -> Result<Learnt, OpsError> {
    let read = conversations(session, since)?;
    let opened: Vec<Opened<'_>> = read.iter().map(Read::opened).collect();
    let figures = learn(&opened);
    let agreement =
        figures.digest.and_then(|digest| by_checklist(&opened).remove(&digest)).unwrap_or_default();
    let ids: Vec<i64> = read.iter().map(|one| one.conversation).collect();
    let references =
        listing::rows(session, &ids, "")?.into_iter().map(|row| (row.id, row.reference)).collect();
    Ok(Learnt { figures, agreement, references })
}

/// Agreement per item over all my exchanges, by the digest of the checklist that they were read by.
pub fn agreement(session: &Session) -> Result<BTreeMap<Digest, Vec<ItemAgreed>>, OpsError> {
    let read = conversations(session, None)?;
    let opened: Vec<Opened<'_>> = read.iter().map(Read::opened).collect();
    Ok(by_checklist(&opened))
}

/// One conversation of mine with everything that is open about it.
struct Read {
    date: Date,
    drawn: bool,
    conversation: i64,
    checklist: Arc<Checklist>,
    mine: Sheet,
    peers: Vec<(String, Sheet)>,
    agreed: BTreeMap<String, Value>,
}

impl Read {
    fn opened(&self) -> Opened<'_> {
        Opened {
            date: self.date,
            drawn: self.drawn,
            conversation: self.conversation,
            checklist: &self.checklist,
            mine: &self.mine,
            peers: self.peers.iter().map(|(name, sheet)| (name.clone(), sheet)).collect(),
            agreed: &self.agreed,
        }
    }
}

fn conversations(session: &Session, since: Option<i64>) -> Result<Vec<Read>, OpsError> {
    // The newest review of mine counts, and whether its conversation had been drawn by then.
    let mut reviews: BTreeMap<i64, (i64, bool)> = BTreeMap::new();
    let own = SealedFilter { role: Some(ReviewRole::Own), ..SealedFilter::default() };
    session.store.each_sealed(&own, &mut |row| {
        reviews.insert(row.conversation, (row.review, row.drawn));
        ControlFlow::Continue(())
    })?;
    let mut asked: BTreeMap<i64, Vec<ExchangeRow>> = BTreeMap::new();
    // In the order in which they were asked.
    for row in session.store.exchanges()?.into_iter().rev() {
        let counts = reviews.get(&row.conversation).is_some_and(|(review, _)| row.review == Some(*review));
        // A third reader answers a dispute: what they say is among what was settled.
        if counts && row.side == Side::Asker && row.role == ReviewRole::Peer && row.stage == Stage::Open {
            asked.entry(row.conversation).or_default().push(row);
        }
    }
    let mut read = Vec::new();
    for (conversation, rows) in asked {
        let Some((review, drawn)) = reviews.get(&conversation).copied() else { continue };
        read.extend(one(session, review, drawn, &rows)?);
    }
    read.retain(|(at, _)| since.is_none_or(|since| *at >= since));
    Ok(read.into_iter().map(|(_, read)| read).collect())
}

/// A conversation and when its first exchange was opened; `None` where none is.
fn one(
    session: &Session,
    review: i64,
    drawn: bool,
    rows: &[ExchangeRow],
) -> Result<Option<(i64, Read)>, OpsError> {
    let (Some(record), Some(sealed)) = (session.store.review(review)?, session.store.sealed(review)?) else {
        return Ok(None);
    };
    // Own items are nobody else's.
    let conversation = record.conversation;
    let checklist = desk::composed(session, &ReviewRecord { own: None, ..record })?;
    let mut mine = sealed.sheet;
    mine.0.retain(|item, _| checklist.item(item).is_some());
    let (mut peers, mut agreed, mut opened_at) = (Vec::new(), BTreeMap::new(), None::<i64>);
    for row in rows {
        let Some(state) = exchange::state(&session.store, row.id)? else { continue };
        let third = exchange::third_answers(&session.store, row, &state)?;
        let (Some((_, theirs)), Some(laid)) = (state.sheets(), exchange::laid_out(&state, &third)) else {
            continue;
        };
        for (item, outcome) in laid.outcomes {
            // What was settled with whom was asked first stands.
            if let Outcome::Agreed(value) | Outcome::Settled(value) = outcome {
                agreed.entry(item).or_insert(value);
            }
        }
        let came = session.store.facts(row.id)?;
        let came = came.iter().filter(|fact| fact.author == state.reader && fact.word == "review");
        let came = came.map(|fact| fact.at).min().unwrap_or(row.asked_at);
        opened_at = Some(opened_at.map_or(came, |first| first.min(came)));
        peers.push((exchange::called(&session.store, &state)?.into_string(), theirs.clone()));
    }
    Ok(opened_at.map(|at| {
        let day = Moment::new(Timestamp::from_microsecond(at).unwrap_or_default(), 0).local(&session.zone);
        (at, Read { date: day.date(), drawn, conversation, checklist, mine, peers, agreed })
    }))
}

fn by_checklist(opened: &[Opened<'_>]) -> BTreeMap<Digest, Vec<ItemAgreed>> {
    let mut groups: BTreeMap<Digest, Vec<&Opened<'_>>> = BTreeMap::new();
    for one in opened {
        groups.entry(one.checklist.digest()).or_default().push(one);
    }
    let agreed = |group: Vec<&Opened<'_>>| {
        let over = |drawn: bool| pairs(group.iter().copied().filter(|one| one.drawn == drawn));
        let (drawn, chosen) = (over(true), over(false));
        let of = |item: &Item| {
            let at = |pairs: &BTreeMap<String, Vec<_>>| pairs.get(&item.id).cloned().unwrap_or_default();
            item_agreed(item, &at(&drawn), &at(&chosen))
        };
        group.first().map(|one| one.checklist.items.iter().filter_map(of).collect()).unwrap_or_default()
    };
    groups.into_iter().map(|(digest, group)| (digest, agreed(group))).collect()
}

fn item_agreed(item: &Item, drawn: &[(Value, Value)], chosen: &[(Value, Value)]) -> Option<ItemAgreed> {
    if drawn.is_empty() && chosen.is_empty() {
        return None;
    }
    let answers = answers(item);
    Some(ItemAgreed {
        item: item.id.clone(),
        text: item.text.clone(),
        pillar: item.pillar.clone(),
        drawn: agreement_of(&answers, drawn),
        chosen: (chosen.iter().filter(|(mine, theirs)| mine == theirs).count(), chosen.len()),
        table: CrossTable::of(answers, drawn),
    })
}

/// Every answer that an item takes: *n/a* is one of its own.
fn answers(item: &Item) -> Vec<Value> {
    let mut answers = match item.scale {
        Scale::YesNo => vec![Value::Yes, Value::No],
        Scale::Points { min, max } => (min..=max).map(Value::Point).collect(),
    };
    if item.na.is_some() {
        answers.push(Value::Na);
    }
    answers
}

/// A pillar's gap with its count and interval, as one sentence: `Courtesy: you 4 points above your colleagues on common
/// ground, n 7, -1 to 9: not known yet.` What it claims beyond chance is said by [`claim_words`].
pub fn gap_words(gap: &PillarGap) -> Bilingual {
    let (name, nom) = (gap.name.get(Lang::En), gap.name.get(Lang::Fr));
    let Some(mean) = gap.common.mean else {
        return both!("{name}: nothing to compare yet.", "{nom}\u{202f}: rien à comparer pour l’instant.");
    };
    let (rounded, n) = (mean.round(), gap.common.n);
    let points = score(rounded.abs());
    let count = rounded.abs() as u64;
    let (en, fr) = (plural(Lang::En, count, "point", "points"), plural(Lang::Fr, count, "point", "points"));
    let (en, fr) = if rounded > 0.0 {
        (
            format!("you {points} {en} above your colleagues"),
            format!("vous, {points} {fr} au-dessus de vos collègues"),
        )
    } else if rounded < 0.0 {
        (
            format!("you {points} {en} below your colleagues"),
            format!("vous, {points} {fr} au-dessous de vos collègues"),
        )
    } else {
        ("you level with your colleagues".to_owned(), "vous, à égalité avec vos collègues".to_owned())
    };
    let (between, entre) = match gap.common.shown() {
        Ok((low, high)) => {
            let (low, high) = (signed(low), signed(high));
            (format!(", {low} to {high}"), format!(", de {low} à {high}"))
        }
        Err(_) => Default::default(),
    };
    let tail = match gap.verdict {
        Verdict::OnePair => Bilingual::fixed(": a first glimpse", "\u{202f}: un premier aperçu"),
        Verdict::TooFew => Bilingual::fixed(": too few to say more", "\u{202f}: trop peu pour en dire plus"),
        Verdict::AlwaysTheSame => Bilingual::fixed(": every time the same", "\u{202f}: toujours pareil"),
        Verdict::NotKnownYet => Bilingual::fixed(": not known yet", "\u{202f}: on ne sait pas encore"),
        Verdict::NoPairs | Verdict::Close | Verdict::Kinder | Verdict::Stricter => Bilingual::default(),
    };
    let (tail, fin) = (tail.get(Lang::En), tail.get(Lang::Fr));
    both!(
        "{name}: {en} on common ground, n {n}{between}{tail}.",
        "{nom}\u{202f}: {fr} en terrain commun, n {n}{entre}{fin}."
    )
}

/// What a gap claims beyond chance.
pub fn claim_words(gap: &PillarGap) -> Option<Bilingual> {
    matches!(gap.verdict, Verdict::Close | Verdict::Kinder | Verdict::Stricter).then(|| gap.sentence())
}

/// A whole number without a negative zero.
fn signed(value: f64) -> String {
    score(value.round() + 0.0)
}

/// What one conversation may differ by, where there are enough of them to say.
pub fn limits_words(gap: &PillarGap) -> Option<Bilingual> {
    let (low, high) = gap.common.shown_limits().ok()?;
    let (low, high) = (signed(low), signed(high));
    Some(both!(
        "A single conversation may differ by {low} to {high}.",
        "Une seule conversation peut différer de {low} à {high}."
    ))
}

/// Why a gap is no reproach.
pub const MIRROR_WORDS: Bilingual = Bilingual::fixed(
    "Your own score is a mirror, your colleagues’ blind one the measurement. Being a little kinder to oneself is usual and no fault.",
    "Votre score est un miroir, celui de vos collègues, à l’aveugle, la mesure. Être un peu plus clément envers soi est courant et n’est pas une faute.",
);

/// What agreement says about an item: its wording comes first, and nobody is blamed.
pub const fn wording_words(wording: Wording) -> Bilingual {
    match wording {
        Wording::TooFew => Bilingual::fixed(
            "Too few to judge the wording: it takes ten conversations.",
            "Trop peu pour juger la formulation\u{202f}: il faut dix conversations.",
        ),
        Wording::WordingToDiscuss => Bilingual::fixed(
            "Wording to discuss: it can be read in two ways. Look at the guidance together first.",
            "Formulation à discuter\u{202f}: elle se lit de deux façons. Regardez d’abord la consigne ensemble.",
        ),
        Wording::Alike => Bilingual::fixed(
            "The wording is clear: you and your colleagues read it alike.",
            "La formulation est claire\u{202f}: vos collègues et vous la lisez de la même façon.",
        ),
        Wording::NotKnownYet => Bilingual::fixed(
            "Not known yet whether the wording is clear.",
            "On ne sait pas encore si la formulation est claire.",
        ),
    }
}

/// `alike on 6 of 7 (49% to 97%)`; below five the count alone.
pub fn alike_words(shared: Shared, raw: &Figure) -> Bilingual {
    let (alike, n) = (shared.alike, shared.n);
    let interval = raw.estimate().and_then(|estimate| estimate.interval);
    let between = |lang| {
        interval.map(|(low, high)| {
            let percent = |share| crate::words::percent(lang, share, n as u64);
            (percent(low), percent(high))
        })
    };
    let en = between(Lang::En).map(|(low, high)| format!(" ({low} to {high})")).unwrap_or_default();
    let fr = between(Lang::Fr).map(|(low, high)| format!(" ({low} à {high})")).unwrap_or_default();
    both!("alike on {alike} of {n}{en}", "d’accord {alike} fois sur {n}{fr}")
}
