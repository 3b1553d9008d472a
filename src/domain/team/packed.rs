//! A submission's reviews, one after the other in one run of bytes, so that figures over a million of them read a few
//! thousand rows and allocate nothing for a review.
//!
//! A review is, numbers little-endian:
//!
//! ```text
//! 16  reference: the first half of the review's digest
//!  1  checklist: its place in the row's list
//!  1  flags: 1 drawn, 2 peers and the agent agreed, 4 disputed, 8 agreed answers follow
//!  2  channel: its place in the row's list
//!  4  opened: hours since 1970-01-01 00:00 on the wall clock, signed
//!  1  rows of answers by peers
//!  2  items, n
//!  n  the agent's own answers, a byte each: `Value::code`, 255 where there is none
//!  n  answers that were agreed or settled, where the flag says so
//!  n  for each row of a peer
//! ```

use jiff::civil::{Date, DateTime};

use crate::domain::digest::Digest;
use crate::domain::review::{State, Value};
use crate::domain::submission::Submission;

const DRAWN: u8 = 1;
const AGREED: u8 = 2;
const DISPUTED: u8 = 4;
const WITH_AGREED: u8 = 8;
/// Bytes before the answers.
const HEAD: usize = 27;
/// The day that hours are counted from.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// One review as figures need it. It borrows from the bytes that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed<'a> {
    /// Says which review it is: the same in every submission of the agent.
    pub reference: [u8; 16],
    /// Place of its checklist in the row's list.
    pub checklist: u8,
    /// Place of its channel in the row's list.
    pub channel: u16,
    /// When the conversation began, in hours since 1970-01-01 00:00 on the wall clock.
    pub opened: i32,
    /// Whether it was drawn; figures stand on these alone.
    pub drawn: bool,
    /// Every difference between the readings was settled.
    pub agreed_on: bool,
    /// A byte an item.
    pub own: &'a [u8],
    /// Agreed or settled answers, a byte an item; empty where there are none.
    pub agreed: &'a [u8],
    peers: &'a [u8],
}

impl<'a> Packed<'a> {
    /// How many peers let their answers go along.
    pub fn peer_rows(&self) -> usize {
        if self.own.is_empty() { 0 } else { self.peers.len() / self.own.len() }
    }

    /// The peers' answers, a byte an item.
    pub fn peers(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.peers.chunks_exact(self.own.len().max(1))
    }

    /// The day that the conversation began.
    pub fn day(&self) -> Date {
        day(self.opened.div_euclid(24))
    }
}

/// The date so many days after 1970-01-01; that day itself where no calendar reaches.
pub fn day(days: i32) -> Date {
    let span = jiff::Span::new().try_days(i64::from(days));
    span.map_or(EPOCH, |span| EPOCH.saturating_add(span))
}

/// Days since 1970-01-01.
pub fn days(date: Date) -> i32 {
    let days = date.duration_since(EPOCH).as_hours() / 24;
    i32::try_from(days).unwrap_or(0)
}

/// A submission's reviews, packed, with the lists that they name by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// In the order in which reviews name them.
    pub checklists: Vec<Digest>,
    /// In the order in which reviews name them.
    pub channels: Vec<String>,
    /// The reviews.
    pub bytes: Vec<u8>,
    /// How many.
    pub count: u32,
}

/// Packs the reviews. `None` where there are more checklists or channels than a place can name.
pub fn pack(submission: &Submission) -> Option<Pack> {
    let mut pack = Pack::default();
    for review in &submission.reviews {
        let checklist = u8::try_from(place(&mut pack.checklists, &review.checklist)).ok()?;
        let channel = u16::try_from(place(&mut pack.channels, &review.channel)).ok()?;
        let with_agreed = review.agreed.iter().any(Option::is_some);
        let mut flags = 0;
        for (set, flag) in [
            (review.drawn, DRAWN),
            (review.state == State::Agreed, AGREED),
            (review.state == State::Disputed, DISPUTED),
            (with_agreed, WITH_AGREED),
        ] {
            flags |= if set { flag } else { 0 };
        }
        let items = u16::try_from(review.own.len()).ok()?;
        let peers = u8::try_from(review.peers.len()).ok()?;
        pack.bytes.extend_from_slice(&review.reference.0[..16]);
        pack.bytes.extend_from_slice(&[checklist, flags]);
        pack.bytes.extend_from_slice(&channel.to_le_bytes());
        pack.bytes.extend_from_slice(&hours(review.opened).to_le_bytes());
        pack.bytes.push(peers);
        pack.bytes.extend_from_slice(&items.to_le_bytes());
        let agreed = with_agreed.then_some(&review.agreed);
        for row in std::iter::once(&review.own).chain(agreed).chain(&review.peers) {
            if row.len() != review.own.len() {
                return None;
            }
            pack.bytes.extend(row.iter().map(|value| value.map_or(Value::UNANSWERED, Value::code)));
        }
        pack.count += 1;
    }
    Some(pack)
}

fn place<T: PartialEq + Clone>(list: &mut Vec<T>, value: &T) -> usize {
    list.iter().position(|known| known == value).unwrap_or_else(|| {
        list.push(value.clone());
        list.len() - 1
    })
}

fn hours(at: DateTime) -> i32 {
    days(at.date()) * 24 + i32::from(at.hour())
}

/// The reviews in `bytes`; ends early, with `None` as its last, where they are not what [`pack`] makes.
pub fn each(bytes: &[u8]) -> Each<'_> {
    Each { rest: bytes }
}

/// Reviews, one after the other.
#[derive(Clone, Debug)]
pub struct Each<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Each<'a> {
    type Item = Option<Packed<'a>>;

    fn next(&mut self) -> Option<Option<Packed<'a>>> {
        if self.rest.is_empty() {
            return None;
        }
        let read = take(self.rest);
        self.rest = read.map_or(&[], |(_, rest)| rest);
        Some(read.map(|(review, _)| review))
    }
}

fn take(bytes: &[u8]) -> Option<(Packed<'_>, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
    let (reference, about) = head.split_first_chunk::<16>()?;
    let [checklist, flags, channel_low, channel_high, a, b, c, d, peers, items_low, items_high] = *about
    else {
        return None;
    };
    let items = usize::from(u16::from_le_bytes([items_low, items_high]));
    let (own, rest) = rest.split_at_checked(items)?;
    let (agreed, rest) = rest.split_at_checked(if flags & WITH_AGREED == 0 { 0 } else { items })?;
    let (peers, rest) = rest.split_at_checked(items * usize::from(peers))?;
    let review = Packed {
        reference: *reference,
        checklist,
        channel: u16::from_le_bytes([channel_low, channel_high]),
        opened: i32::from_le_bytes([a, b, c, d]),
        drawn: flags & DRAWN != 0,
        agreed_on: flags & AGREED != 0,
        own,
        agreed,
        peers,
    };
    Some((review, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::BundleId;
    use crate::domain::submission::Submitted;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn review(n: u8, channel: &str, peers: usize) -> Submitted {
        let row = vec![Some(Value::Yes), None, Some(Value::Point(n % 5)), Some(Value::Na)];
        Submitted {
            reference: Digest([n; 32]),
            channel: channel.to_owned(),
            opened: date(1969, 12, 31).at(23, 0, 0, 0),
            drawn: n.is_multiple_of(2),
            checklist: Digest([7; 32]),
            state: if peers > 0 { State::Agreed } else { State::Sealed },
            readers: u32::try_from(peers).unwrap(),
            own: row.clone(),
            agreed: if peers > 0 { vec![None, None, None, Some(Value::No)] } else { vec![None; 4] },
            peers: vec![row; peers],
            remarks: Vec::new(),
        }
    }

    fn submission(reviews: Vec<Submitted>) -> Submission {
        Submission {
            id: BundleId([1; 16]),
            agent: "Léa".into(),
            made: date(2026, 3, 1),
            from: None,
            until: date(2026, 3, 1),
            drawn: 0,
            checklists: Vec::new(),
            reviews,
        }
    }

    #[test]
    fn days_there_and_back() {
        for date in [date(1969, 12, 31), date(1970, 1, 1), date(2026, 3, 29), Date::MIN, Date::MAX] {
            assert_eq!(day(days(date)), date);
        }
        assert_eq!(day(i32::MIN), EPOCH, "no calendar reaches there");
    }

    #[test]
    fn what_was_packed_is_read() {
        let packed =
            pack(&submission(vec![review(1, "chat", 0), review(2, "e-mail", 2), review(3, "chat", 1)]));
        let packed = packed.unwrap();
        assert_eq!(
            (packed.count, packed.channels.as_slice()),
            (3, ["chat", "e-mail"].map(String::from).as_slice())
        );
        let read: Vec<Packed> = each(&packed.bytes).map(Option::unwrap).collect();
        assert_eq!(
            read.iter().map(|r| (r.channel, r.drawn)).collect::<Vec<_>>(),
            [(0, false), (1, true), (0, false)]
        );
        assert_eq!(read[0].own, [253, 255, 1, 254]);
        assert_eq!((read[0].agreed.len(), read[0].peer_rows(), read[0].agreed_on), (0, 0, false));
        assert_eq!((read[1].agreed, read[1].peer_rows()), ([255, 255, 255, 252].as_slice(), 2));
        assert_eq!(read[1].peers().collect::<Vec<_>>(), [[253, 255, 2, 254], [253, 255, 2, 254]]);
        assert_eq!((read[2].day(), read[2].opened), (date(1969, 12, 31), -1));
    }

    proptest! {
        #[test]
        fn broken_bytes_end_the_reading(cut in 1usize..200, flip in 0usize..200, bit in 0u8..8) {
            let reviews = (0..4).map(|n| review(n, "chat", usize::from(n))).collect();
            let whole = pack(&submission(reviews)).unwrap().bytes;
            let short = &whole[..whole.len() - cut.min(whole.len() - 1)];
            prop_assert!(each(short).count() <= 4);
            let mut flipped = whole.clone();
            let at = flip % flipped.len();
            flipped[at] ^= 1 << bit;
            let read: usize = each(&flipped).flatten().map(|review| review.own.len()).sum();
            prop_assert!(read <= flipped.len());
        }
    }
}
