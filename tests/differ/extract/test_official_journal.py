"""Acts of the EU: recitals, articles, paragraphs and points, in the words of the act's language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Provision, Version

Read = Callable[..., Version]


@pytest.fixture
def french(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("journal-fr.xhtml").provisions}


@pytest.fixture
def dutch(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("consolidated-nl.xhtml").provisions}


def test_french_paths(french: dict[str, Provision]) -> None:
    assert french["rct:12"].path == "Considérant 12"
    assert french["art:4/par1/a)"].path == "Art. 4, par. 1, a)"
    assert french["art:4/par1/b)/i)"].path == "Art. 4, par. 1, b), i)"
    assert french["art:4/par1/sub2"].path == "Art. 4, par. 1, al. 2"
    assert french["anx:II/label"].path == "Annexe II"


def test_dutch_paths(dutch: dict[str, Provision]) -> None:
    assert dutch["art:4/par1/a)"].path == "Art. 4, lid 1, a)"
    assert dutch["art:4/par1/sub2"].path == "Art. 4, lid 1, tweede alinea"


def test_english_paths_are_asked_for_by_the_watch(page: Read) -> None:
    assert "Art. 4(1)(a)" in {provision.path for provision in page("journal-fr.xhtml", language="en").provisions}


def test_calls_of_notes_and_marks_of_amendments_are_no_text(french: dict[str, Provision], dutch: dict[str, Provision]) -> None:
    assert french["rct:12"].text == "La protection dure un an, voir l'article 4, paragraphe 1."
    assert dutch["art:4/par1"].text == "De bescherming duurt twee jaar:"


def test_a_reference_in_brackets_is_text(page: Read) -> None:
    source = (
        '<html><body><div class="eli-container"><div id="art_1" class="eli-subdivision"><p class="oj-ti-art">Article 1</p>'
        '<p class="oj-normal">Article 5(1) and point (2) of Regulation (EU) 1/2 apply.</p></div></div></body></html>'
    )
    assert page(source.encode(), language="en").provisions[-1].text == "Article 5(1) and point (2) of Regulation (EU) 1/2 apply."


def test_only_the_act_is_read(french: dict[str, Provision], dutch: dict[str, Provision]) -> None:
    words = " ".join(provision.text for provision in (*french.values(), *dutch.values()))
    for noise in ("Journal officiel", "JO L 212", "PB L 71", "louter", "Gewijzigd", "02022D0382", "La présidente", "►", "▼"):
        assert noise not in words


def test_language_and_title_come_from_the_document(page: Read) -> None:
    assert page("consolidated-nl.xhtml").title == "BESLUIT (EU) 2022/382 van 4 maart 2022"
    assert page("consolidated-nl.xhtml").language == "nl"
    assert page("journal-fr.xhtml").language == "fr"


def test_the_act_and_its_consolidation_agree_on_keys_and_untouched_texts(page: Read, recordings: Path) -> None:
    act, consolidated = (
        {provision.key: provision.text for provision in page((recordings / "cellar" / f"32021R0953_{form}.xhtml").read_bytes()).provisions}
        for form in ("oj", "cons")
    )
    shared = [key for key in act.keys() & consolidated.keys() if key.startswith("art:")]
    same = [key for key in shared if act[key] == consolidated[key]]
    assert len(same) > 120
    assert len(same) >= 0.85 * len(shared)
