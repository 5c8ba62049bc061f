"""``veille audit``: what is outdated on files or addresses, judged by the bundled history; needs no database."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from alerts.desk.audit import audit
from alerts.desk.doubts import Doubtful
from alerts.desk.official import bundled
from alerts.desk.speech import is_read
from core.clock import BRUSSELS, Clock
from core.errors import DocumentError
from core.settings import read_settings
from core.values import Doubt, IncidentKind, Poll, Version, WatchKind
from core.watchlist import OWN_PAGES, OWN_SOURCE, Watch
from crawlers.addresses import addresses
from crawlers.assignment import Assignment
from differ.extract import read
from pipeline.deployment import user_agent
from pipeline.documents import version_of
from pipeline.printing import say

SCHEMA = "veille.audit/1"
RIGHT, OUTDATED, UNREAD = 0, 1, 2
ADDRESS = ("http://", "https://")
CHECK = "to check"


def print_audit(names: Sequence[str], language: str | None, shown: str, now: Clock) -> int:
    """Print what is outdated on each file or address; 1 where anything is, 2 where one cannot be read, which is said on standard error."""
    today = now().astimezone(BRUSSELS).date()
    polls = _polls([name for name in names if name.startswith(ADDRESS)], language, now)
    found, unread = dict[str, list[Doubtful]](), dict[str, str]()
    for name in dict.fromkeys(names):
        try:
            found[name] = _audited(name, polls.get(name), language, today)
        except DocumentError as error:
            unread[name] = str(error)
    _show(found, unread, shown)
    for reason in unread.values():
        print(reason, file=sys.stderr)
    return UNREAD if unread else OUTDATED if any(found.values()) else RIGHT


def _show(found: Mapping[str, Sequence[Doubtful]], unread: Mapping[str, str], shown: str) -> None:
    if shown == "json":
        items = [_as_json(name, doubtful) for name, doubts in found.items() for doubtful in doubts]
        missing = [{"file": name, "reason": reason} for name, reason in unread.items()]
        say(json.dumps({"schema": SCHEMA, "items": items, "unread": missing}, ensure_ascii=False, indent=1))
    else:
        _print(found)


def _audited(name: str, poll: Poll | None, language: str | None, today: date) -> list[Doubtful]:
    version = _answered(poll, language) if poll else version_of(Path(name), language, own=True)
    if isinstance(version, Doubt):
        raise DocumentError(f"{name} cannot be judged: {_why(version)} ({version.kind})")
    spoken = language or version.language
    if not is_read(spoken):
        raise DocumentError(f"{name} is in a language the desk does not read ({spoken or 'unknown'}); name it with --lang fr, nl or en.")
    return audit(version.provisions, spoken, bundled(), today, version.title or "")


def _polls(names: Sequence[str], language: str | None, now: Clock) -> dict[str, Poll]:
    """What each address answers, asked once by the spider of our own pages, with its manners."""
    if not names:
        return {}
    # Files alone need no crawler, which takes longer to load than to judge them.
    from crawlers.crawl import crawl  # noqa: PLC0415
    from crawlers.reactor import run  # noqa: PLC0415

    settings, polls = read_settings(), list[Poll]()
    watches = [
        Watch(id=f"audit.{number}", source=OWN_SOURCE, kind=WatchKind.OWN, url=name, language=language or "fr")
        for number, name in enumerate(names)
    ]
    assignments = [Assignment(watch, OWN_PAGES, addresses(watch, watch.url, now().astimezone(BRUSSELS).date())) for watch in watches]
    private = settings.allow_private_hosts
    run(crawl(assignments, user_agent=user_agent(settings), now=now, receive=polls.extend, allow_private_hosts=private))
    by_watch = {poll.watch: poll for poll in polls}
    return {watch.url: by_watch[watch.id] for watch in watches}


def _answered(poll: Poll, language: str | None) -> Version | Doubt:
    fetch = next((fetch for fetch in poll.fetches if fetch.body), None)
    if fetch is None or fetch.body is None:
        return poll.doubt or Doubt(IncidentKind.EMPTY, "it gave nothing to read")
    return read(fetch.body, fetch.headers.get("content-type", ""), address=fetch.final_url, language=language, own=True)


def _why(doubt: Doubt) -> str:
    """The reason, without what only those can do who follow the page."""
    return "there is no such page; check the address" if doubt.kind is IncidentKind.GONE else doubt.reason


def _as_json(name: str, doubtful: Doubtful) -> dict[str, object]:
    return {
        "file": name,
        "sentence": doubtful.sentence,
        "text": doubtful.text,
        "problem": doubtful.problem,
        "proposal": doubtful.proposal,
        "reason": doubtful.reason,
        "path": doubtful.path,
        "confidence": doubtful.confidence,
        "certain": doubtful.certain,
        "rule": doubtful.rule.id if doubtful.rule else None,
    }


def _print(found: Mapping[str, Sequence[Doubtful]]) -> None:
    for name, doubts in found.items():
        say(f"{name}: {_counted(doubts)}")
        for doubtful in doubts:
            say(_in_text(doubtful))


def _counted(doubts: Sequence[Doubtful]) -> str:
    certain = sum(doubtful.certain for doubtful in doubts)
    outdated = f"{certain} outdated" if certain else "nothing outdated was found"
    return f"{outdated}, {len(doubts) - certain} {CHECK}" if certain < len(doubts) else outdated


def _in_text(doubtful: Doubtful) -> str:
    before, text, after = doubtful.in_three()
    problem = doubtful.problem if doubtful.certain else f"{CHECK} ({doubtful.problem})"
    lines = [
        f"\n  {doubtful.path}" if doubtful.path else "",
        f"  {problem}: {before}[{text}]{after}",
        f"  {doubtful.reason}",
        *([f"  → {doubtful.proposal}"] if doubtful.proposal else []),
    ]
    return "\n".join(lines)
