//! *Goals*: are we getting there? The goals with how each stands; one of them opened.

use crate::ops::desk::Desk;
use crate::tui::action::{Action, Availability};
use crate::tui::ask::Reply;
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::screens::Context;
use crate::tui::screens::book_page::{Hand, MARGIN, title};
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::page::{Page, Paged, Reading};
use crate::words::{Bilingual, Lang};

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct GoalsScreen {
    reading: Reading,
}

impl GoalsScreen {
    /// The screen of somebody with these keys.
    pub fn new(_keymap: &Keymap) -> GoalsScreen {
        GoalsScreen::default()
    }

    /// No review is on this screen.
    pub fn desk(&self) -> Option<&Desk> {
        None
    }

    /// Asks for what is shown.
    pub fn enter(&mut self, _cx: &mut Context<'_>) {}

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        if Reading::moves(action) { Availability::Ready } else { Availability::Hidden }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.moved(action, &page, cx.rows);
    }

    /// No field takes keys here.
    pub fn captures(&self) -> bool {
        false
    }

    /// No field takes keys here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// No field takes text here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Nothing is edited here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, _reply: &Reply, _cx: &mut Context<'_>) {}

    /// One step back inside.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        false
    }

    /// A click puts the cursor on a row.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.click(row, &page, cx.rows);
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.roll(isize::from(rows), &page, cx.rows);
    }

    /// What the footer says at its right end; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }
}

impl Paged for GoalsScreen {
    fn page(&self, lang: Lang, columns: usize) -> Page {
        let hand = Hand::plain(lang, columns);
        let name = Bilingual::fixed("No goal yet", "Pas encore d’objectif");
        let said = Bilingual::fixed(
            "A goal says what should be different for customers, by when, from which figure to which, and what is done for it every week. aplomb goal new begins one: it asks, checks the arithmetic, and suggests an amount that your own weeks have shown to be possible.",
            "Un objectif dit ce qui doit changer pour les clients, pour quand, de quel chiffre à quel chiffre, et ce que l’on fait pour cela chaque semaine. aplomb goal new en commence un\u{202f}: il demande, vérifie les calculs, et propose un niveau que vos propres semaines ont montré possible.",
        );
        let mut page = Page::of(vec![Line::blank(), title(&name, lang)]);
        page.say(wrapped(Tone::Text, said.get(lang), hand.room(), MARGIN));
        page
    }

    fn reading(&self) -> Reading {
        self.reading
    }
}
