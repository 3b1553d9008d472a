//! Bundles that no honest program writes, from the document of the format alone: any header, any body, encrypted so that
//! only what is inside can betray them.

use std::cell::RefCell;
use std::collections::HashSet;
use std::io::Write;

use age::secrecy::ExposeSecret;
use age::x25519;
use age::{EncryptError, Encryptor};
use age_core::format::{FileKey, Stanza};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

/// What an author who keeps no rule can decide.
pub struct Forged<'a> {
    pub sign_seed: [u8; 32],
    pub kind: &'a str,
    pub bundle: [u8; 16],
    /// 64 hexadecimal digits each.
    pub from: String,
    pub to: Vec<String>,
    pub exchange: Option<String>,
    pub seq: u64,
    pub format: u32,
    pub needs_reader: u32,
    pub created: i64,
    pub expires: i64,
    pub body: &'a [u8],
    pub readers: Vec<String>,
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn seal(f: &Forged<'_>) -> Vec<u8> {
    let header = |body_sha256: &str| {
        let mut to = f.to.clone();
        to.sort();
        serde_json::json!({
            "kind": f.kind, "bundle": hex(&f.bundle), "from": f.from, "to": to, "exchange": f.exchange,
            "seq": f.seq, "prev": null, "created": f.created, "expires": f.expires, "format": f.format,
            "needs_reader": f.needs_reader, "checklist": null, "body_sha256": body_sha256, "packing": "none",
            "plain_length": f.body.len(),
        })
        .to_string()
    };
    let length = header(&"0".repeat(64)).len();
    let fixed = 8 + 4 + 8 + 64;
    let whole = (fixed + length + 8 + f.body.len()).max(4096).next_power_of_two();
    let mut body = (f.body.len() as u64).to_le_bytes().to_vec();
    body.extend_from_slice(f.body);
    body.resize(whole - fixed - length, 0);
    let header = header(&hex(&Sha256::digest(&body)));
    let mut signed = 4u64.to_le_bytes().to_vec();
    for part in [b"aplomb/bundle/v1".as_slice(), f.kind.as_bytes(), header.as_bytes(), &body] {
        signed.extend((part.len() as u64).to_le_bytes());
        signed.extend_from_slice(part);
    }
    let signature = SigningKey::from_bytes(&f.sign_seed).sign(&signed).to_bytes();
    let mut inside = b"APLOMB1\n".to_vec();
    inside.extend((header.len() as u32).to_le_bytes());
    inside.extend_from_slice(header.as_bytes());
    inside.extend((body.len() as u64).to_le_bytes());
    inside.extend_from_slice(&body);
    inside.extend_from_slice(&signature);
    encrypt(&inside, &f.readers)
}

/// Encrypts for these readers, without the stanza of random kind that the library adds.
pub fn encrypt(inside: &[u8], readers: &[String]) -> Vec<u8> {
    let key = RefCell::new([0; 16]);
    let readers: Vec<Noting<'_>> =
        readers.iter().map(|reader| Noting { reader: reader.parse().unwrap(), key: &key }).collect();
    let encryptor = Encryptor::with_recipients(readers.iter().map(|r| r as &dyn age::Recipient)).unwrap();
    let mut file = Vec::new();
    let mut writer = encryptor.wrap_output(&mut file).unwrap();
    writer.write_all(inside).unwrap();
    writer.finish().unwrap();
    let newline = |nth: usize| file.iter().enumerate().filter(|(_, b)| **b == b'\n').nth(nth).unwrap().0 + 1;
    let kept = newline(readers.len() * 2);
    let closing = kept + file[kept..].windows(5).position(|w| w == b"\n--- ").unwrap() + 1;
    let mut out = [&file[..kept], b"---"].concat();
    let code = hmac(&age_core::primitives::hkdf(&[], b"header", &*key.borrow()), &out);
    out.extend_from_slice(format!(" {}\n", BASE64_STANDARD_NO_PAD.encode(code)).as_bytes());
    out.extend_from_slice(&file[closing + 4 + 43 + 1..]);
    out
}

struct Noting<'a> {
    reader: x25519::Recipient,
    key: &'a RefCell<[u8; 16]>,
}

impl age::Recipient for Noting<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        *self.key.borrow_mut() = *file_key.expose_secret();
        self.reader.wrap_file_key(file_key)
    }
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut pads = [[0x36u8; 64], [0x5c; 64]];
    for pad in &mut pads {
        pad.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
    }
    let inner = Sha256::new().chain_update(pads[0]).chain_update(message).finalize();
    Sha256::new().chain_update(pads[1]).chain_update(inner).finalize().into()
}
