"""The message that asks whether a Subscription made on the website is wanted; nothing else is sent before the answer."""

from collections.abc import Mapping

from alerts.messages import Message, rendered
from alerts.people.choices_in_words import choices_in_words
from alerts.people.recipients import CONFIRM
from alerts.words import words
from core.watchlist import Subscriber, Topic

UNCONFIRMED_DAYS = 7
"""How many days a Subscription waits to be confirmed before it is deleted."""


def confirmation(subscriber: Subscriber, topics: Mapping[str, Topic], sources: Mapping[str, str], site: str) -> Message:
    """What was asked for, the link to the page with the button, and what happens to those who do nothing."""
    language = subscriber.language
    said = words(language)["confirm"]
    return rendered(
        "confirm",
        language,
        said["subject"],
        (),
        site=site,
        link=f"{CONFIRM}{subscriber.id}",
        privacy=f"{site.rstrip('/')}/privacy?lang={language}",
        asked=choices_in_words(subscriber, topics, sources, language),
        otherwise=said["otherwise"].format(days=UNCONFIRMED_DAYS),
    )
