//! Submitted reviews as a table for other programs: a line each, a column for each answer.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

use aplomb::domain::checklist::Checklist;
use aplomb::domain::review::Value;
use aplomb::domain::submission::Submission;
use jiff::ToSpan;

/// The table: agent, week (its Monday), channel, hour, drawn, then the agent's own answers `o0` … and the colleague's
/// `p0` …: 1 yes, 0 no, 2 n/a, 3 none.
pub struct Table(BufWriter<File>);

impl Table {
    /// The heading.
    pub fn begin(path: &str, list: &Checklist) -> Result<Table, Box<dyn Error>> {
        let mut out = BufWriter::new(File::create(path)?);
        write!(out, "agent,week,channel,hour,drawn")?;
        for side in ["o", "p"] {
            for place in 0..list.items.len() {
                write!(out, ",{side}{place}")?;
            }
        }
        writeln!(out)?;
        Ok(Table(out))
    }

    /// The reviews of one submission.
    pub fn rows(&mut self, agent: u32, submission: &Submission) -> Result<(), Box<dyn Error>> {
        for review in &submission.reviews {
            let day = review.opened.date();
            let week = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
            let (channel, hour, drawn) = (&review.channel, review.opened.hour(), u8::from(review.drawn));
            write!(self.0, "{agent},{week},{channel},{hour},{drawn}")?;
            for answer in review.own.iter().chain(review.peers.iter().flatten()) {
                write!(self.0, ",{}", number(*answer))?;
            }
            writeln!(self.0)?;
        }
        Ok(())
    }

    /// Everything is in the file.
    pub fn end(mut self) -> Result<(), Box<dyn Error>> {
        Ok(self.0.flush()?)
    }
}

fn number(answer: Option<Value>) -> u8 {
    match answer {
        Some(Value::No) => 0,
        Some(Value::Yes) => 1,
        None => 3,
        Some(_) => 2,
    }
}

/// What the columns are, as JSON: the item's pillar and weight, and the item that it hangs on.
pub fn items(list: &Checklist) -> Result<(), Box<dyn Error>> {
    let items: Vec<serde_json::Value> = list
        .items
        .iter()
        .map(|item| {
            let when = item.when.as_ref();
            serde_json::json!({
                "pillar": item.pillar,
                "weight": item.weight,
                "on": when.and_then(|when| list.items.iter().position(|other| other.id == when.item)),
                "equal": when.is_none_or(|when| when.equal),
                "value": when.map(|when| number(Some(when.value))),
            })
        })
        .collect();
    println!("{}", serde_json::Value::from(items));
    Ok(())
}
