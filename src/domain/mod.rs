//! Values and rules. Sees no file, clock, environment, database or terminal: time, randomness and identity come in as
//! arguments.

pub mod calendar;
pub mod checklist;
pub mod clopper_pearson;
pub mod condition;
pub mod conversation;
pub mod digest;
pub mod distribution;
pub mod ewma;
pub mod exchange;
pub mod fold;
pub mod funnel;
pub mod history;
pub mod interval;
pub mod learning;
pub mod lot;
pub mod mirror;
pub mod multiple;
pub mod names;
pub mod nps;
pub mod p_chart;
pub mod pairing;
pub mod person;
pub mod pooling;
pub mod power;
pub mod problem;
pub mod ratio;
pub mod review;
pub mod run_chart;
pub mod sampling;
pub mod score;
pub mod shown;
pub mod submission;
pub mod tally;
pub mod xmr;
