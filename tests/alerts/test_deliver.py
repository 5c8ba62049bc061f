"""Sending: one at a time, counted, tried again, given up loudly; real mail and real webhooks on loopback."""

import email
import email.policy
import json
import logging
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from apprise.plugins.slack import NotifySlack

from alerts.sending import attempts, outbox
from alerts.sending.channels import Channels, route_at
from alerts.sending.deliver import Delivered, deliver
from alerts.sending.leases import LEASE, at_work
from alerts.sending.patience import wait_after
from alerts.sending.undone import left_undone
from core import models
from core.database import transaction
from core.errors import RouteError


@pytest.fixture
def ledger(world, engine, builders):
    """Puts rows in the ledger and delivers them at hours after noon."""

    class Ledger:
        watchlist = builders.watchlist(administrators=[{"id": "admin", "via": ["admin@example.org"]}])

        def add(self, route, **given):
            number = len(self.rows()) + 1
            fields = {
                "message_id": f"event-{number}-1",
                "recipient": f"{number:064x}",
                "route": route,
                "subscriber": "politique",
                "subscriptions": ["politique"],
                "tags": ["nationalite"],
                "subject": "[MAJEUR] Nationalité : 150 € → 1.000 €",
                "html": '<!DOCTYPE html><html lang="fr"><head><title>Nationalité</title></head><body><p>150 € → 1.000 €</p></body></html>',
                "text": "150 € → 1.000 €\n\nEn vigueur depuis le 29 juillet 2025.\n",
                "created": builders.noon,
                "state": "pending",
                "attempts": 0,
                "reason": "",
            }
            fields |= given
            said = {name: fields.pop(name, "") for name in ("html", "text", "markdown")}
            with transaction(engine) as session:
                rendering = models.Rendering(sha256=f"{number:064x}", **said)
                session.add(models.Delivery(**fields, rendering=rendering))

        def deliver(self, settings, hours=0.0):
            return deliver(engine, self.watchlist, settings, lambda: builders.noon + timedelta(hours=hours))

        def rows(self):
            return world.all(models.Delivery)

    return Ledger()


@pytest.fixture
def real(settings):
    return settings.model_copy(update={"send": True})


class Mailbox:
    """Keeps what arrives by SMTP; refuses the recipients and messages it is told to."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []
        self.refuses: dict[str, str] = {}
        self.after_data = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.after_data:
            return self.after_data
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def recipients(self) -> list[str]:
        return [each for recipients, _ in self.mails for each in recipients]


@pytest.fixture
def mailbox(real) -> Iterator[SimpleNamespace]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    url = f"mailto://127.0.0.1:{port}?from=veille@example.org&name=Veille"
    yield SimpleNamespace(box=box, url=url, settings=real.model_copy(update={"smtp_url": url}))
    controller.stop()


@pytest.fixture
def hook() -> Iterator[SimpleNamespace]:
    """A webhook that answers with the codes it is told, 200 after these."""
    state = SimpleNamespace(codes=[], headers={}, bodies=[], paths=[], url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.paths.append(self.path)
            code = state.codes.pop(0) if state.codes else 200
            if code == 200:
                state.bodies.append(body.decode())
            self.send_response_only(code)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    state.url = f"json://127.0.0.1:{server.server_port}/hook"
    yield state
    server.shutdown()
    server.server_close()


def test_without_send_messages_are_files_and_repeating_is_harmless(ledger, settings):
    ledger.add("anne@example.org")
    assert ledger.deliver(settings) == Delivered(sent=1)
    assert ledger.deliver(settings) == Delivered()
    html, text = sorted(settings.outbox.iterdir())
    assert (html.name, text.name) == ("event-1-1--politique--00000000.html", "event-1-1--politique--00000000.txt")
    assert text.read_text(encoding="utf-8").startswith("[MAJEUR] Nationalité : 150 € → 1.000 €\n")
    assert "<title>" in html.read_text(encoding="utf-8")
    assert [(row.state, row.attempts) for row in ledger.rows()] == [("sent", 1)]


def test_an_outbox_that_cannot_be_written_to_names_the_remedy_and_loses_nothing(ledger, settings, tmp_path):
    (tmp_path / "file").write_text("x")
    ledger.add("anne@example.org")
    with pytest.raises(RouteError, match="VEILLE_OUTBOX"):
        ledger.deliver(settings.model_copy(update={"outbox": tmp_path / "file" / "outbox"}))
    assert [row.state for row in ledger.rows()] == ["pending"]
    assert ledger.deliver(settings) == Delivered(sent=1)


def test_a_mail_arrives_once_as_text_and_html_under_a_lasting_id(ledger, mailbox):
    ledger.add("anne@example.org")
    assert ledger.deliver(mailbox.settings) == Delivered(sent=1)
    assert ledger.deliver(mailbox.settings) == Delivered()
    ((recipients, content),) = mailbox.box.mails
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert recipients == ["anne@example.org"]
    assert mail["Subject"] == "[MAJEUR] Nationalité : 150 € → 1.000 €"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == ledger.rows()[0].text
    assert "150 € → 1.000 €" in mail.get_body(("html",)).get_content()
    assert len(mail.get_all("Message-ID")) == 1


def test_a_mail_is_whole_however_long_it_is(ledger, mailbox):
    html = f"<!DOCTYPE html><html><body>{'<p>150 € → 1.000 €</p>' * 10_000}</body></html>"
    ledger.add("anne@example.org", html=html, text="150 € → 1.000 €\n\n" * 10_000)
    assert ledger.deliver(mailbox.settings) == Delivered(sent=1)
    mail = email.message_from_bytes(mailbox.box.mails[0][1], policy=email.policy.default)
    assert [part.get_content().count("1.000 €") for part in mail.iter_parts()] == [10_000, 10_000]


def test_a_repeated_mail_carries_the_same_message_id_and_another_mail_another(ledger, mailbox, engine):
    ledger.add("anne@example.org")
    ledger.add("bob@example.org")
    ledger.deliver(mailbox.settings)
    with transaction(engine) as session:  # as if the process had been killed after the provider's OK, before our commit
        row = session.get_one(models.Delivery, 1)
        row.state, row.reason = "pending", ""
    ledger.deliver(mailbox.settings)
    first, other, again = (email.message_from_bytes(content)["Message-ID"] for _, content in mailbox.box.mails)
    assert first == again != other


def test_a_webhook_that_fails_once_gets_exactly_one_delivery_after_it_recovered(ledger, real, hook):
    hook.codes = [500]
    ledger.add(hook.url)
    assert ledger.deliver(real) == Delivered(failed=1, waiting=1)
    assert "500" in ledger.rows()[0].reason
    assert ledger.deliver(real) == Delivered(waiting=1)
    assert ledger.deliver(real, hours=1) == Delivered(sent=1)
    assert ledger.deliver(real, hours=99) == Delivered()
    assert len(hook.bodies) == 1
    assert "En vigueur depuis le 29 juillet 2025." in hook.bodies[0]
    assert ledger.rows()[0].attempts == 2


def test_who_is_killed_while_sending_leaves_the_delivery_due(ledger, real, hook, monkeypatch):
    ledger.add(hook.url)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Channels, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            ledger.deliver(real)
    assert [(row.state, row.attempts) for row in ledger.rows()] == [("pending", 1)]
    assert ledger.deliver(real) == Delivered(sent=1)
    assert len(hook.bodies) == 1


def test_bad_routes_and_poisoned_messages_hold_nobody_up(ledger, real, hook, monkeypatch):
    monkeypatch.delenv("ABSENT", raising=False)
    for route in ("${ABSENT}", "nonsense://x", "mailto://", "tag:equipe", hook.url):
        ledger.add(route)
    assert ledger.deliver(real) == Delivered(sent=1, failed=4, waiting=4)
    reasons = [row.reason for row in ledger.rows()]
    assert "ABSENT" in reasons[0]
    assert "nonsense" in reasons[1]
    assert "VEILLE_APPRISE_CONFIG" in reasons[3]
    assert len(hook.bodies) == 1


def test_a_message_that_cannot_be_written_holds_nobody_up(ledger, settings, monkeypatch):
    put = outbox.put

    def poisoned(folder, delivery, message):
        if delivery.id == 1:
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        put(folder, delivery, message)

    monkeypatch.setattr(outbox, "put", poisoned)
    ledger.add("anne@example.org")
    ledger.add("bob@example.org")
    assert ledger.deliver(settings) == Delivered(sent=1, failed=1, waiting=1)
    assert "surrogates" in ledger.rows()[0].reason


def test_a_subject_that_no_mail_can_carry_holds_nobody_up(ledger, mailbox):
    ledger.add("anne@example.org", subject="Nationalité\nBcc: eve@example.org")
    ledger.add("bob@example.org")
    ledger.deliver(mailbox.settings)
    assert "bob@example.org" in mailbox.box.recipients()
    assert "eve@example.org" not in mailbox.box.recipients()


def test_waits_grow_and_differ_but_never_change(ledger):
    def wait(attempts, message="event-1-1"):
        return wait_after(models.Delivery(message_id=message, recipient="r", attempts=attempts))

    waits = [wait(attempts) for attempts in range(1, 8)]
    assert waits == sorted(waits) == [wait(attempts) for attempts in range(1, 8)]
    assert timedelta(seconds=40) < waits[0] < timedelta(seconds=80)
    assert waits[-1] > timedelta(days=2)
    assert wait(1) != wait(1, "event-2-1")


def test_after_eight_attempts_the_administrator_is_told_and_the_message_rests(ledger, mailbox, monkeypatch):
    monkeypatch.delenv("ABSENT", raising=False)
    ledger.add("${ABSENT}")
    results = [ledger.deliver(mailbox.settings, hours=100 * attempt) for attempt in range(8)]
    assert [result.failed for result in results] == [1] * 7 + [0]
    assert results[-1] == Delivered(sent=1, given_up=1)
    assert [row.state for row in ledger.rows()] == ["given_up", "sent"]
    ((recipients, content),) = mailbox.box.mails
    text = email.message_from_bytes(content, policy=email.policy.default).get_body(("plain",)).get_content()
    assert recipients == ["admin@example.org"]
    assert "${ABSENT}" in text
    assert "The variable ABSENT is not set" in text
    assert ledger.deliver(mailbox.settings, hours=9999) == Delivered()


def test_an_administrator_who_cannot_be_reached_is_not_told_about_that(ledger, real):
    ledger.add("admin@example.org", message_id="given-up-1")
    for attempt in range(9):
        ledger.deliver(real, hours=100 * attempt)
    assert [row.state for row in ledger.rows()] == ["given_up"]


@pytest.fixture
def configured(real, mailbox, hook, tmp_path):
    """An Apprise configuration as an organisation may have it already."""
    path = tmp_path / "apprise.yml"
    path.write_text(
        "urls:\n"
        f"  - {mailbox.url}&to=all@example.org:\n      tag: equipe\n"
        f"  - {mailbox.url}&to=fees@example.org:\n      tag: equipe, frais\n"
        f"  - {hook.url}:\n      tag: equipe, nationalite\n"
        f"  - {mailbox.url}&to=other@example.org:\n      tag: autre\n"
    )
    return real.model_copy(update={"apprise_config": str(path)})


def test_a_tag_goes_to_the_entries_that_have_it_and_their_own_topics_are_kept(ledger, configured, mailbox, hook):
    ledger.add("tag:equipe")
    assert ledger.deliver(configured) == Delivered(sent=1)
    assert [recipients for recipients, _ in mailbox.box.mails] == [["all@example.org"]]
    assert len(hook.bodies) == 1


def test_of_several_targets_only_those_that_failed_are_tried_again(ledger, configured, mailbox, hook):
    hook.codes = [503]
    ledger.add("tag:equipe")
    assert ledger.deliver(configured) == Delivered(failed=1, waiting=1)
    assert ledger.deliver(configured, hours=1) == Delivered(sent=1)
    assert (len(mailbox.box.mails), len(hook.bodies)) == (1, 1)


def test_an_unknown_tag_is_a_mistake_that_names_the_file(ledger, configured):
    ledger.add("tag:personne")
    assert ledger.deliver(configured) == Delivered(failed=1, waiting=1)
    assert "apprise.yml" in ledger.rows()[0].reason


def test_reasons_hold_no_secret(ledger, real, hook):
    hook.codes = [500]
    ledger.add(hook.url.replace("json://", "json://user:secret@"))
    ledger.deliver(real)
    assert "secret" not in ledger.rows()[0].reason


def test_a_text_longer_than_a_service_takes_is_cut_at_a_paragraph(ledger, real, hook):
    ledger.add(hook.url, text="\n\n".join(["mot " * 200] * 80))
    assert ledger.deliver(real) == Delivered(sent=1)
    received = json.loads(hook.bodies[0])["message"]
    assert received.endswith("mot\n\n[…] https://veille.example.org")
    assert len(received) < 33_000


def test_a_password_that_is_replaced_between_attempts_sends_nothing_twice(ledger, configured, hook, mailbox):
    path = Path(configured.apprise_config)
    second = hook.url.replace("/hook", "/second")
    path.write_text(f"urls:\n  - {_with(hook.url, 'old')}:\n      tag: equipe\n  - {_with(second, 'old')}:\n      tag: equipe\n")
    hook.codes = [200, 503]
    ledger.add("tag:equipe")
    assert ledger.deliver(configured) == Delivered(failed=1, waiting=1)
    path.write_text(path.read_text().replace(":old@", ":new@"))
    assert ledger.deliver(configured, hours=1) == Delivered(sent=1)
    assert hook.paths == ["/hook", "/second", "/second"]


def test_two_targets_that_only_differ_in_their_secret_both_get_the_message(ledger, configured, hook):
    path = Path(configured.apprise_config)
    path.write_text(f"urls:\n  - {_with(hook.url, 'one')}:\n      tag: equipe\n  - {_with(hook.url, 'two')}:\n      tag: equipe\n")
    hook.codes = [200, 503]
    ledger.add("tag:equipe")
    ledger.deliver(configured)
    assert ledger.deliver(configured, hours=1) == Delivered(sent=1)
    assert len(hook.bodies) == 2


def _with(url, password):
    return url.replace("json://", f"json://user:{password}@")


@pytest.mark.parametrize("address", ["json://user:hush@127.0.0.1:9/hush", "slack://hush/hush", "mailto://user:hush@/"])
def test_not_even_a_talkative_log_holds_a_secret(ledger, real, caplog, address):
    caplog.set_level(logging.DEBUG)
    ledger.add(address)
    ledger.deliver(real)
    assert "hush" not in caplog.text


def test_what_a_page_says_is_no_mention_and_no_link_where_markdown_is_read(ledger, real, hook, monkeypatch):
    monkeypatch.setattr(NotifySlack, "webhook_url", hook.url.replace("json://", "http://"))
    monkeypatch.setattr(NotifySlack, "request_rate_per_sec", 0)
    ledger.add(
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#veille",
        text="<!channel> A & B <https://evil.example|ici> \\[lien](https://evil.example) [supprimé : 150]\n\nhttps://example.org/a?b=1\n",
    )
    assert ledger.deliver(real) == Delivered(sent=1)
    text = json.loads(hook.bodies[0])["attachments"][0]["text"]
    assert "&lt;!channel&gt; A &amp; B &lt;https://evil.example|ici&gt;" in text
    assert "[lien](https://evil.example) [supprimé : 150]" in text
    assert "https://example.org/a?b=1" in text
    assert "<" not in text


def test_an_address_that_refuses_for_good_ends_its_subscriptions_and_the_administrator_is_told_once(ledger, mailbox, world):
    mailbox.box.refuses = {"gone@example.org": "550 5.1.1 No such user"}
    ledger.add("gone@example.org", recipient="a" * 64, subscriptions=["politique", "membre"])
    ledger.add("gone@example.org", recipient="a" * 64, subscriptions=["politique"])
    ledger.add("anne@example.org")
    assert ledger.deliver(mailbox.settings) == Delivered(sent=2, given_up=1)
    assert [row.state for row in ledger.rows()] == ["given_up", "given_up", "sent", "sent"]
    assert ledger.rows()[1].reason == "unsubscribed"
    endings = world.all(models.Ending)
    assert sorted((each.subscription_id, each.recipient) for each in endings) == [("membre", "a" * 64), ("politique", "a" * 64)]
    assert "No such user" in endings[0].reason
    assert sorted(mailbox.box.recipients()) == ["admin@example.org", "anne@example.org"]


def relay(ledger, mailbox, refusing, serving=0):
    """A relay that refuses the first addresses and takes the others; what is in the ledger for each."""
    for number in range(refusing + serving):
        ledger.add(f"reader-{number}@example.org", subscriptions=[f"reader-{number}"])
    mailbox.box.refuses = {f"reader-{number}@example.org": "550 No such user" for number in range(refusing)}


def test_a_relay_that_refuses_everybody_ends_nobody_and_loses_nothing(ledger, mailbox, world):
    relay(ledger, mailbox, 30)
    ledger.deliver(mailbox.settings)
    assert world.all(models.Ending) == []
    assert {row.state for row in ledger.rows() if row.subscriptions} == {"pending", "failed"}
    (notice,) = [row for row in ledger.rows() if "-refuses-" in row.message_id]
    assert "refuse 10 destinataires sur 10" in notice.subject
    mailbox.box.refuses = {}
    for hours in (1, 2, 3, 4):
        ledger.deliver(mailbox.settings, hours=hours)
    assert {row.state for row in ledger.rows() if row.subscriptions} == {"sent"}
    assert sorted(each for each in mailbox.box.recipients() if each.startswith("reader")) == sorted(
        f"reader-{each}@example.org" for each in range(30)
    )


def test_a_few_bad_addresses_among_many_end_as_ever(ledger, mailbox, world):
    relay(ledger, mailbox, 4, serving=12)
    ledger.deliver(mailbox.settings)
    assert sorted(each.subscription_id for each in world.all(models.Ending)) == [f"reader-{number}" for number in range(4)]


def test_a_reader_who_left_stays_away_when_refusals_are_taken_back(ledger, mailbox, world, engine, builders):
    relay(ledger, mailbox, 12)
    with transaction(engine) as session:
        left = {
            "subscription_id": "reader-0",
            "recipient": f"{1:064x}",
            "instant": builders.noon,
            "reason": "unsubscribed by the link of a message",
        }
        session.add(models.Ending(**left))
    ledger.deliver(mailbox.settings)
    assert [each.subscription_id for each in world.all(models.Ending)] == ["reader-0"]


def test_no_notice_and_no_ending_holds_a_whole_address(ledger, mailbox, world):
    mailbox.box.refuses = {"gone@example.org": "550 5.1.1 gone@example.org is not known here"}
    ledger.add("gone@example.org")
    ledger.add("unlucky@example.org", attempts=7)
    mailbox.box.refuses["unlucky@example.org"] = "552 5.2.2 <unlucky@example.org>: mailbox full"
    ledger.deliver(mailbox.settings)
    sent = [row for row in ledger.rows() if row.subscriber == "admin"]
    assert {row.message_id.partition("-")[0] for row in sent} == {"given", "refused"}
    for said in [
        *(f"{row.subject} {row.html} {row.text} {row.markdown}" for row in sent),
        *(each.reason for each in world.all(models.Ending)),
    ]:
        assert "gone@" not in said
        assert "unlucky@" not in said
        assert "gone%40" not in said
    assert any("g***@example.org" in row.text for row in sent)


def test_who_has_left_gets_no_more_and_nobody_is_told_but_staff_still_hear(ledger, mailbox, engine, builders):
    with transaction(engine) as session:
        session.add(models.Ending(subscription_id="politique", recipient="a" * 64, instant=builders.noon, reason="asked"))
    ledger.add("left@example.org", recipient="a" * 64)
    ledger.add("left@example.org", recipient="a" * 64, subscriptions=["politique", "membre"])
    ledger.add("editor@example.org", recipient="a" * 64, subscriptions=[])
    assert ledger.deliver(mailbox.settings) == Delivered(sent=2)
    assert [(row.state, row.attempts) for row in ledger.rows()] == [("given_up", 0), ("sent", 1), ("sent", 1)]


@pytest.mark.parametrize("refusal", ["554 5.7.1 Relay access denied", "530 5.7.0 Authentication required", "421 4.3.2 Shutting down"])
def test_a_server_that_does_not_serve_us_makes_everybody_wait_and_ends_nothing(ledger, mailbox, world, refusal):
    mailbox.box.refuses = {"anne@example.org": refusal}
    ledger.add("anne@example.org")
    ledger.add("bob@example.org")
    assert ledger.deliver(mailbox.settings) == Delivered(failed=1, waiting=2)
    assert ledger.deliver(mailbox.settings) == Delivered(waiting=2)
    assert world.all(models.Ending) == []
    mailbox.box.refuses = {}
    assert ledger.deliver(mailbox.settings, hours=1) == Delivered(sent=2)


def test_a_full_mailbox_is_tried_again_and_holds_nobody_up(ledger, mailbox, world):
    mailbox.box.refuses = {"anne@example.org": "552 5.2.2 Mailbox full"}
    ledger.add("anne@example.org")
    ledger.add("bob@example.org")
    assert ledger.deliver(mailbox.settings) == Delivered(sent=1, failed=1, waiting=1)
    assert world.all(models.Ending) == []


def test_a_message_that_the_server_will_never_take_is_given_up_at_once_and_nothing_ends(ledger, mailbox, world):
    mailbox.box.after_data = "554 5.6.0 Message content rejected"
    ledger.add("anne@example.org")
    ledger.deliver(mailbox.settings)
    assert [row.state for row in ledger.rows() if row.message_id == "event-1-1"] == ["given_up"]
    assert world.all(models.Ending) == []


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_webhook_that_is_gone_ends_its_subscriptions(ledger, real, hook, world, code):
    hook.codes = [code]
    ledger.add(hook.url)
    ledger.deliver(real)
    assert ledger.rows()[0].state == "given_up"
    assert [each.subscription_id for each in world.all(models.Ending)] == ["politique"]
    assert str(code) in world.all(models.Ending)[0].reason


@pytest.mark.parametrize("asked", ["1800", "Mon, 04 Aug 2025 10:30:00 GMT"])
def test_a_service_that_asks_for_patience_gets_it_for_all_its_messages(ledger, real, hook, asked):
    hook.codes, hook.headers = [429], {"Retry-After": asked, "Date": "Mon, 04 Aug 2025 10:00:00 GMT"}
    ledger.add(hook.url)
    ledger.add(hook.url.replace("/hook", "/second"))
    assert ledger.deliver(real) == Delivered(failed=1, waiting=2)
    assert ledger.deliver(real, hours=0.49) == Delivered(waiting=2)
    assert ledger.deliver(real, hours=0.51) == Delivered(sent=2)


def test_mails_to_subscriptions_carry_the_way_out_and_mails_to_staff_do_not(ledger, mailbox, world):
    ledger.add("anne@example.org", message_id="digest-weekly-1")
    ledger.add("editor@example.org", subscriptions=[])
    ledger.deliver(mailbox.settings)
    anne, editor = (email.message_from_bytes(content, policy=email.policy.default) for _, content in mailbox.box.mails)
    (token,) = [each.token for each in world.all(models.Recipient) if each.id == ledger.rows()[0].recipient]
    assert anne["List-Unsubscribe"] == f"<https://veille.example.org/unsubscribe/{token}?of=digest-weekly-1>"
    assert anne["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert anne["List-Id"] == "Veille <veille.veille.example.org>"
    assert (anne["Precedence"], anne["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert editor["Auto-Submitted"] == "auto-generated"
    assert {"List-Unsubscribe", "List-Id", "Precedence"}.isdisjoint(editor.keys())


def hold(engine, number, holder, until):
    with transaction(engine) as session:
        row = session.get_one(models.Delivery, number)
        row.held_by, row.held_until = holder, until


def test_what_another_sender_is_at_work_on_is_left_to_it_until_its_lease_is_over(ledger, settings, engine, builders):
    ledger.add("anne@example.org")
    with at_work() as holder:
        hold(engine, 1, holder, builders.noon + LEASE)
        assert ledger.deliver(settings) == Delivered(waiting=1)
        assert ledger.deliver(settings, hours=1) == Delivered(sent=1)


def test_what_a_sender_on_another_machine_holds_is_its_own_until_the_lease_is_over(ledger, settings, engine, builders):
    ledger.add("anne@example.org")
    hold(engine, 1, "elsewhere-0123:1:abcd", builders.noon + LEASE)
    assert ledger.deliver(settings) == Delivered(waiting=1)
    assert ledger.deliver(settings, hours=1) == Delivered(sent=1)


def test_nothing_waits_for_a_sender_that_no_longer_lives(ledger, settings, engine, builders):
    with at_work() as holder:
        pass
    machine, _, secret = holder.split(":")
    for held_by in (holder, f"{machine}:{2**22 + 1}:{secret}"):  # of this process, of a number that no process has
        ledger.add("anne@example.org")
        hold(engine, len(ledger.rows()), held_by, builders.noon + LEASE)
    assert ledger.deliver(settings) == Delivered(sent=2)


@pytest.mark.parametrize("until", [None, timedelta(days=365)])
def test_no_mistake_of_a_clock_or_a_hand_holds_a_delivery_for_ever(ledger, settings, engine, builders, until):
    ledger.add("anne@example.org", next_attempt_at=until and builders.noon + until)
    hold(engine, 1, "elsewhere:1:abcd", until and builders.noon + until)
    assert ledger.deliver(settings) == Delivered(sent=1)


def test_a_message_that_always_kills_its_sender_stands_behind_the_others_and_is_given_up_in_the_end(ledger, settings):
    ledger.add("anne@example.org", attempts=attempts.MOST_INTERRUPTED)
    ledger.add("bob@example.org")
    ledger.deliver(settings)
    assert [row.state for row in ledger.rows()] == ["given_up", "sent", "sent"]
    assert ledger.rows()[2].message_id == "given-up-1"


def test_what_is_left_undone_is_named_with_its_number_and_age(ledger, engine, builders):
    ledger.add("anne@example.org")
    ledger.add("bob@example.org", state="failed", attempts=1, next_attempt_at=builders.noon)
    hold(engine, 2, "elsewhere:1:abcd", builders.noon)
    with transaction(engine) as session:
        assert left_undone(session, builders.noon + timedelta(hours=1)) != []
        later = left_undone(session, builders.noon + timedelta(days=2))
    assert [(each.what, each.number) for each in later] == [
        ("Delivery never tried", 1),
        ("Delivery not tried again", 1),
        ("Delivery held by a sender that has gone", 1),
    ]
    assert {each.since for each in later} == {builders.noon}


def notices(mailbox):
    mails = [
        email.message_from_bytes(content, policy=email.policy.default) for to, content in mailbox.box.mails if to == ["admin@example.org"]
    ]
    return [mail["Subject"] for mail in mails]


def test_an_administrator_is_told_once_that_nothing_goes_out_by_a_route_and_once_that_it_works_again(ledger, mailbox, hook):
    hook.codes = [500] * 5
    ledger.add(hook.url)
    results = [ledger.deliver(mailbox.settings, hours=hours) for hours in (0, 0.1, 0.5, 2, 8, 48, 49)]
    assert [result.failed for result in results] == [1, 1, 1, 1, 1, 0, 0]
    down, up = notices(mailbox)
    assert down.startswith("[Veille] Plus rien ne part par json://127.0.0.1")
    assert up.startswith("[Veille] Les messages partent de nouveau par json://127.0.0.1")


def test_one_full_mailbox_is_no_failure_of_the_route(ledger, mailbox):
    mailbox.box.refuses = {"anne@example.org": "452 4.2.2 Mailbox full"}
    ledger.add("anne@example.org")
    for hours in (0, 1, 2, 10):
        assert ledger.deliver(mailbox.settings, hours=hours) == Delivered(failed=1, waiting=1)
    assert notices(mailbox) == []


def test_of_a_route_that_is_known_to_be_down_no_single_message_is_told(ledger, mailbox, hook):
    hook.codes = [500] * 99
    for _ in range(3):
        ledger.add(hook.url)
    for hours in range(0, 1000, 100):
        ledger.deliver(mailbox.settings, hours=hours)
    assert [row.state for row in ledger.rows()] == ["given_up"] * 3 + ["sent"]
    assert len(notices(mailbox)) == 1


def test_one_refusing_entry_of_a_tag_neither_ends_the_subscription_nor_repeats_the_others(ledger, configured, mailbox, hook, world):
    hook.codes = [410]
    ledger.add("tag:equipe")
    configured = configured.model_copy(update={"smtp_url": mailbox.url})
    assert ledger.deliver(configured) == Delivered(sent=2)
    assert ledger.deliver(configured, hours=99) == Delivered()
    assert world.all(models.Ending) == []
    assert mailbox.box.recipients() == ["all@example.org", "admin@example.org"]


def test_of_several_addresses_in_one_route_the_one_that_is_refused_does_not_repeat_the_others(ledger, mailbox):
    mailbox.box.refuses = {"b@example.org": "450 4.2.0 Greylisted"}
    ledger.add(f"{mailbox.url}&to=a@example.org,b@example.org,c@example.org")
    assert ledger.deliver(mailbox.settings) == Delivered(failed=1, waiting=1)
    mailbox.box.refuses = {}
    assert ledger.deliver(mailbox.settings, hours=1) == Delivered(sent=1)
    assert sorted(mailbox.box.recipients()) == ["a@example.org", "b@example.org", "c@example.org"]


def test_a_chat_gets_the_markdown_that_was_written_for_it(ledger, real, hook, monkeypatch):
    monkeypatch.setattr(NotifySlack, "webhook_url", hook.url.replace("json://", "http://"))
    ledger.add("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#veille", markdown="**150 €** → [1.000 €](<https://example.org/a>)\n")
    assert ledger.deliver(real) == Delivered(sent=1)
    sent = json.loads(hook.bodies[0])["attachments"][0]
    assert sent["text"].strip() == "*150 €* → <https://example.org/a|1.000 €>"
    assert "150" not in sent.get("title", "")


def test_the_name_of_a_route_holds_no_secret():
    addresses = {
        "mailtos://user:hush@smtp.example.org:587?to=anne@example.org": "mailtos://smtp.example.org:587",
        "json://user:hu/sh@hook.example.org/hush": "json",
        "jsons://hook.example.org/hush": "jsons://hook.example.org",
        "slack://hush/hush/hush": "slack",
        "ntfys://hush": "ntfys",
        "tag:equipe": "tag:equipe",
    }
    assert {address: route_at(address) for address in addresses} == addresses
