"""The tables, one per word of the glossary; rows are added, their content is never overwritten.

Only progress is ever updated: ``processed_at`` stamps, the end of an Incident or a Task, a Delivery's
state, the end of a mark, and what a Watch, a Change's rule or an Event has come to.
"""

from core.models.base import Base
from core.models.desk import Claim, LinkDecision, TaskAction
from core.models.people import Ending, Recipient, Rectification, Route, Subscription, Sunset
from core.models.reading import Body, Incident, Poll, Snapshot, Topic, Version, Watch
from core.models.rights import AccessToken, Deed, SignedIn, SignInLink
from core.models.telling import Change, Delivery, Digest, Event, Match, NoiseMark, Rendering, Task

__all__ = [
    "AccessToken",
    "Base",
    "Body",
    "Change",
    "Claim",
    "Deed",
    "Delivery",
    "Digest",
    "Ending",
    "Event",
    "Incident",
    "LinkDecision",
    "Match",
    "NoiseMark",
    "Poll",
    "Recipient",
    "Rectification",
    "Rendering",
    "Route",
    "SignInLink",
    "SignedIn",
    "Snapshot",
    "Subscription",
    "Sunset",
    "Task",
    "TaskAction",
    "Topic",
    "Version",
    "Watch",
]
