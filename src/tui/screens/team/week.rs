//! The front page of *Team*: what would I do on Monday? What goes well comes first; then the one thing to do, the
//! questions that figures raise, the one item whose wording to talk about, and what all of it stands on.

use crate::both;
use crate::domain::agreement::Verdict;
use crate::domain::shown::Shown;
use crate::ops::metrics::amounts::{figure, n};
use crate::ops::metrics::mine;
use crate::ops::team::{Figures, Seen};
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::figures::better;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::words::{Bilingual, number, percent};

/// Figures that got better and are named, at most.
const MOST_BETTER: usize = 3;

/// What the page is made of.
pub(super) struct Week<'a> {
    pub(super) seen: &'a Seen,
    pub(super) figures: Option<&'a mine::Figures>,
    pub(super) keys: &'a Keys,
}

/// The page.
pub(super) fn week(week: &Week<'_>, hand: &Hand) -> Vec<Line> {
    let submitted = match week.seen {
        Seen::Figures(figures) => Some(&**figures),
        Seen::Never | Seen::NotThen => None,
    };
    let mut parts = vec![strengths(submitted, week.figures, hand), monday(week, submitted, hand)];
    if let Some(figures) = week.figures.filter(|figures| !figures.report.alarms.is_empty()) {
        parts.push(super::metrics::questions(figures, hand, false));
    }
    parts.push(wording(submitted, hand));
    parts.push(stands_on(week, submitted, hand));
    parts.retain(|part| !part.is_empty());
    parts.join(&Line::blank())
}

fn strengths(submitted: Option<&Figures>, figures: Option<&mine::Figures>, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let mut lines = Vec::new();
    if let Some(Figures { summary, .. }) = submitted {
        for place in &summary.team.strengths {
            let (Some(item), Some(Ok(told))) =
                (summary.checklist.items.get(*place), summary.team.items.get(*place))
            else {
                continue;
            };
            let n = told.met.n();
            let (met, of) = (percent(lang, told.met.share().unwrap_or_default(), 1), number(lang, n));
            let (low, high) = (percent(lang, told.interval.0, 1), percent(lang, told.interval.1, 1));
            let sure = both!("{met} of {of} ({low} to {high})", "{met} sur {of} ({low} à {high})");
            lines.extend(figured(item.text.get(lang), sure.get(lang), hand));
        }
    }
    for (metric, row) in figures.map(better).unwrap_or_default().into_iter().take(MOST_BETTER) {
        let unit = metric.metric.unit;
        let (now, before) = (figure(lang, unit, &row.figure), figure(lang, unit, &row.previous));
        let n = row.figure.as_ref().map(|reading| n(lang, reading)).unwrap_or_default();
        let n = if n.is_empty() { n } else { format!(" ({n})") };
        let said = both!("{now}{n}, before {before}", "{now}{n}, avant {before}");
        lines.extend(figured(metric.metric.name.get(lang), said.get(lang), hand));
    }
    if !lines.is_empty() {
        lines.insert(0, title(&Bilingual::fixed("Going well", "Ce qui marche bien"), lang));
    }
    lines
}

/// Words and what they stand on: beside each other where there is room, else below.
fn figured(words: &str, figure: &str, hand: &Hand) -> Vec<Line> {
    let words = Shown::line(words).into_string();
    let one = Line::blank().space(MARGIN).text(Tone::Text, &words).space(2).text(Tone::Quiet, figure);
    if one.width() <= hand.room() {
        return vec![one];
    }
    let mut lines = wrapped(Tone::Text, &words, hand.room(), MARGIN);
    lines.extend(wrapped(Tone::Quiet, figure, hand.room(), MARGIN + 2));
    lines
}

/// The item that two read most differently, where its counts say so.
fn to_discuss(submitted: &Figures) -> Option<(&crate::domain::checklist::Item, usize, usize)> {
    let accord = &submitted.accord;
    let shared = accord.agreement.items.iter().flatten().next()?;
    (shared.agreement.verdict == Verdict::WordingToDiscuss).then_some(())?;
    let item = accord.checklist.items.get(shared.item)?;
    let counts = shared.agreement.shared;
    Some((item, counts.alike, counts.n))
}

/// One thing to do, with its reason.
fn monday(week: &Week<'_>, submitted: Option<&Figures>, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let ((open, ouvrir), (period, periode)) =
        (week.keys.pair(Action::OpenBundle), week.keys.pair(Action::Period));
    let alarm = week.figures.and_then(|figures| figures.report.alarms.first());
    let said = match (submitted, alarm) {
        (_, Some(_)) => Bilingual::fixed(
            "Take the first question below to the team, with its figures, and listen before you decide anything.",
            "Portez la première question ci-dessous à l’équipe, avec ses chiffres, et écoutez avant de décider.",
        ),
        (None, None) if matches!(week.seen, Seen::NotThen) => both!(
            "Nothing was submitted in these weeks: {period} looks further back, {open} takes in what arrived.",
            "Rien n’a été remis ces semaines-là\u{202f}: {periode} remonte plus loin, {ouvrir} prend ce qui est arrivé."
        ),
        (None, None) => both!(
            "Invite the team to submit; {open} takes in what arrives.",
            "Invitez l’équipe à remettre\u{202f}; {ouvrir} prend ce qui arrive."
        ),
        (Some(figures), None) => match to_discuss(figures) {
            Some(_) => Bilingual::fixed(
                "Read the item below together for ten minutes, and write down in which case the answer is yes.",
                "Relisez ensemble, dix minutes, le point ci-dessous, et notez dans quel cas la réponse est oui.",
            ),
            None if !figures.summary.team.submitted.enough() => Bilingual::fixed(
                "Too little of what was drawn was submitted for figures. Ask what keeps people from it.",
                "Trop peu du tirage a été remis pour donner des chiffres. Demandez ce qui retient les gens.",
            ),
            None if figures.summary.team.people < figures.summary.k => {
                let k = figures.summary.k;
                both!(
                    "From {k} people on there are figures: invite the others to submit.",
                    "Les chiffres viennent à partir de {k} personnes\u{202f}: invitez les autres à remettre."
                )
            }
            None => Bilingual::fixed(
                "Nothing calls for a change. Say what goes well, by its name.",
                "Rien n’appelle un changement. Dites ce qui marche bien, en le nommant.",
            ),
        },
    };
    let mut lines = vec![title(&Bilingual::fixed("On Monday", "Lundi"), lang)];
    lines.extend(wrapped(Tone::Text, said.get(lang), hand.room(), MARGIN));
    lines
}

fn wording(submitted: Option<&Figures>, hand: &Hand) -> Vec<Line> {
    let Some((item, alike, n)) = submitted.and_then(to_discuss) else { return Vec::new() };
    let lang = hand.lang;
    let name = Bilingual::fixed("One wording to talk about", "Une formulation à discuter");
    let mut lines = vec![title(&name, lang)];
    let said = both!("alike on {alike} of {n}", "d’accord sur {alike} de {n}");
    lines.extend(figured(item.text.get(lang), said.get(lang), hand));
    let why = Bilingual::fixed(
        "Low agreement speaks of the wording first, not of people.",
        "Un accord faible parle d’abord de la formulation, pas des personnes.",
    );
    lines.extend(wrapped(Tone::Quiet, why.get(lang), hand.room(), MARGIN));
    lines
}

/// How much was submitted of what was drawn, and what is missing.
fn stands_on(week: &Week<'_>, submitted: Option<&Figures>, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let mut lines = vec![title(&Bilingual::fixed("What this stands on", "Sur quoi cela repose"), lang)];
    let mut say =
        |words: &Bilingual| lines.extend(wrapped(Tone::Quiet, words.get(lang), hand.room(), MARGIN));
    if let Some(Figures { summary, .. }) = submitted {
        let team = &summary.team;
        let (people, n, drawn) =
            (team.people, number(lang, team.submitted.n), number(lang, team.submitted.drawn));
        let (share, read) = (percent(lang, team.submitted.share(), 1), number(lang, team.read.n));
        say(&both!(
            "{n} of {drawn} drawn were submitted ({share}), by {people} people; {read} were read by a colleague.",
            "{n} sur {drawn} tirées ont été remises ({share}), par {people} personnes\u{202f}; {read} lues par un collègue."
        ));
    } else {
        say(&Bilingual::fixed("No submission.", "Aucune remise."));
    }
    if let Some(figures) = week.figures {
        lines.extend(super::metrics::recorded(figures, hand));
        let open = figures.report.findings.len();
        if open > 0 {
            let (tab, onglet) = week.keys.pair(Action::NextPane);
            let said = both!(
                "{open} remarks on the metrics themselves stand on their page ({tab}).",
                "{open} remarques sur les indicateurs eux-mêmes sont sur leur page ({onglet})."
            );
            lines.extend(wrapped(Tone::Quiet, said.get(lang), hand.room(), MARGIN));
        }
    }
    lines
}
