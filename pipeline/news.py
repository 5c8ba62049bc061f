"""What some Changes tell, whichever page or language tells it, and when two tell the same piece of news."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from alerts.sentences import sentences, subject_words
from core import models
from core.values import Fact, FactType, Kind, WatchKind
from differ.factchanges import meaning
from differ.facts import facts

Value = tuple[str, str]
"""The type of a Fact and its value with the unit; two ways of stating one value are one."""
CITED = (FactType.REFERENCE, FactType.CONTACT)
"""What a text cites or where it leads: each language links to its own pages, each press release to the acts behind it."""
SPECIFIC = (FactType.AMOUNT, FactType.PERCENTAGE)
"""Values that hardly two rules replace alike; "30 jours" becomes "45 jours" in a hundred."""
ALIKE = 0.5
"""The share of words that two rules of one language must have in common to be one."""
ACT = re.compile(r"(?P<celex>celex:[0-9A-Z]+)|(?:be:[a-z-]+:)?(?P<day>\d{4}-\d\d-\d\d)")
COMMON_DAYS = re.compile(r".*-01|.*-(?:0[13578]|1[02])-31|.*-(?:0[469]|11)-30")
"""The first and last days of months, on which many rules begin and end that have nothing to do with each other."""


@dataclass(frozen=True)
class Replaced:
    """A FactChange with both sides, and the rule it belongs to."""

    type: str
    before: str
    after: str
    rule: str
    language: str
    about: frozenset[str]

    @property
    def values(self) -> tuple[str, str, str]:
        """What is replaced by what."""
        return self.type, self.before, self.after


@dataclass(frozen=True)
class News:
    """What some Changes tell together.

    Acts are CELEX numbers, or the day of a Belgian act: ``published`` of them is what a journal or a repertory of law
    brings, ``amending`` what a law says that it was changed by, ``named`` what the changed words cite, ``cited`` all
    that the texts cite, with the law that they stand in.
    """

    replaced: frozenset[Replaced]
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
        """What two must share to be the same news at all: an act, an item's identity, or a value replaced by the same other."""
        return self.acts | self.identities | self.triples

    @cached_property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """Which values are replaced by which."""
        return frozenset(each.values for each in self.replaced)

    @cached_property
    def acts(self) -> frozenset[str]:
        """Every act that this news is about or cites."""
        return self.published | self.amending | self.named | self.cited

    @property
    def known(self) -> frozenset[Value]:
        """Every value that somebody who read this knows."""
        days = {(FactType.DATE.value, day) for day in (*self.effective, *self.acts)}
        return self.stated | days


def news_of(changes: Sequence[models.Change]) -> News:
    """What these Changes tell."""
    sides = [(fact["type"], *(_value(fact, side) for side in ("before", "after"))) for each in changes for fact in each.content["facts"]]
    return News(
        replaced=frozenset(found for each in changes for found in _replaced(each)),
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
    replaced = {each.values for each in ours.replaced if each.type not in CITED}
    appeared = _telling(ours.stated) - {(kind, after) for kind, _, after in replaced}
    acts = {(FactType.DATE.value, act) for act in ours.acts}
    return bool(
        not replaced <= theirs.triples or not appeared - acts <= theirs.known or not _telling(ours.withdrawn) - acts <= theirs.withdrawn
    )


def translates(ours: News, theirs: News) -> bool | None:
    """Whether two language versions tell the same: by a value in common, or where each puts another one in the same place.

    ``None`` where one of them tells no value by which to know.
    """
    told, known = _everything(ours), _everything(theirs)
    if not told or not known:
        return None
    return bool(told & known) or bool({each[:2] for each in ours.triples} & {each[:2] for each in theirs.triples})


def is_same_news(ours: News, theirs: News) -> bool:
    """Whether Changes of different documents tell the same, by acts or by values. In doubt they do not."""
    if ours.marks.isdisjoint(theirs.marks):
        return False
    return (
        _is_one_item(ours, theirs)
        or _is_one_act(ours, theirs)
        or (bool(ours.topics & theirs.topics) and (_replace_alike(ours, theirs) or _begin_alike(ours, theirs)))
    )


def _is_one_item(ours: News, theirs: News) -> bool:
    """Whether both publish the same act: its number is its own wherever it is listed."""
    return any(identity.startswith(("celex:", "numac:")) for identity in ours.identities & theirs.identities)


def _is_one_act(ours: News, theirs: News) -> bool:
    """Whether one publishes the act that the other was changed by or newly cites, on a Topic in common."""
    if not ours.topics & theirs.topics:
        return False
    if ours.published and theirs.published:
        return False
    changing = (ours.amending & (theirs.published | theirs.named)) | (theirs.amending & (ours.published | ours.named))
    return bool(changing or ours.published & theirs.named or theirs.published & ours.named)


def _replace_alike(ours: News, theirs: News) -> bool:
    """Whether both put the same value in the place of the same other, for what seems to be one rule."""
    common = ours.triples & theirs.triples
    if sum(1 for kind, _, _ in common if kind in SPECIFIC) > 1:
        return True
    cite_alike = bool(ours.acts & theirs.acts)
    pairs = ((one, other) for one in ours.replaced for other in theirs.replaced if one.values == other.values)
    return any(_is_one_rule(one, other, cite_alike) for one, other in pairs)


def _is_one_rule(one: Replaced, other: Replaced, cite_alike: bool) -> bool:
    if one.rule != other.rule or one.type in CITED:
        return False
    if one.type == FactType.DATE and not COMMON_DAYS.fullmatch(one.after) and len(one.after) == len("2026-03-04"):
        return True
    if one.language != other.language:
        return cite_alike or one.type in SPECIFIC
    shared = len(one.about & other.about)
    return bool(shared) and shared >= ALIKE * min(len(one.about), len(other.about))


def _begin_alike(ours: News, theirs: News) -> bool:
    """Whether both tell of one act from the same day on, and the same new value, where both state any."""
    days = ours.effective & theirs.effective
    if not days or not ours.acts & theirs.acts:
        return False
    values, others = (_telling(each.stated) - {(FactType.DATE.value, day) for day in (*days, *each.acts)} for each in (ours, theirs))
    if values and others:
        return bool(values & others)
    return not all(COMMON_DAYS.fullmatch(day) for day in days)


def _everything(news: News) -> set[tuple[str, str | None, str | None]]:
    """Every FactChange but those that each language has of its own."""
    told: set[tuple[str, str | None, str | None]] = {*news.triples}
    told |= {(kind, None, after) for kind, after in news.stated if not any(each[0] == kind and each[2] == after for each in news.triples)}
    told |= {(kind, before, None) for kind, before in news.withdrawn}
    return {each for each in told if each[0] != FactType.CONTACT}


def _telling(values: Iterable[Value]) -> frozenset[Value]:
    return frozenset(each for each in values if each[0] not in CITED)


def _replaced(change: models.Change) -> Iterator[Replaced]:
    for fact in change.content["facts"]:
        before, after = _value(fact, "before"), _value(fact, "after")
        if before and after:
            about = subject_words(_around(change, fact["after"].get("text", "")), change.language)
            yield Replaced(fact["type"], before, after, change.rule, change.language, about)


def _around(change: models.Change, stated: str) -> str:
    """The sentence that states a value, with the last heading or the row it stands under."""
    said = [each for each in sentences(change.content.get("after") or "", change.language) if stated and stated in each]
    trail = change.content.get("path", "").split(" › ")
    return " ".join([*trail[1:], *said])


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
