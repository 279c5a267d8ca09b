"""One HTTP request to a marketplace, bounded in time and size."""

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from yarl import URL

from aacabot.marketplaces.errors import MarketplaceUnreachable

RETRIED_STATUSES = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer; `cut` where it was larger than the limit and `body` holds only its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_retried(self) -> bool:
        """The statuses of contract 5.4 that say: try again."""
        return self.status in RETRIED_STATUSES or self.status >= 500


async def exchange(
    session: aiohttp.ClientSession,
    method: str,
    url: URL,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109
    limit: int,
) -> Answer:
    """Send one request and read at most `limit` bytes of its answer. Redirects are answers, not followed.

    Raises MarketplaceUnreachable where no whole answer came in time.
    """
    try:
        async with session.request(
            method,
            url,
            headers=headers,
            data=body,
            timeout=timeout,
            allow_redirects=False,
            raise_for_status=False,
        ) as response:
            content = await _read(response.content, limit + 1)
            return Answer(
                status=response.status,
                headers=response.headers,
                body=content[:limit],
                cut=len(content) > limit,
            )
    except (aiohttp.ClientError, OSError) as error:
        raise MarketplaceUnreachable(_problem(error)) from error


async def _read(stream: aiohttp.StreamReader, limit: int) -> bytes:
    content = bytearray()
    while len(content) < limit and (part := await stream.read(limit - len(content))):
        content += part
    return bytes(content)


def _problem(error: Exception) -> str:
    # The errors' own texts hold addresses, and some the whole URL: they stay in the cause, for the log.
    match error:
        case TimeoutError():
            return "no answer in time"
        case aiohttp.ClientConnectorCertificateError():
            return "its certificate is not valid"
        case aiohttp.ClientConnectorError():
            return "no connection"
        case _:
            return "the connection broke before the answer was complete"
