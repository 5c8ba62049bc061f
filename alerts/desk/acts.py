"""Sentences that speak of an act as a plan though it binds already."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.links import first_of, is_set, spoken_of
from alerts.desk.official import OfficialRule, Step
from alerts.desk.speech import words_like
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.folding import fold
from core.values import FactType

PLANNED = "not_yet_in_force"
SUBJECT = -1
"""Of the groups of words of a rule, the one that says whom or what it is about."""
RECENT = 2
"""How many years before a rule binds the act that made it may have been adopted; an older one was only amended."""


def acts_told_as_plans(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement that says of an act in force, by its reference or by what it decided, that it is still to come; once a sentence."""
    binding, told = list(_binding(rules, today)), set[str]()
    # The words that tell a plan are the doubtful ones, sooner than the name of the act.
    for statement in sorted(stated, key=lambda each: each.fact.type is FactType.REFERENCE):
        if statement.fact.type is FactType.STATUS and statement.fact.value == PLANNED:
            step = next((step for rule, step in binding if _decides(rule, statement)), None)
        elif statement.fact.type is FactType.REFERENCE:
            step = next((step for _, step in binding if step.reference.partition("#")[0] == statement.fact.value), None)
        else:
            continue
        if step and statement.claim.sentence not in told and statement.is_said_by_the_page(today) and _tells_a_plan(statement):
            told.add(statement.claim.sentence)
            yield _doubtful(statement, step)


def _binding(rules: Iterable[OfficialRule], today: date) -> Iterator[tuple[OfficialRule, Step]]:
    """Each rule with the step that a recent act made; of an act that says from when something applies, once it does."""
    for rule in rules:
        for step in rule.history:
            adopted = step.reference.partition("#")[0].rpartition(":")[2].lstrip("3")[:4]
            applies = (step.value or "") if rule.role == "from" else ""
            recent = step.day and adopted.isdigit() and int(step.day[:4]) - int(adopted) <= RECENT
            if recent and step.binds(today) and applies <= today.isoformat():
                yield rule, step


def _decides(rule: OfficialRule, statement: Statement) -> bool:
    """Whether the statement speaks of what the rule decides. What has an end is decided anew time and again."""
    groups = rule.about.get(statement.speech.language, ())
    if rule.role == "until" or not is_set(statement, rule) or not _speaks_of(rule, statement, groups):
        return False
    return (
        _names_no_other(statement)
        or first_of([*groups[-1], *_setting(rule, statement)], fold(f"{statement.row} {statement.claim.sentence}")) is not None
    )


def _speaks_of(rule: OfficialRule, statement: Statement, groups: Sequence[Sequence[str]]) -> bool:
    """Whether the statement is about the rule's subject, and the page about all else; a price has to be spoken of beside it."""
    elsewhere = rule.type is not FactType.AMOUNT and all(first_of(group, statement.page) for group in groups[:SUBJECT])
    return spoken_of(statement, groups[SUBJECT:] if elsewhere else groups, SUBJECT) is not None


def _names_no_other(statement: Statement) -> bool:
    """Whether the sentence leaves it to what stands above to say what is planned: "la réforme", "de nieuwe wet"."""
    language, sentence = statement.speech.language, statement.claim.sentence
    words = f"{statement.row} {sentence[: statement.fact.start]} {sentence[statement.fact.end :]}"
    return subject_words(words, language) <= words_like("planned", fold(words).split(), language)


def _setting(rule: OfficialRule, statement: Statement) -> Sequence[str]:
    return [each for group in rule.setting.get(statement.speech.language, ()) for each in group]


def _tells_a_plan(statement: Statement) -> bool:
    speech = statement.speech
    if speech.shows("law"):
        return False
    planned = any(fact.value == PLANNED for fact in (statement.fact, *statement.beside) if fact.type is FactType.STATUS)
    return planned or speech.shows("announced")


def _doubtful(statement: Statement, step: Step) -> Doubtful:
    language = statement.speech.language
    reason = sentence("act_in_force", language, act=statement.text, since=day_in_words(step.day, language, "since"))
    return Doubtful(statement, "announced", reason, None, LIKELY)
