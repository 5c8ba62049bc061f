"""What is not a page is a doubt: blocked, in maintenance, empty or spoiled; a genuine page never is."""

import json
from pathlib import Path

import pytest

from core.values import Doubt, IncidentKind
from differ.extract import mistrust, read

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


def test_real_answers_of_blocking_hosts_are_recognised_by_header_title_or_size(recordings: Path) -> None:
    answers = [json.loads(line) for line in (recordings / "blocked" / "responses.jsonl").read_text().splitlines()]
    for answer in answers:
        small = answer["content_length"] < 20_000
        body = html("" if small else f"<p>{LAW}</p>", answer["title"])
        assert (kind(body, answer["media_type"], answer["headers"]) is not None) == (answer["quality"] < 1), answer["url"]
