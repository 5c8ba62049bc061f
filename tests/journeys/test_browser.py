"""A reader's way through the website in a real Chromium: with JavaScript and without, by mouse and by keyboard, and what axe-core says."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn

from api.app import create_app
from core.database import connect, transaction
from core.models import Base, Snapshot, Watch
from core.search_index import prepare
from core.values import Dates, FactChange, FactType, Stated
from tests.api.archive import Archive, fee_change

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(os.environ.get("VEILLE_AXE", ""))
NOW = datetime(2026, 6, 22, 12, tzinfo=UTC)
FIRST = datetime(2023, 10, 1, 8, tzinfo=UTC)
YEARS = {2024: "206", 2025: "213", 2026: "221"}

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium: apt install chromium")


def amount(value):
    return Stated(f"{value} euros", value, "EUR")


def fees(before, after, year):
    """A fee that changes with the year."""
    shown = {"fr": f"Redevance, étudiants : {before} € → {after} €", "nl": f"Retributie, studenten: {before} € → {after} €"}
    return fee_change(
        f"{before} euros",
        f"{after} euros",
        key="k1",
        path="Redevance › Étudiants",
        facts=(FactChange(FactType.AMOUNT, None, amount(before), amount(after)),),
        effective=f"{year}-01-01",
        dates=Dates(applies=f"{year}-01-01"),
        summary={**shown, "en": f"Fee, students: {before} € → {after} €"},
        reasons=("amount changed", "cue: redevance"),
    )


def fill(engine):
    """Three years of a fee in two languages, a page that says until when it holds, and one that cannot be read."""
    archive = Archive(engine)
    archive.topic("frais", "Redevances", "Retributies", "Fees")
    archive.topic("asile", "Asile", "Asiel", "Asylum")
    archive.watch("dofi.frais", topics=["frais"], source="dofi", source_name="Office des étrangers", kind="page")
    archive.watch("dofi.frais.nl", topics=["frais"], source="dofi", source_name="Office des étrangers", kind="page", language="nl")
    archive.watch("cgra.asile", topics=["asile"], source="cgra", source_name="CGRA", kind="page")
    with transaction(engine) as session:
        session.get_one(Watch, "dofi.frais").translations = ["dofi.frais.nl"]
    archive.version("dofi.frais", "Le droit est de 198 euros.", "Il se paie avant la demande.", instant=FIRST)
    archive.version("cgra.asile", "La protection temporaire est valable jusqu'au 4 septembre 2026.", instant=FIRST)
    archive.incident("cgra.asile", opened=NOW - timedelta(days=2))
    before = "198"
    for year, after in YEARS.items():
        event = archive.event(topics=("frais",), created=datetime(year, 1, 2, 8, tzinfo=UTC))
        for watch in ("dofi.frais", "dofi.frais.nl"):
            archive.change(fees(before, after, year), watch=watch, event=event, detected=datetime(year, 1, 2, 8, tzinfo=UTC))
        before = after
    with transaction(engine) as session:
        for number, snapshot in enumerate(session.query(Snapshot).order_by(Snapshot.id)):
            snapshot.headers = {"content-type": "text/html; charset=utf-8", "etag": f'"{number}"'}
    return archive


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'veille.db'}")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        prepare(connection)
    fill(engine)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(create_app(engine, now=lambda: NOW, site=address), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield address
    server.should_exit = True
    thread.join(10)
    engine.dispose()


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, site):
    """Opens a page of the site; every request that leaves it is noted in ``abroad``."""
    contexts = []

    @contextmanager
    def opened(**options) -> Iterator[SimpleNamespace]:
        context = browser.new_context(locale="fr-BE", base_url=site, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page, abroad, told = context.new_page(), [], []
        page.on("request", lambda request: abroad.append(request.url) if not request.url.startswith(site) else None)
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        yield SimpleNamespace(page=page, context=context)
        assert abroad == []
        assert told == []

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reader_goes_from_the_front_page_to_the_change_and_its_value_through_time(tab, scripts):
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/")
        page.get_by_role("link", name="Redevance, étudiants : 213 € → 221 €").first.click()
        assert page.locator("h1").inner_text() == "Redevance, étudiants : 213 € → 221 €"
        assert page.get_by_text("modification d'un montant").is_visible()
        page.get_by_text("Avant et après, côte à côte").click()
        assert page.locator(".beside").is_visible()
        page.get_by_role("link", name="Suivre cette valeur dans le temps").click()
        assert page.locator("h1").inner_text() == "Redevance › Étudiants"
        assert [cell.inner_text() for cell in page.locator("td.after").all()] == ["221 €", "213 €", "206 €", "198 €"]
        points = page.locator("svg.broad a")
        assert [point.get_attribute("aria-label") for point in points.all()][-1] == "1er janvier 2026\u00a0: 221 €"
        points.first.click()
        assert page.locator("h1").inner_text() == "Redevance, étudiants : 198 € → 206 €"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reader_compares_two_versions_and_reads_one_of_a_day(tab, scripts):
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/watches/dofi.frais")
        page.get_by_label("Version ancienne").select_option("3")
        page.get_by_label("Version récente").select_option("7")
        page.get_by_role("button", name="Comparer").click()
        assert page.locator("h1").inner_text() == "De la version 3 à la version 7"
        assert "221" in page.locator("article ins").first.inner_text()
        page.get_by_role("link", name="Le document").click()
        page.get_by_label("Ce que disait le document le").fill("2023-11-15")
        page.get_by_role("button", name="Lire").click()
        assert page.locator("h1").inner_text() == "Ce que disait le document le 15 novembre 2023"
        assert "Le droit est de 198 euros." in page.locator(".law").inner_text()
        page.goto("/watches/dofi.frais/at?on=2020-01-01")
        assert "n’avait pas encore été lu" in page.locator("main").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reader_searches_without_minding_accents_and_combines_conditions(tab, scripts):
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/")
        page.get_by_label("Mots recherchés").fill("ETUDIANTS redevance")
        page.get_by_role("button", name="Rechercher").click()
        assert page.locator(".count").inner_text() == "6 changements trouvés"
        page.get_by_text("Chercher plus finement").click()
        page.get_by_label("Langue du document").select_option("nl")
        page.get_by_label("Constaté à partir du").fill("2025-01-01")
        page.get_by_role("button", name="Rechercher").click()
        assert page.locator(".count").inner_text() == "2 changements trouvés"
        assert page.get_by_label("Langue du document").is_visible()


def test_the_stored_page_is_shown_sealed(tab):
    with tab() as there:
        page = there.page
        page.goto("/changes/1")
        page.get_by_role("link", name="Voir la page conservée").first.click()
        assert page.locator("h1").inner_text() == "Page conservée"
        assert "dofi.frais" in page.locator("main").inner_text()


def test_the_keyboard_alone_suffices(tab):
    with tab() as there:
        page = there.page
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        seen = []
        for _ in range(12):
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            seen.append((page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"), outline))
        assert all(outline == "solid" for _, outline in seen)
        order = [text for text, _ in seen]
        assert (
            order.index("q") < order.index("Rechercher") < order.index("Redevances") < order.index("Redevance, étudiants : 213 € → 221 €")
        )
        while page.evaluate("document.activeElement.textContent.trim()") != "Redevance, étudiants : 213 € → 221 €":
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/changes/*")


PAGES = {
    "home": "/",
    "coming": "/coming",
    "search": "/search?q=redevance&language=fr",
    "nothing found": "/search?q=introuvable",
    "topics": "/topics",
    "topic": "/topics/frais",
    "sources": "/sources",
    "source": "/sources/cgra",
    "change": "/changes/3",
    "document": "/watches/dofi.frais",
    "values": "/watches/dofi.frais/values",
    "rule": "/changes/3/values/1",
    "version": "/watches/dofi.frais/versions/1",
    "comparison": "/watches/dofi.frais/compare?before=1&after=7",
    "snapshot": "/snapshots/1",
    "weeks": "/digests",
    "digest": "/digests/2026-W01",
    "about": "/about",
    "subscribe": "/subscribe",
    "privacy": "/privacy",
    "sign in": "/sign-in",
    "error": "/nothing",
}


@pytest.mark.skipif(not AXE.is_file(), reason="VEILLE_AXE does not name axe.min.js (npm pack axe-core)")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_wrong_on_any_page(browser, site, width, scheme):
    context = browser.new_context(
        base_url=site, locale="fr-BE", bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page, found = context.new_page(), {}
    for name, path in PAGES.items():
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        if not page.evaluate("typeof axe !== 'undefined'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found |= {f"{name}: {each['id']}": [node["html"][:200] for node in each["nodes"]][:3] for each in result["violations"]}
    context.close()
    assert found == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen_and_nothing_moves_while_it_loads(browser, site, width):
    context = browser.new_context(base_url=site, locale="fr-BE", viewport={"width": width, "height": 900})
    context.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const each of list.getEntries()) window.moved += each.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(path)
        if name != "snapshot":
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert page.evaluate("window.moved") == 0, name
    context.close()
