"""What a page states: each Claim with the words around it that tell what it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from alerts.desk.claims import Claim
from alerts.desk.readings import read
from alerts.desk.speech import Speech
from alerts.sentences import sentences, subject_words
from core.folding import fold
from core.values import Fact, FactType, Provision

WIDE, ABOVE = 2, 6
"""How many sentences before one still tell what it is about; and above a table."""
OPENING, CLOSING = "«“‹", "»”›"
POINTING = re.compile(
    r"\b((ce|cet|cette|ces|deze|dit|this|these) [a-z]+|pour (cela|ce faire)|(hier|daar|er)voor|(hebt|heb|heeft|hebben) er"
    r"|(is|wordt|kost) dat|dat (is|wordt|kost)|(die|dat) (bescherming|statuut|kaart|termijn|bedrag|procedure|dossiers|retributie|recht"
    r"|ambassade|dienst))\b"
)
"""How a sentence names again what was spoken of before it."""
BACKWARD = re.compile(
    r"^(ce|cet|cette|ces|il|elle|ils|elles|celui-ci|celle-ci|dit|deze|dat|die|het|ze|this|that|these|it|they"
    r"|alors|donc|dans ce cas|dan|daarom|in dat geval|then|so)\b"
)
"""How a sentence begins that goes on about what stands before it."""
CONCLUDING = re.compile(r"^(alors|donc|dans ce cas|dan|daarom|in dat geval|then|in that case)\b")
"""How a sentence begins that answers the one before it."""
PAUSE = re.compile(
    r"[,;()–—]\s|\s[(–—]"
    r"|\s(?:et|mais)\s(?=(?:ils?|elles?|on|vous|nous|cel\w+|ce|ne|n'\w+|est|sont)\b)"
    r"|\s(?:en|maar)\s(?=(?:het|je|dat|die|we|u|ze|is|zijn|wordt|worden)\b)"
)
"""Where one part of a sentence ends: at a comma and the like, and where another subject begins."""
ASIDE = re.compile(r", (?:qui|que|qu'|dont|dat|die|waarvan|waarmee|which|who|whose)\b[^,;:.]*,", re.IGNORECASE)
"""A relative clause between two commas."""
VALUE = "#"
WORD_OR_VALUE = re.compile(rf"[a-z]+|{VALUE}")
"""What takes the place of the other values of a sentence, so that only its words are compared."""
CLOSED = (".", "!", "?", "…", ":")


@dataclass(frozen=True)
class Statement:
    """A Claim where it stands: ``near`` and ``far`` are folded texts that say what it is about.

    ``near`` is its sentence with the last headings above it and the label of its row; ``far`` the sentences before it and the title.
    ``beside`` are the other Facts of its sentence.
    """

    claim: Claim
    speech: Speech
    near: str
    far: str
    beside: tuple[Fact, ...]
    row: str = ""
    column: str = ""
    """The heads of its row and its column, where it stands in a table."""
    quoted: bool = False
    """Whether its whole sentence stands within a quotation that began before it."""
    pin: str | None = None
    """The official rule that the page itself names for it, ``data-veille-rule`` in its markup."""
    page: str = ""
    """All that the page says, folded: what it is about at large."""

    @property
    def fact(self) -> Fact:
        """The Fact that is stated."""
        return self.claim.fact

    @property
    def clause(self) -> str:
        """The part of the sentence, between its commas and the like, that states it; with the head of its row."""
        return f"{self.row} {self.leading}{self.text}{self.trailing}"

    @property
    def leading(self) -> str:
        """What leads to the value in its part of the sentence."""
        return PAUSE.split(self.claim.sentence[: self.fact.start])[-1]

    @property
    def trailing(self) -> str:
        """What follows the value in its part of the sentence; in the next one too, where its own says nothing: "En mai 2026, …"."""
        parts = PAUSE.split(self.claim.sentence[self.fact.end :])
        opens = self.fact.type is FactType.DATE and not parts[0].strip()
        alone = opens or not subject_words(f"{self.leading} {parts[0]}", self.speech.language)
        return ", ".join(parts[: 2 if alone else 1])

    @cached_property
    def subject(self) -> frozenset[str]:
        """The words that say what its sentence is about, without its value, with the head of its row."""
        sentence, fact = self.claim.sentence, self.fact
        return subject_words(f"{self.row} {sentence[: fact.start]} {sentence[fact.end :]}", self.speech.language)

    @cached_property
    def words_before(self) -> tuple[str, ...]:
        """The words before the value, the nearest first; other values are all alike."""
        return self._words(0, self.fact.start)[::-1]

    @cached_property
    def words_after(self) -> tuple[str, ...]:
        """The words after the value, the nearest first; other values are all alike."""
        return self._words(self.fact.end, len(self.claim.sentence))

    def _words(self, start: int, end: int) -> tuple[str, ...]:
        text, position = "", start
        for fact in sorted(self.beside, key=lambda each: each.start):
            if start <= fact.start and fact.end <= end and fact.start >= position:
                text += f"{self.claim.sentence[position : fact.start]} {VALUE} "
                position = fact.end
        return tuple(WORD_OR_VALUE.findall(fold(text + self.claim.sentence[position:end])))

    @property
    def text(self) -> str:
        """The words of the sentence that state it."""
        return self.claim.sentence[self.fact.start : self.fact.end]

    def is_said_by_the_page(self, today: date) -> bool:
        """Whether the page says it of today: neither history, nor a quotation, nor an example."""
        language = self.speech.language
        told, archived = Speech(self._without_asides(), language), Speech(self.claim.path, language).shows("archive")
        return not (self.quoted or archived or told.tells_history(today) or self.speech.is_in_other_words(self.fact.start))

    def _without_asides(self) -> str:
        """The sentence without the relative clauses that do not hold the words: "dat laatst werd verlengd" says nothing of today."""
        sentence, start = self.claim.sentence, self.fact.start
        return ASIDE.sub(lambda found: found.group() if found.start() <= start < found.end() else " ", sentence)


def statements(provisions: Sequence[Provision], language: str, title: str = "") -> list[Statement]:
    """Every Fact that the page states, in order."""
    page = fold(" ".join([title, *(f"{provision.path} {provision.label} {provision.text}" for provision in provisions)]))
    found: list[Statement] = []
    above: list[str] = []
    for provision in _by_their_rows(provisions):
        own = sentences(provision.text, language)
        lead = _lead(own[0], provision, above) if own else []
        quoted = _in_other_words(own)
        for number, sentence in enumerate(own):
            around = " ".join([title, *lead, *own[:number][-WIDE:]]).strip()
            start = sum(len(each) + 1 for each in own[:number])
            found += [replace(each, page=page) for each in _of_sentence(sentence, start, provision, language, around, quoted[number])]
        # Cells of a table and entries of a list stand beside one another: none tells what the next is about.
        if own and not provision.label and own[-1].endswith(CLOSED):
            above = [*above, *own][-ABOVE:]
    return found


def _by_their_rows(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """The Provisions; each cell of a table is labelled with all that stands before it in its row."""
    row: list[str] = []
    for provision in provisions:
        row = row if row[:1] == [provision.label] else [provision.label]
        yield replace(provision, label=", ".join(row)) if provision.label else provision
        row.append(provision.text)


def _lead(sentence: str, provision: Provision, above: Sequence[str]) -> Sequence[str]:
    """The text above that still tells what a Provision is about: it stands above a table, leads in, or is pointed back to."""
    if provision.label:
        return above
    goes_on = BACKWARD.search(fold(sentence)) or POINTING.search(fold(sentence)) or (above and above[-1].endswith((":", "?")))
    return above[-WIDE:] if goes_on else ()


def _in_other_words(own: Sequence[str]) -> list[bool]:
    """For each sentence of a paragraph whether all of it is quoted: a quotation may open in one and close in a later."""
    quoted, deep = [], 0
    for sentence in own:
        quoted.append(deep > 0)
        deep = max(0, deep + sum(map(sentence.count, OPENING)) - sum(map(sentence.count, CLOSING)))
    return quoted


def _of_sentence(  # noqa: PLR0913, PLR0917 - one sentence and what is around it
    sentence: str, at: int, provision: Provision, language: str, around: str, quoted: bool
) -> list[Statement]:
    stated = read(sentence, language)
    headings = provision.path.split(" › ")
    above = headings[:-2] if provision.label else headings
    column = headings[-1] if provision.label else ""
    said = fold(f"{column} {provision.label} {sentence}")
    near, far = f"{fold(' '.join(above[-2:]))} {said}", fold(" ".join([*headings, around]))
    if POINTING.search(said) or CONCLUDING.search(said) or around.endswith("?"):
        near = f"{near} {fold(around)}"
    speech = Speech(sentence, language)
    return [
        Statement(
            Claim(sentence, fact, provision.path),
            speech,
            near,
            far,
            tuple(other for other in stated if other is not fact),
            provision.label,
            column,
            quoted,
            provision.pinned_to(at + fact.start, at + fact.end),
        )
        for fact in stated
    ]
