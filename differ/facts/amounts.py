"""Amounts of money and percentages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import OPENED, again, number, number_pattern, span_of, written
from differ.language import Language, any_of

DASHES = ("-", "–")
"""What makes one range of two amounts: "€200 - €300"."""


@cache
def _amount(language: Language) -> re.Pattern[str]:
    value = number_pattern(language)
    link = "(?:" + "|".join(map(re.escape, language.words["scale_link"])) + ")?" if language.words["scale_link"] else ""
    currency = any_of(name for names in language.words["currencies"].values() for name in names)
    told = again(language)
    until = rf"(?: ?{any_of(language.words['range_words'])} ?{OPENED}(?P<upper>{value}){told})?"
    behind = rf"(?P<value>{value}){told}{until} ?{link}(?P<unit>{currency})(?P<cents>\d\d(?!\d))?"
    return re.compile(rf"{behind}|(?P<unit_first>{currency}(?: ?/ ?{currency})?) ?(?P<value_last>{value})", re.IGNORECASE)


@cache
def _percentage(language: Language) -> re.Pattern[str]:
    value = number_pattern(language)
    told = again(language)
    until = rf"(?: ?{any_of(language.words['range_words'])} ?{OPENED}(?P<upper>{value}){told})?"
    return re.compile(rf"(?P<value>{value}){told}{until} ?{any_of(language.words['percent'])}", re.IGNORECASE)


@cache
def _currency_codes(language: Language) -> dict[str, str]:
    return {name.lower(): code for code, names in language.words["currencies"].items() for name in names}


@cache
def _cents(language: Language) -> re.Pattern[str]:
    names = any_of(name for names in language.words["cents"].values() for name in names)
    return re.compile(rf"(?P<value>{number_pattern(language)}) ?(?P<unit>{names})", re.IGNORECASE)


def cents(text: str, language: Language) -> Iterator[Fact]:
    """Every amount in ``text`` told in the hundredth part of its unit, such as "50 cents"."""
    codes = {name.lower(): code for code, names in language.words["cents"].items() for name in names}
    for found in _cents(language).finditer(text):
        value = number(found["value"], language)
        # "trois cents" is 300 of something.
        if value is not None and (found["value"][0].isdigit() or found["unit"].lower() not in language.words["number_words"]):
            yield Fact(FactType.AMOUNT, written(value / 100), codes[found["unit"].lower()], found.group(), found.start(), found.end())


def amounts(text: str, language: Language) -> Iterator[Fact]:
    """Every amount in ``text``: the unit is its ISO 4217 code (``EUR/GBP`` for "€/£11"), the value of a range ``200..300``."""
    pending: Fact | None = None
    for fact in _single(text, language):
        joined = _range(pending, fact, text) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or fact
    if pending:
        yield pending


def _range(low: Fact, high: Fact, text: str) -> Fact | None:
    """The range that two amounts of one unit make with a dash between them."""
    between = text[low.end : high.start].strip()
    if between not in DASHES or low.unit != high.unit or ".." in low.value + high.value or Decimal(low.value) >= Decimal(high.value):
        return None
    return replace(low, value=f"{low.value}..{high.value}", text=text[low.start : high.end], end=high.end)


def _single(text: str, language: Language) -> Iterator[Fact]:
    for found in _amount(language).finditer(text):
        span = span_of(found, "value" if found["value"] else "value_last", "upper", language, money=True)
        if span is not None:
            ends, start = span
            if found["cents"]:  # "4€95"
                ends = [end + Decimal(found["cents"]) / 100 for end in ends]
            names = (found["unit"] or found["unit_first"]).lower().split("/")
            code = "/".join(_currency_codes(language)[name.strip()] for name in names)
            yield Fact(FactType.AMOUNT, "..".join(map(written, ends)), code, text[start : found.end()], start, found.end())


def percentages(text: str, language: Language) -> Iterator[Fact]:
    """Every percentage in ``text``."""
    for found in _percentage(language).finditer(text):
        span = span_of(found, "value", "upper", language)
        if span is not None:
            ends, start = span
            yield Fact(FactType.PERCENTAGE, "..".join(map(written, ends)), None, text[start : found.end()], start, found.end())
