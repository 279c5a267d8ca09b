"""Fetching a listing's picture, from the marketplace's own hosts and nowhere else.

Picture addresses come from sellers. A hub that fetched any address would be a way into its own network.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from yarl import URL

from aacabot.marketplaces.answers import failure
from aacabot.marketplaces.connector import Gate, Image
from aacabot.marketplaces.wire import Answer, exchange

MAX_PICTURE_BYTES = 5 * 1024 * 1024
PICTURE_SECONDS = 5.0
MAX_REDIRECTS = 2
_DEFAULT_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class PictureHosts:
    """Where pictures may come from: the base URL's host and port, and each host at its scheme's own port.

    A host may be given as `host:port`. Names match exactly, without subdomains, in any case and in their
    IDNA form. Who runs a named host is the operator's choice, so its address is not judged; an address that
    is not named is refused, whatever it is. Raises ValueError for a host that cannot be one.
    """

    base_url: URL
    hosts: frozenset[str]

    def __post_init__(self) -> None:
        self._places("https")

    def allow(self, url: str | URL) -> URL | None:
        """The address to fetch, or None where it is not on these hosts or not plain http(s)."""
        try:
            asked = URL(url)
        except ValueError:
            return None
        if asked.scheme not in _DEFAULT_PORTS or asked.user is not None or asked.password is not None:
            return None
        return asked if (asked.raw_host, asked.port) in self._places(asked.scheme) else None

    def _places(self, scheme: str) -> set[tuple[str | None, int | None]]:
        named = (URL(f"{scheme}://{host}") for host in self.hosts)
        return {(url.raw_host, url.port) for url in (self.base_url, *named)}


async def fetch_picture(
    session: aiohttp.ClientSession, gate: Gate, hosts: PictureHosts, clock: Callable[[], datetime], url: str
) -> Image | None:
    """The picture, or None where it is elsewhere, missing, too large or not a picture.

    Up to MAX_REDIRECTS redirects are followed, within the hosts. PICTURE_SECONDS count the time on the wire
    over all of them, not the gate's. Raises MarketplaceUnreachable where trying again may help.
    """
    place, left = hosts.allow(url), PICTURE_SECONDS
    for _ in range(1 + MAX_REDIRECTS):
        if place is None:
            return None
        async with gate():
            started = asyncio.get_running_loop().time()
            answer = await _get(session, place, left)
        left = max(left - (asyncio.get_running_loop().time() - started), 0.1)
        if answer.status not in _REDIRECTS:
            return _picture(answer, clock())
        place = _next_place(hosts, place, answer)
    return None


async def _get(session: aiohttp.ClientSession, place: URL, seconds: float) -> Answer:
    timeout = aiohttp.ClientTimeout(total=seconds)
    headers = {"Accept": "image/*"}
    return await exchange(session, "GET", place, headers=headers, timeout=timeout, limit=MAX_PICTURE_BYTES)


def _next_place(hosts: PictureHosts, place: URL, answer: Answer) -> URL | None:
    try:
        return hosts.allow(place.join(URL(answer.headers.get("Location", ""))))
    except ValueError:
        return None


def _picture(answer: Answer, now: datetime) -> Image | None:
    if answer.is_retried:
        raise failure(answer, now)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    # SVG is a document that can carry scripts, and no photograph of goods.
    is_picture = kind.startswith("image/") and kind != "image/svg+xml"
    if answer.status != 200 or answer.cut or not answer.body or not is_picture:
        return None
    return Image(answer.body, kind)
