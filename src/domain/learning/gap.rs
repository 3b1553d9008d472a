//! The gap: my score minus the peers', per pillar and conversation, on the items that both sides found applicable.
//!
//! Raw scores, since a critical item would turn one difference into a cliff. With several peers, my gap to each is
//! formed on what I share with that one, and their mean is the conversation's.

use jiff::civil::Date;

use crate::both;
use crate::domain::checklist::{Checklist, Pillar};
use crate::domain::learning::paired::{NoInterval, Paired};
use crate::domain::learning::sample_size::pairs_needed;
use crate::domain::learning::{Opened, shared};
use crate::domain::review::Sheet;
use crate::domain::score::score;
use crate::words::{self, Bilingual, Lang};

/// Points to each side of 0 within which two sides are called close.
const CLOSE: f64 = 5.0;
/// The gap, in points, that planning looks for.
const WANTED: f64 = 10.0;
/// The spread that planning assumes before there is one: single conversations commonly differ by that much.
const USUAL_SD: f64 = 15.0;

/// One pillar's gap.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarGap {
    /// The pillar's id.
    pub pillar: String,
    /// Its name.
    pub name: Bilingual,
    /// On common ground, over drawn conversations: the figure to read.
    pub common: Paired,
    /// Each side on its own items, over drawn conversations: differs from `common` by the effect of *n/a*.
    pub own_basis: Paired,
    /// On common ground, over conversations chosen by hand: shown, never averaged in.
    pub chosen: Paired,
    /// Every conversation, the oldest first: for a plot of the difference against the mean of both sides. Against the
    /// peer's score alone, chance would make low scores look overrated and high ones underrated.
    pub points: Vec<Point>,
    /// What `common` says.
    pub verdict: Verdict,
}

/// One conversation's gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day it was opened.
    pub date: Date,
    /// The conversation.
    pub conversation: i64,
    /// Whether it was drawn.
    pub drawn: bool,
    /// My score on common ground, 0 to 100.
    pub mine: f64,
    /// The peers'.
    pub theirs: f64,
}

impl Point {
    /// Mine minus theirs.
    pub fn difference(&self) -> f64 {
        self.mine - self.theirs
    }

    /// Halfway between both.
    pub fn middle(&self) -> f64 {
        (self.mine + self.theirs) / 2.0
    }
}

/// What a gap says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was compared.
    NoPairs,
    /// One conversation.
    OnePair,
    /// Two to four.
    TooFew,
    /// The same difference every time.
    AlwaysTheSame,
    /// The 90 % interval lies within five points of 0: a claim, with 5 % of error to each side.
    Close,
    /// The interval lies above 0.
    Kinder,
    /// It lies below 0.
    Stricter,
    /// It holds 0 and more than five points to a side: neither a gap nor its absence is shown.
    NotKnownYet,
}

impl Verdict {
    fn of(common: &Paired) -> Verdict {
        match common.shown() {
            Err(NoInterval::NoPairs) => Verdict::NoPairs,
            Err(NoInterval::OnePair) => Verdict::OnePair,
            Err(NoInterval::TooFew) => Verdict::TooFew,
            Err(NoInterval::NoVariation) => Verdict::AlwaysTheSame,
            Ok((low, high)) => match common.ninety {
                Ok((from, to)) if -CLOSE <= from && to <= CLOSE => Verdict::Close,
                _ if low > 0.0 => Verdict::Kinder,
                _ if high < 0.0 => Verdict::Stricter,
                _ => Verdict::NotKnownYet,
            },
        }
    }
}

/// How many exchanges would show a gap of ten points four times in five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// In all.
    pub needed: usize,
    /// Beyond those at hand.
    pub more: usize,
    /// Whether the spread is the usual one, because there is none to go by yet.
    pub assumed: bool,
}

impl Plan {
    fn of(common: &Paired) -> Option<Plan> {
        let own = common.sd.filter(|sd| *sd > 0.0 && common.shown().is_ok());
        let needed = pairs_needed(WANTED, own.unwrap_or(USUAL_SD))?.ceil() as usize;
        let more = needed.saturating_sub(common.n);
        (more > 0).then_some(Plan { needed, more, assumed: own.is_none() })
    }

    /// The plan as a sentence.
    pub fn sentence(&self) -> Bilingual {
        let more = self.more;
        let (one, un) = if more == 1 {
            ("One more exchange".to_owned(), "Un échange de plus".to_owned())
        } else {
            (format!("About {more} more exchanges"), format!("Environ {more} échanges de plus"))
        };
        let verb = if more == 1 { "montrerait" } else { "montreraient" };
        if self.assumed {
            both!(
                "{one} would probably show a gap of 10 points, if differences vary as they usually do.",
                "{un} {verb} probablement un écart de 10 points, si les différences varient comme à l’ordinaire.",
            )
        } else {
            both!(
                "{one} would probably show a gap of 10 points, if differences go on varying as they do now.",
                "{un} {verb} probablement un écart de 10 points, si les différences continuent à varier comme maintenant.",
            )
        }
    }
}

impl PillarGap {
    /// What it takes to see a gap of ten points; `None` where the conversations at hand are enough.
    pub fn plan(&self) -> Option<Plan> {
        Plan::of(&self.common)
    }

    /// What the gap says, as a sentence.
    pub fn sentence(&self) -> Bilingual {
        let Some(mean) = self.common.mean else {
            return Bilingual::fixed("Nothing to compare yet.", "Rien à comparer pour l’instant.");
        };
        let n = self.common.n;
        let (en, fr) = (in_points(Lang::En, mean), in_points(Lang::Fr, mean));
        match self.verdict {
            Verdict::NoPairs => {
                Bilingual::fixed("Nothing to compare yet.", "Rien à comparer pour l’instant.")
            }
            Verdict::OnePair => both!(
                "{en} on one conversation: a first glimpse, not yet a pattern.",
                "{fr} sur une conversation\u{202f}: un premier aperçu, pas encore une tendance.",
            ),
            Verdict::TooFew => both!(
                "{en} over {n} conversations: too few to say more.",
                "{fr} sur {n} conversations\u{202f}: trop peu pour en dire plus.",
            ),
            Verdict::AlwaysTheSame => both!(
                "{en} on each of {n} conversations, every time the same: there is no spread to judge by.",
                "{fr} sur chacune des {n} conversations, toujours autant\u{202f}: sans variation, pas d’intervalle.",
            ),
            Verdict::Close => both!(
                "You and your peers see this pillar alike: within 5 points of each other.",
                "Vous et vos collègues voyez ce pilier de la même façon\u{202f}: à moins de 5 points près.",
            ),
            Verdict::Kinder => both!(
                "You answer more kindly than your peers here, as most people do about their own work ({en}).",
                "Vous répondez ici plus favorablement que vos collègues, comme presque tout le monde pour son propre travail ({fr}).",
            ),
            Verdict::Stricter => both!(
                "You ask more of yourself here than your peers do ({en}): they see good work that you do not count.",
                "Vous attendez ici de vous-même davantage que vos collègues ({fr})\u{202f}: ils voient du bon travail que vous ne comptez pas.",
            ),
            Verdict::NotKnownYet => Bilingual::fixed(
                "Not known yet: a gap and none at all are both still possible.",
                "On ne sait pas encore\u{202f}: un écart reste possible, son absence aussi.",
            ),
        }
    }
}

/// `+6 points`, `-1 point`, `0 points`; French takes the singular for 0 too.
fn in_points(lang: Lang, mean: f64) -> String {
    let rounded = mean.round();
    let sign = if rounded > 0.0 { "+" } else { "" };
    let word = words::plural(lang, rounded.abs() as u64, "point", "points");
    // `+ 0.0` takes the sign off a negative zero.
    format!("{sign}{} {word}", words::score(rounded + 0.0))
}

/// The gap of each pillar that peers answer too, from exchanges in order of time.
pub(super) fn gaps(checklist: &Checklist, opened: &[&Opened<'_>]) -> Vec<PillarGap> {
    checklist
        .scored_pillars()
        .filter(|pillar| checklist.items_of(&pillar.id).any(|item| !item.own))
        .map(|pillar| pillar_gap(pillar, opened))
        .collect()
}

fn pillar_gap(pillar: &Pillar, opened: &[&Opened<'_>]) -> PillarGap {
    let over = |drawn: bool, scores: fn(&Opened<'_>, &str) -> Option<(f64, f64)>| {
        Paired::of(opened.iter().filter(|one| one.drawn == drawn).map(|one| {
            let both = scores(one, &pillar.id);
            (both.map(|(mine, _)| mine), both.map(|(_, theirs)| theirs))
        }))
    };
    let common = over(true, on_common_ground);
    PillarGap {
        pillar: pillar.id.clone(),
        name: pillar.name.clone(),
        own_basis: over(true, on_own_basis),
        chosen: over(false, on_common_ground),
        points: opened
            .iter()
            .filter_map(|one| {
                let (mine, theirs) = on_common_ground(one, &pillar.id)?;
                let Opened { date, conversation, drawn, .. } = **one;
                Some(Point { date, conversation, drawn, mine, theirs })
            })
            .collect(),
        verdict: Verdict::of(&common),
        common,
    }
}

/// My score and the peers', each pair on the items that it shares; `None` where I share none with anybody.
fn on_common_ground(one: &Opened<'_>, pillar: &str) -> Option<(f64, f64)> {
    mean_of_pairs(one.peers.iter().filter_map(|(_, theirs)| {
        let (mut mine_met, mut theirs_met, mut weights) = (0.0, 0.0, 0.0);
        for (item, mine, theirs) in shared(one.checklist, one.mine, theirs) {
            let (Some(mine), Some(theirs)) = (item.scale.share(mine), item.scale.share(theirs)) else {
                continue;
            };
            if item.pillar == pillar {
                mine_met += item.weight * mine;
                theirs_met += item.weight * theirs;
                weights += item.weight;
            }
        }
        (weights > 0.0).then(|| (100.0 * mine_met / weights, 100.0 * theirs_met / weights))
    }))
}

/// My score and the mean of the peers', each on all items that the reader found applicable.
fn on_own_basis(one: &Opened<'_>, pillar: &str) -> Option<(f64, f64)> {
    let raw = |sheet: &Sheet| score(one.checklist, sheet).pillar(pillar).and_then(|scored| scored.raw);
    let mine = raw(one.mine)?;
    mean_of_pairs(one.peers.iter().filter_map(|(_, theirs)| Some((mine, raw(theirs)?))))
}

fn mean_of_pairs(pairs: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let (mut first, mut second, mut n) = (0.0, 0.0, 0.0);
    for (one, other) in pairs {
        first += one;
        second += other;
        n += 1.0;
    }
    (n > 0.0).then(|| (first / n, second / n))
}
