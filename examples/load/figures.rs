//! Times in a table.

use std::time::Duration;

/// What was measured on one store.
#[derive(Default)]
pub struct Figures {
    rows: Vec<(String, Vec<Duration>)>,
    notes: Vec<String>,
}

impl Figures {
    /// More times of one kind.
    pub fn row(&mut self, what: &str, times: &[Duration]) {
        match self.rows.iter_mut().find(|(name, _)| name == what) {
            Some((_, known)) => known.extend_from_slice(times),
            None => self.rows.push((what.to_owned(), times.to_vec())),
        }
    }

    /// A figure that is no time.
    pub fn note(&mut self, what: String) {
        self.notes.push(what);
    }

    fn times(&self, what: &str) -> &[Duration] {
        self.rows.iter().find(|(name, _)| name == what).map_or(&[], |(_, times)| times)
    }

    /// Prints them, beside those of another store where there is one.
    pub fn print(&self, beside: Option<&Figures>) {
        let head = ["n", "p50 ms", "p99 ms", "max ms"].map(|name| format!("{name:>9}")).concat();
        println!("{:<48}{head}{}", "", beside.map_or(String::new(), |_| format!("  |{head}   p50 is")));
        for (what, times) in &self.rows {
            let other = beside.map(|beside| sorted(beside.times(what)));
            let times = sorted(times);
            let ratio = other.as_ref().map(|other| at(&times, 0.5) / at(other, 0.5));
            println!(
                "{what:<48}{}{}{}",
                cells(&times),
                other.map_or(String::new(), |other| format!("  |{}", cells(&other))),
                ratio.map_or(String::new(), |ratio| format!(" {ratio:>7.2} x")),
            );
        }
        for (whose, figures) in [("", Some(self)), ("beside: ", beside)] {
            for note in figures.iter().flat_map(|figures| &figures.notes) {
                println!("{whose}{note}");
            }
        }
    }
}

fn sorted(times: &[Duration]) -> Vec<Duration> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times
}

fn cells(times: &[Duration]) -> String {
    format!("{:>9}{:>9.2}{:>9.2}{:>9.2}", times.len(), at(times, 0.5), at(times, 0.99), at(times, 1.0))
}

/// Milliseconds at a share of sorted times, by the nearest rank.
fn at(times: &[Duration], share: f64) -> f64 {
    match times.len() {
        0 => f64::NAN,
        n => times[((n as f64 * share).ceil() as usize).clamp(1, n) - 1].as_secs_f64() * 1e3,
    }
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
