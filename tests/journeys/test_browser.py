"""A reader's way through the website in a real Chromium: with JavaScript and without, by mouse and by keyboard, and what axe-core says."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from core.database import connect
from core.migration import prepare
from core.models import Base
from tests.journeys.browsed import ADMINISTRATORS, fill, let_in, mail_to, served

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(os.environ.get("VEILLE_AXE", ""))
HEAVIEST = 100_000
"""Bytes that the front page may take with everything it loads."""
COOKIE = "shown-by-this-browser"

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium: apt install chromium")
both_ways = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'veille.db'}")
    # Waiting for the disk is most of the time that filling takes.
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        prepare(connection)
    fill(engine)
    let_in(engine, COOKIE)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def site(engine, tmp_path_factory) -> Iterator[str]:
    with served(engine, tmp_path_factory.mktemp("outbox")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, site):
    """Opens a page of the site; every request that leaves it, and every complaint of the browser, fails the test."""
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


def said(place) -> str:
    """What is read at a place; spaces at which no line ends are spaces."""
    return place.inner_text().replace("\u00a0", " ")


@both_ways
def test_a_reader_goes_from_the_front_page_to_the_change_and_its_value_through_time(tab, scripts):
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/")
        page.get_by_role("link", name="Redevance, étudiants : 213 € → 221 €").first.click()
        assert said(page.locator("h1")) == "Redevance, étudiants : 213 € → 221 €"
        assert page.get_by_text("modification d'un montant").is_visible()
        page.get_by_text("Avant et après, côte à côte").click()
        assert page.locator(".beside").is_visible()
        page.get_by_role("link", name="Suivre cette valeur dans le temps").click()
        assert page.locator("h1").inner_text() == "Redevance › Étudiants"
        assert [cell.inner_text() for cell in page.locator("td.after").all()] == ["221 €", "213 €", "206 €", "198 €"]
        points = page.locator("svg.broad a")
        assert [point.get_attribute("aria-label") for point in points.all()][-1] == "1er janvier 2026\u00a0: 221 €"
        points.first.click()
        assert said(page.locator("h1")) == "Redevance, étudiants : 198 € → 206 €"


@both_ways
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


@both_ways
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


@both_ways
def test_a_reader_subscribes_confirms_changes_and_leaves(tab, engine, site, scripts):
    address = f"lectrice-{scripts}@example.org".lower()
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="S’abonner aux messages").click()
        page.get_by_label("Adresse électronique").fill(address)
        page.get_by_label("Redevances").check()
        page.get_by_role("button", name="Aperçu").click()
        assert page.locator("#preview").is_visible()
        page.get_by_role("button", name="S’abonner").click()
        assert address in page.locator("main").inner_text()
        confirmation = re.search(r"\S+/confirm/(\S+)/\S+", mail_to(engine, address, site))
        page.goto(confirmation.group())
        page.get_by_role("button", name="Confirmer l’abonnement").click()
        assert page.locator("h1").inner_text() == "Abonnement confirmé"
        page.get_by_role("link", name="Voir et changer mes choix").click()
        page.get_by_role("link", name="Changer les choix").click()
        page.get_by_label("Un résumé par semaine").check()
        page.get_by_role("button", name="Garder ces choix").click()
        assert "semaine" in page.locator("main dl").inner_text()
        page.goto(f"/unsubscribe/{confirmation.group(1)}")
        page.get_by_role("button", name="Se désabonner").click()
        assert page.locator("h1").inner_text() == "Désabonnement enregistré"


@both_ways
def test_an_administrator_signs_in_from_a_change_marks_it_as_noise_and_takes_that_back(tab, engine, site, scripts):
    address = ADMINISTRATORS["avec" if scripts else "sans"]
    with tab(java_script_enabled=scripts) as there:
        page = there.page
        page.goto("/changes/3")
        page.get_by_role("link", name="Pour l’équipe").click()
        page.get_by_label("Votre adresse électronique").fill(address)
        page.get_by_role("button", name="Recevoir un lien").click()
        page.goto(re.search(r"\S+/sign-in/\S+", mail_to(engine, address, site)).group())
        page.get_by_role("button", name="Ouvrir une session").click()
        assert page.url == f"{site}/desk/changes/3?lang=fr"
        page.get_by_role("button", name="Marquer comme bruit").click()
        assert page.get_by_role("status").inner_text() == "Marqué comme bruit."
        page.get_by_role("button", name="Retirer cette marque").click()
        page.get_by_role("link", name="Journal").click()
        assert "retire la marque de bruit · changement 3" in page.locator("tbody tr").first.inner_text()
        page.get_by_role("button", name="Fermer la session").click()
        page.goto("/deeds")
        assert page.locator("h1").inner_text() == "Ouvrir une session"


def test_the_stored_page_is_shown_sealed(tab):
    with tab() as there:
        page = there.page
        page.goto("/changes/1")
        page.get_by_role("link", name="Voir la page conservée").first.click()
        assert page.locator("h1").inner_text() == "Page conservée"
        assert "dofi.frais" in page.locator("main").inner_text()


def focused(page) -> str:
    """The words of what has the focus, or its id; it is seen to have it."""
    words, outline = page.evaluate(
        "[document.activeElement.textContent.trim() || document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert outline == "solid" or words == "", words
    return words.replace("\u00a0", " ")


def tab_to(page, words, most=80):
    """Press the tabulator until what says ``words`` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == words:
            return
    raise AssertionError(f"nothing that says {words!r} is reached with {most} presses")


def press(page, words):
    """Go to what says ``words`` with the tabulator and press it; the page to which that leads is there."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_keyboard_alone_suffices_from_the_front_page_to_a_comparison_and_a_subscription(tab):
    with tab() as there:
        page = there.page
        page.goto("/")
        page.keyboard.press("Tab")
        assert focused(page) == "Aller au contenu"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        tab_to(page, "q")
        tab_to(page, "Redevance, étudiants : 213 € → 221 €")
        page.keyboard.press("Enter")
        page.wait_for_url("**/changes/*")
        tab_to(page, "Le document et ses versions")
        page.keyboard.press("Enter")
        page.wait_for_url("**/watches/dofi.frais")
        tab_to(page, "Comparer")
        page.keyboard.press("Enter")
        page.wait_for_url("**/compare?*")
        assert page.locator("h1").inner_text() == "De la version 6 à la version 7"
        tab_to(page, "S’abonner")
        page.keyboard.press("Enter")
        page.wait_for_url("**/subscribe")
        tab_to(page, "address")
        page.keyboard.type("clavier@example.org")
        tab_to(page, "S’abonner")
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('h1').textContent === 'Consultez votre messagerie'")


def test_the_keyboard_alone_suffices_to_change_ones_choices_and_to_leave(tab, engine, site):
    with tab() as there:
        page = there.page
        page.goto("/subscribe")
        page.get_by_label("Adresse électronique").fill("touches@example.org")
        page.get_by_role("button", name="S’abonner").click()
        page.goto(re.search(r"\S+/confirm/\S+", mail_to(engine, "touches@example.org", site)).group())
        for words in ("Confirmer l’abonnement", "Voir et changer mes choix", "Changer les choix (Abonnement 1)"):
            press(page, words)
        page.get_by_label("Aussitôt").focus()
        page.keyboard.press("ArrowDown")
        press(page, "Garder ces choix")
        assert page.locator("dd").get_by_text("jour").is_visible()
        press(page, "Arrêter (Abonnement 1)")
        assert said(page.get_by_role("status")) == "C’est arrêté. Plus aucun message n’est écrit pour cet abonnement."


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
    "document that cannot be read": "/watches/cgra.asile",
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
    "interface": "/docs",
    "sign in": "/sign-in?then=/deeds",
    "link that was used": "/sign-in/used",
    "error": "/nothing",
    "address not understood": "/search?since=demain",
    "nothing to open": "/sign-out",
    "desk": "/desk",
    "task": "/desk/1",
    "own page": "/desk/pages/asbl.etudes",
    "what to say of a change": "/desk/changes/3",
    "ended subscriptions": "/desk/subscriptions",
    "deeds": "/deeds",
    "confirm": "/confirm/{token}/{subscription}",
    "choices": "/choices/{token}",
    "changing choices": "/choices/{token}/{subscription}",
    "unsubscribe": "/unsubscribe/{token}",
}
ERRORS = {"error": 404, "link that was used": 404, "address not understood": 422, "nothing to open": 405}
NOT_OURS = {"snapshot"}
"""Pages whose content is somebody else's, however wide."""


@pytest.fixture(scope="module")
def pages(browser, engine, site) -> dict[str, str]:
    """Every page type by name, with the secrets of somebody who subscribed."""
    page = browser.new_page(base_url=site, locale="fr-BE")
    page.goto("/subscribe")
    page.get_by_label("Adresse électronique").fill("toutes@example.org")
    page.get_by_role("button", name="S’abonner").click()
    token, subscription = re.search(r"/confirm/(\S+)/(\S+)", mail_to(engine, "toutes@example.org", site)).groups()
    page.close()
    return {name: path.format(token=token, subscription=subscription) for name, path in PAGES.items()}


@pytest.fixture
def looking(browser, site):
    """Opens a page as an administrator who is signed in sees it."""
    contexts = []

    def opened(**options):
        context = browser.new_context(base_url=site, locale="fr-BE", **options)
        context.add_cookies([{"name": "veille", "value": COOKIE, "url": site}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.skipif(not AXE.is_file(), reason="VEILLE_AXE does not name axe.min.js (npm pack axe-core)")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_wrong_on_any_page(looking, pages, width, scheme):
    page = looking(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    axe, found = AXE.read_text(encoding="utf-8"), {}
    for name, path in pages.items():
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found |= {f"{name}: {each['id']}": [node["html"][:200] for node in each["nodes"]][:3] for each in result["violations"]}
    assert found == {}


MOVES = (
    "window.moved = 0; new PerformanceObserver(list => { for (const each of list.getEntries()) window.moved += each.value })"
    ".observe({type: 'layout-shift', buffered: true})"
)


@pytest.mark.parametrize("widths", [(360, 320), (1280, 768)])
def test_nothing_moves_while_it_loads_and_nothing_is_wider_than_the_screen(looking, pages, widths):
    page = looking(viewport={"width": widths[0], "height": 900})
    page.add_init_script(MOVES)
    for name, path in pages.items():
        page.set_viewport_size({"width": widths[0], "height": 900})
        answer = page.goto(path)
        assert answer.status == ERRORS.get(name, 200), name
        assert page.evaluate("window.moved") == 0, name
        for width in widths if name not in NOT_OURS else ():
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_the_front_page_is_light(looking):
    page = looking()
    page.goto("/", wait_until="networkidle")
    sizes = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(each => each.transferSize)"
    )
    assert len(sizes) >= 2 and all(sizes)
    assert sum(sizes) < HEAVIEST
