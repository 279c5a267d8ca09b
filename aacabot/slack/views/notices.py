"""Modals that only say something."""

from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.blocks import section
from aacabot.slack.views.forms import modal
from aacabot.slack.views.message import Block


def loading_modal(action: str, words: Words) -> Block:
    """Opened at once, within Slack's three seconds, and filled with `views.update`."""
    return notice(action, words("One moment"), [words("Looking it up…")], words)


def expired_modal(action: str, words: Words) -> Block:
    """The form is no longer about what it was opened for."""
    said = words("This form is out of date: the case has moved on. Close it and look at the card.")
    return notice(action, words("Out of date"), [said], words)


def notice_modal(action: str, said: str, words: Words) -> Block:
    """Words of ours in place of a form, such as a refusal."""
    return notice(action, words("Nothing was changed"), [said], words)


def notice(action: str, title: str, paragraphs: list[str], words: Words) -> Block:
    blocks = [section(f"{BlockId.TEXT}_{place}", said) for place, said in enumerate(paragraphs)]
    return modal(action, title, blocks, close=words("Close"))
