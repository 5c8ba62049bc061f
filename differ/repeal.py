"""Texts that only say that a text is gone: "(Abrogé)", "[...]", "... (opgeheven)"."""

import re

from differ.language import cue
from differ.language import language as data_of

LONGEST = 200
REPEALED_BY_LAW = "the law itself says that it is repealed"
ELLIPSIS = re.compile(r"(?:art[a-z]*\.? ?[\w/]+\.? )?[\s\[\]().…]*(?:\.{3}|…)[\s\[\]().…]*", re.IGNORECASE)
BRACKETED = re.compile(r"(?:art[a-z]*\.? ?\S+ )?(?:[\[(].*[\])]\.?|\W*\w+\W*)", re.IGNORECASE)


def says_repealed(text: str, language: str | None) -> bool:
    """Whether ``text`` stands for a repealed one: only dots, or a short bracket that says so."""
    if ELLIPSIS.fullmatch(text):
        return True
    return len(text) <= LONGEST and BRACKETED.fullmatch(text) is not None and law_says_repealed(text, language)


def law_says_repealed(text: str, language: str | None) -> bool:
    """Whether the words themselves say "abrogé", without which people read "supprimé"."""
    data = data_of(language)
    return data is not None and cue(data, "repeal_marks", text) is not None
