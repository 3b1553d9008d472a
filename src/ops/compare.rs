//! *Compare*: where do we differ? One exchange as one of its two people sees it, ready to show.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::checklist::Checklist;
use crate::domain::conversation::Moment;
use crate::domain::exchange::{Exchange, Flag, Outcome, PillarPair, Side, Stage, Standing, Talk};
use crate::domain::names::ExchangeId;
use crate::domain::review::{Answer, ReviewRole, Value};
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::session::Session;
use crate::ops::transcript::Transcript;
use crate::ops::{exchange, listing};
use crate::storage::{Access, ExchangeRow};
use crate::words::Bilingual;

/// One side's answer to an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The value.
    pub value: Value,
    /// The cause that was picked.
    pub cause: Option<Bilingual>,
    /// The comment; may be empty.
    pub comment: Shown,
    /// Numbers of the messages that support it, from 1, as in the transcript.
    pub evidence: Vec<usize>,
}

/// What one side says about a difference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// The remark; may be empty.
    pub remark: Shown,
    /// The answer that this side agrees to.
    pub agreed: Option<Value>,
    /// In which case, and why; may be empty.
    pub because: Shown,
    /// This side asks for a third reader.
    pub dispute: bool,
}

/// One item on both sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The item's id.
    pub item: String,
    /// The id of its pillar.
    pub pillar: String,
    /// The statement.
    pub text: Bilingual,
    /// My answer; `None` where the item did not apply for me.
    pub mine: Option<Given>,
    /// Theirs.
    pub theirs: Option<Given>,
    /// What I say.
    pub my_word: Word,
    /// What they say.
    pub their_word: Word,
    /// The third reader's answer.
    pub third: Option<Value>,
    /// What became of the difference; `None` where there is none.
    pub outcome: Option<Outcome>,
}

impl Line {
    /// Whether both answered, and differently.
    pub fn differs(&self) -> bool {
        self.outcome.is_some()
    }
}

/// One exchange, ready to show.
#[derive(Clone, Debug)]
pub struct Compare {
    /// Its name.
    pub exchange: ExchangeId,
    /// The store's id of the conversation, here.
    pub conversation: i64,
    /// On which side I am.
    pub side: Side,
    /// The other's name, as I call them; empty where the team hides it.
    pub other: Shown,
    /// Where it stands. The lines are empty before it is open.
    pub stage: Stage,
    /// It was made with keys that are lost: what is open stays open, and nothing more can be said.
    pub ended: bool,
    /// Why the reader declined; empty otherwise.
    pub declined: Shown,
    /// The day on which it was asked.
    pub asked_on: Date,
    /// The conversation.
    pub transcript: Arc<Transcript>,
    /// The checklist that both read by.
    pub checklist: Arc<Checklist>,
    /// Differences first, then items that applied for one only, then what is alike.
    pub lines: Vec<Line>,
    /// The scored pillars; first is mine, second theirs.
    pub pillars: Vec<PillarPair>,
    /// Items answered alike.
    pub alike: usize,
    /// Items that both answered.
    pub shared: usize,
    /// How far the talk has come.
    pub standing: Standing,
    /// What should be said by name.
    pub flags: Vec<Flag>,
    /// The third reader's name, once one was drawn.
    pub third: Option<Shown>,
    /// Bundles of this exchange that still have to be sent.
    pub to_send: usize,
    /// Other exchanges about the same conversation, in the order in which they were asked.
    pub siblings: Vec<ExchangeId>,
}

/// The exchange about a conversation that is furthest along; an error that says how to begin where there is none.
pub fn of_conversation(session: &Session, conversation: i64) -> Result<Compare, OpsError> {
    let rows = session.store.exchanges_of(conversation)?;
    // The newest come first.
    let peers = || rows.iter().filter(|row| row.role != ReviewRole::Third || row.side == Side::Reader);
    let open = peers().find(|row| row.stage == Stage::Open);
    let row = open.or_else(|| peers().next()).ok_or_else(|| {
        OpsError::data(Bilingual::fixed(
            "nobody was asked to read this conversation yet",
            "personne n’a encore été invité à lire cette conversation",
        ))
        .hint(Bilingual::fixed(
            "seal your own review, then `aplomb ask ID --peer NAME`",
            "scellez votre évaluation, puis « aplomb ask ID --peer NOM »",
        ))
    })?;
    of_exchange(session, row.id)
}

/// Remembers that the opened result was looked at; the first time counts.
pub fn look(session: &mut Session, id: ExchangeId, now: i64) -> Result<(), OpsError> {
    let fresh =
        session.store.exchange(id)?.is_some_and(|row| row.stage == Stage::Open && row.looked_at.is_none());
    if fresh && session.store.access() == Access::Write {
        session.store.look_at_exchange(id, now)?;
    }
    Ok(())
}

/// One exchange.
pub fn of_exchange(session: &Session, id: ExchangeId) -> Result<Compare, OpsError> {
    let row = session.store.exchange(id)?.ok_or_else(exchange::gone)?;
    let exchange = exchange::state(&session.store, id)?.ok_or_else(exchange::gone)?;
    let transcript = Arc::new(listing::read(session, row.conversation)?);
    let checklist = Arc::new(exchange.request.checklist.clone());
    let third = third_reading(session, &row, &exchange)?;
    let siblings = session.store.exchanges_of(row.conversation)?;
    let mut compare = Compare {
        exchange: id,
        conversation: row.conversation,
        side: exchange.side,
        other: exchange::called(&session.store, &exchange)?,
        stage: exchange.stage,
        ended: exchange::has_ended(&session.store, id)?,
        declined: exchange.decline.as_ref().map(|d| Shown::text(&d.why)).unwrap_or_default(),
        asked_on: Moment { micros: row.asked_at, offset: 0 }.local(&session.zone).date(),
        transcript,
        checklist,
        lines: Vec::new(),
        pillars: Vec::new(),
        alike: 0,
        shared: 0,
        standing: Standing::Untouched,
        flags: exchange.flags.clone(),
        third: third.name,
        to_send: exchange::waiting_to_leave(session, id)?,
        siblings: siblings
            .iter()
            .filter(|other| other.id != id && other.parent.is_none())
            .map(|other| other.id)
            .collect(),
    };
    if let Some(laid) = exchange::laid_out(&exchange, &third.answers) {
        fill(session, &mut compare, &exchange, &row, laid, &third.answers)?;
    }
    Ok(compare)
}

struct ThirdReading {
    name: Option<Shown>,
    answers: BTreeMap<String, Value>,
}

/// What the third reader says: from the reading itself at the asker's, as passed on at the reader's.
fn third_reading(
    session: &Session,
    row: &ExchangeRow,
    exchange: &Exchange,
) -> Result<ThirdReading, OpsError> {
    let answers = exchange::third_answers(&session.store, row, exchange)?;
    let name = match row.third {
        Some(child) => match exchange::state(&session.store, child)? {
            Some(child) => Some(exchange::called(&session.store, &child)?),
            None => None,
        },
        None => None,
    };
    Ok(ThirdReading { name, answers })
}

fn fill(
    session: &Session,
    compare: &mut Compare,
    exchange: &Exchange,
    row: &ExchangeRow,
    laid: exchange::LaidOut,
    third: &BTreeMap<String, Value>,
) -> Result<(), OpsError> {
    let mine_first = exchange.side == Side::Asker;
    // My own words as I wrote them, not as they were redacted for the way.
    let my_own = match row.review {
        Some(review) if mine_first => session.store.sealed(review)?.map(|sealed| sealed.sheet),
        _ => None,
    };
    let given = |answer: &Answer, item: &str, ids: &dyn Fn(&str) -> Option<usize>| Given {
        value: answer.value,
        cause: answer.cause.as_ref().and_then(|cause| {
            let item = compare.checklist.item(item)?;
            item.causes.iter().find(|known| known.id == *cause).map(|known| known.text.clone())
        }),
        comment: Shown::text(&answer.comment),
        evidence: answer.evidence.iter().filter_map(|id| ids(id)).collect(),
    };
    let number_of = |id: &str| compare.transcript.turns.iter().find(|t| t.id == id).map(|t| t.number);
    let sent_number = |id: &str| match mine_first {
        // Messages travel as m1, m2 …; here they have the names of their source.
        true => {
            let place = id.strip_prefix('m')?.parse::<usize>().ok()?.checked_sub(1)?;
            number_of(row.messages.get(place)?)
        }
        false => number_of(id),
    };
    let word = |talk: Option<&Talk>, item: &str| {
        let said = talk.and_then(|talk| talk.said.get(item)).cloned().unwrap_or_default();
        Word {
            remark: Shown::text(&said.remark),
            agreed: said.agreed,
            because: Shown::text(&said.because),
            dispute: said.dispute,
        }
    };
    let mut lines = Vec::new();
    for pair in &laid.comparison.pairs {
        let (mine, theirs) =
            if mine_first { (&pair.first, &pair.second) } else { (&pair.second, &pair.first) };
        let mine = match my_own.as_ref().and_then(|sheet| sheet.answer(&pair.item)) {
            Some(own) => Some(given(own, &pair.item, &number_of)),
            None => mine.as_ref().map(|answer| given(answer, &pair.item, &sent_number)),
        };
        lines.push(Line {
            item: pair.item.clone(),
            pillar: pair.pillar.clone(),
            text: pair.text.clone(),
            mine,
            theirs: theirs.as_ref().map(|answer| given(answer, &pair.item, &sent_number)),
            my_word: word(exchange.my_talk(), &pair.item),
            their_word: word(exchange.their_talk(), &pair.item),
            third: third.get(&pair.item).copied(),
            outcome: laid.outcomes.get(&pair.item).copied(),
        });
    }
    compare.lines = lines;
    compare.pillars = laid.comparison.pillars;
    if !mine_first {
        for pillar in &mut compare.pillars {
            std::mem::swap(&mut pillar.first, &mut pillar.second);
        }
    }
    compare.alike = laid.comparison.alike;
    compare.shared = laid.comparison.shared;
    compare.standing = laid.standing;
    Ok(())
}
