//! Fingerprints as words to read aloud: 8 words of 2,048 are 88 bits. Within a language the first four letters tell every
//! word from all others.

use std::sync::LazyLock;

use bip39::Language;
use unicode_normalization::UnicodeNormalization;

use crate::domain::digest::Digest;
use crate::domain::names::Fingerprint;
use crate::words::Lang;

/// The French list has accents apart from their letters, which terminals and searches treat badly.
static FRENCH: LazyLock<Vec<String>> =
    LazyLock::new(|| Language::French.word_list().iter().map(|word| word.nfc().collect()).collect());

/// The words of one card.
pub fn words(fingerprint: &Fingerprint, lang: Lang) -> [&'static str; 8] {
    std::array::from_fn(|place| word(lang, eleven_bits(&fingerprint.0, place)))
}

/// The words that two people share, whoever asks: one comparison serves both.
pub fn meeting_phrase(a: &Fingerprint, b: &Fingerprint, lang: Lang) -> [&'static str; 8] {
    words(&Digest::of("aplomb/meeting/v1", &[&a.min(b).0, &a.max(b).0]), lang)
}

fn word(lang: Lang, number: usize) -> &'static str {
    match lang {
        Lang::En => Language::English.word_list()[number],
        Lang::Fr => &FRENCH[number],
    }
}

/// The `place`th group of 11 bits, from the first bit of the first byte on.
fn eleven_bits(bytes: &[u8; 32], place: usize) -> usize {
    (place * 11..place * 11 + 11)
        .fold(0, |number, bit| number << 1 | usize::from(bytes[bit / 8] >> (7 - bit % 8) & 1))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn four_letters_tell_words_apart() {
        for lang in [Lang::En, Lang::Fr] {
            // Said aloud or typed without accents.
            let heads: HashSet<String> = (0..2048)
                .map(|number| {
                    word(lang, number).nfd().filter(char::is_ascii_alphabetic).take(4).collect::<String>()
                })
                .collect();
            assert_eq!(heads.len(), 2048, "{lang:?}");
        }
        assert!(FRENCH.iter().all(|word| word.nfc().eq(word.chars())));
    }

    #[test]
    fn words_stay_the_same() {
        assert_eq!(eleven_bits(&[0xff; 32], 7), 2047);
        let mut counted = [0; 32];
        for (byte, value) in counted.iter_mut().zip(0x30..) {
            *byte = value;
        }
        let (a, b) = (Digest(counted), Digest([0xa5; 32]));
        assert_eq!(words(&a, Lang::En).join(" "), "coral maze mimic half fat breeze thought chef");
        assert_eq!(
            words(&a, Lang::Fr).join(" "),
            "chlorure kimono légume flamme endroit bénéfice soulever calepin"
        );
        assert_eq!(
            meeting_phrase(&a, &b, Lang::En).join(" "),
            "fence repair gift misery good then public wasp"
        );
        assert_eq!(meeting_phrase(&a, &b, Lang::Fr), meeting_phrase(&b, &a, Lang::Fr));
        assert_ne!(meeting_phrase(&a, &b, Lang::En), meeting_phrase(&a, &a, Lang::En));
    }
}
