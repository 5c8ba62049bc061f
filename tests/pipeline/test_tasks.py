"""`veille tasks` as a person meets it: what is wrong, why, and where the official text says so."""

import json

from tests.pipeline.conftest import ADDRESS, NOW, WATCHLIST, Publisher, Veille, page

OURS = "https://asbl.example/page"
OWN = f"""
pages:
  - {{id: asbl.page, source: essai, url: "{OURS}", language: fr, topics: [frais], every: 1h}}
"""
OTHERS = ["La demande se dépose à la commune.", "Le guichet est ouvert le matin."]
SENTENCE = "Pour un duplicata de la vignette, la redevance est de {fee} €."


def test_a_sentence_that_a_change_made_wrong_is_told_with_the_change_and_its_page(publisher: Publisher, veille: Veille) -> None:
    publisher.watchlist = WATCHLIST.replace(" EXTRA", "") + OWN
    publisher.answers(page(SENTENCE.format(fee=15), *OTHERS)).answers(page(SENTENCE.format(fee=15)), after=NOW, at=OURS)
    publisher.answers(page(SENTENCE.format(fee=40), *OTHERS))
    publisher.play()
    told = veille("tasks")
    assert told.returncode == 1
    assert "  open, stale: “15 €”  Redevance : 15 € → 40 €\n" in told.stdout
    assert f"  official: {ADDRESS}\n  proposal: {SENTENCE.format(fee=40)}\n" in told.stdout
    (item,) = json.loads(veille("tasks", "--format", "json").stdout)["items"]
    assert (item["text"], item["problem"], item["change"]) == ("15 €", "stale", 1)


def test_where_there_is_none_that_is_said(publisher: Publisher, veille: Veille) -> None:
    publisher.answers(page(*OTHERS)).play()
    told = veille("tasks")
    assert (told.returncode, told.stdout) == (0, "No sentence of our own pages is known to be wrong.\n")
