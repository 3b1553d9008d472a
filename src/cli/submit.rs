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
use crate::words::{Bilingual, Lang};

#[derive(Serialize)]
struct GivenOut {
    submission: String,
    to: String,
    reviews: usize,
    withdrawn: bool,
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
        let folder = target.file("");
        let file = submit::withdraw(session, id, &folder, now, chance)?;
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
    let to = submit::lead(session, args.to.as_deref())?;
    let id = handover.submission.id;
    let file = target.file(&exchange::file_name(now, id));
    let file = submit::hand_over(session, &handover, &to, &file, now, chance)?;
    let (n, name) = (handover.reviews.len(), Shown::line(&to.name));
    let file = Shown::line(&file.to_string_lossy());
    out.say(&both!("wrote {file}: {n} reviews for {name}", "écrit : {file}, {n} évaluations pour {name}"));
    staying(out, &handover);
    let short = id.short();
    out.tell(&both!(
        "`aplomb submit --withdraw {short}` takes it back",
        "« aplomb submit --withdraw {short} » la reprend"
    ));
    Ok(())
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
    for row in rows {
        let (short, n, to) = (&row.submission[..6], row.reviews, &row.to);
        out.say(&match row.withdrawn {
            false => both!("{short}  {n} reviews for {to}", "{short}  {n} évaluations pour {to}"),
            true => both!(
                "{short}  {n} reviews for {to}, withdrawn",
                "{short}  {n} évaluations pour {to}, retirée"
            ),
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
    let n = s.reviews.len();
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
    let drawn = s.drawn;
    out.say(&both!(
        "{n} reviews; {drawn} conversations were drawn in that time",
        "{n} évaluations ; {drawn} conversations tirées dans ce temps"
    ));
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
    staying(out, handover);
}

fn staying(out: &mut Out, handover: &Handover) {
    if handover.staying.is_empty() {
        return;
    }
    out.line("");
    out.say(&Bilingual::fixed("These stay with you:", "Celles-ci restent chez vous :"));
    for (reference, why) in &handover.staying {
        let why = why.get(out.lang).to_owned();
        out.line(&format!("  {reference}  {why}"));
    }
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
    let readers = review.readers;
    out.say(&both!(
        "Review {short}: begun on {day} at {hour} h, {channel}, {drawn}, {state}, read by {readers}",
        "Évaluation {short} : commencée le {day} à {hour} h, {channel}, {drawn}, {state}, lue par {readers}"
    ));
    answers(out, &Bilingual::fixed("your answers", "vos réponses"), &review.own, checklist);
    if review.agreed.iter().any(Option::is_some) {
        let agreed: Vec<String> = named(&review.agreed, checklist, lang, |_| true);
        let list = agreed.join("; ");
        out.say(&both!("  agreed where you differed: {list}", "  convenu là où vous différiez : {list}"));
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
    out.say(&both!(
        "  {en}: yes to {yes}, {open} did not apply",
        "  {fr} : oui à {yes}, {open} ne s’appliquaient pas"
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
            Some(format!("{}: {}", item.text.get(lang), answer_word(Some(value), lang)))
        })
        .collect()
}
