"""Which elements of a page are not content."""

import re
from collections.abc import Iterator

from bs4 import Tag

from differ.extract.markup import is_noise_name, noise_roles, noise_tags, unfolds
from differ.extract.tree import attribute

_FEWEST_LINKS = 3
_LONGEST_LINK = 40
NOTICES = ["aside", "header", "footer"]
_NO_NOTICES = ["nav", "script", "style", "template", "dialog"]
_FEWEST_WORDS = 6
_WORDS = re.compile(r"\w{2,}")
_WORD = re.compile(r"\w")
_FIGURE = re.compile(r"\d")


def is_noise(tag: Tag) -> bool:
    """Whether the element, with all it holds, is chrome, hidden or machinery and not content."""
    if tag.name in noise_tags():
        return not opens_accordion(tag)
    if tag.name in ("header", "form"):
        return _is_chrome(tag)
    return bool(tag.attrs) and (attribute(tag, "role") in noise_roles() or _is_named_noise(tag) or _is_hidden(tag))


def is_around(tag: Tag) -> bool:
    """The same on a page that does not mark its content, where the site's own parts are known by their names and by their links."""
    return is_noise(tag) or is_noise_name(_names(tag), "around") or _is_menu(tag)


def notices(soup: Tag) -> Iterator[Tag]:
    """Boxes beside the content of a page that state something, such as opening hours: not menus, and not hidden."""
    for tag in soup.find_all(NOTICES):
        if (
            is_noise(tag)
            and tag.find_parent(_NO_NOTICES) is None
            and not _is_hidden(tag)
            and not is_noise_name(_names(tag))
            and _states(tag)
        ):
            yield tag


def _states(tag: Tag) -> bool:
    """Whether words outside links and menus hold a figure, or make a sentence."""
    own = (text for text in tag.find_all(string=True) if text.find_parent(["a", *_NO_NOTICES]) is None)
    words = " ".join(own)
    return _FIGURE.search(words) is not None or len(_WORDS.findall(words)) >= _FEWEST_WORDS


def _names(tag: Tag) -> str:
    return f"{attribute(tag, 'class')} {attribute(tag, 'id')}"


def _is_named_noise(tag: Tag) -> bool:
    names = _names(tag)
    return is_noise_name(names) or (is_noise_name(names, "outside") and tag.find_parent("article") is None)


def _is_menu(tag: Tag) -> bool:
    """Whether a list or box holds short links and nothing else; one with a figure may state a rule."""
    if tag.name not in ("ul", "ol", "div"):
        return False
    links = set()
    for text in tag.find_all(string=True):
        if _WORD.search(text):
            link = text.find_parent("a")
            if link is None or len(text.strip()) > _LONGEST_LINK or _FIGURE.search(text):
                return False
            links.add(id(link))
    return len(links) >= _FEWEST_LINKS


def opens_accordion(tag: Tag) -> bool:
    """Whether a button is content because it is the visible heading of an accordion's part."""
    if tag.name != "button" and attribute(tag, "role") != "button":
        return False
    return unfolds().search(_names(tag)) is not None or {"aria-expanded", "aria-controls"} <= tag.attrs.keys()


def _is_chrome(tag: Tag) -> bool:
    """A header is the site's own outside the content; a form is a tool unless it is wrapped around the whole page."""
    if tag.name == "header":
        return tag.find_parent(["main", "article", "section"]) is None
    return tag.find(["main", "article", "h1", "h2"]) is None


def _is_hidden(tag: Tag) -> bool:
    style = attribute(tag, "style").replace(" ", "").lower()
    hidden = "hidden" in tag.attrs or "display:none" in style or "visibility:hidden" in style
    return hidden and not _unfolds(tag)


def _unfolds(tag: Tag) -> bool:
    """Whether something hidden is shown on a click: it, or what it stands in, is part of an accordion or a tab."""
    names = f"{_names(tag)} {attribute(tag, 'role')} {_names(tag.parent) if tag.parent else ''}"
    return tag.name == "dd" or "aria-labelledby" in tag.attrs or unfolds().search(names) is not None
