//! Keys while a panel or the cause picker stands in front, and the way back.

use super::search::Search;
use super::{Front, ReviewScreen, Sealed, detail};
use crate::both;
use crate::domain::review::ReviewRole;
use crate::tui::action::{Action, Place};
use crate::tui::chord::Chord;
use crate::tui::screens::{Context, Say};

impl ReviewScreen {
    /// The part of an action that a panel or the cause picker takes; whether that was all of it.
    pub(super) fn act_in_front(&mut self, action: Action, chord: Chord, cx: &mut Context) -> bool {
        match &self.front {
            Front::Causes(chosen) => self.act_in_causes(*chosen, action, chord, cx),
            Front::Missing | Front::Why(_) | Front::Past | Front::Result(_) | Front::Theirs(_) => {
                self.act_in_panel(action, cx)
            }
            _ => false,
        }
    }

    fn act_in_causes(
        &mut self,
        chosen: Option<usize>,
        action: Action,
        chord: Chord,
        cx: &mut Context,
    ) -> bool {
        match action {
            Action::Point => {
                let digit = chord.typed().and_then(|c| c.to_digit(10)).unwrap_or(0);
                if digit > 0 && self.pick_cause(digit as usize - 1, cx) {
                    return true;
                }
                let most = self.item().map_or(0, |item| item.causes.len().min(detail::MOST_DIGITS));
                cx.says
                    .push(Say::Fact(both!("Causes go from 1 to {most}.", "Les causes vont de 1 à {most}.")));
                true
            }
            Action::Up | Action::Down => {
                self.choose_cause(chosen, action == Action::Down, cx);
                true
            }
            Action::Open if chosen.is_some_and(|chosen| self.pick_cause(chosen, cx)) => true,
            Action::Open | Action::NextOpen => {
                self.front = Front::Nothing;
                self.next_open(cx);
                true
            }
            Action::Comment => {
                self.open_comment(true);
                true
            }
            // The conversation may be read, and a message pinned, while the question stands.
            Action::Evidence
            | Action::NextMessage
            | Action::PreviousMessage
            | Action::PageUp
            | Action::PageDown
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NextPane
            | Action::PreviousPane
            | Action::Zoom
            | Action::Cause => false,
            Action::Yes | Action::No | Action::Na | Action::YesToRest | Action::Seal => {
                self.front = Front::Nothing;
                self.next_open(cx);
                false
            }
            _ => {
                self.front = Front::Nothing;
                false
            }
        }
    }

    /// Moves the choice among the causes; there may be more than there are digits.
    fn choose_cause(&mut self, chosen: Option<usize>, down: bool, cx: &Context) {
        let last = self.item().map_or(0, |item| item.causes.len().saturating_sub(1));
        let next = match (chosen, down) {
            (None, true) => 0,
            (None, false) => last,
            (Some(chosen), true) => (chosen + 1).min(last),
            (Some(chosen), false) => chosen.saturating_sub(1),
        };
        self.front = Front::Causes(Some(next));
        let pane = self.shape(cx).detail;
        let (columns, rows) = (usize::from(pane.columns), usize::from(pane.rows).max(1));
        if let Some((first, end)) = detail::rows_of_cause(self, next, cx.lang, columns) {
            self.detail_top = self.detail_top.clamp(end.saturating_sub(rows).min(first), first);
        }
    }

    fn act_in_panel(&mut self, action: Action, cx: &mut Context) -> bool {
        let page = isize::from(i16::try_from(self.shape(cx).panel.rows).unwrap_or(i16::MAX));
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::HalfUp => -page / 2,
            Action::HalfDown => page / 2,
            Action::PageUp => -page,
            Action::PageDown => page,
            Action::First => isize::MIN / 2,
            Action::Last => isize::MAX / 2,
            _ => 0,
        };
        if by != 0 {
            self.scroll_panel(by, cx);
            return true;
        }
        let foreign = self.desk.as_ref().filter(|desk| desk.role != ReviewRole::Own);
        match (&self.front, action) {
            (Front::Result(_), Action::Open | Action::NextOpen) if foreign.is_some() => {
                cx.says.extend(foreign.map(|desk| Say::CompareOf(desk.transcript.id)));
                true
            }
            (Front::Result(Sealed { next: Some(next), .. }), Action::Open | Action::NextOpen) => {
                cx.says.push(Say::OpenReview(*next));
                true
            }
            (Front::Result(Sealed { next: None, .. }), Action::Open | Action::NextOpen) => {
                cx.says.push(Say::Go(Place::Today));
                true
            }
            (Front::Result(_) | Front::Theirs(_), Action::TheirReview) => {
                self.ask_theirs(cx);
                true
            }
            (Front::Theirs(_), Action::Open) => self.back(cx),
            (Front::Why(_), Action::NextPillar | Action::PreviousPillar) => {
                self.go(action, cx);
                self.panel_top = 0;
                true
            }
            (Front::Result(sealed), Action::WhyScore) => {
                let sealed = *sealed;
                self.open(Front::Why(Some(sealed)));
                true
            }
            (Front::Why(Some(sealed)), Action::WhyScore | Action::Open) => {
                let sealed = *sealed;
                self.open(Front::Result(sealed));
                true
            }
            (Front::Why(None), Action::WhyScore) | (Front::Past, Action::ItemHistory) | (_, Action::Open) => {
                self.front = Front::Nothing;
                true
            }
            _ => {
                self.front = Front::Nothing;
                false
            }
        }
    }

    pub(super) fn scroll_panel(&mut self, by: isize, cx: &Context) {
        let pane = self.shape(cx).panel;
        let (columns, rows) = (usize::from(pane.columns), usize::from(pane.rows));
        let lines = self.panel(cx.lang, columns, rows).map_or(0, |lines| lines.len());
        let most = lines.saturating_sub(usize::from(pane.rows));
        self.panel_top = self.panel_top.saturating_add_signed(by).min(most);
    }

    /// One step back; `false` where there is nothing left to go back from.
    pub fn back(&mut self, cx: &mut Context) -> bool {
        match std::mem::take(&mut self.front) {
            Front::Nothing if !self.search.query.is_empty() => {
                self.search = Search::default();
                true
            }
            Front::Nothing if self.zoom => {
                self.zoom = false;
                true
            }
            Front::Nothing => false,
            Front::Causes(_) => {
                self.next_open(cx);
                true
            }
            Front::Comment { field, onward } => {
                self.keep_comment(field.text(), onward, cx);
                true
            }
            Front::Find(_) => {
                self.search = Search::default();
                true
            }
            Front::Why(Some(sealed)) => {
                self.open(Front::Result(sealed));
                true
            }
            Front::Result(_) => {
                cx.says.push(Say::Go(Place::Today));
                true
            }
            Front::Theirs(theirs) => {
                self.open(theirs.behind.map_or(Front::Nothing, Front::Result));
                true
            }
            Front::Number(_)
            | Front::Missing
            | Front::Seal
            | Front::Void(_)
            | Front::Why(None)
            | Front::Past => true,
        }
    }
}
