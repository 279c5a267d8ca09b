"""The keyed hashes by which members find that they met the same, without showing it."""

import secrets
from collections.abc import Sequence

from cryptography.fernet import InvalidToken

from aacabot.domain.intel.keys import key_of
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store.intel import matching_keys as store
from aacabot.store.models import MatchingKey

_BYTES = 32


class MatchingKeyLocked(Exception):
    """No key in AACABOT_SECRET_KEY opens a matching key: the one it was encrypted with is missing."""


class Matcher:
    """Makes the hash of whatever members meet. Holds the opened keys; made for one piece of work."""

    def __init__(self, opened: Sequence[bytes]) -> None:
        self._secrets = tuple(opened)

    def key(self, kind: IntelKind, value: str) -> str:
        return key_of(self._secrets, kind, value)


async def matcher(hub: Hub) -> Matcher:
    """The matcher with the keys in use; the first to ask makes the first key. Opens its own transaction.

    Raises MatchingKeyLocked where the secret key they were encrypted with is gone.
    """
    async with hub.database.read(EVERYONE) as session:
        rows = await store.matching_keys(session)
    return Matcher([_opened(hub, row) for row in rows or await _made(hub)])


async def _made(hub: Hub) -> list[MatchingKey]:
    secret = hub.settings.cipher.encrypt(secrets.token_bytes(_BYTES)).decode()
    async with hub.unit(EVERYONE) as unit:
        await store.add_unless_there(unit.session, 1, secret, unit.now)
    async with hub.database.read(EVERYONE) as session:
        return await store.matching_keys(session)


def _opened(hub: Hub, row: MatchingKey) -> bytes:
    try:
        return hub.settings.cipher.decrypt(row.secret.encode())
    except InvalidToken:
        raise MatchingKeyLocked(str(row.number)) from None
