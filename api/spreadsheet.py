"""Tables that people open in a spreadsheet, where text from outside must not become a formula."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import SEEK_END, StringIO

FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""What a cell that is computed begins with."""
BYTE_ORDER_MARK = "\ufeff"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], *, for_excel: bool = False) -> str:
    """The rows under a header of their columns; ``None`` is an empty cell. ``for_excel`` where a Belgian Excel is to read the accents."""
    written = StringIO(BYTE_ORDER_MARK if for_excel else "")
    written.seek(0, SEEK_END)
    table = csv.writer(written, delimiter=";" if for_excel else ",")
    table.writerow(columns)
    table.writerows([_cell(row[column]) for column in columns] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else CONTROLS.sub("", str(value))
    return f"'{text}" if FORMULA.match(text) else text
