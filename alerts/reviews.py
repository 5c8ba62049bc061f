"""Our own pages against what has become the rule: Tasks for editors, opened, updated and closed by themselves."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Text, cast, false, func, or_, select
from sqlalchemy.orm import Session

from alerts.claims import Claim, claims, stale
from alerts.desk.audit import audit
from alerts.desk.official import OfficialRule, bundled
from alerts.desk.overlay import overlaid
from alerts.items import is_binding
from alerts.ledger import Addressees, enter
from alerts.messages import tasks
from alerts.words import reader_language
from core import models
from core.clock import BRUSSELS
from core.contract import change_from_json
from core.history import has_topic, recorded_change
from core.settings import Settings
from core.values import Change, Provision, Significance
from core.watches import version_at
from core.watchlist import Page, Watchlist

STALE = "stale"
ANSWERED = ("later", "disagreed")


def review_pages(session: Session, watchlist: Watchlist, now: datetime) -> int:
    """Open a Task for every sentence of our pages that a major Change made wrong; close those that became right.

    A newer Change about the same sentence updates the open Task. What an editor put off or disagreed with is not
    opened again for the same Change. The number of Tasks opened, updated or closed.
    """
    return sum(_review(session, page, now) for page in watchlist.pages if _awaits_review(session, page, now))


def _awaits_review(session: Session, page: Page, now: datetime) -> bool:
    """Whether a Version, a Change or a day came since the last review of the page, so that it may end otherwise."""
    version, change = models.Version, models.Change
    read = select(version.number).where(version.watch_id == page.id, version.instant <= now).order_by(version.number.desc()).limit(1)
    number, watch = session.scalar(read), session.get(models.Watch, page.id)
    if number is None or watch is None:
        return False
    if (watch.reviewed_version, watch.reviewed_on) != (number, _day(now).isoformat()):
        return True
    later = select(change.id).where(change.id > watch.reviewed_change, *_could_matter(page)).limit(1)
    return session.scalar(later) is not None


@dataclass(frozen=True)
class Finding:
    """A Claim that is wrong or doubtful, why, and what to write instead."""

    claim: Claim
    problem: str
    proposal: str | None
    change_id: int | None = None
    reason: str = ""
    confidence: float = 1.0
    rule: str | None = None


def _review(session: Session, page: Page, now: datetime) -> int:
    watch, version = session.get_one(models.Watch, page.id), version_at(session, page.id, now)
    watch.reviewed_version, watch.reviewed_on = version.number, _day(now).isoformat()
    watch.reviewed_change = session.scalar(select(func.max(models.Change.id))) or 0
    changes = _binding_changes(session, page, now)
    rules = overlaid(bundled(), changes.values())
    by_key = {_key(page, found): found for found in findings(version.provisions, page.language, changes, rules, _day(now))}
    return sum([*(_open(session, page, key, found, now) for key, found in by_key.items()), _close(session, page, by_key, now)])


def findings(
    provisions: Sequence[Provision], language: str, changes: Mapping[int, Change], rules: Sequence[OfficialRule], today: date
) -> list[Finding]:
    """Every doubtful Claim of a page: by what the history knows, by the calendar and the page itself, then by the Changes.

    The last found of one Claim counts: a Change that was seen says more than what was known before.
    """
    known = [
        Finding(each.statement.claim, each.problem, each.proposal, None, each.reason, each.confidence, each.rule.id if each.rule else None)
        for each in audit(provisions, language, rules, today)
    ]
    changed = [
        Finding(doubt.claim, STALE, doubt.proposal, doubt.change_id)
        for claim in claims(provisions, language)
        if (doubt := stale(claim, changes, language))
    ]
    return [*known, *changed]


def _binding_changes(session: Session, page: Page, now: datetime) -> dict[int, Change]:
    """The major Changes on the page's Topics that bind by now, the oldest first."""
    row = models.Change
    found = select(row.id, row.effective, row.stage, row.content).where(*_could_matter(page)).order_by(row.detected, row.id)
    today, rows = _day(now), session.execute(found)
    return {number: change_from_json(content) for number, effective, stage, content in rows if is_binding(effective, stage, today)}


def _could_matter(page: Page) -> Iterator[ColumnElement[bool]]:
    """What holds of every Change that can make a Claim of the page wrong: major, not our reading, on its Topics, with facts."""
    row = models.Change
    yield row.significance == Significance.MAJOR
    yield row.technical.is_(False)
    yield row.watch_id != page.id
    yield or_(false(), *(has_topic(row.topics, topic) for topic in page.topics))
    yield ~cast(row.content, Text).contains('"facts": []')


def _day(now: datetime) -> date:
    return now.astimezone(BRUSSELS).date()


def _key(page: Page, found: Finding) -> str:
    fact = found.claim.fact
    identity = (page.id, found.claim.sentence, str(fact.start), fact.type, fact.value, fact.unit or "")
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()


def _open(session: Session, page: Page, key: str, found: Finding, now: datetime) -> int:
    known = session.scalars(select(models.Task).where(models.Task.key == key).order_by(models.Task.id)).all()
    current = next((task for task in known if task.state == "open"), None)
    if current:
        return _update(current, found)
    if any(task.state in ANSWERED and _says_the_same(task, found) for task in known):
        return 0
    claim = found.claim
    session.add(
        models.Task(
            page_id=page.id,
            key=key,
            sentence=claim.sentence,
            text=claim.sentence[claim.fact.start : claim.fact.end],
            path=claim.path,
            problem=found.problem,
            reason=found.reason,
            confidence=found.confidence,
            rule=found.rule,
            proposal=found.proposal,
            change_id=found.change_id,
            state="open",
            opened=now,
        )
    )
    session.flush()
    return 1


def _says_the_same(task: models.Task, found: Finding) -> bool:
    return (task.change_id, task.problem, task.proposal) == (found.change_id, found.problem, found.proposal)


def _update(task: models.Task, found: Finding) -> int:
    if _says_the_same(task, found):
        return 0
    if task.proposal != found.proposal:
        # The editor was told something that is no longer true.
        task.processed_at = None
    task.change_id, task.proposal, task.problem = found.change_id, found.proposal, found.problem
    task.reason, task.confidence, task.rule = found.reason, found.confidence, found.rule
    return 1


def _close(session: Session, page: Page, found: Mapping[str, Finding], now: datetime) -> int:
    row = models.Task
    still_open = select(row).where(row.page_id == page.id, row.state.in_(("open", "later")))
    right = [task for task in session.scalars(still_open) if task.key not in found]
    for task in right:
        task.state, task.closed = "done", now
    return len(right)


def write_tasks(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put one message per page in its editor's ledger, with all its new Tasks; the number of Deliveries added."""
    row = models.Task
    waiting = select(row).where(row.processed_at.is_(None), row.state == "open").order_by(row.page_id, row.id).with_for_update()
    pages, added = {page.id: page for page in watchlist.pages}, 0
    for page_id, group in groupby(session.scalars(waiting).all(), key=lambda task: task.page_id):
        found = list(group)
        page = pages.get(page_id)
        if page and page.editor:
            added += _tell_editor(session, page, found, settings, now)
        for task in found:
            task.processed_at = now
    return added


def _tell_editor(session: Session, page: Page, found: list[models.Task], settings: Settings, now: datetime) -> int:
    addressees = Addressees(settings)
    addressees.add(page.id, reader_language(page.language), [page.editor])
    doubts = [(task, recorded_change(session, task.change_id) if task.change_id else None) for task in found]
    message_id = f"tasks-{page.id[:60]}-{_digest_of(found)}"
    return enter(session, message_id, addressees, lambda each: tasks(page, doubts, each.language, settings.site), now)


def _digest_of(found: Iterable[models.Task]) -> str:
    return hashlib.sha256("\n".join(_identities(found)).encode()).hexdigest()[:16]


def _identities(found: Iterable[models.Task]) -> Iterator[str]:
    for task in found:
        yield f"{task.id} {task.change_id}"
