"""The messages to an administrator about sending itself: an address that refuses, a route that is down or works again."""

from collections.abc import Mapping
from datetime import datetime

from alerts.messages.rendering import rendered
from alerts.messages.values import Message
from alerts.sending.refusals import Doubt
from alerts.sending.routes import discreet
from alerts.words import clean, instant_in_full, on_one_line, words
from core import models
from core.discretion import without_addresses


def refused(delivery: models.Delivery, language: str, site: str) -> Message:
    """The message about an address that refuses for good: whose, which message, and its own words."""
    subject = words(language)["sending"]["refused"]["subject"].format(subscriber=delivery.subscriber)
    facts = {"recipient": delivery.subscriber, "route": discreet(delivery.route), "message": delivery.subject, "cause": delivery.reason}
    return _notice("refused", subject, facts, language, site)


def route_down(route: str, since: datetime, says: str, language: str, site: str) -> Message:
    """The message about a Route by which nothing could be delivered since an instant; ``says`` is the last answer, if known."""
    subject = words(language)["sending"]["down"]["subject"].format(route=route)
    return _notice("down", subject, {"route": route, "since": instant_in_full(since, language), "cause": says}, language, site)


def route_doubted(doubt: Doubt, language: str, site: str) -> Message:
    """The message about a Route that refuses so many recipients that it is not believed."""
    said = words(language)["sending"]["doubted"]
    subject = said["subject"].format(route=doubt.route, refused=doubt.refused, recipients=doubt.recipients)
    return _notice("doubted", subject, {"route": doubt.route, "cause": doubt.says}, language, site)


def route_up(route: str, language: str, site: str) -> Message:
    """The message about a Route that works again after the administrators were told that it did not."""
    return _notice("up", words(language)["sending"]["up"]["subject"].format(route=route), {"route": route}, language, site)


def _notice(kind: str, subject: str, facts: Mapping[str, str], language: str, site: str) -> Message:
    said = words(language)["sending"]
    lines = [(said[name], on_one_line(clean(without_addresses(fact)))) for name, fact in facts.items() if fact]
    return rendered("sending", language, subject, (), site=site, intro=said[kind]["intro"], lines=lines, remedy=said[kind]["remedy"])
