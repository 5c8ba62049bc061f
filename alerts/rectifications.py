"""A wrong or withdrawn Change, corrected to exactly those who were told of it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.orm import Session

from alerts.digests.schedule import quiet_until
from alerts.ledger import Addressee, Addressees, enter
from alerts.messages import Correction, Message, Reader, rectification
from alerts.people.subscriptions import active
from alerts.sending.routes import recipient
from alerts.words import reader_language
from core import models
from core.errors import NotInHistory, VeilleError
from core.history import recorded_change, recorded_event
from core.paging import is_number
from core.records import Rectified
from core.rights import enter_deed
from core.settings import Settings
from core.watchlist import Subscriber, Watchlist

Telling = Row[str, str, str, list[str], str, datetime, str, str]
"""A Delivery that told something: message_id, recipient, route, subscriptions, subject, created, state, reason."""
TASKS = "tasks"
"""How the ids of messages to editors begin."""
Told = dict[str, list[Telling]]
"""By recipient, the Deliveries that told a Change, the oldest first."""
WITHDRAWN, CORRECTED = "withdrawn", "corrected"


def record(session: Session, change_id: int, said: tuple[str, str, str], now: datetime) -> int:
    """Record what is ``said`` of a Change (kind, note, who); how many readers were told of it until now.

    ``NotInHistory`` where there is no such Change, ``VeilleError`` where a correction does not say what is right.
    """
    kind, note, name = said
    if kind == CORRECTED and not note:
        raise VeilleError('A correction says what is right; write it behind --correct, such as --correct "The fee is 1.000 €".')
    change = session.get(models.Change, change_id) if is_number(change_id) else None
    if change is None:
        raise NotInHistory(f"There is no Change {change_id} in the history; `veille log` lists those there are.")
    rectified = models.Rectification(change=change, kind=kind, note=note, made=now, made_by=name)
    session.add(rectified)
    session.flush()
    hold_back(session, rectified, now)
    enter_deed(session, name, kind, f"change {change_id}", now, detail=note)
    return len(told_of(session, change))


def write_rectifications(session: Session, watchlist: Watchlist, settings: Settings, now: datetime) -> int:
    """Put each new Rectification in the ledger for every reader who was told of its Change; the number of Deliveries added.

    Told was whoever has a Delivery, sent or still to be sent, of a message that tells a Match of the Change's Event and
    that was written once the Change was part of it; and the editor whose Task came of it. Whoever has no Subscription left
    to the address has gone.
    """
    row = models.Rectification
    waiting = session.scalars(select(row).where(row.processed_at.is_(None)).order_by(row.id).with_for_update()).all()
    readers = _readers(session, watchlist, settings) if waiting else {}
    of_pages = {page.id: recipient(page.editor, settings, os.environ) for page in watchlist.pages if page.editor}
    added = 0
    for each in waiting:
        message_id = f"rectification-{each.id}"
        told, editors = told_of(session, each.change), _editors_told_of(session, each.change, of_pages)
        write = _writer(_correction(session, each), editors | told, watchlist, settings)
        for to in (_addressees(told, readers, settings), _editors(editors, watchlist, settings)):
            added += enter(session, message_id, to, write, now)
        _let_rest(session, message_id, readers, now)
        each.processed_at = now
    return added


def _addressees(told: Told, readers: Mapping[str, list[Subscriber]], settings: Settings) -> Addressees:
    """Those who were told and are still there, by the route that told them last and as the Subscription says that told them."""
    found = Addressees(settings)
    for reader, deliveries in told.items():
        there, names = readers.get(reader, []), {name for delivery in deliveries for name in delivery.subscriptions}
        for each in [each for each in there if each.id in names] or there:
            found.add(each.id, each.language, [deliveries[-1].route])
    return found


def _editors(told: Told, watchlist: Watchlist, settings: Settings) -> Addressees:
    """The editors who were told and still look after a page."""
    found = Addressees(settings, staff=True)
    for page in watchlist.pages:
        if page.editor and recipient(page.editor, settings, os.environ) in told:
            found.add(page.id, reader_language(page.language), [page.editor])
    return found


def _correction(session: Session, row: models.Rectification) -> Correction:
    other = models.Rectification
    earlier = session.scalar(select(func.max(other.made)).where(other.change_id == row.change_id, other.id < row.id))
    return Correction(recorded_change(session, row.change_id), Rectified(row.kind, row.note, row.made), earlier)


def _writer(correction: Correction, told: Told, watchlist: Watchlist, settings: Settings) -> Callable[[Addressee], Message]:
    @cache
    def write(language: str, messages: tuple[tuple[datetime, str], ...]) -> Message:
        return rectification(correction, messages, Reader(language, settings.site), watchlist.topics)

    return lambda addressee: write(addressee.language, tuple((each.created, each.subject) for each in told[addressee.recipient]))


def _let_rest(session: Session, message_id: str, readers: Mapping[str, list[Subscriber]], now: datetime) -> None:
    """What goes to readers in their quiet hours waits for the end of these."""
    row = models.Delivery
    entered = select(row.id, row.recipient).where(row.message_id == message_id, row.attempts == 0)
    for number, reader in session.execute(entered).all():
        ends = [quiet_until(each.quiet_hours, now, each.time_zone) for each in readers.get(reader, ())]
        if ends and all(ends):
            session.execute(update(row).where(row.id == number).values(next_attempt_at=min(filter(None, ends))))


def told_of(session: Session, change: models.Change) -> Told:
    """Who was told of the Change, by alert or digest."""
    match = models.Match
    found = select(match.message_id, match.subscription_id).where(match.event_id == change.event_id, match.message_id.is_not(None))
    by_message: dict[str, set[str]] = {}
    for message_id, subscription in session.execute(found):
        by_message.setdefault(str(message_id), set()).add(subscription)
    row = models.Delivery
    since = change.processed_at or change.detected
    deliveries = _deliveries(session, row.message_id.in_(list(by_message)), row.created >= since)
    return _by_recipient(each for each in deliveries if not by_message[each.message_id].isdisjoint(each.subscriptions))


def _editors_told_of(session: Session, change: models.Change, editors: Mapping[str, str]) -> Told:
    """The ``editors`` of pages who have a message about a Task that came of the Change: it was written when the Task was stamped."""
    row, task = models.Delivery, models.Task
    tasks = select(task.page_id, task.processed_at).where(task.change_id == change.id, task.processed_at.is_not(None))
    found = (
        _deliveries(session, row.recipient == editors.get(page, ""), row.created == instant, row.message_id.startswith(f"{TASKS}-"))
        for page, instant in session.execute(tasks).all()
    )
    return _by_recipient(each for deliveries in found for each in deliveries)


def _by_recipient(deliveries: Iterable[Telling]) -> Told:
    told: Told = {}
    for each in deliveries:
        told.setdefault(each.recipient, []).append(each)
    return told


def _deliveries(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Telling]:
    """The Deliveries that arrived somewhere or still may."""
    row = models.Delivery
    columns = (row.message_id, row.recipient, row.route, row.subscriptions, row.subject, row.created, row.state, row.reason)
    found = select(*columns).where(*conditions).order_by(row.created, row.id)
    yield from (each for each in session.execute(found) if each.state != "given_up" or _arrived_somewhere(each.reason))


def _arrived_somewhere(reason: str) -> bool:
    return any(line.startswith("sent ") for line in reason.splitlines())


def _readers(session: Session, watchlist: Watchlist, settings: Settings) -> dict[str, list[Subscriber]]:
    """By recipient, the Subscriptions that may be written for now."""
    readers: dict[str, list[Subscriber]] = {}
    for subscriber in active(session, watchlist, settings):
        for route in subscriber.via:
            readers.setdefault(recipient(route, settings, os.environ), []).append(subscriber)
    return readers


def hold_back(session: Session, rectified: models.Rectification, now: datetime) -> None:
    """See that nobody goes by what was rectified, from now on.

    No sentence of our own pages is judged by it. What is withdrawn is told no more: not with its Event where that says
    nothing else, nor on the day that it announced.
    """
    change, task = rectified.change, models.Task
    pages = select(task.page_id).where(task.change_id == change.id, task.state.in_(("open", "later")))
    session.execute(update(models.Watch).where(models.Watch.id.in_(pages)).values(reviewed_on=None))
    if rectified.kind == WITHDRAWN:
        _tell_no_more(session, change, now)


def _tell_no_more(session: Session, change: models.Change, now: datetime) -> None:
    change.took_effect = change.took_effect or now
    if change.event_id is None or recorded_event(session, change.event_id).tellable:
        return
    match = models.Match
    waiting = (match.event_id == change.event_id, match.processed_at.is_(None))
    session.execute(update(match).where(*waiting).values(processed_at=now))
