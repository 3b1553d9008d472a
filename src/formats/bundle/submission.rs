//! What an agent hands to the lead, and its withdrawal.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::json::{self, Findings};
use super::{LONGEST_REMARK, MOST_CHECKLISTS, MOST_ITEMS, MOST_PEERS, MOST_REVIEWS, checklist};
use crate::both;
use crate::domain::checklist::Checklist;
use crate::domain::digest::Digest;
use crate::domain::names::BundleId;
use crate::domain::problem::Problem;
use crate::domain::review::{Answer, Sheet, State, Value};
use crate::domain::submission::{Submission, Submitted};
use crate::words::Bilingual;

/// The body of a submission. The same submission gives the same bytes.
pub fn write_submission(submission: &Submission) -> Vec<u8> {
    json::write(&Body {
        id: submission.id,
        agent: submission.agent.clone(),
        made: submission.made,
        from: submission.from,
        until: submission.until,
        drawn: submission.drawn,
        checklists: submission.checklists.iter().map(checklist::Body::of).collect(),
        reviews: submission.reviews.iter().map(Review::of).collect(),
    })
}

/// Reads the body of a submission. Every value is on its item's scale, and every review names a checklist that came
/// along.
pub fn read_submission(bytes: &[u8]) -> Result<Submission, Vec<Problem>> {
    let body: Body = json::read(bytes)?;
    let mut findings = Findings::default();
    findings.name("agent", &body.agent);
    if body.from.is_some_and(|from| from > body.until) {
        let accepted =
            Bilingual::fixed("a last day on or after the first", "un dernier jour non antérieur au premier");
        findings.add("until", body.until.to_string(), accepted);
    }
    let mut checklists = Vec::with_capacity(body.checklists.len());
    for (place, list) in body.checklists.into_iter().enumerate() {
        checklists.extend(list.read(&format!("checklists[{place}]"), &mut findings));
    }
    let by_digest: BTreeMap<Digest, &Checklist> =
        checklists.iter().map(|list| (list.digest(), list)).collect();
    let in_order = |digests: &[Digest]| digests.windows(2).all(|two| two[0] < two[1]);
    if !in_order(&checklists.iter().map(Checklist::digest).collect::<Vec<_>>()) {
        let accepted =
            Bilingual::fixed("each checklist once, by digest", "chaque liste une seule fois, par empreinte");
        findings.add("checklists", "", accepted);
    }
    if let Some(unused) = by_digest.keys().find(|known| body.reviews.iter().all(|r| r.checklist != **known)) {
        let accepted =
            Bilingual::fixed("a checklist that a review names", "une liste que nomme une évaluation");
        findings.add("checklists", unused.hex(), accepted);
    }
    if !in_order(&body.reviews.iter().map(|review| review.reference).collect::<Vec<_>>()) {
        let accepted = Bilingual::fixed(
            "each review once, by reference",
            "chaque évaluation une seule fois, par référence",
        );
        findings.add("reviews", "", accepted);
    }
    for (place, review) in body.reviews.iter().enumerate() {
        let mut of = Of { path: format!("reviews[{place}]"), findings: &mut findings };
        of.check(review, &by_digest);
    }
    let submission = Submission {
        id: body.id,
        agent: body.agent,
        made: body.made,
        from: body.from,
        until: body.until,
        drawn: body.drawn,
        reviews: body.reviews.into_iter().map(Review::submitted).collect(),
        checklists,
    };
    findings.or(submission)
}

/// The body of a withdrawal: which submission no longer stands.
pub fn write_withdrawal(submission: BundleId) -> Vec<u8> {
    json::write(&Withdrawal { submission })
}

/// Reads the body of a withdrawal.
pub fn read_withdrawal(bytes: &[u8]) -> Result<BundleId, Vec<Problem>> {
    json::read(bytes).map(|withdrawal: Withdrawal| withdrawal.submission)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    submission: BundleId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: BundleId,
    agent: String,
    made: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Date>,
    until: Date,
    drawn: u32,
    #[serde(deserialize_with = "json::list::<_, _, MOST_CHECKLISTS>")]
    checklists: Vec<checklist::Body>,
    #[serde(deserialize_with = "json::list::<_, _, MOST_REVIEWS>")]
    reviews: Vec<Review>,
}

/// Values by item in the checklist's order.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct Row(#[serde(deserialize_with = "json::list::<_, _, MOST_ITEMS>")] Vec<Option<Value>>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remark {
    item: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    reference: Digest,
    channel: String,
    opened: DateTime,
    drawn: bool,
    checklist: Digest,
    state: State,
    readers: u32,
    own: Row,
    agreed: Row,
    #[serde(deserialize_with = "json::list::<_, _, MOST_PEERS>")]
    peers: Vec<Row>,
    #[serde(deserialize_with = "json::list::<_, _, MOST_ITEMS>")]
    remarks: Vec<Remark>,
}

impl Review {
    fn of(review: &Submitted) -> Review {
        let remark = |(item, text): &(String, String)| Remark { item: item.clone(), text: text.clone() };
        Review {
            reference: review.reference,
            channel: review.channel.clone(),
            opened: review.opened,
            drawn: review.drawn,
            checklist: review.checklist,
            state: review.state,
            readers: review.readers,
            own: Row(review.own.clone()),
            agreed: Row(review.agreed.clone()),
            peers: review.peers.iter().cloned().map(Row).collect(),
            remarks: review.remarks.iter().map(remark).collect(),
        }
    }

    fn submitted(self) -> Submitted {
        Submitted {
            reference: self.reference,
            channel: self.channel,
            opened: self.opened,
            drawn: self.drawn,
            checklist: self.checklist,
            state: self.state,
            readers: self.readers,
            own: self.own.0,
            agreed: self.agreed.0,
            peers: self.peers.into_iter().map(|row| row.0).collect(),
            remarks: self.remarks.into_iter().map(|remark| (remark.item, remark.text)).collect(),
        }
    }
}

/// One review under judgement.
struct Of<'f> {
    path: String,
    findings: &'f mut Findings,
}

impl Of<'_> {
    fn wrong(&mut self, key: &str, found: impl Into<String>, accepted: Bilingual) {
        self.findings.add(format!("{}.{key}", self.path), found, accepted);
    }

    fn check(&mut self, review: &Review, checklists: &BTreeMap<Digest, &Checklist>) {
        self.findings.name(format!("{}.channel", self.path), &review.channel);
        let opened = review.opened;
        if (opened.minute(), opened.second(), opened.subsec_nanosecond()) != (0, 0, 0) {
            self.wrong("opened", opened.to_string(), Bilingual::fixed("a full hour", "une heure pleine"));
        }
        if !matches!(review.state, State::Sealed | State::Agreed | State::Disputed) {
            let accepted = Bilingual::fixed("sealed, agreed or disputed", "sealed, agreed ou disputed");
            self.wrong("state", review.state.word(), accepted);
        }
        let alone = review.state == State::Sealed;
        if alone != (review.readers == 0) || review.peers.len() > review.readers as usize {
            let accepted = Bilingual::fixed(
                "as many readers as the state and the peers’ answers say",
                "autant de lecteurs que l’indiquent l’état et les réponses des pairs",
            );
            self.wrong("readers", review.readers.to_string(), accepted);
        }
        let Some(checklist) = checklists.get(&review.checklist) else {
            let accepted = Bilingual::fixed("a checklist of this submission", "une liste de cette remise");
            return self.wrong("checklist", review.checklist.hex(), accepted);
        };
        self.answers("own", &review.own, checklist);
        for peer in &review.peers {
            self.answers("peers", peer, checklist);
        }
        self.on_scale("agreed", &review.agreed, checklist);
        if alone && review.agreed.0.iter().any(Option::is_some) {
            let accepted = Bilingual::fixed("nothing, without a reader", "rien, sans lecteur");
            self.wrong("agreed", "", accepted);
        }
        for remark in &review.remarks {
            if checklist.item(&remark.item).is_none() {
                let accepted = Bilingual::fixed("an item of the checklist", "un point de la liste");
                self.wrong("remarks", remark.item.as_str(), accepted);
            }
            self.findings.text(format!("{}.remarks", self.path), &remark.text, LONGEST_REMARK);
        }
    }

    /// One value for each item, on its scale.
    fn on_scale(&mut self, key: &str, row: &Row, checklist: &Checklist) -> bool {
        let items = checklist.items.len();
        if row.0.len() != items {
            let accepted = both!("{items} answers, one for each item", "{items} réponses, une par point");
            self.wrong(key, row.0.len().to_string(), accepted);
            return false;
        }
        for (item, value) in checklist.items.iter().zip(&row.0) {
            if let Some(value) = value.filter(|value| !item.takes(*value)) {
                let accepted =
                    Bilingual::fixed("an answer that the item takes", "une réponse que le point accepte");
                self.wrong(&format!("{key}.{}", item.id), value.to_string(), accepted);
            }
        }
        true
    }

    /// A whole review: what applies is answered, and nothing else.
    fn answers(&mut self, key: &str, row: &Row, checklist: &Checklist) {
        if !self.on_scale(key, row, checklist) {
            return;
        }
        let given = checklist.items.iter().zip(&row.0);
        let sheet = Sheet(
            given.filter_map(|(item, value)| value.map(|v| (item.id.clone(), Answer::of(v)))).collect(),
        );
        for item in &checklist.items {
            if sheet.applies(checklist, item) != sheet.answer(&item.id).is_some() {
                let accepted = Bilingual::fixed(
                    "an answer where the item applies, and there alone",
                    "une réponse là où le point s’applique, et là seulement",
                );
                self.wrong(&format!("{key}.{}", item.id), "", accepted);
            }
        }
    }
}
