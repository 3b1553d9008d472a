//! The distributions that chance is measured with.

mod binomial;
pub mod normal;
mod student;

pub use binomial::Binomial;
pub use student::{t_quantile, t_two_sided};
