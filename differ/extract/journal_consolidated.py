"""What becomes of an act when its first consolidated text appears: the enacting terms go on, what explains them is not printed."""

from dataclasses import replace

from core.values import Version
from differ.extract.journal_sheet import CONSOLIDATED, JOURNAL, OLD

_EXPLAINS = ("preamble", "rct:", "final")


def as_consolidated(before: Version, after: Version) -> Version:
    """``before`` as a consolidated text would have printed it, where ``after`` is one and ``before`` the act as published.

    Without its recitals and formulas, which no consolidated text repeats: that they are missing there repeals nothing.
    """
    if after.root != CONSOLIDATED or before.root not in (JOURNAL, OLD):
        return before
    printed = {provision.key for provision in after.provisions}
    kept = (each for each in before.provisions if not each.key.startswith(_EXPLAINS) or each.key in printed)
    return replace(before, provisions=tuple(kept), root=CONSOLIDATED)
