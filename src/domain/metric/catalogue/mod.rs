//! The records of all metrics.

use crate::domain::checklist::Better;
use crate::domain::metric::{Family, Metric, MetricId, Tempo, Unit};
use crate::words::Bilingual;

/// The record of a metric.
pub(super) fn metric(id: MetricId) -> Metric {
    Metric {
        id,
        name: Bilingual::fixed("", ""),
        question: Bilingual::fixed("", ""),
        unit: Unit::Count,
        better: Better::Neither,
        family: Family::Activity,
        tempo: Tempo::Live,
        formula: Bilingual::fixed("", ""),
        version: 1,
        action: Bilingual::fixed("", ""),
        minimum: 10,
        counter: None,
    }
}
