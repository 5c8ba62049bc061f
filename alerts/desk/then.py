"""Sentences that say what a value was on a day of the past: true for ever, whatever the value is today."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from alerts.desk.calendar import first_day, last_day
from alerts.desk.links import Link
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech
from alerts.desk.statements import Statement
from core.values import FactType
from differ.facts import facts

YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d/-])")
BEFORE, SINCE = "before", "since"
"""How a day is named, by the cue that leads to it: up to that day, or from that day to the present; else on that day."""
A_STORY = 3
"""How many values of one rule, one after another, are its history."""


@dataclass(frozen=True)
class Moment:
    """A day, month or year that a sentence or the head of its column names, by its first and last day."""

    first: date
    last: date
    manner: str = ""


def told_of_then(link: Link, today: date) -> bool:
    """Whether the statement says of a time that is past what the value was then, and was right: "en 2023, 198 €", "avant 2024"."""
    statement = link.statement
    if link.position is None:
        return False
    if was_written_then(link, today):
        return True
    # A day that is itself the value comes with days that explain it: only one on which it was decided tells a story.
    decided = link.rule.type is not FactType.DATE or link.rule.history[link.position].day is not None
    return decided and not statement.speech.shows("now") and any(_was_right(link, moment, today) for moment in moments(statement))


def told_in_turn(found: Iterable[Link]) -> set[int]:
    """The identities of the statements that a table, a list or a paragraph tells one after another, but for the last: a rule's history."""
    past = set[int]()
    for _, group in groupby(found, key=lambda link: (_section(link.statement), link.rule.id)):
        told = [link for link in group if link.position is not None]
        steps = [link.position or 0 for link in told]
        if len(set(steps)) >= A_STORY and steps == sorted(steps):
            past |= {id(link.statement) for link in told if link.position != steps[-1]}
    return past


def _section(statement: Statement) -> str:
    """The headings above, without the row and the column of a table, and the term of which an entry says but the value."""
    own = 2 if statement.row else 1 if statement.is_bare else 0
    return statement.claim.path.rsplit(" › ", own)[0] if own else statement.claim.path


def was_written_then(link: Link, today: date) -> bool:
    """Whether it was right when its part of the page was written."""
    return link.position is not None and any(_was_right(link, moment, today) for moment in written(link.statement))


def written(statement: Statement) -> Iterator[Moment]:
    """When its part of the page was written, where the heading above says so, or one that names a report or a letter of some day."""
    language, headings = statement.speech.language, statement.claim.path.split(" › ")
    above = headings[-2 if statement.row else -1 :][:1]
    dated = [*above, *(heading for heading in headings if Speech(heading, language).shows("document"))]
    # A page that says when it was last worked on speaks of today.
    told = [heading for heading in dated if not Speech(heading, language).shows("updated")]
    return (moment for heading in told for moment in _moments(heading, language, (0, 0)) if not moment.manner)


def days_named(text: str, language: str) -> Iterator[date]:
    """The last day of whatever time the text names, acts aside."""
    return (moment.last for moment in _moments(text, language, (0, 0)))


def moments(statement: Statement) -> Iterator[Moment]:
    """Every moment of the past or present that says when the statement holds."""
    fact, sentence = statement.fact, statement.claim.sentence
    own = (fact.start, fact.end) if fact.type is FactType.DATE else (0, 0)
    yield from _moments(sentence, statement.speech.language, own)
    if statement.leans and statement.lead.endswith("?"):
        yield from _moments(statement.lead, statement.speech.language, (0, 0))
    if statement.column:
        yield from _moments(statement.column, statement.speech.language, (0, 0))


def _moments(text: str, language: str, own: tuple[int, int]) -> Iterator[Moment]:
    read = facts(text, language)
    acts = [own, *((each.start, each.end) for each in read if each.type is FactType.REFERENCE)]
    days = [(each.start, each.end, each.value) for each in read if each.type is FactType.DATE]
    taken = [*acts, *((start, end) for start, end, _ in days)]
    years = [(found.start(), found.end(), found.group()) for found in YEAR.finditer(text) if not _lies_in(found.start(), taken)]
    for start, _, value in [*days, *years]:
        first, last = first_day(value), last_day(value)
        if first and last and not _lies_in(start, acts):
            yield Moment(first, last, _manner(Speech(text[:start], language)))


def _lies_in(position: int, places: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in places)


def _manner(leading: Speech) -> str:
    return next((manner for manner in (BEFORE, SINCE) if leading.shows(manner)), "")


def _was_right(link: Link, moment: Moment, today: date) -> bool:
    begins, ends = _period(link.rule, link.position or 0)
    if moment.first > today or ends is None:
        return False
    if moment.manner == BEFORE:
        return moment.first <= ends and (begins is None or moment.first > begins)
    if moment.manner == SINCE:
        return _tells_the_way(link) and begins is not None and moment.first <= begins <= moment.last
    return (begins is None or moment.last >= begins) and moment.first < ends


def _period(rule: OfficialRule, position: int) -> tuple[date | None, date | None]:
    """From when to when a value of the rule held; the second is the first day of the next."""
    begins, following = rule.history[position].day, rule.history[position + 1 :]
    ends = next((step.day for step in following if step.day), None)
    return first_day(begins or ""), first_day(ends or "")


def _tells_the_way(link: Link) -> bool:
    """Whether the sentence names the value before it as well: "de 150 € à 1.000 €"."""
    fact, before = link.statement.fact, (link.position or 0) - 1
    others = [*fact.value.split("..")[:-1], *(other.value for other in link.statement.beside if other.type is fact.type)]
    return before >= 0 and any(link.rule.history[before].states(value, fact.unit) for value in others)
