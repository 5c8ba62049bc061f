"""What a spider is given to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from core.values import Fetch
from core.watchlist import Source, Watch


def _nowhere(_: Fetch) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Assignment:
    """One Watch to poll: whom to ask, for what, and what is known already.

    ``validators`` holds request headers by address (``If-None-Match``, ``If-Modified-Since``), from the
    last answer that was read without doubt. ``read_at`` is when the document was last read whole, ``None`` where
    it never was. ``leads_to`` gives the addresses that one answer leads to and that belong to this poll: the pages
    of a listing's new items, the documents linked there.
    """

    watch: Watch
    source: Source
    addresses: tuple[str, ...]
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    read_at: datetime | None = None
    leads_to: Callable[[Fetch], Sequence[str]] = _nowhere

    @property
    def hosts(self) -> set[str]:
        """The hosts that this poll will ask."""
        return {host_of(address) for address in self.addresses}


def host_of(address: str) -> str:
    """The host name in an address, empty where there is none."""
    return urlsplit(address).hostname or ""
