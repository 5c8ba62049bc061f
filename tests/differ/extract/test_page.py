"""HTML pages: the content under its headings, whole, and nothing of the site around it."""

from collections.abc import Callable

import pytest

from core.values import Doubt, IncidentKind, Provision, Version
from differ.extract import extractor, read

Read = Callable[..., Version]


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


def test_only_the_content_is_read(page: Read) -> None:
    words = " ".join(texts(page("dofi.html")))
    for noise in ("cookies", "Nederlands", "Accueil", "NL", "SPF", "caché", "commentaire", "Votre avis", "Voir aussi", "form-x1"):
        assert noise not in words


def test_a_glossary_word_stays_and_its_tooltip_goes(page: Read) -> None:
    assert "Pourquoi payer une redevance ?" in texts(page("dofi.html"))


def test_a_value_split_by_inline_markup_is_one_value_and_a_break_is_a_space(page: Read) -> None:
    assert "Le montant est de 1.000,50 € dès le 1er janvier : voir ci-dessous." in texts(page("dofi.html"))


def test_headings_give_the_path(page: Read, by_path: Callable[[Version], dict[str, Provision]]) -> None:
    paths = by_path(page("dofi.html"))
    assert paths["Redevance › Qui est exempté › Comment payer ? › À l'étranger"].text == "À l'ambassade."
    assert paths["Redevance › Qui est exempté › Remboursement"].text == "Aucun remboursement."
    assert paths["Redevance › Montants"].firm is False


def test_nested_items_are_provisions_of_their_own(page: Read) -> None:
    found = texts(page("dofi.html"))
    assert "Les enfants de moins de 18 ans" in found
    assert "sauf s'ils travaillent" in found


def test_the_folded_part_of_an_accordion_is_content_and_its_button_a_heading(
    page: Read, by_path: Callable[[Version], dict[str, Provision]]
) -> None:
    assert "Trente jours." in texts(page("dofi.html"))
    assert "Redevance › Délai" in by_path(page("dofi.html"))


def test_the_title_outside_the_content_is_kept(page: Read) -> None:
    version = page("cgra.html")
    assert texts(version) == [
        "Reprise des décisions",
        "Situation",
        "Le traitement reprend le 1 novembre 2025.",
        "Les demandes en attente",
    ]
    assert version.title == "Reprise des décisions"


def test_a_bold_line_is_a_heading_whatever_its_tag(page: Read, by_path: Callable[[Version], dict[str, Provision]]) -> None:
    assert "Reprise des décisions › Situation" in by_path(page("cgra.html"))


def test_content_beside_a_small_article_is_not_lost(page: Read) -> None:
    body = (
        b"<html><body><main><article><p>Bref.</p></article><p>"
        + b"Une longue regle qui compte pour tous. " * 5
        + b"</p></main></body></html>"
    )
    assert len(texts(page(body, language="fr"))) == 2


def test_a_page_within_one_form_is_read(page: Read) -> None:
    body = "<html><body><form id='aspnetForm'><h1>Titre</h1><p>Le délai est de trente jours ouvrables.</p></form></body></html>".encode()
    assert texts(page(body, language="fr")) == ["Titre", "Le délai est de trente jours ouvrables."]


def test_a_selector_chooses_the_content(page: Read) -> None:
    version = page("dofi.html", select="dl")
    assert texts(version) == ["Redevance", "Remboursement", "Aucun remboursement.", "Preuve", "Un extrait de compte."]


def test_a_selector_that_matches_nothing_is_a_doubt_that_names_it() -> None:
    doubt = read(b"<html><body><p>Le texte de cette page est assez long.</p></body></html>", select=".absent")
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.EMPTY
    assert ".absent" in doubt.reason


def test_a_selector_may_choose_what_is_otherwise_left_out(page: Read) -> None:
    assert texts(page("dofi.html", select="aside")) == ["Redevance", "Voir aussi"]


@pytest.mark.parametrize(
    ("name", "instructions", "root"),
    [
        ("dofi.html", {}, "main article"),
        ("cgra.html", {}, "main.panel-panel .views-field-body .field-content"),
        ("fedasil-uvcw.html", {}, "body"),
        ("dofi.html", {"select": "dl"}, "dl"),
    ],
)
def test_a_reading_names_where_in_the_page_it_stood(page: Read, name: str, instructions: dict[str, str], root: str) -> None:
    assert page(name, **instructions).root == root


def test_an_empty_element_is_never_the_content(page: Read) -> None:
    body = "<html><body><a id='content'></a><article></article><p>Le délai est de trente jours ouvrables.</p></body></html>".encode()
    assert texts(page(body, language="fr")) == ["Le délai est de trente jours ouvrables."]


def test_comments_end_where_browsers_end_them(page: Read) -> None:
    body = (
        b"<!--[if IE 8]><html lang='en'><p>Update your browser</p><![endif]--><!--[if !IE]><!--><html lang='nl'><!--<![endif]-->"
        b"<head><link rel='shortlink' href='/nl/node/7'><!--></head>"
        b"<body><main><p>De termijn is dertig dagen.</p><!-- 3 --></main></body></html>"
    )
    version = page(body)
    assert (texts(version), version.identity, version.language) == (["De termijn is dertig dagen."], "node/7", "nl")


def test_a_menu_of_boxes_or_items_is_no_content_where_the_page_marks_none(page: Read) -> None:
    body = (
        "<html><body><div><div><a href='/a'>Accueil</a></div><div><a href='/b'>Visa</a></div><div><a href='/c'>Contact</a></div></div>"
        "<ul><li><a href='/d'>Étudier</a></li><li><a href='/e'>Travailler</a></li><li><a href='/f'>Se marier</a></li></ul>"
        "<ul><li><a href='/g'>Visa C</a> : 90 €</li><li><a href='/h'>Visa D</a> : 180 €</li><li><a href='/i'>Carte</a> : 237 €</li></ul>"
        "<p><a href='/j'>Délai</a> <a href='/k'>de trente</a> <a href='/l'>jours</a></p></body></html>"
    ).encode()
    assert texts(page(body, language="fr")) == ["Visa C : 90 €", "Visa D : 180 €", "Carte : 237 €", "Délai de trente jours"]


def test_the_same_lists_are_content_where_the_page_marks_it(page: Read) -> None:
    items = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Passeport", "Acte", "Photo"))
    body = f"<main><p>Trois documents :</p><ul>{items}</ul></main>"
    assert texts(page(body.encode(), language="fr")) == ["Trois documents :", "Passeport", "Acte", "Photo"]


@pytest.mark.parametrize("suffix", ["(PDF, 123 KB)", "(PDF, 1.2 MB)", "(DOCX - 88,02 Ko)", "[PDF document, 617.31 KB]", "(412 bytes)"])
def test_the_size_of_a_file_is_no_text(page: Read, suffix: str) -> None:
    body = f"<main><p>Remplissez <a href='/f.pdf'>le formulaire {suffix}</a>, puis signez.</p></main>"
    assert texts(page(body.encode(), language="fr")) == ["Remplissez le formulaire, puis signez."]


@pytest.mark.parametrize(
    "text",
    [
        "Loi du 17 juin 2026 (MB 19-06-2026).",
        "Lisez bien l'article 9 de la loi (12 b).",
        "Payez les frais de dossier (180 €) avant.",
        "La loi fixe un délai de réponse (3 mois).",
    ],
)
def test_other_figures_in_brackets_are_text(page: Read, text: str) -> None:
    assert texts(page(f"<main><p>{text}</p></main>".encode(), language="fr")) == [text]


def test_a_button_that_opens_nothing_is_no_text(page: Read) -> None:
    body = "<main><h2>Délai <button>Copier</button></h2><p>Trente jours ouvrables.</p><button>Partager</button></main>"
    assert texts(page(body.encode(), language="fr"))[1:] == ["Trente jours ouvrables."]


def test_what_the_watch_ignores_is_not_text(page: Read) -> None:
    body = "<main><h1>Frais</h1><p>Mis à jour le 3 mars</p><p>Le visa coûte 180 €. Vu 1234 fois</p></main>".encode()
    assert texts(page(body, language="fr", ignore=["Mis à jour le .*", r"Vu \d+ fois"])) == ["Frais", "Le visa coûte 180 €."]


def test_positions_are_counted_within_their_heading(page: Read) -> None:
    def keys(html: str) -> dict[str, str]:
        return {provision.text: provision.key for provision in page(html.encode(), language="fr").provisions}

    before = keys("<main><h1>Titre de la page</h1><h2>Un</h2><p>un a</p><h2>Deux</h2><p>deux a</p></main>")
    after = keys("<main><h1>Titre de la page</h1><h2>Un</h2><p>un a</p><p>un b</p><h2>Deux</h2><p>deux a</p></main>")
    assert before.items() <= after.items()


def test_the_extractor_names_its_version_and_its_instructions() -> None:
    assert extractor() == "html/2"
    assert extractor(listing=True) == "listing/2"
    assert extractor(select="main") != extractor(select="article") != extractor()
    assert extractor(ignore=["a"]) != extractor(ignore=["b"])


@pytest.mark.parametrize(
    ("stated", "text", "language"),
    [
        ("en", "Le droit d'enregistrement est fixé par la loi et doit être payé avant l'introduction de la demande. " * 4, "fr"),
        ("en", "De aanvraag wordt ingediend bij de burgemeester van de gemeente waar de vreemdeling verblijft. " * 4, "nl"),
        ("nl", "Te kort om te weten wat het is", "nl"),
    ],
)
def test_the_language_is_that_of_the_text_and_the_page_is_believed_only_where_there_is_little(
    page: Read, stated: str, text: str, language: str
) -> None:
    assert page(f"<html lang='{stated}'><body><main><p>{text}</p></main></body></html>".encode()).language == language


def test_the_language_of_the_watch_stands(page: Read) -> None:
    assert page("dofi.html", language="nl").language == "nl"
