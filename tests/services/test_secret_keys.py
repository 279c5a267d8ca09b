"""The key of stored tokens changes while the hub runs, and one lost row stops no other."""

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from aacabot.services.hub import Hub
from aacabot.services.installations import Installations
from aacabot.services.secret_keys import encrypt_with_first_key
from aacabot.store.models import Installation
from tests.conftest import SECRET_KEY
from tests.services.casework import Casework

NEW = Fernet.generate_key().decode()


def with_keys(hub: Hub, *keys: str) -> Casework:
    return Casework(hub, secret_key=SecretStr(",".join(keys)))


async def install(work: Casework, team_id: str, token: str) -> None:
    await Installations(work.hub).save(
        token, team_id=team_id, team_name=None, bot_id=None, bot_user_id=None, scopes=[],
        refresh_token=f"{token}-refresh",
    )  # fmt: skip


async def test_tokens_move_to_the_first_key_and_the_old_one_can_go(hub: Hub) -> None:
    old, both, new = with_keys(hub, SECRET_KEY), with_keys(hub, NEW, SECRET_KEY), with_keys(hub, NEW)
    await install(old, "T0ONE", "xoxb-one")
    await install(old, "T0TWO", "xoxb-two")
    assert await Installations(both.hub).token_of("T0ONE") == "xoxb-one"
    assert await Installations(new.hub).token_of("T0ONE") is None
    result = await encrypt_with_first_key(both.hub)
    assert (result.done, result.unopened) == (2, [])
    assert await Installations(new.hub).token_of("T0ONE") == "xoxb-one"
    row = (await new.rows(Installation))[1]
    assert new.hub.settings.cipher.decrypt(row.refresh_token) == b"xoxb-two-refresh"


async def test_a_row_no_key_opens_is_said_in_words_and_stops_no_other(
    hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, now = with_keys(hub, NEW), with_keys(hub, SECRET_KEY)
    await install(lost, "T0LOST", "xoxb-lost")
    await install(lost, "T0PAST", "xoxb-past")
    await Installations(lost.hub).revoke("T0PAST")
    await install(now, "T0HERE", "xoxb-here")
    installations = Installations(now.hub)
    for _ in range(2):
        assert await installations.token_of("T0LOST") is None
    assert await installations.token_of("T0HERE") == "xoxb-here"
    logged = capsys.readouterr()
    assert (logged.out + logged.err).count("no key in AACABOT_SECRET_KEY opens the stored token") == 1
    result = await encrypt_with_first_key(now.hub)
    assert (result.done, result.unopened) == (1, ["T0LOST"])
