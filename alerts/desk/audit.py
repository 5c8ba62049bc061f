"""What is outdated on a page of ours, from what is known and from the page alone."""

from collections.abc import Iterable, Sequence
from datetime import date

from alerts.desk.acts import acts_told_as_plans, told_once
from alerts.desk.beyond import beyond
from alerts.desk.contradictions import contradictions
from alerts.desk.disagreements import disagreements
from alerts.desk.doubts import Doubtful
from alerts.desk.exceeded import exceeded
from alerts.desk.expired import expired
from alerts.desk.links import Link, links
from alerts.desk.official import OfficialRule
from alerts.desk.pins import astray
from alerts.desk.reckoned import misreckoned
from alerts.desk.speech import is_read
from alerts.desk.statements import Statement, statements
from alerts.desk.superseded import superseded
from alerts.desk.then import told_in_turn
from core.values import FactType, Provision


def audit(
    provisions: Sequence[Provision], language: str | None, rules: Iterable[OfficialRule], today: date, title: str = ""
) -> list[Doubtful]:
    """Every sentence that is wrong or doubtful by ``today``, in the order of the page; each doubtful text once. Then the pins in vain.

    Nothing is found in a language that the desk does not read.
    """
    if language is None or not is_read(language):
        return []
    known, stated = list(rules), statements(provisions, language, title)
    return [*judge(stated, links(stated, known), known, today), *astray(provisions, stated, known, language)]


def judge(stated: Sequence[Statement], found: Sequence[Link], rules: Sequence[OfficialRule], today: date) -> list[Doubtful]:
    """What is wrong among the statements of one page; where several things are wrong with one, what is surest is told."""
    right = {id(link.statement) for link in found if link.position is not None and link.position == link.rule.current(today)}
    history = told_in_turn(found)
    doubts = [
        *superseded([link for link in found if id(link.statement) not in history], today),
        *expired([each for each in stated if id(each) not in history], rules, today),
        *exceeded(stated, rules, today),
        *beyond(stated, rules, today),
        *contradictions(stated, today, right),
        *misreckoned(stated, today),
        *disagreements(stated, found, today),
    ]
    named = {doubtful.sentence for doubtful in doubts}
    # Where a value of the sentence is wrong, that it is told as a plan says nothing more.
    doubts += [
        plan
        for plan in acts_told_as_plans(stated, rules, today)
        if plan.sentence not in named or plan.statement.fact.type is not FactType.STATUS
    ]
    surest: dict[int, Doubtful] = {}
    for doubtful in sorted(doubts, key=lambda each: each.confidence):
        surest[id(doubtful.statement)] = doubtful
    return list(told_once([surest[id(statement)] for statement in stated if id(statement) in surest]))
