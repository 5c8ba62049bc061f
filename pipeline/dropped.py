"""What of a page was not read as its content: the words of the site around it, and perhaps some that matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from bs4 import BeautifulSoup, Tag

from core.values import Fetch, Version
from differ.extract.decode import decode
from differ.extract.markup import block_tags
from differ.extract.reading import TRAIL
from differ.extract.tree import is_text, soup_of
from differ.normalise import normalise

INVISIBLE = frozenset({"head", "title", "script", "style", "noscript", "svg", "template"})
PHRASE = 3
"""Words by which a text is recognised: fewer also stand in other texts, more are broken by the number of a paragraph."""


@dataclass(frozen=True)
class Dropped:
    """The visible words of a page, how many of them were not read, and those passages, the longest first."""

    words: int
    unread: int
    passages: tuple[str, ...]

    @property
    def share(self) -> int:
        """The words that were not read, as a percentage."""
        return round(100 * self.unread / self.words) if self.words else 0


def dropped(fetches: Iterable[Fetch], version: Version) -> Dropped | None:
    """What ``version`` left out of the web pages it was read from; ``None`` where none of them is a web page."""
    pages = [page for fetch in fetches if (page := _page(fetch))]
    if not pages:
        return None
    known = _phrases(version)
    pieces = [(block, text, _was_read(text.split(), known)) for page in pages for block, text in _pieces(page)]
    passages = {" ".join(text for _, text, _ in group) for (_, read), group in groupby(pieces, key=itemgetter(0, 2)) if not read}
    return Dropped(
        sum(len(text.split()) for _, text, _ in pieces),
        sum(len(text.split()) for _, text, read in pieces if not read),
        tuple(sorted(passages, key=lambda passage: (-len(passage), passage))),
    )


def _page(fetch: Fetch) -> BeautifulSoup | None:
    content_type = fetch.headers.get("content-type", "")
    text = decode(fetch.body, content_type) if fetch.body and "html" in content_type else None
    return soup_of(text) if isinstance(text, str) else None


def _pieces(page: BeautifulSoup) -> Iterator[tuple[int, str]]:
    """The visible texts of a page in order, each with the block it stands in."""
    for node in page.find_all(string=True):
        if is_text(node) and (text := normalise(str(node))):
            around = [parent for parent in node.parents if isinstance(parent, Tag)]
            if not any(parent.name in INVISIBLE for parent in around):
                yield _block(around), text


def _block(around: list[Tag]) -> int:
    return next((id(parent) for parent in around if parent.name in block_tags()), 0)


def _phrases(version: Version) -> frozenset[tuple[str, ...]]:
    """Every phrase of up to ``PHRASE`` words that a Version says: in its title, its texts, and the headings above them."""
    told = dict.fromkeys(
        [version.title, *(part for each in version.provisions for part in (*each.path.split(TRAIL), each.label, each.text))]
    )
    return frozenset(phrase for text in told for length in range(1, PHRASE + 1) for phrase in _windows(text.split(), length))


def _was_read(words: list[str], known: frozenset[tuple[str, ...]]) -> bool:
    """Whether most phrases of a text were read: its number or label may stand in the path, in other words."""
    phrases = list(_windows(words, min(PHRASE, len(words))))
    return 2 * sum(phrase in known for phrase in phrases) >= len(phrases)


def _windows(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)
