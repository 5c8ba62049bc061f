"""HTML pages in general: the content under its headings, without the site around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from bs4 import Tag

from core.values import Dates, Doubt, IncidentKind
from differ.extract.blocks import HEADINGS, Walker
from differ.extract.dates import date_in
from differ.extract.head import documents_in, identity_of, published_on, translations_of
from differ.extract.markup import markup, unbuilt_tags, updates, without_file_sizes
from differ.extract.noise import is_around, is_noise, notices
from differ.extract.pins import mark, pinned, plain
from differ.extract.reading import Block, Instructions, Reading, provisions_of
from differ.extract.selectors import Selector
from differ.extract.tree import NOTHING, Tree, attribute, element, soup_of

BODY = "body"


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The content of a page, or the doubt that the Watch's selector no longer matches."""
    soup = soup_of(text, NOTHING if instructions.select or instructions.own else unbuilt_tags())
    name, roots = (instructions.select, soup.select(instructions.select)) if instructions.select else _content(soup)
    if not roots:
        return Doubt(IncidentKind.EMPTY, f"the selector “{instructions.select}” matches nothing on the page")
    title, rules = _title(soup), mark(soup)
    noise = is_around if name == BODY else is_noise
    walker = Walker(lambda words: without_file_sizes(instructions.clean(words)), noise)
    blocks = [*_blocks(roots, title, walker), *(_beside(soup, instructions) if instructions.own else ())]
    return Reading(
        provisions_of(_dated(list(pinned(blocks, rules)), published_on(soup))),
        _words(title or _first(soup, "title"), instructions),
        stated=language_stated(soup),
        root=name,
        identity=identity_of(soup),
        translations=translations_of(soup, instructions.address),
        documents=documents_in(soup, roots if instructions.select else map(_whole, roots), instructions.address),
    )


def title_of(soup: Tree, instructions: Instructions) -> str:
    """The page's heading, else what stands in its ``title``."""
    return _words(_title(soup) or _first(soup, "title"), instructions)


def language_stated(soup: Tree) -> str | None:
    """What the page says its language is."""
    root = _first(soup, "html")
    return (attribute(root, "lang") or attribute(root, "xml:lang") or None) if root else None


def _words(title: Tag | None, instructions: Instructions) -> str:
    return instructions.clean(plain(title.get_text())) if title else ""


def _title(soup: Tree) -> Tag | None:
    for each in _selectors("title"):
        if found := each.select_one(soup):
            return found
    return None


def _content(soup: Tree) -> tuple[str, list[Tag]]:
    """The element that holds the content, and the selector that found it: the first that matches one element, and one only."""
    main = _first(soup, "main")
    words = main.get_text() if main else "-"
    for name in ("publishers", "general"):
        for each in _selectors(name):
            found = each.select(soup, limit=2)
            if len(found) != 1:
                continue
            text = words if found[0] is main else found[0].get_text()
            if name == "publishers" or 2 * len(text.strip()) >= len(words):
                return each.pattern, found
    return BODY, [soup]


def _first(soup: Tree, name: str) -> Tag | None:
    return next(iter(soup.named(name)), None)


def _whole(root: Tag) -> Tag:
    """What else the publisher shows with the content, such as its attachments."""
    return element(root.find_parent("main")) or root


def _blocks(roots: Iterable[Tag], title: Tag | None, walker: Walker) -> list[Block]:
    """The Blocks of the content under the page's title, wherever that stands."""
    around = [] if title is None else [title, *title.parents]
    if title and not any(root.find("h1") or any(root is each for each in around) for root in roots):
        walker.heading(title, HEADINGS["h1"])
    for root in roots:
        walker.walk(root)
    return walker.blocks


def _beside(soup: Tree, instructions: Instructions) -> Iterator[Block]:
    """The Blocks of the notices beside the content, under the name of the element they stand in."""
    for tag in notices(soup):
        for block in Walker(instructions.clean).walk(tag):
            yield replace(block, trail=(tag.name, *block.trail))


def _dated(blocks: Sequence[Block], published: str | None) -> Iterator[Block]:
    """The Blocks with the day of publication on the first, which is the title, and that of each update on itself."""
    for number, block in enumerate(blocks):
        day = published if number == 0 else _update(block)
        yield replace(block, dates=Dates(published=day)) if day else block


def _update(block: Block) -> str | None:
    """The date that a paragraph such as “Update 29/08/2022 - …” begins with."""
    return date_in(found[0]) if (found := updates().match(block.text)) else None


@cache
def _selectors(name: str) -> tuple[Selector, ...]:
    return tuple(Selector(each) for each in markup()[name])
