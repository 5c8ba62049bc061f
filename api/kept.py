"""Answers that are not made twice: what follows from the history alone is good for one edition of it (ADR 18)."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from fastapi import Depends, Request

from api.dependencies import Reading
from core.edition import edition

MOST = 64_000_000
"""Bytes of all the answers that one process keeps."""
LONGEST = 2_000_000
"""Bytes of an answer beyond which it is not kept."""


class Answer(NamedTuple):
    """What is sent: its status, its headers as they are written, its content."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    content: bytes


@dataclass
class Kept:
    """The answers of one process, each with the edition it was made of; those that nobody asked for the longest leave first."""

    most: int = MOST
    _answers: OrderedDict[Hashable, tuple[int, Answer]] = field(default_factory=OrderedDict)
    _size: int = 0

    def find(self, asked: Hashable) -> tuple[int, Answer] | None:
        """The last answer to this, and its edition."""
        if asked in self._answers:
            self._answers.move_to_end(asked)
        return self._answers.get(asked)

    def keep(self, asked: Hashable, edition: int, answer: Answer) -> None:
        """Remember an answer, unless it is too long."""
        self._forget(asked)
        if len(answer.content) <= LONGEST:
            self._answers[asked] = edition, answer
            self._size += len(answer.content)
        while self._size > self.most:
            self._forget(next(iter(self._answers)))

    def _forget(self, asked: Hashable) -> None:
        known = self._answers.pop(asked, None)
        self._size -= len(known[1].content) if known else 0


def lasting(request: Request, session: Reading) -> None:
    """Of a route whose answer follows from the address, the language, the day and the history: it is good until the next edition.

    The number is read by the session that makes the answer, so that both are of one moment.
    """
    request.state.edition = edition(session)


LASTING = Depends(lasting)
