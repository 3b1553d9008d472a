//! ZIP archives: whatever the list of files says, no more is read than it says, and nothing outside of it.
#![no_main]

use std::ops::ControlFlow;

use aplomb::formats::import::{Archive, Refusal, is_archive};
use aplomb::words::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = is_archive(bytes);
    let opened = Archive::open(&mut &bytes[..], "in.zip").and_then(|mut archive| {
        let mut read: u64 = 0;
        archive.each("in.zip", &mut |path, input| {
            assert!(!path.split(['/', '\\']).any(|part| part == ".."), "{path}");
            let mut all = Vec::new();
            let _ = input.read_to_end(&mut all).map_err(|error| Refusal::unreadable(path, &error))?;
            read += all.len() as u64;
            assert!(read <= (1 << 20).max(200 * bytes.len() as u64));
            Ok(ControlFlow::Continue(()))
        })
    });
    let _ = opened.map_err(|refusal| refusal.sentence(Lang::En));
});
