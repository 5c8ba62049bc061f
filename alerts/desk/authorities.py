"""Where an editor checks what the bundled history says: the act of law that it refers to, else the site of who publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from alerts.desk.doubts import day_in_words
from alerts.desk.official import Step, bundled
from alerts.words import words
from core.plain_yaml import read_plain
from core.references import BELGIAN, CELEX
from differ.extract.markup import markup

YEAR_FIRST, SECTOR = 2015, 1
"""Since when acts of the EU are numbered year first whatever their kind; how many digits of a CELEX number stand before the year."""


@dataclass(frozen=True)
class Authority:
    """What says a rule, in the words of the reader, and the address where it is read."""

    name: str
    url: str


@cache
def _data() -> Mapping[str, Any]:
    content: dict[str, Any] = read_plain(Path(__file__).with_name("authorities.yaml").read_text(encoding="utf-8"))
    return content


def source_in_words(source: str, language: str) -> str:
    """What a source of the bundled history is called in a language; as it stands where nothing else is known."""
    return str(_data()["sources"].get(source, {}).get(language, source))


def authority_of(rule: str | None, language: str, today: date) -> Authority | None:
    """Where the value is to be checked that a bundled rule has by ``today``; ``None`` for any other rule, and where nothing is known."""
    known = next((each for each in bundled() if each.id == rule), None)
    if known is None:
        return None
    current = known.current(today)
    step = known.history[-1 if current is None else current]
    return act_of(step.reference, language) or _publisher(step, language)


def act_of(reference: str, language: str) -> Authority | None:
    """The act that a reference names: ``celex:…`` on EUR-Lex, ``be:…`` in Justel, there with all acts of its day if no number is known."""
    act = reference.partition("#")[0]
    if CELEX.fullmatch(act):
        return _european(act.removeprefix("celex:"), language)
    return _belgian(act, language) if BELGIAN.fullmatch(act) else None


def _european(celex: str, language: str) -> Authority:
    pattern = str(markup()["listing"]["celex"])
    year, kind, number = int(celex[SECTOR:5]), celex[5:6], int(celex[-4:])
    numbered = f"{number}/{year}" if kind == "R" and year < YEAR_FIRST else f"{year}/{number}"
    kinds: Mapping[str, str] = words(language)["acts"]["eu"]
    name = kinds.get(kind, kinds["other"]).format(number=numbered)
    return Authority(name, pattern.format(language=language.upper(), celex=celex))


def _belgian(act: str, language: str) -> Authority:
    _, kind, day = act.partition("+")[0].split(":")
    number = act.partition("+")[2] or _data()["numbers"].get(act, "")
    address = str(_data()["addresses"]["of_act" if number else "of_day"])
    url = address.format(kind=_data()["kinds"][language][kind], day=day.replace("-", "/"), number=number)
    return Authority(str(words(language)["acts"]["be"][kind.rpartition("-")[2]]).format(day=day_in_words(day, language)), url)


def _publisher(step: Step, language: str) -> Authority | None:
    url = _data()["sources"].get(step.source, {}).get("url")
    return Authority(source_in_words(step.source, language), url) if url else None
