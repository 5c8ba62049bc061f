"""The message to an editor: each doubtful sentence of the pages, why it is wrong, and what to write instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.desk.claims import in_three
from alerts.messages.items import item
from alerts.messages.rendering import rendered
from alerts.messages.values import Message
from alerts.words import clean, counted, on_one_line, words
from core import models
from core.clock import BRUSSELS
from core.records import RecordedChange
from core.watchlist import Page

ANNOUNCED, PIN = "announced", "pin"
Doubts = Sequence[tuple[models.Task, RecordedChange | None]]
"""Tasks, each with the Change that made its sentence wrong, where there is one."""


@dataclass(frozen=True)
class PageDoubts:
    """One of our own pages and its Tasks."""

    page: Page
    doubts: Doubts


def tasks(page: Page, doubts: Doubts, language: str, site: str) -> Message:
    """The message about the open Tasks of one page."""
    return tasks_of_pages([PageDoubts(page, doubts)], language, site)


def tasks_of_pages(told: Sequence[PageDoubts], language: str, site: str, *, again: bool = False) -> Message:
    """The message about the open Tasks of an editor's pages; ``again`` makes it a reminder."""
    said = words(language)["tasks"]
    form = said["reminder"] if again else said
    count = counted(language, "sentences", sum(len(each.doubts) for each in told))
    more = counted(language, "other_pages", len(told) - 1)
    return rendered(
        "tasks",
        language,
        form["subject"].format(page=f"{told[0].page.id}{more}", count=count),
        list(dict.fromkeys(topic for each in told for topic in each.page.topics)),
        site=site,
        intro=form["intro"],
        pages=[{"id": each.page.id, "url": each.page.url, "doubts": _doubts(each.doubts, language, site)} for each in told],
    )


def _doubts(doubts: Doubts, language: str, site: str) -> list[dict[str, Any]]:
    return [_doubt(task, change, language, site) for task, change in doubts]


def _doubt(task: models.Task, change: RecordedChange | None, language: str, site: str) -> dict[str, Any]:
    before, doubtful, after = in_three(clean(task.sentence), clean(task.text))
    today = task.opened.astimezone(BRUSSELS).date()
    said = words(language)
    return {
        "before": before,
        "doubtful": doubtful,
        "after": after,
        "place": on_one_line(task.path),
        "reason": clean(task.reason or ""),
        "proposal": clean(task.proposal or _instead(task.problem, said)),
        "item": item(change, language, site, today) if change else None,
        "answer": f"{site.rstrip('/')}/desk/{task.id}?lang={language}",
    }


def _instead(problem: str, said: Mapping[str, Any]) -> str:
    """What stands where there is nothing to write."""
    told: str = said["alert"]["hold"] if problem == ANNOUNCED else said["tasks"]["pin" if problem == PIN else "no_proposal"]
    return told
