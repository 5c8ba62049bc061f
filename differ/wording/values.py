"""Canonical values in people's words: ``1000`` EUR is "1.000 €", ``2027-03-04`` is "4 mars 2027"."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from core.values import FactType, Stated
from differ.wording.words import LOCALES, words

WHOLE_DATE, YEAR_AND_MONTH = 10, 7
AS_WRITTEN = (FactType.CONTACT, FactType.REFERENCE)
"""Types told in the words of the text."""
ANY_LEAP_YEAR = 2024


def value_in_words(type: FactType, value: str, unit: str | None, language: str) -> str:
    """A canonical value as people of ``language`` (fr, nl, en) write it; unknown sorts as they stand."""
    low, separator, high = value.partition("..")
    if separator:
        last = value_in_words(type, high, unit, language)
        full = value_in_words(type, low, unit, language) if type is FactType.AMOUNT else _number(low, language)
        return str(words(language)["range"]).format(low=_number(low, language), low_in_full=full, high=last)
    wording = WORDINGS.get(type)
    return wording(value, unit or "", language) if wording else value


def fact_in_words(type: FactType, role: str | None, side: Stated, language: str, written: str | None = None) -> str:
    """One side of a FactChange, a date with its role: "jusqu'au 4 mars 2027".

    ``written`` is the language of the text, whose words another language only quotes: 120 “demandes”.
    """
    if type in AS_WRITTEN:
        return side.text
    if type is FactType.AMOUNT and side.value == "0" and not any(map(str.isdigit, side.text)):
        return str(words(language)["free"])
    if type is FactType.COUNT and side.unit and written and written != language:
        return f"{value_in_words(type, side.value, None, language)} {quoted(side.unit, language)}"
    value = value_in_words(type, side.value, side.unit, language)
    wording = words(language)["roles"].get(role)
    return str(wording).format(date=value) if wording and type is FactType.DATE else value


def quoted(text: str, language: str) -> str:
    """Words of a text in the quotation marks of ``language``."""
    return str(words(language)["quoted"]).format(words=text)


def clock_in_words(value: str, language: str) -> str:
    """An hour of the day without what follows it in a sentence: ``09:30`` is "9 h 30", "9.30" in Dutch."""
    hour, minute = value.split(":")
    return str(words(language)["clock"]["whole" if minute == "00" else "minutes"]).format(hour=int(hour), minute=minute)


def date_in_words(value: str, language: str) -> str:
    """An ISO date in full, as far as it is stated: ``2026-01-01``, ``2026-01``, ``2026`` or ``--03-04``."""
    locale, first = LOCALES[language], str(words(language)["day_first"])
    if value.startswith("--"):
        text = format_date(date(ANY_LEAP_YEAR, int(value[2:4]), int(value[5:7])), "d MMMM", locale)
    elif len(value) == WHOLE_DATE:
        text = format_date(date.fromisoformat(value), "d MMMM y", locale)
    elif len(value) == YEAR_AND_MONTH:
        return format_date(date.fromisoformat(f"{value}-01"), "MMMM y", locale)
    else:
        return value
    return first.format(rest=text[2:]) if text.startswith("1 ") else text


def _amount(value: str, currency: str, language: str) -> str:
    symbol = "/".join(get_currency_symbol(each, LOCALES[language]) for each in currency.split("/"))
    return str(words(language)["amount"]).format(number=_number(value, language, cents=True), symbol=symbol)


def _duration(value: str, unit: str, language: str) -> str:
    """A span with its unit; half a year is told in months, as people do."""
    if unit == "year" and Decimal(value) % 1 == Decimal("0.5"):
        value, unit = str(Decimal(value) * 12), "month"
    one, many = words(language)["units"].get(unit, (unit, unit))
    number, below = abs(Decimal(value)), words(language)["singular_below"]
    return f"{_number(value, language)} {one if number == 1 or number < below else many}"


def _number(value: str, language: str, *, cents: bool = False) -> str:
    """The number with the thousands' dot that Belgian administrations write; cents as two digits or none."""
    decimal = Decimal(value)
    form = "#,##0.00" if cents and decimal % 1 else "#,##0.###"
    text: str = format_decimal(decimal, form, locale=LOCALES[language])
    return text.replace("\N{NARROW NO-BREAK SPACE}", ".").replace("\N{NO-BREAK SPACE}", ".")


WORDINGS: dict[FactType, Callable[[str, str, str], str]] = {
    FactType.AMOUNT: _amount,
    FactType.DURATION: _duration,
    FactType.DATE: lambda value, _, language: date_in_words(value, language),
    FactType.PERCENTAGE: lambda value, _, language: str(words(language)["percentage"]).format(number=_number(value, language)),
    FactType.COUNT: lambda value, noun, language: f"{_number(value, language)} {noun}".strip(),
    FactType.TIME: lambda value, _, language: str(words(language)["time"]).format(clock=clock_in_words(value, language)),
    FactType.STATUS: lambda value, _, language: str(words(language)["statuses"][value]),
}
