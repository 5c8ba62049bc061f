"""The number that a text bears itself, "2. Coût" or "Article 3", which shifts where something is put in before it."""

import re

from core.values import Provision

NUMBER = re.compile(r"\W*(?:art(?:\.|icle|ikel|ikkel)? ?|§+ ?)?\d+(?:bis|ter|quater|er)?(?:[.)°:]+(?=\s|$)|(?=\s*$))\s*", re.IGNORECASE)
ARTICLE = re.compile(r"(?<!\w)(?:art(?:\.|icle|ikel)? ?|§+ ?)?\d+(?:bis|ter|quater|er)?(?!\w)", re.IGNORECASE)


def unnumbered(text: str) -> str:
    """The text without the number it begins with, empty where that is all."""
    return NUMBER.sub("", text, count=1) if NUMBER.match(text) else text


def is_number(text: str) -> bool:
    """Whether a text is nothing but the number of an article: "Article 3", but no "150"."""
    return NUMBER.fullmatch(text) is not None and any(map(str.isalpha, text))


def bears_number(provision: Provision) -> bool:
    """Whether a Provision that is a mere position begins with a number and says something behind it."""
    return not provision.firm and unnumbered(provision.text) not in ("", provision.text)


def renumbered(old: Provision, new: Provision) -> bool:
    """Whether only the number of the text, or of the headings it stands under, is another one."""
    texts = old.text == new.text or unnumbered(old.text) == unnumbered(new.text) != ""
    paths = [ARTICLE.sub("0", side.path) for side in (old, new)]
    return texts and paths[0] == paths[1] and (old.text, old.path) != (new.text, new.path)
