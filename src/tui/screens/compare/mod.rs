//! *Compare*: where do we differ? Two sheets beside each other, differences first, and the talk about each.

mod availability;
mod evidence;
mod front;
mod geometry;
mod head;
mod list;
mod moving;
mod pages;
mod replies;
mod talking;
mod typing;
mod whose;

pub use geometry::Geometry;
pub use list::InView;

use crate::both;
use crate::domain::exchange::{Side, Stage};
use crate::domain::names::ExchangeId;
use crate::ops::compare::{Compare, Line as Pair};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::Ask;
use crate::tui::chord::Chord;
use crate::tui::geometry::Pane;
use crate::tui::input::field::Field;
use crate::tui::input::reading::Reading;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// Where the cursor of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// On an item, by its place in [`Compare::lines`].
    Line(usize),
    /// On the row that what is alike is folded under.
    Fold,
}

/// What stands in front of the panes, or asks something about the difference.
#[derive(Clone, Debug, Default)]
pub enum Front {
    /// Nothing.
    #[default]
    Nothing,
    /// My remark.
    Remark(Field),
    /// In which case the agreed answer holds, and why.
    Because(Field),
    /// A point of a scale that one digit does not reach.
    Number(String),
    /// Really ask for a third reader?
    Third,
    /// Why I will not read it.
    Decline(Field),
}

/// The state of *Compare*.
#[derive(Clone, Debug, Default)]
pub struct CompareScreen {
    compare: Option<Compare>,
    /// Why there is nothing to compare, where somebody asked for it.
    missing: Option<Bilingual>,
    at: Option<Spot>,
    unfolded: bool,
    focus: Pane,
    zoom: bool,
    /// Whether the conversation stands in the place of the difference in front.
    reading: bool,
    /// Where the conversation is read.
    read: Reading,
    /// Rows scrolled in the pane of the difference, or on a page.
    top: usize,
    front: Front,
    /// What I said that is not known to be on disk.
    unsaid: usize,
    /// All exchanges about the conversation, in an order that stays while one goes through them.
    ring: Vec<ExchangeId>,
    keys: Keys,
}

impl CompareScreen {
    /// An empty screen, for somebody with these keys.
    pub fn new(keymap: &Keymap) -> CompareScreen {
        CompareScreen { keys: Keys::new(keymap), ..CompareScreen::default() }
    }

    /// The exchange in front.
    pub fn compare(&self) -> Option<&Compare> {
        self.compare.as_ref()
    }

    /// The id of the item in front.
    pub fn item_in_front(&self) -> Option<&str> {
        self.pair().map(|pair| pair.item.as_str())
    }

    /// The pane that has the keys.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    /// What stands in front.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// Whether the conversation is in view.
    pub fn is_reading(&self) -> bool {
        self.reading
    }

    /// Where the conversation is read.
    pub fn reading(&self) -> &Reading {
        &self.read
    }

    /// Whether a text field or a dialog has the keys.
    pub fn captures(&self) -> bool {
        !matches!(self.front, Front::Nothing)
    }

    /// Asks for what is shown: the conversation of the review that one comes from if that is another one, else the same
    /// again, else what waits on *Today*.
    pub fn enter(&mut self, desk: Option<i64>, waiting: Option<ExchangeId>, cx: &mut Context) {
        let here = self.compare.as_ref().map(|compare| compare.conversation);
        let ask = match (desk, &self.compare) {
            (Some(conversation), _) if here != Some(conversation) => Some(Ask::Compare { conversation }),
            (_, Some(compare)) => Some(Ask::CompareExchange { exchange: compare.exchange }),
            (_, None) => waiting.map(|exchange| Ask::CompareExchange { exchange }),
        };
        cx.effects.extend(ask.map(Effect::Ask));
    }

    /// What the footer says at its right end.
    pub fn status(&self, lang: Lang) -> Option<String> {
        let compare = self.compare.as_ref()?;
        if self.unsaid > 0 {
            return Some(Bilingual::fixed("saving", "enregistrement").get(lang).to_owned());
        }
        match compare.to_send {
            0 => None,
            1 => Some(Bilingual::fixed("1 bundle to send", "1 pli à envoyer").get(lang).to_owned()),
            n => Some(both!("{n} bundles to send", "{n} plis à envoyer").get(lang).to_owned()),
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, chord: Chord, cx: &mut Context) {
        if let Availability::Disabled(why) = self.available(action) {
            cx.says.push(Say::Fact(why));
            return;
        }
        match action {
            Action::Send => {
                let exchange = self.compare.as_ref().map(|compare| compare.exchange);
                cx.says.push(Say::SendOut(exchange));
            }
            Action::OpenBundle => cx.says.push(Say::OpenBundle),
            Action::Swap => cx.effects.push(Effect::Ask(Ask::ExchangeFolder)),
            Action::Yes | Action::No | Action::Na | Action::Point | Action::Clear | Action::AcceptTheirs => {
                self.agree(action, chord, cx);
            }
            Action::Remark | Action::Because => self.write(action),
            Action::Dispute => self.open(Front::Third),
            Action::Decline => self.open(Front::Decline(Field::line(""))),
            Action::Open => self.enter_key(cx),
            Action::ShowEvidence => self.show_evidence(cx),
            Action::NextExchange => self.turn(1, cx),
            Action::PreviousExchange => self.turn(-1, cx),
            action => self.go(action, cx),
        }
    }

    /// What enter does at each stage.
    fn enter_key(&mut self, cx: &mut Context) {
        let Some(compare) = &self.compare else { return };
        match (compare.stage, compare.side, self.at) {
            (Stage::Asked, Side::Reader, _) => cx.says.push(Say::OpenReview(compare.conversation)),
            (Stage::Open, _, Some(Spot::Fold)) => self.unfolded = !self.unfolded,
            (Stage::Open, ..) => self.show_evidence(cx),
            _ => cx.effects.push(Effect::Ask(Ask::CompareExchange { exchange: compare.exchange })),
        }
    }

    /// Goes to another exchange about the same conversation.
    fn turn(&mut self, by: isize, cx: &mut Context) {
        let Some(compare) = &self.compare else { return };
        let here = self.ring.iter().position(|exchange| *exchange == compare.exchange).unwrap_or(0);
        let count = self.ring.len().max(1).cast_signed();
        let to = (here.cast_signed() + by).rem_euclid(count).cast_unsigned();
        if let Some(exchange) = self.ring.get(to).copied() {
            cx.effects.push(Effect::Ask(Ask::CompareExchange { exchange }));
        }
    }

    fn open(&mut self, front: Front) {
        self.front = front;
        self.top = 0;
    }

    /// Both answers to the item in front.
    fn pair(&self) -> Option<&Pair> {
        match self.at? {
            Spot::Line(place) => self.compare.as_ref()?.lines.get(place),
            Spot::Fold => None,
        }
    }

    /// Whether both sides are open.
    fn is_open(&self) -> bool {
        self.compare.as_ref().is_some_and(|compare| compare.stage == Stage::Open)
    }

    fn shape(&self, cx: &Context) -> Geometry {
        self.geometry(cx.lang, cx.columns, cx.rows)
    }
}
