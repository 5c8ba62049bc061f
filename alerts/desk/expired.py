"""Sentences that time alone made wrong: an end that has passed, a promise whose day has come."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from babel.dates import get_day_names

from alerts.desk.calendar import last_day
from alerts.desk.doubts import LIKELY, Doubtful, day_in_words, sentence
from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech
from alerts.desk.stamped import overtaken
from alerts.desk.statements import PAUSE, Statement
from alerts.desk.then import written
from core.folding import fold
from core.values import Fact, FactType

ENDS: Mapping[str | None, Sequence[str]] = {"until": ("validity", "call", "addressed"), "deadline": ("call",)}
"""By the role of a date, what shows beyond doubt that something ends with it."""
REACH = 80
"""How many characters after the verb a promised day may stand."""
A_DAY, A_MONTH, OPENING, FEW, ENTRY = 10, 7, 20, 2, 12
"""How many characters a whole day and a month have in ISO 8601; within how many, or behind how few words, one opens a sentence;
how many words an entry of a list has at most."""
TOLD_AS_OVER = ("done", "over", "recurring", "document", "updated", "decided")
ANY_YEAR = "--"
BETWEEN, LASTING = 16, timedelta(days=60)
RECENT = timedelta(days=550)
"""For how long a day that has passed is taken to have been still to come when the page was written, where the words tell neither."""


def expired(stated: Sequence[Statement], rules: Iterable[OfficialRule], today: date) -> Iterator[Doubtful]:
    """Every statement of the page that the calendar contradicts."""
    turning = {step.day for rule in rules for step in rule.history if step.day}
    for statement in stated:
        if statement.fact.type is not FactType.DATE or not statement.is_said_by_the_page(today) or _is_kept(statement):
            continue
        if not any(moment.last < today for moment in written(statement)):
            for found in (_ended(statement, turning, today), _promised(statement, today)):
                if found:
                    yield found
    yield from overtaken(stated, today)


def _is_kept(statement: Statement) -> bool:
    """Whether it belongs to what a page keeps of the past: an album, a report, thanks."""
    heading = statement.claim.path.split(" › ")[-1]
    return any(Speech(text, statement.speech.language).shows("record") for text in (statement.claim.sentence, heading))


def _ended(statement: Statement, turning: Collection[str], today: date) -> Doubtful | None:
    fact = statement.fact
    if not _says_that_it_ends(statement) and not _is_left_open(statement, turning, today):
        return None
    # A year alone ("l'année académique 2026-2027") is what the day is for, not when it ends.
    days = [
        _day(statement, other, today) for other in (fact, *statement.beside) if other.type is FactType.DATE and len(other.value) >= A_MONTH
    ]
    if not days or any(day is None or day >= today for day in days):
        return None
    if _is_a_span_of_then(statement, today):
        return None
    language = statement.speech.language
    return Doubtful(statement, "expired", sentence("expired", language, day=day_in_words(fact.value, language)), None, LIKELY)


def _says_that_it_ends(statement: Statement) -> bool:
    """Whether something is said to end with the day, and nothing that it has ended."""
    speech = statement.speech
    whole = len(statement.fact.value) == A_DAY or statement.fact.value.startswith(ANY_YEAR)
    return whole and any(map(speech.shows, ENDS.get(statement.fact.role, ()))) and not speech.shows("over")


def _is_left_open(statement: Statement, turning: Collection[str], today: date) -> bool:
    """Whether nothing tells that the page knows of an end or a time limit that it has passed.

    No time limit is by when something was done ("introduites avant le"), the day on which an official rule changed, or what opens the
    sentence ("Avant le 1er juillet, c'était gratuit"), unless it says what has to be done by then.
    """
    fact, speech = statement.fact, statement.speech
    role = _role(statement)
    if role not in ENDS or not _is_recent(statement, today) or speech.shows("over") or speech.shows("done"):
        return False
    if _ends_a_state(statement):
        return False
    due = speech.shows("must") or speech.shows("call") or role != fact.role
    leading = statement.claim.sentence[: fact.start].rstrip()
    opens = len(leading.split()) <= FEW and not leading.endswith(":")
    meant = _is_settled(statement) or fact.value in turning or opens
    return role == "until" or due or not meant


def _day(statement: Statement, fact: Fact, today: date) -> date | None:
    """The last day that a date may mean; where the day of the week stands before it, that tells the year as well."""
    if not fact.value.startswith(ANY_YEAR):
        return last_day(fact.value)
    words, language = fold(statement.claim.sentence[: fact.start]).split(), statement.speech.language
    names = {fold(name): number for number, name in get_day_names("wide", "format", language).items()}
    told = names.get(words[-1].strip(",")) if words else None
    years = (f"{today.year + ahead}{fact.value[1:]}" for ahead in (0, 1, -1))
    return next((day for each in years if (day := last_day(each)) and day.weekday() == told), None)


def _ends_a_state(statement: Statement) -> bool:
    """Whether the day on which it began stands right before, long before it: history, and no event to come to."""
    fact, ends = statement.fact, last_day(statement.fact.value)
    before = [other for other in statement.beside if other.type is FactType.DATE and 0 <= fact.start - other.end <= BETWEEN]
    return any(ends and (began := last_day(other.value)) and began + LASTING < ends for other in before)


def _is_a_span_of_then(statement: Statement, today: date) -> bool:
    """Whether it closes a span of days told from its first day on, long past: "suspendu du 20 octobre au 19 décembre 2023" is history."""
    fact = statement.fact
    before = [other for other in statement.beside if other.type is FactType.DATE and 0 <= fact.start - other.end <= BETWEEN]
    return bool(before) and not _is_recent(statement, today) and not statement.speech.shows("call")


def _role(statement: Statement) -> str | None:
    """What the day is: the end of something, or by when something is to be done, as its row or the words before it have it."""
    fact, language = statement.fact, statement.speech.language
    if fact.role is not None:
        return fact.role
    lead = Speech(f"{statement.row}: {statement.column}: {statement.leading}", language)
    if _leads_to(statement, "until_end") and len(fact.value) == A_MONTH:
        return "until"
    by = _leads_to(statement, "by_end") and (len(fact.value) == A_MONTH) and Speech(statement.clause, language).shows("asks")
    return "deadline" if by or (len(fact.value) == A_DAY and lead.shows("due")) else None


def _is_recent(statement: Statement, today: date) -> bool:
    day = _day(statement, statement.fact, today) if len(statement.fact.value) >= A_MONTH else None
    return day is not None and day + RECENT > today


def _is_settled(statement: Statement) -> bool:
    """Whether its part of the sentence tells what was done by the day, or on it."""
    return Speech(statement.clause, statement.speech.language).shows("settled")


def _promised(statement: Statement, today: date) -> Doubtful | None:
    fact = statement.fact
    if _names_an_act(statement) or not (_is_promised(statement) or _is_announced(statement, today)):
        return None
    day = _day(statement, fact, today)
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
    if _is_called_for(statement) or _is_invited_to(statement, today):
        return True
    if _leads_to(statement, "dating"):
        return False
    part = _part(statement)
    whole = len(statement.fact.value) == A_DAY
    once = statement.fact.role is None or (statement.fact.role == "from" and whole and not _leads_to(statement, "since"))
    happens = once and part.shows("happens") and not part.shows("done") and not _is_settled(statement)
    # A story is told in the future as well ("il accordera finalement les visas le …"), of days long past.
    return _is_recent(statement, today) and (part.shows("shall") or happens or _is_an_entry(statement))


def _part(statement: Statement) -> Speech:
    """The part of the sentence that names the day; with the next one where the day stands right before its comma."""
    sentence, end = statement.claim.sentence, statement.fact.end
    behind = PAUSE.split(sentence[end:])[1] if sentence[end : end + 1] == "," else ""
    return Speech(f"{statement.clause} {behind}", statement.speech.language)


def _is_an_entry(statement: Statement) -> bool:
    """Whether it stands in a list of what is to come, and nothing tells that it was: "Agenda", "12 septembre 2026 : portes ouvertes"."""
    fact, speech = statement.fact, statement.speech
    short = len(statement.claim.sentence.split()) <= ENTRY and len(fact.value) == A_DAY and fact.role in (None, "from")
    return (
        short
        and Speech(statement.claim.path, speech.language).shows("agenda")
        and not any(map(speech.shows, ("done", "over", "settled", "recurring", "document", "updated", "decided")))
    )


def _is_invited_to(statement: Statement, today: date) -> bool:
    """Whether readers are asked to come or to do something, or a day is told as others are still to come, and nothing says that it was.

    A day of the week, with the hour or at the beginning of an entry, is told of what is to come: nobody writes it of what is over.
    """
    fact, speech = statement.fact, statement.speech
    if not _is_recent(statement, today) or fact.role == "until" or any(map(speech.shows, TOLD_AS_OVER)) or _is_settled(statement):
        return False
    whole = len(fact.value) == A_DAY and _leads_to(statement, "weekday_before")
    hour = any(other.type is FactType.TIME for other in statement.beside)
    leading = statement.claim.sentence[: fact.start]
    opens = len(leading.split()) <= FEW and len(statement.claim.sentence.split()) in range(len(fact.text.split()) + FEW + 1, ENTRY + 1)
    return (whole and (hour or opens or _leads_to(statement, "adverbial"))) or _is_asked_for(statement)


def _is_asked_for(statement: Statement) -> bool:
    """Whether the part of the sentence that names the day, or what follows it, asks for something; a condition names days of others."""
    speech, part = statement.speech, statement.leading
    asked = Speech(f"{statement.row} {statement.column} {part} {statement.claim.sentence[statement.fact.start :]}", speech.language)
    return (
        asked.shows("asks")
        and not Speech(part, speech.language).shows("condition")
        and not any(_leads_to(statement, cue) for cue in ("since", "bearing"))
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
