//! A checklist file: what is read can be written and read again, and every problem has its sentences.
#![no_main]

use aplomb::formats::checklist::{advice, parse, to_toml};
use aplomb::words::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match parse(text, &|_| None) {
        Ok(list) => {
            assert_eq!(parse(&to_toml(&list), &|_| None), Ok(list.clone()));
            let _ = (advice(&list), list.digest());
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                let _ = (problem.sentence(Lang::En), problem.sentence(Lang::Fr));
            }
        }
    }
});
