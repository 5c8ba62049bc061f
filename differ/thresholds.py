"""Where a difference begins to matter: ``differ/thresholds.yaml``, read once."""

from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


@cache
def threshold(name: str) -> int:
    """The number of ``name``."""
    numbers: dict[str, int] = YAML(typ="safe", pure=True).load(files("differ").joinpath("thresholds.yaml").read_text(encoding="utf-8"))
    return numbers[name]
