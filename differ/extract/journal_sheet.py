"""What CELLAR prints around an act: its language, the lines of its title, the calls of its footnotes."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

_TITLE = {"oj-doc-ti", "title-doc-first", "title-doc-last", "doc-ti"}
_NOTE_CALL = re.compile(r"^(ntc|src\.)")
_LANGUAGE = re.compile(r"(?:—|–|-)\s*(FR|NL|EN|DE)\s*(?:—|–|-)")


def boxes_of(soup: BeautifulSoup) -> list[Tag]:
    """The elements that hold the act and its annexes, without the header around them."""
    containers = soup.find_all("div", class_="eli-container")
    return [box for box in containers if box.find_parent(class_="eli-container") is None] or soup.find_all("body")


def drop_calls(soup: BeautifulSoup) -> None:
    """Takes the calls of footnotes out of the text."""
    for call in soup.find_all("a", id=_NOTE_CALL):
        _drop_call(call)


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
    first = soup.find(class_=list(_TITLE))
    return first.parent.find_all(class_=list(_TITLE)) if first and first.parent else []
