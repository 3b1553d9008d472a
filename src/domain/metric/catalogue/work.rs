//! How much comes in, and how busy people are: for planning, never for judging anyone.

use super::record;
use crate::domain::metric::MetricId;

record! { ARRIVALS = Arrivals, Count, Neither, Activity, Live, 0, Some(MetricId::ContactsPerResolution);
"Conversations that began", "Conversations commencées";
"Why did you have to contact us?", "Pourquoi avez-vous dû nous contacter\u{202f}?";
"Conversations whose first message for all to see lies in the period.",
"Conversations dont le premier message visible de tous tombe dans la période.";
"If it rises, we ask how much of it is the same customers coming back.",
"Si le nombre monte, nous demandons quelle part vient de clients qui reviennent." }

record! { INTERACTIONS = Interactions, Count, Neither, Activity, Live, 0, Some(MetricId::OneContactRate);
"Conversations handled", "Conversations traitées";
"Was there time for you?", "Avait-on du temps pour vous\u{202f}?";
"Different conversations with a human reply in the period. By agent, shared ones count for each: the column does not add up to the team.",
"Conversations distinctes ayant reçu une réponse humaine dans la période. Par conseiller, une conversation partagée compte pour chacun\u{202f}: la colonne ne s’additionne pas en total d’équipe.";
"We plan staffing with it, and read it beside the share solved in one contact.",
"Nous l’utilisons pour l’effectif, et la lisons à côté de la part résolue en un contact." }

record! { PEAK_SIMULTANEOUS = PeakSimultaneous, Count, Neither, Activity, Live, 0, Some(MetricId::Csat);
"Most conversations at once", "Conversations simultanées, au plus fort";
"Did you have the person’s attention?", "Aviez-vous toute l’attention de la personne\u{202f}?";
"Most conversations that one agent worked on at the same moment, from recorded times of work: chat and calls. Open tickets are work in hand, not this.",
"Le plus grand nombre de conversations traitées au même instant par un conseiller, d’après les temps de travail enregistrés\u{202f}: chat et appels. Les tickets ouverts n’en sont pas.";
"Above what the team agreed on, we lower the limit of chats at once.",
"Au-dessus de ce que l’équipe a convenu, nous baissons la limite de chats simultanés." }

record! { MEAN_SIMULTANEOUS = MeanSimultaneous, PerCase, Neither, Activity, Live, 0, Some(MetricId::Csat);
"Conversations at a time", "Conversations à la fois";
"Among how many were you?", "Parmi combien étiez-vous\u{202f}?";
"Recorded time of work, each conversation for itself / time there. May exceed 1.",
"Temps de travail enregistré, chaque conversation pour elle-même / temps de présence. Peut dépasser 1.";
"We plan staffing with it.",
"Nous l’utilisons pour l’effectif." }

record! { OCCUPANCY = Occupancy, Share, Neither, Activity, Live, 0, Some(MetricId::Csat);
"Average occupancy", "Taux d’occupation moyen";
"Had the person time to think?", "La personne avait-elle le temps de réfléchir\u{202f}?";
"Time in conversation while there / time there; two at once count once, so that it is at most 1. Breaks, meetings and training are not time there.",
"Temps en conversation pendant la présence / temps de présence\u{202f}; deux à la fois comptent une fois, donc 1 au plus. Pauses, réunions et formations ne sont pas de la présence.";
"Above the team’s ceiling for weeks, we ask for people or for fewer causes to call.",
"Au-dessus du plafond de l’équipe pendant des semaines, nous demandons du renfort ou moins de motifs d’appel." }

record! { HANDLING_TIME = HandlingTime, Seconds, Neither, Activity, Strategic, 10, Some(MetricId::OneContactRate);
"Time worked on a conversation", "Temps de traitement par conversation";
"Did somebody take the time that you needed?", "A-t-on pris le temps qu’il vous fallait\u{202f}?";
"Recorded time of work per conversation in the period: mean, median beside it.",
"Temps de travail enregistré par conversation dans la période\u{202f}: moyenne, médiane à côté.";
"If it falls, we check that no more customers come back.",
"S’il baisse, nous vérifions que les clients ne reviennent pas davantage." }
