//! What *Me* says about my own conversations in figures, for me alone: measured, beside the pillars that are answered.

use super::MeScreen;
use crate::both;
use crate::ops::metrics::mine::Figures;
use crate::ops::metrics::people::People;
use crate::tui::action::Action;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::figures::{better, rows, span};
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::Page;
use crate::words::{Bilingual, Lang, score};

impl MeScreen {
    /// The page.
    pub(super) fn measured(&self, lang: Lang, columns: usize) -> Page {
        let hand = &Hand::plain(lang, columns);
        let say = |tone, words: &Bilingual| wrapped(tone, words.get(lang), hand.room(), MARGIN);
        let Some(figures) = &self.measured.figures else {
            return Page::of(say(
                Tone::Quiet,
                &Bilingual::fixed("Reading your conversations …", "Lecture de vos conversations…"),
            ));
        };
        let name = Bilingual::fixed("My figures, for me alone", "Mes chiffres, pour moi seul");
        let mut page = Page::of(vec![title(&name, lang)]);
        page.say(span(figures, hand));
        if figures.rows.is_empty() {
            page.say([Line::blank()]);
            page.say(say(Tone::Text, &self.nothing_mine(figures)));
            return page;
        }
        let improved: Vec<&str> =
            better(figures).into_iter().map(|(metric, _)| metric.metric.name.get(lang)).collect();
        if !improved.is_empty() {
            let names = improved.join(", ");
            page.say([Line::blank()]);
            page.say(say(
                Tone::Text,
                &both!("Better than before: {names}.", "Mieux qu’avant\u{202f}: {names}."),
            ));
        }
        page.say(self.pillars_beside(hand));
        page.then(rows(figures, hand));
        page.say([Line::blank()]);
        let (how, touche) = self.keys.pair(Action::Open);
        page.say(say(
            Tone::Quiet,
            &both!(
                "{how} on a figure says what it counts. Fast is only good where customers gain by it: the figure beside says so.",
                "{touche} sur un chiffre dit ce qu’il compte. Aller vite n’est bon que si le client y gagne\u{202f}: le chiffre à côté le dit."
            ),
        ));
        page
    }

    /// The pillars in one line: what was answered stands beside what is measured.
    fn pillars_beside(&self, hand: &Hand) -> Vec<Line> {
        let Some(mirror) = &self.mirror else { return Vec::new() };
        let told: Vec<String> = (mirror.pillars.iter())
            .filter_map(|pillar| {
                let mean = pillar.drawn.mean.filter(|_| pillar.drawn.n >= super::page::FEWEST)?;
                Some(format!("{} {} (n {})", pillar.name.get(hand.lang), score(mean), pillar.drawn.n))
            })
            .collect();
        if told.is_empty() {
            return Vec::new();
        }
        let told = told.join(", ");
        let said =
            both!("Beside it, by your own answers: {told}.", "À côté, selon vos réponses\u{202f}: {told}.");
        wrapped(Tone::Quiet, said.get(hand.lang), hand.room(), MARGIN)
    }

    fn nothing_mine(&self, figures: &Figures) -> Bilingual {
        let ((who, qui), (period, periode)) =
            (self.keys.pair(Action::EditMe), self.keys.pair(Action::Period));
        match &figures.report.people {
            Some(People::TooFew { .. } | People::Team(_)) => both!(
                "None of these conversations is yours. {who} says under which ids or addresses help desks know you.",
                "Aucune de ces conversations n’est à vous. {qui} dit sous quels identifiants ou adresses les outils vous connaissent."
            ),
            _ => both!(
                "You answered nothing in these weeks. {period} looks at others; {who} says under which ids or addresses help desks know you.",
                "Vous n’avez rien répondu ces semaines-là. {periode} en montre d’autres\u{202f}; {qui} dit sous quels identifiants ou adresses les outils vous connaissent."
            ),
        }
    }
}
