//! Writes an invented table of ratings, the same for the same numbers:
//!
//! ```sh
//! cargo run --example ratings -- --raters 200 --units 5000 --missing 0.6 --seed 1 [--answers 5] > ratings.csv
//! ```
//!
//! Each unit has a true point on a scale from 1; raters see it, or a neighbour of it, or guess.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

struct Wanted {
    raters: usize,
    units: usize,
    missing: f64,
    seed: u64,
    answers: u64,
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| write(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted { raters: 200, units: 5000, missing: 0.6, seed: 1, answers: 5 };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--raters" => wanted.raters = value.parse()?,
            "--units" => wanted.units = value.parse()?,
            "--missing" => wanted.missing = value.parse()?,
            "--seed" => wanted.seed = value.parse()?,
            "--answers" => wanted.answers = value.parse()?,
            _ => return Err(format!("{name} is not known").into()),
        }
    }
    Ok(wanted)
}

fn write(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(wanted.seed);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let heads: Vec<String> = (1..=wanted.raters).map(|rater| format!("rater {rater}")).collect();
    writeln!(out, "{}", heads.join(","))?;
    // Of 2^32: enough for shares, and the same on every machine.
    let missing = (wanted.missing.clamp(0.0, 1.0) * 4_294_967_296.0) as u64;
    for _ in 0..wanted.units {
        let truth = below(&mut random, wanted.answers);
        for rater in 0..wanted.raters {
            if rater > 0 {
                out.write_all(b",")?;
            }
            if u64::from(random.next_u32()) < missing {
                continue;
            }
            let seen = match below(&mut random, 10) {
                0..=5 => truth,
                6 => (truth + 1).min(wanted.answers - 1),
                7 => truth.saturating_sub(1),
                _ => below(&mut random, wanted.answers),
            };
            write!(out, "{}", seen + 1)?;
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn below(random: &mut ChaCha8Rng, n: u64) -> u64 {
    (u64::from(random.next_u32()) * n) >> 32
}
