"""A second reading is equal, whatever a server shuffles from one answer to the next."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differ.extract import read

PAGES = Path(__file__).parent / "pages"


def encoding_of(path: Path) -> str:
    """How a page is written: in UTF-8, or as its publisher did before."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


CASES = [(path, encoding_of(path), "list" in path.name or "moniteur" in path.name) for path in sorted(PAGES.iterdir())]

_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)+)\s*(/?)>")
_ATTRIBUTE = re.compile(r"[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?")
_BETWEEN = re.compile(r">(\s*\n\s*)<")


def shuffled(source: str, dice: random.Random) -> str:
    """The page with the attributes of each element in another order."""

    def tag(found: re.Match[str]) -> str:
        attributes = _ATTRIBUTE.findall(found[2])
        dice.shuffle(attributes)
        return f"<{found[1]} {' '.join(attributes)}{found[3]}>"

    return _TAG.sub(tag, source)


def renamed(source: str, dice: random.Random) -> str:
    """The page with other generated ids and tokens."""
    token = f"{dice.getrandbits(128):032x}"
    source = re.sub(r"view-dom-id-\w+", f"view-dom-id-{token}", source)
    source = re.sub(r'(name="form_build_id" value=)"[^"]*"', rf'\1"form-{token}"', source)
    source = re.sub(r'id="d1e[\w-]+"', f'id="d1e{dice.randrange(999)}-1-1"', source)
    return re.sub(r'id="id-[\w-]+"', f'id="id-{token[:8]}-{token[8:12]}"', source)


def respaced(source: str, dice: random.Random) -> str:
    """The page with other white space and comments between its tags."""
    return _BETWEEN.sub(lambda _: ">" + dice.choice(["\n", "\r\n\t ", "    \n", " \n<!-- généré le 21.01.2025 -->\n"]) + "<", source)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.integers())
def test_attributes_ids_comments_and_white_space_change_nothing(case: tuple[Path, str, bool], seed: int) -> None:
    path, encoding, listing = case
    source = path.read_text(encoding=encoding)
    dice = random.Random(seed)
    other = respaced(renamed(shuffled(source, dice), dice), dice)
    first = read(source.encode(encoding), language="fr", listing=listing)
    assert read(source.encode(encoding), language="fr", listing=listing) == first
    assert read(other.encode(encoding), language="fr", listing=listing) == first


PUBLISHERS = [path for path in sorted(PAGES.glob("*.html")) if path.stem.startswith(("dofi", "cg", "fedasil")) and "list" not in path.stem]
_CHROME = re.compile(r"<(nav|footer|aside)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("path", PUBLISHERS, ids=lambda path: path.stem)
def test_chrome_that_stands_elsewhere_changes_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    chrome = "".join(found[0] for found in _CHROME.finditer(source))
    moved = re.sub(r"(<body\b[^>]*>)", lambda body: body[1] + chrome, _CHROME.sub("", source))
    assert read(moved.encode(), address="https://www.example.be/") == read(source.encode(), address="https://www.example.be/")


WORDS = st.text(st.sampled_from("abc é€1.,;()[]§°-<>&'\" \n\t"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=8), st.sampled_from(["text/html", "text/plain", "text/markdown"]))
def test_no_text_whatever_stops_the_reading_and_every_key_is_unique(lines: list[str], content_type: str) -> None:
    start = "<html><body><div id='list-title-3'><a name='Art.1'></a>Art. 1. " if content_type == "text/html" else ""
    version = read((start + ("<br>" if start else "\n").join(lines)).encode(), content_type, language="fr")
    keys = [provision.key for provision in getattr(version, "provisions", ())]
    assert len(keys) == len(set(keys))
