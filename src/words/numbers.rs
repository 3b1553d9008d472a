//! Numbers as people write them: `1,234` in English, `1 234` (narrow no-break space) and a decimal comma in French.

use super::Lang;

/// A whole number with its groups of three.
pub fn number(lang: Lang, n: u64) -> String {
    let digits = n.to_string();
    let gap = match lang {
        Lang::En => ",",
        Lang::Fr => "\u{202f}",
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * gap.len());
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push_str(gap);
        }
        out.push(digit);
    }
    out
}

/// A decimal number with `places` digits after the sign.
pub fn decimal(lang: Lang, value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    match lang {
        Lang::En => text,
        Lang::Fr => text.replace('.', ","),
    }
}

/// A share as a percentage: no decimal below `n` = 200, one from there.
pub fn percent(lang: Lang, share: f64, n: u64) -> String {
    let text = decimal(lang, share * 100.0, if n < 200 { 0 } else { 1 });
    match lang {
        Lang::En => format!("{text}%"),
        Lang::Fr => format!("{text}\u{202f}%"),
    }
}

/// A score out of 100, rounded half away from zero to a whole number. Rounding happens here and nowhere before.
pub fn score(value: f64) -> String {
    format!("{}", value.round())
}

/// A size in bytes, in powers of 1000: `1.2 MB`.
pub fn bytes(lang: Lang, n: u64) -> String {
    const STEPS: [(&str, &str); 4] = [("kB", "ko"), ("MB", "Mo"), ("GB", "Go"), ("TB", "To")];
    if n < 1000 {
        return match lang {
            Lang::En => format!("{n} B"),
            Lang::Fr => format!("{n} o"),
        };
    }
    let mut value = n as f64 / 1000.0;
    let mut step = 0;
    while value >= 999.95 && step + 1 < STEPS.len() {
        value /= 1000.0;
        step += 1;
    }
    let unit = match lang {
        Lang::En => STEPS[step].0,
        Lang::Fr => STEPS[step].1,
    };
    format!("{} {unit}", decimal(lang, value, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(number(Lang::Fr, 12_345), "12\u{202f}345");
        assert_eq!(number(Lang::En, 999), "999");
    }

    #[test]
    fn shares_and_sizes() {
        assert_eq!(percent(Lang::En, 0.825, 17), "82%");
        assert_eq!(percent(Lang::Fr, 0.825, 400), "82,5\u{202f}%");
        assert_eq!(bytes(Lang::En, 1_234_567), "1.2 MB");
        assert_eq!(bytes(Lang::Fr, 12), "12 o");
    }
}
