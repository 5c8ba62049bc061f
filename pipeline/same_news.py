"""When the Changes of different documents are one piece of news: by acts, and by values of what seems to be one rule."""

import re

from core.values import FactType
from pipeline.news import CITED, News, Told, telling

SPECIFIC = (FactType.AMOUNT, FactType.PERCENTAGE)
"""Values that hardly two rules replace alike; "30 jours" becomes "45 jours" in a hundred."""
ALIKE = 0.5
"""The share of words that two rules of one language must have in common to be one."""
COMMON_DAYS = re.compile(r".*-01|.*-(?:0[13578]|1[02])-31|.*-(?:0[469]|11)-30")
"""The first and last days of months, on which many rules begin and end that have nothing to do with each other."""


def is_same_news(ours: News, theirs: News) -> bool:
    """Whether Changes of different documents tell the same, by acts or by values. In doubt they do not."""
    if ours.marks.isdisjoint(theirs.marks):
        return False
    return (
        _is_one_item(ours, theirs)
        or _is_one_act(ours, theirs)
        or (bool(ours.topics & theirs.topics) and (_replace_alike(ours, theirs) or _begin_alike(ours, theirs)))
        or (bool(ours.topics & theirs.topics) and (_announces(ours, theirs) or _announces(theirs, ours)))
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
    pairs = ((one, other) for one in ours.replaced for other in theirs.replaced if one.value == other.value and one.before == other.before)
    return any(_is_one_rule(one, other, cite_alike) for one, other in pairs)


def _is_one_rule(one: Told, other: Told, cite_alike: bool) -> bool:
    if one.rule != other.rule or one.type in CITED:
        return False
    if _is_rare_day(one):
        return True
    if one.language != other.language:
        return cite_alike or one.type in SPECIFIC
    return _is_about_the_same(one, other)


def _announces(item: News, document: News) -> bool:
    """Whether an item of a listing tells the value that a document states now, of what seems to be one rule.

    It names the old value too, or a value that hardly two rules have alike; in another language, both of these.
    """
    both_sides = {each for each in document.replaced if {each.value, (each.type, each.before)} <= item.announced}
    if sum(1 for each in both_sides if each.type in SPECIFIC) > 1:
        return True
    said = [each for each in item.told if each.announced and each.after not in item.acts]
    pairs = ((one, each) for each in document.told if not each.announced for one in said if one.value == each.value)
    return any(_is_announced(one, each, each in both_sides) for one, each in pairs)


def _is_announced(said: Told, stated: Told, both_sides: bool) -> bool:
    if said.language != stated.language:
        return both_sides and stated.type in SPECIFIC
    if stated.type == FactType.STATUS:
        # Much is closed or suspended: one word in common says little.
        return len(said.about & stated.about) > 1 and _is_about_the_same(said, stated)
    return (both_sides or stated.type in SPECIFIC or _is_rare_day(stated)) and _is_about_the_same(said, stated)


def _is_rare_day(told: Told) -> bool:
    """Whether this is a whole date on which hardly two rules begin or end."""
    return told.type == FactType.DATE and len(told.after) == len("2026-03-04") and not COMMON_DAYS.fullmatch(told.after)


def _is_about_the_same(one: Told, other: Told) -> bool:
    shared = len(one.about & other.about)
    return bool(shared) and shared >= ALIKE * min(len(one.about), len(other.about))


def _begin_alike(ours: News, theirs: News) -> bool:
    """Whether both tell of one act from the same day on, and the same new value, where both state any."""
    days = ours.effective & theirs.effective
    if not days or not ours.acts & theirs.acts:
        return False
    values, others = (telling(each.stated) - {(FactType.DATE.value, day) for day in (*days, *each.acts)} for each in (ours, theirs))
    if values and others:
        return bool(values & others)
    return not all(COMMON_DAYS.fullmatch(day) for day in days)
