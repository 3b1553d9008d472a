//! The README's pictures: a review half way, and a result that just arrived.

use crate::stage::Stage;
use crate::svg::picture;

use aplomb::words::Lang;

/// The *Review* screen at 110 columns, some answers in.
pub fn review() -> String {
    let mut stage = Stage::plain(Lang::En, 110, 32);
    stage.keys("enter y y n J J J J e 1 y");
    picture(&stage.buffer(), "Aplomb, the Review screen: a conversation beside the checklist")
}

/// The *Compare* screen: the first difference of the demo's fresh result.
pub fn compare() -> String {
    let mut stage = Stage::plain(Lang::En, 110, 30);
    stage.keys("home down enter");
    picture(&stage.buffer(), "Aplomb, the Compare screen: where two readers differ, and why")
}
