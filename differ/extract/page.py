"""HTML pages in general: the content under its headings, without the site around it."""

from functools import cache

from bs4 import BeautifulSoup, Tag
from soupsieve import SoupSieve
from soupsieve import compile as selector

from core.values import Doubt, IncidentKind
from differ.extract.blocks import HEADINGS, Walker
from differ.extract.markup import markup
from differ.extract.reading import Instructions, Reading, provisions_of
from differ.extract.tree import attribute, element, soup_of


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The content of a page, or the doubt that the Watch's selector no longer matches."""
    soup = soup_of(text)
    roots = soup.select(instructions.select) if instructions.select else _content(soup)
    if not roots:
        return Doubt(IncidentKind.EMPTY, f"the selector “{instructions.select}” matches nothing on the page")
    walker = Walker(instructions.clean)
    title = _title(soup)
    if title and not any(root.find("h1") or title in root.descendants for root in roots):
        walker.heading(title, HEADINGS["h1"])
    for root in roots:
        walker.walk(root)
    return Reading(provisions_of(walker.blocks), title_of(soup, instructions), stated=language_stated(soup))


def title_of(soup: BeautifulSoup, instructions: Instructions) -> str:
    """The page's heading, else what stands in its ``title``."""
    title = _title(soup) or soup.find("title")
    return instructions.clean(title.get_text()) if title else ""


def language_stated(soup: BeautifulSoup) -> str | None:
    """What the page says its language is."""
    root = element(soup.find("html"))
    return (attribute(root, "lang") or attribute(root, "xml:lang") or None) if root else None


def _title(soup: BeautifulSoup) -> Tag | None:
    for each in _selectors("title"):
        if found := each.select_one(soup):
            return found
    return None


def _content(soup: BeautifulSoup) -> list[Tag]:
    """The element that holds the content: the first selector that matches one element, and one only."""
    words = len(main.get_text()) if (main := element(soup.find("main"))) else 0
    for name in ("publishers", "general"):
        for each in _selectors(name):
            found = each.select(soup, limit=2)
            if len(found) == 1 and (name == "publishers" or 2 * len(found[0].get_text()) >= words):
                return found
    return [soup]


@cache
def _selectors(name: str) -> tuple[SoupSieve, ...]:
    return tuple(selector(each) for each in markup()[name])
