//! Chats of Messenger and Instagram, whole or broken.
#![no_main]

#[path = "../desk/mod.rs"]
mod desk;

use aplomb::formats::import::HelpDesk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| desk::try_out(HelpDesk::Meta, bytes));
