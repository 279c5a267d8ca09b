"""Adding a matching key: every stored hash gets it laid over, while the hub runs.

One transaction adds the key and changes every hash, so that no moment has hashes of two kinds, and a kill
leaves everything as it was. Whoever stores hashes meanwhile waits, and makes theirs anew
(`matching.require_current`).
"""

from dataclasses import dataclass

from aacabot.domain.audit import Deed
from aacabot.domain.intel.keys import under_another
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub
from aacabot.services.intel.matching import matcher, new_secret, sealed
from aacabot.store.intel import matching_keys as store
from aacabot.store.intel.rekeying import hold_writers, lay_over


@dataclass(frozen=True, kw_only=True)
class Rekeyed:
    """The new key's number, and how many different hashes it was laid over."""

    number: int
    hashes: int


async def add_matching_key(hub: Hub, by: str) -> Rekeyed:
    """Add a matching key and lay it over every stored hash; who matched before matches after.

    `by` is the command line's user. Raises MatchingKeyLocked where a key in use cannot be opened.
    """
    await matcher(hub)
    secret = new_secret()
    async with hub.unit(EVERYONE) as unit:
        await hold_writers(unit.session)
        number = await store.last_number(unit.session) + 1
        hashes = await lay_over(unit.session, lambda key: under_another(secret, key))
        await store.add_unless_there(unit.session, number, sealed(hub, secret), unit.now)
        details = {"number": number, "hashes": hashes}
        note_deed(
            unit, Deed.MATCHING_KEY_ADDED, "matching_key", by=by, subject_id=str(number), details=details
        )
        return Rekeyed(number=number, hashes=hashes)
