"""Our own pages against what has become the rule: which pages to look at again, and what is wrong on them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Engine, and_, func, or_, select, update
from sqlalchemy.orm import Session

from alerts.desk.binding import Binding, Value, could_matter
from alerts.desk.dead import DEAD, DeadAddress, dead_addresses, dead_links
from alerts.desk.decisions import Decision, cut, decided, decision_of
from alerts.desk.findings import findings, of_doubt
from alerts.desk.index import index, pages_of_rules, pages_that_state, pages_whose_days_passed
from alerts.desk.links import links
from alerts.desk.official import bundled
from alerts.desk.pins import astray, forgotten
from alerts.desk.settling import settle
from alerts.desk.statements import Statement, statements
from core import models
from core.clock import BRUSSELS
from core.contract import change_from_json
from core.database import alone, in_batches, reading, transaction
from core.values import Change, WatchKind
from core.watches import version_at
from core.watchlist import Page, Watchlist

STEP = 100
"""Pages that are looked at in one transaction."""


def review_pages(session: Session, watchlist: Watchlist, now: datetime) -> int:
    """Open a Task for every sentence of our pages that is wrong or doubtful by ``now``; close those that became right.

    Only pages are looked at whose text changed, that state a value which a Change took away, or that a day made wrong.
    What an editor put off or disagreed with is not opened again for the same reason. The number of Tasks touched.
    """
    review = Review(session, now)
    touched = sum(map(review.look_at, review.due_of(watchlist)))
    review.finish()
    return touched


def review_in_steps(engine: Engine, watchlist: Watchlist, now: datetime) -> Iterator[int]:
    """As ``review_pages``, with a transaction for every few pages: thousands of them keep nobody else from writing for long.

    Gives after each step the number of Tasks touched. Whoever is killed on the way looks at some pages once more.
    """
    with reading(engine) as session:
        review = Review(session, now)
        due = review.due_of(watchlist)
    for some in in_batches(due, STEP):
        with transaction(engine) as session:
            alone(session, "review")
            touched = sum(map(review.within(session).look_at, some))
        yield touched
    with transaction(engine) as session:
        review.within(session).finish()


class Review:
    """One look at whatever came since the last: Versions of pages, Changes, days."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now, self._today = session, now, now.astimezone(BRUSSELS).date()
        self._newest = session.scalar(select(func.max(models.Change.id))) or 0

    def within(self, session: Session) -> "Review":
        """The same look, going on in another session."""
        self._session = session
        return self

    def due_of(self, watchlist: Watchlist) -> list[Page]:
        """The pages of the watchlist to look at again, with all that is needed to judge them at hand."""
        due = self.due()
        pages = [page for page in watchlist.pages if page.id in due]
        if pages:
            _ = self._binding, self._dead
        return pages

    def due(self) -> set[str]:
        """The pages to look at again."""
        unread = {page for page, (number, _, _, newest) in self._seen.items() if number != newest}
        known = [(change, date.fromisoformat(day)) for number, change, day, _ in self._seen.values() if number is not None and day]
        unread |= self._promised()
        if not known:
            return unread
        last_change, since = min(change for change, _ in known), min(day for _, day in known)
        if any(since <= dead.opened < self._today for dead in self._dead.values()):
            # Which pages lead there stands in their Snapshots alone.
            return set(self._seen)
        return unread | self._touched(last_change, since) | self._overtaken(since)

    def _promised(self) -> set[str]:
        """The pages with a Task that wakes, that its editor called corrected before the page was last read, or whose Change was wrong."""
        task, watch = models.Task, models.Watch
        read_since = and_(task.recheck, watch.last_read > task.closed)
        put_off = and_(task.state == "later", task.wakes <= self._now)
        withdrawn = and_(task.state.in_(("open", "later")), task.change_id.in_(select(models.Rectification.change_id)))
        # A link can be mended without a word of the page changing.
        linked = and_(task.state == "open", task.problem == DEAD)
        waiting = select(task.page_id).join(watch, watch.id == task.page_id).where(or_(read_since, put_off, withdrawn, linked))
        return set(self._session.scalars(waiting))

    def _touched(self, last_change: int, since: date) -> set[str]:
        """The pages that state a value which a Change took away: one that is new, or one that binds since."""
        row = models.Change
        binds_since = and_(row.effective > since.isoformat(), row.effective <= self._today.isoformat())
        came = select(row.content).where(*could_matter(), or_(row.id > last_change, binds_since))
        changes = [change_from_json(content) for content in self._session.scalars(came)]
        if not changes:
            return set()
        repeating = pages_of_rules(self._session, self._binding.rules_with(changes))
        return pages_that_state(self._session, changes) | repeating | self._corrected_by_what_goes_on(changes)

    def _corrected_by_what_goes_on(self, changes: Collection[Change]) -> set[str]:
        """The pages whose Task proposes a value that one of the Changes took away in its turn."""
        gone = {(fact.type, side.value, side.unit) for change in changes for fact in change.facts if (side := fact.before)}
        if not gone:
            return set()
        task, row = models.Task, models.Change
        proposed = select(task.page_id, row.content).join(row, task.change_id == row.id).where(task.state != "done")
        rows = [(page, change_from_json(content)) for page, content in self._session.execute(proposed)]
        return {
            page for page, change in rows for fact in change.facts if fact.after and (fact.type, fact.after.value, fact.after.unit) in gone
        }

    def _overtaken(self, since: date) -> set[str]:
        """The pages that a day made wrong: a date they state, or a step of the rule they repeat."""
        if since >= self._today:
            return set()
        stepped = [
            rule.id for rule in bundled() for step in rule.history if step.day and since.isoformat() < step.day <= self._today.isoformat()
        ]
        return pages_whose_days_passed(self._session, since, self._today) | pages_of_rules(self._session, stepped)

    def look_at(self, page: Page) -> int:
        """Index the Claims of the page and settle its Tasks; how many were touched."""
        version = version_at(self._session, page.id, self._now)
        binding = self._binding.on(page.topics)
        rules = binding.rules
        stated = statements(version.provisions, page.language, version.title)
        decisions = self._decisions(page)
        found = decided(stated, links(stated, rules), decisions, rules)
        fresh = index(self._session, page.id, stated, (found, cut(stated, decisions)), self._now)
        self._session.execute(update(models.Watch).where(models.Watch.id == page.id).values(reviewed_version=version.number))
        wrong = [
            *dead_links(self._session, page, version.provisions, self._dead),
            *map(of_doubt, forgotten(stated, decisions, rules, page.language)),
            *map(of_doubt, astray(version.provisions, stated, rules, page.language)),
            *findings(stated, found, rules, binding.about(_values(stated)), self._today, decisions),
        ]
        return settle(self._session, page, wrong, (stated, fresh), self._now)

    def _decisions(self, page: Page) -> list[Decision]:
        row = models.LinkDecision
        made = self._session.scalars(select(row).where(row.page_id == page.id).order_by(row.id))
        return [decision_of(each, page.language) for each in made]

    def finish(self) -> None:
        """Remember up to where everything was looked at."""
        watch, today = models.Watch, self._today.isoformat()
        # Most passes bring nothing: they are to write nothing either.
        behind = or_(watch.reviewed_change.is_distinct_from(self._newest), watch.reviewed_on.is_distinct_from(today))
        looked_at = update(watch).where(watch.reviewed_version.is_not(None), behind)
        self._session.execute(looked_at.values(reviewed_change=self._newest, reviewed_on=today))

    @cached_property
    def _dead(self) -> Mapping[str, DeadAddress]:
        """The official addresses that are good no more."""
        return dead_addresses(self._session)

    @cached_property
    def _seen(self) -> dict[str, tuple[int | None, int, str | None, int]]:
        """Of every own page that was read: the Version, the Change and the day of its last review, and its newest Version."""
        watch, version = models.Watch, models.Version
        newest = func.max(version.number)
        rows = (
            select(watch.id, watch.reviewed_version, watch.reviewed_change, watch.reviewed_on, newest)
            .join(version, version.watch_id == watch.id)
            .where(watch.kind == WatchKind.OWN, version.instant <= self._now)
            .group_by(watch.id)
        )
        return {page: (number, change or 0, day, last) for page, number, change, day, last in self._session.execute(rows)}

    @cached_property
    def _binding(self) -> Binding:
        return Binding.by(self._session, self._today)


def _values(stated: Iterable[Statement]) -> Iterator[Value]:
    for statement in stated:
        yield statement.fact.type, statement.fact.value, statement.fact.unit
