"""Bytes → Version: what a document says, one Provision for each citable piece. Pure: no network, database or clock."""

import re
from collections.abc import Callable, Mapping, Sequence

from core.values import Doubt, IncidentKind, Version
from differ.extract import feeds, justel, markdown, official_journal, page, sitemap
from differ.extract.decode import LOST, SPOILED
from differ.extract.language import language_of
from differ.extract.listing import read as read_listing
from differ.extract.mistrust import believed, is_pdf, is_word, mistrust, refusal
from differ.extract.packed import unpacked
from differ.extract.reading import Instructions, Reading, digest

__all__ = ["EXTRACTOR_VERSION", "extractor", "mistrust", "read"]

EXTRACTOR_VERSION = 2
"""Raised with every change that may make an old Snapshot read differently; Versions are then derived again."""

_PAGE = re.compile(r"<(!doctype html|html|head|body|main|article|section|div|p|table|ul|h[1-6])\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"\s*\{[.#:{%]")  # "{.note} Texte", "{{ page.title }}": words, and no object of JSON
_FEED = re.compile(r"<(feed|rss|rdf:RDF)\b")
_SITEMAP = re.compile(r"<(urlset|sitemapindex)\b")
# Three, for the text that each begins with lets it pass over a page many times faster than one that may begin in any way.
_JOURNAL = (
    re.compile(
        r"""class=["'](?:(?:oj-ti-art|oj-doc-ti|oj-normal|title-article-norm|title-doc-first|eli-container|ti-art|doc-ti)\b"""
        r"""|(?:li )?(?:Titrearticle|ManualConsidrant|Considrant|Typedudocument)\b)"""
    ),
    re.compile(r"""id=["']?TexteOnly\b"""),
    re.compile(r"<(?i:txt_te)\b"),
)
_SAMPLE = 5000


def extractor(select: str = "", ignore: Sequence[str] = (), listing: bool = False, own: bool = False) -> str:
    """The name that readings made with these instructions bear, such as ``html/1``; it changes whenever they may differ."""
    name = f"{'listing' if listing else 'own' if own else 'html'}/{EXTRACTOR_VERSION}"
    return f"{name}+{digest(select, *ignore)[:8]}" if select or ignore else name


def read(  # noqa: PLR0913 - what a Watch says of its document, each by name
    body: bytes,
    content_type: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    address: str = "",
    language: str | None = None,
    select: str = "",
    ignore: Sequence[str] = (),
    listing: bool = False,
    own: bool = False,
) -> Version | Doubt:
    """What the document says, or the doubt that stops it from being believed.

    ``headers`` are those of the answer, where a firewall may say that it refused us.
    The family of markup is chosen by ``content_type`` and by what the bytes show. ``address`` makes links absolute,
    ``language`` is what the Watch expects, ``select`` a CSS selector of the content, ``ignore`` regular expressions
    whose matches are not text, ``listing`` that items are followed and not passages,
    ``own`` that it is a page of ours: what it says beside its content is read as well.
    """
    instructions = Instructions(address, language, select, tuple(ignore), own)
    try:
        reading = refusal(headers or {}) or _read(body, content_type, instructions, listing)
    except RecursionError:
        return Doubt(IncidentKind.UNREADABLE, "the document nests its elements far deeper than any text needs")
    if isinstance(reading, Doubt):
        return reading
    if not reading.provisions:
        return Doubt(IncidentKind.EMPTY, "the listing has no items" if listing else "the document has no text where its content should be")
    known = language or reading.language or language_of(" ".join(each.text for each in reading.provisions[:200]), reading.stated)
    return Version(
        extractor(select, ignore, listing, own),
        reading.provisions,
        reading.title,
        known,
        reading.root,
        reading.identity,
        reading.translations,
        reading.documents,
    )


def _read(body: bytes, content_type: str, instructions: Instructions, listed: bool) -> Reading | Doubt:
    if is_pdf(body, content_type):
        from differ.extract import pdf  # noqa: PLC0415 - what reads PDF is seldom needed and takes long to load

        return pdf.read(body, instructions)
    if is_word(body):
        from differ.extract import word  # noqa: PLC0415 - likewise

        return word.read(body, instructions)
    content = unpacked(body)
    text = content if isinstance(content, Doubt) else believed(content, content_type)
    if isinstance(text, Doubt):
        return text
    reading = _family(text, content_type, listed, bool(instructions.select))(text, instructions)
    return SPOILED if isinstance(reading, Reading) and _has_lost(reading) else reading


def _has_lost(reading: Reading) -> bool:
    """Whether a reference such as ``&#0;`` stood for no character; the bytes themselves were looked at before."""
    return any(LOST in text for each in reading.provisions for text in (each.text, each.path)) or LOST in reading.title


def _family(text: str, content_type: str, listed: bool, selected: bool) -> Callable[[str, Instructions], Reading | Doubt]:
    # What says that it is for machines and is not must fail as such, not be read as a text that lists nothing.
    if (text.lstrip().startswith("{") and not _TEMPLATE.match(text)) or (listed and "json" in content_type):
        return feeds.read_sparql
    if _FEED.search(text, 0, _SAMPLE) or (listed and "xml" in content_type and "html" not in content_type):
        return feeds.read_feed
    if "html" not in content_type and _SITEMAP.search(text, 0, _SAMPLE):
        return sitemap.read
    if "html" in content_type or ("text/" not in content_type and _PAGE.search(text, 0, _SAMPLE)):
        return _family_of_page(text, listed, selected)
    return markdown.read_plain if "text/plain" in content_type else markdown.read


def _family_of_page(text: str, listed: bool, selected: bool) -> Callable[[str, Instructions], Reading | Doubt]:
    if listed:
        return read_listing
    if not selected and justel.is_law(text):
        return justel.read
    if not selected and any(mark.search(text) for mark in _JOURNAL):
        return official_journal.read
    return page.read
