//! The words that files use, for reading and writing alike.

use crate::domain::checklist::{Better, Critical, NaPolicy, Scale, Subject};
use crate::domain::hint::{At, Watch};

/// What a checklist is about.
pub(super) const SUBJECTS: [(&str, Subject); 3] =
    [("conversation", Subject::Conversation), ("team", Subject::Team), ("goal", Subject::Goal)];
/// How *n/a* counts.
pub(super) const NA_POLICIES: [(&str, NaPolicy); 2] = [("drop", NaPolicy::Drop), ("full", NaPolicy::Full)];
/// What a miss does.
pub(super) const CRITICAL: [(&str, Critical); 3] =
    [("flag", Critical::Flag), ("zero-pillar", Critical::ZeroPillar), ("zero-all", Critical::ZeroAll)];
/// Which way a metric is better.
pub(super) const WAYS: [(&str, Better); 3] =
    [("higher", Better::Higher), ("lower", Better::Lower), ("neither", Better::Neither)];

/// Which messages a rule for hints reads.
pub(super) const PLACES: [(&str, At); 4] = [
    ("first-reply", At::FirstReply),
    ("last-replies", At::LastReplies),
    ("replies", At::Replies),
    ("customer", At::Customer),
];
/// What a rule for hints looks for.
pub(super) const WATCHES: [(&str, WatchWord); 8] = [
    ("words", WatchWord::Words),
    ("name", WatchWord::Name),
    ("other-name", WatchWord::OtherName),
    ("wait", WatchWord::Wait),
    ("asked-again", WatchWord::AskedAgain),
    ("told-again", WatchWord::ToldAgain),
    ("saved-reply", WatchWord::SavedReply),
    ("typed-again", WatchWord::TypedAgain),
];

/// The kinds of rules for hints.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WatchWord {
    Words,
    Name,
    OtherName,
    Wait,
    AskedAgain,
    ToldAgain,
    SavedReply,
    TypedAgain,
}

impl WatchWord {
    /// Those that have words.
    pub(super) const WITH_WORDS: [WatchWord; 3] =
        [WatchWord::Words, WatchWord::OtherName, WatchWord::AskedAgain];

    pub(super) const fn of(watch: &Watch) -> WatchWord {
        match watch {
            Watch::Words { .. } => WatchWord::Words,
            Watch::Name => WatchWord::Name,
            Watch::OtherName(_) => WatchWord::OtherName,
            Watch::Wait(_) => WatchWord::Wait,
            Watch::AskedAgain(_) => WatchWord::AskedAgain,
            Watch::ToldAgain => WatchWord::ToldAgain,
            Watch::SavedReply => WatchWord::SavedReply,
            Watch::TypedAgain => WatchWord::TypedAgain,
        }
    }
}

/// Units of a length of time, the longest first.
const UNITS: [(char, i64); 4] = [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];
/// The longest, in seconds: 90 days.
const LONGEST: i64 = 90 * 86_400;

/// Reads `90s`, `2m`, `4h` or `1d`: at least a second.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (unit, each) = UNITS.into_iter().find(|(unit, _)| text.ends_with(*unit))?;
    let digits = text.strip_suffix(unit)?;
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    let count: i64 = digits.parse().ok().filter(|_| plain)?;
    count.checked_mul(each).filter(|seconds| (1..=LONGEST).contains(seconds))
}

/// Writes a length of time in the longest unit that holds it.
pub(super) fn length(seconds: i64) -> String {
    let unit = UNITS.into_iter().find(|(_, each)| seconds % each == 0);
    unit.map_or_else(String::new, |(unit, each)| format!("{}{unit}", seconds / each))
}

/// The word of a value.
pub(super) fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
}

/// The answers of a scale: `yes-no` or `1-5`.
pub(super) fn scale(scale: Scale) -> String {
    match scale {
        Scale::YesNo => "yes-no".to_owned(),
        Scale::Points { min, max } => format!("{min}-{max}"),
    }
}
