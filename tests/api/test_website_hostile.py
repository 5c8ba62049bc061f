"""Nothing that came from a watched page can run, load, disguise or break anything on any page of the website."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from api.stored import harmless
from core import models
from core.compression import compress
from core.contract import provisions_as_bytes
from core.database import transaction
from core.values import Dates, FactChange, FactType, Provision, Stated
from tests.api.archive import START, fee_change

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)><style>@import url(//e)</style>\"'>"
TURNED, NULL = "\u202e051\u202c", "\x00\x08"
FORMULA = '=HYPERLINK("http://evil.example";"150")'
HOSTILE = f"{MARKUP}{TURNED}{NULL}{FORMULA}{{{{ 7777*7777 }}}}"
PAGES = (
    *(
        "/",
        "/search?significance=none",
        "/search?q=%3Cscript%3E%22&topic=%22%3E%3Cscript%3E&watch=%22%3E%3Cscript%3E",
        "/topics",
        "/coming",
    ),
    *("/topics/nationalite", "/sources", "/sources/bad", "/watches/bad", "/watches/bad/values", "/watches/bad/versions/1", "/digests"),
    *("/watches/bad/compare?before=1&after=2", "/changes/1", "/changes/1/values/1", "/digests/2025-W01", "/about", "/snapshots/1"),
)


@pytest.fixture
def hostile(client, archive, engine):
    """Every text that a watched page or a person may have written is hostile."""
    archive.watch("bad", url="javascript:alert(1)", source="bad", source_name=HOSTILE)
    facts = (
        FactChange(FactType.CONTACT, HOSTILE, Stated(HOSTILE, HOSTILE, HOSTILE), Stated(HOSTILE, "x", None)),
        FactChange(FactType.AMOUNT, None, Stated(HOSTILE, "150", "EUR"), Stated(HOSTILE, "1000", "EUR")),
    )
    change = fee_change(
        path=HOSTILE,
        before=HOSTILE,
        after=f"{HOSTILE} {MARKUP}",
        redline=(("-", HOSTILE), ("+", MARKUP)),
        facts=facts,
        reasons=(HOSTILE,),
        effective="<b>",
        dates=Dates(ends=HOSTILE),
        summary={"fr": HOSTILE, "nl": HOSTILE, "en": HOSTILE},
    )
    number = archive.change(change, watch="bad", event=archive.event(), stage=HOSTILE[:20], url="data:text/html,<script>alert(1)</script>")
    archive.incident("bad", reason=HOSTILE)
    provisions = compress(provisions_as_bytes([Provision("k", HOSTILE, f"{HOSTILE} valable jusqu'au 4 septembre 2025", label=HOSTILE)]))
    with transaction(engine) as session:
        for version in session.query(models.Version):
            version.title, version.provisions = HOSTILE, provisions
        for snapshot in session.query(models.Snapshot):
            snapshot.headers, snapshot.final_url = (
                {"content-type": "text/html", "etag": HOSTILE, "server": HOSTILE},
                "javascript:alert(1)//",
            )
            snapshot.body.data = compress(HOSTILE.encode())
        session.add(models.Rectification(change_id=number, kind="corrected", note=HOSTILE, made=START + timedelta(days=1), made_by=HOSTILE))
    return client


@pytest.mark.parametrize("path", PAGES)
def test_hostile_content_is_shown_harmlessly(hostile, path):
    answer = hostile.get(path)
    assert answer.status_code == 200, answer.text
    soup = BeautifulSoup(answer.text, "lxml")
    assert not soup.find_all(["script", "img", "style", "iframe", "object", "base"])
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"]
    addresses = [tag[name] for tag in soup.find_all(True) for name in ("href", "src", "action") if tag.has_attr(name)]
    assert not [each for each in addresses if re.match(r"\s*(javascript|data|vbscript):|//", each, re.IGNORECASE)]
    assert not set(answer.text) & {"\x00", "\x08", "\u202e", "\u202c"}
    assert str(7777 * 7777) not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='javascript:x()'>a</a>",
        "<a href=' jAvAscript&#58;x()'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<p onclick=x() style='background:url(//e)'>a</p>",
        "<svg><a href='javascript:x()'>b</a></svg>a",
        "<math><mtext><style><img src=x onerror=x()></style></mtext></math>a",
        "<style>@import '//e'</style><link rel=stylesheet href=//e>a",
        "<form action=//e><input name=x><button formaction=//e>b</button></form>a",
        "<base href=//e><meta http-equiv=refresh content='0;//e'>a",
        "<iframe srcdoc='<script>x()</script>'></iframe>a",
        "<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>a",
        "<template><script>x()</script></template>a",
    ],
)
def test_stored_markup_loses_all_that_acts(markup):
    shown = str(harmless(markup, "https://example.org/"))
    assert "a" in BeautifulSoup(shown, "lxml").get_text()
    assert not re.search(
        r"javascript|data:|onclick|onerror|style|import|//e\b|<(svg|math|form|input|button|base|meta|link|iframe|img)", shown
    )


def test_links_of_a_page_whose_address_is_not_safe_lead_nowhere():
    assert "href" not in str(harmless("<a href='/x'>a</a>", "javascript:alert(1)//"))


def test_a_paragraph_of_megabytes_is_cut_on_every_page(client, archive, engine):
    long = "é mot 150 euros. " * 200_000
    changed = fee_change(before=long, after=f"{long}fin", redline=(("=", long), ("+", "fin")), path=long[:100_000], summary={"fr": long})
    archive.change(changed)
    for path in ("/", "/search", "/changes/1", "/watches/loi.fr", "/watches/loi.fr/versions/1", "/topics/nationalite"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert len(answer.content) < 300_000, path
    assert "fin" in BeautifulSoup(client.get("/changes/1").text, "lxml").select_one(".redline ins").get_text()
    assert client.get("/watches/loi.fr/compare?before=1&after=2").status_code == 200


def test_a_word_of_megabytes_is_cut_on_every_page_and_in_feeds_with_a_link_to_the_whole(client, archive):
    before, after = "x" * 2_000_000, "y" * 2_000_000
    archive.change(fee_change(before=before, after=after, redline=(("-", before), ("+", after)), facts=(), summary={"fr": "Droit"}))
    for path in ("/changes/1", "/watches/loi.fr/versions/2", "/feeds/all.atom", "/feeds/all.json"):
        assert len(client.get(path).content) < 150_000, path
    reading = BeautifulSoup(client.get("/watches/loi.fr/versions/2").text, "lxml")
    whole = reading.select_one(".law a[download]")["href"]
    assert len(client.get(whole).content) > 2_000_000
