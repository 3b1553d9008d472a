//! Chats of WhatsApp, with and without a word about days and months.
#![no_main]

#[path = "../taking.rs"]
mod taking;

use aplomb::formats::import::{Format, Settled, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "chat.txt");
    for day_first in [None, Some(true), Some(false)] {
        let zone = jiff::tz::TimeZone::get("Europe/Paris").ok();
        let settled = Settled { agents: vec!["Ana".to_owned()], zone, day_first, ..Settled::default() };
        taking::take(bytes, "chat.txt", Format::Whatsapp, &settled);
    }
});
