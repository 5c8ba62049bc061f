"""The message to a page's editor: each doubtful sentence, the rule that changed, and what to write instead."""

from collections.abc import Sequence
from typing import Any

from alerts.claims import in_three
from alerts.items import item
from alerts.messages.rendering import rendered
from alerts.messages.values import Message
from alerts.words import clean, counted, on_one_line, words
from core import models
from core.clock import BRUSSELS
from core.records import RecordedChange
from core.watchlist import Page


def tasks(page: Page, doubts: Sequence[tuple[models.Task, RecordedChange | None]], language: str, site: str) -> Message:
    """The message about the open Tasks of one page, each with the Change that made its sentence wrong."""
    return rendered(
        "tasks",
        language,
        words(language)["tasks"]["subject"].format(page=page.id, count=counted(language, "sentences", len(doubts))),
        page.topics,
        site=site,
        page=page.id,
        url=page.url,
        doubts=[_doubt(task, change, language, site) for task, change in doubts],
    )


def _doubt(task: models.Task, change: RecordedChange | None, language: str, site: str) -> dict[str, Any]:
    before, doubtful, after = in_three(clean(task.sentence), clean(task.text))
    today = task.opened.astimezone(BRUSSELS).date()
    return {
        "before": before,
        "doubtful": doubtful,
        "after": after,
        "place": on_one_line(task.path),
        "proposal": clean(task.proposal) if task.proposal else "",
        "item": item(change, language, site, today) if change else None,
    }
