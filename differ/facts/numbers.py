"""Numbers as laws and pages write them: ``1.000,50``, ``1 000``, ``quatre-vingt-dix``, ``2,5 millions``."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from text_to_num import text2num

from differ.language import Language, any_of

DIGITS = (
    r"(?<![\w/])(?<!\d[.,])(?:\d{1,3}(?:[ .']\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?![\d])|\d+)(?:[.,]\d{1,2}(?!\d)|[.,]\d{4,}(?!\d))?(?:,--?)?"
)


@cache
def number_pattern(language: Language) -> str:
    """A regular expression for one number in digits or words, with its scale and its half."""
    words = language.words
    word = any_of(words["number_words"])
    glue = "|".join(map(re.escape, words["number_glue"]))
    spelled = rf"{word}(?:[ -](?:(?:{glue})[ -])?{word})*"
    scale = rf"(?: ?{any_of(words['scales'])})?"
    half = rf"(?: (?:{'|'.join(words['halves'])}))?" if words["halves"] else ""
    return rf"(?:(?:{DIGITS}|{spelled}){scale}{half})"


def number(text: str, language: Language) -> Decimal | None:
    """The value of a text that ``number_pattern`` found; ``None`` where it is no number after all."""
    text = text.strip().lower()
    half = next((half for half in language.words["halves"] if text.endswith(" " + half)), None)
    if half:
        whole = number(text.removesuffix(half), language)
        return None if whole is None else whole + Decimal("0.5")
    value = _plain(text, language)
    return value if value is not None else _scaled(text, language)


def _scaled(text: str, language: Language) -> Decimal | None:
    for name, factor in language.words["scales"].items():
        if text.endswith(name):
            value = _plain(text.removesuffix(name).strip(), language)
            return None if value is None else value * factor
    return None


def _plain(text: str, language: Language) -> Decimal | None:
    if text and text[0].isdigit():
        return _digits(text, language.words["decimal"])
    try:
        return Decimal(text2num(text, language.code))
    except (ValueError, InvalidOperation):
        return None


def _digits(text: str, decimal: str) -> Decimal | None:
    """Read digits where ``decimal`` separates the fraction; a group of three after any other sign is thousands."""
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


def span_of(found: re.Match[str], lower: str, upper: str, language: Language) -> tuple[list[Decimal], int] | None:
    """The ends of a value that may be a range, and where it starts; ``None`` where a part is no number.

    Ends that do not rise are no range: in "4 mars 2027 et 30 jours" the duration starts at 30.
    """
    ends = [number(found[part], language) for part in (lower, upper) if found[part]]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    if len(known) == 2 and known[0] >= known[1]:
        return known[1:], found.start(upper)
    return known, found.start()
