"""What some Changes tell, whichever page or language tells it, and what one telling adds to another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alerts.sentences import sentences, subject_words
from core import models
from core.values import Fact, FactType, Kind, WatchKind
from differ.facts import facts
from differ.surroundings import meaning

Value = tuple[str, str]
"""The type of a Fact and its value with the unit; two ways of stating one value are one."""
CITED = (FactType.REFERENCE, FactType.CONTACT)
"""What a text cites or where it leads: each language links to its own pages, each press release to the acts behind it."""
ACT = re.compile(r"(?P<celex>celex:[0-9A-Z]+)|(?:be:[a-z-]+:)?(?P<day>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Told:
    """A value that is stated now, what it replaces where that is known, and the rule it belongs to.

    ``announced``: by an item of a listing, which tells the old value, if at all, beside the new one.
    """

    type: str
    before: str | None
    after: str
    rule: str
    language: str
    about: frozenset[str]
    announced: bool

    @property
    def value(self) -> Value:
        """What is stated now."""
        return self.type, self.after


@dataclass(frozen=True)
class News:
    """What some Changes tell together.

    Acts are CELEX numbers, or the day of a Belgian act: ``published`` of them is what a journal or a repertory of law
    brings, ``amending`` what a law says that it was changed by, ``named`` what the changed words cite, ``cited`` all
    that the texts cite, with the law that they stand in.
    """

    told: frozenset[Told]
    stated: frozenset[Value]
    withdrawn: frozenset[Value]
    effective: frozenset[str]
    topics: frozenset[str]
    identities: frozenset[str]
    published: frozenset[str]
    amending: frozenset[str]
    named: frozenset[str]
    cited: frozenset[str]

    @cached_property
    def marks(self) -> frozenset[object]:
        """What two must share to be the same news at all: an act, an item's identity, or a value."""
        return self.acts | self.identities | {each.value for each in self.told}

    @cached_property
    def replaced(self) -> frozenset[Told]:
        """The FactChanges with both sides."""
        return frozenset(each for each in self.told if each.before is not None)

    @cached_property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """Which values are replaced by which."""
        return frozenset((each.type, each.before, each.after) for each in self.replaced if each.before is not None)

    @cached_property
    def reached(self) -> frozenset[Value]:
        """What stands now in the place of another value; what is only cited or linked to is none."""
        return frozenset((kind, after) for kind, _, after in self.triples if kind not in CITED)

    @cached_property
    def acts(self) -> frozenset[str]:
        """Every act that this news is about or cites."""
        return self.published | self.amending | self.named | self.cited

    @property
    def known(self) -> frozenset[Value]:
        """Every value that somebody who read this knows."""
        days = {(FactType.DATE.value, day) for day in (*self.effective, *self.acts)}
        return self.stated | days | {(kind, before) for kind, before, _ in self.triples}

    @property
    def announced(self) -> frozenset[Value]:
        """The values that an item of a listing tells side by side, the old ones and the new."""
        return frozenset(each.value for each in self.told if each.announced)


def news_of(changes: Sequence[models.Change]) -> News:
    """What these Changes tell."""
    sides = [(fact["type"], *(_value(fact, side) for side in ("before", "after"))) for each in changes for fact in each.content["facts"]]
    return News(
        told=frozenset(found for each in changes for found in _told(each)),
        stated=frozenset((kind, after) for kind, _, after in sides if after),
        withdrawn=frozenset((kind, before) for kind, before, after in sides if before and not after),
        effective=frozenset(each.effective for each in changes if each.effective),
        topics=frozenset(topic for each in changes for topic in each.topics),
        identities=frozenset(each.content["identity"] for each in changes if each.content.get("identity")),
        published=frozenset(act for each in changes for act in _published(each)),
        amending=_acts(each.content.get("dates", {}).get("adopted") for each in changes if each.kind != Kind.PUBLICATION),
        named=_acts(after for kind, _, after in sides if kind == FactType.REFERENCE),
        cited=_acts(act for each in changes for act in _cited(each)),
    )


def adds(ours: News, theirs: News) -> bool:
    """Whether ``ours`` tells a value that ``theirs`` did not, or another one in its place; what it only cites is none."""
    acts = {(FactType.DATE.value, act) for act in ours.acts}
    replaced = {each for each in ours.triples if each[0] not in CITED and not {each[:2], each[::2]} <= theirs.announced}
    appeared = telling(ours.stated) - {each[::2] for each in ours.triples} - acts
    withdrawn = telling(ours.withdrawn) - acts
    return not (replaced <= theirs.triples and all(_is_in(each, theirs.known) for each in appeared) and withdrawn <= theirs.withdrawn)


def _is_in(value: Value, known: frozenset[Value]) -> bool:
    """Whether a value is known, or both ends of a range are: "passe de 30 à 45 jours"."""
    ends = _ends(value[1])
    return value in known or (bool(ends) and {(value[0], end) for end in ends} <= known)


def translates(ours: News, theirs: News) -> bool | None:
    """Whether two language versions tell the same: by a value in common, or where they replace one value or come to one.

    ``None`` where one of them tells no value by which to know.
    """
    told, known = _everything(ours), _everything(theirs)
    if not told or not known:
        return None
    replaced_alike = {each[:2] for each in ours.triples} & {each[:2] for each in theirs.triples}
    return bool(told & known or replaced_alike or ours.reached & theirs.reached)


def corrects(ours: News, before: News, others: News) -> bool:
    """Whether a language version replaces a value that it told ``before`` and that contradicted the ``others``."""
    told = {each[:2] for each in others.triples}
    contradicted = {(kind, after) for kind, old, after in before.triples if (kind, old) in told} - others.reached
    return any((kind, old) in contradicted for kind, old, _ in ours.triples)


def _everything(news: News) -> set[tuple[str, str | None, str | None]]:
    """Every FactChange but those that each language has of its own."""
    told: set[tuple[str, str | None, str | None]] = {*news.triples}
    told |= {(kind, None, after) for kind, after in news.stated if not any(each[0] == kind and each[2] == after for each in news.triples)}
    told |= {(kind, before, None) for kind, before in news.withdrawn}
    return {each for each in told if each[0] != FactType.CONTACT}


def telling(values: Iterable[Value]) -> frozenset[Value]:
    """The values but what a text only cites."""
    return frozenset(each for each in values if each[0] not in CITED)


def _told(change: models.Change) -> Iterator[Told]:
    """The values that a Change states now but what it only cites; an item that tells a range tells both its ends."""
    item = change.kind == Kind.PUBLICATION
    said = sentences(change.content.get("after") or "", change.language)
    for fact in change.content["facts"]:
        before, after = _value(fact, "before"), _value(fact, "after")
        if after and (before or fact["type"] not in CITED):
            about = subject_words(_around(change, said, fact["after"].get("text", "")), change.language)
            for value in (after, *(_ends(after) if item else ())):
                yield Told(fact["type"], before, value, change.rule, change.language, about, item)


def _around(change: models.Change, said: Sequence[str], stated: str) -> str:
    """The sentences that state a value, with the last heading or the row they stand under; of an item, with its title."""
    title = said[:1] if change.kind == Kind.PUBLICATION else []
    trail = change.content.get("path", "").split(" › ")
    return " ".join([*trail[1:], *title, *(each for each in said if stated and stated in each)])


def _ends(value: str) -> tuple[str, ...]:
    """The two ends of a range such as ``30..45 day``: what "passe de 30 à 45 jours" replaces by what."""
    ends, _, unit = value.partition(" ")
    first, dots, last = ends.partition("..")
    return tuple(f"{end} {unit}".strip() for end in (first, last)) if dots else ()


def _value(fact: dict[str, Any], side: str) -> str | None:
    stated = fact[side]
    if stated is None:
        return None
    _, value, unit = meaning(Fact(FactType(fact["type"]), stated["value"], stated["unit"], "", 0, 0))
    return f"{value} {unit}" if unit else value


def _published(change: models.Change) -> Iterator[str]:
    """The act that an item of the Moniteur or of EUR-Lex *is*."""
    identity = change.content.get("identity") or ""
    if change.kind != Kind.PUBLICATION:
        return
    if identity.startswith("celex:"):
        yield identity
    elif identity.startswith("numac:"):
        # "14 juillet 2025. - Loi modifiant…": the Moniteur begins with the day of the act.
        days = [fact["after"]["value"] for fact in change.content["facts"] if fact["type"] == FactType.DATE and fact["after"]]
        yield from _acts(days[:1])


def _cited(change: models.Change) -> Iterator[str]:
    """The acts that the texts cite, and the law that they stand in."""
    texts = filter(None, (change.content.get("before"), change.content.get("after")))
    yield from (fact.value for text in texts for fact in facts(text, change.language) if fact.type is FactType.REFERENCE)
    if change.watch.kind == WatchKind.LAW:
        yield change.version_after.identity


def _acts(references: Iterable[str | None]) -> frozenset[str]:
    """Acts by which they are known everywhere: the CELEX number, or the day of a Belgian act."""
    found = (ACT.match(reference) for reference in references if reference)
    return frozenset(each["celex"] or each["day"] for each in found if each)
