"""What kind of thing a statement measures, so that only like is compared with like: a price with a price, an age with an age."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from alerts.desk.lengths import days, same_length
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.folding import fold
from core.values import FactType

Kind = tuple[str, ...]
STREET = re.compile(r"^(?P<street>\D+?),? (?P<number>\d+\w?)")
PER = re.compile(r"^[ (]*(?:par|per|/|a l'|chaque|elke?|de l'|la|l')\W? ?(\w+)")
"""How what follows an amount says for what each it is: "15 € par mois"."""
FAR = {FactType.AMOUNT: 4, FactType.DURATION: 10, FactType.COUNT: 4}
"""How many times as much as the other a value is at most, where both are meant of one thing."""
ALONE = (FactType.COUNT, FactType.AMOUNT, FactType.DURATION)
YEAR = len("2026")
PRICED = 3
HOURS = ("hour", "minute")
YEARS, CHILD, OLDEST = "year", 2, 99
SHARE = re.compile(r"^ (?:sur|par|per|op|in any|within any|out of) (?:une periode de |een periode van )?\d")
"""What follows a length that is a share of a longer one: "90 jours sur 180"."""
NEAR = 30
"""Within how many characters words make an age of a number of years, and the least or the most of it."""


def are_of_one_kind(first: Statement, second: Statement) -> bool:
    """Whether both are measured alike; for what each it is may be left unsaid once."""
    ours, theirs = kind_of(first), kind_of(second)
    if ours is None or theirs is None or ours[:2] != theirs[:2]:
        return False
    return len(ours) < PRICED or ours[2] == theirs[2] or not (ours[2] and theirs[2])


def kind_of(statement: Statement) -> Kind | None:
    """What is measured, and how; ``None`` where two such values may always stand beside one another."""
    kind = _KINDS.get(statement.fact.type)
    return kind(statement) if kind and _stands_alone(statement) else None


def _stands_alone(statement: Statement) -> bool:
    """Whether it is the one value of its type in its sentence, no threshold ("plus de 90 jours") and no alternative ("ou six mois")."""
    fact, speech = statement.fact, statement.speech
    if fact.type not in ALONE:
        return True
    others = [other for other in statement.beside if other.type is fact.type and (other.unit in HOURS) == (fact.unit in HOURS)]
    same = all(same_length((fact.value, fact.unit), (other.value, other.unit)) or fact.value == other.value for other in others)
    leading = Speech(statement.claim.sentence[: fact.start], speech.language)
    loose = any(map(leading.shows, ("alternative", "ahead"))) or (fact.unit != YEARS and leading.shows("bound"))
    return same and not loose


def are_alike(first: Statement, second: Statement) -> bool:
    """Whether two values of one kind are the same, or one holds the other."""
    ours, theirs = first.fact, second.fact
    if ours.type is FactType.CONTACT:
        return _written(first) == _written(second)
    if ours.type is FactType.DURATION and same_length((ours.value, ours.unit), (theirs.value, theirs.unit)):
        return True
    if ours.type is FactType.DATE:
        return ours.value.startswith(theirs.value) or theirs.value.startswith(ours.value)
    return ours.value == theirs.value or (ours.unit == theirs.unit and _lie_apart(ours.value, theirs.value))


def are_far_apart(first: Statement, second: Statement, times: int | None = None) -> bool:
    """Whether two values of one kind differ so much that they are hardly meant of one thing; what is free of charge is near everything.

    One may be at most so many ``times`` the other, without these as many as usual.
    """
    most = FAR.get(first.fact.type)
    return most is not None and not _are_near(_size(first), _size(second), times or most)


def _size(statement: Statement) -> Decimal | None:
    fact = statement.fact
    return days(fact.value.rsplit("..", maxsplit=1)[-1], fact.unit) if fact.type is FactType.DURATION else _ends(fact.value)[1]


def _are_near(ours: Decimal | None, theirs: Decimal | None, times: int) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return min(ours, theirs) == 0 or max(ours, theirs) <= times * min(ours, theirs)


def _lie_apart(ours: str, theirs: str) -> bool:
    """Whether two ranges share nothing: "6 à 12 ans", "13 à 18 ans" are two groups."""
    (low, high), (lower, higher) = _ends(ours), _ends(theirs)
    return ".." in ours and ".." in theirs and (high <= lower or higher <= low)


def _ends(value: str) -> tuple[Decimal, Decimal]:
    try:
        numbers = [Decimal(each) for each in value.split("..")]
    except InvalidOperation:
        return Decimal(0), Decimal(0)
    return numbers[0], numbers[-1]


def _written(statement: Statement) -> str:
    """A contact as it is dialled or found: of a street its number alone, for the street is the kind."""
    found = STREET.match(fold(statement.fact.value))
    return found["number"] if found and not statement.fact.value.startswith("+") else statement.fact.value.lower()


def _counted(statement: Statement) -> Kind | None:
    noun = " ".join(sorted(subject_words(statement.fact.unit or "", statement.speech.language))) or str(statement.fact.unit)
    is_capacity = Speech(statement.fact.unit or "", statement.speech.language).shows("capacity")
    per = _per(statement)
    if not per and Speech(statement.fact.unit or "", statement.speech.language).shows("times"):
        return None
    return "count", "capacity" if is_capacity else noun, per


def _amount(statement: Statement) -> Kind:
    return "amount", str(statement.fact.unit), _per(statement)


def _per(statement: Statement) -> str:
    found = PER.match(fold(statement.claim.sentence[statement.fact.end :]))
    return found[1][:5] if found else ""


def _length(statement: Statement) -> Kind | None:
    """A length of time, or the age from which or up to which."""
    fact, language = statement.fact, statement.speech.language
    before = Speech(statement.claim.sentence[max(0, fact.start - NEAR) : fact.start], language)
    bounds = Speech(statement.claim.sentence[max(0, fact.start - NEAR) : fact.end + NEAR], language)
    if is_a_share(statement) or fact.unit in HOURS:
        return ("length", "share" if is_a_share(statement) else str(fact.unit))
    if fact.unit != YEARS or not _is_age(fact.value):
        return ("length",)
    if ".." in fact.value and bounds.shows("aged"):
        return ("age", "range")
    if before.shows("oldest") and not statement.speech.shows("barred"):
        return ("age", "most")
    if before.shows("youngest") or statement.speech.shows("barred"):
        return ("age", "least")
    return ("age", "most") if bounds.shows("until_age") else ("length",)


def is_a_share(statement: Statement) -> bool:
    """Whether it is how much of a longer time: "90 jours sur 180"."""
    return SHARE.match(fold(statement.claim.sentence[statement.fact.end :])) is not None


def _is_age(value: str) -> bool:
    low, high = _ends(value)
    return CHILD <= low <= high <= OLDEST


def _day(statement: Statement) -> Kind | None:
    fact = statement.fact
    if len(fact.value) == YEAR:
        return ("year", "founded") if statement.speech.shows("founded") else None
    if fact.role in ("until", "deadline"):
        return ("day", "end")
    return ("day", "on") if len(fact.value) == len("2026-01-01") and fact.role is None else None


def _contact(statement: Statement) -> Kind | None:
    value = statement.fact.value
    if value.startswith("+"):
        return ("contact", "telephone")
    if "@" in value:
        return ("contact", "mail")
    found = STREET.match(fold(value))
    return ("contact", found["street"].strip()) if found and "://" not in value else None


_KINDS: Mapping[FactType, Callable[[Statement], Kind | None]] = {
    FactType.COUNT: _counted,
    FactType.AMOUNT: _amount,
    FactType.DURATION: _length,
    FactType.DATE: _day,
    FactType.CONTACT: _contact,
    FactType.TIME: lambda _: ("hour",),
}
