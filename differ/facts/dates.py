"""Dates with their role: ``jusqu'au 4 mars 2027``, ``02-08-2025``, ``entre le 3 et le 17 mai``, ``mars 2026``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from babel.dates import get_day_names

from core.values import Fact, FactType
from differ.language import Language, any_of

ISO = r"(?P<iso>(?<![\d/-])\d{4}-\d\d-\d\d(?![\d/-]))"
NUMERIC = (
    r"(?P<numeric>(?<![\d/.-])\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)\d{4}(?!\d)"
    r"|(?<![\d/.-])\d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)\d\d(?![\d/]|\.\d))"
)
YEAR = r"(?:\d{4}(?!\d)|(?:19|20)\d\d(?=\d{1,2}(?!\d)))"
"""A year, behind which the call of a footnote may stand."""
STAMP_KEYS = r"(?:last[_-]?(?:updated?|modified|mod)|(?:updated|modified)(?:[_-]at)?|date[_-]modified)\"?\s*[:=]\s*[\"']?"
"""How files and data name the day they were written on."""
LAST_SHORT = 45
WHOLE_DATE = 10
LONGEST_LEAD, LONGEST_CUE = 120, 60
"""Characters before a date in which its act or its stamp is sought, and those in which its role is."""


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    month = any_of(language.months)
    links = "".join(rf"(?:{link} )?" for link in language.words["day_links"])
    ordinal = rf"(?: ?(?:{language.words['ordinal_day']}))?"
    day = rf"(?<![\d.,/])(?P<day>\d{{1,2}}){ordinal}\.?"
    middle = "|".join(language.words["date_range"]["middle"])
    # "du 3 au 17 mai": the first day borrows the month of the second.
    borrowed = (
        rf"(?<![\d.,/])(?P<first_day>(?P<first>\d{{1,2}}){ordinal})\.? ?(?:{middle}) ?(?={day.replace('?P<day>', '?:')} {links}{month})"
    )
    spelled = rf"(?:{day} {links})?(?P<month>{month})\.?(?:,? {links}(?P<year>{YEAR}))?"
    if language.words.get("month_first"):
        turned = rf"(?P<month_before>{month})\.? (?P<day_behind>\d{{1,2}}){ordinal}(?!\d)(?:,? (?P<year_behind>{YEAR}))?"
        spelled = rf"{turned}|{spelled}"
    between = rf"(?P<dash> ?[-–] ?)|(?: (?:{middle}) )"
    years = rf"(?<![\d/-])(?P<years>(?P<first_year>(?:19|20)\d\d)(?:{between})(?P<last_year>(?:19|20)\d\d))(?![\d/-])"
    year = rf"(?P<lone>{any_of(language.words['year_cues'])} (?P<lone_year>(?:19|20)\d\d)(?![\d/-]))"
    return re.compile(rf"{ISO}|{NUMERIC}|{borrowed}|{spelled}|{years}|{year}", re.IGNORECASE)


@cache
def _roles(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    weekday = rf"(?: {any_of(get_day_names('wide', 'format', language.code).values())},?)?"
    article = rf"(?: (?:{'|'.join(language.words['date_articles'])}))?" if language.words["date_articles"] else ""
    return [
        (role, re.compile(rf"{any_of(cues)}{article}{weekday} ?$", re.IGNORECASE)) for role, cues in language.words["date_roles"].items()
    ]


@cache
def _tails(language: Language) -> list[tuple[str, re.Pattern[str]]]:
    return [(role, re.compile(rf"\W{{0,3}}{any_of(cues)}", re.IGNORECASE)) for role, cues in language.words["date_tails"].items() if cues]


@cache
def _act(language: Language) -> re.Pattern[str]:
    """What stands before a date that names an act: "loi du", "décision (UE) 2022/382 du Conseil du", "n° 910/2014 du"."""
    of = "|".join(language.words["act_links"])
    number = r"(?:n° ?)?(?:\([^)]*\) ?)?(?:n° ?)?\d+/\d+(?:/\w+)?"
    return re.compile(
        rf"(?:{any_of(language.words['act_words'])}(?: [^ ,;.]+){{0,6}}|{number}(?: (?:{of}) \w+)*) (?:{of}) $", re.IGNORECASE
    )


@cache
def _span(language: Language, part: str) -> re.Pattern[str]:
    words = language.words["date_range"][part]
    weekday = rf"(?:{any_of(get_day_names('wide', 'format', language.code).values())},? )?"
    return re.compile(rf"{any_of(words)} {weekday}$" if part == "open" else rf"\.? ?{any_of(words)} ?{weekday}", re.IGNORECASE)


@cache
def _stamp(language: Language) -> re.Pattern[str]:
    """What stands before the date that a page gives of itself: "Dernière mise à jour : "."""
    words = language.words
    said = rf"{any_of(words['stamp_words'])}(?: ?{any_of(words['stamp_links'])})*"
    return re.compile(rf"(?:{said}|{STAMP_KEYS}) ?$", re.IGNORECASE)


def is_stamp(fact: Fact, text: str, language: Language) -> bool:
    """Whether a date of ``text`` is that of the page itself, which is no rule's."""
    return _stamp(language).search(text[max(0, fact.start - LONGEST_LEAD) : fact.start]) is not None


def dates(text: str, language: Language) -> Iterator[Fact]:
    """Every date in ``text`` as ISO 8601, shortened to what is stated.

    The two ends of a span ("du 5 mars 2025 au 4 mars 2026") are two dates, ``from`` and ``until``. The date of an
    act ("loi du 15 décembre 1980") has no role.
    """
    for fact in _with_spans(_resolved(_found(text, language)), text, language):
        yield fact if fact.role else replace(fact, role=_role(fact, text, language))


def _with_spans(found: list[Fact], text: str, language: Language) -> list[Fact]:
    for position in range(len(found) - 1):
        first, second = found[position], found[position + 1]
        if _spans(first, second, text, language):
            value = (
                f"{second.value[:4]}{first.value[1:]}" if first.value.startswith("--") and len(second.value) == WHOLE_DATE else first.value
            )
            found[position : position + 2] = [replace(first, value=value, role="from"), replace(second, role="until")]
    return found


def _spans(first: Fact, second: Fact, text: str, language: Language) -> bool:
    between = text[first.end : second.start]
    lead = text[max(0, first.start - LONGEST_LEAD) : first.start]
    return bool(_span(language, "open").search(lead) and _span(language, "middle").fullmatch(between))


def _found(text: str, language: Language) -> Iterator[Fact]:
    """Dates as they stand, a first day that borrows its month still alone (``"3"``)."""
    for found in _pattern(language).finditer(text):
        if found["years"]:
            yield from _years(found, text, language)
            continue
        group = "first_day" if found["first"] else "lone_year" if found["lone"] else 0
        value = found["first"] or _value(found, language)
        if value is not None:
            words = found[group].removesuffix(".")  # the end of a sentence, or of an abbreviation that needs none here
            yield Fact(FactType.DATE, value, None, words, found.start(group), found.start(group) + len(words))


def _years(found: re.Match[str], text: str, language: Language) -> Iterator[Fact]:
    """The two ends of "2021-2025" and of "entre 2019 et 2023"."""
    opened = found["dash"] or _span(language, "open").search(text[max(0, found.start() - LONGEST_LEAD) : found.start()])
    if opened and found["first_year"] < found["last_year"]:
        for group, role in (("first_year", "from"), ("last_year", "until")):
            yield Fact(FactType.DATE, found[group], None, found[group], found.start(group), found.end(group), role)


def _resolved(found: Iterator[Fact]) -> list[Fact]:
    """The dates with the months that first days borrow from the date behind them."""
    resolved: list[Fact] = []
    for fact in found:
        while resolved and resolved[-1].value.isdigit() and len(resolved[-1].value) < 3:
            day = resolved.pop()
            resolved.append(replace(day, value=fact.value[:-2] + f"{int(day.value):02}"))
        resolved.append(fact)
    return resolved


def _value(found: re.Match[str], language: Language) -> str | None:
    if found["iso"]:
        return _valid(*map(int, found["iso"].split("-")))
    if found["numeric"]:
        day, month, year = re.split(r"[./-]", found["numeric"])
        return _valid(int(year) if len(year) > 2 else _century(int(year)) + int(year), int(month), int(day))
    return str(found["lone_year"]) if found["lone"] else _spelled(found.groupdict(), language)


def _century(year: int) -> int:
    """The century of a year in two digits: no text of ours looks further ahead than ``LAST_SHORT``."""
    return 2000 if year <= LAST_SHORT else 1900


def _spelled(parts: Mapping[str, str | None], language: Language) -> str | None:
    """A date with its month in words, whichever of day and month stands first."""
    month = language.months[(parts.get("month_before") or parts["month"] or "").lower()]
    day, year = parts.get("day_behind") or parts["day"], parts.get("year_behind") or parts["year"]
    if day and year:
        return _valid(int(year), month, int(day))
    if day:
        return f"--{month:02}-{int(day):02}" if _valid(2024, month, int(day)) else None
    return f"{year}-{month:02}" if year else None


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _role(date: Fact, text: str, language: Language) -> str | None:
    """The role by the longest cue before the date, else by the words behind it; behind an act ("loi du") it has none."""
    lead, tail = text[max(0, date.start - LONGEST_LEAD) : date.start], text[date.end : date.end + LONGEST_LEAD]
    cues = text[max(0, date.start - LONGEST_CUE) : date.start]
    if cued := [(len(found.group()), role) for role, pattern in _roles(language) if (found := pattern.search(cues))]:
        return max(cued)[1]
    if _act(language).search(lead):
        return None
    return next((role for role, pattern in _tails(language) if pattern.match(tail)), None)
