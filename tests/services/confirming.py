"""A second process that confirms cases: `python -m tests.services.confirming DATABASE USER CASE...`.

It says `ready`, waits for a line, and then prints for each case `won` or the name of whoever was first.
"""

import asyncio
import sys

from aacabot.app import make_hub
from aacabot.config import Settings
from aacabot.domain.errors import AlreadyDecided
from aacabot.services import enforcement
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from tests.conftest import SECRET_KEY
from tests.journeys.alliance import OPS


async def confirm_all(hub: Hub, user: str, cases: list[str]) -> None:
    person = (await identify(hub, OPS, user)).person
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for case_id in cases:
        try:
            await enforcement.confirm(hub, person, case_id)
        except AlreadyDecided as refused:
            print(refused.decider, flush=True)
        else:
            print("won", flush=True)


async def main(database_url: str, user: str, cases: list[str]) -> None:
    hub = make_hub(
        Settings(
            _env_file=None,
            database_url=database_url,
            secret_key=SECRET_KEY,
            slack_signing_secret="signing-secret",
            slack_bot_token="xoxb-test",
        )
    )
    try:
        await confirm_all(hub, user, cases)
    finally:
        await hub.engine.stop()
        await hub.database.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
