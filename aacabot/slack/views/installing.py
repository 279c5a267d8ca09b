"""Telling the desk about tokens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.message import Message
from aacabot.slack.views.texts import shown

NAME = 80


def token_not_renewed(values: Mapping[str, Any], words: Words) -> Message:
    """A token that is about to end could not be renewed: what happens then, and who can help.

    `values`: `workspace` (its name), `members` (names), `ends_at`, `problem` (Slack's word).
    """
    workspace = shown(values["workspace"], NAME)
    members = ", ".join(shown(name, NAME) for name in values["members"][:10])
    title = words("A workspace's token could not be renewed")
    when = words.moment(datetime.fromisoformat(values["ends_at"]))
    lines = [
        title,
        words("Workspace: {workspace}", workspace=workspace),
        *([words("Members told there: {members}", members=members)] if members else []),
        words(
            "The token in use ends {when}. The hub keeps trying, until then and after it; meanwhile alerts "
            "for this workspace may wait. An admin of the workspace can install the app again: no case is "
            "lost.",
            when=when,
        ),
        words("Slack says: {problem}", problem=shown(values["problem"], NAME)),
    ]
    return Message(text=title, blocks=[section(f"{BlockId.TEXT}_0", "\n".join(lines))])
