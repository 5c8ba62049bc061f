from pathlib import Path

import pytest
from ruamel.yaml import YAML

from core.plain_yaml import UnfamiliarError, read_plain

PACKAGES = ("core", "crawlers", "differ", "alerts", "api", "pipeline")
ROOT = Path(__file__).parents[2]
WITH_INSTANTS = {"expected.yaml"}
DATA = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.yaml")) if path.name not in WITH_INSTANTS]


def as_ruamel_reads(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("path", [*DATA, ROOT / "watchlist.yaml"], ids=lambda path: "-".join(path.parts[-2:]))
def test_our_own_data_reads_as_yaml_1_2_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert read_plain(text) == as_ruamel_reads(text)


@pytest.mark.parametrize("written", ["no", "on", "12h", "1d", "32022D0382", "~", "", "true", "-3", "0", "0.5", "'0.5'", ".net", "é"])
def test_bare_words_mean_what_they_mean_in_yaml_1_2(written: str) -> None:
    text = f"value: {written}\n"

    assert repr(read_plain(text)) == repr(as_ruamel_reads(text))


@pytest.mark.parametrize("written", ["12:30", "22:00-07:00", "010", "0x1f", "1_000", "2026-03-04", "32022E0382", "+1", ".inf", "!!set {a}"])
def test_what_parsers_disagree_about_is_refused(written: str) -> None:
    with pytest.raises(UnfamiliarError):
        read_plain(f"value: {written}\n")


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: {b: 1, b: 1}\n", "%YAML 1.1\n---\na: no\n", "a: [\n"])
def test_a_repeated_key_another_yaml_and_a_mistake_are_refused(text: str) -> None:
    with pytest.raises(UnfamiliarError):
        read_plain(text)


def test_parts_named_once_stand_wherever_they_are_referred_to() -> None:
    assert read_plain("a: &x {c: 1}\nb: {<<: *x, d: *x}\n") == {"a": {"c": 1}, "b": {"c": 1, "d": {"c": 1}}}
