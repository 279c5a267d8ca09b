"""Changing the key that stored tokens are encrypted with, while the hub runs."""

from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken

from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel.matching import encrypt_matching_keys
from aacabot.services.signing_keys import encrypt_signing_keys
from aacabot.store import installations as store
from aacabot.store.invites import count_open


@dataclass
class Reencrypted:
    """How many installations now have the first key, and which no key opens.

    `open_codes` counts the invite codes that wait: of them only hashes are kept, under the key of their day.
    `signing_keys` counts the keys of exports; a locked one signs no more, what it signed stays good.
    `matching_keys` counts those that members' encounters are hashed with; all are needed to find a match.
    """

    done: int = 0
    unopened: list[str] = field(default_factory=list)
    open_codes: int = 0
    signing_keys: int = 0
    unopened_signing_keys: list[str] = field(default_factory=list)
    matching_keys: int = 0
    unopened_matching_keys: list[str] = field(default_factory=list)


async def encrypt_with_first_key(hub: Hub) -> Reencrypted:
    """Encrypt every stored token with the first key, one installation and one commit at a time.

    A row that no key opens is named and left as it is; the others go on. Rows of workspaces that removed the
    app are not named: their tokens are dead.
    """
    async with hub.database.read(EVERYONE) as session:
        places = await store.all_installations(session)
        codes = await count_open(session, hub.clock())
    result = Reencrypted(open_codes=sum(codes.values()))
    for place in places:
        await _encrypt(hub, place, result)
    result.signing_keys, result.unopened_signing_keys = await encrypt_signing_keys(hub)
    result.matching_keys, result.unopened_matching_keys = await encrypt_matching_keys(hub)
    return result


async def _encrypt(hub: Hub, place: str, result: Reencrypted) -> None:
    cipher = hub.settings.cipher
    async with hub.unit(EVERYONE) as unit:
        row = await store.lock_installation(unit.session, place)
        if row is None:
            return
        try:
            bot_token = cipher.rotate(row.bot_token)
            refresh_token = cipher.rotate(row.refresh_token) if row.refresh_token else None
        except InvalidToken:
            if row.revoked_at is None:
                result.unopened.append(place)
            return
        row.bot_token, row.refresh_token = bot_token, refresh_token
        result.done += 1
