//! *Review*: how did this one go? The conversation beside the checklist, one key for an answer, every step on disk.

mod answers;
mod availability;
mod detail;
mod fronts;
mod geometry;
mod header;
mod hints;
mod items;
mod moving;
mod panels;
mod replies;
mod result;
mod saves;
mod search;
mod seen;
mod theirs;
mod typing;
mod why;

pub use geometry::{Geometry, Pane};
pub use seen::InView;
pub use theirs::Theirs;

pub(in crate::tui) use detail::quoted;
pub(in crate::tui) use items::{value_mark, value_word};
pub(in crate::tui) use panels::{MARGIN, keys as keys_line};

use crate::both;
use crate::domain::checklist::Item;
use crate::domain::history::History;
use crate::ops::desk::Desk;
use crate::tui::action::{Action, Availability};
use crate::tui::chord::Chord;
use crate::tui::input::field::Field;
use crate::tui::input::reading::Reading;
use crate::tui::keymap::Keymap;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::counted;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

use saves::Saves;
use search::Search;

/// The pane that has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The checklist.
    #[default]
    Items,
    /// The conversation.
    Transcript,
}

/// What stands in front of the panes, or asks something about the item.
#[derive(Clone, Debug, Default)]
pub enum Front {
    /// Nothing.
    #[default]
    Nothing,
    /// Which cause, for the item just answered; does not stand in the way of the next answer. With the one that the
    /// arrows chose.
    Causes(Option<usize>),
    /// A point of a scale that one digit does not reach.
    Number(String),
    /// The comment on the item in front.
    Comment {
        /// What is written.
        field: Field,
        /// Whether to go on to the next open item afterwards.
        onward: bool,
    },
    /// The words of a search.
    Find(Field),
    /// What is missing before the seal.
    Missing,
    /// Really seal?
    Seal,
    /// Why the review is withdrawn, or a reading declined.
    Void(Field),
    /// Why this score; behind it the result, if it was asked for there.
    Why(Option<Sealed>),
    /// Every answer that the item has had.
    Past,
    /// Sealed: how it went.
    Result(Sealed),
    /// A review that somebody else wrote.
    Theirs(Box<Theirs>),
}

/// What is told right after the seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The next conversation of the sample.
    pub next: Option<i64>,
    /// Microseconds from opening to sealing; told once, kept nowhere.
    pub took: i64,
}

/// What the worker is doing with the whole review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sealing {
    #[default]
    No,
    /// As soon as everything is on disk; with the time that it took.
    WhenSaved(i64),
    /// Asked.
    Asked(i64),
}

/// The state of *Review*.
#[derive(Clone, Debug, Default)]
pub struct ReviewScreen {
    desk: Option<Desk>,
    focus: Focus,
    zoom: bool,
    /// The place of the item in front in the checklist.
    at: usize,
    /// Where the conversation is read.
    reading: Reading,
    /// Rows scrolled in the pane of the item in front.
    detail_top: usize,
    /// Rows scrolled in a panel.
    panel_top: usize,
    front: Front,
    search: Search,
    saves: Saves,
    sealing: Sealing,
    /// Whether the answers may go to the lead of the one who asked, without a name. Off until it is chosen.
    consent: bool,
    /// Whether hints are hidden, until the program ends.
    no_hints: bool,
    /// When the review was opened, in microseconds.
    opened_at: i64,
    keys: Keys,
}

impl ReviewScreen {
    /// An empty desk, for somebody with these keys.
    pub fn new(keymap: &Keymap) -> ReviewScreen {
        ReviewScreen { keys: Keys::new(keymap), ..ReviewScreen::default() }
    }

    /// What the title row calls the screen.
    pub fn title(&self, lang: Lang) -> String {
        Bilingual::fixed("Review", "Évaluation").get(lang).to_owned()
    }

    /// What is on the desk.
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// The pane that has the focus.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// What stands in front.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// The id of the item in front.
    pub fn item_in_front(&self) -> Option<&str> {
        self.item().map(|item| item.id.as_str())
    }

    /// Where the conversation is read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Ids of the messages pinned to the item in front.
    pub fn pins(&self) -> &[String] {
        let answer = self.item().and_then(|item| self.history()?.sheet().answer(&item.id));
        answer.map_or(&[], |answer| &answer.evidence)
    }

    /// What a search found: message, first byte, byte behind the last.
    pub fn found(&self) -> &[(usize, usize, usize)] {
        &self.search.found
    }

    /// Whether a text field or a dialog has the keys.
    pub fn captures(&self) -> bool {
        matches!(
            self.front,
            Front::Number(_) | Front::Comment { .. } | Front::Find(_) | Front::Seal | Front::Void(_)
        )
    }

    /// Whether everything that was done is on disk.
    pub fn is_saved(&self) -> bool {
        self.desk.as_ref().is_none_or(|desk| self.saves.unsaved(&desk.history) == 0)
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let desk = self.desk.as_ref()?;
        if self.read_only().is_some() {
            return Some(header::state(desk.state).get(lang).to_owned());
        }
        let unsaved = self.saves.unsaved(&desk.history);
        if self.saves.failure.is_some() {
            let again = self.keys.of(Action::Reread, lang);
            let said = both!(
                "{unsaved} not saved: {again} tries again",
                "{unsaved} non enregistrés\u{202f}: {again} réessaie"
            );
            return Some(said.get(lang).to_owned());
        }
        let left = self.left();
        let left = match left {
            0 => Bilingual::fixed("all answered", "tout est répondu"),
            left => both!("{left} left", "encore {left}"),
        };
        let left = left.get(lang).to_owned();
        let saved = match (&self.saves.at, unsaved) {
            (_, 1..) => Some(Bilingual::fixed("saving", "enregistrement").get(lang).to_owned()),
            (Some(at), 0) => Some(both!("saved {at}", "enregistré à {at}").get(lang).to_owned()),
            (None, 0) => None,
        };
        Some(match saved {
            Some(saved) => format!("{left}, {saved}"),
            None => left,
        })
    }

    /// Why saving stopped, and what to do: said on screen as long as it holds.
    pub fn trouble(&self, lang: Lang) -> Option<String> {
        let failure = self.saves.failure.as_ref()?;
        let unsaved = self.desk.as_ref().map_or(0, |desk| self.saves.unsaved(&desk.history));
        let steps = counted(lang, unsaved, ("step is", "steps are"), ("étape n’est", "étapes ne sont"));
        let (what, hint) = (failure.what.get(lang), failure.hint.get(lang));
        let again = self.keys.of(Action::Reread, lang);
        let said = both!(
            "{steps} not on disk yet: {what} {hint} {again} tries again.",
            "{steps} pas encore sur le disque\u{202f}: {what} {hint} {again} réessaie."
        );
        Some(said.get(lang).to_owned())
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, chord: Chord, cx: &mut Context) {
        if self.desk.is_none() {
            return;
        }
        if self.act_in_front(action, chord, cx) {
            return;
        }
        if let Availability::Disabled(why) = self.available(action) {
            cx.says.push(Say::Fact(why));
            return;
        }
        match action {
            Action::Yes | Action::No | Action::Na | Action::Point | Action::Clear | Action::YesToRest => {
                self.answer(action, chord, cx);
            }
            Action::Undo | Action::Redo => self.take_back(action, cx),
            Action::Evidence => self.pin(cx),
            Action::Comment => {
                self.face_items(cx);
                self.open_comment(false);
            }
            Action::Cause => {
                self.face_items(cx);
                self.open_causes();
            }
            Action::WhyScore => self.open(Front::Why(None)),
            Action::ItemHistory => self.open(Front::Past),
            Action::TheirReview => self.ask_theirs(cx),
            Action::Hints => self.switch_hints(cx),
            Action::SwitchForm => self.switch_form(cx),
            Action::Seal => self.ask_seal(cx),
            Action::AskColleague => {
                let conversation = self.desk.as_ref().map(|desk| desk.transcript.id);
                cx.says.extend(conversation.map(Say::AskAbout));
            }
            Action::Void | Action::Decline => self.open(Front::Void(Field::line(""))),
            Action::Find => self.open_search(cx),
            Action::Reread => self.again(cx),
            action => self.go(action, cx),
        }
    }

    fn open(&mut self, front: Front) {
        if matches!(front, Front::Seal) {
            self.consent = false;
        }
        self.front = front;
        self.panel_top = 0;
    }

    fn item(&self) -> Option<&Item> {
        self.desk.as_ref()?.checklist.items.get(self.at)
    }

    /// Applicable items without an answer.
    fn left(&self) -> usize {
        let Some(desk) = &self.desk else { return 0 };
        let sheet = desk.history.sheet();
        sheet.applicable(&desk.checklist).filter(|item| sheet.answer(&item.id).is_none()).count()
    }

    fn history(&self) -> Option<&History> {
        self.desk.as_ref().map(|desk| &desk.history)
    }

    fn shape(&self, cx: &Context) -> Geometry {
        self.geometry(cx.lang, cx.columns, cx.rows)
    }
}
