//! The words that files use, for reading and writing alike.

use crate::domain::checklist::{Better, Critical, NaPolicy, Scale, Subject};

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
