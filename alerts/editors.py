"""What editors are told of their pages that cannot be checked any more, and when they can again."""

import os
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.ledger import Addressees, enter
from alerts.messages import Notice, page_incidents
from alerts.sending.routes import recipient
from alerts.words import reader_language
from core.settings import Settings
from core.values import IncidentKind
from core.watchlist import Watchlist

THEIRS = (IncidentKind.COLLAPSED, IncidentKind.GONE, IncidentKind.EMPTY, IncidentKind.MOVED)
"""What those who write the page can put right; a server that fails or refuses is the administrators' business."""


def tell_editors(  # noqa: PLR0913, PLR0917 - what the stage has at hand
    session: Session, watchlist: Watchlist, settings: Settings, notices: Iterable[Notice], digest: str, now: datetime
) -> int:
    """Put in the ledger one message per editor about Incidents of their pages; the number of Deliveries added.

    What opened and closed between two passes is not told; ``digest`` names the Incidents with their states.
    """
    pages = {page.id: page for page in watchlist.pages if page.editor}
    to, by_editor = Addressees(settings, staff=True), dict[str, list[Notice]]()
    for each in notices:
        if each.watch in pages and each.kind in THEIRS and each.state != "brief":
            page = pages[each.watch]
            to.add(page.id, reader_language(page.language), [page.editor])
            by_editor.setdefault(recipient(page.editor, settings, os.environ), []).append(each)
    site = settings.site
    return enter(session, f"pages-{digest}", to, lambda each: page_incidents(by_editor[each.recipient], each.language, site), now)
