"""What documents and pages of ours are called, for people: never only by the id that the watchlist gives them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models

SCHEME = "://"


def newest_titles(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The title of what was read last of each of these Watches, where it has one."""
    watch, version = models.Watch, models.Version
    newest = select(version.title).where(version.watch_id == watch.id).order_by(version.number.desc()).limit(1).correlate(watch)
    found = session.execute(select(watch.id, newest.scalar_subquery()).where(watch.id.in_(ids))).all()
    return {id: " ".join(title.split()) for id, title in found if title and title.strip()}


def page_names(session: Session, addresses: dict[str, str]) -> dict[str, str]:
    """By id, what each page is called: its title, else its address as people write it."""
    titles = newest_titles(session, addresses)
    return {id: titles.get(id) or url.partition(SCHEME)[2].rstrip("/") or id for id, url in addresses.items()}
