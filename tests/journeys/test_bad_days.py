"""Bad days never become Changes, and good days that change one rule always do: every hand-written page, every publisher."""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from tests.journeys.conftest import TALLY, Case, Days, History, alone, cases

CASES = cases()
WORDS = {
    "fr": ("Page non trouvée", "La page que vous demandez n'existe pas ou n'existe plus.", "Site en maintenance", "Nous revenons bientôt."),
    "nl": ("Pagina niet gevonden", "De gevraagde pagina bestaat niet of niet meer.", "Website in onderhoud", "We zijn zo terug."),
    "en": ("Page not found", "The page you are looking for could not be found.", "Site under maintenance", "We will be back soon."),
    "de": ("Seite nicht gefunden", "Die gewünschte Seite existiert nicht mehr.", "Wartungsarbeiten", "Wir sind bald zurück."),
}
ENTRIES = {
    "fr": "Rubrique numéro {} du menu de ce site public",
    "nl": "Rubriek nummer {} van het menu van deze openbare website",
    "en": "Section number {} of the menu of this public website",
    "de": "Rubrik Nummer {} im Menü dieser öffentlichen Website",
}
SENTENCES = {
    "fr": "La personne numéro {} introduit sa demande auprès de l'administration communale du lieu où elle réside et paie la redevance.",
    "nl": "De persoon nummer {} dient de aanvraag in bij de gemeente waar hij of zij verblijft en betaalt de bijdrage.",
}
FIRM = re.compile("main|article|section|nav|header|footer|aside|p|ul|ol|li|h[1-6]")


@dataclass(frozen=True)
class Answer:
    """What a page answers on a bad day."""

    body: bytes
    status: int = 200
    headers: dict[str, str] | None = None
    charset: str = "utf-8"


def challenge(case: Case) -> bytes:
    return b"""<!DOCTYPE html><html lang="en"><head><title></title><script>window.gokuProps = {"key": "AQID"};</script>
<script src="https://x.edge.sdk.awswaf.com/x/challenge.js"></script></head><body><div id="challenge-container"></div></body></html>"""


def denied(case: Case) -> bytes:
    return (
        b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access it.</BODY></HTML>"
    )


def menu(case: Case, tag: str) -> str:
    entry = ENTRIES[case.language]
    return "".join(f'<{tag}><a href="/rubrique/{number}">{entry.format(number)}</a></{tag}>' for number in range(50))


def soup_of(case: Case) -> tuple[BeautifulSoup, Tag]:
    """The page as a tree, and the element that holds its content."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(case.text, "lxml")
    content = soup.find("main") or soup.find(attrs={"role": "main"}) or soup.body
    assert isinstance(content, Tag), f"{case.file.name} has no body"
    return soup, content


def chrome(case: Case) -> bytes:
    """The site around the content, and no content."""
    soup, content = soup_of(case)
    content.clear()
    return str(soup).encode()


def notice(title: int) -> Callable[[Case], bytes]:
    """A notice in the place of the content, in the whole of the site with long menus."""

    def build(case: Case) -> bytes:
        soup, content = soup_of(case)
        words = WORDS[case.language]
        content.clear()
        content.append(BeautifulSoup(f"<h1>{words[title]}</h1><p>{words[title + 1]}</p>", "html.parser"))
        for heading in soup.select("h1.page-title"):
            heading.string = words[title]
        assert soup.body
        soup.body.insert(0, BeautifulSoup(f"<header><nav><ul>{menu(case, 'li')}</ul></nav></header>", "html.parser"))
        return str(soup).encode()

    return build


def in_another_language(case: Case) -> bytes:
    """The page in the language of the switcher's next button."""
    soup, content = soup_of(case)
    spoken = "nl" if case.language != "nl" else "fr"
    content.clear()
    content.append(BeautifulSoup("".join(f"<p>{SENTENCES[spoken].format(number)}</p>" for number in range(9)), "html.parser"))
    return str(soup).encode()


def redesign(case: Case) -> bytes:
    """The same words in a soup of nameless boxes, under another menu."""
    soup, _ = soup_of(case)
    for tag in soup.find_all(True):
        for name in {"class", "id", "role", "name"} & set(tag.attrs):
            del tag[name]
        tag.name = "div" if FIRM.fullmatch(tag.name) else tag.name
    assert soup.body
    box = "nav" if case.kind == "listing" else "div"  # a list of links is only told from a menu by what the publisher says
    soup.body.insert(0, BeautifulSoup(f'<{box} class="c-1a2b">{menu(case, "div")}</{box}>', "html.parser"))
    return str(soup).encode()


def truncated(case: Case) -> bytes:
    body = case.text.encode()
    return body[: len(body) * 6 // 10]


def cut_in_a_tag(case: Case) -> bytes:
    body = case.text.encode()
    return body[: body.index(b"<" if b"</" in body else b'"', len(body) * 7 // 10) + 3]


def one_spoiled(case: Case) -> bytes:
    """The page with one accent of its text spoiled, where it has one that stands in the source as it is read."""
    accents = (re.search(r"[A-Za-z ]{3}[éèàëêçïô][a-z ]{3}", each.text) for each in case.version.provisions)
    snippet = next((found[0] for found in accents if found and case.text.count(found[0]) == 1), "")
    return case.text.replace(snippet, snippet.encode().decode("cp1252", "replace")).encode() if snippet else case.text.encode()


def cp1252(case: Case) -> bytes:
    return re.sub(r"encoding=.UTF-8.", "", case.text).encode("cp1252", "xmlcharrefreplace")


BROKEN = {"error", "encoding", "empty", "collapsed", "unreadable"}
BAD: dict[str, tuple[Callable[[Case], Answer], set[str]]] = {
    "blocked: with 200": (lambda case: Answer(challenge(case)), {"blocked"}),
    "blocked: with 202": (lambda case: Answer(challenge(case), 202, {"x-amzn-waf-action": "challenge"}), {"blocked"}),
    "blocked: with 403": (lambda case: Answer(denied(case), 403), {"blocked"}),
    "blocked: refused with 200": (lambda case: Answer(denied(case)), {"blocked"}),
    "empty: no body": (lambda case: Answer(b""), {"empty"}),
    "empty: only chrome": (lambda case: Answer(chrome(case)), {"empty", "collapsed"}),
    "soft 404: not found": (lambda case: Answer(notice(0)(case)), {"error", "empty", "unreadable"}),
    "soft 404: maintenance": (lambda case: Answer(notice(2)(case)), {"error", "empty", "unreadable"}),
    "language: another": (lambda case: Answer(in_another_language(case)), {"language", "empty", "collapsed", "unreadable"}),
    "redesign: nameless boxes": (lambda case: Answer(redesign(case)), {"collapsed", "empty", "unchanged"}),
    "truncated: at six tenths": (lambda case: Answer(truncated(case)), BROKEN),
    "truncated: in a tag": (lambda case: Answer(cut_in_a_tag(case)), BROKEN),
    "charset: windows-1252 declared UTF-8": (lambda case: Answer(cp1252(case)), {"encoding", "unchanged"}),
    "charset: encoded twice": (lambda case: Answer(case.text.encode().decode("latin-1").encode()), {"encoding", "unchanged"}),
    "charset: question marks": (lambda case: Answer(case.text.encode("ascii", "replace")), {"encoding", "unchanged"}),
    "charset: one accent spoiled": (lambda case: Answer(one_spoiled(case)), {"encoding", "unchanged"}),
    "charset: UTF-8 declared ISO-8859-1": (lambda case: Answer(case.text.encode(), charset="iso-8859-1"), {"unchanged"}),
    "charset: UTF-16": (lambda case: Answer(case.text.encode("utf-16"), charset="utf-16"), {"unchanged"}),
}
"""What each bad day answers, and what it may be taken for; days of one family follow each other, then comes a good one."""
FAMILIES = {name.partition(":")[0] for name in BAD}


def is_told_apart(case: Case, bad: str) -> bool:
    """Whether the reading says where it found its content: a redesigned list is a list like any other where it does not."""
    return "redesign" not in bad or case.kind != "listing" or bool(case.version.root)


def edits(case: Case) -> Iterator[str]:
    """The page with one number of its text raised: an amount, a date, a number of days."""
    for provision in case.version.provisions:
        for found in re.finditer(r"\b([1-9]\d{0,3}) [a-zéû€]{1,12}", provision.text):
            if case.text.count(found[0]) == 1:
                yield case.text.replace(found[0], f"{int(found[1]) + 1}{found[0][len(found[1]) :]}")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, dict[str, datetime]]:
    """Good day, bad days, good day, for every family of bad days; on the last day one rule of every page changed."""
    days, instants = Days(tmp_path_factory.mktemp("days"), CASES), {}
    for _, family in groupby(BAD.items(), key=lambda each: each[0].partition(":")[0]):
        for case in CASES:
            days.answer(case, alone(case.file.read_bytes()))
        for bad, (answer, _) in family:
            instants[bad] = days.pass_by()
            for case in [case for case in CASES if is_told_apart(case, bad)]:
                given = answer(case)
                days.answer(case, given.body, status=given.status, headers=given.headers, charset=given.charset)
        days.pass_by()
    for case in CASES:
        days.answer(case, alone(case.file.read_bytes()))
    instants["a rule changed"] = days.pass_by()
    for case in CASES:
        days.answer(case, next(edits(case), case.text).encode(), charset="utf-8")
    return History.of(days.play()), instants


def named(case: Case) -> str:
    return case.file.name


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_page_is_believed_on_its_good_days(case: Case, played: tuple[History, dict[str, datetime]]) -> None:
    history, instants = played
    bad = set(instants.values())
    good = [poll for (watch, instant), poll in sorted(history.polls.items()) if watch == case.watch and instant not in bad]
    assert len(good) == len(FAMILIES) + 1
    assert [(poll.outcome, poll.reason) for poll in good if poll.outcome not in ("first", "unchanged")] == []


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_bad_day_is_an_incident_and_no_change(
    case: Case, bad: str, played: tuple[History, dict[str, datetime]], request: pytest.FixtureRequest
) -> None:
    if not is_told_apart(case, bad):
        pytest.xfail(f"{case.file.name}: the reading of a listing does not say where its items stood")
    history, instants = played
    poll = history.polls[case.watch, instants[bad]]
    assert [
        (change.kind, change.content["before"], change.content["after"]) for change in history.changes.get((case.watch, poll.instant), [])
    ] == []
    assert (poll.incident_kind or poll.outcome) in BAD[bad][1], poll.reason
    tally = request.config.stash.setdefault(TALLY, Counter())
    tally[str(poll.incident_kind or poll.outcome)] += 1
    tally["played"] += 1


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_incident_closes_when_the_page_is_back(case: Case, played: tuple[History, dict[str, datetime]]) -> None:
    history, _ = played
    incidents = [each for each in history.incidents if each.watch_id == case.watch]
    assert len(incidents) >= 4
    assert [(each.kind, each.opened) for each in incidents if each.closed is None] == []


@pytest.mark.parametrize("case", [case for case in CASES if next(edits(case), "")], ids=named)
def test_one_rule_that_changed_is_told_and_no_doubt_swallows_it(case: Case, played: tuple[History, dict[str, datetime]]) -> None:
    history, instants = played
    poll = history.polls[case.watch, instants["a rule changed"]]
    assert (poll.outcome, poll.incident_kind) == ("changed", None), poll.reason
    assert len(history.changes[case.watch, poll.instant]) == 1


def test_the_pages_are_many_and_nearly_all_state_a_value() -> None:
    publishers: Any = Counter(case.publisher for case in CASES)
    assert len(publishers) == 5
    assert sum(1 for case in CASES if next(edits(case), "")) >= len(CASES) / 2
