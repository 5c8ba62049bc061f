"""What an editor is told to do with a sentence for which there is no other to write."""

from collections.abc import Mapping
from datetime import date

from alerts.desk.official import bundled
from alerts.words import words
from core import models

CHECK, REWRITE, SUPERSEDED = "check", "rewrite", "superseded"


def instead(task: models.Task, language: str, today: date) -> str:
    """What to do about the sentence of a Task without a proposal, by what is wrong with it."""
    told: Mapping[str, str] = words(language)["desk"]["instead"]
    return told[task.problem] if task.problem in told else told[REWRITE if _is_known(task, today) else CHECK]


def _is_known(task: models.Task, today: date) -> bool:
    """Whether the reason says what holds today, and only no sentence was made of it."""
    rule = next((each for each in bundled() if each.id == task.rule), None)
    current = rule.current(today) if rule and task.problem == SUPERSEDED else None
    return rule is not None and current is not None and rule.history[current].value is not None and not rule.history[current].doubtful
