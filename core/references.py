"""References to acts of law in one canonical spelling.

EU acts by CELEX number (``celex:32022D0382``), Belgian acts by type and date (``be:loi:1980-12-15``,
``+NUMAC`` where known); ``#`` introduces a place within the act (``#art:10/§1``).
"""

import re
from datetime import date

BELGIAN_TYPES = ("loi", "loi-programme", "ar", "am", "decret", "ordonnance", "code")
CELEX = re.compile(r"celex:\d{5}[A-Z]{1,2}\d{4}(R?\(\d+\))?(-(?P<day>\d{8}))?(#\S+)?")
BELGIAN = re.compile(rf"be:({'|'.join(BELGIAN_TYPES)}):(?P<day>\d{{4}}-\d\d-\d\d)(\+[0-9A-Z]{{10}})?(#\S+)?")


def is_reference(text: str) -> bool:
    """Whether ``text`` is a reference in canonical spelling, of a day that there was."""
    found = CELEX.fullmatch(text) or BELGIAN.fullmatch(text)
    return found is not None and (found["day"] is None or _is_day(found["day"]))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
