"""Text that is printed and not in force: annulled, suspended, for later, for one region; and how its coming into force is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Dates, Kind, Provision, Stage, Version
from differ.compare import compare
from differ.extract.amendments import resolve

Read = Callable[..., Version]
WHOLE = (Path(__file__).parent / "pages" / "justel-variants.html").read_text(encoding="utf-8")
BREAK = "<BR><BR>"
PRESENT, FUTURE = (article for article in WHOLE.split(BREAK) if "<A NAME='Art.4'" in article)


@pytest.fixture
def annulled(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("justel-annulled.html").provisions}


@pytest.fixture
def variants(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("justel-variants.html").provisions}


def stages(law: dict[str, Provision]) -> dict[str, Stage]:
    return {key: provision.stage for key, provision in law.items() if provision.stage}


def test_text_in_italics_under_a_note_on_a_judgment_is_annulled_or_suspended(annulled: dict[str, Provision]) -> None:
    assert stages(annulled) == {
        "art:1/al2": Stage.ANNULLED,
        "art:1/al3": Stage.ANNULLED,
        "art:2/§2": Stage.ANNULLED,
        "art:3": Stage.SUSPENDED,
    }


def test_annulled_text_stays_and_its_path_says_so_in_the_language_of_the_law(annulled: dict[str, Provision]) -> None:
    assert annulled["art:1/al3"].text == "Il est de cinq jours à la frontière."
    assert annulled["art:1/al3"].path == "Art. 1, al. 3 (annulé)"
    assert annulled["art:3"].path == "Art. 3 (suspendu)"


def test_a_paragraph_of_which_some_words_were_annulled_is_still_law(annulled: dict[str, Provision]) -> None:
    assert annulled["art:2"].stage is None
    assert annulled["art:2/note"].text.startswith("(NOTE : par son arrêt n° 1/2017")


def test_a_note_within_the_article_counts_for_no_subparagraph(annulled: dict[str, Provision]) -> None:
    assert annulled["art:4/al2"].text == "Elle n'y est pas tenue."
    assert annulled["art:4/note"].path == "Art. 4, note"


def test_italics_without_a_judgment_mean_nothing(annulled: dict[str, Provision]) -> None:
    assert annulled["art:5/al2"].text == "Une phrase en italiques sans arrêt."
    assert annulled["art:5"].text == "Au sens de la loi, mutatis mutandis vaut toujours."


def test_of_an_article_printed_several_times_the_key_says_which(variants: dict[str, Provision]) -> None:
    assert variants["art:4/§1"].text == "Le droit de nationalité est fixé à 150 euros."
    assert variants["art:4@future/§1"].path == "Art. 4 (droit futur), § 1er"
    assert variants["art:5@walloon-region"].path == "Art. 5 (Région wallonne)"
    assert variants["art:5@brussels-region"].text == "Le droit de vente est de 12 p.c."


def test_the_key_of_a_variant_rests_on_no_order(page: Read, variants: dict[str, Provision]) -> None:
    other = page(WHOLE.replace(PRESENT + BREAK + FUTURE, FUTURE + BREAK + PRESENT).encode())
    assert {provision.key: provision for provision in other.provisions} == variants


def test_future_law_and_law_whose_day_is_left_open_is_only_adopted(variants: dict[str, Provision]) -> None:
    assert stages(variants) == dict.fromkeys(["art:4@future/§1", "art:4@future/§2", "art:6/1°", "art:6/3°", "art:7"], Stage.ADOPTED)
    assert variants["art:6/1°"].dates == Dates(adopted="2024-05-12")
    assert variants["art:6/1°"].path == "Art. 6, 1° (pas encore en vigueur)"
    assert variants["art:6"].stage is None


def test_a_day_left_open_with_a_last_day_may_have_come(variants: dict[str, Provision]) -> None:
    assert variants["art:6/2°"].stage is None
    assert variants["art:6/2°"].dates == Dates(adopted="2024-05-12")


@pytest.mark.parametrize(
    "words",
    [
        "En vigueur : indéterminée",
        "En vigueur : à une date à déterminer par le Roi",
        "Inwerkingtreding : onbepaald",
        "Inwerkingtreding : op een door de Koning te bepalen datum",
        "Inkrafttreten : unbestimmt",
    ],
)
def test_every_way_to_leave_the_day_open_is_known(words: str) -> None:
    (line,) = resolve(["[¹ Le droit est de 60 euros.]¹", "----------", f"(1)<L 2024-05-12/29, art. 6, 098; {words}>"]).lines[:1]
    assert (line.dates, line.stage) == (Dates(adopted="2024-05-12"), Stage.ADOPTED)


@pytest.mark.parametrize("act", ["L", "AR", "ED", "DCFL", "DRW", "ORD", "Inséré par L", "DVR", "W", "KB", "AGF"])
def test_whatever_the_act_its_note_gives_the_dates(act: str) -> None:
    lines = ["[¹ Le droit est de 60 euros.]¹", "----------", f"(1)<{act} 2024-05-12/29, art. 6, 098; En vigueur : 20-07-2024>"]
    assert resolve(lines).lines[0].dates == Dates(adopted="2024-05-12", in_force="2024-07-20", applies="2024-07-20")


def test_future_law_that_comes_into_force_is_told_once_where_it_applies(page: Read) -> None:
    fulfilled = WHOLE.replace(PRESENT + BREAK + FUTURE, FUTURE.replace("4_DROIT_FUTUR", "4")).replace("4, 4_DROIT_FUTUR, ", "4, ")
    (change,) = compare(page("justel-variants.html"), page(fulfilled.encode()), "fr")
    assert (change.kind, change.key, change.effective) == (Kind.SUBSTITUTION, "art:4/§1", "2027-01-01")
    assert [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in change.facts] == [("150", "1000")]


def test_future_law_that_is_printed_first_is_new_beside_the_law_in_force(page: Read) -> None:
    before = page(WHOLE.replace(BREAK + FUTURE, "").replace("4, 4_DROIT_FUTUR, ", "4, ").encode())
    found = [(change.kind, change.key) for change in compare(before, page("justel-variants.html"), "fr")]
    assert found == [(Kind.INSERTION, "art:4@future/§1"), (Kind.INSERTION, "art:4@future/§2")]
