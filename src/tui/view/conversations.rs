//! Drawing *Conversations*.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::both;
use crate::domain::shown::Shown;
use crate::ops::listing::Order;
use crate::ops::transcript::Transcript;
use crate::tui::action::Action;
use crate::tui::geometry::{Area, Pane};
use crate::tui::keymap::Keymap;
use crate::tui::screens::conversations::ConversationsScreen;
use crate::tui::theme::Look;
use crate::tui::view::list::{Widest, columns, cursor, heads, row, state};
use crate::tui::view::pen::{Pen, area, cells, rect};
use crate::tui::view::transcript::{self, Marks};
use crate::tui::view::{Paint, field};
use crate::words::{Bilingual, Lang, date_time, duration, number, plural};

const SYNTAX: Bilingual = Bilingual::fixed(
    "all words, !without  agent: channel: tag: status: since:7d is:unreviewed is:draft is:drawn is:rated",
    "tous les mots, !sans  agent: canal: tag: statut: depuis:7d est:à-évaluer est:brouillon est:tirée est:notée",
);

/// Draws the screen.
pub fn draw(
    screen: &ConversationsScreen,
    keymap: &Keymap,
    place: Rect,
    paint: &Paint,
    frame: &mut Frame<'_>,
) -> Option<Position> {
    let panes = screen.panes(area(place));
    let mut pen = Pen::new(frame.buffer_mut(), area(place), paint);
    let mut position = None;
    if panes.list.rows > 0 {
        position = draw_list(screen, keymap, panes.list, screen.list_area(panes), &mut pen);
    }
    if panes.wall {
        wall(&mut pen, panes.list);
    }
    if panes.side.rows > 0 {
        let focused = screen.pane == Pane::Side && screen.prompt.is_none();
        title_side(screen, &mut pen.within(panes.side), focused);
        if let Some(read) = &screen.transcript {
            let words = screen.words();
            let marks = Marks { words: &words, focused, ..Marks::default() };
            let inside = rect(ConversationsScreen::side_area(panes));
            let at = transcript::draw(&read.turns, &screen.reading, &marks, inside, paint, frame);
            if focused {
                position = at;
            }
        }
    }
    position
}

/// The vertical rule between two panes, hanging from their titles.
pub fn wall(pen: &mut Pen<'_>, list: Area) {
    let (theme, glyphs) = (pen.paint.theme, pen.paint.glyphs);
    let column = Area { x: list.right().saturating_sub(1), columns: 1, ..list };
    let mut pen = pen.within(column);
    pen.put(0, 0, glyphs.tee_down, theme.frame);
    for row in 1..list.rows {
        pen.put(0, row, glyphs.wall, theme.frame);
    }
}

fn draw_list(
    screen: &ConversationsScreen,
    keymap: &Keymap,
    pane: Area,
    inside: Area,
    pen: &mut Pen<'_>,
) -> Option<Position> {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let focused = screen.pane == Pane::List;
    let title = title(screen, pen.paint.glyphs.more);
    let title_end = pen.within(pane).rule(0, &[(title.get(lang), theme.title)], focused);
    let mut typing = None;
    if let Some(prompt) = &screen.prompt {
        let mut head = pen.within(Area { y: pane.y + 1, rows: 3, columns: inside.columns, ..pane });
        let label = Bilingual::fixed("filter", "filtre");
        let column = head.put(1, 0, label.get(lang), theme.accent) + 1;
        let part = Area {
            x: head.area.x + column,
            columns: head.area.columns.saturating_sub(column + 1),
            rows: 1,
            ..head.area
        };
        typing = field::draw(&mut head, part, prompt, true);
        head.wrapped(1, 1, SYNTAX.get(lang), theme.quiet);
    }
    let Some(found) = &screen.found else { return typing };
    if found.ids.is_empty() {
        let mut pen = pen.within(inside);
        let import = keymap.shown(Action::Import);
        let words = if found.of == 0 {
            both!(
                "There are no conversations yet. {} imports some from a file or folder.",
                "Il n’y a pas encore de conversations. {} en importe d’un fichier ou d’un dossier.",
                import
            )
        } else {
            both!(
                "No conversation matches. {} clears the filter, {} changes it.",
                "Aucune conversation ne correspond. {} efface le filtre, {} le modifie.",
                keymap.shown(Action::Back),
                keymap.shown(Action::Find)
            )
        };
        pen.wrapped(1, 1, words.get(lang), theme.text);
        return typing;
    }
    let from = screen.cursor.top;
    let seen: Vec<(usize, i64)> =
        found.ids.iter().copied().enumerate().skip(from).take(usize::from(inside.rows)).collect();
    let rows = seen.iter().filter_map(|(_, id)| screen.row(*id)).map(|(row, _)| row);
    let c = columns(inside.columns, &Widest::of(rows, lang, screen.year));
    heads(&mut pen.within(Area { columns: inside.columns, ..pane }), &c, title_end);
    let mut pen = pen.within(inside);
    let words = screen.words();
    let mut position = None;
    for (at, (place, id)) in (0u16..).zip(&seen) {
        let here = (*place == screen.cursor.at).then_some(focused);
        match screen.row(*id) {
            Some((entry, fresh)) => {
                let mut entry = entry.clone();
                // What an older search found says nothing about this one.
                if !fresh {
                    entry.found = None;
                }
                row(&mut pen, at, &entry, &c, &words, here);
            }
            None => {
                pen.put(c.reference, at, pen.paint.glyphs.more, theme.quiet);
                cursor(&mut pen, at, here);
            }
        }
        if here.is_some() {
            position = pen.position(0, at);
        }
    }
    typing.or(position)
}

fn title(screen: &ConversationsScreen, more: &str) -> Bilingual {
    let Some(found) = &screen.found else {
        return Bilingual::fixed("Conversations", "Conversations");
    };
    let order = order(screen.order);
    let query = Shown::short(&screen.query, 40);
    let unknown = found.not_understood.first().map(|word| Shown::short(word, 20));
    let in_lang = |lang| {
        let of = number(lang, found.of);
        let shown = if screen.counting() { more.to_owned() } else { number(lang, found.ids.len() as u64) };
        let order = order.get(lang);
        let told = match (lang, &unknown) {
            (_, None) => String::new(),
            (Lang::En, Some(word)) => format!(", `{word}` means nothing here"),
            (Lang::Fr, Some(word)) => format!(", « {word} » ne dit rien ici"),
        };
        match lang {
            _ if screen.query.is_empty() => format!("Conversations ({of}), {order}"),
            Lang::En => format!("filter: {query} ({shown} of {of}), {order}{told}"),
            Lang::Fr => format!("filtre\u{202f}: {query} ({shown} sur {of}), {order}{told}"),
        }
    };
    Bilingual::made(in_lang(Lang::En), in_lang(Lang::Fr))
}

const fn order(order: Order) -> Bilingual {
    match order {
        Order::Newest => Bilingual::fixed("newest first", "les plus récentes d’abord"),
        Order::Oldest => Bilingual::fixed("oldest first", "les plus anciennes d’abord"),
        Order::Longest => Bilingual::fixed("longest first", "les plus longues d’abord"),
        Order::Subject => Bilingual::fixed("by subject", "par objet"),
    }
}

fn title_side(screen: &ConversationsScreen, pen: &mut Pen<'_>, focused: bool) {
    let (lang, theme) = (pen.paint.lang, pen.paint.theme);
    let Some(read) = &screen.transcript else {
        pen.rule(0, &[], focused);
        return;
    };
    let title: [(&str, Look); 3] =
        [(&read.reference, theme.title), ("  ", theme.text), (&read.subject, theme.title)];
    pen.rule(0, &title, focused);
    // The marks of the list in words: whoever moves through it learns them.
    let mut end = pen.area.columns;
    if let Some((row, _)) = screen.row(read.id) {
        let (mark, look, words) = state(row, pen);
        let drawn = Bilingual::fixed("drawn", "tirée");
        let words = format!("{mark} {words}");
        end = pen.put_right(24, 1, &words, look);
        if row.drawn {
            let words = format!("{} {}", pen.paint.glyphs.drawn, drawn.get(lang));
            let from = end.saturating_sub(cells(&words) + 2);
            if from > 24 {
                pen.put(from, 1, &words, theme.accent);
                end = from;
            }
        }
    }
    pen.put_until(1, 1, end.saturating_sub(2), facts(read).get(lang), theme.quiet);
}

/// Channel, time, length, messages, rating: what there is of it.
fn facts(read: &Transcript) -> Bilingual {
    let in_lang = |lang| {
        let mut facts: Vec<String> = vec![date_time(lang, read.opened_at)];
        if !read.channel.is_empty() {
            facts.push(read.channel.as_str().to_owned());
        }
        let messages = read.turns.len() as u64;
        let word = plural(lang, messages, "message", "messages");
        facts.push(format!("{} {word}", number(lang, messages)));
        facts.push(duration(lang, read.seconds));
        if let Some((score, _, best)) = read.rating {
            facts.push(match lang {
                Lang::En => format!("rated {score} of {best}"),
                Lang::Fr => format!("note {score} sur {best}"),
            });
        }
        if cells(&read.agent) > 0 {
            facts.push(read.agent.as_str().to_owned());
        }
        facts.join(", ")
    };
    Bilingual::made(in_lang(Lang::En), in_lang(Lang::Fr))
}
