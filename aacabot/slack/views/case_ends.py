"""Cases nobody decided in time, as the desk hears of them."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.views.blocks import button, context, section
from aacabot.slack.views.message import Message
from aacabot.slack.views.texts import shown

NAME = 80


def cases_expired(values: Mapping[str, Any], words: Words) -> Message:
    """Cases of a member that came back to the desk, each with the way to look at it and open it again.

    `values`: `member`, `total`, and `cases` as `id`, `number`, `brand`.
    """
    total, listed = int(values["total"]), values["cases"]
    blocks = [section(BlockId.TEXT, _title(shown(values["member"], NAME), total, words))]
    for place, case in enumerate(listed):
        look = button(ActionId.CASE_HISTORY, words("Look"), case["id"])
        named = f"{case['number']} · {shown(case['brand'], NAME)}"
        blocks.append(section(f"{BlockId.LINE}_{place}", named, look))
    if total > len(listed):
        more = words.plural("and {n} more", "and {n} more", total - len(listed))
        blocks.append(context(BlockId.HINT, more))
    return Message(_title(inert(values["member"], NAME), total, words), blocks)


def _title(member: str, total: int, words: Words) -> str:
    return words.plural(
        "{member} left {n} case undecided for 72 hours; it is with you now",
        "{member} left {n} cases undecided for 72 hours; they are with you now",
        total,
        member=member,
    )
