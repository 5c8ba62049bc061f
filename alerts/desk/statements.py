"""What a page states: each Claim with the words around it that tell what it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from alerts.desk.archived import is_archived
from alerts.desk.claims import Claim
from alerts.desk.leaning import is_bare, points_back
from alerts.desk.matters import matters_of
from alerts.desk.readings import read
from alerts.desk.speech import Speech
from alerts.desk.states import Place, States, Told, states
from alerts.sentences import sentences, subject_words
from core.folding import fold
from core.values import Fact, FactType, Provision

WIDE, ABOVE = 2, 6
"""How many sentences before one still tell what it is about; and above a table."""
OPENING, CLOSING = "«“‹", "»”›"
PAUSE = re.compile(
    r"[,;()–—]\s|\s[(–—☐•▪✓✔+|]\s?"
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
    lead: str = ""
    """The sentence before it, folded, in its own paragraph or the one above."""
    leans: bool = False
    """Whether its sentence goes on about what stands before it, or says little more than the value."""
    is_bare: bool = False
    """Whether its sentence says little more than the value: what stands before it tells of what."""
    told: Told | None = None
    """Where it is a state that is told in whatever words: of what."""
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
        before = self.claim.sentence[: self.fact.start]
        parts = PAUSE.split(before.removesuffix("("))
        return parts[-1]

    @property
    def trailing(self) -> str:
        """What follows the value in its part of the sentence; in the next one too, where its own says nothing: "En mai 2026, …"."""
        parts = PAUSE.split(self.claim.sentence[self.fact.end :])
        opens = self.fact.type is FactType.DATE and not parts[0].strip() and not subject_words(self.leading, self.speech.language)
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
        said, archived = Speech(self._without_asides(), language), Speech(self.claim.path, language).shows("archive")
        former = any(Speech(head, language).shows("former") for head in (self.column, self.row))
        # The states of a matter are told of today where they are read at all, unless somebody told of them then.
        today_alone = self.told is not None and self.told.subject and not any(map(self.claim.sentence.count, OPENING))
        history = not today_alone and said.tells_history(today)
        whole = self.claim.sentence[:1] in OPENING and self.claim.sentence.rstrip(".")[-1:] in CLOSING
        return not (self.quoted or whole or archived or former or history or self.speech.is_in_other_words(self.fact.start))

    def _without_asides(self) -> str:
        """The sentence without the relative clauses that do not hold the words: "dat laatst werd verlengd" says nothing of today."""
        sentence, start = self.claim.sentence, self.fact.start
        return ASIDE.sub(lambda found: found.group() if found.start() <= start < found.end() else " ", sentence)


def statements(provisions: Sequence[Provision], language: str, title: str = "") -> list[Statement]:
    """Every Fact that the page states, in order; none where it says on top that it is no longer right."""
    if is_archived(provisions, language):
        return []
    page = fold(" ".join([title, *(f"{provision.path} {provision.label} {provision.text}" for provision in provisions)]))
    found: list[Statement] = []
    above: list[str] = []
    line = ""
    matters = matters_of(page, language)
    for provision in _by_their_rows(provisions):
        own = sentences(provision.text, language)
        lead = _lead(own[0], provision, above) if own else []
        quoted = _in_other_words(own)
        for number, sentence in enumerate(own):
            around = " ".join([title, *lead, *own[:number][-WIDE:]]).strip()
            start = sum(len(each) + 1 for each in own[:number])
            before = fold((own[:number] or [line])[-1])
            told = states(sentence, Place.of(provision, [*lead, *own[:number][-WIDE:]], title), language, matters)
            stated = _of_sentence(sentence, start, provision, language, around, quoted[number], before, told)
            found += [replace(each, page=page) for each in stated]
        # Cells of a table and entries of a list stand beside one another: none tells what the next is about.
        line = own[-1] if own and not provision.label else line
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
    return above[-WIDE:] if points_back(fold(sentence), *above[-1:]) else ()


def _in_other_words(own: Sequence[str]) -> list[bool]:
    """For each sentence of a paragraph whether all of it is quoted: a quotation may open in one and close in a later."""
    quoted, deep = [], 0
    for sentence in own:
        quoted.append(deep > 0)
        deep = max(0, deep + sum(map(sentence.count, OPENING)) - sum(map(sentence.count, CLOSING)))
    return quoted


def _of_sentence(  # noqa: PLR0913, PLR0917 - one sentence and what is around it
    sentence: str, at: int, provision: Provision, language: str, around: str, quoted: bool, lead: str, told: States
) -> list[Statement]:
    headings = provision.path.split(" › ")
    above = headings[:-2] if provision.label else headings
    column = headings[-1] if provision.label else ""
    stated = told.instead_of(read(sentence, language, column))
    said = fold(f"{column} {provision.label} {sentence}")
    near, far = f"{fold(' '.join(above[-2:]))} {said}", fold(" ".join([*headings, around]))
    bare = not provision.label and is_bare(sentence, stated, language)
    leans = bare or points_back(fold(sentence), around)
    if leans:
        near = f"{near} {fold(around)} {lead if bare else ''}"
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
            lead,
            leans,
            bare,
            told.of(fact),
        )
        for fact in stated
    ]
