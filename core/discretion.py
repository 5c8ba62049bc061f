"""People's addresses, as they may be shown to others."""

import re

IN_TEXT = re.compile(r"""[^\s@/:=<>"'(),;]+(?:@|%40)((?:[^\s@/:=<>"'(),;?&%.]+\.)+[^\s@/:=<>"'(),;?&%.]+)""")
"""An e-mail address as servers and web addresses write it."""


def without_addresses(text: str) -> str:
    """The text, such as a server's answer, with every e-mail address in it as it may be shown."""
    return IN_TEXT.sub(lambda found: f"{found[0][0]}***@{found[1]}", text)
