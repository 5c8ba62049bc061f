"""Contacts: telephone numbers, e-mail addresses, addresses of the web and of streets, each in one spelling."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from core.values import Fact, FactType
from differ.language import Language
from differ.normalise import normalise

WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»]+[^\s<>\"'«».,;:!?)\]}*_]", re.IGNORECASE)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w./+-])(?:(?:\+|00) ?32[ ./]?(?:\(0\) ?)?\d{1,3}|0\d{1,3})[ ./]\d{2,3}(?:[ ./]\d{2,3}){1,3}(?![\w/]|[.-]\d)"
    r"|(?<![\w./+-])\+\d{9,14}(?!\d)"
)
NATIONAL = "32"
SHORTEST = 8
"""Digits of the shortest telephone number; fewer are a date."""
COMPANY = re.compile(r"[01]\d{3}\.\d{3}\.\d{3}")
"""A number of the Crossroads Bank for Enterprises, which looks like one."""
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_ga")


def contacts(text: str, language: Language) -> Iterator[Fact]:
    """Every contact in ``text``, its value normalised."""
    for pattern, normal in ((WEB, web_address), (MAIL, str.lower), (PHONE, _phone), (_street(language), normalise)):
        for found in pattern.finditer(text):
            if pattern is PHONE and (COMPANY.fullmatch(found.group()) or len(re.sub(r"\D", "", found.group())) < SHORTEST):
                continue
            yield Fact(FactType.CONTACT, normal(found.group()), None, found.group(), found.start(), found.end())


def web_address(address: str) -> str:
    """An address of the web without what only tells who clicked."""
    whole = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return address
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(name)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, urlencode(query), parts.fragment))


def _phone(number: str) -> str:
    """A number with its country, Belgium where it names none."""
    digits = re.sub(r"\(0\)|\D", "", number)
    if number.startswith("+"):
        return f"+{digits}"
    return f"+{digits.removeprefix('00')}" if digits.startswith("00") else f"+{NATIONAL}{digits.removeprefix('0')}"


@cache
def _street(language: Language) -> re.Pattern[str]:
    """A street with its number, a postal code and a town; Dutch and German write the street as one word."""
    words = "|".join(map(re.escape, language.words["address_words"]))
    street = rf"(?:(?:{words}) (?:[^,;.\d]|\d+e ){{2,60}}|[A-ZÀ-Ý][\w'’-]*(?:{words})|[A-ZÀ-Ý][\w'’ -]{{2,40}} (?:{words}))"
    town = r"(?:(?:à|te|in|at) )?(?:[BD]-)?\d{4,5} [A-ZÀ-Ý][\w'’-]+"
    return re.compile(rf"(?<!\w){street},? \d{{1,4}}[a-zA-Z]?(?: ?[/-] ?\d+)?,? {town}", re.IGNORECASE)
