//! *Today*: what should I do now? The cursor waits on the next conversation of the sample, so that enter opens its
//! review at once.

use crate::both;
use crate::domain::goal::Status;
use crate::domain::names::ExchangeId;
use crate::domain::review::State;
use crate::domain::shown::Shown;
use crate::ops::listing::Row;
use crate::ops::session::MANY;
use crate::ops::today::{Errand, ErrandKind, Today};
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply, Whose};
use crate::tui::chord::Chord;
use crate::tui::input::cursor::Cursor;
use crate::tui::message::Effect;
use crate::tui::screens::errands::to_do;
use crate::tui::screens::lines::counted;
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// Rows above the first list row: greeting, an empty row, the next step, an empty row, the sample's heading.
pub const HEAD: u16 = 5;

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct TodayScreen {
    /// What is known; `None` before the first answer.
    pub today: Option<Today>,
    /// The cursor over [`TodayScreen::entries`].
    pub cursor: Cursor,
    /// The year that dates leave out.
    pub year: i16,
    /// Questions that the team's figures raise.
    pub questions: usize,
    /// Goals that run whose promise for this week was not marked.
    pub promises: usize,
    /// Goals that are behind their path.
    pub behind: usize,
    generation: u64,
    /// Whether the cursor is to go to what is next when the answer comes.
    arriving: bool,
}

/// Something that can be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry<'a> {
    /// An exchange.
    Errand(&'a Errand),
    /// A conversation of the sample, or a draft outside it.
    Row(&'a Row),
}

/// What a part of the list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Exchanges with colleagues.
    Exchanges,
    /// The newest sample.
    Sample,
    /// Drafts that are not of the sample.
    Drafts,
}

/// What is best done now, with the action that does it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// The action whose key is shown; none while the cursor is elsewhere, where the key would do something else.
    pub action: Option<Action>,
    /// What it leads to.
    pub words: Bilingual,
    /// The subject of the conversation that it is about.
    pub about: Option<&'a str>,
}

impl TodayScreen {
    /// The rows that can be opened: the sample in drawn order, then the drafts outside it.
    pub fn rows(&self) -> Vec<&Row> {
        let Some(today) = &self.today else { return Vec::new() };
        today.sample.iter().flat_map(|sample| &sample.rows).chain(&today.drafts).collect()
    }

    /// Everything that can be opened: exchanges first, those that wait for me before those that I wait for.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let errands = self.errands().into_iter().map(Entry::Errand);
        errands.chain(self.rows().into_iter().map(Entry::Row)).collect()
    }

    /// The exchanges, in the order of [`TodayScreen::entries`].
    fn errands(&self) -> Vec<&Errand> {
        let Some(today) = &self.today else { return Vec::new() };
        let mut errands: Vec<&Errand> = today.exchanges.iter().collect();
        errands.sort_by_key(|errand| (!errand.kind.is_mine(), errand.kind, errand.since));
        errands
    }

    /// The parts of the list that hold anything, each with the place of its first entry.
    pub fn parts(&self) -> Vec<(usize, Part)> {
        let (errands, sampled, rows) = (self.errands().len(), self.sampled(), self.rows().len());
        let starts = [
            (0, errands, Part::Exchanges),
            (errands, sampled, Part::Sample),
            (errands + sampled, rows - sampled, Part::Drafts),
        ];
        starts.into_iter().filter(|(_, count, _)| *count > 0).map(|(first, _, part)| (first, part)).collect()
    }

    /// Whether there are so many conversations that figures about them are not there at once.
    pub fn is_long_to_read(&self) -> bool {
        self.today.as_ref().is_some_and(|today| today.conversations >= MANY)
    }

    /// The exchange that waits for me first, on *Compare*.
    pub fn waiting(&self) -> Option<ExchangeId> {
        let on_compare = |errand: &&&Errand| errand.kind.is_mine() && errand.kind != ErrandKind::ToRead;
        self.errands().iter().find(on_compare).map(|errand| errand.exchange)
    }

    /// Rows of the sample among [`TodayScreen::rows`].
    pub fn sampled(&self) -> usize {
        self.today.as_ref().and_then(|today| today.sample.as_ref()).map_or(0, |sample| sample.rows.len())
    }

    /// The place of the next entry to work on: an exchange that waits for me, for somebody else waits too; then the
    /// first of the sample, in drawn order, that is not sealed; a draft outside only when the sample is done.
    pub fn next(&self) -> Option<usize> {
        self.entries().iter().position(|entry| match entry {
            Entry::Errand(errand) => errand.kind.is_mine(),
            Entry::Row(row) => !settled(row),
        })
    }

    /// The one obvious next step.
    pub fn next_step(&self) -> Option<Step<'_>> {
        let today = self.today.as_ref()?;
        let step = |action, words| Some(Step { action: Some(action), words, about: None });
        if today.name.trim().is_empty() {
            let key = if self.unknown() { Action::Open } else { Action::EditMe };
            return step(key, Bilingual::fixed("say who you are", "dites qui vous êtes"));
        }
        let next = self.next().and_then(|at| Some((at, *self.entries().get(at)?)));
        if let Some((at, Entry::Errand(errand))) = next {
            let action = (at == self.cursor.at).then_some(Action::Open);
            return Some(Step { action, words: to_do(errand), about: Some(&errand.subject) });
        }
        if today.conversations == 0 {
            return step(
                Action::Import,
                Bilingual::fixed(
                    "import your conversations from a file",
                    "importez vos conversations d’un fichier",
                ),
            );
        }
        match (next, &today.sample) {
            (Some((at, Entry::Row(row))), _) => {
                let words = if state(row) == Some(State::Draft) {
                    both!("finish your review of {}", "terminez votre évaluation de {}", row.reference)
                } else {
                    both!("review {}", "évaluez {}", row.reference)
                };
                let action = (at == self.cursor.at).then_some(Action::Open);
                Some(Step { action, words, about: Some(&row.subject) })
            }
            (_, _) if today.foreign() => step(
                Action::EditMe,
                Bilingual::fixed(
                    "none of these is yours: add your help-desk ids",
                    "aucune n’est de vous\u{202f}: ajoutez vos identifiants",
                ),
            ),
            (_, _) if today.unreviewed == 0 => step(
                Action::Import,
                Bilingual::fixed(
                    "all of yours are reviewed: import more",
                    "tout est évalué\u{202f}: importez-en d’autres",
                ),
            ),
            (_, Some(_)) => step(
                Action::Draw,
                Bilingual::fixed(
                    "the sample is done: draw another when you like",
                    "échantillon terminé\u{202f}: tirez-en un autre",
                ),
            ),
            (_, None) => step(
                Action::Draw,
                Bilingual::fixed(
                    "draw a fair sample of your conversations",
                    "tirez un échantillon de vos conversations",
                ),
            ),
        }
    }

    /// What else waits, each with the action that leads there.
    pub fn notices(&self) -> Vec<(Option<Action>, Bilingual)> {
        let Some(today) = &self.today else { return Vec::new() };
        let mut notices = Vec::new();
        let n = self.questions;
        if n > 0 {
            let (en, fr) = (
                counted(Lang::En, n, ("question to ask", "questions to ask"), ("", "")),
                counted(Lang::Fr, n, ("", ""), ("question à se poser", "questions à se poser")),
            );
            notices.push((Some(Action::GoTeam), both!("{en}", "{fr}")));
        }
        let n = self.promises;
        if n > 0 {
            let (en, fr) = (
                counted(Lang::En, n, ("promise of this week", "promises of this week"), ("", "")),
                counted(Lang::Fr, n, ("", ""), ("promesse de la semaine", "promesses de la semaine")),
            );
            notices.push((Some(Action::GoGoals), both!("{en}", "{fr}")));
        }
        let n = self.behind;
        if n > 0 {
            let (en, fr) = (
                counted(Lang::En, n, ("goal is behind its path", "goals are behind their paths"), ("", "")),
                counted(
                    Lang::Fr,
                    n,
                    ("", ""),
                    ("objectif derrière son chemin", "objectifs derrière leur chemin"),
                ),
            );
            notices.push((Some(Action::GoGoals), both!("{en}", "{fr}")));
        }
        if today.past_keeping {
            notices.push((
                None,
                Bilingual::fixed(
                    "past its time: aplomb purge --dry-run",
                    "à supprimer\u{202f}: aplomb purge --dry-run",
                ),
            ));
        }
        notices
    }

    fn selected(&self) -> Option<Entry<'_>> {
        self.entries().get(self.cursor.at).copied()
    }

    /// Rows in view; the heading of each part but the first takes two.
    fn page(&self, cx: &Context<'_>) -> usize {
        let headings = 2 * u16::try_from(self.parts().len().saturating_sub(1)).unwrap_or(0);
        usize::from(cx.rows.saturating_sub(HEAD + headings)).max(1)
    }

    /// Asks for what is shown; the cursor will wait on what is next.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        self.arriving = true;
        self.reread(cx);
    }

    /// Asks for what is shown; the cursor stays where it is.
    pub fn reread(&self, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Ask(Ask::Today));
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        let empty = self.today.as_ref().is_none_or(|today| today.conversations == 0);
        match action {
            Action::Open if self.unknown() => Availability::Ready,
            Action::Open | Action::CopyReference if self.selected().is_none() => {
                Availability::Disabled(if empty {
                    Bilingual::fixed(
                        "There are no conversations yet.",
                        "Il n’y a pas encore de conversations.",
                    )
                } else {
                    Bilingual::fixed("Draw a sample first.", "Tirez d’abord un échantillon.")
                })
            }
            Action::AskColleague => self.why_not_ask().map_or(Availability::Ready, Availability::Disabled),
            Action::Send if !self.to_send() => Availability::Disabled(Bilingual::fixed(
                "Nothing waits to be sent.",
                "Rien n’attend d’être envoyé.",
            )),
            Action::Draw if empty => Availability::Disabled(Bilingual::fixed(
                "Import conversations first: there is nothing to draw from.",
                "Importez d’abord des conversations\u{202f}: il n’y a rien à tirer.",
            )),
            Action::NextPane | Action::PreviousPane | Action::Zoom | Action::Left | Action::Right => {
                Availability::Hidden
            }
            _ => Availability::Ready,
        }
    }

    /// Whether a bundle of mine waits to be sent.
    fn to_send(&self) -> bool {
        self.errands().iter().any(|errand| errand.kind == ErrandKind::ToSend)
    }

    /// Why no colleague can be asked about the entry under the cursor.
    fn why_not_ask(&self) -> Option<Bilingual> {
        match self.selected() {
            Some(Entry::Row(row)) if settled(row) => None,
            Some(Entry::Errand(errand)) if errand.kind == ErrandKind::Declined => None,
            Some(Entry::Row(_)) => Some(Bilingual::fixed(
                "Seal your own answers first: then a colleague can be asked.",
                "Scellez d’abord vos réponses\u{202f}: un collègue peut ensuite être sollicité.",
            )),
            Some(Entry::Errand(_)) => {
                Some(Bilingual::fixed("A colleague is asked already.", "Un collègue est déjà sollicité."))
            }
            None => Some(Bilingual::fixed("Draw a sample first.", "Tirez d’abord un échantillon.")),
        }
    }

    /// Whether the first thing to do is to say who I am, and enter does just that: nothing else is here to open.
    fn unknown(&self) -> bool {
        self.today.as_ref().is_some_and(|today| today.name.trim().is_empty()) && self.entries().is_empty()
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        let (len, page) = (self.entries().len(), self.page(cx));
        if self.cursor.moved(action, len, page) {
            return;
        }
        if action == Action::Open && self.unknown() {
            cx.says.push(Say::AskWho);
            return;
        }
        match action {
            Action::Send => return cx.says.push(Say::SendOut(None)),
            Action::OpenBundle => return cx.says.push(Say::OpenBundle),
            Action::Swap => return cx.effects.push(Effect::Ask(Ask::ExchangeFolder)),
            _ => {}
        }
        match (self.selected(), action) {
            (Some(Entry::Row(row)), Action::Open) => cx.says.push(Say::OpenReview(row.id)),
            (Some(Entry::Row(row)), Action::CopyReference) => copy(&row.reference, cx),
            (Some(Entry::Row(row)), Action::AskColleague) => cx.says.push(Say::AskAbout(row.id)),
            (Some(Entry::Errand(errand)), Action::Open) => cx.says.push(match errand.kind {
                ErrandKind::ToRead => Say::OpenReview(errand.conversation),
                _ => Say::OpenExchange(errand.exchange),
            }),
            (Some(Entry::Errand(errand)), Action::CopyReference) => copy(&errand.reference, cx),
            (Some(Entry::Errand(errand)), Action::AskColleague) => {
                cx.says.push(Say::AskAbout(errand.conversation));
            }
            _ => {}
        }
    }

    /// Whether a text field has the keys; never here.
    pub fn captures(&self) -> bool {
        false
    }

    /// A key for a text field; none here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// Pasted text; lands nowhere here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Text from the external editor; none here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// An answer of the worker.
    pub fn reply(&mut self, reply: &Reply, cx: &mut Context<'_>) {
        if let Reply::Metrics { whose: Whose::Questions, generation, figures } = reply
            && *generation == self.generation
        {
            self.questions = figures.report.alarms.len();
        }
        if let Reply::Goals(goals) = reply {
            self.promises = goals.rows.iter().filter(|line| line.waits).count();
            self.behind = goals.rows.iter().filter(|line| line.status == Status::Behind).count();
        }
        let Reply::Today(today) = reply else { return };
        if today.goals {
            cx.effects.push(Effect::Ask(Ask::Goals));
        }
        if today.lead {
            self.generation += 1;
            let generation = self.generation;
            cx.effects.push(Effect::Ask(Ask::Metrics { weeks: 4, whose: Whose::Questions, generation }));
        }
        let arriving = std::mem::take(&mut self.arriving) || self.today.is_none();
        let before = self.selected().filter(|_| !arriving).map(place);
        self.year = cx.year();
        self.today = Some((**today).clone());
        let done = |entry: &Entry| matches!(entry, Entry::Row(row) if settled(row));
        let entries = self.entries();
        let at = before
            .and_then(|id| entries.iter().position(|entry| place(*entry) == id && !done(entry)))
            .or_else(|| self.next())
            .unwrap_or(self.cursor.at);
        let (len, page) = (entries.len(), self.page(cx));
        self.cursor.put(at, len, page);
    }

    /// The size has changed: the cursor stays in view.
    pub fn resized(&mut self, cx: &mut Context<'_>) {
        let (len, page) = (self.entries().len(), self.page(cx));
        self.cursor.keep(len, page);
    }

    /// One step back inside; there is none.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        false
    }

    /// A click: the cursor goes to the row, a second click there opens it.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context<'_>) {
        let (len, page) = (self.entries().len(), self.page(cx));
        let Some(line) = row.checked_sub(HEAD) else { return };
        let Some(at) = self.entry_at(usize::from(line)).filter(|at| *at < len) else { return };
        if at == self.cursor.at {
            self.act(Action::Open, Chord::of(crate::tui::chord::Key::Enter), cx);
        } else {
            self.cursor.put(at, len, page);
        }
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context<'_>) {
        let (len, page) = (self.entries().len(), self.page(cx));
        self.cursor.scroll(rows, len, page);
    }

    /// What stands at the right end of the footer; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// The entry on a line of the list: the heading of a part takes two lines and is none.
    fn entry_at(&self, line: usize) -> Option<usize> {
        let top = self.cursor.top;
        let parts = self.parts();
        let above = |at: usize| 2 * parts.iter().filter(|(first, _)| *first > top && *first <= at).count();
        (top..=top + line).find(|at| at - top + above(*at) == line)
    }
}

/// Puts a reference on the clipboard.
pub fn copy(reference: &Shown, cx: &mut Context<'_>) {
    cx.effects.push(Effect::Copy(reference.as_str().to_owned()));
    cx.says.push(Say::Fact(both!("copied {reference}", "{reference} copié")));
}

/// What tells one entry from another when everything is read again.
fn place(entry: Entry) -> (Option<ExchangeId>, i64) {
    match entry {
        Entry::Errand(errand) => (Some(errand.exchange), errand.conversation),
        Entry::Row(row) => (None, row.id),
    }
}

/// The state of my review of a row.
pub fn state(row: &Row) -> Option<State> {
    row.review.as_ref().map(|(state, _)| *state)
}

/// Whether nothing is left to do on a row.
fn settled(row: &Row) -> bool {
    state(row).is_some_and(|state| !matches!(state, State::Draft | State::Voided))
}
