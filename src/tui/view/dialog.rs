//! Drawing forms and sheets.

use ratatui::Frame;
use ratatui::layout::Position;

use crate::both;
use crate::tui::geometry::{Area, centred};
use crate::tui::input::field::Field;
use crate::tui::screens::dialog::{DrawForm, ImportForm, PERIODS, Sheet, sheet_areas};
use crate::tui::screens::errand_forms::{PathForm, Unlocking, Wanted};
use crate::tui::screens::first_run::Who;
use crate::tui::theme::Look;
use crate::tui::view::list::cursor;
use crate::tui::view::pen::{Pen, cells};
use crate::tui::view::{Paint, field};
use crate::words::Bilingual;

/// Draws the frame of a dialog in the middle of an area and empties it; returns its inside.
pub fn framed(pen: &mut Pen<'_>, columns: u16, rows: u16, title: &str) -> Area {
    let outside = centred(pen.area, columns, rows);
    let (theme, glyphs) = (pen.paint.theme, pen.paint.glyphs);
    let mut pen = pen.within(outside);
    let (right, bottom) = (outside.columns.saturating_sub(1), outside.rows.saturating_sub(1));
    for row in 0..outside.rows {
        for column in 0..outside.columns {
            let edge = match (column == 0, column == right, row == 0, row == bottom) {
                (true, _, true, _) => glyphs.corners[0],
                (_, true, true, _) => glyphs.corners[1],
                (true, _, _, true) => glyphs.corners[2],
                (_, true, _, true) => glyphs.corners[3],
                (_, _, true, _) | (_, _, _, true) => glyphs.rule,
                (true, ..) | (_, true, ..) => glyphs.wall,
                _ => " ",
            };
            pen.blank(column, row);
            pen.put(column, row, edge, theme.frame);
        }
    }
    pen.put_until(2, 0, right, &format!(" {title} "), theme.title);
    outside.inside(2, 1)
}

/// Draws the form of a draw.
pub fn draw_form(form: &DrawForm, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, glyphs } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let title = Bilingual::fixed("Draw a sample", "Tirer un échantillon");
    let inside = framed(&mut pen, 58, 10, title.get(lang));
    let mut pen = pen.within(inside);
    let period = match PERIODS.get(form.period).copied().flatten() {
        Some(days) => both!("the last {days} days", "les {days} derniers jours"),
        None => Bilingual::fixed("everything", "tout"),
    };
    let by_channel = if form.by_channel {
        Bilingual::fixed("yes, each channel its share", "oui, sa part à chaque canal")
    } else {
        Bilingual::fixed("no", "non")
    };
    let rows: [(Bilingual, String); DrawForm::ROWS] = [
        (
            Bilingual::fixed("How many", "Combien"),
            if form.count == 0 { String::new() } else { form.count.to_string() },
        ),
        (Bilingual::fixed("From", "Parmi"), period.get(lang).to_owned()),
        (Bilingual::fixed("By channel", "Par canal"), by_channel.get(lang).to_owned()),
    ];
    let mut position = None;
    for (at, (label, value)) in rows.iter().enumerate() {
        let row = u16::try_from(at).unwrap_or(0) + 1;
        let here = at == form.row;
        if here {
            pen.put(0, row, glyphs.cursor, theme.accent);
        }
        pen.put(2, row, label.get(lang), if here { theme.title } else { theme.text });
        let look = if here { Look { underlined: true, ..theme.text } } else { theme.text };
        let end = pen.put(17, row, value, look);
        // What left and right change stands between the two.
        if here {
            pen.put(15, row, glyphs.less, theme.accent);
            pen.put(end + 1, row, glyphs.greater, theme.accent);
            position = pen.position(if at == 0 { end } else { 17 }, row);
        }
    }
    let hint = Bilingual::fixed(
        "Drawn by chance from your own conversations that you have not reviewed. Five take about ten minutes.",
        "Tiré au hasard parmi vos propres conversations pas encore évaluées. Cinq prennent une dizaine de minutes.",
    );
    pen.wrapped(0, 5, hint.get(lang), theme.quiet);
    position
}

/// Draws the form of an import.
pub fn import_form(
    form: &ImportForm,
    content: Area,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let title = Bilingual::fixed("Import conversations", "Importer des conversations");
    let inside = framed(&mut pen, 72, 10, title.get(lang));
    let mut pen = pen.within(inside);
    let label = Bilingual::fixed("File or folder", "Fichier ou dossier");
    let column = pen.put(0, 1, label.get(lang), theme.text) + 1;
    let part = Area {
        x: inside.x + column,
        y: inside.y + 1,
        columns: inside.columns.saturating_sub(column),
        rows: 1,
    };
    let position = field::draw(&mut pen, part, &form.path, true);
    let hint = Bilingual::fixed(
        "For example ~/Downloads/july.jsonl, or a folder of such files. A CSV file needs its map behind it: july.csv --map my-map.toml\n\nOnly your own conversations are kept. The same file twice adds nothing, and the file itself is not changed.",
        "Par exemple ~/Téléchargements/juillet.jsonl, ou un dossier. Un fichier CSV demande son plan derrière lui : juillet.csv --map mon-plan.toml\n\nSeules vos propres conversations sont gardées. Le même fichier deux fois n’ajoute rien, et le fichier n’est pas modifié.",
    );
    pen.wrapped(0, 3, hint.get(lang), theme.quiet);
    position
}

/// Draws the question where bundles go, or which one to open.
pub fn path_form(form: &PathForm, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let (title, label, hint) = match form.wanted {
        Wanted::Send(_) => (
            Bilingual::fixed("Send what waits", "Envoyer ce qui attend"),
            Bilingual::fixed("Folder", "Dossier"),
            Bilingual::fixed(
                "Each bundle is written there as a file, sealed for the one colleague who may open it. Hand it over as you hand over any file: by chat, mail or a shared folder.",
                "Chaque pli y est écrit dans un fichier, scellé pour la seule personne qui peut l’ouvrir. Remettez-le comme n’importe quel fichier\u{202f}: messagerie, courriel ou dossier partagé.",
            ),
        ),
        Wanted::Open => (
            Bilingual::fixed("Open a bundle", "Ouvrir un pli"),
            Bilingual::fixed("File or folder", "Fichier ou dossier"),
            Bilingual::fixed(
                "The file that a colleague sent. The same bundle twice adds nothing; one that is damaged or meant for somebody else is refused whole.",
                "Le fichier qu’un collègue a envoyé. Le même pli deux fois n’ajoute rien\u{202f}; un pli abîmé ou destiné à quelqu’un d’autre est refusé en entier.",
            ),
        ),
    };
    let inside = framed(&mut pen, 72, 9, title.get(lang));
    let mut pen = pen.within(inside);
    let position = labelled_field(&mut pen, label.get(lang), &form.path);
    pen.wrapped(0, 3, hint.get(lang), theme.quiet);
    position
}

/// Draws the question what opens the person's key; of what is typed, only how long it is.
pub fn unlock(form: &Unlocking, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, glyphs } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let title = Bilingual::fixed("Open your key", "Ouvrir votre clé");
    let inside = framed(&mut pen, 64, 8, title.get(lang));
    let mut pen = pen.within(inside);
    let label = Bilingual::fixed("Passphrase", "Phrase secrète");
    let veil = Field::line(&glyphs.sealed.repeat(form.passphrase.text().chars().count()));
    let position = labelled_field(&mut pen, label.get(lang), &veil);
    let hint = Bilingual::fixed(
        "Your key signs what you send and opens what is sent to you. It stays open until you quit.",
        "Votre clé signe ce que vous envoyez et ouvre ce qui vous est envoyé. Elle reste ouverte jusqu’à ce que vous quittiez.",
    );
    pen.wrapped(0, 3, hint.get(lang), theme.quiet);
    position
}

fn labelled_field(pen: &mut Pen<'_>, label: &str, text: &Field) -> Option<Position> {
    let look = pen.paint.theme.text;
    let column = pen.put(0, 1, label, look) + 1;
    let columns = pen.area.columns.saturating_sub(column);
    let part = Area { x: pen.area.x + column, y: pen.area.y + 1, columns, rows: 1 };
    field::draw(pen, part, text, true)
}

/// Draws the question who uses the program.
pub fn who(form: &Who, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    pen.blank_all();
    let columns = content.columns.saturating_sub(4).min(72);
    let mut pen = pen.within(Area { x: content.x + 2, columns, ..content });
    let title = if form.first {
        Bilingual::fixed("Welcome. Who are you?", "Bienvenue. Qui êtes-vous\u{202f}?")
    } else {
        Bilingual::fixed("Who are you?", "Qui êtes-vous\u{202f}?")
    };
    let why = Bilingual::fixed(
        "Aplomb finds your own conversations by your name and by the ids or addresses under which your help desk knows you. It all stays on this machine.",
        "Aplomb trouve vos propres conversations par votre nom et par les identifiants ou adresses sous lesquels votre service d’assistance vous connaît. Tout reste sur cette machine.",
    );
    pen.put(0, 1, title.get(lang), theme.title);
    let row = pen.wrapped(0, 3, why.get(lang), theme.text) + 1;
    let labels = [
        Bilingual::fixed("Your name", "Votre nom"),
        Bilingual::fixed("Ids, addresses", "Identifiants, adresses"),
    ];
    let wide = labels.iter().map(|label| cells(label.get(lang))).max().unwrap_or(0) + 2;
    let mut position = None;
    for (at, (label, text)) in (0u16..).zip(labels.iter().zip([&form.name, &form.aliases])) {
        let row = row + 2 * at;
        let here = form.second == (at == 1);
        pen.put(0, row, label.get(lang), if here { theme.accent } else { theme.text });
        let part = Area {
            x: pen.area.x + wide,
            y: pen.area.y + row,
            columns: columns.saturating_sub(wide),
            rows: 1,
        };
        position = field::draw(&mut pen, part, text, here).or(position);
    }
    let note = if form.missing {
        Bilingual::fixed(
            "A name is needed; any name will do.",
            "Il faut un nom\u{202f}; n’importe lequel convient.",
        )
    } else {
        Bilingual::fixed(
            "Separated by commas; may stay empty.",
            "Séparés par des virgules\u{202f}; peut rester vide.",
        )
    };
    pen.put(wide, row + 3, note.get(lang), if form.missing { theme.warning } else { theme.quiet });
    position
}

/// Draws lines to read.
pub fn sheet(sheet: &Sheet, content: Area, paint: &Paint, frame: &mut Frame<'_>) -> Option<Position> {
    let Paint { lang, theme, .. } = *paint;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    pen.blank_all();
    pen.rule(0, &[(sheet.title.get(lang), theme.title)], true);
    if sheet.lines.is_empty() {
        let none = Bilingual::fixed("Nothing has been said yet.", "Rien n’a encore été dit.");
        pen.put(1, 2, none.get(lang), theme.text);
        return None;
    }
    let (list, whole) = sheet_areas(content);
    let mut position = None;
    let mut lines = pen.within(list);
    let seen = sheet.lines.iter().enumerate().skip(sheet.cursor.top).take(usize::from(list.rows));
    for (at, (place, line)) in (0u16..).zip(seen) {
        lines.put(2, at, line, theme.text);
        if place == sheet.cursor.at {
            cursor(&mut lines, at, Some(true));
            position = lines.position(0, at);
        }
    }
    if let (Some(line), true) = (sheet.lines.get(sheet.cursor.at), whole.rows > 1) {
        let mut whole = pen.within(whole);
        whole.rule(0, &[], false);
        whole.wrapped(1, 1, line, theme.text);
    }
    position
}

/// Draws a warning in the lower right corner of the content.
pub fn toast(words: &str, content: Area, paint: &Paint, frame: &mut Frame<'_>) {
    let theme = paint.theme;
    let mut pen = Pen::new(frame.buffer_mut(), content, paint);
    let columns = content.columns.saturating_sub(4).min(64);
    let lines = crate::domain::shown::Shown::text(words).wrap(usize::from(columns.saturating_sub(4)).max(1));
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(content.rows);
    let wide = lines.iter().map(|line| cells(line)).max().unwrap_or(0) + 4;
    let corner = Area {
        x: content.right().saturating_sub(wide + 1),
        y: content.bottom().saturating_sub(rows),
        columns: wide,
        rows,
    };
    let mut pen = pen.within(corner);
    let inside = framed(&mut pen, wide, rows, "!");
    let mut pen = pen.within(inside);
    for (row, line) in (0u16..).zip(&lines) {
        pen.put(0, row, line, theme.warning);
    }
}
