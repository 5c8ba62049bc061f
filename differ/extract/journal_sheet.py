"""What CELLAR prints around an act: its family of markup, language, number and title, the calls of its footnotes."""

import re
from collections.abc import Iterator
from itertools import takewhile

from bs4 import BeautifulSoup, NavigableString, Tag

from core.folding import fold
from differ.extract.journal_marks import bears
from differ.extract.markup import markup
from differ.extract.tree import attribute, element, names_of

OLD, CONSOLIDATED, PROPOSAL, JOURNAL = "old", "consolidated", "proposal", "oj"

_FAMILIES = (
    (OLD, re.compile(r"""id=["']?TexteOnly\b|<txt_te\b""", re.IGNORECASE)),
    (CONSOLIDATED, re.compile(r"""class=["'](title-article-norm|title-doc-first|reference["'])""")),
    (PROPOSAL, re.compile(r"""class=["'](li )?(Titrearticle|ManualConsidrant|Considrant|Typedudocument|Titreobjet)""")),
)
_NOTE_CALL = re.compile(r"^(ntc|src\.)")
_LANGUAGE = re.compile(r"(?:—|–|-)\s*(FR|NL|EN|DE)\s*(?:—|–|-)")
_ELI = re.compile(r"data\.europa\.eu/eli/([a-z_]+)/(\d{4})/(\d+)")
_CONSOLIDATED = re.compile(r"\b0(\d{4}[A-Z]{1,2}\d{4})\b")
_CELEX = re.compile(r"\b3\d{4}[A-Z]{1,2}\d{4}\b")
_COM = re.compile(r"\bCOM\s?\((\d{4})\)\s?(\d+)")
_NUMBER = re.compile(r"\((?:ue|eu|eg|ce|cee)(?:, ?euratom)?\) (?:(?:no?|nr)[°.]? ?(\d+)/(\d{4})|(\d{4})/(\d+))")


def family_of(text: str) -> str:
    """The family of markup that the page's source shows: ``old``, ``consolidated``, ``proposal`` or ``oj``."""
    return next((name for name, mark in _FAMILIES if mark.search(text)), JOURNAL)


def boxes_of(soup: BeautifulSoup) -> list[Tag]:
    """The elements that hold the act and its annexes, without the header around them."""
    containers = soup.find_all("div", class_="eli-container")
    return [box for box in containers if box.find_parent(class_="eli-container") is None] or soup.find_all("body")


def drop_calls(soup: BeautifulSoup) -> None:
    """Takes the calls of footnotes out of the text."""
    for call in soup.find_all("a"):
        if _NOTE_CALL.match(attribute(call, "id") or attribute(call, "name")):
            _drop_call(call)
    for call in soup.find_all(class_=["FootnoteReference", "footnoteRef"]):
        call.decompose()


def _drop_call(call: Tag) -> None:
    """Takes away the call of a footnote with the brackets around it, which may stand outside its link."""
    before, after = call.previous_sibling, call.next_sibling
    if isinstance(before, NavigableString) and isinstance(after, NavigableString):
        words, rest = str(before).rstrip(), str(after)
        if words.endswith("("):
            words, rest = words[:-1].rstrip(), rest.lstrip().removeprefix(")")
        before.replace_with(words if rest.startswith((",", ".", ";", ":", ")")) else f"{words} ")
        after.replace_with(rest)
    call.decompose()


def language_of_act(soup: BeautifulSoup) -> str | None:
    """The language printed in the head of the Journal, or in the reference of a consolidated text."""
    head = soup.find(class_=["oj-hd-lg", "hd-lg"])
    if head:
        return head.get_text().strip().lower()
    reference = soup.find(class_="reference")
    found = _LANGUAGE.search(reference.get_text()) if reference else None
    return found[1].lower() if found else None


def titles_of(soup: BeautifulSoup) -> list[Tag]:
    """The lines of the act's title; lines of that sort elsewhere head an annex."""
    first = element(soup.find(_is_title))
    if first is None:
        return []
    following = [tag for tag in first.next_siblings if isinstance(tag, Tag)]
    if "title-doc-first" in names_of(first):
        return [first, *filter(_is_title, following)]
    return [first, *takewhile(_is_title, following)]


def _is_title(tag: Tag) -> bool:
    return bears(names_of(tag), "title")


def identity_of(soup: BeautifulSoup, title: str) -> str:
    """The act's CELEX number as ``celex:32015R2120``, one and the same for the act and its consolidated texts."""
    return next((f"celex:{number}" for number in _numbers(soup, title)), "")


def _numbers(soup: BeautifulSoup, title: str) -> Iterator[str]:
    types = markup()["journal"]["types"]
    reference = soup.find(class_="reference")
    if reference and (found := _CONSOLIDATED.search(reference.get_text())):
        yield f"3{found[1]}"
    if (heading := element(soup.find("h1"))) and (found := _CELEX.search(heading.get_text())):
        yield found[0]
    for line in soup.find_all("p", string=_ELI):
        if (found := _ELI.search(line.get_text())) and found[1] in types["eli"]:
            yield f"3{found[2]}{types['eli'][found[1]]}{int(found[3]):04}"
    com = soup.find(class_=re.compile(r"^Rfrenceinstitution"))
    if com and (found := _COM.search(com.get_text())):
        yield f"5{found[1]}PC{int(found[2]):04}"
    yield from _numbers_in_title(fold(title), types["title"])


def _numbers_in_title(title: str, types: dict[str, str]) -> Iterator[str]:
    """``Reglement (UE) 2021/953`` at the very beginning; a number further on is that of another act."""
    found = _NUMBER.search(title[:120])
    sort = next((letter for letter, words in types.items() if re.match(rf"(?:\w+ ){{0,2}}(?:\w+')?(?:{words})\b", title)), None)
    if found and sort and not title[: found.start()].count(","):
        year, number = (found[2], found[1]) if found[1] else (found[3], found[4])
        yield f"3{year}{sort}{int(number):04}"
