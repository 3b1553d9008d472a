//! `aplomb keywords`.

use serde::Serialize;

use crate::cli::args::KeywordsArgs;
use crate::cli::out::Out;
use crate::domain::shown::Shown;
use crate::ops::error::OpsError;
use crate::ops::keywords::{self, Count, Counted, Days, Kind, Line, Section, Team};
use crate::ops::session::Session;
use crate::words::{Bilingual, Lang, date, number, plural};

/// Fewer conversations than this give a count and no share.
const FEWEST: u64 = 5;
/// Words of a list that are printed.
const WORDS: usize = 4;

/// Counts, and prints.
pub fn run(out: &mut Out, session: &Session, args: &KeywordsArgs, now: i64) -> Result<(), OpsError> {
    let period = keywords::days(args.since.as_deref(), args.period.as_deref(), now, &session.zone)?;
    let counted = keywords::count(session, period, args.list.as_deref())?;
    if out.json {
        return out.json(&CountedOut::of(&counted, out.lang));
    }
    let lang = out.lang;
    out.line(&heading(&counted, lang));
    if counted.sections.is_empty() {
        out.say(&Bilingual::fixed(
            "No customer wrote anything in this time.",
            "Aucun client n’a écrit pendant cette période.",
        ));
        return Ok(());
    }
    for section in &counted.sections {
        print(out, section, args.examples);
    }
    if !args.examples {
        out.tell(&Bilingual::fixed(
            "words are no verdict: --examples shows what was written around them",
            "des mots ne jugent rien : --examples montre ce qui est écrit autour",
        ));
    }
    Ok(())
}

fn heading(counted: &Counted, lang: Lang) -> String {
    let last = |days: Days| days.to.yesterday().unwrap_or(days.to);
    let now = (date(lang, counted.period.from), date(lang, last(counted.period)));
    let whose = match (counted.mine, lang) {
        (true, Lang::En) => "my conversations".to_owned(),
        (true, Lang::Fr) => "mes conversations".to_owned(),
        (false, lang) => {
            let n = counted.people as u64;
            match lang {
                Lang::En => format!("conversations of {n} {}", plural(lang, n, "person", "people")),
                Lang::Fr => format!("conversations de {n} {}", plural(lang, n, "personne", "personnes")),
            }
        }
    };
    match lang {
        Lang::En => format!("Keywords, {whose}, {} to {}", now.0, now.1),
        Lang::Fr => format!("Mots-clés, {whose}, du {} au {}", now.0, now.1),
    }
}

fn title(kind: Kind) -> Bilingual {
    match kind {
        Kind::Conversation => Bilingual::fixed("What customers wrote", "Ce que les clients ont écrit"),
        Kind::Survey => Bilingual::fixed("Survey comments", "Commentaires d’enquête"),
        Kind::Mystery => Bilingual::fixed("Mystery contacts", "Contacts mystère"),
        Kind::Agent => Bilingual::fixed("What agents wrote", "Ce que les conseillers ont écrit"),
    }
}

fn print(out: &mut Out, section: &Section, examples: bool) {
    let lang = out.lang;
    out.line("");
    let (of, before, others) = match lang {
        Lang::En => ("share (95 %)", "before", "others"),
        Lang::Fr => ("part (95 %)", "avant", "autres"),
    };
    let with_team = section.lines.iter().any(|line| line.team != Team::Nobody);
    let others = if with_team { others } else { "" };
    out.line(title(section.kind).get(lang));
    out.line(format!("  {:<20} {:>11}  {of:<16} {before:>11}  {others}", "", "").trim_end());
    for line in &section.lines {
        out.line(row(line, lang, with_team).trim_end());
        if !line.words.is_empty() {
            let words: Vec<String> = line
                .words
                .iter()
                .take(WORDS)
                .map(|(word, n)| format!("{} {n}", Shown::short(word, 24)))
                .collect();
            let more = if line.words.len() > WORDS { ", …" } else { "" };
            for row in Shown::line(&format!("{}{more}", words.join(", "))).wrap(74) {
                out.line(&format!("    {row}"));
            }
        }
        if examples {
            for example in &line.examples {
                let text = format!("{}  {}", example.reference, example.text);
                for (place, row) in Shown::line(&text).wrap(72).iter().enumerate() {
                    let indent = if place == 0 { "      " } else { "        " };
                    out.line(&format!("{indent}{row}"));
                }
            }
        }
    }
}

fn row(line: &Line, lang: Lang, with_team: bool) -> String {
    let name = Shown::short(line.list.title.get(lang), 20);
    let pad = " ".repeat(20_usize.saturating_sub(name.width()));
    let too_few = match lang {
        Lang::En => "too few",
        Lang::Fr => "trop peu",
    };
    let of = |count: Count| match lang {
        Lang::En => format!("{} of {}", number(lang, count.hits), number(lang, count.n)),
        Lang::Fr => format!("{} sur {}", number(lang, count.hits), number(lang, count.n)),
    };
    let (now, share) = match line.now {
        None => (too_few.to_owned(), String::new()),
        Some(count) => {
            let share = match count.interval() {
                Some((low, high)) if count.n >= FEWEST => {
                    let share = count.hits as f64 / count.n as f64;
                    format!("{:>3.0} %  {:.0} – {:.0}", 100.0 * share, 100.0 * low, 100.0 * high)
                }
                _ => too_few.to_owned(),
            };
            (of(count), share)
        }
    };
    let before = match line.before {
        None => too_few.to_owned(),
        Some(count) if count.n == 0 => "–".to_owned(),
        Some(count) => of(count),
    };
    let team = match line.team {
        _ if !with_team => String::new(),
        Team::Nobody => "–".to_owned(),
        Team::TooFew => too_few.to_owned(),
        Team::Mean { share, people } => format!("{:.0} % ({people})", 100.0 * share),
    };
    format!("  {name}{pad} {now:>11}  {share:<16} {before:>11}  {team}")
}

#[derive(Serialize)]
struct CountedOut {
    schema_version: u32,
    period: DaysOut,
    previous: Option<DaysOut>,
    mine: bool,
    people: usize,
    kinds: Vec<SectionOut>,
}

#[derive(Serialize)]
struct DaysOut {
    from: String,
    /// The last day.
    to: String,
}

#[derive(Serialize)]
struct SectionOut {
    kind: &'static str,
    conversations: u64,
    conversations_before: u64,
    lists: Vec<LineOut>,
}

#[derive(Serialize)]
struct LineOut {
    list: String,
    title: String,
    tone: &'static str,
    /// `too_few`, where too few people are behind it.
    reason: Option<&'static str>,
    figure: Option<CountOut>,
    previous: Option<CountOut>,
    difference: Option<f64>,
    difference_interval: Option<[f64; 2]>,
    others: Option<f64>,
    others_people: Option<usize>,
    others_reason: Option<&'static str>,
    words: Vec<WordOut>,
    examples: Vec<ExampleOut>,
}

#[derive(Serialize)]
struct CountOut {
    n: u64,
    hits: u64,
    share: Option<f64>,
    interval: Option<[f64; 2]>,
}

#[derive(Serialize)]
struct WordOut {
    word: String,
    conversations: u64,
}

#[derive(Serialize)]
struct ExampleOut {
    conversation: String,
    word: String,
    text: String,
}

impl CountOut {
    fn of(count: Count) -> CountOut {
        let interval = count.interval().map(|(low, high)| [low, high]);
        let share = interval.map(|_| count.hits as f64 / count.n as f64);
        CountOut { n: count.n, hits: count.hits, share, interval }
    }
}

impl DaysOut {
    fn of(days: Days) -> DaysOut {
        let last = days.to.yesterday().unwrap_or(days.to);
        DaysOut { from: days.from.to_string(), to: last.to_string() }
    }
}

impl CountedOut {
    fn of(counted: &Counted, lang: Lang) -> CountedOut {
        CountedOut {
            schema_version: 1,
            period: DaysOut::of(counted.period),
            previous: counted.before.map(DaysOut::of),
            mine: counted.mine,
            people: counted.people,
            kinds: counted
                .sections
                .iter()
                .map(|section| SectionOut {
                    kind: section.kind.word(),
                    conversations: section.n.0,
                    conversations_before: section.n.1,
                    lists: section.lines.iter().map(|line| LineOut::of(line, lang)).collect(),
                })
                .collect(),
        }
    }
}

impl LineOut {
    fn of(line: &Line, lang: Lang) -> LineOut {
        let (others, others_people, others_reason) = match line.team {
            Team::Nobody => (None, None, Some("no_observations")),
            Team::TooFew => (None, None, Some("too_few")),
            Team::Mean { share, people } => (Some(share), Some(people), None),
        };
        let (difference, difference_interval) = match line.difference {
            Some(d) => (Some(d.difference), Some([d.interval.0, d.interval.1])),
            None => (None, None),
        };
        LineOut {
            list: line.list.id.clone(),
            title: line.list.title.get(lang).to_owned(),
            tone: line.list.tone.word(),
            reason: line.now.is_none().then_some("too_few"),
            figure: line.now.map(CountOut::of),
            previous: line.before.map(CountOut::of),
            difference,
            difference_interval,
            others,
            others_people,
            others_reason,
            words: line
                .words
                .iter()
                .map(|(word, n)| WordOut { word: Shown::line(word).into_string(), conversations: *n })
                .collect(),
            examples: line
                .examples
                .iter()
                .map(|example| ExampleOut {
                    conversation: example.reference.as_str().to_owned(),
                    word: Shown::line(&example.word).into_string(),
                    text: example.text.as_str().to_owned(),
                })
                .collect(),
        }
    }
}
