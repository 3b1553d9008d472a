//! What others said of conversations on their help desk's scorecards: reviews by a third, kept with their conversation.

use super::writing::{Coming, Writer};
use crate::domain::conversation::Conversation;
use crate::domain::review::ReviewRole;
use crate::formats::import::scorecard::Scored;
use crate::ops::chance::Chance;
use crate::ops::error::OpsError;
use crate::ops::finished::{Finished, Kept, keep};
use crate::storage::Store;

/// Reviews of a colleague's work, among what is not needed.
const COLLEAGUES: &str = "scorecards of colleagues";

impl Coming {
    /// Keeps the reviews of the conversation, which has this number in the store; says what became of each.
    pub(super) fn keep_reviews(
        &self,
        store: &mut Store,
        id: i64,
        now: i64,
        dry_run: bool,
        chance: &mut Chance,
    ) -> Result<Vec<Kept>, OpsError> {
        let mut kept = Vec::with_capacity(self.reviews.len());
        for review in &self.reviews {
            let finished = Finished {
                conversation: id,
                role: ReviewRole::Third,
                checklist: &review.checklist,
                card: &review.card(&self.conversation.external_id),
                renews: true,
            };
            kept.push(keep(store, &finished, now, dry_run, chance)?);
        }
        Ok(kept)
    }
}

impl Writer<'_> {
    /// The reviews of work that is wanted: what others said of a colleague's part in a conversation is not mine to read.
    pub(super) fn about_wanted_work(
        &mut self,
        conversation: &Conversation,
        mut reviews: Vec<Scored>,
    ) -> Vec<Scored> {
        let all = reviews.len();
        reviews.retain(|review| {
            let Some(number) = &review.whose else { return true };
            let entry = self.who(&conversation.source, number);
            let names = entry.map(|entry| vec![entry.name, entry.address]).unwrap_or_default();
            names.into_iter().chain([number.clone()]).any(|agent| self.wants_work_of(conversation, agent))
        });
        let theirs = (all - reviews.len()) as u64;
        if theirs > 0 {
            *self.report.beside.entry(COLLEAGUES.to_owned()).or_default() += theirs;
        }
        reviews
    }
}
