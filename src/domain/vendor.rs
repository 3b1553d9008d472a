//! What a help desk says of a conversation by itself: when it last changed, and figures that it computed. They are shown
//! beside our own, with the vendor's name, and never mixed with them: a vendor's *first reply* may mean office hours, a
//! robot's answer, or seconds where another counts minutes.

use serde::{Deserialize, Serialize};

/// What a help desk says of one conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vendor {
    /// The help desk, as in flags: `zendesk`, `intercom`, …
    pub name: String,
    /// When the help desk last changed the conversation, microseconds since 1970: an older file changes nothing that a
    /// newer one said. `None` where it does not say.
    pub as_of: Option<i64>,
    /// Figures as the help desk computed them, by name.
    pub figures: Vec<VendorFigure>,
}

/// One figure of a help desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VendorFigure {
    /// The help desk's own name for it, such as `reply_time.calendar`.
    pub name: String,
    /// The figure, in `unit`.
    pub value: f64,
    /// What it is counted in.
    pub unit: VendorUnit,
}

/// What a help desk's figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VendorUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Things.
    Count,
    /// A score on a scale of the vendor's.
    Score,
}

impl Vendor {
    /// Takes what another file says: its figures go before those of the same name, unless both say when they were true
    /// and it is the older one.
    pub fn update(&mut self, other: Vendor) {
        let older = other.as_of.is_some() && other.as_of < self.as_of;
        if !other.name.is_empty() {
            self.name = other.name;
        }
        self.as_of = self.as_of.max(other.as_of);
        for figure in other.figures {
            match self.figures.iter_mut().find(|known| known.name == figure.name) {
                Some(_) if older => {}
                Some(known) => *known = figure,
                None => self.figures.push(figure),
            }
        }
        self.figures.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(as_of: Option<i64>, value: f64) -> Vendor {
        let figure = VendorFigure { name: "threads".into(), value, unit: VendorUnit::Count };
        Vendor { name: "desk".into(), as_of, figures: vec![figure] }
    }

    #[test]
    fn an_older_file_says_nothing_new() {
        let mut vendor = said(Some(9), 9.0);
        vendor.update(said(Some(7), 7.0));
        assert_eq!(vendor, said(Some(9), 9.0));
        vendor.update(said(None, 8.0));
        assert_eq!(vendor, said(Some(9), 8.0));
        vendor.update(said(Some(10), 7.0));
        assert_eq!(vendor, said(Some(10), 7.0));
    }
}
