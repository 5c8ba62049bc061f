"""The parts of a consolidated law → its Provisions: headings, articles and their subdivisions, the publisher's remarks."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from core.folding import fold
from core.values import Provision, Stage
from differ.extract.amendments import Amended, Resolved, resolve
from differ.extract.justel_numbers import Title, opened
from differ.extract.justel_stream import Part
from differ.extract.legal import Line, subdivide
from differ.extract.places import Places
from differ.extract.reading import TRAIL, Numbered

_RANKS = (
    r"(annexe|bijlage|anlage|anhang)",
    r"(partie|deel|teil)",
    r"(livre|boek|buch)",
    r"(titre|titel)",
    r"(chapitre|hoofdstuk|kapitel)",
    r"(sous-section|onderafdeling|unterabschnitt)",
    r"(section|afdeling|abschnitt)",
)
_LEVEL = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 5}
_LOWEST = 7


class Law:
    """Turns the parts of one law into Provisions; ``clean`` makes the stored form of a text."""

    def __init__(self, wording: Places, clean: Callable[[str], str]) -> None:
        self._places = wording
        self._clean = clean
        self._numbered = Numbered()
        self._articles = Numbered()
        self._trail: list[tuple[int, str]] = []

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
        path = TRAIL.join(text for _, text in self._trail)
        for line in lines[1:] if part.anchor else lines:
            key = self._numbered.unique(f"{self._heading_key()}/text")
            yield Provision(key, path, line.text, dates=line.dates, stage=line.stage)
        yield from self._remarks(self._heading_key(), TRAIL.join([path, self._places.word("note")]), remarks)

    def _headed(self, line: Line) -> Provision:
        level = _level(line.text)
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, line.text))
        path = TRAIL.join(text for _, text in self._trail)
        return Provision(self._numbered.unique(self._heading_key()), path, line.text, True, dates=line.dates, stage=line.stage)

    def _heading_key(self) -> str:
        """Known by the numbers of the headings above it and its own, not by their words."""
        return "head:" + "/".join(fold(text.split(" - ")[0]).strip(". ")[:60] for _, text in self._trail)

    def _article(self, part: Part, lines: list[Line], resolved: Resolved) -> Iterator[Provision]:
        title, lines = opened(part.number, lines)
        if resolved.repeal and not any(line.text for line in lines):
            lines = [Line(resolved.repeal.text, resolved.repeal.dates)]
        if title.is_future:
            lines = [replace(line, stage=line.stage or Stage.ADOPTED) for line in lines]
        key, path = self._articles.unique(f"art:{title.key}", "@"), self._path(title)
        yield from subdivide(key, path, lines, self._places, self._numbered)
        yield from self._remarks(key, self._places.join([path, self._places.word("note")]), resolved.remarks)

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
def _ranks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in _RANKS)


def _level(heading: str) -> int:
    folded = fold(heading).lstrip("([ ")
    return next((_LEVEL[rank] for rank, word in enumerate(_ranks()) if word.match(folded)), _LOWEST)
