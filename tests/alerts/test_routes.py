"""Where routes lead, and how recipients are told apart."""

import pytest

from alerts.sending.routes import recipient, resolve
from core.discretion import without_addresses
from core.errors import RouteError
from core.settings import Settings

SMTP = Settings(smtp_url="mailtos://user:secret@smtp.example.org/everybody@example.org?from=veille@example.org&to=x@example.org")
NONE = Settings(smtp_url="")


@pytest.mark.parametrize(
    ("route", "address"),
    [
        ("slack://a/b/c", "slack://a/b/c"),
        ("${SLACK}", "slack://T/B/C"),
        ("json://${HOST}/hook", "json://hooks.example.org/hook"),
        ("tag:equipe", "tag:equipe"),
        ("Anne@Example.org", "mailtos://user:secret@smtp.example.org?from=veille@example.org&to=anne%40example.org"),
        ("${MAIL}", "mailtos://user:secret@smtp.example.org?from=veille@example.org&to=anne%40example.org"),
    ],
)
def test_routes_resolve(route, address):
    environment = {"SLACK": "slack://T/B/C", "HOST": "hooks.example.org", "MAIL": " anne@example.org "}
    assert resolve(route, SMTP, environment) == address


@pytest.mark.parametrize(
    ("route", "settings", "named"),
    [("${ABSENT}", SMTP, "ABSENT"), ("anne@example.org", NONE, "VEILLE_SMTP_URL"), ("not an address", SMTP, "not an address")],
)
def test_what_is_missing_is_named(route, settings, named):
    with pytest.raises(RouteError, match=named):
        resolve(route, settings, {})


def test_one_address_is_one_recipient_however_it_is_written():
    environment = {"MAIL": "anne@example.org"}
    ways = {
        recipient(route, settings, environment)
        for route in ("anne@example.org", "${MAIL}", "Anne@example.org")
        for settings in (SMTP, NONE)
    }
    assert len(ways) == 1
    assert recipient("bob@example.org", SMTP, {}) not in ways


def test_a_route_without_its_variable_still_has_an_identity():
    assert recipient("${ABSENT}", SMTP, {}) == recipient("${ABSENT}", SMTP, {}) != recipient("${OTHER}", SMTP, {})


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 <marie.dupont@mail.example.org>: unknown", "550 <m***@mail.example.org>: unknown"),
        ("mailto://host/marie%40example.org?from=a%40example.net&rto=60", "mailto://host/m***@example.org?from=a***@example.net&rto=60"),
        ("to=marie@example.org.", "to=m***@example.org."),
        ("550 5.1.1 User unknown; mailbox@ is empty", "550 5.1.1 User unknown; mailbox@ is empty"),
    ],
)
def test_no_answer_of_a_server_shows_a_whole_address(said, shown):
    assert without_addresses(said) == shown
