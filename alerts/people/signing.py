"""Signing in by a link in a mail: the administrators of the watchlist and the editors of its pages, without a password."""

import os
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from alerts.ledger import Addressees, enter
from alerts.messages import Message, rendered
from alerts.people.staff import Person, known
from alerts.sending.routes import recipient
from alerts.words import words
from core import models
from core.database import alone
from core.rights import enter_deed, fingerprint, new_secret
from core.settings import Settings
from core.watchlist import Watchlist

SIGN_IN = "sign-in-"
"""How the ids of these messages begin."""
GOOD_FOR = timedelta(minutes=15)
STAYS = timedelta(hours=12)
MOST_LINKS = 3
"""How many links one person is sent within an hour."""


def ask(  # noqa: PLR0913 - who asks, from which page and in which language
    session: Session, address: str, watchlist: Watchlist, settings: Settings, now: datetime, *, language: str, then: str = ""
) -> str | None:
    """Put a link to sign in for whoever has this mail address in the ledger, in ``language``; the id of the message.

    ``then`` is the page of the website where they go once they are signed in.
    ``None``, and nothing is sent, where nobody has it, or was sent three links within the hour.
    """
    if "://" in address:
        return None
    identity = recipient(address, settings, os.environ)
    person = known(identity, watchlist, settings)
    alone(session, SIGN_IN)
    if person is None or _asked_lately(session, identity, now) >= MOST_LINKS:
        return None
    secret = new_secret()
    for row in (models.SignInLink, models.SignedIn):
        session.execute(delete(row).where(row.expires < now - STAYS))
    session.add(models.SignInLink(id=fingerprint(secret), recipient=identity, created=now, expires=now + GOOD_FOR))
    addressees = Addressees(settings, staff=True)
    addressees.add(person.subscriber, language, [person.route])
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


def sign_in(session: Session, secret: str, watchlist: Watchlist, settings: Settings, now: datetime) -> str | None:
    """Use a link up; the secret of the cookie of whoever is signed in by it.

    ``None`` where the link is good no more, or whoever it was sent to no longer stands in the watchlist.
    """
    link, row = good_link(session, secret, now), models.SignInLink
    person = known(link.recipient, watchlist, settings) if link else None
    # Of two who come at once the database lets one use it up.
    if link is None or person is None:
        return None
    once = update(row).where(row.id == link.id, row.used.is_(None)).values(used=now).returning(row.id)
    if session.scalar(once) is None:
        return None
    cookie = new_secret()
    session.add(models.SignedIn(id=fingerprint(cookie), recipient=link.recipient, began=now, expires=now + STAYS))
    enter_deed(session, person.id, "sign in", f"{person.role} {person.id}", now)
    return cookie


def signed_in(session: Session, cookie: str, watchlist: Watchlist, settings: Settings, now: datetime) -> Person | None:
    """Who is signed in by this cookie: whom the watchlist knows today by the address that was proven; ``None`` where that is nobody."""
    found = session.get(models.SignedIn, fingerprint(cookie))
    if found is None or found.ended is not None or now >= found.expires:
        return None
    return known(found.recipient, watchlist, settings)


def sign_out(session: Session, cookie: str, now: datetime) -> None:
    """End what a cookie opened."""
    found = session.get(models.SignedIn, fingerprint(cookie))
    if found and found.ended is None:
        found.ended = now
