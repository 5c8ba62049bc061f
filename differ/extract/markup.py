"""The facts of ``differ/markup.yaml``, read once."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def markup() -> dict[str, Any]:
    """The whole of ``differ/markup.yaml`` as plain dictionaries and lists."""
    facts: dict[str, Any] = YAML(typ="safe", pure=True).load(files("differ").joinpath("markup.yaml").read_text(encoding="utf-8"))
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
def noise_roles() -> frozenset[str]:
    """The ARIA roles that are never content."""
    return frozenset(markup()["noise"]["roles"])


@lru_cache(maxsize=4096)
def is_noise_name(names: str) -> bool:
    """Whether one of the blank-separated classes or ids is known as noise."""
    return any(_noise_names().fullmatch(name) for name in names.lower().split())


@cache
def _noise_names() -> re.Pattern[str]:
    return any_of(markup()["noise"]["names"])


@cache
def unfolds() -> re.Pattern[str]:
    """What the class or role of a folded part of an accordion holds."""
    return re.compile(markup()["noise"]["unfolds"], re.IGNORECASE)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches where any of ``patterns`` does, whatever the case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
