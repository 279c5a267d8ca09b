"""Standard Webhooks signatures, both ways (https://www.standardwebhooks.com)."""

from collections.abc import Mapping
from datetime import datetime

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the signature holds and its timestamp is within the library's five minutes of now.

    `verify` also raises ValueError on malformed headers or bytes that are not UTF-8: not signed either.
    """
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def signed_headers(secret: str, webhook_id: str, at: datetime, body: str) -> dict[str, str]:
    """The headers that sign `body`. `at` is aware UTC."""
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, at, body),
        "content-type": "application/json",
    }
