//! Random bytes for use cases that need many: keys, nonces, names. One seed of the system's comes in, so that a test
//! can give another.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of random bytes.
pub struct Chance(ChaCha20Rng);

impl Chance {
    /// Grown from 32 random bytes.
    pub fn new(seed: [u8; 32]) -> Chance {
        Chance(ChaCha20Rng::from_seed(seed))
    }

    /// The next bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
