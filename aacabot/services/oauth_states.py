"""The `state` of an installation under way: handed to Slack's page, good once, for ten minutes.

It stands in the database, so that it survives a restart and any node may take it back.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.store import oauth_states as store

GOOD_FOR = timedelta(minutes=10)


async def issue_state(hub: Hub) -> str:
    """A new state; only its hash is kept."""
    state = secrets.token_urlsafe(32)
    async with hub.unit(EVERYONE) as unit:
        await store.add_state(unit.session, _hash(state), unit.now + GOOD_FOR)
    return state


async def consume_state(hub: Hub, state: str) -> bool:
    """Whether the state was ours, in time, and not used before. From now on it is used."""
    async with hub.unit(EVERYONE) as unit:
        return await store.use_state(unit.session, _hash(state), unit.now)


def _hash(state: str) -> str:
    return sha256(state.encode("utf-8", "replace")).hexdigest()
