"""Atom feeds: one of everything, one for each Topic."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api import shapes
from api.dependencies import Around, Reading, Tongue
from api.pages import environment
from core.errors import NotInHistory
from core.history import ChangeFilter, changes
from core.topics import topic_labels
from core.values import Significance

router = APIRouter(prefix="/feeds", tags=["Feeds"])

ENTRIES = 50
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM: dict[int | str, Any] = {200: {"content": {"application/atom+xml": {}}, "description": "An Atom feed (RFC 4287)."}}


@router.get("/{name}.atom", response_class=Response, responses={**ATOM, **shapes.problems(404, 422)})
def show_feed(
    session: Reading,
    around: Around,
    language: Tongue,
    name: str,
    significance: Annotated[Significance, Query(description="At least this significance.")] = Significance.MINOR,
) -> Response:
    """The latest Changes as an Atom feed: `all`, or those of the Topic of that id."""
    topics = topic_labels(session, language)
    if name != "all" and name not in topics:
        raise NotInHistory(f"There is no Topic {name}; the feeds are: {', '.join(['all', *topics])}.")
    wanted = ChangeFilter(topic=None if name == "all" else name, significance=significance)
    found = changes(session, wanted, limit=ENTRIES).items
    site = around.site.rstrip("/")
    # The year is part of the identifiers for good: a reader shows anew whatever changes its identifier.
    tag = f"tag:{urlsplit(site).hostname},2026:"
    feed = environment(language).get_template("feed.xml")
    text = feed.render(name=name, label=topics.get(name), topics=topics, changes=found, site=site, tag=tag)
    headers = {"Vary": "Accept-Language", "Content-Language": language}
    return Response(NOT_XML.sub("", text), media_type="application/atom+xml", headers=headers)
