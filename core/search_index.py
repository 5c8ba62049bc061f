"""The index behind search and filters: the table ``change_words``, beside the Changes on both databases (ADR 15).

SQLite: FTS5, which gives what matches from the newest to the oldest and stops where enough is found. PostgreSQL: a
``tsvector`` with a GIN index; it holds every two neighbours as one word more, for it is slow at telling where words stand.
Such a pair begins with ``~``: whoever asks for a word or what begins with it would else walk through all its neighbours.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, Integer, cast, column, literal, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from core.models import Change
from core.search import Query, Term

INDEX = "change_words"
"""What the names of all its tables begin with."""
WORDS = table(INDEX, column("rowid", Integer), column("words"), column("change_words"))
"""``rowid`` is the number of the Change; SQLite asks the table itself, PostgreSQL its ``words``."""
FTS5 = (
    """\
CREATE VIRTUAL TABLE IF NOT EXISTS change_words
  USING fts5(folded, marks, content='changes', content_rowid='id', tokenize="ascii tokenchars '_'", columnsize=0)""",
    """\
CREATE TRIGGER IF NOT EXISTS index_words AFTER INSERT ON changes BEGIN
  INSERT INTO change_words (rowid, folded, marks) VALUES (new.id, new.folded, new.marks); END""",
)
TSVECTOR = (
    "CREATE TABLE IF NOT EXISTS change_words (rowid INTEGER PRIMARY KEY REFERENCES changes ON DELETE CASCADE, words TSVECTOR NOT NULL)",
    # Kept out of line, where PostgreSQL counts them as if they were not there, it would rather read them all than ask the index.
    """\
DO $$ BEGIN IF (SELECT attstorage FROM pg_attribute WHERE attrelid = 'change_words'::regclass AND attname = 'words') <> 'm' THEN
  ALTER TABLE change_words ALTER COLUMN words SET STORAGE MAIN; END IF; END $$""",
    # What it would put off adding, every search would have to look through.
    "CREATE INDEX IF NOT EXISTS ix_change_words_words ON change_words USING gin (words) WITH (fastupdate = off)",
    """\
CREATE OR REPLACE FUNCTION index_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  WITH pieces AS (
    SELECT word, lead(word) OVER (ORDER BY place) AS next
    FROM unnest(string_to_array(new.folded, ' ')) WITH ORDINALITY AS of_text (word, place) WHERE word <> '')
  INSERT INTO change_words SELECT new.id, array_to_tsvector(ARRAY(
    SELECT word FROM pieces UNION SELECT '~' || word || ' ' || next FROM pieces WHERE next IS NOT NULL
    UNION SELECT unnest(string_to_array(new.marks, ' '))));
  RETURN NULL; END $$""",
    "CREATE OR REPLACE TRIGGER index_words AFTER INSERT ON changes FOR EACH ROW EXECUTE FUNCTION index_words()",
)
IN_ORDER = (
    """\
CREATE OR REPLACE FUNCTION number_in_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock(x'7665696C6C65'::bigint + 1); RETURN NULL; END $$""",
    "CREATE OR REPLACE TRIGGER number_in_order BEFORE INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION number_in_order()",
    "CREATE OR REPLACE TRIGGER number_in_order BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION number_in_order()",
)
"""PostgreSQL numbers rows before they are committed. A later number that is committed first would hide the earlier one
from whoever follows the history, so that writers of Changes and Events take turns."""


def prepare(connection: Connection) -> None:
    """Make the index and what fills it, where they are missing."""
    for statement in (*TSVECTOR, *IN_ORDER) if connection.dialect.name == "postgresql" else FTS5:
        connection.exec_driver_sql(statement)


def meets(dialect: str, query: Query, marks: Sequence[Collection[str]]) -> ColumnElement[bool]:
    """Whether a row of ``change_words`` has the words of a query, and of each set of marks one at least."""
    if dialect == "postgresql":
        return WORDS.c.words.op("@@", is_comparison=True)(cast(literal(_as_tsquery(query, marks)), TSQUERY))
    return WORDS.c.change_words.op("MATCH", is_comparison=True)(_as_fts5(query, marks))


def stand_together(dialect: str, query: Query) -> Iterator[ColumnElement[bool]]:
    """What the index of PostgreSQL cannot tell: whether more than two words stand one behind the other in a Change."""
    if dialect == "postgresql":
        yield from (_stand_in(Change.folded, term) for term in query.terms if _is_long(term))
        yield from (~_stand_in(Change.folded, term) for term in query.without if _is_long(term))


def _is_long(term: Term) -> bool:
    return len(term.words) > 2


def _stand_in(folded: ColumnElement[str] | InstrumentedAttribute[str], term: Term) -> ColumnElement[bool]:
    text = literal(" ").concat(folded).concat(" ")
    return text.contains(f" {' '.join(term.words)}{'' if term.begins else ' '}")


def _as_fts5(query: Query, marks: Iterable[Collection[str]]) -> str:
    asked = [*(_any(" OR ", [f'"{mark}"' for mark in each]) for each in marks), *map(_fts5_term, query.terms)]
    return " NOT ".join([f"({' AND '.join(asked)})", *map(_fts5_term, query.without)])


def _fts5_term(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.begins else ""}'


def _as_tsquery(query: Query, marks: Iterable[Collection[str]]) -> str:
    asked = [*(_any(" | ", [f"'{mark}'" for mark in each]) for each in marks), *map(_tsquery_term, query.terms)]
    return " & ".join([*asked, *(f"!({_tsquery_term(term)})" for term in query.without if not _is_long(term))])


def _tsquery_term(term: Term) -> str:
    pieces = [f"~{' '.join(pair)}" for pair in pairwise(term.words)] or list(term.words)
    return " & ".join(f"'{piece}'" for piece in pieces) + (":*" if term.begins else "")


def _any(connective: str, words: Iterable[str]) -> str:
    return f"({connective.join(words)})"
