"""Everything this Slack knows, in one place that the API, the people and the page share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aacabot.sandbox.slack.calls import Call
from aacabot.sandbox.slack.changes import Changes
from aacabot.sandbox.slack.clock import SandboxClock
from aacabot.sandbox.slack.errors import SlackError
from aacabot.sandbox.slack.faults import Faults
from aacabot.sandbox.slack.files import Files
from aacabot.sandbox.slack.ids import Timestamps
from aacabot.sandbox.slack.installing import InstallingWorkspaces
from aacabot.sandbox.slack.limits import RateLimit
from aacabot.sandbox.slack.messages import Messages, SandboxMessage, message_json
from aacabot.sandbox.slack.oauth import OAuth
from aacabot.sandbox.slack.triggers import ResponseUrls, Triggers
from aacabot.sandbox.slack.views import State, Views
from aacabot.sandbox.slack.workspaces import Installation, SandboxChannel, Workspace


@dataclass
class SlackState:
    """The parts hold their own rules; this only names them."""

    clock: SandboxClock
    changes: Changes
    timestamps: Timestamps
    workspaces: InstallingWorkspaces
    oauth: OAuth
    messages: Messages
    views: Views
    triggers: Triggers
    response_urls: ResponseUrls
    files: Files
    faults: Faults
    posting: RateLimit
    updating: RateLimit
    app_token: str | None = None
    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    unfurls_offered: set[str] = field(default_factory=set)
    entered: dict[tuple[str, str, str], State] = field(default_factory=dict)
    """What people chose in messages, by (person, channel, ts): their client keeps it until it is sent."""
    removed: Callable[[str, str], None] = lambda place, bot: None

    @classmethod
    def new(
        cls, *, posts_per_second: float, post_burst: float, updates_per_minute: float, app_token: str | None
    ) -> "SlackState":
        clock, changes, workspaces = SandboxClock(), Changes(), InstallingWorkspaces()
        return cls(
            clock=clock,
            changes=changes,
            timestamps=Timestamps(clock),
            workspaces=workspaces,
            oauth=OAuth(clock, workspaces),
            messages=Messages(changes),
            views=Views(changes),
            triggers=Triggers(clock),
            response_urls=ResponseUrls(clock),
            files=Files(),
            faults=Faults(),
            posting=RateLimit(clock, posts_per_second, post_burst),
            updating=RateLimit(clock, updates_per_minute / 60, updates_per_minute),
            app_token=app_token,
        )

    def message_json(self, message: SandboxMessage, *, metadata: bool = False) -> dict[str, object]:
        replies = self.messages.replies(message.channel, message.ts)
        return message_json(message, replies, metadata=metadata)


def channel_for(workspace: Workspace, installation: Installation, given: object) -> SandboxChannel:
    """The conversation the bot may know by this id (or `#name`).

    Raises SlackError channel_not_found, also for a private one the bot is not in, as Slack does.
    """
    channel = workspace.channels.get(given) if isinstance(given, str) else None
    if channel is None and isinstance(given, str) and given.startswith("#"):
        channel = next((one for one in workspace.channels.values() if one.name == given[1:]), None)
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.kind != "channels" and installation.bot_user_id not in channel.members:
        raise SlackError("channel_not_found")
    return channel
