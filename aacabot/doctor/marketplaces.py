"""Every marketplace: its secret, and whether it answers as contract 5.4 says."""

import asyncio
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from dotenv import dotenv_values
from yarl import URL

from aacabot.doctor.checks import Finding, failure, good, warning
from aacabot.doctor.clocks import ClockReading, read_clock
from aacabot.doctor.settings import is_local
from aacabot.marketplaces.connector import MarketplaceUnreachable
from aacabot.marketplaces.registry import ConnectorKind
from aacabot.marketplaces.signing import Signer
from aacabot.marketplaces.wire import Answer, exchange
from aacabot.store.models import Marketplace

TIMEOUT = aiohttp.ClientTimeout(total=8, sock_connect=4)
ANSWER_BYTES = 64 * 1024
SHORTEST_SECRET = 24
"""Bytes, by https://www.standardwebhooks.com (between 24 and 64)."""
_NO_DECISIONS = b'{"decisions":[]}'


@dataclass
class MarketplacesChecked:
    findings: list[Finding] = field(default_factory=list)
    clocks: list[ClockReading] = field(default_factory=list)


async def check_marketplaces(
    marketplaces: Iterable[Marketplace], session: aiohttp.ClientSession
) -> MarketplacesChecked:
    """Look at every marketplace, all at once. Nothing is changed anywhere."""
    checked = MarketplacesChecked()
    await asyncio.gather(*(_check(one, session, checked) for one in marketplaces))
    return checked


async def _check(one: Marketplace, session: aiohttp.ClientSession, checked: MarketplacesChecked) -> None:
    subject = f"marketplace {one.key}"
    if one.connector not in set(ConnectorKind):
        mend = f"use one of these in the alliance file: {', '.join(ConnectorKind)}"
        checked.findings.append(failure(subject, f"there is no connector {one.connector}", mend))
        return
    secret = os.environ.get(one.secret_env, "")
    checked.findings += check_secret(subject, one.secret_env, secret, _written_in_dotenv())
    checked.findings += _address(subject, one.base_url)
    checked.findings += await _reach(subject, one, secret, session, checked)


def _written_in_dotenv() -> Mapping[str, str | None]:
    return dotenv_values(".env") if Path(".env").is_file() else {}


def check_secret(subject: str, name: str, secret: str, in_dotenv: Mapping[str, str | None]) -> list[Finding]:
    """Whether the marketplace's shared secret is set, and can be one."""
    if not secret and in_dotenv.get(name):
        said = f"{name} is in .env, but not in the environment, where the hub looks for it"
        return [failure(subject, said, f"export {name} to the hub's process (set -a; . ./.env; set +a)")]
    if not secret:
        mend = f"set {name} in the hub's environment to the whsec_ secret you share with the marketplace"
        return [failure(subject, f"{name} is not set", mend)]
    try:
        Signer(secret)
    except ValueError:
        mend = f"set {name} to whsec_ followed by base64, the same as at the marketplace"
        return [failure(subject, f"{name} is not a secret of Standard Webhooks", mend)]
    if not secret.startswith("whsec_"):
        return [
            warning(subject, f"{name} lacks whsec_ at its beginning", "copy it whole from the marketplace")
        ]
    if len(secret.removeprefix("whsec_")) * 3 // 4 < SHORTEST_SECRET:
        mend = f"agree on a new one of {SHORTEST_SECRET} bytes or more"
        return [warning(subject, f"{name} is short enough to be guessed", mend)]
    return [good(subject, f"{name} is set and well-formed")]


def _address(subject: str, base_url: str) -> list[Finding]:
    address = urlsplit(base_url)
    if address.scheme == "https" or is_local(address.hostname or ""):
        return []
    mend = "ask the marketplace for an https address, and put it into the alliance file as base_url"
    return [warning(subject, "base_url is http: notices can be read on the way", mend)]


async def _reach(
    subject: str,
    one: Marketplace,
    secret: str,
    session: aiohttp.ClientSession,
    checked: MarketplacesChecked,
) -> list[Finding]:
    asked = datetime.now(UTC)
    try:
        read = await _ask_listing(one, session)
        checked.clocks += read_clock(one.name, read.headers.get("Date"), asked, datetime.now(UTC))
        told = await _tell_nothing(one, secret, session)
    except MarketplaceUnreachable as error:
        mend = (
            "see whether base_url in the alliance file is right, and whether this machine may connect to it"
        )
        if "certificate" in str(error):
            mend = "have the marketplace renew its certificate; the hub sends nothing over a broken one"
        return [failure(subject, f"cannot be reached: {error}", mend)]
    return judge(subject, read, told)


async def _ask_listing(one: Marketplace, session: aiohttp.ClientSession) -> Answer:
    url = URL(f"{one.base_url.rstrip('/')}/listings/aacabot-doctor-{secrets.token_hex(6)}", encoded=True)
    headers = {"Accept": "application/json", "User-Agent": "aacabot"}
    return await exchange(session, "GET", url, headers=headers, timeout=TIMEOUT, limit=ANSWER_BYTES)


async def _tell_nothing(one: Marketplace, secret: str, session: aiohttp.ClientSession) -> Answer | None:
    """Post an empty list of decisions, which changes nothing; None without a secret to sign it."""
    try:
        signer = Signer(secret)
    except ValueError:
        return None
    signed = signer.headers(f"doctor_{secrets.token_hex(12)}", datetime.now(UTC), _NO_DECISIONS)
    return await exchange(
        session,
        "POST",
        URL(f"{one.base_url.rstrip('/')}/decisions", encoded=True),
        headers={"Content-Type": "application/json", "User-Agent": "aacabot", **signed},
        body=_NO_DECISIONS,
        timeout=TIMEOUT,
        limit=ANSWER_BYTES,
    )


def judge(subject: str, read: Answer, told: Answer | None) -> list[Finding]:
    """What the answers say: to a listing nobody has, and to an empty list of decisions."""
    if told is not None and told.status in {401, 403}:
        said = f"refuses our signature ({told.status})"
        mend = "see that both sides hold the same secret, and that the clocks agree"
        return [failure(subject, said, mend)]
    if read.status == 404 and told is not None and told.status == 404:
        said = "reachable, but answers 404 to everything: a wrong base_url looks just like this"
        mend = "ask the marketplace whether base_url is right (it may be, and just take no decisions)"
        return [warning(subject, said, mend)]
    if read.status in {401, 403}:
        mend = "ask the marketplace to let this machine read its listings (contract: GET listings)"
        return [failure(subject, f"does not let us read listings ({read.status})", mend)]
    if 300 <= read.status < 400:
        mend = "put the address it leads to into the alliance file as base_url; the hub follows none"
        return [failure(subject, f"sends us on to another address ({read.status})", mend)]
    if read.is_retried:
        mend = "nothing is lost, it is tried again; ask the marketplace if it lasts"
        return [warning(subject, f"reachable, but in trouble ({read.status})", mend)]
    if not read.is_success and read.status != 404:
        mend = "ask the marketplace what its GET listings expects"
        return [warning(subject, f"answers {read.status} where 404 is expected", mend)]
    return [good(subject, "reachable; " + _about_decisions(told))]


def _about_decisions(told: Answer | None) -> str:
    if told is None:
        return "its answer to a signature was not tried"
    return "it takes no decisions back" if told.status in {404, 501} else "it accepts our signature"
