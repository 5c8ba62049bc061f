"""The subject of a message: how much it matters and from when, then old → new, short enough for any list of mails."""

from collections.abc import Sequence

from alerts.messages.redlines import cut
from alerts.words import words
from core.folding import fold

LONGEST = 110
SHORTEST_NAME = 20
"""Characters of what a value is about that must be left for it to be told beside the value."""


def subject(badge: str, before: Sequence[str], headline: str, behind: str, language: str) -> str:
    """The badge, the names ``before`` the headline that it does not say itself, the headline, and what stands ``behind`` it.

    Where that is longer than 110 characters the names go first, then what the value is about is cut; a value never is.
    """
    names = [name for name in before if fold(name) not in fold(headline)]
    whole = f"{badge} {' · '.join([*names, headline])}{behind}"
    if len(whole) <= LONGEST:
        return whole
    room = LONGEST - len(badge) - len(behind) - 1
    return f"{badge} {fitting(headline, room, language)}{behind}"


def fitting(headline: str, longest: int, language: str) -> str:
    """The headline within about ``longest`` characters, its old → new whole."""
    colon = words(language)["colon"]
    start = headline.rfind(colon, 0, max(headline.find("→"), 0))
    name, values = headline[: max(start, 0)], headline[max(start, 0) :]
    room = longest - len(values)
    if len(headline) <= longest or not name or room < SHORTEST_NAME:
        return cut(headline, longest, language)
    return cut(name, room, language) + values
