"""Sentences that lean on what stands before them: they name it again, answer it, or say little more than a value."""

import re
from collections.abc import Sequence

from alerts.desk.speech import words_like
from alerts.sentences import subject_words
from core.folding import fold
from core.values import Fact

POINTING = re.compile(
    r"\b((ce|cet|cette|ces|deze|dit|this|these) [a-z]+|pour (cela|ce faire)|(hier|daar|er)voor|(hebt|heb|heeft|hebben) er"
    r"|(is|wordt|kost) dat|dat (is|wordt|kost)|(die|dat) (bescherming|statuut|kaart|termijn|bedrag|procedure|dossiers|retributie|recht"
    r"|ambassade|dienst))\b"
    r"|^(pour|dans) (la|le) (premiere?|deuxieme|seconde?|troisieme|derniere?)\b|^(voor|in) de (eerste|tweede|derde|laatste)\b"
)
"""How a sentence names again what was spoken of before it."""
PRONOUN = re.compile(
    r"^(il|elle|ils|elles|celui-ci|celle-ci|ceux-ci|celles-ci|c'est|(son|sa|leur) (montant|prix|cout|duree|fin|delai|echeance)"
    r"|ze|zij|dit|die|dat|het (is|kost|bedraagt|gaat|loopt|geldt|duurt|wordt|eindigt|stopt)|it|they)\b"
)
"""How a sentence begins whose subject is what was spoken of before it."""
CONCLUDING = re.compile(r"^(alors|dans ce cas|dan|daarom|in dat geval|then|so|in that case)\b|\b(donc|dus)\b")
"""How a sentence speaks that draws a conclusion from the one before it."""
ASKED, FEW = (":", "?"), 12
"""How a sentence ends that the next one answers; how many words one has at most that says little more than a value."""


def points_back(sentence: str, before: str = "") -> bool:
    """Whether a folded sentence goes on about what stands before it, or answers it: ``before`` leads in or asks."""
    return before.endswith(ASKED) or any(pattern.search(sentence) for pattern in (POINTING, PRONOUN, CONCLUDING))


def is_bare(sentence: str, stated: Sequence[Fact], language: str) -> bool:
    """Whether it says little more than its values, so that what stands before it tells of what: "Comptez soixante euros par adulte."."""
    if len(sentence.split()) > FEW:
        return False
    rest = sentence
    for fact in reversed(stated):
        rest = f"{rest[: fact.start]} {rest[fact.end :]}"
    words = [word.strip(".,:;!?()") for word in fold(rest).split()]
    return not subject_words(" ".join(words), language) - words_like("payment", words, language)
