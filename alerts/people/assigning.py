"""Telling whom a Task was given to, by one message: an administrator, or whoever looks after the page."""

import os
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.desk.claims import in_three
from alerts.ledger import Addressees, enter
from alerts.messages import Message, rendered
from alerts.people.choices import Deployed
from alerts.people.staff import Person, staff
from alerts.sending.routes import MAIL_ADDRESS, address_of
from alerts.words import clean, words
from core import models
from core.settings import Settings
from core.titles import page_names
from core.watchlist import Watchlist

ASSIGNED = "assigned-"
"""How the ids of these messages begin."""


def to_be_told(page: str, watchlist: Watchlist, settings: Settings) -> dict[str, Person]:
    """Who may act on the Tasks of a page and can be written to, by the name under which a Task is given to them."""
    found: dict[str, Person] = {}
    for _, person in staff(watchlist, settings):
        if person.may("tasks", page) and MAIL_ADDRESS.fullmatch(address_of(person.route, os.environ)):
            found.setdefault(person.id, person)
    return found


def tell(session: Session, task: models.Task, by: str, deployed: Deployed, now: datetime) -> bool:
    """Put the message for whom a Task was given to in the ledger, once a day; whether they are told.

    Nobody is where the name is none of ``to_be_told``, or that of who gave it.
    """
    settings = deployed.settings
    person = to_be_told(task.page_id, deployed.watchlist, settings).get(task.assignee)
    if person is None or person.id == by:
        return False
    name = page_names(session, {task.page_id: task.page.url})[task.page_id]
    addressees = Addressees(settings, staff=True)
    addressees.add(person.subscriber, person.language, [person.route])
    message_id = f"{ASSIGNED}{task.id}-{now:%Y%m%d}"
    enter(session, message_id, addressees, lambda each: assigned(task, name, by, each.language, settings.site), now)
    return True


def assigned(task: models.Task, page: str, by: str, language: str, site: str) -> Message:
    """The message: the sentence of the page, why it is doubtful, and where it is answered."""
    said = words(language)["assigned"]
    before, doubtful, after = in_three(clean(task.sentence), clean(task.text))
    return rendered(
        "assigned",
        language,
        said["subject"].format(page=page),
        task.page.topics,
        site=site,
        intro=said["intro"].format(name=by),
        url=task.page.url,
        sentence={"before": before, "doubtful": doubtful, "after": after},
        reason=clean(task.reason or ""),
        proposal=clean(task.proposal or ""),
        link=f"{site.rstrip('/')}/desk/{task.id}?lang={language}",
    )
