"""When a reading is not believed although it could be made: a notice, another language, spoiled words, too little of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from core.values import Dates, Doubt, IncidentKind, Version
from differ.align import pair
from differ.extract.decode import spoiled
from differ.extract.language import foreign
from differ.extract.markup import markup
from differ.extract.mistrust import notice
from differ.repeal import says_annulled, says_repealed

FEWEST = 8
"""Below so many Provisions a document is too short for its halving to mean anything."""
REMARKS = 300
"""Letters of headings and notes beside a text that says that it is repealed."""
SAME_TEXT = 0.95
"""The share of its Provisions that a text keeps when only the page around it was redesigned."""
ITEMS = 10
"""How many of a listing's items tell its language: those now on the page come first, remembered ones behind them."""
MANY = 3
"""How many accents must have become question marks where no earlier Version shows the words."""

LOOK = "look at the page: accept it, or correct the Watch's `select`"
FOREIGN = "the text is in {found!r} where {language!r} is expected; correct the Watch's address or its language"
FEW = "{count} provisions were read where at least {minimum} are expected; " + LOOK
LOST = "of the {known} provisions of the last version {found} were found again; " + LOOK
SWOLLEN = "{fresh} provisions are new beside the {known} of the last version; " + LOOK
ELSEWHERE = "the content stood in “{before}”, now in “{after}”, and its text differs; " + LOOK

_WORD = re.compile(r"(?<!\S)[^\s/=&@#]+(?!\S)")
_LETTER_LOST = re.compile(r"^\d*\?(?=.)|(?<!\S)\?+[^\W\d_]")  # "?tranger", "? 2. Le délai", "1? le nom"; a question ends with its mark
_WORDS_JOINED = re.compile(r"[^\W\d_]\?+[^\W\d_]")  # "d?lai", and "Où?Ici"
_ACCENT = re.compile(r"[^\x00-\x7f]")
_ACCENTS_OR_MARKS = re.compile(r"(?:[^\x00-\x7f]|\?)+")
_CLINGING = '.,;:!()[]"«»“” '


def doubt_of_reading(  # noqa: PLR0913 - all that is expected of a reading
    before: Version | None,
    after: Version,
    *,
    minimum: int = 0,
    language: str | None = None,
    listing: bool = False,
    own: bool = False,
) -> Doubt | None:
    """Why ``after`` is not believed beside ``before`` and what is expected of it, or ``None``.

    At least ``minimum`` Provisions are expected, in ``language`` where that is given. A ``listing`` is no text:
    its items come and go, and only where they are found on the page must not change with them. An ``own`` page is
    rewritten by those who are told of it: only that most of it is gone, or stands elsewhere in other words, is doubted.
    """
    if _equal(before, after):
        return _few(after, minimum)
    alone = _notice(after, listing) or _spoiled(before, after) or _foreign(after, language, listing) or _few(after, minimum)
    if alone or before is None:
        return alone
    return _compared_with_our_own(before, after) if own else _compared(before, after, listing)


def _compared_with_our_own(before: Version, after: Version) -> Doubt | None:
    lost = _collapsed(before, after)
    if lost is None:
        return None
    return lost if _is_shorter(before, after) else _elsewhere(before, after, listing=False)


def _is_shorter(before: Version, after: Version) -> bool:
    """Whether less than half of the letters are left."""
    return 2 * sum(map(len, _texts(after))) < sum(map(len, _texts(before)))


def _compared(before: Version, after: Version, listing: bool) -> Doubt | None:
    if listing:
        return _elsewhere(before, after, listing)
    return _collapsed(before, after) or _elsewhere(before, after, listing) or _swollen(before, after)


def _equal(before: Version | None, after: Version) -> bool:
    return before is not None and list(_texts(before)) == list(_texts(after))


def _texts(version: Version) -> Iterator[str]:
    return (provision.text for provision in version.provisions)


def _notice(after: Version, listing: bool) -> Doubt | None:
    """A page of the whole site around a notice: "not found", "in maintenance", "access denied"."""
    if listing:
        return notice((after.title,), "")
    words = " ".join(_texts(after))
    if len(words) >= markup()["doubt"]["limits"]["content"]:
        return None
    return notice((after.title, *(provision.path for provision in after.provisions)), words)


def _spoiled(before: Version | None, after: Version) -> Doubt | None:
    """Characters that the last Version had whole; one is enough, for nobody writes ``Ã©``."""
    found = spoiled(" ".join(_texts(after))) if before and not spoiled(" ".join(_texts(before))) else []
    spoilt = found[0] if found else next(_without_accents(before, after), None)
    return Doubt(IncidentKind.ENCODING, f"characters are spoiled: “{spoilt}”") if spoilt else None


def _without_accents(before: Version | None, after: Version) -> Iterator[str]:
    """Texts and words in which question marks stand for letters that the last Version shows; else many such, and few accents."""
    texts = [text for text in _texts(after) if "?" in text]
    if not texts:
        return
    words = [word for text in texts for word in _words(text) if "?" in word]
    known_texts = set(_texts(before)) if before else set()
    known_words = {word for text in known_texts for word in _words(text)}
    yield from _standing_for(known_texts, texts)
    yield from _standing_for(known_words, words)
    if before and 2 * _accents(after) > _accents(before):
        return
    lost = [text for text in texts if text not in known_texts and _LETTER_LOST.search(text)]
    joined = [word for word in words if word not in known_words and _WORDS_JOINED.search(word)]
    if before or len(lost) + len(joined) >= MANY:
        yield from (*lost, *joined)


def _accents(version: Version) -> int:
    return sum(len(_ACCENT.findall(text)) for text in _texts(version))


def _standing_for(known: Iterable[str], doubtful: Iterable[str]) -> Iterator[str]:
    """What is the same as something known but for letters that became question marks."""
    marks = {_ACCENTS_OR_MARKS.sub("?", text): text.count("?") for text in known if not text.isascii()}
    for text in doubtful:
        shape = _ACCENTS_OR_MARKS.sub("?", text)
        if shape in marks and text.count("?") > marks[shape]:
            yield text


def _words(text: str) -> Iterator[str]:
    """The words without what clings to them; a question mark that ends one is punctuation."""
    return (word.rstrip("?").strip(_CLINGING) for word in _WORD.findall(text))


def _foreign(after: Version, language: str | None, listing: bool) -> Doubt | None:
    found = foreign(list(_texts(after))[: ITEMS if listing else None], language) if language else None
    return Doubt(IncidentKind.LANGUAGE, FOREIGN.format(found=found, language=language)) if found else None


def _few(after: Version, minimum: int) -> Doubt | None:
    count = len(after.provisions)
    return Doubt(IncidentKind.COLLAPSED, FEW.format(count=count, minimum=minimum)) if count < minimum else None


def _collapsed(before: Version, after: Version) -> Doubt | None:
    """Fewer than half of the last Version's Provisions are found again, by key, by text or by likeness."""
    known = len(before.provisions)
    if known < FEWEST or 2 * _common(before, after) >= known or _repealed(before, after) or _rewritten(before, after):
        return None
    found = _found_again(before, after)
    return Doubt(IncidentKind.COLLAPSED, LOST.format(found=found, known=known)) if 2 * found < known else None


def _found_again(before: Version, after: Version) -> int:
    """How many Provisions of the last Version are found again, or stand where the publisher notes an amendment it did not know."""
    pairs, known = pair(before.provisions, after.provisions), {provision.dates for provision in before.provisions} | {Dates()}
    vanished = sum(1 for each in pairs if each.after is None)
    amended = sum(1 for each in pairs if each.before is None and each.after and each.after.dates not in known)
    return len(before.provisions) - vanished + min(vanished, amended)


def _repealed(before: Version, after: Version) -> bool:
    """Whether the little that is left says, as it did not before, that the rest is repealed: "(Abrogé)", "[1 Opgeheven]1", "[...]"."""
    known, language = set(_texts(before)), after.language or before.language
    new = [text for text in _texts(after) if text not in known]
    left = [text for text in new if not (says_repealed(text, language) or says_annulled(text, language))]
    return len(after.provisions) < FEWEST and len(left) < len(new) and sum(map(len, left)) <= REMARKS


def _rewritten(before: Version, after: Version) -> bool:
    """Whether each text that is left bears a publisher's note of an amendment that the last Version did not know."""
    known = {provision.dates for provision in before.provisions} | {Dates()}
    return 0 < len(after.provisions) < FEWEST and all(provision.dates not in known for provision in after.provisions)


def _swollen(before: Version, after: Version) -> Doubt | None:
    """Far more is new than was there: of the site around the content, something is taken for it."""
    known, fresh = len(before.provisions), len(after.provisions) - _common(before, after)
    if not before.root or fresh <= max(known, 2 * FEWEST):
        return None
    return Doubt(IncidentKind.COLLAPSED, SWOLLEN.format(fresh=fresh, known=known))


def _elsewhere(before: Version, after: Version, listing: bool) -> Doubt | None:
    """The content stands in another place of the page, and is not quite the same: part of the page may be taken for it."""
    if not before.root or not after.root or before.root == after.root:
        return None
    expected = len(after.provisions) if listing else SAME_TEXT * max(len(before.provisions), len(after.provisions))
    if _common(before, after) >= expected:
        return None
    return Doubt(IncidentKind.COLLAPSED, ELSEWHERE.format(before=before.root, after=after.root))


def _common(before: Version, after: Version) -> int:
    """How many Provisions both have, word for word."""
    return (Counter(_texts(before)) & Counter(_texts(after))).total()
