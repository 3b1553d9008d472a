//! The figures of a team, each told or hidden with the reason.

use super::change::tally;
use super::cover::Cover;
use super::disclosure::{Part, Share, enough, told};
use super::gather::{Agents, Gathered, StratumName};
use super::people::{Look, look, pooled};
use super::publication::{Cell, Period, Published, Stake};
use crate::domain::interval::{Interval, Undefined, mean_t, wilson};
use crate::domain::pooling::Spread;
use crate::domain::run_chart::{Verdict, run_chart};
use crate::domain::tally::Tally;
use crate::words::Bilingual;

/// Points of a trend from which on it has a verdict.
const TREND_FROM: usize = 10;
/// Answers from which on an item may be named a strength.
const NAMED_FROM: u64 = 10;
/// Strengths named at most.
const MOST_STRENGTHS: usize = 3;
/// A strength is met more often than not, even at the lower end of its interval.
const STRONG: f64 = 0.5;

/// What is asked for.
pub struct Asked<'a> {
    /// People that it takes behind every figure.
    pub k: usize,
    /// Conversations that the agents drew, all together.
    pub drawn: u64,
    /// Names the checklist among what was told: its digest.
    pub checklist: String,
    /// The pillars' ids.
    pub pillars: Vec<String>,
    /// The items' ids.
    pub items: Vec<String>,
    /// What the table is cut by: the word in files.
    pub by: Option<&'static str>,
    /// Of when.
    pub period: Period,
    /// What was told before.
    pub before: &'a Published<u32>,
}

/// Why a figure is not told. All of it is *too few* in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Fewer than k people stand behind it, or one has more than half of it.
    People,
    /// Less than 60 % of what was drawn was handed over.
    Submitted,
    /// What is told beside it would give it away.
    Rest,
    /// What was told before would give somebody away.
    Before,
}

impl Hidden {
    /// The code in files.
    pub const fn code(self) -> &'static str {
        match self {
            Hidden::People => "too_few_people",
            Hidden::Submitted => "too_few_submitted",
            Hidden::Rest => "derivable_from_the_rest",
            Hidden::Before => "derivable_from_before",
        }
    }

    /// The reason for people.
    pub const fn words(self) -> Bilingual {
        match self {
            Hidden::People => Bilingual::fixed(
                "too few people, or one with more than half",
                "trop peu de personnes, ou une avec plus de la moitié",
            ),
            Hidden::Submitted => Bilingual::fixed(
                "less than 60 % of what was drawn was submitted",
                "moins de 60 % du tirage a été remis",
            ),
            Hidden::Rest => Bilingual::fixed(
                "what stands beside it would give it away",
                "les autres chiffres le trahiraient",
            ),
            Hidden::Before => Bilingual::fixed(
                "beside what was told before, it would give somebody away",
                "à côté de ce qui a déjà été dit, il trahirait quelqu’un",
            ),
        }
    }
}

/// Told, or hidden.
pub type Told<T> = Result<T, Hidden>;

/// A mean of agents' means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Conversations.
    pub n: u64,
    /// Agents.
    pub people: usize,
    /// The plain mean of their means, 0 to 100: each agent counts once.
    pub mean: f64,
    /// 95 % t interval over the agents' means, cut to 0 and 100.
    pub interval: Result<Interval, Undefined>,
    /// Where the mean of all drawn would lie in the worst case, where less than 80 % was handed over.
    pub worst_case: Option<Interval>,
}

/// How many conversations scored in each fifth of the scale.
pub type Bins = Vec<Told<u64>>;

/// One week.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// Its Monday, in days since 1970-01-01.
    pub monday: i32,
    /// The figure.
    pub figure: Told<Figure>,
}

/// A pillar over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// By ISO week, the oldest first.
    pub weeks: Vec<Week>,
    /// What the run chart says of the weeks that are told; `None` below ten.
    pub verdict: Option<Verdict>,
}

/// One pillar.
#[derive(Clone, Debug, PartialEq)]
pub struct PillarFigures {
    /// The measurement: peers' answers, and those that were agreed.
    pub measured: Told<Figure>,
    /// The mirror: the agents' own answers.
    pub own: Told<Figure>,
    /// Own minus measured over the same conversations, in points: the mean of the agents' mean gaps.
    pub gap: Told<Figure>,
    /// The standard deviation between people once chance is taken out; 0: no difference between people can be seen.
    pub between: Told<Result<f64, Undefined>>,
    /// The distribution of conversations' scores.
    pub bins: Bins,
    /// Over time.
    pub trend: Trend,
}

/// One row of the table by channel or shift.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Its name.
    pub name: StratumName,
    /// By pillar.
    pub pillars: Vec<Told<Figure>>,
}

/// One item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemFigure {
    /// Conversations in which it was met, and in which it counted.
    pub met: Tally,
    /// Agents.
    pub people: usize,
    /// Wilson's interval of the share.
    pub interval: Interval,
}

/// A team.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Agents who submitted.
    pub people: usize,
    /// Reviews of drawn conversations.
    pub submitted: Cover,
    /// Those of them that a colleague read.
    pub read: Cover,
    /// Reviews of conversations chosen by hand: counted, never averaged in.
    pub chosen: u64,
    /// Reviews under other checklists.
    pub elsewhere: u64,
    /// By pillar.
    pub pillars: Vec<PillarFigures>,
    /// By channel or shift, where that was asked for.
    pub strata: Vec<Stratum>,
    /// By item.
    pub items: Vec<Told<ItemFigure>>,
    /// The items with the highest lower bounds, the best first.
    pub strengths: Vec<usize>,
    /// People beside each other, unnamed; empty below k.
    pub looks: Vec<Look>,
    /// What is told, to be kept when it is shown.
    pub cells: Vec<Cell<u32>>,
}

/// The figures.
pub fn team(found: &Gathered, asked: &Asked<'_>) -> Team {
    let sum = |part: fn(&super::gather::PersonCount) -> u64| found.people.iter().map(part).sum::<u64>();
    let submitted = Cover::of(sum(|one| one.submitted), asked.drawn);
    let read = Cover::of(sum(|one| one.read), asked.drawn);
    let mut teller = Teller { asked, cells: Vec::new() };
    let mut pillars = Vec::new();
    for (place, id) in asked.pillars.iter().enumerate() {
        pillars.push(teller.pillar(found, place, id, submitted, read));
    }
    let strata = teller.strata(found, read, &pillars);
    let items: Vec<Told<ItemFigure>> =
        found.items.iter().zip(&asked.items).map(|(agents, id)| teller.item(agents, id, read)).collect();
    let strengths = strengths(&items);
    // A place in the funnel stands on everybody: told where every pillar with scores is.
    let open = |(place, pillar): (usize, &PillarFigures)| {
        pillar.measured.is_ok() || found.measured[place].is_empty()
    };
    let looks = if pillars.iter().enumerate().all(open) { look(&found.measured) } else { Vec::new() };
    Team {
        people: found.people.len(),
        submitted,
        read,
        chosen: sum(|one| one.chosen),
        elsewhere: found.elsewhere,
        pillars,
        strata,
        items,
        strengths,
        looks,
        cells: teller.cells,
    }
}

/// Who stands behind a cell: with how many conversations, and what they came to.
type Behind = Vec<(Part<u32>, Stake)>;

fn behind(agents: &Agents) -> Behind {
    let one = |(person, spread): &(u32, Spread)| {
        let n = spread.n as u64;
        (Part { person: *person, n }, Stake::of(n, spread.mean))
    };
    agents.iter().map(one).collect()
}

fn parts(behind: &Behind) -> Vec<Part<u32>> {
    behind.iter().map(|(part, _)| *part).collect()
}

fn figure(agents: &Agents, cover: Cover) -> Option<Figure> {
    let means: Vec<f64> = agents.iter().map(|(_, spread)| spread.mean).collect();
    let mean = mean_t(&means).ok()?;
    Some(Figure {
        n: agents.iter().map(|(_, spread)| spread.n as u64).sum(),
        people: means.len(),
        mean: mean.mean,
        interval: mean.interval.map(|(low, high)| (low.max(0.0), high.min(100.0))),
        worst_case: cover.worst_case(mean.mean),
    })
}

/// The t interval over the agents' means, uncut.
fn t_interval(agents: &Agents) -> Result<Interval, Undefined> {
    mean_t(&agents.iter().map(|(_, spread)| spread.mean).collect::<Vec<f64>>())?.interval
}

/// Tells figures, and keeps what was told.
struct Teller<'a> {
    asked: &'a Asked<'a>,
    cells: Vec<Cell<u32>>,
}

impl Teller<'_> {
    fn cell(&self, key: &str, behind: &Behind) -> Cell<u32> {
        let key = format!("{}/{key}", self.asked.checklist);
        let people = behind.iter().filter(|(part, _)| part.n > 0).map(|(part, stake)| (part.person, *stake));
        Cell { key, period: self.asked.period, people: people.collect() }
    }

    /// Whether a figure may be told by itself.
    fn may(&self, cell: &Cell<u32>, behind: &Behind, cover: Cover) -> Told<()> {
        if !enough(&parts(behind), self.asked.k) {
            return Err(Hidden::People);
        }
        if !cover.enough() {
            return Err(Hidden::Submitted);
        }
        if self.asked.before.refuses(cell, self.asked.k) {
            return Err(Hidden::Before);
        }
        Ok(())
    }

    fn one(&mut self, key: &str, agents: &Agents, cover: Cover) -> Told<Figure> {
        let behind = behind(agents);
        let cell = self.cell(key, &behind);
        self.may(&cell, &behind, cover)?;
        let figure = figure(agents, cover).ok_or(Hidden::People)?;
        self.cells.push(cell);
        Ok(figure)
    }

    /// The cells of which a total is made: nothing that total minus the others would give away.
    fn split<T>(
        &mut self,
        total: Told<()>,
        cells: &[(String, Behind)],
        mut value: impl FnMut(usize) -> Option<T>,
    ) -> Vec<Told<T>> {
        if let Err(why) = total {
            return cells.iter().map(|_| Err(why)).collect();
        }
        let k = self.asked.k;
        let named: Vec<Cell<u32>> = cells.iter().map(|(key, behind)| self.cell(key, behind)).collect();
        let share = |((_, behind), cell): (&(String, Behind), &Cell<u32>)| Share {
            parts: parts(behind),
            held: self.asked.before.refuses(cell, k),
            changed: self.asked.before.changed(cell),
        };
        let shares: Vec<Share<u32>> = cells.iter().zip(&named).map(share).collect();
        let mut values = Vec::new();
        for (place, (told, cell)) in told(&shares, k).into_iter().zip(named).enumerate() {
            let why = match &shares[place] {
                share if !enough(&share.parts, k) => Hidden::People,
                share if share.held => Hidden::Before,
                _ => Hidden::Rest,
            };
            let value = told.then(|| value(place)).flatten().ok_or(why);
            if value.is_ok() {
                self.cells.push(cell);
            }
            values.push(value);
        }
        values
    }

    fn pillar(
        &mut self,
        found: &Gathered,
        place: usize,
        id: &str,
        submitted: Cover,
        read: Cover,
    ) -> PillarFigures {
        let agents = &found.measured[place];
        let measured = self.one(&format!("{id}/measured"), agents, read);
        let own = self.one(&format!("{id}/own"), &found.own[place], submitted);
        let gap = self.one(&format!("{id}/gap"), &found.gaps[place], read).map(|gap| Figure {
            interval: t_interval(&found.gaps[place]),
            worst_case: None,
            ..gap
        });
        let total = measured.map(|_| ());
        let between = total.map(|()| pooled(agents).map(|pooled| pooled.between.sqrt()));
        let bins = self.bins(found, place, id, total);
        let weeks: Vec<(&i32, &Agents)> = found
            .weeks
            .iter()
            .map(|(monday, cells)| (monday, &cells[place]))
            .filter(|(_, c)| !c.is_empty())
            .collect();
        let cells: Vec<(String, Behind)> =
            weeks.iter().map(|(monday, agents)| (format!("{id}/week/{monday}"), behind(agents))).collect();
        let figures = self.split(total, &cells, |at| figure(weeks[at].1, read));
        let weeks: Vec<Week> = weeks
            .iter()
            .zip(figures)
            .map(|((monday, _), figure)| Week { monday: **monday, figure })
            .collect();
        let points: Vec<f64> = weeks.iter().filter_map(|week| week.figure.ok()).map(|f| f.mean).collect();
        let verdict = (points.len() >= TREND_FROM)
            .then(|| run_chart(&points, None).ok().map(|chart| chart.verdict()))
            .flatten();
        PillarFigures { measured, own, gap, between, bins, trend: Trend { weeks, verdict } }
    }

    /// A fifth in which nobody has a conversation is an honest 0; one with a few of a few people is not told.
    fn bins(&mut self, found: &Gathered, place: usize, id: &str, total: Told<()>) -> Bins {
        let bins = &found.bins[place];
        let part = |(person, n): &(u32, u64)| (Part { person: *person, n: *n }, Stake::of(*n, 0.0));
        let cells: Vec<(String, Behind)> = bins
            .iter()
            .enumerate()
            .map(|(bin, counts)| (format!("{id}/fifth/{bin}"), counts.iter().map(part).collect()))
            .collect();
        let counts = self.split(total, &cells, |bin| Some(bins[bin].iter().map(|(_, n)| n).sum()));
        let empty = |bin: usize| total.is_ok() && bins[bin].is_empty();
        counts.into_iter().enumerate().map(|(bin, told)| if empty(bin) { Ok(0) } else { told }).collect()
    }

    fn strata(&mut self, found: &Gathered, read: Cover, pillars: &[PillarFigures]) -> Vec<Stratum> {
        let by = self.asked.by.unwrap_or_default();
        let mut strata: Vec<Stratum> =
            found.strata.iter().map(|name| Stratum { name: name.clone(), pillars: Vec::new() }).collect();
        for (place, id) in self.asked.pillars.iter().enumerate() {
            let key = |name: &StratumName| match name {
                StratumName::Channel(channel) => format!("{id}/{by}/{channel}"),
                StratumName::Shift(shift) => format!("{id}/{by}/{}", shift.word()),
            };
            let cells: Vec<(String, Behind)> = found
                .strata
                .iter()
                .zip(&found.by)
                .map(|(name, pillars)| (key(name), behind(&pillars[place])))
                .collect();
            let total = pillars[place].measured.map(|_| ());
            let figures = self.split(total, &cells, |at| figure(&found.by[at][place], read));
            for (stratum, figure) in strata.iter_mut().zip(figures) {
                stratum.pillars.push(figure);
            }
        }
        strata
    }

    fn item(&mut self, agents: &[(u32, f64, u64)], id: &str, read: Cover) -> Told<ItemFigure> {
        let met = tally(agents);
        let part =
            |(person, met, n): &(u32, f64, u64)| (Part { person: *person, n: *n }, Stake::of(*n, *met));
        let behind: Behind = agents.iter().map(part).collect();
        let cell = self.cell(&format!("item/{id}"), &behind);
        self.may(&cell, &behind, read)?;
        let interval = wilson(met.hits(), met.n()).map_err(|_| Hidden::People)?;
        self.cells.push(cell);
        Ok(ItemFigure { met, people: agents.len(), interval })
    }
}

fn strengths(items: &[Told<ItemFigure>]) -> Vec<usize> {
    let low = |place: &usize| items[*place].map_or(0.0, |item| item.interval.0);
    let strong = |place: &usize| items[*place].is_ok_and(|item| item.met.n() >= NAMED_FROM);
    let mut places: Vec<usize> =
        (0..items.len()).filter(strong).filter(|place| low(place) > STRONG).collect();
    places.sort_by(|a, b| low(b).total_cmp(&low(a)));
    places.truncate(MOST_STRENGTHS);
    places
}
