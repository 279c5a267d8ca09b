"""Files people put into forms: as their client takes them, and only for who may read them."""

import aiohttp
import pytest

from aacabot.sandbox.slack import SlackSandbox
from aacabot.sandbox.slack.errors import SandboxRefusal
from aacabot.sandbox.slack.file_inputs import given_files
from aacabot.sandbox.slack.views import SandboxView

INPUT = {"type": "file_input", "action_id": "files", "filetypes": ["png", "pdf"], "max_files": 2}


def form() -> SandboxView:
    """Ann's open form with a file input."""
    label = {"type": "plain_text", "text": "Files"}
    block = {"type": "input", "block_id": "files", "label": label, "element": INPUT}
    return SandboxView("V1", "T0ACME", "U0ANN", {"type": "modal", "blocks": [block]}, "h", "V1")


async def fetched(url: str, token: str | None) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status, await answer.read()


async def test_only_a_token_of_the_workspace_that_may_read_files_fetches_them(slack: SlackSandbox) -> None:
    slack.add_workspace("T0OTHER", "Other")
    slack.install("T0OTHER", "xoxb-other", ["files:read"])
    file_id = slack.upload("T0ACME", "U0ANN", "box.png", b"\x89PNG")
    url = f"{slack.base_url}/files/{file_id}/box.png"
    for token in (None, "xoxb-nobody", "xoxb-acme", "xoxb-other"):
        assert (await fetched(url, token))[0] == 302
    slack.install("T0ACME", "xoxb-reads", ["files:read"])
    assert await fetched(url, "xoxb-reads") == (200, b"\x89PNG")


async def test_a_form_gets_what_slack_says_of_its_files(slack: SlackSandbox) -> None:
    file_id = slack.upload("T0ACME", "U0ANN", "box.png", b"\x89PNG", size=209_715_200)
    values = given_files(slack.state, form(), {"files": {"files": [file_id]}, "note": {"note": "said"}})
    (file,) = values["files"]["files"]
    assert (file["id"], file["name"], file["size"]) == (file_id, "box.png", 209_715_200)
    assert values["note"] == {"note": "said"}


async def test_the_client_takes_neither_too_many_nor_other_kinds_nor_others_files(
    slack: SlackSandbox,
) -> None:
    mine = [slack.upload("T0ACME", "U0ANN", f"{number}.png", b"x") for number in range(3)]
    other_kind = slack.upload("T0ACME", "U0ANN", "run.exe", b"MZ")
    others = slack.upload("T0ACME", "U0BOB", "box.png", b"x")
    for chosen in (mine, [other_kind], [others], ["F0NONE"]):
        with pytest.raises(SandboxRefusal):
            given_files(slack.state, form(), {"files": {"files": chosen}})
    assert len(given_files(slack.state, form(), {"files": {"files": mine[:2]}})["files"]["files"]) == 2


async def test_the_page_uploads_what_a_person_chose(slack: SlackSandbox) -> None:
    where = f"{slack.base_url}/sandbox/upload"
    raw = {"Content-Type": "application/octet-stream"}
    ann = {"team": "T0ACME", "user": "U0ANN", "name": "box.png"}
    async with aiohttp.ClientSession() as session:
        async with session.post(where, params=ann, data=b"\x89PNG", headers=raw) as answer:
            file_id = (await answer.json())["id"]
        nobody = {**ann, "user": "U0NOBODY"}
        async with session.post(where, params=nobody, data=b"x", headers=raw) as answer:
            assert answer.status == 400
        async with session.post(where, params={"team": "T0ACME"}, data=b"x", headers=raw) as answer:
            assert answer.status == 400
    file = slack.state.files.get(file_id)
    assert file is not None
    assert (file.user, file.name, file.content) == ("U0ANN", "box.png", b"\x89PNG")
