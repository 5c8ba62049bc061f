"""Texts that only say that a text is gone: "(Abrogé)", "[...]", "... (opgeheven)"."""

import re
from functools import cache

from core.folding import fold
from differ.language import Language, any_of, cue
from differ.language import language as data_of

LONGEST = 200
REPEALED_BY_LAW = "the law itself says that it is repealed"
ELLIPSIS = re.compile(r"(?:art[a-z]*\.? ?[\w/]+\.? )?[\s\[\]().…]*(?:\.{3}|…)[\s\[\]().…]*", re.IGNORECASE)
BRACKETED = re.compile(r"(?:art[a-z]*\.? ?\S+ )?(?:[\[(<].*[\])>]\.?\d*|\W*\w+\W*)", re.IGNORECASE)


def says_repealed(text: str, language: str | None) -> bool:
    """Whether ``text`` stands for a repealed one: only dots, a short bracket that says so, or words that begin with it."""
    if ELLIPSIS.fullmatch(text):
        return True
    if len(text) > LONGEST:
        return False
    return (BRACKETED.fullmatch(text) is not None and law_says_repealed(text, language)) or _opens_with(text, "repeal_marks", language)


def says_annulled(text: str, language: str | None) -> bool:
    """Whether ``text`` stands for one that a court annulled: "[1 Annulé par l'arrêt …]1"."""
    return len(text) <= LONGEST and _opens_with(text, "annulment_marks", language)


def _opens_with(text: str, marks: str, language: str | None) -> bool:
    data = data_of(language)
    return data is not None and _opening(data, marks).match(fold(text)) is not None


@cache
def _opening(data: Language, marks: str) -> re.Pattern[str]:
    """One of the ``marks`` behind nothing but the number of an article, or "cet article est"."""
    article, subject, gone = (any_of(map(fold, data.words[heading])) for heading in ("article_words", "repeal_subjects", marks))
    return re.compile(rf"(?:{article} ?\d[\w/°]*|\W*{subject})?[\W\d]*{gone}")


def law_says_repealed(text: str, language: str | None) -> bool:
    """Whether the words themselves say "abrogé", without which people read "supprimé"."""
    data = data_of(language)
    return data is not None and cue(data, "repeal_marks", text) is not None
