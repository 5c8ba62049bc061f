"""Under which words an item of a list stands: "Vous devez fournir :", or the heading "Conditions"."""

import re
from collections.abc import Mapping, Sequence

from core.values import Provision
from differ.extract.printed import heading_of
from differ.extract.reading import TRAIL
from differ.thresholds import threshold

SENTENCE = re.compile(r"[A-ZÀ-Þ].*[.!?]", re.DOTALL)
"""What is no item: a whole sentence, from its capital to its stop."""


def leads(provisions: Sequence[Provision]) -> Mapping[int, str]:
    """The words that each item stands under, by its ``id``: the sentence with a colon before the list, else the last heading.

    An item is short and no sentence; a sentence ends the list.
    """
    found: dict[int, str] = {}
    lead, path = "", ""
    for each in provisions:
        if each.path != path:
            lead, path = "", each.path
        if each.text.endswith(":"):
            lead = each.text
        elif _is_item(each):
            found[id(each)] = lead or heading_of(path).rpartition(TRAIL)[2]
        else:
            lead = ""
    return found


def _is_item(provision: Provision) -> bool:
    return not provision.firm and len(provision.text.split()) <= threshold("longest_item") and SENTENCE.fullmatch(provision.text) is None
