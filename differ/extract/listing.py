"""HTML listings: news, teasers, the summary of the Moniteur belge."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from bs4 import BeautifulSoup, Tag
from soupsieve import SoupSieve
from soupsieve import compile as selector

from core.values import Doubt, IncidentKind
from differ.extract.blocks import texts_of
from differ.extract.dates import date_in
from differ.extract.items import Item, provisions_of_items
from differ.extract.markup import markup
from differ.extract.noise import is_noise
from differ.extract.page import language_stated, title_of
from differ.extract.reading import Instructions, Reading
from differ.extract.tree import attribute, element, names_of, soup_of
from differ.normalise import normalise

_LEAST_WORDS = 12


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The items of a listing, or the doubt that there are none."""
    soup = soup_of(text)
    title, language = title_of(soup, instructions), language_stated(soup)
    boxes = soup.select(instructions.select) if instructions.select else _boxes(soup)
    items = (item for box in boxes if not _is_chrome(box) and (item := _item(box)))
    provisions = provisions_of_items(items, instructions)
    if not provisions:
        what = f"the selector “{instructions.select}” finds" if instructions.select else "the page shows"
        return Doubt(IncidentKind.EMPTY, f"the listing has no items: {what} none")
    return Reading(provisions, title, stated=language)


def _boxes(soup: BeautifulSoup) -> list[Tag]:
    """The elements of the first known shape of item that the page shows twice or more, else of its repeated links."""
    shapes = [each.select(soup) for each in _selectors("items")]
    several = next((boxes for boxes in shapes if len(boxes) > 1), None)
    return several or _repeated(soup) or next(filter(None, shapes), [])


def _repeated(soup: BeautifulSoup) -> list[Tag]:
    """The most frequent shape of element around a link with words, in the content of the page."""
    root = element(soup.find("main")) or element(soup.find("body")) or soup
    shapes = defaultdict[tuple[str, str, str], list[Tag]](list)
    for link in root.find_all("a", href=True):
        if link.parent and len(normalise(link.get_text())) >= _LEAST_WORDS and not _is_chrome(link):
            shapes[link.parent.name, names_of(link.parent), names_of(link)].append(link.parent)
    return max(shapes.values(), key=len, default=[])


def _is_chrome(tag: Tag) -> bool:
    return is_noise(tag) or any(is_noise(parent) for parent in tag.parents if isinstance(parent, Tag) and parent.name != "[document]")


def _item(box: Tag) -> Item | None:
    """The item a box shows; ``None`` where it links to nothing."""
    link = _first("link", box)
    link = link if link and link.get("href") else element(box.find("a", href=True))
    if link is None:
        return None
    heading = _first("title", box) or link
    published, dated = _date(box)
    title = normalise("".join(texts_of(heading)))
    rest = normalise(" ".join(_rest(box, (heading, *dated))))
    return Item(title or normalise(link.get_text()), attribute(link, "href"), _identity(box), rest, published)


def _first(name: str, box: Tag) -> Tag | None:
    return next((found for each in _selectors(name) if (found := each.select_one(box))), None)


def _identity(box: Tag) -> str:
    """The publisher's own number of the item, where it prints one."""
    marked = box if box.get("data-history-node-id") else element(box.find(attrs={"data-history-node-id": True}))
    if marked:
        return f"node/{attribute(marked, 'data-history-node-id')}"
    about = attribute(box, "about")
    return about.lstrip("/") if re.search(r"(^|/)node/\d+$", about) else ""


def _date(box: Tag) -> tuple[str | None, list[Tag]]:
    """The date of an item, and the elements that hold nothing else and are therefore not its text."""
    dated = [tag for each in _selectors("date") for tag in each.select(box)]
    for tag in dated:
        stated = str(tag.get("content") or tag.get("datetime") or "")
        if date := date_in(stated[:10]) or date_in(tag.get_text()):
            return date, dated
    return None, []


def _rest(tag: Tag, without: tuple[Tag, ...]) -> Iterator[str]:
    """The words of a box outside ``without`` and outside its buttons."""
    noise = {id(each) for each in without} | {id(found) for each in _selectors("noise") for found in each.select(tag)}
    for text in tag.find_all(string=True):
        around = [parent for parent in text.parents if isinstance(parent, Tag)]
        if not any(id(parent) in noise for parent in around) and not any(
            is_noise(parent) for parent in around if parent is not tag and tag in parent.parents
        ):
            yield str(text)


@cache
def _selectors(name: str) -> tuple[SoupSieve, ...]:
    return tuple(selector(each) for each in markup()["listing"][name])
