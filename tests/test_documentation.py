"""What the documents promise is there, and what is there is documented."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from core import models
from core.settings import Settings
from core.values import FactType, IncidentKind, Kind, Outcome, Rule, Significance, WatchKind
from core.watchlist import Administrator, Page, Source, Subscriber, Topic, Watch, Watchlist
from pipeline.cli import app

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("core", "crawlers", "differ", "alerts", "api", "pipeline")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PINS = sorted(ROOT.glob("requirements*.txt"))
TABLES = [mapper.class_ for mapper in models.Base.registry.mappers]
DESIGN_WORDS = {"Source", "Fact", "FactChange", "Provision", "Subscription", "Claim"}  # the others are tables


def text(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def every_page() -> str:
    return text(*(str(page.relative_to(ROOT)) for page in PAGES))


def commands(group: Any, before: str = "veille") -> Iterator[tuple[str, Any]]:
    """Every command under a group, by the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def all_commands() -> list[tuple[str, Any]]:
    return list(commands(get_command(app)))


def test_every_setting_is_documented_with_its_default() -> None:
    lines = {line.split("`")[1]: line for line in text("docs/settings.md").splitlines() if line.startswith("| `VEILLE_")}
    assert set(lines) == {f"VEILLE_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default not in ("", False):
            assert f"`{field.default}`" in lines[f"VEILLE_{name.upper()}"]


def test_every_variable_that_is_named_anywhere_exists() -> None:
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    named = {name for path in [*PAGES, *sources] for name in re.findall(r"VEILLE_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))}
    assert named <= {f"VEILLE_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_documented() -> None:
    documented = text("docs/commands.md")
    assert [name for name, _ in all_commands() if f"`{name}" not in documented] == []


def test_every_command_that_is_documented_exists() -> None:
    known = {name for name, _ in all_commands()}
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            for words in re.findall(r"(?:`|^|&& )veille ((?:db )?[a-z]+)", line):
                assert f"veille {words}" in known, f"{page.name}: {line}"


def test_every_option_of_a_command_says_what_it_does() -> None:
    for name, command in all_commands():
        assert command.help, name
        for parameter in command.params:
            assert parameter.name == "help" or getattr(parameter, "help", None) or parameter.name == "context", f"{name} {parameter.name}"


def test_the_glossary_has_every_word() -> None:
    glossary = text("docs/glossary.md")
    words = DESIGN_WORDS | {*(table.__name__ for table in TABLES)}
    assert [word for word in sorted(words) if not re.search(rf"^\| {word} \||`{word}`", glossary, re.MULTILINE)] == []
    values = [value for enum in (Kind, Significance, Rule, FactType, IncidentKind, Outcome, WatchKind) for value in enum]
    assert [value for value in values if f"`{value}`" not in glossary] == []


@pytest.mark.parametrize("entry", [Watchlist, Topic, Source, Watch, Page, Subscriber, Administrator], ids=lambda entry: entry.__name__)
def test_every_key_of_the_watchlist_is_documented(entry: type) -> None:
    documented = text("docs/watchlist.md")
    keys = set(entry.model_fields) - {"folder"}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", documented)] == []


def test_every_dependency_has_its_reason() -> None:
    reasons = text("docs/adr/0002-dependencies.md")
    assert [name for name in dependencies() if not re.search(rf"\b{re.escape(name)}\b", reasons)] == []


def test_every_dependency_is_pinned() -> None:
    pinned = {line.split("==")[0].replace("-", ".") for pins in PINS for line in pins.read_text().splitlines() if "==" in line}
    assert [name for name in dependencies() if name.replace("-", ".") not in pinned] == []


@pytest.mark.parametrize("pins", PINS, ids=lambda pins: pins.name)
def test_every_pin_has_a_hash_and_no_place_it_came_from(pins: Path) -> None:
    lines = pins.read_text(encoding="utf-8")
    requirements = re.split(r"^(?=[a-z])", lines, flags=re.MULTILINE)[1:]
    assert requirements
    assert [each.split()[0] for each in requirements if "--hash=sha256:" not in each] == []
    assert [word for word in ("://", "--index", "--extra-index", "--find-links", "@ ") if word in lines] == []


def test_every_link_within_the_documents_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        decision = path.read_text(encoding="utf-8")
        assert decision.startswith(f"# {int(path.name[:4])}. ")
        assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in decision] == []


def test_make_explains_each_of_its_targets() -> None:
    told = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    targets = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.MULTILINE)
    assert targets is not None
    assert re.findall(r"^  make (\S+)", told, re.MULTILINE) == targets[1].split()


def test_the_documents_name_no_target_of_make_that_is_missing() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", every_page())) <= targets


def dependencies() -> list[str]:
    project = PROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values(), *PROJECT["dependency-groups"].values()]
    return [re.split(r"[\[<>=; ]", requirement)[0].lower() for group in groups for requirement in group]
