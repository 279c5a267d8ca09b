"""Standard Webhooks signatures for what the hub sends (https://www.standardwebhooks.com)."""

from datetime import UTC, datetime

from standardwebhooks import Webhook
from standardwebhooks.webhooks import EmptyWebhookSecretError


class Signer:
    """Signs with one marketplace's secret (`whsec_…`). Raises ValueError where it cannot be a secret."""

    def __init__(self, secret: str) -> None:
        try:
            self._webhook = Webhook(secret)
        except (ValueError, EmptyWebhookSecretError):
            raise ValueError("the secret must be whsec_ and base64") from None

    def headers(self, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """The three headers for one attempt at `at` (aware); `body` is UTF-8.

        The id is the message's, the same for every attempt: the specification asks for it, and receivers
        drop what they have seen by it. So a takedown's id is its `takedown_id`, and only the timestamp is the
        attempt's. An id holds no full stop, because one separates the parts that are signed.
        """
        # The library takes any datetime's wall clock for UTC.
        at_utc = at.astimezone(UTC)
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at_utc.timestamp())),
            "webhook-signature": self._webhook.sign(message_id, at_utc, body.decode()),
        }
