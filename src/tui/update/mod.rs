//! What happens to the model: one message in, effects out. No I/O, no clock, no terminal.

mod keys;
mod replies;

use std::time::Duration;

use crate::domain::review::State;
use crate::tui::action::{Action, Place};
use crate::tui::ask::Ask;
use crate::tui::message::{Effect, Msg, Timer};
use crate::tui::model::{Model, Over, Toast, Wait};
use crate::tui::screens::dialog::Sheet;
use crate::tui::screens::errand_forms::{PathForm, Wanted};
use crate::tui::screens::{Context, Say};
use crate::words::Bilingual;

/// How long a toast stays.
const TOAST: Duration = Duration::from_secs(4);
/// How long a wait is not mentioned.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long a second ctrl-c quits.
const TWICE: Duration = Duration::from_secs(2);

/// Calls a method of the screen in front.
macro_rules! on_screen {
    ($model:expr, $screen:ident => $call:expr) => {
        match $model.place {
            Place::Today | Place::Everywhere => {
                let $screen = &mut $model.today;
                $call
            }
            Place::Conversations => {
                let $screen = &mut $model.conversations;
                $call
            }
            Place::Review => {
                let $screen = &mut $model.review;
                $call
            }
            Place::Compare => {
                let $screen = &mut $model.compare;
                $call
            }
            Place::Me => {
                let $screen = &mut $model.me;
                $call
            }
            Place::Team => {
                let $screen = &mut $model.team;
                $call
            }
            Place::Goals => {
                let $screen = &mut $model.goals;
                $call
            }
            Place::Checklists => {
                let $screen = &mut $model.checklists;
                $call
            }
        }
    };
}
pub(crate) use on_screen;

/// What a step of update collects.
#[derive(Default)]
struct Step {
    now: i64,
    effects: Vec<Effect>,
    says: Vec<Say>,
}

impl Step {
    /// What a screen may use while it reacts.
    fn context(&mut self, model: &Model) -> Context<'_> {
        let area = model.content();
        Context {
            lang: model.settings.lang,
            columns: area.columns,
            rows: area.rows,
            now: self.now,
            effects: &mut self.effects,
            says: &mut self.says,
        }
    }
}

/// The first wishes of a fresh model.
pub(super) fn begin(model: &mut Model) -> Vec<Effect> {
    let mut step = Step::default();
    if model.settings.mouse {
        step.effects.push(Effect::Mouse(true));
    }
    step.effects.push(Effect::Ask(Ask::Today));
    step.says.extend(std::mem::take(&mut model.settings.notices).into_iter().map(Say::Warning));
    finish(model, step)
}

/// Takes in a message at a time in microseconds since 1970, and says what is to be done.
pub fn update(model: &mut Model, msg: Msg, now: i64) -> Vec<Effect> {
    let mut step = Step { now, ..Step::default() };
    let before = std::mem::replace(&mut model.dirty, true);
    match msg {
        Msg::Key(chord) => keys::key(model, chord, &mut step),
        Msg::Paste(text) => keys::paste(model, &text, &mut step),
        Msg::Click { column, row } => keys::click(model, column, row, &mut step),
        Msg::Scroll { column, row, rows } => keys::scroll(model, column, row, rows, &mut step),
        Msg::Resize { columns, rows } => {
            (model.columns, model.rows) = (columns, rows);
            let mut cx = step.context(model);
            model.today.resized(&mut cx);
            model.conversations.resized(&mut cx);
            model.compare.resized(&mut cx);
            model.checklists.resized(&mut cx);
        }
        Msg::Reply(reply) => replies::reply(model, &reply, &mut step),
        // A deadline that came too late changes nothing on the screen.
        Msg::Timer(timer) => model.dirty = expire(model, timer) || before,
        Msg::Edited(text) => {
            let mut cx = step.context(model);
            on_screen!(model, screen => screen.edited(text, &mut cx));
        }
        Msg::Terminate => step.effects.push(Effect::Quit),
    }
    finish(model, step)
}

/// Listens to what the screens said, and keeps count of what is asked.
fn finish(model: &mut Model, mut step: Step) -> Vec<Effect> {
    // What is said may lead to another screen, which may say something in turn.
    while !step.says.is_empty() {
        for say in std::mem::take(&mut step.says) {
            hear(model, say, &mut step);
        }
    }
    let asked: Vec<Wait> = step
        .effects
        .iter()
        .filter_map(|effect| if let Effect::Ask(ask) = effect { Some(Wait::of(ask)) } else { None })
        .collect();
    if !asked.is_empty() && model.waits.is_empty() {
        model.serial += 1;
        model.wait_serial = model.serial;
        step.effects.push(Effect::Wake(PATIENCE, Timer::Waiting(model.serial)));
    }
    for wait in asked {
        model.waits.retain(|other| *other != wait);
        model.waits.push(wait);
    }
    step.effects
}

fn hear(model: &mut Model, say: Say, step: &mut Step) {
    match say {
        Say::Fact(words) => model.fact = Some(words),
        Say::Warning(words) => warn(model, words, step),
        Say::Go(place) => go(model, place, step),
        Say::AskWho => keys::ask_who(model),
        Say::OpenExchange(exchange) => {
            step.effects.push(Effect::Ask(Ask::CompareExchange { exchange }));
            show(model, Place::Compare);
        }
        Say::CompareOf(conversation) => {
            step.effects.push(Effect::Ask(Ask::Compare { conversation }));
            show(model, Place::Compare);
        }
        Say::AskAbout(conversation) => step.effects.push(Effect::Ask(Ask::Preview { conversation })),
        Say::SendOut(exchange) => {
            let form = PathForm::new(Wanted::Send(exchange), &model.folder);
            open(model, Over::Path(form));
        }
        Say::OpenBundle => open(model, Over::Path(PathForm::new(Wanted::Open, ""))),
        Say::Read(title, lines) => {
            open(model, Over::Sheet(Sheet { title, lines, cursor: Default::default() }));
        }
        Say::OpenReview(conversation) => {
            step.effects.push(Effect::Ask(Ask::Desk { conversation, checklist: None }));
            go(model, Place::Review, step);
        }
    }
}

fn warn(model: &mut Model, words: Bilingual, step: &mut Step) {
    model.serial += 1;
    model.keep_message(words.clone());
    model.toast = Some(Toast { serial: model.serial, words });
    step.effects.push(Effect::Wake(TOAST, Timer::Toast(model.serial)));
}

/// Puts a screen in front and lets it ask for what it shows.
fn go(model: &mut Model, place: Place, step: &mut Step) {
    let from = model.place;
    show(model, place);
    enter(model, from, step);
}

/// Puts a screen in front.
fn show(model: &mut Model, place: Place) {
    if place == Place::Review && model.place != Place::Review {
        model.before = model.place;
    }
    model.place = place;
    model.over = None;
}

/// Lets the screen in front ask for what it shows; it was come to from another, or is read again.
fn enter(model: &mut Model, from: Place, step: &mut Step) {
    let mut cx = step.context(model);
    match model.place {
        Place::Today | Place::Everywhere => model.today.enter(&mut cx),
        Place::Conversations => model.conversations.enter(&mut cx),
        Place::Compare => {
            // What one comes from is what one wants to compare; a draft has nothing to compare.
            let desk = model.review.desk().filter(|desk| from == Place::Review && desk.state != State::Draft);
            let waiting = model.today.waiting();
            model.compare.enter(desk.map(|desk| desk.transcript.id), waiting, &mut cx);
        }
        Place::Me => model.me.enter(model.today.is_long_to_read(), &mut cx),
        Place::Team => model.team.enter(&mut cx),
        Place::Goals => model.goals.enter(&mut cx),
        Place::Checklists => model.checklists.enter(&mut cx),
        Place::Review => {}
    }
}

/// Reads everything again that the app holds and does not write itself.
fn reread(model: &mut Model, step: &mut Step) {
    let mut cx = step.context(model);
    model.today.reread(&mut cx);
    relist(model, step);
    if model.place != Place::Today {
        let here = model.place;
        enter(model, here, step);
    }
}

/// Reads the list again, if it was ever read.
fn relist(model: &mut Model, step: &mut Step) {
    let mut cx = step.context(model);
    if model.conversations.found.is_some() {
        model.conversations.reread(&mut cx);
    }
}

/// A deadline has passed; whether it still meant something.
fn expire(model: &mut Model, timer: Timer) -> bool {
    match timer {
        Timer::Toast(serial) if model.toast.as_ref().is_some_and(|toast| toast.serial == serial) => {
            model.toast = None;
        }
        Timer::Waiting(serial) if model.wait_serial == serial && !model.waits.is_empty() => model.slow = true,
        Timer::CtrlC(serial) if model.ctrl_c == Some(serial) => {
            model.ctrl_c = None;
            model.fact = None;
        }
        Timer::Toast(_) | Timer::Waiting(_) | Timer::CtrlC(_) => return false,
    }
    true
}

/// The screen that an action goes to.
const fn destination(action: Action) -> Option<Place> {
    match action {
        Action::GoToday => Some(Place::Today),
        Action::GoConversations => Some(Place::Conversations),
        Action::GoReview => Some(Place::Review),
        Action::GoCompare => Some(Place::Compare),
        Action::GoMe => Some(Place::Me),
        Action::GoTeam => Some(Place::Team),
        Action::GoGoals => Some(Place::Goals),
        Action::GoChecklists => Some(Place::Checklists),
        _ => None,
    }
}

/// Whether a text field or a list of actions has the keys.
fn captured(model: &mut Model) -> bool {
    model.over.is_some() || on_screen!(model, screen => screen.captures())
}

/// Opens something over the screen.
fn open(model: &mut Model, over: Over) {
    model.over = Some(over);
}
