"""Signing in by a link in a mail: the administrators of the watchlist and the editors of its pages, without a password."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from alerts.ledger import Addressees, enter
from alerts.messages import Message, rendered
from alerts.sending.routes import recipient
from alerts.words import reader_language, words
from core import models
from core.database import alone
from core.rights import SCOPES, enter_deed, fingerprint, new_secret
from core.settings import Settings
from core.watchlist import Watchlist

SIGN_IN = "sign-in-"
"""How the ids of these messages begin."""
GOOD_FOR = timedelta(minutes=15)
STAYS = timedelta(hours=12)
MOST_LINKS = 3
"""How many links one person is sent within an hour."""
ADMINISTRATOR, EDITOR, READER = "administrator", "editor", "reader"
OF_AN_EDITOR = frozenset({"tasks"})


@dataclass(frozen=True)
class Person:
    """Somebody of the watchlist, or a program with a token: the ``scopes`` of what they may do, and on which of our ``pages``.

    ``id`` is that of the administrator, or of the first page of the editor, and stands in the log of deeds.
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


def staff(watchlist: Watchlist, settings: Settings) -> Iterator[tuple[str, Person]]:
    """Everyone who may sign in, each with their recipient; an administrator by each mail address, and of a closed instance its readers."""
    everywhere = frozenset(page.id for page in watchlist.pages)
    for each in watchlist.administrators:
        for route in each.via:
            yield recipient(route, settings, os.environ), Person(each.id, ADMINISTRATOR, SCOPES, everywhere, each.language, route)
    pages = [(recipient(page.editor, settings, os.environ), page) for page in watchlist.pages if page.editor]
    for identity in dict.fromkeys(each for each, _ in pages):
        theirs = [page for each, page in pages if each == identity]
        first, names = theirs[0], frozenset(page.id for page in theirs)
        yield identity, Person(first.id, EDITOR, OF_AN_EDITOR, names, reader_language(first.language), first.editor)
    if settings.closed:
        yield from readers(watchlist, settings)


def readers(watchlist: Watchlist, settings: Settings) -> Iterator[tuple[str, Person]]:
    """Everyone who may read a closed instance and do no more, each with their recipient."""
    for each in watchlist.subscribers:
        for route in each.via:
            person = Person(each.id, READER, (), frozenset(), reader_language(each.language), route)
            yield recipient(route, settings, os.environ), person


def ask(  # noqa: PLR0913 - who asks, and from which page
    session: Session, address: str, watchlist: Watchlist, settings: Settings, now: datetime, *, then: str = ""
) -> str | None:
    """Put a link to sign in for whoever has this mail address in the ledger; the id of the message.

    ``then`` is the page of the website where they go once they are signed in.
    ``None``, and nothing is sent, where nobody has it, or was sent three links within the hour.
    """
    if "://" in address:
        return None
    identity = recipient(address, settings, os.environ)
    person = next((each for known, each in staff(watchlist, settings) if known == identity), None)
    alone(session, SIGN_IN)
    if person is None or _asked_lately(session, identity, now) >= MOST_LINKS:
        return None
    secret = new_secret()
    for row in (models.SignInLink, models.SignedIn):
        session.execute(delete(row).where(row.expires < now - STAYS))
    session.add(models.SignInLink(id=fingerprint(secret), person=person.id, role=person.role, created=now, expires=now + GOOD_FOR))
    addressees = Addressees(settings, staff=True)
    addressees.add(person.id, person.language, [person.route])
    message_id = f"{SIGN_IN}{fingerprint(secret)[:16]}"
    enter(session, message_id, addressees, lambda each: invitation(secret, each.language, settings.site, then), now)
    return message_id


def _asked_lately(session: Session, identity: str, now: datetime) -> int:
    row = models.Delivery
    asked = (row.recipient == identity, row.message_id.startswith(SIGN_IN), row.created > now - timedelta(hours=1))
    return session.scalar(select(func.count()).where(*asked)) or 0


def invitation(secret: str, language: str, site: str, then: str = "") -> Message:
    """The message with the link, and what to do for those who did not ask for it."""
    said = words(language)["sign_in"]
    link = f"{site.rstrip('/')}/sign-in/{secret}?{urlencode({'lang': language, **({'then': then} if then else {})})}"
    how = said["how"].format(minutes=int(GOOD_FOR.total_seconds() // 60))
    return rendered("sign_in", language, said["subject"], (), site=site, link=link, how=how)


def good_link(session: Session, secret: str, now: datetime) -> models.SignInLink | None:
    """The link of this secret, ``None`` where it was used, is too old, or was never sent."""
    found = session.get(models.SignInLink, fingerprint(secret))
    return found if found and found.used is None and now < found.expires else None


def sign_in(session: Session, secret: str, now: datetime) -> str | None:
    """Use a link up; the secret of the cookie of whoever is signed in by it, ``None`` where the link is good no more."""
    link, row = good_link(session, secret, now), models.SignInLink
    # Of two who come at once the database lets one use it up.
    if link is None:
        return None
    once = update(row).where(row.id == link.id, row.used.is_(None)).values(used=now).returning(row.id)
    if session.scalar(once) is None:
        return None
    cookie = new_secret()
    session.add(models.SignedIn(id=fingerprint(cookie), person=link.person, role=link.role, began=now, expires=now + STAYS))
    enter_deed(session, link.person, "sign in", f"{link.role} {link.person}", now)
    return cookie


def signed_in(session: Session, cookie: str, watchlist: Watchlist, settings: Settings, now: datetime) -> Person | None:
    """Who is signed in by this cookie, as the watchlist says today what they may do; ``None`` where nobody is."""
    found = session.get(models.SignedIn, fingerprint(cookie))
    if found is None or found.ended is not None or now >= found.expires:
        return None
    of_role = (each for _, each in staff(watchlist, settings) if each.role == found.role)
    return next((each for each in of_role if each.id == found.person or (each.role == EDITOR and found.person in each.pages)), None)


def sign_out(session: Session, cookie: str, now: datetime) -> None:
    """End what a cookie opened."""
    found = session.get(models.SignedIn, fingerprint(cookie))
    if found and found.ended is None:
        found.ended = now
