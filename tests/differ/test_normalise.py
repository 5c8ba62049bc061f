"""One form for one wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from differ.normalise import normalise


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  1.000\u00a0€\u202f: oui ", "1.000 € : oui"),
        ("re\u00addevance\u200b", "redevance"),
        ("e\u0301tat", "état"),
        ("l’« État »", "l’« État »"),
        ("un\r\n\tdeux", "un deux"),
        ("", ""),
    ],
)
def test_white_space_and_invisible_signs_do_not_count(written: str, stored: str) -> None:
    assert normalise(written) == stored


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("L’ÉTRANGER", "l'etranger"),
        ("« œuvre »", '" oeuvre "'),
        ("15–20", "15-20"),
        ("Straße", "strasse"),
        ("geïntegreerd", "geintegreerd"),
    ],
)
def test_folding_forgets_accents_case_and_typography(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_normalising_and_folding_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)
