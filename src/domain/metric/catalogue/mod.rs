//! The records of all metrics: in both languages, with the formula in words and what to do when it moves. A team may
//! replace the action; the formula is what the program computes.

mod coming_back;
mod customers;
mod solving;
mod waiting;
mod work;

use crate::domain::metric::{Metric, MetricId};

/// One record on a few lines: unit, better way, family, tempo, the fewest cases, the metric beside it; then its texts.
macro_rules! record {
    ($name:ident = $id:ident, $unit:ident, $better:ident, $family:ident, $tempo:ident, $minimum:literal, $counter:expr;
     $name_en:literal, $name_fr:literal; $asks_en:literal, $asks_fr:literal; $formula_en:literal, $formula_fr:literal;
     $action_en:literal, $action_fr:literal) => {
        pub(super) const $name: $crate::domain::metric::Metric = $crate::domain::metric::Metric {
            id: $crate::domain::metric::MetricId::$id,
            name: $crate::words::Bilingual::fixed($name_en, $name_fr),
            question: $crate::words::Bilingual::fixed($asks_en, $asks_fr),
            unit: $crate::domain::metric::Unit::$unit,
            better: $crate::domain::checklist::Better::$better,
            family: $crate::domain::metric::Family::$family,
            tempo: $crate::domain::metric::Tempo::$tempo,
            formula: $crate::words::Bilingual::fixed($formula_en, $formula_fr),
            version: 1,
            action: $crate::words::Bilingual::fixed($action_en, $action_fr),
            minimum: $minimum,
            counter: $counter,
        };
    };
}
use record;

/// The record of a metric.
pub(super) fn metric(id: MetricId) -> Metric {
    match id {
        MetricId::Csat => customers::CSAT,
        MetricId::Ces => customers::CES,
        MetricId::Nps => customers::NPS,
        MetricId::QualityScore => customers::QUALITY_SCORE,
        MetricId::StaffSatisfaction => customers::STAFF_SATISFACTION,
        MetricId::TeamMeetings => customers::TEAM_MEETINGS,
        MetricId::TrainingShare => customers::TRAINING_SHARE,
        MetricId::ListenedTogether => customers::LISTENED_TOGETHER,
        MetricId::ReopenRate => coming_back::REOPEN_RATE,
        MetricId::OneContactRate => coming_back::ONE_CONTACT_RATE,
        MetricId::FirstContactStrict => coming_back::FIRST_CONTACT_STRICT,
        MetricId::OneTouch => coming_back::ONE_TOUCH,
        MetricId::OneContact => coming_back::ONE_CONTACT,
        MetricId::ContactsPerResolution => coming_back::CONTACTS_PER_RESOLUTION,
        MetricId::ExchangesPerResolution => coming_back::EXCHANGES_PER_RESOLUTION,
        MetricId::TotalWait => coming_back::TOTAL_WAIT,
        MetricId::Transfers => coming_back::TRANSFERS,
        MetricId::TransferredShare => coming_back::TRANSFERRED_SHARE,
        MetricId::TransfersToSolve => coming_back::TRANSFERS_TO_SOLVE,
        MetricId::Repetitions => coming_back::REPETITIONS,
        MetricId::ResolutionTime => solving::RESOLUTION_TIME,
        MetricId::ResolutionTimeBusiness => solving::RESOLUTION_TIME_BUSINESS,
        MetricId::ResolutionTimeOurSide => solving::RESOLUTION_TIME_OUR_SIDE,
        MetricId::FullResolutionTime => solving::FULL_RESOLUTION_TIME,
        MetricId::FullResolutionTimeBusiness => solving::FULL_RESOLUTION_TIME_BUSINESS,
        MetricId::Solved => solving::SOLVED,
        MetricId::NetSolved => solving::NET_SOLVED,
        MetricId::Backlog => solving::BACKLOG,
        MetricId::BacklogDays => solving::BACKLOG_DAYS,
        MetricId::FirstResponseTime => waiting::FIRST_RESPONSE_TIME,
        MetricId::FirstResponseTimeBusiness => waiting::FIRST_RESPONSE_TIME_BUSINESS,
        MetricId::FirstResponseInHours => waiting::FIRST_RESPONSE_IN_HOURS,
        MetricId::FirstResponseInHoursBusiness => waiting::FIRST_RESPONSE_IN_HOURS_BUSINESS,
        MetricId::FirstResponseOutOfHours => waiting::FIRST_RESPONSE_OUT_OF_HOURS,
        MetricId::FirstResponseOutOfHoursBusiness => waiting::FIRST_RESPONSE_OUT_OF_HOURS_BUSINESS,
        MetricId::AnsweredWithin => waiting::ANSWERED_WITHIN,
        MetricId::OverADay => waiting::OVER_A_DAY,
        MetricId::FirstAcknowledgement => waiting::FIRST_ACKNOWLEDGEMENT,
        MetricId::Unanswered => waiting::UNANSWERED,
        MetricId::OldestUnanswered => waiting::OLDEST_UNANSWERED,
        MetricId::ResponseTime => waiting::RESPONSE_TIME,
        MetricId::ResponseTimeBusiness => waiting::RESPONSE_TIME_BUSINESS,
        MetricId::AverageResponseTime => waiting::AVERAGE_RESPONSE_TIME,
        MetricId::OwnResponseTime => waiting::OWN_RESPONSE_TIME,
        MetricId::TurnsWithoutReply => waiting::TURNS_WITHOUT_REPLY,
        MetricId::ConversationLength => waiting::CONVERSATION_LENGTH,
        MetricId::Arrivals => work::ARRIVALS,
        MetricId::Interactions => work::INTERACTIONS,
        MetricId::PeakSimultaneous => work::PEAK_SIMULTANEOUS,
        MetricId::MeanSimultaneous => work::MEAN_SIMULTANEOUS,
        MetricId::Occupancy => work::OCCUPANCY,
        MetricId::HandlingTime => work::HANDLING_TIME,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::checklist::Better;
    use crate::domain::metric::{Family, Unit};
    use crate::words::{Bilingual, Lang};
    use std::collections::BTreeSet;

    #[test]
    fn every_metric_has_its_own_record() {
        for id in MetricId::ALL {
            let record = id.metric();
            assert_eq!(record.id, *id);
            assert_eq!(MetricId::from_word(id.word()), Some(*id));
            let texts = [&record.name, &record.question, &record.formula, &record.action];
            for text in texts {
                assert!(!text.en.is_empty() && !text.fr.is_empty(), "{id}");
            }
            assert!(record.question.en.ends_with('?') && record.question.fr.ends_with("\u{202f}?"), "{id}");
            assert_ne!(record.counter, Some(*id));
        }
        for lang in [Lang::En, Lang::Fr] {
            let names: BTreeSet<String> =
                MetricId::ALL.iter().map(|id| id.metric().name.get(lang).to_owned()).collect();
            assert_eq!(names.len(), MetricId::ALL.len(), "two metrics of one name");
        }
    }

    #[test]
    fn no_activity_stands_alone() {
        for record in MetricId::ALL.iter().map(|id| id.metric()) {
            let beside = record.counter.map(|id| id.metric());
            let needed = record.family == Family::Activity;
            assert!(!needed || beside.is_some(), "{}", record.id);
        }
    }

    #[test]
    fn french_has_narrow_spaces_before_high_signs() {
        let texts = MetricId::ALL.iter().flat_map(|id| {
            let record = id.metric();
            [record.name, record.question, record.formula, record.action]
        });
        for Bilingual { fr, .. } in texts {
            for sign in ['?', '!', ';', ':'] {
                for (at, _) in fr.match_indices(sign) {
                    assert!(fr[..at].ends_with('\u{202f}'), "{fr}");
                }
            }
        }
    }

    #[test]
    fn the_four_pillars_are_covered() {
        let text = include_str!("../../../../checklists/four-pillars.toml");
        let (_, metrics) = text.split_once("[[metrics]]").unwrap();
        let metrics = metrics.split("[[hints]]").next().unwrap();
        let mut found = 0;
        let mut id = None;
        for line in metrics.lines() {
            let value = |key: &str| line.strip_prefix(key).map(|rest| rest.trim_matches('"'));
            if let Some(word) = value("id = ") {
                id = Some(MetricId::from_word(word).unwrap_or_else(|| panic!("{word} is in no catalogue")));
                found += 1;
            }
            if let Some(better) = value("better = ") {
                let expected = match better {
                    "higher" => Better::Higher,
                    "lower" => Better::Lower,
                    _ => Better::Neither,
                };
                assert_eq!(id.unwrap().metric().better, expected, "{id:?}");
            }
        }
        assert_eq!(found, 15);
    }

    #[test]
    fn units_fit_their_minimum() {
        let counts = MetricId::ALL.iter().map(|id| id.metric()).filter(|record| record.unit == Unit::Count);
        for record in counts {
            assert_eq!(record.minimum, 0, "{}: a count is what it is", record.id);
        }
    }
}
