"""rich_text: formatted text without mrkdwn (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from aacabot.slack.views.message import Block


def text(content: str) -> Block:
    return {"type": "text", "text": content}


def bold(content: str) -> Block:
    return {"type": "text", "text": content, "style": {"bold": True}}


def mention(user_id: str) -> Block:
    """Name a person so that Slack notifies them."""
    return {"type": "user", "user_id": user_id}


def channel(channel_id: str) -> Block:
    """Name a channel; who may not see it reads that it is private."""
    return {"type": "channel", "channel_id": channel_id}


def line(*leaves: Block | str) -> Block:
    """One line; a bare string is plain text, an empty one is left out."""
    elements = [text(leaf) if isinstance(leaf, str) else leaf for leaf in leaves if leaf]
    return {"type": "rich_text_section", "elements": [e for e in elements if e.get("text") != ""]}


def bullets(*lines: Block) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def quote(content: str) -> Block:
    """Somebody's own words, set apart."""
    return {"type": "rich_text_quote", "elements": [text(content)]}


def rich(block_id: str, *parts: Block) -> Block:
    return {"type": "rich_text", "block_id": block_id, "elements": list(parts)}
