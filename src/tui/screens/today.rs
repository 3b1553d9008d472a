//! *Today*: what should I do now? The cursor waits on the next conversation of the sample, so that enter opens its
//! review at once.

use crate::both;
use crate::domain::review::State;
use crate::ops::listing::Row;
use crate::ops::today::Today;
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply};
use crate::tui::chord::Chord;
use crate::tui::input::cursor::Cursor;
use crate::tui::message::Effect;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// Rows above the first list row: greeting, an empty row, the next step, an empty row, the sample's heading.
pub const HEAD: u16 = 5;

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct TodayScreen {
    /// What is known; `None` before the first answer.
    pub today: Option<Today>,
    /// The cursor over [`TodayScreen::rows`].
    pub cursor: Cursor,
    /// The year that dates leave out.
    pub year: i16,
    /// Whether the cursor is to go to what is next when the answer comes.
    arriving: bool,
}

/// What is best done now, with the action that does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// The action whose key is shown; none while the cursor is elsewhere, where the key would do something else.
    pub action: Option<Action>,
    /// What it leads to.
    pub words: Bilingual,
    /// The row that it is about.
    pub row: Option<&'a Row>,
}

impl TodayScreen {
    /// The rows that can be opened: the sample in drawn order, then the drafts outside it.
    pub fn rows(&self) -> Vec<&Row> {
        let Some(today) = &self.today else { return Vec::new() };
        today.sample.iter().flat_map(|sample| &sample.rows).chain(&today.drafts).collect()
    }

    /// Rows of the sample among [`TodayScreen::rows`].
    pub fn sampled(&self) -> usize {
        self.today.as_ref().and_then(|today| today.sample.as_ref()).map_or(0, |sample| sample.rows.len())
    }

    /// The place of the next row to work on: the first of the sample, in drawn order, that is not sealed; a draft
    /// outside only when the sample is done.
    pub fn next(&self) -> Option<usize> {
        self.rows().iter().position(|row| !settled(row))
    }

    /// The one obvious next step.
    pub fn next_step(&self) -> Option<Step<'_>> {
        let today = self.today.as_ref()?;
        let step = |action, words| Some(Step { action: Some(action), words, row: None });
        if today.name.trim().is_empty() {
            let key = if self.unknown() { Action::Open } else { Action::EditMe };
            return step(key, Bilingual::fixed("say who you are", "dites qui vous êtes"));
        }
        if today.conversations == 0 {
            return step(
                Action::Import,
                Bilingual::fixed(
                    "import your conversations from a file",
                    "importez vos conversations d’un fichier",
                ),
            );
        }
        let next = self.next().and_then(|at| Some((at, *self.rows().get(at)?)));
        match (next, &today.sample) {
            (Some((at, row)), _) => {
                let words = if state(row) == Some(State::Draft) {
                    both!("finish your review of {}", "terminez votre évaluation de {}", row.reference)
                } else {
                    both!("review {}", "évaluez {}", row.reference)
                };
                let action = (at == self.cursor.at).then_some(Action::Open);
                Some(Step { action, words, row: Some(row) })
            }
            (None, _) if today.foreign() => step(
                Action::EditMe,
                Bilingual::fixed(
                    "none of these is yours: add your help-desk ids",
                    "aucune n’est de vous\u{202f}: ajoutez vos identifiants",
                ),
            ),
            (None, _) if today.unreviewed == 0 => step(
                Action::Import,
                Bilingual::fixed(
                    "all of yours are reviewed: import more",
                    "tout est évalué\u{202f}: importez-en d’autres",
                ),
            ),
            (None, Some(_)) => step(
                Action::Draw,
                Bilingual::fixed(
                    "the sample is done: draw another when you like",
                    "échantillon terminé\u{202f}: tirez-en un autre",
                ),
            ),
            (None, None) => step(
                Action::Draw,
                Bilingual::fixed(
                    "draw a fair sample of your conversations",
                    "tirez un échantillon de vos conversations",
                ),
            ),
        }
    }

    fn selected(&self) -> Option<&Row> {
        self.rows().get(self.cursor.at).copied()
    }

    /// Rows in view; the heading of the drafts takes two where a sample stands above.
    fn page(&self, cx: &Context<'_>) -> usize {
        let heading = if self.sampled() > 0 && self.rows().len() > self.sampled() { 2 } else { 0 };
        usize::from(cx.rows.saturating_sub(HEAD + heading)).max(1)
    }

    /// Asks for what is shown; the cursor will wait on what is next.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        self.arriving = true;
        self.reread(cx);
    }

    /// Asks for what is shown; the cursor stays where it is.
    pub fn reread(&self, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Ask(Ask::Today));
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        let empty = self.today.as_ref().is_none_or(|today| today.conversations == 0);
        match action {
            Action::Open if self.unknown() => Availability::Ready,
            Action::Open | Action::CopyReference if self.selected().is_none() => {
                Availability::Disabled(if empty {
                    Bilingual::fixed(
                        "There are no conversations yet.",
                        "Il n’y a pas encore de conversations.",
                    )
                } else {
                    Bilingual::fixed("Draw a sample first.", "Tirez d’abord un échantillon.")
                })
            }
            Action::Draw if empty => Availability::Disabled(Bilingual::fixed(
                "Import conversations first: there is nothing to draw from.",
                "Importez d’abord des conversations\u{202f}: il n’y a rien à tirer.",
            )),
            Action::NextPane | Action::PreviousPane | Action::Zoom | Action::Left | Action::Right => {
                Availability::Hidden
            }
            _ => Availability::Ready,
        }
    }

    /// Whether the first thing to do is to say who I am, and enter does just that: nothing else is here to open.
    fn unknown(&self) -> bool {
        self.today.as_ref().is_some_and(|today| today.name.trim().is_empty()) && self.rows().is_empty()
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        let (len, page) = (self.rows().len(), self.page(cx));
        if self.cursor.moved(action, len, page) {
            return;
        }
        if action == Action::Open && self.unknown() {
            cx.says.push(Say::AskWho);
            return;
        }
        let Some(row) = self.selected() else { return };
        match action {
            Action::Open => cx.says.push(Say::OpenReview(row.id)),
            Action::CopyReference => copy(row, cx),
            _ => {}
        }
    }

    /// Whether a text field has the keys; never here.
    pub fn captures(&self) -> bool {
        false
    }

    /// A key for a text field; none here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// Pasted text; lands nowhere here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Text from the external editor; none here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// An answer of the worker.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context<'_>) {
        let Reply::Today(today) = reply else { return };
        let arriving = std::mem::take(&mut self.arriving) || self.today.is_none();
        let before = self.selected().filter(|_| !arriving).map(|row| row.id);
        self.year = cx.year();
        self.today = Some((**today).clone());
        let at = before
            .and_then(|id| self.rows().iter().position(|row| row.id == id && !settled(row)))
            .or_else(|| self.next())
            .unwrap_or(self.cursor.at);
        let (len, page) = (self.rows().len(), self.page(cx));
        self.cursor.put(at, len, page);
    }

    /// The size has changed: the cursor stays in view.
    pub fn resized(&mut self, cx: &mut Context<'_>) {
        let (len, page) = (self.rows().len(), self.page(cx));
        self.cursor.keep(len, page);
    }

    /// One step back inside; there is none.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        false
    }

    /// A click: the cursor goes to the row, a second click there opens it.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context<'_>) {
        let (len, page) = (self.rows().len(), self.page(cx));
        let Some(line) = row.checked_sub(HEAD) else { return };
        let Some(at) = self.entry_at(usize::from(line)).filter(|at| *at < len) else { return };
        if at == self.cursor.at {
            self.act(Action::Open, Chord::of(crate::tui::chord::Key::Enter), cx);
        } else {
            self.cursor.put(at, len, page);
        }
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context<'_>) {
        let (len, page) = (self.rows().len(), self.page(cx));
        self.cursor.scroll(rows, len, page);
    }

    /// What stands at the right end of the footer; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// The entry on a line of the list: the drafts' heading takes two lines and is none.
    fn entry_at(&self, line: usize) -> Option<usize> {
        let at = self.cursor.top + line;
        let sampled = self.sampled();
        if at < sampled || sampled == 0 || self.cursor.top > sampled {
            return Some(at);
        }
        at.checked_sub(2).filter(|at| *at >= sampled)
    }
}

/// Puts a row's reference on the clipboard.
pub fn copy(row: &Row, cx: &mut Context<'_>) {
    cx.effects.push(Effect::Copy(row.reference.as_str().to_owned()));
    cx.says.push(Say::Fact(both!("copied {}", "{} copié", row.reference)));
}

/// The state of my review of a row.
pub fn state(row: &Row) -> Option<State> {
    row.review.as_ref().map(|(state, _)| *state)
}

/// Whether nothing is left to do on a row.
fn settled(row: &Row) -> bool {
    state(row).is_some_and(|state| !matches!(state, State::Draft | State::Voided))
}
