//! A bundle file under a fixed author. An even first byte: the rest is a file as it comes. An odd one: the rest is a
//! place, a change and a body; the body is sealed, one byte of the file is changed, and what opens is the body that was
//! sealed or nothing.
#![no_main]

use std::sync::LazyLock;

use aplomb::domain::names::{BundleId, PersonId};
use aplomb::trust::{Draft, Identity, Kind, Verified, open, seal};
use libfuzzer_sys::fuzz_target;

fn person(n: u8) -> Identity {
    Identity::make("Ann", PersonId([n; 16]), [n; 32], 0).expect("an identity")
}

static AUTHOR: LazyLock<Identity> = LazyLock::new(|| person(1));
static READER: LazyLock<Identity> = LazyLock::new(|| person(2));

fn opened(file: &[u8]) -> Option<Verified> {
    let told = |error: aplomb::trust::TrustError| {
        let _ = (error.what(), error.hint());
    };
    open(&READER, file).map_err(told).ok()?.verify(AUTHOR.card()).map_err(told).ok()
}

fuzz_target!(|bytes: &[u8]| {
    match bytes {
        [mode, file @ ..] if mode % 2 == 0 => assert!(opened(file).is_none(), "nobody can sign for the author"),
        [_, low, high, change, body @ ..] => {
            let draft = Draft {
                kind: Kind::Talk,
                bundle: BundleId([3; 16]),
                exchange: None,
                seq: 1,
                prev: None,
                created: 0,
                expires: 1,
                checklist: None,
            };
            let mut file = seal(&AUTHOR, std::slice::from_ref(READER.card()), &draft, body).expect("a bundle");
            let place = usize::from(u16::from_le_bytes([*low, *high])) % file.len();
            file[place] ^= change;
            match opened(&file) {
                Some(verified) => assert_eq!(verified.body, body),
                None => assert_ne!(*change, 0, "an unchanged bundle opens"),
            }
        }
        _ => {}
    }
});
