"""What is not a page is a doubt: blocked, in maintenance, empty or spoiled; a genuine page never is."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.values import Doubt, IncidentKind
from crawlers.failures import doubt_of_answer
from differ.extract import mistrust, read
from differ.extract.mistrust import breaks_off

LAW = "Le demandeur introduit sa demande auprès de l'administration communale de son lieu de résidence. " * 30


def html(body: str, title: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def kind(body: bytes, content_type: str = "text/html", headers: dict[str, str] | None = None) -> IncidentKind | None:
    doubt = mistrust(body, content_type, headers or {})
    return doubt.kind if doubt else None


@pytest.mark.parametrize(
    "body",
    [
        html("<script>window.gokuProps = {'key': 'x'};</script><div id='challenge-container'></div><noscript>JavaScript</noscript>"),
        html("<script src='https://x.token.awswaf.com/challenge.js'></script>"),
        html(
            "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script><p>Enable JavaScript and cookies to continue</p>",
            "Just a moment...",
        ),
        html("<h1>Human Verification</h1><form></form>", "Human Verification"),
        html("<form><div class='g-recaptcha'></div></form>", "Federal Register :: Request Access"),
        html(
            "<h1>Access Denied</h1><p>You don't have permission to access this page on this server. Reference #18.57c90b17</p>",
            "Access Denied",
        ),
        html("<center><h1>403 Forbidden</h1></center><hr>", "403 Forbidden"),
        html("<p>Merci de cocher la case.</p><div class='h-captcha' data-sitekey='x'></div>", "Vérification de sécurité"),
        html("<div class='cf-turnstile'></div><p>Vérifiez que vous êtes humain</p>"),
        html("<iframe src='/_Incapsula_Resource?x=1'></iframe><p>Request unsuccessful. Incapsula incident</p>"),
    ],
)
def test_challenges_and_refusals_are_blocked_whatever_their_status(body: bytes) -> None:
    assert kind(body) == IncidentKind.BLOCKED
    doubt = read(body, "text/html")
    assert isinstance(doubt, Doubt)
    assert doubt.kind == IncidentKind.BLOCKED


@pytest.mark.parametrize(
    "headers",
    [{"X-Amzn-Waf-Action": "challenge"}, {"x-amzn-waf-action": "captcha"}, {"cf-mitigated": "challenge"}, {"rimon": "RWC_BLOCK"}],
)
def test_a_firewall_says_so_in_a_header(headers: dict[str, str]) -> None:
    assert kind(html(LAW), headers=headers) == IncidentKind.BLOCKED


@pytest.mark.parametrize(
    "body",
    [
        html("<h1>Site en maintenance</h1><p>Nous serons de retour bientôt.</p>"),
        html("<p>Notre site est momentanément indisponible. Veuillez réessayer plus tard.</p>"),
        html("<p>Deze website is tijdelijk niet beschikbaar wegens onderhoud.</p>"),
        html("<p>The site is down for scheduled maintenance. We will be back.</p>"),
        html("<p>Wegen Wartungsarbeiten ist die Seite vorübergehend nicht verfügbar.</p>"),
        html("<h1>502 Bad Gateway</h1><hr><center>nginx</center>", "502 Bad Gateway"),
        html("<p>The website encountered an unexpected error. Please try again later.</p>"),
        html("<h1>Page introuvable</h1><p>La page demandée n'existe pas ou plus.</p>", "Page introuvable"),
    ],
)
def test_notices_of_maintenance_and_errors_are_errors(body: bytes) -> None:
    assert kind(body) == IncidentKind.ERROR


@pytest.mark.parametrize(
    "body", [b"", b"  \n ", html(""), html("<p>Menu</p>"), html("<script>var page = 'full of script and no text at all'</script>")]
)
def test_empty_and_tiny_bodies_are_empty(body: bytes) -> None:
    assert kind(body) == IncidentKind.EMPTY


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (html("<p>Le droit d'asile est r\ufffdgl\ufffd par la loi.</p>"), "text/html"),
        (
            "<html><head><meta charset=utf-8></head><body><p>Le délai est fixé par la loi du 15 décembre.</p></body></html>".encode(
                "cp1252"
            ),
            "",
        ),
        ("<html><body><p>Le délai est fixé par la loi du 15 décembre.</p></body></html>".encode("cp1252"), "text/html; charset=utf-8"),
        (html("L'Ã©tranger doit Ãªtre enregistrÃ© dans la commune oÃ¹ il rÃ©side."), "text/html"),
    ],
)
def test_spoiled_characters_are_a_doubt_of_encoding(body: bytes, content_type: str) -> None:
    assert kind(body, content_type) == IncidentKind.ENCODING


@pytest.mark.parametrize(
    "body",
    [
        html(f"<h1>Accès</h1><p>{LAW}</p><p>Un captcha protège le formulaire.</p><div class='g-recaptcha'></div>", "Contact"),
        html(f"<p>{LAW}</p><p>Le site est en maintenance le dimanche. Access denied. 403 Forbidden.</p>", "Maintenance du registre"),
        html("<h1>Redevance</h1><p>Le montant de la redevance est de 180 euros par personne.</p>", "Redevance"),
        b"40 euros",
        LAW.encode("cp1252"),
    ],
)
def test_a_genuine_page_is_believed(body: bytes) -> None:
    assert kind(body) is None


def test_latin_1_is_read_as_windows_1252() -> None:
    body = "<html><head><meta charset='iso-8859-1'></head><body><main><p>L’œuvre coûte 10 € : « oui ».</p></main></body></html>".encode(
        "cp1252"
    )
    version = read(body, language="fr")
    assert not isinstance(version, Doubt)
    assert version.provisions[0].text == "L’œuvre coûte 10 € : « oui »."


def answers_of_blocking_hosts(recordings: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (recordings / "blocked" / "responses.jsonl").read_text().splitlines()]


def test_no_real_answer_of_a_blocking_or_failing_host_is_read(recordings: Path) -> None:
    answers = answers_of_blocking_hosts(recordings)
    doubts = [doubt_of_answer(each["url"], each["status"], each["headers"]) or mistrusted(each) for each in answers]
    found = [
        (doubt.kind.value if doubt else None, each["status"], each["quality"] == 1) for doubt, each in zip(doubts, answers, strict=True)
    ]
    assert len(found) == 12
    # Refusals and challenges, a fault of the host, and three pages that are truly gone.
    assert {kind for kind, _, genuine in found if genuine} == {"gone"}
    assert {(kind, status) for kind, status, genuine in found if not genuine} == {
        *(("blocked", status) for status in (200, 202, 403, 405, 429)),
        ("error", 503),
    }


def mistrusted(answer: dict[str, Any]) -> Doubt | None:
    """The doubt of an answer whose body was not kept: its headers and its title are all there is."""
    body = html(f"<p>{LAW[:200]}</p>", answer["title"])
    return mistrust(body, answer["media_type"], answer["headers"])


def test_the_firewalls_of_real_hosts_are_known_by_header_alone(recordings: Path) -> None:
    marked = [
        each for each in answers_of_blocking_hosts(recordings) if each["headers"].keys() & {"x-amzn-waf-action", "cf-mitigated", "rimon"}
    ]
    assert len(marked) >= 4
    assert {kind(html(LAW), headers=each["headers"]) for each in marked} == {IncidentKind.BLOCKED}


@pytest.mark.parametrize(
    "title", ["Persoonlijk onderhoud", "Onderhoudsplicht", "Maintenance obligations", "Accès refusé au territoire", "Article 404"]
)
def test_a_short_page_about_hearings_upkeep_or_the_border_is_no_notice(title: str) -> None:
    assert kind(html(f"<h1>{title}</h1><p>{LAW[:300]}</p>", title)) is None


@pytest.mark.parametrize("cut", ["<p>Le délai", "<p class='fie", "<!-- un commentaire", "</di"])
def test_a_page_cut_in_a_tag_is_an_error(cut: str) -> None:
    found = kind(f"<html><body><p>{LAW}</p>{cut}".encode())
    assert found == (None if cut.endswith("délai") else IncidentKind.ERROR)


WHOLE = f"<!doctype html><html lang=fr><body><p>{LAW}</p></body></html>".encode()
OPEN = WHOLE.removesuffix(b"</body></html>")


@pytest.mark.parametrize(
    ("body", "earlier", "kind"),
    [
        (WHOLE, None, None),
        (WHOLE.upper(), WHOLE, None),
        (OPEN, None, "error"),
        (OPEN, WHOLE, "error"),
        (OPEN, OPEN, None),
        (b"<p>" + LAW.encode(), WHOLE, None),
        (b"<?xml version='1.0'?><feed><entry/>", None, "error"),
        (b"<rss><channel></channel></rss>", None, None),
        (b"%PDF-1.7\n%%EOF\n1 0 obj" + b" " * 9000, None, "unreadable"),
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", None, None),
    ],
)
def test_what_is_opened_must_be_closed_unless_it_never_was(body: bytes, earlier: bytes | None, kind: str | None) -> None:
    doubt = breaks_off(body, "", earlier)
    assert (doubt.kind if doubt else None) == kind
