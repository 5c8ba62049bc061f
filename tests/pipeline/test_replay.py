"""What a replay tells at the terminal, and what may be done with its database afterwards."""

from datetime import timedelta

import pytest

from tests.pipeline.conftest import NOW, Publisher, Veille, one_sentence, page

DAY = timedelta(days=1)
NL = "https://essai.example/nl"
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 9)]
REGELS = [f"De regel nummer {number} geldt voor elke aanvraag tot verblijf bij de gemeente van uw woonplaats." for number in range(1, 9)]
WITH_DUTCH = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
  asile: {fr: Asile, nl: Asiel, en: Asylum}
sources:
  essai: {name: Essai, spider: page, delay: 0s}
watches:
  - {id: essai.page, source: essai, kind: page, url: "https://essai.example/page", language: fr, topics: [frais], translations: [essai.nl]}
  - {id: essai.nl, source: essai, kind: page, url: "https://essai.example/nl", language: nl, topics: [frais]}
"""


def fr(fee: str) -> str:
    return page(f"La redevance pour une demande de séjour est de {fee} €.", *RULES)


def nl(fee: str) -> str:
    return page(f"De retributie voor een aanvraag tot verblijf bedraagt {fee} euro.", *REGELS)


def day_of(printed: str, day: str) -> str:
    """What was printed of one day."""
    return printed.partition(day)[2].partition(" polled, ")[2].partition("2026 ")[0]


def test_it_tells_of_the_day_on_which_announced_law_binds(publisher: Publisher, veille: Veille) -> None:
    announced = page("La redevance pour une demande de séjour est de 206 € à partir du 15 janvier 2026.", *RULES)
    folder = publisher.answers(fr("198")).answers(announced).answers(announced, after=15 * DAY).record()
    done = veille("replay", str(folder))
    assert done.returncode == 0, done.stderr
    assert "in force" not in day_of(done.stdout, "06.01.2026")
    assert "in force  essai.page: " in day_of(done.stdout, "21.01.2026")


def test_it_tells_when_a_language_version_differs_and_no_longer_does(publisher: Publisher, veille: Veille) -> None:
    publisher.watchlist = WITH_DUTCH
    publisher.answers(fr("198")).answers(nl("198"), after=NOW, at=NL)
    folder = publisher.answers(fr("200")).answers(nl("210"), after=NOW, at=NL).answers(nl("200"), at=NL).record()
    printed = veille("replay", str(folder)).stdout
    said = "essai.page: parity: essai.nl says 210 € instead of 198 € since 2026-01-06; here 198 € became 200 €."
    assert f"  incident  {said}" in day_of(printed, "06.01.2026")
    assert f"  closed    {said}" in day_of(printed, "07.01.2026")


def test_a_doubted_reading_of_a_replay_can_be_accepted_since_nothing_is_polled(publisher: Publisher, veille: Veille) -> None:
    folder = publisher.answers(fr("198")).answers(page(RULES[0], RULES[1])).record()
    assert "collapsed" in veille("replay", str(folder)).stdout
    accepted = veille("accept", "essai.page")
    assert (accepted.returncode, accepted.stderr) == (0, "")
    assert "essai.page: accepted; " in accepted.stdout


@pytest.mark.parametrize(
    ("option", "word", "known"),
    [("--topic", "topic", "known are: asile, frais"), ("--source", "source", "known are: essai"), ("--watch", "watch", "essai.page")],
)
def test_the_history_of_a_name_that_nobody_gave_is_a_mistake(
    publisher: Publisher, veille: Veille, option: str, word: str, known: str
) -> None:
    publisher.watchlist = WITH_DUTCH
    publisher.answers(fr("198")).answers(nl("198"), after=NOW, at=NL).answers(fr("206")).play()
    one_sentence(veille("log", option, "essai.pag"), f"There is no {word} 'essai.pag'", known)
    assert "206 €" in veille("log", "--topic", "frais", "--source", "essai", "--watch", "essai.page").stdout
    assert "206 €" not in veille("log", "--topic", "asile").stdout
