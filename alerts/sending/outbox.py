"""The outbox folder: messages as files, while real sending is not switched on."""

import os
import tempfile
from pathlib import Path

from alerts.messages import Message
from core import models
from core.errors import RouteError


def put(folder: Path, delivery: models.Delivery, message: Message) -> Path:
    """Write the message of a Delivery as ``.html`` and ``.txt``, whole or not at all; the HTML file. Repeating it changes nothing."""
    name = f"{delivery.message_id}--{delivery.subscriber}--{delivery.recipient[:8]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.txt", f"{message.subject}\n{'=' * len(message.subject)}\n\n{message.text}")
        return _write(folder / f"{name}.html", message.html)
    except OSError as error:
        raise RouteError(
            f"Messages cannot be written to the outbox folder {str(folder)!r} ({error.strerror}); "
            "make it a folder that may be written to, or name another in VEILLE_OUTBOX."
        ) from error


def _write(path: Path, content: str) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        return Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
