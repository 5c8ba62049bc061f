"""The loop of an editor: official Change, mail, the desk in a browser, the page put right, the Task that closes by itself, the digest."""

import email
import email.policy
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from api.app import create_app
from core import models
from core.database import connect, reading
from core.migration import upgrade
from core.settings import Settings
from core.watchlist_reader import read_watchlist
from crawlers.reactor import run as run_reactor
from pipeline.deployment import Deployment
from pipeline.run import digest, prepare, run_once

CHROMIUM = Path("/usr/bin/chromium")
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
EDITOR = "web@asso.example"
WATCHLIST = """
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees}
sources:
  officiel: {name: Office officiel, delay: 0s}
  own: {name: Asso, delay: 0s}
watches:
  - {id: officiel.essai, source: officiel, kind: page, url: "SITE/officiel", language: fr, topics: [frais], every: 1h}
pages:
  - {id: asso.essai, url: "SITE/asso", language: fr, topics: [frais], every: 1h, editor: web@asso.example}
subscribers:
  - {id: maison, language: fr, significance: major, frequency: weekly, via: [maison@asso.example]}
"""
OFFICIAL = """<html lang="fr"><head><title>Essai</title></head><body><main><h1>Redevance</h1>
<p>La redevance pour la demande d'essai de langue est de {} euros.</p>
<p>Elle se paie avant la demande, sur le compte de l'administration.</p>
<p>Sans paiement, la demande n'est pas examinée.</p></main></body></html>"""
OWN = """<html lang="fr"><head><title>Asso</title></head><body><main><h1>L'essai de langue</h1>
<p>Pour une demande d'essai de langue, la redevance est de {} euros.</p>
<p>{}</p><p>Notre équipe vous reçoit sans rendez-vous et remplit le formulaire avec vous.</p></main></body></html>"""
ADVICE = "Gardez bien la preuve de votre paiement."
CAPTCHA = """<html><head><title>Just a moment...</title></head><body><div id="challenge-form">Checking your browser before accessing</div>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>"""


@dataclass
class Loop:
    """Our own site and the official one on one local server, a mail server, and the pipeline between them."""

    deployment: Deployment
    site: dict[str, tuple[int, str]]
    mails: list[EmailMessage] = field(default_factory=list)
    now: datetime = MONDAY

    def poll(self, **after: float) -> None:
        """Go on in time and poll everything, through the real spiders."""
        self.now += timedelta(**after)
        now = self.now
        run_reactor(run_once(replace(self.deployment, now=lambda: now), only=["officiel.essai", "asso.essai"]))

    def tasks(self) -> list[models.Task]:
        with reading(self.deployment.engine) as session:
            wanted = select(models.Task).options(joinedload(models.Task.page)).order_by(models.Task.id)
            return list(session.scalars(wanted))

    def incidents(self) -> list[tuple[str, str, bool]]:
        with reading(self.deployment.engine) as session:
            found = session.scalars(select(models.Incident).order_by(models.Incident.id))
            return [(each.watch_id, each.kind, each.closed is None) for each in found]

    def mailed_to(self, address: str) -> list[str]:
        """The texts of the mails that arrived there, each on lines of their own without breaks between."""
        return [" ".join(each.get_body(("plain",)).get_content().split()) for each in self.mails if address in each["To"]]

    def official_says(self, fee: int) -> None:
        self.site["/officiel"] = (200, OFFICIAL.format(fee))

    def page_says(self, fee: int, advice: str = ADVICE) -> None:
        self.site["/asso"] = (200, OWN.format(fee, advice))


@pytest.fixture
def local() -> Iterator[SimpleNamespace]:
    """A web server whose pages a test writes, and a mail server that keeps what it is sent."""
    pages: dict[str, tuple[int, str]] = {}
    mails: list[EmailMessage] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = pages.get(self.path, (404, "<html><body><h1>404</h1></body></html>"))
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Keeper:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            return "250 OK"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    keeper = Controller(Keeper(), hostname="127.0.0.1", port=port)
    keeper.start()
    yield SimpleNamespace(pages=pages, mails=mails, url=f"http://127.0.0.1:{server.server_port}", port=port)
    keeper.stop()
    server.shutdown()


@pytest.fixture
def loop(local, tmp_path) -> Iterator[Loop]:
    """Both pages say 64 euros and were read once; then the official one says 72."""
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST.replace("SITE", local.url), encoding="utf-8")
    engine = connect(f"sqlite:///{tmp_path / 'veille.db'}")
    upgrade(engine)
    with socket.create_server(("127.0.0.1", 0)) as free:
        site = f"http://127.0.0.1:{free.getsockname()[1]}"
    mail = f"mailto://127.0.0.1:{local.port}?from=veille@example.org"
    settings = Settings(send=True, smtp_url=mail, site=site, allow_private_hosts=True)
    watchlist, _ = read_watchlist(tmp_path / "watchlist.yaml", allow_private_hosts=True)
    made = Loop(Deployment(engine, watchlist, settings, lambda: MONDAY), local.pages, local.mails)
    made.official_says(64)
    made.page_says(64)
    prepare(made.deployment)
    made.poll()
    made.official_says(72)
    made.poll(days=1)
    yield made
    engine.dispose()


def test_the_editor_is_mailed_the_sentence_the_reason_and_what_to_write(loop):
    (task,) = loop.tasks()
    assert (task.state, task.text) == ("open", "64 euros")
    (mail,) = loop.mailed_to(EDITOR)
    assert "la redevance est de [à corriger : 64 euros]" in mail
    assert "64 € → 72 €" in mail
    assert "la redevance est de 72 euros." in mail
    assert f"{loop.deployment.settings.site}/desk/{task.id}" in mail


def test_a_wrong_edit_keeps_the_task_and_says_so(loop):
    loop.page_says(70)
    loop.poll(days=1)
    (task,) = loop.tasks()
    assert (task.state, task.text) == ("open", "70 euros")
    assert "La phrase a été modifiée, mais elle dit 70 euros ; il faudrait 72 euros." in loop.mailed_to(EDITOR)[-1]
    loop.page_says(72)
    loop.poll(days=1)
    assert [task.state for task in loop.tasks()] == ["done"]


def test_an_edit_elsewhere_on_the_page_leaves_the_task_open_and_nobody_is_told_twice(loop):
    loop.page_says(64, "Gardez la preuve de votre paiement pendant un an.")
    loop.poll(days=1)
    assert [task.state for task in loop.tasks()] == ["open"]
    assert len(loop.mailed_to(EDITOR)) == 1


def test_a_pin_that_is_added_is_looked_at_though_no_word_of_the_page_changed(loop):
    loop.page_says(64, f'<span data-veille-rule="nulle-part">{ADVICE}</span>')
    loop.poll(days=1)
    assert [(task.problem, task.text, task.state) for task in loop.tasks()] == [("stale", "64 euros", "open"), ("pin", ADVICE, "open")]
    loop.page_says(64)
    loop.poll(days=1)
    assert [task.state for task in loop.tasks()] == ["open", "done"]


@pytest.mark.parametrize(("answer", "kind"), [((404, "<html><body><h1>404</h1></body></html>"), "gone"), ((403, CAPTCHA), "blocked")])
def test_a_page_that_is_gone_or_behind_a_captcha_is_an_incident_and_its_tasks_stay(loop, answer, kind):
    loop.site["/asso"] = answer
    loop.poll(days=1)
    assert loop.incidents() == [("asso.essai", kind, True)]
    assert [task.state for task in loop.tasks()] == ["open"]
    loop.page_says(72)
    loop.poll(days=1)
    assert loop.incidents() == [("asso.essai", kind, False)]
    assert [task.state for task in loop.tasks()] == ["done"]


@pytest.fixture
def browse() -> Iterator[Callable[[Callable[[object], None]], None]]:
    """Lets somebody act in a tab of Chromium, in a thread of its own: the spiders have the event loop of this one."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium: apt install chromium")
    with ThreadPoolExecutor(1) as alone:
        playwright = alone.submit(sync_api.sync_playwright().start).result()
        opened = alone.submit(playwright.chromium.launch, executable_path=str(CHROMIUM), args=["--no-sandbox"]).result()
        tab = alone.submit(opened.new_page, locale="fr-BE").result()
        alone.submit(tab.set_default_timeout, 20_000).result()
        yield lambda act: alone.submit(act, tab).result()
        alone.submit(opened.close).result()
        alone.submit(playwright.stop).result()


@pytest.fixture
def website(loop) -> Iterator[str]:
    """The website of the loop, at the address that its mails name."""
    deployment, site = loop.deployment, loop.deployment.settings.site
    app = create_app(deployment.engine, now=lambda: loop.now, site=site, watchlist=deployment.watchlist, settings=deployment.settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=int(site.rpartition(":")[2]), log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield site
    server.should_exit = True
    thread.join(10)


def test_from_the_official_change_to_the_digest_with_a_browser_and_mail(loop, website, browse):
    def open_the_link_of_the_mail(tab):
        (mail,) = loop.mailed_to(EDITOR)
        tab.goto(re.search(rf"{re.escape(website)}/desk/\S+", mail)[0])
        # It asks who that is; the link of a second mail says so, and leads on to the Task.
        tab.get_by_label("Votre adresse électronique").fill(EDITOR)
        tab.get_by_role("button", name="Recevoir un lien").click()
        tab.get_by_text("Consultez votre messagerie").first.wait_for()
        for _ in range(400):
            if len(loop.mailed_to(EDITOR)) == 2:
                break
            tab.wait_for_timeout(50)
        tab.goto(re.search(rf"{re.escape(website)}/sign-in/\S+", loop.mailed_to(EDITOR)[1])[0])
        tab.get_by_role("button", name="Ouvrir une session").click()
        tab.wait_for_url("**/desk/*")

    def read_the_task(tab):
        assert tab.locator("mark").text_content() == "[à corriger\u00a0: 64 euros]"
        assert tab.locator(".proposal").inner_text() == "Pour une demande d'essai de langue, la redevance est de 72 euros."
        assert tab.get_by_text("64 € → 72 €").first.is_visible()
        tab.get_by_role("button", name="La page est corrigée").click()
        tab.get_by_role("status").wait_for()

    def look_at_the_desk(tab):
        tab.goto(f"{website}/desk")
        assert tab.get_by_text("Aucune phrase ne répond à ces critères.").is_visible()
        tab.get_by_label("État").select_option("done")
        tab.get_by_role("button", name="Afficher").click()
        assert tab.locator("article .badges li").first.inner_text() == "Corrigée"

    browse(open_the_link_of_the_mail)
    browse(read_the_task)
    loop.page_says(72)
    loop.poll(hours=2)
    assert [task.state for task in loop.tasks()] == ["done"]
    browse(look_at_the_desk)

    now = loop.now + timedelta(days=5)
    digest(replace(loop.deployment, now=lambda: now), "weekly")
    (weekly,) = loop.mailed_to("maison@asso.example")
    assert "CORRIGÉ SUR NOS PAGES - asso.essai : 1 phrase corrigée" in weekly
    assert "- Asso : 1 page, 2 affirmations, aucune phrase à revoir" in weekly
