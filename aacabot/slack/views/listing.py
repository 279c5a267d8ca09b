"""How a card shows a listing: what is sold and where, what changed, and its pictures."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from aacabot.domain.alerts import ListingShown
from aacabot.domain.cases import Change
from aacabot.domain.untrusted import utf16_length
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import context, image
from aacabot.slack.views.message import Block, characters
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import quoted, shown

TITLE = 300
SHORT_TITLE = 80
STOREFRONT = 80
CHANGED_TEXT = 150
_SAID_WITHOUT_VALUES = frozenset({"description", "seller", "images"})


def title_of(listing: ListingShown, words: Words, limit: int) -> str:
    return shown(listing.title, limit) or words("(listing without a title)")


def offer(listing: ListingShown, words: Words) -> Block:
    """Title, marketplace and storefront, price, units sold, first seen."""
    return rich(
        BlockId.LISTING,
        line(bold(title_of(listing, words, TITLE))),
        line(" · ".join(_where(listing, words))),
        *(line(" · ".join(facts)) for facts in [_facts(listing, words)] if facts),
    )


def offer_in_short(listing: ListingShown, words: Words) -> Block:
    """Title on one line, marketplace and storefront on the next: for a card whose case is decided.

    No context block: Slack sets the elements of one side by side.
    """
    return rich(
        BlockId.LISTING,
        line(title_of(listing, words, SHORT_TITLE)),
        line(" · ".join(_where(listing, words))),
    )


def _where(listing: ListingShown, words: Words) -> list[str]:
    storefront = shown(listing.storefront, STOREFRONT)
    return [
        shown(listing.marketplace, STOREFRONT),
        *([words("storefront {name}", name=quoted(words, storefront))] if storefront else []),
    ]


def _facts(listing: ListingShown, words: Words) -> list[str]:
    facts = []
    if listing.price:
        facts.append(words.money(listing.price.minor, listing.price.currency))
    if listing.units_sold is not None:
        facts.append(words.plural("{n} sold", "{n} sold", listing.units_sold))
    if listing.first_seen_at:
        facts.append(words("first seen {day}", day=words.day(listing.first_seen_at)))
    return facts


def changes(heading: str, changed: tuple[Change, ...], words: Words) -> Block:
    """What reads differently now. Of seller and description only that they changed: both stay in modals."""
    return rich(
        BlockId.CHANGES,
        line(bold(heading)),
        *([bullets(*(_change(change, words) for change in changed))] if changed else []),
    )


def _change(change: Change, words: Words) -> Block:
    name = reasons.said(change.field, reasons.FIELDS, words)
    if change.field in _SAID_WITHOUT_VALUES:
        return line(bold(name), " ", words("changed"))
    before, after = (
        quoted(words, shown(value, CHANGED_TEXT)) if value.strip() else words("nothing")
        for value in (change.before, change.after)
    )
    return line(bold(name), " ", words("{before} → {after}", before=before, after=after))


def pictures(listing: ListingShown, words: Words) -> list[Block]:
    """One block for each picture Slack can fetch, in the seller's order."""
    urls = [url for url in dict.fromkeys(listing.images) if fetchable(url)]
    return [
        image(
            f"{BlockId.IMAGE}_{place}",
            url,
            words("Picture {place} of {count} in the listing", place=place, count=len(urls)),
        )
        for place, url in enumerate(urls, start=1)
    ]


def fetchable(url: str) -> bool:
    """Whether Slack takes this address: absolute, http or https, printable, not too long."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    fits = url.isprintable() and " " not in url and utf16_length(url) <= limits.IMAGE_URL
    return fits and parts.scheme in {"http", "https"} and bool(parts.hostname)


def that_fit(wanted: list[Block], others: list[Block], words: Words) -> list[Block]:
    """As many pictures as a message has room for beside its other blocks; says how many are left out."""
    room = limits.MESSAGE_CHARACTERS - characters(others) - _ROOM_FOR_REMARK
    shown_ones = list(_within(wanted, room, limits.BLOCKS_PER_MESSAGE - len(others) - 1))
    left_out = len(wanted) - len(shown_ones)
    if not left_out:
        return shown_ones
    remark = words.plural(
        "{n} more picture in the listing itself", "{n} more pictures in the listing itself", left_out
    )
    return [*shown_ones, context(BlockId.MORE_IMAGES, remark)]


_ROOM_FOR_REMARK = 300


def _within(blocks: list[Block], room: int, most: int) -> Iterator[Block]:
    for block in blocks[:most]:
        room -= characters([block])
        if room < 0:
            return
        yield block
