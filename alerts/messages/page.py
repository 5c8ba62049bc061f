"""The message to an editor: each doubtful sentence of the pages, why it is wrong, and what to write instead."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.desk.authorities import authority_of
from alerts.desk.claims import in_three
from alerts.desk.instead import instead
from alerts.messages.items import item
from alerts.messages.redlines import cut
from alerts.messages.rendering import rendered
from alerts.messages.values import Message
from alerts.words import clean, counted, on_one_line, words
from core import models
from core.clock import BRUSSELS
from core.records import RecordedChange
from core.watchlist import Page

LONGEST_NAME = 70
"""Characters of the name of a page that a subject shows."""
Doubts = Sequence[tuple[models.Task, RecordedChange | None]]
"""Tasks, each with the Change that made its sentence wrong, where there is one."""


@dataclass(frozen=True)
class PageDoubts:
    """One of our own pages and its Tasks; ``name`` is its title, ``reopened`` the Tasks whose editor had called the page corrected."""

    page: Page
    doubts: Doubts
    name: str = ""
    reopened: Collection[int] = ()


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
        form["subject"].format(page=f"{cut(_name(told[0]), LONGEST_NAME, language)}{more}", count=count),
        list(dict.fromkeys(topic for each in told for topic in each.page.topics)),
        site=site,
        intro=form["intro"],
        pages=[{"name": _name(each), "url": each.page.url, "doubts": _doubts(each, language, site)} for each in told],
    )


def _name(told: PageDoubts) -> str:
    """What people call the page: its title, else its address."""
    return on_one_line(told.name) or told.page.url.partition("://")[2]


def _doubts(told: PageDoubts, language: str, site: str) -> list[dict[str, Any]]:
    answered = words(language)["tasks"]["said_corrected"]
    return [{**_doubt(*each, language, site), "answered": answered if each[0].id in told.reopened else ""} for each in told.doubts]


def _doubt(task: models.Task, change: RecordedChange | None, language: str, site: str) -> dict[str, Any]:
    before, doubtful, after = in_three(clean(task.sentence), clean(task.text))
    today = task.opened.astimezone(BRUSSELS).date()
    return {
        "before": before,
        "doubtful": doubtful,
        "after": after,
        "place": on_one_line(task.path),
        "reason": clean(task.reason or ""),
        "proposal": clean(task.proposal or instead(task, language, today)),
        "item": item(change, language, site, today) if change else None,
        "official": None if change else authority_of(task.rule, language, today),
        "answer": f"{site.rstrip('/')}/desk/{task.id}?lang={language}",
    }
