//! Times in a table.

use std::time::Duration;

/// The head of the table.
pub fn head() {
    println!("{:<44} {:>5} {:>9} {:>9} {:>9}", "", "n", "p50 ms", "p99 ms", "max ms");
}

/// One row of it.
pub fn row(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| match times.len() {
        0 => f64::NAN,
        // The nearest rank.
        n => times[((n as f64 * share).ceil() as usize).clamp(1, n) - 1].as_secs_f64() * 1e3,
    };
    println!("{what:<44} {:>5} {:>9.2} {:>9.2} {:>9.2}", times.len(), at(0.5), at(0.99), at(1.0));
}

/// A figure that is no time.
pub fn note(what: &str) {
    println!("{what}");
}

/// A row of numbers that are the same each time.
pub struct Dice(pub u64);

impl Dice {
    /// From 0 to `below`, which is left out.
    pub fn below(&mut self, below: usize) -> usize {
        // Steele and Vigna's splitmix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as usize % below.max(1)
    }
}
