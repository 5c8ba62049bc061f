"""SMTP: one connection for many mails, and what the server answers to each."""

import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from types import TracebackType
from typing import Self

from alerts.sending.answers import Answer, Verdict, of_mail

MOST_MAILS = 100
"""On one connection: many servers close it soon after."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over; ``secure`` is ``insecure``, ``starttls`` or ``ssl``.

    ``patience`` is the seconds that it may take to connect, ``reading`` those for each answer afterwards.
    """

    host: str
    port: int
    secure: str
    user: str
    password: str
    verify: bool
    patience: float
    reading: float


class Connections:
    """The connections of one sender, open until the end of the block."""

    def __init__(self) -> None:
        self._open: dict[Server, tuple[SMTP, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for server in list(self._open):
            self._close(server)

    def submit(self, server: Server, sender: str, recipients: Sequence[str], mail: str) -> Answer:
        """Hand one mail over. Where some of several recipients are refused it counts as sent: the others have it."""
        try:
            connection = self._ready(server)
        except (OSError, SMTPException) as error:
            return Answer(Verdict.ROUTE, _words(error))
        try:
            refused = connection.sendmail(sender, recipients, mail)
        except SMTPRecipientsRefused as error:
            return _most_hopeful([_answer("recipient", code, text) for code, text in error.recipients.values()])
        except (SMTPSenderRefused, SMTPDataError) as error:
            return _answer("sender" if isinstance(error, SMTPSenderRefused) else "data", error.smtp_code, error.smtp_error)
        except (OSError, SMTPException) as error:
            self._close(server)
            return Answer(Verdict.ROUTE, _words(error))
        return Answer(Verdict.SENT, f"OK, but refused for {', '.join(refused)}" if refused else "OK")

    def _ready(self, server: Server) -> SMTP:
        """An open connection to the server that still answers."""
        connection, mails = self._open.get(server, (None, 0))
        if connection and (mails >= MOST_MAILS or not _answers(connection)):
            self._close(server)
            connection, mails = None, 0
        if not connection:
            connection = _connected(server)
        self._open[server] = connection, mails + 1
        return connection

    def _close(self, server: Server) -> None:
        connection, _ = self._open.pop(server)
        with suppress(OSError, SMTPException):
            if connection.sock:
                connection.sock.settimeout(1)
            connection.quit()
        connection.close()


def _connected(server: Server) -> SMTP:
    context = ssl.create_default_context()
    if not server.verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if server.secure == "ssl":
        connection: SMTP = SMTP_SSL(server.host, server.port, timeout=server.patience, context=context)
    else:
        connection = SMTP(server.host, server.port, timeout=server.patience)
    try:
        if server.secure == "starttls":
            connection.starttls(context=context)
        if server.user and server.password:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    if connection.sock:
        connection.sock.settimeout(server.reading)
    return connection


def _answers(connection: SMTP) -> bool:
    try:
        return connection.noop()[0] == 250
    except (OSError, SMTPException):
        return False


def _answer(step: str, code: int, text: bytes | str) -> Answer:
    words = " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else text).split())
    return Answer(of_mail(step, code, words), f"{code} {words}")


def _most_hopeful(answers: Sequence[Answer]) -> Answer:
    """Of the answers for all recipients of one mail that nobody got: the one that leaves most hope."""
    hopeful = (Verdict.ROUTE, Verdict.FAILED, Verdict.LATER, Verdict.UNFIT, Verdict.REFUSED)
    return min(answers, key=lambda each: hopeful.index(each.verdict))


def _words(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__} {'' if isinstance(error, SMTPServerDisconnected) else error}".strip()
