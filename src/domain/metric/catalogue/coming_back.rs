//! Did one contact do, from how many hands, and what did it cost the customer?

use super::record;
use crate::domain::metric::MetricId;

record! { REOPEN_RATE = ReopenRate, Share, Lower, Quality, Strategic, 10, Some(MetricId::Solved);
"Requests that came back", "Demandes qui reviennent";
"Did it stay solved?", "Est-ce resté résolu\u{202f}?";
"Requests first solved in the period that were opened again or asked about anew within the window (7 days) / the same requests. Only those whose window has closed.",
"Demandes résolues pour la première fois dans la période et rouvertes ou reposées dans le délai de suivi (7 jours) / ces mêmes demandes. Seulement celles dont le délai est écoulé.";
"If it rises, we read ten that came back and look for what was left open.",
"Si elle monte, nous en lisons dix qui sont revenues et cherchons ce qui restait ouvert." }

record! { ONE_CONTACT_RATE = OneContactRate, Share, Higher, Quality, Strategic, 10, Some(MetricId::ResponseTime);
"Share solved in one contact", "Part résolue en un seul contact";
"Was contacting you once enough?", "A-t-il suffi de vous contacter une fois\u{202f}?";
"Requests first solved in the period with one contact up to then, and neither opened again nor asked about anew within the window (7 days) / the same requests. Only those whose window has closed.",
"Demandes résolues pour la première fois dans la période en un seul contact, ni rouvertes ni reposées dans le délai de suivi (7 jours) / ces mêmes demandes. Seulement celles dont le délai est écoulé.";
"If it falls, we look for the question that most often needs a second contact.",
"Si elle baisse, nous cherchons la question qui exige le plus souvent un second contact." }

record! { FIRST_CONTACT_STRICT = FirstContactStrict, Share, Higher, Quality, Strategic, 10, Some(MetricId::OneContactRate);
"Share solved in one contact, without a transfer", "Part résolue en un contact, sans transfert";
"Could the first person help you?", "La première personne a-t-elle pu vous aider\u{202f}?";
"As the share solved in one contact, and nobody handed it on.",
"Comme la part résolue en un seul contact, et personne ne l’a transmise.";
"If it falls while the plain share does not, we look at who may decide what.",
"Si elle baisse sans que la part simple baisse, nous regardons qui peut décider de quoi." }

record! { ONE_TOUCH = OneTouch, Share, Higher, Quality, Strategic, 10, Some(MetricId::OneContactRate);
"Share solved with one answer", "Part résolue en une réponse";
"Did one answer do?", "Une seule réponse a-t-elle suffi\u{202f}?";
"As the share solved in one contact, and there is exactly one human answer until the window closes.",
"Comme la part résolue en un seul contact, avec exactement une réponse humaine jusqu’à la fin du délai de suivi.";
"If it falls, we look for what the first answer left out.",
"Si elle baisse, nous cherchons ce que la première réponse omettait." }

record! { ONE_CONTACT = OneContact, Count, Higher, Quality, Strategic, 0, Some(MetricId::ReopenRate);
"Solved in one contact", "Résolues en un seul contact";
"For how many was once enough?", "Pour combien une fois a-t-elle suffi\u{202f}?";
"The requests counted by the share solved in one contact, as a number.",
"Les demandes comptées par la part résolue en un seul contact, en nombre.";
"We read it with the share: the number alone grows with the number of requests.",
"Nous le lisons avec la part\u{202f}: le nombre seul croît avec celui des demandes." }

record! { CONTACTS_PER_RESOLUTION = ContactsPerResolution, PerCase, Lower, Quality, Strategic, 10, Some(MetricId::Solved);
"Contacts per solved request", "Contacts par demande résolue";
"How often did you have to come?", "Combien de fois avez-vous dû revenir\u{202f}?";
"Conversations about the requests first solved in the period, up to the end of the window (7 days), per request. Only those whose window has closed; 1 at least.",
"Conversations sur les demandes résolues pour la première fois dans la période, jusqu’à la fin du délai de suivi (7 jours), par demande. Seulement celles dont le délai est écoulé\u{202f}; 1 au moins.";
"If it rises, we look for what customers could have been told the first time.",
"Si elle monte, nous cherchons ce qui aurait pu être dit dès la première fois." }

record! { EXCHANGES_PER_RESOLUTION = ExchangesPerResolution, PerCase, Lower, Quality, Strategic, 10, Some(MetricId::ResponseTime);
"Exchanges per solved request", "Échanges par demande résolue";
"How often did you have to write?", "Combien de fois avez-vous dû écrire\u{202f}?";
"Turns of the customer (messages in a row count once) for the requests first solved in the period, up to the end of the window (7 days), per request. Only those whose window has closed.",
"Tours du client (des messages à la suite comptent une fois) pour les demandes résolues pour la première fois dans la période, jusqu’à la fin du délai de suivi (7 jours), par demande. Seulement celles dont le délai est écoulé.";
"If it rises, we look for questions that the first answer could have settled.",
"Si elle monte, nous cherchons les questions que la première réponse aurait pu régler." }

record! { TOTAL_WAIT = TotalWait, Seconds, Lower, Quality, Strategic, 10, Some(MetricId::ExchangesPerResolution);
"All waits of a solved request", "Attente totale par demande résolue";
"How long did you wait in all?", "Combien de temps avez-vous attendu en tout\u{202f}?";
"Sum of the waits of the turns that the exchanges count, per request first solved in the period: mean, median beside it. Only those whose window has closed.",
"Somme des attentes des tours que comptent les échanges, par demande résolue pour la première fois dans la période\u{202f}: moyenne, médiane à côté. Seulement celles dont le délai est écoulé.";
"If it does not fall with the reply time, we count the exchanges.",
"Si elle ne baisse pas avec le délai de réponse, nous comptons les échanges." }

record! { TRANSFERS = Transfers, PerCase, Lower, Quality, Strategic, 10, Some(MetricId::OneContactRate);
"Transfers to a colleague", "Transferts vers un collègue";
"Were you passed around?", "Vous a-t-on renvoyé de l’un à l’autre\u{202f}?";
"Transfers per conversation that began in the period. Going to a queue for the first time is none; there and back counts twice.",
"Transferts par conversation commencée dans la période. Le premier passage dans une file n’en est pas un\u{202f}; un aller-retour compte deux fois.";
"If it rises, we look at which questions land with the wrong people.",
"S’ils augmentent, nous regardons quelles questions arrivent aux mauvaises personnes." }

record! { TRANSFERRED_SHARE = TransferredShare, Share, Lower, Quality, Strategic, 10, Some(MetricId::OneContactRate);
"Conversations with a transfer", "Conversations transférées";
"Could the person you reached help you?", "La personne jointe a-t-elle pu vous aider\u{202f}?";
"Conversations that began in the period with one transfer or more / all of them.",
"Conversations commencées dans la période avec au moins un transfert / toutes.";
"If it rises, we look at which questions land with the wrong people.",
"Si elles augmentent, nous regardons quelles questions arrivent aux mauvaises personnes." }

record! { TRANSFERS_TO_SOLVE = TransfersToSolve, PerCase, Lower, Quality, Strategic, 10, Some(MetricId::ReopenRate);
"Transfers per solved request", "Transferts par demande résolue";
"Through how many hands did it go?", "Par combien de mains est-elle passée\u{202f}?";
"Transfers up to the first solution, per request first solved in the period.",
"Transferts jusqu’à la première résolution, par demande résolue pour la première fois dans la période.";
"If it rises, we look at who may decide what.",
"S’ils augmentent, nous regardons qui peut décider de quoi." }

record! { REPETITIONS = Repetitions, PerCase, Lower, Quality, Strategic, 10, Some(MetricId::Transfers);
"Times a customer had to repeat", "Répétitions demandées au client";
"Did you have to say it again?", "Avez-vous dû vous répéter\u{202f}?";
"How often the customer had to say it again, as reviewers counted (0, 1, 2, 3 or more), per reviewed conversation. A person’s judgement; texts are not compared.",
"Combien de fois le client a dû se répéter, d’après les évaluateurs (0, 1, 2, 3 ou plus), par conversation évaluée. Un jugement humain\u{202f}; les textes ne sont pas comparés.";
"If it rises, we look at what gets lost when a conversation changes hands.",
"Si elles augmentent, nous regardons ce qui se perd quand une conversation change de mains." }
