"""One key per alliance, whoever asks first; its private half is never stored in the clear."""

import asyncio

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from aacabot.services.hub import Hub
from aacabot.services.secret_keys import encrypt_with_first_key
from aacabot.services.signing_keys import SigningKeyLocked, signing_key
from aacabot.store.models import SigningKey
from tests.conftest import SECRET_KEY
from tests.services.casework import Casework

NEW = Fernet.generate_key().decode()


async def test_all_who_ask_at_once_get_one_key(hub: Hub) -> None:
    work = Casework(hub)
    pairs = await asyncio.gather(*(signing_key(work.hub) for _ in range(4)))
    assert {pair.public_key for pair in pairs} == {pairs[0].public_key}
    (row,) = await work.rows(SigningKey)
    assert pairs[0].private not in row.private_key.encode()
    assert row.public_key == pairs[0].public_key


async def test_it_moves_with_the_secret_key(hub: Hub) -> None:
    old, both, new = (
        Casework(hub, secret_key=SecretStr(keys)) for keys in (SECRET_KEY, f"{NEW},{SECRET_KEY}", NEW)
    )
    made = await signing_key(old.hub)
    with pytest.raises(SigningKeyLocked):
        await signing_key(new.hub)
    result = await encrypt_with_first_key(both.hub)
    assert (result.signing_keys, result.unopened_signing_keys) == (1, [])
    assert await signing_key(new.hub) == made
    assert (await encrypt_with_first_key(old.hub)).unopened_signing_keys == ["key-1"]
