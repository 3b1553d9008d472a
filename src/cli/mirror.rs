//! `aplomb mirror`.

use serde::Serialize;

use crate::both;
use crate::cli::learning::{self, Leaning};
use crate::cli::out::Out;
use crate::ops::error::OpsError;
use crate::ops::mirror::{self, Estimate, ItemLine, PillarLine};
use crate::ops::period;
use crate::ops::session::Session;
use crate::words::{Lang, percent, score as whole};

#[derive(Serialize)]
struct EstimateOut {
    n: usize,
    mean: Option<f64>,
    interval: Option<[f64; 2]>,
    reason: Option<&'static str>,
}

impl EstimateOut {
    fn of(e: &Estimate) -> EstimateOut {
        let reason = match (e.n, e.interval) {
            (0, _) => Some("no_observations"),
            (1..=4, _) => Some("too_few"),
            (_, None) => Some("no_variation"),
            _ => None,
        };
        EstimateOut { n: e.n, mean: e.mean, interval: e.interval.map(|(low, high)| [low, high]), reason }
    }
}

#[derive(Serialize)]
struct PillarOut {
    pillar: String,
    own: bool,
    drawn: EstimateOut,
    chosen: EstimateOut,
    weeks: Vec<WeekOut>,
}

#[derive(Serialize)]
struct WeekOut {
    week: String,
    n: usize,
    mean: f64,
}

#[derive(Serialize)]
struct ItemOut {
    item: String,
    pillar: String,
    n: usize,
    met: f64,
    na: usize,
    interval: Option<[f64; 2]>,
    leaning: Option<Leaning>,
}

#[derive(Serialize)]
struct MirrorOut {
    schema_version: u32,
    since: Option<String>,
    drawn: usize,
    chosen: usize,
    elsewhere: usize,
    pillars: Vec<PillarOut>,
    strengths: Vec<String>,
    attention: Option<String>,
    items: Vec<ItemOut>,
    #[serde(flatten)]
    learning: learning::LearningOut,
}

/// Prints what my own reviews say.
pub fn run(out: &mut Out, session: &Session, since: Option<&str>, now: i64) -> Result<(), OpsError> {
    let since = since.map(|text| period::since(text, now, &session.zone)).transpose()?;
    let mirror::Reflection { own: mirror, learning: learnt } = mirror::reflection(session, since)?;
    let lang = out.lang;
    if out.json {
        let item = |i: &ItemLine| ItemOut {
            item: i.item.clone(),
            pillar: i.pillar.clone(),
            n: i.n,
            met: i.met,
            na: i.na,
            interval: i.interval.map(|(low, high)| [low, high]),
            leaning: learnt.figures.items.iter().find(|lean| lean.item == i.item).map(Leaning::of),
        };
        let pillar = |p: &PillarLine| PillarOut {
            pillar: p.pillar.clone(),
            own: p.own,
            drawn: EstimateOut::of(&p.drawn),
            chosen: EstimateOut::of(&p.chosen),
            weeks: p
                .weeks
                .iter()
                .map(|(week, n, mean)| WeekOut { week: week.to_string(), n: *n, mean: *mean })
                .collect(),
        };
        return out.json(&MirrorOut {
            schema_version: 1,
            since: mirror.since.map(|date| date.to_string()),
            drawn: mirror.drawn,
            chosen: mirror.chosen,
            elsewhere: mirror.elsewhere,
            pillars: mirror.pillars.iter().map(pillar).collect(),
            strengths: mirror.strengths.iter().map(|i| i.item.clone()).collect(),
            attention: mirror.attention.as_ref().map(|i| i.item.clone()),
            items: mirror.items.iter().map(item).collect(),
            learning: learning::LearningOut::of(&learnt),
        });
    }
    if mirror.drawn + mirror.chosen == 0 {
        out.say(&both!(
            "No sealed review yet. `aplomb draw` draws a sample; `aplomb score ID` and `aplomb seal ID` fill this mirror.",
            "Pas encore d’évaluation scellée. « aplomb draw » tire un échantillon ; « aplomb score ID » et « aplomb seal ID » remplissent ce miroir."
        ));
        // What was sealed before the period may have been opened in it.
        if learnt.figures.exchanges() + learnt.figures.elsewhere > 0 {
            learning::say(out, &learnt);
        }
        return Ok(());
    }
    let (drawn, chosen) = (mirror.drawn, mirror.chosen);
    out.say(&both!(
        "{drawn} drawn conversations reviewed; {chosen} chosen by hand, not averaged in",
        "{drawn} conversations tirées évaluées ; {chosen} choisies à la main, hors des moyennes"
    ));
    if !mirror.strengths.is_empty() {
        out.line("");
        out.say(&both!("What goes well", "Ce qui va bien"));
        for i in &mirror.strengths {
            out.line(&format!("  {}", item_line(i, lang)));
        }
    }
    out.line("");
    for p in &mirror.pillars {
        out.line(&format!("{:<16} {}", p.name.get(lang), estimate(&p.drawn, lang)));
    }
    if let Some(i) = &mirror.attention {
        out.line("");
        out.say(&both!("Worth attention", "À regarder de plus près"));
        out.line(&format!("  {}", item_line(i, lang)));
        for (cause, n) in &i.causes {
            out.line(&format!("    {n}x {}", cause.get(lang)));
        }
    }
    learning::say(out, &learnt);
    Ok(())
}

fn estimate(e: &Estimate, lang: Lang) -> String {
    let n = e.n;
    match (e.mean, e.interval, lang) {
        (None, ..) => both!("no score", "pas de score").get(lang).to_owned(),
        (Some(_), _, Lang::En) if n < 5 => format!("too few ({n} conversations)"),
        (Some(_), _, Lang::Fr) if n < 5 => format!("trop peu ({n} conversations)"),
        (Some(mean), Some((low, high)), Lang::En) => {
            format!("{} ({} to {}, {n} conversations)", whole(mean), whole(low), whole(high))
        }
        (Some(mean), Some((low, high)), Lang::Fr) => {
            format!("{} ({} à {}, {n} conversations)", whole(mean), whole(low), whole(high))
        }
        (Some(mean), None, _) => format!("{} ({n} conversations)", whole(mean)),
    }
}

fn item_line(i: &ItemLine, lang: Lang) -> String {
    let share = if i.n == 0 { 0.0 } else { i.met / i.n as f64 };
    let n = i.n;
    let interval = match (i.interval, lang) {
        (Some((low, high)), Lang::En) => {
            format!(" ({} to {})", percent(lang, low, n as u64), percent(lang, high, n as u64))
        }
        (Some((low, high)), Lang::Fr) => {
            format!(" ({} à {})", percent(lang, low, n as u64), percent(lang, high, n as u64))
        }
        (None, _) => String::new(),
    };
    let of = match lang {
        Lang::En => format!("{} of {n}", percent(lang, share, n as u64)),
        Lang::Fr => format!("{} sur {n}", percent(lang, share, n as u64)),
    };
    format!("{}: {of}{interval}", i.text.get(lang))
}
