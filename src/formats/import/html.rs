//! HTML to text for reading and searching: blocks become lines, lists and quotes keep their marks, links their address.
//! One pass over the tokens without a tree, so that time and memory stay linear whatever is nested in whatever.
//!
//! Entities are decoded here; control characters that come out of them stay, and [`crate::domain::shown`] makes them
//! visible later.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// Quotes and lists deeper than this are drawn at this depth: hostile nesting must not grow every line.
const DEEPEST: usize = 8;
/// Elements whose content is no text of the message.
const HIDDEN: [&[u8]; 9] =
    [b"script", b"style", b"head", b"template", b"title", b"iframe", b"noembed", b"noframes", b"noscript"];

/// The text of an HTML body.
pub fn html_to_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&tag.name),
            Token::String(text) if page.hidden.is_none() => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page.finish()
}

/// What may stand between the last text and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Break,
    Blank,
}

#[derive(Debug, Default)]
struct Line {
    quote: usize,
    indent: usize,
    text: String,
}

/// An open table: its row, if one is open.
#[derive(Debug, Default)]
struct Table {
    row: Option<Row>,
}

#[derive(Debug, Default)]
struct Row {
    /// For each cell, the number of its first line.
    cells: Vec<usize>,
    /// Whether a table stands inside: then it serves layout and its lines stay lines.
    layout: bool,
}

#[derive(Debug)]
struct Link {
    href: String,
    /// Text seen since the start, to compare with the address; no longer than needed for that.
    text: String,
}

#[derive(Debug, Default)]
struct Page {
    lines: Vec<Line>,
    current: Line,
    gap: Gap,
    /// A folded space waits for the next word.
    space: bool,
    quotes: usize,
    /// For each open list the number of its next item; `None` for bullets.
    lists: Vec<Option<u64>>,
    bullet: Option<String>,
    tables: Vec<Table>,
    preformatted: usize,
    /// `<pre>` swallows a line break that follows it at once.
    pre_opened: bool,
    link: Option<Link>,
    /// The hidden element we are in, and how many of its name are open.
    hidden: Option<(&'static [u8], usize)>,
}

impl Page {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        if let Some((hidden, depth)) = &mut self.hidden {
            if name == *hidden {
                *depth += 1;
            } else if name == b"body" {
                // A head that was never closed ends where the body begins.
                self.hidden = None;
            }
            return;
        }
        if let Some(hidden) = HIDDEN.into_iter().find(|hidden| *hidden == name) {
            // `<script/>` opens, as in browsers.
            self.hidden = Some((hidden, 1));
            return;
        }
        match name {
            b"br" => self.line_break(),
            b"hr" => {
                self.wants(Gap::Break);
                self.word("---");
                self.wants(Gap::Break);
            }
            b"blockquote" => {
                self.wants(Gap::Blank);
                self.settle();
                self.quotes += 1;
            }
            b"ul" | b"menu" => self.open_list(None),
            b"ol" => {
                let start = attribute(tag, b"start").and_then(|start| start.trim().parse().ok());
                self.open_list(Some(start.unwrap_or(1)));
            }
            b"li" => self.open_item(),
            b"pre" | b"listing" | b"xmp" => {
                self.wants(Gap::Blank);
                self.preformatted += 1;
                self.pre_opened = true;
            }
            b"table" => {
                self.wants(Gap::Blank);
                if let Some(row) = self.tables.last_mut().and_then(|table| table.row.as_mut()) {
                    row.layout = true;
                }
                self.tables.push(Table::default());
            }
            b"tr" => {
                self.close_row();
                self.wants(Gap::Break);
                self.settle();
                if let Some(table) = self.tables.last_mut() {
                    table.row = Some(Row::default());
                }
            }
            b"td" | b"th" => self.open_cell(),
            b"a" => {
                self.close_link();
                self.link =
                    attribute(tag, b"href").and_then(address).map(|href| Link { href, text: String::new() });
            }
            b"img" => {
                if let Some(alt) = attribute(tag, b"alt") {
                    self.text(&alt);
                }
            }
            name => self.wants(around(name)),
        }
    }

    fn close(&mut self, name: &[u8]) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if name == *hidden {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            // Browsers take a closing one for an opening one.
            b"br" => self.line_break(),
            b"blockquote" => {
                self.wants(Gap::Blank);
                self.settle();
                self.quotes = self.quotes.saturating_sub(1);
            }
            b"ul" | b"ol" | b"menu" => {
                self.settle();
                self.lists.pop();
                self.bullet = None;
                self.wants(if self.lists.is_empty() { Gap::Blank } else { Gap::Break });
            }
            b"pre" | b"listing" | b"xmp" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.wants(Gap::Blank);
            }
            b"table" => {
                self.close_row();
                self.tables.pop();
                self.wants(Gap::Blank);
            }
            b"li" => {
                self.settle();
                self.bullet = None;
                self.gap = Gap::Break;
            }
            b"tr" => self.close_row(),
            b"td" | b"th" => self.wants(Gap::Break),
            b"a" => self.close_link(),
            name => self.wants(around(name)),
        }
    }

    fn wants(&mut self, gap: Gap) {
        // A block that begins an item stands behind the bullet.
        let gap = if self.bullet.is_some() { gap.min(Gap::Break) } else { gap };
        self.gap = self.gap.max(gap);
        if gap > Gap::None {
            self.space = false;
        }
    }

    fn line_break(&mut self) {
        self.gap = if self.gap == Gap::None { Gap::Break } else { Gap::Blank };
        self.space = false;
    }

    fn open_list(&mut self, next: Option<u64>) {
        self.wants(if self.lists.is_empty() { Gap::Blank } else { Gap::Break });
        self.settle();
        self.lists.push(next);
    }

    fn open_item(&mut self) {
        self.wants(Gap::Break);
        self.settle();
        self.bullet = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let bullet = format!("{next}. ");
                *next = next.saturating_add(1);
                bullet
            }
            _ => "- ".to_owned(),
        });
    }

    fn open_cell(&mut self) {
        self.wants(Gap::Break);
        self.settle();
        let first = self.lines.len();
        if let Some(table) = self.tables.last_mut() {
            table.row.get_or_insert_default().cells.push(first);
        }
    }

    /// Ends the row: cells of one line each stand side by side.
    fn close_row(&mut self) {
        let Some(row) = self.tables.last_mut().and_then(|table| table.row.take()) else { return };
        self.wants(Gap::Break);
        self.settle();
        let Some(&start) = row.cells.first() else { return };
        if row.layout || row.cells.len() < 2 || start >= self.lines.len() {
            return;
        }
        let quote = self.lines[start..].iter().map(|line| line.quote).max().unwrap_or(0);
        let mut cells = Vec::with_capacity(row.cells.len());
        for (place, &from) in row.cells.iter().enumerate() {
            let to = row.cells.get(place + 1).copied().unwrap_or(self.lines.len());
            let lines = self.lines.get(from..to).unwrap_or_default();
            let inside = lines.iter().map(|line| line.text.as_str()).skip_while(|text| text.is_empty());
            let texts: Vec<&str> = inside.collect();
            if texts.contains(&"") {
                return;
            }
            cells.push(texts.join(" "));
        }
        let blanks = self.lines[start..].iter().take_while(|line| line.text.is_empty()).count();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        let joined = Line { quote, indent: self.lines[start].indent, text: cells.join(" | ") };
        self.lines.truncate(start + blanks);
        self.lines.push(joined);
    }

    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        if link.text.is_empty() {
            self.word(&link.href);
        } else if bare(&link.text) != bare(&link.href) {
            self.word(&format!(" ({})", link.href));
        }
    }

    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            return self.preformatted_text(text);
        }
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        let mut rest = text;
        while !rest.is_empty() {
            let word_end = rest.find(blank).unwrap_or(rest.len());
            if word_end > 0 {
                self.word(&rest[..word_end]);
            }
            rest = &rest[word_end..];
            let next = rest.find(|c| !blank(c)).unwrap_or(rest.len());
            if next > 0 && self.gap == Gap::None && !self.current.text.is_empty() {
                self.space = true;
            }
            rest = &rest[next..];
        }
    }

    fn preformatted_text(&mut self, text: &str) {
        let text = if self.pre_opened { text.strip_prefix('\n').unwrap_or(text) } else { text };
        self.pre_opened = false;
        for (place, line) in text.split('\n').enumerate() {
            if place > 0 {
                if self.gap == Gap::None {
                    self.push_current();
                } else {
                    self.settle();
                    self.gap = Gap::Blank;
                }
            }
            if !line.is_empty() {
                self.word(line);
            }
        }
    }

    /// Writes `word` behind whatever waits: breaks, a bullet or a space.
    fn word(&mut self, word: &str) {
        if self.gap > Gap::None {
            self.settle();
            if self.gap == Gap::Blank && self.lines.last().is_some_and(|line| !line.text.is_empty()) {
                // A blank line belongs to the quote only if both its neighbours do.
                let quote = self.quotes.min(self.lines.last().map_or(0, |line| line.quote));
                self.lines.push(Line { quote, ..Line::default() });
            }
            self.gap = Gap::None;
        }
        if self.current.text.is_empty() {
            self.current.quote = self.quotes.min(DEEPEST);
            let depth = self.lists.len().min(DEEPEST);
            self.current.indent = if self.bullet.is_some() { depth.saturating_sub(1) } else { depth };
            self.current.text.extend(self.bullet.take());
        } else if self.space {
            self.current.text.push(' ');
        }
        if let Some(link) = &mut self.link
            && link.text.len() <= link.href.len() + 16
        {
            if self.space && !link.text.is_empty() {
                link.text.push(' ');
            }
            link.text.push_str(word);
        }
        self.space = false;
        self.current.text.push_str(word);
    }

    /// Ends the current line, if it holds anything. A line of nothing but no-break spaces is a blank one.
    fn settle(&mut self) {
        if self.current.text.trim().is_empty() {
            if !self.current.text.is_empty() {
                self.gap = Gap::Blank;
                self.current = Line::default();
            }
            return;
        }
        self.push_current();
        self.gap = self.gap.max(Gap::Break);
    }

    fn push_current(&mut self) {
        let mut line = std::mem::take(&mut self.current);
        line.text.truncate(line.text.trim_end_matches([' ', '\t']).len());
        if line.text.is_empty() {
            line.quote = self.quotes.min(DEEPEST);
        }
        self.lines.push(line);
        self.space = false;
    }

    fn finish(mut self) -> String {
        self.close_link();
        while !self.tables.is_empty() {
            self.close_row();
            self.tables.pop();
        }
        self.settle();
        while self.lines.last().is_some_and(|line| line.text.is_empty()) {
            self.lines.pop();
        }
        let size = self.lines.iter().map(|line| line.text.len() + 2 * (line.quote + line.indent) + 1).sum();
        let mut out = String::with_capacity(size);
        for (place, line) in self.lines.iter().enumerate() {
            if place > 0 {
                out.push('\n');
            }
            for _ in 0..line.quote {
                out.push_str("> ");
            }
            if line.text.is_empty() {
                out.truncate(out.trim_end_matches(' ').len());
            } else {
                for _ in 0..line.indent {
                    out.push_str("  ");
                }
                out.push_str(&line.text);
            }
        }
        out
    }
}

/// The gap that a block puts before and after itself.
fn around(name: &[u8]) -> Gap {
    match name {
        b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"dl" | b"figure" => Gap::Blank,
        b"div" | b"address" | b"article" | b"aside" | b"body" | b"caption" | b"center" | b"dd"
        | b"details" | b"dt" | b"fieldset" | b"figcaption" | b"footer" | b"form" | b"header" | b"html"
        | b"legend" | b"main" | b"nav" | b"option" | b"section" | b"summary" | b"tbody" | b"tfoot"
        | b"thead" => Gap::Break,
        _ => Gap::None,
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

/// The address of a link that leads somewhere a person can go; white space inside is no part of it.
fn address(href: String) -> Option<String> {
    let href: String = href.split([' ', '\t', '\n', '\r', '\u{c}']).collect();
    let scheme = href.split_once(':')?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp").then_some(href)
}

/// An address as people write it, for comparing.
fn bare(url: &str) -> &str {
    let url = url.trim();
    let url = ["https://", "http://", "ftp://", "mailto:", "tel:"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .unwrap_or(url);
    url.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::html_to_text as text;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_and_breaks() {
        assert_eq!(text("<p>One</p><p>two<br>three</p>"), "One\n\ntwo\nthree");
        assert_eq!(text("<div>a</div>\n<div>b</div>"), "a\nb");
        assert_eq!(text("a<br><br>b"), "a\n\nb");
        assert_eq!(text("<div>a<br></div><div>b</div>"), "a\nb");
        assert_eq!(text("<div>a</div><div><br></div><div>b</div>"), "a\n\nb");
        assert_eq!(text("<p>a</p><p>&nbsp;</p><p>b</p>"), "a\n\nb");
        assert_eq!(text("  plain \n words  "), "plain words");
        assert_eq!(text(""), "");
    }

    #[test]
    fn white_space_folds_across_tags() {
        assert_eq!(text("one <b> two</b>three\n<i>four</i> </p>"), "one two".to_owned() + "three four");
    }

    #[test]
    fn entities() {
        assert_eq!(text("a &lt; b &amp; c &eacute; &#233;"), "a < b & c é é");
        assert_eq!(text("&#27;[31m&#x202e;x"), "\u{1b}[31m\u{202e}x");
    }

    #[test]
    fn hidden_elements() {
        assert_eq!(text("<p>Hello<br>there</p><script>if (a<b) x()</script>!"), "Hello\nthere\n\n!");
        assert_eq!(text("<html><head><title>t</title><style>p{}</style></head><body>in</body></html>"), "in");
        assert_eq!(text("<head><meta x><body>in"), "in");
        assert_eq!(text("a<template>b<template>c</template>d</template>e"), "ae");
        assert_eq!(text("a<!-- b -->c"), "ac");
    }

    #[test]
    fn lists() {
        assert_eq!(text("<ul><li>one</li><li>two</li></ul>after"), "- one\n- two\n\nafter");
        assert_eq!(text("x<ol><li>one<li>two</ol>"), "x\n\n1. one\n2. two");
        assert_eq!(text("<ol start=4><li>four</ol>"), "4. four");
        assert_eq!(
            text("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>"),
            "- a\n  - b\n- c\n\n  d"
        );
    }

    #[test]
    fn quotes() {
        assert_eq!(text("<blockquote><p>a</p><p>b</p></blockquote>c"), "> a\n>\n> b\n\nc");
        assert_eq!(text("<blockquote>a<blockquote>b</blockquote></blockquote>c"), "> a\n>\n> > b\n\nc");
    }

    #[test]
    fn links() {
        assert_eq!(
            text("see <a href=\"https://x.example/a\">this page</a>."),
            "see this page (https://x.example/a)."
        );
        assert_eq!(text("<a href=\"https://x.example/\">x.example</a>"), "x.example");
        assert_eq!(text("<a href=\"mailto:a@x.example\">a@x.example</a>"), "a@x.example");
        assert_eq!(text("<a href=\"https://x.example/\"><img src=y></a>"), "https://x.example/");
        assert_eq!(text("<a href=\"javascript:x()\">go</a> <a href=\"#top\">up</a>"), "go up");
        assert_eq!(text("<a href=\"https://x.example/1\">one"), "one (https://x.example/1)");
        assert_eq!(text("<p><a href=\"http://x.example\"></a></p>"), "http://x.example");
    }

    #[test]
    fn tables() {
        assert_eq!(
            text(
                "<table><tr><th>Order</th><th>State</th></tr><tr><td>31</td><td><p>on its<br>way</p></td></tr></table>"
            ),
            "Order | State\n31 | on its way"
        );
        assert_eq!(text("<table><tr><td><p>a</p><p>b</p></td></tr></table>"), "a\n\nb");
        assert_eq!(
            text(
                "<table><tr><td>logo</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
            ),
            "logo\n\na | b"
        );
        assert_eq!(text("top<table><tr><td></td><td>x</td></tr></table>"), "top\n\n | x");
    }

    #[test]
    fn preformatted() {
        assert_eq!(text("<pre>\na  b\n\n  c\n</pre>d"), "a  b\n\n  c\n\nd");
    }

    #[test]
    fn pictures_by_their_words() {
        assert_eq!(text("Great <img alt=\"👍\"><img alt=\"\">"), "Great 👍");
    }

    #[test]
    fn hostile_nesting_stays_small() {
        for tag in
            ["div", "blockquote", "ul", "ol><li", "table><tr><td", "template", "pre", "a href=x", "svg"]
        {
            let html = format!("{}x", format!("<{tag}>").repeat(50_000));
            assert!(text(&html).len() < 400_000, "{tag}");
        }
        let lines = format!("{}{}", "<blockquote>".repeat(10_000), "<p>x</p>".repeat(10_000));
        assert!(text(&lines).len() < 10_000 * 2 * (2 * super::DEEPEST + 3));
    }

    proptest! {
        #[test]
        fn any_html_gives_tidy_text(html in "(<(/?)(p|div|br|ul|ol|li|blockquote|pre|table|tr|td|a href='http://x.example/'|b|script|template)>|[a-z &;#\n]{0,6}|\\PC{0,3}){0,30}") {
            let text = text(&html);
            prop_assert!(!text.ends_with('\n'), "{text:?}");
            prop_assert!(!text.starts_with('\n') || html.contains("pre"), "{text:?}");
        }

        #[test]
        fn words_without_tags_survive(words in proptest::collection::vec("[a-zé]{1,8}", 0..20)) {
            prop_assert_eq!(text(&words.join("\n ")), words.join(" "));
        }
    }
}
