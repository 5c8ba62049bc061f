"""The days on which rules end by themselves, as sentences of official texts say them; pure, and quick where a text was read before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from alerts.sentences import sentences
from alerts.words import words
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.plain_yaml import read_plain
from core.values import Change, Dates, Fact, FactChange, FactType, Kind, Provision, Rule, Significance, Stage, WatchKind
from differ.facts import facts
from differ.facts.dates import dates
from differ.language import Language, any_of, cue, cues
from differ.language import language as data_of
from differ.wording.subjects import labelled
from differ.wording.values import fact_in_words
from differ.wording.words import LOCALES

UNTIL, PROLONGED = "until", "prolonged"
WHOLE_DATE = 10
YEARS = 10
"""How far ahead an end is looked for; one that puts off another lies a few years ahead."""
NEWEST_TEXTS = 256
"""How many texts are remembered with what they state: the newest of every Watch of a deployment, and a few more."""
IN_SHORT = re.compile(r"[./-]\d\d?[./-]\d\d(?!\d)(?:(?<=\d[./-]\d[./-]\d\d)|(?<=\d[./-]\d\d[./-]\d\d))")
"""A date whose year is written in two digits; its first sign is sought before its day, since digits are much commoner."""
NAMED_BY = (Rule.VALIDITY, Rule.FEE, Rule.DEADLINE)
"""The rules whose words say what it is that ends."""
RULES = (Rule.VALIDITY, Rule.FEE, Rule.STATUS, Rule.DEADLINE, Rule.CONDITION)
OUT_OF_FORCE = (Stage.SUSPENDED, Stage.ANNULLED, Stage.ENDED)


@dataclass(frozen=True)
class End:
    """One sentence that says until when a rule holds: its ``day`` (ISO 8601), as the ``change`` that its appearance would be.

    ``subjects`` name what it speaks of, alike in every language; ``prolongs`` says that it puts off an earlier end.
    """

    day: str
    change: Change
    subjects: frozenset[str]
    prolongs: bool


@lru_cache(maxsize=NEWEST_TEXTS)
def ends(provisions: bytes, language: str, kind: str, year: int) -> tuple[End, ...]:
    """Every end of a rule from ``year`` on that the Provisions of a Version (as the database keeps them) state.

    ``kind`` is the Watch's: what a law says is a rule; on pages and in listings words must tell. Of several ends in a sentence the
    last counts.
    """
    written = decompress(provisions)
    # Most documents name no such year at all: what they say need not be taken apart.
    if not _names_a_year(written.decode(), year) or not (data := data_of(language)):
        return ()
    in_force = [each for each in provisions_from_bytes(written) if each.stage not in OUT_OF_FORCE]
    return tuple(end for each in in_force for end in _ends_of(each, data, kind, year))


def _names_a_year(text: str, first: int) -> bool:
    """Whether a text names one of the years from ``first`` on, or a date in short."""
    return (_years(first).search(text) or IN_SHORT.search(text)) is not None


@cache
def _years(first: int) -> re.Pattern[str]:
    """The years from ``first`` on as dates hold them: behind a blank or a sign, not within a longer number nor in a Provision's key."""
    return re.compile(rf"(?:{'|'.join(str(first + more) for more in range(YEARS))})(?<!\w\d{{4}})")


def _ends_of(provision: Provision, data: Language, kind: str, year: int) -> Iterator[End]:
    text = " ".join(filter(None, (provision.text, provision.body)))
    for sentence in sentences(text, data.code) if _names_a_year(text, year) else ():
        stated = facts(sentence, data.code) if _names_a_year(sentence, year) and _names_an_end(sentence, data) else []
        last = max(filter(_is_end, stated), key=lambda fact: fact.value, default=None)
        if last and (kind == WatchKind.LAW or _is_rule(sentence, provision, data)):
            prolongs = any(fact.type is FactType.STATUS and fact.value == PROLONGED for fact in stated)
            yield End(last.value, _appearance(provision, sentence, last, data.code), subjects(sentence, data.code), prolongs)


def _names_an_end(sentence: str, data: Language) -> bool:
    """Whether a date in it may be one: all other Facts take long to read, and most sentences with a year hold no such date."""
    return any(map(_is_end, dates(sentence.replace("’", "'"), data)))


def _is_end(fact: Fact) -> bool:
    return fact.type is FactType.DATE and fact.role == UNTIL and len(fact.value) == WHOLE_DATE


def _is_rule(sentence: str, provision: Provision, data: Language) -> bool:
    """Whether words of a rule stand in the sentence or right above it, and none of an office or an occasion."""
    around = f"{provision.path.rpartition(' › ')[2]} {provision.label} {sentence}".replace("’", "'")
    of_rules, of_occasions = _words(data.code)
    ruled = of_rules.search(around) or any(cue(data, "rule_cues", around, rule) for rule in RULES)
    return bool(ruled) and not of_occasions.search(around)


@cache
def _words(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = read_plain((Path(__file__).parent / "ends.yaml").read_text(encoding="utf-8"))[language]
    rules, occasions = (re.compile(any_of(listed[name]), re.IGNORECASE) for name in ("rules", "occasions"))
    return rules, occasions


def subjects(text: str, language: str) -> frozenset[str]:
    """What a text about a validity speaks of, by names that all languages share: ``temporary_protection``, ``card``."""
    return _names(text, language, Rule.VALIDITY)


def _names(text: str, language: str, rule: Rule) -> frozenset[str]:
    data = data_of(language)
    names = data.words["subjects"].get(rule, {}) if data else {}
    return frozenset(name for name in names if data and any(cues(data, "subjects", text, rule, name)))


def _appearance(provision: Provision, sentence: str, end: Fact, language: str) -> Change:
    """The Change that the sentence would be, had it been seen to appear."""
    appears = FactChange(FactType.DATE, UNTIL, None, end.stated())
    change = Change(
        kind=Kind.INSERTION,
        key=provision.key,
        path=provision.path,
        before=None,
        after=sentence,
        rule=Rule.VALIDITY,
        significance=Significance.MAJOR,
        redline=(("+", sentence),),
        facts=(appears,),
        dates=Dates(ends=end.value),
    )
    return replace(change, summary={reader: _in_short(change, appears, provision.label, language, reader) for reader in LOCALES})


def _in_short(change: Change, end: FactChange, label: str, language: str, reader: str) -> str:
    """``Protection temporaire : jusqu'au 4 mars 2027``."""
    assert end.after is not None
    rule = next((rule for rule in NAMED_BY if _names(change.after or "", language, rule)), change.rule)
    what = labelled(replace(change, rule=rule), end, label, language, reader)
    until = fact_in_words(end.type, end.role, end.after, reader)
    return f"{what}{words(reader)['colon']}{until}" if what else until
