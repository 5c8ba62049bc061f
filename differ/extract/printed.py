"""The facts of ``differ/printed.yaml``, read once."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from core.plain_yaml import read_plain
from differ.extract.reading import TRAIL


@cache
def printed() -> dict[str, Any]:
    """The whole of ``differ/printed.yaml`` as plain dictionaries and lists."""
    facts: dict[str, Any] = read_plain(files("differ").joinpath("printed.yaml").read_text(encoding="utf-8"))
    return facts


def heading_of(path: str) -> str:
    """The path without the page that may end it: text that only moves to another page stands where it stood."""
    return _page().sub("", path)


@cache
def _page() -> re.Pattern[str]:
    labels = "|".join(re.escape(label).replace(re.escape("{n}"), r"\d+") for label in sorted(set(printed()["pages"].values())))
    return re.compile(rf"(?:^|{re.escape(TRAIL)})(?:{labels})$")
