"""Amendment notes of Belgian consolidated law: marks that are no text become dates of the text they enclose.

Today ``[¹ words ]¹`` with a note ``(1)<L 2025-07-14/10, art. 2, 014; En vigueur : 02-08-2025>`` below the article;
in older amendments ``(words) <L 1996-07-10/42, art. 4, 018; En vigueur : 11-08-1996>`` within the text.
Superscript digits stand for the ``<sup>`` of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from core.values import Dates
from differ.extract.markup import markup
from differ.extract.reading import NO_DATES
from differ.normalise import normalise

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DAY = r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)-(\d\d)[-/](\d{4}))"
_RULE = re.compile(r"^\W{0,3}-{5,}\W*$")
_NOTE = r"<[^<>]{0,80}?\b\d{2,4}-\d\d-\d{2,4}[^<>]*>"
_FOOTNOTE = re.compile(rf"^\s*\((\d+)\)\s*({_NOTE})?(.*)$", re.DOTALL)
_MARK = re.compile(rf"\[[⁰¹²³⁴⁵⁶⁷⁸⁹]*|\][⁰¹²³⁴⁵⁶⁷⁸⁹]*|\(|\)|{_NOTE}")
_WORD = re.compile(r"\w")
_ONLY_DOTS = re.compile(r"^[\s.…]*$")
_LOOSE_COMMA = re.compile(r" +([,.])(?=\s|$)")


@dataclass(frozen=True)
class Amended:
    """A line of a law without its marks, and the dates of the newest amendment that touches it."""

    text: str
    dates: Dates = NO_DATES


@dataclass(frozen=True)
class Resolved:
    """An article without marks: its lines above the footnotes, one for one, what the footnotes say besides, and its repeal."""

    lines: list[Amended]
    remarks: list[Amended]
    repeal: Amended | None


@dataclass(frozen=True)
class _Span:
    first: int
    last: int
    dates: Dates


@dataclass
class _Open:
    """A bracket that waits for its end: where its piece stands, so that it can be dropped."""

    sign: str
    line: int
    piece: int


@dataclass
class _Scan:
    """The state of reading one article: pieces of text by line, open brackets, spans with dates."""

    notes: dict[str, Dates]
    pieces: list[list[str]] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)
    closed: tuple[_Open, _Open] | None = None


def resolve(lines: Sequence[str]) -> Resolved:
    """The lines of one article without marks and notes, whose dates they bear.

    ``remarks`` are what its footnotes say besides (annulments, for instance). ``repeal`` reads ``(Abrogé)`` where a note
    says so; it is the text of an article that has no other.
    """
    body, footnotes = _apart(lines)
    notes = {number: _dates(note) for number, note, _ in footnotes if number}
    scan = _Scan(notes)
    for line in body:
        _scan_line(scan, line)
    texts = [_joined(pieces) for pieces in scan.pieces]
    amended = [Amended(text, _newest(scan.spans, number)) for number, text in enumerate(texts)]
    remarks = [Amended(normalise(rest), _dates(note)) for _, note, rest in footnotes if _WORD.search(rest)]
    return Resolved(amended, remarks, _repealed([*(note for _, note, _ in footnotes), *body]))


def _apart(lines: Sequence[str]) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The lines above the rule, and the footnotes below it as number, note and the rest."""
    rule = next((number for number, line in enumerate(lines) if _RULE.match(line)), len(lines))
    footnotes = []
    for line in lines[rule + 1 :]:
        found = _FOOTNOTE.match(line)
        footnotes.append((found[1], found[2] or "", found[3]) if found else ("", "", line))
    return list(lines[:rule]), footnotes


def _scan_line(scan: _Scan, line: str) -> None:
    pieces: list[str] = []
    scan.pieces.append(pieces)
    end = 0
    for mark in _MARK.finditer(line):
        between = line[end : mark.start()]
        _pass(scan, between)
        pieces.extend((between, ""))
        end = mark.end()
        _scan_mark(scan, mark[0])
    pieces.append(line[end:])
    _pass(scan, pieces[-1])


def _pass(scan: _Scan, words: str) -> None:
    """Words after a bracket separate it from the notes that follow."""
    if scan.closed and _WORD.search(words):
        scan.closed = None


def _scan_mark(scan: _Scan, mark: str) -> None:
    """Takes one mark: a bracket, which is text until it proves to be none, a numbered bracket or a note, which are none."""
    line, piece = len(scan.pieces) - 1, len(scan.pieces[-1]) - 1
    if mark.startswith("<"):
        if scan.waiting and scan.waiting[-1].sign == "(" and _inside_remark(scan):
            scan.pieces[line][piece] = mark.strip("<>")
        else:
            _take_note(scan, _dates(mark), line)
    elif mark in ("(", "["):
        scan.pieces[line][piece] = mark
        scan.waiting.append(_Open(mark, line, piece))
    elif mark in (")", "]"):
        scan.pieces[line][piece] = mark
        _close_bracket(scan, _Open(mark, line, piece))
    elif mark[0] == "[":
        scan.waiting.append(_Open(mark[1:], line, piece))
    else:
        _close(scan, mark[1:], _Open("]", line, piece))


def _inside_remark(scan: _Scan) -> bool:
    """Whether we stand in ``(NOTE : …)``, where the publisher cites an act and nothing is amended."""
    start = scan.waiting[-1]
    return "".join(scan.pieces[start.line][start.piece + 1 :]).lstrip().startswith(("NOTE", "NOOT", "ANMERKUNG"))


def _close(scan: _Scan, number: str, end: _Open) -> None:
    """Ends ``[¹ … ]¹``; brackets around mere dots stay, for they say that words were repealed."""
    start = next((each for each in reversed(scan.waiting) if each.sign == number), None)
    if start is None:
        return
    del scan.waiting[_index(scan.waiting, start) :]
    if start.line == end.line and _ONLY_DOTS.match("".join(scan.pieces[start.line][start.piece + 1 : end.piece])):
        scan.pieces[start.line][start.piece :] = ["[...]"]
        scan.pieces[start.line].append("")
    scan.spans.append(_Span(start.line, end.line, scan.notes.get(number.translate(_DIGITS), NO_DATES)))


def _close_bracket(scan: _Scan, end: _Open) -> None:
    if scan.waiting and scan.waiting[-1].sign + end.sign in ("()", "[]"):
        scan.closed = (scan.waiting.pop(), end)


def _index(waiting: list[_Open], start: _Open) -> int:
    return next(number for number, each in enumerate(waiting) if each is start)


def _take_note(scan: _Scan, dates: Dates, line: int) -> None:
    """A note within the text dates the brackets just closed, the whole article where it opens it, else its line."""
    if scan.closed:
        start, end = scan.closed
        _drop_brackets(scan, start, end)
        scan.spans.append(_Span(start.line, end.line, dates))
    elif line == 0 and not _WORD.search("".join(scan.pieces[0])):
        scan.spans.append(_Span(0, 1_000_000, dates))
    else:
        scan.spans.append(_Span(line, line, dates))


def _drop_brackets(scan: _Scan, start: _Open, end: _Open) -> None:
    """Old amendments are enclosed in brackets that are no text, unless they hold only dots or word of a repeal."""
    inside = "".join(
        scan.pieces[start.line][start.piece + 1 :] if start.line != end.line else scan.pieces[end.line][start.piece + 1 : end.piece]
    )
    if not _ONLY_DOTS.match(inside) and not _repeal().search(inside[:40]):
        scan.pieces[start.line][start.piece] = scan.pieces[end.line][end.piece] = ""


def _joined(pieces: list[str]) -> str:
    text = normalise("".join(pieces))
    return _LOOSE_COMMA.sub(r"\1", text) if len(pieces) > 1 else text


def _newest(spans: list[_Span], line: int) -> Dates:
    """Of the amendments that touch a line, the one adopted last."""
    touching = [span.dates for span in spans if span.first <= line <= span.last]
    return max(touching, key=lambda dates: (dates.adopted or "", dates.in_force or ""), default=NO_DATES)


def _repealed(notes: Sequence[str]) -> Amended | None:
    for note in notes:
        if "<" in note and (found := _repeal().search(note)):
            return Amended(f"({found[0].capitalize()})", _dates(note))
    return None


@cache
def _repeal() -> re.Pattern[str]:
    return re.compile(markup()["justel"]["repealed"], re.IGNORECASE)


@cache
def _force() -> re.Pattern[str]:
    return re.compile(rf"(?:{markup()['justel']['in_force']})\s*:\s*{_DAY}", re.IGNORECASE)


def _dates(note: str) -> Dates:
    """The dates of ``<L 2025-07-14/10, art. 2, 014; En vigueur : 02-08-2025>``: adoption, and entry into force where it is a day."""
    adopted, force = re.search(_DAY, note), _force().search(note)
    if adopted is None:
        return NO_DATES
    day = _iso(force) if force else None
    return Dates(adopted=_iso(adopted), in_force=day, applies=day)


def _iso(found: re.Match[str]) -> str:
    year, month, day, other_day, other_month, other_year = found.groups()
    return f"{year}-{month}-{day}" if year else f"{other_year}-{other_month}-{other_day}"
