//! A screen as an SVG picture, for the README: drawn from the program's own buffer, so that it cannot lie.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const WIDE: f32 = 8.4;
const HIGH: f32 = 18.0;
const EDGE: f32 = 14.0;

/// The picture, on a dark ground.
pub fn picture(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (width, height) = (columns * WIDE + 2.0 * EDGE, rows * HIGH + 2.0 * EDGE);
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n",
        escaped(title)
    );
    for y in 0..buffer.area.height {
        row(buffer, y, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// One row: runs of cells that look alike, each placed by its column so that no font can shift them.
fn row(buffer: &Buffer, y: u16, out: &mut String) {
    let mut x = 0;
    while x < buffer.area.width {
        let first = &buffer[(x, y)];
        let start = x;
        let mut text = String::new();
        while x < buffer.area.width && same(first, &buffer[(x, y)]) {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        let (ink, ground) = colours(first);
        let (left, top) = (EDGE + f32::from(start) * WIDE, EDGE + f32::from(y) * HIGH);
        let wide = f32::from(x - start) * WIDE;
        if let Some(ground) = ground {
            let _ = writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{HIGH}\" fill=\"{ground}\"/>"
            );
        }
        if text.trim().is_empty() {
            continue;
        }
        let mut look = format!("fill=\"{ink}\"");
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::DIM, " opacity=\"0.65\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        ] {
            if first.modifier.contains(modifier) {
                look.push_str(attribute);
            }
        }
        let _ = writeln!(
            out,
            "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{wide:.1}\" lengthAdjust=\"spacing\" xml:space=\"preserve\" {look}>{}</text>",
            top + HIGH * 0.74,
            escaped(&text)
        );
    }
}

fn same(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn colours(cell: &Cell) -> (&'static str, Option<&'static str>) {
    let ink = colour(cell.fg);
    let ground = (cell.bg != Color::Reset).then(|| colour(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) { ("#16181d", Some(ink)) } else { (ink, ground) }
}

fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Black => "#16181d",
        Color::Red | Color::LightRed => "#e06c75",
        Color::Green | Color::LightGreen => "#98c379",
        Color::Yellow | Color::LightYellow => "#e5c07b",
        Color::Blue | Color::LightBlue => "#61afef",
        Color::Magenta | Color::LightMagenta => "#c678dd",
        Color::Cyan | Color::LightCyan => "#56b6c2",
        Color::DarkGray => "#7f8690",
        Color::White => "#ffffff",
        _ => "#d7dae0",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
