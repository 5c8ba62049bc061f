"""eJustice's consolidated law, in the layout of 2024 and in the one before it."""

import re
from functools import cache
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from core.values import Doubt, IncidentKind
from differ.extract.justel_contents import doubt_of_end, doubt_of_text
from differ.extract.justel_law import Law
from differ.extract.justel_stream import ANCHOR, PART, Part, parts_of, thinned
from differ.extract.language import LANGUAGES, language_of
from differ.extract.markup import markup
from differ.extract.places import places
from differ.extract.reading import Instructions, Reading
from differ.extract.tree import attribute, element, is_text, soup_of
from differ.normalise import normalise

_OTHER_LANGUAGE = re.compile(r"/(?:article|change_lg|loi_a1)\.pl\?(?:[^#]*&)?language=(\w\w)\b")
_CONTENTS = re.compile(r"LNKR")
_CELLS = ["th", "td"]
_SAMPLE = 4000


def is_law(source: str) -> bool:
    """Whether a page is one of Justel that shows, or should show, the text of one law; a list of its orders is none."""
    return bool(_layout(source)) and bool(ANCHOR.search(source) or _fact("dossier", source))


def read(text: str, instructions: Instructions) -> Reading | Doubt:
    """The law's headings and articles; the language of its page's menu is the language it claims."""
    soup = soup_of(thinned(text))
    box = _text_of(soup)
    if box is None:
        return Doubt(IncidentKind.EMPTY, "the page of the law has no text (no box of its text, no article)")
    parts = parts_of(box)
    if doubt := doubt_of_end(text) or doubt_of_text(_contents(soup), [part.number for part in parts if part.is_article]):
        return doubt
    known = instructions.language or _language(soup) or language_of(_sample(parts), None)
    title = _title(soup)
    return Reading(
        tuple(Law(places(known), instructions.clean).provisions(title, parts)),
        title,
        known,
        root=_layout(text),
        identity=_fact("dossier", text) or _fact("number", text),
        translations=_translations(soup, known, instructions.address),
    )


def _text_of(soup: BeautifulSoup) -> Tag | None:
    """The box of the text: the one that says so, in the old layout the cell of a table where the first anchor stands."""
    if box := element(soup.find(id=markup()["justel"]["box"])):
        return box
    first = element(soup.find("a", attrs={"name": PART}))
    return (element(first.find_parent(_CELLS)) or element(first.parent)) if first else None


def _contents(soup: BeautifulSoup) -> str:
    """The table of contents, of which each line stands on one of its own."""
    box = element(soup.find(id=markup()["justel"]["contents"]))
    if box is None and (first := element(soup.find("a", attrs={"name": _CONTENTS}))):
        box = element(first.find_parent(_CELLS))
    return box.get_text("\n") if box else ""


def _title(soup: BeautifulSoup) -> str:
    """The title of the act without the remark on when it was last consolidated, which changes with every act."""
    title = soup.find(class_="list-item--title")
    words = title.get_text() if title else _old_title(soup)
    return re.sub(markup()["justel"]["note"], "", normalise(words))


def _old_title(soup: BeautifulSoup) -> str:
    """The words up to the first break, in the second cell of the table behind the anchor of the title."""
    anchor = element(soup.find("a", attrs={"name": re.compile(markup()["justel"]["old_title"])}))
    cell = element(next(iter(anchor.find_all_next("th", limit=2)[1:]), None)) if anchor else None
    words: list[str] = []
    for each in cell.descendants if cell else ():
        if isinstance(each, Tag) and each.name == "br":
            break
        words.append(str(each) if is_text(each) else "")
    return "".join(words)


def _language(soup: BeautifulSoup) -> str | None:
    active = soup.select_one(".nav__language-button.active")
    name = active.get_text().strip().lower() if active else ""
    return name if name in LANGUAGES else None


def _sample(parts: list[Part]) -> str:
    return " ".join(line for part in parts for line in part.lines)[:_SAMPLE]


def _translations(soup: BeautifulSoup, known: str | None, address: str) -> dict[str, str]:
    """Where the page's own buttons say that it can be read in other languages."""
    found: dict[str, str] = {}
    for link in soup.find_all("a", href=_OTHER_LANGUAGE):
        to = attribute(link, "href")
        language = _OTHER_LANGUAGE.findall(to)[0]
        if language in LANGUAGES and language != known:
            found.setdefault(language, urljoin(address, to))
    return found


def _layout(source: str) -> str:
    return next((name for name, mark in _layouts().items() if mark.search(source)), "")


def _fact(name: str, source: str) -> str:
    found = re.search(markup()["justel"][name], source)
    return found[1] if found else ""


@cache
def _layouts() -> dict[str, re.Pattern[str]]:
    marks: dict[str, str] = markup()["justel"]["layouts"]
    return {name: re.compile(mark) for name, mark in marks.items()}
