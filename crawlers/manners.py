"""How every crawl behaves, as Scrapy settings."""

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler

from crawlers.assignment import Assignment
from crawlers.private_hosts import PrivateHostsMiddleware
from crawlers.robots import RobotsMiddleware

# By name: what they build on takes long to load, and only crawls need it.
PATIENT, REPLAYING = "crawlers.patience.PatientHandler", "crawlers.replaying.ReplayingHandler"
NOT_OURS = ["offsite.Offsite", "robotstxt.RobotsTxt", "httpauth.HttpAuth", "redirect.MetaRefresh", "cookies.Cookies", "httpcache.HttpCache"]
"""What Scrapy would do to requests: robots.txt is obeyed in a way of our own, no cookies are kept and no passwords known."""
MANNERS: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "CRAWL_DELAY_OBEY": True,
    "DOWNLOADER_MIDDLEWARES": {
        **{f"scrapy.downloadermiddlewares.{name}Middleware": None for name in NOT_OURS},
        PrivateHostsMiddleware: 90,
        RobotsMiddleware: 100,
    },
    # Only the web is read: no file of this machine, whatever a page links to.
    "DOWNLOAD_HANDLERS": {**dict.fromkeys(["data", "file", "ftp", "s3"]), "http": PATIENT, "https": PATIENT},
    "REDIRECT_MAX_TIMES": 10,
    "RETRY_TIMES": 1,
    # 429 is not among them: whoever says "too many requests" is not asked again at once.
    "RETRY_HTTP_CODES": [408, 500, 502, 503, 504, 522, 524],
    "DOWNLOAD_TIMEOUT": 60,
    "DOWNLOAD_MAXSIZE": 20 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_DELAY_JITTER": 0,
    # Statistics, consoles that open a port, exports: none is asked for here, and loading them takes as long as 200 pages.
    "EXTENSIONS_BASE": {},
    "DOWNLOADER_STATS": False,
    "STATS_DUMP": False,
}
ONE_AT_A_TIME, SEVERAL = 1, 8


def settings_for(assignments: Sequence[Assignment], user_agent: str, replay_port: int | None, allow_private_hosts: bool) -> dict[str, Any]:
    """The settings of one crawl; ``replay_port`` is that of the server that plays recordings, if one does.

    robots.txt is matched against the name before the ``/`` of ``user_agent``.
    """
    delays = _delays(assignments) if replay_port is None else {}
    return {
        **MANNERS,
        "USER_AGENT": user_agent,
        "ROBOTSTXT_USER_AGENT": user_agent.split("/", maxsplit=1)[0],
        "ALLOW_PRIVATE_HOSTS": allow_private_hosts,
        "DOWNLOAD_SLOTS": {host: _slot(delay) for host, delay in delays.items()},
        **_elsewhere(max(delays.values(), default=0)),
        **(_replaying(replay_port) if replay_port is not None else {}),
    }


def delays_of(crawler: Crawler) -> dict[str, float]:
    """Seconds that each host asks for between two requests, as the crawl learned them: its Source's delay or its ``Crawl-delay``."""
    slots = crawler.engine.downloader.per_slot_settings
    return {host: slot["delay"] for host, slot in slots.items()}


def _delays(assignments: Sequence[Assignment]) -> dict[str, float]:
    """Seconds between two requests, by host: the longest that a Source asks for."""
    delays: dict[str, float] = {}
    for assignment in assignments:
        for host in assignment.hosts:
            delays[host] = max(delays.get(host, 0), assignment.source.delay.total_seconds())
    return delays


def _slot(delay: float) -> dict[str, Any]:
    return {"delay": delay, "concurrency": ONE_AT_A_TIME if delay else SEVERAL}


def _elsewhere(delay: float) -> dict[str, Any]:
    """Manners at hosts that only a redirect leads to."""
    return {"DOWNLOAD_DELAY": delay, "CONCURRENT_REQUESTS_PER_DOMAIN": ONE_AT_A_TIME if delay else SEVERAL}


def _replaying(port: int) -> dict[str, Any]:
    """Everything goes to the recordings on this machine: no other host is asked, no delay owed, no proxy between."""
    return {
        "DOWNLOAD_HANDLERS": {**MANNERS["DOWNLOAD_HANDLERS"], "http": REPLAYING, "https": REPLAYING},
        "REPLAY_PORT": port,
        "ALLOW_PRIVATE_HOSTS": True,
        "CRAWL_DELAY_OBEY": False,
        "HTTPPROXY_ENABLED": False,
    }
