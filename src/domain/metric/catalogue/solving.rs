//! How long solving takes, how much is solved, and how much is left.

use super::record;
use crate::domain::metric::MetricId;

record! { RESOLUTION_TIME = ResolutionTime, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ReopenRate);
"Average time to solve", "Délai moyen de résolution";
"How long until it was solved?", "Combien de temps avant la résolution\u{202f}?";
"From the customer’s first message to the first solution, for requests first solved in the period: mean, median and P90 beside it. Wall clock.",
"Du premier message du client à la première résolution, pour les demandes résolues pour la première fois dans la période\u{202f}: moyenne, médiane et P90 à côté. Horloge murale.";
"If it rises, we split it: our side, the customer’s side, closed hours.",
"S’il augmente, nous le découpons\u{202f}: notre part, celle du client, les heures fermées." }

record! { RESOLUTION_TIME_BUSINESS = ResolutionTimeBusiness, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ReopenRate);
"Average time to solve, open hours", "Délai moyen de résolution, heures ouvertes";
"How long of our day did it take?", "Combien de nos heures a-t-il fallu\u{202f}?";
"As the average time to solve, while the team’s calendar was open.",
"Comme le délai moyen de résolution, pendant l’ouverture du calendrier de l’équipe.";
"If it rises, we look at load and at what waits for others.",
"S’il augmente, nous regardons la charge et ce qui attend d’autres services." }

record! { RESOLUTION_TIME_OUR_SIDE = ResolutionTimeOurSide, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ExchangesPerResolution);
"Time to solve, our part", "Délai de résolution, notre part";
"How much of it did you wait for us?", "Quelle part avez-vous passée à nous attendre\u{202f}?";
"Time before the first solution in which a turn of the customer waited for us, per request first solved in the period. Two at once count once. Wall clock.",
"Temps avant la première résolution pendant lequel un tour du client nous attendait, par demande résolue pour la première fois dans la période. Deux à la fois comptent une fois. Horloge murale.";
"If it rises, we look at what waits longest with us.",
"Si elle augmente, nous regardons ce qui attend le plus chez nous." }

record! { FULL_RESOLUTION_TIME = FullResolutionTime, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ReopenRate);
"Average time to solve for good", "Délai moyen de résolution définitive";
"How long until it stayed solved?", "Combien de temps avant que ce soit résolu pour de bon\u{202f}?";
"From the customer’s first message to the last solution, for requests first solved in the period that are still solved at the moment of knowledge. Wall clock.",
"Du premier message du client à la dernière résolution, pour les demandes résolues pour la première fois dans la période et toujours résolues au moment du calcul. Horloge murale.";
"If it is far above the first, we look at what comes back.",
"S’il dépasse de loin le premier, nous regardons ce qui revient." }

record! { FULL_RESOLUTION_TIME_BUSINESS = FullResolutionTimeBusiness, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ReopenRate);
"Average time to solve for good, open hours", "Délai moyen de résolution définitive, heures ouvertes";
"How long of our day until it stayed solved?", "Combien de nos heures avant que ce soit résolu pour de bon\u{202f}?";
"As the average time to solve for good, while the team’s calendar was open.",
"Comme le délai moyen de résolution définitive, pendant l’ouverture du calendrier de l’équipe.";
"If it is far above the first, we look at what comes back.",
"S’il dépasse de loin le premier, nous regardons ce qui revient." }

record! { SOLVED = Solved, Count, Higher, Activity, Live, 0, Some(MetricId::ReopenRate);
"Requests solved", "Demandes résolues";
"Is yours among the solved ones?", "La vôtre est-elle parmi les demandes résolues\u{202f}?";
"Requests first solved in the period. Volume: never read without the share that came back.",
"Demandes résolues pour la première fois dans la période. Un volume\u{202f}: jamais lu sans la part qui revient.";
"If it falls, we look at arrivals and staffing before anything else.",
"Si le nombre baisse, nous regardons d’abord les arrivées et l’effectif." }

record! { NET_SOLVED = NetSolved, Count, Higher, Activity, Live, 0, Some(MetricId::ReopenRate);
"Solved minus opened again", "Résolues moins rouvertes";
"Did it stay solved?", "Est-ce resté résolu\u{202f}?";
"Solutions minus reopenings in the period, whatever the request.",
"Résolutions moins réouvertures dans la période, quelle que soit la demande.";
"If it lags behind the solved, we read what was opened again.",
"S’il reste loin des résolues, nous lisons ce qui a été rouvert." }

record! { BACKLOG = Backlog, Count, Lower, Activity, Live, 0, Some(MetricId::OldestUnanswered);
"Requests open at the end", "Demandes ouvertes à la fin";
"Are you still waiting?", "Attendez-vous encore\u{202f}?";
"Requests not solved at the end of the period, also by age: under a day, 1 to 3, 3 to 7, over 7 days.",
"Demandes non résolues à la fin de la période, aussi par âge\u{202f}: moins d’un jour, 1 à 3, 3 à 7, plus de 7 jours.";
"If it rises, we ask whether arrivals, solving time or staffing changed.",
"S’il monte, nous demandons ce qui a changé\u{202f}: arrivées, temps de résolution ou effectif." }

record! { BACKLOG_DAYS = BacklogDays, Days, Lower, Activity, Live, 0, Some(MetricId::TotalWait);
"Open requests in days of work", "Demandes ouvertes en jours de travail";
"When will it be your turn?", "Quand viendra votre tour\u{202f}?";
"Requests open at the end / (requests solved / open days of the period).",
"Demandes ouvertes à la fin / (demandes résolues / jours ouverts de la période).";
"Above the promised time, we ask for help or tell customers how long it takes.",
"Au-delà du délai promis, nous demandons de l’aide ou prévenons les clients." }
