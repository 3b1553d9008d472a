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

/// For each unit, how many raters chose each answer.
#[derive(Clone, Debug)]
pub struct Table {
    raters: usize,
    answers: usize,
    numbers: Option<Vec<f64>>,
    ends: Vec<usize>,
    cells: Vec<Cell>,
    by_rater: Option<Vec<Vec<u64>>>,
    in_pairs: Vec<Vec<u64>>,
    totals: Vec<u64>,
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
        self.ends.len()
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
        self.ends.iter().enumerate().map(|(place, end)| {
            let start = if place == 0 { 0 } else { self.ends[place - 1] };
            let cells = &self.cells[start..*end];
            Unit { place, cells, ratings: cells.iter().map(|cell| u64::from(cell.count)).sum() }
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
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.answers];
        for unit in self.units() {
            for cell in unit.cells {
                shares[cell.answer as usize] += f64::from(cell.count) / unit.ratings as f64;
            }
        }
        for share in &mut shares {
            *share /= self.rated as f64;
        }
        shares
    }
}

/// Counts ratings as they come in, unit after unit. Answers are numbered as the caller met them; the scale comes last.
#[derive(Clone, Debug)]
pub struct Counting {
    raters: usize,
    ends: Vec<usize>,
    cells: Vec<Cell>,
    by_rater: Option<Vec<Vec<u64>>>,
    in_pairs: Vec<Vec<u64>>,
    unit: Vec<(u32, u32)>,
    places: Vec<u32>,
}

impl Counting {
    /// Nothing yet, from so many raters.
    pub fn new(raters: usize) -> Counting {
        Counting {
            raters,
            ends: Vec::new(),
            cells: Vec::new(),
            by_rater: Some(vec![Vec::new(); raters]),
            in_pairs: if raters == 2 { vec![Vec::new(); 2] } else { Vec::new() },
            unit: Vec::new(),
            places: Vec::new(),
        }
    }

    /// A rating of the present unit; `rater` is below the number of raters.
    pub fn rate(&mut self, rater: usize, answer: u32) {
        self.unit.push((rater as u32, answer));
    }

    /// Ends the present unit, rated or not.
    pub fn end_unit(&mut self) {
        let start = self.cells.len();
        for (rater, answer) in &self.unit {
            let (rater, answer) = (*rater as usize, *answer as usize);
            if answer >= self.places.len() {
                self.places.resize(answer + 1, u32::MAX);
            }
            if self.places[answer] == u32::MAX {
                self.places[answer] = (self.cells.len() - start) as u32;
                self.cells.push(Cell { answer: answer as u32, count: 0 });
            }
            self.cells[start + self.places[answer] as usize].count += 1;
            if let Some(by_rater) = &mut self.by_rater {
                count(&mut by_rater[rater], answer);
            }
        }
        if let (2, [(first, one), (second, other)]) = (self.raters, self.unit.as_slice()) {
            count(&mut self.in_pairs[*first as usize], *one as usize);
            count(&mut self.in_pairs[*second as usize], *other as usize);
        }
        for cell in &self.cells[start..] {
            self.places[cell.answer as usize] = u32::MAX;
        }
        if self.places.len() > MOST_ANSWERS_BY_RATER {
            self.by_rater = None;
        }
        self.ends.push(self.cells.len());
        self.unit.clear();
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
            ends: Vec::new(),
            cells: Vec::new(),
        };
        let mut start = 0;
        for end in &self.ends {
            let cells = &mut self.cells[start..*end];
            start = *end;
            for cell in cells.iter_mut() {
                cell.answer = order[cell.answer as usize];
            }
            cells.sort_unstable();
            let ratings: u64 = cells.iter().map(|cell| u64::from(cell.count)).sum();
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
        table.ends = self.ends;
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
