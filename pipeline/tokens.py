"""What ``veille token`` does at the terminal: a token is granted and printed once, revoked, or listed without its secret."""

from collections.abc import Iterator, Sequence

from core import models
from core.database import reading, transaction
from core.rights import enter_deed, grant, tokens
from core.rights import revoke as end
from pipeline.opening import clock_at, engine_of
from pipeline.options import Options
from pipeline.printing import local, say

COMMAND_LINE = "command line"


def make(options: Options, name: str, scopes: Sequence[str], now: str | None) -> None:
    """Grant a token and print it: nobody can see it again."""
    instant = clock_at(now)()
    with transaction(engine_of(options)) as session:
        secret = grant(session, name, scopes, instant)
        enter_deed(session, COMMAND_LINE, "grant token", f"token {name}", instant, detail=", ".join(scopes))
    say(secret)


def revoke(options: Options, name: str, now: str | None) -> None:
    """End the token of this name."""
    instant = clock_at(now)()
    with transaction(engine_of(options)) as session:
        end(session, name, instant)
        enter_deed(session, COMMAND_LINE, "revoke token", f"token {name}", instant)
    say(f"The token {name} is revoked.")


def print_tokens(options: Options) -> None:
    """Every token: its name, what it may do, when it was made, used last, and revoked."""
    with reading(engine_of(options)) as session:
        lines = [" ".join(_line_of(each)) for each in tokens(session)]
    say("\n".join(lines) or "No token was made yet.")


def _line_of(each: models.AccessToken) -> Iterator[str]:
    yield f"{each.name:<28} {', '.join(each.scopes):<24} made {local(each.created)}"
    yield f" last used {local(each.last_used)}" if each.last_used else " never used"
    if each.revoked:
        yield f" revoked {local(each.revoked)}"
