//! The word that was probably meant.

/// The accepted word nearest to `found`, if one is near: at most a third of its letters wrong, and never more than
/// three.
pub fn nearest<'a>(found: &str, accepted: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Only words of a sane length have anything to do with ours.
    let found: Vec<char> = found.chars().take(64).flat_map(char::to_lowercase).collect();
    accepted
        .into_iter()
        .map(|word| (distance(&found, &word.chars().collect::<Vec<_>>()), word))
        .filter(|(wrong, word)| *wrong <= (word.chars().count() / 3).clamp(1, 3))
        .min_by_key(|(wrong, _)| *wrong)
        .map(|(_, word)| word)
}

/// Letters to add, drop or change; two neighbours that changed places count once.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let words = ["lang", "theme", "checklist", "reduce_motion"];
        assert_eq!(nearest("thme", words), Some("theme"));
        assert_eq!(nearest("Theme", words), Some("theme"));
        assert_eq!(nearest("lnag", words), Some("lang"));
        assert_eq!(nearest("reduce-motion", words), Some("reduce_motion"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest(&"x".repeat(100_000), words), None);
    }
}
