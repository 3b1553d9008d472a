//! Drawing *Today*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::both;
use crate::ops::today::{Errand, ErrandKind, Sample, Today};
use crate::tui::action::Action;
use crate::tui::keymap::Keymap;
use crate::tui::model::Model;
use crate::tui::screens::errands;
use crate::tui::screens::today::{Entry, HEAD, Part, TodayScreen};
use crate::tui::theme::Look;
use crate::tui::view::Paint;
use crate::tui::view::bars::bar;
use crate::tui::view::list::{Columns, NO_SUBJECT, Widest, cursor, row, state};
use crate::tui::view::pen::{Pen, area, cells};
use crate::words::{Bilingual, Lang, day, number, plural};

const OUTSIDE: Bilingual = Bilingual::fixed("Drafts outside the sample", "Brouillons hors de l’échantillon");
const DRAFTS: Bilingual = Bilingual::fixed("Your drafts", "Vos brouillons");
const EXCHANGES: Bilingual = Bilingual::fixed("Exchanges", "Échanges");
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
        if let Some(subject) = step.about {
            pen.put(column, 2, subject, theme.quiet);
        }
    }
    notices(screen, keymap, &mut pen);
    if model.settings.demo {
        hints(keymap, screen, &mut pen);
    }
    if screen.entries().is_empty() {
        explain(&mut pen, today);
        return None;
    }
    draw_entries(screen, today, &mut pen)
}

/// What else waits, on the row below the next step, as far as there is room.
fn notices(screen: &TodayScreen, keymap: &Keymap, pen: &mut Pen<'_>) {
    let (lang, theme, dot) = (pen.paint.lang, pen.paint.theme, pen.paint.glyphs.dot);
    let mut column = 1;
    for (action, words) in screen.notices() {
        let key = action.map(|action| keymap.shown(action)).unwrap_or_default();
        let lead = if column > 1 { 3 } else { 0 };
        let wide = lead + cells(&key) + u16::from(!key.is_empty()) + cells(words.get(lang));
        if column + wide > pen.area.columns {
            return;
        }
        if lead > 0 {
            column = pen.put(column + 1, 3, dot, theme.quiet) + 1;
        }
        if !key.is_empty() {
            column = pen.put(column, 3, &key, theme.accent) + 1;
        }
        column = pen.put(column, 3, words.get(lang), theme.text);
    }
}

/// What a part of the list is called, at a row.
fn part_heading(part: Part, today: &Today, year: i16, at: u16, pen: &mut Pen<'_>) {
    let (lang, title) = (pen.paint.lang, pen.paint.theme.title);
    match (part, &today.sample) {
        (Part::Sample, Some(sample)) => heading(sample, year, at, pen),
        (Part::Exchanges, _) => drop(pen.put(1, at, EXCHANGES.get(lang), title)),
        (_, Some(sample)) if !sample.rows.is_empty() => drop(pen.put(1, at, OUTSIDE.get(lang), title)),
        _ => drop(pen.put(1, at, DRAFTS.get(lang), title)),
    }
}

/// How far the sample is reviewed, and where it comes from.
fn heading(sample: &Sample, year: i16, at: u16, pen: &mut Pen<'_>) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let share = sample.sealed as f64 / sample.drawn.max(1) as f64;
    let (filled, empty) = bar(&pen.paint.glyphs, share, BAR);
    let done = both!("{} of {} reviewed", "{} sur {} évaluées", sample.sealed, sample.drawn);
    let column = pen.pieces(
        1,
        at,
        &[(SAMPLE.get(lang), theme.title), ("  ", theme.text), (&filled, theme.bar), (&empty, theme.quiet)],
    );
    let column = pen.put(column + 2, at, done.get(lang), theme.text);
    let drawn = both!(
        "drawn {} from {}, seed {}",
        "tiré le {} parmi {}, graine {}",
        day(lang, year, sample.on),
        number(lang, sample.of as u64),
        sample.seed
    );
    pen.put_right(column + 2, at, drawn.get(lang), theme.quiet);
}

/// What to try in the demo, on the last row, where the rows of the screen leave it free.
fn hints(keymap: &Keymap, screen: &TodayScreen, pen: &mut Pen<'_>) {
    let (lang, quiet) = (pen.paint.lang, pen.paint.theme.quiet);
    let last = pen.area.rows.saturating_sub(1);
    let taken = screen.entries().len() + 2 * screen.parts().len().saturating_sub(1);
    if usize::from(last) <= usize::from(HEAD) + taken {
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

fn draw_entries(screen: &TodayScreen, today: &Today, pen: &mut Pen<'_>) -> Option<Position> {
    let (lang, entries, parts) = (pen.paint.lang, screen.entries(), screen.parts());
    let words = |entry: &Entry, pen: &Pen<'_>| match entry {
        Entry::Row(row) => state(row, pen).2,
        Entry::Errand(errand) => errands::state(errand).get(lang).to_owned(),
    };
    let status = entries.iter().map(|entry| cells(&words(entry, pen))).max().unwrap_or(0);
    let inner = pen.area.columns.saturating_sub(status + 2);
    let widest = Widest::of(screen.rows(), lang, screen.year).with(
        entries.iter().filter_map(|entry| match entry {
            Entry::Errand(errand) => Some((&errand.reference, errand.since)),
            Entry::Row(_) => None,
        }),
        lang,
    );
    let c = Columns::brief(inner, &widest);
    let top = screen.cursor.top;
    let first = parts.iter().rev().find(|(first, _)| *first <= top);
    if let Some((_, part)) = first {
        part_heading(*part, today, screen.year, HEAD - 1, pen);
    }
    let mut at = HEAD;
    let mut position = None;
    for (place, entry) in entries.iter().enumerate().skip(top) {
        if let Some((_, part)) = parts.iter().find(|(first, _)| *first == place && place > top) {
            if at + 1 < pen.area.rows {
                part_heading(*part, today, screen.year, at + 1, pen);
            }
            at += 2;
        }
        if at >= pen.area.rows {
            break;
        }
        let here = place == screen.cursor.at;
        let part = crate::tui::geometry::Area { columns: inner, ..pen.area };
        let look = match entry {
            Entry::Row(entry) => {
                row(&mut pen.within(part), at, entry, &c, &[], None);
                state(entry, pen).1
            }
            Entry::Errand(entry) => errand(&mut pen.within(part), at, entry, &c),
        };
        pen.put(inner + 2, at, &words(entry, pen), look);
        if here {
            cursor(pen, at, Some(true));
            position = pen.position(0, at);
        }
        at += 1;
    }
    position
}

/// One exchange on one row, in the columns of the conversations; returns the look of how it stands.
fn errand(pen: &mut Pen<'_>, at: u16, errand: &Errand, c: &Columns) -> Look {
    let (lang, theme, glyphs) = (pen.paint.lang, pen.paint.theme, pen.paint.glyphs);
    let (mark, look) = match errand.kind {
        ErrandKind::Waiting => (glyphs.open, theme.quiet),
        ErrandKind::Declined => (glyphs.na, theme.quiet),
        _ => (glyphs.draft, theme.accent),
    };
    let text = if errand.kind.is_mine() { theme.text } else { theme.quiet };
    pen.put(2, at, mark, look);
    let until = if c.date > 0 { c.date } else { c.subject };
    pen.put_until(c.reference, at, until - 1, &errand.reference, theme.quiet);
    if c.date > 0 {
        pen.put_until(c.date, at, c.subject - 1, &day(lang, c.year, errand.since), theme.quiet);
    }
    if errand.subject.is_empty() {
        pen.put_until(c.subject, at, c.end, NO_SUBJECT.get(lang), theme.quiet);
    } else {
        pen.put_until(c.subject, at, c.end, &errand.subject, text);
    }
    look
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
