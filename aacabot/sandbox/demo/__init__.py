"""The rehearsal on one machine: a Slack, a marketplace and the hub between them, with an example alliance."""

from aacabot.sandbox.demo.addresses import PortTaken
from aacabot.sandbox.demo.folder import DemoOptions
from aacabot.sandbox.demo.rehearsal import Rehearsal
from aacabot.sandbox.demo.welcome import welcome

__all__ = ["DemoOptions", "PortTaken", "Rehearsal", "welcome"]
