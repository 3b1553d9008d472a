//! Whether an action can be done now and, if not, why: decided beside the model, never in the table.

use crate::both;
use crate::tui::action::{Action, Availability, Place};
use crate::tui::model::Model;
use crate::tui::table::row;
use crate::words::Bilingual;

const ELSEWHERE: Bilingual =
    Bilingual::fixed("That is done on another screen.", "Cela se fait sur un autre écran.");
const READ_ONLY: Bilingual = Bilingual::fixed(
    "Read-only: nothing can be changed.",
    "Lecture seule\u{202f}: rien ne peut être modifié.",
);

/// Whether an action can be done on the screen in front.
pub fn available(model: &Model, action: Action) -> Availability {
    let place = model.place();
    let belongs =
        row(action).is_some_and(|row| row.places.iter().any(|p| *p == place || *p == Place::Everywhere));
    if !belongs {
        return Availability::Disabled(ELSEWHERE);
    }
    if model.settings.read_only && changes(action) {
        return Availability::Disabled(READ_ONLY);
    }
    match action {
        Action::Draw | Action::Import if model.name.is_empty() && model.today.today.is_some() => {
            Availability::Disabled(unknown(model))
        }
        Action::Import if model.imports() => Availability::Disabled(import_runs(model)),
        Action::Help
        | Action::Palette
        | Action::Back
        | Action::Quit
        | Action::Cancel
        | Action::Suspend
        | Action::Repaint
        | Action::Reread
        | Action::Mouse
        | Action::Messages
        | Action::EditMe
        | Action::GoToday
        | Action::GoConversations
        | Action::GoReview
        | Action::GoCompare
        | Action::GoMe
        | Action::GoTeam
        | Action::GoGoals
        | Action::GoChecklists => Availability::Ready,
        _ => match place {
            Place::Today | Place::Everywhere => model.today.available(action),
            Place::Conversations => model.conversations.available(action),
            Place::Review => model.review.available(action),
            Place::Compare => model.compare.available(action),
            Place::Me => model.me.available(action),
            Place::Team => model.team.available(action),
            Place::Goals => model.goals.available(action),
            Place::Checklists => model.checklists.available(action),
        },
    }
}

/// Drawing and importing look for one's own conversations.
fn unknown(model: &Model) -> Bilingual {
    let key = model.settings.keymap.shown(Action::EditMe);
    both!("Say first who you are: {key}.", "Dites d’abord qui vous êtes\u{202f}: {key}.")
}

fn import_runs(model: &Model) -> Bilingual {
    let cancel = model.settings.keymap.shown(Action::Cancel);
    both!(
        "An import is running; {cancel} stops it.",
        "Une importation est en cours\u{202f}; {cancel} l’interrompt."
    )
}

/// Whether an action changes what is stored.
const fn changes(action: Action) -> bool {
    matches!(
        action,
        Action::Draw
            | Action::Import
            | Action::EditMe
            | Action::Yes
            | Action::No
            | Action::Na
            | Action::Point
            | Action::Clear
            | Action::YesToRest
            | Action::Evidence
            | Action::Comment
            | Action::Cause
            | Action::Undo
            | Action::Redo
            | Action::SwitchForm
            | Action::Seal
            | Action::Void
            | Action::AskColleague
            | Action::Decline
            | Action::Send
            | Action::OpenBundle
            | Action::Swap
            | Action::AcceptTheirs
            | Action::Remark
            | Action::Because
            | Action::Dispute
            | Action::Diagnose
            | Action::PromiseKept
            | Action::PromiseOpen
    )
}
