"""The shapes of the answers, as OpenAPI describes them, by what they are about."""

from api.shapes.answers import Health, Problem, problems
from api.shapes.changes import Change, ChangeList, EventList
from api.shapes.desk import OrganisationList, Task, TaskList
from api.shapes.facts import FactList
from api.shapes.values import Instant
from api.shapes.watches import IncidentList, VersionList, VersionText, WatchList

__all__ = [
    "Change",
    "ChangeList",
    "EventList",
    "FactList",
    "Health",
    "IncidentList",
    "Instant",
    "OrganisationList",
    "Problem",
    "Task",
    "TaskList",
    "VersionList",
    "VersionText",
    "WatchList",
    "problems",
]
