//! Words that tell names from ordinary language, in both languages, folded.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Never a name by themselves: words that begin sentences, greetings, titles, days, places in a company. Someone who
/// is called so is still found beside the rest of the name.
const NEVER: &str = "
a about above access account accounts across action actually add address admin administrator after again agent ago ah all
almost alone already also although always am america american among an and android another any anybody anyone anything
anyway apart apparently apple apps april are around as ask assistance assistant at august australian autumn available away
back bank because been before being below best better between big billing bot both boss brother bug bugs business but by
bye call calls can canadian cannot canceled cancelled care case chat check chinese client clients close cloud code come
company computer contact correct could crash customer customers dad data date day days dear december default delete
delivery desk details did do does doctor doing done dont down dr due during dutch each either else email emails end
english enough error errors even evening ever every everybody everyone everything exactly excellent expert experts explain
family fax february few file files fine finally first folder folders follow following for forum free french friday friend
friends from front fully general gentleman gentlemen german get getting give go going gone good great guy guys had has have
having he hello help helpdesk her here hers hey hi him his hmm hotmail gmail yahoo outlook orange wanadoo google how however
i id if im immediately in inbox indeed india indian info information install instead international internet into iphone is
issue issues it italian its ive january japanese july june just kind kindly know ladies lady last lately later least let
lets like linux little live local log login look looking lot love ma maam madam mail mails make manager many march
maybe me mean member message messages microsoft might mind mine miss mister moderator moment monday money more morning
most mother mr mrs ms mum mom much must my myself name near need neither never new next night no nobody none nope noreply
nor not note nothing november now number october of off office ok okay old on once one ones only onto open or order
other others our ours out over own owner page parcel partner password per perhaps person phone please pm point polish
portuguese possible post problem problems product profile question questions quick quite rather re read really regarding
regards reply report request right russian safe sales same saturday save say see seems sender sent september server
service services set settings several shall she shipping should show since sir sirs sister so social some somebody someone
something sometimes son soon sorry spanish spring staff start still stop store student subject such summer sunday super
support sure swiss system tab team teams tech technical tell test than thank thanks that the their them then there
therefore these they thing things think this those though through thunderbird firefox mozilla thursday till time times to
today together tomorrow too try trying tuesday twice under unfortunately until unsubscribe up update upon urgent us use user
username users using valued version very via volunteer volunteers wait was way we web webmaster website wednesday week
weekend welcome well were what whatever when whenever where whether which while who whole whom whose why windows wish with
within without wonder wonderful word work working world worse would wow write wrong year years yep yes yesterday yet you your
yours yourself zero
abord absolument acces accueil actuellement adresse afin ai aide aider ailleurs ainsi alors amicalement ami amis an ancien annee
anglais anonyme aout apparemment appel apres assistance assurance au aucun aucune aujourd aujourdhui auparavant aussi
autre autres aux avant avec avez avoir avons ayant bas beau beaucoup belge belle bien bientot bon bonjour bonne bonsoir bref
bureau ca car carte cas ce ceci cela celle celui ces cet cette ceux chacun chaque cher chere cheres chers chez ci cliente
clientele client clients code collegue collegues combien comme comment commande compte comptes concernant conseiller
conseillere contact contre cordialement cordiales correctement coucou courrier d dans de debut deja demain depuis dernier
derniere des desole desolee desormais dessous deux devant dimanche dire dites dois doit donc dont du elle elles en
encore enfin ensuite entre envoi envoye equipe erreur es est et etait etant ete etes etre eu eux evidemment excellent
excellente fait faire faites faut fin forum fr francais francaise france gens grace gros heure heures hier hormis ici il ils
impossible j jamais janvier je jeudi joint jour journee jours juillet juin jusqu jusque l la laquelle le lequel les lesquels leur
leurs livraison logiciel lors lorsque lui lundi ma madame mademoiselle mai maintenant mais malgre malheureusement mardi
mars matin mauvais me meilleur meilleure meilleures meme mercredi merci mercis mes mesdames messieurs message
messagerie messages mieux mlle mme moi moins mois mon monde monsieur mot n nb ne ni non nom normalement nos notre nous nouveau
nouveaux nouvel nouvelle novembre numero objet octobre oh on or ou oui outre par parce parfait parfois partir pas pendant
personne personnel petit petite peu peut plus plusieurs pour pourquoi pourriez pourtant pouvez premier premiere prenom pres
presque probleme problemes puis puisque qu quand quant que quel quelle quelles quelqu quelque quelques quels qui quoi
rapidement re recherche relation reponse retour rien s sa salut salutations samedi sans sauf se selon semaine septembre
sera serait serveur service ses seulement si sinceres sincerement site soir soiree soit sommes son sont souci sous suis suite
suivant super sur surtout svp ta tant tard te tel telle tellement temps tes toi ton toujours tous tout toute toutefois
toutes tres trois trop tu un une urgent utilisateur va vendredi vers veuillez via voici voila voir vos votre vous vraiment
vu y
ah all do el der den die das dem von van ter ten del della di da dos und le los las bin ibn abu st ste
";

/// Names that are also words: names only where they begin with a capital letter.
const SOMETIMES: &str = "
abel aimee alba amber ambre ange angel april archer aris art aurore autumn avril baker banks bell bella berger
beth bill bishop black blanc blanche blue bob bond bonnet boulanger brook brooks brown brun bush butler candy carole
carpenter carter cerise chance charity chase cherry chevalier chip clair claire clay clement clemence cliff cole colin colombe
constance constant cook cooper crystal daisy dale dawn dean desire diamond dick dolly don drew duke dune eden
earl faith fabrice field fields fisher fleur flora florian fontaine ford forest foster fountain france frank francs franc gardener
gay gene ginger glen golden grace grant grand gray green grey guy hall harmony harper hazel heath heaven henri hill
holly honey hope hunter iris isle ivory ivy jack jade jasmine jasmin jay jean jewel joy joyeux june juste justice kay king kit
knight lake lance lane lang lauren leroi levy lily lise long loup luce lucky lune mac major maire marchand marguerite marie
marin marina marine mark marks marshall mason max may melody merle mercer mercy meunier miles mille miller misty modeste moulin
nat neige nick noel noir nova oak ocean olive olivier opal page paris park parker parks parsons pascal pasteur pat patience
pearl penny perle petit pierre pike piper pitt pleasant poole pope porter price prince prudence queen rain ray rayon rebel reed
reeves reine remi rich river rivers rivet rob robin roche rocky rod rose rosier rouge roux roy ruby rue rusty sage
sandy savannah scout serge shepherd short sky skip smith snow solange sonny star stone storm sue summer summers sunny
swan tailor taylor temple terry tony trace trinity turner val valentin van victoire vigne ville violet violette virginie wade
walker ward waters weaver webb wells west white will willow winter wolf wood woods wren young
";

static NEVER_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NEVER.split_whitespace().collect());
static SOMETIMES_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SOMETIMES.split_whitespace().collect());

/// Whether a folded word is never a name.
pub(super) fn never(word: &str) -> bool {
    NEVER_WORDS.contains(word) && !SOMETIMES_WORDS.contains(word)
}

/// Whether a folded word is a name only where it begins with a capital letter.
pub(super) fn sometimes(word: &str) -> bool {
    SOMETIMES_WORDS.contains(word)
}
