//! Telephone numbers. They carry no check, so their form must say what they are: a plus, a French or North American
//! grouping, a leading zero with separators, or a word such as *call* in front. Dates, prices, versions and order
//! numbers have none of these.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::redaction::patterns::{alone, begins_with_date, compiled, groups, without_overlaps};

/// The forms that need no word in front, with how few and how many digits each has.
static FORMS: LazyLock<[(Regex, usize, usize); 5]> = LazyLock::new(|| {
    [
        // +33 (0)6 12 34 56 78, 0033 6 12 34 56 78
        (
            compiled(
                r"(?:\+|\b00)[ ]?\(?33\)?[ .\-]{0,2}(?:\(0\)[ .\-]{0,2})?0?[1-9](?:[ .\-/]{0,2}[0-9]{2}){4}",
            ),
            11,
            15,
        ),
        // +1 (212) 555-0123, (212) 555-0123, 212-555-0123
        (
            compiled(
                r"(?:\+?1[ .\-]?)?(?:\([2-9][0-9]{2}\)[ .\-]{0,2}|[2-9][0-9]{2}[ .\-])[0-9]{3}[ .\-]{1,2}[0-9]{4}",
            ),
            10,
            11,
        ),
        // +44 20 7946 0958
        (compiled(r"(?:\+[ ]?|\b00[ ]?)\(?[1-9](?:[ .\-/()]{0,3}[0-9]){6,13}"), 8, 15),
        // 06 12 34 56 78, each pair with the same sign before it, or the whole in one piece
        (
            compiled(
                r"0[1-9](?:(?: {1,2}[0-9]{2}){4}|(?:\.[0-9]{2}){4}|(?:-[0-9]{2}){4}|(?:/[0-9]{2}){4}|(?: [./\-] [0-9]{2}){4}|(?:\. [0-9]{2}){4}|(?:_[0-9]{2}){4}|[0-9]{8}|[ .\-]?[0-9]{4}[ .\-]?[0-9]{4}|[ .\-][0-9]{3}[ .\-][0-9]{2}[ .\-][0-9]{3})",
            ),
            10,
            10,
        ),
        // 020 7946 0958, 07700 900123, 030/123456
        (compiled(r"\(?0[1-9][0-9]{0,3}\)?[ .\-/][0-9]{2,8}(?:[ .\-][0-9]{2,8}){0,3}"), 9, 12),
    ]
});

/// A word that announces a number, what lies between, and the number in whatever form.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:phones?|tel|telephone|mobile|cell|cellphone|call(?:ed|ing)?|fax|portable|gsm|whatsapp|sms|text me|joindre|joignable|appel(?:er|ez|ant)?|rappel(?:er|ez)?)\b([^0-9\x00\n+(]{0,24})(\+?\(?[0-9](?:[ .\-/()]{0,2}[0-9]){6,14})",
    )
});

/// Between the word and the number, these say that the number is something else.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:orders?|commandes?|tickets?|ref(?:erence)?s?|invoices?|factures?|cases?|dossiers?|ids?|version|amount|montant|serial|serie|imei)\b|#",
    )
});

/// The telephone numbers in a plain text.
pub(super) fn phones(text: &str) -> Vec<Range<usize>> {
    let digits = |span: &Range<usize>| text[span.clone()].bytes().filter(u8::is_ascii_digit).count();
    let mut found = Vec::new();
    for (form, fewest, most) in FORMS.iter() {
        found.extend(form.find_iter(text).map(|m| m.range()).filter(|span| {
            (*fewest..=*most).contains(&digits(span))
                && !begins_with_date(&text[span.clone()])
                && !goes_on(&text[..span.start], &text[span.clone()])
        }));
    }
    for announced in ANNOUNCED.captures_iter(text) {
        if let (Some(between), Some(number)) = (announced.get(1), announced.get(2))
            && !OTHER.is_match(between.as_str())
            && !begins_with_date(number.as_str())
        {
            found.push(number.range());
        }
    }
    found.extend(groups(&LABEL, 1, text));
    found.retain(|span| {
        // No amount is written with a plus or a zero in front.
        let never_an_amount = text[span.clone()].trim_start_matches('(').starts_with(['+', '0']);
        let rest = &text[span.end..];
        alone(text, span) && !part_of_more(rest) && (never_an_amount || !measured(rest))
    });
    without_overlaps(found)
}

/// A label with the number alone behind it.
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)(?:☎|☏|📞|📱) ?:? ?(\+?\(?[0-9](?:[ .\-/()]{0,2}[0-9]){6,14})"));

/// Whether a number is only the tail of what stands before it: `#06…`, `12,06…`, a date with a time joined by one sign.
fn goes_on(before: &str, number: &str) -> bool {
    let mut back = before.chars().rev();
    match (back.next(), back.next()) {
        (Some('#' | ','), _) => true,
        (Some(sign @ ('.' | '-' | '/')), Some(digit)) => digit.is_ascii_digit() && number.contains(sign),
        _ => false,
    }
}

/// Whether what follows makes the number a part of a longer one.
fn part_of_more(rest: &str) -> bool {
    let mut ahead = rest.chars();
    matches!(ahead.next(), Some('.' | ',' | ':' | '/')) && ahead.next().is_some_and(|c| c.is_ascii_digit())
}

/// Whether what follows makes the number an amount.
fn measured(rest: &str) -> bool {
    static AMOUNT: LazyLock<Regex> =
        LazyLock::new(|| compiled(r"^(?: ?(?:€|\$|£|%|eur\b|usd\b|euros?\b|dollars?\b|[kmgt]b\b))"));
    AMOUNT.is_match(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        phones(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn numbers_in_their_forms() {
        for number in [
            "+33 6 12 34 56 78",
            "+33(0)6.12.34.56.78",
            "0033612345678",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "0612345678",
            "06 / 12 / 34 / 56 / 78",
            "01 2345 6789",
            "(212) 555-0123",
            "212-555-0123",
            "212.555.0123",
            "+1 212 555 0123",
            "1-800-555-0199",
            "+44 20 7946 0958",
            "020 7946 0958",
            "07700 900123",
            "+15551234567",
            "0123-456789",
            "+41 44 668 18 00",
        ] {
            for text in [format!("you can try {number}, thanks"), number.to_owned(), format!("({number})")] {
                let all = found(&text);
                assert_eq!(all.len(), 1, "{text}: {all:?}");
                assert_eq!(all[0].trim_matches(['(', ')']), number.trim_matches(['(', ')']), "{text}");
            }
        }
    }

    #[test]
    fn a_word_announces_any_form() {
        assert_eq!(found("call me at 3348917502 please"), ["3348917502"]);
        assert_eq!(found("Tel: 555-0123"), ["555-0123"]);
        assert_eq!(found("je suis joignable au 612345678"), ["612345678"]);
        assert_eq!(found("I called about order 3348917502"), [""; 0]);
        assert_eq!(found("call back on 2024-01-31 14"), [""; 0]);
    }

    #[test]
    fn dates_times_prices_versions_and_orders_stay() {
        for text in [
            "2024-01-31 14:05",
            "31/01/2024 10:20",
            "01.02.2024 12:30",
            "01.02.2024",
            "2024 01 31 12",
            "1 234 567,50 €",
            "12 345 678",
            "version 115.13.0",
            "102.0.5005.61",
            "order 3348917502",
            "#0612345678",
            "1569450818256",
            "from 09:00 to 17:30",
            "75001 Paris",
            "0,99 €",
            "0.12345678",
            "10h30 - 12h45",
            "size 06-12",
            "1 000 000 000",
            "0612345678901234",
            "id 8a0612345678",
            "2023-07-11-05-42-46",
            "KB5034441",
            "+50 points",
            "3/4/5/6",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
