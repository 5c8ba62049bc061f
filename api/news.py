"""The latest Changes as news: those of one Event together, told by the one that says most to the reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import models
from core.history import ChangeFilter, changes
from core.records import RecordedChange
from core.values import Rule, Significance


@dataclass(frozen=True)
class News:
    """The Change that tells it, and how many ``others`` belong to the same Event."""

    told: RecordedChange
    others: int


def latest_news(session: Session, language: str, wanted: ChangeFilter, most: int) -> list[News]:
    """What the newest ``most`` Changes tell, newest first, without what was withdrawn."""
    found = [each for each in changes(session, wanted, limit=most).items if not each.withdrawn]
    told = [max(group, key=lambda each: _tells(each, language)) for group in _events(found)]
    sizes = _sizes(session, [each.event for each in told if each.event])
    return [News(each, max(0, sizes[each.event] - 1)) for each in told]


def by_topic(news: Iterable[News], topics: Iterable[str]) -> list[tuple[str, list[News]]]:
    """The news under one Topic each, the most significant first; the Topic of the newest major news first, "" where there is none."""
    order, groups = list(topics), dict[str, list[News]]()
    for each in news:
        named = [topic for topic in order if topic in each.told.topics]
        groups.setdefault(next(iter(named or each.told.topics), ""), []).append(each)
    ranked = [(topic, sorted(found, key=_rank)) for topic, found in groups.items()]
    return sorted(ranked, key=lambda group: _rank(group[1][0]))


def _rank(news: News) -> tuple[int, int]:
    return -news.told.change.significance.rank, -news.told.id


def _events(found: Sequence[RecordedChange]) -> Iterator[list[RecordedChange]]:
    groups: dict[tuple[str, int], list[RecordedChange]] = {}
    for each in found:
        groups.setdefault(("event", each.event) if each.event else ("change", each.id), []).append(each)
    yield from groups.values()


def _tells(recorded: RecordedChange, language: str) -> tuple[bool, int, int, int]:
    change = recorded.change
    return recorded.language == language, change.significance.rank, -list(Rule).index(change.rule), -recorded.id


def _sizes(session: Session, events: Sequence[int]) -> Counter[int | None]:
    row = models.Change
    substantive = row.significance.in_([Significance.MAJOR.value, Significance.MINOR.value])
    told = (row.event_id.in_(events), row.technical.is_(False), row.quiet.is_(False), substantive)
    return Counter(dict(session.execute(select(row.event_id, func.count()).where(*told).group_by(row.event_id)).all()))
