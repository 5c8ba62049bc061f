"""One piece of news from recorded pages to one Event: language versions that contradict each other, a page and the news about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core import models
from core.database import reading
from pipeline.deployment import Deployment
from tests.pipeline.conftest import NOW, Publisher, changes, page

NL, NEWS = "https://essai.example/nl", "https://essai.example/fr/actualites"
ITEM = "https://essai.example/fr/actualites/redevances"
DAY = timedelta(days=1)
WATCHLIST = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  essai: {name: Essai, spider: page, delay: 0s}
  nouvelles: {name: Nouvelles, spider: listing, delay: 0s}
watches:
  - {id: essai.fr, source: essai, kind: page, url: "https://essai.example/page", language: fr, topics: [frais], translations: [essai.nl]}
  - {id: essai.nl, source: essai, kind: page, url: "https://essai.example/nl", language: nl, topics: [frais]}
  - {id: nouvelles.fr, source: nouvelles, kind: listing, url: "https://essai.example/fr/actualites", language: fr, topics: [frais]}
"""
RULES = [f"La règle numéro {number} s'applique à chaque demande de séjour introduite à la commune." for number in range(1, 8)]
REGELS = [f"De regel nummer {number} geldt voor elke aanvraag tot verblijf bij de gemeente van uw woonplaats." for number in range(1, 8)]
ANNOUNCEMENT = (
    "La redevance pour le regroupement familial passe de 198 € à 200 €. La redevance se paie avant la demande, sur le compte du service."
)


def fr(fee: str) -> str:
    return page(f"La redevance pour le regroupement familial est de {fee} €.", *RULES)


def nl(fee: str) -> str:
    return page(f"De retributie voor gezinshereniging bedraagt {fee} euro.", *REGELS)


def news(*more: tuple[str, str]) -> str:
    old = [(f"/fr/actualites/{number}", f"Une nouvelle numéro {number}") for number in range(10, 0, -1)]
    told = "".join(
        f'<article><h2><a href="{path}">{title}</a></h2><p>Le service vous informe.</p></article>' for path, title in (*more, *old)
    )
    return f'<!doctype html><html lang="fr"><head><title>Liste</title></head><body><main><h1>Liste</h1>{told}</main></body></html>'


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    found = Publisher(tmp_path, watchlist=WATCHLIST)
    return found.answers(fr("198")).answers(nl("198"), after=NOW, at=NL).answers(news(), after=NOW, at=NEWS)


def events(deployment: Deployment) -> list[tuple[int, list[str]]]:
    """The revision of each Event and the Watches that tell it, poll by poll: those of one poll may be read in either order."""
    with reading(deployment.engine) as session:
        found = session.scalars(select(models.Event).order_by(models.Event.id))
        told = [(event.revision, sorted((change.detected, change.watch_id) for change in event.changes)) for event in found]
        return [(revision, [watch for _, watch in changes]) for revision, changes in told]


def parity(deployment: Deployment) -> list[models.Incident]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Incident).order_by(models.Incident.id)))


def test_a_version_that_contradicts_and_is_put_right_a_day_later_is_one_event_with_a_new_revision(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("200")).answers(nl("210"), after=NOW, at=NL).answers(nl("200"), at=NL).play()
    assert events(deployment) == [(2, ["essai.fr", "essai.nl", "essai.nl"])]


def test_meanwhile_it_differs_in_a_value_and_that_ends_by_itself(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("200")).answers(nl("210"), after=NOW, at=NL).answers(nl("200"), at=NL).play()
    (incident,) = parity(deployment)
    first, _, last = changes(deployment)
    assert (incident.watch_id, incident.kind, incident.opened, incident.closed) == ("essai.nl", "parity", first.detected, last.detected)


def test_the_other_version_may_be_the_one_that_is_put_right(publisher: Publisher) -> None:
    deployment = publisher.answers(fr("200")).answers(nl("210"), after=NOW, at=NL).answers(fr("210")).play()
    assert events(deployment) == [(2, ["essai.fr", "essai.nl", "essai.fr"])]
    assert [incident.closed for incident in parity(deployment)] == [changes(deployment)[-1].detected]


def test_both_versions_and_the_news_item_seen_in_one_poll_are_one_event_told_once(publisher: Publisher) -> None:
    publisher.answers(fr("200")).answers(nl("200"), after=NOW, at=NL)
    publisher.answers(news(("/fr/actualites/redevances", "Les redevances augmentent")), after=NOW, at=NEWS)
    deployment = publisher.answers(page(ANNOUNCEMENT), after=NOW, at=ITEM).play()
    assert events(deployment) == [(1, ["essai.fr", "essai.nl", "nouvelles.fr"])]
