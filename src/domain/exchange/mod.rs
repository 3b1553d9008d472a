//! Two people read the same conversation without seeing each other's answers, open them at the same moment, and talk.
//!
//! What happened is a growing set of facts, each said by one person and signed by them; where an exchange stands is
//! worked out from that set and from nothing else. So bundles may arrive twice, late or in any order: the same set is
//! the same state.
//!
//! [`fact`] says what can be said, [`seal`] commits to answers before a request leaves, [`stage`] works out the state,
//! [`sound`] says whether answers fit what they answer, [`mod@compare`] lays them beside each other, [`talk`] says what
//! became of each difference.

pub mod compare;
pub mod fact;
pub mod seal;
pub mod sound;
pub mod stage;
pub mod talk;

pub use compare::{Comparison, Pair, PillarPair, compare};
pub use fact::{Decline, Fact, Known, Reading, Request, Reveal, Said, Talk};
pub use seal::{Commitment, answers_digest, sent};
pub use sound::{LONGEST_COMMENT, check_sheet, check_talk};
pub use stage::{Exchange, Flag, Side, Stage};
pub use talk::{Outcome, Standing, outcome, outcomes, standing};
