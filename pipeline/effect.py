"""Time and rules: the stage that a Change has when it is seen, and the day on which announced law binds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.clock import BRUSSELS
from core.database import alone, transaction
from core.folding import fold
from core.plain_yaml import read_plain
from core.values import Change, Fact, FactType, Kind, Provision, Stage
from differ.facts import facts
from differ.surroundings import meaning
from pipeline.deployment import Deployment
from pipeline.gather import revise
from pipeline.versions import version_of

WHOLE_DATE = 10
Meaning = tuple[FactType, str, str | None]
OUT_OF_FORCE = (Stage.SUSPENDED, Stage.ANNULLED, Stage.ENDED)


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = read_plain((Path(__file__).parent / "stages.yaml").read_text(encoding="utf-8"))
    return content


def stage_of(change: Change, place: Provision, language: str, today: str) -> Stage | None:
    """Where a rule stands when its Change is seen, as far as it can be known; ``today`` is the day in Brussels.

    What the publisher says beside the text comes first, then that an act is only proposed, then the day from which
    it binds, then what sort of publication it is.
    """
    published = _stage_of_publication(change, place, language)
    if place.stage is not None and not (place.stage is Stage.ADOPTED and change.effective and change.effective <= today):
        return place.stage
    if published is Stage.PROPOSED:
        return published
    if change.effective:
        return Stage.IN_FORCE if change.effective <= today else Stage.ADOPTED
    return published


def _stage_of_publication(change: Change, place: Provision, language: str) -> Stage | None:
    if change.kind is not Kind.PUBLICATION:
        return None
    for prefix, stage in _data()["identities"].items():
        if place.identity.startswith(prefix):
            return Stage(stage)
    title = fold(place.label or place.text)
    return Stage.ANNOUNCED if any(fold(words) in title for words in _data()["announced"].get(language, [])) else None


def take_effect(deployment: Deployment) -> int:
    """Tell once more the Events whose rules bind from today, or did while nobody looked; gives how many.

    A rule that was corrected, withdrawn or annulled before its day is not told of again.
    """
    today = deployment.today().isoformat()
    with transaction(deployment.engine) as session:
        alone(session, "events")
        row = models.Change
        announced = (row.stage == Stage.ADOPTED, row.effective <= today, row.took_effect.is_(None), row.event_id.is_not(None))
        by_event: dict[models.Event, list[str]] = {}
        for change in session.scalars(select(row).where(*announced, row.technical.is_(False)).order_by(row.id)):
            change.took_effect = deployment.now()
            if _binds(session, change) and change.event:
                change.stage = Stage.IN_FORCE
                by_event.setdefault(change.event, []).append(change.effective or today)
        for event, days in by_event.items():
            revise(event, deployment.now(), takes_effect=max(days))
    return len(by_event)


def _binds(session: Session, change: models.Change) -> bool:
    """Whether the document still said so when the day came, and has not withdrawn it since."""
    if len(change.effective or "") != WHOLE_DATE:
        return False
    midnight = datetime.fromisoformat(change.effective or "").replace(tzinfo=BRUSSELS)
    row = models.Version
    newest_first = select(row).where(row.watch_id == change.watch_id).order_by(row.number.desc()).limit(1)
    then, now = session.scalar(newest_first.where(row.instant < midnight)), session.scalar(newest_first)
    return all(version is not None and _says(version, change) for version in {then or now, now})


def _says(version: models.Version, change: models.Change) -> bool:
    """Whether a Version still holds the text of a Change, or at its place all the values that it announced."""
    provisions = [each for each in version_of(version).provisions if each.stage not in OUT_OF_FORCE]
    text, key = change.content["after"], change.content["key"]
    if text is None:
        return all(each.text != change.content["before"] for each in provisions)
    if change.kind == Kind.PUBLICATION:
        # The text of an item's own page was told with the item and stands in no later Version.
        return any(each.key == key and text.startswith(each.text) for each in provisions)
    if any(each.text == text for each in provisions):
        return True
    announced = {_value(fact["type"], fact["after"]) for fact in change.content["facts"] if fact["after"]}
    return bool(announced) and announced <= _stated((each.text for each in provisions if each.key == key), change.language)


def _value(kind: str, stated: Mapping[str, Any]) -> Meaning:
    return meaning(Fact(FactType(kind), stated["value"], stated["unit"], "", 0, 0))


def _stated(texts: Iterable[str], language: str) -> set[Meaning]:
    return {meaning(fact) for text in texts for fact in facts(text, language)}
