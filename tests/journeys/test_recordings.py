"""Every real page of ../shared/recordings, asked for by the real spiders and read as reviewed.

What is expected stands in `expected/`, one Provision a line: key, path, dates and the SHA-256 of each text, never the words
themselves. The values found in these texts stand apart, in `expected/values/`, one line for each Provision that states some:
better language data changes them alone. To accept another reading or other values, delete the file (or all of
`expected/values/`) and run the tests: they write what is missing and fail; review what it holds against the page, then commit it.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from core.values import Doubt, Fact, FactType, Poll, Provision, Version
from core.watchlist import SPARQL_JSON, Source, Watch
from crawlers import reactor
from crawlers.crawl import Assignment, crawl
from crawlers.recordings import COLUMNS, INDEX, Recordings
from differ.extract import read
from differ.facts import facts

EXPECTED = Path(__file__).parent / "expected"
VALUES = EXPECTED / "values"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "recordings"
BLOCKED = "blocked/responses.jsonl"
DAMAGED, LOST_LETTER = "moniteur/annexes-list-page.html", "Ö"
"""A copy whose maker read the publisher's windows-1252 as UTF-8: four items lost the letter of CO.RDINATIE to U+FFFD for good.

A text with such holes must never be compared, so that the Doubt ``encoding`` is the right answer to this file; the page
as the publisher serves it has no such mark. With its letter put back it shows that the list itself is read.
"""
OFFICE = "https://publications.europa.eu"
OUR_WORDS = ("title", "preamble", "rct:", "final")
"""What the keys begin with of Provisions whose path is words of ours."""
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = (
    list(csv.DictReader((SHARED / "MANIFEST.tsv").open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    if SHARED.is_dir()
    else []
)
ANSWERS = [json.loads(line) for line in (SHARED / BLOCKED).open(encoding="utf-8")] if SHARED.is_dir() else []

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real pages of ../shared/recordings are not beside this checkout")


@dataclass(frozen=True)
class Recorded:
    """A file of the recordings as a publisher's answer, and the Watch that asks for it."""

    file: str
    spider: str
    kind: str
    language: str
    address: str
    content_type: str = "text/html"

    @property
    def assignment(self) -> Assignment:
        name = re.sub("[^a-z0-9]+", ".", self.file.lower())
        watch = Watch.model_validate({"id": name, "source": "s", "kind": self.kind, "url": self.address, "language": self.language})
        return Assignment(watch, Source(name=self.spider, spider=self.spider), (self.address,))


def recorded(row: dict[str, str]) -> Recorded:
    """A row of the manifest: by its folder the publisher, by its name or address what it is."""
    file, address = row["file"], row["original_url"]
    if file.startswith("cellar/"):
        celex = Path(file).name.partition("_")[0].partition(".")[0]
        if file.endswith(".json"):
            query = quote(f'SELECT * WHERE {{ ?s ?p "{celex}" }}')
            return Recorded(file, "eurlex", "listing", "en", f"{OFFICE}/webapi/rdf/sparql?query={query}", SPARQL_JSON)
        content_type = "application/xhtml+xml" if file.endswith(".xhtml") else "text/html"
        return Recorded(file, "eurlex", "law", "en", f"{OFFICE}/resource/celex/{celex}", content_type)
    language = "nl" if "/nl/" in address or "language=nl" in address else "fr"
    if file.startswith("cgvs/"):
        return Recorded(file, "cgra", "page", language, address)
    listed = "list.pl" in address or re.search(r"/eli/\w+/\d{4}$", address)
    kind = "listing" if listed else "page" if "/cgi_tsv/" in address else "law"
    return Recorded(file, "ejustice", kind, language, address)


RECORDED = [recorded(row) for row in ROWS]


@pytest.fixture(scope="module")
def polls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Poll]:
    """The Poll of every file, by its name: files of one address are answered one after the other."""
    folder = tmp_path_factory.mktemp("recordings")
    turns: dict[int, list[Recorded]] = {}
    seen = Counter[str]()
    for each in RECORDED:
        turns.setdefault(seen[each.address], []).append(each)
        seen[each.address] += 1
    lines = [line for turn, group in turns.items() for each in group for line in rows_of(each, turn, folder)]
    lines += [line for answer in ANSWERS for line in rows_of_answer(answer, folder)]
    (folder / INDEX).write_text("\n".join([COLUMNS, *lines]), encoding="utf-8")
    found: dict[str, Poll] = {}
    with Recordings(folder) as recordings:
        for turn, group in turns.items():
            recordings.at(at(turn))
            polled = poll_all([each.assignment for each in group], recordings)
            found |= {each.file: polled[each.assignment.watch.id] for each in group}
        others = [Recorded(answer["url"], "page", "page", "en", answer["url"]) for answer in ANSWERS]
        polled = poll_all([each.assignment for each in others], recordings)
        found |= {each.address: polled[each.assignment.watch.id] for each in others}
    return found


@pytest.fixture(scope="module")
def readings(polls: dict[str, Poll]) -> dict[str, Version | Doubt]:
    """What is read of every file, by its name."""
    return {each.file: reading_of(polls[each.file], each) for each in RECORDED}


def at(turn: int) -> datetime:
    return BEGINNING + timedelta(days=turn)


def rows_of(each: Recorded, turn: int, folder: Path) -> Iterator[str]:
    """The answer; CELLAR's stands behind a 303 to plain http. What a pager leads to was not recorded: an empty last page."""
    answering = each.address
    if each.kind == "law" and each.spider == "eurlex":
        answering = f"{OFFICE}/resource/cellar/{turn}.{quote(each.file, safe='')}"
        yield line_of(each.address, 303, {"location": answering.replace("https:", "http:")}, "-", turn)
    yield line_of(answering, 200, {"content-type": each.content_type}, link(each.file, folder), turn)
    if each.kind == "listing" and each.spider == "ejustice":
        (folder / "last.html").write_text("<main><div class='list'></div></main>", encoding="ascii")
        following = re.search(r'href="([^"]*)" class="pagination-button pagination-next"', (SHARED / each.file).read_text("latin-1"))
        if following:
            yield line_of(
                each.address.rpartition("/")[0] + "/" + following[1].replace("&amp;", "&"),
                200,
                {"content-type": "text/html"},
                "last.html",
                turn,
            )


def rows_of_answer(answer: dict[str, Any], folder: Path) -> Iterator[str]:
    """Of blocking answers no body was kept: only the title that it had."""
    name = f"{hashlib.sha256(answer['url'].encode()).hexdigest()[:16]}.html"
    (folder / name).write_text(f"<html><head><title>{answer['title']}</title></head><body></body></html>", encoding="utf-8")
    yield line_of(answer["url"], answer["status"], answer["headers"], name, 0)


def line_of(address: str, status: int, headers: dict[str, str], file: str, turn: int) -> str:
    return "\t".join([at(turn).isoformat(), address, str(status), json.dumps(headers), file])


def link(name: str, folder: Path) -> str:
    flat = name.replace("/", "_")
    (folder / flat).symlink_to(SHARED / name)
    return flat


def poll_all(assignments: list[Assignment], recordings: Recordings) -> dict[str, Poll]:
    polls: list[Poll] = []
    reactor.run(crawl(assignments, user_agent="Veille/1.0", now=lambda: BEGINNING, receive=polls.extend, recordings=recordings))
    return {poll.watch: poll for poll in polls}


def reading_of(poll: Poll, each: Recorded) -> Version | Doubt:
    """What the pipeline would read in the first answer of a poll."""
    if poll.doubt:
        return poll.doubt
    fetch = poll.fetches[0]
    return read(
        fetch.body or b"",
        fetch.headers.get("content-type", ""),
        headers=fetch.headers,
        address=fetch.final_url,
        language=each.language,
        listing=each.kind == "listing",
    )


def test_every_file_of_the_recordings_is_among_these() -> None:
    there = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*.*")} - {"MANIFEST.tsv", "README.md", BLOCKED}
    assert {each.file for each in RECORDED} == there


@pytest.mark.parametrize("each", RECORDED, ids=lambda each: each.file)
def test_a_real_page_is_fetched_byte_for_byte(each: Recorded, polls: dict[str, Poll]) -> None:
    poll = polls[each.file]
    assert poll.doubt is None
    assert (poll.fetches[0].url, poll.fetches[0].status) == (each.address, 200)
    assert poll.fetches[0].body == (SHARED / each.file).read_bytes()


@pytest.mark.parametrize("each", RECORDED, ids=lambda each: each.file)
def test_a_real_page_reads_as_reviewed(each: Recorded, readings: dict[str, Version | Doubt]) -> None:
    compare(outline(readings[each.file]), EXPECTED / name_of(each.file))


@pytest.mark.parametrize("each", RECORDED, ids=lambda each: each.file)
def test_the_values_of_a_real_page_are_found_as_reviewed(each: Recorded, readings: dict[str, Version | Doubt]) -> None:
    compare(values(readings[each.file]), VALUES / name_of(each.file))


def test_the_list_whose_copy_lost_a_letter_reads_as_reviewed_once_it_is_put_back() -> None:
    (each,) = (each for each in RECORDED if each.file == DAMAGED)
    body = (SHARED / DAMAGED).read_bytes().replace("\ufffd".encode(), LOST_LETTER.encode())
    reading = read(body, each.content_type, address=each.address, language=each.language, listing=True)
    compare(outline(reading), EXPECTED / name_of(f"{DAMAGED}.restored"))


def test_every_answer_that_is_no_page_is_an_incident(polls: dict[str, Poll]) -> None:
    lines = []
    for answer in ANSWERS:
        found = reading_of(polls[answer["url"]], Recorded("", "page", "page", "en", answer["url"]))
        assert isinstance(found, Doubt), answer["url"]
        lines.append(json.dumps([answer["family"], answer["status"], sha(answer["url"]), found.kind.value]))
    compare(lines, EXPECTED / name_of(BLOCKED))


def name_of(file: str) -> str:
    """The name of what is expected of a file of the recordings."""
    return f"{file.replace('/', '_')}.json"


def compare(lines: list[str], file: Path) -> None:
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: review it against the page, then commit it")
    assert lines == file.read_text(encoding="utf-8").splitlines()


def outline(version: Version | Doubt) -> list[str]:
    """A reading as lines of JSON: what is said of the whole, then one line for each Provision."""
    if isinstance(version, Doubt):
        return [written({"doubt": version.kind.value})]
    whole = {
        "language": version.language,
        "title": sha(version.title),
        "identity": version.identity,
        "root": version.root,
        "translations": {language: sha(address) for language, address in sorted(version.translations.items())},
        "documents": list(map(sha, version.documents)),
        "count": len(version.provisions),
    }
    return [written(line) for line in (whole, *map(entry, version.provisions))]


def values(version: Version | Doubt) -> list[str]:
    """The values that a reading states, as lines of JSON: the key of each Provision that states some, then each of them."""
    if isinstance(version, Doubt):
        return []
    found = ((each.key, facts(each.text, version.language)) for each in version.provisions)
    return [written([key_of(key), *map(value_of, values)]) for key, values in found if values]


def written(line: Any) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def entry(provision: Provision) -> list[Any]:
    """Key, path, firmness and digest of the text of one Provision, then what else it has."""
    optional = {
        "dates": {name: day for name, day in vars(provision.dates).items() if day},
        "stage": provision.stage,
        "identity": provision.identity,
        "url": provision.url and sha(provision.url),
    }
    more = {name: value for name, value in optional.items() if value}
    return [key_of(provision.key), path_of(provision), provision.firm, sha(provision.text), *([more] if more else [])]


def key_of(key: str) -> str:
    kind, _, words = key.partition(":")
    return f"head:{sha(words)}" if kind == "head" else key


def path_of(provision: Provision) -> str:
    """The path, each part that may hold words of the page as its digest."""
    ours, heading = provision.key.startswith(OUR_WORDS), "head:" in provision.key
    return " › ".join(
        part if ours or (not heading and len(part) < 50 and re.match(r"(Art|Annex|Bijl)", part)) else sha(part)
        for part in provision.path.split(" › ")
    )


def value_of(fact: Fact) -> str:
    """Type, value, unit and role; an address or a telephone number as its digest."""
    value = sha(fact.value) if fact.type is FactType.CONTACT else fact.value
    return " ".join(filter(None, [fact.type, value, fact.unit, fact.role]))


def sha(text: str) -> str:
    """The SHA-256 of a text, as sixteen hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
