"""What a page states: each Claim with the words around it that tell what it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.claims import Claim
from alerts.desk.speech import Speech
from alerts.sentences import sentences
from core.folding import fold
from core.values import Fact, Provision
from differ.facts import facts

WIDE = 2
"""How many sentences before one still tell what it is about."""
BACKWARD = re.compile(r"(ce|cet|cette|ces|il|elle|ils|elles|celui-ci|celle-ci|dit|deze|dat|die|het|ze|this|that|these|it|they)\b")
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
        return not self.speech.tells_history() and not self.speech.is_in_other_words(self.fact.start)


def statements(provisions: Sequence[Provision], language: str, title: str = "") -> list[Statement]:
    """Every Fact that the page states, in order."""
    found: list[Statement] = []
    above: list[str] = []
    for provision in provisions:
        own = sentences(provision.text, language)
        lead = above if own and _goes_on(own[0], provision, above) else []
        for number, sentence in enumerate(own):
            around = [title, *[*lead, *own[:number]][-WIDE:]]
            found += _of_sentence(sentence, provision, language, " ".join(around))
        # Cells of a table and entries of a list stand beside one another: none tells what the next is about.
        if own and not provision.label and own[-1].endswith(CLOSED):
            above = [*above, *own][-WIDE:]
    return found


def _goes_on(sentence: str, provision: Provision, above: Sequence[str]) -> bool:
    """Whether the text above still tells what a Provision is about: it leads in, stands above a table, or is pointed back to."""
    return bool(provision.label or BACKWARD.match(fold(sentence)) or (above and above[-1].endswith(":")))


def _of_sentence(sentence: str, provision: Provision, language: str, around: str) -> list[Statement]:
    stated = facts(sentence, language)
    headings = provision.path.split(" › ")
    near, far = fold(" ".join([*headings[-2:], provision.label, sentence])), fold(" ".join([*headings, around]))
    speech = Speech(sentence, language)
    return [
        Statement(Claim(sentence, fact, provision.path), speech, near, far, tuple(other for other in stated if other is not fact))
        for fact in stated
    ]
