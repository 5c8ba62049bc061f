"""YAML of the plainest kind, read by a parser in C: twenty times as fast as one that knows where each part stands.

Our own data is written in it, and nearly every watchlist is.
"""

import re
from typing import Any, ClassVar

import yaml

_KINDS = {
    "bool": ("tTfF", r"true|True|TRUE|false|False|FALSE"),
    "null": (["", *"~nN"], r"~|null|Null|NULL|"),
    "int": ("-0123456789", r"0|-?[1-9][0-9]*"),
    "float": ("-0123456789", r"-?[0-9]+\.[0-9]+"),
    "merge": ("<", r"<<"),
    # Whatever else looks like a number, an instant or a value that stands for others is read differently by different parsers.
    "doubtful": ("+-.=0123456789", r"[-+]?\.?[0-9][-+.:0-9_eETtZ ]*|[-+]?0[box]\w*|[-+]?\.(?i:inf|nan)|="),
}
"""The kinds of bare words that are no texts, in the order in which they are tried: where they begin, and how they are written."""

_TAG, _BUILT = "tag:yaml.org,2002:", {"bool", "null", "int", "float", "str", "seq", "map"}

UnfamiliarError = yaml.YAMLError
"""What is no plain YAML: a mistake, or something that this reading would have to guess at."""


def read_plain(text: str) -> Any:
    """The mappings, lists, texts and numbers that ``text`` holds, as YAML 1.2 has them: ``no`` and ``12h`` are texts.

    ``UnfamiliarError`` where a key stands twice in a mapping, and for everything rarer, such as instants and tags.
    """
    if "%YAML" in text:
        raise UnfamiliarError("the text says by itself which YAML it is")
    return _Loader(text).get_single_data()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # in Python where PyYAML was built without C
    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}
    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        tag: make for tag, make in yaml.SafeLoader.yaml_constructors.items() if tag is None or tag.removeprefix(_TAG) in _BUILT
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping, each of whose keys must stand in it once."""
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            raise UnfamiliarError(f"a key stands twice in the mapping of line {node.start_mark.line + 1}")
        return mapping


for _kind, (_begins, _written) in _KINDS.items():
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(rf"(?:{_written})$"), list(_begins))
