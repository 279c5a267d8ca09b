"""A strict local Slack, for the demo and the tests.

`SlackSandbox` serves the Web API, Socket Mode, response URLs, files and a page for people. It checks tokens,
scopes, membership, Block Kit, triggers and rate limits as Slack does, and can be told to fail.
"""

from aacabot.sandbox.slack.calls import Call
from aacabot.sandbox.slack.deliveries import Attempt, Delivery
from aacabot.sandbox.slack.errors import DialogShown, SandboxRefusal
from aacabot.sandbox.slack.messages import Ephemeral, SandboxMessage
from aacabot.sandbox.slack.server import SlackSandbox
from aacabot.sandbox.slack.workspaces import SandboxChannel, SandboxPerson

__all__ = [
    "Attempt",
    "Call",
    "Delivery",
    "DialogShown",
    "Ephemeral",
    "SandboxChannel",
    "SandboxMessage",
    "SandboxPerson",
    "SandboxRefusal",
    "SlackSandbox",
]
