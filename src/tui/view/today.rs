//! Drawing *Today*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::both;
use crate::ops::listing::Row;
use crate::ops::today::{Sample, Today};
use crate::tui::action::Action;
use crate::tui::keymap::Keymap;
use crate::tui::model::Model;
use crate::tui::screens::today::{HEAD, TodayScreen};
use crate::tui::view::Paint;
use crate::tui::view::bars::bar;
use crate::tui::view::list::{Columns, Widest, cursor, row, state};
use crate::tui::view::pen::{Pen, area, cells};
use crate::words::{Bilingual, Lang, day, number, plural};

const OUTSIDE: Bilingual = Bilingual::fixed("Drafts outside the sample", "Brouillons hors de l’échantillon");
const DRAFTS: Bilingual = Bilingual::fixed("Your drafts", "Vos brouillons");
const SAMPLE: Bilingual = Bilingual::fixed("Your sample", "Votre échantillon");
const NEXT: Bilingual = Bilingual::fixed("Next", "À faire");
/// Columns of the bar that shows how far the sample is reviewed.
const BAR: u16 = 10;

/// Draws the screen.
pub fn draw(model: &Model, place: Rect, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let (screen, keymap) = (&model.today, &model.settings.keymap);
    let mut pen = Pen::new(frame.buffer_mut(), area(place).inside(1, 0), paint);
    let today = screen.today.as_ref()?;
    let hello = if model.name.is_empty() {
        Bilingual::fixed("Hello.", "Bonjour.")
    } else {
        both!("Hello, {}.", "Bonjour, {}.", model.name)
    };
    let column = pen.put(1, 0, hello.get(lang), theme.title) + 2;
    let room = usize::from(pen.area.columns.saturating_sub(column));
    pen.put(column, 0, &facts(today, lang, room), theme.quiet);
    if let Some(step) = screen.next_step() {
        let mut column = pen.put(1, 2, NEXT.get(lang), theme.title) + 2;
        if let Some(action) = step.action {
            column = pen.put(column, 2, &keymap.shown(action), theme.accent) + 2;
        }
        let column = pen.put(column, 2, step.words.get(lang), theme.text) + 2;
        if let Some(row) = step.row {
            pen.put(column, 2, &row.subject, theme.quiet);
        }
    }
    if model.settings.demo {
        hints(keymap, screen.rows().len(), &mut pen);
    }
    let rows = screen.rows();
    if rows.is_empty() {
        explain(&mut pen, today);
        return None;
    }
    match &today.sample {
        Some(sample) => heading(sample, screen.year, &mut pen),
        None => {
            pen.put(1, 4, DRAFTS.get(lang), theme.title);
        }
    }
    draw_rows(screen, &rows, &mut pen)
}

/// How far the sample is reviewed, and where it comes from.
fn heading(sample: &Sample, year: i16, pen: &mut Pen<'_>) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let share = sample.sealed as f64 / sample.drawn.max(1) as f64;
    let (filled, empty) = bar(&pen.paint.glyphs, share, BAR);
    let done = both!("{} of {} reviewed", "{} sur {} évaluées", sample.sealed, sample.drawn);
    let column = pen.pieces(
        1,
        4,
        &[(SAMPLE.get(lang), theme.title), ("  ", theme.text), (&filled, theme.bar), (&empty, theme.quiet)],
    );
    let column = pen.put(column + 2, 4, done.get(lang), theme.text);
    let drawn = both!(
        "drawn {} from {}, seed {}",
        "tiré le {} parmi {}, graine {}",
        day(lang, year, sample.on),
        number(lang, sample.of as u64),
        sample.seed
    );
    pen.put_right(column + 2, 4, drawn.get(lang), theme.quiet);
}

/// What to try in the demo, on the last row, where the rows of the screen leave it free.
fn hints(keymap: &Keymap, rows: usize, pen: &mut Pen<'_>) {
    let (lang, quiet) = (pen.paint.lang, pen.paint.theme.quiet);
    let last = pen.area.rows.saturating_sub(1);
    if usize::from(last) < usize::from(HEAD) + rows + 3 {
        return;
    }
    let dot = pen.paint.glyphs.dot;
    let key = |action| keymap.shown(action);
    let words = both!(
        "Try: {} opens a review {dot} {} shows Me {dot} {} helps",
        "Essayez\u{202f}: {} pour évaluer {dot} {} pour Moi {dot} {} pour l’aide",
        key(Action::Open),
        key(Action::GoMe),
        key(Action::Help)
    );
    pen.put(1, last, words.get(lang), quiet);
}

fn draw_rows(screen: &TodayScreen, rows: &[&Row], pen: &mut Pen<'_>) -> Option<Position> {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let status = rows.iter().map(|row| cells(&state(row, pen).2)).max().unwrap_or(0);
    let inner = pen.area.columns.saturating_sub(status + 2);
    let c = Columns::brief(inner, &Widest::of(rows.iter().copied(), lang, screen.year));
    let sampled = screen.sampled();
    let mut at = HEAD;
    let mut position = None;
    for (place, entry) in rows.iter().enumerate().skip(screen.cursor.top) {
        if place == sampled && sampled > 0 {
            pen.put(1, at + 1, OUTSIDE.get(lang), theme.title);
            at += 2;
        }
        if at >= pen.area.rows {
            break;
        }
        let here = place == screen.cursor.at;
        let (_, look, words) = state(entry, pen);
        let part = crate::tui::geometry::Area { columns: inner, ..pen.area };
        row(&mut pen.within(part), at, entry, &c, &[], None);
        pen.put(inner + 2, at, &words, look);
        if here {
            cursor(pen, at, Some(true));
            position = pen.position(0, at);
        }
        at += 1;
    }
    position
}

/// What there is, as far as there is room.
fn facts(today: &Today, lang: Lang, room: usize) -> String {
    if today.conversations == 0 {
        return String::new();
    }
    let pick = |count, en: (&'static str, &'static str), fr: (&'static str, &'static str)| {
        let (one, many) = if lang == Lang::En { en } else { fr };
        format!("{} {}", number(lang, count), plural(lang, count, one, many))
    };
    let conversation = ("conversation", "conversations");
    let mine = ("of yours to review", "of yours to review");
    let week = ("sealed this week", "sealed this week");
    let dont = if lang == Lang::Fr { "dont ".to_owned() } else { String::new() };
    let mut facts = vec![pick(today.conversations, conversation, conversation)];
    if !today.name.is_empty() {
        facts.push(dont + &pick(today.unreviewed, mine, ("des vôtres à évaluer", "des vôtres à évaluer")));
    }
    if today.sealed_this_week > 0 {
        facts.push(pick(today.sealed_this_week, week, ("scellée en 7 jours", "scellées en 7 jours")));
    }
    (1..=facts.len())
        .rev()
        .map(|some| facts[..some].join(", "))
        .find(|line| usize::from(cells(line)) <= room)
        .unwrap_or_default()
}

fn explain(pen: &mut Pen<'_>, today: &Today) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let lines = if today.conversations > 0 && (today.name.is_empty() || today.foreign()) {
        Bilingual::fixed(
            "Your own conversations are found by your name and by the ids or addresses under which your help desk knows you, as they stand in the export.",
            "Vos propres conversations se trouvent par votre nom et par les identifiants ou adresses sous lesquels votre service d’assistance vous connaît, tels qu’ils figurent dans l’export.",
        )
    } else if today.conversations == 0 {
        Bilingual::fixed(
            "There are no conversations yet. Export some from your help desk and import the file here, or on the command line with\n\n  aplomb import FILE\n\nTo look around first with invented conversations, quit and start\n\n  aplomb demo",
            "Il n’y a pas encore de conversations. Exportez-en de votre service d’assistance et importez le fichier ici, ou en ligne de commande avec\n\n  aplomb import FICHIER\n\nPour d’abord découvrir avec des conversations inventées, quittez et lancez\n\n  aplomb demo",
        )
    } else {
        Bilingual::fixed(
            "A sample is drawn by chance, so that what you learn holds for all your work and not for the conversations that happen to come to mind. Five take about ten minutes.",
            "Un échantillon est tiré au hasard\u{202f}: ce que vous apprenez vaut ainsi pour tout votre travail, et non pour les conversations qui vous viennent à l’esprit. Cinq prennent une dizaine de minutes.",
        )
    };
    let columns = pen.area.columns.min(72);
    let part = crate::tui::geometry::Area { columns, ..pen.area };
    pen.within(part).wrapped(1, 4, lines.get(lang), theme.text);
}
