//! The title row and the footer row.

use crate::both;
use crate::tui::action::{Action, Availability, Place, Row};
use crate::tui::availability::available;
use crate::tui::geometry::Area;
use crate::tui::keymap::Keymap;
use crate::tui::model::{Model, Over, Wait};
use crate::tui::screens::asking::Part;
use crate::tui::screens::errand_forms::Wanted;
use crate::tui::table::TABLE;
use crate::tui::tabs::{BRAND, banner, tabs_of};
use crate::tui::theme::Look;
use crate::tui::view::pen::{Pen, cells};
use crate::words::{Bilingual, number, percent};

const NO_SAVES: Bilingual = Bilingual::fixed("not saving", "rien n’est enregistré");
/// Likely keys in the footer.
const MOST_KEYS: usize = 7;

/// Draws the title row: the tabs, and whose program it is.
pub fn title(model: &Model, pen: &mut Pen<'_>) {
    let (lang, theme, glyphs) = (pen.paint.lang, pen.paint.theme, pen.paint.glyphs);
    let (branded, tabs) = tabs_of(model);
    if branded {
        pen.put(1, 0, BRAND, theme.title);
    }
    let mut end = 0;
    for tab in &tabs {
        let here = tab.place == model.place();
        if here {
            pen.put(tab.column, 0, glyphs.cursor, theme.accent);
        }
        let column = pen.put(tab.column + 1, 0, &tab.key, if here { theme.accent } else { theme.quiet });
        if !tab.words.is_empty() {
            let look = if here { Look { underlined: true, ..theme.title } } else { theme.text };
            pen.put(column + u16::from(!tab.key.is_empty()), 0, &tab.words, look);
        }
        end = tab.column + tab.columns;
    }
    match banner(model.settings.demo, model.settings.read_only) {
        Some(banner) => {
            let fits = |words: &Bilingual| end + 3 + cells(words.get(lang)) <= pen.area.columns;
            let words = banner.into_iter().find(fits).unwrap_or_default();
            let part = Area { columns: pen.area.columns.saturating_sub(1), ..pen.area };
            pen.within(part).put_right(end + 1, 0, words.get(lang), theme.warning);
        }
        None => {
            let part = Area { columns: pen.area.columns.saturating_sub(1), ..pen.area };
            pen.within(part).put_right(end + 2, 0, &model.name, theme.quiet);
        }
    }
}

/// Draws the footer row: the likely keys from the left, what there is to know at the right end.
pub fn footer(model: &Model, pen: &mut Pen<'_>) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let (status, look) = status(model, pen);
    let right = if status.is_empty() {
        pen.area.columns
    } else {
        // A long fact is worth more than the keys; it keeps at least their first.
        let room = pen.area.columns.saturating_sub(12).min(cells(&status));
        let from = pen.area.columns.saturating_sub(room + 1);
        pen.put(from, 0, &status, look);
        from.saturating_sub(2)
    };
    // The last one, help or the way out, is kept where the ones before it are dropped.
    let mut keys = keys(model);
    let wide = |(key, words): &(String, Bilingual)| cells(key) + 3 + cells(words.get(lang));
    while keys.len() > 1 && 1 + keys.iter().map(wide).sum::<u16>() > right + 2 {
        keys.remove(keys.len() - 2);
    }
    let mut column = 1;
    for (key, words) in keys {
        if column + wide(&(key.clone(), words.clone())) > right + 2 {
            break;
        }
        let end = pen.put(column, 0, &key, theme.accent);
        column = pen.put(end + 1, 0, words.get(lang), theme.quiet) + 2;
    }
}

/// The likely keys, the likeliest first; help is always the last.
pub fn keys(model: &Model) -> Vec<(String, Bilingual)> {
    if let Some(over) = &model.over {
        return over_keys(over, &model.settings.keymap);
    }
    let place = model.place();
    let typing = match place {
        Place::Conversations => model.conversations.captures(),
        Place::Review => model.review.captures(),
        Place::Compare => model.compare.captures(),
        Place::Me => model.me.captures(),
        Place::Today | Place::Everywhere | Place::Team | Place::Goals | Place::Checklists => false,
    };
    if typing {
        return typing_keys(place, &model.settings.keymap);
    }
    let mut rows: Vec<&'static Row> = TABLE
        .iter()
        .filter(|row| row.footer > 0)
        .filter(|row| row.places.contains(&place) || row.places.contains(&Place::Everywhere))
        .filter(|row| available(model, row.action) == Availability::Ready)
        .filter(|row| !model.settings.keymap.shown(row.action).is_empty())
        .collect();
    rows.sort_by_key(|row| row.footer);
    let (help, mut shown): (Vec<&Row>, Vec<&Row>) =
        rows.into_iter().partition(|row| row.action == Action::Help);
    shown.truncate(MOST_KEYS - 1);
    shown.extend(help);
    shown.into_iter().map(|row| (model.settings.keymap.shown(row.action), row.brief())).collect()
}

/// The keys while a text field of a screen is open; the fields of *Review* say theirs below themselves.
fn typing_keys(place: Place, keymap: &Keymap) -> Vec<(String, Bilingual)> {
    let mut keys = Vec::new();
    if place == Place::Conversations {
        keys = vec![
            ("enter".to_owned(), Bilingual::fixed("keep the filter", "garder le filtre")),
            ("esc".to_owned(), Bilingual::fixed("as before", "comme avant")),
            ("up down".to_owned(), Bilingual::fixed("move", "se déplacer")),
        ];
    }
    // Only a key that types nothing opens help from a field.
    let help = keymap.chords(Action::Help).iter().find(|chord| chord.typed().is_none());
    keys.extend(help.map(|chord| (chord.to_string(), Bilingual::fixed("help", "aide"))));
    keys
}

/// The keys of what stands over the screen: those of its fields, which settings do not change, and those of a sheet,
/// which they do.
fn over_keys(over: &Over, keymap: &Keymap) -> Vec<(String, Bilingual)> {
    let (copy, back) = (keymap.shown(Action::CopyReference), keymap.shown(Action::Back));
    let close = ("esc", Bilingual::fixed("close", "fermer"));
    let cancel = ("esc", Bilingual::fixed("cancel", "annuler"));
    let pane = ("tab", Bilingual::fixed("next field", "champ suivant"));
    let keys: Vec<(&str, Bilingual)> = match over {
        Over::Picker(_) => vec![
            ("enter", Bilingual::fixed("do it", "exécuter")),
            ("up down", Bilingual::fixed("move", "se déplacer")),
            close,
        ],
        Over::Who(who) => {
            let later = Bilingual::fixed("later", "plus tard");
            vec![
                ("enter", Bilingual::fixed("save", "enregistrer")),
                pane,
                if who.first { ("esc", later) } else { cancel },
            ]
        }
        Over::Draw(_) => vec![
            ("enter", Bilingual::fixed("draw", "tirer")),
            ("left right", Bilingual::fixed("change", "changer")),
            cancel,
        ],
        Over::Import(_) => vec![("enter", Bilingual::fixed("import", "importer")), cancel],
        Over::Asking(form) => match (form.part, form.preview.colleagues.is_empty()) {
            (Part::Confirm, _) => vec![
                ("enter", Bilingual::fixed("ask", "demander")),
                ("esc", Bilingual::fixed("back", "retour")),
            ],
            (_, true) => vec![close],
            _ => vec![
                ("enter", Bilingual::fixed("choose", "choisir")),
                ("up down", Bilingual::fixed("move", "se déplacer")),
                ("tab", Bilingual::fixed("pane", "panneau")),
                ("h", Bilingual::fixed("hide your name", "cacher votre nom")),
                cancel,
            ],
        },
        Over::Path(form) => vec![
            match form.wanted {
                Wanted::Send(_) => ("enter", Bilingual::fixed("send", "envoyer")),
                Wanted::Open => ("enter", Bilingual::fixed("open", "ouvrir")),
            },
            cancel,
        ],
        Over::Unlock(_) => vec![("enter", Bilingual::fixed("open", "ouvrir")), cancel],
        Over::Sheet(_) => vec![(&copy, Bilingual::fixed("copy", "copier")), (&back, close.1)],
    };
    keys.into_iter().map(|(key, words)| (key.to_owned(), words)).collect()
}

fn status(model: &Model, pen: &Pen<'_>) -> (String, Look) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    if model.no_more_saves {
        return (NO_SAVES.get(lang).to_owned(), theme.warning);
    }
    if let Some(fact) = &model.fact {
        return (fact.get(lang).to_owned(), theme.text);
    }
    if let Some((count, share)) = model.importing {
        let count = number(lang, count);
        let words = match share {
            Some(share) => {
                let share = percent(lang, share, 1);
                both!("importing {count}, {share}", "importation\u{202f}: {count}, {share}")
            }
            None => both!("importing {count}", "importation\u{202f}: {count}"),
        };
        return (words.get(lang).to_owned(), theme.accent);
    }
    if let Some(wait) = model.waiting() {
        return (wait.word().get(lang).to_owned(), theme.quiet);
    }
    let of_screen = match model.place() {
        Place::Today | Place::Everywhere => model.today.status(lang),
        Place::Conversations => model.conversations.status(lang),
        Place::Review => model.review.status(lang),
        Place::Compare => model.compare.status(lang),
        Place::Me => model.me.status(lang),
        Place::Team => model.team.status(lang),
        Place::Goals => model.goals.status(lang),
        Place::Checklists => model.checklists.status(lang),
    };
    if of_screen.is_none() && model.imports() {
        return (Wait::Import.word().get(lang).to_owned(), theme.accent);
    }
    (of_screen.unwrap_or_default(), theme.quiet)
}
