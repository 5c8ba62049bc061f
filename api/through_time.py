"""The values of one document through time: which there are, and the steps of one of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from api.charts import Step, height_of
from api.facts import Document, FactFilter, RecordedFact, recorded_facts
from core import models
from core.clock import BRUSSELS
from core.errors import NotInHistory
from core.history import ChangeFilter
from core.values import Stated
from differ.wording.values import fact_in_words

PAGES, AT_A_TIME = 20, 200
MOST = 100
"""How many values of a document are listed."""
BEFORE = timedelta(days=60)
"""How long a value is drawn of which nobody read since when it was so."""


@dataclass(frozen=True)
class Value:
    """One value of a document: where it stands now, its first and its last step, and how often it changed."""

    first: RecordedFact
    last: RecordedFact
    changed: int


def steps_of(session: Session, watch: str, series: str | None = None) -> list[RecordedFact]:
    """The steps of one value, or of all of a Watch, in the order in which they were recorded."""
    wanted, cursor, found = FactFilter(ChangeFilter(watch=watch), series=series), None, list[RecordedFact]()
    for _ in range(PAGES):
        page = recorded_facts(session, wanted, cursor, AT_A_TIME, "asc")
        found += page.items
        if page.next == cursor:
            break
        cursor = page.next
    return found


def values_of(session: Session, watch: str) -> list[Value]:
    """The values of a Watch that changed at least once, the most changed first."""
    series: dict[str, list[RecordedFact]] = {}
    for each in steps_of(session, watch):
        series.setdefault(each.series, []).append(each)
    values = [Value(steps[0], steps[-1], sum(step.change is not None for step in steps)) for steps in series.values() if _moved(steps)]
    return sorted(values, key=lambda each: (-each.changed, each.last.path))[:MOST]


def _moved(steps: Sequence[RecordedFact]) -> bool:
    """Whether a value took the place of another: what only appeared tells nothing through time."""
    return any(step.fact.before and step.fact.after for step in steps)


def series_of(session: Session, change: int, place: int) -> tuple[str, str]:
    """The Watch and the series of one FactChange, by its place in its Change from 1 on; ``NotInHistory`` where there is none."""
    row = session.get(models.Change, change)
    series = Document(session, row.watch).series.get((change, place)) if row else None
    if row is None or series is None:
        raise NotInHistory(f"The Change {change} states no value at the place {place}.")
    return row.watch_id, series


def drawn(steps: Iterable[RecordedFact], language: str) -> list[Step]:
    """The steps by the day from which each binds, else on which it was seen; what was withdrawn is not drawn."""
    told = [step for step in steps if step.rectified != "withdrawn"]
    return sorted(_steps(told, language), key=lambda step: step.day)


def _steps(told: Sequence[RecordedFact], language: str) -> Iterator[Step]:
    for number, each in enumerate(told):
        if number == 0 and each.fact.before:
            yield Step(day_of(each) - BEFORE, *_height(each.fact.before, each, language))
        yield Step(day_of(each), *_height(each.fact.after, each, language), each.change)


def _height(side: Stated | None, recorded: RecordedFact, language: str) -> tuple[Decimal | None, str]:
    return (height_of(recorded.fact.type, side), fact_in_words(recorded.fact.type, None, side, language)) if side else (None, "")


def day_of(recorded: RecordedFact) -> date:
    """The day from which a step counts."""
    try:
        return date.fromisoformat(recorded.effective or "")
    except ValueError:
        return recorded.detected.astimezone(BRUSSELS).date()
