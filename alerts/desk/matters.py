"""What can be halted or go on, and the expressions of a language that tell it: ``states.*.yaml``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.plain_yaml import read_plain

NEVER = "(?!)"
HALTED, GOING = "halted", "going"
WORDS = (HALTED, "ended", "freed", "resumed", "done", GOING, "denied", "awaited")
"""The expressions that tell a state together: from the first to the last of them it is marked."""
PLACE = ("setting", "where", "elsewhere", "thing", "other", "authority", "of", "others", "contrast", "which", "empty")
"""Those that tell whether a text is about the matter, and whose it is."""
TENSE = ("past", "unsaid", "happened", "pointing", "verb", "affirmed", "lasts", "entry")
"""Those that tell whether it is told of today, and how."""
EXPRESSIONS = (*WORDS, *PLACE, *TENSE)
BEGINNINGS = ("of", "others")
"""The expressions that are the beginnings of words: of names, which take many forms."""
FEW = 6
"""How many words an answer or an entry has at most that leaves it to what stands above to say what it denies."""


@dataclass(frozen=True)
class Matter:
    """Something that is halted or goes on, and the expressions of a language that tell it."""

    name: str
    about: str
    """A word that says what it is about, as official rules know it."""
    values: Mapping[str, str]
    """What the contract calls a halt, and its contrary."""
    alone: frozenset[str]
    """All the contract's words for states of such matters."""
    expressions: Mapping[str, re.Pattern[str]]
    of_many: bool
    """Whether it is told of several, each with a state of its own."""
    whole: bool
    """Whether a state is marked with the whole part of the sentence that tells it."""

    def has(self, name: str) -> bool:
        """Whether there are expressions called ``name``."""
        return self.expressions[name].pattern != NEVER

    def finds(self, name: str, text: str) -> re.Match[str] | None:
        """Where one of the expressions called ``name`` stands first in the folded text."""
        return self.expressions[name].search(text)

    def sign_of(self, part: str, is_where: bool = True) -> str | None:
        """What a part of a sentence says of the matter, if anything; common doings count only where they are the matter's."""
        if self.finds("past", part) or self.finds("unsaid", part):
            return None
        turned = self.finds("denied", part) or self.finds("awaited", part)
        if self.finds("freed", part):
            return GOING
        if self.finds("resumed", part):
            return HALTED if turned else GOING
        if self.finds(HALTED, part):
            return GOING if self.finds("ended", part) and not turned else HALTED
        denied = self.finds("denied", part)
        if self.finds("done", part) and denied:
            return HALTED
        return GOING if is_where and self.finds(GOING, part) and not denied else None

    def is_an_answer(self, part: str) -> bool:
        """Whether it only affirms or denies: "Pas encore, …"."""
        return len(part.split()) <= FEW // 2 and bool(self.finds("affirmed", part) or self.finds("denied", part))

    def is_of_another(self, part: str) -> bool:
        """Whether a part of a sentence is about something else."""
        return self.finds("other", part) is not None and not self.finds("authority", part)

    def begins(self, part: str) -> int:
        """Where in a part of a sentence the words begin that are marked: all of it, or those that tell a plan, or law."""
        return 0 if self.whole else min(found.start() for name in WORDS for found in self.all_of(name, part))

    def hints(self, part: str) -> bool:
        """Whether it names no halt, or points back to one."""
        return bool(self.finds("pointing", part)) or not any(self.finds(name, part) for name in (HALTED, "resumed"))

    def is_event(self, part: str) -> bool:
        """Whether it tells how a state began."""
        return self.finds("happened", part) is not None

    def subjects(self, text: str) -> list[str]:
        """Whose state a text may tell, each once; others of whom it tells none are among them, without a name."""
        text = self.expressions["unlike"].sub(" ", text)
        named = list(dict.fromkeys(found.group() for found in self.all_of("of", text)))
        return named or ([""] if self.finds("others", text) else [])

    def all_of(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Where the expressions called ``name`` stand in the folded text."""
        return self.expressions[name].finditer(text)

    def asked(self, text: str) -> str | None:
        """What a text above an answer says or asks of the matter."""
        return self.sign_of(text) or (GOING if self.finds("done", text) else None)

    def parts(self, folded: str) -> Iterator[tuple[int, str]]:
        """The parts of a sentence between its commas and the like, each with where it begins."""
        start = 0
        for pause in [*self.expressions["pause"].finditer(folded), None]:
            part = folded[start : pause.start() if pause else None]
            yield start + len(part) - len(part.lstrip()), part.lstrip()
            start = pause.end() if pause else start


def matters_of(page: str, language: str) -> tuple[Matter, ...]:
    """The matters that a page speaks of at all; all that it says is folded."""
    return tuple(matter for matter in _matters(language) if not matter.has("setting") or matter.finds("setting", page))


@cache
def _matters(language: str) -> tuple[Matter, ...]:
    """The matters of a language, none without a file."""
    path = Path(__file__).parent / f"states.{language}.yaml"
    data: Mapping[str, Any] = read_plain(path.read_text(encoding="utf-8")) if path.is_file() else {}
    shared = data.get("every", {})
    return tuple(_matter(name, {**shared, **given}) for name, given in data.items() if name != "every")


def _matter(name: str, data: Mapping[str, Any]) -> Matter:
    values, alone, about = data["values"], frozenset(data.get("alone", ())), data["about"]
    given = {key: list(_flat(data.get(key, ()))) for key in (*EXPRESSIONS, "pause")}
    halted = f"(?:{'|'.join(given[HALTED]) or NEVER})"
    worded = {key: [each.replace("<halted>", halted) for each in given[key]] for key in EXPRESSIONS}
    named = f"(?:{'|'.join(worded['of'])})" if worded["of"] else NEVER
    worded["telling"] = [*(each for key in WORDS for each in worded[key]), *worded["empty"]]
    worded["known"] = [*worded["telling"], *worded["thing"], *worded["lasts"], rf"{named}\w*"]
    worded["unlike"] = [rf"{each}(?: \S+){{0,2}}? {named}\w*" for each in worded["contrast"]]
    begun = {key: re.compile(rf"\b(?:{'|'.join(worded[key])})" if worded[key] else NEVER) for key in BEGINNINGS}
    pause = re.compile("|".join(given["pause"]))
    patterns = {**{key: _any_of(each) for key, each in worded.items()}, **begun, "pause": pause}
    return Matter(name, about, values, alone, patterns, bool(worded["of"]), bool(data.get("whole")))


def _flat(expressions: Sequence[str | Sequence[str]]) -> Iterator[str]:
    """The expressions, those of a list that stands among them one by one."""
    for each in expressions:
        yield from [each] if isinstance(each, str) else each


def _any_of(expressions: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(expressions)})(?:(?!\w)|(?<=['\s]))" if expressions else NEVER)
