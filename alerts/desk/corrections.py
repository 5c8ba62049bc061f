"""Sentences that were edited since their Task was opened, but not into what is right: the Task goes with them."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from alerts.desk.claims import in_three, proposal
from alerts.desk.decisions import alike, words_of
from alerts.desk.doubts import sentence
from alerts.desk.findings import Finding
from alerts.desk.readings import read
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core import models
from core.values import Fact
from differ.facts import facts

SHARED, HALF = 2, 0.5
"""How many words, and what part of the shorter one's, a sentence that no rule is known of keeps at least where it is written anew."""


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


def reworded(
    tasks: Iterable[models.Task], found: Iterable[Finding], fresh: Collection[str], language: str
) -> Iterator[tuple[models.Task, Finding]]:
    """Each of the Tasks whose sentence is gone, with what was found in its place: of the same rule or Change, or in half of the words."""
    left = [each for each in found if each.claim.sentence in fresh]
    for task in tasks:
        if now := next((each for each in left if _is_about_the_same(task, each, language)), None):
            left.remove(now)
            yield task, now


def _is_about_the_same(task: models.Task, found: Finding, language: str) -> bool:
    stated = next((fact.type for fact in read(task.sentence, language) if fact.text == task.text), None)
    if stated is not None and stated is not found.claim.fact.type:
        return False
    if task.rule or found.rule:
        return task.rule == found.rule
    if task.change_id and task.change_id == found.change_id:
        return True
    ours, theirs = _words(task.sentence, task.text, language), _words(found.claim.sentence, found.claim.fact.text, language)
    return task.problem == found.problem and len(ours & theirs) >= max(SHARED, HALF * min(len(ours), len(theirs)))


def _words(sentence: str, text: str, language: str) -> frozenset[str]:
    before, _, after = in_three(sentence, text)
    return subject_words(f"{before} {after}", language)


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
    words = _words(task.sentence, task.text, task.page.language)
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
