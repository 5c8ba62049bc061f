"""Real pages extract as reviewed: keys, paths, dates and the SHA-256 of each text, never the texts themselves.

A missing file of expectations is written and the test then fails: review what it holds against the page, then commit it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from core.values import Doubt, Provision, Version
from differ.extract import read

EXPECTED = Path(__file__).parent / "expected"
WHOLE = 60
FIRST, LAST = 40, 10

RECORDINGS = [
    "cgvs/cgvs-januari-2020.html",
    "cgvs/cgvs-januari-2025.html",
    "justel/pair_loi_accueil/2007002066_maj-2024-06-21.excerpt.html",
    "justel/pair_loi_accueil/2007002066_maj-2025-07-23.excerpt.html",
    "justel/sample-code.html",
    "justel/sample-constitution.html",
    "justel/sample-listing-loi-2024.html",
    "justel/sample-ordinary-law.html",
    "justel/sample-with-tables.html",
    "moniteur/annexes-detail-page.html",
    "moniteur/annexes-list-page.html",
    "cellar/31958R0001_cons.xhtml",
    "cellar/31958R0001_old.html",
    "cellar/32014R0596_metadata.json",
    "cellar/32015R2120_cons.xhtml",
    "cellar/32015R2120_oj.xhtml",
    "cellar/32019R2088_metadata.json",
    "cellar/32021R0953_cons.xhtml",
    "cellar/32021R0953_metadata.json",
    "cellar/32021R0953_oj.xhtml",
    "cellar/32024R0903.xhtml",
    "cellar/32024R0903_metadata.json",
    "cellar/version_pairs/32014R0910_after.xhtml",
    "cellar/version_pairs/32014R0910_before.xhtml",
]


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_real_page_extracts_as_reviewed(name: str, recordings: Path) -> None:
    found = outline(read((recordings / name).read_bytes(), listing="list" in name))
    file = EXPECTED / f"{name.replace('/', '_')}.json"
    if not file.exists():
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: review, then commit")
    assert found == json.loads(file.read_text(encoding="utf-8"))


def outline(version: Version | Doubt) -> dict[str, Any]:
    """What is expected of a page: the doubt, or the language, the count, the digest of all and the entries."""
    if isinstance(version, Doubt):
        return {"doubt": version.kind.value}
    entries = [entry(provision) for provision in version.provisions]
    shown = entries if len(entries) <= WHOLE else entries[:FIRST] + entries[-LAST:]
    return {
        "language": version.language,
        "title": sha(version.title),
        "count": len(entries),
        "all": sha(json.dumps(entries)),
        "entries": shown,
    }


def entry(provision: Provision) -> list[str | bool | None]:
    """Key, path (its digest where it holds words of the page), firmness, dates and the digest of the text."""
    path = provision.path if provision.key.startswith(("art:", "rct:", "title", "final", "preamble")) else sha(provision.path)
    dates = provision.dates
    return [provision.key, path, provision.firm, dates.adopted, dates.in_force, dates.published, sha(provision.text)]


def sha(text: str) -> str:
    """The SHA-256 of a text, as sixteen hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
