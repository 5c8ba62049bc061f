"""The Claims of our own pages as rows, so that an official Change finds the sentences that repeat it at once."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.orm import Session

from alerts.desk.calendar import last_day
from alerts.desk.links import BY_AN_EDITOR, Link
from alerts.desk.statements import Statement
from core import models
from core.values import Change, FactType

RELATIVE = ("P", "M", "--")
"""How the values of times begin that are told without a year."""


Linked = tuple[Sequence[Link], Collection[int]]
"""The links of a page, and the identities of the statements of which an editor said that they have none."""


def index(session: Session, page_id: str, stated: Sequence[Statement], linked: Linked, now: datetime) -> set[str]:
    """Make the Claims of a page what its newest Version states; those that went away are stamped. The sentences it never stated before."""
    links, cut = {id(link.statement): link for link in linked[0]}, linked[1]
    told = [each for each in stated if _tells(each, {*links, *cut})]
    rows = {row["key"]: row for row in (_row(page_id, each, links.get(id(each)), now, by_hand=id(each) in cut) for each in told)}
    claim = models.Claim
    there = {each.key: each for each in session.scalars(select(claim).where(claim.page_id == page_id))}
    for key, known in there.items():
        _refresh(known, rows.get(key), now)
    new = [row for key, row in rows.items() if key not in there]
    if new:
        session.execute(insert(claim), new)
    return {str(row["sentence"]) for row in new} - {each.sentence for each in there.values()}


def _tells(statement: Statement, decided: Collection[int]) -> bool:
    """Whether a rule could make it wrong: most counts on our own pages are statistics."""
    return statement.fact.type is not FactType.COUNT or id(statement) in decided


def _refresh(known: models.Claim, row: dict[str, object] | None, now: datetime) -> None:
    if row is None:
        known.gone = known.gone or now
        return
    known.gone = None
    for name in ("rule", "score", "reasons"):
        setattr(known, name, row[name])


def _row(page_id: str, statement: Statement, link: Link | None, now: datetime, *, by_hand: bool) -> dict[str, object]:
    claim, fact = statement.claim, statement.fact
    return {
        "page_id": page_id,
        "key": claim_key(statement),
        "sentence": claim.sentence,
        "path": claim.path,
        "text": statement.text,
        "type": fact.type.value,
        "value": fact.value[:500],
        "unit": fact.unit,
        "role": fact.role,
        "rule": link.rule.id if link else None,
        "score": link.score if link else None,
        "reasons": list(link.reasons) if link else [BY_AN_EDITOR] if by_hand else [],
        "seen": now,
    }


def claim_key(statement: Statement) -> str:
    """What tells a Claim apart on its page, whatever stands around it."""
    fact = statement.fact
    identity = (statement.claim.path, statement.claim.sentence, str(fact.start), fact.type, fact.value, fact.unit or "")
    return hashlib.sha256("\n".join(identity).encode()).hexdigest()


def pages_that_state(session: Session, changes: Iterable[Change]) -> set[str]:
    """The pages that still state a value which one of the Changes took away."""
    claim, values = (
        models.Claim,
        {(fact.type.value, side.value, side.unit) for change in changes for fact in change.facts if (side := fact.before)},
    )
    found: set[str] = set()
    for kind, value, unit in values:
        stated = and_(claim.type == kind, claim.value == value, claim.unit.is_(None) if unit is None else claim.unit == unit)
        found |= set(session.scalars(select(claim.page_id).where(stated, claim.gone.is_(None)).distinct()))
    return found


def pages_of_rules(session: Session, rules: Iterable[str]) -> set[str]:
    """The pages that repeat one of these official rules."""
    claim = models.Claim
    return set(session.scalars(select(claim.page_id).where(claim.rule.in_(list(rules)), claim.gone.is_(None)).distinct()))


def pages_whose_days_passed(session: Session, since: date, today: date) -> set[str]:
    """The pages with a date whose last day lies between: what they say of it may be wrong now.

    With each new month also those that tell a time from the day on which they were written ("l'année prochaine").
    """
    claim = models.Claim
    full = claim.value.between(since.isoformat(), (today - timedelta(days=1)).isoformat())
    relative = [claim.value.startswith(mark) for mark in RELATIVE if (since.year, since.month) != (today.year, today.month)]
    passed = or_(full, claim.value.in_(list(_periods_that_ended(since, today))), *relative)
    dated = select(claim.page_id).where(claim.type == FactType.DATE.value, claim.gone.is_(None), passed)
    return set(session.scalars(dated.distinct()))


def _periods_that_ended(since: date, today: date) -> Iterator[str]:
    """The months and years whose last day lies from ``since`` until the day before ``today``."""
    for year in range(since.year, today.year + 1):
        for period in (str(year), *(f"{year}-{month:02}" for month in range(1, 13))):
            day = last_day(period)
            if day and since <= day < today:
                yield period
