"""The key the alliance signs its exports with: made once, its private half encrypted where it is stored."""

from cryptography.fernet import InvalidToken

from aacabot.domain.signatures import SigningKeyPair
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import signing_keys as store
from aacabot.store.models import SigningKey

FIRST = "key-1"


class SigningKeyLocked(Exception):
    """No key in AACABOT_SECRET_KEY opens the signing key: the one it was encrypted with is missing."""


async def signing_key(hub: Hub) -> SigningKeyPair:
    """The key in use. The first to ask makes it; of two nodes at once, both get the same.

    Raises SigningKeyLocked where the secret key it was encrypted with is gone.
    """
    async with hub.database.read(EVERYONE) as session:
        row = await store.key_in_use(session)
    return _opened(hub, row or await _made(hub))


async def _made(hub: Hub) -> SigningKey:
    pair = SigningKeyPair.new(FIRST)
    private = hub.settings.cipher.encrypt(pair.private).decode()
    async with hub.unit(EVERYONE) as unit:
        await store.add_unless_there(unit.session, pair.id, pair.public_key, private, unit.now)
    async with hub.database.read(EVERYONE) as session:
        row = await store.key_in_use(session)
    if row is None:
        raise LookupError("every signing key is retired")
    return row


def _opened(hub: Hub, row: SigningKey) -> SigningKeyPair:
    try:
        return SigningKeyPair(row.id, hub.settings.cipher.decrypt(row.private_key.encode()))
    except InvalidToken:
        raise SigningKeyLocked(row.id) from None


async def encrypt_signing_keys(hub: Hub) -> tuple[int, list[str]]:
    """Encrypt every signing key with the first secret key: how many were, and which no key opens."""
    done, unopened = 0, []
    async with hub.unit(EVERYONE) as unit:
        for row in await store.all_keys(unit.session):
            try:
                row.private_key = hub.settings.cipher.rotate(row.private_key.encode()).decode()
                done += 1
            except InvalidToken:
                unopened.append(row.id)
    return done, unopened
