//! The tabs of the title row: their words, and where they stand at a width.

use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Action, Place};
use crate::tui::keymap::Keymap;
use crate::tui::model::Model;
use crate::words::{Bilingual, Lang};

/// The screens in the order of their tabs, with the action that goes there.
pub const TABS: [(Place, Action, Bilingual); 6] = [
    (Place::Today, Action::GoToday, Bilingual::fixed("Today", "Aujourd’hui")),
    (Place::Conversations, Action::GoConversations, Bilingual::fixed("Conversations", "Conversations")),
    (Place::Review, Action::GoReview, Bilingual::fixed("Review", "Évaluation")),
    (Place::Compare, Action::GoCompare, Bilingual::fixed("Compare", "Comparer")),
    (Place::Me, Action::GoMe, Bilingual::fixed("Me", "Moi")),
    (Place::Checklists, Action::GoChecklists, Bilingual::fixed("Checklists", "Listes")),
];

/// A tab where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The screen.
    pub place: Place,
    /// The action that goes there.
    pub action: Action,
    /// The first column: that of the mark.
    pub column: u16,
    /// Columns, the mark included.
    pub columns: u16,
    /// Its key.
    pub key: String,
    /// Its words; empty where there is no room.
    pub words: String,
}

/// The name of the program, where there is room for it.
pub const BRAND: &str = "Aplomb";

/// What must be seen at the right of the tabs: that this is the demo, or that nothing can be changed. The long form
/// where there is room, and the short one, for which room is made.
pub const fn banner(demo: bool, read_only: bool) -> Option<[Bilingual; 2]> {
    const READ_ONLY: Bilingual = Bilingual::fixed("read-only", "lecture seule");
    if demo {
        Some([
            Bilingual::fixed("demo: nothing is kept", "démo\u{202f}: rien n’est gardé"),
            Bilingual::fixed("demo", "démo"),
        ])
    } else if read_only {
        Some([READ_ONLY, READ_ONLY])
    } else {
        None
    }
}

/// The tabs of a model at its width.
pub fn tabs_of(model: &Model) -> (bool, Vec<Tab>) {
    let settings = &model.settings;
    let taken = banner(settings.demo, settings.read_only).map_or(0, |[_, short]| {
        u16::try_from(short.get(settings.lang).width()).unwrap_or(u16::MAX).saturating_add(2)
    });
    tabs(settings.lang, model.place(), &settings.keymap, model.columns.saturating_sub(taken))
}

/// The tabs at a width, and whether the name of the program stands before them. Where not all words fit, only the
/// present screen has its word.
fn tabs(lang: Lang, here: Place, keymap: &Keymap, columns: u16) -> (bool, Vec<Tab>) {
    let branded = place_tabs(lang, here, keymap, BRAND.len() + 2, true);
    if end(&branded) <= columns {
        return (true, branded);
    }
    let plain = place_tabs(lang, here, keymap, 0, true);
    if end(&plain) <= columns {
        return (false, plain);
    }
    (false, place_tabs(lang, here, keymap, 0, false))
}

fn end(tabs: &[Tab]) -> u16 {
    tabs.last().map_or(0, |tab| tab.column + tab.columns)
}

fn place_tabs(lang: Lang, here: Place, keymap: &Keymap, from: usize, all: bool) -> Vec<Tab> {
    let mut column = from;
    TABS.iter()
        .map(|(place, action, words)| {
            let key = keymap.shown(*action);
            let words = if all || *place == here { words.get(lang).to_owned() } else { String::new() };
            let gap = usize::from(!key.is_empty() && !words.is_empty());
            let wide = 1 + key.width() + gap + words.width();
            let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let tab = Tab {
                place: *place,
                action: *action,
                column: cells(column),
                columns: cells(wide),
                key,
                words,
            };
            column += wide + 1;
            tab
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_fit_the_smallest_screen() {
        for lang in [Lang::En, Lang::Fr] {
            for (here, ..) in TABS {
                let (_, tabs) = tabs(lang, here, &Keymap::default(), 60);
                assert!(end(&tabs) <= 60, "{lang:?} {here:?}");
                assert!(tabs.iter().any(|tab| tab.place == here && !tab.words.is_empty()));
            }
        }
    }
}
