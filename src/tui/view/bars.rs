//! Bars and small charts, from the marks of the glyph set.

use crate::tui::glyphs::Glyphs;

/// A bar of `columns` cells filled to `share`, as its filled and its empty part. Eighths of a cell are drawn where the
/// glyphs have them; anything above nothing leaves at least a trace, and only a full share fills the last cell.
pub fn bar(glyphs: &Glyphs, share: f64, columns: u16) -> (String, String) {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let cells = usize::from(columns);
    let mut eighths = (share * (cells * 8) as f64).round() as usize;
    if share > 0.0 {
        eighths = eighths.max(1);
    }
    if share < 1.0 {
        eighths = eighths.min((cells * 8).saturating_sub(1));
    }
    let (whole, rest) = (eighths / 8, eighths % 8);
    let mut filled = glyphs.bar[0].repeat(whole);
    let mut used = whole;
    if rest > 0 && used < cells {
        filled.push_str(glyphs.bar[8 - rest]);
        used += 1;
    }
    (filled, glyphs.bar[8].repeat(cells.saturating_sub(used)))
}

/// A small chart, one column for each share.
pub fn spark(glyphs: &Glyphs, shares: &[f64]) -> String {
    let top = glyphs.spark.len() - 1;
    shares
        .iter()
        .map(|share| {
            let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
            glyphs.spark[(share * top as f64).round() as usize]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::glyphs::{ASCII, UNICODE};
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn bars() {
        let whole = |share, columns| {
            let (filled, empty) = bar(&UNICODE, share, columns);
            filled + &empty
        };
        assert_eq!(whole(0.0, 4), "····");
        assert_eq!(whole(0.5, 4), "██··");
        assert_eq!(whole(1.0, 4), "████");
        assert_eq!(whole(0.001, 4), "▏···", "a little is not nothing");
        assert_eq!(whole(0.999, 4), "███▉", "nearly all is not all");
        assert_eq!(bar(&ASCII, 0.75, 4), ("###".into(), ".".into()));
        assert_eq!(spark(&UNICODE, &[0.0, 0.5, 1.0, f64::NAN]), "▁▅█▁");
    }

    proptest! {
        #[test]
        fn bars_have_their_width(share in prop::num::f64::ANY, columns in 0u16..40) {
            let (filled, empty) = bar(&UNICODE, share, columns);
            prop_assert_eq!(filled.width() + empty.width(), usize::from(columns));
        }
    }
}
