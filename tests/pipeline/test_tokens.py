"""``veille token``: what lets programs write, printed once, revoked by name."""

from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from core import models
from core.database import connect, reading
from core.errors import VeilleError
from core.migration import upgrade
from core.rights import fingerprint
from pipeline.cli import app


@pytest.fixture
def address(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'veille.db'}"
    upgrade(connect(address))
    return address


def veille(address: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["--database", address, "token", *words])


def test_a_token_is_printed_once_and_revoked_by_its_name(address: str) -> None:
    secret = veille(address, "intranet", "--scope", "tasks", "--scope", "noise").stdout.strip()
    listed = veille(address, "--list").stdout
    assert "intranet" in listed
    assert "noise, tasks" in listed
    assert secret not in listed
    assert veille(address, "intranet", "--revoke").exit_code == 0
    assert "revoked" in veille(address, "--list").stdout
    with reading(connect(address)) as session:
        (kept,) = session.scalars(select(models.AccessToken))
        deeds = [(each.person, each.action, each.subject) for each in session.scalars(select(models.Deed))]
    assert kept.id == fingerprint(secret)
    assert deeds == [("command line", "grant token", "token intranet"), ("command line", "revoke token", "token intranet")]


@pytest.mark.parametrize(
    "words",
    [("intranet",), ("--scope", "tasks"), ("intranet", "--scope", "all"), ("intranet", "--revoke"), ("x", "--scope", "tasks", "--revoke")],
)
def test_what_makes_no_sense_is_refused(address: str, words: tuple[str, ...]) -> None:
    done = veille(address, *words)
    assert done.exit_code == 2 or isinstance(done.exception, VeilleError)
