"""Sentences that repeat what an official rule no longer says, or does not say yet."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from alerts.desk.authorities import source_in_words
from alerts.desk.doubts import LIKELY, POSSIBLE, SURE, Doubtful, day_in_words, rewritten, says, sentence, step_in_words
from alerts.desk.links import Link
from alerts.desk.official import NOT_BINDING, OfficialRule, Step
from alerts.desk.speech import Speech
from alerts.desk.statements import PAUSE, Statement
from alerts.desk.then import told_of_then, was_written_then
from alerts.sentences import subject_words
from core.values import Fact, FactType

ADOPTED = "adopted"
MOST = 1.25
"""How many times what was last known a value is at most that followed an index since."""
Said = tuple[str, str | None]
"""A reason, and the proposal where there is one."""


def superseded(found: Sequence[Link], today: date) -> Iterator[Doubtful]:
    """Every statement that does not say what its rule says by ``today``.

    A sentence that tells the way of a value ("de 150 € à 1.000 €") is judged by where it arrives.
    """
    yield from _told_best(list(_all(found, today)))


def _told_best(doubts: Sequence[Doubtful]) -> Iterator[Doubtful]:
    """The doubts, but a state that is only hinted at not where another sentence of the page tells it plainly."""
    plainly = {doubtful.rule.id for doubtful in doubts if doubtful.rule and not _is_hint(doubtful)}
    return (doubtful for doubtful in doubts if not (_is_hint(doubtful) and doubtful.rule and doubtful.rule.id in plainly))


def _is_hint(doubtful: Doubtful) -> bool:
    told = doubtful.statement.told
    return told is not None and told.hint


def _all(found: Sequence[Link], today: date) -> Iterator[Doubtful]:
    for _, group in groupby(found, key=lambda link: (link.statement.claim.sentence, link.statement.claim.path, link.rule.id)):
        link = max(group, key=lambda each: (-1 if each.position is None else each.position, each.statement.told is not None))
        if (link.pinned or link.statement.is_said_by_the_page(today)) and (doubtful := _judged(link, today)):
            yield doubtful


def _judged(link: Link, today: date) -> Doubtful | None:
    current = link.rule.current(today)
    if link.position is None:
        return _never(link, None if current is None else link.rule.history[current], today)
    step, newest = link.rule.history[link.position], link.rule.history[-1]
    if not step.binds(today):
        return _not_yet(link, step)
    if newest.stage == ADOPTED and _cites_the_new_act(link.statement, newest):
        return _no_longer(link, newest, today)
    if current is not None and link.position < current:
        now = link.rule.history[current]
        then = was_written_then(link, today) or (told_of_then(link, today) and not _lasts(link))
        said = then or (now.indexed and link.statement.speech.shows("indexed"))
        return None if said or _is_denied(link.statement) else _no_longer(link, now, today)
    return _law_already(link, step)


def _cites_the_new_act(statement: Statement, newest: Step) -> bool:
    """Whether it tells what an act has that is adopted, though it binds nobody yet, or answers what that has."""
    language, asked = statement.speech.language, statement.claim.path.split(" › ")[-1]
    above = [each for each in (statement.lead, asked) if statement.is_bare or (statement.leans and each.endswith("?"))]
    said = [statement.claim.sentence, *above]
    named = any(fact.value == newest.reference.partition("#")[0] for fact in statement.beside)
    return named or any(Speech(each, language).shows("recast") for each in said)


def _is_denied(statement: Statement) -> bool:
    """Whether the value is named as the one that is not, or no longer: "n'est plus de 150 €"; or as what is usual."""
    speech = statement.speech
    usual = statement.fact.type is FactType.DURATION and speech.shows("practice")
    behind = Speech(statement.claim.sentence[statement.fact.end :], speech.language)
    denied = usual or speech.shows_before("denied", statement.fact.start) or behind.shows("changed")
    # What a state denies is read with it.
    return denied and statement.told is None


def _lasts(link: Link) -> bool:
    """Whether a state that began on a day of the past is told to last to this day."""
    told = link.statement.told
    return link.rule.type is FactType.STATUS and (link.statement.speech.shows("lasting") or (told is not None and not told.happened))


def _never(link: Link, now: Step | None, today: date) -> Doubtful | None:
    """A value that the rule never had; where today's is not known because it follows an index, it may be just that."""
    if now is None or (now.value is None and (not link.pinned or _may_be_indexed(link, now, today))):
        return None
    return _no_longer(link, now, today)


def _may_be_indexed(link: Link, now: Step, today: date) -> bool:
    known, value = link.rule.last_known(today), link.statement.fact.value
    if not now.indexed or known is None or known.value is None or ".." in value:
        return False
    return float(known.value) <= float(value) <= MOST * float(known.value)


def _no_longer(link: Link, now: Step, today: date) -> Doubtful | None:
    known = link.rule.last_known(today)
    if known is None:
        return None
    reason, proposed = _unknown(link, now, known) if now.value is None else _known(link, now)
    doubtful = now.doubtful or now.value is None
    confidence = link.score * (POSSIBLE if now.doubtful and now.value else LIKELY if doubtful else SURE)
    return Doubtful(link.statement, "superseded", reason, proposed, round(confidence, 2), link.rule, not doubtful)


def _unknown(link: Link, now: Step, known: Step) -> Said:
    language = link.statement.speech.language
    was = None if link.position is None else link.rule.history[link.position]
    left = now if link.position is None else link.rule.history[link.position + 1]
    name = "superseded_never" if was is None else "superseded_unknown_last" if was.value == known.value else "superseded_unknown"
    return _reason(
        link,
        name,
        known,
        since=day_in_words(left.day or now.day, language, "since"),
        known=day_in_words(known.day, language) or source_in_words(known.source, language),
        indexed=says(language)["superseded_unknown_indexed"] if now.indexed else "",
    ), None


def _known(link: Link, now: Step) -> Said:
    language, undated = link.statement.speech.language, "" if now.day else "_without_day"
    since = day_in_words(now.day, language, "since")
    if now.doubtful:
        return _reason(link, f"superseded_doubtful{undated}", now, since=since), None
    if _computes(link.statement.fact, link.statement.beside):
        return _reason(link, "computed", now), None
    return _reason(link, f"superseded{undated}", now, since=since), rewritten(link.statement, now)


def _computes(fact: Fact, beside: Sequence[Fact]) -> bool:
    """Whether the sentence computes the date from others ("un an, soit du … au …"): one value alone cannot be put in its place."""
    types = {(other.type, other.role) for other in beside}
    return fact.type is FactType.DATE and (FactType.DATE, "from") in types and (FactType.DURATION, None) in types


def _not_yet(link: Link, step: Step) -> Doubtful | None:
    speech = link.statement.speech
    plain = link.statement.fact.type is FactType.DURATION and speech.shows("cites")
    if plain or speech.promises() or (speech.shows("announced") and not speech.shows("law")):
        return None
    # A proposal may be cited; only that it is law already is wrong.
    if link.statement.fact.type is FactType.REFERENCE and not speech.shows("law") and not speech.shows("decided"):
        return None
    language = speech.language
    name = "announced" if step.stage in NOT_BINDING else "announced_on"
    stage = str(says(language)["stages"].get(step.stage, step.stage))
    reason = _reason(link, name, step, stage=stage, day=day_in_words(step.day, language))
    confidence = link.score * (POSSIBLE if step.doubtful else SURE)
    return Doubtful(link.statement, "announced", reason, None, round(confidence, 2), link.rule)


def _law_already(link: Link, step: Step) -> Doubtful | None:
    speech = link.statement.speech
    if not step.day or not _is_told_as_a_plan(link.statement) or speech.shows("law"):
        return None
    reason = _reason(link, "announced_law", step, since=day_in_words(step.day, speech.language, "since"))
    return Doubtful(link.statement, "announced", reason, None, round(link.score * POSSIBLE, 2), link.rule)


def _is_told_as_a_plan(statement: Statement) -> bool:
    """Whether the part of the sentence that states the value tells a plan."""
    language = statement.speech.language
    behind = PAUSE.split(statement.claim.sentence[statement.fact.end :])[0]
    said = f"{statement.row} {statement.leading} {behind}"
    # Where its part says nothing else ("…, tot 4 maart 2027, …"), what tells the plan stands in another.
    clause = statement.clause if subject_words(said, language) else statement.claim.sentence
    planned = (fact for fact in statement.beside if fact.type is FactType.STATUS and fact.value == "not_yet_in_force")
    return Speech(clause, language).shows("announced") or any(_share_a_part(statement, fact) for fact in planned)


def _share_a_part(statement: Statement, fact: Fact) -> bool:
    """Whether another fact of the sentence stands in the part that states the value."""
    start = statement.fact.start - len(statement.leading)
    return fact.start < statement.fact.end + len(statement.trailing) and start < fact.end


def _reason(link: Link, name: str, step: Step, **given: str) -> str:
    rule: OfficialRule = link.rule
    language = link.statement.speech.language
    source = source_in_words(step.source, language) or str(says(language)["unknown_source"])
    told = None if link.position is None or ".." not in link.statement.fact.value else rule.history[link.position]
    written = step_in_words(rule, told, language) if told else link.statement.text
    after = step_in_words(rule, step, language)
    return sentence(name, language, label=rule.label[language], after=after, before=written, source=source, **given)
