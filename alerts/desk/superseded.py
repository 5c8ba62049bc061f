"""Sentences that repeat what an official rule no longer says, or does not say yet."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from alerts.desk.doubts import LIKELY, POSSIBLE, SURE, Doubtful, day_in_words, rewritten, says, sentence, step_in_words
from alerts.desk.links import Link
from alerts.desk.official import NOT_BINDING, OfficialRule, Step
from alerts.desk.then import told_of_then
from core.values import Fact, FactType

Said = tuple[str, str | None]
"""A reason, and the proposal where there is one."""


def superseded(found: Sequence[Link], today: date) -> Iterator[Doubtful]:
    """Every statement that does not say what its rule says by ``today``.

    A sentence that tells the way of a value ("de 150 € à 1.000 €") is judged by where it arrives.
    """
    for _, group in groupby(found, key=lambda link: (link.statement.claim.sentence, link.statement.claim.path, link.rule.id)):
        link = max(group, key=lambda each: -1 if each.position is None else each.position)
        if (link.pinned or link.statement.is_said_by_the_page(today)) and (doubtful := _judged(link, today)):
            yield doubtful


def _judged(link: Link, today: date) -> Doubtful | None:
    current = link.rule.current(today)
    if link.position is None:
        return _never(link, None if current is None else link.rule.history[current], today)
    step = link.rule.history[link.position]
    if not step.binds(today):
        return _not_yet(link, step)
    if current is not None and link.position < current:
        now = link.rule.history[current]
        said = (told_of_then(link, today) and not _lasts(link)) or (now.indexed and link.statement.speech.shows("indexed"))
        return None if said else _no_longer(link, now, today)
    return _law_already(link, step)


def _lasts(link: Link) -> bool:
    """Whether a state that began on a day of the past is told to last to this day."""
    return link.rule.type is FactType.STATUS and link.statement.speech.shows("lasting")


def _never(link: Link, now: Step | None, today: date) -> Doubtful | None:
    """A pinned value that the rule never had; where today's is not known, it may be just that."""
    return _no_longer(link, now, today) if now and now.value else None


def _no_longer(link: Link, now: Step, today: date) -> Doubtful | None:
    known = link.rule.last_known(today)
    if known is None:
        return None
    reason, proposed = _unknown(link, now, known) if now.value is None else _known(link, now)
    doubtful = now.doubtful or now.value is None
    confidence = link.score * (POSSIBLE if now.doubtful and now.value else LIKELY if doubtful else SURE)
    return Doubtful(link.statement, "superseded", reason, proposed, round(confidence, 2), link.rule)


def _unknown(link: Link, now: Step, known: Step) -> Said:
    language = link.statement.speech.language
    return _reason(
        link,
        "superseded_unknown",
        known,
        since=day_in_words(now.day, language, "since"),
        known=day_in_words(known.day, language) or known.source,
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
    if speech.promises() or (speech.shows("announced") and not speech.shows("law")):
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
    if not step.day or not speech.shows("announced") or speech.shows("law"):
        return None
    reason = _reason(link, "announced_law", step, since=day_in_words(step.day, speech.language, "since"))
    return Doubtful(link.statement, "announced", reason, None, round(link.score * POSSIBLE, 2), link.rule)


def _reason(link: Link, name: str, step: Step, **given: str) -> str:
    rule: OfficialRule = link.rule
    language = link.statement.speech.language
    source = step.source or str(says(language)["unknown_source"])
    told = None if link.position is None or ".." not in link.statement.fact.value else rule.history[link.position]
    written = step_in_words(rule, told, language) if told else link.statement.text
    after = step_in_words(rule, step, language)
    return sentence(name, language, label=rule.label[language], after=after, before=written, source=source, **given)
