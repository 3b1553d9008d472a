//! What customers and agents say, and how the team is led.

use super::record;
use crate::domain::metric::MetricId;

record! { CSAT = Csat, Share, Higher, Quality, Strategic, 10, Some(MetricId::FirstResponseTime);
"Customer satisfaction", "Satisfaction des clients";
"Were you content with our help?", "Avez-vous été content de notre aide\u{202f}?";
"Ratings 4 and 5 of all ratings on five points; good of good and bad on two. Of conversations that began in the period, always beside answered / asked; scales are never merged.",
"Notes 4 et 5 sur toutes les notes à cinq points\u{202f}; bonnes sur bonnes et mauvaises à deux points. Pour les conversations commencées dans la période, toujours à côté de répondu / demandé\u{202f}; les échelles ne sont jamais mêlées.";
"If it falls, we read the comments of the low ratings together and pick one cause.",
"Si elle baisse, nous lisons ensemble les commentaires des notes basses et choisissons une cause." }

record! { CES = Ces, Score, Higher, Quality, Strategic, 10, Some(MetricId::OneContactRate);
"Ease for the customer", "Facilité pour le client";
"Did we make it easy for you?", "Vous avons-nous facilité la tâche\u{202f}?";
"Mean of the answers 1 to 7 to “made it easy for me to handle my issue” (CES 2.0), from a survey. The older question, on which low is good, is not this.",
"Moyenne des réponses de 1 à 7 à «\u{202f}m’a facilité le traitement de ma demande\u{202f}» (CES 2.0), tirée d’une enquête. L’ancienne question, où un chiffre bas est bon, n’est pas celle-ci.";
"If it falls, we look for the step at which customers had to try again.",
"Si elle baisse, nous cherchons l’étape à laquelle les clients ont dû s’y reprendre." }

record! { NPS = Nps, Score, Higher, Quality, Strategic, 30, Some(MetricId::Csat);
"Recommendation (NPS)", "Recommandation (NPS)";
"Would you recommend us?", "Nous recommanderiez-vous\u{202f}?";
"100 × (answers 9 and 10 − answers 0 to 6) / answers, adjusted Wald interval, from a survey. A question about the company, not about one agent.",
"100 × (réponses 9 et 10 − réponses 0 à 6) / réponses, intervalle de Wald ajusté, tiré d’une enquête. Une question sur l’entreprise, pas sur un conseiller.";
"If it falls, we ask what changed in product, price or delivery before looking at support.",
"S’il baisse, nous demandons ce qui a changé dans le produit, le prix ou la livraison avant de regarder le support." }

record! { QUALITY_SCORE = QualityScore, Score, Higher, Quality, Strategic, 10, Some(MetricId::Csat);
"Score of peer reviews", "Note des évaluations par les pairs";
"Was the answer right, complete and kind?", "La réponse était-elle juste, complète et aimable\u{202f}?";
"Mean of the peers’ scores of drawn conversations, each counted once. The own score is a mirror and is not in it.",
"Moyenne des notes des pairs pour les conversations tirées, chacune comptée une fois. La note que l’on se donne est un miroir et n’y entre pas.";
"If it falls, we look at the item with the largest fall, and at its wording first.",
"Si elle baisse, nous regardons le point qui baisse le plus, et d’abord sa formulation." }

record! { STAFF_SATISFACTION = StaffSatisfaction, Score, Higher, Quality, Strategic, 5, Some(MetricId::Occupancy);
"Satisfaction of the agents", "Satisfaction des conseillers";
"Are the people who help you well?", "Les personnes qui vous aident vont-elles bien\u{202f}?";
"As the team’s own survey gives it; typed in by hand.",
"Telle que la donne l’enquête de l’équipe\u{202f}; saisie à la main.";
"If it falls, we talk about it in the next team meeting before anything else.",
"Si elle baisse, nous en parlons à la prochaine réunion d’équipe avant toute autre chose." }

record! { TEAM_MEETINGS = TeamMeetings, Count, Neither, People, Strategic, 0, None;
"Team meetings held", "Réunions d’équipe tenues";
"Do those who help you learn from each other?", "Ceux qui vous aident apprennent-ils les uns des autres\u{202f}?";
"Counted in the period; typed in by hand.",
"Comptées sur la période\u{202f}; saisies à la main.";
"If one is missed, we set a new date in the same week.",
"Si l’une n’a pas lieu, nous fixons une nouvelle date dans la même semaine." }

record! { TRAINING_SHARE = TrainingShare, Share, Higher, People, Strategic, 0, None;
"Agents trained", "Conseillers formés";
"Do those who help you know what they need to?", "Ceux qui vous aident savent-ils ce qu’il faut\u{202f}?";
"Agents who took part in a training in the period / agents; typed in by hand.",
"Conseillers ayant suivi une formation dans la période / conseillers\u{202f}; saisi à la main.";
"If it stays low, we free an hour a week for it.",
"Si elle reste basse, nous dégageons une heure par semaine." }

record! { LISTENED_TOGETHER = ListenedTogether, Count, Neither, People, Strategic, 0, None;
"Conversations listened to by two", "Doubles écoutes faites";
"Does somebody care how your conversation went?", "Quelqu’un se soucie-t-il du déroulement de votre échange\u{202f}?";
"Counted in the period; typed in by hand.",
"Comptées sur la période\u{202f}; saisies à la main.";
"If there were none, we draw two conversations for next week.",
"S’il n’y en a eu aucune, nous tirons deux conversations pour la semaine suivante." }
