//! What the settings say about the lead's figures and about how long things are kept.

use toml::Spanned;
use toml::de::DeValue;

use crate::config::reading::Reading;

/// The lead's figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Teaming {
    /// Fewer people than this behind a figure is *too few*.
    pub people: u64,
    /// The share of time in conversation, 0 to 1, above which a team has no slack left.
    pub occupancy_ceiling: f64,
}

impl Default for Teaming {
    fn default() -> Teaming {
        Teaming { people: 5, occupancy_ceiling: 0.85 }
    }
}

impl Teaming {
    pub(super) const NAMES: [&str; 2] = ["people", "occupancy_ceiling"];

    pub(super) fn read(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        for (key, value) in reading.table("team", value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                // Below three, a difference of two figures names a person.
                "people" => reading.whole("team.people", value, 3..=50, &mut self.people),
                "occupancy_ceiling" => {
                    reading.share("team.occupancy_ceiling", value, &mut self.occupancy_ceiling);
                }
                other => reading.unknown("team.", other, key.span(), &Teaming::NAMES, None),
            }
        }
    }
}

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Conversations, from their last message on.
    pub conversations: u64,
    /// Reviews and submissions, from the day they were sealed or taken in.
    pub reviews: u64,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention { conversations: 180, reviews: 365 }
    }
}

impl Retention {
    pub(super) const NAMES: [&str; 2] = ["conversations", "reviews"];

    pub(super) fn read(&mut self, reading: &mut Reading<'_>, value: &Spanned<DeValue<'_>>) {
        for (key, value) in reading.table("retention", value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "conversations" => {
                    reading.whole("retention.conversations", value, 1..=3650, &mut self.conversations);
                }
                "reviews" => reading.whole("retention.reviews", value, 1..=3650, &mut self.reviews),
                other => reading.unknown("retention.", other, key.span(), &Retention::NAMES, None),
            }
        }
    }
}
