"""What has been decided, as dated figures: the history of each official rule that pages repeat.

``official.yaml`` is kept by hand and works before the first poll; what polled official pages say comes first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.folding import fold
from core.plain_yaml import read_plain
from core.values import FactType

NOT_BINDING = ("announced", "proposed", "adopted")
TOWN = re.compile(r",? (?:(?:a|te|in|at) )?\d{4,5} [a-z]|,")
"""Where the street of an address ends."""
BUNDLED = Path(__file__).parent / "official.yaml"


@dataclass(frozen=True)
class Step:
    """One value of a rule and the day from which it binds; ``value`` is ``None`` where only that there is a new one is known.

    Without a ``unit`` any will do: a count is of whatever noun the page uses. ``alike`` holds other values that say the same
    (``1 year`` for 12 months). ``day`` is ISO 8601, perhaps only a month.
    """

    value: str | None
    unit: str | None = None
    day: str | None = None
    certainty: str = "official"
    stage: str = "in_force"
    indexed: bool = False
    alike: tuple[str, ...] = ()
    source: str = ""
    reference: str = ""

    def states(self, value: str, unit: str | None) -> bool:
        """Whether a value read on a page is this one."""
        written = value if unit is None else f"{value} {unit}"
        named = _place(self.value or "") == _place(value) and self.unit in (None, unit)
        return named or _place(written) in map(_place, self.alike)

    def binds(self, today: date) -> bool:
        """Whether it is law by ``today``, perhaps replaced since."""
        return self.stage not in NOT_BINDING and (self.day is None or self.day <= today.isoformat())

    @property
    def doubtful(self) -> bool:
        """Whether it may only be checked, never written down as a correction."""
        return self.certainty == "doubtful"


@dataclass(frozen=True)
class OfficialRule:
    """A rule with its values over time, the oldest first; ``about`` says by which words a page speaks of it.

    ``setting`` says what the page has to be about at large, wherever it says so; a clause with one of the words of ``never`` speaks of
    another rule.
    ``matter`` names what is halted or goes on, of ``states.*.yaml``, where the rule tells that.
    ``sole`` is given where the rule has one value for everybody: the words beside which any other value is wrong.
    Where it has an end date, ``began`` is its first day, and ``span`` the words by which a page speaks of its whole length.
    """

    id: str
    topic: str
    type: FactType
    label: Mapping[str, str]
    about: Mapping[str, Sequence[Sequence[str]]]
    history: tuple[Step, ...]
    role: str | None = None
    began: date | None = None
    span: Mapping[str, Sequence[Sequence[str]]] | None = None
    never: Mapping[str, Sequence[str]] = field(default_factory=dict)
    setting: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    sole: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    matter: str | None = None

    def position(self, value: str, unit: str | None) -> int | None:
        """Where in its history a value stands; the last time, where it came back."""
        found = [number for number, step in enumerate(self.history) if step.states(value, unit)]
        return found[-1] if found else None

    def current(self, today: date) -> int | None:
        """Where in its history the value stands that binds by ``today``."""
        binding = [number for number, step in enumerate(self.history) if step.binds(today)]
        return binding[-1] if binding else None

    def last_known(self, today: date) -> Step | None:
        """The newest binding step whose value is known."""
        known = [step for step in self.history if step.binds(today) and step.value is not None]
        return known[-1] if known else None


@lru_cache(maxsize=4096)
def _place(value: str) -> str:
    """A street and its number, where a value is an address: towns of two languages are written in four ways; else the value."""
    return TOWN.split(fold(value))[0]


@cache
def bundled() -> tuple[OfficialRule, ...]:
    """The rules that ship with Veille."""
    return rules_of(read_plain(BUNDLED.read_text(encoding="utf-8")))


def rules_of(content: Mapping[str, Any]) -> tuple[OfficialRule, ...]:
    """Rules as ``official.yaml`` writes them."""
    return tuple(_rule(name, dict(given)) for name, given in content.items())


def _rule(name: str, given: dict[str, Any]) -> OfficialRule:
    began, never = given.pop("began", None), given.pop("never", {})
    return OfficialRule(
        id=name,
        type=FactType(given.pop("type")),
        history=tuple(_step(dict(step)) for step in given.pop("history")),
        began=date.fromisoformat(began) if began else None,
        never={language: tuple(_each(words)) for language, words in never.items()},
        **given,
    )


def _each(words: Sequence[str | Sequence[str]]) -> Iterator[str]:
    """The words of a list in which a list shared with other rules may stand."""
    for word in words:
        yield from ([word] if isinstance(word, str) else word)


def _step(given: dict[str, Any]) -> Step:
    return Step(value=given.pop("value", None), day=given.pop("from", None), alike=tuple(given.pop("alike", ())), **given)
