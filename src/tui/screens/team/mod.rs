//! *Team*: how are we doing? A few pages of what agents chose to submit, none of which says anything about one person.

mod empty;
mod metrics;
mod steering;
mod submitted;
mod week;

use crate::both;
use crate::domain::book::{Book, Sheet};
use crate::ops::desk::Desk;
use crate::ops::diagnostic::Diagnostic;
use crate::ops::team::Seen;
use crate::tui::action::{Action, Availability};
use crate::tui::ask::{Ask, Reply, Whose};
use crate::tui::chord::Chord;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::book_page::{Hand, MARGIN, told};
use crate::tui::screens::figures;
use crate::tui::screens::keys::Keys;
use crate::tui::screens::lines::{Line, Tone, wrapped};
use crate::tui::screens::measured::Measured;
use crate::tui::screens::page::{Page, Paged, Reading};
use crate::tui::screens::{Context, Say};
use crate::words::{Bilingual, Lang};

/// The pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Leaf {
    /// What would I do on Monday?
    #[default]
    Week,
    /// Means with their intervals.
    Pillars,
    /// The items, most worth talking about first.
    Items,
    /// What conversations say.
    Metrics,
    /// How we steer.
    Steering,
    /// Who handed in how much.
    Submissions,
}

/// How far back figures look. Whole weeks: the period before has the same weekdays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Period {
    /// Four weeks.
    #[default]
    Month,
    /// Thirteen.
    Quarter,
    /// Fifty-two.
    Year,
}

impl Period {
    const fn weeks(self) -> u32 {
        match self {
            Period::Month => 4,
            Period::Quarter => 13,
            Period::Year => 52,
        }
    }

    const fn next(self) -> Period {
        match self {
            Period::Month => Period::Quarter,
            Period::Quarter => Period::Year,
            Period::Year => Period::Month,
        }
    }
}

/// All pages, in the order of `tab`.
const LEAVES: [(Leaf, Bilingual); 6] = [
    (Leaf::Week, Bilingual::fixed("This week", "Semaine")),
    (Leaf::Pillars, Bilingual::fixed("Pillars", "Piliers")),
    (Leaf::Items, Bilingual::fixed("Items", "Points")),
    (Leaf::Metrics, Bilingual::fixed("Metrics", "Indicateurs")),
    (Leaf::Steering, Bilingual::fixed("Steering", "Pilotage")),
    (Leaf::Submissions, Bilingual::fixed("Submissions", "Remises")),
];

/// The state of the screen.
#[derive(Clone, Debug, Default)]
pub struct TeamScreen {
    diagnostic: Option<Diagnostic>,
    measured: Measured,
    seen: Option<Seen>,
    period: Period,
    /// Grows with every change of the period.
    generation: u64,
    leaf: Leaf,
    reading: Reading,
    keys: Keys,
}

impl TeamScreen {
    /// The screen of somebody with these keys.
    pub fn new(keymap: &Keymap) -> TeamScreen {
        TeamScreen { keys: Keys::new(keymap), ..TeamScreen::default() }
    }

    /// No review is on this screen.
    pub fn desk(&self) -> Option<&Desk> {
        None
    }

    /// Has the figures read before anybody looks at them.
    pub fn read_ahead(&mut self, cx: &mut Context<'_>) {
        self.measured.ask_ahead(Whose::Team, self.period.weeks(), cx);
    }

    /// Asks for what is shown.
    pub fn enter(&mut self, cx: &mut Context<'_>) {
        cx.effects.push(Effect::Ask(Ask::Steering));
        self.generation += 1;
        let (weeks, generation) = (self.period.weeks(), self.generation);
        cx.effects.push(Effect::Ask(Ask::Team { weeks, generation }));
        self.measured.ask(Whose::Team, weeks, cx);
    }

    /// Whether an action can be done now.
    pub fn available(&self, action: Action) -> Availability {
        match action {
            Action::NextPane
            | Action::PreviousPane
            | Action::OpenBundle
            | Action::Diagnose
            | Action::Period
            | Action::Reread => Availability::Ready,
            Action::Open => match self.reading.at {
                Some(_) => Availability::Ready,
                None => Availability::Disabled(Bilingual::fixed(
                    "Go to a row with a figure first.",
                    "Allez d’abord sur une ligne avec un chiffre.",
                )),
            },
            _ if Reading::moves(action) => Availability::Ready,
            _ => Availability::Hidden,
        }
    }

    /// Does an action.
    pub fn act(&mut self, action: Action, _chord: Chord, cx: &mut Context<'_>) {
        match action {
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(-1),
            Action::OpenBundle => cx.says.push(Say::OpenBundle),
            Action::Period => {
                self.period = self.period.next();
                self.measured.turn();
                self.enter(cx);
            }
            Action::Open => self.open(cx),
            Action::Diagnose => cx.effects.push(Effect::Ask(Ask::Diagnose)),
            _ => {
                let page = self.page(cx.lang, usize::from(cx.columns));
                self.reading.moved(action, &page, cx.rows);
            }
        }
    }

    /// What the row under the cursor means.
    fn open(&self, cx: &mut Context<'_>) {
        let hand = Hand::plain(cx.lang, usize::from(cx.columns));
        let told = match (self.leaf, self.reading.at) {
            (Leaf::Metrics, Some(at)) => {
                self.measured.figures.as_ref().and_then(|all| figures::told(all, at, &hand))
            }
            (_, Some(mut at)) => self.sheets().and_then(|(book, sheets)| {
                let sheet = sheets.iter().find(|sheet| {
                    let here = at < sheet.rows.len();
                    at -= if here { 0 } else { sheet.rows.len() };
                    here
                })?;
                told(book, sheet, at, &hand)
            }),
            _ => None,
        };
        cx.says.extend(told.map(|(title, lines)| Say::Read(title, lines)));
    }

    /// The sheets of the page in front, where it is made of them.
    fn sheets(&self) -> Option<(&Book, Vec<Sheet>)> {
        let Some(Seen::Figures(figures)) = &self.seen else { return None };
        let sheets = match self.leaf {
            Leaf::Pillars => submitted::pillars(figures),
            Leaf::Items => submitted::items(figures),
            Leaf::Submissions => submitted::submissions(figures),
            Leaf::Week | Leaf::Metrics | Leaf::Steering => return None,
        };
        Some((&figures.book, sheets))
    }

    /// A page of sheets, or why there is none.
    fn submitted(&self, hand: &Hand) -> Page {
        let (Some((_, sheets)), Some(Seen::Figures(figures))) = (self.sheets(), &self.seen) else {
            return Page::of(self.none(hand));
        };
        let mut page = submitted::sheets(&sheets, hand);
        if self.leaf == Leaf::Pillars {
            page.say(submitted::beside(figures, hand));
        }
        page
    }

    /// What stands where there are no figures.
    fn none(&self, hand: &Hand) -> Vec<Line> {
        let (period, periode) = self.keys.pair(Action::Period);
        let said = match &self.seen {
            None => Bilingual::fixed("Reading what was submitted …", "Lecture de ce qui a été remis…"),
            Some(Seen::Never) => return empty::empty(&self.keys, hand),
            Some(_) => both!(
                "Nothing was submitted in these weeks. {period} looks further back.",
                "Rien n’a été remis ces semaines-là. {periode} remonte plus loin."
            ),
        };
        wrapped(Tone::Quiet, said.get(hand.lang), hand.room(), MARGIN)
    }

    /// The front page: what to do first, where nothing was taken in and no conversations tell anything.
    fn front(&self, hand: &Hand) -> Vec<Line> {
        let figures = self.measured.figures.as_ref().filter(|figures| figures.report.elsewhere.is_none());
        let tells =
            figures.is_some_and(|all| !all.report.alarms.is_empty() || !figures::better(all).is_empty());
        match &self.seen {
            Some(seen) if tells || !matches!(seen, Seen::Never) => {
                week::week(&week::Week { seen, figures, keys: &self.keys }, hand)
            }
            _ => self.none(hand),
        }
    }

    fn turn(&mut self, by: isize) {
        let at = LEAVES.iter().position(|(leaf, _)| *leaf == self.leaf).unwrap_or(0);
        let next = at.saturating_add_signed(by + LEAVES.len() as isize) % LEAVES.len();
        (self.leaf, self.reading) = (LEAVES[next].0, Reading::default());
    }

    /// No field takes keys here.
    pub fn captures(&self) -> bool {
        false
    }

    /// No field takes keys here.
    pub fn typed(&mut self, _chord: Chord, _cx: &mut Context<'_>) {}

    /// No field takes text here.
    pub fn paste(&mut self, _text: &str, _cx: &mut Context<'_>) {}

    /// Nothing is edited here.
    pub fn edited(&mut self, _text: Option<String>, _cx: &mut Context<'_>) {}

    /// Takes in an answer of the worker.
    pub fn reply(&mut self, reply: &Reply, _cx: &mut Context<'_>) {
        self.measured.reply(reply, Whose::Team);
        match reply {
            Reply::Steering(diagnostic) => self.diagnostic = diagnostic.as_deref().cloned(),
            Reply::Team { generation, seen } if *generation == self.generation => {
                self.seen = Some((**seen).clone());
            }
            _ => {}
        }
    }

    /// From another page to the first.
    pub fn back(&mut self, _cx: &mut Context<'_>) -> bool {
        let inside = self.leaf != Leaf::Week;
        (self.leaf, self.reading) = (Leaf::Week, Reading::default());
        inside
    }

    /// A click puts the cursor on a row; on the names of the pages it turns to one.
    pub fn click(&mut self, _column: u16, row: u16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        if self.reading.click(row, &page, cx.rows) {
            self.act(Action::Open, Chord::of(crate::tui::chord::Key::Enter), cx);
        }
    }

    /// The wheel.
    pub fn scroll(&mut self, _column: u16, _row: u16, rows: i16, cx: &mut Context<'_>) {
        let page = self.page(cx.lang, usize::from(cx.columns));
        self.reading.roll(isize::from(rows), &page, cx.rows);
    }

    /// What the footer says at its right end; nothing.
    pub fn status(&self, _lang: Lang) -> Option<String> {
        None
    }

    /// The names of the pages, the present one first to see.
    fn leaves(&self, lang: Lang) -> Line {
        let mut line = Line::blank().space(MARGIN);
        for (place, (leaf, name)) in LEAVES.iter().enumerate() {
            let tone = if *leaf == self.leaf { Tone::Title } else { Tone::Quiet };
            line = line.space(if place > 0 { 2 } else { 0 }).text(tone, name.get(lang));
        }
        line
    }
}

impl Paged for TeamScreen {
    fn page(&self, lang: Lang, columns: usize) -> Page {
        let hand = Hand::plain(lang, columns);
        let mut page = Page::of(vec![self.leaves(lang), Line::blank()]);
        match self.leaf {
            Leaf::Week => page.say(self.front(&hand)),
            Leaf::Pillars | Leaf::Items | Leaf::Submissions => page.then(self.submitted(&hand)),
            Leaf::Metrics => page.then(metrics::metrics(self.measured.figures.as_ref(), &self.keys, &hand)),
            Leaf::Steering => page.say(steering::steering(self.diagnostic.as_ref(), &self.keys, &hand)),
        }
        page
    }

    fn reading(&self) -> Reading {
        self.reading
    }
}
