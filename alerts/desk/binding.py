"""The official Changes that can make a Claim wrong, and the rules as they stand with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import Session

from alerts.desk.official import OfficialRule, bundled
from alerts.desk.overlay import Seen, overlaid
from alerts.messages.items import is_binding
from core import models
from core.clock import BRUSSELS
from core.contract import change_from_json
from core.values import Change, FactType, Significance, WatchKind

Value = tuple[FactType, str, str | None]
"""The type, the value and the unit of a Fact."""


class Recorded(NamedTuple):
    """A Change, the day on which it was seen and the Topics it is on."""

    seen: Seen
    topics: frozenset[str]


def could_matter() -> Iterator[ColumnElement[bool]]:
    """What holds of every Change that can make a Claim wrong: major, not our reading, of an official Watch, with facts."""
    row = models.Change
    yield row.significance == Significance.MAJOR
    yield row.technical.is_(False)
    yield row.watch.has(models.Watch.kind != WatchKind.OWN)
    # What was wrong with a Change may be the value that a Claim would be judged by.
    yield row.id.not_in(select(models.Rectification.change_id))
    yield ~cast(row.content, Text).contains('"facts": []')


@dataclass(frozen=True)
class Binding:
    """The Changes that bind by a day, by number, the oldest first; what is asked of pages on the same Topics is worked out once."""

    changes: Mapping[int, Recorded]
    _of: dict[frozenset[str], "OnTopics"] = field(default_factory=dict)

    @classmethod
    def by(cls, session: Session, today: date) -> "Binding":
        """Read from the database."""
        row = models.Change
        found = select(row.id, row.content, row.effective, row.stage, row.topics, row.detected).where(*could_matter())
        # Of those seen at one instant the Watches decide, since the order of rows differs from one database to the next.
        ordered = found.order_by(row.detected, row.watch_id, row.id)
        return cls(
            {
                number: Recorded(Seen(change_from_json(content), detected.astimezone(BRUSSELS).date()), frozenset(topics))
                for number, content, effective, stage, topics, detected in session.execute(ordered)
                if is_binding(effective, stage, today)
            }
        )

    def on(self, topics: Iterable[str]) -> "OnTopics":
        """Those on one of the Topics, with the rules as they stand with them."""
        wanted = frozenset(topics)
        if wanted not in self._of:
            self._of[wanted] = OnTopics.of({number: each.seen for number, each in self.changes.items() if each.topics & wanted})
        return self._of[wanted]

    def rules_with(self, changes: Iterable[Change]) -> list[str]:
        """The rules that have a value which one of the Changes brought: pages that never stated the value before may repeat them."""
        brought = {(fact.type, fact.after.value, fact.after.unit) for change in changes for fact in change.facts if fact.after}
        standing = overlaid(bundled(), [each.seen for each in self.changes.values()])
        return [
            rule.id
            for rule in standing
            if any(type is rule.type and rule.position(value, unit) is not None for type, value, unit in brought)
        ]


@dataclass(frozen=True)
class OnTopics:
    """The binding Changes on some Topics, the rules with them, and by which value each may be found."""

    changes: Mapping[int, Change]
    rules: tuple[OfficialRule, ...]
    _by_value: Mapping[Value, list[int]]

    @classmethod
    def of(cls, seen: Mapping[int, Seen]) -> "OnTopics":
        """What follows from the Changes."""
        by_value: dict[Value, list[int]] = {}
        changes = {number: each.change for number, each in seen.items()}
        for number, change in changes.items():
            for fact in change.facts:
                if fact.before:
                    by_value.setdefault((fact.type, fact.before.value, fact.before.unit), []).append(number)
        return cls(changes, overlaid(bundled(), seen.values()), by_value)

    def about(self, values: Iterable[Value]) -> dict[int, Change]:
        """Those that took one of the values away, and those that took away what came in its place, the oldest first."""
        asked, numbers = set(values), set[int]()
        waiting = list(asked)
        while waiting:
            new = set(self._by_value.get(waiting.pop(), ())) - numbers
            numbers |= new
            after = {(fact.type, fact.after.value, fact.after.unit) for number in new for fact in self.changes[number].facts if fact.after}
            waiting += after - asked
            asked |= after
        return {number: self.changes[number] for number in self.changes if number in numbers} if numbers else {}
