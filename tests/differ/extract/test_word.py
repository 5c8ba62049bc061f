"""Word documents: what Word shows, without changes that were rejected, comments and what stands around the text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Doubt, IncidentKind, Kind, Version
from differ.extract import mistrust, read
from differ.extract.numbering import written
from pipeline.documents import difference, facts_of
from tests.differ.extract.word_files import docx, notes, numbering, paragraph, run, styles, table

Read = Callable[..., Version]
SENTENCE = "Le demandeur paie la redevance avant d'introduire sa demande."
INTRODUCTION = paragraph(SENTENCE)
MARK_DELETED = '<w:rPr><w:del w:id="4"/></w:rPr>'
DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>180 euros</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2" w:author="a">{run("200 euros")}</w:ins>'


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


def places(version: Version) -> list[tuple[str, str]]:
    return [(provision.path, provision.text) for provision in version.provisions]


def test_headings_are_known_by_the_name_of_their_style_or_their_level(page: Read) -> None:
    known = styles("Titre1|heading 1|", "Titre2|heading 2|", 'Chapeau|Chapeau|<w:outlineLvl w:val="2"/>')
    body = docx(
        paragraph("Les redevances", style="Titre1"),
        paragraph("Montants", style="Titre2"),
        paragraph("Indexation", style="Chapeau"),
        paragraph("Le montant est indexé."),
        paragraph("Preuve", style="Titre2"),
        paragraph("La preuve est jointe."),
        styles=known,
    )
    version = page(body, language="fr")
    assert version.title == "Les redevances"
    assert places(version)[3:] == [
        ("Les redevances › Montants › Indexation", "Le montant est indexé."),
        ("Les redevances › Preuve", "Preuve"),
        ("Les redevances › Preuve", "La preuve est jointe."),
    ]


def test_tracked_changes_are_read_as_accepted(page: Read) -> None:
    deleted = paragraph('<w:del w:id="3"><w:r><w:delText>Une phrase abandonnée.</w:delText></w:r></w:del>', more=MARK_DELETED)
    moved = paragraph(f'<w:moveTo w:id="5">{run("Une phrase déplacée.")}</w:moveTo>')
    away = paragraph(f'<w:moveFrom w:id="5">{run("Une phrase déplacée.")}</w:moveFrom>')
    body = docx(paragraph(run("La redevance est de "), DELETED, INSERTED, run(".")), deleted, away, moved)
    assert texts(page(body, language="fr")) == ["La redevance est de 200 euros.", "Une phrase déplacée."]


def test_comments_headers_and_footers_are_no_text(page: Read) -> None:
    body = docx(
        paragraph(run("Le délai est de 30 jours."), '<w:r><w:commentReference w:id="1"/></w:r>'),
        comments='<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
        header1="<header>Office des étrangers</header>",
        footer1="<footer>Page 1</footer>",
    )
    assert texts(page(body, language="fr")) == ["Le délai est de 30 jours."]


def test_a_table_of_contents_is_no_text(page: Read) -> None:
    body = docx(paragraph("Montants\t12", style="TM1"), INTRODUCTION, styles=styles("TM1|toc 1|"))
    assert len(page(body, language="fr").provisions) == 1


def test_numbers_that_word_shows_are_text(page: Read) -> None:
    levels = numbering(("decimal", "Art. %1."), ("lowerLetter", "%2)"), ("lowerRoman", "%1.%3"), ("bullet", "•"))
    body = docx(
        paragraph("La demande", number=(1, 0)),
        paragraph("le formulaire", number=(1, 1)),
        paragraph("la preuve", number=(1, 1)),
        paragraph("le reçu", number=(1, 2)),
        paragraph("une puce", number=(1, 3)),
        paragraph("Le délai", number=(1, 0)),
        paragraph("l'attente", number=(1, 1)),
        paragraph("Un autre début", number=(2, 0)),
        numbering=levels,
    )
    assert texts(page(body, language="fr")) == [
        "Art. 1. La demande",
        "a) le formulaire",
        "b) la preuve",
        "1.i le reçu",
        "une puce",
        "Art. 2. Le délai",
        "a) l'attente",
        "Art. 1. Un autre début",
    ]


def test_a_style_may_number_its_paragraphs_and_a_deleted_paragraph_counts_for_none(page: Read) -> None:
    numbered = "Article|Article|<w:numPr><w:numId w:val='1'/></w:numPr>"
    gone = paragraph(DELETED, style="Article", more=MARK_DELETED)
    body = docx(
        paragraph("Un", style="Article"),
        gone,
        paragraph("Deux", style="Article"),
        numbering=numbering(("decimal", "%1°")),
        styles=styles(numbered),
    )
    assert texts(page(body, language="fr")) == ["1° Un", "2° Deux"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (28, "lowerLetter", "bb"),
        (3, "decimalZero", "03"),
        (-1, "lowerRoman", "-1"),
        (0, "upperLetter", "0"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_cells_are_known_by_their_labels(page: Read) -> None:
    body = docx(INTRODUCTION, table(["Titre", "Adulte", "Enfant"], ["Permis unique", "148 EUR", "0 EUR"], ["Études", "245 EUR", "10 EUR"]))
    cells = {provision.path: provision.text for provision in page(body, language="fr").provisions if provision.firm}
    assert cells == {
        "Permis unique › Adulte": "148 EUR",
        "Permis unique › Enfant": "0 EUR",
        "Études › Adulte": "245 EUR",
        "Études › Enfant": "10 EUR",
    }


def test_notes_stand_at_the_end_and_their_marks_nowhere(page: Read) -> None:
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = docx(
        paragraph("Montants", style="Heading1"),
        paragraph(run("La redevance est due"), mark, run(".")),
        INTRODUCTION,
        footnotes=notes("Sauf exception prévue."),
    )
    version = page(body, language="fr")
    assert texts(version)[1:] == [
        "La redevance est due.",
        "Le demandeur paie la redevance avant d'introduire sa demande.",
        "Sauf exception prévue.",
    ]
    assert version.provisions[-1].path == ""


def test_text_boxes_are_read_once(page: Read) -> None:
    box = f"<w:txbxContent>{paragraph('Attention au délai de 8 jours.')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(page(docx(INTRODUCTION, paragraph(drawn)), language="fr"))[1:] == ["Attention au délai de 8 jours."]


def test_the_language_that_the_file_states_is_taken_for_a_short_text(page: Read) -> None:
    assert page(docx(paragraph("Permis"), styles=styles(language="nl-BE"))).language == "nl"


def test_a_word_file_is_trusted_and_another_archive_is_not() -> None:
    assert mistrust(docx(INTRODUCTION), "application/octet-stream", {}) is None
    doubt = mistrust(b"PK\x03\x04 a spreadsheet xl/workbook.xml", "application/zip", {})
    assert doubt is not None
    assert doubt.kind is IncidentKind.UNREADABLE


def test_an_old_word_file_says_what_to_ask_for() -> None:
    doubt = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/msword")
    assert isinstance(doubt, Doubt)
    assert doubt.kind is IncidentKind.UNREADABLE
    assert "ask for .docx or PDF" in doubt.reason


@pytest.mark.parametrize(
    "body",
    [
        docx(INTRODUCTION)[:400],
        docx("<w:p>"),
        docx(INTRODUCTION, before='<!DOCTYPE d [<!ENTITY e "eeee"><!ENTITY f "&e;&e;">]>'),
        docx(INTRODUCTION, before='<!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd">'),
        docx("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400),
    ],
    ids=["cut short", "no XML", "entities", "foreign document type", "nested without end"],
)
def test_a_spoiled_word_file_is_unreadable(body: bytes) -> None:
    doubt = read(body if b"word/document" in body else body + b"[Content_Types].xml word/document")
    assert isinstance(doubt, Doubt)
    assert doubt.kind is IncidentKind.UNREADABLE
    assert "ask" in doubt.reason


def test_a_word_file_that_unpacks_without_end_is_unreadable() -> None:
    doubt = read(docx(INTRODUCTION, styles=" " * 70_000_000))
    assert isinstance(doubt, Doubt)
    assert "unpacks" in doubt.reason


def test_two_word_files_are_compared(tmp_path: Path) -> None:
    before, after = tmp_path / "a.docx", tmp_path / "b.docx"
    for file, amount in ((before, "180 EUR"), (after, "200 EUR")):
        file.write_bytes(docx(INTRODUCTION, table(["Titre", "Montant"], ["Permis unique", amount], ["Études", "245 EUR"])))
    (change,) = difference(before, after, "fr").changes
    assert (change.kind, change.path, change.before, change.after) == (Kind.SUBSTITUTION, "Permis unique › Montant", "180 EUR", "200 EUR")
    _, stated = facts_of(after, "fr")
    assert [fact.value for _, fact in stated] == ["200", "245"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_behind_the_mark_of_an_archive_raise(body: bytes) -> None:
    assert isinstance(read(b"PK\x03\x04[Content_Types].xml word/document.xml" + body, language="fr"), Version | Doubt)


WHOLE = docx(
    INTRODUCTION,
    paragraph("Un", number=(1, 0)),
    table(["a", "b"], ["c", "1"]),
    numbering=numbering(("decimal", "%1.")),
    footnotes=notes("n"),
)


@settings(max_examples=80, deadline=None)
@given(st.integers(4, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_no_spoiled_word_file_raises(place: int, spoilt: bytes) -> None:
    assert isinstance(read(WHOLE[:place] + spoilt + WHOLE[place + len(spoilt) :], language="fr"), Version | Doubt)
