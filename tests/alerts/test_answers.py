"""What a service's answer means, for the message, for its address and for everybody on the Route."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.sending.answers import Verdict, asked_patience, of_http, of_mail

NOON = datetime(2025, 8, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("step", "reply", "verdict"),
    [
        ("recipient", "550 5.1.1 No such user", Verdict.REFUSED),
        ("recipient", "550 User unknown", Verdict.REFUSED),
        ("recipient", "551 User not local", Verdict.REFUSED),
        ("recipient", "553 5.1.3 Bad address syntax", Verdict.REFUSED),
        ("recipient", "554 5.1.2 No such domain", Verdict.REFUSED),
        ("recipient", "556 5.1.10 Recipient address has null MX", Verdict.REFUSED),
        ("recipient", "550 5.2.1 Mailbox disabled", Verdict.REFUSED),
        ("data", "550 5.1.1 No such user after all", Verdict.REFUSED),
        ("recipient", "552 5.2.2 Mailbox full", Verdict.LATER),
        ("recipient", "450 4.2.0 Greylisted, come back later", Verdict.LATER),
        ("recipient", "450 4.7.1 Greylisted", Verdict.LATER),
        ("recipient", "550 5.7.1 Refused by policy", Verdict.LATER),
        ("recipient", "554 Transaction failed", Verdict.LATER),
        ("data", "451 4.3.0 Try again", Verdict.FAILED),
        ("data", "554 5.7.1 Looks like spam", Verdict.UNFIT),
        ("data", "552 5.3.4 Message too big", Verdict.UNFIT),
        ("sender", "552 5.3.4 Message too big", Verdict.UNFIT),
        ("recipient", "554 5.7.1 <a@example.org>: Relay access denied", Verdict.ROUTE),
        ("recipient", "550 5.7.1 Relaying denied", Verdict.ROUTE),
        ("recipient", "530 5.7.0 Authentication required", Verdict.ROUTE),
        ("sender", "553 5.7.1 Sender address rejected: not owned by user", Verdict.ROUTE),
        ("sender", "421 4.7.0 Too many messages", Verdict.ROUTE),
        ("data", "450 4.7.0 Too many messages", Verdict.ROUTE),
        ("connection", "535 5.7.8 Bad credentials", Verdict.ROUTE),
        ("connection", "554 No SMTP service here", Verdict.ROUTE),
    ],
)
def test_a_reply_of_a_mail_server_concerns_the_address_the_message_or_ourselves(step, reply, verdict):
    code, _, text = reply.partition(" ")
    assert of_mail(step, int(code), text) is verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *[(status, Verdict.REFUSED) for status in (401, 403, 404, 410)],
        *[(status, Verdict.FAILED) for status in (400, 408, 425, 500)],
        *[(status, Verdict.ROUTE) for status in (429, 502, 503, 504)],
        (413, Verdict.UNFIT),
    ],
)
def test_a_status_of_a_web_service_concerns_the_address_the_message_or_the_service(status, verdict):
    assert of_http(status, None) is verdict


def test_whatever_the_status_a_service_that_asks_for_patience_is_left_alone():
    assert of_http(500, timedelta(minutes=1)) is Verdict.ROUTE


@pytest.mark.parametrize(
    ("headers", "patience"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        ({"Retry-After": "0.5"}, timedelta(seconds=0.5)),
        ({"Retry-After": "Mon, 04 Aug 2025 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"Retry-After": "Mon, 04 Aug 2025 13:10:00 GMT", "Date": "Mon, 04 Aug 2025 13:09:00 GMT"}, timedelta(minutes=1)),
        ({"Retry-After": "Mon, 04 Aug 2025 11:00:00 GMT"}, timedelta()),
        ({"Retry-After": "99999999"}, timedelta(days=1)),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_patience_is_asked_for_in_seconds_or_until_a_date_by_the_clock_of_the_server(headers, patience):
    assert asked_patience(headers, NOON) == patience
