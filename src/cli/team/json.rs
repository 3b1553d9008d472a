//! What `aplomb team` prints for programs: stable names; a figure that is not told is `null` with its reason.

use serde::Serialize;

use crate::domain::interval::Interval;
use crate::domain::metric::simpson::Guard;
use crate::domain::shown::Shown;
use crate::domain::team::{Cover, Figure, Mixed, StratumName, Told, day};
use crate::ops::team::{Accord, Held, Summary};
use crate::words::Lang;

#[derive(Serialize)]
pub(super) struct CollectOut {
    pub(super) schema_version: u32,
    pub(super) collected: Vec<TakenOut>,
    pub(super) refused: Vec<RefusedOut>,
    pub(super) passed_over: usize,
}

#[derive(Serialize)]
pub(super) struct TakenOut {
    pub(super) file: String,
    pub(super) says: String,
    pub(super) new: bool,
}

#[derive(Serialize)]
pub(super) struct RefusedOut {
    pub(super) file: String,
    pub(super) says: String,
}

#[derive(Serialize)]
struct ChecklistOut {
    id: String,
    version: u32,
    digest: String,
}

#[derive(Serialize)]
struct CoverOut {
    submitted: u64,
    drawn: u64,
    share: f64,
}

#[derive(Default, Serialize)]
struct FigureOut {
    value: Option<f64>,
    interval: Option<[f64; 2]>,
    worst_case: Option<[f64; 2]>,
    n: Option<u64>,
    people: Option<usize>,
    submitted: u64,
    drawn: u64,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct CountOut {
    n: Option<u64>,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct PillarOut {
    pillar: String,
    measured: FigureOut,
    own: FigureOut,
    gap: FigureOut,
    sd_between_people: Option<f64>,
    fifths: Vec<CountOut>,
    weeks: Vec<WeekOut>,
    trend: Option<String>,
}

#[derive(Serialize)]
struct WeekOut {
    week: String,
    #[serde(flatten)]
    figure: FigureOut,
}

#[derive(Serialize)]
struct StratumOut {
    by: &'static str,
    stratum: String,
    pillar: String,
    #[serde(flatten)]
    figure: FigureOut,
}

#[derive(Serialize)]
struct ItemOut {
    item: String,
    met: Option<f64>,
    interval: Option<[f64; 2]>,
    n: Option<u64>,
    people: Option<usize>,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ChangeOut {
    item: String,
    difference: f64,
    interval: [f64; 2],
    p_adjusted: f64,
}

/// What waits until enough people have something new.
#[derive(Serialize)]
struct HeldOut {
    as_told_at: String,
    submissions: usize,
    people: usize,
    people_at_least: usize,
}

fn held(held: Option<&Held>, k: usize) -> Option<HeldOut> {
    held.map(|held| HeldOut {
        as_told_at: jiff::Timestamp::from_microsecond(held.since).unwrap_or_default().to_string(),
        submissions: held.submissions,
        people: held.people,
        people_at_least: k,
    })
}

/// A pillar against the period before. `crude` is `null` where the mix explains it.
#[derive(Serialize)]
struct MixedOut {
    pillar: String,
    crude: Option<f64>,
    within_strata: f64,
    interval: Option<[f64; 2]>,
    strata: usize,
    n: u64,
    reason: Option<&'static str>,
}

fn mixed(pillars: &[String], mixed: &Mixed) -> Option<MixedOut> {
    let (crude, within_strata) = match mixed.difference {
        Guard::Both { crude, stratified } => (Some(crude), stratified),
        Guard::StratifiedOnly { stratified } => (None, stratified),
    };
    Some(MixedOut {
        pillar: pillars.get(mixed.pillar)?.clone(),
        crude,
        within_strata,
        interval: mixed.interval.map(ends),
        strata: mixed.strata,
        n: mixed.n,
        reason: crude.is_none().then_some("mix_explains"),
    })
}

#[derive(Serialize)]
struct WhoOut {
    name: String,
    submitted: u64,
    drawn: u64,
    chosen: u64,
    until: String,
    look_at_the_mix: bool,
}

#[derive(Serialize)]
pub(super) struct SummaryOut {
    schema_version: u32,
    as_of: String,
    from: Option<String>,
    to: Option<String>,
    checklist: ChecklistOut,
    people_at_least: usize,
    people: usize,
    submissions: usize,
    submitted: CoverOut,
    read: CoverOut,
    chosen: u64,
    elsewhere: u64,
    strengths: Vec<String>,
    pillars: Vec<PillarOut>,
    strata: Vec<StratumOut>,
    difficulty: &'static str,
    items: Vec<ItemOut>,
    changed: Option<Vec<ChangeOut>>,
    changed_pillars: Option<Vec<MixedOut>>,
    held: Option<HeldOut>,
    beyond_chance: usize,
    who: Vec<WhoOut>,
}

fn ends(interval: Interval) -> [f64; 2] {
    [interval.0, interval.1]
}

fn cover(cover: Cover) -> CoverOut {
    CoverOut { submitted: cover.n, drawn: cover.drawn, share: cover.share() }
}

fn figure(told: &Told<Figure>, cover: Cover) -> FigureOut {
    let empty = FigureOut { submitted: cover.n, drawn: cover.drawn, ..FigureOut::default() };
    match told {
        Err(why) => FigureOut { reason: Some(why.code()), ..empty },
        Ok(figure) => FigureOut {
            value: Some(figure.mean),
            interval: figure.interval.ok().map(ends),
            worst_case: figure.worst_case.map(ends),
            n: Some(figure.n),
            people: Some(figure.people),
            reason: figure.interval.err().map(|why| why.code()),
            ..empty
        },
    }
}

pub(super) fn summary(summary: &Summary, lang: Lang) -> SummaryOut {
    let team = &summary.team;
    let pillar_ids: Vec<String> =
        summary.checklist.scored_pillars().map(|pillar| pillar.id.clone()).collect();
    let item_id = |place: usize| summary.checklist.items.get(place).map(|item| item.id.clone());
    let pillars = pillar_ids.iter().zip(&team.pillars).map(|(id, pillar)| {
        let told: Vec<i32> =
            pillar.trend.weeks.iter().filter(|week| week.figure.is_ok()).map(|week| week.monday).collect();
        let week = |place: usize| told.get(place).map_or(0, |monday| day(*monday).iso_week_date().week());
        PillarOut {
            pillar: id.clone(),
            measured: figure(&pillar.measured, team.read),
            own: figure(&pillar.own, team.submitted),
            gap: figure(&pillar.gap, team.read),
            sd_between_people: pillar.between.ok().and_then(Result::ok),
            fifths: pillar
                .bins
                .iter()
                .map(|bin| CountOut { n: bin.ok(), reason: bin.err().map(|why| why.code()) })
                .collect(),
            weeks: pillar
                .trend
                .weeks
                .iter()
                .map(|week| WeekOut {
                    week: day(week.monday).to_string(),
                    figure: figure(&week.figure, team.read),
                })
                .collect(),
            trend: pillar.trend.verdict.map(|verdict| verdict.words(week).get(lang).to_owned()),
        }
    });
    let strata = team.strata.iter().flat_map(|stratum| {
        let (by, name) = match &stratum.name {
            StratumName::Channel(channel) => ("channel", Shown::short(channel, 120).into_string()),
            StratumName::Shift(shift) => ("shift", shift.word().to_owned()),
        };
        pillar_ids.iter().zip(&stratum.pillars).map(move |(pillar, told)| StratumOut {
            by,
            stratum: name.clone(),
            pillar: pillar.clone(),
            figure: figure(told, team.read),
        })
    });
    let items = summary.checklist.items.iter().zip(&team.items).map(|(item, told)| {
        let known = told.ok();
        ItemOut {
            item: item.id.clone(),
            met: known.and_then(|figure| figure.met.share().ok()),
            interval: known.map(|figure| ends(figure.interval)),
            n: known.map(|figure| figure.met.n()),
            people: known.map(|figure| figure.people),
            reason: told.err().map(|why| why.code()),
        }
    });
    let changed = summary.moved.as_ref().map(|moved| {
        let change = |change: &crate::domain::team::Change| {
            Some(ChangeOut {
                item: item_id(change.item)?,
                difference: change.difference,
                interval: ends(change.interval),
                p_adjusted: change.p,
            })
        };
        moved.items.iter().filter_map(change).collect()
    });
    SummaryOut {
        schema_version: 1,
        as_of: jiff::Timestamp::from_microsecond(summary.as_of).unwrap_or_default().to_string(),
        from: summary.days.map(|(first, _)| first.to_string()),
        to: summary.days.map(|(_, last)| last.to_string()),
        checklist: ChecklistOut {
            id: summary.checklist.id.clone(),
            version: summary.checklist.version,
            digest: summary.digest.hex(),
        },
        people_at_least: summary.k,
        people: team.people,
        submissions: summary.submissions,
        submitted: cover(team.submitted),
        read: cover(team.read),
        chosen: team.chosen,
        elsewhere: team.elsewhere,
        strengths: team.strengths.iter().filter_map(|place| item_id(*place)).collect(),
        pillars: pillars.collect(),
        strata: strata.collect(),
        difficulty: "not_recorded",
        items: items.collect(),
        changed,
        changed_pillars: summary
            .moved
            .as_ref()
            .map(|moved| moved.pillars.iter().filter_map(|one| mixed(&pillar_ids, one)).collect()),
        held: held(summary.held.as_ref(), summary.k),
        beyond_chance: summary.who.iter().filter(|who| who.look_at_the_mix).count(),
        who: summary
            .who
            .iter()
            .map(|who| WhoOut {
                name: who.name.to_string(),
                submitted: who.submitted,
                drawn: who.drawn,
                chosen: who.chosen,
                until: who.until.to_string(),
                look_at_the_mix: who.look_at_the_mix,
            })
            .collect(),
    }
}

#[derive(Serialize)]
pub(super) struct AccordOut {
    schema_version: u32,
    checklist: ChecklistOut,
    people_at_least: usize,
    conversations: usize,
    people: usize,
    by_lot: bool,
    held: Option<HeldOut>,
    pillars: Vec<PillarAccordOut>,
    items: Vec<ItemAccordOut>,
    items_untold: usize,
}

#[derive(Serialize)]
struct PillarAccordOut {
    pillar: String,
    n: Option<usize>,
    people: Option<usize>,
    percent_agreement: Option<f64>,
    stratified_alpha: Option<f64>,
    stratified_alpha_interval: Option<[f64; 2]>,
    items_that_vary: Option<usize>,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ItemAccordOut {
    item: String,
    verdict: &'static str,
    verdict_words: String,
    n: usize,
    people: usize,
    alike: usize,
    percent_agreement: Option<f64>,
    percent_agreement_interval: Option<[f64; 2]>,
    agreement_on_no: Option<f64>,
    agreement_on_no_interval: Option<[f64; 2]>,
    both_no: u64,
    one_no: u64,
    ac1: Option<f64>,
    alpha: Option<f64>,
}

pub(super) fn agreement(accord: &Accord, lang: Lang) -> AccordOut {
    let checklist = &accord.checklist;
    let pillars = checklist.scored_pillars().zip(&accord.agreement.pillars).map(|(pillar, told)| {
        let found = told.ok();
        let alpha = found.filter(|found| found.enough).and_then(|found| found.alpha.ok());
        let reason = match told {
            Err(why) => Some(why.code()),
            Ok(found) if !found.enough => Some("too_few"),
            Ok(found) => found.alpha.err().map(|why| why.code()),
        };
        PillarAccordOut {
            pillar: pillar.id.clone(),
            n: found.map(|found| found.conversations),
            people: found.map(|found| found.people),
            percent_agreement: found.and_then(|found| found.raw),
            stratified_alpha: alpha.map(|alpha| alpha.value),
            stratified_alpha_interval: alpha
                .and_then(|alpha| alpha.jackknife.ok())
                .map(|jack| ends(jack.interval)),
            items_that_vary: alpha.map(|alpha| alpha.varied),
            reason,
        }
    });
    let items = accord.agreement.items.iter().flatten().filter_map(|shared| {
        let found = &shared.agreement;
        let (raw, no) = (found.raw.estimate(), found.on_no.estimate());
        Some(ItemAccordOut {
            item: checklist.items.get(shared.item)?.id.clone(),
            verdict: found.verdict.code(),
            verdict_words: found.verdict.words().get(lang).to_owned(),
            n: found.shared.n,
            people: shared.people,
            alike: found.shared.alike,
            percent_agreement: raw.map(|raw| raw.value),
            percent_agreement_interval: raw.and_then(|raw| raw.interval).map(ends),
            agreement_on_no: no.map(|no| no.value),
            agreement_on_no_interval: no.and_then(|no| no.interval).map(ends),
            both_no: found.both_no,
            one_no: found.one_no,
            ac1: found.ac1.estimate().map(|figure| figure.value),
            alpha: found.alpha.estimate().map(|figure| figure.value),
        })
    });
    AccordOut {
        schema_version: 1,
        checklist: ChecklistOut {
            id: checklist.id.clone(),
            version: checklist.version,
            digest: checklist.digest().hex(),
        },
        people_at_least: accord.k,
        conversations: accord.agreement.conversations,
        people: accord.agreement.people,
        by_lot: accord.by_lot,
        held: held(accord.held.as_ref(), accord.k),
        pillars: pillars.collect(),
        items: items.collect(),
        items_untold: accord.agreement.items.iter().filter(|item| item.is_err()).count(),
    }
}
