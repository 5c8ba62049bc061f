"""Listings for machines: Atom, RSS, and the results of a SPARQL query."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bs4 import Tag

from core.values import Doubt, IncidentKind
from differ.extract.dates import date_in
from differ.extract.items import Item, provisions_of_items
from differ.extract.markup import markup
from differ.extract.mistrust import words_of
from differ.extract.reading import Instructions, Reading
from differ.extract.tree import Tree

_ADOPTED = ("date", "date_document", "document_date")
"""CDM's ``work_date_document`` is the day on which an act was adopted, not that of the Official Journal."""
_PUBLISHED = ("published", "date_publication")
_EMPTY = Doubt(IncidentKind.EMPTY, "the listing has no items")

_CLOSED = re.compile(r"</(?:\w+:)?(?:feed|rss|RDF)\s*>")

_HALF = re.compile("[\ud800-\udfff]")
"""One half of a character that takes two: JSON can state it, no text can hold it."""

Row = Mapping[str, Mapping[str, str]]


def read_sparql(text: str, instructions: Instructions) -> Reading | Doubt:
    """The documents of SPARQL results in JSON, one for each CELEX number (or first address) they bind."""
    rows = _rows(text)
    if rows is None:
        return Doubt(IncidentKind.UNREADABLE, "the answer is not the JSON of SPARQL results")
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if identity := _identity(row):
            groups.setdefault(identity, []).append(row)
    items = [_item(identity, group, instructions.language) for identity, group in groups.items()]
    provisions = provisions_of_items(items, instructions)
    return Reading(provisions, "", instructions.language) if provisions else _EMPTY


def _rows(text: str) -> list[Row] | None:
    """The rows of SPARQL results, each a mapping of names to terms that have a value; ``None`` where it is anything else."""
    try:
        rows = json.loads(text)["results"]["bindings"]
    except (ValueError, KeyError, TypeError):
        return None
    right = isinstance(rows, list) and all(isinstance(row, dict) and all(map(_is_term, row.values())) for row in rows)
    return rows if right else None


def _is_term(term: object) -> bool:
    return isinstance(term, dict) and "value" in term and all(isinstance(each, str) and not _HALF.search(each) for each in term.values())


def _identity(row: Row) -> str:
    if "celex" in row:
        return f"celex:{row['celex']['value']}"
    return next((term["value"] for term in row.values() if term.get("type") == "uri"), "")


def _item(identity: str, rows: Sequence[Row], language: str | None) -> Item:
    """One document from all its rows: its title in our language, and the greatest of its dates as text.

    Full metadata come days late: an act that has no title yet is listed under its number.
    """
    title = min((found for row in rows for found in _titles(row, language)), default=(0, 0, "", ""))[-1]
    return Item(
        title or identity.removeprefix("celex:"),
        _link(identity, language),
        identity,
        published=_latest(rows, _PUBLISHED),
        adopted=_latest(rows, _ADOPTED),
    )


def _titles(row: Row, language: str | None) -> Iterator[tuple[int, int, str, str]]:
    """The titles of a row, named ``title`` or ``title_nl``, with what sorts the one in our language before all others."""
    for name, term in row.items():
        if re.fullmatch("title(_[a-z]{2})?", name) and term["value"].strip():
            spoken = term.get("xml:lang") or name.removeprefix("title_")
            yield int(spoken != language), int(name != "title"), spoken, term["value"]


def _latest(rows: Sequence[Row], names: Sequence[str]) -> str | None:
    return date_in(max((_value(row, names) for row in rows), default=""))


def _link(identity: str, language: str | None) -> str:
    if identity.startswith("celex:"):
        pattern = str(markup()["listing"]["celex"])
        return pattern.format(language=(language or "en").upper(), celex=identity.removeprefix("celex:"))
    return identity


def _value(row: Row, names: Sequence[str]) -> str:
    return next((row[name]["value"] for name in names if name in row), "")


def read_feed(text: str, instructions: Instructions) -> Reading | Doubt:
    """The entries of an Atom or RSS feed."""
    soup = Tree(text.encode(), "xml")
    root: Any = soup.find(["feed", "channel"])
    if root is None or not _CLOSED.search(text):
        return Doubt(IncidentKind.UNREADABLE, "the answer is no whole Atom or RSS feed: its root element is missing or never closed")
    provisions = provisions_of_items(map(_entry, soup.find_all(["entry", "item"])), instructions)
    title = instructions.clean(_text(root, "title"))
    stated = _text(root, "language") or str(root.get("xml:lang") or "")
    return Reading(provisions, title, stated=stated or None) if provisions else _EMPTY


def _entry(entry: Tag) -> Item:
    published = next(filter(None, (date_in(_text(entry, name)) for name in ("published", "pubDate", "date", "updated"))), None)
    teaser = next(filter(None, (_text(entry, name) for name in ("summary", "description", "content"))), "")
    return Item(words_of(_text(entry, "title")), _link_of(entry), _text(entry, "id") or _text(entry, "guid"), words_of(teaser), published)


def _link_of(entry: Tag) -> str:
    links: list[Tag] = entry.find_all("link")
    best = next((link for link in links if link.get("rel", "alternate") == "alternate"), links[0] if links else None)
    return str(best.get("href") or best.get_text().strip()) if best else ""


def _text(parent: Tag, name: str) -> str:
    """The text of a child of that name; ``guid``s and titles of things within are not the entry's own."""
    child = parent.find(name, recursive=False)
    return child.get_text().strip() if child else ""
