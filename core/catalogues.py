"""What people are told, in each language: gettext catalogues (``.po``), read as they stand, so that nothing has to be compiled.

A message is known by a dotted key (``search.count.none``) and not by its French, so that every language is a translation and a
correction of one leaves the others as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po


@dataclass(frozen=True)
class Plural:
    """A message that depends on a number, in the plural forms of its language; ``form_of`` is the rule of its catalogue."""

    forms: tuple[str, ...]
    form_of: Callable[[int], int]

    def __call__(self, number: int, **given: object) -> str:
        """The message for this number, its placeholders filled in."""
        return self.forms[self.form_of(number)].format(number=number, **given)


def translations(path: Path) -> Mapping[str, Any]:
    """The messages of a catalogue as a tree: ``search.count.none`` is ``["search"]["count"]["none"]``.

    A leaf is a text, or a Plural. A message without its translation raises a ValueError that names it.
    """
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    form_of, tree = c2py(catalogue.plural_expr), dict[str, Any]()
    for message in catalogue:
        if message.id:
            *sections, name = _key(message).split(".")
            place = tree
            for section in sections:
                place = place.setdefault(section, {})
            place[name] = _said(message, form_of, path)
    return tree


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message, form_of: Callable[[int], int], path: Path) -> str | Plural:
    said = message.string or ""
    forms = (said,) if isinstance(said, str) else tuple(said)
    if not all(forms):
        raise ValueError(f"{path}: {_key(message)} is not translated; write its msgstr")
    return Plural(forms, form_of) if message.pluralizable else forms[0]
