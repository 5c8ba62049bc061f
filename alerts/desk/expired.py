"""Sentences that time alone made wrong: an end that has passed, a promise whose day has come."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from alerts.desk.calendar import last_day
from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech
from alerts.desk.stamped import overtaken
from alerts.desk.statements import Statement
from alerts.desk.then import written
from core.folding import fold
from core.values import FactType

ENDS: Mapping[str | None, Sequence[str]] = {"until": ("validity", "call", "addressed"), "deadline": ("call",)}
"""By the role of a date, what shows beyond doubt that something ends with it."""
REACH = 80
"""How many characters after the verb a promised day may stand."""
A_DAY, A_MONTH, OPENING, FEW, ENTRY = 10, 7, 20, 2, 12
"""How many characters a whole day and a month have in ISO 8601; within how many, or behind how few words, one opens a sentence;
how many words an entry of a list has at most."""
RECENT = timedelta(days=550)
"""For how long a day that has passed is taken to have been still to come when the page was written, where the words tell neither."""


def expired(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of the page that the calendar contradicts."""
    turning = {step.day for rule in rules for step in rule.history if step.day}
    for statement in stated:
        if statement.fact.type is not FactType.DATE or not statement.is_said_by_the_page(today):
            continue
        if not any(moment.last < today for moment in written(statement)):
            for found in (_ended(statement, turning, today), _promised(statement, today)):
                if found:
                    yield found
    yield from overtaken(stated, today)


def _ended(statement: Statement, turning: Collection[str], today: date) -> Doubtful | None:
    fact = statement.fact
    if not _says_that_it_ends(statement) and not _is_left_open(statement, turning, today):
        return None
    # A year alone ("l'année académique 2026-2027") is what the day is for, not when it ends.
    days = [last_day(other.value) for other in (fact, *statement.beside) if other.type is FactType.DATE and len(other.value) >= A_MONTH]
    if not days or any(day is None or day >= today for day in days):
        return None
    language = statement.speech.language
    return Doubtful(statement, "expired", sentence("expired", language, day=day_in_words(fact.value, language)), None, LIKELY)


def _says_that_it_ends(statement: Statement) -> bool:
    """Whether something is said to end with the day, and nothing that it has ended."""
    speech = statement.speech
    whole = len(statement.fact.value) == A_DAY
    return whole and any(map(speech.shows, ENDS.get(statement.fact.role, ()))) and not speech.shows("over")


def _is_left_open(statement: Statement, turning: Collection[str], today: date) -> bool:
    """Whether nothing tells that the page knows of an end or a time limit that it has passed.

    No time limit is by when something was done ("introduites avant le"), the day on which an official rule changed, or what opens the
    sentence ("Avant le 1er juillet, c'était gratuit"), unless it says what has to be done by then.
    """
    fact, speech = statement.fact, statement.speech
    if fact.role not in ENDS or not _is_recent(statement, today) or speech.shows("over") or speech.shows("done"):
        return False
    due = speech.shows("must") or speech.shows("call")
    leading = statement.claim.sentence[: fact.start].rstrip()
    opens = len(leading.split()) <= FEW and not leading.endswith(":")
    meant = _is_settled(statement) or fact.value in turning or opens
    return fact.role == "until" or due or not meant


def _is_recent(statement: Statement, today: date) -> bool:
    day = last_day(statement.fact.value) if len(statement.fact.value) >= A_MONTH else None
    return day is not None and day + RECENT > today


def _is_settled(statement: Statement) -> bool:
    """Whether its part of the sentence tells what was done by the day, or on it."""
    return Speech(statement.clause, statement.speech.language).shows("settled")


def _promised(statement: Statement, today: date) -> Doubtful | None:
    fact = statement.fact
    if _names_an_act(statement) or not (_is_promised(statement) or _is_announced(statement, today)):
        return None
    day = last_day(fact.value)
    if day is None or day >= today:
        return None
    language = statement.speech.language
    return Doubtful(
        statement, "expired", sentence("future_past", language, promised=day_in_words(fact.value, language, "for")), None, LIKELY
    )


def _is_promised(statement: Statement) -> bool:
    """Whether a day is said to be still to come: by a verb shortly before it, or by any after it where it opens the sentence."""
    speech, fact = statement.speech, statement.fact
    position = speech.promises().find(fold(statement.text))
    if _leads_to(statement, "ongoing"):
        return False
    opening = {"from": speech.shows("will"), "deadline": speech.shows("must"), None: bool(speech.promises())}
    opens = fact.start <= OPENING and opening.get(fact.role, False)
    still = speech.shows("whenever") and speech.shows("will") and fact.role != "until"
    # "un chiffre de janvier 2020" names something else than what has to be done.
    named = _leads_to(statement, "dating") and not Speech(statement.clause, speech.language).promises()
    return opens or still or (0 <= position <= REACH and not named)


def _is_announced(statement: Statement, today: date) -> bool:
    """Whether its part of the sentence has a verb of the future, or tells in the present what happens on the day."""
    if statement.fact.role == "until" or _leads_to(statement, "ongoing"):
        return False
    if _is_called_for(statement):
        return True
    if _leads_to(statement, "dating"):
        return False
    part = Speech(statement.clause, statement.speech.language)
    whole = len(statement.fact.value) == A_DAY
    once = statement.fact.role is None or (statement.fact.role == "from" and whole and not _leads_to(statement, "since"))
    happens = once and part.shows("happens") and not part.shows("done") and not _is_settled(statement)
    # A story is told in the future as well ("il accordera finalement les visas le …"), of days long past.
    return _is_recent(statement, today) and (part.shows("shall") or happens or _is_an_entry(statement))


def _is_an_entry(statement: Statement) -> bool:
    """Whether it stands in a list of what is to come, and nothing tells that it was: "Agenda", "12 septembre 2026 : portes ouvertes"."""
    fact, speech = statement.fact, statement.speech
    short = len(statement.claim.sentence.split()) <= ENTRY and len(fact.value) == A_DAY and fact.role in (None, "from")
    return (
        short
        and Speech(statement.claim.path, speech.language).shows("agenda")
        and not any(map(speech.shows, ("done", "over", "settled", "recurring", "document", "updated", "decided")))
    )


def _is_called_for(statement: Statement) -> bool:
    """Whether readers are still called to what was on the day: "vous pouvez vous inscrire au stage du 4 mai", "il reste des places"."""
    speech = statement.speech
    asked = speech.shows("call") and speech.shows("addressed") and _leads_to(statement, "dating")
    called = (asked or speech.shows("vacant")) and not any(map(speech.shows, ("done", "over")))
    return called and statement.fact.role is None and len(statement.fact.value) == A_DAY and not _is_settled(statement)


def _leads_to(statement: Statement, cue: str) -> bool:
    """Whether the words right before the day show the cue."""
    return Speech(statement.claim.sentence[: statement.fact.start], statement.speech.language).shows(cue)


def _names_an_act(statement: Statement) -> bool:
    """Whether the date is part of the name of an act."""
    start = statement.fact.start
    return any(other.type is FactType.REFERENCE and other.start <= start < other.end for other in statement.beside)
