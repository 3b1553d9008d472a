//! `aplomb submit`.

use serde::Serialize;

use crate::both;
use crate::cli::args::SubmitArgs;
use crate::cli::exchange::Target;
use crate::cli::out::Out;
use crate::cli::review::{answer_word, state_word};
use crate::domain::checklist::Checklist;
use crate::domain::names::BundleId;
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::domain::submission::{Submission, Submitted};
use crate::ops::chance::Chance;
use crate::ops::error::{Kind, OpsError};
use crate::ops::session::Session;
use crate::ops::submit::{self, Choice, Handover};
use crate::ops::{exchange, listing, period};
use crate::words::{Bilingual, Lang, plural};

#[derive(Serialize)]
struct GivenOut {
    submission: String,
    to: String,
    reviews: usize,
    withdrawn: bool,
}

#[derive(Serialize)]
struct HandedOut<'a> {
    schema_version: u32,
    submission: String,
    file: &'a str,
    to: &'a str,
    reviews: usize,
}

#[derive(Serialize)]
struct ListOut {
    schema_version: u32,
    submissions: Vec<GivenOut>,
}

/// Makes a submission, shows what it would be, withdraws one, or lists them.
pub fn run(
    out: &mut Out,
    session: &mut Session,
    args: &SubmitArgs,
    now: i64,
    chance: &mut Chance,
) -> Result<(), OpsError> {
    if args.list {
        return list(out, session);
    }
    let target = Target::of(args.output.as_deref(), false)?;
    if let Some(name) = &args.withdraw {
        let id = given(session, name)?;
        let file = submit::withdraw(session, id, |name| target.file(name), now, chance)?;
        let file = Shown::line(&file.to_string_lossy());
        out.say(&both!(
            "withdrawn here; hand {file} to your lead, so that it leaves their figures too",
            "retirée ici ; remettez {file} à votre responsable, pour qu’elle quitte aussi ses chiffres"
        ));
        return Ok(());
    }
    let since = args.since.as_deref().map(|text| period::since(text, now, &session.zone)).transpose()?;
    let only = args.ids.iter().map(|id| listing::resolve(session, id)).collect::<Result<Vec<_>, _>>()?;
    let choice = Choice { since, only, remarks: args.remarks.clone() };
    let handover = submit::build(session, &choice, now)?;
    if args.dry_run {
        if out.json {
            // The very bytes that the lead's program will read.
            out.text(&submit::as_sent(&handover)?);
            return Ok(());
        }
        print(out, &handover);
        return Ok(());
    }
    if handover.reviews.is_empty() {
        for line in staying(&handover, out.lang).into_iter().skip(1) {
            out.note(&line);
        }
        return Err(submit::nothing_to_hand_over());
    }
    let to = submit::lead(session, args.to.as_deref())?;
    target.is_free()?;
    let id = handover.submission.id;
    let file = target.file(&exchange::file_name(now, id));
    let file = submit::hand_over(session, &handover, &to, &file, now, chance)?;
    let file = Shown::line(&file.to_string_lossy());
    if out.json {
        return out.json(&HandedOut {
            schema_version: 1,
            submission: id.to_string(),
            file: &file,
            to: &Shown::line(&to.name),
            reviews: handover.reviews.len(),
        });
    }
    let (en, fr) = (reviews(handover.reviews.len(), Lang::En), reviews(handover.reviews.len(), Lang::Fr));
    let name = Shown::line(&to.name);
    out.say(&both!("wrote {file}: {en} for {name}", "écrit\u{202f}: {file}, {fr} pour {name}"));
    for line in staying(&handover, out.lang) {
        out.line(&line);
    }
    let short = id.short();
    out.tell(&both!(
        "`aplomb submit --withdraw {short}` takes it back",
        "«\u{202f}aplomb submit --withdraw {short}\u{202f}» la reprend"
    ));
    Ok(())
}

/// `3 reviews`.
fn reviews(n: usize, lang: Lang) -> String {
    let word = match lang {
        Lang::En => plural(lang, n as u64, "review", "reviews"),
        Lang::Fr => plural(lang, n as u64, "évaluation", "évaluations"),
    };
    format!("{n} {word}")
}

fn given(session: &Session, name: &str) -> Result<BundleId, OpsError> {
    let all = session.store.submissions()?;
    let mut found = all.iter().filter(|given| !name.is_empty() && given.id.to_string().starts_with(name));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.id),
        _ => {
            let name = Shown::short(name, 40);
            Err(OpsError::new(
                Kind::Data,
                both!("there is no submission `{name}`", "il n’y a pas de remise « {name} »"),
            )
            .hint(Bilingual::fixed(
                "`aplomb submit --list` lists them",
                "« aplomb submit --list » les liste",
            )))
        }
    }
}

fn list(out: &mut Out, session: &Session) -> Result<(), OpsError> {
    let mut rows = Vec::new();
    for given in session.store.submissions()? {
        let to = session.store.person(given.to)?.map(|person| person.name).unwrap_or_default();
        rows.push(GivenOut {
            submission: given.id.to_string(),
            to: Shown::line(&to).into_string(),
            reviews: given.reviews.len(),
            withdrawn: given.withdrawn_at.is_some(),
        });
    }
    if out.json {
        return out.json(&ListOut { schema_version: 1, submissions: rows });
    }
    if rows.is_empty() {
        out.tell(&Bilingual::fixed("nothing was handed over yet", "rien n’a encore été remis"));
    }
    for row in rows {
        let (short, to) = (&row.submission[..6], &row.to);
        let (en, fr) = (reviews(row.reviews, Lang::En), reviews(row.reviews, Lang::Fr));
        out.say(&match row.withdrawn {
            false => both!("{short}  {en} for {to}", "{short}  {fr} pour {to}"),
            true => both!("{short}  {en} for {to}, withdrawn", "{short}  {fr} pour {to}, retirée"),
        });
    }
    Ok(())
}

/// Everything that the lead gets, in plain words.
fn print(out: &mut Out, handover: &Handover) {
    let s: &Submission = &handover.submission;
    let lang = out.lang;
    let agent = Shown::line(&s.agent);
    let until = crate::words::date(lang, s.until);
    if s.reviews.is_empty() {
        out.say(&Bilingual::fixed("There is nothing to hand over yet.", "Il n’y a encore rien à remettre."));
        for line in staying(handover, lang) {
            out.line(&line);
        }
        return;
    }
    out.say(&both!(
        "Your lead would get this, and nothing else:",
        "Votre responsable recevrait ceci, et rien d’autre :"
    ));
    out.line("");
    out.say(&both!("From {agent}, made on {until}", "De {agent}, faite le {until}"));
    if let Some(from) = s.from {
        let from = crate::words::date(lang, from);
        out.say(&both!("Reviews sealed from {from} to {until}", "Évaluations scellées du {from} au {until}"));
    }
    let (en, fr) = (reviews(s.reviews.len(), Lang::En), reviews(s.reviews.len(), Lang::Fr));
    out.say(&match s.drawn {
        0 => both!(
            "{en}; no conversation was drawn in that time",
            "{fr}\u{202f}; aucune conversation tirée au sort pendant ce temps"
        ),
        1 => both!(
            "{en}; 1 conversation was drawn in that time",
            "{fr}\u{202f}; 1 conversation tirée au sort pendant ce temps"
        ),
        drawn => both!(
            "{en}; {drawn} conversations were drawn in that time",
            "{fr}\u{202f}; {drawn} conversations tirées au sort pendant ce temps"
        ),
    });
    for checklist in &s.checklists {
        let (id, version) = (&checklist.id, checklist.version);
        let items = checklist.items.len();
        out.say(&both!(
            "The checklist {id} v{version}, whole ({items} items)",
            "La liste {id} v{version}, entière ({items} points)"
        ));
    }
    for review in &s.reviews {
        if let Some(checklist) = s.checklists.iter().find(|c| c.digest() == review.checklist) {
            out.line("");
            one(out, review, checklist);
        }
    }
    out.line("");
    out.say(&Bilingual::fixed(
        "Not in it: messages, subjects, customers, ticket numbers, your comments but those named above, your own items, \
         remarks between you and colleagues, their names, drafts, and how long anything took.",
        "N’y figurent pas : messages, sujets, clients, numéros de dossier, vos commentaires hors ceux cités, vos propres points, \
         les remarques entre vous et vos collègues, leurs noms, les brouillons, ni le temps passé.",
    ));
    for line in staying(handover, lang) {
        out.line(&line);
    }
}

/// What is not handed over, and why: nothing where all is.
fn staying(handover: &Handover, lang: Lang) -> Vec<String> {
    if handover.staying.is_empty() {
        return Vec::new();
    }
    let head = Bilingual::fixed("These stay with you:", "Celles-ci restent chez vous\u{202f}:");
    let mut lines = vec![String::new(), head.get(lang).to_owned()];
    let widest = handover.staying.iter().map(|(reference, _)| reference.width()).max().unwrap_or(0);
    for (reference, why) in &handover.staying {
        let gap = " ".repeat(widest - reference.width());
        lines.push(format!("  {reference}{gap}  {}", why.get(lang)));
    }
    lines
}

fn one(out: &mut Out, review: &Submitted, checklist: &Checklist) {
    let lang = out.lang;
    let short = review.reference.short();
    let day = crate::words::date(lang, review.opened.date());
    let hour = review.opened.hour();
    let channel = Shown::line(&review.channel);
    let state = state_word(review.state);
    let state = state.get(lang);
    let drawn = match (review.drawn, lang) {
        (true, Lang::En) => "drawn",
        (true, Lang::Fr) => "tirée au sort",
        (false, Lang::En) => "chosen by hand",
        (false, Lang::Fr) => "choisie à la main",
    };
    let readers = match review.readers {
        0 => Bilingual::fixed("read by nobody else", "lue par personne d’autre"),
        1 => Bilingual::fixed("read by 1 colleague", "lue par 1 collègue"),
        n => both!("read by {n} colleagues", "lue par {n} collègues"),
    };
    let begun = both!("a conversation of {day}, {hour}:00", "une conversation du {day}, {hour} h");
    let parts = [begun.get(lang), &channel, drawn, state, readers.get(lang)];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let parts = parts.join(", ");
    out.say(&both!("Review {short}: {parts}", "Évaluation {short}\u{202f}: {parts}"));
    answers(out, &Bilingual::fixed("your answers", "vos réponses"), &review.own, checklist);
    if review.agreed.iter().any(Option::is_some) {
        out.say(&Bilingual::fixed("  agreed where you differed:", "  convenu là où vous différiez\u{202f}:"));
        for agreed in named(&review.agreed, checklist, lang, |_| true) {
            out.line(&format!("    {agreed}"));
        }
    }
    for peer in &review.peers {
        answers(
            out,
            &Bilingual::fixed("a reader’s answers, without a name", "les réponses d’un lecteur, sans nom"),
            peer,
            checklist,
        );
    }
    for (item, text) in &review.remarks {
        let (item, text) = (Shown::line(item), Shown::line(text));
        out.say(&both!("  your comment on {item}: {text}", "  votre commentaire sur {item} : {text}"));
    }
}

/// Every answer: those that are not *yes* by name, the others by their number.
fn answers(out: &mut Out, whose: &Bilingual, values: &[Option<Value>], checklist: &Checklist) {
    let yes = values.iter().filter(|value| **value == Some(Value::Yes)).count();
    let open = values.iter().filter(|value| value.is_none()).count();
    let others = named(values, checklist, out.lang, |value| value != Value::Yes);
    let (en, fr) = (whose.get(Lang::En), whose.get(Lang::Fr));
    let apply = plural(Lang::Fr, open as u64, "s’appliquait", "s’appliquaient");
    out.say(&both!(
        "  {en}: yes to {yes}, {open} did not apply",
        "  {fr}\u{202f}: oui à {yes}, {open} ne {apply} pas"
    ));
    for other in others {
        out.line(&format!("    {other}"));
    }
}

fn named(
    values: &[Option<Value>],
    checklist: &Checklist,
    lang: Lang,
    which: impl Fn(Value) -> bool,
) -> Vec<String> {
    checklist
        .items
        .iter()
        .zip(values)
        .filter_map(|(item, value)| {
            let value = value.filter(|value| which(*value))?;
            let (text, answer) = (item.text.get(lang), answer_word(Some(value), lang));
            Some(both!("{text}: {answer}", "{text}\u{202f}: {answer}").get(lang).to_owned())
        })
        .collect()
}
