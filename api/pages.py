"""What turns values into pages: templates, the words of each language, dates in full."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from alerts.messages.redlines import shortened, spaced
from alerts.words import clean
from core.catalogues import translations
from core.clock import BRUSSELS
from core.instants import instant_as_text
from core.links import safe_link
from core.values import Change, FactChange, Redline, Stated
from differ.wording.reasons import reason_in_words
from differ.wording.values import fact_in_words

HERE = Path(__file__).parent
LANGUAGES = {"fr": "Français", "nl": "Nederlands", "en": "English"}
WITHIN_SECTIONS = {"/coming": "/", "/changes": "/", "/watches": "/sources", "/snapshots": "/sources"}
"""Pages that belong to the section of another address."""
LONG, AROUND, WITHIN = 20_000, 400, 4_000
"""Characters from which a redline is shown cut: so many around each change, and at most so many within one."""
TOGETHER = re.compile(r"(?<=\d) (?=[€%])| (?=[:;!?»])|(?<=[«→§]) |(?<=Art\.) |(?<=\d) (?=\w+ \d{4})|(?<=1er) (?=\w+ \d{4})")
"""Spaces that hold together what stands beside them."""
LONGEST = 100_000
"""Characters of one text on a page; what is longer is for programs."""


@cache
def words(language: str) -> Mapping[str, Any]:
    """The wording of the website in one language."""
    return translations(HERE / "translations" / f"{language}.po")


@cache
def environment(language: str) -> Environment:
    """The templates, speaking one language; every text is escaped and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words=words(language), language=language, languages=LANGUAGES)
    made.filters.update(
        day=partial(day_in_words, language=language),
        moment=partial(moment_in_words, language=language),
        date=partial(local_day, language=language),
        number=partial(format_decimal, locale=language),
        percent=partial(format_percent, format="0.0 %" if language == "fr" else None, locale=language),
        told=partial(told, language=language),
        official=safe_link,
        rfc3339=instant_as_text,
        coded=coded,
        bounded=bounded,
        cut=cut,
        together=together,
        in_words=partial(value_in_words, language=language),
        reason=partial(reason_in_words, language=language),
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def _harmless(value: Any) -> Any:
    """Text without control characters and marks that turn the reading direction, with which it could disguise what it says."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def render(request: Request, template: str, language: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the website; what it links to keeps the language that was asked for."""
    asked = {"lang": language} if "lang" in request.query_params else {}
    text = environment(language).get_template(template).render(
        to=lambda path, **query: address(path, {**query, **asked}),
        here=lambda **query: _again(request, query),
        where=request.url.path,
        section=_section(request.url.path),
        asked_language="lang" in request.query_params,
        status=status,
        **values,
    )  # fmt: skip
    return HTMLResponse(text, status, headers={"Vary": "Accept-Language", "Content-Language": language})


def _again(request: Request, changed: Mapping[str, Any]) -> str:
    """The same page with other parameters, without those changed to nothing; one that was asked empty may mean every state of a Task."""
    query = {**request.query_params, **changed}
    return f"?{urlencode({name: value for name, value in query.items() if value or name not in changed})}"


def _section(path: str) -> str:
    """The address of the section that a page belongs to."""
    first = f"/{path.split('/')[1]}"
    return WITHIN_SECTIONS.get(first, first)


def address(path: str, query: Mapping[str, Any]) -> str:
    """``path``, which may have a query already, with those parameters that say something."""
    told_ones = {name: value for name, value in query.items() if value}
    return f"{path}{'&' if '?' in path else '?'}{urlencode(told_ones)}" if told_ones else path or "?"


def language_of(request: Request) -> str:
    """The language of ``?lang=``, else the browser's first that the website speaks, else French."""
    asked = request.query_params.get("lang", "")
    preferred = [asked, *_preferred(request.headers.get("accept-language", ""))]
    return next((language for language in preferred if language in LANGUAGES), "fr")


def _preferred(header: str) -> list[str]:
    weighted = []
    for part in header.split(","):
        language, _, weight = part.strip().partition(";q=")
        weighted.append((_weight(weight), language.split("-")[0].lower()))
    return [language for weight, language in sorted(weighted, key=lambda each: -each[0]) if weight > 0]


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0


@lru_cache(maxsize=4096)
def day_in_words(day: str | date, language: str, pattern: str = "d MMMM y") -> str:
    """A day in full (``29 juillet 2025``) or as the ``pattern`` says, a month with its year, or a year; what is no date stays as it is."""
    if isinstance(day, str) and len(day) == len("2025-07"):
        return format_date(date.fromisoformat(f"{day}-01"), "LLLL y", locale=language)
    try:
        whole = day if isinstance(day, date) else date.fromisoformat(day)
    except ValueError:
        return str(day)
    return _first_of_month(format_date(whole, pattern, locale=language), whole, language)


def moment_in_words(instant: datetime, language: str) -> str:
    """An instant in full, in the time of Brussels."""
    local = instant.astimezone(BRUSSELS)
    return f"{day_in_words(local.date(), language)}{words(language)['at']}{_hour(local.hour, local.minute, language)}"


@lru_cache(maxsize=4096)
def _hour(hour: int, minute: int, language: str) -> str:
    return format_time(time(hour, minute), str(words(language)["clock"]), locale=language)


def local_day(instant: datetime, language: str) -> str:
    """The day of an instant in full, as it was in Brussels."""
    return day_in_words(instant.astimezone(BRUSSELS).date(), language)


def _first_of_month(text: str, day: date, language: str) -> str:
    return f"{words(language)['first']}{text[1:]}" if day.day == 1 else text


def told(change: Change, language: str) -> tuple[str, str]:
    """The sentence that tells a Change and the language it is in: the reader's where it exists, else French, else the place."""
    for each in (language, "fr", *change.summary):
        if change.summary.get(each):
            return change.summary[each], each
    return change.path, ""


def coded(text: str) -> Markup:
    """``text`` with what stands between backquotes as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def bounded(redline: Redline, language: str) -> Redline:
    """The redline with spaces around what changed; of a long text what is near, and ``[…]`` for the rest."""
    if sum(len(text) for _, text in redline) > LONG:
        redline = tuple((sign, cut(text, LONG)) for sign, text in shortened(redline, language, AROUND, WITHIN))
    return tuple(piece for piece in spaced(redline) if piece[1])


def cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of ``text``, with ``[…]`` for what is left out."""
    return text if len(text) <= longest else f"{text[:longest]} […]"


def together(text: str) -> str:
    """``text`` with spaces at which no line ends: before a unit and French punctuation, after an arrow, ``§``, ``Art.`` and a day."""
    return TOGETHER.sub("\N{NO-BREAK SPACE}", text)


def value_in_words(fact: FactChange, side: Stated, language: str) -> str:
    """One side of a FactChange as the reader's language writes it."""
    return fact_in_words(fact.type, fact.role, side, language)
