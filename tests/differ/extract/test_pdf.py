"""PDF: text in reading order with its page, tables as rows, and a doubt where there is no text to trust."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from core.values import Doubt, IncidentKind, Kind, Version
from differ.extract import read
from differ.extract.layout import mended
from pipeline.documents import difference, facts_of
from tests.differ.extract.pdf_files import Sheet, pdf

Read = Callable[..., Version]

FRENCH = (
    "Le demandeur paie la redevance avant d'introduire sa demande de séjour auprès du bourgmestre de la commune où il "
    "réside, sous peine d'irrecevabilité. Le montant est adapté chaque année à l'indice des prix à la consommation."
)
DUTCH = (
    "De aanvrager betaalt de retributie alvorens zijn verblijfsaanvraag in te dienen bij de burgemeester van de gemeente "
    "waar hij verblijft, op straffe van onontvankelijkheid. Het bedrag wordt elk jaar aangepast aan het indexcijfer."
)
SECOND = "Le titre de séjour est retiré à la personne dont la demande a été déclarée sans objet par une décision définitive."
FEES = [["Type de demande", "2024", "2025"], ["Regroupement familial", "210 EUR", "226 EUR"], ["Permis unique", "138 EUR", "148 EUR"]]
COLUMNS = [50.0, 250.0, 350.0, 450.0]
CELLS = {
    "Regroupement familial › 2024 › p. 1": "210 EUR",
    "Regroupement familial › 2025 › p. 1": "226 EUR",
    "Permis unique › 2024 › p. 1": "138 EUR",
    "Permis unique › 2025 › p. 1": "148 EUR",
}


def texts(version: Version) -> list[str]:
    return [provision.text for provision in version.provisions]


def places(version: Version) -> list[tuple[str, str]]:
    return [(provision.path, provision.text) for provision in version.provisions]


def cells(version: Version) -> dict[str, str]:
    return {provision.path: provision.text for provision in version.provisions if provision.firm}


def doubt_of(body: bytes, content_type: str = "application/pdf") -> Doubt:
    doubt = read(body, content_type)
    assert isinstance(doubt, Doubt)
    assert doubt.kind is IncidentKind.UNREADABLE
    return doubt


def fees(rows: Sequence[Sequence[str]], **options: bool) -> Sheet:
    return Sheet().prose(50, 60, FRENCH).table(COLUMNS, 180, [list(row) for row in rows], **options).prose(50, 300, SECOND)


def encrypted(password: str, algorithm: str) -> bytes:
    writer, file = PdfWriter(PdfReader(io.BytesIO(pdf(fees(FEES, ruled=True))))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm=algorithm)
    writer.write(file)
    return file.getvalue()


def test_lines_are_put_together_to_paragraphs(page: Read) -> None:
    body = pdf(Sheet().prose(50, 100, FRENCH).prose(50, 160, SECOND))
    assert places(page(body, language="fr")) == [("p. 1", FRENCH), ("p. 1", SECOND)]


def test_columns_are_read_one_after_the_other(page: Read) -> None:
    body = pdf(
        Sheet()
        .text(50, 60, "Une ligne sur toute la largeur de la page, qui ne fait partie d'aucune des deux colonnes.")
        .prose(50, 100, FRENCH, 44)
        .prose(310, 100, SECOND, 44)
    )
    assert texts(page(body, language="fr"))[1:] == [FRENCH, SECOND]


@pytest.mark.parametrize(("language", "read_as"), [("fr", [FRENCH]), ("nl", [DUTCH]), (None, [FRENCH, DUTCH])])
def test_of_a_page_in_two_languages_the_column_of_the_watch_is_read(page: Read, language: str | None, read_as: list[str]) -> None:
    sheet = (
        Sheet().text(130, 40, "MONITEUR BELGE - 28.07.2025 - BELGISCH STAATSBLAD", 9).prose(50, 100, FRENCH, 44).prose(310, 107, DUTCH, 44)
    )
    assert texts(page(pdf(sheet), language=language))[1:] == read_as


def test_each_language_of_two_columns_goes_on_over_the_page(page: Read) -> None:
    first = Sheet().prose(50, 100, f"{FRENCH} La demande", 44).prose(310, 100, f"{DUTCH} De aanvraag", 44)
    second = Sheet().prose(50, 100, f"est complète. {FRENCH}", 44).prose(310, 100, f"is volledig. {DUTCH}", 44)
    assert places(page(pdf(first, second))) == [
        ("p. 1", f"{FRENCH} La demande est complète. {FRENCH}"),
        ("p. 1", f"{DUTCH} De aanvraag is volledig. {DUTCH}"),
    ]


@pytest.mark.parametrize("ruled", [True, False], ids=["with rules", "without rules"])
def test_a_table_is_read_cell_by_cell(page: Read, ruled: bool) -> None:
    version = page(pdf(fees(FEES, ruled=ruled)), language="fr")
    assert cells(version) == CELLS
    assert (texts(version)[0], texts(version)[-1]) == (FRENCH, SECOND)


@pytest.mark.parametrize("ruled", [True, False], ids=["with rules", "without rules"])
def test_a_cell_of_several_lines_is_one_text(page: Read, ruled: bool) -> None:
    rows = [FEES[0], ["Regroupement familial avec\nun membre de la famille", "210 EUR", "226 EUR"], FEES[2]]
    version = page(pdf(fees(rows, ruled=ruled, tall=True)), language="fr")
    assert cells(version)["Regroupement familial avec un membre de la famille › 2025 › p. 1"] == "226 EUR"
    assert cells(version)["Permis unique › 2025 › p. 1"] == "148 EUR"


def test_rows_without_labels_for_their_cells_are_texts(page: Read) -> None:
    rows = [["Permis unique", "148 EUR", "4 mois"], ["Regroupement familial", "226 EUR", "9 mois"]]
    assert texts(page(pdf(fees(rows, ruled=True)), language="fr"))[1:3] == [
        "Permis unique | 148 EUR | 4 mois",
        "Regroupement familial | 226 EUR | 9 mois",
    ]


def test_a_table_that_goes_on_over_the_page_is_one(page: Read) -> None:
    more = [FEES[0], ["Études", "229 EUR", "245 EUR"]]
    body = pdf(Sheet().prose(50, 60, FRENCH).table(COLUMNS, 700, FEES, ruled=True), Sheet().table(COLUMNS, 120, more, ruled=True))
    version = page(body, language="fr")
    assert cells(version) == {**CELLS, "Études › 2024 › p. 1": "229 EUR", "Études › 2025 › p. 1": "245 EUR"}
    assert texts(version).count("Type de demande") == 1


def test_running_titles_and_page_numbers_are_no_text(page: Read) -> None:
    sheets = [
        Sheet()
        .text(50, 40, f"Office des étrangers - note du 3 mai 2025 - {number + 11}", 8)
        .prose(50, 100, f"{name} : {FRENCH}")
        .text(290, 825, f"Page {number}/3", 8)
        for number, name in enumerate(("Premier", "Deuxième", "Troisième"), 1)
    ]
    assert places(page(pdf(*sheets), language="fr")) == [
        ("p. 1", f"Premier : {FRENCH}"),
        ("p. 2", f"Deuxième : {FRENCH}"),
        ("p. 3", f"Troisième : {FRENCH}"),
    ]


def test_a_line_at_the_end_of_every_page_is_read_once(page: Read) -> None:
    sheets = [Sheet().prose(50, 100, prose).text(50, 500, "Office des étrangers, Bruxelles.") for prose in (FRENCH, SECOND, DUTCH)]
    assert texts(page(pdf(*sheets), language="fr")) == [FRENCH, "Office des étrangers, Bruxelles.", SECOND, DUTCH]


def test_what_differs_from_page_to_page_is_text_wherever_it_stands(page: Read) -> None:
    amounts = [f"La redevance de {amount} euros est due." for amount in (150, 200, 350)]
    sheets = [Sheet().text(50, 70, amount).prose(50, 100, prose) for amount, prose in zip(amounts, (FRENCH, SECOND, DUTCH), strict=True)]
    assert texts(page(pdf(*sheets), language="fr")) == [amounts[0], FRENCH, amounts[1], SECOND, amounts[2], DUTCH]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("auprès de la com-", "mune où il réside", "auprès de la commune où il réside"),
        ("c'est-à-", "dire le montant", "c'est-à-dire le montant"),
        ("pour 2024-", "2025 au plus", "pour 2024-2025 au plus"),
        ("Saint-", "Gilles", "Saint-Gilles"),
        ("le montant -", "indexé", "le montant - indexé"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_mended(before: str, after: str, whole: str) -> None:
    assert mended(before, after) == whole


def test_a_broken_word_is_mended_on_the_page(page: Read) -> None:
    body = pdf(Sheet().lines(50, 100, ["Le demandeur introduit sa demande auprès de la com-", "mune où il réside."]))
    assert texts(page(body, language="fr")) == ["Le demandeur introduit sa demande auprès de la commune où il réside."]


def test_a_paragraph_over_the_page_is_one_and_cited_where_it_begins(page: Read) -> None:
    first = (
        Sheet()
        .prose(50, 100, FRENCH)
        .lines(50, 160, ["La redevance est due par toute personne majeure qui introduit une demande auprès du"])
    )
    second = Sheet().lines(50, 100, ["bourgmestre de sa commune."]).prose(50, 140, SECOND)
    assert places(page(pdf(first, second), language="fr"))[1:] == [
        ("p. 1", "La redevance est due par toute personne majeure qui introduit une demande auprès du bourgmestre de sa commune."),
        ("p. 2", SECOND),
    ]


def test_headings_are_larger_or_bold(page: Read) -> None:
    sheet = (
        Sheet()
        .text(50, 110, "Les redevances", 18)
        .text(50, 150, "1. Montants", 14)
        .prose(50, 180, FRENCH)
        .text(50, 240, "Paiement", bold=True)
        .prose(50, 260, SECOND)
    )
    version = page(pdf(sheet.text(50, 320, "2. Preuve", 14).prose(50, 350, SECOND)), language="fr")
    assert version.title == "Les redevances"
    assert [path for path, text in places(version) if text in (FRENCH, SECOND)] == [
        "Les redevances › 1. Montants › p. 1",
        "Les redevances › 1. Montants › Paiement › p. 1",
        "Les redevances › 2. Preuve › p. 1",
    ]


def test_items_are_texts_of_their_own(page: Read) -> None:
    items = [
        "La demande contient :",
        "1. le formulaire ;",
        "2. la preuve du paiement, faite par un extrait",
        "    de compte de la banque du demandeur ;",
        "a) le passeport.",
    ]
    assert texts(page(pdf(Sheet().lines(50, 100, items)), language="fr"))[1:] == [
        "1. le formulaire ;",
        "2. la preuve du paiement, faite par un extrait de compte de la banque du demandeur ;",
        "a) le passeport.",
    ]


def test_numbers_that_hang_before_their_items_make_no_table(page: Read) -> None:
    sheet = Sheet()
    for place, text in enumerate(("le formulaire ;", "la preuve ;", "le passeport.")):
        sheet.text(50, 100 + 14 * place, f"{place + 1}.").text(80, 100 + 14 * place, text)
    assert texts(page(pdf(sheet), language="fr")) == ["1. le formulaire ;", "2. la preuve ;", "3. le passeport."]


def test_notes_at_the_foot_of_a_page_do_not_part_a_paragraph(page: Read) -> None:
    first = (
        Sheet()
        .prose(50, 100, FRENCH)
        .lines(
            50,
            160,
            [
                "La redevance est due par toute personne majeure",
            ],
        )
        .text(260, 156, "1", 6)
    )
    first.text(50, 790, "1 Voir la loi du 15 décembre 1980, article premier.", 7)
    version = page(pdf(first, Sheet().lines(50, 100, ["qui introduit une demande."])), language="fr")
    assert places(version)[1:] == [
        ("p. 1", "La redevance est due par toute personne majeure¹ qui introduit une demande."),
        ("p. 1", "1 Voir la loi du 15 décembre 1980, article premier."),
    ]


def test_the_mark_of_a_note_is_no_figure_of_an_amount(tmp_path: Path) -> None:
    file = tmp_path / "note.pdf"
    file.write_bytes(pdf(Sheet().text(50, 100, "La redevance est de 150 euros, soit 180").text(226, 96, "1", 6).text(232, 100, "francs.")))
    assert "1801" not in [fact.value for _, fact in facts_of(file, "fr")[1]]


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_upright(page: Read, turns: int) -> None:
    assert texts(page(pdf(Sheet(rotated=turns).prose(50, 100, FRENCH)), language="fr")) == [FRENCH]


@pytest.mark.parametrize("turn", [(0, 1, -1, 0), (0, -1, 1, 0), (-1, 0, 0, -1)], ids=["up", "down", "upside down"])
def test_text_that_is_printed_sideways_is_read_upright(page: Read, turn: tuple[int, int, int, int]) -> None:
    a, b, c, d = turn
    sheet = Sheet()
    for number, line in enumerate(("La redevance est due par toute personne", "majeure qui introduit une demande.")):
        sheet.operators.append(f"BT {a} {b} {c} {d} {300 - 14 * number * c} {400 - 14 * number * d} Tm /F1 10 Tf ({line}) Tj ET")
    assert texts(page(pdf(sheet), language="fr")) == ["La redevance est due par toute personne majeure qui introduit une demande."]


def test_a_watermark_across_the_page_is_no_text(page: Read) -> None:
    sheet = Sheet().prose(50, 100, FRENCH)
    sheet.operators.append("BT 0.7 0.7 -0.7 0.7 200 300 Tm /F1 60 Tf (PROJET) Tj ET")
    assert texts(page(pdf(sheet), language="fr")) == [FRENCH]


def test_a_table_of_contents_is_no_text(page: Read) -> None:
    sheet = (
        Sheet()
        .lines(50, 100, ["Montants ............................ 3", "Preuve . . . . . . . . . . . . . . . 12"])
        .prose(50, 200, FRENCH)
    )
    assert texts(page(pdf(sheet), language="fr")) == [FRENCH]


def test_an_empty_page_between_others_is_skipped(page: Read) -> None:
    body = pdf(Sheet().prose(50, 100, FRENCH), Sheet(), Sheet().prose(50, 100, SECOND))
    assert places(page(body, language="fr")) == [("p. 1", FRENCH), ("p. 3", SECOND)]


@pytest.mark.parametrize(("language", "path"), [("nl", "p. 1"), ("de", "S. 1")])
def test_pages_are_cited_in_the_language_of_the_document(page: Read, language: str, path: str) -> None:
    assert places(page(pdf(Sheet().prose(50, 100, FRENCH)), language=language))[0][0] == path


def test_the_stated_language_and_title_serve_where_the_text_tells_none(page: Read) -> None:
    version = page(pdf(Sheet().text(50, 100, "Permis"), language="nl-BE", title="Tarieven 2025"))
    assert (version.language, version.title) == ("nl", "Tarieven 2025")


def test_the_name_of_a_file_is_no_title(page: Read) -> None:
    assert page(pdf(Sheet().prose(50, 100, FRENCH), title="Microsoft Word - note finale v3.docx"), language="fr").title == ""


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_opens_without_a_password_is_read(page: Read, algorithm: str) -> None:
    assert cells(page(encrypted("", algorithm), language="fr")) == CELLS


def test_a_locked_pdf_says_so() -> None:
    assert "password" in doubt_of(encrypted("secret", "AES-128")).reason


@pytest.mark.parametrize("sheets", [[Sheet(picture=True)], [Sheet()], [Sheet(picture=True), Sheet(picture=True)]])
def test_a_scanned_pdf_is_unreadable(sheets: list[Sheet]) -> None:
    assert "scanned" in doubt_of(pdf(*sheets)).reason


def test_a_pdf_whose_fonts_do_not_name_their_letters_is_unreadable() -> None:
    nameless = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Odd /Encoding /Identity-H "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Odd "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>] >>"
    )
    assert "which letters" in doubt_of(pdf(Sheet().prose(50, 100, FRENCH), fonts=nameless)).reason


@pytest.mark.parametrize("body", [b"%PDF-1.4 broken", pdf(Sheet().prose(50, 100, FRENCH))[:900], b"", b"<html>no PDF</html>"])
def test_a_broken_pdf_is_unreadable(body: bytes) -> None:
    assert "broken or cut short" in doubt_of(body).reason


def test_a_pdf_that_unpacks_without_end_is_unreadable() -> None:
    sheet = Sheet().prose(50, 100, FRENCH)
    sheet.operators.append(" " * 210_000_000)
    assert "unpacks" in doubt_of(pdf(sheet, compressed=True)).reason


def test_a_pdf_of_too_many_pages_says_how_many() -> None:
    assert "501 pages" in doubt_of(pdf(*[Sheet()] * 501)).reason


def test_a_fee_that_changed_in_a_table_is_one_change_with_its_row(tmp_path: Path) -> None:
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(pdf(fees(FEES, ruled=True)))
    after.write_bytes(pdf(fees([*FEES[:2], ["Permis unique", "138 EUR", "160 EUR"]], ruled=True)))
    (change,) = difference(before, after, "fr").changes
    assert (change.kind, change.path, change.before, change.after) == (
        Kind.SUBSTITUTION,
        "Permis unique › 2025 › p. 1",
        "148 EUR",
        "160 EUR",
    )
    assert "Permis unique" in change.summary["fr"]


def test_other_line_breaks_are_no_change(tmp_path: Path) -> None:
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(pdf(Sheet().prose(50, 100, FRENCH, 90).prose(50, 200, SECOND, 90)))
    after.write_bytes(pdf(Sheet().prose(50, 100, FRENCH, 60).prose(50, 250, SECOND, 60)))
    assert difference(before, after, "fr").changes == ()


def test_keys_know_nothing_of_pages(page: Read) -> None:
    one = page(pdf(Sheet().prose(50, 100, FRENCH).prose(50, 200, SECOND)), language="fr")
    two = page(pdf(Sheet().prose(50, 100, FRENCH), Sheet().prose(50, 100, SECOND)), language="fr")
    assert [provision.key for provision in one.provisions] == [provision.key for provision in two.provisions]


def test_text_that_only_moves_to_another_page_is_no_change(tmp_path: Path) -> None:
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(pdf(Sheet().prose(50, 100, FRENCH).prose(50, 200, SECOND), Sheet().prose(50, 100, DUTCH)))
    after.write_bytes(pdf(Sheet().prose(50, 100, FRENCH), Sheet().prose(50, 100, SECOND).prose(50, 200, DUTCH)))
    assert difference(before, after, "fr").changes == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_behind_the_mark_of_a_pdf_raise(body: bytes) -> None:
    assert isinstance(read(b"%PDF-1.7\n" + body, language="fr"), Version | Doubt)


WHOLE = pdf(fees(FEES, ruled=True), Sheet(rotated=90, picture=True).prose(50, 100, DUTCH, 40))


@settings(max_examples=150, deadline=None)
@given(st.integers(9, len(WHOLE) - 1), st.binary(min_size=1, max_size=6))
def test_no_spoiled_pdf_raises(place: int, spoilt: bytes) -> None:
    assert isinstance(read(WHOLE[:place] + spoilt + WHOLE[place + len(spoilt) :], language="fr"), Version | Doubt)


OPERATORS = st.sampled_from(
    [
        "BT",
        "ET",
        "Tj",
        "(a) Tj",
        "/F1 9 Tf",
        "/F9 0 Tf",
        "1e9 0 0 1e-9 5 5 Tm",
        "9 Td",
        "0 0 m 5 5 l S",
        "q",
        "Q",
        "1 0 0 0 re f",
        "/I1 Do",
        "-1 Tz",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(OPERATORS, max_size=30))
def test_no_page_whatever_raises(operators: list[str]) -> None:
    assert isinstance(read(pdf(Sheet(operators=operators)), language="fr"), Version | Doubt)
