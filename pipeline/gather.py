"""Change → Event: the Changes that tell one piece of news, whichever page or language tells it first."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from core import models
from core.clock import BRUSSELS
from core.database import alone, transaction
from core.values import Kind, Significance, Stage, WatchKind
from pipeline.deployment import Deployment
from pipeline.news import News, adds, corrects, news_of, translates
from pipeline.same_news import is_same_news
from pipeline.versions import version_of

OF_TRANSLATIONS = timedelta(hours=48)
"""Within this time the language versions of one document are expected to tell the same news."""
OF_DOCUMENTS = timedelta(days=14)
"""Within this time the page, the law and the journal tell the same news, counted from when each was seen or published,
and a language version that contradicted another is put right."""
Group = list[models.Change]


def gather(deployment: Deployment) -> int:
    """Put every Change that waits into an Event; gives how many Events are new or revised.

    Technical and quiet Changes and those of our own pages are nobody's news: they join none. A revision comes only
    where somebody may have been told already; what waits together is one first telling, in whatever order it came.
    """
    now = deployment.now()
    with transaction(deployment.engine) as session:
        alone(session, "events")
        waiting = select(models.Change).where(models.Change.processed_at.is_(None), models.Change.quiet.is_(False))
        groups: dict[tuple[int, int], Group] = {}
        for change in session.scalars(waiting.order_by(models.Change.watch_id, models.Change.version_after_id, models.Change.position)):
            change.processed_at = now
            if not change.technical and change.watch.kind != WatchKind.OWN:
                # Each new item of a listing is news of its own; a page's Changes of one day are read together.
                item = change.id if change.kind == Kind.PUBLICATION else 0
                groups.setdefault((change.version_after_id, item), []).append(change)
        in_time = sorted(groups.values(), key=_in_time)
        work = _Pass(session, now, min((_seen(change) for group in in_time for change in group), default=now) - OF_DOCUMENTS)
        return sum(_gather(work, group) for group in in_time)


@dataclass
class _Pass:
    """One pass over what waits: the Events it made, which nobody was told of yet, and those that are young enough to be joined."""

    session: Session
    now: datetime
    since: datetime
    fresh: list[models.Event] = field(default_factory=list)
    known: dict[tuple[int, ...], News] = field(default_factory=dict)

    @cached_property
    def earlier(self) -> list[models.Event]:
        """The Events there were before, the youngest first."""
        return _events(self.session, select(models.Event).join(models.Change).where(models.Change.detected >= self.since))

    def news(self, changes: Group) -> News:
        """What these Changes tell, found out once."""
        key = tuple(change.id for change in changes)
        if key not in self.known:
            self.known[key] = news_of(changes)
        return self.known[key]


def _in_time(group: Group) -> tuple[datetime, str, int]:
    return group[0].detected, group[0].watch_id, group[0].position


def _gather(work: _Pass, group: Group) -> bool:
    event = _same_news(work, group)
    if event is None:
        event = models.Event(created=work.now, revision=1, topics=[], significance=Significance.NONE)
        work.session.add(event)
        work.fresh.append(event)
        news = True
    else:
        news = event not in work.fresh and _tells_more(group, event)
        if news:
            revise(event, work.now)
    for change in group:
        change.event = event
    event.topics = list(dict.fromkeys([*event.topics, *(topic for change in group for topic in change.topics)]))
    event.significance = _highest(group, event.significance)
    work.session.flush()
    return news


def revise(event: models.Event, now: datetime, takes_effect: str | None = None) -> None:
    """Tell an Event again: because it says more now, or because rules take effect on the day given."""
    event.revision += 1
    event.revised, event.takes_effect, event.processed_at = now, takes_effect, None


def _tells_more(group: Group, event: models.Event) -> bool:
    """Whether these Changes tell what the Event did not: a value, a higher significance, another Topic."""
    topics = {topic for change in group for topic in change.topics}
    raised = _highest(group, event.significance) != event.significance
    return raised or not topics <= set(event.topics) or _adds_values(group, event)


def _adds_values(group: Group, event: models.Event) -> bool:
    """Whether a value is new; where announced law only came into force, the values it announced are not."""
    ours, theirs = news_of(group), news_of(event.changes)
    return not ours.stated <= theirs.known if _fulfils(group, event) else adds(ours, theirs)


def _highest(group: Group, significance: str) -> str:
    return Significance.highest([Significance(significance), *(Significance(change.significance) for change in group)])


def _same_news(work: _Pass, group: Group) -> models.Event | None:
    """The youngest Event that tells the same: what announced it, another language version, then another document."""
    return next(chain(_announced(work.session, group), _translated(work.session, group), _told_elsewhere(work, group)), None)


def _announced(session: Session, group: Group) -> Iterator[models.Event]:
    """The Events in which this document announced, however long ago, the very text that came into force there now."""
    days = {change.effective for change in group if change.effective and change.effective <= _day(change.detected)}
    if days and any(map(_stood_announced, group)):
        row = models.Change
        earlier = select(models.Event).join(row).where(row.watch_id == group[0].watch_id, row.effective.in_(days), row.quiet.is_(False))
        yield from (event for event in _events(session, earlier) if _fulfils(group, event))


def _stood_announced(change: models.Change) -> bool:
    """Whether the last Version already had the new text as law to come: what was withdrawn and comes back is news."""
    before = version_of(change.version_before).provisions if change.version_before else ()
    return any(each.stage is Stage.ADOPTED and each.text == change.content.get("after") for each in before)


def _fulfils(group: Group, event: models.Event) -> bool:
    ahead = {
        (each.watch_id, each.effective, each.content.get("after"))
        for each in event.changes
        if each.effective and each.effective > _day(each.detected)
    }
    return any(each.content.get("after") and (each.watch_id, each.effective, each.content["after"]) in ahead for each in group)


def _translated(session: Session, group: Group) -> Iterator[models.Event]:
    """The Events of other language versions that tell the same and are young enough."""
    change = group[0]
    if not change.watch.translations:
        return
    row = models.Change
    since = change.detected - OF_DOCUMENTS
    candidates = select(models.Event).join(row).where(row.watch_id.in_(change.watch.translations), row.detected >= since)
    tells = _publishes_the_same if change.kind == Kind.PUBLICATION else _tells_the_same
    for event in _events(session, candidates):
        if _has(event, change.watch_id):
            joins = _corrects(group, event)
        else:
            joins = _since(event, change.watch.translations, change.detected - OF_TRANSLATIONS) and tells(group, event)
        if joins:
            yield event


def _since(event: models.Event, watch_ids: Container[str], instant: datetime) -> bool:
    return any(each.watch_id in watch_ids and each.detected >= instant for each in event.changes)


def _corrects(group: Group, event: models.Event) -> bool:
    """Whether a language version says otherwise now where it contradicted the others in this Event."""
    name, others = group[0].watch_id, group[0].watch.translations
    before = [each for each in event.changes if each.watch_id == name]
    return corrects(news_of(group), news_of(before), news_of([each for each in event.changes if each.watch_id in others]))


def _told_elsewhere(work: _Pass, group: Group) -> Iterator[models.Event]:
    """The Events of other documents that tell the same by acts and values."""
    change, ours = group[0], work.news(group)
    if not (ours.told or ours.published or ours.amending or ours.named or ours.effective):
        return
    since = min(map(_seen, group)) - OF_DOCUMENTS
    for event in (*reversed(work.fresh), *work.earlier):
        young = [each for each in event.changes if each.detected >= since and each.watch_id not in change.watch.translations]
        if young and not _has(event, change.watch_id) and is_same_news(ours, work.news(young)):
            yield event


def _seen(change: models.Change) -> datetime:
    """When a Change came to the world: the day its publisher gives, where it was seen later."""
    try:
        published = datetime.fromisoformat(change.published or "").replace(tzinfo=BRUSSELS)
    except ValueError:
        return change.detected
    return min(published, change.detected)


def _events(session: Session, statement: Select[models.Event]) -> list[models.Event]:
    youngest_first = statement.order_by(models.Event.id.desc()).options(selectinload(models.Event.changes))
    return list(session.scalars(youngest_first).unique())


def _day(instant: datetime) -> str:
    return instant.astimezone(BRUSSELS).date().isoformat()


def _has(event: models.Event, watch_id: str) -> bool:
    return any(change.watch_id == watch_id for change in event.changes)


def _publishes_the_same(group: Group, event: models.Event) -> bool:
    """Whether an Event tells of the item that its publisher gives the same name, such as ``node/2425``, in another language."""
    identity = group[0].content.get("identity")
    return bool(identity) and any(
        change.kind == Kind.PUBLICATION and change.content.get("identity") == identity for change in event.changes
    )


def _tells_the_same(group: Group, event: models.Event) -> bool:
    """Whether a group repeats an Event in another language: by its values, or by kind where one of them tells none."""
    same = translates(news_of(group), news_of(event.changes))
    return same if same is not None else bool({change.kind for change in group} & {change.kind for change in event.changes})
