"""Which official rule a statement of ours repeats, how surely, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.desk.official import OfficialRule
from alerts.desk.statements import Statement
from core.values import FactType

ENDS = ("until", "deadline")
NEAR, FAR = 1.0, 0.7
BESIDE = {FactType.DURATION: 0, FactType.STATUS: -1, FactType.COUNT: -1, FactType.REFERENCE: -1}
"""The group of words that must stand near a value that says little by itself: what a duration measures, whose status it is."""


@dataclass(frozen=True)
class Link:
    """A statement and the rule it repeats; ``position`` is where its value stands in the rule's history, ``score`` from 0 to 1."""

    statement: Statement
    rule: OfficialRule
    position: int
    score: float
    reasons: tuple[str, ...]


def links(stated: Sequence[Statement], rules: Iterable[OfficialRule]) -> list[Link]:
    """The likeliest rule of each statement that repeats one, in the order of the statements."""
    known = list(rules)
    found = []
    for statement in stated:
        candidates = [link for rule in known if (link := _link(statement, rule))]
        if candidates:
            found.append(max(candidates, key=lambda link: (len(link.reasons), link.score)))
    return found


def _link(statement: Statement, rule: OfficialRule) -> Link | None:
    fact = statement.fact
    if fact.type is not rule.type or not _role_fits(fact.role, rule.role):
        return None
    # "de 150 à 1000 euros" is read as a range, and tells the way from one value to the next.
    places = [place for value in fact.value.split("..") if (place := rule.position(value, fact.unit)) is not None]
    if not places or not _is_stated(statement):
        return None
    words = spoken_of(statement, rule.about.get(statement.speech.language, ()), BESIDE.get(fact.type))
    return Link(statement, rule, max(places), words[0], words[1]) if words else None


def _role_fits(stated: str | None, wanted: str | None) -> bool:
    return wanted is None or stated == wanted or (wanted in ENDS and stated in ENDS)


def _is_stated(statement: Statement) -> bool:
    """Whether a status is said of something ("est fermée") rather than named ("la fermeture"), and not as an event of some day."""
    start, dated = statement.fact.start, any(other.type is FactType.DATE for other in statement.beside)
    speech = statement.speech
    done = speech.shows_before("perfect", start) and not dated
    return statement.fact.type is not FactType.STATUS or speech.shows_before("copula", start) or done


def spoken_of(statement: Statement, groups: Sequence[Sequence[str]], beside: int | None = None) -> tuple[float, tuple[str, ...]] | None:
    """How surely, and by which words, the statement speaks of what the groups describe; ``None`` where it does not.

    Of every group one expression must stand there, of one group at least (of the one at ``beside``) near the value itself.
    """
    near = [_first(group, statement.near) for group in groups]
    far = [_first(group, statement.far) for group in groups]
    found = [each or other for each, other in zip(near, far, strict=True)]
    if not groups or not all(found) or not any(near if beside is None else [near[beside]]):
        return None
    score = sum(NEAR if each else FAR for each in near) / len(groups)
    return score, tuple(each for each in found if each)


def _first(expressions: Sequence[str], text: str) -> str | None:
    return next((each for each in expressions if re.search(rf"\b{re.escape(each)}", text)), None)
