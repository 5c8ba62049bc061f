"""Which words of a catalogue the templates and the code ask for, as far as their text tells without being run."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[1]
SPOKEN = {"words": ((), None), "says": (("desk",), None), "counted": (("counted",), 1), "sentence": (("desk",), 0)}
"""The functions that speak: the section each speaks from, and which argument names the word, where one does."""
OF_A_TEXT, OF_A_SECTION = {"format"}, {"get", "items", "values"}
LATER = None
"""What stands in a path for a name that only running the code would tell."""

Path_ = tuple[str | None, ...]


@dataclass
class Asked:
    """The paths that are asked for in one catalogue, and where."""

    tree: Mapping[str, Any]
    whole: set[str] = field(default_factory=set)
    """Keys asked for by name, and sections of which every key is."""
    one_of: set[str] = field(default_factory=set)
    """Sections of which a key is asked for whose name the code is given."""
    unknown: list[str] = field(default_factory=list)

    def at(self, path: Iterable[str | None]) -> Any:
        """What the catalogue has at a path: a section, a message, or ``None``."""
        place: Any = self.tree
        for name in path:
            place = place.get(name) if isinstance(place, Mapping) else None
        return place

    def ask(self, path: Path_, place: str) -> None:
        """Note that a path is asked for."""
        known = path[: path.index(LATER)] if LATER in path else path
        key = ".".join(filter(None, known))
        if known and self.at(known) is None:
            self.unknown.append(f"{place} asks for {key}")
        elif key:
            (self.one_of if LATER in path else self.whole).add(key)

    def is_asked_for(self, key: str) -> bool:
        """Whether a key is asked for, or a section around it; of one that is named at run time, if the name is in our code."""
        parts = key.split(".")
        around = {".".join(parts[:end]): parts[end : end + 1] for end in range(1, len(parts) + 1)}
        return any(section in self.whole or (section in self.one_of and _is_in_our_code(*name)) for section, name in around.items())


def _is_in_our_code(name: str = "") -> bool:
    return name in names_in_our_code() or all(part in names_in_our_code() for part in name.split("_"))


@cache
def names_in_our_code() -> frozenset[str]:
    """Every name and every word within quotation marks of the code, and of the figures that the website shows."""
    texts = [
        path.read_text(encoding="utf-8")
        for package in ("core", "differ", "alerts", "api", "pipeline")
        for path in (ROOT / package).rglob("*.py")
    ]
    return frozenset(re.findall(r"\w+", "\n".join([*texts, (ROOT / "evaluation" / "measured.yaml").read_text(encoding="utf-8")])))


class Reader:
    """Follows words through one template or module; ``aliases`` are the names that stand for a section."""

    def __init__(self, asked: Asked, place: str, aliases: dict[str, Path_]) -> None:
        self.asked, self.place, self.aliases = asked, place, aliases

    def further(self, base: Path_ | None, name: str | None, *, as_attribute: bool = False) -> Path_ | None:
        """The path of ``base.name`` or ``base[name]``."""
        if base is None or (as_attribute and name in OF_A_TEXT):
            return base
        if as_attribute and name in OF_A_SECTION and self.asked.at((*base, name)) is None:
            return (*base, LATER) if name == "get" else base
        return base if base[-1:] == (LATER,) else (*base, name)

    def keep(self, name: str, path: Path_ | None) -> bool:
        """Let a name stand for a section from here on; a message is asked for instead."""
        if path is None or not (LATER in path or isinstance(self.asked.at(path), Mapping)):
            return False
        self.aliases[name] = path
        return True


class TemplateReader(Reader):
    """Reads a Jinja template."""

    def visit(self, node: nodes.Node) -> None:
        """Note every path below ``node``."""
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name) and self.keep(node.target.name, self.path(node.node)):
            if LATER in self.aliases[node.target.name]:
                self.visit(node.node)
            return
        path = self.path(node)
        if path is not None:
            self.asked.ask(path, self.place)
        for child in node.iter_child_nodes():
            if path is None or child is not getattr(node, "node", None):
                self.visit(child)
            else:
                self.arguments(child)

    def arguments(self, node: nodes.Node) -> None:
        """Note the paths beside the chain whose path is known: in what stands between brackets."""
        for child in node.iter_child_nodes():
            (self.arguments if child is getattr(node, "node", None) else self.visit)(child)

    def path(self, node: nodes.Node) -> Path_ | None:
        """The path that an expression leads to, ``None`` where it begins at no words."""
        if isinstance(node, nodes.Name):
            return self.aliases.get(node.name)
        if isinstance(node, nodes.Getattr):
            return self.further(self.path(node.node), node.attr, as_attribute=True)
        if isinstance(node, nodes.Getitem):
            return self.further(self.path(node.node), node.arg.value if isinstance(node.arg, nodes.Const) else LATER)
        return self.path(node.node) if isinstance(node, nodes.Call) else None


class ModuleReader(Reader):
    """Reads a function of Python, or a module's own lines."""

    def visit(self, node: ast.AST) -> None:
        """Note every path below ``node``."""
        if isinstance(node, ast.FunctionDef):
            if node.name not in SPOKEN:
                inner = ModuleReader(self.asked, f"{self.place}, {node.name}", {**self.aliases})
                inner.each(node)
                self.aliases |= {name: path for name, path in inner.aliases.items() if name.startswith("self.")}
        elif isinstance(node, ast.Assign) and self.assigned(node):
            return
        elif (path := self.path(node)) is not None:
            self.asked.ask(path, self.place)
            self.beside(node)
        else:
            self.each(node)

    def each(self, node: ast.AST) -> None:
        """Visit what is directly below."""
        for child in ast.iter_child_nodes(node):
            self.visit(child)

    def assigned(self, node: ast.Assign) -> bool:
        """Note an assignment, one or several at once."""
        target = node.targets[0]
        several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        pairs = zip(target.elts, node.value.elts, strict=True) if several else [(target, node.value)]
        for name, value in pairs:
            path = self.path(value)
            if not self.keep(ast.unparse(name), path) or (path and LATER in path):
                self.visit(value)
        return True

    def beside(self, node: ast.AST) -> None:
        """Note the paths in the brackets of a chain whose own path is known."""
        for name, child in ast.iter_fields(node):
            if name in ("value", "func") and isinstance(child, ast.AST):
                self.beside(child)
            else:
                for each in child if isinstance(child, list) else [child]:
                    if isinstance(each, ast.AST):
                        self.visit(each)

    def path(self, node: ast.AST) -> Path_ | None:
        """The path that an expression leads to, ``None`` where it begins at no words."""
        if isinstance(node, ast.Call):
            return self.spoken(node) if isinstance(node.func, ast.Name) and node.func.id in self.aliases else self.path(node.func)
        if isinstance(node, ast.Subscript):
            return self.further(self.path(node.value), node.slice.value if isinstance(node.slice, ast.Constant) else LATER)
        if isinstance(node, ast.Attribute) and (base := self.path(node.value)) is not None:
            return self.further(base, node.attr, as_attribute=True)
        return self.aliases.get(ast.unparse(node)) if isinstance(node, ast.Name | ast.Attribute) else None

    def spoken(self, node: ast.Call) -> Path_:
        """What a call of a function that speaks leads to."""
        section, argument = SPOKEN.get(node.func.id, (self.aliases[node.func.id], None))
        if argument is None:
            return section
        word = node.args[argument]
        return (*section, word.value if isinstance(word, ast.Constant) else LATER)


def read_templates(asked: Asked, folder: Path, root: str) -> None:
    """Note what the templates of a folder ask for; ``root`` is the name that the words have in them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            TemplateReader(asked, path.name, {root: ()}).visit(Environment().parse(path.read_text(encoding="utf-8")))


def read_modules(asked: Asked, modules: Iterator[Path], speaking: Iterable[str]) -> None:
    """Note what modules ask for that import, or are, one of the modules that speak."""
    for path in sorted(modules):
        tree, name = ast.parse(path.read_text(encoding="utf-8")), ".".join(path.relative_to(ROOT).with_suffix("").parts)
        given = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in speaking
            for alias in node.names
        }
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} if name in speaking else set()
        ModuleReader(asked, name, {spoken: SPOKEN[spoken][0] for spoken in (given | own) & SPOKEN.keys()}).visit(tree)
