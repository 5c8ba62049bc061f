"""Our own pages: the sentences that became doubtful, and how each organisation stands."""

from pydantic import BaseModel, Field

from api.shapes.values import Instant, Listing
from core.tasks import TaskProblem, TaskState


class Task(BaseModel):
    """An editor's work item about a sentence of one of our own pages."""

    id: int
    page: str
    organisation: str = Field(description="The Source of the page.", examples=["own"])
    sentence: str
    text: str = Field(description="The doubtful words within the sentence.")
    problem: TaskProblem = Field(
        description="stale: a value changed. superseded: the act has a successor. expired: its time has passed. contradiction: another "
        "page of ours says otherwise. announced: it will change. dead: a link leads nowhere. "
        "pin: the page names a rule that there is not, or where it states none of its values."
    )
    proposal: str | None = Field(description="The proposed wording; null where today's value is not known.")
    change: int | None = Field(description="The Change that made it doubtful.")
    state: TaskState
    opened: Instant
    closed: Instant | None
    path: str = Field(description="Where in the page the sentence stands, for people.", examples=["Combien ça coûte ?"])
    reason: str = Field(description="Why it is doubtful, in the page's language; empty where the Change says it.")
    confidence: float = Field(description="How sure it is that the sentence is wrong, from 0 to 1.", examples=[0.9])
    rule: str | None = Field(description="The official rule that the sentence repeats, where one is known.")
    link: str | None = Field(
        description="The page with a text fragment: a browser scrolls to the sentence and marks it.",
        examples=["https://www.example.org/ukraine#:~:text=Le%20droit%20est%20de%20150%20euros."],
    )
    assignee: str | None = Field(description="Who is to look at it, as an editor wrote it.", examples=["Bram"])
    wakes: Instant | None = Field(description="When a Task that was put off is open again.")


class TaskList(Listing[Task]):
    """A page of Tasks."""


class Organisation(BaseModel):
    """How the pages of one organisation stand; an organisation is the Source of its pages."""

    id: str = Field(examples=["own"])
    name: str
    pages: int
    claims: int = Field(description="How many Facts their sentences state.")
    wrong: int = Field(description="Sentences with a Task that is open or put off.")
    average_days: int | None = Field(description="For how many days these have been wrong on average.")
    oldest: str | None = Field(description="Since which day the oldest is wrong.", examples=["2025-07-29"])


class OrganisationList(Listing[Organisation]):
    """All organisations; `next` is always null."""
