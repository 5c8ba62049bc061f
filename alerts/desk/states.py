"""The state of a matter that a sentence tells in whatever words: whom it is about comes first, then what is said of it.

Few words tell a state by themselves ("n'avance pas", "in de koelkast"). They are read only where the sentence, or what stands around it,
speaks of the matter; there whatever halts it, takes it up or does it counts, with what denies, ends or awaits that.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alerts.desk.matters import FEW, GOING, HALTED, Matter
from alerts.desk.speech import unfolded
from alerts.sentences import subject_words
from core.folding import fold
from core.values import Fact, FactType, Provision

QUESTION = "?"
CONTRARY = {HALTED: GOING, GOING: HALTED}


class Place(NamedTuple):
    """What stands around a sentence, folded: the head of its row, the sentences before it and the headings above, the nearest first."""

    row: str
    before: Sequence[str]
    headings: Sequence[str]

    @classmethod
    def of(cls, provision: Provision, before: Sequence[str], title: str) -> "Place":
        """What stands around a sentence of a Provision."""
        headings = [title, *provision.path.split(" › ")]
        return cls(fold(provision.label), [*map(fold, reversed(before))], [*map(fold, reversed(headings))])

    @property
    def nearest_first(self) -> tuple[str, ...]:
        """All of it."""
        return (self.row, *self.before, *self.headings)


class Told(NamedTuple):
    """A state that a sentence tells: of which matter; and by which folded words it is known whose state it is, of many."""

    matter: str
    fact: Fact
    subject: str
    left: str
    """The folded sentence without the words that tell the state."""
    hint: bool
    """Whether it only tells that nothing is done, or points back to a state: "personne n'est convoqué", "ce gel"."""
    happened: bool
    """Whether it tells how the state began, which need not last: "a suspendu", not "est suspendu" nor "n'a pas repris"."""


class States(NamedTuple):
    """What a sentence tells of the matters that it is about, and the values that they alone say."""

    told: Sequence[Told]
    values: frozenset[str]

    def instead_of(self, stated: Sequence[Fact]) -> list[Fact]:
        """What the sentence states, its states as they are told here."""
        others = [fact for fact in stated if not self._says_otherwise(fact)]
        return sorted([*others, *(told.fact for told in self.told)], key=lambda fact: fact.start)

    def _says_otherwise(self, fact: Fact) -> bool:
        """Whether it is a state that is told better here."""
        within = any(told.fact.start <= fact.start < told.fact.end and told.fact.value == fact.value for told in self.told)
        return fact.type is FactType.STATUS and (within or fact.value in self.values)

    def of(self, fact: Fact) -> Told | None:
        """What tells the fact, if anything here does."""
        return next((told for told in self.told if told.fact is fact), None)


class Reading(NamedTuple):
    """What a part of a sentence says, that part, and from where to where in the folded sentence the words stand that say it."""

    sign: str
    part: str
    start: int
    end: int


def states(sentence: str, place: Place, language: str, matters: Sequence[Matter]) -> States:
    """The states that the sentence tells of some matters."""
    folded, told, values = fold(sentence), list[Told](), frozenset[str]()
    for matter in matters:
        if subjects := _subjects(matter, folded, place, language):
            values |= matter.alone
            told += _told(matter, sentence, folded, place, subjects)
    return States(told, values)


def _subjects(matter: Matter, folded: str, place: Place, language: str) -> list[str]:
    """Whose state the sentence would tell: of those whom the nearest text names."""
    if _is_elsewhere(matter, folded, place) or not _is_about(matter, folded, place, language):
        return []
    if not matter.of_many:
        return [""]
    nearest = next((named for text in (folded, *place.nearest_first) if (named := matter.subjects(text))), [])
    return [each for each in nearest if each]


def _is_elsewhere(matter: Matter, folded: str, place: Place) -> bool:
    """Whether the sentence or a heading tells of another country, or another article."""
    return not matter.finds("authority", folded) and any(matter.finds("elsewhere", text) for text in (folded, *place.headings))


def _is_about(matter: Matter, folded: str, place: Place, language: str) -> bool:
    """Whether the sentence names the matter, or nothing else where what stands around it does."""
    if matter.finds("thing", folded):
        return True
    if not any(matter.finds("thing", text) for text in place.nearest_first):
        return False
    return bool(matter.finds("entry", folded)) or not subject_words(matter.expressions["known"].sub(" ", folded), language)


def _told(matter: Matter, sentence: str, folded: str, place: Place, subjects: Sequence[str]) -> Iterator[Told]:
    """For each subject the state that is told of it at last."""
    if folded.endswith(QUESTION) or (folded in place.headings and not (subjects[0] and matter.finds("verb", folded))):
        return
    readings = list(_readings(matter, folded, place)) or list(_answers(matter, folded, place))
    for subject in subjects:
        whose = f"{matter.about} {subject}" if subject else ""
        own = [reading for reading in readings if subject in (matter.subjects(reading.part) or subjects)]
        agreeing = [reading for reading in own if reading.sign == own[-1].sign]
        if agreeing and (value := matter.values.get(agreeing[0].sign)):
            mark = _mark(agreeing, folded, subject if len(subjects) > 1 else QUESTION)
            left = matter.expressions["telling"].sub(" ", folded)
            hint, happened = (all(each(reading.part) for reading in agreeing) for each in (matter.hints, matter.is_event))
            yield Told(matter.name, _fact(value, sentence, *mark), whose, left, hint, happened)


def _readings(matter: Matter, folded: str, place: Place) -> Iterator[Reading]:
    """What each part of the sentence says, where it says anything."""
    parts, is_where = list(matter.parts(folded)), _is_where(matter, folded, place)
    past = any(matter.finds("past", part) and not matter.finds("unsaid", part) for _, part in parts)
    for start, part in parts:
        # Beside a part that tells the past, one without a verb of its own tells it too.
        skipped = (past and not matter.finds("verb", part)) or matter.is_of_another(part)
        if not skipped and (sign := matter.sign_of(part, is_where)):
            at = 0 if start and matter.is_an_answer(folded[:start]) else start + matter.begins(part)
            yield Reading(sign, part, at, start + len(part.rstrip(" .")))


def _answers(matter: Matter, folded: str, place: Place) -> Iterator[Reading]:
    """What a sentence says that only affirms or denies what stands above it: "Neen, nog niet", "Beslissingen: geen"."""
    asked = next((sign for text in _asked(place) if (sign := matter.asked(text))), None)
    answers, denied = matter.finds("affirmed", folded) or matter.finds("lasts", folded), matter.finds("denied", folded)
    names = any(matter.finds("which", text) for text in _asked(place)) and matter.finds("of", folded)
    if asked and (answers or denied or names) and len(folded.split()) <= FEW:
        yield Reading(CONTRARY[asked] if denied else asked, folded, 0, len(folded))


def _asked(place: Place) -> Iterator[str]:
    """What an answer may be to: the question just before it or above it, else the heads of its column and its row."""
    nearest = [*place.before[:1], *place.headings[:1]]
    yield from (text for text in nearest if text.endswith(QUESTION))
    yield from (place.headings[0], place.row) if place.row else place.headings[:1]


def _is_where(matter: Matter, folded: str, place: Place) -> bool:
    """Whether the sentence, one just before it or the headings right above name who does what is done."""
    return any(matter.finds("where", text) for text in (folded, place.row, *place.before, *place.headings[:2])) or not matter.has("where")


def _mark(readings: Sequence[Reading], folded: str, subject: str) -> tuple[int, int]:
    """From where to where the words stand that tell the state, with the one that says whose where the sentence names several."""
    start, end = readings[0].start, readings[-1].end
    named = folded.find(subject)
    if named < 0:
        return start, end
    ending = next((place for place in range(named, len(folded)) if not folded[place].isalnum()), len(folded))
    return min(start, named), max(end, ending)


def _fact(value: str, sentence: str, start: int, end: int) -> Fact:
    first, last = unfolded(sentence, start, end)
    return Fact(FactType.STATUS, value, None, sentence[first:last], first, last)
