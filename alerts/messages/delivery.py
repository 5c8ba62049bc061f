"""The message to an administrator about a Delivery that no attempt could make."""

from alerts.messages.rendering import rendered
from alerts.messages.values import Message
from alerts.sending.routes import discreet
from alerts.words import clean, words
from core import models
from core.discretion import without_addresses


def given_up(delivery: models.Delivery, language: str, site: str) -> Message:
    """The message about a Delivery that was given up: to whom, by which route, and what the last answer was."""
    said = words(language)["given_up"]
    subject = said["subject"].format(subscriber=delivery.subscriber, subject=delivery.subject)
    intro = said["intro"].format(attempts=delivery.attempts)
    cause = clean(without_addresses(delivery.reason))
    facts = {"delivery": delivery, "route": discreet(delivery.route), "intro": intro, "cause": cause}
    return rendered("given_up", language, subject, (), site=site, **facts)
