//! Waiting for a reply.

use super::record;
use crate::domain::metric::MetricId;

record! { FIRST_RESPONSE_TIME = FirstResponseTime, Seconds, Lower, Activity, Live, 10, Some(MetricId::AnsweredWithin);
"Time to first reply", "Délai de première réponse";
"How long did you wait for a person?", "Combien de temps avez-vous attendu quelqu’un\u{202f}?";
"From the customer’s first message to the first human reply, for questions asked in the period: median, mean and P90. Automatic replies do not count; unanswered ones are counted apart. Wall clock.",
"Du premier message du client à la première réponse humaine, pour les questions posées dans la période\u{202f}: médiane, moyenne et P90. Les réponses automatiques ne comptent pas\u{202f}; les questions sans réponse sont comptées à part. Horloge murale.";
"If it rises, we look at when the questions come and who is there then.",
"S’il augmente, nous regardons quand viennent les questions et qui est là." }

record! { FIRST_RESPONSE_TIME_BUSINESS = FirstResponseTimeBusiness, Seconds, Lower, Activity, Live, 10, Some(MetricId::AnsweredWithin);
"Time to first reply, open hours", "Délai de première réponse, heures ouvertes";
"How long of our day did you wait?", "Combien de nos heures avez-vous attendu\u{202f}?";
"As the time to first reply, while the team’s calendar was open.",
"Comme le délai de première réponse, pendant l’ouverture du calendrier de l’équipe.";
"If it rises, we look at load and staffing in open hours.",
"S’il augmente, nous regardons la charge et l’effectif aux heures ouvertes." }

record! { FIRST_RESPONSE_IN_HOURS = FirstResponseInHours, Seconds, Lower, Activity, Live, 10, Some(MetricId::AnsweredWithin);
"Time to first reply, asked while open", "Délai de première réponse, question posée aux heures ouvertes";
"You asked while we were there: how long?", "Vous avez demandé quand nous étions là\u{202f}: combien de temps\u{202f}?";
"As the time to first reply, for questions asked while the calendar was open. Wall clock.",
"Comme le délai de première réponse, pour les questions posées pendant l’ouverture. Horloge murale.";
"If it rises, we look at load and staffing in open hours.",
"S’il augmente, nous regardons la charge et l’effectif aux heures ouvertes." }

record! { FIRST_RESPONSE_IN_HOURS_BUSINESS = FirstResponseInHoursBusiness, Seconds, Lower, Activity, Live, 10, Some(MetricId::AnsweredWithin);
"Time to first reply, asked while open, open hours", "Délai de première réponse, posée aux heures ouvertes, heures ouvertes";
"You asked while we were there: how long of our day?", "Vous avez demandé quand nous étions là\u{202f}: combien de nos heures\u{202f}?";
"As the time to first reply, for questions asked while the calendar was open, in its hours.",
"Comme le délai de première réponse, pour les questions posées pendant l’ouverture, en heures ouvertes.";
"If it rises, we look at load and staffing in open hours.",
"S’il augmente, nous regardons la charge et l’effectif aux heures ouvertes." }

record! { FIRST_RESPONSE_OUT_OF_HOURS = FirstResponseOutOfHours, Seconds, Lower, Activity, Live, 10, Some(MetricId::FirstAcknowledgement);
"Time to first reply, asked while closed", "Délai de première réponse, question posée aux heures fermées";
"You asked while we were away: how long?", "Vous avez demandé en notre absence\u{202f}: combien de temps\u{202f}?";
"As the time to first reply, for questions asked while the calendar was closed. Wall clock.",
"Comme le délai de première réponse, pour les questions posées pendant la fermeture. Horloge murale.";
"If it rises, we look at what the opening finds waiting, and at what customers are told at night.",
"S’il augmente, nous regardons ce qui attend à l’ouverture, et ce que l’on dit aux clients la nuit." }

record! { FIRST_RESPONSE_OUT_OF_HOURS_BUSINESS = FirstResponseOutOfHoursBusiness, Seconds, Lower, Activity, Live, 10, Some(MetricId::AnsweredWithin);
"Time to first reply, asked while closed, open hours", "Délai de première réponse, posée aux heures fermées, heures ouvertes";
"You asked while we were away: how long after opening?", "Vous avez demandé en notre absence\u{202f}: combien de temps après l’ouverture\u{202f}?";
"As the time to first reply, for questions asked while the calendar was closed, in its hours.",
"Comme le délai de première réponse, pour les questions posées pendant la fermeture, en heures ouvertes.";
"If it rises, we look at what the opening finds waiting.",
"S’il augmente, nous regardons ce qui attend à l’ouverture." }

record! { ANSWERED_WITHIN = AnsweredWithin, Share, Higher, Quality, Live, 10, Some(MetricId::ExchangesPerResolution);
"Answered within the promised time", "Réponses dans le délai promis";
"Did we keep our promise?", "Avons-nous tenu parole\u{202f}?";
"Questions with a human reply within the time (by default four hours of the calendar) / all questions asked in the period whose time has passed at the moment of knowledge. Ignoring people does not improve it.",
"Questions ayant reçu une réponse humaine dans le délai (par défaut quatre heures du calendrier) / toutes les questions posées dans la période dont le délai est écoulé au moment du calcul. Ignorer des gens ne l’améliore pas.";
"If it falls, we look at the ones that waited, the oldest first.",
"Si la part baisse, nous regardons celles qui ont attendu, les plus anciennes d’abord." }

record! { OVER_A_DAY = OverADay, Share, Lower, Quality, Live, 10, Some(MetricId::Unanswered);
"Waited more than a day", "Attente de plus d’un jour";
"Did a day pass without an answer?", "Un jour s’est-il écoulé sans réponse\u{202f}?";
"Questions without a human reply 24 hours later / all questions asked in the period whose day has passed. Wall clock.",
"Questions sans réponse humaine 24 heures plus tard / toutes les questions posées dans la période dont le jour est écoulé. Horloge murale.";
"If there are any, we answer those first, with a holding reply at least.",
"S’il y en a, nous y répondons d’abord, au moins par un message d’attente." }

record! { FIRST_ACKNOWLEDGEMENT = FirstAcknowledgement, Seconds, Lower, Activity, Live, 10, Some(MetricId::FirstResponseTime);
"Time to first sign of life", "Délai du premier signe de vie";
"When did you know that it had arrived?", "Quand avez-vous su que c’était bien arrivé\u{202f}?";
"From the customer’s first message to the first reply, automatic ones included, for questions asked in the period. Wall clock.",
"Du premier message du client à la première réponse, automatique ou non, pour les questions posées dans la période. Horloge murale.";
"If it rises, we check the automatic reply and the holding replies.",
"S’il augmente, nous vérifions la réponse automatique et les messages d’attente." }

record! { UNANSWERED = Unanswered, Count, Lower, Quality, Live, 0, Some(MetricId::OldestUnanswered);
"Questions without a reply", "Questions sans réponse";
"Are you still waiting for a first word?", "Attendez-vous encore un premier mot\u{202f}?";
"Questions asked in the period without a human reply at the moment of knowledge.",
"Questions posées dans la période sans réponse humaine au moment du calcul.";
"If there are more than usual, we look at the oldest ones today.",
"S’il y en a plus que d’habitude, nous regardons les plus anciennes aujourd’hui." }

record! { OLDEST_UNANSWERED = OldestUnanswered, Seconds, Lower, Quality, Live, 0, Some(MetricId::FirstResponseTime);
"Age of the oldest question without a reply", "Âge de la plus ancienne question sans réponse";
"How long has the longest wait lasted?", "Depuis quand dure la plus longue attente\u{202f}?";
"From the oldest question asked in the period and not answered to the moment of knowledge. Wall clock.",
"De la plus ancienne question posée dans la période et sans réponse au moment du calcul. Horloge murale.";
"If it passes a day, somebody takes that one now.",
"S’il dépasse un jour, quelqu’un la prend maintenant." }

record! { RESPONSE_TIME = ResponseTime, Seconds, Lower, Activity, Live, 10, Some(MetricId::ExchangesPerResolution);
"Time to reply, each message", "Délai de réponse, par message";
"How long did you wait each time?", "Combien de temps avez-vous attendu à chaque fois\u{202f}?";
"From the first message of each turn of the customer to the human reply, for turns begun in the period: median, P90. Unanswered turns are counted apart. Wall clock.",
"Du premier message de chaque tour du client à la réponse humaine, pour les tours commencés dans la période\u{202f}: médiane, P90. Les tours sans réponse sont comptés à part. Horloge murale.";
"If it falls, we check that customers do not have to write more often.",
"S’il baisse, nous vérifions que les clients n’ont pas à écrire plus souvent." }

record! { RESPONSE_TIME_BUSINESS = ResponseTimeBusiness, Seconds, Lower, Activity, Live, 10, Some(MetricId::ExchangesPerResolution);
"Time to reply, each message, open hours", "Délai de réponse, par message, heures ouvertes";
"How long of our day did you wait each time?", "Combien de nos heures avez-vous attendu à chaque fois\u{202f}?";
"As the time to reply, while the team’s calendar was open.",
"Comme le délai de réponse, pendant l’ouverture du calendrier de l’équipe.";
"If it rises, we look at load and staffing in open hours.",
"S’il augmente, nous regardons la charge et l’effectif aux heures ouvertes." }

record! { AVERAGE_RESPONSE_TIME = AverageResponseTime, Seconds, Lower, Activity, Live, 10, Some(MetricId::ExchangesPerResolution);
"Average time to reply", "Délai moyen de réponse";
"How long did you wait on average?", "Combien de temps avez-vous attendu en moyenne\u{202f}?";
"Mean of the times to reply. A few long waits pull it up: the median leads.",
"Moyenne des délais de réponse. Quelques longues attentes la tirent vers le haut\u{202f}: la médiane prime.";
"If it rises and the median does not, we read the longest waits.",
"S’il augmente sans que la médiane bouge, nous lisons les plus longues attentes." }

record! { OWN_RESPONSE_TIME = OwnResponseTime, Seconds, Neither, Activity, Live, 10, Some(MetricId::OneContactRate);
"Own time to reply", "Mon délai de réponse";
"How soon did the person you got answer?", "En combien de temps la personne attribuée a-t-elle répondu\u{202f}?";
"From when the agent could answer (given to them, and they were there) to their reply. For that agent alone.",
"Du moment où le conseiller pouvait répondre (conversation attribuée, et présent) à sa réponse. Pour ce conseiller seul.";
"It is mine to read: what slowed me down, and what would help?",
"C’est à moi de le lire\u{202f}: qu’est-ce qui m’a ralenti, et qu’est-ce qui m’aiderait\u{202f}?" }

record! { TURNS_WITHOUT_REPLY = TurnsWithoutReply, Count, Lower, Quality, Live, 0, Some(MetricId::ResponseTime);
"Messages without a reply", "Messages sans réponse";
"Did we leave your last message unanswered?", "Votre dernier message est-il resté sans réponse\u{202f}?";
"Turns of customers begun in the period without a human reply at the moment of knowledge. A last thank-you is one of them.",
"Tours de clients commencés dans la période sans réponse humaine au moment du calcul. Un dernier merci en fait partie.";
"If there are more than usual, we read the latest ones.",
"S’il y en a plus que d’habitude, nous lisons les derniers." }

record! { CONVERSATION_LENGTH = ConversationLength, Seconds, Neither, Activity, Strategic, 10, Some(MetricId::OneContactRate);
"Length of a conversation", "Durée d’une conversation";
"How long did it take you, from your first word to the last?", "Combien de temps cela vous a-t-il pris, du premier mot au dernier\u{202f}?";
"From the first to the last message that the customer could see, of conversations that began in the period: median, mean and P90. A message without an answer took no time. Wall clock.",
"Du premier au dernier message visible du client, pour les conversations commencées dans la période\u{202f}: médiane, moyenne et P90. Un message sans réponse n’a pris aucun temps. Horloge murale.";
"If it moves, we read five of the longest: was it slow, or thorough?",
"Si elle bouge, nous relisons cinq des plus longues\u{202f}: lenteur, ou soin\u{202f}?" }
