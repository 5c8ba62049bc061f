"""Plain text and Markdown."""

from collections.abc import Callable

import pytest

from core.values import Version
from differ.extract import read as extract
from differ.extract.markdown import inline

Read = Callable[..., Version]


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


MARKDOWN = """---
title: Les délais
lang: fr
---
# Les délais

Le **délai** est de [30 jours](https://x.be/a_(b)) à partir du 7<sup>e</sup> jour.
Une ligne de plus.

* un *premier* point
* un second\\* point

Montants
--------

| Titre | 2023 | 2024 |
| --- | --- | --- |
| Études | 220 € | 229 € |

<div class="note">Attention<br>à ceci.</div>
"""


def test_markdown_is_read_without_its_marks(page: Read) -> None:
    version = page(MARKDOWN.encode(), content_type="text/markdown", language="fr")
    assert version.title == "Les délais"
    assert texts(version) == [
        "Les délais",
        "Le délai est de 30 jours à partir du 7e jour. Une ligne de plus.",
        "un premier point",
        "un second* point",
        "Montants",
        "Titre",
        "2023",
        "2024",
        "Études",
        "220 €",
        "229 €",
        "Attention à ceci.",
    ]
    assert version.provisions[9].path == "Les délais › Montants › Études › 2023"
    assert version.provisions[9].firm


def test_belgian_law_in_markdown_has_its_notes_as_dates(page: Read) -> None:
    source = """##### Article 33. La subvention s'élève à [¹ 75 % du montant]¹ du revenu.

Elle est annuelle.

----------

(1)<L [2014-05-15/35](https://x.be/?cn_search=2014051535), art. 103, 016; En vigueur : 01-07-2014>

##### Article 34. La subvention est majorée.
"""
    first, second, third = page(source.encode(), content_type="text/markdown", language="fr").provisions
    assert (first.path, first.text) == ("Article 33", "Article 33. La subvention s'élève à 75 % du montant du revenu.")
    assert first.dates.applies == "2014-07-01"
    assert (second.text, third.path) == ("Elle est annuelle.", "Article 34")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24"),
        ("snake_case_name", "snake_case_name"),
        ("**Art. 1** _Zweck_", "Art. 1 Zweck"),
        ("[¹ mot]¹ (voir note)", "[¹ mot]¹ (voir note)"),
        ("[texte][ref] ![image](a.png)", "texte image"),
        ("`code` et ~~rayé~~", "code et rayé"),
        ("moins de 5 < 6 & plus", "moins de 5 < 6 & plus"),
        ("<https://x.be/a>", "https://x.be/a"),
        ("***fort***", "fort"),
    ],
)
def test_inline_marks(written: str, read_as: str) -> None:
    assert inline(written) == read_as


def test_plain_text_with_the_marks_of_markdown_is_read_as_such(page: Read) -> None:
    version = page(b"##Fees\nIt costs [250 pounds](/fees).", content_type="text/plain", language="en")
    assert [(provision.path, provision.text) for provision in version.provisions] == [("Fees", "Fees"), ("Fees", "It costs 250 pounds.")]


def test_plain_text_keeps_every_sign(page: Read) -> None:
    version = page("#5 *étoiles* et a_b_c\nsuite\n\nAutre paragraphe".encode(), content_type="text/plain", language="fr")
    assert texts(version) == ["#5 *étoiles* et a_b_c suite", "Autre paragraphe"]


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("##### Article 13. <Abrogé par L 2016-07-21/08, art. 9, 021; En vigueur : 01-11-2016>", ["Article 13.", "(Abrogé)"]),
        ("##### Article 13. (Abrogé) <L 2016-07-21/08, art. 9, 021; En vigueur : 01-11-2016>", ["Article 13. (Abrogé)"]),
    ],
)
def test_an_article_of_which_only_a_note_is_left_says_that_it_is_repealed(article: str, said: list[str]) -> None:
    version = extract(article.encode(), "text/markdown", language="fr")
    assert isinstance(version, Version)
    assert texts(version) == said
    assert version.provisions[-1].dates.in_force == "2016-11-01"


def test_the_classes_of_a_paragraph_are_no_text(page: Read) -> None:
    body = "{.note} Restez chez vous.\n\n1. {.jeunes} Appelez le guichet.\n\n## Les délais {#delais}\n\nTrente jours.\n"
    assert texts(page(body.encode(), content_type="text/markdown")) == [
        "Restez chez vous.",
        "1. Appelez le guichet.",
        "Les délais",
        "Trente jours.",
    ]
