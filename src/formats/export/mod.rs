//! Domain in, files out. A [`Book`](crate::domain::book::Book) is written by one file for each format; rows come from
//! [`rows::Rows`], so that a long sheet is never whole in memory.

pub mod cell;
pub mod conversation_jsonl;
pub mod csv;
pub mod figure;
pub mod form;
pub mod html;
pub mod json;
pub mod manner;
pub mod markdown;
pub mod object;
pub mod parquet;
pub mod review;
pub mod rows;
pub mod xlsx;
