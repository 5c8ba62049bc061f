"""The watchlist as values: what is followed, who is told; facts in YAML, behaviour elsewhere.

``core.watchlist_reader`` turns the file into these and reports every mistake with its place.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from core.values import Rule, Significance, Stage, WatchKind

Language = Literal["fr", "nl", "en", "de"]
Frequency = Literal["immediate", "daily", "weekly", "monthly", "off"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]

OWN_SOURCE = "own"
"""The Source of our own pages where the watchlist names none."""
CLOCK_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
DURATION_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(value: object) -> timedelta:
    """``2s``, ``30m``, ``6h``, ``1d``, ``1w`` as a span of time; ``ValueError`` for anything else."""
    text = str(value).strip()
    if not text[:-1].isdigit() or text[-1] not in DURATION_UNITS:
        raise ValueError(f"{text!r} is not a duration; write a number and one of s, m, h, d, w, such as 6h")
    return timedelta(**{DURATION_UNITS[text[-1]]: int(text[:-1])})


def period(value: object) -> timedelta:
    """A duration after which something is due again; ``ValueError`` where it would be due without end."""
    span = duration(value)
    if span < timedelta(minutes=1):
        raise ValueError(f"{value!r} is too often; write 1m or more, such as 6h or 1d")
    return span


def clock_span(text: str) -> str:
    """``22:00-07:00`` as it is; ``ValueError`` for anything else."""
    if text and not CLOCK_SPAN.fullmatch(text):
        raise ValueError(f"{text!r} is not a span of the day; write it as 22:00-07:00")
    return text


def known_zone(name: str) -> str:
    """The name of a time zone as it is; ``ValueError`` for one that is not known."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone; write it as Europe/Brussels") from error
    return name


Duration = Annotated[timedelta, BeforeValidator(duration)]
Period = Annotated[timedelta, BeforeValidator(period)]


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
    subscribers: list[Subscriber] = []
    administrators: list[Administrator] = []
    include: list[str] = []
    folder: Path = Path()
    """Where the file lies; ``query`` and ``include`` are relative to it."""

    def all_watches(self) -> list[Watch]:
        """The Watches and our own pages, which are polled alike."""
        return [*self.watches, *(page.as_watch() for page in self.pages)]

    def source_of(self, watch: Watch) -> Source:
        """The Source of a Watch; our own pages have a plain one of their own."""
        return self.sources.get(watch.source, OWN_PAGES)

    def translations_of(self, watch_id: str) -> set[str]:
        """The other language versions of a Watch, whichever of them names the others."""
        family, found = {watch_id}, True
        while found:
            found = False
            for watch in self.watches:
                group = {watch.id, *watch.translations}
                if group & family and not group <= family:
                    family |= group
                    found = True
        return family - {watch_id}

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
