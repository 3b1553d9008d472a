//! The program as it is run: arguments in; standard output, standard error and exit code out. Every run has an emptied
//! environment and folders of its own.
mod agreement;
mod checklists;
mod exchanging;
mod exporting;
mod goals;
mod people;
mod reading;
mod scoring;
mod surroundings;
mod taking_in;
mod upkeep;
mod usage;
