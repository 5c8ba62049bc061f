"""Which elements of a page are not content."""

from bs4 import Tag

from differ.extract.markup import is_noise_name, noise_roles, noise_tags, unfolds
from differ.extract.tree import attribute


def is_noise(tag: Tag) -> bool:
    """Whether the element, with all it holds, is chrome, hidden or machinery and not content."""
    if tag.name in noise_tags():
        return not _opens_accordion(tag)
    if tag.name in ("header", "form"):
        return _is_chrome(tag)
    return bool(tag.attrs) and (attribute(tag, "role") in noise_roles() or is_noise_name(_names(tag)) or _is_hidden(tag))


def _names(tag: Tag) -> str:
    return f"{attribute(tag, 'class')} {attribute(tag, 'id')}"


def _opens_accordion(tag: Tag) -> bool:
    """A button is content where it is the visible heading of an accordion's part."""
    return tag.name == "button" and "accordion" in attribute(tag, "class").lower()


def _is_chrome(tag: Tag) -> bool:
    """A header is the site's own outside the content; a form is a tool unless it is wrapped around the whole page."""
    if tag.name == "header":
        return tag.find_parent(["main", "article", "section"]) is None
    return tag.find(["main", "article", "h1", "h2"]) is None


def _is_hidden(tag: Tag) -> bool:
    style = attribute(tag, "style").replace(" ", "").lower()
    hidden = "hidden" in tag.attrs or "display:none" in style or "visibility:hidden" in style
    return hidden and not unfolds().search(f"{_names(tag)} {attribute(tag, 'role')}")
