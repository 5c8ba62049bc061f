"""How our own pages stand: what they claim, what is wrong on them now, and since when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from alerts.desk.official import OfficialRule, bundled
from alerts.desk.readings import read
from alerts.desk.speech import is_read
from core import models
from core.clock import BRUSSELS

UNSOLVED = ("open", "later")


@dataclass(frozen=True)
class PageState:
    """One of our own pages: its Claims, how many sentences are wrong now, for how many days in all, and the oldest since when.

    ``incident`` is the open one, where the page cannot be read.
    """

    page: models.Watch
    claims: int
    wrong: int
    days: int
    oldest: date | None
    incident: models.Incident | None = None

    @property
    def average(self) -> int | None:
        """For how many days its sentences have been wrong on average."""
        return _average(self.days, self.wrong)

    @property
    def is_understood(self) -> bool:
        """Whether the desk reads the language of the page; of others nothing is found, wrong as they may be."""
        return is_read(self.page.language)


@dataclass(frozen=True)
class OrganisationState:
    """How the pages of one organisation stand together; an organisation is the Source of its pages."""

    id: str
    name: str
    pages: int
    claims: int
    wrong: int
    average: int | None
    oldest: date | None


def overview(session: Session, pages: Collection[str], today: date) -> list[PageState]:
    """Each of these pages, those with most wrong first."""
    watch, claim, task = models.Watch, models.Claim, models.Task
    known = session.scalars(select(watch).where(watch.id.in_(pages)).order_by(watch.id)).all()
    of_page = claim.page_id.in_(pages)
    claims = dict(session.execute(select(claim.page_id, func.count()).where(of_page, claim.gone.is_(None)).group_by(claim.page_id)).all())
    unsolved = select(task).options(joinedload(task.change), joinedload(task.page)).where(task.page_id.in_(pages), task.state.in_(UNSOLVED))
    wrong: dict[str, list[date]] = {}
    for each in session.scalars(unsolved):
        wrong.setdefault(each.page_id, []).append(wrong_since(each))
    unread = _unread(session, pages)
    states = [_state(page, claims.get(page.id, 0), wrong.get(page.id, []), today, unread.get(page.id)) for page in known]
    return sorted(states, key=lambda each: -each.wrong)


def _unread(session: Session, pages: Collection[str]) -> dict[str, models.Incident]:
    """The open Incidents of these pages."""
    row = models.Incident
    return {each.watch_id: each for each in session.scalars(select(row).where(row.watch_id.in_(pages), row.closed.is_(None)))}


def _state(page: models.Watch, claims: int, since: Sequence[date], today: date, incident: models.Incident | None) -> PageState:
    return PageState(page, claims, len(since), sum((today - day).days for day in since), min(since, default=None), incident)


def _average(days: int, sentences: int) -> int | None:
    return round(days / sentences) if sentences else None


def organisations(states: Iterable[PageState]) -> list[OrganisationState]:
    """Each organisation that these pages belong to, those with most wrong first."""
    groups: dict[str, list[PageState]] = {}
    for each in states:
        groups.setdefault(each.page.source, []).append(each)
    return sorted(map(_organisation, groups.values()), key=lambda each: (-each.wrong, each.name))


def organisation_record(each: OrganisationState) -> dict[str, object]:
    """An organisation as the API shows it."""
    oldest = each.oldest.isoformat() if each.oldest else None
    return {
        "id": each.id,
        "name": each.name,
        "pages": each.pages,
        "claims": each.claims,
        "wrong": each.wrong,
        "average_days": each.average,
        "oldest": oldest,
    }


def _organisation(states: Sequence[PageState]) -> OrganisationState:
    wrong, first = sum(each.wrong for each in states), states[0].page
    average = _average(sum(each.days for each in states), wrong)
    oldest = min((each.oldest for each in states if each.oldest), default=None)
    return OrganisationState(first.source, first.source_name, len(states), sum(each.claims for each in states), wrong, average, oldest)


def wrong_since(task: models.Task) -> date:
    """The first day on which the sentence was wrong, as far as is known: when the rule left the value it states, else when we saw it."""
    seen = task.opened.astimezone(BRUSSELS).date()
    told = [task.change.effective if task.change else None, _end_of_stated(task, seen)]
    return min([seen, *(date.fromisoformat(day) for day in told if day and len(day) == len("2025-07-29"))])


def days_wrong(task: models.Task, now: datetime) -> int:
    """How many days the sentence has been wrong so far, or was."""
    until = task.closed or now
    return max(0, (until.astimezone(BRUSSELS).date() - wrong_since(task)).days)


def _rule(name: str | None) -> OfficialRule | None:
    return next((rule for rule in bundled() if rule.id == name), None)


def _end_of_stated(task: models.Task, seen: date) -> str | None:
    """The day on which the value that a sentence states was no longer that of its rule, as the bundled history has it.

    A Change that came later than what is only guessed there says more; a value that the rule never had is wrong since today's holds.
    """
    rule, stated = _rule(task.rule), _stated(task.sentence, task.text, task.page.language)
    if rule is None:
        return None
    position = rule.position(*stated) if stated else None
    if position is None:
        current = rule.current(seen)
        return None if current is None else rule.history[current].day
    later = (step for step in rule.history[position + 1 :] if step.binds(seen) and (step.value or not task.change_id))
    return next((step.day for step in later), None)


@lru_cache(maxsize=4096)
def _stated(sentence: str, text: str, language: str) -> tuple[str, str | None] | None:
    """The value that the words of a sentence state, with its unit."""
    return next(((fact.value, fact.unit) for fact in read(sentence, language) if fact.text == text), None)
