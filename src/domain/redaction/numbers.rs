//! Numbers that carry their own check: a run of digits is only a card, an account or a social-security number when its
//! check digits say so.

/// Whether digits satisfy Luhn's check (ISO/IEC 7812-1), as card numbers do. A run of one digit repeated is no card.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit.wrapping_sub(b'0'));
            match place % 2 {
                0 => value,
                _ if value > 4 => 2 * value - 9,
                _ => 2 * value,
            }
        })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| Some(digit) != digits.first())
}

/// Whether letters and digits without separators are an account number (ISO 13616): two letters, two check digits,
/// remainder 1 modulo 97. Ten digits at least, as in every country, keep words with a number in front from passing.
pub(super) fn iban(account: &str) -> bool {
    let bytes = account.as_bytes();
    let head = |range: std::ops::Range<usize>, is: fn(&u8) -> bool| {
        bytes.get(range).is_some_and(|part| part.iter().all(is))
    };
    if !(15..=34).contains(&bytes.len())
        || !head(0..2, u8::is_ascii_alphabetic)
        || !head(2..4, u8::is_ascii_digit)
        || bytes.iter().filter(|byte| byte.is_ascii_digit()).count() < 10
    {
        return false;
    }
    let remainder = bytes[4..].iter().chain(&bytes[..4]).try_fold(0u32, |rest, byte| {
        let value = char::from(*byte).to_digit(36)?;
        Some((rest * if value < 10 { 10 } else { 100 } + value) % 97)
    });
    remainder == Some(1)
}

/// Whether fifteen characters are a French social-security number with its key: the key is 97 minus the number modulo
/// 97, and Corsica's departments 2A and 2B count as 19 and 18.
pub(super) fn nir(number: &str) -> bool {
    let Some((body, key)) = number.split_at_checked(13) else { return false };
    let body = body.to_ascii_uppercase().replacen("2A", "19", 1).replacen("2B", "18", 1);
    match (body.parse::<u64>(), key.parse::<u64>()) {
        (Ok(body), Ok(key)) if key > 0 => key == 97 - body % 97,
        _ => false,
    }
}

/// Whether nine digits can be a social-security number of the United States: no area 000, 666 or 9xx, no group 00, no
/// serial 0000.
pub(super) fn us_ssn(digits: &str) -> bool {
    digits.len() == 9
        && !digits.starts_with("000")
        && !digits.starts_with("666")
        && !digits.starts_with('9')
        && &digits[3..5] != "00"
        && &digits[5..] != "0000"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards() {
        for card in ["4111111111111111", "378282246310005", "5555555555554444", "30569309025904"] {
            assert!(luhn(card.as_bytes()), "{card}");
        }
        for number in ["4111111111111112", "1234567890123456", "0000000000000000"] {
            assert!(!luhn(number.as_bytes()), "{number}");
        }
    }

    #[test]
    fn accounts() {
        for account in [
            "FR7630006000011234567890189",
            "GB82WEST12345698765432",
            "NO9386011117947",
            "de89370400440532013000",
        ] {
            assert!(iban(account), "{account}");
        }
        for text in [
            "FR7630006000011234567890188",
            "GB82WEST1234",
            "7630006000011234567890189FR",
            "éa82WEST12345698765432",
        ] {
            assert!(!iban(text), "{text}");
        }
    }

    #[test]
    fn social_security_numbers() {
        let key = 97 - 1_850_578_006_084_u64 % 97;
        assert!(nir(&format!("1850578006084{key:02}")));
        assert!(!nir(&format!("1850578006085{key:02}")));
        let key = 97 - 2_690_519_049_588_u64 % 97;
        assert!(nir(&format!("269052A049588{key:02}")));
        assert!(!nir("éééééééé"));
        assert!(us_ssn("219099999") && !us_ssn("000121234") && !us_ssn("666121234") && !us_ssn("900121234"));
        assert!(!us_ssn("123001234") && !us_ssn("123120000"));
    }
}
