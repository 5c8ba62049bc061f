"""The edition of the history: a number that is another whenever something was written that readers can be shown (ADR 18).

Triggers count it, whoever writes, in the transaction that writes: who reads the number and the history in one transaction
knows of which edition an answer is. That a Watch was read and nothing was new begins no edition.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from core import models

EDITION = "history_edition"
"""What the names of its tables and triggers begin with."""
SHOWN = (
    models.Topic,
    models.Watch,
    models.Version,
    models.Change,
    models.Event,
    models.Rectification,
    models.NoiseMark,
    models.Incident,
)
PROGRESS = {
    *("last_read", "due_at", "reviewed_version", "reviewed_change", "reviewed_on"),
    *("processed_at", "took_effect", "told", "closing_told"),
}
"""Columns that say how far the work has come."""

NUMBER = text(f"SELECT number FROM {EDITION}")
COUNTER = (
    f"CREATE TABLE IF NOT EXISTS {EDITION} (number BIGINT NOT NULL)",
    f"INSERT INTO {EDITION} SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {EDITION})",
)
AT_THE_END = (
    f"CREATE TABLE IF NOT EXISTS {EDITION}_begun (transaction BIGINT PRIMARY KEY)",
    f"""\
CREATE OR REPLACE FUNCTION {EDITION}_begin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO {EDITION}_begun VALUES (txid_current()) ON CONFLICT DO NOTHING; RETURN NULL; END $$""",
    f"""\
CREATE OR REPLACE FUNCTION {EDITION}_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE {EDITION} SET number = number + 1; DELETE FROM {EDITION}_begun WHERE transaction = new.transaction; RETURN NULL; END $$""",
)
"""PostgreSQL counts at the end of a transaction: it keeps the row from all others until it is over, and whoever held it
while waiting for something else could wait for ever."""


def edition(session: Session) -> int:
    """The number of the edition that the session sees."""
    return int(session.scalars(NUMBER).one())


def prepare(connection: Connection) -> None:
    """Make the counter and what counts, where they are missing."""
    on_postgresql = connection.dialect.name == "postgresql"
    for statement in (*COUNTER, *(AT_THE_END if on_postgresql else ())):
        connection.exec_driver_sql(statement)
    # PostgreSQL would have to wait for every writer to find out by itself that a trigger is there.
    known = "SELECT tgname FROM pg_trigger" if on_postgresql else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    there = set(connection.exec_driver_sql(known).scalars())
    for name, statement in _triggers(on_postgresql):
        if name not in there:
            connection.exec_driver_sql(statement)


def _triggers(on_postgresql: bool) -> Iterator[tuple[str, str]]:
    """Every trigger by its name."""
    if on_postgresql:
        of_begun = f"AFTER INSERT ON {EDITION}_begun DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {EDITION}_count()"
        yield f"{EDITION}_counted", f"CREATE CONSTRAINT TRIGGER {EDITION}_counted {of_begun}"
    does = f"EXECUTE FUNCTION {EDITION}_begin()" if on_postgresql else f"BEGIN UPDATE {EDITION} SET number = number + 1; END"
    for shown in SHOWN:
        table = shown.__tablename__
        columns = ", ".join(f'"{column.name}"' for column in shown.__table__.columns if column.name not in PROGRESS)
        for name, when in {"insert": "INSERT", "delete": "DELETE", "update": f"UPDATE OF {columns}"}.items():
            yield f"{EDITION}_{table}_{name}", f"CREATE TRIGGER {EDITION}_{table}_{name} AFTER {when} ON {table} FOR EACH ROW {does}"
