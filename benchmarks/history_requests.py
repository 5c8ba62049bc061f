"""What readers ask of a long history: the addresses that `history.py` measures."""

import random
from collections.abc import Callable
from urllib.parse import quote

from made_history import RARE, SOURCES, TOPICS

from core.paging import write_cursor
from core.values import Rule

LANGUAGES = ("fr", "nl", "en", "de")

Ask = Callable[[random.Random, int], str]
"""The address of one request, given chance and the number of the newest Change."""


def listing(**conditions: Callable[[random.Random, int], object]) -> Ask:
    """A list of 50 Changes under these conditions."""

    def ask(chance: random.Random, newest: int) -> str:
        return "/api/v1/changes?" + "&".join(f"{name}={quote(str(of(chance, newest)))}" for name, of in conditions.items())

    return ask


def one_of(*values: object) -> Callable[[random.Random, int], object]:
    """Any of the values."""
    return lambda chance, newest: chance.choice(values)


def anywhere(chance: random.Random, newest: int) -> str:
    """A cursor anywhere in the history."""
    return write_cursor(chance.randint(100, newest - 100))


def a_watch(chance: random.Random, newest: int) -> str:
    """The id of any Watch."""
    return chance.choice(IDS)


IDS: list[str] = []
"""The Watches there are."""
REQUESTS: dict[str, Ask] = {
    "newest": listing(),
    "topic": listing(topic=one_of(*TOPICS)),
    "topic nobody has": listing(topic=one_of("inconnu")),
    "source": listing(source=one_of(*SOURCES)),
    "watch": listing(watch=a_watch),
    "language": listing(language=one_of(*LANGUAGES)),
    "significance": listing(significance=one_of("major", "minor")),
    "rule": listing(rule=one_of(*Rule)),
    "combined": listing(topic=one_of(*TOPICS), language=one_of(*LANGUAGES), rule=one_of(*Rule), significance=one_of("major", "minor")),
    "combined rare": listing(source=one_of(*SOURCES), topic=one_of(*TOPICS), rule=one_of("reference"), significance=one_of("major")),
    "span of days": listing(since=one_of("2016-03-01", "2019-01-01"), until=one_of("2016-03-20", "2019-01-04")),
    "q common": listing(q=one_of("droit", "étranger", "de la")),
    "q rare": listing(q=one_of(RARE)),
    "q nothing": listing(q=one_of("introuvable")),
    "q phrase": listing(q=one_of('"droit étranger"', "« le délai de la »", '"membre famille"')),
    "q article": listing(q=one_of("art. 10, § 1er", "article 25, § 1", "art. 238, § 4, al. 3")),
    "q several": listing(q=one_of("redevance séjour 1.350", "étrang visa -asile", "protec tempor euros")),
    "q and filters": listing(q=one_of("droit", "étranger visa"), topic=one_of(*TOPICS), rule=one_of("contact", "reference")),
    "q of a watch": listing(q=one_of("droit", "étranger"), watch=a_watch),
    "deep cursor": listing(cursor=anywhere),
    "changes since": listing(order=one_of("asc"), cursor=anywhere),
    "nothing since": listing(order=one_of("asc"), cursor=lambda chance, newest: write_cursor(newest + 10**6)),
    "events": lambda chance, newest: f"/api/v1/events?cursor={write_cursor(chance.randint(100, newest // 2))}",
    "one change": lambda chance, newest: f"/api/v1/changes/{chance.randint(1, newest)}",
    "facts": lambda chance, newest: "/api/v1/facts?type=amount",
    "facts of a watch": lambda chance, newest: f"/api/v1/facts?order=asc&watch={a_watch(chance, newest)}",
    "facts of a topic": lambda chance, newest: f"/api/v1/facts?topic={chance.choice(TOPICS)}&rule=fee",
    "watches": lambda chance, newest: "/api/v1/watches",
    "versions": lambda chance, newest: f"/api/v1/watches/{a_watch(chance, newest)}/versions",
    "feed of all": lambda chance, newest: "/feeds/all.atom",
    "feed": lambda chance, newest: f"/feeds/{chance.choice(TOPICS)}.atom",
    "feed, JSON": lambda chance, newest: f"/feeds/{chance.choice(TOPICS)}.json",
    "calendar": lambda chance, newest: "/calendar.ics",
    "home page": lambda chance, newest: "/",
    "search page": lambda chance, newest: "/search",
    "search page, words": lambda chance, newest: "/search?q=" + quote(chance.choice(["étranger", "art. 10, § 1er", RARE])),
    "change page": lambda chance, newest: f"/changes/{chance.randint(1, newest)}",
    "topics page": lambda chance, newest: "/topics",
    "topic page": lambda chance, newest: f"/topics/{chance.choice(TOPICS)}",
    "sources page": lambda chance, newest: "/sources",
    "source page": lambda chance, newest: f"/sources/{chance.choice(SOURCES)}",
    "document page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}",
    "values page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/values",
    "version page": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/versions/1",
    "page on a day": lambda chance, newest: f"/watches/{a_watch(chance, newest)}/at?on=2016-03-01",
    "weeks page": lambda chance, newest: "/digests",
    "week page": lambda chance, newest: f"/digests/2015-W{chance.randint(10, 50)}",
    "coming page": lambda chance, newest: "/coming",
    "about page": lambda chance, newest: "/about",
}

LISTS = list(REQUESTS)[: list(REQUESTS).index("one change")]
"""Those that list, filter or search the Changes and Events."""
