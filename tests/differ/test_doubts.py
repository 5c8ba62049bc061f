"""A reading that could be made but cannot be believed is a doubt of the fitting kind; news is none."""

import pytest

from core.values import Dates, Doubt, Provision, Version
from differ.doubts import doubt_of_reading
from differ.extract.language import foreign, plainly_in

FRENCH = [
    f"La demande numéro {number} est introduite auprès de l'administration communale du lieu de résidence, où elle est enregistrée."
    for number in range(1, 13)
]
DUTCH = [
    f"De aanvraag nummer {number} wordt ingediend bij het gemeentebestuur van de verblijfplaats en geregistreerd."
    for number in range(1, 13)
]
MENU = [f"Rubrique {number} du menu" for number in range(30)]


def version(*texts: str, root: str = "main", title: str = "", firm: bool = False) -> Version:
    provisions = (Provision(f"p{number}", "Titre", text, firm) for number, text in enumerate(texts))
    return Version("html/1", tuple(provisions), title, "fr", root)


def kind(doubt: Doubt | None) -> str | None:
    return doubt and doubt.kind.value


LAST = version(*FRENCH)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (LAST, None),
        (version(*FRENCH, root="body"), None),
        (version("La redevance est de 150 euros.", *FRENCH), None),
        (version(*(text.replace("demande", "requête") for text in FRENCH)), None),
        (version(*FRENCH[:6]), None),
        (version(*FRENCH[:5]), "collapsed"),
        (version(*MENU[:12]), "collapsed"),
        (version("Art. 12.", "(Abrogé)"), None),
        (version(*MENU, *FRENCH), "collapsed"),
        (version(*FRENCH, *MENU[:3], root="body"), "collapsed"),
        (version(*FRENCH, *MENU[:3]), None),
        (version(*FRENCH, *MENU[:3], root=""), None),
        (version(*DUTCH), "language"),
        (version(*FRENCH[:9], *DUTCH[:3]), None),
        (version(*FRENCH[:11], FRENCH[11].replace("è", "Ã¨", 1)), "encoding"),
        (version(*FRENCH[:11], FRENCH[11].replace("é", "?", 1)), "encoding"),
        (version(*FRENCH[:11], FRENCH[11].replace("’", "\u0092").replace("'", "\u0092")), "encoding"),
        (version(*FRENCH[:11], "Qui peut demander un séjour ?"), None),
        (version(*FRENCH[:11], "Quoi?Non, voir https://exemple.be/a?b=c et /x?y."), None),
        (version("La page que vous cherchez n'existe pas.", title="Page non trouvée"), "error"),
        (version("Nous revenons bientôt.", title="Maintenance"), "error"),
        (version("You don't have permission to access this page.", title="Access denied"), "blocked"),
        (version(*FRENCH, title="Maintenance"), None),
    ],
)
def test_a_reading_beside_the_last_version(after: Version, expected: str | None) -> None:
    assert kind(doubt_of_reading(LAST, after, language="fr")) == expected


@pytest.mark.parametrize("lost", ["d?j? re?u", "??????? ??????? ???"])
def test_accents_that_became_question_marks_are_doubted_on_first_sight(lost: str) -> None:
    texts = [f"L'?tranger a {lost} une d?cision de r?gularisation." for _ in range(3)]
    assert kind(doubt_of_reading(None, version(*texts), language="fr")) == "encoding"


def test_an_indexation_of_every_amount_is_no_collapse() -> None:
    before, after = ([f"{fee + more} €" for fee in range(100, 120)] for more in (0, 7))
    assert doubt_of_reading(version(*before, firm=True), version(*after, firm=True), language="fr") is None


def test_a_law_that_lost_most_of_its_articles_is_collapsed_although_its_page_is_whole() -> None:
    articles = [f"L'article {number} fixe la procédure." for number in range(200)]
    before, after = version(*articles, firm=True), version(*articles[:90], firm=True)
    assert kind(doubt_of_reading(before, after)) == "collapsed"


def test_items_of_a_listing_come_and_go_but_their_place_stays() -> None:
    known = version(*FRENCH, root=".teaser")
    assert doubt_of_reading(known, version(*MENU, root=".teaser"), listing=True) is None
    assert doubt_of_reading(known, version(*FRENCH[:3], root="links"), listing=True) is None
    assert kind(doubt_of_reading(known, version(*MENU, *FRENCH, root="links"), listing=True)) == "collapsed"


def test_fewer_than_expected_is_collapsed_even_at_first_sight() -> None:
    assert kind(doubt_of_reading(None, version(*FRENCH), minimum=13)) == "collapsed"
    assert kind(doubt_of_reading(LAST, LAST, minimum=13)) == "collapsed"


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (FRENCH, "fr"),
        (DUTCH, "nl"),
        ([*FRENCH[:6], *DUTCH[:6]], None),
        (["150 €", "200 €", "Bruxelles"], None),
        (
            ["The applicant shall lodge the application with the municipality where he or she resides within thirty days of arrival."] * 4,
            "en",
        ),
        (["Der Antrag wird bei der Gemeindeverwaltung des Wohnortes eingereicht und innerhalb von dreißig Tagen beantwortet."] * 4, "de"),
    ],
)
def test_a_language_is_told_where_nearly_all_of_the_text_is_in_it(texts: list[str], language: str | None) -> None:
    assert plainly_in(texts) == language
    assert foreign(texts, "fr") == (language if language != "fr" else None)


@pytest.mark.parametrize(
    ("language", "left"),
    [
        ("fr", ["[1 Abrogé]1"]),
        ("fr", ["Art. 12. Abrogé par la loi du 3 mai 2019."]),
        ("fr", ["Art. 12.", "[1 Cet article est abrogé.]1"]),
        ("fr", ["[1 Annulé par l'arrêt n° 12/2019 de la Cour constitutionnelle]1"]),
        ("fr", ["Art. 12. ABROGE"]),
        ("nl", ["[1 Opgeheven]1"]),
        ("nl", ["Art. 12. (Vervallen)"]),
        ("nl", ["Art. 12.", "Dit artikel wordt opgeheven."]),
        ("nl", ["[1 Vernietigd bij arrest nr. 12/2019 van het Grondwettelijk Hof]1"]),
    ],
)
def test_a_text_that_says_that_it_is_repealed_did_not_collapse(language: str, left: list[str]) -> None:
    after = Version("html/1", tuple(Provision(str(number), "Art. 12", text) for number, text in enumerate(left)), language=language)
    assert doubt_of_reading(LAST if language == "fr" else version(*DUTCH), after) is None


@pytest.mark.parametrize(
    "left",
    [["Chargement en cours"], FRENCH[:2], ["(Abrogé)", FRENCH[0]], ["Les règles abrogées se trouvent dans un autre texte de ce site."]],
)
def test_a_page_that_is_half_loaded_collapsed_whatever_was_repealed_before(left: list[str]) -> None:
    assert kind(doubt_of_reading(version("(Abrogé)", *FRENCH), version(*left))) == "collapsed"


def test_an_article_that_an_amending_law_rewrote_in_short_did_not_collapse() -> None:
    note = Dates(in_force="2026-01-01", applies="2026-01-01")
    rewritten = Version("html/1", (Provision("p0", "Art. 12", "Le centre décide.", dates=note),), language="fr")
    assert doubt_of_reading(LAST, rewritten) is None
    assert kind(doubt_of_reading(Version("html/1", (*LAST.provisions, *rewritten.provisions), language="fr"), rewritten)) == "collapsed"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (version(*MENU, *FRENCH), None),
        (version(*FRENCH, *MENU[:3], root="body"), None),
        (
            version(
                *(f"Notre équipe répond à votre question numéro {number}, le matin comme le soir, à nos bureaux." for number in range(12))
            ),
            None,
        ),
        (
            version(
                " ".join(f"Notre équipe répond à la question {number} de ceux qui viennent nous voir au bureau." for number in range(12))
            ),
            None,
        ),
        (version(*FRENCH[:5]), "collapsed"),
        (version("Chargement en cours"), "collapsed"),
        (
            version(
                *(f"Autre texte numéro {number}, que personne ne connaît encore, sur bien des choses." for number in range(12)), root="body"
            ),
            "collapsed",
        ),
    ],
    ids=["grown", "in another element", "rewritten", "rewritten in one paragraph", "cut", "loading", "other words in another element"],
)
def test_a_page_of_ours_is_rewritten_by_those_who_are_told(after: Version, expected: str | None) -> None:
    assert kind(doubt_of_reading(LAST, after, language="fr", own=True)) == expected


def test_each_doubt_says_what_happened_to_the_text() -> None:
    def reason(after: Version) -> str:
        doubt = doubt_of_reading(LAST, after)
        assert doubt is not None
        return doubt.reason

    assert reason(version(*FRENCH[:5])).startswith("of the 12 provisions of the last version 5 were found again;")
    assert reason(version(*MENU, *FRENCH)).startswith("30 provisions are new beside the 12 of the last version;")
    assert reason(version(*FRENCH, *MENU[:3], root="body")).startswith("the content stood in “main”, now in “body”, and its text differs;")
