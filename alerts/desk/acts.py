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
from alerts.desk.statements import PAUSE, Statement
from alerts.desk.then import days_named
from alerts.sentences import STEM, subject_words
from core.folding import fold
from core.values import Fact, FactType

ANNOUNCED, PLANNED, LAW = "announced", "not_yet_in_force", "in_force"
ADOPTED = "adopted"
TELLING = {PLANNED: ("announced",), LAW: ("decided", "law")}
"""The cues that say that an act is a plan, or law."""
WORD = re.compile(r"\w+")
THAT_VALUE = re.compile(
    r"\b(ce|cette|dit|deze|die|dat) "
    r"(droit|taxe|redevance|montant|somme|prix|delai|duree|recht|bijdrage|bedrag|prijs|termijn|duur|retributie)\b"
)
"""How a sentence names again a value that was spoken of above it."""
ACTS = (FactType.REFERENCE, FactType.DATE)
"""The types of rules that are about acts, so that their words name an act and nothing else."""
SUBJECT = -1
"""Of the groups of words of a rule, the one that says whom or what it is about."""
RECENT = 2
"""How many years before a rule binds the act that made it may have been adopted; an older one was only amended."""


def acts_told_as_plans(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement that says of an act in force, by its reference or by what it decided, that it is still to come; once a sentence."""
    known, told = list(rules), set[str]()
    decided = [*_binding(known, today), *_adopted(known)]
    # The words that tell a plan are the doubtful ones, sooner than the name of the act.
    for statement in sorted(stated, key=lambda each: each.fact.type is FactType.REFERENCE):
        step = _step_of(statement, decided) if statement.claim.sentence not in told else None
        if step and _is_said_today(statement, today) and _tells_a_plan(statement):
            told.add(statement.claim.sentence)
            yield _doubtful(statement, step)


def _step_of(statement: Statement, decided: Sequence[tuple[OfficialRule, Step]]) -> Step | None:
    """The step that the act made of which the statement speaks; of one that is only adopted, where it is told as a proposal."""
    fact, step = statement.fact, None
    if fact.type is FactType.STATUS and fact.value == PLANNED:
        step = next((step for rule, step in decided if _decides(rule, statement) or _stands_under(step, statement)), None)
    elif fact.type is FactType.REFERENCE:
        step = next((step for _, step in decided if step.reference.partition("#")[0] == fact.value), None)
    return None if step and step.stage == ADOPTED and not statement.speech.shows("proposed") else step


def _is_said_today(statement: Statement, today: date) -> bool:
    """Whether the page says it itself, and not in a report or a letter of some day that is past."""
    language, headings = statement.speech.language, statement.claim.path.split(" › ")
    dated = (each for each in headings if Speech(each, language).shows("document"))
    then = any(day < today for each in dated for day in days_named(each, language))
    return statement.is_said_by_the_page(today) and not then


def _binding(rules: Iterable[OfficialRule], today: date) -> Iterator[tuple[OfficialRule, Step]]:
    """Each rule with the step that a recent act made; of an act that says from when something applies, once it does."""
    for rule in rules:
        for step in rule.history:
            adopted = step.reference.partition("#")[0].rpartition(":")[2].lstrip("3")[:4]
            applies = (step.value or "") if rule.role == "from" else ""
            recent = step.day and adopted.isdigit() and int(step.day[:4]) - int(adopted) <= RECENT
            if recent and step.binds(today) and applies <= today.isoformat():
                yield rule, step


def _adopted(rules: Iterable[OfficialRule]) -> Iterator[tuple[OfficialRule, Step]]:
    """Each rule with the step of an act that is adopted and does not bind yet: it is no mere proposal either."""
    return ((rule, step) for rule in rules for step in rule.history if step.stage == ADOPTED and step.reference)


def told_once(doubts: Sequence[Doubtful]) -> Iterator[Doubtful]:
    """The doubts; those about plans and law at the words that tell it, and not at a heading where the text below tells it too."""
    seen, plans = set[tuple[str, str, str]](), [each for each in doubts if each.problem == ANNOUNCED]
    valued = {each.sentence for each in plans if each.statement.fact.type is not FactType.STATUS}
    for doubtful in doubts:
        told = _in_its_words(doubtful) if doubtful.problem == ANNOUNCED else doubtful
        place = (told.path, told.sentence, told.text)
        below = (each for each in plans if each.sentence != told.sentence and told.sentence in each.path.split(" › "))
        again = told.sentence in valued and doubtful.statement.fact.type is FactType.STATUS
        if told.problem != ANNOUNCED or not (again or place in seen or any(below)):
            seen.add(place)
            yield told


def _in_its_words(doubtful: Doubtful) -> Doubtful:
    """The doubt at the words that tell a plan, or law: with the value, instead of the name of an act."""
    statement = doubtful.statement
    is_plan = doubtful.rule is not None and any(step.stage in NOT_BINDING for step in doubtful.rule.history)
    telling = _telling(statement, LAW if is_plan else PLANNED)
    if telling is None:
        telling = _its_part(statement) if statement.fact.type is FactType.DATE else statement.fact
    told = telling if statement.fact.type is FactType.REFERENCE else _with(telling, statement)
    return replace(doubtful, statement=replace(statement, claim=replace(statement.claim, fact=told)))


def _its_part(statement: Statement) -> Fact:
    """The part of the sentence that leads to the value and the verb that follows it: "blijft ook na 4 maart 2027 bestaan"."""
    fact, said = statement.fact, statement.claim.sentence
    start, end = fact.start - len(statement.leading.lstrip()), fact.end + len(PAUSE.split(said[fact.end :])[0].rstrip(" ."))
    return replace(fact, start=start, end=end, text=said[start:end])


def _with(telling: Fact, statement: Statement) -> Fact:
    """The fact of a statement from and to the words that tell the plan, where these stand farther out."""
    fact = statement.fact
    start, end = min(telling.start, fact.start), max(telling.end, fact.end)
    return replace(fact, start=start, end=end, text=statement.claim.sentence[start:end])


def _telling(statement: Statement, status: str) -> Fact | None:
    """The words by which the sentence tells the status."""
    sentence, places = statement.claim.sentence, map(statement.speech.place_of, TELLING[status])
    worded = (Fact(FactType.STATUS, status, None, sentence[place[0] : place[1]], *place) for place in places if place)
    return (_all_that_tells(statement) if status == PLANNED else None) or next(worded, None)


def _all_that_tells(statement: Statement) -> Fact | None:
    """The words that tell a plan, from the first to the last."""
    found = sorted(_planned(statement), key=lambda fact: fact.start)
    if not found:
        return None
    start, end = found[0].start, max(fact.end for fact in found)
    return replace(found[0], start=start, end=end, text=statement.claim.sentence[start:end])


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
    if rule.matter:
        return statement.told is not None and statement.told.matter == rule.matter and spoken_of(statement, groups) is not None
    if rule.role == "until" or not is_set(statement, rule) or not _speaks_of(rule, statement, groups):
        return False
    return (
        _names_no_other(statement, rule)
        or first_of([*groups[-1], *_setting(rule, statement)], fold(f"{statement.row} {statement.claim.sentence}")) is not None
        or (statement.told is not None and THAT_VALUE.search(statement.told.left) is not None)
    )


def _speaks_of(rule: OfficialRule, statement: Statement, groups: Sequence[Sequence[str]]) -> bool:
    """Whether the statement is about the rule's subject, and the page about all else; a price has to be spoken of beside it."""
    elsewhere = rule.type is not FactType.AMOUNT and all(first_of(group, statement.page) for group in groups[:SUBJECT])
    return spoken_of(statement, groups[SUBJECT:] if elsewhere else groups, SUBJECT) is not None


def _names_no_other(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the sentence leaves it to what stands above to say what is planned: "la réforme", "de nieuwe wet", "le règlement"."""
    language = statement.speech.language
    words = f"{statement.row} {statement.told.left if statement.told else _without_plans(statement)}"
    left = subject_words(words, language) - words_like("planned", WORD.findall(fold(words)), language)
    own = [each for group in rule.about.get(language, ()) for each in group] if rule.type in ACTS else []
    return all(first_of([each[:STEM] for each in own], word) for word in left)


def _setting(rule: OfficialRule, statement: Statement) -> Sequence[str]:
    return [each for group in rule.setting.get(statement.speech.language, ()) for each in group]


def _tells_a_plan(statement: Statement) -> bool:
    speech = statement.speech
    if statement.told:
        return True
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
    name = "act_adopted" if step.stage == ADOPTED else "act_in_force"
    reason = sentence(name, language, act=statement.text, since=day_in_words(step.day, language, "since"))
    return Doubtful(statement, "announced", reason, None, LIKELY)
