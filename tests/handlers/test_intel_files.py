"""A file of intel brought in through Slack: whoever gave it hears of it, whatever Slack takes."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from aacabot.locales import Catalogues
from aacabot.sandbox.slack import SandboxPerson, SlackSandbox
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.files import begun_modal
from aacabot.store.models import Member
from handlers.intel_files import take_file
from tests.journeys.alliance import ANN, OPS
from tests.journeys.running_hub import SCOPES
from tests.services.casework import Casework

TOKEN = "xoxb-files"
LIST = b"kind,value,label\r\ntitle,runner last pairs,TLP:GREEN\r\nkeyword,zephyrin,\r\n"
WORDS = Catalogues.load().words(locale="en", timezone="UTC")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    slack = SlackSandbox()
    slack.add_workspace(id=OPS, name="Ops", people=[SandboxPerson(id=ANN, name="Ann")], channels=[])
    slack.install(team=OPS, token=TOKEN, scopes=SCOPES)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_who_brought_a_file_in_hears_of_it_where_slack_takes_no_report(
    hub: Hub, slack: SlackSandbox, method: str
) -> None:
    work = await Casework.begun(hub)
    (acme,) = await work.rows(Member, key="acme")
    ann = await identify(work.hub, OPS, ANN)
    client = AsyncWebClient(token=TOKEN, base_url=slack.api_url)

    async def brought_in() -> None:
        await take_file(work.hub, client, _form(slack, acme.id), ann, WORDS)

    slack.fail(method, error="internal_error")
    await brought_in()
    (said,) = slack.messages(slack.state.workspaces.get(OPS).direct_messages((ANN,)).id)
    assert said.text.startswith("shared: 2\n")
    assert "Add the same file again" in said.text
    await brought_in()
    (*_, sent) = slack.calls("files.completeUploadExternal")
    assert sent.args["initial_comment"] == "This file came before; nothing was changed. shared: 2"


def test_the_words_of_a_file_that_is_read_say_what_to_do_where_nothing_is_heard() -> None:
    said = str(begun_modal(IntelActionId.INTEL_FILES, WORDS))
    assert "If you hear nothing in fifteen minutes, add it again" in said


def _form(slack: SlackSandbox, member_id: str) -> dict[str, Any]:
    """The form of files as Slack sends it, with a list of Ann's."""
    given = {"id": slack.upload(OPS, ANN, "ours.csv", LIST), "name": "ours.csv"}
    values = {"intel_file": {"intel_file": {"type": "file_input", "files": [given]}}}
    metadata = orjson.dumps({"member": member_id}).decode()
    user, view = {"id": ANN, "team_id": OPS}, {"private_metadata": metadata, "state": {"values": values}}
    return {"user": user, "team": {"id": OPS}, "view": view}
