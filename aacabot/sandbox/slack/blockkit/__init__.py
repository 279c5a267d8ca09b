"""Block Kit's documented limits, checked the way Slack's servers check them.

`message_problems` and `view_problems` return what Slack would refuse, each with its JSON pointer.
"""

from aacabot.sandbox.slack.blockkit.report import Problem
from aacabot.sandbox.slack.blockkit.surfaces import message_problems, view_problems

__all__ = ["Problem", "message_problems", "view_problems"]
