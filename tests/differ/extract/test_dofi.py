"""Pages of the Office des étrangers (Drupal, OpenFed with the Kiso theme): fees, accordions, glossary, languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Kind, Provision, Significance, Version
from differ.compare import compare

Read = Callable[..., Version]
ByPath = Callable[[Version], dict[str, Provision]]
SUBSTANTIVE = (Significance.MINOR, Significance.MAJOR)
PAGES = Path(__file__).parent / "pages"
FEES = "dofi-redevance.html"
TABLE = "Redevance › Montants"


def edited(name: str, *edits: tuple[str, str]) -> bytes:
    """One of the pages with some of its source replaced."""
    source = (PAGES / name).read_text(encoding="utf-8")
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    return source.encode()


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (FEES, "Pourquoi payer une redevance ? Elle couvre une partie des frais d’examen de votre demande."),
        ("dofi-retributie.html", "De retributie dekt een deel van de kosten van uw dossier."),
        ("dofi-processing-time.html", "Write to the helpdesk only after that period."),
        ("dofi-recours.html", "Frais : 186 € par requérant. Voir la loi."),
    ],
    ids=["word in the title, explanation in a button", "explanation in the title", "explanation beside the word", "another tag"],
)
def test_a_glossary_word_is_read_whatever_way_it_is_explained(page: Read, name: str, sentence: str) -> None:
    assert sentence in texts(page(name))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FEES, "Somme que l’État réclame", "Montant de 500 € que l’État réclame"),
        ("dofi-retributie.html", "Bedrag dat de Staat vraagt", "Bedrag van 500 euro"),
        ("dofi-processing-time.html", "The desk that answers letters.", "Open for 90 days."),
        ("dofi-recours.html", "Loi du 15 décembre 1980.", "Loi du 17 juin 2026."),
    ],
)
def test_an_edit_of_the_glossary_is_no_edit_of_the_page(page: Read, name: str, old: str, new: str) -> None:
    assert page(edited(name, (old, new))) == page(name)


def test_an_amount_is_known_by_its_row_and_column_also_below_a_second_row_of_headings(page: Read, by_path: ByPath) -> None:
    paths = by_path(page(FEES))
    assert paths[f"{TABLE} › Séjour de plus de trois mois › Études › Depuis le 1er janvier 2024"].text == "229 €"
    assert paths[f"{TABLE} › Régularisation › Nouveau montant"].text == "357 €"
    assert f"{TABLE} › Régularisation › Depuis le 1er janvier 2024" not in paths


def test_a_first_row_that_is_repeated_is_a_heading_and_no_row(page: Read, by_path: ByPath) -> None:
    paths = by_path(page("dofi-retributie.html"))
    assert paths["Retributie › Bedragen › Gezinshereniging › Nu"].text == "206 euro"
    assert "Retributie › Bedragen › Aanvraag › Nu" not in paths


def test_spans_give_each_value_its_labels(page: Read) -> None:
    found = {
        provision.path.split(" › ", 1)[1]: provision.text for provision in page("dofi-processing-time.html").provisions if provision.firm
    }
    assert found == {
        "Short stay adult › Decision within normal case": "15 days",
        "Short stay adult › Decision within complex case": "45 days",
        "Short stay minor › Decision within normal case": "15 days",
        "Short stay minor › Decision within complex case": "30 days",
        "Family reunification spouse › Decision within normal case": "9 months",
        "Family reunification spouse › Decision within complex case": "15 months",
        "Family reunification child › Decision within normal case": "9 months",
        "Family reunification child › Decision within complex case": "12 months",
        "Study student › Decision within normal case": "90 days",
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "language"),
    [
        (FEES, "<td>229 €</td>", "<td>240 €</td>", "fr"),
        (FEES, "<strong>180 €</strong>", "<strong>190 €</strong>", "fr"),
        ("dofi-retributie.html", "<td>206 euro</td>", "<td>215 euro</td>", "nl"),
        ("dofi-moyens.html", "<strong>2.048</strong>,53&nbsp;€", "<strong>2.131</strong>,28&nbsp;€", "fr"),
        ("dofi-processing-time.html", "<td>45 days</td>", "<td>60 days</td>", "en"),
        ("dofi-protection-temporaire.html", "Elle vaut 90 jours", "Elle vaut 120 jours", "fr"),
        ("dofi-recours.html", "Le délai est de 10 jours.", "Le délai est de 15 jours.", "fr"),
        ("dofi-single-permit.html", "within 4 months", "within 90 days", "en"),
    ],
)
def test_an_edited_rule_is_one_substantive_change_under_the_key_it_had(page: Read, name: str, old: str, new: str, language: str) -> None:
    before, after = page(name), page(edited(name, (old, new)))
    changes = compare(before, after, language)
    assert [change.kind for change in changes] == [Kind.SUBSTITUTION]
    assert changes[0].significance in SUBSTANTIVE
    assert changes[0].key_before is None
    assert [each.key for each in before.provisions] == [each.key for each in after.provisions]


def test_the_folded_parts_of_an_accordion_stand_under_their_headings_and_what_follows_does_not(page: Read, by_path: ByPath) -> None:
    paths = by_path(page("dofi-protection-temporaire.html"))
    assert paths["Protection temporaire › Comment la demander ? › Sans passeport"].text.endswith("moins de 3 mois suffit.")
    assert paths["Protection temporaire › Combien de temps vaut l’attestation ?"].text.startswith("Elle vaut 90 jours")
    assert "Protection temporaire › Ressortissants de pays tiers" in paths


def test_accordions_of_buttons_and_of_details_are_read_alike(page: Read, by_path: ByPath) -> None:
    permit, appeal = by_path(page("dofi-single-permit.html")), by_path(page("dofi-recours.html"))
    assert permit["Single permit › How long does it take?"].text == "The fee is 144 €."
    assert permit["Single permit › May I change employer?"].text.startswith("Yes, with a new application")
    assert permit["Single permit"].text == "See annex 3 and a guide."
    assert appeal["Le Conseil du contentieux des étrangers › Procédure accélérée › En détention"].text.startswith("Le délai est de 5 jours")


def test_the_translations_are_those_the_page_names_as_paths_mix_languages(page: Read) -> None:
    assert page("dofi-single-permit.html").translations == {
        "en": "https://dofi.ibz.be/en/themes/third-country-nationals/work",
        "fr": "https://dofi.ibz.be/fr/themes/ressortissants-dun-pays-tiers/travail",
        "nl": "https://dofi.ibz.be/nl/themes/onderdanen-van-derde-landen/werk",
    }


def test_without_links_in_its_head_the_language_switcher_names_the_translations(page: Read) -> None:
    bare = edited("dofi-recours.html", ('rel="alternate"', 'rel="other"'))
    assert page(bare, address="https://dofi.ibz.be/fr/x").translations == {
        "fr": "https://dofi.ibz.be/fr/themes/faq/appeal/le-conseil-du-contentieux-des-etrangers",
        "nl": "https://dofi.ibz.be/nl/themes/faq/beroep/raad-voor-vreemdelingenbetwistingen",
    }


def test_the_page_has_one_identity_in_every_language(page: Read) -> None:
    assert page(FEES).identity == page("dofi-retributie.html").identity == "node/118"


def test_documents_are_those_of_the_content_by_their_whole_addresses(page: Read) -> None:
    found = page(FEES, address="https://dofi.ibz.be/fr/themes/faq/redevance").documents
    assert found == ("https://dofi.ibz.be/sites/default/files/2024-01/virement.pdf", "https://dofi.ibz.be/media/412/download")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(PDF, 123.4 KB)", "(PDF, 98 KB)"),
        ("(PDF, 1,2 Mo)", "(PDF, 1,4 Mo)"),
        ("samedi de 8 à 12 heures", "dimanche pendant 3 heures"),
        ("tok118", "tok999"),
        ("form-118xyz", "form-abc"),
        ("compter ses visites", "mesurer son audience pendant 13 mois"),
        ("SPF Intérieur, Bruxelles", "SPF Intérieur, 1000 Bruxelles"),
        ('<li class="menu-item"><a href="/fr/themes">Thèmes</a></li>', '<li class="menu-item"><a href="/fr/new">Nouveau : 500 €</a></li>'),
        ("css_118abc", "css_zzz"),
        ("</article>", "</article><div class='block-alertbox'><p>Fermé 2 jours</p></div>"),
        ("</main>", "<aside><p>À lire : 90 jours</p></aside></main>"),
    ],
)
def test_what_changes_around_the_content_changes_nothing(page: Read, old: str, new: str) -> None:
    assert page(edited(FEES, (old, new))) == page(FEES)


def test_a_notice_within_the_content_is_content(page: Read) -> None:
    notice = "<div class='alertbox'><p>Guichet fermé jusqu’au 4 janvier.</p></div>"
    assert "Guichet fermé jusqu’au 4 janvier." in texts(page(edited(FEES, ("<h2>Montants</h2>", f"{notice}<h2>Montants</h2>"))))
