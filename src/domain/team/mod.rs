//! What a team submitted, as figures that are about the team: means of agents' means with intervals, how much of what
//! was drawn they stand on, and nothing about fewer than k people.
//!
//! Peers' answers and those that were agreed are the measurement; the agents' own are the mirror, and stand beside it.

mod applying;
mod change;
mod compiled;
mod cover;
mod disclosure;
mod figures;
mod gather;
mod mix;
mod packed;
mod people;
mod publication;
mod shared;
mod shift;

pub use applying::{Applying, NotApplicable};
pub use change::{Change, moved};
pub use compiled::{Compiled, Scored};
pub use cover::{Cover, Stretch, drawn};
pub use disclosure::{Part, Share, between, enough, told};
pub use figures::{
    Asked, Bins, Figure, Hidden, ItemFigure, PillarFigures, Stratum, Team, Told, Trend, Week, team,
};
pub use gather::{By, Gather, Gathered, PersonCount, StratumName};
pub use mix::{Mixed, mixed};
pub use packed::{Each, Pack, Packed, day, days, each, pack};
pub use people::{Look, look};
pub use publication::{Cell, Period, Published, Stake};
pub use shared::{PillarAgreement, Read, SharedItem, TeamAgreement, agreement};
pub use shift::{Shift, Shifts, office_hours};
