"""Request signatures: https://docs.slack.dev/authentication/verifying-requests-from-slack"""

import hashlib
import hmac


def signed_headers(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """`X-Slack-Signature` and `X-Slack-Request-Timestamp` for a body, `timestamp` in epoch seconds."""
    signed = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={signed.hexdigest()}"}
