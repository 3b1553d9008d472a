//! The accepted name that somebody probably meant.

/// The one of `names` that is at most two slips from `word`, swaps of neighbours counting as one.
pub(super) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word: Vec<char> = word.chars().take(80).collect();
    names
        .into_iter()
        .map(|name| (slips(&word, &name.chars().collect::<Vec<_>>()), name))
        .filter(|(slips, name)| *slips <= 2 && *slips * 2 <= name.chars().count())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, name)| name)
}

/// The optimal string alignment distance, over three rows.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                let swapped: &Vec<usize> = &before;
                least = least.min(swapped[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let names = ["weight", "when", "why", "pillar", "id", "na"];
        assert_eq!(nearest("weigth", names), Some("weight"));
        assert_eq!(nearest("wehn", names), Some("when"));
        assert_eq!(nearest("pilar", names), Some("pillar"));
        assert_eq!(nearest("an", names), Some("na"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn a_swap_is_one_slip() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(slips(&chars("weigth"), &chars("weight")), 1);
        assert_eq!(slips(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(slips(&[], &chars("ab")), 2);
    }
}
