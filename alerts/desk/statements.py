"""What a page states: each Claim with the words around it that tell what it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.desk.claims import Claim
from alerts.desk.speech import Speech
from alerts.sentences import sentences
from core.folding import fold
from core.values import Fact, Provision
from differ.facts import facts

WIDE, ABOVE = 2, 6
"""How many sentences before one still tell what it is about; and above a table."""
OPENING, CLOSING = "«“‹", "»”›"
POINTING = re.compile(r"\b(ce|cet|cette|ces|deze|dit|this|these) [a-z]+")
"""How a sentence names again what was spoken of before it."""
BACKWARD = re.compile(r"^(ce|cet|cette|ces|il|elle|ils|elles|celui-ci|celle-ci|dit|deze|dat|die|het|ze|this|that|these|it|they)\b")
"""How a sentence begins that goes on about what stands before it."""
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
    quoted: bool = False
    """Whether its whole sentence stands within a quotation that began before it."""

    @property
    def fact(self) -> Fact:
        """The Fact that is stated."""
        return self.claim.fact

    @property
    def text(self) -> str:
        """The words of the sentence that state it."""
        return self.claim.sentence[self.fact.start : self.fact.end]

    def is_said_by_the_page(self) -> bool:
        """Whether the page says it of today: neither history, nor a quotation, nor an example."""
        speech = self.speech
        return not self.quoted and not speech.tells_history() and not speech.is_in_other_words(self.fact.start)


def statements(provisions: Sequence[Provision], language: str, title: str = "") -> list[Statement]:
    """Every Fact that the page states, in order."""
    found: list[Statement] = []
    above: list[str] = []
    for provision in provisions:
        own = sentences(provision.text, language)
        lead = _lead(own[0], provision, above) if own else []
        quoted = _in_other_words(own)
        for number, sentence in enumerate(own):
            around = " ".join([title, *lead, *own[:number][-WIDE:]])
            found += _of_sentence(sentence, provision, language, around, quoted[number])
        # Cells of a table and entries of a list stand beside one another: none tells what the next is about.
        if own and not provision.label and own[-1].endswith(CLOSED):
            above = [*above, *own][-ABOVE:]
    return found


def _lead(sentence: str, provision: Provision, above: Sequence[str]) -> Sequence[str]:
    """The text above that still tells what a Provision is about: it stands above a table, leads in, or is pointed back to."""
    if provision.label:
        return above
    goes_on = BACKWARD.search(fold(sentence)) or (above and above[-1].endswith(":"))
    return above[-WIDE:] if goes_on else ()


def _in_other_words(own: Sequence[str]) -> list[bool]:
    """For each sentence of a paragraph whether all of it is quoted: a quotation may open in one and close in a later."""
    quoted, deep = [], 0
    for sentence in own:
        quoted.append(deep > 0)
        deep = max(0, deep + sum(map(sentence.count, OPENING)) - sum(map(sentence.count, CLOSING)))
    return quoted


def _of_sentence(sentence: str, provision: Provision, language: str, around: str, quoted: bool) -> list[Statement]:
    stated = facts(sentence, language)
    headings = provision.path.split(" › ")
    said = fold(f"{provision.label} {sentence}")
    near, far = f"{fold(' '.join(headings[-2:]))} {said}", fold(" ".join([*headings, around]))
    if POINTING.search(said):
        near = f"{near} {fold(around)}"
    speech = Speech(sentence, language)
    return [
        Statement(Claim(sentence, fact, provision.path), speech, near, far, tuple(other for other in stated if other is not fact), quoted)
        for fact in stated
    ]
