"""What is believed of a page of our own, from the answer of its site to the Incident."""

from sqlalchemy import select

from core import models
from core.database import reading
from tests.pipeline.conftest import Publisher, page, polls

OWN = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  essai: {name: Essai, spider: page, delay: 0s}
pages:
  - {id: essai.page, source: essai, url: "https://essai.example/page", language: fr, topics: [frais], every: 1h}
"""
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")
BEFORE = [f"Notre service {word} explique une partie du sujet à ceux qui viennent nous voir." for word in WORDS]
MORE = [f"Pour la commune numéro {number}, la demande se dépose au guichet le mardi matin." for number in range(30)]


def test_a_page_that_we_enlarge_or_rewrite_is_read_at_once(publisher: Publisher) -> None:
    publisher.watchlist = OWN
    rewritten = [f"Depuis la réforme de l'accueil, notre réponse à la question {number} est tout autre qu'avant." for number in range(25)]
    deployment = publisher.answers(page(*BEFORE)).answers(page(*BEFORE, *MORE)).answers(page(*rewritten)).play()
    assert [poll.outcome for poll in polls(deployment)] == ["first", "changed", "changed"]


def test_a_page_of_ours_that_lost_most_of_its_text_is_an_incident_that_says_so(publisher: Publisher) -> None:
    publisher.watchlist = OWN
    deployment = publisher.answers(page(*BEFORE)).answers(page(*BEFORE[:2])).play()
    assert [poll.outcome for poll in polls(deployment)] == ["first", "incident"]
    with reading(deployment.engine) as session:
        (incident,) = session.scalars(select(models.Incident))
    assert (incident.kind, incident.reason.partition(";")[0]) == (
        "collapsed",
        "of the 11 provisions of the last version 3 were found again",
    )
