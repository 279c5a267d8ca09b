"""Text for Slack: whoever wrote it, it shows as written and does nothing.

Views use no mrkdwn at all. In `plain_text` and `rich_text` a `<!channel>` or a masked link stays letters;
`emoji` is always sent as false, because Slack turns `:codes:` into pictures where it is left out.
"""

from aacabot.domain.untrusted import clip, inert, one_line
from aacabot.locales import Words
from aacabot.slack.views.message import Block


def shown(text: str | None, limit: int) -> str:
    """Somebody's text on one line: visible characters only, at most `limit` of them; may be empty."""
    return one_line(text or "", limit)


def paragraphs(text: str, limit: int) -> str:
    """Somebody's longer text with its line breaks: visible characters only, no runs of empty lines."""
    lines = [one_line(line, limit) for line in text.splitlines()]
    return clip("\n".join(line for line in lines if line), limit)


def plain(text: str, limit: int) -> Block:
    """A plain_text object; what is too long ends with an ellipsis."""
    return {"type": "plain_text", "text": clip(text, limit), "emoji": False}


def lock_screen(words: Words, number: str, brand: str, state: str) -> str:
    """The top-level `text`: case number, brand and state. Slack reads it as mrkdwn, so names are inert."""
    return words("{number} · {brand}: {state}", number=number, brand=inert(brand, 80), state=state)


def quoted(words: Words, text: str) -> str:
    """Somebody's text within a sentence of ours, marked as theirs."""
    return words("“{text}”", text=text)
