"""When a reading is not believed although it could be made: too little of it, or another language."""

from core.values import Doubt, IncidentKind, Version

FEWEST = 8
"""Below so many Provisions a document is too short for its halving to mean anything."""


def doubt_of_reading(before: Version | None, after: Version, *, minimum: int = 0) -> Doubt | None:
    """Why ``after`` is not believed beside ``before`` and the ``minimum`` of Provisions expected, or ``None``."""
    count = len(after.provisions)
    if count < minimum:
        return Doubt(IncidentKind.COLLAPSED, f"{count} provisions were read where at least {minimum} are expected.")
    if before is None:
        return None
    known = len(before.provisions)
    if known >= FEWEST and count * 2 < known:
        return Doubt(IncidentKind.COLLAPSED, f"{count} provisions were read where the last version has {known}.")
    if before.language and after.language and before.language != after.language:
        return Doubt(IncidentKind.LANGUAGE, f"The text is in {after.language!r} where the last version is in {before.language!r}.")
    return None
