"""The items of a listing through time: known by what they are, whatever their place, their address or their slug."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urldefrag

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.compression import decompress
from core.values import Doubt, IncidentKind, Provision, Version, WatchKind
from core.watchlist import Watch
from crawlers.addresses import DATE
from differ.doubts import FEWEST
from differ.extract import read

REMEMBERED_ITEMS = 2000
"""Items of a listing that stay known after they scrolled off, or whose page did not change: several weeks of the Moniteur."""
NO_ITEMS = Version("", ())
SPARQL = "/webapi/rdf/sparql"
LONGEST_BODY = 50_000
"""Characters of an item's own text that are kept; an annex may go on for ever."""
REDESIGNED = "None of the {count} items is known although the last version has {known}: this looks like another design of the list."


def remember(earlier: Sequence[Provision], listed: Sequence[Provision]) -> tuple[Provision, ...]:
    """The items that a listing shows, under the keys they were known by, then those that scrolled off."""
    shown = known_again(earlier, listed)
    keys = {item.key for item in shown}
    return (*shown, *(item for item in earlier if item.key not in keys))[: len(shown) + REMEMBERED_ITEMS]


def together(readings: Sequence[Version | Doubt], watch: Watch, *, others: bool) -> Version | Doubt:
    """What the pages of one listing say together.

    A day without an edition is empty beside those that have one, which may stand among the ``others`` that did not change.
    """
    doubts = [reading for reading in readings if isinstance(reading, Doubt)]
    versions = [reading for reading in readings if isinstance(reading, Version)]
    serious = [each for each in doubts if each.kind is not IncidentKind.EMPTY]
    if serious or (not versions and not (others and len(doubts) < watch.days)):
        return (serious or doubts)[0]
    shown = {item.key: item for version in versions for item in version.provisions}
    return replace(versions[0] if versions else NO_ITEMS, provisions=tuple(shown.values()))


def known_again(earlier: Sequence[Provision], listed: Sequence[Provision]) -> tuple[Provision, ...]:
    """``listed`` with the keys and identities by which ``earlier`` already knows its items, each key once."""
    keys = {item.key for item in listed}
    known, gone = {item.key: item for item in earlier}, [item for item in earlier if item.key not in keys]
    renamed = {name: old for place, old in reversed(list(enumerate(gone))) for name in _names(old, head=place < len(listed))}
    kept: dict[str, Provision] = {}
    for item in listed:
        old = known.get(item.key) or next((old for name in _names(item) if (old := renamed.get(name)) and _may_be(old, item)), item)
        kept.setdefault(old.key, replace(item, key=old.key, identity=item.identity or old.identity))
    return tuple(kept.values())


def _names(item: Provision, *, head: bool = True) -> Iterator[tuple[str, ...]]:
    """By what an item is known again under another address, the surest first.

    Without a date, a title says as much only at the head of a list: "Closed on Friday" comes again.
    """
    if item.identity:
        yield "identity", item.identity
    if item.url:
        yield "address", item.url
    if item.label and (head or item.dates.published):
        yield "title", item.label, item.dates.published or ""


def _may_be(old: Provision, item: Provision) -> bool:
    """Whether two items may be one: what the publisher numbers otherwise is something else, however alike it is."""
    return not old.identity or not item.identity or old.identity == item.identity


def is_redesign(watch: Watch, earlier: Sequence[Provision], listed: Sequence[Provision]) -> bool:
    """Whether nothing that a listing shows is known although much was: news never replaces a whole list; a new day's does."""
    known = {item.key for item in earlier}
    all_new = all(item.key not in known for item in known_again(earlier, listed))
    return DATE not in watch.url and len(known) >= FEWEST and bool(listed) and all_new


def doubt_of_items(watch: Watch, earlier: Sequence[Provision], listed: Sequence[Provision]) -> Doubt | None:
    """Why the items of a listing are not believed beside those known, or ``None``."""
    if watch.kind is not WatchKind.LISTING or not is_redesign(watch, earlier, listed):
        return None
    return Doubt(IncidentKind.COLLAPSED, REDESIGNED.format(count=len(listed), known=len(earlier)))


def page_of(item: Provision, listed_at: str) -> str:
    """The address of an item's own page; of an act that a SPARQL endpoint listed, where the same repository has it."""
    repository, sparql, _ = listed_at.partition(SPARQL)
    if sparql and item.identity.startswith("celex:"):
        return f"{repository}/resource/celex/{quote(item.identity.removeprefix('celex:'))}"
    return urldefrag(item.url).url


def items_now(
    session: Session, poll: models.Poll, watch: Watch, earlier: Sequence[Provision], listed: Sequence[Provision]
) -> tuple[Provision, ...]:
    """``remember`` with texts: an item that is new, that was edited or whose own page has just arrived bears what that page says.

    Later Versions need it no more, and would only repeat it.
    """
    known = [replace(item, body="") if item.body else item for item in earlier]
    shown = _with_texts(session, poll, watch, known, known_again(known, listed))
    keys = {item.key for item in shown}
    others = _with_texts(session, poll, watch, known, [item for item in known if item.key not in keys])
    texts = {item.key: item for item in others}
    return remember([texts.get(item.key, item) for item in known], shown)


def _with_texts(
    session: Session, poll: models.Poll, watch: Watch, earlier: Sequence[Provision], items: Sequence[Provision]
) -> list[Provision]:
    listed_at = poll.snapshots[0].parent or poll.snapshots[0].url
    known = {item.key: item.text for item in earlier}
    arrived = {address for each in poll.snapshots if each.parent for address in (each.url, each.parent)}
    addresses = {item.key: page_of(item, listed_at) for item in items}
    wanted = {item.key for item in items if known.get(item.key) != item.text or addresses[item.key] in arrived}
    pages = pages_at(session, watch, [addresses[key] for key in wanted]) if earlier else {}
    of_items = {key: page for key in wanted if (page := pages.get(addresses[key]))}
    # A page that several items lead to names none of them.
    taken = Counter([item.identity for item in items] + [page.identity for page in of_items.values()])
    return [_with_text(item, of_items[item.key], taken) if item.key in of_items else item for item in items]


def _with_text(item: Provision, page: "Page", taken: Mapping[str, int]) -> Provision:
    return replace(item, body=page.text, identity=item.identity or (page.identity if taken[page.identity] == 1 else ""))


@dataclass(frozen=True)
class Page:
    """What an item's own page says: its text, with that of the documents linked there, and who it says it is."""

    text: str
    identity: str


def pages_at(session: Session, watch: Watch, addresses: Sequence[str]) -> Mapping[str, Page]:
    """The own pages of items, by the address they were asked at, as far as they were fetched and can be read."""
    rows = select(models.Snapshot).where(models.Snapshot.watch_id == watch.id, models.Snapshot.parent != "").order_by(models.Snapshot.id)
    newest = {row.url: row for row in session.scalars(rows.where(models.Snapshot.url.in_(addresses)))}
    linked = list(session.scalars(rows.where(models.Snapshot.parent.in_(addresses))))
    found: dict[str, Page] = {}
    for address, row in newest.items():
        readings = [read_page(each, watch) for each in (row, *(each for each in linked if each.parent == address))]
        if isinstance(readings[0], Version):
            text = " ".join(each.text for reading in readings if isinstance(reading, Version) for each in reading.provisions)
            found[address] = Page(text[:LONGEST_BODY], readings[0].identity)
    return found


def read_page(snapshot: models.Snapshot, watch: Watch) -> Version | Doubt:
    """What an item's own page, or a document linked there, says."""
    return read(
        decompress(snapshot.body.data),
        snapshot.headers.get("content-type", ""),
        address=snapshot.final_url,
        language=watch.language,
        ignore=watch.ignore,
        headers=snapshot.headers,
    )
