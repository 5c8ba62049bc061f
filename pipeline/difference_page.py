"""What two files differ in as one HTML page that needs nothing else: what ``veille diff --format html`` prints."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.catalogues import translations
from core.values import Change, FactChange, Significance, Stated
from differ.significance import names_an_act
from differ.wording.reasons import reason_in_words
from differ.wording.values import date_in_words, fact_in_words
from differ.wording.words import LOCALES
from differ.wording.words import words as told_in
from pipeline.documents import Difference

HERE = Path(__file__).parent
TEMPLATES, TRANSLATIONS = HERE / "templates", HERE / "translations"
BEFORE_A_BREAK = re.compile(r" (?=[€%»:;!?→])|(?<=«) |(?<=\d) (?=\d{3}\b)")
"""Spaces at which no line should end: "206 €" and "« … »" stay together."""


def difference_as_page(before: str, after: str, found: Difference) -> str:
    """The page, in the language of the files where people read Veille in it, else in English."""
    reader = found.language if found.language in LOCALES else "en"
    words = _words(reader)
    substantive = [change for change in found.changes if change.significance.rank > Significance.EDITORIAL.rank]

    def in_words(fact: FactChange, side: Stated) -> str:
        return fact_in_words(fact.type, fact.role, side, reader)

    page: str = _template().render(
        before=before,
        after=after,
        doubt=found.doubt,
        language=found.language or "",
        reader=reader,
        words=words,
        changes=sorted(substantive, key=lambda change: -change.significance.rank),
        editorial=[change for change in found.changes if change not in substantive],
        facts_of=lambda change: list(_terms(change, words, reader)),
        values_of=_values,
        in_words=in_words,
        reasons_of=lambda change: [(reason, reason_in_words(reason, reader)) for reason in change.reasons],
    )
    return page


def _values(change: Change) -> list[FactChange]:
    """The FactChanges but the dates of acts, which their references tell."""
    return [fact for fact in change.facts if not names_an_act(fact, change.facts)]


def _terms(change: Change, words: Mapping[str, Any], reader: str) -> Iterator[tuple[str, str]]:
    """What a jurist asks first: where, what happened, which rule, from when and until when."""
    yield words["place"], change.path
    yield words["kind"], words["kinds"][change.kind]
    yield words["rule"], told_in(reader)["rules"][change.rule]
    for name, day in (("effective", change.effective), ("in_force", change.dates.in_force), ("ends", change.dates.ends)):
        if day and (name == "effective" or day != change.effective):
            yield words[name], date_in_words(day, reader)


@cache
def _words(language: str) -> Mapping[str, Any]:
    return translations(TRANSLATIONS / f"{language}.po")


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["unbroken"] = lambda text: BEFORE_A_BREAK.sub("\N{NO-BREAK SPACE}", text)
    return environment.get_template("difference.html.jinja")
