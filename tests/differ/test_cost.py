"""Four times the text costs about four times the work, never sixteen times; and nothing is given up that is near."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from core.values import Change, Dates, Kind, Provision, Version
from differ import align
from differ.align import pair
from differ.compare import compare
from differ.factchanges import fact_changes
from differ.facts import facts
from differ.redline import redline

Calls = Callable[[Callable[[], object]], int]
LINEAR = 8
"""Twice the four times: less than half of what a quadratic cost would be."""


def version(texts: list[str], path: str = "Art. {}", *, firm: bool = False) -> Version:
    return Version("test", tuple(Provision(f"k{number}", path.format(number), text, firm) for number, text in enumerate(texts)))


def same_text(size: int, firm: bool) -> Callable[[], object]:
    one = version([f"Un texte {number}." for number in range(size)], firm=firm)
    other = version([f"Un texte {number}." for number in range(size)], firm=firm)
    return lambda: compare(one, other, None)


@pytest.mark.parametrize("firm", [False, True])
def test_an_order_is_sought_once_for_all_headings(calls: Calls, firm: bool) -> None:
    small, large = same_text(100, firm), same_text(400, firm)
    small()  # the language data is loaded once
    assert calls(large) < LINEAR * calls(small)


def words_of(number: int, side: str) -> str:
    return " ".join(f"{side}{number}m{word}" for word in range(8))


def test_likeness_is_sought_nearby_where_much_was_rewritten(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "LARGEST_SEARCH", 100)
    monkeypatch.setattr(align, "NEARBY", 5)

    def rewritten(size: int) -> Callable[[], object]:
        before = version([words_of(number, "a") for number in range(size)], "Frais").provisions
        after = tuple(Provision(f"n{number}", "Frais", words_of(number, "b")) for number in range(size))
        return lambda: pair(before, after)

    rewritten(400)()  # the words of a text are remembered
    assert calls(rewritten(400)) < LINEAR * calls(rewritten(100))


def test_texts_of_very_different_length_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    whole = align.likeness
    monkeypatch.setattr(align, "likeness", lambda old, new: compared.append((old, new)) or whole(old, new))
    short, long = Provision("a", "Frais", "Un mot."), Provision("b", "Frais", " ".join(f"mot{number}" for number in range(50)))
    pair([short], [long])
    assert compared == []


def test_what_was_reworded_behind_many_new_paragraphs_is_still_found() -> None:
    texts = [f"{words_of(number, 'a')} fin" for number in range(700)]
    new = [words_of(number, "z") for number in range(300)]
    after = version([*new, *(f"{text} modifiée" for text in texts)], "Frais {}")
    before = version(texts, "Frais")
    kept = tuple(Provision(f"x{each.key}", "Frais", each.text) for each in after.provisions)
    anchor = Provision("anchor", "Frais", "Une phrase qui ne change jamais.")
    found = pair((anchor, *before.provisions), (*kept[:300], anchor, *kept[300:]))
    assert sum(1 for each in found if each.before and each.after) == 701


def test_the_date_beside_a_fee_is_read_once_for_each_change(calls: Calls) -> None:
    def fees(size: int) -> Callable[[], list[Change]]:
        before, after = (
            [f"La redevance {words_of(number, 'r')} est de {number + plus} euros." for number in range(size)] for plus in (100, 2000)
        )
        return lambda: compare(version(before, "Redevance", firm=True), version(after, "Redevance", firm=True), "fr")

    fees(10)()
    assert calls(fees(120)) < LINEAR * calls(fees(30))


def test_many_amounts_in_one_text_are_paired_nearby(calls: Calls) -> None:
    def amounts(size: int) -> Callable[[], object]:
        before, after = (" ".join(f"cas {number} : {number + plus} euros ;" for number in range(size)) for plus in (1000, 5000))
        return lambda: fact_changes(before, after, "fr")

    assert calls(amounts(800)) < LINEAR * calls(amounts(200))
    pairs = amounts(300)()
    assert isinstance(pairs, tuple)
    assert all(each.before and each.after and each.after.value == str(int(each.before.value) + 4000) for each in pairs)


def test_a_text_all_of_whose_words_changed_is_one_piece_for_another() -> None:
    before, after = (" ".join(f"{side}{number}" for number in range(8000)) for side in "ab")
    assert redline(before, after, "fr") == (("-", before), ("+", after))


def test_one_word_changed_in_a_long_text_is_told_as_one_word() -> None:
    sentences = [f"La phrase {number} dit {words_of(number, 'm')}." for number in range(500)]
    before, after = " ".join(sentences), " ".join(sentences).replace("La phrase 250 dit", "La phrase 250 tait")
    changed = [piece for piece in redline(before, after, "fr") if piece[0] != "="]
    assert changed == [("-", "dit"), ("+", "tait")]


@pytest.mark.parametrize("sign", [".", ",", ""])
def test_a_long_redline_gives_back_both_texts(sign: str) -> None:
    before = f"{sign} ".join(f"mot {number} dit {number % 7}" for number in range(1200))
    after = f"{sign} ".join(f"mot {number} dit {number % 5}" for number in range(100, 1300))
    pieces = redline(before, after, "fr")
    assert "".join(text for each, text in pieces if each in "=-") == before
    assert "".join(text for each, text in pieces if each in "=+") == after
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_only_a_date_under_the_same_heading_is_nearby() -> None:
    def fees(amount: str, *notes: Provision) -> Version:
        return Version("test", (Provision("fee", "Redevance › Famille", amount, True, dates=Dates()), *notes))

    note = "Ces montants s'appliquent à partir du 1er janvier 2024."
    for path, expected in (("Redevance", "2024-01-01"), ("Recours", None)):
        found = compare(fees("198 €"), fees("206 €", Provision("note", path, note)), "fr")
        assert [each.effective for each in found if each.kind is Kind.SUBSTITUTION] == [expected]


def renamed_table(rows: int) -> Callable[[], object]:
    def table(name: str) -> list[Provision]:
        return [Provision(f"{name}{row}", f"{name} {row} › Montant", f"{row} €", True, f"{name} {row}") for row in range(rows)]

    before, after = table("Visa"), table("Carte")
    return lambda: pair(before, after)


def test_a_long_table_all_of_whose_rows_are_renamed_costs_in_proportion_to_its_rows(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "LARGEST_SEARCH", 100)
    monkeypatch.setattr(align, "NEARBY", 5)
    assert calls(renamed_table(400)) < LINEAR * calls(renamed_table(100))


def test_values_and_references_are_read_in_proportion_to_the_text(calls: Calls) -> None:
    sentence = "L'article 10, § 1er, de la loi du 15 décembre 1980 vaut 30 jours et 206 €, de 9 h à 12 h, tél. 02 793 80 00. "
    facts(sentence, "fr")  # the language data is loaded once
    assert calls(lambda: facts(sentence * 200, "fr")) < LINEAR * calls(lambda: facts(sentence * 50, "fr"))
