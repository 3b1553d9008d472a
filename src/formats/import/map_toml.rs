//! Reads a map from TOML. Strict: an unknown key or word is a problem, and all problems are told at once.

use encoding_rs::Encoding;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use crate::domain::problem::Problem;
use crate::words::Bilingual;

use super::map::Map;
use super::part::Kind;
use super::time::{TimeFlaw, TimeFormat};
use crate::formats::toml_reader::{self, A_TABLE, Reader, Section};

const TOP: [&str; 9] =
    ["source", "channel", "encoding", "delimiter", "time", "zone", "openings", "replies", "messages"];

/// Reads a map.
pub(super) fn parse(toml: &str) -> Result<Map, Vec<Problem>> {
    toml_reader::document(toml, |reader, top| reader.map(top))
}

impl<'t> Reader<'t> {
    fn map(&mut self, top: Section<'_, 't>) -> Option<Map> {
        self.only(top, &TOP);
        let source = self.text(top, "source").unwrap_or_default();
        let channel = self.text(top, "channel").unwrap_or_default();
        let encoding = self.encoding(top);
        let delimiter = self.delimiter(top);
        let times = self.times(top);
        let mut tables = Vec::new();
        for (name, kind) in
            [("openings", Kind::Opening), ("replies", Kind::Reply), ("messages", Kind::Message)]
        {
            let Some(value) = top.get(name) else { continue };
            match value.get_ref() {
                DeValue::Table(table) => {
                    let section = Section { table, path: name, span: &value.span() };
                    tables.extend(self.table(section, kind, source.is_empty()));
                }
                _ => self.wrong(top, name, value, &A_TABLE),
            }
        }
        let has = |name| top.get(name).is_some();
        if has("messages") == has("openings") || has("replies") && !has("openings") {
            let accepted = Bilingual::fixed(
                "either [messages] alone, or [openings] with or without [replies]",
                "soit [messages] seul, soit [openings] avec ou sans [replies]",
            );
            self.problem(0..0, "", "", accepted);
        }
        Some(Map { source, channel, encoding, delimiter, times: times?, tables })
    }

    pub(super) fn encoding(&mut self, top: Section<'_, 't>) -> Option<&'static Encoding> {
        let name = self.text(top, "encoding")?;
        let encoding = Encoding::for_label_no_replacement(name.as_bytes());
        if let (None, Some(value)) = (encoding, top.get("encoding")) {
            let accepted = Bilingual::fixed(
                "the name of an encoding, such as utf-8, windows-1252 or utf-16le",
                "le nom d’un encodage, comme utf-8, windows-1252 ou utf-16le",
            );
            self.wrong(top, "encoding", value, &accepted);
        }
        encoding
    }

    pub(super) fn delimiter(&mut self, top: Section<'_, 't>) -> Option<u8> {
        let delimiter = match self.text(top, "delimiter")?.as_str() {
            "," => Some(b','),
            ";" => Some(b';'),
            "tab" | "\t" => Some(b'\t'),
            "|" => Some(b'|'),
            _ => None,
        };
        if let (None, Some(value)) = (delimiter, top.get("delimiter")) {
            let accepted =
                Bilingual::fixed("\",\", \";\", \"|\" or \"tab\"", "\",\", \";\", \"|\" ou \"tab\"");
            self.wrong(top, "delimiter", value, &accepted);
        }
        delimiter
    }

    pub(super) fn times(&mut self, top: Section<'_, 't>) -> Option<Vec<TimeFormat>> {
        let accepted_times = Bilingual::fixed(
            "\"rfc3339\", \"unix\", \"unix-ms\" or a pattern of date and time such as \"%d/%m/%Y %H:%M\"",
            "\"rfc3339\", \"unix\", \"unix-ms\" ou un motif de date et d’heure comme \"%d/%m/%Y %H:%M\"",
        );
        let zone = self.zone_named(top).ok()?;
        let Some(value) = top.get("time") else { return Some(vec![TimeFormat::Rfc3339]) };
        let mut formats = Vec::new();
        for word in self.words(top, "time", &accepted_times)? {
            match TimeFormat::from_word(&word, zone.as_ref()) {
                Ok(format) => formats.push(format),
                Err(TimeFlaw::Pattern) => {
                    self.problem(value.span(), "time", &word, accepted_times.clone());
                }
                Err(TimeFlaw::Zone) => {
                    let accepted = Bilingual::fixed(
                        "this pattern has no offset (%z), so the map needs `zone`, such as \"Europe/Paris\"",
                        "ce motif n’a pas de décalage (%z) ; le plan doit donc dire `zone`, comme \"Europe/Paris\"",
                    );
                    self.problem(value.span(), "time", &word, accepted);
                }
            }
        }
        (!formats.is_empty()).then_some(formats)
    }

    /// The zone that a map names, if it does; the error was told.
    pub(super) fn zone_named(&mut self, top: Section<'_, 't>) -> Result<Option<TimeZone>, ()> {
        let (Some(name), Some(value)) = (self.text(top, "zone"), top.get("zone")) else { return Ok(None) };
        TimeZone::get(&name).map(Some).map_err(|_| {
            let accepted =
                Bilingual::fixed("a time zone such as Europe/Paris", "un fuseau horaire comme Europe/Paris");
            self.wrong(top, "zone", value, &accepted);
        })
    }
}
