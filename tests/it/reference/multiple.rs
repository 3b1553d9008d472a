//! Adjusted p-values.

use super::{cases, close, numbers};
use aplomb::domain::multiple;

#[test]
fn holm_and_benjamini_hochberg() {
    let Some((cases, within)) = cases("multiple-comparisons") else { return };
    for case in &cases {
        let p = numbers(&case["p"]);
        for (key, found) in
            [("holm", multiple::holm(&p)), ("benjamini_hochberg", multiple::benjamini_hochberg(&p))]
        {
            let expected = case["expected"][key].as_array().unwrap();
            let found = found.unwrap();
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                close(*found, expected, within, case);
            }
        }
    }
}
