"""Atom and JSON feeds, read back with parsers that are not ours."""

from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup

from core import models
from core.database import transaction
from core.values import Significance
from tests.api.archive import START, fee_change
from tests.api.conftest import NOW

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


def json_feed(client, path="/feeds/all.json", **params):
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/feed+json"
    return answer.json()


def rectify(engine, change, kind, note="", made=NOW):
    with transaction(engine) as session:
        session.add(models.Rectification(change_id=change, kind=kind, note=note, made=made, made_by="editor"))


def revise(engine, event, made=NOW, takes_effect=None):
    with transaction(engine) as session:
        row = session.get(models.Event, event)
        row.revision, row.revised, row.takes_effect = 2, made, takes_effect


def test_feed_readers_read_it(client, archive):
    change = archive.change()
    read = feedparser.parse(client.get("/feeds/all.atom").content)
    assert (read.bozo, read.version) == (False, "atom10")
    (entry,) = read.entries
    assert entry.id == f"tag:veille.example,2026:change/{change}"
    assert entry.tags[0].label == "Nationalité"
    assert "1.000 euros" in entry.content[0].value


def test_a_json_feed_tells_the_same(client, archive):
    change = archive.change()
    found = json_feed(client)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == "https://veille.example/feeds/all.json?lang=fr"
    assert found["home_page_url"] == "https://veille.example/?lang=fr"
    (item,) = found["items"]
    assert item["id"] == f"tag:veille.example,2026:change/{change}"
    assert item["url"] == f"https://veille.example/changes/{change}?lang=fr"
    assert item["external_url"] == "https://example.org/loi.fr"
    assert item["title"] == "Droit : 150 euros → 1.000 euros"
    assert item["date_published"] == item["date_modified"] == "2025-01-01T10:00:00Z"
    assert item["tags"] == ["Nationalité"]
    assert "<del" in item["content_html"]
    assert item["_veille"]["facts"][0]["after"]["value"] == "1000"


def test_an_atom_feed_leads_to_its_json_twin(client, archive):
    links = {link.get("type"): link.get("href") for link in feed(client).findall(f"{ATOM}link")}
    assert links["application/feed+json"] == "https://veille.example/feeds/all.json?lang=fr"


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_source_a_watch_and_a_search_have_feeds_too(client, archive, form):
    archive.watch("dofi.fees", source="dofi", source_name="Office des étrangers")
    archive.change(fee_change(summary={"fr": "Loi"}))
    archive.change(fee_change(summary={"fr": "Redevance"}), watch="dofi.fees", folded="redevance")

    def titles(path, **asked):
        read = client.get(f"/feeds/{path}.{form}", params=asked)
        assert read.status_code == 200, read.text
        return (
            [entry.title for entry in feedparser.parse(read.content).entries]
            if form == "atom"
            else [i["title"] for i in read.json()["items"]]
        )

    assert titles("source/dofi") == ["Redevance"]
    assert titles("watch/loi.fr") == ["Loi"]
    assert titles("all", q="REDEVANCE") == ["Redevance"]
    assert client.get(f"/feeds/source/nobody.{form}").status_code == 404
    assert client.get(f"/feeds/watch/nothing.{form}").status_code == 404


def test_feeds_of_different_things_have_different_names(client, archive):
    paths = [
        ("/feeds/all.atom", {}),
        ("/feeds/nationalite.atom", {}),
        ("/feeds/watch/loi.fr.atom", {}),
        ("/feeds/all.atom", {"q": "a & b"}),
    ]
    names = [feed(client, path, **asked).findtext(f"{ATOM}id") for path, asked in paths]
    assert len(set(names)) == len(names)
    assert not any(" " in name for name in names)


def test_a_correction_updates_its_entry_and_says_what_is_right(client, archive, engine):
    change = archive.change()
    (before,) = feed(client).iter(f"{ATOM}entry")
    rectify(engine, change, "corrected", "Le droit est de 900 euros.")
    (after,) = feed(client).iter(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")
    assert after.findtext(f"{ATOM}updated") == "2025-08-01T12:00:00Z"
    assert after.findtext(f"{ATOM}title") == "Corrigé\u00a0: Le droit est de 900 euros."
    assert "900 euros" in after.findtext(f"{ATOM}content")


def test_what_is_withdrawn_stays_and_says_so(client, archive, engine):
    rectify(engine, archive.change(), "withdrawn", "Lu de travers.")
    (item,) = json_feed(client)["items"]
    assert item["title"].startswith("Retiré\u00a0: Droit")
    assert "Lu de travers." in item["content_html"]
    assert item["_veille"]["withdrawn"] is True


def test_a_revision_of_its_event_updates_an_entry(client, archive, engine):
    event = archive.event()
    archive.change(event=event)
    revise(engine, event)
    (item,) = json_feed(client)["items"]
    assert item["date_modified"] == "2025-08-01T12:00:00Z"
    assert "complétée le 1er août 2025" in item["content_html"]


def test_what_binds_from_today_is_told_anew(client, archive, engine):
    event = archive.event()
    archive.change(event=event)
    revise(engine, event, takes_effect="2025-07-29")
    (item,) = json_feed(client)["items"]
    assert "s’applique depuis le 29 juillet 2025" in item["content_html"]


def test_an_old_entry_that_is_corrected_comes_back_to_the_top(client, archive, engine, monkeypatch):
    monkeypatch.setattr("api.feeds.ENTRIES", 2)
    old, other = (archive.change(fee_change(summary={"fr": name}), event=archive.event()) for name in ("ancien", "autre"))
    for name in ("b", "a"):
        archive.change(fee_change(summary={"fr": name}))
    assert entries(feed(client)) == ["a", "b"]
    rectify(engine, old, "corrected", "mieux")
    rectify(engine, other, "corrected", "avant", made=START)
    assert entries(feed(client)) == ["Corrigé\u00a0: mieux", "a"]
    assert entries(feed(client, "/feeds/nationalite.atom", significance="major")) == ["Corrigé\u00a0: mieux", "a"]
    assert entries(feed(client, q="rien de tel")) == []


@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds/all.json", "/feeds/source/ejustice.json", "/calendar.ics"])
def test_readers_ask_again_without_being_sent_the_same(client, archive, path):
    first = client.get(path)
    assert first.headers["cache-control"] == "max-age=300"
    assert "Accept-Language" in first.headers["vary"]
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_paragraph_of_ten_megabytes_is_cut(client, archive):
    long = "mot " * 2_500_000
    archive.change(fee_change(redline=(("=", long), ("+", "nouveau"))))
    assert len(client.get("/feeds/all.atom").content) < 20_000


def test_marks_that_turn_the_reading_direction_are_left_out(client, archive):
    archive.change(fee_change(path="a\u202eb", summary={"fr": "x\u2066y"}), detected=START + timedelta(days=1))
    assert "\u202e" not in client.get("/feeds/all.atom").text
    (item,) = json_feed(client)["items"]
    assert item["title"] == "xy"
    assert "\u202e" not in item["content_html"] + item["summary"]
