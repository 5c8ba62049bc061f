"""Atom feeds, read back with a parser of their own."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from core.values import Significance
from tests.api.archive import fee_change

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client, path="/feeds/all.atom", **params):
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def entries(found):
    return [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")]


def test_a_feed_has_what_atom_requires(client, archive):
    change = archive.change()
    found = feed(client)
    assert found.tag == f"{ATOM}feed"
    assert found.findtext(f"{ATOM}id") == "tag:veille.example,2026:feed/fr/all"
    assert found.findtext(f"{ATOM}updated") == "2025-01-01T10:00:00Z"
    assert found.find(f"{ATOM}author/{ATOM}name") is not None
    (entry,) = found.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"tag:veille.example,2026:change/{change}"
    assert entry.findtext(f"{ATOM}updated") == "2025-01-01T10:00:00Z"
    assert entry.findtext(f"{ATOM}title") == "Droit : 150 euros → 1.000 euros"
    assert "Art. 238, al. 1er" in entry.findtext(f"{ATOM}summary")
    links = {link.get("rel"): link.get("href") for link in entry.iter(f"{ATOM}link")}
    assert links == {"alternate": f"https://veille.example/changes/{change}?lang=fr", "related": "https://example.org/loi.fr"}


def test_the_content_tells_the_redline_in_words_and_colours(client, archive):
    archive.change()
    (entry,) = feed(client).iter(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    soup = BeautifulSoup(content.text, "lxml")
    assert soup.find("del").get_text() == "[supprimé\u00a0: 150 euros]"
    assert soup.find("ins").get_text() == "[ajouté\u00a0: 1.000 euros]"
    assert "color" in soup.find("ins")["style"]
    assert "29 juillet 2025" in soup.get_text()


def test_an_empty_feed_is_a_feed(client, archive):
    assert entries(feed(client)) == []


def test_a_topic_has_a_feed_of_its_own(client, archive):
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.watch("dofi", topics=["frais"])
    archive.change()
    archive.change(fee_change(summary={"fr": "Redevance"}), watch="dofi")
    assert entries(feed(client, "/feeds/frais.atom")) == ["Redevance"]
    assert len(entries(feed(client))) == 2
    assert "Fees" in feed(client, "/feeds/frais.atom", lang="en").findtext(f"{ATOM}title")


def test_only_what_matters_is_in_a_feed_unless_asked(client, archive):
    archive.change(fee_change(significance=Significance.EDITORIAL))
    archive.change(technical=True)
    assert entries(feed(client)) == []
    assert len(entries(feed(client, significance="none"))) == 1


def test_a_feed_speaks_the_language_asked_for(client, archive):
    archive.change()
    found = feed(client, lang="nl")
    assert found.get(LANG) == "nl"
    assert entries(found) == ["Droit : 150 euros → 1.000 euros (nl)"]
    assert "[geschrapt: 150 euros]" in next(found.iter(f"{ATOM}content")).text


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb\x1f", "a\ufffeb", "<script>alert(1)</script> & ]]>"])
def test_hostile_text_leaves_the_feed_well_formed(client, archive, text):
    archive.change(fee_change(path=text, summary={"fr": text}, redline=(("+", text),)), url="javascript:alert(1)")
    (entry,) = feed(client).iter(f"{ATOM}entry")
    content = BeautifulSoup(entry.findtext(f"{ATOM}content"), "lxml")
    assert content.find("script") is None
    assert [link.get("rel") for link in entry.iter(f"{ATOM}link")] == ["alternate"]
    assert content.find("a") is None
