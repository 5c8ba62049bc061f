"""Pages as they were fetched, made fit to look at: nothing of them runs or loads anything, and their words stay."""

import nh3
from markupsafe import Markup

from core import models
from core.compression import decompress
from core.links import safe_link
from differ.extract.decode import decode

LONGEST = 3_000_000
"""Characters of a page that are shown; its bytes hold all of it."""
TAGS = {
    *("a", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul"),
}
"""What gives a text its shape; landmarks are ours alone."""
WITH_CONTENT = {"script", "style", "template", "svg", "math", "iframe", "object", "noscript", "title", "select", "textarea"}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}, "time": {"datetime"}}
PLAIN = ("text/plain", "application/json", "application/sparql-results+json", "text/markdown", "text/csv")
SHOWN = ("content-type", "content-language", "content-length", "date", "last-modified", "etag", "server", "age", "cache-control")
"""The headers that tell where bytes come from; the others are the publisher's machinery."""


def page_of(snapshot: models.Snapshot) -> Markup | None:
    """The page as harmless markup, or ``None`` where its bytes are no text (a PDF)."""
    kind, body = content_type(snapshot), decompress(snapshot.body.data)
    if not (kind.startswith("text/") or "html" in kind or "xml" in kind or "json" in kind):
        return None
    decoded = decode(body, kind)
    text = (decoded if isinstance(decoded, str) else body.decode("utf-8", "replace"))[:LONGEST].replace("\0", "")
    if kind.startswith(PLAIN):
        return Markup("<pre>{}</pre>").format(text)
    return harmless(text, snapshot.final_url)


def harmless(html: str, base: str) -> Markup:
    """The text of a page with its headings, lists, tables and links; the links lead to http and https addresses alone."""
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        url_relative=("rewrite_with_base", base) if safe_link(base) else "deny",
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)


def content_type(snapshot: models.Snapshot) -> str:
    """The media type that the publisher gave, in lower case."""
    return _headers(snapshot).get("content-type", "text/html").lower()


def headers_shown(snapshot: models.Snapshot) -> dict[str, str]:
    """The headers of the answer that are evidence."""
    found = _headers(snapshot)
    return {name: found[name] for name in SHOWN if name in found}


def _headers(snapshot: models.Snapshot) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in snapshot.headers.items()}
