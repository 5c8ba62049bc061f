"""How the places of a law are told to people, in the law's own language: ``Art. 10, § 1er, al. 2, 4°``."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from differ.extract.markup import markup


class Places:
    """The wording of places in one language; French where the language is none of ours."""

    def __init__(self, language: str | None) -> None:
        words = markup()["places"]
        self._words: dict[str, Any] = words.get(language or "fr", words["fr"])

    def word(self, name: str) -> str:
        """A word that takes no number, such as ``title`` or ``note``."""
        return str(self._words[name])

    def tell(self, name: str, number: str) -> str:
        """The place of kind ``name`` with its number, such as ``§ 1er``, ``tweede lid``, ``Considérant 12``."""
        pattern = str(self._words.get(name) or self._words[name.removeprefix("eu_")])
        ordinals = self._words["ordinals"]
        if number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(ordinals):
            return pattern.replace("{n}", number).replace("{th}", str(ordinals[int(number) - 1]))
        pattern = str(self._words.get(f"nth_{name}", pattern))
        return pattern.replace("{th}", str(self._words["nth"])).replace("{n}", number)

    def join(self, parts: Sequence[str]) -> str:
        """The places from the article down, joined as the language does: ``Art. 4, lid 1, a)``, ``Art. 4(1)(a)``."""
        whole = parts[0]
        for part in parts[1:]:
            whole += part if part.startswith("(") else f", {part}"
        return whole

    def point(self, label: str) -> str:
        """A point of an EU act: ``a)``, in English ``(a)``."""
        return self.tell("point", label.rstrip(".)")) if self._words["separator"] == "" else label


@cache
def places(language: str | None) -> Places:
    """The wording of places in ``language``."""
    return Places(language)
