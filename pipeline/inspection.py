"""``veille check --fetch``: what a Watch would read, seen before it is followed. Nothing is stored, nobody is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from core.values import Doubt, Fact, Fetch, IncidentKind, Poll, Provision, Version, WatchKind
from core.watchlist import Watch, Watchlist
from crawlers.addresses import addresses
from crawlers.assignment import Assignment
from crawlers.crawl import crawl
from differ.doubts import doubt_of_reading
from differ.extract import read
from differ.extract.language import language_of
from differ.extract.mistrust import breaks_off
from differ.facts import facts
from pipeline.deployment import Deployment
from pipeline.dropped import Dropped, dropped
from pipeline.items import together
from pipeline.stamps import Noise, noise
from pipeline.topics import topics_of

SAMPLE = 4000
"""Characters of text by which the language is told."""
AGAIN = "The second reading, a moment after the first: {reason}"


@dataclass(frozen=True)
class Translation:
    """Another language in which the page says it can be read.

    ``watch`` is the Watch that follows it, ``named`` where the watchlist says that the two are translations.
    """

    language: str
    address: str
    watch: str | None
    named: bool


@dataclass(frozen=True)
class Inspection:
    """Two readings of one Watch: what the first read, why it is doubted, and in what the second differs."""

    watch: Watch
    poll: Poll
    version: Version | None = None
    doubt: Doubt | None = None
    detected: str | None = None
    dropped: Dropped | None = None
    noise: tuple[Noise, ...] = ()
    translations: tuple[Translation, ...] = ()
    topics: Mapping[str, Sequence[str]] | None = None

    def facts(self) -> Iterator[tuple[Provision, Fact]]:
        """The Facts that were read, each with the Provision it stands in."""
        for provision in self.version.provisions if self.version else ():
            yield from ((provision, fact) for fact in facts(provision.text, self.watch.language))

    def proposal(self) -> dict[str, object]:
        """The keys that this Watch could be given, as far as it lacks them; none where its reading is doubted."""
        if self.version is None or self.doubt:
            return {}
        minimum = max(1, len(self.version.provisions) * 2 // 3)
        patterns = [*self.watch.ignore, *dict.fromkeys(each.ignore for each in self.noise if each.ignore)]
        others = [each.watch for each in self.translations if each.watch and not each.named]
        proposed = {
            "translations": [*self.watch.translations, *others] if others else None,
            "ignore": patterns if len(patterns) > len(self.watch.ignore) else None,
            "expect": None if self.watch.expect.provisions.min else {"provisions": {"min": minimum}},
        }
        return {key: value for key, value in proposed.items() if value}


async def inspect(deployment: Deployment, watch: Watch) -> Inspection:
    """Poll the Watch through its own spider and read it; where that is believed, do so again: the crawl keeps the delay."""
    assignment = _assignment(deployment, watch)
    first = _look(await _poll(deployment, assignment), watch, deployment.watchlist)
    if first.doubt:
        return first
    second = _look(await _poll(deployment, assignment), watch, deployment.watchlist)
    if second.doubt:
        return replace(first, doubt=replace(second.doubt, reason=AGAIN.format(reason=second.doubt.reason)))
    return replace(first, noise=noise(_texts(first, watch), _texts(second, watch)))


def _assignment(deployment: Deployment, watch: Watch) -> Assignment:
    watchlist = deployment.watchlist
    return Assignment(watch, watchlist.source_of(watch), addresses(watch, watchlist.address_of(watch), deployment.today()))


async def _poll(deployment: Deployment, assignment: Assignment) -> Poll:
    polls: list[Poll] = []
    await crawl(
        [assignment],
        user_agent=deployment.user_agent,
        now=deployment.now,
        receive=polls.extend,
        allow_private_hosts=deployment.settings.allow_private_hosts,
    )
    return polls[0]


def _look(poll: Poll, watch: Watch, watchlist: Watchlist) -> Inspection:
    """What one Poll brought, as far as it can be read."""
    fetches = [fetch for fetch in poll.fetches if fetch.body]
    if not fetches:
        return Inspection(watch, poll, doubt=poll.doubt or Doubt(IncidentKind.EMPTY, poll.note or "The publisher gave nothing to read."))
    version = _read(fetches, watch)
    if isinstance(version, Doubt):
        return Inspection(watch, poll, doubt=poll.doubt or version)
    return Inspection(
        watch,
        poll,
        version,
        poll.doubt or _doubt(fetches, version, watch),
        language_of(" ".join(each.text for each in version.provisions)[:SAMPLE], None),
        dropped(fetches, version),
        (),
        tuple(_translations(version, watch, watchlist)),
        _topics(version, watch, watchlist),
    )


def _read(fetches: Sequence[Fetch], watch: Watch) -> Version | Doubt:
    """A page is the last of its answers, a listing all of them together."""
    if watch.kind is not WatchKind.LISTING:
        return _read_one(fetches[-1], watch)
    return together([_read_one(fetch, watch) for fetch in fetches], watch, others=False)


def _read_one(fetch: Fetch, watch: Watch) -> Version | Doubt:
    return read(
        fetch.body or b"",
        fetch.headers.get("content-type", ""),
        headers=fetch.headers,
        address=fetch.final_url,
        language=watch.language,
        select=watch.select,
        ignore=watch.ignore,
        listing=watch.kind is WatchKind.LISTING,
        own=watch.kind is WatchKind.OWN,
    )


def _doubt(fetches: Sequence[Fetch], version: Version, watch: Watch) -> Doubt | None:
    """Why a first reading would not be believed: too little of it, another language, a law that breaks off."""
    listing, content_type = watch.kind is WatchKind.LISTING, fetches[-1].headers.get("content-type", "")
    if watch.kind is WatchKind.LAW and (broken := breaks_off(fetches[-1].body or b"", content_type, None)):
        return broken
    # The titles of acts and of feeds come in whatever language there is.
    language = None if listing and "html" not in content_type else watch.language
    return doubt_of_reading(None, version, minimum=watch.expect.provisions.min, language=language, listing=listing)


def _translations(version: Version, watch: Watch, watchlist: Watchlist) -> Iterator[Translation]:
    others = [each for each in watchlist.watches if each.source == watch.source and each.url and each.id != watch.id]
    named = watchlist.translations_of(watch.id)
    for language, address in sorted(version.translations.items()):
        if language != watch.language:
            other = next((each.id for each in others if each.language == language and _leads_to(address, each.url)), None)
            yield Translation(language, address, other, other in named)


def _leads_to(offered: str, url: str) -> bool:
    """Whether an address that a page offers is that of a Watch: publishers have several hosts, and add parameters that say nothing."""
    given, wanted = urlsplit(offered), urlsplit(url)
    return given.path.rstrip("/") == wanted.path.rstrip("/") and set(parse_qsl(wanted.query)) <= set(parse_qsl(given.query))


def _topics(version: Version, watch: Watch, watchlist: Watchlist) -> dict[str, Sequence[str]] | None:
    """The Topics of each item of a listing, by its key; ``None`` for what is no listing."""
    if watch.kind is not WatchKind.LISTING:
        return None
    return {
        item.key: watch.topics or topics_of(item.label, f"{item.text} {item.body}", watch.language, watchlist.topics)
        for item in version.provisions
    }


def _texts(found: Inspection, watch: Watch) -> list[str]:
    """What is compared: the texts in their order, which means nothing in a listing."""
    provisions = found.version.provisions if found.version else ()
    return [each.text for each in (sorted(provisions, key=lambda item: item.key) if watch.kind is WatchKind.LISTING else provisions)]
