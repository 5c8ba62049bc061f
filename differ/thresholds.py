"""Where a difference begins to matter: ``differ/thresholds.yaml``, read once."""

from functools import cache
from importlib.resources import files

from core.plain_yaml import read_plain


@cache
def threshold(name: str) -> int:
    """The number of ``name``."""
    numbers: dict[str, int] = read_plain(files("differ").joinpath("thresholds.yaml").read_text(encoding="utf-8"))
    return numbers[name]
