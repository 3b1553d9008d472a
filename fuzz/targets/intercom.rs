//! Intercom's records, in every envelope and table.
#![no_main]

#[path = "../taking.rs"]
mod taking;

use aplomb::formats::import::{Format, HelpDesk, Settled, recognise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = recognise(bytes, "conversations.json");
    taking::take(bytes, "conversations.json", Format::Desk(HelpDesk::Intercom), &Settled::default());
});
