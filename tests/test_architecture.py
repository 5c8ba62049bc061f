"""The house stands as DESIGN §4 says: who imports whom, how large and how well described its parts are."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "core": set(),
    "crawlers": {"core"},
    "differ": {"core"},
    "alerts": {"core", "differ"},
    "api": {"core", "differ", "alerts"},
    "pipeline": {"core", "differ", "alerts", "api", "crawlers"},
}
HEAVY = {"scrapy", "twisted", "sqlalchemy", "alembic", "fastapi", "apprise"}
IMPURE = {"socket", "ssl", "http", "urllib.request", "requests", "asyncio", "subprocess", "sqlite3", "time", "random", "secrets"} | HEAVY
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter"}
FORBIDDEN_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers"}
LONGEST_MODULE = 250


@dataclass(frozen=True)
class Module:
    path: Path

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @property
    def package(self) -> str:
        return self.name.split(".")[0]

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> Iterator[str]:
        """The full name of everything it imports, wherever the import stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively; write the whole name"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def definitions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
        """Its functions and classes, and the functions and classes of its classes."""
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            for node in ast.iter_child_nodes(waiting.pop()):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    yield node
                if isinstance(node, ast.ClassDef):
                    waiting.append(node)

    def public(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
        """The definitions that others may use: neither they nor the class around them begin with an underscore."""
        waiting: list[ast.AST] = [self.tree]
        while waiting:
            for node in ast.iter_child_nodes(waiting.pop()):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    yield node
                    if isinstance(node, ast.ClassDef):
                        waiting.append(node)


MODULES = [Module(path) for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_every_package_is_looked_at() -> None:
    assert {module.package for module in MODULES} == set(MAY_IMPORT)


@every_module
def test_imports_go_one_way(module: Module) -> None:
    ours = {name for name in module.imports() if within(name, set(MAY_IMPORT))}
    allowed = MAY_IMPORT[module.package] | {module.package}
    assert {name for name in ours if not within(name, allowed)} == set()


@every_module
def test_only_alerts_imports_apprise_and_only_crawlers_scrapy(module: Module) -> None:
    owners = {"apprise": {"alerts"}, "scrapy": {"crawlers"}, "fastapi": {"api"}}
    for library, packages in owners.items():
        if module.package not in packages:
            assert [name for name in module.imports() if within(name, {library})] == []


@pytest.mark.parametrize("module", [module for module in MODULES if module.package == "differ"], ids=lambda module: module.name)
def test_the_differ_has_no_network_no_database_and_no_clock(module: Module) -> None:
    assert [name for name in module.imports() if within(name, IMPURE)] == []
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    assert [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in CLOCKS] == []


def test_the_differ_loads_nothing_heavy() -> None:
    names = [module.name for module in MODULES if module.package == "differ"]
    assert loaded_after(f"import {', '.join(names)}") & HEAVY == set()


def test_help_answers_without_loading_anything_heavy() -> None:
    ask = """
sys.argv = ["veille", "--help"]
from pipeline.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code
"""
    assert loaded_after(ask) & HEAVY == set()


@every_module
def test_modules_are_short(module: Module) -> None:
    assert len([line for line in module.text.splitlines() if line.strip()]) <= LONGEST_MODULE


@every_module
def test_what_is_public_says_in_one_sentence_what_it_gives(module: Module) -> None:
    assert is_sentence(ast.get_docstring(module.tree)), "the module's docstring"
    assert [node.name for node in module.public() if not is_sentence(ast.get_docstring(node)) and not is_overload(node)] == []


@every_module
def test_names_are_words_of_the_glossary_not_of_the_trade(module: Module) -> None:
    names = [*module.name.split("."), *(node.name for node in module.definitions())]
    words = {word for name in names for word in name.lower().split("_")}
    assert words & FORBIDDEN_WORDS == set()
    assert [name for name in names if name.endswith(("Manager", "Helper", "Utils"))] == []


def is_sentence(docstring: str | None) -> bool:
    first = (docstring or "").split("\n", 1)[0].strip()
    return len(first.split()) >= 2 and first.endswith((".", "?", "!"))


def is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id in ("overload", "override") for decorator in node.decorator_list)


def loaded_after(code: str) -> set[str]:
    """The top-level names of all modules that a new interpreter has loaded after running ``code``."""
    script = f"import sys\n{code}\nprint('loaded:', *{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rsplit("loaded:", 1)[1].split())
