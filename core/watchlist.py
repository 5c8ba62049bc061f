"""The watchlist as values: what is followed, who is told; facts in YAML, behaviour elsewhere.

``core.watchlist_reader`` turns the file into these and reports every mistake with its place.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.paths import host_of, longest, path_of
from core.spans import Duration, Period, clock_span, known_zone
from core.values import Rule, Significance, Stage, WatchKind

Language = Literal["fr", "nl", "en", "de"]
Frequency = Literal["immediate", "daily", "weekly", "monthly", "off"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]

SITES = "pages by sitemap"
"""The entries of ``pages:`` that name pages by a sitemap or feed, which the reader sets apart."""
OWN_SOURCE = "own"
"""The Source of our own pages where the watchlist names none."""


class Entry(BaseModel):
    """What every entry of the watchlist shares: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(Entry):
    """A subject people subscribe to, with its labels, its keywords by language and its acts."""

    fr: str
    nl: str
    en: str
    keywords: dict[Language, list[str]] = {}
    references: list[str] = []


class Source(Entry):
    """A publisher and its manners.

    ``probe`` is the address of its list of what it changed lately, with ``{language}`` where that goes.
    """

    name: str
    spider: str = "page"
    delay: Duration = timedelta(seconds=2)
    robots: Literal["obey", "ignore"] = "obey"
    why: str = ""
    endpoint: str = "https://publications.europa.eu"
    probe: str = ""


class Bounds(Entry):
    """Numbers outside which a reading is doubted."""

    min: Annotated[int, Field(ge=0)] = 0


class Expectation(Entry):
    """What a reading must hold to be believed."""

    provisions: Bounds = Bounds()


class Watch(Entry):
    """One document or listing followed at a Source."""

    id: Identifier
    source: str
    kind: WatchKind
    url: str = ""
    celex: Annotated[str, Field(pattern=r"^([0-9][0-9A-Z()_-]+)?$")] = ""
    query: str = ""
    language: Language
    topics: list[str] = []
    every: Period = timedelta(days=1)
    translations: list[str] = []
    select: str = ""
    ignore: list[str] = []
    expect: Expectation = Expectation()
    days: Annotated[int, Field(ge=1, le=31)] = 1
    match: Literal["", "topics"] = ""
    significance: dict[str, Literal["editorial", "minor", "major"]] = {}
    """By pattern of the changed text, how much a Change of it matters here."""

    @model_validator(mode="before")
    @classmethod
    def speaks_french_first(cls, given: Any) -> Any:
        """A listing that names no language is read as French; a page or a law must say."""
        if isinstance(given, dict) and given.get("kind") == WatchKind.LISTING:
            return {"language": "fr", **given}
        return given

    @model_validator(mode="after")
    def has_one_address(self) -> "Watch":
        """A Watch names what it follows in exactly one way."""
        if sum(map(bool, (self.url, self.celex, self.query))) != 1:
            raise ValueError("give exactly one of url, celex and query")
        return self


class Page(Entry):
    """One of our own pages and who looks after it."""

    id: Identifier
    url: str
    language: Language
    topics: list[str] = []
    editor: str = ""
    source: str = OWN_SOURCE
    every: Period = timedelta(days=1)
    select: str = ""
    ignore: list[str] = []

    def as_watch(self) -> Watch:
        """The page as the Watch that polls it."""
        shared = self.model_dump(exclude={"editor", "every"})
        return Watch(kind=WatchKind.OWN, every=_written(self.every), **shared)


def topics_of_a_path(value: object) -> object:
    """The Topics of a path as a list; one may be written alone."""
    return [value] if isinstance(value, str) else value


class SiteWatch(Watch):
    """The sitemap or feed of a site of ours: ``paths`` are those whose pages are wanted, ``most`` how many it may name."""

    paths: tuple[str, ...] = ()
    most: int = 0

    def wanted(self, addresses: Iterable[str]) -> list[str]:
        """Those of the addresses that are of the site and under one of the paths."""
        host = host_of(self.url)
        return [each for each in addresses if host_of(each) == host and longest(self.paths, path_of(each))]


class Site(Entry):
    """A site of ours whose own sitemap or feed names its pages; ``topics`` and ``languages`` go by how the path begins."""

    id: Identifier
    sitemap: str = ""
    feed: str = ""
    language: Language
    languages: dict[str, Language] = {}
    topics: dict[str, Annotated[list[str], BeforeValidator(topics_of_a_path)]] = Field(min_length=1)
    most: Annotated[int, Field(ge=1, le=5000)] = 500
    editor: str = ""
    source: str = OWN_SOURCE
    every: Period = timedelta(days=1)
    select: str = ""
    ignore: list[str] = []

    @model_validator(mode="after")
    def has_one_list(self) -> "Site":
        """Its pages are named in exactly one way."""
        if bool(self.sitemap) == bool(self.feed):
            raise ValueError("give exactly one of url, sitemap and feed")
        return self

    @property
    def url(self) -> str:
        """Where its pages are listed."""
        return self.sitemap or self.feed

    def as_watch(self, id: str = "", url: str = "") -> SiteWatch:
        """The Watch that polls its list, or another sitemap that this one names."""
        shared = {"language": self.language, "source": self.source, "every": _written(self.every)}
        return SiteWatch(id=id or self.id, kind=WatchKind.OWN, url=url or self.url, paths=tuple(self.topics), most=self.most, **shared)

    def page(self, id: str, url: str) -> Page | None:
        """The page at an address it names; ``None`` where it stands under none of the paths."""
        path = path_of(url)
        under, spoken = longest(self.topics, path), longest(self.languages, path)
        if under is None:
            return None
        shared = self.model_dump(include={"editor", "source", "select", "ignore"})
        language = self.languages[spoken] if spoken else self.language
        return Page(id=id, url=url, language=language, topics=self.topics[under], every=_written(self.every), **shared)


class Choices(Entry):
    """What a Subscription asks for; everything that is given must hold, and nothing given means everything.

    ``match_topics`` says whether one of ``topics`` suffices. ``words`` are looked for without accents and case.
    ``quiet_hours`` are local (``22:00-07:00``): what would go out at once within them waits for their end.
    """

    language: Literal["fr", "nl", "en"] = "fr"
    topics: list[str] = []
    match_topics: Literal["any", "all"] = "any"
    sources: list[str] = []
    watches: list[str] = []
    rules: list[Rule] = []
    stages: list[Stage] = []
    words: list[Annotated[str, Field(min_length=2, max_length=100)]] = []
    significance: Significance = Significance.MINOR
    frequency: Frequency = "immediate"
    quiet_hours: Annotated[str, AfterValidator(clock_span)] = ""
    time_zone: Annotated[str, AfterValidator(known_zone)] = "Europe/Brussels"
    when_nothing_changed: Literal["send", "skip"] = "send"
    """Whether a Digest also goes out where nothing changed, to prove the silence."""


class Subscriber(Choices):
    """A Subscription: who, what, how often, by which routes."""

    id: Identifier
    via: list[str]


class Administrator(Entry):
    """Who is told when Veille itself is in trouble."""

    id: Identifier
    language: Literal["fr", "nl", "en"] = "fr"
    via: list[str]


class Watchlist(Entry):
    """Everything one deployment follows and tells."""

    topics: dict[str, Topic] = {}
    sources: dict[str, Source] = {}
    watches: list[Watch] = []
    pages: list[Page] = []
    sites: list[Site] = Field([], alias=SITES)
    """What stands under ``pages:`` with a sitemap or a feed."""
    sitemaps: list[SiteWatch] = Field([], alias="sitemaps found")
    """What the sitemaps of the sites name as further sitemaps; no file says so."""
    subscribers: list[Subscriber] = []
    administrators: list[Administrator] = []
    include: list[str] = []
    folder: Path = Path()
    """Where the file lies; ``query`` and ``include`` are relative to it."""

    def all_watches(self) -> list[Watch]:
        """The Watches and our own pages, which are polled alike."""
        sites = (site.as_watch() for site in self.sites)
        return [*self.watches, *(page.as_watch() for page in self.pages), *sites, *self.sitemaps]

    def source_of(self, watch: Watch) -> Source:
        """The Source of a Watch; our own pages have a plain one of their own."""
        return self.sources.get(watch.source, OWN_PAGES)

    @cached_property
    def families(self) -> dict[str, set[str]]:
        """Every Watch with its language versions, itself among them, whichever of them names the others."""
        families: dict[str, set[str]] = {}
        for watch in self.watches:
            named = (watch.id, *watch.translations)
            family = set(named).union(*(families.get(each, ()) for each in named))
            families.update(dict.fromkeys(family, family))
        return families

    def translations_of(self, watch_id: str) -> set[str]:
        """The other language versions of a Watch."""
        return self.families.get(watch_id, set()) - {watch_id}

    def address_of(self, watch: Watch) -> str:
        """The address that people open and that ``replay`` plays: the full ``url``, or what is asked of the endpoint."""
        endpoint = self.source_of(watch).endpoint.rstrip("/")
        if watch.celex:
            return f"{endpoint}/resource/celex/{quote(watch.celex)}"
        if watch.query:
            question = {"query": (self.folder / watch.query).read_text(encoding="utf-8"), "format": SPARQL_JSON}
            return f"{endpoint}/webapi/rdf/sparql?{urlencode(question)}"
        return watch.url


OWN_PAGES = Source(name="Nos pages", spider="page")
SPARQL_JSON = "application/sparql-results+json"


def _written(span: timedelta) -> str:
    return f"{int(span.total_seconds())}s"
