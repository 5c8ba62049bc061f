"""Feeds, as Atom (RFC 4287) and as JSON Feed 1.1: of everything, a Topic, a Source, a Watch, each also of a search."""

import re
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select

from alerts.words import clean
from api import shapes
from api.dependencies import Around, Reading, Tongue
from api.feeds import FeedEntry, entries
from api.kept import LASTING
from api.pages import environment, words
from api.queries import WatchId
from core import models
from core.contract import change_as_json
from core.errors import NotInHistory
from core.history import ChangeFilter
from core.instants import instant_as_text
from core.links import safe_link
from core.topics import topic_labels
from core.values import Significance, WatchKind

router = APIRouter(prefix="/feeds", tags=["Feeds"], dependencies=[LASTING])

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
class Asked:
    """What any feed can be asked for, and what it is made with."""

    session: Reading
    around: Around
    language: Tongue
    significance: Annotated[Significance, Query(description="At least this significance.", examples=["major"])] = Significance.MINOR
    q: Annotated[str, Query(max_length=200, description="Only what is found by these words.", examples=["regroupement familial"])] = ""

    @property
    def site(self) -> str:
        """The public address, without a slash behind."""
        return self.around.site.rstrip("/")


@dataclass(frozen=True)
class Feed:
    """A feed before it is written: ``about`` is its place below ``/feeds/``, ``label`` what it is about in the reader's language."""

    asked: Asked
    about: str
    label: str
    home: str
    topics: dict[str, str]
    entries: list[FeedEntry]

    def written(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with those that both ways of writing share."""
        asked, site = self.asked, self.asked.site
        search = {"q": asked.q} if asked.q else {}
        query = urlencode({"lang": asked.language, **search})
        # The year is part of the identifiers for good: a reader shows anew whatever changes its identifier.
        tag = f"tag:{urlsplit(site).hostname},2026:"
        id = f"{tag}feed/{asked.language}/{quote(self.about)}{'?' + urlencode(search) if search else ''}"
        address = f"{site}/feeds/{quote(self.about)}"
        return {"tag": tag, "id": id, "atom": f"{address}.atom?{query}", "json": f"{address}.json?{query}", "site": site, **values}


Wanted = Annotated[Asked, Depends()]


@router.get("/{name}.atom", **AS_ATOM)
def show_atom(asked: Wanted, name: Name) -> Response:
    """The latest Changes as an Atom feed: `all`, or those of the Topic of that id."""
    return _atom(_of_topic(asked, name))


@router.get("/{name}.json", **AS_JSON)
def show_json(asked: Wanted, name: Name) -> Response:
    """The latest Changes as a JSON Feed: `all`, or those of the Topic of that id."""
    return _json(_of_topic(asked, name))


@router.get("/source/{id}.atom", **AS_ATOM)
def show_atom_of_source(asked: Wanted, id: SourceId) -> Response:
    """The latest Changes of one Source as an Atom feed."""
    return _atom(_of_source(asked, id))


@router.get("/source/{id}.json", **AS_JSON)
def show_json_of_source(asked: Wanted, id: SourceId) -> Response:
    """The latest Changes of one Source as a JSON Feed."""
    return _json(_of_source(asked, id))


@router.get("/watch/{id}.atom", **AS_ATOM)
def show_atom_of_watch(asked: Wanted, id: WatchId) -> Response:
    """The latest Changes of one Watch as an Atom feed."""
    return _atom(_of_watch(asked, id))


@router.get("/watch/{id}.json", **AS_JSON)
def show_json_of_watch(asked: Wanted, id: WatchId) -> Response:
    """The latest Changes of one Watch as a JSON Feed."""
    return _json(_of_watch(asked, id))


def _of_topic(asked: Asked, name: str) -> Feed:
    topics = topic_labels(asked.session, asked.language)
    if name != "all" and name not in topics:
        raise NotInHistory(f"There is no Topic {name}; the feeds are: {', '.join(['all', *topics])}.")
    topic = None if name == "all" else name
    return _feed(asked, name, topics[topic] if topic else words(asked.language)["feed"]["all"], topics, ChangeFilter(topic=topic))


def _of_source(asked: Asked, id: str) -> Feed:
    row = models.Watch
    name = asked.session.scalar(select(row.source_name).where(row.source == id, row.kind != WatchKind.OWN).limit(1))
    if name is None:
        raise NotInHistory(f"There is no Source {id}; the Watches of the API name those there are.")
    label = words(asked.language)["feed"]["of"]["source"].format(name)
    return _feed(asked, f"source/{id}", label, topic_labels(asked.session, asked.language), ChangeFilter(source=id))


def _of_watch(asked: Asked, id: str) -> Feed:
    if asked.session.get(models.Watch, id) is None:
        raise NotInHistory(f"There is no Watch {id}; the Watches of the API name those there are.")
    label = words(asked.language)["feed"]["of"]["watch"].format(id)
    return _feed(asked, f"watch/{id}", label, topic_labels(asked.session, asked.language), ChangeFilter(watch=id))


def _feed(asked: Asked, about: str, label: str, topics: dict[str, str], of: ChangeFilter) -> Feed:
    found = entries(asked.session, replace(of, significance=asked.significance, q=asked.q))
    search = words(asked.language)["feed"]["of"]["search"].format(asked.q) if asked.q else ""
    home = {"lang": asked.language, "q": asked.q, "topic": of.topic}
    address = f"{asked.site}/?{urlencode({name: value for name, value in home.items() if value})}"
    return Feed(asked, about, " · ".join(filter(None, (label, search))), address, topics, found)


def _atom(feed: Feed) -> Response:
    template = environment(feed.asked.language).get_template("feed.xml")
    text = template.render(feed.written({"feed": feed, "atom_type": ATOM, "json_type": JSON}))
    return _answer(feed, Response(NOT_XML.sub("", text), media_type=ATOM))


def _json(feed: Feed) -> Response:
    said, language = words(feed.asked.language), feed.asked.language
    shared = feed.written({})
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(f"{said['name']} · {feed.label}"),
        "description": said["feed"]["subtitle"],
        "home_page_url": feed.home,
        "feed_url": shared["json"],
        "language": language,
        "authors": [{"name": said["name"], "url": f"{feed.asked.site}/"}],
        "items": [_item(entry, feed, shared["tag"]) for entry in feed.entries],
    }
    return _answer(feed, JSONResponse(content, media_type=JSON))


def _item(entry: FeedEntry, feed: Feed, tag: str) -> dict[str, Any]:
    recorded, language = entry.recorded, feed.asked.language
    official = safe_link(recorded.url)
    said = change_as_json(recorded.change)
    return {
        "id": f"{tag}change/{recorded.id}",
        "url": f"{feed.asked.site}/changes/{recorded.id}?lang={language}",
        **({"external_url": official} if official else {}),
        "title": entry.title(language),
        "summary": entry.summary(language),
        "content_html": entry.content(language),
        "date_published": instant_as_text(recorded.detected),
        "date_modified": instant_as_text(entry.updated),
        "tags": [feed.topics.get(topic, topic) for topic in recorded.topics],
        "language": language,
        "_veille": {
            "about": f"{feed.asked.site}/docs",
            "change": recorded.id,
            "withdrawn": recorded.withdrawn,
            **{key: said[key] for key in ("significance", "rule", "effective", "facts")},
        },
    }


def _answer(feed: Feed, response: Response) -> Response:
    response.headers.update({"Vary": "Accept-Language", "Content-Language": feed.asked.language, "Cache-Control": "max-age=300"})
    return response
