"""The facts of ``differ/markup.yaml``, read once."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from core.plain_yaml import read_plain


@cache
def markup() -> dict[str, Any]:
    """The whole of ``differ/markup.yaml`` as plain dictionaries and lists."""
    facts: dict[str, Any] = read_plain(files("differ").joinpath("markup.yaml").read_text(encoding="utf-8"))
    return facts


@cache
def block_tags() -> frozenset[str]:
    """The elements of HTML that stand on lines of their own, so that their boundaries separate words."""
    return frozenset(markup()["html"]["blocks"].split())


@cache
def formatting_tags() -> frozenset[str]:
    """The elements of HTML that only dress words."""
    return frozenset(markup()["html"]["formatting"].split())


@cache
def noise_tags() -> frozenset[str]:
    """The elements that are never content."""
    return frozenset(markup()["noise"]["tags"])


@cache
def unbuilt_tags() -> frozenset[str]:
    """The elements that a page's tree does without: those never content, but for the title in the head and buttons of accordions."""
    return (noise_tags() | frozenset(markup()["noise"]["textless"])) - {"head", "button"}


@cache
def noise_roles() -> frozenset[str]:
    """The ARIA roles that are never content."""
    return frozenset(markup()["noise"]["roles"])


@lru_cache(maxsize=4096)
def is_noise_name(names: str, where: str = "names") -> bool:
    """Whether one of the blank-separated classes or ids is known as noise: anywhere, ``outside`` articles or ``around`` a page."""
    return any(_noise_names(where).fullmatch(name) for name in names.lower().split())


@cache
def _noise_names(where: str) -> re.Pattern[str]:
    return any_of(markup()["noise"][where])


@cache
def unfolds() -> re.Pattern[str]:
    """What the class or role of a folded part of an accordion holds."""
    return re.compile(markup()["noise"]["unfolds"], re.IGNORECASE)


@cache
def is_term_name(names: str) -> bool:
    """Whether the classes of an element say that it is a glossary's term."""
    return not set(markup()["html"]["terms"]).isdisjoint(names.split())


@lru_cache(maxsize=4096)
def folds(names: str) -> bool:
    """Whether the classes of an element say that it holds parts of an accordion: its headings end with it."""
    return any(_folds().fullmatch(name) for name in names.lower().split())


@cache
def _folds() -> re.Pattern[str]:
    return any_of(markup()["html"]["folds"])


@cache
def updates() -> re.Pattern[str]:
    """How a paragraph begins that was added to a standing page on a day it names."""
    return re.compile(markup()["head"]["updates"], re.IGNORECASE)


def without_file_sizes(text: str) -> str:
    """The text without what sites add in brackets to links to files: kind and size, which change with each new scan of the same text."""
    return _file_sizes().sub("", text) if "(" in text or "[" in text else text


@cache
def _file_sizes() -> re.Pattern[str]:
    return re.compile(markup()["noise"]["file_sizes"], re.IGNORECASE)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of ``patterns`` does, whatever the case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
