"""The facts of ``differ/printed.yaml``, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def printed() -> dict[str, Any]:
    """The whole of ``differ/printed.yaml`` as plain dictionaries and lists."""
    facts: dict[str, Any] = YAML(typ="safe", pure=True).load(files("differ").joinpath("printed.yaml").read_text(encoding="utf-8"))
    return facts
