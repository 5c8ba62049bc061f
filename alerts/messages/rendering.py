"""Templates and words become one message: HTML, plain text and Markdown from the same content.

The HTML needs no images and no script and leaves all colours of text and background to the reader's own program,
so that it is readable in dark mode. The Markdown is CommonMark, which Apprise turns into the manner of each chat.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from alerts.messages.plain import KEPT_TOGETHER, spaced_out, wrapped
from alerts.messages.values import Message
from alerts.people.recipients import CHOICES
from alerts.words import TEMPLATES, on_one_line, words
from core.links import safe_link

MEANS_SOMETHING = re.compile(r"[\\`*_~\[\]<>#|]")
"""What Markdown, or a chat, reads as more than itself: emphasis, a link, a mention."""


class Written(str):
    """Markdown as it shall stand, not to be escaped."""


def rendered(template: str, language: str, subject: str, tags: Sequence[str], **content: Any) -> Message:
    """The message that the templates of one name (``.html``, ``.txt``, ``.md`` where there is one) make of the content."""
    shared = {"subject": on_one_line(subject), "language": language, "w": words(language), "choices": CHOICES, **content}
    html, text = (_template(f"{template}.{ending}").render(shared) for ending in ("html", "txt"))
    markdown = _template(f"{template}.md").render(shared) if (TEMPLATES / f"{template}.md").is_file() else ""
    return Message(shared["subject"], html, wrapped(spaced_out(text)), tuple(tags), spaced_out(markdown))


@cache
def _template(name: str) -> Template:
    return _environment(markdown=name.endswith(".md")).get_template(name)


@cache
def _environment(*, markdown: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_escaped if markdown else None,
    )
    environment.filters["official"] = safe_link
    environment.filters["linked"] = _linked
    environment.filters["whole"] = _whole
    return environment


def _whole(text: str) -> str:
    """The text with spaces at which no line of HTML breaks, where a value or a sign would be torn off."""
    return KEPT_TOGETHER.sub("\N{NO-BREAK SPACE}", text)


def _escaped(value: object) -> str:
    return value if isinstance(value, Written) else MEANS_SOMETHING.sub(r"\\\g<0>", str(value))


def _linked(says: str, url: str) -> str:
    """A link of Markdown; the words alone where the address is none of the web."""
    address = safe_link(url)
    if not address:
        return says
    return Written(f"[{_escaped(says)}](<{address.replace('<', '%3C').replace('>', '%3E')}>)")
