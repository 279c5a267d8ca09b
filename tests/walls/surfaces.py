"""What a person has before them in Slack: messages, answers, their home, open forms; what can be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aacabot.sandbox.slack import SlackSandbox
from aacabot.sandbox.slack.elements import Found, interactive
from aacabot.sandbox.slack.views import SandboxView
from tests.walls.cast import TOKENS, Someone


@dataclass(frozen=True)
class Surface:
    """Something with elements; `view` for a home or a form, `ts` for a message in a channel of `team`."""

    kind: str
    team: str
    elements: tuple[Found, ...]
    channel: str = ""
    ts: str = ""
    view: SandboxView | None = None


def surfaces(slack: SlackSandbox, who: Someone) -> Iterator[Surface]:
    """Everything before a person that has something to use."""
    for surface in (*_messages(slack, who), *_ephemerals(slack, who), *_views(slack, who)):
        if surface.elements:
            yield surface


def _messages(slack: SlackSandbox, who: Someone) -> Iterator[Surface]:
    for team in who.meets:
        for room in list(slack.state.workspaces.get(team).channels.values()):
            if who.user in room.members:
                for one in slack.messages(room.id):
                    yield Surface("message", team, _in(one.blocks), room.id, one.ts)


def _ephemerals(slack: SlackSandbox, who: Someone) -> Iterator[Surface]:
    for one in slack.ephemerals(who.user)[-5:]:
        yield Surface("ephemeral", one.team, _in(one.blocks), one.channel, one.ts)


def _views(slack: SlackSandbox, who: Someone) -> Iterator[Surface]:
    home = slack.state.views.home(who.team, who.user) if who.team in TOKENS else None
    if home is not None:
        yield Surface("home", who.team, _in(home.blocks), view=home)
    for view in slack.state.views.all_open(who.user):
        yield Surface("form", view.team, _in(view.blocks) or (_NOTHING,), view=view)


_NOTHING = Found("", {"type": "nothing", "action_id": ""})
"""Stands in a form that has nothing but its own buttons."""


def _in(blocks: list[dict[str, Any]]) -> tuple[Found, ...]:
    return tuple(interactive(blocks))
