//! One table of actions: id, words, keys, where, and how likely the footer shows them. Dispatch, footer, help, palette
//! and `aplomb keys` all read this table and nothing else. Why an action is not available is decided in
//! `availability`, beside the model.

use crate::words::Bilingual;

/// What a person can do. The ids in the table are stable: settings name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    // Everywhere.
    /// Help for where I am.
    Help,
    /// The palette of all actions.
    Palette,
    /// One step back.
    Back,
    /// End, from home.
    Quit,
    /// Cancel what runs; twice: end.
    Cancel,
    /// Stop, as in a shell.
    Suspend,
    /// Draw everything anew.
    Repaint,
    /// Read from disk again.
    Reread,
    /// The next pane.
    NextPane,
    /// The pane before.
    PreviousPane,
    /// The focused pane alone, or all.
    Zoom,
    /// Take the mouse, or give it back.
    Mouse,
    /// The last messages.
    Messages,
    /// Who I am.
    EditMe,
    /// Go to *Today*.
    GoToday,
    /// Go to *Conversations*.
    GoConversations,
    /// Go to *Review*.
    GoReview,
    /// Go to *Compare*.
    GoCompare,
    /// Go to *Me*.
    GoMe,
    /// Go to *Team*.
    GoTeam,
    /// Go to *Goals*.
    GoGoals,
    /// Go to *Checklists*.
    GoChecklists,
    // Moving.
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Half a page up.
    HalfUp,
    /// Half a page down.
    HalfDown,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// Open, confirm.
    Open,
    // Lists.
    /// Filter the list, or search the transcript.
    Find,
    /// The next order.
    NextOrder,
    /// The order the other way round.
    ReverseOrder,
    /// Draw a sample.
    Draw,
    /// Take in conversations.
    Import,
    /// Copy the reference of the row.
    CopyReference,
    // Review.
    /// Answer *yes*.
    Yes,
    /// Answer *no*.
    No,
    /// Answer *n/a*.
    Na,
    /// Answer with a point; the chord's digit says which.
    Point,
    /// Take the answer away.
    Clear,
    /// Answer *yes* to everything left.
    YesToRest,
    /// Pin the message to the item, or unpin it.
    Evidence,
    /// The next message of the transcript.
    NextMessage,
    /// The message before.
    PreviousMessage,
    /// Write or change the comment.
    Comment,
    /// Pick a cause.
    Cause,
    /// The next item without an answer.
    NextOpen,
    /// The next pillar.
    NextPillar,
    /// The pillar before.
    PreviousPillar,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// How a score came about.
    WhyScore,
    /// Every answer that this item has had.
    ItemHistory,
    /// What text rules noticed, shown or hidden.
    Hints,
    /// Read a review that somebody else wrote.
    TheirReview,
    /// The express form, or the full one.
    SwitchForm,
    /// Commit to the answers.
    Seal,
    /// Withdraw the review, with a reason.
    Void,
    /// The next match of the search.
    NextMatch,
    /// The match before.
    PreviousMatch,
    // Exchanges.
    /// Ask a colleague to read the conversation too.
    AskColleague,
    /// Say that I will not read what I was asked to read.
    Decline,
    /// Write the bundles that wait into a folder.
    Send,
    /// Take in a bundle that somebody sent.
    OpenBundle,
    /// Take in and hand out through the shared folder.
    Swap,
    // Compare.
    /// Agree to the answer of the other side.
    AcceptTheirs,
    /// Write or change my remark on the difference.
    Remark,
    /// Say in which case the agreed answer holds, and why.
    Because,
    /// Keep my answer and ask for a third reader.
    Dispute,
    /// Show the evidence of both sides.
    ShowEvidence,
    /// The next difference.
    NextDifference,
    /// The difference before.
    PreviousDifference,
    /// The next exchange about the same conversation.
    NextExchange,
    /// The exchange before.
    PreviousExchange,
    // Me and Team.
    /// A longer or shorter period.
    Period,
    /// Answer the steering diagnostic.
    Diagnose,
    // Goals.
    /// What was promised was done this week.
    PromiseKept,
    /// It was not, or not yet.
    PromiseOpen,
}

/// Where an action can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Everywhere outside text fields.
    Everywhere,
    /// On *Today*.
    Today,
    /// On *Conversations*.
    Conversations,
    /// On *Review*.
    Review,
    /// On *Compare*.
    Compare,
    /// On *Me*.
    Me,
    /// On *Team*.
    Team,
    /// On *Goals*.
    Goals,
    /// On *Checklists*.
    Checklists,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// Its stable id, for settings and tests.
    pub id: &'static str,
    /// A verb and its object, in both languages, for help and palette.
    pub words: (&'static str, &'static str),
    /// One word or two, for the footer.
    pub short: (&'static str, &'static str),
    /// Its keys, the shown one first.
    pub keys: &'static [&'static str],
    /// Where it can be done.
    pub places: &'static [Place],
    /// Its rank in the footer, 1 first; 0 is not shown there.
    pub footer: u8,
}

impl Row {
    /// The words for help and palette.
    pub const fn long(&self) -> Bilingual {
        Bilingual::fixed(self.words.0, self.words.1)
    }

    /// The words for the footer.
    pub const fn brief(&self) -> Bilingual {
        Bilingual::fixed(self.short.0, self.short.1)
    }
}

/// Whether an action can be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It makes no sense here; not listed.
    Hidden,
    /// It cannot, and this is why: the reason is shown when its key is pressed.
    Disabled(Bilingual),
}
