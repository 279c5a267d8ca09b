"""What a seller wrote, in a modal: fetched when a person asks, so that Slack's history does not keep it."""

from collections.abc import Iterator

from aacabot.domain.alerts import ListingText
from aacabot.domain.untrusted import clip, utf16_length
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.views.blocks import header, section
from aacabot.slack.views.forms import modal
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import paragraphs, shown

DESCRIPTION = 50_000
"""As much as a marketplace may send (contract 5.3)."""


def description_modal(case_id: str, listing: ListingText, words: Words) -> Block:
    """Title, seller, category and the whole description, in as many blocks as it needs."""
    blocks = [
        *_part("title", words("Title"), shown(listing.title, limits.SECTION)),
        *_part("seller", words("Seller"), shown(listing.seller_name, limits.SECTION)),
        *_part("category", words("Category"), shown(listing.category, limits.SECTION)),
        *_description(listing, words),
    ]
    return modal(
        ActionId.CASE_DESCRIPTION,
        words("As the seller wrote it"),
        blocks,
        close=words("Close"),
        metadata={"case": case_id},
    )


def _part(name: str, label: str, text: str) -> list[Block]:
    return [header(f"{name}_label", label), section(name, text)] if text else []


def _description(listing: ListingText, words: Words) -> list[Block]:
    text = paragraphs(listing.description, DESCRIPTION) or words("The seller wrote no description.")
    parts = [section(f"{BlockId.TEXT}_{place}", part) for place, part in enumerate(pages(text))]
    return [header("description_label", words("Description")), *parts]


def pages(text: str, most: int = limits.SECTION) -> Iterator[str]:
    """Cut a long text into pieces Slack takes, at line breaks or spaces where there are any."""
    while utf16_length(text) > most:
        end = len(clip(text, most)) - 1 or most // 2
        cut = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end))
        end = cut if cut > 0 else end
        if page := text[:end].strip():
            yield page
        text = text[end:].lstrip()
    if text:
        yield text
