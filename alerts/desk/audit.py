"""What is outdated on a page of ours, from what is known and from the page alone."""

from collections.abc import Iterable, Sequence
from datetime import date

from alerts.desk.contradictions import contradictions
from alerts.desk.doubts import Doubtful
from alerts.desk.expired import expired
from alerts.desk.links import links
from alerts.desk.official import OfficialRule
from alerts.desk.speech import is_read
from alerts.desk.statements import statements
from alerts.desk.superseded import superseded
from core.values import Provision


def audit(
    provisions: Sequence[Provision], language: str | None, rules: Iterable[OfficialRule], today: date, title: str = ""
) -> list[Doubtful]:
    """Every sentence that is wrong or doubtful by ``today``, in the order of the page; each doubtful text once.

    Where several things are wrong with one, what is surest is told. Nothing is found in a
    language that the desk does not read.
    """
    if language is None or not is_read(language):
        return []
    known, stated = list(rules), statements(provisions, language, title)
    found = [*superseded(links(stated, known), today), *expired(stated, known, today), *contradictions(stated)]
    surest: dict[int, Doubtful] = {}
    for doubtful in sorted(found, key=lambda each: each.confidence):
        surest[id(doubtful.statement)] = doubtful
    return [surest[id(statement)] for statement in stated if id(statement) in surest]
