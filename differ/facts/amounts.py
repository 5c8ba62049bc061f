"""Amounts of money and percentages."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from core.values import Fact, FactType
from differ.facts.numbers import AGAIN, number, number_pattern, span_of, written
from differ.language import Language, any_of


@cache
def _amount(language: Language) -> re.Pattern[str]:
    value = number_pattern(language)
    link = "(?:" + "|".join(map(re.escape, language.words["scale_link"])) + ")?" if language.words["scale_link"] else ""
    currency = any_of(name for names in language.words["currencies"].values() for name in names)
    until = rf"(?: ?{any_of(language.words['range_words'])} ?(?P<upper>{value}))?"
    behind = rf"(?P<value>{value}){AGAIN}{until} ?{link}(?P<unit>{currency})(?P<cents>\d\d(?!\d))?"
    return re.compile(rf"{behind}|(?P<unit_first>{currency}) ?(?P<value_last>{value})", re.IGNORECASE)


@cache
def _percentage(language: Language) -> re.Pattern[str]:
    value = number_pattern(language)
    until = rf"(?: ?{any_of(language.words['range_words'])} ?(?P<upper>{value}))?"
    return re.compile(rf"(?P<value>{value}){until} ?{any_of(language.words['percent'])}", re.IGNORECASE)


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
        if value is not None:
            yield Fact(FactType.AMOUNT, written(value / 100), codes[found["unit"].lower()], found.group(), found.start(), found.end())


def amounts(text: str, language: Language) -> Iterator[Fact]:
    """Every amount in ``text``: the unit is its ISO 4217 code, the value of a range ``200..300``."""
    for found in _amount(language).finditer(text):
        span = span_of(found, "value" if found["value"] else "value_last", "upper", language, money=True)
        if span is not None:
            ends, start = span
            if found["cents"]:  # "4€95"
                ends = [end + Decimal(found["cents"]) / 100 for end in ends]
            code = _currency_codes(language)[(found["unit"] or found["unit_first"]).lower()]
            yield Fact(FactType.AMOUNT, "..".join(map(written, ends)), code, text[start : found.end()], start, found.end())


def percentages(text: str, language: Language) -> Iterator[Fact]:
    """Every percentage in ``text``."""
    for found in _percentage(language).finditer(text):
        span = span_of(found, "value", "upper", language)
        if span is not None:
            ends, start = span
            yield Fact(FactType.PERCENTAGE, "..".join(map(written, ends)), None, text[start : found.end()], start, found.end())
