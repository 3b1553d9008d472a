//! Reviews of the conversation that others wrote: a calm line that they are here, and the panel that shows one, to be
//! read only.

use super::panels::MARGIN;
use super::{Front, ReviewScreen, Sealed, detail, items, panels};
use crate::both;
use crate::domain::review::State;
use crate::domain::shown::Shown;
use crate::ops::desk::Desk;
use crate::ops::others::{self, Other};
use crate::tui::action::Action;
use crate::tui::ask::Ask;
use crate::tui::message::Effect;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang, date};

/// Somebody else's review, in front.
#[derive(Clone, Debug)]
pub struct Theirs {
    desk: Desk,
    /// The result that it was opened from.
    pub(super) behind: Option<Sealed>,
}

impl ReviewScreen {
    /// Asks for the review that comes behind the one in front, the first one first.
    pub(super) fn ask_theirs(&self, cx: &mut Context) {
        let Some(desk) = &self.desk else { return };
        let open = open(desk);
        let at = match &self.front {
            Front::Theirs(theirs) => open.iter().position(|other| other.review == theirs.desk.review),
            _ => None,
        };
        let next = at.map_or(0, |at| (at + 1) % open.len().max(1));
        match open.get(next) {
            Some(other) => cx.effects.push(Effect::Ask(Ask::Theirs { review: other.review })),
            None => cx.says.extend(why_closed(desk).map(Say::Fact)),
        }
    }

    /// Puts a review in front, unless something else was begun since it was asked for.
    pub(super) fn show_theirs(&mut self, theirs: &Desk) {
        let known = |desk: &Desk| desk.others.iter().any(|other| other.review == theirs.review);
        if !self.desk.as_ref().is_some_and(known) {
            return;
        }
        let behind = match &self.front {
            Front::Nothing | Front::Why(None) | Front::Past => None,
            Front::Result(sealed) => Some(*sealed),
            Front::Theirs(before) => before.behind,
            _ => return,
        };
        self.open(Front::Theirs(Box::new(Theirs { desk: theirs.clone(), behind })));
    }
}

/// Those that may be read now.
fn open(desk: &Desk) -> Vec<&Other> {
    desk.others.iter().filter(|other| other.is_open(Some(desk.state))).collect()
}

/// Whether there is one that may be read now.
pub fn any_open(desk: &Desk) -> bool {
    !open(desk).is_empty()
}

/// Why none of those that are here can be read.
pub fn why_closed(desk: &Desk) -> Option<Bilingual> {
    let first = desk.others.first()?;
    if any_open(desk) {
        return None;
    }
    Some(match desk.others.len() {
        1 => others::is_here(first),
        n => both!(
            "{n} reviews by others are here. They open when yours is done.",
            "{n} évaluations d’autres personnes sont là. Elles s’ouvrent quand la vôtre est faite."
        ),
    })
}

/// The line over the panes; the longest that fits.
pub fn line(desk: &Desk, keys: &Keys, lang: Lang, columns: usize) -> Option<Line> {
    if desk.others.is_empty() || desk.state == State::Voided {
        return None;
    }
    let said = match open(desk).as_slice() {
        [] => closed(desk),
        [first, more @ ..] => reviewed(first, more.len(), keys),
    };
    let line = |said: &Bilingual| Line::blank().space(1).text(Tone::Quiet, said.get(lang));
    let fits = said.iter().map(line).find(|line| line.width() < columns);
    fits.or_else(|| said.last().map(line))
}

fn reviewed(first: &Other, more: usize, keys: &Keys) -> Vec<Bilingual> {
    let (key, clef) = keys.pair(Action::TheirReview);
    let Bilingual { en, fr } = others::reviewed_by(first);
    let (name, nom) = (first.reviewer.get(Lang::En), first.reviewer.get(Lang::Fr));
    let (on, le) = (date(Lang::En, first.on), date(Lang::Fr, first.on));
    match more {
        0 => vec![
            both!("{en}: {key} reads it", "{fr}\u{202f}: {clef} la lit"),
            both!("Reviewed by {name}, {on}: {key}", "Évaluée par {nom}, {le}\u{202f}: {clef}"),
            both!("Reviewed, {on}: {key}", "Évaluée, {le}\u{202f}: {clef}"),
        ],
        more => vec![
            both!(
                "{en}, and {more} more: {key} reads them",
                "{fr}, et {more} de plus\u{202f}: {clef} les lit"
            ),
            both!(
                "Reviewed by {name} and {more} more: {key}",
                "Évaluée par {nom} et {more} de plus\u{202f}: {clef}"
            ),
            both!("Reviewed by {} others: {key}", "Évaluée par {} autres\u{202f}: {clef}", more + 1),
        ],
    }
}

fn closed(desk: &Desk) -> Vec<Bilingual> {
    let short = match desk.others.len() {
        1 => Bilingual::fixed(
            "Another review opens when yours is done.",
            "Une autre évaluation s’ouvre après la vôtre.",
        ),
        n => both!(
            "{n} other reviews open when yours is done.",
            "{n} autres évaluations s’ouvrent après la vôtre."
        ),
    };
    why_closed(desk).into_iter().chain([short]).collect()
}

/// The panel with a review that somebody else wrote.
pub fn panel(theirs: &Theirs, mine: &Desk, keys: &Keys, lang: Lang, columns: usize) -> Vec<Line> {
    let desk = &theirs.desk;
    let open = open(mine);
    let Some(at) = open.iter().position(|other| other.review == desk.review) else { return Vec::new() };
    let head = others::reviewed_by(open[at]);
    let mut lines = wrapped(Tone::Title, head.get(lang), columns, MARGIN);
    if open[at].is_program {
        lines.extend(wrapped(Tone::Accent, others::NO_PERSON.get(lang), columns, MARGIN));
    }
    let list = Shown::line(desk.checklist.title.get(lang));
    lines.extend(wrapped(Tone::Quiet, &list, columns, MARGIN));
    let (theirs, back) = (keys.of(Action::TheirReview, lang), keys.of(Action::Back, lang));
    let close = match open.len() {
        1 => both!("To be read only. {back} closes.", "À lire seulement. {back} ferme."),
        n => both!(
            "{} of {n}, to be read only. {theirs} turns to the next, {back} closes.",
            "{} sur {n}, à lire seulement. {theirs} passe à la suivante, {back} ferme.",
            at + 1
        ),
    };
    lines.extend(wrapped(Tone::Quiet, close.get(lang), columns, MARGIN));
    lines.push(Line::blank());
    // What was not looked at says nothing, not even that it did not apply.
    lines.extend(panels::pillars_where(desk, &|pillar| pillar.answered > 0, lang, columns));
    let sheet = desk.history.sheet();
    for pillar in desk.checklist.scored_pillars() {
        let items = desk.checklist.items_of(&pillar.id);
        let mut answered = items.filter(|item| sheet.answer(&item.id).is_some()).peekable();
        if answered.peek().is_none() {
            continue;
        }
        lines.push(Line::blank());
        lines.push(Line::blank().space(MARGIN).text(Tone::Title, pillar.name.get(lang)));
        for item in answered {
            let Some(answer) = sheet.answer(&item.id) else { continue };
            let mut rows = wrapped(Tone::Text, item.text.get(lang), columns, MARGIN + 4);
            if let Some(first) = rows.first_mut() {
                let mark = Line::blank().space(MARGIN).then(items::value_mark(Some(answer.value)));
                // The indent gives way to the mark.
                let text = Line { pieces: first.pieces.split_off(1), ..Line::default() };
                *first = mark.to(MARGIN + 4).then(text);
            }
            lines.extend(rows);
            if let Some(cause) = items::cause_text(item, answer, lang) {
                lines.extend(wrapped(Tone::Quiet, cause, columns, MARGIN + 4));
            }
            if !answer.comment.trim().is_empty() {
                let quote = detail::quoted(answer.comment.trim(), lang);
                lines.extend(wrapped(Tone::Quiet, &quote, columns, MARGIN + 4));
            }
        }
    }
    lines
}
