"""The keyed hashes by which members find that they met the same, without showing it."""

import secrets
from collections.abc import Sequence

from cryptography.fernet import InvalidToken

from aacabot.domain.intel.keys import key_of
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub, Unit
from aacabot.store.intel import matching_keys as store
from aacabot.store.intel.rekeying import hold_keys
from aacabot.store.models import MatchingKey

_BYTES = 32
_CURRENT = "matching key"
MATCHING_UNKEYED = "no key in AACABOT_SECRET_KEY opens it; put the one it was encrypted with behind the first"


class MatchingKeyLocked(Exception):
    """No key in AACABOT_SECRET_KEY opens a matching key: the one it was encrypted with is missing."""


class MatchingKeyAdded(Exception):
    """A matching key was added since the matcher was made: its hashes are out of date. Make it anew."""


class Matcher:
    """Makes the hash of whatever members meet. Holds the opened keys; made for one piece of work.

    `number` is that of the last key. Before a hash is stored, `require_current` says whether it still holds.
    """

    def __init__(self, opened: Sequence[bytes]) -> None:
        self._secrets = tuple(opened)

    @property
    def number(self) -> int:
        return len(self._secrets)

    def key(self, kind: IntelKind, value: str) -> str:
        return key_of(self._secrets, kind, value)


async def matcher(hub: Hub) -> Matcher:
    """The matcher with the keys in use; the first to ask makes the first key. Opens its own transaction.

    Raises MatchingKeyLocked where the secret key they were encrypted with is gone.
    """
    async with hub.database.read(EVERYONE) as session:
        rows = await store.matching_keys(session)
    return Matcher([_opened(hub, row) for row in rows or await _made(hub)])


async def matcher_in(hub: Hub, unit: Unit) -> Matcher:
    """The same inside a unit of EVERYONE that will store hashes: no key is added until it commits.

    Raises MatchingKeyLocked.
    """
    await hold_keys(unit.session)
    rows = await store.matching_keys(unit.session)
    if not rows:
        await store.add_unless_there(unit.session, 1, sealed(hub, new_secret()), unit.now)
        rows = await store.matching_keys(unit.session)
    unit.session.info[_CURRENT] = len(rows)
    return Matcher([_opened(hub, row) for row in rows])


async def require_current(unit: Unit, matching: Matcher) -> None:
    """Let no key be added until the unit commits. Raises MatchingKeyAdded where one was already.

    Asked by whatever stores a hash, once a unit however often it is called: a hash made without the last key
    would match nothing, ever.
    """
    kept = unit.session.info
    if kept.get(_CURRENT) != matching.number:
        await hold_keys(unit.session)
        if await store.last_number(unit.session) != matching.number:
            raise MatchingKeyAdded
        kept[_CURRENT] = matching.number


async def _made(hub: Hub) -> list[MatchingKey]:
    async with hub.unit(EVERYONE) as unit:
        await store.add_unless_there(unit.session, 1, sealed(hub, new_secret()), unit.now)
    async with hub.database.read(EVERYONE) as session:
        return await store.matching_keys(session)


def new_secret() -> bytes:
    return secrets.token_bytes(_BYTES)


def sealed(hub: Hub, secret: bytes) -> str:
    """A matching key as it is stored: encrypted with the first secret key."""
    return hub.settings.cipher.encrypt(secret).decode()


async def encrypt_matching_keys(hub: Hub) -> tuple[int, list[str]]:
    """Encrypt every matching key with the first secret key: how many were, and which no key opens."""
    done, unopened = 0, []
    async with hub.unit(EVERYONE) as unit:
        for row in await store.hold_all(unit.session):
            try:
                row.secret = hub.settings.cipher.rotate(row.secret.encode()).decode()
                done += 1
            except InvalidToken:
                unopened.append(str(row.number))
    return done, unopened


def _opened(hub: Hub, row: MatchingKey) -> bytes:
    try:
        return hub.settings.cipher.decrypt(row.secret.encode())
    except InvalidToken:
        raise MatchingKeyLocked(str(row.number)) from None
