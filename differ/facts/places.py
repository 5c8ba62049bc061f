"""Places within an act: ``article 10, § 1er, alinéa 2, 4°`` is ``art:10/§1/al2/4°``, ``Article 4(1)(a)`` is ``art:4/§1/a)``."""

import re
from collections.abc import Iterator
from functools import cache

from core.values import Fact, FactType
from differ.language import Language, any_of

LATIN = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies"
ARTICLE = rf"(?:[IVXLC]+\.)?\d+(?:er|e)?(?:[.-]\d+)?(?: ?(?:{LATIN})(?!\w))?(?:/\d+)*[a-z]?(?![\w%€°])"
RANK = r"\d+(?:er|bis|ter)?(?:/\d+)?"
POINT = r"\d+° ?(?:bis|ter|quater)?(?!\w)|[a-z](?:bis|ter)?\)|\([a-z0-9]+\)"
ORDINAL = re.compile(r"(?<=1)(?:er|e)(?=/|$)")


@cache
def _article(language: Language) -> re.Pattern[str]:
    numbered = rf" ?(?P<number>{ARTICLE})"
    words = rf"{any_of(language.words['article_words'])}{numbered}"
    sections = language.words.get("sections")
    if sections is None:
        return re.compile(words, re.IGNORECASE)
    section = rf"{any_of(sections['signs'])}{numbered.replace('number', 'section')}(?= {any_of(sections['divided'])})"
    return re.compile(rf"{words}|{section}", re.IGNORECASE)


@cache
def _more(language: Language) -> re.Pattern[str]:
    words = any_of([*language.words["list_words"], *language.words["range_of_articles"]])
    return re.compile(rf"(?:, |,? {words} )(?P<number>{ARTICLE})(?! ?(?:{_units(language)}))", re.IGNORECASE)


@cache
def _units(language: Language) -> str:
    """What makes a number that follows an article a value of its own: "l'article 9 et 30 jours"."""
    names = [name for names in language.words["duration_units"].values() for name in names]
    currencies = [name for names in language.words["currencies"].values() for name in names]
    return any_of([*names, *currencies, *language.words["percent"], *language.months])


@cache
def _subdivision(language: Language) -> re.Pattern[str]:
    words = language.words
    paragraph, alinea, point, item = (any_of(words[f"{name}_words"]) for name in ("paragraph", "subparagraph", "point", "item"))
    ordinal = any_of(words["subparagraph_ordinals"])
    return re.compile(
        rf",? ?(?:{paragraph} ?(?P<paragraph>{RANK})|{alinea} ?(?P<alinea>{RANK})|(?P<ordinal>{ordinal}) {alinea}"
        rf"|{point} ?\(?(?P<point>[a-z]|\d+|[ivx]+)\)?(?!\w)|{item} ?(?P<item>\d+)(?![\w/.-])|(?P<sign>{POINT}))",
        re.IGNORECASE,
    )


def places(text: str, language: Language) -> Iterator[list[Fact]]:
    """The places that ``text`` names, those of one enumeration ("articles 9bis et 9ter") together."""
    reached = 0
    for found in _article(language).finditer(text):
        if found.start() < reached:
            continue
        number = found["number"] or found.groupdict()["section"]
        group = [_place(number, text, found.start(), found.end(), language)]
        while more := _more(language).match(text, group[-1].end):
            group.append(_place(more["number"], text, more.start("number"), more.end(), language))
        reached = group[-1].end
        yield group


def _place(number: str, text: str, start: int, end: int, language: Language) -> Fact:
    """One place with all its subdivisions; ``end`` is where its article number ends."""
    parts = [f"art:{_bare(number)}"]
    while found := _subdivision(language).match(text, end):
        step = _part(found, bracketed=parts[1:] == [], language=language)
        # In German a § has its Absätze, which are alinéas; an act of the Union has Absätze alone.
        parts.append(f"al{step[1:]}" if step[0] == "§" and any(part[0] == "§" for part in parts) else step)
        end = found.end()
    return Fact(FactType.REFERENCE, "/".join(parts), None, text[start:end], start, end)


def _part(found: re.Match[str], *, bracketed: bool, language: Language) -> str:
    """One step down, spelt alike in every language; the first bracket of an EU act in English is its paragraph."""
    if found["paragraph"]:
        return f"§{_bare(found['paragraph'])}"
    if found["alinea"]:
        return f"al{_bare(found['alinea'])}"
    if found["ordinal"]:
        return f"al{language.words['subparagraph_ordinals'][found['ordinal'].lower()]}"
    if found["point"] or found["item"]:
        return f"{found['item']}°" if found["item"] else f"{found['point'].lower()})"
    sign: str = found["sign"].lower().replace(" ", "")
    if sign.startswith("("):
        inner = sign.strip("()")
        return f"§{inner}" if bracketed and inner.isdigit() else f"{inner})"
    return sign


def _bare(number: str) -> str:
    return ORDINAL.sub("", number.replace(" ", "").lower() if number[0].isdigit() else number.replace(" ", ""))
