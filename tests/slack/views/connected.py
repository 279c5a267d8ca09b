"""A member's connections to make views of."""

from dataclasses import replace
from typing import Any

from aacabot.domain.connections import Connections, Cover
from tests.slack.views.samples import NOW

HOSTILE_NAMES = (
    "<!channel> & <http://evil.example|bank>",
    "\u202egpj.exe\u202c \u200b*bold*",
    "x" * 200,
    "布林德威克陶器有限公司" * 12,
    "",
)
MEMBER = Connections(
    member_id="m1",
    member="Brindlewick Pottery",
    team_id="T0NEW",
    channel_id="C0NOW",
    channel_problem=None,
    channel_problem_at=None,
    timezone="Asia/Shanghai",
    locale="zh",
    digest_hour=7,
    guided=True,
    cover=Cover.AGENCY,
    joined_at=NOW,
    can_edit=True,
    can_invite=True,
)


def connected(**other: Any) -> Connections:
    return replace(MEMBER, **other)
