"""Legal references in one spelling for every language: ``celex:32011L0098``, ``be:loi:1980-12-15#art:10/§1/al2/4°``."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.plain_yaml import read_plain
from core.values import Fact, FactType
from differ.facts.dates import dates
from differ.facts.places import places
from differ.language import Language, any_of

NUMBER = (
    r"(?:\([A-ZÉ, ]{2,18}\) ?)?(?P<sign>n° ?|nr\.? ?|no\.? ?|nummer )?"
    r"(?P<first>\d{1,4})/(?P<second>\d{1,4})(?P<suffix>/(?:[A-Z]{2,4}))?(?![\d/])"
)
PROPOSAL = re.compile(r"COM ?\((?P<year>\d{4})\) ?(?P<number>\d{1,4})(?: final)?", re.IGNORECASE)
CELEX = re.compile(r"(?<!\w)(?P<celex>[0-9]\d{4}[A-Z]{1,2}\d{4}(?:-\d{8})?)(?!\w)")
FIRST_YEAR, LAST_YEAR = 1950, 2100
WHOLE_DATE = 10
LONGEST_LEAD = 80
LONGEST_GAP, LONGEST_TITLE = 20, 240


def references(text: str, language: Language) -> Iterator[Fact]:
    """Every act and every place in an act that ``text`` names; a place bears its act where the text says which."""
    acts = sorted([*_eu_acts(text, language), *_belgian_acts(text, language), *_named_acts(text, language)], key=lambda each: each.start)
    for group in places(text, language):
        owner = _owner(group, acts, text, language)
        yield from _placed(group, None if owner is None else acts.pop(owner), text)
    yield from acts


def _owner(group: list[Fact], acts: list[Fact], text: str, language: Language) -> int | None:
    """The rank of the act that places belong to: the one right behind them, else the one right before."""
    behind = bisect_left(acts, group[-1].end, key=lambda act: act.start)
    if behind < len(acts) and _belongs(text[group[-1].end : acts[behind].start], language):
        return behind
    before = behind - 1
    return before if behind and _opens(text[acts[before].end : group[0].start], language) else None


def _placed(group: list[Fact], act: Fact | None, text: str) -> Iterator[Fact]:
    """The places of one enumeration in their act; the one beside the act spans it as well."""
    for place in group:
        value, start, end = place.value, place.start, place.end
        if act:
            value = f"{act.value}#{_of_union(value) if act.value.startswith('celex') else value}"
            start = act.start if place is group[0] and act.start < start else start
            end = act.end if place is group[-1] and act.end > end else end
        yield replace(place, value=value, text=text[start:end], start=start, end=end)


def _of_union(place: str) -> str:
    """The place in an act of the Union: the "lid" of its articles in Dutch is a paragraph, its points bear a bracket."""
    place = re.sub(r"(?<=/)(\d+)°", r"\1)", place)
    return place if "/§" in place else place.replace("/al", "/§", 1)


def _belongs(between: str, language: Language) -> bool:
    """Whether what stands between a place and an act joins them: "de la", "van de", or nothing."""
    return len(between) <= LONGEST_GAP and _connector(language).fullmatch(between) is not None


def _opens(between: str, language: Language) -> bool:
    """Whether what stands between an act and a place behind it joins them: a comma or a bracket, and the title of the act."""
    return len(between) <= LONGEST_TITLE and _title(language).fullmatch(between) is not None


@cache
def _title(language: Language) -> re.Pattern[str]:
    return re.compile(rf",? \(?| {any_of(language.words['act_titles'])} [^.;:()]+?(?:, | \()", re.IGNORECASE)


@cache
def _connector(language: Language) -> re.Pattern[str]:
    links = "|".join(map(re.escape, language.words["act_connectors"]))
    return re.compile(rf",? ?(?:(?:{links}) ?)?(?:l'|la |le |the |het |de )?", re.IGNORECASE)


@cache
def _eu_act(language: Language) -> re.Pattern[str]:
    kinds = "|".join(sorted((word for words in language.words["eu_acts"].values() for word in words), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<kind>{kinds})(?:s|n|en)?(?: \w+enne| \w+ese| europäische[nr]?)? {NUMBER}", re.IGNORECASE)


@cache
def _further(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:, | {any_of(language.words['list_words'])} ){NUMBER}", re.IGNORECASE)


def _eu_acts(text: str, language: Language) -> Iterator[Fact]:
    letters = {word: letter for letter, words in language.words["eu_acts"].items() for word in words}
    for found in _eu_act(language).finditer(text):
        letter = letters[found["kind"].lower()]
        yield _reference(_celex(letter, found), text, found.start(), found.end())
        position = found.end()
        while further := _further(language).match(text, position):
            start = further.start("sign") if further["sign"] else further.start("first")
            yield _reference(_celex(letter, further), text, start, further.end())
            position = further.end()
    for found in PROPOSAL.finditer(text):
        yield _reference(f"celex:5{found['year']}PC{int(found['number']):04}", text, found.start(), found.end())
    for found in CELEX.finditer(text):
        yield _reference(f"celex:{found['celex']}", text, found.start(), found.end())


def _celex(letter: str, found: re.Match[str]) -> str:
    """Directives and decisions put their year first, regulations until 2014 last, behind a "No"; since 2015 all put it first."""
    first, second = found["first"], found["second"]
    year_first = bool(found["suffix"]) or not found["sign"]
    if len(first) == 4:  # "n° 2016/399" and "n° 1408/71"
        year_first = FIRST_YEAR <= int(first) <= LAST_YEAR and (year_first or len(second) < 4)
    year, number = (first, second) if year_first else (second, first)
    return f"celex:3{year if len(year) == 4 else f'19{int(year):02}'}{letter}{int(number):04}"


@cache
def _belgian_type(language: Language) -> re.Pattern[str]:
    kinds = "|".join(sorted((word for words in language.words["act_types"].values() for word in words), key=len, reverse=True))
    links = "|".join(language.words["act_links"])
    return re.compile(rf"(?<![\w-])(?P<kind>{kinds})(?: [^ ,;.]+){{0,3}}? (?:{links}) $", re.IGNORECASE)


def _belgian_acts(text: str, language: Language) -> Iterator[Fact]:
    """Acts told by type and date: "arrêté royal du 8 octobre 1981"."""
    types = {word: kind for kind, words in language.words["act_types"].items() for word in words}
    for date in dates(text, language):
        offset = max(0, date.start - LONGEST_LEAD)
        named = len(date.value) == WHOLE_DATE and date.role is None  # "une loi à partir du 1er mars" names no act
        found = _belgian_type(language).search(text, offset, date.start) if named else None
        if found:
            yield _reference(f"be:{types[found['kind'].lower()]}:{date.value}", text, found.start(), date.end)


@cache
def _names(language: Language) -> tuple[dict[str, str], re.Pattern[str]]:
    acts = read_plain(Path(__file__).with_name("acts.yaml").read_text(encoding="utf-8"))
    names = {name: canonical for canonical, words in acts.items() for name in words[language.code]}
    return names, re.compile(any_of(names), re.IGNORECASE)


def _named_acts(text: str, language: Language) -> Iterator[Fact]:
    names, pattern = _names(language)
    for found in pattern.finditer(text):
        yield _reference(names[found.group().lower()], text, found.start(), found.end())


def _reference(value: str, text: str, start: int, end: int) -> Fact:
    return Fact(FactType.REFERENCE, value, None, text[start:end], start, end)
