//! Ratings, counted.

/// Answers up to which each rater's own use of them is counted: the kappas need it, and a scale has fewer.
const MOST_ANSWERS_BY_RATER: usize = 1024;

/// How often one answer was given to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The answer's place on the scale.
    pub answer: u32,
    /// Raters who gave it, at least 1.
    pub count: u32,
}

/// One unit: a conversation, for one item.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// Its place among the units, from 0.
    pub place: usize,
    /// The answers that it got, in the order of the scale.
    pub cells: &'a [Cell],
    /// Its ratings.
    pub ratings: u64,
}

/// Where a unit's cells end, and its ratings.
#[derive(Clone, Copy, Debug)]
struct Span {
    end: usize,
    ratings: u64,
}

/// For each unit, how many raters chose each answer.
#[derive(Clone, Debug)]
pub struct Table {
    raters: usize,
    answers: usize,
    numbers: Option<Vec<f64>>,
    spans: Vec<Span>,
    cells: Vec<Cell>,
    by_rater: Option<Vec<Vec<u64>>>,
    in_pairs: Vec<Vec<u64>>,
    totals: Vec<u64>,
    shares: Vec<f64>,
    ratings: u64,
    rated: usize,
    pairable_units: usize,
    pairable_values: u64,
    pairs: u64,
}

impl Table {
    /// Raters who could have rated.
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// Answers on the scale, those that nobody chose included.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// The answers as rising numbers, where they are numbers.
    pub fn numbers(&self) -> Option<&[f64]> {
        self.numbers.as_deref()
    }

    /// Units, those that nobody rated included.
    pub fn unit_count(&self) -> usize {
        self.spans.len()
    }

    /// Units with a rating.
    pub fn rated_units(&self) -> usize {
        self.rated
    }

    /// Units with two or more ratings.
    pub fn pairable_units(&self) -> usize {
        self.pairable_units
    }

    /// All ratings.
    pub fn ratings(&self) -> u64 {
        self.ratings
    }

    /// Ratings in units with two or more.
    pub fn pairable_values(&self) -> u64 {
        self.pairable_values
    }

    /// Pairs of ratings of the same unit.
    pub fn pairs(&self) -> u64 {
        self.pairs
    }

    /// How often each answer was given in units with two or more ratings.
    pub fn totals(&self) -> &[u64] {
        &self.totals
    }

    /// All units.
    pub fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        let mut start = 0;
        self.spans.iter().enumerate().map(move |(place, span)| {
            let cells = &self.cells[start..span.end];
            start = span.end;
            Unit { place, cells, ratings: span.ratings }
        })
    }

    /// Units with two or more ratings.
    pub fn pairable(&self) -> impl Iterator<Item = Unit<'_>> {
        self.units().filter(|unit| unit.ratings >= 2)
    }

    /// Units with two or more ratings that are not unanimously the most frequent answer: how much there is to disagree
    /// about. Of answers equally frequent the first is taken.
    pub fn rare(&self) -> usize {
        let most = self.totals.iter().copied().max().unwrap_or(0);
        let mode = self.totals.iter().position(|total| *total == most).unwrap_or(0);
        self.pairable().filter(|unit| unit.cells.len() > 1 || unit.cells[0].answer as usize != mode).count()
    }

    /// How often each rater gave each answer; `None` where there are too many answers to say.
    pub(super) fn by_rater(&self) -> Option<&[Vec<u64>]> {
        self.by_rater.as_deref()
    }

    /// With two raters, how often each gave each answer where both rated.
    pub(super) fn in_pairs(&self) -> Option<[&[u64]; 2]> {
        match self.in_pairs.as_slice() {
            [first, second] => Some([first, second]),
            _ => None,
        }
    }

    /// Each answer's share, averaged over all units with a rating.
    pub(super) fn shares(&self) -> &[f64] {
        &self.shares
    }
}

/// Counts ratings as they come in, unit after unit. Answers are numbered as the caller met them; the scale comes last.
#[derive(Clone, Debug)]
pub struct Counting {
    raters: usize,
    spans: Vec<Span>,
    cells: Vec<Cell>,
    by_rater: Option<Vec<Vec<u64>>>,
    in_pairs: Vec<Vec<u64>>,
    /// The present unit's counts; nothing but zeros between units.
    counts: Vec<u32>,
}

impl Counting {
    /// Nothing yet, from so many raters.
    pub fn new(raters: usize) -> Counting {
        Counting {
            raters,
            spans: Vec::new(),
            cells: Vec::new(),
            by_rater: Some(vec![Vec::new(); raters]),
            in_pairs: if raters == 2 { vec![Vec::new(); 2] } else { Vec::new() },
            counts: Vec::new(),
        }
    }

    /// Counts a unit, rated or not: raters, each once and below their number, with their answers.
    pub fn unit(&mut self, ratings: &[(u32, u32)]) {
        for (rater, answer) in ratings {
            let answer = *answer as usize;
            if answer >= self.counts.len() {
                self.counts.resize(answer + 1, 0);
            }
            self.counts[answer] += 1;
            if let Some(by_rater) = &mut self.by_rater {
                count(&mut by_rater[*rater as usize], answer);
            }
        }
        let answers = self.counts.len();
        let mut take = |answer: usize| {
            let count = std::mem::take(&mut self.counts[answer]);
            if count > 0 {
                self.cells.push(Cell { answer: answer as u32, count });
            }
        };
        // A few answers are looked through; of many, those that occur.
        if answers <= ratings.len() {
            (0..answers).for_each(take);
        } else {
            ratings.iter().for_each(|(_, answer)| take(*answer as usize));
        }
        if let (2, [(first, one), (second, other)]) = (self.raters, ratings) {
            count(&mut self.in_pairs[*first as usize], *one as usize);
            count(&mut self.in_pairs[*second as usize], *other as usize);
        }
        if answers > MOST_ANSWERS_BY_RATER {
            self.by_rater = None;
        }
        self.spans.push(Span { end: self.cells.len(), ratings: ratings.len() as u64 });
    }

    /// The table. `order[answer]` is the place on the scale of an answer as it was numbered before, `answers` the length
    /// of the scale, `numbers` its answers where they are numbers that rise.
    pub fn finish(mut self, order: &[u32], answers: usize, numbers: Option<Vec<f64>>) -> Table {
        let on_scale = |counts: &Vec<u64>| {
            let mut placed = vec![0; answers];
            for (answer, count) in counts.iter().enumerate() {
                placed[order[answer] as usize] += count;
            }
            placed
        };
        let mut table = Table {
            raters: self.raters,
            answers,
            numbers,
            by_rater: self.by_rater.map(|raters| raters.iter().map(on_scale).collect()),
            in_pairs: self.in_pairs.iter().map(on_scale).collect(),
            totals: vec![0; answers],
            ratings: 0,
            rated: 0,
            pairable_units: 0,
            pairable_values: 0,
            pairs: 0,
            shares: vec![0.0; answers],
            spans: Vec::new(),
            cells: Vec::new(),
        };
        let mut start = 0;
        for Span { end, ratings } in self.spans.iter().copied() {
            let cells = &mut self.cells[start..end];
            start = end;
            for cell in cells.iter_mut() {
                cell.answer = order[cell.answer as usize];
            }
            cells.sort_unstable();
            for cell in cells.iter() {
                table.shares[cell.answer as usize] += f64::from(cell.count) / ratings as f64;
            }
            table.ratings += ratings;
            table.rated += usize::from(ratings > 0);
            if ratings >= 2 {
                table.pairable_units += 1;
                table.pairable_values += ratings;
                table.pairs += ratings * (ratings - 1) / 2;
                for cell in cells.iter() {
                    table.totals[cell.answer as usize] += u64::from(cell.count);
                }
            }
        }
        for share in &mut table.shares {
            *share /= table.rated as f64;
        }
        table.spans = self.spans;
        table.cells = self.cells;
        table
    }
}

fn count(counts: &mut Vec<u64>, answer: usize) {
    if answer >= counts.len() {
        counts.resize(answer + 1, 0);
    }
    counts[answer] += 1;
}
