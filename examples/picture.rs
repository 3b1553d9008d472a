//! Draws the README's picture anew: `cargo run --example picture > docs/review.svg`.

#[path = "../tests/documents/picture.rs"]
mod picture;
#[allow(dead_code, reason = "shared with tests that use more of it")]
#[path = "../tests/stage/mod.rs"]
mod stage;
#[path = "../tests/svg/mod.rs"]
mod svg;

#[allow(clippy::print_stdout, reason = "the picture goes to standard output")]
fn main() {
    print!("{}", picture::review());
}
