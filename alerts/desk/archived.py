"""Pages that say on top that they are kept as they were and are no longer right: nothing on them is told of today."""

from collections.abc import Sequence
from itertools import islice

from alerts.desk.speech import Speech
from core.values import Provision

ON_TOP = 5
"""How many texts from the top a notice may stand: below the title, its date and its author."""


def is_archived(provisions: Sequence[Provision], language: str) -> bool:
    """Whether a notice on top of the page says that it is out of date."""
    return any(Speech(provision.text, language).shows("outdated") for provision in islice(provisions, ON_TOP))
