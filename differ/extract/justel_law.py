"""The parts of a consolidated law → its Provisions: headings, articles and their subdivisions, the publisher's remarks."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from core.values import Provision, Stage
from differ.extract.amendments import Amended, Resolved, resolve
from differ.extract.justel_headings import Headings
from differ.extract.justel_numbers import Title, opened
from differ.extract.justel_stream import Part
from differ.extract.legal import Line, subdivide
from differ.extract.markup import markup
from differ.extract.places import Places
from differ.extract.reading import TRAIL, Numbered


class Law:
    """Turns the parts of one law into Provisions; ``clean`` makes the stored form of a text."""

    def __init__(self, wording: Places, clean: Callable[[str], str]) -> None:
        self._places = wording
        self._clean = clean
        self._numbered = Numbered()
        self._articles = Numbered()
        self._headings = Headings()

    def provisions(self, title: str, parts: Iterable[Part]) -> Iterator[Provision]:
        """The title, then every part in its order."""
        if title := self._clean(title):
            yield Provision("title", self._places.word("title"), title, True)
        for part in parts:
            resolved = resolve(part.lines)
            lines = self._lines(part, resolved.lines)
            found = self._article(part, lines, resolved) if part.is_article else self._heading(part, lines, resolved.remarks)
            yield from (self._staged(each) for each in found)

    def _lines(self, part: Part, amended: Iterable[Amended]) -> list[Line]:
        cleaned = (Line(self._clean(each.text), each.dates, part.cells.get(number), each.stage) for number, each in enumerate(amended))
        return [line for line in cleaned if line.text]

    def _staged(self, provision: Provision) -> Provision:
        """The path of what is not in force says so."""
        if provision.stage is None or "@future" in provision.key:
            return provision
        return replace(provision, path=f"{provision.path} ({self._places.word(provision.stage.value)})")

    def _heading(self, part: Part, lines: list[Line], remarks: Iterable[Amended]) -> Iterator[Provision]:
        if part.anchor and lines:
            yield self._headed(lines[0])
        key, path = self._headings.key, self._headings.path
        for line in lines[1:] if part.anchor else lines:
            yield Provision(self._numbered.unique(f"{key}/text"), path, line.text, dates=line.dates, stage=line.stage)
        yield from self._remarks(key, TRAIL.join([path, self._places.word("note")]), remarks)

    def _headed(self, line: Line) -> Provision:
        self._headings.open(line.text)
        key = self._numbered.unique(self._headings.key)
        return Provision(key, self._headings.path, line.text, True, dates=line.dates, stage=line.stage)

    def _article(self, part: Part, lines: list[Line], resolved: Resolved) -> Iterator[Provision]:
        title, lines = opened(part.number, lines)
        if resolved.repeal and not any(line.text for line in lines):
            lines = [Line(resolved.repeal.text, resolved.repeal.dates)]
        if title.is_future:
            lines = [replace(line, stage=line.stage or Stage.ADOPTED) for line in lines]
        key, path = self._articles.unique(f"art:{title.key}", "@"), self._path(title)
        end = next((number for number, line in enumerate(lines) if number and _closing().match(line.text)), len(lines))
        yield from subdivide(key, path, lines[:end], self._places, self._numbered)
        yield from self._remarks(key, self._places.join([path, self._places.word("note")]), resolved.remarks)
        for line in lines[end:]:
            yield Provision(self._numbered.unique("final"), self._places.word("final"), line.text, dates=line.dates)

    def _path(self, title: Title) -> str:
        annex = re.fullmatch(r"N(\d*)", title.number)
        path = self._places.tell("annex", annex[1]).strip() if annex else self._places.tell("article", title.printed)
        return path + "".join(f" ({self._places.word(variant)})" for variant in title.variants)

    def _remarks(self, key: str, path: str, remarks: Iterable[Amended]) -> Iterator[Provision]:
        """What the publisher says in and below an article, an annulment by the Constitutional Court for instance."""
        for remark in remarks:
            if text := self._clean(remark.text):
                yield Provision(self._numbered.unique(f"{key}/note"), path, text, dates=remark.dates)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(markup()["justel"]["closing"])
