//! Numbers in as few bytes as they need: seven bits a byte, the lowest first, the highest bit set while more follow (LEB128).

/// Writes a number behind what is there.
pub fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads a number and moves past it; `None` where the bytes end before it, or it has more than 64 bits.
#[inline]
pub fn take(bytes: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7F);
        if shift == 63 && bits > 1 {
            return None;
        }
        number |= bits << shift;
        if *byte < 0x80 {
            return Some(number);
        }
        shift += 7;
        if shift > 63 {
            return None;
        }
    }
}

/// A number of either sign as one without: small stays small.
pub const fn folded(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

/// Back from [`folded`].
pub const fn unfolded(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_cut_or_too_long_is_no_number() {
        assert_eq!(take(&mut [].as_slice()), None);
        assert_eq!(take(&mut [0x80].as_slice()), None);
        assert_eq!(take(&mut [0xFF; 10].as_slice()), None);
        assert_eq!(take(&mut [0xFF; 11].as_slice()), None);
    }

    proptest! {
        #[test]
        fn comes_back(numbers in prop::collection::vec(any::<u64>().prop_flat_map(|n| 0..=n), 0..20), signed in any::<i64>()) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put(&mut bytes, *number));
            put(&mut bytes, folded(signed));
            let mut rest = bytes.as_slice();
            for number in numbers {
                prop_assert_eq!(take(&mut rest), Some(number));
            }
            prop_assert_eq!(take(&mut rest).map(unfolded), Some(signed));
            prop_assert!(rest.is_empty());
        }
    }
}
