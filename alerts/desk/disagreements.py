"""Statements that say of an official rule something else than the page itself says elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from alerts.desk.contrasts import is_demanded
from alerts.desk.doubts import Doubtful, contradicting
from alerts.desk.lengths import LONG, SHORT
from alerts.desk.links import Link, names_what_it_measures, speaks_of
from alerts.desk.official import OfficialRule
from alerts.desk.quantities import is_a_share
from alerts.desk.statements import Statement
from alerts.desk.then import told_of_then
from core.values import FactType

MEASURED = (FactType.AMOUNT, FactType.DURATION, FactType.PERCENTAGE, FactType.DATE)
ANY_YEAR = "--"
"""How a day that comes back every year begins."""
LIKE_UNITS = (SHORT, LONG, frozenset({"EUR"}), frozenset({None}))


def disagreements(stated: Sequence[Statement], found: Sequence[Link], today: date) -> Iterator[Doubtful]:
    """Of each two statements that put another value to one rule, one of them known, the one that is wrong."""
    rules = {link.rule.id: link.rule for link in found if link.rule.type in MEASURED}
    linked = {id(link.statement): link.rule.id for link in found}
    speaking = [each for each in stated if each.fact.type in MEASURED and _speaks_of_today(each, today)] if rules else []
    for rule in rules.values():
        said = [each for each in speaking if linked.get(id(each), rule.id) == rule.id]
        for first, second in combinations(_of_rule(rule, said, today), 2):
            # Of two known values the later is told, as with other contradictions; else the one that the rule never had.
            wrong, other = (first, second) if first.position is None else (second, first)
            if _disagree(wrong, other):
                yield contradicting(wrong.statement, other.statement, rule)


def _speaks_of_today(statement: Statement, today: date) -> bool:
    """Whether the page says of itself what holds today: no plan, and not how long things take in practice."""
    speech = statement.speech
    holds = statement.is_said_by_the_page(today) and not is_demanded(statement) and not is_a_share(statement)
    return holds and not any(map(speech.shows, ("practice", "announced"))) and not speech.promises()


def _of_rule(rule: OfficialRule, said: Sequence[Statement], today: date) -> list[Link]:
    """What the page says of the rule, known values or not; values that are no longer law are told apart from this."""
    current = rule.current(today) or 0
    found = [link for statement in said if (link := speaks_of(statement, rule))]
    return [link for link in found if (link.position is None or link.position >= current) and not told_of_then(link, today)]


def _disagree(wrong: Link, other: Link) -> bool:
    """Whether the values differ, in units that are compared, in two sentences; what was never a value must plainly speak of the rule."""
    ours, theirs = wrong.statement, other.statement
    comparable = any({ours.fact.unit, theirs.fact.unit} <= units for units in LIKE_UNITS)
    differ = ours.claim.sentence != theirs.claim.sentence and wrong.position != other.position
    return comparable and differ and (wrong.position is not None or _is_plainly_of(wrong, theirs))


def _is_plainly_of(wrong: Link, known: Statement) -> bool:
    """Whether a value that the rule never had is said of it all the same: its words say so, or it is the same day of another year."""
    ours = wrong.statement.fact
    if ours.type is FactType.DATE and ours.value.startswith(ANY_YEAR):
        return False
    same_day = ours.type is FactType.DATE and ours.value[4:] == known.fact.value[4:]
    return same_day or names_what_it_measures(wrong)
