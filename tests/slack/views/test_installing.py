"""What the desk reads about tokens."""

import pytest

from aacabot.domain.notices import Notice, NoticeKind
from aacabot.locales import Catalogues
from aacabot.sandbox.slack.blockkit import message_problems
from jobs.notices import notice_message


@pytest.mark.parametrize("name", ["Ops", "<!channel> \u202egnp", "工" * 200, "x" * 200])
def test_a_token_that_could_not_be_renewed_names_the_workspace_and_the_way_out(name: str) -> None:
    values = {
        "workspace": name,
        "members": [name] * 30,
        "ends_at": "2026-11-22T12:00:00+00:00",
        "problem": "invalid_refresh_token",
    }
    words = Catalogues.load().words(locale="en", timezone="Europe/Paris")
    message = notice_message(Notice(kind=NoticeKind.TOKEN_NOT_RENEWED, values=values), words)
    assert message_problems(message.blocks) == []
    (block,) = message.blocks
    assert block["text"]["type"] == "plain_text"
    assert "13:00" in block["text"]["text"]
    assert "can install the app again" in block["text"]["text"]
    assert "\u202e" not in block["text"]["text"]
