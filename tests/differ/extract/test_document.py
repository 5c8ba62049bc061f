"""PDF, plain text and Markdown."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfWriter

from core.values import Doubt, IncidentKind, Version
from differ.extract import read
from differ.extract.markdown import inline

Read = Callable[..., Version]


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


def pdf(*pages: str) -> bytes:
    """A PDF written by hand, with one line of text operators a line of each page."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + 2 * len(pages), 2))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = "BT /F1 11 Tf 14 TL 50 800 Td " + " ".join(f"({line}) Tj T*" for line in page.splitlines()) + " ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        body + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode()
    )


def test_a_pdf_is_read_in_paragraphs_without_headers_and_page_numbers() -> None:
    pages = [
        f"Office des etrangers\n- premier point de la page {name}\n"
        f"La redevance est due par tout demandeur avant\nl'introduction de sa demande {name}.\n{number}"
        for number, name in enumerate("abc", 1)
    ]
    version = read(pdf(*pages), "application/pdf", language="fr")
    assert isinstance(version, Version)
    assert texts(version)[:2] == [
        "- premier point de la page a La redevance est due par tout demandeur avant l'introduction de sa demande a.",
        "- premier point de la page b La redevance est due par tout demandeur avant l'introduction de sa demande b.",
    ]
    assert len(version.provisions) == 3


def test_a_scanned_pdf_is_unreadable() -> None:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(file)
    doubt = read(file.getvalue())
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.UNREADABLE
    assert "scanned" in doubt.reason


def test_a_broken_pdf_is_unreadable() -> None:
    doubt = read(b"%PDF-1.4 broken", "application/pdf")
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.UNREADABLE


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
