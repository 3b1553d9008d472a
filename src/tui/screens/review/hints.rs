//! What text rules noticed about the item in front: shown after the first pass, and hidden again with a key.

use super::ReviewScreen;
use crate::ops::hints::Told;
use crate::tui::screens::{Context, Say};
use crate::words::Bilingual;

impl ReviewScreen {
    /// The hints of the item in front that are shown.
    pub(super) fn hints(&self) -> impl Iterator<Item = &Told> {
        let all = self.desk.as_ref().filter(|_| !self.no_hints).and_then(|desk| desk.hints());
        let item = self.item_in_front();
        all.into_iter().flatten().filter(move |told| Some(told.item.as_str()) == item)
    }

    /// Shows the hints, or hides them.
    pub(super) fn switch_hints(&mut self, cx: &mut Context) {
        self.no_hints = !self.no_hints;
        let nothing = self.desk.as_ref().is_some_and(|desk| desk.noticed.is_empty());
        cx.says.push(Say::Fact(match (self.no_hints, nothing) {
            (true, _) => Bilingual::fixed("Hints are hidden.", "Les indices sont cachés."),
            (false, true) => Bilingual::fixed(
                "Hints are shown; no rule noticed anything here.",
                "Les indices sont montrés\u{202f}; aucune règle n’a rien remarqué ici.",
            ),
            (false, false) => Bilingual::fixed("Hints are shown.", "Les indices sont montrés."),
        }));
        self.show_hint(cx);
    }

    /// Brings the message of the item's first hint into view, ready to be pinned as evidence.
    pub(super) fn show_hint(&mut self, cx: &Context) {
        let spot =
            self.hints().find_map(|told| Some((told.message?, told.at.as_ref().map_or(0, |at| at.start))));
        let pane = self.shape(cx).transcript;
        if let (Some(desk), Some((message, byte))) = (&self.desk, spot)
            && pane.rows > 0
        {
            self.reading.show(message, byte, &desk.transcript.turns, pane.columns, pane.rows);
        }
    }
}
