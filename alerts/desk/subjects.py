"""Whether two statements are about one thing: whether the words near both values name the same bearer."""

import re
from functools import lru_cache

from alerts.desk.leaning import PRONOUN
from alerts.desk.quantities import are_far_apart
from alerts.desk.speech import Speech, cues, words_like
from alerts.desk.statements import VALUE, Statement
from alerts.sentences import subject_words
from core.folding import fold
from core.values import FactType

REACH = 5
"""How many words that say what it is about, on either side of a value, may name what has it."""
THIRD, HALF = 3, 2
ENOUGH = {FactType.DATE: HALF}
"""Which part of the shorter side's words both must share."""
AROUND, LIKELY = 2, 6
"""How many words of one must stand in the headings above the other, where their sentences share none; and how many times as much
its value is then at most."""
STEM = 5
"""How long a stem is at least that longer ones begin with."""
ENTRY = 10
BESIDE = 16
"""How many words say hardly more than the number; how many characters before a value tell that it is a part, or the least."""
PARTED = (FactType.COUNT, FactType.AMOUNT)
WORDS = re.compile(rf"[a-z]+|{VALUE}")


def are_of_one_thing(first: Statement, second: Statement) -> bool:
    """Whether both have the same bearer: words near the value, and those of the headings or the question above where these say little."""
    if first.fact.type is FactType.CONTACT:
        return True
    ours, theirs = near(first), near(second)
    if first.fact.type is FactType.COUNT and is_the_whole(first, second) and (_are_short(first, second) or _are_places(first, second)):
        return True
    if _are_barred_otherwise(first, second):
        return True
    shared = _common(ours, theirs)
    if shared and ENOUGH.get(first.fact.type, THIRD) * len(shared) < min(len(ours), len(theirs)):
        return False
    around = max(len(_common(ours, theirs | _above(second))), len(_common(theirs, ours | _above(first))))
    # Of a way to receive people ("sans rendez-vous") often nothing is said but in the heading.
    fewest = 1 if first.fact.type is FactType.STATUS and not (ours and theirs) else AROUND
    likely = around >= fewest and not are_far_apart(first, second, LIKELY)
    agree = _agrees(first, theirs | _above(second)) and _agrees(second, ours | _above(first))
    return agree and (bool(shared) or likely) and not _are_modified(first, second, shared)


def _are_barred_otherwise(first: Statement, second: Statement) -> bool:
    """Whether one tells the age from which people are welcome, and the other who is too young: of a house that has one door."""
    return tells_an_age(first) and sum(each.speech.shows("barred") for each in (first, second)) == 1


def _agrees(statement: Statement, theirs: frozenset[str]) -> bool:
    """Whether the other speaks of what this one grammatically says to have its value: "un stage de deux mois", "le repas coûte 9 €"."""
    pattern, language = cues(statement.speech.language).get("bearer"), statement.speech.language
    found = pattern.search(fold(statement.leading)) if pattern else None
    said = " ".join(group for group in found.groups() if group) if found else ""
    heads = subject_words(said, language) - _hollow(statement)
    return not heads or bool(_common(heads, theirs))


def _common(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    """The stems that both have; a long one holds a shorter one that it begins with: "voogdij", "voogd"."""
    return frozenset(one for one in ours for other in theirs if _is_like(one, other))


def _is_like(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= STEM and (one.startswith(other) or other.startswith(one)))


def _are_short(first: Statement, second: Statement) -> bool:
    """Whether both say hardly more than the number: "Maximum 12 deelnemers"."""
    return all(len(each.claim.sentence.split()) <= ENTRY for each in (first, second)) and not (near(first) and near(second))


def _are_places(first: Statement, second: Statement) -> bool:
    return all(Speech(each.fact.unit or "", each.speech.language).shows("capacity") for each in (first, second))


def is_the_whole(first: Statement, second: Statement) -> bool:
    """Whether neither number is told of a part: "dont 12 places"."""
    return first.fact.type not in PARTED or not any(before(each).shows("part") for each in (first, second))


def before(statement: Statement) -> Speech:
    """The words right before the value."""
    start = statement.fact.start
    return Speech(statement.claim.sentence[max(0, start - BESIDE) : start], statement.speech.language)


def near(statement: Statement) -> frozenset[str]:
    """The stems of what stands around the value, as far as its part of the sentence goes, and in its row."""
    language = statement.speech.language
    before, after = _around(statement)
    sides = [_reached(words, language) for words in (before[::-1], after)]
    others = subject_words(f"{statement.row} {statement.column} {_pointed_at(statement)}", language)
    return frozenset().union(*sides, others) - _hollow(statement)


def _pointed_at(statement: Statement) -> str:
    """The sentence before, where this one names nothing itself: "Die duurt twee weken"."""
    return statement.lead if statement.is_bare or PRONOUN.search(statement.speech.folded) else ""


def _around(statement: Statement) -> tuple[list[str], list[str]]:
    """The words before and behind the value; other values of its type are all alike."""
    sentence, start, end = statement.claim.sentence, statement.fact.start, statement.fact.end
    for other in sorted(statement.beside, key=lambda each: -each.start):
        if other.type is statement.fact.type and (other.end <= start or other.start >= end):
            sentence = sentence[: other.start] + VALUE.center(other.end - other.start) + sentence[other.end :]
    return WORDS.findall(fold(sentence[:start])), WORDS.findall(fold(sentence[end:]))


def _reached(words: list[str], language: str) -> frozenset[str]:
    telling: list[str] = []
    for word in words:
        if word == VALUE or len(telling) == REACH:
            break
        telling += subject_words(word, language)
    return frozenset(telling)


def _hollow(statement: Statement) -> frozenset[str]:
    """What says nothing about the bearer: verbs of having a value, words for any payment or time, the thing that is counted."""
    language = statement.speech.language
    words = _words(f"{statement.row} {statement.column} {statement.claim.sentence}")
    kinds = ("measuring", "hollow", *(["payment"] if statement.fact.type is FactType.AMOUNT else []))
    hollow = [words_like(name, words, language) for name in kinds]
    return frozenset().union(*hollow, subject_words(statement.fact.unit or "", language))


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z']+", fold(text)))


def _above(statement: Statement) -> frozenset[str]:
    """The stems of the last heading or question above, and of the sentence before where this one says little."""
    text = " ".join(last_heading(statement))
    return subject_words(text, statement.speech.language) - words_like("measuring", _words(text), statement.speech.language)


def last_heading(statement: Statement) -> list[str]:
    """The heading right above, none where that is the title of the page."""
    headings = statement.claim.path.split(" › ")
    return headings[-2 if statement.row else -1 :][:1] if len(headings) > 1 else []


def _are_modified(first: Statement, second: Statement, shared: frozenset[str]) -> bool:
    """Whether what they share is said of different kinds of it: "le loyer du studio", "le loyer de l'appartement"."""
    return any(_differ_in_kind(first, second, each) for each in shared)


def _differ_in_kind(first: Statement, second: Statement, bearer: str) -> bool:
    ours, theirs = _modifiers(first, bearer), _modifiers(second, bearer)
    if ours and theirs:
        return not ours & theirs
    # What was introduced with more words is named with fewer afterwards; with more, something else is meant.
    known = subject_words(first.far, first.speech.language)
    return bool(theirs - known)


def _modifiers(statement: Statement, bearer: str) -> frozenset[str]:
    """The stems that tell which of its kind it is: "garantie locative", "loyer du studio", "elektrische fiets"."""
    language = statement.speech.language
    pattern = cues(language).get("modifier")
    sentence, fact = statement.claim.sentence, statement.fact
    text = fold(f"{statement.row} {sentence[: fact.start]}{VALUE}{sentence[fact.end :]}")
    if pattern is None or not (place := re.search(rf"\b{bearer}\w*", text)):
        return frozenset()
    before, after = text[: place.start()][-30:], text[place.end() :][:40]
    # "medisch dossier": of an adjective it tells which what stands behind it.
    if Speech(place.group(), language).shows("adjective") and (noun := re.match(r" (\w+)", after)):
        return frozenset(noun.groups())
    found = " ".join(group for each in pattern.finditer(f"{before}|{after}") for group in each.groups() if group)
    return subject_words(found, language) - _hollow(statement) - {bearer}


def tells_an_age(statement: Statement) -> bool:
    """Whether its value is a number of years, which is an age more often than not."""
    return statement.fact.type is FactType.DURATION and statement.fact.unit == "year"
