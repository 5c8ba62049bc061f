"""Pages of CGRA, CGVS and CGRS (one Drupal 7 site under three names): identity, date, headings, noise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Kind, Provision, Significance, Version
from differ.align import keep_keys
from differ.compare import compare

Read = Callable[..., Version]
ByPath = Callable[[Version], dict[str, Provision]]
SUBSTANTIVE = (Significance.MINOR, Significance.MAJOR)
PAGES = Path(__file__).parent / "pages"
SYRIA = ("cgra-reprise-syrie.html", "cgvs-hervatting-syrie.html", "cgrs-resumption-syria.html")
UKRAINE = "cgra-gel-ukraine.html"


def edited(name: str, *edits: tuple[str, str]) -> bytes:
    """One of the pages with some of its source replaced."""
    source = (PAGES / name).read_text(encoding="utf-8")
    for old, new in edits:
        assert old in source
        source = source.replace(old, new)
    return source.encode()


def test_one_page_has_one_identity_on_three_hosts_and_under_a_new_slug(page: Read) -> None:
    renamed = edited(SYRIA[0], ("reprise-du-traitement-des-dossiers-syriens", "syrie-reprise"))
    assert {page(name).identity for name in SYRIA} | {page(renamed).identity} == {"node/5120"}


def test_another_page_has_another_identity(page: Read) -> None:
    assert page(UKRAINE).identity == "node/3980"


def test_the_date_of_the_news_dates_its_title_and_is_no_text(page: Read) -> None:
    version = page(SYRIA[0])
    assert version.provisions[0].text == "Reprise du traitement des dossiers syriens"
    assert [provision.dates.published for provision in version.provisions[:2]] == ["2025-10-30", None]
    assert not any("30 octobre 2025" in provision.text for provision in version.provisions)


def test_a_date_without_its_attribute_is_read_in_words(page: Read) -> None:
    bare = edited(SYRIA[1], (' content="2025-10-30T00:00:00+01:00"', ""))
    assert page(bare).provisions[0].dates.published == "2025-10-30"


def test_the_same_news_reads_alike_in_three_languages(page: Read) -> None:
    assert len({len(page(name).provisions) for name in SYRIA}) == 1
    assert [page(name).language for name in SYRIA] == ["fr", "nl", "en"]


def test_the_head_behind_conditional_comments_is_read(page: Read) -> None:
    short = edited(SYRIA[2], ("<p>A step-by-step", "<p hidden>"))
    assert page(short).title == "Syrian files resumed"
    assert page(short).identity == "node/5120"


def test_a_language_in_which_the_page_was_not_written_is_no_translation(page: Read) -> None:
    assert page(SYRIA[0], address="https://www.cgra.be/fr/actualite/x").translations == {
        "en": "https://www.cgra.be/en/news/syrian-files-resumed",
        "fr": "https://www.cgra.be/fr/actualite/reprise-du-traitement-des-dossiers-syriens",
        "nl": "https://www.cgra.be/nl/actueel/hervatting-behandeling-syrische-dossiers",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("<p><strong>", "<h2><strong>"), ("</strong></p>", "</strong></h2>")),
        (("<p><strong>", "<h2>"), ("</strong></p>", "</h2>")),
        (("<p><strong>", "<p><b><span>"), ("</strong></p>", "</span></b><br></p>")),
        (("<p><strong>PROTECTION", "<h3><strong>PROTECTION"), ("TEMPORAIRE</strong></p>", "TEMPORAIRE</strong></h3>")),
    ],
    ids=["all as h2 strong", "all as h2", "otherwise bold", "only the last"],
)
def test_a_heading_that_is_marked_in_another_way_is_no_change_and_its_text_keeps_its_key(
    page: Read, old: tuple[str, str], new: tuple[str, str]
) -> None:
    before, after = page(UKRAINE), page(edited(UKRAINE, old, new))
    assert compare(before, after, "fr") == []
    assert [each.key for each in keep_keys(before.provisions, after.provisions)] == [each.key for each in before.provisions]


def test_bold_lines_are_headings_and_bold_updates_are_not(page: Read, by_path: ByPath) -> None:
    paths = by_path(page("cgvs-termijn-palestina.html"))
    title = "Termijn voor de Palestijnse dossiers"
    assert set(paths) == {title, f"{title} › Hoelang duurt het?", f"{title} › Wat moet u doen?"}
    update = page("cgvs-termijn-palestina.html").provisions[1]
    assert (update.text, update.dates.published) == ("Update 19/12/2023 - de behandeling is hervat.", "2023-12-19")


def test_attachments_beside_the_text_and_links_in_it_are_documents_each_once(page: Read) -> None:
    assert page("cgra-chiffres.html").documents == ("https://www.cgra.be/sites/default/files/chiffres_janvier_2025.pdf",)
    assert page("cgvs-soedan.html", address="https://www.cgvs.be/nl/actueel/nieuw-beleid-soedan").documents == (
        "https://www.cgvs.be/sites/default/files/beleid_soedan.pdf",
    )


def test_statistics_are_cells_of_their_table(page: Read, by_path: ByPath) -> None:
    cell = by_path(page("cgra-chiffres.html"))["Chiffres de janvier 2025 › Demandes › Total › Janvier 2025"]
    assert (cell.text, cell.label, cell.firm) == ("3.540", "Total", True)


@pytest.mark.parametrize("name", [*SYRIA, UKRAINE, "cgvs-termijn-palestina.html", "cgra-chiffres.html", "cgvs-soedan.html"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("view-dom-id-", "view-dom-id-0"),
        ('value="form-', 'value="form-0'),
        ('"theme_token":"', '"theme_token":"0'),
        ('<div class="more-link">', '<div class="views-row"><a href="/x">Une nouvelle de plus : 90 jours</a></div><div class="more-link">'),
        ("© 2015-2026", "© 2015-2027"),
        ("<p>asyluminbelgium.be</p>", ""),
        (">email</span>", ">e-mail</span><span class='st_x_large'>X</span>"),
        ('<ul class="menu"><li', '<ul class="menu"><li><a href="/y">Nouveau</a></li><li'),
        ("?t3t61e", "?t9z00a"),
        ("T15:37:22+01:00", "T09:00:00+01:00"),
    ],
)
def test_what_drupal_changes_around_the_text_changes_nothing(page: Read, name: str, old: str, new: str) -> None:
    assert page(edited(name, (old, new))) == page(name)


@pytest.mark.parametrize(
    ("name", "old", "new", "language"),
    [
        (SYRIA[0], "1<sup>er</sup> novembre 2025", "1<sup>er</sup> décembre 2025", "fr"),
        (SYRIA[1], "1 november 2025", "1 december 2025", "nl"),
        (SYRIA[2], "period of 6 months", "period of 9 months", "en"),
        (UKRAINE, "pendant 3 mois", "pendant 6 mois", "fr"),
        ("cgvs-termijn-palestina.html", "gemiddeld 12 maanden", "gemiddeld 15 maanden", "nl"),
    ],
)
def test_an_edited_rule_is_one_substantive_change(page: Read, name: str, old: str, new: str, language: str) -> None:
    changes = compare(page(name), page(edited(name, (old, new))), language)
    assert [change.kind for change in changes] == [Kind.SUBSTITUTION]
    assert changes[0].significance in SUBSTANTIVE
