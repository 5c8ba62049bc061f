"""Links of our own pages that lead to an official page which is gone or has moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.desk.claims import Claim
from alerts.desk.doubts import sentence
from alerts.desk.findings import Finding
from alerts.desk.speech import is_read
from alerts.sentences import sentences
from core import models
from core.clock import BRUSSELS
from core.compression import decompress
from core.values import Fact, FactType, IncidentKind, Provision, WatchKind
from core.watchlist import Page
from differ.links import Link, links_of

DEAD = "dead"
KINDS = (IncidentKind.GONE, IncidentKind.MOVED)


@dataclass(frozen=True)
class DeadAddress:
    """An official address that is good no more; ``now_at`` is where it leads, where that is known."""

    now_at: str | None
    opened: date


def dead_addresses(session: Session) -> dict[str, DeadAddress]:
    """The addresses of the Watches that are gone or have moved, as they are compared."""
    incident, watch = models.Incident, models.Watch
    found = session.execute(
        select(watch.id, watch.url, incident.kind, incident.opened)
        .join(watch, watch.id == incident.watch_id)
        .where(incident.closed.is_(None), incident.kind.in_(KINDS), watch.kind != WatchKind.OWN)
    )
    return {_compared(url): _dead(session, watch_id, url, kind, opened) for watch_id, url, kind, opened in found}


def _dead(session: Session, watch_id: str, url: str, kind: str, opened: datetime) -> DeadAddress:
    row = models.Snapshot
    newest = select(row.final_url).where(row.watch_id == watch_id, row.url == url).order_by(row.id.desc()).limit(1)
    leads_to = session.scalar(newest) if kind == IncidentKind.MOVED else None
    known = leads_to if leads_to and _compared(leads_to) != _compared(url) else None
    return DeadAddress(known, opened.astimezone(BRUSSELS).date())


def _compared(address: str) -> str:
    return address.partition("#")[0].partition("://")[2].rstrip("/").removeprefix("www.")


def dead_links(session: Session, page: Page, provisions: Sequence[Provision], known: Mapping[str, DeadAddress]) -> list[Finding]:
    """A finding for each link of the page's newest Snapshot to a dead address."""
    if not known or not is_read(page.language):
        return []
    row = models.Snapshot
    snapshot = session.scalars(select(row).where(row.watch_id == page.id, row.parent == "").order_by(row.id.desc()).limit(1)).one()
    content_type = next((value for name, value in snapshot.headers.items() if name.lower() == "content-type"), "")
    links = links_of(decompress(snapshot.body.data), content_type, snapshot.final_url)
    return list(_findings(links, provisions, known, page.language))


def _findings(links: Sequence[Link], provisions: Sequence[Provision], known: Mapping[str, DeadAddress], language: str) -> Iterator[Finding]:
    for link in dict.fromkeys(links):
        dead = known.get(_compared(link.address))
        if dead:
            claim = _claim(link, provisions, language)
            reason = sentence("dead_moved" if dead.now_at else "dead", language, text=link.text, url=link.address)
            yield Finding(claim, DEAD, dead.now_at, reason=reason)


def _claim(link: Link, provisions: Sequence[Provision], language: str) -> Claim:
    """The sentence that holds the link, the words of the link alone where none does."""
    places = chain.from_iterable(((said, each.path) for said in sentences(each.text, language)) for each in provisions)
    said, path = next(((said, path) for said, path in places if link.text in said), (link.text, ""))
    start = said.index(link.text)
    fact = Fact(FactType.CONTACT, link.address, None, link.text, start, start + len(link.text))
    return Claim(said, fact, path)
