"""Plain text and Markdown: paragraphs, headings, lists and tables without their marks."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from differ.extract.amendments import resolve
from differ.extract.reading import Block, Instructions, Reading, provisions_of
from differ.extract.tables import Cell, Row, Table

_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{2,6}(?=[^#])|#(?=\s))\s*(.*?)\s*#*\s*$")
_MARKED = re.compile(r"\]\(\S|^#{2,6} ?\w|^# \w.*\n\s*\n|</?(?:p|ul|ol|li|a|br|div|strong|table)\b[^<>]*>", re.MULTILINE)
_UNDERLINED = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"^\s*(?:[*+•]|-(?!-)|\d{1,3}[.)](?!\d))\s+")
_QUOTE = re.compile(r"^\s*>\s?")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*\|?\s*$")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_CONTENTS = re.compile(r"^\s*(?:\[\[?_?toc_?\]?\]|\{:?\s*toc.*\}|\[\[toc.*\]\])\s*$", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ARTICLE = re.compile(r"^((?:Article|Art\.|Artikel)\s+[\w/.-]*?[\w/])\.?(?:\s|$)")
_AMENDED = re.compile(r"[\[\]][⁰¹²³⁴⁵⁶⁷⁸⁹]|^\W{0,3}-{5,}\W*$|<[^<>]{0,80}\b\d{4}-\d\d-\d\d", re.MULTILINE)

_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s+[a-zA-Z@:_][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?>")
_BREAKING = re.compile(
    r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|section|header|footer|fieldset|details|summary|form|dd|dt)\b[^<>]*>", re.IGNORECASE
)
_ONLY_NUMBER = re.compile(r"\W*art\w*\.? ?\d\S*\W*", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")
_STRUCK_OR_CODE = re.compile(r"~~(?=\S)(.+?)~~|`([^`\n]+)`")
_ATTRIBUTES = re.compile(r" ?\{(?:[.#][\w-]|:[^{}\s])[^{}\n]*\} ?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORD = re.compile(r"\w")
_KEPT = "\ue000"


def read(text: str, instructions: Instructions) -> Reading:
    """A Markdown text; of its front matter only a title and a language are read."""
    front = _FRONT.match(text)
    facts = dict(re.findall(r"^(title|lang|language):\s*[\"']?(.*?)[\"']?\s*$", front[1], re.MULTILINE)) if front else {}
    body = _COMMENT.sub("", text[front.end() :] if front else text)
    blocks = _Reader(instructions, marked=True).read(body)
    title = instructions.clean(facts.get("title", "")) or next(
        (block.text for block in blocks if block.trail and block.text == block.trail[-1]), ""
    )
    return Reading(provisions_of(blocks), title, stated=facts.get("lang") or facts.get("language"))


def read_plain(text: str, instructions: Instructions) -> Reading:
    """A plain text: paragraphs between blank lines, and items; as Markdown where it bears its marks all the same."""
    if _MARKED.search(text):
        return read(text, instructions)
    return Reading(provisions_of(_Reader(instructions, marked=False).read(text)))


def inline(text: str) -> str:
    """The words of Markdown without marks, links, inline HTML and the classes of a paragraph ("{.note}", "{#titre}")."""
    words = _ESCAPE.sub(lambda found: f"{_KEPT}{ord(found[1])};", _ATTRIBUTES.sub(" ", text.replace(_KEPT, "")))
    words = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub(r"\1", words))))
    words = html.unescape(_TAG.sub("", _BREAKING.sub(" ", words)))
    words = _STRUCK_OR_CODE.sub(lambda found: found[1] or found[2], words)
    words = _EMPHASIS.sub(lambda found: found[1] or found[2], _STRONG.sub(r"\2", _STRONG.sub(r"\2", words)))
    return re.sub(rf"{_KEPT}(\d+);", lambda found: chr(int(found[1])), words)


@dataclass
class _Reader:
    """Reads lines into Blocks; ``marked`` says that the marks of Markdown are marks."""

    instructions: Instructions
    marked: bool
    blocks: list[Block] = field(default_factory=list)
    trail: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def read(self, text: str) -> list[Block]:
        """All Blocks of the text; where it is Belgian law with amendment notes, without those."""
        lines = text.splitlines()
        while lines:
            lines = self._take(lines)
        self._flush()
        return _without_notes(self.blocks) if _AMENDED.search(text) else self.blocks

    def _take(self, lines: list[str]) -> list[str]:
        """Takes what the first lines begin, and gives the lines left."""
        line = lines[0]
        if not line.strip() or (self.marked and (_FENCE.match(line) or _CONTENTS.match(line))):
            self._flush()
        elif self.marked and self._is_table(lines):
            return self._table(lines)
        elif self.marked and (heading := _HEADING.match(line)):
            self._flush()
            self._heading(len(heading[1]), heading[2])
        elif self.marked and self.waiting and _UNDERLINED.match(line):
            self._underlined(1 if "=" in line else 2)
        elif _RULE.match(line):
            self._flush()
            self._add(line.strip() if set(line.strip()) == {"-"} and len(line.strip()) >= 5 else "")
        else:
            self._text(line)
        return lines[1:]

    def _text(self, line: str) -> None:
        if item := _ITEM.match(line):
            self._flush()
            line = line[item.end() :] if self.marked and not item[0].strip()[0].isdigit() else line
        line = _QUOTE.sub("", line) if self.marked else line
        self.waiting.append(line)
        if self.marked and line.endswith("  "):
            self._flush()

    def _is_table(self, lines: list[str]) -> bool:
        return len(lines) > 1 and "|" in lines[0] and "|" in lines[1] and bool(_TABLE_RULE.match(lines[1]))

    def _table(self, lines: list[str]) -> list[str]:
        self._flush()
        size = next((number for number, line in enumerate(lines) if "|" not in line), len(lines))
        head, *body = (self._row(line) for number, line in enumerate(lines[:size]) if number != 1)
        rows = [[Cell(cell.text, header=True) for cell in head], *body] if any(cell.text for cell in head) else body
        self.blocks.extend(Table.of_rows(rows).blocks(self._path))
        return lines[size:]

    def _row(self, line: str) -> Row:
        cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        return [Cell(self.instructions.clean(inline(cell))) for cell in cells]

    def _underlined(self, level: int) -> None:
        text = self.waiting.pop()
        self._flush()
        self._heading(level, text)

    def _heading(self, level: int, text: str) -> None:
        if words := self.instructions.clean(inline(text)):
            self.trail = [each for each in self.trail if each[0] < level]
            article = _ARTICLE.match(words)
            self.trail.append((level, article[1] if article else words))
            self.blocks.append(Block(words, self._path))

    def _flush(self) -> None:
        words, self.waiting = "\n".join(self.waiting), []
        self._add(inline(words) if self.marked else words)

    def _add(self, words: str) -> None:
        if text := self.instructions.clean(words):
            self.blocks.append(Block(text, self._path))

    @property
    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.trail)


def _without_notes(blocks: list[Block]) -> list[Block]:
    """Belgian law: the notes below each article become dates, its marks vanish."""
    kept: list[Block] = []
    for article in _articles(blocks):
        resolved = resolve([block.text for block in article])
        dated = [
            replace(block, text=line.text, dates=line.dates) for block, line in zip(article, resolved.lines, strict=False) if line.text
        ]
        says_so = any(resolved.repeal and resolved.repeal.text.strip("()").casefold() in block.text.casefold() for block in dated)
        if resolved.repeal and not says_so and all(_is_heading(block) or not _WORD.search(block.text) for block in dated):
            dated = [block for block in dated if _is_heading(block)]
            dated.append(replace(article[0], text=resolved.repeal.text, dates=resolved.repeal.dates))
        kept += dated
    return kept


def _is_heading(block: Block) -> bool:
    """Whether a block only names the article: its heading, or its number on a line of its own."""
    named = bool(block.trail) and block.text.rstrip(".").startswith(block.trail[-1].rstrip("."))
    return named or _ONLY_NUMBER.fullmatch(block.text) is not None


def _articles(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks in groups under one heading each: the numbers of notes begin anew with every article."""
    group: list[Block] = []
    for block in blocks:
        if group and block.trail != group[-1].trail:
            yield group
            group = []
        group.append(block)
    if group:
        yield group
