"""What every answer says beside its content: nothing from outside may run, and scripts of any site may read what programs read."""

from starlette.datastructures import MutableHeaders

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

PROGRAMS = ("/api/", "/feeds/", "/calendar.ics", "/openapi.json", "/health", "/metrics", "/static/")
"""Where programs ask, not people."""
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
READING_ONLY = FOR_EVERY_SITE | {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def complete(headers: MutableHeaders, *, for_programs: bool) -> None:
    """Add what every answer says."""
    if for_programs:
        headers.update(FOR_EVERY_SITE)
    for name, value in SECURITY.items():
        headers.setdefault(name, value)
