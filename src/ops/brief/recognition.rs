//! What went well, said first: items and pillars that hold, what surely got better, and what customers praised.

use crate::both;
use crate::domain::keyword::Tone;
use crate::domain::metric::{MetricId, say};
use crate::ops::error::OpsError;
use crate::ops::keywords::{self, Kind};
use crate::ops::metrics::report::Report;
use crate::ops::session::Session;
use crate::ops::team::Summary;
use crate::words::{Bilingual, Lang, number, percent, score};

/// A pillar holds where even the lower end of its interval is there: a convention.
const HOLDS: f64 = 80.0;
/// Customers' figures that are worth a word when they get better. Of two that say the same, one.
const FOR_CUSTOMERS: [MetricId; 8] = [
    MetricId::Csat,
    MetricId::Ces,
    MetricId::Nps,
    MetricId::OneContactRate,
    MetricId::ReopenRate,
    MetricId::ExchangesPerResolution,
    MetricId::TotalWait,
    MetricId::AnsweredWithin,
];
/// Words named at most.
const WORDS: usize = 3;

/// Why something is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Good {
    /// An item that is met most often.
    Strength,
    /// A pillar that holds.
    Holds,
    /// Better than before, beyond chance.
    Better,
    /// Customers' own words.
    Praised,
}

impl Good {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Good::Strength => "strength",
            Good::Holds => "holds",
            Good::Better => "better",
            Good::Praised => "praised",
        }
    }
}

/// Something that went well.
#[derive(Clone, Debug, PartialEq)]
pub struct Praise {
    /// Why it is named.
    pub good: Good,
    /// What.
    pub what: Bilingual,
    /// The figure, with its interval.
    pub figure: Bilingual,
    /// Cases that it stands on.
    pub n: u64,
}

fn share(lang: Lang, value: f64, (low, high): (f64, f64), n: u64) -> String {
    let [value, low, high] = [value, low, high].map(|share| percent(lang, share, n));
    match lang {
        Lang::En => format!("{value} ({low} to {high})"),
        Lang::Fr => format!("{value} ({low} à {high})"),
    }
}

fn in_both(said: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::made(said(Lang::En), said(Lang::Fr))
}

/// From what was submitted.
pub(super) fn of_reviews(summary: Option<&Summary>) -> Vec<Praise> {
    let Some(summary) = summary else { return Vec::new() };
    let items = &summary.checklist.items;
    let mut found = Vec::new();
    for place in &summary.team.strengths {
        if let (Some(item), Some(Ok(told))) = (items.get(*place), summary.team.items.get(*place)) {
            let (met, n) = (told.met.share().unwrap_or_default(), told.met.n());
            found.push(Praise {
                good: Good::Strength,
                what: item.text.clone(),
                figure: in_both(|lang| share(lang, met, told.interval, n)),
                n,
            });
        }
    }
    for (pillar, figures) in summary.checklist.scored_pillars().zip(&summary.team.pillars) {
        let Ok(told) = figures.measured else { continue };
        let Some((low, high)) = told.interval.ok().filter(|(low, _)| *low >= HOLDS) else { continue };
        let [mean, low, high] = [told.mean, low, high].map(score);
        let (en, fr) = (pillar.name.get(Lang::En), pillar.name.get(Lang::Fr));
        found.push(Praise {
            good: Good::Holds,
            what: both!("{en} holds", "{fr}\u{202f}: ça tient"),
            figure: both!("{mean} of 100 ({low} to {high})", "{mean} sur 100 ({low} à {high})"),
            n: told.n,
        });
    }
    for change in summary.moved.iter().flat_map(|moved| &moved.items).filter(|change| change.difference > 0.0)
    {
        let (Some(item), Some(Ok(told))) = (items.get(change.item), summary.team.items.get(change.item))
        else {
            continue;
        };
        let [by, low, high] =
            [change.difference, change.interval.0, change.interval.1].map(|x| score(x * 100.0));
        found.push(Praise {
            good: Good::Better,
            what: item.text.clone(),
            figure: both!(
                "better: +{by} points ({low} to {high})",
                "mieux\u{202f}: +{by} points ({low} à {high})"
            ),
            n: told.met.n(),
        });
    }
    found
}

/// Customers' figures that got better beyond what chance does once in a hundred. An inside figure is never praised.
pub(super) fn of_metrics(report: &Report, may: [bool; 2]) -> Vec<Praise> {
    if may != [true; 2] {
        return Vec::new();
    }
    let better = report.lines.iter().filter(|line| {
        let surely = line.change.ok().and_then(|change| change.surely.improved(line.metric.better));
        FOR_CUSTOMERS.contains(&line.metric.id) && surely == Some(true)
    });
    let praise = better.filter_map(|line| {
        let (before, after, change) = (line.previous.ok()?, line.figure.ok()?, line.change.ok()?);
        let id = line.metric.id;
        Some(Praise {
            good: Good::Better,
            what: line.metric.name.clone(),
            figure: in_both(|lang| {
                let (before, after) = (say::reading(id, &before, lang), say::reading(id, &after, lang));
                let change = say::change(id, &change, lang);
                match lang {
                    Lang::En => format!("{after}, from {before}: {change}"),
                    Lang::Fr => format!("{after}, contre {before}\u{202f}: {change}"),
                }
            }),
            n: after.n()?,
        })
    });
    praise.collect()
}

/// What customers praised, in words of the team's own lists: never a quotation, which may hold a name.
pub(super) fn of_customers(
    session: &Session,
    report: &Report,
    enough: bool,
) -> Result<Vec<Praise>, OpsError> {
    if !enough {
        return Ok(Vec::new());
    }
    let days = report.days;
    let to = days.last.tomorrow().unwrap_or(days.last);
    let counted = keywords::count(session, keywords::Days { from: days.first, to }, None)?;
    if counted.mine {
        return Ok(Vec::new());
    }
    let customers = counted.sections.iter().filter(|s| matches!(s.kind, Kind::Conversation | Kind::Survey));
    let mut found: Vec<Praise> = Vec::new();
    for (section, line) in customers.flat_map(|section| section.lines.iter().map(move |line| (section, line)))
    {
        let Some((count, ends)) = line.now.and_then(|count| Some((count, count.interval()?))) else {
            continue;
        };
        if line.list.tone != Tone::Praise || count.hits == 0 {
            continue;
        }
        let words: Vec<&str> = line.words.iter().take(WORDS).map(|(word, _)| word.as_str()).collect();
        let words = words.join(", ");
        let (en, fr) = (line.list.title.get(Lang::En), line.list.title.get(Lang::Fr));
        let what = match section.kind {
            Kind::Survey => both!("{en} in surveys: {words}", "{fr} dans les enquêtes\u{202f}: {words}"),
            _ => both!("{en} from customers: {words}", "{fr} de clients\u{202f}: {words}"),
        };
        found.push(Praise {
            good: Good::Praised,
            what,
            figure: in_both(|lang| {
                let hits = number(lang, count.hits);
                let share = share(lang, count.hits as f64 / count.n as f64, ends, count.n);
                match lang {
                    Lang::En => format!("in {hits}: {share}"),
                    Lang::Fr => format!("dans {hits}\u{202f}: {share}"),
                }
            }),
            n: count.n,
        });
    }
    Ok(found)
}
