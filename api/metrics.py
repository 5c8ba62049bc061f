"""What Veille does, in figures that Prometheus reads: never an address or a name of a person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import models
from core.health import Health
from core.values import IncidentKind, Outcome, Significance, WatchKind

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DELIVERY_STATES = ("pending", "sent", "failed", "given_up")
TASK_STATES = ("open", "later", "done", "disagreed")


@dataclass(frozen=True)
class Metric:
    """One figure under its name: ``kind`` is ``counter`` or ``gauge``, each sample has its labels."""

    name: str
    kind: str
    meaning: str
    samples: tuple[tuple[Mapping[str, str], float], ...]


def metrics(session: Session, health: Health, now: datetime) -> Iterator[Metric]:
    """Every figure, read from the database at ``now``."""
    change, incident, delivery, task = models.Change, models.Incident, models.Delivery, models.Task
    yield Metric("veille_build_info", "gauge", "The version that runs.", (({"version": version("veille")}, 1),))
    yield Metric("veille_up", "gauge", "1 where nothing is wrong, 0 where /health says what is.", (({}, health.status == "ok"),))
    polls = _counted(session, models.Poll.outcome, Outcome)
    yield Metric("veille_polls_total", "counter", "Polls of Watches by outcome.", _by("outcome", polls))
    told = _counted(session, change.significance, Significance, change.technical.is_(False))
    yield Metric("veille_changes_total", "counter", "Changes of pages by significance.", _by("significance", told))
    broken = _counted(session, incident.kind, IncidentKind, incident.closed.is_(None))
    yield Metric("veille_incidents_open", "gauge", "Open Incidents by kind.", _by("kind", broken))
    deliveries = _counted(session, delivery.state, DELIVERY_STATES)
    yield Metric("veille_deliveries", "gauge", "Deliveries in the ledger by state.", _by("state", deliveries))
    yield Metric("veille_delivery_oldest_waiting_seconds", "gauge", "Age of the oldest Delivery not sent yet.", _oldest(session, now))
    yield Metric("veille_tasks", "gauge", "Tasks of editors by state.", _by("state", _counted(session, task.state, TASK_STATES)))
    yield from _of_sources(session)


def _counted(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    known: Iterable[str],
    *those: ColumnElement[bool],
) -> dict[str, float]:
    """How many rows have each value: also of those that none has, so that a figure never disappears."""
    rows = session.execute(select(column, func.count()).where(column.is_not(None), *those).group_by(column))
    return dict.fromkeys(map(str, known), 0.0) | {str(value): float(number) for value, number in rows}


def _by(label: str, counted: Mapping[str, float]) -> tuple[tuple[Mapping[str, str], float], ...]:
    return tuple(({label: value}, number) for value, number in counted.items())


def _oldest(session: Session, now: datetime) -> tuple[tuple[Mapping[str, str], float], ...]:
    waiting = models.Delivery.state.in_(("pending", "failed"))
    oldest = session.scalar(select(func.min(models.Delivery.created)).where(waiting))
    return (({}, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0),)


def _of_sources(session: Session) -> Iterator[Metric]:
    row = models.Watch
    official = (row.active, row.kind != WatchKind.OWN)
    statement = select(row.source, func.count(), func.max(row.last_read)).where(*official).group_by(row.source).order_by(row.source)
    found = session.execute(statement).all()
    watches = tuple(({"source": source}, float(number)) for source, number, _ in found)
    yield Metric("veille_watches", "gauge", "Watches that are followed, by Source.", watches)
    read = tuple(({"source": source}, last.timestamp()) for source, _, last in found if last)
    yield Metric("veille_source_last_read_timestamp_seconds", "gauge", "When anything of a Source was last read.", read)


def as_text(found: Iterable[Metric]) -> str:
    """The figures in the text format of Prometheus."""
    return "".join(f"{line}\n" for metric in found for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.meaning}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for labels, value in metric.samples:
        written = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{metric.name}{{{written}}} {value:.15g}" if written else f"{metric.name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
