"""The form of choices: what it offers, and what was chosen in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from pydantic import ValidationError

from alerts.people.addresses import services
from alerts.people.choices import Deployed
from api.forms import Form
from core.folding import fold
from core.values import Rule, Stage
from core.watchlist import Choices

SEVERAL = ("topics", "sources", "rules", "stages")
SINGLE = ("language", "match_topics", "significance", "frequency", "time_zone", "when_nothing_changed")


@dataclass(frozen=True)
class Chosen:
    """What a form chose: as given, for showing it again; as ``Choices`` where it is right; and the names of the fields that are not."""

    given: Mapping[str, Any]
    choices: Choices | None
    mistakes: tuple[str, ...]


def chosen(form: Form, offered: Mapping[str, Any]) -> Chosen:
    """The choices of a form, of what is ``offered``."""
    given: dict[str, Any] = Choices().model_dump(mode="json") | {
        **{name: form.every(name) for name in SEVERAL},
        **{name: form.one(name) for name in SINGLE if form.one(name)},
        "words": _words(form.one("words")),
        "quiet_hours": _span(form.one("quiet_from"), form.one("quiet_until")),
    }
    wrong = {name for name in ("topics", "sources") if set(given[name]) - set(offered[name])}
    try:
        choices = Choices.model_validate(given)
    except ValidationError as error:
        return Chosen(given, None, _in_order(wrong | {str(each["loc"][0]) for each in error.errors()}))
    return Chosen(given, None if wrong else choices, _in_order(wrong))


def _in_order(mistakes: Collection[str]) -> tuple[str, ...]:
    """The fields in the order in which the page has them."""
    return tuple(sorted(mistakes, key=[*SEVERAL, "words", "quiet_hours", *SINGLE].index))


def _words(text: str) -> list[str]:
    """One word or phrase a line, or between commas."""
    words = (" ".join(each.split()) for each in text.replace(",", "\n").splitlines())
    return list(dict.fromkeys(word for word in words if word))


def _span(start: str, end: str) -> str:
    return f"{start}-{end}" if start or end else ""


def options(deployed: Deployed, language: str) -> dict[str, Any]:
    """Everything that can be chosen, with its labels."""
    topics = {name: getattr(topic, language) for name, topic in deployed.watchlist.topics.items()}
    return {
        "topics": _by_label(topics),
        "sources": _by_label(deployed.sources),
        "rules": list(Rule),
        "stages": list(Stage),
        "zones": zones(),
        "services": [service["name"] for service in services().values()],
    }


def _by_label(labels: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(labels.items(), key=lambda each: fold(each[1])))


@cache
def zones() -> Sequence[str]:
    """The time zones to choose from: Europe's."""
    return sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
