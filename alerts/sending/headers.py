"""The headers of our mails: an identity that a repetition keeps, and the way out of the list (RFC 2919, 3834, 8058)."""

import hashlib
from urllib.parse import urlsplit

from alerts.people.recipients import unsubscribe_link
from core import models


def message_identity(delivery: models.Delivery, domain: str) -> str:
    """The Message-ID: the same each time that the message is sent to this recipient."""
    identity = hashlib.sha256(f"{delivery.message_id} {delivery.recipient}".encode()).hexdigest()[:32]
    return f"<{identity}@{domain}>"


def list_headers(delivery: models.Delivery, token: str, site: str) -> dict[str, str]:
    """What lets a mail program file the message and end the Subscription with one click; nothing for staff."""
    if not delivery.subscriptions:
        return {}
    bulk = {"Precedence": "bulk"} if delivery.message_id.startswith("digest-") else {}
    return {
        "List-Id": f"Veille <veille.{urlsplit(site).hostname or 'localhost'}>",
        "List-Unsubscribe": f"<{unsubscribe_link(token, site, delivery.message_id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        **bulk,
    }
