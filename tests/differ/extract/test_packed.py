"""Answers packed with gzip are read as what they hold, within bounds."""

import gzip

from core.values import Doubt, IncidentKind, Version
from differ.extract import read
from differ.extract.packed import LARGEST

SITEMAP = b"<?xml version='1.0'?><urlset><url><loc>https://asso.example/asile/a</loc></url></urlset>"


def doubt(body: bytes) -> str:
    found = read(body, "application/gzip")
    assert isinstance(found, Doubt)
    assert found.kind == IncidentKind.UNREADABLE
    return found.reason


def test_a_packed_sitemap_names_its_pages() -> None:
    version = read(gzip.compress(SITEMAP), "application/x-gzip", language="fr")
    assert isinstance(version, Version)
    assert [each.url for each in version.provisions] == ["https://asso.example/asile/a"]


def test_no_more_is_unpacked_than_an_answer_may_hold() -> None:
    assert "holds over 20 MB" in doubt(gzip.compress(bytes(3 * LARGEST), 1))


def test_what_breaks_off_or_is_spoiled_is_told_so() -> None:
    whole = gzip.compress(SITEMAP)
    assert "breaks off" in doubt(whole[:-12])
    assert "cannot be unpacked" in doubt(whole[:12] + b"spoiled" + whole[19:])
