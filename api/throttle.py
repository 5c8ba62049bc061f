"""How often one client may read, and what no client may ask for."""

import ipaddress

from fastapi import Request
from fastapi.exceptions import HTTPException
from fastapi.responses import Response

from api.headers import Next
from api.limits import Limit
from api.problems import problem
from core.clock import utc_now

READS, SECONDS = 100, 5
TOO_MANY = f"More than {READS} questions within {SECONDS} seconds came from your address; ask again in a moment, and keep what you have."
NO_CHARACTER = "A null character stands in the address; no text holds one, leave it out."


def throttled(limit: Limit):  # type: ignore[no-untyped-def]
    """A middleware"""
