"""Sentences that were edited since their Task was opened, but not into what is right: the Task goes with them."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from alerts.desk.claims import in_three, proposal
from alerts.desk.decisions import alike, words_of
from alerts.desk.doubts import sentence
from alerts.desk.findings import Finding
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core import models
from core.values import Fact
from differ.facts import facts


def edited_wrongly(
    tasks: Iterable[models.Task], stated: Sequence[Statement], fresh: Collection[str], language: str
) -> Iterator[tuple[models.Task, Finding]]:
    """Each of the Tasks whose sentence now states neither the old nor the proposed value, with what is to be said of it.

    ``fresh`` are the sentences that the page did not hold before. A sentence that is gone, or holds no value any more, is right.
    """
    for task in tasks:
        expected, others = _expected(task, language)
        now = _now(task, expected, others, stated, fresh) if expected else None
        if now and expected:
            yield task, _finding(task, now, expected, language)


def _expected(task: models.Task, language: str) -> tuple[Fact | None, set[str]]:
    """The Fact that was to be written, and the values beside it, which are none of its business."""
    old = facts(task.sentence, language)
    doubtful = next((fact for fact in old if fact.text == task.text), None)
    others = {fact.value for fact in old if fact is not doubtful}
    proposed = facts(task.proposal or "", language) if doubtful else []
    right = (fact for fact in proposed if doubtful and fact.type is doubtful.type and fact.value not in others)
    return next(right, None), others


def _now(
    task: models.Task, expected: Fact, others: Collection[str], stated: Sequence[Statement], fresh: Collection[str]
) -> Statement | None:
    """The statement that stands in the place of the Task's; ``None`` where nothing wrong does."""
    if task.edited:
        return next((each for each in stated if (each.claim.sentence, each.text) == (task.sentence, task.text)), None)
    before, _, after = in_three(task.sentence, task.text)
    words = subject_words(f"{before} {after}", task.page.language)
    of_type = [
        each for each in stated if each.claim.sentence in fresh and each.fact.type is expected.type and each.fact.value not in others
    ]
    reworded = [each for each in of_type if alike(words_of(each), words)]
    if any((each.fact.value, each.fact.unit) == (expected.value, expected.unit) for each in reworded):
        return None
    return next(iter(reworded), None)


def _finding(task: models.Task, now: Statement, expected: Fact, language: str) -> Finding:
    reason = sentence("edited_wrongly", language, now=now.text, expected=expected.text)
    proposed = proposal(now.claim, expected.stated(), language)
    return Finding(now.claim, task.problem, proposed, task.change_id, reason, task.confidence, task.rule)
