"""Pages of Fedasil and of those that relay it: updates on standing pages, instructions as PDF, sites that mark no content."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Kind, Provision, Significance, Version
from differ.compare import compare

Read = Callable[..., Version]
ByPath = Callable[[Version], dict[str, Provision]]
SUBSTANTIVE = (Significance.MINOR, Significance.MAJOR)
PAGES = Path(__file__).parent / "pages"
RECEPTION = "fedasil-accueil.html"
NEWS = "fedasil-actualite-pacte.html"
FAQ = "fedasil-info-ukraine-faq.html"
RELAY = "fedasil-uvcw.html"


def edited(name: str, *edits: tuple[str, str]) -> bytes:
    """One of the pages with some of its source replaced."""
    source = (PAGES / name).read_text(encoding="utf-8")
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    return source.encode()


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


def test_an_update_on_a_standing_page_is_a_provision_with_its_date(page: Read) -> None:
    update = next(each for each in page(RECEPTION).provisions if each.text.startswith("Update 29/08/2022 - Les hommes seuls"))
    assert update.dates.published == "2022-08-29"


@pytest.mark.parametrize(
    ("banner", "published"),
    [
        ("<p>Update 12/01/2026 - Le centre ferme 3 mois.</p>", "2026-01-12"),
        ("<p><strong>Update 12/01/2026 - Le centre ferme 3 mois</strong></p>", "2026-01-12"),
        ("<div class='alert'>Mise à jour du 1er mars 2026 : le centre ferme 3 mois.</div>", "2026-03-01"),
        ("<p>Update (12.01.2026): Le centre ferme 3 mois.</p>", "2026-01-12"),
    ],
)
def test_an_added_update_is_one_insertion_with_its_date(page: Read, banner: str, published: str) -> None:
    first = '<div class="alert alert-info">'
    before, after = page(RECEPTION), page(edited(RECEPTION, (first, banner + first)))
    changes = compare(before, after, "fr")
    assert [(change.kind, change.dates.published) for change in changes] == [(Kind.INSERTION, published)]


def test_a_sentence_that_merely_mentions_an_update_has_no_date(page: Read) -> None:
    mention = edited(RECEPTION, ("L’aide commence", "La mise à jour du 01/02/2026 le confirme : l’aide commence"))
    assert [each.dates.published for each in page(mention).provisions if "le confirme" in each.text] == [None]


def test_the_day_of_a_news_dates_its_title_and_is_no_text(page: Read) -> None:
    version = page(NEWS)
    assert (version.provisions[0].text, version.provisions[0].dates.published) == ("Le pacte migratoire entre en vigueur", "2026-06-12")
    assert "12 juin 2026" not in texts(version)


def test_documents_are_pdf_and_word_files_by_address_type_or_words_without_repeats(page: Read) -> None:
    found = page("fedasil-instruction.html", address="https://www.fedasil.be/fr/instructions/transfert-aide-financiere").documents
    assert found == ("https://www.fedasil.be/sites/default/files/2026-02/instruction-fr.pdf", "https://www.fedasil.be/media/981/download")


def test_documents_outside_the_content_are_not_of_the_page(page: Read) -> None:
    chrome = edited(RECEPTION, ("<p>Fedasil</p>", "<p><a href='/rapport.pdf'>Rapport</a></p>"))
    assert page(chrome, address="https://www.fedasil.be/fr/x").documents == ()


def test_a_link_that_is_no_address_is_no_document(page: Read) -> None:
    broken = edited(RECEPTION, ("logement et repas", "<a href='http://[.pdf'>logement</a> <a href='javascript:x.pdf'>et repas</a>"))
    assert page(broken, address="https://www.fedasil.be/fr/x").documents == ()


def test_accordions_opened_by_links_are_read_and_what_follows_is_not_under_them(page: Read, by_path: ByPath) -> None:
    paths = by_path(page("fedasil-opvang.html"))
    assert paths["Opvangplaatsen › Individuele opvang"].text == "Wie een hoge erkenningskans heeft, verhuist na 2 maanden."
    assert paths["Opvangplaatsen › Rode Kruis › Plaatsen"].text == "6.100"


def test_a_page_that_marks_no_content_is_read_without_its_site(page: Read) -> None:
    version = page(FAQ)
    assert version.root == "body"
    assert not {"Logement", "Travail", "Séjour", "info-ukraine.be", "Facebook", "Une initiative fédérale"} & set(texts(version))
    assert texts(version)[0] == "Questions fréquentes"


def test_a_list_of_links_that_states_values_is_no_menu(page: Read, by_path: ByPath) -> None:
    assert "Revenu de 1.776,07 € avec famille à charge" in texts(page(FAQ))


def test_questions_head_their_folded_answers(page: Read, by_path: ByPath) -> None:
    assert by_path(page(FAQ))["Questions fréquentes › Jusqu’à quand suis-je protégé ?"].text == "La protection vaut jusqu’au 4 mars 2027."


def test_a_relaying_page_gives_its_rules_and_its_document(page: Read, by_path: ByPath) -> None:
    version = page(RELAY, address="https://www.uvcw.be/etrangers/actus/art-9120")
    assert by_path(version)["Accueil : nouvelle instruction de Fedasil › Délai de réponse"].text.startswith(
        "Le CPAS répond dans les 30 jours"
    )
    assert not {"CPAS", "Formation des agents", "Rue de l’Étoile, Namur", "Étrangers"} & set(texts(version))
    assert version.documents == ("https://www.uvcw.be/no_index/files/9120-instruction.pdf",)


def test_identities_and_languages_are_those_the_page_states(page: Read) -> None:
    assert (page(FAQ).identity, page("fedasil-info-lieu.html").identity, page(RELAY).identity) == ("p=87", "node/42", "")
    assert list(page(FAQ).translations) == ["fr", "nl", "uk"]
    assert page("fedasil-info-lieu.html").translations["ps"] == "https://www.fedasilinfo.be/ps/node/42"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (RECEPTION, "style.css?s301", "style.css?s999"),
        (RECEPTION, "<p>Cookies</p>", "<p>Cookies pendant 13 mois</p>"),
        (RECEPTION, 'class="hidden"></div>', 'class="messages messages--status"><p>Site en travaux 2 jours</p></div>'),
        (NEWS, "Ouverture d’un centre", "Fermeture de 3 centres"),
        (NEWS, 'class="view view-news related-news"', 'class="view view-dom-id-9 related-news"'),
        ("fedasil-instruction.html", "(PDF, 412.6 KB)", "(PDF, 1.1 MB)"),
        (FAQ, '<li><a href="/fr/ecole">École</a></li>', '<li><a href="/fr/sante">Santé</a></li><li><a href="/fr/ecole">École</a></li>'),
        (FAQ, "Nous utilisons des cookies.", "Nous gardons des cookies 13 mois."),
        (RELAY, "[PDF - 1,2 Mo]", "[PDF - 890 Ko]"),
        (RELAY, "Journée d’étude", "Journée de 3 heures"),
        (RELAY, '<div><a href="/emploi">Emploi</a></div>', '<div><a href="/climat">Climat</a></div>'),
    ],
)
def test_what_changes_around_the_content_changes_nothing(page: Read, name: str, old: str, new: str) -> None:
    assert page(edited(name, (old, new))) == page(name)


@pytest.mark.parametrize(
    ("name", "old", "new", "language"),
    [
        (RECEPTION, "8,50 € par semaine", "10,20 € par semaine", "fr"),
        (NEWS, "après 6 mois", "après 4 mois", "fr"),
        ("fedasil-instruction.html", "1.250 €", "1.350 €", "fr"),
        ("fedasil-opvang.html", "minstens 4 maanden", "minstens 6 maanden", "nl"),
        (FAQ, "jusqu’au 4 mars 2027", "jusqu’au 4 mars 2028", "fr"),
        (FAQ, "1.314,20 €", "1.340,47 €", "fr"),
        (RELAY, "dans les 30 jours", "dans les 15 jours", "fr"),
        ("fedasil-info-lieu.html", "75 %", "60 %", "fr"),
    ],
)
def test_an_edited_rule_is_one_substantive_change(page: Read, name: str, old: str, new: str, language: str) -> None:
    changes = compare(page(name), page(edited(name, (old, new))), language)
    assert [change.kind for change in changes] == [Kind.SUBSTITUTION]
    assert changes[0].significance in SUBSTANTIVE
