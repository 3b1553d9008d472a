//! *Me*: what my own reviews say, to me alone. The arithmetic is the domain's.

pub use crate::domain::mirror::*;
