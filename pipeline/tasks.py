"""``veille tasks``: the sentences of our own pages that are wrong, as text or JSON."""

import json

from core import models
from core.database import reading
from core.tasks import every_task, task_record
from pipeline.filters import refuse_unknown_of_tasks
from pipeline.opening import engine_of
from pipeline.options import Options
from pipeline.printing import say

NO_TASKS = "No sentence of our own pages is known to be wrong."
NONE_SUCH = "No sentence of our own pages meets these conditions."


def print_tasks(options: Options, shown: str, **conditions: str | None) -> int:
    """Print all Tasks that meet the conditions; 1 where there are any."""
    with reading(engine_of(options)) as session:
        refuse_unknown_of_tasks(session, **conditions)
        found = list(every_task(session, **conditions))
        if shown == "json":
            say(json.dumps({"items": [task_record(task) for task in found], "next": None}, ensure_ascii=False, indent=1))
        else:
            say("\n\n".join(map(_in_text, found)) or (NO_TASKS if set(conditions.values()) <= {None, "open"} else NONE_SUCH))
    return int(bool(found))


def _in_text(task: models.Task) -> str:
    """The sentence, what is wrong and why, where the official text says so, and what to write instead."""
    lines = [
        f"{task.id:>6}  {task.page_id}: “{task.sentence}”",
        f"  {task.state}, {task.problem}: “{task.text}”  {task.reason or _told(task)}".rstrip(),
        *([f"  official: {task.change.url}"] if task.change else []),
        f"  proposal: {task.proposal or '—'}",
    ]
    return "\n".join(lines)


def _told(task: models.Task) -> str:
    """The Change that made the sentence wrong, in the language of its page where it is told in that."""
    summary: dict[str, str] = task.change.content["summary"] if task.change else {}
    return summary.get(task.page.language) or next(iter(summary.values()), "")
