//! Gentle advice on a checklist that is sound: nothing here refuses a file.

use crate::both;
use crate::domain::checklist::{Checklist, Item};
use crate::words::{Bilingual, Lang};

/// Above this many items a review takes longer than people give it.
const MANY_ITEMS: usize = 40;
/// Items that one piece of advice names.
const NAMED: usize = 5;

/// Words about a person where a checklist should name an act that one can see.
const CHARACTER_EN: [&str; 19] = [
    "honest",
    "honesty",
    "sincere",
    "sincerity",
    "optimistic",
    "optimism",
    "pessimistic",
    "motivated",
    "motivation",
    "enthusiastic",
    "enthusiasm",
    "passionate",
    "common sense",
    "attitude",
    "mindset",
    "personality",
    "temperament",
    "good-natured",
    "lazy",
];
const CHARACTER_FR: [&str; 26] = [
    "honnête",
    "honnêtes",
    "honnêteté",
    "sincère",
    "sincères",
    "sincérité",
    "optimiste",
    "optimistes",
    "optimisme",
    "pessimiste",
    "motivé",
    "motivée",
    "motivés",
    "motivation",
    "enthousiaste",
    "enthousiasme",
    "passionné",
    "passionnée",
    "bon sens",
    "attitude",
    "état d'esprit",
    "personnalité",
    "tempérament",
    "paresseux",
    "paresseuse",
    "bon caractère",
];
/// Joints that begin a second statement. A bare *and* is left alone: "name and order number" is one idea.
const JOINTS_EN: [&str; 6] = ["; ", " and was ", " and were ", " and did ", " and had ", " and also "];
const JOINTS_FR: [&str; 6] = [" ; ", " et a ", " et ont ", " et était ", " et étaient ", " et aussi "];

/// Advice for whoever edits a checklist, in the order of its weight.
pub fn advice(list: &Checklist) -> Vec<Bilingual> {
    let mut advice = Vec::new();
    for item in &list.items {
        let id = &item.id;
        if let Some(word) = first_in(item, [&CHARACTER_EN, &CHARACTER_FR], has_word) {
            advice.push(both!(
                "`{id}` judges character (“{word}”); say what one can see in the conversation instead",
                "`{id}` juge le caractère («\u{202f}{word}\u{202f}»)\u{202f}; dites plutôt ce qu’on voit dans la conversation"
            ));
        }
        if let Some(joint) = first_in(item, [&JOINTS_EN, &JOINTS_FR], |text, joint| text.contains(joint)) {
            let joint = joint.trim();
            advice.push(both!(
                "`{id}` seems to hold two ideas (“{joint}”); two items are easier to answer",
                "`{id}` semble contenir deux idées («\u{202f}{joint}\u{202f}»)\u{202f}; deux points se jugent plus facilement"
            ));
        }
    }
    let bare = list.items.iter().filter(|item| item.guidance == Bilingual::default()).collect::<Vec<_>>();
    if !bare.is_empty() {
        let Bilingual { en, fr } = named(&bare);
        advice.push(both!("no guidance on how to decide: {en}", "sans consigne pour décider\u{a0}: {fr}"));
    }
    if list.items.iter().all(|item| item.na.is_none()) {
        advice.push(Bilingual::fixed(
            "no item accepts n/a; where an item cannot apply, a forced yes or no blurs the score",
            "aucun point n’accepte n/a\u{202f}; quand un point ne s’applique pas, un oui ou un non forcé brouille le score",
        ));
    }
    let n = list.items.len();
    if n > MANY_ITEMS {
        advice.push(both!(
            "{n} items are many; above {MANY_ITEMS}, people stop reading them",
            "{n} points, c’est beaucoup\u{202f}; au-delà de {MANY_ITEMS}, on ne les lit plus"
        ));
    }
    advice
}

/// The first of the words that an item's text has, English first.
fn first_in(item: &Item, words: [&[&'static str]; 2], has: fn(&str, &str) -> bool) -> Option<&'static str> {
    [Lang::En, Lang::Fr].into_iter().zip(words).find_map(|(lang, words)| {
        let text = item.text.get(lang).to_lowercase().replace('’', "'").replace(['\u{a0}', '\u{202f}'], " ");
        words.iter().find(|word| has(&text, word)).copied()
    })
}

/// Whether a text has a word, or words in a row, with nothing else of a word around.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn named(items: &[&Item]) -> Bilingual {
    let first = items.iter().take(NAMED).map(|item| item.id.as_str()).collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(NAMED) {
        0 => Bilingual::same(first),
        n => both!("{first} and {n} more", "{first} et {n} de plus"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, template};
    use super::*;

    fn sample() -> Checklist {
        parse(template(Lang::En), &|_| None).unwrap()
    }

    fn about(en: &'static str, fr: &'static str) -> Vec<String> {
        let mut list = sample();
        list.items[0].text = Bilingual::fixed(en, fr);
        advice(&list).into_iter().map(|it| it.en.into_owned()).collect()
    }

    #[test]
    fn acts_need_no_advice() {
        for (en, fr) in [
            ("The name and the order number were used", "Le nom et le numéro de commande ont été cités"),
            ("The reply is at most 500 characters", "La réponse tient en 500 caractères"),
            ("A dishonestly low price was corrected", "Un prix faussé a été corrigé"),
        ] {
            assert_eq!(about(en, fr), Vec::<String>::new());
        }
    }

    #[test]
    fn character_is_noticed_in_either_language() {
        assert_eq!(
            about("I was honest", "J’ai tout dit"),
            ["`resolved` judges character (“honest”); say what one can see in the conversation instead"]
        );
        assert!(about("Common sense was used", "x")[0].contains("common sense"));
        assert!(about("x", "L’état d’esprit était bon")[0].contains("état d'esprit"));
        assert!(about("x", "J’ai été optimiste")[0].contains("optimiste"));
    }

    #[test]
    fn two_ideas_are_noticed() {
        assert!(about("It was solved and was fast", "x")[0].contains("two ideas (“and was”)"));
        assert!(about("x", "Le client a été salué et a été remercié")[0].contains("two ideas (“et a”)"));
    }

    #[test]
    fn the_whole_list_is_looked_at() {
        let mut list = sample();
        let first = list.items[0].clone();
        list.items = (0..41)
            .map(|n| Item { id: format!("n{n}"), guidance: Bilingual::default(), ..first.clone() })
            .collect();
        let told = advice(&list).into_iter().map(|it| it.en.into_owned()).collect::<Vec<_>>();
        assert_eq!(told[0], "no guidance on how to decide: n0, n1, n2, n3, n4 and 36 more");
        assert!(told[1].starts_with("no item accepts n/a"));
        assert!(told[2].starts_with("41 items are many"));
        assert_eq!(told.len(), 3);
    }
}
