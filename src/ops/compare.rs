//! *Compare*: where do we differ? One exchange as one of its two people sees it, ready to show.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::checklist::Checklist;
use crate::domain::exchange::{Flag, Outcome, PillarPair, Side, Stage, Standing};
use crate::domain::names::ExchangeId;
use crate::domain::review::Value;
use crate::domain::shown::Shown;
use crate::ops::transcript::Transcript;
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
