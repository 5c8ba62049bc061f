"""HTML listings: news, teasers, the summary of the Moniteur belge."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bs4 import BeautifulSoup, Tag
from soupsieve import SoupSieve
from soupsieve import compile as selector

from core.values import Doubt, IncidentKind
from differ.extract.blocks import texts_of
from differ.extract.dates import date_in, date_of_address
from differ.extract.items import Item, number_of, provisions_of_items
from differ.extract.markup import block_tags, markup
from differ.extract.noise import is_noise
from differ.extract.page import language_stated, title_of
from differ.extract.reading import Instructions, Reading
from differ.extract.tree import attribute, element, is_text, names_of, soup_of
from differ.normalise import normalise

Shape = Mapping[str, Sequence[SoupSieve]]
"""By what it finds (``items``, and within each its ``link``, ``title``, ``date`` …), selectors of which the first that matches counts."""

_LEAST_WORDS = 12
_POSITION = re.compile(r"^\d+\)\s*")
"""The place of an item in its list, which moves with every new one."""


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The items of a listing, or the doubt that there are none."""
    soup = soup_of(text)
    title, language = title_of(soup, instructions), language_stated(soup)
    root, shape, boxes = _selected(soup, instructions.select) if instructions.select else _found(soup)
    placed = (each for each in _in_sections(soup, boxes) if not _is_chrome(each[0]))
    items = (item for box, section in placed if (item := _item(box, section, shape)))
    provisions = provisions_of_items(items, instructions)
    if not provisions:
        what = f"the selector “{instructions.select}” finds" if instructions.select else "the page shows"
        return Doubt(IncidentKind.EMPTY, f"the listing has no items: {what} none")
    return Reading(provisions, title, stated=language, root=root)


def _selected(soup: BeautifulSoup, select: str) -> tuple[str, Shape, list[Tag]]:
    """The boxes that the Watch names, and the publisher's shape if they have one."""
    boxes = list(soup.select(select))
    own = next((shape for shape in _publishers() if boxes and any(each.match(boxes[0]) for each in shape["items"])), None)
    return select, own or _general(), boxes


def _found(soup: BeautifulSoup) -> tuple[str, Shape, list[Tag]]:
    """The boxes of a publisher's own shape, of a general one that the page shows twice or more, else around its repeated links."""
    for shape in _publishers():
        if boxes := [box for each in shape["items"] for box in each.select(soup)]:
            return shape["items"][0].pattern, shape, boxes
    found = {each.pattern: each.select(soup) for each in _general()["items"]}
    several = next((name for name, boxes in found.items() if len(boxes) > 1), None)
    if several:
        return several, _general(), found[several]
    repeated = _repeated(soup)
    single = next((name for name, boxes in found.items() if boxes), "")
    return ("links" if repeated else single), _general(), repeated or found.get(single, [])


def _repeated(soup: BeautifulSoup) -> list[Tag]:
    """The most frequent shape of element around a link with words, in the content of the page."""
    root = element(soup.find("main")) or element(soup.find("body")) or soup
    shapes = defaultdict[tuple[str, str, str], list[Tag]](list)
    for link in root.find_all("a", href=True):
        if link.parent and len(normalise(link.get_text())) >= _LEAST_WORDS and not _is_chrome(link):
            shapes[link.parent.name, names_of(link.parent), names_of(link)].append(link.parent)
    return max(shapes.values(), key=len, default=[])


def _in_sections(soup: BeautifulSoup, boxes: list[Tag]) -> Iterator[tuple[Tag, str]]:
    """Each box, in the order of the page, with the heading of the section it stands in, empty where there is none."""
    headings = {id(heading) for heading in soup.select(markup()["listing"]["section"])}
    wanted, section = {id(box) for box in boxes}, ""
    for tag in soup.find_all(True):
        if id(tag) in headings:
            section = normalise(tag.get_text())
        elif id(tag) in wanted:
            yield tag, section


def _is_chrome(tag: Tag) -> bool:
    return is_noise(tag) or any(is_noise(parent) for parent in tag.parents if isinstance(parent, Tag) and parent.name != "[document]")


def _item(box: Tag, section: str, shape: Shape) -> Item | None:
    """The item a box shows; ``None`` where it links to nothing."""
    link = _first(shape, "link", box)
    link = link if link and link.get("href") else element(box.find("a", href=True))
    if link is None:
        return None
    heading, authority, href = _first(shape, "title", box) or link, _first(shape, "authority", box), attribute(link, "href")
    published, dated = _date(shape, box)
    noise = [tag for each in shape.get("noise", ()) for tag in each.select(box)]
    by = _POSITION.sub("", normalise(authority.get_text())) if authority else ""
    title = normalise("".join(_words(heading, dated))) or normalise(link.get_text())
    teaser = normalise(f"{by} {''.join(_rest(box, [heading, *dated, *noise, *filter(None, [authority])]))}")
    trail = tuple(filter(None, (section, by)))
    if day := date_in(section):
        # A text stands under the day on which it was consolidated, and again when that happens again.
        return Item(title, href, f"{number_of(href) or href}@{day}", teaser, day, trail)
    return Item(title, href, _identity(shape, box), teaser, published, trail)


def _words(heading: Tag, dated: list[Tag]) -> Iterator[str]:
    """The words of an item's title, which may stand in one element with its date."""
    inside = [tag for tag in dated if heading in tag.parents]
    return _rest(heading, inside) if inside else texts_of(heading)


def _first(shape: Shape, name: str, box: Tag) -> Tag | None:
    return next((found for each in shape.get(name, ()) if (found := each.select_one(box))), None)


def _identity(shape: Shape, box: Tag) -> str:
    """The publisher's own number of the item, where it prints one."""
    marked = box if box.get("data-history-node-id") else element(box.find(attrs={"data-history-node-id": True}))
    if marked:
        return f"node/{attribute(marked, 'data-history-node-id')}"
    numbered = _first(shape, "identity", box)
    return number_of(attribute(box, "about")) or (number_of(attribute(numbered, "href")) if numbered else "")


def _date(shape: Shape, box: Tag) -> tuple[str | None, list[Tag]]:
    """The date of an item, and the elements that hold nothing else and are therefore not its text; else that of its addresses."""
    dated = [tag for each in shape.get("date", ()) for tag in each.select(box)]
    for tag in dated:
        stated = str(tag.get("content") or tag.get("datetime") or "")
        if date := date_in(stated[:10]) or date_in(tag.get_text()):
            return date, dated
    links = (attribute(link, "href") for link in box.find_all("a", href=True))
    return next(filter(None, map(date_of_address, links)), None), []


def _rest(tag: Tag, without: Sequence[Tag]) -> Iterator[str]:
    """The words of an element outside ``without`` and outside its buttons, a blank at each boundary of a block and for a line break."""
    left_out = {id(each) for each in without}
    for child in tag.children:
        if isinstance(child, Tag):
            boundary = " " if child.name == "br" or child.name in block_tags() or id(child) in left_out else ""
            yield boundary
            if id(child) not in left_out and not is_noise(child):
                yield from _rest(child, without)
            yield boundary
        elif is_text(child):
            yield str(child)


@cache
def _general() -> Shape:
    return _compiled(markup()["listing"]["general"])


@cache
def _publishers() -> Sequence[Shape]:
    return [_compiled(each) for each in markup()["listing"]["publishers"]]


def _compiled(shape: Mapping[str, Sequence[str]]) -> Shape:
    return {name: [selector(each) for each in selectors] for name, selectors in shape.items()}
