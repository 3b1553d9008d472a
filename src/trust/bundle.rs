//! A bundle: signed, then encrypted, with its readers named under the signature, so that passing it on shows.

use super::header::{Header, Kind, MOST_PLAIN, MOST_RECEIVERS};
use super::signing::{SIGNATURE, sign, verify};
use super::{Card, Identity, TrustError, age_file, frame};
use crate::domain::digest::Digest;
use crate::domain::names::{BundleId, ExchangeId, Fingerprint};

const PURPOSE: &str = "aplomb/bundle/v1";

/// What the author of a bundle decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is for.
    pub kind: Kind,
    /// 16 fresh random bytes.
    pub bundle: BundleId,
    /// The exchange that it belongs to.
    pub exchange: Option<ExchangeId>,
    /// Higher than in any bundle of this author before.
    pub seq: u64,
    /// The digest of the author's bundle before, in this exchange.
    pub prev: Option<Digest>,
    /// Microseconds since 1970.
    pub created: i64,
    /// Microseconds since 1970.
    pub expires: i64,
    /// The checklist that was answered.
    pub checklist: Option<Digest>,
}

/// Signs and encrypts a body for 1 to 16 people; the author can open it too. What is signed is a function of the
/// arguments alone; the encryption around it differs each time.
pub fn seal(identity: &Identity, to: &[Card], draft: &Draft, body: &[u8]) -> Result<Vec<u8>, TrustError> {
    let inside = inside(identity, to, draft, body)?;
    let mut readers = others(identity, to).into_iter().map(Card::recipient).collect::<Result<Vec<_>, _>>()?;
    readers.push(identity.card().recipient()?);
    age_file::encrypt(&inside, &readers)
}

/// Whether a file has the outside of a bundle: what can be told without a key, so that noise is noise to everybody.
pub fn recognise(file: &[u8]) -> Result<(), TrustError> {
    age_file::readers(&age_file::unarmored(file)?).map(|_| ())
}

/// Opens a bundle with one's own keys, those of earlier cards too. Nothing in it is believed before
/// [`Envelope::verify`]; the header names the card that is needed for that.
pub fn open(identity: &Identity, file: &[u8]) -> Result<Envelope, TrustError> {
    let file = age_file::unarmored(file)?;
    let readers = age_file::readers(&file)?;
    let inside = age_file::decrypt(&file, identity.reading_keys())?;
    let frame = frame::read(&inside)?;
    let header = Header::read(frame.header)?;
    Ok(Envelope {
        header,
        signature: frame.signature,
        header_bytes: frame.header.to_vec(),
        body: frame.body.to_vec(),
        digest: Digest::of(PURPOSE, &[&inside]),
        readers,
        me: identity.fingerprints().collect(),
    })
}

/// A bundle that was opened and not yet verified.
pub struct Envelope {
    header: Header,
    signature: [u8; SIGNATURE],
    header_bytes: Vec<u8>,
    body: Vec<u8>,
    digest: Digest,
    readers: usize,
    me: Vec<Fingerprint>,
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Envelope").field("header", &self.header).finish_non_exhaustive()
    }
}

impl Envelope {
    /// What the bundle claims.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies that the owner of `sender` wrote this to me and to nobody but the named, then unpacks the body. One's
    /// own bundles pass too: compare `from` with one's own fingerprint.
    pub fn verify(self, sender: &Card) -> Result<Verified, TrustError> {
        let header = self.header;
        if sender.fingerprint() != header.from {
            return Err(TrustError::OtherSender);
        }
        let parts = [header.kind.word().as_bytes(), &self.header_bytes, &self.body];
        verify(&sender.signs, PURPOSE, &parts, &self.signature)?;
        let mine = |fingerprint: &Fingerprint| self.me.contains(fingerprint);
        if !(mine(&header.from) || header.to.iter().any(mine)) || self.readers != header.to.len() + 1 {
            return Err(TrustError::Forwarded);
        }
        if frame::sha256(&self.body) != header.body_sha256 {
            return Err(TrustError::OtherBody);
        }
        let body = frame::unpack(&self.body, header.packing, header.plain_length)?;
        Ok(Verified { header, body, digest: self.digest })
    }
}

/// A bundle whose author, readers and body were verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it says of itself.
    pub header: Header,
    /// The body, unpacked.
    pub body: Vec<u8>,
    /// The digest over everything inside, which the author's next bundle quotes.
    pub digest: Digest,
}

/// The receivers, once each, the author not among them, in the order of their fingerprints.
fn others<'a>(identity: &Identity, to: &'a [Card]) -> Vec<&'a Card> {
    let mut cards: Vec<&Card> =
        to.iter().filter(|card| card.fingerprint() != identity.fingerprint()).collect();
    cards.sort_by_key(|card| card.fingerprint());
    cards.dedup_by_key(|card| card.fingerprint());
    cards
}

/// The signed bytes.
pub(super) fn inside(
    identity: &Identity,
    to: &[Card],
    draft: &Draft,
    body: &[u8],
) -> Result<Vec<u8>, TrustError> {
    let to: Vec<Fingerprint> = others(identity, to).into_iter().map(Card::fingerprint).collect();
    if !(1..=MOST_RECEIVERS).contains(&to.len()) {
        return Err(TrustError::Readers);
    }
    if body.len() as u64 > MOST_PLAIN {
        return Err(TrustError::TooLarge { limit: MOST_PLAIN });
    }
    let (packing, packed) = frame::pack(body);
    let mut header = Header {
        kind: draft.kind,
        bundle: draft.bundle,
        from: identity.fingerprint(),
        to,
        exchange: draft.exchange,
        seq: draft.seq,
        prev: draft.prev,
        created: draft.created,
        expires: draft.expires,
        format: 1,
        needs_reader: 1,
        checklist: draft.checklist,
        body_sha256: Digest([0; 32]),
        packing,
        plain_length: body.len() as u64,
    };
    // The padding depends on the header's length, which the digest of the padded body does not change.
    let body = frame::pad(&packed, header.write()?.len())?;
    header.body_sha256 = frame::sha256(&body);
    finish(identity, &header, &body)
}

/// Signs a header and a body, and frames them.
pub(super) fn finish(identity: &Identity, header: &Header, body: &[u8]) -> Result<Vec<u8>, TrustError> {
    let bytes = header.write()?;
    let signature = sign(identity.signing_key(), PURPOSE, &[header.kind.word().as_bytes(), &bytes, body]);
    frame::write(&bytes, body, &signature)
}
