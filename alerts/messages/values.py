"""What messages are made of, and what they are when they are made."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Message:
    """One message, ready for any recipient of its language; ``tags`` are its Topics, ``markdown`` is short, for chats."""

    subject: str
    html: str
    text: str
    tags: tuple[str, ...] = ()
    markdown: str = ""


@dataclass(frozen=True)
class Unread:
    """A Watch that cannot be read, and since when."""

    name: str
    url: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class Coverage:
    """What was looked at in a window: numbers of Watches, and those that could not be read.

    ``changed`` are told in the digest; ``other`` have another text, and nothing in it that the reader follows.
    """

    checked: int
    unchanged: int
    changed: int
    unasked: int = 0
    unread: tuple[Unread, ...] = ()
    other: int = 0


@dataclass(frozen=True)
class Window:
    """The time ``(start, end]`` that a digest of ``frequency`` tells about."""

    frequency: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Reader:
    """Who reads a digest: language, the website's address, the Topics chosen in order (none means all), and the reasons."""

    language: str
    site: str
    topics: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Upcoming:
    """A day that comes near: its date, how many days are left, the ``kind`` (``ends``, ``applies``), what it is and where it stands."""

    day: date
    days: int
    kind: str
    says: str
    url: str


@dataclass(frozen=True)
class PageTasks:
    """How many sentences of one of our own pages are to be corrected, and where to do it."""

    page: str
    url: str
    sentences: int


@dataclass(frozen=True)
class Standing:
    """How the pages of one organisation stand: Claims, sentences wrong now, for how many days on average, since when the oldest."""

    name: str
    pages: int
    claims: int
    wrong: int
    average: int | None
    oldest: date | None


@dataclass(frozen=True)
class OurPages:
    """What the people of the house are told of our own pages: what is to do, what was corrected, how they stand, what is unread."""

    to_do: tuple[PageTasks, ...] = ()
    corrected: tuple[PageTasks, ...] = ()
    standing: tuple[Standing, ...] = ()
    unread: tuple[Unread, ...] = ()


NO_PAGES = OurPages()
