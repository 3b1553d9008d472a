//! Writes invented conversations, the same for the same numbers, to see how the program carries a load:
//!
//! ```sh
//! cargo run --release --example many_conversations -- 1000000 [LAST_DAY] [SEED] > conversations.jsonl
//! ```
//!
//! Each block of twenty conversations holds four hundred messages: most are short, one has a hundred. They begin at any
//! time within the two years up to the last day, in no order, and their ids are in none either, which is the hardest case
//! for an index. Words come as often as Zipf's law has it, from a vocabulary of fifty thousand; two hundred agents speak
//! on four channels.

use std::error::Error;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Messages of the conversations of a block: four hundred in all.
const LENGTHS: [usize; 20] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 30, 41, 60, 100];
const CHANNELS: [(&str, u64); 4] = [("chat", 8), ("e-mail", 24), ("phone", 10), ("social", 6)];
const TAGS: [&str; 8] =
    ["billing", "delivery", "returns", "login", "invoice", "warranty", "complaint", "question"];
const AGENTS: u64 = 200;
const VOCABULARY: usize = 50_000;
const LAST_DAY: Date = date(2026, 11, 28);
const TWO_YEARS: u64 = 730 * 86_400;
/// What people say most, before all that is made up.
const COMMON: [&str; 60] = [
    "the", "to", "you", "i", "and", "your", "a", "it", "is", "for", "my", "we", "of", "that", "have",
    "order", "in", "not", "can", "please", "this", "on", "with", "be", "was", "thank", "will", "but", "if",
    "are", "so", "me", "parcel", "sorry", "refund", "help", "account", "now", "as", "do", "back", "hello",
    "address", "let", "know", "delivery", "number", "days", "still", "invoice", "has", "there", "check",
    "when", "payment", "would", "e-mail", "today", "password", "réglé",
];

fn main() -> ExitCode {
    match write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn write() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: u64 = arguments.next().ok_or("how many conversations?")?.parse()?;
    let last = arguments.next().map_or(Ok(LAST_DAY), |day| day.parse())?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let until = last.to_zoned(TimeZone::UTC)?.timestamp().as_second();
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let words = Words::new(&mut chance);
    let all = All { count, from: until - TWO_YEARS as i64, words };
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut text = String::new();
    for number in 0..count {
        conversation(&mut out, &mut text, number, &all, &mut chance)?;
    }
    out.flush()?;
    Ok(())
}

/// What all conversations have in common.
struct All {
    count: u64,
    /// When the first can begin, in seconds.
    from: i64,
    words: Words,
}

fn conversation(
    out: &mut impl Write,
    text: &mut String,
    number: u64,
    all: &All,
    chance: &mut ChaCha8Rng,
) -> Result<(), Box<dyn Error>> {
    // An odd factor visits every number below 2^32 once.
    let id = (number * 2_654_435_761) & 0xFFFF_FFFF;
    // Seven is prime to twenty: a block has each length once, never the same way round as the channels.
    let length = LENGTHS[(number * 7 % 20) as usize];
    let (channel, usual) = CHANNELS[below(chance, 4) as usize];
    let agent = format!("agent-{:03}@desk.example", below(chance, AGENTS) + 1);
    let customer = format!("customer-{}@mail.example", below(chance, (all.count / 3).max(1)));
    let mut at = all.from + below(chance, TWO_YEARS) as i64;
    text.clear();
    all.words.say(text, 4, chance);
    write!(
        out,
        r#"{{"id":"{id:08x}","source":"load","channel":"{channel}","subject":"{text}","opened_at":"{}","agent":"{agent}","customer":"{customer}","#,
        Timestamp::from_second(at)?
    )?;
    if below(chance, 3) == 0 {
        write!(out, r#""tags":["{}"],"#, TAGS[below(chance, 8) as usize])?;
    }
    if below(chance, 5) == 0 {
        write!(out, r#""csat":{{"score":{},"min":1,"max":5}},"#, below(chance, 5) + 1)?;
    }
    if below(chance, 10) == 0 {
        write!(out, r#""transfers":1,"reopens":{},"#, below(chance, 2))?;
    }
    write!(out, r#""messages":["#)?;
    for place in 0..length {
        let (role, author) = if place % 2 == 0 { ("customer", &customer) } else { ("agent", &agent) };
        text.clear();
        all.words.say(text, usual / 2 + below(chance, usual), chance);
        write!(
            out,
            r#"{}{{"at":"{}","role":"{role}","author":"{author}","text":"{text}""#,
            if place == 0 { "" } else { "," },
            Timestamp::from_second(at)?
        )?;
        if role == "agent" && below(chance, 20) == 0 {
            write!(out, r#","private":true"#)?;
        }
        write!(out, "}}")?;
        at += 20 + below(chance, if channel == "e-mail" { 30_000 } else { 400 }) as i64;
    }
    // Not every source knows when something ended; a few are still open.
    let status = if below(chance, 100) == 0 { "open" } else { "solved" };
    write!(out, r#"],"status":"{status}""#)?;
    if channel != "social" && status == "solved" {
        write!(out, r#","closed_at":"{}""#, Timestamp::from_second(at)?)?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

/// A vocabulary, and how often each word of it is said.
struct Words {
    words: Vec<String>,
    /// Shares of 2^32 up to and with each word.
    until: Vec<u64>,
}

impl Words {
    fn new(chance: &mut ChaCha8Rng) -> Words {
        let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
        while words.len() < VOCABULARY {
            let syllables = 2 + below(chance, 3);
            words.push((0..syllables).map(|_| syllable(chance)).collect());
        }
        // Zipf's law with Mandelbrot's shift, so that the first word is not a tenth of all.
        let weight = |rank: usize| 1.0 / (rank as f64 + 2.7);
        let all: f64 = (0..words.len()).map(weight).sum();
        let mut sum = 0.0;
        let until = (0..words.len())
            .map(|rank| {
                sum += weight(rank) / all;
                (sum * 4_294_967_296.0) as u64
            })
            .collect();
        Words { words, until }
    }

    /// Writes `count` words.
    fn say(&self, text: &mut String, count: u64, chance: &mut ChaCha8Rng) {
        for place in 0..count {
            if place > 0 {
                text.push(' ');
            }
            let lot = u64::from(chance.next_u32());
            let rank = self.until.partition_point(|until| *until <= lot);
            text.push_str(&self.words[rank.min(self.words.len() - 1)]);
        }
    }
}

fn syllable(chance: &mut ChaCha8Rng) -> String {
    const FIRST: &[u8] = b"bcdfghjklmnprstvz";
    const THEN: [&str; 12] = ["a", "e", "i", "o", "u", "ai", "ou", "an", "er", "in", "é", "on"];
    let first = char::from(FIRST[below(chance, FIRST.len() as u64) as usize]);
    format!("{first}{}", THEN[below(chance, THEN.len() as u64) as usize])
}

fn below(chance: &mut ChaCha8Rng, n: u64) -> u64 {
    (u64::from(chance.next_u32()) * n) >> 32
}
