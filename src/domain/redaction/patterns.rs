//! What is found by its form: addresses, links, numbers of bank, state and telephone. Every finder runs on the plain
//! text and gives spans of it, from left to right, without overlaps; all are linear in the text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::redaction::numbers::{iban, luhn, nir, us_ssn};
use crate::domain::redaction::phones::phones;
use crate::domain::redaction::shadow::BARRIER;
use crate::domain::redaction::sort::Sort;

/// A finder of spans.
type Finder = fn(&str) -> Vec<Range<usize>>;

/// The finders in the order in which they choose: what one has taken is hidden from those behind it. Links come first,
/// since a password in one looks like an address; numbers with a check come before those without.
pub(super) const FINDERS: [(Sort, Finder); 7] = [
    (Sort::Link, links),
    (Sort::Email, emails),
    (Sort::Iban, ibans),
    (Sort::SocialSecurity, social_security_numbers),
    (Sort::Card, cards),
    (Sort::Ip, ip_addresses),
    (Sort::Phone, phones),
];

/// A built-in pattern, compiled when first used.
pub(super) fn compiled(pattern: &str) -> Regex {
    match Regex::new(pattern) {
        Ok(regex) => regex,
        // A test compiles them all.
        Err(error) => unreachable!("{error}"),
    }
}

/// Whether no letter or digit touches the span.
pub(super) fn alone(text: &str, span: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches(text[..span.start].chars().next_back()) && !touches(text[span.end..].chars().next())
}

/// The spans of a group in every match.
pub(super) fn groups(regex: &Regex, group: usize, text: &str) -> Vec<Range<usize>> {
    regex.captures_iter(text).filter_map(|found| found.get(group)).map(|part| part.range()).collect()
}

/// What links carry besides host and path: names and passwords in front of the host, and everything behind `?` or `#`,
/// where tokens and addresses travel.
fn links(text: &str) -> Vec<Range<usize>> {
    static USER: LazyLock<Regex> =
        LazyLock::new(|| compiled(r#"(?i)\b[a-z][a-z0-9+.\-]{1,15}://([^\s\x00/?#@<>"]+)@"#));
    static QUERY: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r#"(?i)(?:[a-z][a-z0-9+.\-]{1,15}://|\bwww\.|\bmailto:|[a-z0-9\-]\.[a-z]{2,10}/)[^\s?#<>"]*[?#]([^\s<>"]+)"#,
        )
    });
    let mut found = groups(&USER, 1, text);
    for span in groups(&QUERY, 1, text) {
        // The sentence's own punctuation, not the link's.
        let end = span.start
            + text[span.clone()]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '»', '”'])
                .len();
        let mut start = span.start;
        for part in text[span.start..end].split(BARRIER) {
            if !part.is_empty() {
                found.push(start..start + part.len());
            }
            start += part.len() + BARRIER.len_utf8();
        }
    }
    without_overlaps(found)
}

/// Addresses, also behind `mailto:`, with `%40`, with spaces around the sign, and spelled out for people:
/// `name (at) host dot org`.
fn emails(text: &str) -> Vec<Range<usize>> {
    const LOCAL: &str = r#"[^\s\x00@<>()\[\]{}",;:\\'/?=&#|«»“”]+"#;
    const HOST: &str = r"[\p{L}\p{N}](?:[\p{L}\p{N}_\-]*[\p{L}\p{N}])?";
    static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
        compiled(&format!(
            r"(?i){LOCAL}(?:@|%40| ?@ ?)(?:\[?[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}\]?|(?:{HOST}\.)+(?:xn--[a-z0-9\-]+|\p{{L}}{{2,}}))"
        ))
    });
    static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
        let at = r"\s{0,2}[(\[{<]\s?(?:at|a|@|arobase|arrobase|chez)\s?[)\]}>]\s{0,2}";
        let dot = r"(?:\.|\s{0,2}[(\[{<]\s?(?:dot|point|\.)\s?[)\]}>]\s{0,2}|\s(?:dot|point)\s)";
        compiled(&format!(
            r"(?i){LOCAL}(?:{at}(?:{HOST}{dot})+\p{{L}}{{2,}}|\s(?:at|arobase|arrobase)\s(?:{HOST}\s(?:dot|point)\s)+\p{{L}}{{2,}})"
        ))
    });
    let mut found: Vec<_> = PLAIN.find_iter(text).map(|m| m.range()).collect();
    found.extend(SPELLED.find_iter(text).map(|m| m.range()));
    without_overlaps(found)
}

/// Account numbers with spaces, dots or dashes between their groups.
fn ibans(text: &str) -> Vec<Range<usize>> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?i)\b[a-z]{2}[0-9]{2}"));
    let mut found: Vec<Range<usize>> = Vec::new();
    for head in HEAD.find_iter(text) {
        if found.last().is_some_and(|last| last.end > head.start()) {
            continue;
        }
        let mut account = String::new();
        let mut end = None;
        let mut separators = 0;
        for (at, c) in text[head.start()..].char_indices() {
            if c.is_ascii_alphanumeric() && account.len() < 34 {
                account.push(c);
                separators = 0;
                let stop = head.start() + at + 1;
                if !text[stop..].chars().next().is_some_and(char::is_alphanumeric) && iban(&account) {
                    end = Some(stop);
                }
            } else if matches!(c, ' ' | '-' | '.' | '\t') && separators < 2 {
                separators += 1;
            } else {
                break;
            }
        }
        found.extend(end.map(|end| head.start()..end));
    }
    found
}

/// French numbers with their key, and those of the United States.
fn social_security_numbers(text: &str) -> Vec<Range<usize>> {
    static FRENCH: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"(?i)[1-478][ .\-]?[0-9]{2}[ .\-]?[0-9]{2}[ .\-]?(?:[0-9]{2}|2[ab])[ .\-]?[0-9]{3}[ .\-]?[0-9]{3}[ .\-/]{0,3}[0-9]{2}",
        )
    });
    static AMERICAN: LazyLock<Regex> =
        LazyLock::new(|| compiled(r"[0-9]{3}(?:-[0-9]{2}-|\.[0-9]{2}\.| [0-9]{2} )[0-9]{4}"));
    static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
        compiled(r"(?i)\b(?:ssn|social security)\b[^0-9\x00\n]{0,20}([0-9]{3}[ .\-]?[0-9]{2}[ .\-]?[0-9]{4})")
    });
    let bare = |span: &Range<usize>| -> String {
        text[span.clone()].chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let mut found: Vec<_> =
        FRENCH.find_iter(text).map(|m| m.range()).filter(|span| nir(&bare(span))).collect();
    let american = AMERICAN.find_iter(text).map(|m| m.range()).chain(groups(&ANNOUNCED, 1, text));
    found.extend(american.filter(|span| us_ssn(&bare(span))));
    found.retain(|span| alone(text, span));
    without_overlaps(found)
}

/// Card numbers: 13 to 19 digits that satisfy Luhn's check, in one piece or in groups. Of longer rows of groups every
/// stretch is tried, so that an expiry date behind the number does not hide it.
fn cards(text: &str) -> Vec<Range<usize>> {
    static ROW: LazyLock<Regex> = LazyLock::new(|| compiled(r"[0-9]+(?:[ .\-\t]{1,3}[0-9]+)*"));
    static GROUP: LazyLock<Regex> = LazyLock::new(|| compiled(r"[0-9]+"));
    let mut found = Vec::new();
    for row in ROW.find_iter(text) {
        let parts: Vec<Range<usize>> =
            GROUP.find_iter(row.as_str()).map(|m| row.start() + m.start()..row.start() + m.end()).collect();
        let mut first = 0;
        while first < parts.len() {
            match card_at(text, &parts, first) {
                Some(last) => {
                    found.push(parts[first].start..parts[last].end);
                    first = last + 1;
                }
                None => first += 1,
            }
        }
    }
    found.retain(|span| alone(text, span));
    found
}

/// The last group of the longest card number that begins with group `first`.
fn card_at(text: &str, parts: &[Range<usize>], first: usize) -> Option<usize> {
    let mut digits = Vec::with_capacity(20);
    let mut longest = None;
    for (last, part) in parts.iter().enumerate().skip(first) {
        if digits.len() + part.len() > 19 {
            break;
        }
        digits.extend_from_slice(&text.as_bytes()[part.clone()]);
        let whole_row = first == 0 && last + 1 == parts.len();
        let wide = parts[first..=last].iter().all(|part| part.len() > 1);
        let span = &text[parts[first].start..part.end];
        if digits.len() >= 13 && (whole_row || wide) && !begins_with_date(span) && luhn(&digits) {
            longest = Some(last);
        }
    }
    longest
}

/// Whether digits with separators begin with a day: `2024-01-31`, `31.01.2024`, `31/01/24`.
pub(super) fn begins_with_date(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        compiled(
            r"^(?:(?:19|20)[0-9]{2}[ ./\-](?:0?[1-9]|1[0-2])[ ./\-](?:[0-2]?[0-9]|3[01])|(?:[0-2]?[0-9]|3[01])[ ./\-](?:[0-2]?[0-9]|3[01])[ ./\-](?:19|20)[0-9]{2})(?:[^0-9]|$)",
        )
    });
    DATE.is_match(text)
}

/// Addresses of machines. Four numbers behind a word such as *version* are none.
fn ip_addresses(text: &str) -> Vec<Range<usize>> {
    static FOUR: LazyLock<Regex> = LazyLock::new(|| compiled(r"[0-9]+(?:\.[0-9]+)+"));
    static SIX: LazyLock<Regex> =
        LazyLock::new(|| compiled(r"(?i)[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*[0-9a-f]"));
    static VERSION: LazyLock<Regex> = LazyLock::new(|| {
        compiled(r"(?i)\b(?:(?:version|release|build|firmware|update)\b\.?[ :]{0,2}|ver\.[ :]?|v\.?)$")
    });
    let version = |span: &Range<usize>| {
        let mut from = span.start.saturating_sub(16);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        VERSION.is_match(&text[from..span.start])
    };
    let mut found: Vec<Range<usize>> = FOUR
        .find_iter(text)
        .map(|m| m.range())
        .filter(|span| text[span.clone()].parse::<core::net::Ipv4Addr>().is_ok() && !version(span))
        .collect();
    found.extend(SIX.find_iter(text).map(|m| m.range()).filter(|span| {
        let address = &text[span.clone()];
        // `a::b` is code, and `::` alone tells nothing.
        address.parse::<core::net::Ipv6Addr>().is_ok()
            && address.contains(|c: char| c.is_ascii_digit())
            && address.split(':').filter(|part| !part.is_empty()).count() > 1
    }));
    found.retain(|span| alone(text, span));
    without_overlaps(found)
}

/// Sorted, the leftmost and then the longest of those that overlap.
pub(super) fn without_overlaps(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| (span.start, usize::MAX - span.end));
    let mut kept: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        if kept.last().is_none_or(|last| last.end <= span.start) {
            kept.push(span);
        }
    }
    kept
}
