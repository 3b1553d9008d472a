//! What each metric is called in files, flags and checklists.

use std::fmt;

macro_rules! metrics {
    ($($(#[$doc:meta])+ $name:ident = $word:literal,)+) => {
        /// A metric.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum MetricId {
            $($(#[$doc])+ $name,)+
        }

        impl MetricId {
            /// All of them, in the order of the catalogue.
            pub const ALL: &'static [MetricId] = &[$(MetricId::$name),+];

            /// The id in files, flags and exports. Never changes.
            pub const fn word(self) -> &'static str {
                match self {
                    $(MetricId::$name => $word,)+
                }
            }
        }
    };
}

metrics! {
    /// Customers' ratings: the satisfied of all that answered.
    Csat = "csat",
    /// Customer effort, version 2.0: the mean of 1 to 7, 7 is easy.
    Ces = "ces",
    /// Net promoter score.
    Nps = "nps",
    /// Peers' review scores.
    QualityScore = "quality-score",
    /// Solved requests that came back.
    ReopenRate = "reopen-rate",
    /// Solved in one contact, of all solved.
    OneContactRate = "one-contact-rate",
    /// The same, and nobody handed it on.
    FirstContactStrict = "first-contact-strict",
    /// The same as one contact, and one answer was enough.
    OneTouch = "one-touch",
    /// Solved in one contact, as a number.
    OneContact = "one-contact",
    /// Contacts that a solved request took.
    ContactsPerResolution = "contacts-per-resolution",
    /// Times the customer wrote for a solved request.
    ExchangesPerResolution = "exchanges-per-resolution",
    /// All waits of a solved request together.
    TotalWait = "total-wait",
    /// Transfers per conversation.
    Transfers = "transfers",
    /// Conversations with a transfer.
    TransferredShare = "transferred-share",
    /// Transfers per solved request.
    TransfersToSolve = "transfers-to-solve",
    /// Times the customer had to say it again, as reviewers counted.
    Repetitions = "repetitions",
    /// From the first question to the first solution.
    ResolutionTime = "resolution-time",
    /// The same by the team's hours.
    ResolutionTimeBusiness = "resolution-time-business",
    /// The part of it in which the customer waited for us.
    ResolutionTimeOurSide = "resolution-time-our-side",
    /// From the first question to the last solution.
    FullResolutionTime = "full-resolution-time",
    /// The same by the team's hours.
    FullResolutionTimeBusiness = "full-resolution-time-business",
    /// From the first question to the first human reply.
    FirstResponseTime = "first-response-time",
    /// The same by the team's hours.
    FirstResponseTimeBusiness = "first-response-time-business",
    /// Asked while open, on the wall clock.
    FirstResponseInHours = "first-response-in-hours",
    /// Asked while open, by the team's hours.
    FirstResponseInHoursBusiness = "first-response-in-hours-business",
    /// Asked while closed, on the wall clock.
    FirstResponseOutOfHours = "first-response-out-of-hours",
    /// Asked while closed, by the team's hours.
    FirstResponseOutOfHoursBusiness = "first-response-out-of-hours-business",
    /// Answered within the promised time.
    AnsweredWithin = "answered-within",
    /// Waited more than a day.
    OverADay = "over-a-day",
    /// From the first question to the first sign of life, automatic ones included.
    FirstAcknowledgement = "first-acknowledgement",
    /// Questions without a reply.
    Unanswered = "unanswered",
    /// How long the oldest of them waits.
    OldestUnanswered = "oldest-unanswered",
    /// Each reply: from the first message of the turn.
    ResponseTime = "response-time",
    /// The same by the team's hours.
    ResponseTimeBusiness = "response-time-business",
    /// The mean of all replies.
    AverageResponseTime = "average-response-time",
    /// From when it could be answered by this agent to the reply: for that agent alone.
    OwnResponseTime = "own-response-time",
    /// Turns of customers without a reply.
    TurnsWithoutReply = "turns-without-reply",
    /// From the first message of a conversation to the last.
    ConversationLength = "conversation-length",
    /// Conversations that began.
    Arrivals = "arrivals",
    /// Conversations handled.
    Interactions = "interactions",
    /// Most conversations at once.
    PeakSimultaneous = "peak-simultaneous",
    /// Conversations at a time while there.
    MeanSimultaneous = "mean-simultaneous",
    /// Time in conversation, of the time there.
    Occupancy = "occupancy",
    /// Time worked on a conversation.
    HandlingTime = "handling-time",
    /// Requests solved.
    Solved = "solved",
    /// Solved minus opened again.
    NetSolved = "net-solved",
    /// Requests open at the end.
    Backlog = "backlog",
    /// The same in days of work.
    BacklogDays = "backlog-days",
    /// Team meetings held.
    TeamMeetings = "team-meetings",
    /// Agents trained.
    TrainingShare = "training-share",
    /// Conversations listened to by two.
    ListenedTogether = "listened-together",
    /// How content the agents are.
    StaffSatisfaction = "staff-satisfaction",
}

impl MetricId {
    /// Reads the id.
    pub fn from_word(word: &str) -> Option<MetricId> {
        MetricId::ALL.iter().copied().find(|id| id.word() == word)
    }

    /// Whether it waits until its cases had time to show themselves.
    pub const fn follows_up(self) -> bool {
        matches!(
            self,
            MetricId::ReopenRate
                | MetricId::OneContactRate
                | MetricId::FirstContactStrict
                | MetricId::OneTouch
                | MetricId::OneContact
                | MetricId::ContactsPerResolution
                | MetricId::ExchangesPerResolution
                | MetricId::TotalWait
        )
    }
}

impl fmt::Display for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}
