//! The state of the app: one small root, one state for each screen.

use std::collections::VecDeque;

use crate::domain::shown::Shown;
use crate::tui::action::{Action, Place};
use crate::tui::ask::{Ask, Reply};
use crate::tui::geometry::{Area, content};
use crate::tui::glyphs::Glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::message::Effect;
use crate::tui::screens::asking::AskForm;
use crate::tui::screens::checklists::ChecklistsScreen;
use crate::tui::screens::compare::CompareScreen;
use crate::tui::screens::conversations::ConversationsScreen;
use crate::tui::screens::dialog::{DrawForm, ImportForm, Sheet};
use crate::tui::screens::errand_forms::{PathForm, Unlocking};
use crate::tui::screens::first_run::Who;
use crate::tui::screens::goals::GoalsScreen;
use crate::tui::screens::me::MeScreen;
use crate::tui::screens::palette::Picker;
use crate::tui::screens::review::ReviewScreen;
use crate::tui::screens::team::TeamScreen;
use crate::tui::screens::today::TodayScreen;
use crate::tui::theme::Theme;
use crate::tui::update::begin;
use crate::words::{Bilingual, Lang};

/// Messages that the list of messages keeps.
const KEPT_MESSAGES: usize = 50;
/// Actions that the palette remembers.
const KEPT_RECENT: usize = 8;

/// What the person chose before the start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The language on screen.
    pub lang: Lang,
    /// Colours by meaning.
    pub theme: Theme,
    /// Marks.
    pub glyphs: Glyphs,
    /// Which chord does what.
    pub keymap: Keymap,
    /// Whether the mouse belongs to the app.
    pub mouse: bool,
    /// The demo: nothing is kept.
    pub demo: bool,
    /// Nothing may be changed.
    pub read_only: bool,
    /// What to tell at the start: clashes of keys, settings that could not be read.
    pub notices: Vec<Bilingual>,
}

/// What stands over the screen and has the keys.
#[derive(Clone, Debug)]
pub enum Over {
    /// Help or palette.
    Picker(Picker),
    /// Who uses the program.
    Who(Who),
    /// How to draw a sample.
    Draw(DrawForm),
    /// What to import.
    Import(ImportForm),
    /// Lines to read.
    Sheet(Sheet),
    /// Whom to ask, and what would leave.
    Asking(AskForm),
    /// Where to send what waits, or which bundle to open.
    Path(PathForm),
    /// What opens the person's key.
    Unlock(Unlocking),
}

/// A kind of wish that may still wait for its answer; superseded ones of a kind count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A list or its rows.
    Search,
    /// Anything else that is read.
    Read,
    /// A change of the store.
    Save,
    /// A draw.
    Draw,
    /// An import.
    Import,
    /// Something that goes to colleagues, or comes from them.
    Exchange,
}

impl Wait {
    /// The kind of a wish.
    pub const fn of(ask: &Ask) -> Wait {
        match ask {
            Ask::List { .. } | Ask::Rows { .. } => Wait::Search,
            Ask::Today
            | Ask::Read { .. }
            | Ask::Desk { .. }
            | Ask::Theirs { .. }
            | Ask::Mirror { .. }
            | Ask::Team { .. }
            | Ask::Metrics { .. }
            | Ask::Goals
            | Ask::Goal { .. }
            | Ask::Steering
            | Ask::Shelf
            | Ask::Compare { .. }
            | Ask::CompareExchange { .. }
            | Ask::Preview { .. } => Wait::Read,
            Ask::SwitchForm { .. }
            | Ask::Save { .. }
            | Ask::Seal { .. }
            | Ask::Void { .. }
            | Ask::SetMe { .. }
            | Ask::Diagnose
            | Ask::Promise { .. }
            | Ask::Say { .. } => Wait::Save,
            Ask::ThirdReader { .. }
            | Ask::SendOut { .. }
            | Ask::AskColleague { .. }
            | Ask::Decline { .. }
            | Ask::OpenBundle { .. }
            | Ask::ExchangeFolder
            | Ask::Unlock { .. } => Wait::Exchange,
            Ask::Draw { .. } => Wait::Draw,
            Ask::Import { .. } => Wait::Import,
        }
    }

    /// The kind of wish that a reply ends.
    pub fn ended_by(reply: &Reply) -> Option<Wait> {
        match reply {
            Reply::List { .. } | Reply::Rows { .. } => Some(Wait::Search),
            Reply::Today(_)
            | Reply::Read { .. }
            | Reply::Theirs(_)
            | Reply::Mirror(_)
            | Reply::Team { .. }
            | Reply::Metrics { .. }
            | Reply::Goals(_)
            | Reply::Goal(_)
            | Reply::Steering(_)
            | Reply::Shelf(_)
            | Reply::Preview(_) => Some(Wait::Read),
            // A desk may answer a change of form as well, and a comparison what was said.
            Reply::Desk(_) | Reply::Compare(_) => None,
            Reply::Asked { .. }
            | Reply::SentOut { .. }
            | Reply::Opened { .. }
            | Reply::Exchanged { .. }
            | Reply::Unlocked => Some(Wait::Exchange),
            Reply::Locked { ask } => Some(Wait::of(ask)),
            Reply::Saved { .. }
            | Reply::Sealed { .. }
            | Reply::Voided { .. }
            | Reply::Me { .. }
            | Reply::Promised
            | Reply::Diagnosing { .. } => Some(Wait::Save),
            Reply::Drawn(_) => Some(Wait::Draw),
            Reply::Imported { .. } => Some(Wait::Import),
            Reply::Failed { ask, .. } => Some(Wait::of(ask)),
            Reply::Importing { .. } | Reply::Changed | Reply::Opening { .. } => None,
        }
    }

    /// What the status line says while it waits.
    pub const fn word(self) -> Bilingual {
        match self {
            Wait::Search => Bilingual::fixed("searching", "recherche"),
            Wait::Read => Bilingual::fixed("reading", "lecture"),
            Wait::Save => Bilingual::fixed("saving", "enregistrement"),
            Wait::Draw => Bilingual::fixed("drawing", "tirage"),
            Wait::Import => Bilingual::fixed("importing", "importation"),
            Wait::Exchange => Bilingual::fixed("exchanging", "échange"),
        }
    }
}

/// A warning on the screen for a few seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Its number: an older timer does not end a newer toast.
    pub serial: u64,
    /// What it says.
    pub words: Bilingual,
}

/// The state of the app.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the person chose.
    pub settings: Settings,
    /// Columns of the terminal.
    pub columns: u16,
    /// Rows of the terminal.
    pub rows: u16,
    /// *Today*.
    pub today: TodayScreen,
    /// *Conversations*.
    pub conversations: ConversationsScreen,
    /// *Review*.
    pub review: ReviewScreen,
    /// *Compare*.
    pub compare: CompareScreen,
    /// *Me*.
    pub me: MeScreen,
    /// *Team*.
    pub team: TeamScreen,
    /// *Goals*.
    pub goals: GoalsScreen,
    /// *Checklists*.
    pub checklists: ChecklistsScreen,
    /// What stands over the screen.
    pub over: Option<Over>,
    /// A warning that has not been read yet.
    pub toast: Option<Toast>,
    /// A fact for the status line, until the next key.
    pub fact: Option<Bilingual>,
    /// Conversations imported so far, and the share of the bytes.
    pub importing: Option<(u64, Option<f64>)>,
    /// Whose program this is; empty while unknown.
    pub name: String,
    /// Ids and addresses under which help desks know this person.
    pub aliases: Vec<String>,
    /// Whether the store takes no more saves.
    pub no_more_saves: bool,
    /// The folder that bundles went to last.
    pub folder: String,
    pub(super) place: Place,
    /// The screen to go back to from a review.
    pub(super) before: Place,
    pub(super) mouse: bool,
    pub(super) waits: Vec<Wait>,
    /// The wait that became long enough to say so.
    pub(super) slow: bool,
    /// Grows with every timer set.
    pub(super) serial: u64,
    /// The timer of the wait that runs.
    pub(super) wait_serial: u64,
    /// Set while a second ctrl-c quits.
    pub(super) ctrl_c: Option<u64>,
    messages: VecDeque<Bilingual>,
    recent: VecDeque<Action>,
    pub(super) dirty: bool,
}

impl Model {
    /// The app at its start, and what it wants first.
    pub fn new(settings: Settings) -> (Model, Vec<Effect>) {
        let mut model = Model {
            mouse: settings.mouse,
            review: ReviewScreen::new(&settings.keymap),
            compare: CompareScreen::new(&settings.keymap),
            me: MeScreen::new(&settings.keymap),
            team: TeamScreen::new(&settings.keymap),
            goals: GoalsScreen::new(&settings.keymap),
            checklists: ChecklistsScreen::new(&settings.keymap),
            settings,
            columns: 0,
            rows: 0,
            today: TodayScreen::default(),
            conversations: ConversationsScreen::default(),
            over: None,
            toast: None,
            fact: None,
            importing: None,
            name: String::new(),
            aliases: Vec::new(),
            no_more_saves: false,
            folder: "~/Downloads".to_owned(),
            place: Place::Today,
            before: Place::Today,
            waits: Vec::new(),
            slow: false,
            serial: 0,
            wait_serial: 0,
            ctrl_c: None,
            messages: VecDeque::new(),
            recent: VecDeque::new(),
            dirty: true,
        };
        let effects = begin(&mut model);
        (model, effects)
    }

    /// The screen in front.
    pub fn place(&self) -> Place {
        self.place
    }

    /// Whether something changed on screen since this was asked last.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// The area of the screen in front.
    pub fn content(&self) -> Area {
        content(self.columns, self.rows)
    }

    /// The actions done last, the newest first.
    pub fn recent(&self) -> &VecDeque<Action> {
        &self.recent
    }

    /// The messages, the newest first, each on one line.
    pub fn messages(&self) -> Vec<Shown> {
        self.messages.iter().map(|words| Shown::line(words.get(self.settings.lang))).collect()
    }

    /// What takes long enough to be said.
    pub fn waiting(&self) -> Option<Wait> {
        self.waits.last().copied().filter(|_| self.slow)
    }

    /// Whether the mouse belongs to the app now.
    pub fn mouse(&self) -> bool {
        self.mouse
    }

    /// Whether an import runs.
    pub fn imports(&self) -> bool {
        self.waits.contains(&Wait::Import)
    }

    pub(super) fn remember(&mut self, action: Action) {
        self.recent.retain(|other| *other != action);
        self.recent.push_front(action);
        self.recent.truncate(KEPT_RECENT);
    }

    pub(super) fn keep_message(&mut self, words: Bilingual) {
        self.messages.push_front(words);
        self.messages.truncate(KEPT_MESSAGES);
    }
}
