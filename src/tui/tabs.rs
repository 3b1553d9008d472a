//! The tabs of the title row: their words, and where they stand at a width.

use unicode_width::UnicodeWidthStr;

use crate::tui::action::{Action, Place};
use crate::tui::keymap::Keymap;
use crate::tui::model::Model;
use crate::words::{Bilingual, Lang};

/// The screens in the order of their tabs: the action that goes there, its name, and its name where room is short.
pub const TABS: [(Place, Action, Bilingual, Bilingual); 8] = [
    (
        Place::Today,
        Action::GoToday,
        Bilingual::fixed("Today", "Aujourd’hui"),
        Bilingual::fixed("Today", "Auj."),
    ),
    (
        Place::Conversations,
        Action::GoConversations,
        Bilingual::fixed("Conversations", "Conversations"),
        Bilingual::fixed("Conv.", "Conv."),
    ),
    (
        Place::Review,
        Action::GoReview,
        Bilingual::fixed("Review", "Évaluation"),
        Bilingual::fixed("Review", "Éval."),
    ),
    (
        Place::Compare,
        Action::GoCompare,
        Bilingual::fixed("Compare", "Comparer"),
        Bilingual::fixed("Comp.", "Comp."),
    ),
    (Place::Me, Action::GoMe, Bilingual::fixed("Me", "Moi"), Bilingual::fixed("Me", "Moi")),
    (Place::Team, Action::GoTeam, Bilingual::fixed("Team", "Équipe"), Bilingual::fixed("Team", "Équipe")),
    (
        Place::Goals,
        Action::GoGoals,
        Bilingual::fixed("Goals", "Objectifs"),
        Bilingual::fixed("Goals", "Obj."),
    ),
    (
        Place::Checklists,
        Action::GoChecklists,
        Bilingual::fixed("Checklists", "Listes"),
        Bilingual::fixed("Lists", "Listes"),
    ),
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
        u16::try_from(short.get(settings.lang).width()).unwrap_or(u16::MAX).saturating_add(3)
    });
    tabs(settings.lang, model.place(), &settings.keymap, model.columns.saturating_sub(taken))
}

/// Which words the tabs have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// All of them in full.
    Full,
    /// The present screen's in full, the others short.
    Short,
    /// All of them short.
    AllShort,
    /// The present screen's alone.
    Here,
}

/// The tabs at a width, and whether the name of the program stands before them. Where not all words fit, those of the
/// other screens get short, and then only the present screen has its word.
fn tabs(lang: Lang, here: Place, keymap: &Keymap, columns: u16) -> (bool, Vec<Tab>) {
    let forms = [
        (true, Words::Full, 1),
        (false, Words::Full, 1),
        (false, Words::Short, 1),
        (false, Words::Short, 0),
        (false, Words::AllShort, 0),
    ];
    for (branded, words, gap) in forms {
        let from = if branded { BRAND.len() + 2 } else { 0 };
        let placed = place_tabs(lang, here, keymap, from, (words, gap));
        if end(&placed) <= columns {
            return (branded, placed);
        }
    }
    (false, place_tabs(lang, here, keymap, 0, (Words::Here, 1)))
}

fn end(tabs: &[Tab]) -> u16 {
    tabs.last().map_or(0, |tab| tab.column + tab.columns)
}

fn place_tabs(
    lang: Lang,
    here: Place,
    keymap: &Keymap,
    from: usize,
    (words, gap): (Words, usize),
) -> Vec<Tab> {
    let mut column = from;
    TABS.iter()
        .map(|(place, action, long, short)| {
            let key = keymap.shown(*action);
            let words = match words {
                Words::AllShort => short.get(lang),
                _ if *place == here => long.get(lang),
                Words::Full => long.get(lang),
                Words::Short => short.get(lang),
                Words::Here => "",
            };
            let inner = usize::from(!key.is_empty() && !words.is_empty());
            let wide = 1 + key.width() + inner + words.width();
            let cells = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let tab = Tab {
                place: *place,
                action: *action,
                column: cells(column),
                columns: cells(wide),
                key,
                words: words.to_owned(),
            };
            column += wide + gap;
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

    #[test]
    fn every_tab_has_a_word_on_eighty_columns() {
        for lang in [Lang::En, Lang::Fr] {
            for (here, ..) in TABS {
                let (_, tabs) = tabs(lang, here, &Keymap::default(), 80);
                assert!(
                    end(&tabs) <= 80 && tabs.iter().all(|tab| !tab.words.is_empty()),
                    "{lang:?} {here:?}"
                );
            }
        }
    }
}
