"""What a page says of itself: its identity, its translations, its date, and the documents that its content links to."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import Tag

from differ.extract.dates import date_in
from differ.extract.markup import any_of, markup
from differ.extract.noise import is_noise
from differ.extract.selectors import Selector
from differ.extract.tree import Tree, attribute

_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")


def identity_of(soup: Tree) -> str:
    """The publisher's own name of the page, such as ``node/2425``: equal in each language, on each host and under each slug."""
    for link in soup.links:
        if _relation(link) in markup()["head"]["identity_links"] and (found := _identities().search(link.get("href", ""))):
            return found[0]
    return ""


def translations_of(soup: Tree, address: str) -> dict[str, str]:
    """The absolute address of each language version, the page's own with them: as its head says, else its language switcher."""
    stated = [link for link in soup.links if _relation(link) == "alternate"]
    switched = [link for link in soup.links if _switches().fullmatch(link.get("class", "")) and not _is_untranslated(link)]
    found: dict[str, str] = {}
    for link in (*stated, *switched):
        if language := _LANGUAGE.match((link.get("hreflang") or link.get("xml:lang") or link.get("lang") or "").lower()):
            found.setdefault(language[0], _absolute(address, link.get("href", "")))
    return {language: link for language, link in sorted(found.items()) if link}


def _is_untranslated(link: dict[str, str]) -> bool:
    return _matches(markup()["head"]["untranslated"], link.get("href", ""))


def published_on(soup: Tree) -> str | None:
    """The day that the page says it was published, where it is the kind of page that says so."""
    for tag in _published().select(soup):
        if date := date_in(attribute(tag, "content")[:10] or attribute(tag, "datetime")[:10]) or date_in(tag.get_text()):
            return date
    return None


def documents_in(soup: Tree, scopes: Iterable[Tag], address: str) -> tuple[str, ...]:
    """The absolute addresses of the PDF and Word files that the content (``scopes``) links to, in its order, each once."""
    documents = {id(link) for link in soup.named("a") if _is_document(link)}
    if not documents:
        return ()
    links = (_absolute(address, attribute(link, "href")) for scope in scopes for link in _links(scope) if id(link) in documents)
    return tuple(dict.fromkeys(filter(None, links)))


def _links(scope: Tag) -> Iterator[Tag]:
    """The links of an element outside its noise."""
    for child in scope.children:
        if isinstance(child, Tag) and not is_noise(child):
            if child.name == "a":
                yield child
            else:
                yield from _links(child)


def _is_document(link: Tag) -> bool:
    """Whether a link leads to a document: by the ending of its address, its type, or its words where the address is a mere number."""
    facts = markup()["head"]["documents"]
    target = attribute(link, "href")
    if _matches(facts["endings"], target) or _matches(facts["types"], attribute(link, "type")):
        return True
    return _matches(facts["downloads"], target) and _matches(facts["words"], f"{link.get_text()} {attribute(link, 'title')}")


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _relation(link: dict[str, str]) -> str:
    return link.get("rel", "").lower().strip()


def _absolute(address: str, link: str) -> str:
    """The whole address without its anchor, empty where it is none of the web."""
    try:
        whole = urldefrag(urljoin(address, link.strip())).url
        return whole if urlsplit(whole).scheme in ("http", "https", "") else ""
    except ValueError:
        return ""


@cache
def _identities() -> re.Pattern[str]:
    return any_of(markup()["head"]["identities"])


@cache
def _switches() -> re.Pattern[str]:
    return re.compile(rf"(?:.* )?(?:{'|'.join(markup()['head']['switches'])})(?: .*)?", re.IGNORECASE)


@cache
def _published() -> Selector:
    return Selector(", ".join(markup()["head"]["published"]))
