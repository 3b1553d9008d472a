//! Exports of help desks through the whole importer: the vendors' own samples where they are at hand, each with the
//! numbers that its README gives.

mod intercom;
mod reading;
mod zendesk;
