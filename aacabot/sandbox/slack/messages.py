"""Messages in channels and threads, and the ephemeral ones only one person sees."""

import copy
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from aacabot.sandbox.slack.changes import Changes
from aacabot.sandbox.slack.ids import ts_value

INTERACTIVE = ("actions", "section", "input", "card", "context_actions")


@dataclass(frozen=True)
class SandboxMessage:
    """One message as it stands now. `revisions` counts how often it was changed after posting."""

    team: str
    channel: str
    ts: str
    user: str
    text: str = ""
    thread_ts: str | None = None
    bot_id: str | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    files: tuple[dict[str, Any], ...] = ()
    unfurls: dict[str, Any] = field(default_factory=dict)
    edited_ts: str | None = None
    revisions: int = 0
    is_broadcast: bool = False
    is_tombstone: bool = False

    @property
    def edited(self) -> bool:
        return self.revisions > 0

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True)
class Ephemeral:
    """A message one person sees, until it is replaced or dismissed."""

    team: str
    channel: str
    user: str
    ts: str
    text: str = ""
    thread_ts: str | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)


def with_block_ids(blocks: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """A copy in which each block has an id and each interactive element an action_id, as Slack adds them."""
    copied = copy.deepcopy(blocks or [])
    for block in copied:
        _name(block)
    return copied


def _name(block: dict[str, Any]) -> None:
    block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for inner in block.get("child_blocks") or []:
        _name(inner)
    several = [*(block.get("elements") or []), *(block.get("actions") or [])]
    for element in [*several, block.get("accessory"), block.get("element")]:
        if isinstance(element, dict) and element.get("type") == "card":
            _name(element)
        elif isinstance(element, dict) and block["type"] in INTERACTIVE and element.get("type") != "image":
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])


class Messages:
    """What stands in the channels, oldest first."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._channels: dict[str, dict[str, SandboxMessage]] = {}
        self._threads: dict[tuple[str, str], list[str]] = {}
        self._ephemerals: list[Ephemeral] = []

    def put(self, message: SandboxMessage) -> SandboxMessage:
        """Post it, or put its new version in its place."""
        room = self._channels.setdefault(message.channel, {})
        if message.thread_ts and message.is_reply and message.ts not in room:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message.ts)
        room[message.ts] = message
        self._changes.note()
        return message

    def edit(self, message: SandboxMessage, edited_ts: str, **changed: Any) -> SandboxMessage:
        return self.put(replace(message, edited_ts=edited_ts, revisions=message.revisions + 1, **changed))

    def remove(self, message: SandboxMessage) -> None:
        """Take it away; a thread's first message leaves a tombstone while its replies stand."""
        if self.replies(message.channel, message.ts):
            empty = replace(message, blocks=[], attachments=[], metadata=None, is_tombstone=True)
            self.put(replace(empty, text="This message was deleted."))
            return
        del self._channels[message.channel][message.ts]
        self._changes.note()

    def get(self, channel: str, ts: str) -> SandboxMessage | None:
        return self._channels.get(channel, {}).get(ts)

    def all(self, channel: str | None = None, team: str | None = None) -> list[SandboxMessage]:
        rooms = [self._channels.get(channel, {})] if channel else list(self._channels.values())
        return [one for room in rooms for one in room.values() if team in (None, one.team)]

    def replies(self, channel: str, ts: str) -> list[SandboxMessage]:
        room = self._channels.get(channel, {})
        return [room[reply] for reply in self._threads.get((channel, ts), ()) if reply in room]

    def main_line(self, channel: str) -> list[SandboxMessage]:
        """The channel without replies, except those also sent to the channel."""
        room = self._channels.get(channel, {})
        return [one for one in room.values() if not one.is_reply or one.is_broadcast]

    def show(self, ephemeral: Ephemeral) -> Ephemeral:
        """Show an ephemeral message, or its new version in place of the one with the same `ts`."""
        for index, other in enumerate(self._ephemerals):
            if (other.user, other.ts) == (ephemeral.user, ephemeral.ts):
                self._ephemerals[index] = ephemeral
                break
        else:
            self._ephemerals.append(ephemeral)
        self._changes.note()
        return ephemeral

    def dismiss(self, ephemeral: Ephemeral) -> None:
        self._ephemerals.remove(ephemeral)
        self._changes.note()

    def ephemerals(self, user: str | None = None) -> list[Ephemeral]:
        return [one for one in self._ephemerals if user in (None, one.user)]

    def ephemeral(self, user: str, ts: str) -> Ephemeral | None:
        return next((one for one in self._ephemerals if (one.user, one.ts) == (user, ts)), None)


def message_json(
    message: SandboxMessage, replies: list[SandboxMessage], *, metadata: bool = False
) -> dict[str, Any]:
    """A message object as Slack hands it out; `metadata` only where the caller asked for it."""
    about: dict[str, Any] = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "team": message.team,
        "text": message.text,
    }
    optional = {
        "bot_id": message.bot_id,
        "thread_ts": message.thread_ts or (message.ts if replies else None),
        "blocks": message.blocks,
        "attachments": [*message.attachments, *message.unfurls.values()],
        "files": list(message.files),
        "metadata": message.metadata if metadata else None,
        "edited": {"user": message.user, "ts": message.edited_ts} if message.edited_ts else None,
    }
    about.update({key: value for key, value in optional.items() if value})
    if message.is_tombstone:
        about |= {"subtype": "tombstone"}
    if message.is_broadcast:
        about |= {"subtype": "thread_broadcast"}
    if replies:
        ordered = sorted(replies, key=lambda one: ts_value(one.ts))
        users = list(dict.fromkeys(one.user for one in ordered))
        about |= {"reply_count": len(ordered), "latest_reply": ordered[-1].ts, "reply_users": users}
    return about
