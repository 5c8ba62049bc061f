"""What tells two statements apart though they name the same thing: other people, another place, another time, a case of its own."""

from alerts.desk.speech import Speech, cues, names_in, words_like
from alerts.desk.statements import Statement
from alerts.desk.subjects import before, is_the_whole, last_heading, tells_an_age
from alerts.sentences import subject_words
from core.folding import fold
from core.values import FactType

CASES, TIMES = ("special", "case"), ("weekday", "part_of_day")
"""By what a sentence shows that it speaks of one case among others, whatever the other says; and of one time, where both do."""
WHOLE = (FactType.TIME, FactType.STATUS)
"""What a whole sentence, and not only the part around it, says when it holds."""
LONGEST, PERSON = 4, 7
"""How many letters tell a case from another, and people from others."""
SHORT = 3
"""How many words a heading has at most that names one of two like things."""


def are_set_apart(first: Statement, second: Statement) -> bool:
    """Whether something tells the two apart: other people, another place, another time, a case of its own, another row."""
    if first.row and second.row and first.row != second.row:
        return True
    if first.fact.type is FactType.CONTACT:
        return _are_other_doors(first, second)
    return (
        any(_is_a_case_of_its_own(one, other, name) for name in CASES for one, other in ((first, second), (second, first)))
        or (not _is_the_only(first, second) and any(_differ(_marks(first, name), _marks(second, name)) for name in TIMES))
        or _are_bounds(first, second)
        or _is_limited(first, second)
        or _is_limited(second, first)
        or not is_the_whole(first, second)
        or _speak_of_others(first, second)
        or _name_others(first, second)
        or _are_siblings(first, second)
        or _are_of_other_times(first, second)
    )


def is_demanded(statement: Statement) -> bool:
    """Whether it is what the house asks of others, not what holds: "Wat wij vragen"; of an amount asking tells the price."""
    if statement.fact.type is FactType.AMOUNT:
        return False
    heading = statement.claim.path.rpartition(" › ")[2]
    return any(Speech(text, statement.speech.language).shows("demands") for text in (statement.claim.sentence, heading))


def _marks(statement: Statement, name: str) -> frozenset[str]:
    part = f"{statement.leading} # {statement.trailing}"
    said = statement.claim.sentence if statement.fact.type in WHOLE or name == "case" else part
    place = Speech(f"{' '.join(last_heading(statement))} {statement.row} {statement.column} {said}", statement.speech.language)
    return frozenset(each[:LONGEST] for each in place.all_of(name))


def _is_a_case_of_its_own(one: Statement, other: Statement, name: str) -> bool:
    """Whether one says of itself that it is a case among others, and nothing around the other says the same."""
    around = Speech(f"{' '.join(last_heading(other))} {other.row} {other.column} {other.claim.sentence}", other.speech.language)
    return bool(_marks(one, name) - {each[:LONGEST] for each in around.all_of(name)})


def _is_the_only(first: Statement, second: Statement) -> bool:
    """Whether one of two hours is told to be of the only days: "uniquement le mardi"."""
    return first.fact.type is FactType.TIME and any(each.speech.shows("only_days") for each in (first, second))


def _differ(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(ours and theirs) and not ours & theirs


def _is_limited(one: Statement, other: Statement) -> bool:
    """Whether one begins with what alone it speaks of, and the other does not: "Pour un visa, …"."""
    pattern, language = cues(one.speech.language).get("scope"), one.speech.language
    found = pattern.match(one.speech.folded) if pattern else None
    words = subject_words(found["scope"], language) if found else frozenset()
    return bool(words) and not words & subject_words(f"{other.near} {other.far}", language)


def _are_bounds(first: Statement, second: Statement) -> bool:
    """Whether one is the least and the other the most: "minimum 8", "maximum 15"."""
    ours, theirs = ({name for name in ("least", "most") if before(each).shows(name)} for each in (first, second))
    return bool(ours and theirs) and ours != theirs


def _are_other_doors(first: Statement, second: Statement) -> bool:
    """Whether two ways to reach somebody bear different labels: "Secrétariat : …", "Service juridique : …"."""
    ours, theirs = _label(first), _label(second)
    return _marks(first, "doors") != _marks(second, "doors") or bool(ours and theirs and ours != theirs)


def _label(statement: Statement) -> str:
    """What stands before a colon, or in the head of the row, and says more than that an address follows."""
    said = statement.row or statement.leading.rstrip().removesuffix(":") * statement.leading.rstrip().endswith(":")
    telling = subject_words(said, statement.speech.language) - words_like("measuring", fold(said).split(), statement.speech.language)
    return fold(said).strip() if telling else ""


def _speak_of_others(first: Statement, second: Statement) -> bool:
    """Whether they speak of different people: one of members, the other of all others; ages are always somebody's."""
    ours, theirs = _people(first), _people(second)
    if ours and theirs:
        return not ours & theirs
    one, others = (second, ours) if ours else (first, theirs)
    return not tells_an_age(first) and any(each not in f"{one.far} {one.near}" for each in others)


def _people(statement: Statement) -> frozenset[str]:
    place = Speech(f"{statement.row} {statement.column} {statement.claim.sentence}", statement.speech.language)
    counted = fold(statement.fact.unit or "")
    return frozenset(each[:PERSON] for each in place.all_of("people") if not counted.startswith(each[:5]))


def _name_others(first: Statement, second: Statement) -> bool:
    """Whether each names somebody or some place, and none of them is the other's: "à Liège", "à Namur"."""
    ours, theirs = (
        names_in(each.claim.sentence, each.speech.language) | names_in(each.row, each.speech.language) for each in (first, second)
    )
    return bool(ours and theirs) and not ours & theirs


def _are_siblings(first: Statement, second: Statement) -> bool:
    """Whether short headings above tell two like things apart: "Procédure ordinaire", "Procédure accélérée"."""
    headings = [each.claim.path.rpartition(" › ")[2] for each in (first, second)]
    ours, theirs = (subject_words(heading, first.speech.language) for heading in headings)
    short = all(len(heading.split()) <= SHORT for heading in headings)
    return short and bool(ours & theirs) and bool(ours - theirs) and bool(theirs - ours)


def _are_of_other_times(first: Statement, second: Statement) -> bool:
    """Whether a day, a month or a year beside either says when its value holds."""
    dates = [{other.value for other in each.beside if other.type is FactType.DATE} for each in (first, second)]
    return first.fact.type is not FactType.DATE and dates[0] != dates[1]
