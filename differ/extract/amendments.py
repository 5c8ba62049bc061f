"""Amendment notes of Belgian consolidated law: marks that are no text become dates of the text they enclose.

Today ``[¹ words ]¹`` with a note ``(1)<L 2025-07-14/10, art. 2, 014; En vigueur : 02-08-2025>`` below the article;
in older amendments ``(words) <L 1996-07-10/42, art. 4, 018; En vigueur : 11-08-1996>`` within the text.
Superscript digits stand for the ``<sup>`` of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.values import Dates, Stage
from differ.extract.amendment_notes import NO_NOTE, NOTE, Note, newest, note_of, repeal_in
from differ.extract.annulments import ITALIC, UPRIGHT, is_remark, stages_of
from differ.extract.reading import NO_DATES
from differ.normalise import normalise

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RULE = re.compile(r"^\W{0,3}-{5,}\W*$")
_FOOTNOTE = re.compile(rf"^\s*\((\d+)\)\s*((?:{NOTE}\s*)*)(.*)$", re.DOTALL)
_MARK = re.compile(rf"\((?:\w+ ){{1,3}}{NOTE}\s*\)|\[[⁰¹²³⁴⁵⁶⁷⁸⁹]*|\][⁰¹²³⁴⁵⁶⁷⁸⁹]*|\(|\)|{NOTE}")
_MARKS_OF_CELL = re.compile(rf"\[[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s*|\s*\][⁰¹²³⁴⁵⁶⁷⁸⁹]+|[{ITALIC}{UPRIGHT}]|{NOTE}")
_WORD = re.compile(r"\w")
_WORD_OF_TEXT = re.compile(r"(?<![\w/°])(?!Art)[^\W\d_]{3,}")
_ONLY_DOTS = re.compile(r"^[\s.…]*$")
_LOOSE_COMMA = re.compile(r" +([,.])(?=\s|$)")
_LAST = 1_000_000
_REMEMBERED = 2048


@dataclass(frozen=True)
class Amended:
    """A line of a law without its marks: the dates of the newest amendment that touches it, its stage where it is not in force."""

    text: str
    dates: Dates = NO_DATES
    stage: Stage | None = None


@dataclass(frozen=True)
class Resolved:
    """An article without marks: its lines above the footnotes, one for one, what its notes say besides, and its repeal."""

    lines: tuple[Amended, ...]
    remarks: tuple[Amended, ...]
    repeal: Amended | None


@dataclass
class _Open:
    """A bracket that waits for its end: where its piece stands, so that it can be dropped."""

    sign: str
    line: int
    piece: int


@dataclass(frozen=True)
class _Span:
    """What a note is about: from its opening bracket to its end, or whole lines where it has no brackets."""

    first: int
    last: int
    note: Note
    start: _Open | None = None
    end: _Open | None = None


@dataclass
class _Scan:
    """The state of reading one article: pieces of text by line, open brackets, spans with their notes."""

    notes: dict[str, Note]
    pieces: list[list[str]] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)
    closed: tuple[_Open, _Open] | None = None
    square: list[tuple[_Open, _Open]] = field(default_factory=list)
    noted: bool = False


def resolve(lines: Sequence[str]) -> Resolved:
    """The lines of one article without marks and notes, whose dates they bear.

    ``remarks`` are what its notes say besides (annulments, for instance). ``repeal`` reads ``(Abrogé)`` where a note
    says so; it is the text of an article that has no other.
    """
    return _resolve(tuple(lines))


@lru_cache(maxsize=_REMEMBERED)
def _resolve(lines: tuple[str, ...]) -> Resolved:
    """As ``resolve``; an article that a law's next version repeats is not read again."""
    lines, stages = stages_of(lines)
    body, footnotes = _apart(lines)
    scan = _Scan({number: note_of(notes) for number, notes, _ in footnotes if number})
    for line in body:
        _scan_line(scan, "" if is_remark(line) else line)
    _drop_square(scan)
    amended = tuple(_amended(scan, number, stages.get(number)) for number in range(len(body)))
    said = [*(("", line) for line in body if is_remark(line)), *((notes, rest) for _, notes, rest in footnotes if _WORD.search(rest))]
    remarks = tuple(Amended(normalise(rest), note_of(notes or rest).dates) for notes, rest in said)
    return Resolved(amended, remarks, _repealed([*(notes for _, notes, _ in footnotes), *body]))


def unmarked(text: str) -> str:
    """The label of a table's cell without the marks of amendments."""
    return normalise(_MARKS_OF_CELL.sub("", text))


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
    if "<" in mark:
        if scan.waiting and scan.waiting[-1].sign == "(" and _inside_remark(scan):
            scan.pieces[line][piece] = mark.strip("<>")
        else:
            _take_note(scan, note_of(mark), line)
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
    scan.spans.append(_Span(start.line, end.line, scan.notes.get(number.translate(_DIGITS), NO_NOTE), start, end))


def _close_bracket(scan: _Scan, end: _Open) -> None:
    if scan.waiting and scan.waiting[-1].sign + end.sign in ("()", "[]"):
        scan.closed = (scan.waiting.pop(), end)
        scan.square.extend([scan.closed] if end.sign == "]" else [])


def _index(waiting: list[_Open], start: _Open) -> int:
    return next(number for number, each in enumerate(waiting) if each is start)


def _take_note(scan: _Scan, note: Note, line: int) -> None:
    """A note within the text dates the brackets just closed, the whole article where it opens it, else its line."""
    scan.noted = True
    if scan.closed:
        start, end = scan.closed
        _drop_brackets(scan, start, end)
        scan.spans.append(_Span(start.line, end.line, note, start, end))
    elif line == 0 and not _WORD_OF_TEXT.search("".join(scan.pieces[0])):
        scan.spans.append(_Span(0, _LAST, note))
    else:
        scan.spans.append(_Span(line, line, note))


def _drop_square(scan: _Scan) -> None:
    """Where notes stand within the text, one is often for several pairs: ``vingt-six [euros] à cinq cents [euros] <L …>``."""
    for start, end in scan.square if scan.noted else ():
        _drop_brackets(scan, start, end)


def _drop_brackets(scan: _Scan, start: _Open, end: _Open) -> None:
    """Old amendments are enclosed in brackets that are no text, unless they hold only dots or word of a repeal."""
    inside = "".join(
        scan.pieces[start.line][start.piece + 1 :] if start.line != end.line else scan.pieces[end.line][start.piece + 1 : end.piece]
    )
    if not _ONLY_DOTS.match(inside) and not repeal_in(inside[:40]):
        scan.pieces[start.line][start.piece] = scan.pieces[end.line][end.piece] = ""


def _amended(scan: _Scan, line: int, stage: Stage | None) -> Amended:
    """One line with the dates of the newest amendment that touches it, and with its stage where it encloses the whole line."""
    span = newest([each for each in scan.spans if each.first <= line <= each.last], lambda each: each.note)
    note = span.note if span else NO_NOTE
    if span and note.stage and not _encloses(scan, span, line):
        note = Note(note.dates)
    return Amended(_joined(scan.pieces[line]), note.dates, stage or note.stage)


def _encloses(scan: _Scan, span: _Span, line: int) -> bool:
    """Whether nothing of the line but its number stands outside the span."""
    before = scan.pieces[line][: span.start.piece] if span.start and line == span.first else []
    behind = scan.pieces[line][span.end.piece :] if span.end and line == span.last else []
    return not _WORD_OF_TEXT.search(" ".join([*before, *behind]))


def _joined(pieces: list[str]) -> str:
    text = normalise("".join(pieces))
    return _LOOSE_COMMA.sub(r"\1", text) if len(pieces) > 1 else text


def _repealed(notes: Sequence[str]) -> Amended | None:
    for note in notes:
        if "<" in note and (word := repeal_in(note)):
            return Amended(f"({word.capitalize()})", note_of(note).dates)
    return None
