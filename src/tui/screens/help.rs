//! What each screen is for, in one sentence: the head of its help.

use crate::tui::action::Place;
use crate::words::Bilingual;

/// The sentence of a place.
pub const fn purpose(place: Place) -> Bilingual {
    match place {
        Place::Today | Place::Everywhere => Bilingual::fixed(
            "Today says what is best done now: the next conversation of your sample, and drafts to finish.",
            "Aujourd’hui dit ce qu’il y a de mieux à faire\u{202f}: la prochaine conversation de votre échantillon, et les brouillons à terminer.",
        ),
        Place::Conversations => Bilingual::fixed(
            "Conversations lists everything that was imported: filter it, read in it, open your review.",
            "Conversations montre tout ce qui a été importé\u{202f}: filtrez, lisez, ouvrez votre évaluation.",
        ),
        Place::Review => Bilingual::fixed(
            "Review is where you answer the checklist, beside the conversation. Every answer is saved at once.",
            "Évaluation\u{202f}: répondez à la liste de contrôle, à côté de la conversation. Chaque réponse est enregistrée aussitôt.",
        ),
        Place::Compare => Bilingual::fixed(
            "Compare lays your answers beside a colleague’s. You talk about what differs; both originals stay.",
            "Comparer met vos réponses à côté de celles d’un collègue. Vous parlez des écarts\u{202f}; les deux originaux restent.",
        ),
        Place::Me => Bilingual::fixed(
            "Me shows what your own sealed reviews say, to you alone.",
            "Moi montre ce que disent vos propres évaluations scellées, à vous seul.",
        ),
        Place::Team => Bilingual::fixed(
            "Team shows what agents chose to submit, as figures that no single person can be read from, and what to do about them.",
            "Équipe montre ce que les conseillers ont choisi de remettre, en chiffres où personne ne se reconnaît, et ce qu’il y a à en faire.",
        ),
        Place::Goals => Bilingual::fixed(
            "Goals shows what the team or you set out to reach, how far the path is, and what was promised for this week.",
            "Objectifs montre ce que l’équipe ou vous visez, où en est le chemin, et ce qui est promis pour cette semaine.",
        ),
        Place::Checklists => Bilingual::fixed(
            "Checklists shows what is checked, how to decide, and why it matters.",
            "Listes montre ce que l’on vérifie, comment décider, et pourquoi c’est important.",
        ),
    }
}
