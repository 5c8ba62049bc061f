"""Sentences that speak of an act as a plan though it binds already."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.expressions import first_of
from alerts.desk.links import is_set, spoken_of
from alerts.desk.official import NOT_BINDING, OfficialRule, Step
from alerts.desk.readings import read
from alerts.desk.speech import Speech, words_like
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.folding import fold
from core.values import Fact, FactType

ANNOUNCED, PLANNED, LAW = "announced", "not_yet_in_force", "in_force"
TELLING = {PLANNED: ("announced",), LAW: ("decided", "law")}
"""The cues that say that an act is a plan, or law."""
WORD = re.compile(r"\w+")
ACTS = (FactType.REFERENCE, FactType.DATE)
"""The types of rules that are about acts, so that their words name an act and nothing else."""
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
            step = next((step for rule, step in binding if _decides(rule, statement) or _stands_under(step, statement)), None)
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


def told_once(doubts: Sequence[Doubtful]) -> Iterator[Doubtful]:
    """The doubts; those about plans and law at the words that tell it, and not at a heading where the text below tells it too."""
    seen, plans = set[tuple[str, str, str]](), [each for each in doubts if each.problem == ANNOUNCED]
    for doubtful in doubts:
        told = _in_its_words(doubtful) if doubtful.problem == ANNOUNCED else doubtful
        place = (told.path, told.sentence, told.text)
        below = (each for each in plans if each.sentence != told.sentence and told.sentence in each.path.split(" › "))
        if told.problem != ANNOUNCED or (place not in seen and not any(below)):
            seen.add(place)
            yield told


def _in_its_words(doubtful: Doubtful) -> Doubtful:
    """The doubt at the words that tell a plan, or law, sooner than at the name of the act."""
    statement = doubtful.statement
    is_plan = doubtful.rule is not None and any(step.stage in NOT_BINDING for step in doubtful.rule.history)
    telling = _telling(statement, LAW if is_plan else PLANNED) if statement.fact.type is FactType.REFERENCE else None
    return replace(doubtful, statement=replace(statement, claim=replace(statement.claim, fact=telling))) if telling else doubtful


def _telling(statement: Statement, status: str) -> Fact | None:
    """The words by which the sentence tells the status."""
    sentence, places = statement.claim.sentence, map(statement.speech.place_of, TELLING[status])
    worded = (Fact(FactType.STATUS, status, None, sentence[place[0] : place[1]], *place) for place in places if place)
    return (next(_planned(statement), None) if status == PLANNED else None) or next(worded, None)


def _planned(statement: Statement) -> Iterator[Fact]:
    """The words of its sentence that tell a plan."""
    return (fact for fact in (statement.fact, *statement.beside) if fact.type is FactType.STATUS and fact.value == PLANNED)


def _stands_under(step: Step, statement: Statement) -> bool:
    """Whether the last heading names the act itself, and the sentence names no other."""
    language, heading = statement.speech.language, statement.claim.path.split(" › ")[-1]
    named = {fact.value for fact in read(heading, language) if fact.type is FactType.REFERENCE}
    others = any(fact.type is FactType.REFERENCE for fact in statement.beside)
    return step.reference.partition("#")[0] in named and not others


def _decides(rule: OfficialRule, statement: Statement) -> bool:
    """Whether the statement speaks of what the rule decides. What has an end is decided anew time and again."""
    groups = rule.about.get(statement.speech.language, ())
    if rule.role == "until" or not is_set(statement, rule) or not _speaks_of(rule, statement, groups):
        return False
    return (
        _names_no_other(statement, rule)
        or first_of([*groups[-1], *_setting(rule, statement)], fold(f"{statement.row} {statement.claim.sentence}")) is not None
    )


def _speaks_of(rule: OfficialRule, statement: Statement, groups: Sequence[Sequence[str]]) -> bool:
    """Whether the statement is about the rule's subject, and the page about all else; a price has to be spoken of beside it."""
    elsewhere = rule.type is not FactType.AMOUNT and all(first_of(group, statement.page) for group in groups[:SUBJECT])
    return spoken_of(statement, groups[SUBJECT:] if elsewhere else groups, SUBJECT) is not None


def _names_no_other(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the sentence leaves it to what stands above to say what is planned: "la réforme", "de nieuwe wet", "le règlement"."""
    language = statement.speech.language
    words = f"{statement.row} {_without_plans(statement)}"
    left = subject_words(words, language) - words_like("planned", WORD.findall(fold(words)), language)
    own = [each for group in rule.about.get(language, ()) for each in group] if rule.type in ACTS else []
    return all(first_of(own, word) for word in left)


def _setting(rule: OfficialRule, statement: Statement) -> Sequence[str]:
    return [each for group in rule.setting.get(statement.speech.language, ()) for each in group]


def _tells_a_plan(statement: Statement) -> bool:
    speech = statement.speech
    if Speech(_without_plans(statement), speech.language).shows("law"):
        return False
    return any(_planned(statement)) or speech.shows("announced")


def _without_plans(statement: Statement) -> str:
    """The sentence without the words that tell a plan."""
    sentence = statement.claim.sentence
    for fact in _planned(statement):
        sentence = sentence[: fact.start] + " " * (fact.end - fact.start) + sentence[fact.end :]
    return sentence


def _doubtful(statement: Statement, step: Step) -> Doubtful:
    language = statement.speech.language
    reason = sentence("act_in_force", language, act=statement.text, since=day_in_words(step.day, language, "since"))
    return Doubtful(statement, "announced", reason, None, LIKELY)
