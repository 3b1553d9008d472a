//! The program as it is run: arguments in; standard output, standard error and exit code out. Every run has an emptied
//! environment and folders of its own.
mod agreement;
mod capture;
mod checklists;
mod diagnostic;
mod erase;
mod exchanging;
mod explaining;
mod exporting;
mod goals;
mod hints;
mod hours;
mod keywords;
mod metrics;
mod others;
mod people;
mod purge;
mod reading;
mod rituals;
mod scorecards;
mod scoring;
mod surroundings;
mod taking_in;
mod team;
mod upkeep;
mod usage;
