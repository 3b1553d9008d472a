//! Answers of the worker.

use super::{Step, go, open, relist, reread, warn};
use crate::both;
use crate::domain::shown::Shown;
use crate::tui::action::Place;
use crate::tui::ask::{Ask, Reply};
use crate::tui::model::{Model, Over, Wait};
use crate::tui::screens::Say;
use crate::tui::screens::asking::AskForm;
use crate::tui::screens::dialog::{DrawForm, Sheet};
use crate::tui::screens::errand_forms::Unlocking;
use crate::words::{Bilingual, Lang};

const PROBLEMS: Bilingual = Bilingual::fixed("What the import told", "Ce que dit l’importation");

pub(super) fn reply(model: &mut Model, reply: &Reply, step: &mut Step) {
    ended(model, reply);
    // The transcript, the list and the rows belong to whoever asked with their generation.
    let mut cx = step.context(model);
    model.today.reply(reply, &mut cx);
    model.conversations.reply(reply, &mut cx);
    model.review.reply(reply, &mut cx);
    model.compare.reply(reply, &mut cx);
    model.me.reply(reply, &mut cx);
    model.team.reply(reply, &mut cx);
    model.goals.reply(reply, &mut cx);
    model.checklists.reply(reply, &mut cx);
    match reply {
        Reply::Today(today) => {
            today.name.clone_into(&mut model.name);
            today.aliases.clone_into(&mut model.aliases);
            if model.today.is_long_to_read() {
                let mut cx = step.context(model);
                model.team.read_ahead(&mut cx);
            }
        }
        Reply::Me { name } => {
            name.clone_into(&mut model.name);
            model.fact = Some(both!("Hello, {}.", "Bonjour, {}.", Shown::short(name, 40)));
            reread(model, step);
        }
        Reply::Drawn(words) => {
            go(model, Place::Today, step);
            relist(model, step);
            model.keep_message(words.clone());
            model.fact = Some(words.clone());
        }
        Reply::Importing { conversations, share } => model.importing = Some((*conversations, *share)),
        Reply::Imported { summary, problems } => {
            model.importing = None;
            model.keep_message(summary.clone());
            model.fact = Some(summary.clone());
            reread(model, step);
            if !problems.is_empty() {
                let first = Shown::line(summary.get(model.settings.lang));
                let lines = std::iter::once(first).chain(problems.iter().cloned()).collect();
                let sheet = Sheet { title: PROBLEMS, lines, cursor: Default::default() };
                // What is being typed is not taken away; the messages keep the summary.
                if model.over.is_none() {
                    model.fact = None;
                    open(model, Over::Sheet(sheet));
                }
            }
        }
        Reply::Sealed { .. } | Reply::Voided { .. } => {
            let mut cx = step.context(model);
            model.today.reread(&mut cx);
            relist(model, step);
        }
        Reply::Saved { .. } => model.no_more_saves = false,
        Reply::Changed => reread(model, step),
        Reply::Opening { viewer, notices } => {
            model.settings.read_only |= *viewer;
            step.says.extend(notices.iter().cloned().map(Say::Warning));
        }
        Reply::Failed { what, hint, ask, no_more_saves } => {
            model.no_more_saves |= *no_more_saves;
            if matches!(**ask, Ask::Import { .. }) {
                model.importing = None;
            }
            // Most conversations have no exchange: *Compare* says so, and nothing alarms.
            if !matches!(**ask, Ask::Compare { .. }) {
                warn(model, told(what, hint), step);
            }
            // What was asked for can be changed and asked again.
            if let (Ask::Draw { count, days, by_channel }, None) = (&**ask, &model.over) {
                let form = DrawForm::again(*count, *days, *by_channel);
                open(model, Over::Draw(form));
            }
        }
        Reply::Preview(preview) => {
            // What is being typed is not taken away.
            if model.over.is_none() {
                open(model, Over::Asking(AskForm::new((**preview).clone())));
            }
        }
        Reply::Asked { says } | Reply::SentOut { says } | Reply::Exchanged { says } => {
            model.keep_message(says.clone());
            model.fact = Some(says.clone());
            reread(model, step);
        }
        Reply::Opened { says, conversation } => {
            model.keep_message(says.clone());
            if let Some(conversation) = conversation {
                step.says.push(Say::CompareOf(*conversation));
            }
            reread(model, step);
            model.fact = Some(says.clone());
        }
        Reply::Locked { ask } => {
            if model.over.is_none() {
                open(model, Over::Unlock(Unlocking::new((**ask).clone())));
            }
        }
        Reply::Unlocked | Reply::Compare(_) => {}
        Reply::List { .. } | Reply::Rows { .. } | Reply::Read { .. } | Reply::Desk(_) | Reply::Theirs(_) => {}
        Reply::Diagnosing { conversation } => step.says.push(Say::OpenReview(*conversation)),
        Reply::Mirror(_)
        | Reply::Team { .. }
        | Reply::Metrics { .. }
        | Reply::Goals(_)
        | Reply::Goal(_)
        | Reply::Promised
        | Reply::Steering(_)
        | Reply::Shelf(_) => {}
    }
}

/// What happened and what to do about it, as sentences.
fn told(what: &Bilingual, hint: &Bilingual) -> Bilingual {
    let in_lang = |lang| {
        let parts = [what.get(lang), hint.get(lang)].into_iter().filter(|part| !part.is_empty());
        parts.map(sentence).collect::<Vec<_>>().join(" ")
    };
    Bilingual::made(in_lang(Lang::En), in_lang(Lang::Fr))
}

fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if text.trim_end().ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// Ends the wait that a reply answers.
fn ended(model: &mut Model, reply: &Reply) {
    match (reply, Wait::ended_by(reply)) {
        (Reply::Desk(_) | Reply::Compare(_), _) => {
            model.waits.retain(|wait| !matches!(wait, Wait::Read | Wait::Save))
        }
        (_, Some(ended)) => model.waits.retain(|wait| *wait != ended),
        (_, None) => {}
    }
    if model.waits.is_empty() {
        model.slow = false;
        model.wait_serial = 0;
    }
}
