"""What `veille diff --format html` shows a jurist."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.values import Doubt, IncidentKind, Provision, Version
from differ.compare import compare
from differ.wording.reasons import reason_in_words
from pipeline.difference_page import difference_as_page
from pipeline.documents import Difference

HOME = Path(__file__).resolve().parents[2]

OLD = "Le droit d'enregistrement visé par la loi du 28 juin 1984 est de 150 euros."
NEW = "Depuis le 29 juillet 2025, le droit d'enregistrement visé par la loi du 28 juin 1984 est de 1.000 euros."


def version(*texts: str) -> Version:
    return Version("test", tuple(Provision(f"art:{number}", f"Art. {number}", text, firm=True) for number, text in enumerate(texts, 238)))


def page(before: Version, after: Version, language: str = "fr") -> str:
    return difference_as_page("avant.html", "apres.html", Difference(language, tuple(compare(before, after, language)), None))


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_sentences_come_first_then_place_values_and_effective_date() -> None:
    text = words_of(page(version(OLD), version(NEW)).partition("</style>")[2])
    told = [
        "En bref",
        "Droit d'enregistrement : 150 € → 1.000 €",
        "Endroit Art. 238",
        "Prend effet 29 juillet 2025",
        "montant 150 €",
        "Le texte",
    ]
    places = [text.replace("&#39;", "'").index(each) for each in told]
    assert places == sorted(places)


def test_what_went_and_came_is_said_in_words_besides_style() -> None:
    text = words_of(page(version(OLD), version(NEW))).replace("\N{NO-BREAK SPACE}", " ")
    assert "[supprimé : 150 ]" in text
    assert "[ajouté : 1.000 ]" in text


def test_a_change_without_effect_stands_behind_the_others_folded() -> None:
    html = page(version("Les etrangers.", OLD), version("Les étrangers.", NEW))
    assert html.index("1.000") < html.index("<details>") < html.index("étrangers")


def test_the_date_of_an_act_is_told_by_its_reference_alone() -> None:
    html = page(version("Voir la loi du 15 décembre 1980."), version("Voir la loi du 12 janvier 2007."))
    assert html.count('<th scope="row">') == 1


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Ce qui a changé"), ("nl", "Wat is er veranderd"), ("en", "What changed"), ("de", "What changed")]
)
def test_the_page_speaks_the_readers_language(language: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in page(version("Text."), version("Text."), language)


def test_what_the_files_hold_is_text_and_never_markup() -> None:
    html = page(version("Un & deux."), version("Un & <script>alert(1)</script> deux."))
    assert "<script>" not in html


def test_a_file_that_cannot_be_trusted_is_an_incident() -> None:
    doubt = Doubt(IncidentKind.EMPTY, "nothing was read")
    assert "nothing was read" in difference_as_page("a", "b", Difference("fr", (), doubt))


def test_why_a_change_matters_is_said_in_the_readers_language() -> None:
    text = words_of(page(version(OLD), version(NEW))).replace("\N{NO-BREAK SPACE}", " ").replace("&#39;", "'")
    assert "ajout d'une date ; modification d'un montant ; mot révélateur : « droit d'enregistrement »" in text
    assert "Waarom: bedrag gewijzigd;" in words_of(page(version("De retributie is 150 euro."), version("De retributie is 200 euro."), "nl"))


def test_a_reason_that_nobody_translated_is_shown_as_it_is() -> None:
    (change,) = compare(version(OLD), version(NEW), "fr")
    html = difference_as_page("a", "b", Difference("fr", (replace(change, reasons=("seen & told",)),), None))
    assert '<span lang="en">seen &amp; told</span>' in html


def test_every_reason_that_the_differ_gives_can_be_said_in_french_and_dutch() -> None:
    with (HOME / "evaluation" / "changes.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["before"] and row["after"]]
    pairs = [(version(row["before"]), version(row["after"]), row["language"]) for row in rows]
    reasons = {reason for before, after, language in pairs for change in compare(before, after, language) for reason in change.reasons}
    assert len(reasons) > 50
    assert [reason for reason in sorted(reasons) if not (reason_in_words(reason, "fr") and reason_in_words(reason, "nl"))] == []
