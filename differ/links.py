"""The links of a page with their words: where its readers are sent."""

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import Tag

from core.values import Doubt
from differ.extract.mistrust import believed, is_pdf, is_word
from differ.extract.tree import attribute, soup_of
from differ.normalise import normalise


@dataclass(frozen=True)
class Link:
    """A link: its words and the absolute address without anchor."""

    text: str
    address: str


def links_of(body: bytes, content_type: str, address: str) -> list[Link]:
    """Every link of an HTML page to the web, in its order; none of what is no HTML or cannot be believed.

    ``address`` is that of the page, which makes relative links absolute.
    """
    text = None if is_pdf(body, content_type) or is_word(body) else believed(body, content_type)
    if text is None or isinstance(text, Doubt):
        return []
    try:
        tags = soup_of(text).find_all("a", href=True)
    except RecursionError:
        return []
    found = (Link(normalise(tag.get_text(" ")), _absolute(address, attribute(tag, "href"))) for tag in tags if isinstance(tag, Tag))
    return [link for link in found if link.text and link.address]


def _absolute(address: str, written: str) -> str:
    try:
        whole = urldefrag(urljoin(address, written.strip())).url
        return whole if urlsplit(whole).scheme in ("http", "https") else ""
    except ValueError:
        return ""
