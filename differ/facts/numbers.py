"""Numbers as laws and pages write them: ``1.000,50``, ``1 000``, ``quatre-vingt-dix``, ``2,5 millions``."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from text_to_num import text2num

from differ.language import Language, any_of
from differ.language import language as data_of

DIGITS = (
    r"(?<![\w/])(?<!\d[.,])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:[.,]\d{1,2}(?!\d)|[.,]\d{4,}(?!\d))?(?:,--?)?"
)

MARK = r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2})"
OPENED, CLOSED = rf"(?:\(|\[{MARK} ?)?", rf"(?:\)|\]{MARK}?)?"
"""The brackets of an amendment, which may part a number from its unit: "(quinze) jours", "[¹ trente]¹ jours"."""


@cache
def number_pattern(language: Language) -> str:
    """A regular expression for one number in digits or words, with its scale and its half."""
    words = language.words
    word = _word(language)
    glue = "|".join(map(re.escape, words["number_glue"]))
    glued = rf"(?:(?:{glue})[ -])?" if glue else ""
    spelled = rf"(?:{any_of(words['number_values'])}|{word}(?:[ -]{glued}{word})*)"
    scale = rf"(?: ?{any_of(words['scales'])})?"
    half = rf"(?: (?:{'|'.join(words['halves'])}))?" if words["halves"] else ""
    return rf"(?:{_beginning(language)}(?:{DIGITS}|{spelled}){scale}{half})"


@cache
def again(language: Language) -> str:
    """A regular expression for a number told again, in figures or in words, and for the end of an amendment: "trente (30) jours"."""
    return rf"(?: ?\({number_pattern(language)}\))?{CLOSED}"


def _beginning(language: Language) -> str:
    """Where a number may begin: outside words, before a digit or one of its words' letters; nearly every place of a text is neither.

    A number in brackets that no word stands before is that of a paragraph: "(2) Personen, die …".
    """
    parts = language.words.get("compounds", {})
    words = [*language.words["number_words"], *language.words["number_values"], *parts.get("units", []), parts.get("hundred", "0")]
    letters = "".join(sorted({letter for word in words for letter in (word[0].lower(), word[0].upper())}))
    return rf"(?<![\w/])(?=[\d{letters}])(?:(?<=[^\W\d] \()|(?!(?<=\()\d{{1,2}}\)))"


def _word(language: Language) -> str:
    """One word of a number; Dutch and German write "eenentwintig" as one."""
    parts = language.words.get("compounds")
    single = any_of(language.words["number_words"])
    if not parts:
        return single
    units, link, tens = ("|".join(parts[name]) for name in ("units", "link", "tens"))
    simple = "|".join(sorted(language.words["number_words"], key=len, reverse=True))
    two = rf"(?:{units})(?:{link})(?:{tens})"
    return rf"(?:(?<!\w)(?:(?:{units})?{parts['hundred']}(?:{link})?(?:{two}|{simple})|{two})(?!\w)|{single})"


def number(text: str, language: Language, *, money: bool = False) -> Decimal | None:
    """The value of a text that ``number_pattern`` found; ``None`` where it is no number after all.

    No currency has thousandths: in ``money`` three digits behind any sign are thousands, as in "€1,250".
    """
    text = text.strip().lower()
    half = next((half for half in language.words["halves"] if text.endswith(" " + half)), None)
    if half:
        whole = number(text.removesuffix(half), language)
        return None if whole is None else whole + Decimal("0.5")
    value = _plain(text, language, money)
    return value if value is not None else _scaled(text, language)


@cache
def spelled_out(value: str, language: str) -> str | None:
    """The one word of the language for a canonical value (``6`` is "six"); ``None`` where it takes more than one."""
    data = data_of(language)
    words = data.words["number_words"] if data else ()
    return next((str(word) for word in words if data and number(str(word), data) == Decimal(value)), None)


def _scaled(text: str, language: Language) -> Decimal | None:
    for name, factor in sorted(language.words["scales"].items(), key=lambda each: -len(each[0])):
        if text.endswith(name):
            value = _plain(text.removesuffix(name).strip(), language, False)
            return None if value is None else value * factor
    return None


def _plain(text: str, language: Language, money: bool) -> Decimal | None:
    if text and text[0].isdigit():
        return _digits(text, "" if money else language.words["decimal"])
    if text in language.words["number_values"]:
        return Decimal(str(language.words["number_values"][text]))
    try:
        return Decimal(text2num(text, language.code))
    except (ValueError, InvalidOperation):
        return None


def _digits(text: str, decimal: str) -> Decimal | None:
    """Read digits where ``decimal`` separates the fraction; three digits after any other sign are thousands."""
    text = text.rstrip("-").rstrip(",")
    whole, separator, fraction = text, "", ""
    found = re.search(r"[.,](\d+)$", text)
    if found and (text[found.start()] == decimal or len(found.group(1)) != 3):
        whole, separator, fraction = text[: found.start()], ".", found.group(1)
    digits = re.sub(r"[ .,']", "", whole)
    return Decimal(digits + separator + fraction) if digits.isdigit() else None


def written(value: Decimal) -> str:
    """The canonical decimal string: ``1000``, ``2.5``."""
    return format(value.normalize(), "f")


def span_of(found: re.Match[str], lower: str, upper: str, language: Language, *, money: bool = False) -> tuple[list[Decimal], int] | None:
    """The ends of a value that may be a range, and where it starts; ``None`` where a part is no number.

    Ends that do not rise are no range: in "4 mars 2027 et 30 jours" the duration starts at 30.
    """
    ends = [number(found[part], language, money=money) for part in (lower, upper) if found[part]]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    if len(known) == 2 and known[0] >= known[1]:
        return known[1:], found.start(upper)
    return known, found.start()
