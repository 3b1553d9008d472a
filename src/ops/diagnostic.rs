//! The steering diagnostic: the lead answers a checklist about the team, on the same screens as about a conversation, and
//! sees what moved since the last time. It stands in the store as a review of its own kind, about no conversation with a
//! customer: no figure about conversations, and nothing that is handed over, ever holds it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::checklist::Checklist;
use crate::domain::conversation::{Conversation, Message, Moment, Role};
use crate::domain::review::{ReviewRole, Sheet, State, Value};
use crate::domain::score::score;
use crate::domain::shown::Shown;
use crate::ops::desk::{self, LastTime, Said, composed};
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::storage::{Resolved, SealedFilter};
use crate::words::{Bilingual, Lang};

/// The source of what stands for the team itself.
pub const TEAM: &str = "team";

/// The checklist that it is answered by, where nothing else is said.
pub const DIAGNOSTIC: &str = "steering-diagnostic";

/// What is read beside the items.
const BESIDE: [Bilingual; 4] = [
    Bilingual::fixed(
        "How does this team trace, measure and steer its service? Answer with the people who do the work at hand, and write down what you saw: a no describes a tool, a rule or a habit, never a person.",
        "Comment cette équipe trace-t-elle, mesure-t-elle et pilote-t-elle son service\u{202f}? Répondez avec celles et ceux qui font le travail, et notez ce que vous avez vu\u{202f}: un non décrit un outil, une règle ou une habitude, jamais une personne.",
    ),
    Bilingual::fixed(
        "1. Tracing comes first: what leaves no trace cannot be measured.",
        "1. D’abord la traçabilité\u{202f}: ce qui ne laisse pas de trace ne se mesure pas.",
    ),
    Bilingual::fixed(
        "2. Then the indicators: few, compared with something, each with an action behind it.",
        "2. Puis les indicateurs\u{202f}: peu nombreux, comparés à quelque chose, chacun suivi d’une action.",
    ),
    Bilingual::fixed(
        "3. Then steering: who looks at them, how often, and what changed because of it.",
        "3. Enfin le pilotage\u{202f}: qui les regarde, à quel rythme, et ce qui a changé grâce à eux.",
    ),
];

/// The diagnostic that is being filled in, or a new one: the store's number to review.
pub fn begin(session: &mut Session, lang: Lang, now: i64) -> Result<i64, OpsError> {
    for id in session.store.conversations_of(TEAM)?.into_iter().rev() {
        if desk::mine(session, id)?.is_none_or(|review| review.state == State::Draft) {
            return Ok(id);
        }
    }
    let title = session.shelf.checklist(DIAGNOSTIC).map(|list| list.title.clone()).unwrap_or_default();
    let at = Moment::new(Timestamp::from_microsecond(now).unwrap_or_default(), 0);
    let day = at.local(&session.zone).date();
    let n = session.store.conversations_of(TEAM)?.len() + 1;
    let messages = BESIDE
        .iter()
        .enumerate()
        .map(|(place, words)| Message {
            id: format!("step-{place}"),
            at,
            role: Role::System,
            author: String::new(),
            text: words.get(lang).to_owned(),
            html: None,
            private: false,
            macro_name: None,
        })
        .collect();
    let about = Conversation {
        source: TEAM.to_owned(),
        external_id: format!("diagnostic-{day}-{n}"),
        channel: String::new(),
        subject: title.get(lang).to_owned(),
        status: None,
        opened_at: at,
        closed_at: None,
        agent: String::new(),
        customer: String::new(),
        tags: Vec::new(),
        csat: None,
        transfers: None,
        reopens: None,
        messages,
    };
    session.store.take_in(std::slice::from_ref(&about), now)?;
    match session.store.resolve(&format!("{}/{}", about.source, about.external_id))? {
        Resolved::One(id) => Ok(id),
        _ => Err(OpsError::no_such_conversation(&about.external_id)),
    }
}

/// One diagnostic, sealed.
struct Filled {
    conversation: i64,
    on: Date,
    checklist: std::sync::Arc<Checklist>,
    sheet: Sheet,
}

/// All that were sealed, the newest first.
fn filled(session: &Session) -> Result<Vec<Filled>, OpsError> {
    let mut reviews = Vec::new();
    let filter = SealedFilter { role: Some(ReviewRole::Lead), ..SealedFilter::default() };
    session.store.each_sealed(&filter, &mut |row| {
        reviews.push((row.sealed_at, row.review));
        ControlFlow::Continue(())
    })?;
    reviews.sort_unstable_by(|a, b| b.cmp(a));
    let mut all = Vec::new();
    for (at, review) in reviews {
        let (Some(record), Some(sealed)) = (session.store.review(review)?, session.store.sealed(review)?)
        else {
            continue;
        };
        let on = Moment { micros: at, offset: 0 }.local(&session.zone).date();
        let checklist = composed(session, &record)?;
        all.push(Filled { conversation: record.conversation, on, checklist, sheet: sealed.sheet });
    }
    Ok(all)
}

/// The answers of the diagnostic before, by item of `checklist`.
pub(super) fn last_time(
    session: &Session,
    except: i64,
    checklist: &Checklist,
) -> Result<BTreeMap<String, LastTime>, OpsError> {
    let before = filled(session)?
        .into_iter()
        .find(|one| one.conversation != except && one.checklist.id == checklist.id);
    let Some(before) = before else { return Ok(BTreeMap::new()) };
    let told = before.sheet.0.into_iter().map(|(item, answer)| {
        let text = Shown::short(&answer.comment, 160);
        (item, LastTime { said: Said::Of { value: answer.value, on: before.on }, text })
    });
    Ok(told.collect())
}

/// One axis, now and before.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Its name.
    pub name: Bilingual,
    /// The score, and the answers that it stands on; `None` where nothing counts.
    pub now: Option<(f64, usize)>,
    /// The same, the last time.
    pub before: Option<(f64, usize)>,
}

/// An item whose answer moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its text.
    pub text: Bilingual,
    /// The answer now.
    pub now: Value,
    /// The answer before.
    pub before: Value,
    /// Whether it counts for more now.
    pub better: bool,
}

/// The newest diagnostic beside the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// When it was sealed.
    pub on: Date,
    /// When the one before was.
    pub before: Option<Date>,
    /// The axes in the checklist's order.
    pub axes: Vec<Axis>,
    /// What moved, what got better first; answers to the same item on the same scale.
    pub moved: Vec<Moved>,
    /// What is a *no* now, by weight: text and cause, where one was picked.
    pub to_do: Vec<(Bilingual, Option<Bilingual>)>,
}

/// What the newest diagnostic says; `None` before the first.
pub fn diagnostic(session: &Session) -> Result<Option<Diagnostic>, OpsError> {
    let mut all = filled(session)?.into_iter();
    let Some(now) = all.next() else { return Ok(None) };
    let before = all.find(|one| one.checklist.id == now.checklist.id);
    let list = &now.checklist;
    let (scored, scored_before) =
        (score(list, &now.sheet), before.as_ref().map(|one| score(&one.checklist, &one.sheet)));
    let axes = list
        .scored_pillars()
        .map(|pillar| {
            let of = |score: &crate::domain::score::Score| {
                score.pillar(&pillar.id).and_then(|found| Some((found.raw?, found.n())))
            };
            Axis { name: pillar.name.clone(), now: of(&scored), before: scored_before.as_ref().and_then(of) }
        })
        .collect();
    let mut moved = Vec::new();
    let mut to_do = Vec::new();
    for item in &list.items {
        let Some(answer) = now.sheet.answer(&item.id).filter(|_| now.sheet.applies(list, item)) else {
            continue;
        };
        let share = item.scale.share(answer.value);
        if item.short_of_full(answer.value) {
            let cause = answer.cause.as_ref().and_then(|id| item.causes.iter().find(|cause| cause.id == *id));
            to_do.push((item.weight, item.text.clone(), cause.map(|cause| cause.text.clone())));
        }
        let was = before.as_ref().and_then(|one| {
            let there = one.checklist.item(&item.id).filter(|there| there.scale == item.scale)?;
            one.sheet.answer(&there.id).filter(|_| one.sheet.applies(&one.checklist, there))
        });
        if let Some(was) = was.filter(|was| was.value != answer.value)
            && let (Some(share), Some(share_before)) = (share, item.scale.share(was.value))
        {
            let better = share > share_before;
            moved.push(Moved { text: item.text.clone(), now: answer.value, before: was.value, better });
        }
    }
    moved.sort_by_key(|one| !one.better);
    to_do.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    let to_do = to_do.into_iter().map(|(_, text, cause)| (text, cause)).collect();
    Ok(Some(Diagnostic { on: now.on, before: before.map(|one| one.on), axes, moved, to_do }))
}
