"""Feeds, as Atom (RFC 4287) and as JSON Feed 1.1: of everything, a Topic, a Source, a Watch, each also of a search."""

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select

from alerts.words import clean
from api import shapes
from api.dependencies import Around, Reading, Tongue
from api.feeds import FeedEntry, entries
from api.pages import environment, words
from api.queries import WatchId
from core import models
from core.contract import change_as_json
from core.errors import NotInHistory
from core.history import ChangeFilter
from core.links import safe_link
from core.topics import topic_labels
from core.values import Significance, WatchKind

router = APIRouter(prefix="/feeds", tags=["Feeds"])

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM, JSON = "application/atom+xml", "application/feed+json"
EXAMPLES = {ATOM: '<feed xmlns="http://www.w3.org/2005/Atom">…</feed>', JSON: {"version": "https://jsonfeed.org/version/1.1", "items": []}}
Name = Annotated[str, Path(description="`all`, or the id of a Topic.", examples=["all", "nationalite"])]
SourceId = Annotated[str, Path(description="The id of a Source.", examples=["dofi"])]


def _described(media: str, standard: str) -> dict[str, Any]:
    schema = {"type": "string"} if media == ATOM else {"type": "object"}
    content = {media: {"schema": schema, "example": EXAMPLES[media]}}
    return {"response_class": Response, "responses": {200: {"description": standard, "content": content}, **shapes.problems(404)}}


AS_ATOM, AS_JSON = _described(ATOM, "An Atom feed (RFC 4287)."), _described(JSON, "A JSON Feed (version 1.1).")


@dataclass(frozen=True)
class Feed:
    """What was asked for, whatever the feed is about and whichever way it is written."""

    session: Reading
    around: Around
    language: Tongue
    significance: Annotated[Significance, Query(description="At least this significance.", examples=["major"])] = Significance.MINOR
    q: Annotated[str, Query(max_length=200, description="Only what is found by these words.", examples=["regroupement familial"])] = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "site", self.around.site.rstrip("/"))
        object.__setattr__(self, "topics", topic_labels(self.session, self.language))

    site: str = ""
