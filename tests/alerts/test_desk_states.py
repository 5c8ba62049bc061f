"""States and plans told in any words: whom it is about comes first, then whatever halts it, takes it up, denies, ends or awaits that."""

from datetime import date

import pytest

from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core.values import Provision

TODAY = date(2026, 11, 22)


def named(sentence: str, language: str, path: str = "", before: str = "") -> list[tuple[str, str]]:
    """What is named on a page of one sentence below its headings, perhaps behind another one."""
    texts = [before, sentence] if before else [sentence]
    provisions = [Provision(f"p:{number}", path, text) for number, text in enumerate(texts)]
    found = audit(provisions, language, bundled(), TODAY, path.partition(" › ")[0])
    return [(each.problem, each.text) for each in found if each.sentence == sentence]


def rules(sentence: str, language: str, path: str) -> list[str]:
    """The rules by which something is named in a sentence below its headings."""
    found = audit([Provision("p", path, sentence)], language, bundled(), TODAY)
    return [each.rule.id for each in found if each.rule]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Gaza › Asile", "Les demandes ne bougent plus au CGRA."),
        ("fr", "Gaza › Asile", "Aucune date de reprise n'a été donnée par le CGRA."),
        ("fr", "Syriens › CGRA", "La reprise des dossiers est annoncée pour bientôt."),
        ("fr", "Syriens › CGRA", "Le gel des dossiers n'a pas encore été levé."),
        ("fr", "Soudan › Décisions du CGRA", "Suspendues"),
        ("nl", "Rusland › Asiel", "Het CGVS houdt alle verzoeken tegen."),
        ("nl", "Rusland › Asiel", "Voorlopig krijgt niemand een beslissing."),
        ("nl", "Syrië › Asiel", "Hun dossiers liggen in de koelkast bij het CGVS."),
        ("nl", "Syrië › Asiel", "Verzoeken worden pas weer bekeken als het CGVS groen licht geeft."),
    ],
)
def test_files_that_are_handled_again_are_named_where_they_are_told_to_stand_still(language, path, sentence):
    assert [problem for problem, _ in named(sentence, language, path)] == ["superseded"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La suspension a été levée."),
        ("fr", "Le CGRA traite normalement les demandes d'asile."),
        ("fr", "Vous aurez une décision du CGRA en quelques mois."),
        ("nl", "De bevriezing is opgeheven."),
        ("nl", "Het CGVS behandelt de dossiers zoals alle andere."),
    ],
)
def test_files_that_stand_still_are_named_where_they_are_told_to_be_handled(language, sentence):
    path = {"fr": "Ukraine › Dossiers d'asile", "nl": "Oekraïne › Asieldossiers"}[language]
    assert [problem for problem, _ in named(sentence, language, path)] == ["superseded"]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Gaza › Asile", "Les dossiers ne sont pas gelés."),
        ("fr", "Gaza › Asile", "La suspension n'a duré que deux mois."),
        ("fr", "Gaza › Asile", "Si le CGRA suspend un jour ces dossiers, nous l'écrirons ici."),
        ("fr", "Syrie › Asile", "Les dossiers, gelés pendant onze mois, sont repris un à un."),
        ("fr", "Syrie › Asile", "À l'époque, le CGRA ne prenait plus de décision."),
        ("fr", "Ukraine › Asile", "On ignore quand le CGRA reprendra les dossiers."),
        ("nl", "Syrië › Asiel", "De bevriezing van december 2024 is voorbij: het CGVS beslist weer."),
        ("nl", "Syrië › Asiel", "Het CGVS kan dossiers uit een bepaald land tijdelijk opschorten."),
        ("nl", "Oekraïne › Asiel", "Het CGVS beslist niet over deze dossiers."),
    ],
)
def test_what_is_ended_past_supposed_or_right_is_left_alone(language, path, sentence):
    assert named(sentence, language, path) == []


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Gaza › Visas", "Les visas ne sont plus délivrés."),
        ("fr", "Syrie › Asile", "Les retours forcés sont suspendus."),
        ("fr", "Asile en Allemagne › Syrie", "Les dossiers syriens sont gelés."),
        ("fr", "Syrie › Asile", "Le CGRA a suspendu les dossiers afghans."),
        ("nl", "Gaza › Asiel", "De postbedeling ligt stil."),
        ("nl", "Oekraïne › Asiel", "De gemeente behandelt uw aanvraag binnen de maand."),
    ],
)
def test_what_stands_still_elsewhere_or_is_another_thing_is_left_alone(language, path, sentence):
    assert named(sentence, language, path) == []


@pytest.mark.parametrize(
    ("language", "sentence", "wrong"),
    [
        ("nl", "Het CGVS behandelt opnieuw de dossiers van Soedanezen; voor Oekraïners is dat niet zo.", []),
        ("nl", "Anders dan voor Gaza zijn de dossiers van Oekraïners nog altijd bevroren.", []),
        ("nl", "Bevroren dossiers op dit moment: Syrië en Oekraïne.", ["cgra-syrie"]),
        ("fr", "Les dossiers ukrainiens et soudanais sont gelés au CGRA.", ["cgra-soudan"]),
    ],
)
def test_of_several_countries_each_has_a_state_of_its_own(language, sentence, wrong):
    assert rules(sentence, language, "Asiel") == wrong


@pytest.mark.parametrize(
    ("language", "path", "before", "answer", "wrong"),
    [
        ("nl", "Syrië", "Neemt het CGVS nu beslissingen?", "Neen, op dit ogenblik niet.", True),
        ("nl", "Syrië", "Neemt het CGVS nu beslissingen?", "Ja.", False),
        ("fr", "Asile", "Quels dossiers sont à l'arrêt au CGRA ?", "Ceux de Syrie.", True),
        ("fr", "Gaza › La suspension au CGRA", "", "Elle reste en place.", True),
    ],
)
def test_an_answer_says_what_was_asked_or_denies_it(language, path, before, answer, wrong):
    assert bool(named(answer, language, path, before)) is wrong


def test_a_state_that_is_only_hinted_at_is_not_named_beside_one_that_is_told():
    plain, hint = "Les dossiers syriens sont gelés au CGRA.", "Personne n'est convoqué."
    assert named(hint, "fr", "Asile › Syrie")
    assert not named(hint, "fr", "Asile › Syrie", plain)


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Loi accueil › Article 2", "La loi accueil ne connaît pas la place Dublin."),
        ("fr", "Loi accueil › Article 2", "Un 15° devrait y être inséré."),
        ("fr", "Loi accueil › Article 4, § 1er", "La liste s'arrête au 5°."),
        ("nl", "Opvangwet › Open terugkeerplaats", "Een definitie ontbreekt vooralsnog."),
        ("nl", "Opvangwet › Artikel 4", "Het parlement moet nog stemmen over het 6°."),
    ],
)
def test_what_a_law_has_is_named_where_it_is_told_to_lack_it(language, path, sentence):
    assert [problem for problem, _ in named(sentence, language, path)] == ["announced"]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Loi accueil › Article 2", "Avant 2024, la loi accueil ne connaissait pas la place Dublin."),
        ("fr", "Loi accueil › Article 2", "Le projet de loi sur les places Dublin a été voté en 2024."),
        ("fr", "Loi accueil › Article 6", "L'article 6 n'a pas de 5°."),
        ("nl", "Opvang in Luxemburg › Vergelijking", "Dublinplaatsen bestaan er niet."),
        ("nl", "Opvangwet › Nieuws", "Het wetsontwerp over de woonstbetredingen ligt nog in het parlement."),
    ],
)
def test_what_a_law_lacked_once_or_another_one_lacks_is_left_alone(language, path, sentence):
    assert named(sentence, language, path) == []


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Ukraine › Durée", "La protection temporaire est prolongée jusqu'au 4 mars 2028."),
        ("fr", "Ukraine › Durée", "Le Conseil a décidé de maintenir le statut au-delà du 4 mars 2027."),
        ("nl", "Oekraïne › Einde", "Uw kaart A blijft ook na 4 maart 2027 geldig."),
        ("fr", "Ukraine › Proposition", "Le texte du 26 juin 2026 est désormais obligatoire."),
        ("nl", "Oekraïne › Voorstel COM(2026) 345", "De Raad heeft het voorstel goedgekeurd."),
    ],
)
def test_what_nobody_decided_is_named_where_it_is_told_as_law(language, path, sentence):
    assert [problem for problem, _ in named(sentence, language, path)] == ["announced"]


@pytest.mark.parametrize(
    ("language", "path", "sentence"),
    [
        ("fr", "Ukraine › Durée", "La protection serait prolongée jusqu'au 4 mars 2028 si le Conseil le veut."),
        ("fr", "Ukraine › Logement", "Votre bail court jusqu'au 4 mars 2028."),
        ("fr", "Ukraine › Durée", "Rien ne garantit que la protection continuera après le 4 mars 2027."),
        ("nl", "Oekraïne › Voorstel", "Het voorstel van 26 juni 2026 treedt pas in werking als de Raad het goedkeurt."),
        ("nl", "Oekraïne › Verlenging", "Het statuut dat op 4 maart 2026 zou aflopen, is verlengd tot 4 maart 2027."),
    ],
)
def test_what_is_only_possible_or_decided_indeed_is_left_alone(language, path, sentence):
    assert named(sentence, language, path) == []


def test_an_act_that_is_adopted_is_no_mere_proposal_though_states_have_yet_to_follow():
    path = "Permis unique › Directive"
    assert named("La directive 2024/1233 n'est encore qu'une proposition.", "fr", path)
    assert not named("La directive 2024/1233 n'est pas encore transposée en Belgique.", "fr", path)


def test_the_embassy_that_opened_again_is_named_where_it_is_told_to_be_shut():
    path = "Ukraine › L'ambassade de Belgique à Kyiv"
    assert named("Elle n'accueille plus personne.", "fr", path)
    assert not named("L'ambassade à Kyiv est fermée le samedi.", "fr", path)
    assert not named("Le consulat à Lviv reste fermé.", "fr", path)


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("The Belgian embassy in Kyiv is closed.", "superseded"),
        ("The embassy in Kyiv is not receiving anybody; go to Warsaw.", "superseded"),
        ("The reception act does not mention Dublin places yet.", "announced"),
        ("The proposal of 26 June 2026 on temporary protection for Ukraine is in force.", "announced"),
        ("The CGRS is not deciding on files from Gaza.", "superseded"),
    ],
)
def test_english_pages_are_read_alike(sentence, problem):
    assert [named_as for named_as, _ in named(sentence, "en")] == [problem]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Belgian embassy in Kyiv reopened in July 2022.",
        "Article 4 of the reception act has had a 6° since 2025.",
        "The proposal of 26 June 2026 on temporary protection for Ukraine must still be adopted.",
        "The CGRS has resumed the files from Gaza.",
    ],
)
def test_what_english_pages_tell_rightly_is_left_alone(sentence):
    assert named(sentence, "en") == []
