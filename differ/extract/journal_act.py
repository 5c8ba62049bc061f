"""The structure of an act of the EU, built passage by passage: where each stands, how it is called, what identifies it."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from core.values import Provision
from differ.extract.journal_marks import number_of, says
from differ.extract.journal_places import DASH, QUOTES, Place, article_of, closes, leaves_open, sort_of
from differ.extract.places import Places
from differ.extract.reading import TRAIL, Block, Instructions, Numbered, digest

_SIGNS = re.compile(r"[►▼]\s?[A-Z]{1,2}\d*|\s*◄\s*(?=[.,;:)])|◄")
_ANNEX = re.compile(r"^\W*(?:annexe?|bijlage|anhang)\b\s*([IVXLC0-9]*)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^(\d{1,3}(?:[a-z]{0,2}|\s(?:bis|ter|quater|\w+ies)))\.\s+(?=\S)")
_ITEM = re.compile(r"^(\(?(?:[a-z]{1,2}|[ivx]{1,4}|\d{1,2})\)|[-–—])\s+(?=\S)")
_RECITAL = re.compile(r"^\((\d{1,3})\)\s+(?=\S)")
_LOWEST = 8.0
_NOWHERE = Place()


@dataclass
class Act:
    """Collects the Provisions of one act.

    ``flat`` acts print each point as a paragraph of its own, so that its label alone tells how deep it stands.
    ``own`` is the article or annex whose paragraphs are numbered; ``quoted`` where the words of another act began.
    """

    places: Places
    instructions: Instructions
    flat: bool = False
    corrects: bool = False
    provisions: list[Provision] = field(default_factory=list)
    place: Place = _NOWHERE
    own: Place = _NOWHERE
    quoted: Place | None = None
    points: list[tuple[str, Place]] = field(default_factory=list)
    trail: list[tuple[float, str, str]] = field(default_factory=list)
    _numbered: Numbered = field(default_factory=Numbered)
    _dashes: Counter[str] = field(default_factory=Counter)
    _before: Place = _NOWHERE
    _recitals: int = 0
    _signed: bool = False

    def clean(self, text: str) -> str:
        """The stored text, without the signs of amendments."""
        return self.instructions.clean(_SIGNS.sub("", text))

    def add(self, place: Place, text: str, label: str = "") -> None:
        """One Provision at ``place``."""
        path = self.places.join(place.path) if place.path else TRAIL.join(words for _, words, _ in self.trail)
        self.provisions.append(Provision(self._numbered.unique(place.key), path, text, place.firm, label))

    def title(self, words: str) -> None:
        """The title of the act, before all else."""
        if words:
            self.add(Place("title", (self.places.word("title"),), True), words)
        self.begin()

    def begin(self) -> None:
        """The enacting text begins, behind the title or a memorandum that explains it."""
        self.trail = []
        self.stand(Place("preamble", (self.places.word("preamble"),)))

    def stand(self, place: Place) -> None:
        """Goes to a place that nothing around it numbers."""
        self.place = self.own = place
        self.quoted = None
        self.points.clear()

    def article(self, words: str, quoted: bool = False) -> None:
        """Opens an article by its printed title; one that is quoted belongs to the act it changes."""
        number, rest = article_of(words)
        place = Place(f"art:{number}", (self.places.tell("article", number),), True)
        if quoted or self.quoted or words.startswith(QUOTES):
            self.quoted = self.quoted or self._base().after()
            name = f"“{place.path[0]}”"
            place = Place(f"{self.quoted.key}/“{number}”", (*self.quoted.path, name), True)
            self.place = self.own = place
            self.points.clear()
        else:
            self.stand(place)
        if rest:
            self.subtitle(rest)

    def subtitle(self, words: str) -> None:
        """The heading of the article that has just been opened."""
        here = self.place
        if here.key.startswith("art:"):
            self.add(replace(here, key=f"{here.key}/title", path=(*here.path, self.places.word("heading"))), words)

    def heading(self, words: str, second: bool) -> None:
        """The heading of a division or annex: its number, or (``second``) the title that belongs to it."""
        annex = _ANNEX.match(words)
        if annex:
            self.trail = [(0, words, f"anx:{annex[1] or '1'}")]
            self.stand(Place(f"anx:{annex[1] or '1'}", (self.places.tell("annex", annex[1]).strip(),), True))
        elif words:
            self._division(words, second)
            if not self.own.key.startswith("anx"):
                self.stand(_NOWHERE)
        if words:
            *above, (level, _, last) = self.trail
            key = "/".join([*(key for _, _, key in above if key != "title"), last])
            self.add(Place(f"head:{key}", firm=level < _LOWEST), words)

    def _division(self, words: str, second: bool) -> None:
        """A numbered division is known by its number, the title that follows it as its title, any other heading by its words."""
        number, (level, _, above) = number_of(words), self.trail[-1] if self.trail else (0.0, "", "")
        if number:
            heading = (float(number.rank), words, number.name)
        elif above not in ("", "title") and (second or above.startswith("anx")):
            heading = (level + 0.5, words, "title")
        else:
            heading = (_LOWEST, words, digest(words))
        self.trail = [each for each in self.trail if each[0] < heading[0]] + [heading]

    def recital(self, number: str = "") -> None:
        """Opens the recital of that number; an unnumbered one is counted."""
        if self.place.key == "preamble":
            self._before = self.place
        self._recitals = int(number) if number.isdecimal() else self._recitals + 1
        self.stand(Place(f"rct:{self._recitals}", (self.places.tell("recital", str(self._recitals)),), bool(number)))

    def final(self) -> Place:
        """The closing formula."""
        return Place("final", (self.places.word("final"),))

    def may_number(self) -> bool:
        """Whether a number at the start of a passage is that of a paragraph here: not within a point or a quoted passage."""
        own = self.own.key
        numbered = own.startswith(("art:", "anx:")) and (self.quoted is None or "“" in own)
        return numbered and re.fullmatch(rf"{re.escape(own)}(/par[^/]+)?", self._base().key) is not None

    def paragraph(self, number: str) -> None:
        """Opens a numbered paragraph of the article."""
        path = (*self.own.path, self.places.tell("eu_paragraph", number))
        self.place = Place(f"{self.own.key}/par{number}", path, True)
        self.points.clear()

    def below(self, label: str) -> Place:
        """The place of a point: its number without the opening bracket, or a dash with its rank."""
        here = self.place
        if DASH.match(label):
            self._dashes[here.key] += 1
            rank = str(self._dashes[here.key])
            return Place(f"{here.key}/-{rank}", (*here.path, self.places.tell("indent", rank)))
        name = label.lstrip("(‘'\"«„“ ")
        return Place(f"{here.key}/{name}", (*here.path, self.places.point(name)), here.firm)

    def item(self, label: str) -> None:
        """A point that stands on no table: one of its sort is its elder, else it stands below them all."""
        sort = sort_of(label.strip("()."), self.place, [sort for sort, _ in self.points])
        above = next((rank for rank, (known, _) in enumerate(self.points) if known == sort), None)
        if above is not None:
            self.place = self.points[above][1]
            del self.points[above:]
        outer = self.place.after()
        self.place = self.below(label)
        self.points.append((sort, outer))

    def _base(self) -> Place:
        """Where we stand without regard to points that no table bounds."""
        return self.points[0][1] if self.points else self.place

    def text(self, raw: str) -> None:
        """A passage, at the place that its first words open."""
        if not (self._signed and self.place.key == "final"):
            self.said(self._opened(self.clean(raw)))

    def said(self, raw: str) -> None:
        """A passage at the present place, whatever its first words are."""
        if text := self.clean(raw):
            self.place = replace(self.place, passage=self.place.passage + 1)
            self.add(self._passage(), text)
            self._signed = self.place.key == "final" and says("signed", text)
            self._mark_quotes(text)

    def _opened(self, text: str) -> str:
        """Opens the place that a passage names, and gives what it says there; nothing where it only names it."""
        if self.corrects:
            return self._correction(text)
        if self.place.key.startswith(("preamble", "rct")):
            return self._preamble(text)
        if self.own.key.startswith("art:") and self.quoted is None and says("closing", text):
            self.stand(self.final())
        return self._numbers(text)

    def _preamble(self, text: str) -> str:
        opened = _RECITAL.match(text)
        if opened or says("whereas", text):
            self.recital(opened[1] if opened else "")
            return text[opened.end() :] if opened else text
        if self.place.key.startswith("rct:") and says("adopts", text):
            self.stand(self._before)
        return text

    def _numbers(self, text: str) -> str:
        if self.may_number() and (opened := _PARAGRAPH.match(text)):
            self.paragraph(opened[1].replace(" ", ""))
            text = text[opened.end() :]
        if self.flat and self.own.key.startswith(("art:", "anx:")):
            if item := _ITEM.match(text):
                self.item(item[1])
                return text[item.end() :]
            if self.points:
                self.place = self._base()
                self.points.clear()
        return text

    def _correction(self, text: str) -> str:
        """``au lieu de:`` and ``lire:`` name the two sides of the place in the act that a corrigendum named before."""
        side = next((side for side in ("wrong", "right") if says(side, text)), None)
        if side:
            self.place = Place(f"{self.own.key}/{side}", (*self.own.path, text.rstrip(" :")), True)
            return ""
        if not text.startswith((*QUOTES, "(", "—", "–")):
            self.stand(Place(f"corr:{digest(text)}", (text.rstrip(" :"),), True))
        return text

    def _mark_quotes(self, text: str) -> None:
        """Remembers that the words of another act begin here and go on, or that they end."""
        if self.quoted is None and leaves_open(text):
            self.quoted = self._base()
        elif self.quoted and closes(text):
            self.leave(self.quoted.after())

    def leave(self, place: Place) -> None:
        """Ends what was quoted and stands at ``place`` again, with the article around it."""
        self.place, self.quoted = place, None
        own = re.match(r"(?:art|anx):[^/]+", place.key)
        self.own = Place(own[0], place.path[:1], True) if own else place
        self.points.clear()

    def cells(self, blocks: list[Block]) -> None:
        """A table with its labels at their places, each cell with the labels of its row and column."""
        here = self.places.join(self.place.path) if self.place.path else ""
        for block in blocks:
            key = self._numbered.unique(f"{self.place.key}/{digest(*block.identity) if block.identity else 'label'}")
            path = TRAIL.join(filter(None, (here, *block.trail)))
            self.provisions.append(Provision(key, path, block.text, bool(block.identity), block.label))

    def _passage(self) -> Place:
        """The present place, as its second or later passage where it has been used already."""
        here = self.place
        if here.passage < 2 or not here.path:
            return here
        if here.key in ("preamble", "final") or here.key.startswith("corr:"):
            return replace(here, key=f"{here.key}/{here.passage}")
        words = self.places.tell("eu_subparagraph", str(here.passage))
        return replace(here, key=f"{here.key}/sub{here.passage}", path=(*here.path, words), firm=False)
