//! Exports of help desks through the whole importer: the vendors' own samples where they are at hand, each with the
//! numbers that its README gives.

mod chatwoot;
mod encodings;
mod freshdesk;
mod helpscout;
mod intercom;
mod intercom_scorecards;
mod reading;
mod zammad;
mod zendesk;
