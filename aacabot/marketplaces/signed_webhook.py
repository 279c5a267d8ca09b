"""The connector for marketplaces that speak contract 5.4: JSON over HTTP, signed by Standard Webhooks."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from aacabot.marketplaces.answers import (
    bare_takedown_answer,
    failure,
    listing_read,
    says_no_status,
    takedown_answer,
)
from aacabot.marketplaces.connector import (
    DecisionTold,
    Gate,
    Image,
    ListingRead,
    ListingStatus,
    RebuttalTold,
    TakedownAnswer,
    TakedownStatus,
)
from aacabot.marketplaces.errors import FeedNotOffered, MarketplaceUnreachable, RebuttalsNotOffered
from aacabot.marketplaces.pictures import PictureHosts, fetch_picture
from aacabot.marketplaces.signing import Signer
from aacabot.marketplaces.wire import Answer, exchange

MAX_ANSWER_BYTES = 1024 * 1024
CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 15.0
_ACCEPT = {"Accept": "application/json", "User-Agent": "aacabot"}


class SignedWebhook:
    """A Connector. `secret` is the marketplace's `whsec_…`, `hosts` where its listings and pictures live.

    `clock` gives aware times; the timeouts are seconds and start inside the gate. The session is the caller's
    to close; it must not use the environment's proxies. Raises ValueError for settings that cannot work.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base_url: str,
        secret: str,
        hosts: frozenset[str],
        gate: Gate,
        clock: Callable[[], datetime],
        *,
        connect_timeout: float = CONNECT_SECONDS,
        total_timeout: float = TOTAL_SECONDS,
    ) -> None:
        if session.trust_env:
            raise ValueError("the session must not use the environment's proxies (trust_env)")
        self._session = session
        self._base_url = _checked(base_url)
        self._signer = Signer(secret)
        self._hosts = PictureHosts(self._base_url, hosts)
        self._gate = gate
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=total_timeout, sock_connect=connect_timeout)

    async def read_listing(self, listing_id: str) -> ListingRead:
        """The listing as it is now; `404` counts as removed."""
        answer = await self._get("listings", listing_id)
        now = self._clock()
        if answer.status == 404:
            return ListingRead(status=ListingStatus.REMOVED, listing=None, raw=answer.body, read_at=now)
        return listing_read(self._accepted(answer), listing_id, now)

    async def take_down(self, notice_body: bytes, takedown_id: str) -> TakedownAnswer:
        """Send the notice. `409` means the marketplace already has this id, and says how it stands.

        Where its 409 does not say, the takedown is asked about: retrying would only bring the next 409.
        """
        key = {"Idempotency-Key": takedown_id}
        answer = await self._post(["takedowns"], notice_body, takedown_id, key)
        if answer.status == 409:
            return await self._as_before(answer, takedown_id)
        return takedown_answer(self._accepted(answer))

    async def ask_takedown(self, takedown_id: str) -> TakedownAnswer:
        """Where the takedown stands; `404` is UNKNOWN: it never arrived."""
        answer = await self._get("takedowns", takedown_id)
        if answer.status == 404:
            return bare_takedown_answer(answer, TakedownStatus.UNKNOWN)
        return takedown_answer(self._accepted(answer))

    async def withdraw(self, takedown_id: str, reason: str) -> TakedownAnswer:
        """Take the notice back; the contract asks for no body in the answer.

        A 2xx without a status is WITHDRAWN, and so is `declined`: contract 5.4 has no other word for a notice
        that no longer stands. `removed` and `pending` say that it still does. `404` is MarketplaceRefused: it
        may mean that the marketplace offers no withdrawal, which a person must hear of.
        """
        body = orjson.dumps({"takedown_id": takedown_id, "reason": reason})
        answer = await self._post(["takedowns", takedown_id, "withdraw"], body, f"withdraw_{takedown_id}")
        if answer.status == 409:
            told = await self._as_before(answer, takedown_id)
        elif says_no_status(self._accepted(answer)):
            return bare_takedown_answer(answer, TakedownStatus.WITHDRAWN)
        else:
            told = takedown_answer(answer)
        ended = told.status is TakedownStatus.DECLINED
        return replace(told, status=TakedownStatus.WITHDRAWN) if ended else told

    async def tell_decisions(self, decisions: Sequence[DecisionTold]) -> None:
        """Feed the decisions back in one request; none, no request. `404` or `501` raise FeedNotOffered."""
        if not decisions:
            return
        body = orjson.dumps({"decisions": [_told(decision) for decision in decisions]})
        answer = await self._post(["decisions"], body, f"decisions_{hashlib.sha256(body).hexdigest()[:32]}")
        if answer.status in {404, 501}:
            raise FeedNotOffered
        self._accepted(answer)

    async def rebut(self, rebuttal: RebuttalTold) -> None:
        """Answer a seller's counter-notice. `409` means it was received before; `404` or `501` raise
        RebuttalsNotOffered.
        """
        body = orjson.dumps(
            {
                "takedown_id": rebuttal.takedown_id,
                "case_number": rebuttal.case_number,
                "text": rebuttal.text,
                "decided_at": _moment(rebuttal.decided_at),
            }
        )
        path = ["takedowns", rebuttal.takedown_id, "rebuttal"]
        key = {"Idempotency-Key": rebuttal.id}
        answer = await self._post(path, body, f"rebuttal_{rebuttal.id}", key)
        if answer.status in {404, 501}:
            raise RebuttalsNotOffered
        if answer.status != 409:
            self._accepted(answer)

    async def fetch_image(self, url: str) -> Image | None:
        return await fetch_picture(self._session, self._gate, self._hosts, self._clock, url)

    async def _as_before(self, answer: Answer, takedown_id: str) -> TakedownAnswer:
        try:
            return takedown_answer(answer, already_known=True)
        except MarketplaceUnreachable:
            asked = await self.ask_takedown(takedown_id)
        if asked.status is TakedownStatus.UNKNOWN:
            raise MarketplaceUnreachable("answered 409, and 404 when asked about the same takedown")
        return replace(asked, already_known=True)

    def _accepted(self, answer: Answer) -> Answer:
        if not answer.is_success:
            raise failure(answer, self._clock())
        return answer

    async def _get(self, *path: str) -> Answer:
        async with self._gate():
            return await self._exchange("GET", path, _ACCEPT)

    async def _post(
        self, path: Sequence[str], body: bytes, message_id: str, more: Mapping[str, str] | None = None
    ) -> Answer:
        async with self._gate():
            # Signed inside the gate: receivers refuse a timestamp older than five minutes.
            signed = self._signer.headers(message_id, self._clock(), body)
            headers = {**_ACCEPT, "Content-Type": "application/json", **signed, **(more or {})}
            return await self._exchange("POST", path, headers, body)

    async def _exchange(
        self, method: str, path: Sequence[str], headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        quoted = "/".join(quote(part, safe="") for part in path)
        url = URL(f"{self._base_url}/{quoted}", encoded=True)
        return await exchange(
            self._session,
            method,
            url,
            headers=headers,
            body=body,
            timeout=self._timeout,
            limit=MAX_ANSWER_BYTES,
        )


def _checked(base_url: str) -> URL:
    url = URL(base_url.rstrip("/"))
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("base_url must be an http:// or https:// address")
    if url.user is not None or url.password is not None or url.query_string or url.fragment:
        raise ValueError("base_url must be without user, password, ? and #")
    return url


def _told(decision: DecisionTold) -> dict[str, str | None]:
    return {
        "listing_id": decision.listing_id,
        "case_number": decision.case_number,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "decided_at": _moment(decision.decided_at),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
