"""Who may sign in, as the watchlist says: its administrators, the editors of its pages, and of a closed instance its readers.

Whoever it is, they are known by their recipient: the address that they proved to be theirs. What they may do follows from
the watchlist of today.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from alerts.sending.routes import address_of, recipient
from alerts.words import reader_language
from core.rights import SCOPES
from core.settings import Settings
from core.watchlist import Page, Watchlist

ADMINISTRATOR, EDITOR, READER = "administrator", "editor", "reader"
OF_AN_EDITOR = frozenset({"tasks"})


@dataclass(frozen=True)
class Person:
    """Somebody of the watchlist, or a program with a token: the ``scopes`` of what they may do, and on which of our ``pages``.

    ``id`` names them in the log of deeds: the id of an administrator or a reader, the address of an editor, whose pages come and go.
    """

    id: str
    role: str
    scopes: Collection[str]
    pages: frozenset[str]
    language: str = "fr"
    route: str = ""

    def may(self, scope: str, page: str | None = None) -> bool:
        """Whether they may do this, where a page is named on that page."""
        return scope in self.scopes and (page is None or self.role != EDITOR or page in self.pages)

    @property
    def subscriber(self) -> str:
        """How the ledger names them, which outlives their address: an editor by the first of their pages."""
        return min(self.pages) if self.role == EDITOR else self.id


def staff(watchlist: Watchlist, settings: Settings) -> Iterator[tuple[str, Person]]:
    """Everyone who may sign in, each with their recipient; an administrator by each mail address, and of a closed instance its readers."""
    everywhere = frozenset(page.id for page in watchlist.pages)
    for each in watchlist.administrators:
        for route in each.via:
            yield recipient(route, settings, os.environ), Person(each.id, ADMINISTRATOR, SCOPES, everywhere, each.language, route)
    yield from _editors(watchlist, settings)
    if settings.closed:
        yield from _readers(watchlist, settings)


def _editors(watchlist: Watchlist, settings: Settings) -> Iterator[tuple[str, Person]]:
    identities = {editor: recipient(editor, settings, os.environ) for editor in {page.editor for page in watchlist.pages} if editor}
    theirs: dict[str, list[Page]] = {}
    for page in watchlist.pages:
        if page.editor:
            theirs.setdefault(identities[page.editor], []).append(page)
    for identity, pages in theirs.items():
        first, names = pages[0], frozenset(page.id for page in pages)
        id = address_of(first.editor, os.environ)
        yield identity, Person(id, EDITOR, OF_AN_EDITOR, names, reader_language(first.language), first.editor)


def _readers(watchlist: Watchlist, settings: Settings) -> Iterator[tuple[str, Person]]:
    """Everyone who may read a closed instance and do no more, each with their recipient."""
    for each in watchlist.subscribers:
        for route in each.via:
            person = Person(each.id, READER, (), frozenset(), reader_language(each.language), route)
            yield recipient(route, settings, os.environ), person


def known(identity: str, watchlist: Watchlist, settings: Settings) -> Person | None:
    """Whom the watchlist knows by this recipient, with the most that it lets them do; ``None`` where it knows nobody."""
    return next((each for recipient_id, each in staff(watchlist, settings) if recipient_id == identity), None)
