//! Keys, pasted text and the mouse.

use super::{Step, TWICE, captured, destination, go, on_screen, open, reread};
use crate::both;
use crate::tui::action::{Action, Availability, Place};
use crate::tui::ask::Ask;
use crate::tui::availability::available;
use crate::tui::chord::{Chord, Key};
use crate::tui::geometry::too_small;
use crate::tui::input::field::FieldResult;
use crate::tui::message::{Effect, Timer};
use crate::tui::model::{Model, Over};
use crate::tui::screens::dialog::{DrawForm, ImportForm, Sheet};
use crate::tui::screens::first_run::{Outcome, Who};
use crate::tui::screens::palette::{Kind, Picker, listed};
use crate::tui::tabs::tabs_of;
use crate::words::Bilingual;

const STOPPING: Bilingual = Bilingual::fixed("stopping the import", "arrêt de l’importation");
const MESSAGES: Bilingual =
    Bilingual::fixed("Messages, the newest first", "Messages, du plus récent au plus ancien");
const MOUSE_ON: Bilingual = Bilingual::fixed(
    "mouse on; hold shift to select text",
    "souris active\u{202f}; maj pour sélectionner du texte",
);
const MOUSE_OFF: Bilingual = Bilingual::fixed("mouse off", "souris inactive");
const AGAIN_SAVED: Bilingual = Bilingual::fixed("saving once more", "nouvel essai d’enregistrement");
const REREAD: Bilingual = Bilingual::fixed("read again", "relu");

pub(super) fn key(model: &mut Model, chord: Chord, step: &mut Step) {
    model.fact = None;
    let action = model.settings.keymap.action(model.place, chord);
    if action != Some(Action::Cancel) {
        model.ctrl_c = None;
    }
    if too_small(model.columns, model.rows) {
        // Nothing of the screens is visible: only what ends or helps to see works.
        match action {
            Some(Action::Quit) => step.effects.push(Effect::Quit),
            Some(Action::Cancel | Action::Suspend | Action::Repaint) => run(model, action, chord, step),
            _ => {}
        }
        return;
    }
    if captured(model) {
        match action {
            Some(Action::Quit) if chord.ctrl => step.effects.push(Effect::Quit),
            Some(Action::Help) if chord.typed().is_none() => toggle_help(model),
            Some(Action::Cancel) => cancel(model, chord, step),
            Some(Action::Suspend | Action::Repaint) if chord.ctrl => run(model, action, chord, step),
            _ => typed(model, chord, step),
        }
        return;
    }
    run(model, action, chord, step);
}

fn run(model: &mut Model, action: Option<Action>, chord: Chord, step: &mut Step) {
    let Some(action) = action else { return };
    match available(model, action) {
        Availability::Ready => act(model, action, chord, step),
        Availability::Hidden => {}
        Availability::Disabled(why) => model.fact = Some(why),
    }
}

fn act(model: &mut Model, action: Action, chord: Chord, step: &mut Step) {
    if let Some(place) = destination(action) {
        go(model, place, step);
        return;
    }
    match action {
        Action::Help => open(model, Over::Picker(Picker::new(Kind::Help))),
        Action::Palette => open(model, Over::Picker(Picker::new(Kind::Palette))),
        Action::Back => back(model, step),
        Action::Quit if model.place == Place::Today || chord.ctrl => step.effects.push(Effect::Quit),
        Action::Quit => go(model, Place::Today, step),
        Action::Cancel => cancel(model, chord, step),
        Action::Suspend => step.effects.push(Effect::Suspend),
        Action::Repaint => step.effects.push(Effect::Repaint),
        Action::Mouse => {
            model.mouse = !model.mouse;
            step.effects.push(Effect::Mouse(model.mouse));
            model.fact = Some(if model.mouse { MOUSE_ON } else { MOUSE_OFF });
        }
        Action::Messages => {
            let lines = model.messages();
            open(model, Over::Sheet(Sheet { title: MESSAGES, lines, cursor: Default::default() }));
        }
        Action::EditMe => {
            ask_who(model);
        }
        Action::Draw => open(model, Over::Draw(DrawForm::default())),
        Action::Import => open(model, Over::Import(ImportForm::default())),
        Action::Reread => {
            reread(model, step);
            // A review may have saves to try again.
            if model.place == Place::Review {
                let mut cx = step.context(model);
                model.review.act(action, chord, &mut cx);
            }
            let saves = step.effects.iter().any(|effect| matches!(effect, Effect::Ask(Ask::Save { .. })));
            model.fact = Some(if saves { AGAIN_SAVED } else { REREAD });
        }
        _ => {
            let mut cx = step.context(model);
            on_screen!(model, screen => screen.act(action, chord, &mut cx));
        }
    }
}

fn back(model: &mut Model, step: &mut Step) {
    let mut cx = step.context(model);
    if on_screen!(model, screen => screen.back(&mut cx)) {
        return;
    }
    match model.place {
        Place::Today | Place::Everywhere => model.fact = Some(home(model)),
        Place::Review => go(model, model.before, step),
        Place::Conversations
        | Place::Compare
        | Place::Me
        | Place::Team
        | Place::Goals
        | Place::Checklists => go(model, Place::Today, step),
    }
}

fn home(model: &Model) -> Bilingual {
    let quit = model.settings.keymap.shown(Action::Quit);
    both!("This is home; {quit} quits.", "Vous êtes à l’accueil\u{202f}; {quit} quitte.")
}

/// Ctrl-c stops what runs, discards what is being typed, and quits when pressed twice.
fn cancel(model: &mut Model, chord: Chord, step: &mut Step) {
    if model.ctrl_c.take().is_some() {
        step.effects.push(Effect::Quit);
        return;
    }
    model.serial += 1;
    model.ctrl_c = Some(model.serial);
    step.effects.push(Effect::Wake(TWICE, Timer::CtrlC(model.serial)));
    if captured(model) {
        typed(model, chord, step);
    } else if model.imports() {
        step.effects.push(Effect::CancelImport);
        model.fact = Some(STOPPING);
        return;
    }
    model.fact = Some(both!("{chord} again quits", "encore {chord} pour quitter"));
}

fn toggle_help(model: &mut Model) {
    match &model.over {
        Some(Over::Picker(_)) => model.over = None,
        _ if model.over.is_none() => open(model, Over::Picker(Picker::new(Kind::Help))),
        // A form explains itself; taking it away would lose what was typed.
        _ => {}
    }
}

/// A key for what stands over the screen, or for a field of the screen.
fn typed(model: &mut Model, chord: Chord, step: &mut Step) {
    let Some(mut over) = model.over.take() else {
        let mut cx = step.context(model);
        on_screen!(model, screen => screen.typed(chord, &mut cx));
        return;
    };
    let close = |wish: Option<Option<Ask>>, step: &mut Step| match wish {
        None => true,
        Some(ask) => {
            step.effects.extend(ask.map(Effect::Ask));
            false
        }
    };
    let stays = match &mut over {
        Over::Picker(picker) => pick(model, picker, chord, step),
        Over::Draw(form) => close(form.typed(chord), step),
        Over::Import(form) => close(form.typed(chord), step),
        Over::Who(who) => match who.typed(chord) {
            Outcome::Open => true,
            Outcome::Later => false,
            Outcome::Answered(ask) => close(Some(Some(ask)), step),
        },
        Over::Sheet(sheet) => read(model, sheet, chord, step),
        Over::Asking(form) => close(form.typed(chord, model.content()), step),
        Over::Path(form) => {
            let wish = form.typed(chord);
            if let Some(Some(Ask::SendOut { folder, .. })) = &wish {
                folder.clone_into(&mut model.folder);
            }
            close(wish, step)
        }
        Over::Unlock(form) => match form.typed(chord) {
            None => true,
            Some(wishes) => {
                step.effects.extend(wishes.into_iter().map(Effect::Ask));
                false
            }
        },
    };
    if stays {
        model.over = Some(over);
    }
}

/// A key for help or palette; whether it stays open.
fn pick(model: &mut Model, picker: &mut Picker, chord: Chord, step: &mut Step) -> bool {
    let len = listed(model, picker).len();
    let page = crate::tui::screens::palette::page(model, picker);
    if let Some(action) = moving(chord) {
        picker.cursor.moved(action, len, page);
        return true;
    }
    match picker.filter.on(chord) {
        FieldResult::Cancel => false,
        FieldResult::Confirm => {
            let Some(chosen) = listed(model, picker).get(picker.cursor.at).map(|listed| listed.row.action)
            else {
                return true;
            };
            let typing = on_screen!(model, screen => screen.captures());
            if typing {
                model.fact = Some(Bilingual::fixed(
                    "Close the text field first.",
                    "Fermez d’abord le champ de texte.",
                ));
                return false;
            }
            model.remember(chosen);
            // From the list, quit means quit, and a point needs its digit.
            let chord = if chosen == Action::Quit { Chord::ctrl('q') } else { first_chord(model, chosen) };
            run(model, Some(chosen), chord, step);
            // The action may have opened something of its own, or another list.
            false
        }
        _ => {
            picker.cursor.put(0, listed(model, picker).len(), page);
            true
        }
    }
}

fn first_chord(model: &Model, action: Action) -> Chord {
    model.settings.keymap.chords(action).first().copied().unwrap_or(Chord::of(Key::Enter))
}

/// The keys that move in a list below a text field.
const fn moving(chord: Chord) -> Option<Action> {
    match (chord.key, chord.ctrl) {
        (Key::Up, false) => Some(Action::Up),
        (Key::Down, false) => Some(Action::Down),
        (Key::PageUp, false) => Some(Action::PageUp),
        (Key::PageDown, false) => Some(Action::PageDown),
        _ => None,
    }
}

/// A key for a sheet of lines; whether it stays open.
fn read(model: &mut Model, sheet: &mut Sheet, chord: Chord, step: &mut Step) -> bool {
    let page = crate::tui::screens::dialog::page(model.rows);
    match model.settings.keymap.action(Place::Today, chord) {
        Some(Action::Back | Action::Open | Action::Quit | Action::Cancel | Action::Messages) => return false,
        Some(Action::CopyReference) => {
            if let Some(line) = sheet.lines.get(sheet.cursor.at) {
                step.effects.push(Effect::Copy(line.as_str().to_owned()));
                model.fact = Some(Bilingual::fixed("copied the message", "message copié"));
            }
        }
        Some(action) => {
            sheet.cursor.moved(action, sheet.lines.len(), page);
        }
        None => {}
    }
    true
}

/// Pasted text only ever lands in a text field.
pub(super) fn paste(model: &mut Model, text: &str, step: &mut Step) {
    match &mut model.over {
        Some(Over::Picker(picker)) => picker.filter.paste(text),
        Some(Over::Who(who)) => who.field().paste(text),
        Some(Over::Import(form)) => form.path.paste(text.trim_end_matches(['\n', '\r'])),
        Some(Over::Path(form)) => form.path.paste(text.trim_end_matches(['\n', '\r'])),
        Some(Over::Unlock(form)) => form.passphrase.paste(text.trim_end_matches(['\n', '\r'])),
        Some(Over::Draw(_) | Over::Sheet(_) | Over::Asking(_)) => {}
        None if on_screen!(model, screen => screen.captures()) => {
            let mut cx = step.context(model);
            on_screen!(model, screen => screen.paste(text, &mut cx));
        }
        None => {
            model.fact = Some(Bilingual::fixed(
                "Pasted text needs a text field; nothing was done.",
                "Le texte collé demande un champ de texte\u{202f}; rien n’a été fait.",
            ));
        }
    }
}

pub(super) fn click(model: &mut Model, column: u16, row: u16, step: &mut Step) {
    if model.over.is_some() || too_small(model.columns, model.rows) {
        return;
    }
    if row == 0 {
        let (_, tabs) = tabs_of(model);
        if let Some(tab) = tabs.iter().find(|tab| (tab.column..tab.column + tab.columns).contains(&column)) {
            run(model, Some(tab.action), Chord::of(Key::Enter), step);
        }
        return;
    }
    let area = model.content();
    if area.has(column, row) {
        let mut cx = step.context(model);
        on_screen!(model, screen => screen.click(column - area.x, row - area.y, &mut cx));
    }
}

pub(super) fn scroll(model: &mut Model, column: u16, row: u16, rows: i16, step: &mut Step) {
    if let Some(mut over) = model.over.take() {
        match &mut over {
            Over::Picker(picker) => {
                let len = listed(model, picker).len();
                let page = crate::tui::screens::palette::page(model, picker);
                picker.cursor.scroll(rows, len, page);
            }
            Over::Sheet(sheet) => {
                let page = crate::tui::screens::dialog::page(model.rows);
                sheet.cursor.scroll(rows, sheet.lines.len(), page);
            }
            Over::Asking(form) => {
                let key = if rows > 0 { Key::Down } else { Key::Up };
                form.typed(Chord::of(key), model.content());
            }
            Over::Who(_) | Over::Draw(_) | Over::Import(_) | Over::Path(_) | Over::Unlock(_) => {}
        }
        model.over = Some(over);
        return;
    }
    let area = model.content();
    if area.has(column, row) {
        let mut cx = step.context(model);
        on_screen!(model, screen => screen.scroll(column - area.x, row - area.y, rows, &mut cx));
    }
}

/// Opens the question who I am, with what is known.
pub(super) fn ask_who(model: &mut Model) {
    let first = model.name.trim().is_empty();
    let who = Who::new(&model.name, &model.aliases, first);
    open(model, Over::Who(who));
}
