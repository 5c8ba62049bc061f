"""Which of our four languages a text is in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

from differ.extract.markup import markup

LANGUAGES = ("fr", "nl", "en", "de")
_ENOUGH = 200
_LITTLE = 40
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_SAMPLE_WORDS = 60
_SAMPLES = 9
_PLAINLY = 0.75


def language_of(text: str, stated: str | None) -> str | None:
    """The language of ``text``; ``stated`` is what the page claims, believed only where there is little text.

    ``None`` where there is too little text and no claim.
    """
    claim = (stated or "").lower()[:2]
    letters = len(_LETTERS.findall(text[:4000]))
    if letters < _ENOUGH and claim in LANGUAGES:
        return claim
    return _detect(text[:4000]) if letters >= _LITTLE else None


def foreign(texts: Iterable[str], expected: str) -> str | None:
    """The language that a whole document is in instead of the ``expected`` one, ``None`` where it is in that one.

    The small words of a language tell at once that a document is in it, at next to no cost.
    """
    written = tuple(texts)
    counts = _small_words(written)
    if counts[expected] > max((count for language, count in counts.items() if language != expected), default=0):
        return None
    found = plainly_in(written)
    return found if found != expected else None


def plainly_in(texts: Iterable[str]) -> str | None:
    """The one language that a whole document is in, ``None`` where it is mixed or too short to tell.

    Samples from beginning to end decide, so that neither names, nor quotations, nor a German item between French ones do.
    """
    words = [word for text in texts for word in _WORDS.findall(text)]
    if sum(map(len, words)) < _ENOUGH:
        return None
    samples = _samples(words)
    language, agreeing = Counter(map(_detect, samples)).most_common(1)[0]
    return language if agreeing >= _PLAINLY * len(samples) else None


def _small_words(texts: Iterable[str]) -> Counter[str]:
    """How many words each language has of those that no other of our languages has.

    Words are sought once in each different piece between blanks: a text repeats most of its own.
    """
    known, counts = _languages_of_small_words(), Counter[str]()
    for piece, times in Counter(chain.from_iterable(map(str.split, texts))).items():
        for word in _WORDS.findall(piece):
            if word in known:
                counts[known[word]] += times
    return counts


@cache
def _languages_of_small_words() -> dict[str, str]:
    return {word: language for language, words in markup()["doubt"]["small_words"].items() for word in words.split()}


def _samples(words: Sequence[str]) -> list[str]:
    """Pieces spread evenly over the words: nine of them at most, two at least."""
    count = min(_SAMPLES, max(2, len(words) // _SAMPLE_WORDS))
    size = min(_SAMPLE_WORDS, len(words) // count)
    step = (len(words) - size) / (count - 1)
    return [" ".join(words[start : start + size]) for start in (int(number * step) for number in range(count))]


def _detect(text: str) -> str:
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:
    """The py3langid model, restricted to our languages; loading it takes almost a second and 75 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load, seldom needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
