"""Two Versions of one document → its Changes, understood: kind, redline, Facts, rule, significance and wording."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from core.values import Change, FactType, Kind, Provision, Rule, Significance, Stage, Version
from differ.align import Pair, pair
from differ.effective import with_dates
from differ.extract.printed import heading_of
from differ.factchanges import carried, fact_changes
from differ.leads import leads
from differ.neighbours import with_losses, without_moved_values
from differ.numbered import renumbered
from differ.order import out_of_order
from differ.recut import recut
from differ.redline import redline
from differ.repeal import REPEALED_BY_LAW, law_says_repealed, says_repealed
from differ.significance import judge
from differ.stamps import STAMP, lone_dates
from differ.wording import summary

NOWHERE = Provision("", "", "")


def compare(before: Version, after: Version, language: str | None, *, listing: bool = False) -> list[Change]:
    """The Changes from ``before`` to ``after`` in the order of the text.

    In a ``listing`` a new item is a publication, and an item that scrolled off is no Change.
    """
    pairs = _without_fulfilled(pair(before.provisions, after.provisions), after.provisions)
    moved = set() if listing else {id(each) for each in _moved(pairs, before.provisions, after.provisions)}
    found = [
        (each, kind)
        for each in (pairs if listing else _with_repeals(recut(pairs, language), language))
        if (kind := _kind(each, language, listing, id(each) in moved)) is not None
    ]
    found = list(_told_once(found))
    moved_sentences = frozenset() if listing else carried(_texts(each) for each, _ in found)
    lists = {} if listing else {**leads(before.provisions), **leads(after.provisions)}
    stamps = frozenset() if listing else lone_dates(before.provisions, language) | lone_dates(after.provisions, language)
    changes = [_change(each, kind, language, moved_sentences, lists.get(id(each.after or each.before), "")) for each, kind in found]
    if not listing:
        changes = [_stamp(each) if _places(each_pair) <= stamps else each for each, (each_pair, _) in zip(changes, found, strict=True)]
        changes = with_losses(without_moved_values(changes, language))
    dated = with_dates(changes, [each for each, _ in found], language)
    return [_told(change, each, language) for change, (each, _) in zip(dated, found, strict=True)]


def _with_repeals(pairs: Sequence[Pair], language: str | None) -> list[Pair]:
    """The pairs, with a text that now only says "(Abrogé)" beside the first that vanished under the same heading."""
    vanished: dict[str, list[Pair]] = defaultdict(list)
    for each in pairs:
        if each.before and each.after is None and not each.before.firm:
            vanished[each.before.path].append(each)
    taken: set[int] = set()
    result = []
    for each in pairs:
        if each.before is None and each.after and vanished[each.after.path] and says_repealed(each.after.text, language):
            gone = vanished[each.after.path].pop(0)
            taken.add(id(gone))
            result.append(Pair(gone.before, each.after))
        else:
            result.append(each)
    return [each for each in result if id(each) not in taken]


def _without_fulfilled(pairs: Sequence[Pair], after: Sequence[Provision]) -> list[Pair]:
    """The pairs without future law that vanished because it is law now: what it replaced tells that."""
    law = {each.text for each in after if each.stage is None}
    return [
        each for each in pairs if each.after or each.before is None or each.before.stage is not Stage.ADOPTED or each.before.text not in law
    ]


def _kind(each: Pair, language: str | None, listing: bool, moved: bool) -> Kind | None:
    old, new = each.before, each.after
    if old is None:
        return Kind.PUBLICATION if listing else Kind.INSERTION
    if new is None:
        return None if listing else Kind.REPEAL
    if old.text != new.text and not _only_renumbered(old, new, language):
        return Kind.REPEAL if says_repealed(new.text, language) else Kind.SUBSTITUTION
    if old.text != new.text or (old.firm and new.firm and old.key != new.key and not listing):
        return Kind.RENUMBERING
    return (Kind.RENUMBERING if renumbered(old, new) else Kind.MOVE) if moved else None


def _only_renumbered(old: Provision, new: Provision, language: str | None) -> bool:
    """Whether a text only bears another number, which is no value as in "1. Januar 2026"."""
    facts = fact_changes(old.text, new.text, language) if renumbered(old, new) else None
    return facts is not None and all(fact.type is FactType.REFERENCE for fact in facts)


def _moved(pairs: Sequence[Pair], before: Sequence[Provision], after: Sequence[Provision]) -> Iterator[Pair]:
    """What stands elsewhere: under another heading that both Versions have, or in another order.

    Where a heading was only reworded, everything under it stays where it was. Law is ordered by its numbers.
    """
    old_trails, new_trails = {heading_of(each.path) for each in before}, {heading_of(each.path) for each in after}
    both = old_trails & new_trails
    still = [each for each in pairs if each.before and each.after and not each.after.firm]
    for each in still:
        trails = {heading_of(side.path) for side in (each.before, each.after) if side}
        if len(trails) > 1 and trails <= both:
            yield each
    places = {id(provision): place for place, provision in enumerate(before)}
    under: dict[str, list[Pair]] = defaultdict(list)
    for each in still:
        if each.before and each.after and heading_of(each.before.path) == heading_of(each.after.path):
            under[heading_of(each.after.path)].append(each)
    for pairs_there in under.values():
        yield from out_of_order(pairs_there, places)


def _told_once(found: Iterable[tuple[Pair, Kind]]) -> Iterator[tuple[Pair, Kind]]:
    """What was found, without what a reader cannot tell from another: the same texts under the same heading."""
    told = set()
    for each, kind in found:
        shown = kind, *((side.path, side.label, side.text) if side else None for side in (each.before, each.after))
        if shown not in told:
            told.add(shown)
            yield each, kind


def _texts(each: Pair) -> tuple[str | None, str | None]:
    old, new = (side.text if side else None for side in (each.before, each.after))
    return old, new


def _change(each: Pair, kind: Kind, language: str | None, moved: Collection[str], lead: str) -> Change:
    """What one pair shows by itself."""
    place = each.after or each.before
    assert place is not None
    old = each.before.text if each.before else None
    new = each.after.text if each.after and kind is not Kind.REPEAL else None
    pieces, facts = redline(old, new, language), fact_changes(old, new, language, moved)
    judgement = judge(kind, place, pieces, facts, language, lead=lead)
    repealed = kind is Kind.REPEAL and each.after is not None and law_says_repealed(each.after.text, language)
    if repealed and judgement.significance is not Significance.MAJOR:
        judgement = replace(judgement, rule=Rule.STATUS, significance=Significance.MAJOR)
    return Change(
        kind=kind,
        key=place.key,
        key_before=_key_before(each, kind),
        path=place.path,
        before=old,
        after=new,
        rule=judgement.rule,
        significance=judgement.significance,
        reasons=judgement.reasons + ((REPEALED_BY_LAW,) if repealed else ()),
        facts=facts,
        redline=pieces,
    )


def _places(each: Pair) -> set[int]:
    return {id(side) for side in (each.before, each.after) if side}


def _stamp(change: Change) -> Change:
    """The Change of a date that only says when its page was written."""
    return replace(change, facts=(), rule=Rule.OTHER, significance=Significance.EDITORIAL, reasons=(STAMP,))


def _key_before(each: Pair, kind: Kind) -> str | None:
    """The old key where a firm one changed or the text stands elsewhere; mere positions shift without meaning anything."""
    old, new = each.before, each.after
    if old is None or new is None or old.key == new.key:
        return None
    return old.key if new.firm or kind is Kind.MOVE or heading_of(old.path) != heading_of(new.path) else None


def _told(change: Change, each: Pair, language: str | None) -> Change:
    """The Change with its sentence."""
    label = (each.after or each.before or NOWHERE).label
    return replace(change, summary=summary(change, label, language, (each.before or NOWHERE).path))
