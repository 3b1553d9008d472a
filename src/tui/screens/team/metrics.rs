//! The figures of the team's conversations on *Team*.

use crate::both;
use crate::ops::metrics::mine::Figures;
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::figures::{rows, span};
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::{Bilingual, Lang, date, number, percent, plural};

/// The page; its stops are the figures.
pub(super) fn metrics(figures: Option<&Figures>, keys: &Keys, hand: &Hand) -> Page {
    let lang = hand.lang;
    let say = |tone, words: &Bilingual| wrapped(tone, words.get(lang), hand.room(), MARGIN);
    let Some(figures) = figures else {
        return Page::of(say(
            Tone::Quiet,
            &Bilingual::fixed("Reading the conversations …", "Lecture des conversations…"),
        ));
    };
    let report = &figures.report;
    let mut page = Page::of(span(figures, hand));
    if let Some(all) = report.elsewhere {
        let ((first, last), (period, periode)) =
            ((date(lang, all.first), date(lang, all.last)), keys.pair(Action::Period));
        page.say([Line::blank()]);
        page.say(say(
            Tone::Text,
            &both!(
                "Nothing happened in these weeks. The conversations here are from {first} to {last}; {period} looks further back.",
                "Rien ne s’est passé ces semaines-là. Les conversations vont du {first} au {last}\u{202f}; {periode} remonte plus loin."
            ),
        ));
        return page;
    }
    page.say(recorded(figures, hand));
    if let Some(why) = report.too_few() {
        page.say([Line::blank()]);
        page.say(say(Tone::Text, &why));
    }
    if !report.alarms.is_empty() {
        page.say([Line::blank()]);
        page.say(questions(figures, hand, true));
    }
    page.then(rows(figures, hand));
    page.say([Line::blank()]);
    for finding in &report.findings {
        let (code, says) = (finding.check.code(), finding.says.get(lang));
        page.say(wrapped(Tone::Quiet, &format!("{code}  {says}"), hand.room(), MARGIN));
    }
    if report.window_open > 0 {
        let n = number(lang, report.window_open);
        page.say(say(
            Tone::Quiet,
            &both!(
                "{n} solved requests could still come back; figures about coming back wait for them.",
                "{n} demandes résolues peuvent encore revenir\u{202f}; les chiffres de retour les attendent."
            ),
        ));
    }
    let (open, ouvrir) = keys.pair(Action::Open);
    page.say(say(
        Tone::Quiet,
        &both!(
            "{open} on a figure says what it counts, and what is done when it moves.",
            "{ouvrir} sur un chiffre dit ce qu’il compte, et ce que l’on fait quand il bouge."
        ),
    ));
    page
}

/// How complete the log is.
pub(super) fn recorded(figures: &Figures, hand: &Hand) -> Vec<Line> {
    let lang = hand.lang;
    let mut lines = Vec::new();
    for (channel, of) in &figures.report.completeness {
        let recorded = number(lang, of.recorded);
        let expected = of.expected.map(|expected| number(lang, expected));
        let said = match (channel, of.share().zip(expected)) {
            (None, None) => {
                both!("{recorded} conversations began.", "{recorded} conversations ont commencé.")
            }
            (None, Some((share, expected))) => {
                let (en, fr) = (percent(Lang::En, share, 1), percent(Lang::Fr, share, 1));
                both!(
                    "Of {en} recorded: {recorded} conversations of {expected}.",
                    "Sur {fr} d’enregistrées\u{202f}: {recorded} conversations sur {expected}."
                )
            }
            (Some(channel), Some((share, expected))) => {
                let (en, fr) = (percent(Lang::En, share, 1), percent(Lang::Fr, share, 1));
                both!(
                    "{channel}: {recorded} of {expected}, {en}",
                    "{channel}\u{202f}: {recorded} sur {expected}, {fr}"
                )
            }
            (Some(_), None) => continue,
        };
        lines.extend(wrapped(Tone::Quiet, said.get(lang), hand.room(), MARGIN));
        let silent = of.silent_days.len();
        if channel.is_none() && silent > 0 {
            let days = plural(
                lang,
                silent as u64,
                Bilingual::fixed("day", "jour").get(lang),
                Bilingual::fixed("days", "jours").get(lang),
            )
            .to_owned();
            let said = both!(
                "{silent} {days} without anything although the team was there: data lost? `aplomb doctor data` looks closer.",
                "{silent} {days} sans rien alors que l’équipe était là\u{202f}: données perdues\u{202f}? «\u{202f}aplomb doctor data\u{202f}» regarde de plus près."
            );
            lines.extend(wrapped(Tone::Quiet, said.get(lang), hand.room(), MARGIN));
        }
    }
    lines
}

/// The alarms as questions; `all`: with everything that they rest on.
pub(super) fn questions(figures: &Figures, hand: &Hand, all: bool) -> Vec<Line> {
    let lang = hand.lang;
    let name = Bilingual::fixed("Questions to ask", "Questions à se poser");
    let mut lines = vec![title(&name, lang)];
    for alarm in &figures.report.alarms {
        lines.extend(wrapped(Tone::Text, alarm.says.get(lang), hand.room(), MARGIN));
        for why in alarm.because.iter().take(if all { usize::MAX } else { 2 }) {
            lines.extend(wrapped(Tone::Quiet, why.get(lang), hand.room(), MARGIN + 2));
        }
    }
    lines
}
