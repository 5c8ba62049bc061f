"""What a spider is given to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from core.watchlist import Source, Watch


@dataclass(frozen=True)
class Assignment:
    """One Watch to poll: whom to ask, for what, and what is known already.

    ``validators`` holds request headers by address (``If-None-Match``, ``If-Modified-Since``), from the
    last answer that was read without doubt.
    """

    watch: Watch
    source: Source
    addresses: tuple[str, ...]
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def hosts(self) -> set[str]:
        """The hosts that this poll will ask."""
        return {host_of(address) for address in self.addresses}


def host_of(address: str) -> str:
    """The host name in an address, empty where there is none."""
    return urlsplit(address).hostname or ""
