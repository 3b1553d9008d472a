//! Drawing *Today*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::both;
use crate::ops::listing::Row;
use crate::tui::keymap::Keymap;
use crate::tui::screens::today::{HEAD, TodayScreen};
use crate::tui::view::Paint;
use crate::tui::view::list::{Columns, columns, cursor, row, state, widest};
use crate::tui::view::pen::{Pen, area, cells};
use crate::words::{Bilingual, Lang, date, number, plural};

const DRAFTS: Bilingual = Bilingual::fixed("Drafts outside the sample", "Brouillons hors de l’échantillon");

/// Draws the screen.
pub fn draw(
    screen: &TodayScreen,
    name: &str,
    keymap: &Keymap,
    place: Rect,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), area(place).inside(1, 0), paint);
    let today = screen.today.as_ref()?;
    let hello = if name.is_empty() {
        Bilingual::fixed("Hello.", "Bonjour.")
    } else {
        both!("Hello, {}.", "Bonjour, {}.", name)
    };
    let column = pen.put(1, 0, hello.get(lang), theme.title);
    pen.put(column + 2, 0, facts(screen).get(lang), theme.quiet);
    if let Some(step) = screen.next_step() {
        let key = keymap.shown(step.action);
        let column = pen.put(1, 2, NEXT.get(lang), theme.title) + 2;
        let column = pen.put(column, 2, &key, theme.accent) + 2;
        pen.put(column, 2, step.words.get(lang), theme.text);
    }
    let rows = screen.rows();
    if rows.is_empty() {
        explain(&mut pen, today.conversations == 0);
        return None;
    }
    if let Some(sample) = &today.sample {
        let heading = both!(
            "Your sample: {} of {} reviewed",
            "Échantillon\u{202f}: {} sur {} évaluées",
            sample.sealed,
            sample.drawn
        );
        let column = pen.put(1, 4, heading.get(lang), theme.title);
        let drawn = both!(
            "drawn on {} from {}, seed {}",
            "tiré le {} parmi {}, graine {}",
            date(lang, sample.on),
            number(lang, sample.of as u64),
            sample.seed
        );
        pen.put_right(column + 2, 4, drawn.get(lang), theme.quiet);
    } else {
        pen.put(1, 4, DRAFTS.get(lang), theme.title);
    }
    draw_rows(screen, &rows, &mut pen)
}

const NEXT: Bilingual = Bilingual::fixed("Next", "À faire");

fn draw_rows(screen: &TodayScreen, rows: &[&Row], pen: &mut Pen<'_>) -> Option<Position> {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let status = rows.iter().map(|row| cells(&state(row, pen).2)).max().unwrap_or(0);
    let inner = pen.area.columns.saturating_sub(status + 2);
    let c: Columns = columns(inner, widest(rows.iter().copied()));
    let sampled = screen.sampled();
    let mut at = HEAD;
    let mut position = None;
    for (place, entry) in rows.iter().enumerate().skip(screen.cursor.top) {
        if place == sampled && sampled > 0 {
            pen.put(1, at + 1, DRAFTS.get(lang), theme.title);
            at += 2;
        }
        if at >= pen.area.rows {
            break;
        }
        let here = place == screen.cursor.at;
        let (_, look, words) = state(entry, pen);
        let part = crate::tui::geometry::Area { columns: inner, ..pen.area };
        row(&mut pen.within(part), at, entry, &c, &[], None);
        pen.put_right(inner, at, &words, look);
        if here {
            cursor(pen, at, Some(true));
            position = pen.position(0, at);
        }
        at += 1;
    }
    position
}

fn facts(screen: &TodayScreen) -> Bilingual {
    let Some(today) = &screen.today else { return Bilingual::default() };
    if today.conversations == 0 {
        return Bilingual::default();
    }
    let in_lang = |lang| {
        let n = |count: u64| number(lang, count);
        let pick = |count, one: &'static str, many: &'static str| plural(lang, count, one, many);
        match lang {
            Lang::En => format!(
                "{} {}, {} not reviewed yet; {} sealed this week",
                n(today.conversations),
                pick(today.conversations, "conversation", "conversations"),
                n(today.unreviewed),
                n(today.sealed_this_week),
            ),
            Lang::Fr => format!(
                "{} {}, {} à évaluer\u{202f}; {} {} en 7 jours",
                n(today.conversations),
                pick(today.conversations, "conversation", "conversations"),
                n(today.unreviewed),
                n(today.sealed_this_week),
                pick(today.sealed_this_week, "scellée", "scellées"),
            ),
        }
    };
    Bilingual::made(in_lang(Lang::En), in_lang(Lang::Fr))
}

fn explain(pen: &mut Pen<'_>, nothing: bool) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let lines = if nothing {
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
