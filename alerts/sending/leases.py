"""Who is at work on a Delivery: a lease, so that two senders never send one, and a killed sender loses no time.

A sender is named ``MACHINE:PID:SECRET``; where a process of this machine no longer lives, what it held is free at once,
what was held on another machine once its lease is over.
"""

import hashlib
import os
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LEASE = timedelta(minutes=15)
"""Longer than any attempt takes: see the time limits in ``alerts.sending.channels``."""

_at_work: set[str] = set()


@contextmanager
def at_work() -> Iterator[str]:
    """The name of a sender that works until the end of the block."""
    holder = f"{_machine()}:{os.getpid()}:{secrets.token_hex(4)}"
    _at_work.add(holder)
    try:
        yield holder
    finally:
        _at_work.discard(holder)


def is_free(held_by: str, held_until: datetime | None, now: datetime) -> bool:
    """Whether nobody is at work on it: a lease that ends later than any lease can is a mistake of some clock."""
    if not held_by or held_until is None:
        return True
    return not now < held_until <= now + LEASE or _is_dead(held_by)


def _is_dead(holder: str) -> bool:
    machine, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if machine != _machine() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        # Also after a container started anew with the same number.
        return holder not in _at_work
    return not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@cache
def _machine() -> str:
    """The machine and, within it, the space in which process numbers mean something: two containers share neither."""
    marks = [platform.node()]
    # Without Linux the name must do.
    with suppress(OSError):
        marks += [Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"), str(Path("/proc/self/ns/pid").readlink())]
    return f"{platform.node()[:40].replace(':', '-')}-{hashlib.sha256(' '.join(marks).encode()).hexdigest()[:12]}"
